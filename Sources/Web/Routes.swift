import HTTP

/// The table of contents: every address, who may ask for it, and what answers.
enum Routes {
    static let table: [Route] = [
        // Anybody.
        Route(.get, "/", .anyone(FrontPage.show)),
        Route(.get, "/privacy", .anyone(Privacy.show)),
        Route(.get, "/goodbye", .anyone(AccountDeletion.sayGoodbye)),
        Route(.get, "/callback", .anyone(SignInCallback.finish)),
        Route(.get, "/callback/{provider}", .anyone(SignInCallback.finishElsewhere)),
        Route(.get, "/sign-in/{provider}", .anyone(ProviderSignIn.start)),
        Route(.get, "/feeds/{token}/releases.atom", .anyone(ReleaseFeed.show)),

        Route(.get, "/join", .anyone(Join.show)),
        Route(.post, "/join", .form(Join.carryOut)),

        // Whoever is signed in.
        Route(.get, "/welcome", .signedIn(Welcome.show)),
        Route(.get, "/artists", .signedIn(ArtistList.show)),
        Route(.post, "/artists/follow", .form(ArtistFollow.follow)),
        Route(.post, "/artists/unfollow", .form(ArtistFollow.unfollow)),
        Route(.get, "/artists/{artist}", .signedIn(ArtistPage.show)),
        Route(.post, "/artists/{artist}/tier", .form(ArtistPage.setTier)),
        Route(.get, "/releases/{release}", .signedIn(ReleaseReasons.show)),
        Route(.post, "/releases/{release}/whose", .form(ReleaseReasons.takeWord)),
        Route(.get, "/why", .signedIn(WhyNot.show)),
        Route(.get, "/status", .signedIn(CheckStatus.show)),
        Route(.get, "/settings", .signedIn(Settings.show)),
        Route(.get, "/settings/rules", .signedIn(RulesForm.show)),
        Route(.post, "/settings/rules", .form(RulesForm.carryOut)),
        Route(.get, "/reconnect", .signedIn(Reconnection.begin)),
        Route(.get, "/settings/export", .signedIn(DataExport.show)),
        Route(.get, "/settings/disconnect", .signedIn(Disconnection.ask)),
        Route(.post, "/settings/disconnect", .form(Disconnection.carryOut)),
        Route(.get, "/settings/identities/connect", .signedIn(IdentityLink.start)),
        Route(.get, "/settings/identities/confirm", .signedIn(IdentityLink.ask)),
        Route(.post, "/settings/identities/confirm", .form(IdentityLink.carryOut)),
        Route(.get, "/settings/identities/remove", .signedIn(IdentityRemoval.ask)),
        Route(.post, "/settings/identities/remove", .form(IdentityRemoval.carryOut)),
        Route(.get, "/settings/delete-account", .signedIn(AccountDeletion.ask)),
        Route(.post, "/settings/delete-account", .form(AccountDeletion.carryOut)),
        Route(.post, "/settings/feed/replace", .form(FeedReplacement.carryOut)),
        Route(.post, "/settings/sessions/end", .form(SessionEnd.endOne)),
        Route(.post, "/settings/sessions/end-others", .form(SessionEnd.endOthers)),
        Route(.post, "/sign-out", .form(SignOut.carryOut)),
        Route(.get, "/events", .signedIn(EventStream.open)),

        // Administrators.
        Route(.get, "/admin", .administrator(AdminOverview.show)),
        Route(.get, "/admin/audit", .administrator(AdminAudit.show)),
        Route(.post, "/admin/recheck", .administratorForm(AdminActs.recheck)),
        Route(.post, "/admin/invitations", .administratorForm(AdminInvitation.make)),
        Route(.post, "/admin/invitations/withdraw", .administratorForm(AdminInvitation.withdraw)),
        Route(.post, "/admin/requests/allow", .administratorForm(AdminAdmission.allow)),
        Route(.post, "/admin/requests/dismiss", .administratorForm(AdminAdmission.dismiss)),
        Route(.post, "/admin/allowlist/add", .administratorForm(AdminAdmission.allow)),
        Route(.post, "/admin/allowlist/remove", .administratorForm(AdminAdmission.disallow)),
        Route(.get, "/admin/users/{id}", .administrator(AdminMember.show)),
        Route(.post, "/admin/users/{id}/block", .administratorForm(AdminMember.block)),
        Route(.post, "/admin/users/{id}/unblock", .administratorForm(AdminMember.unblock)),
        Route(.post, "/admin/users/{id}/make-administrator", .administratorForm(AdminMember.makeAdministrator)),
        Route(.post, "/admin/users/{id}/remove-administrator", .administratorForm(AdminMember.removeAdministrator)),
        Route(.post, "/admin/users/{id}/end-sessions", .administratorForm(AdminMember.endSessions)),
        Route(.get, "/admin/users/{id}/delete", .administrator(AdminMember.askDeletion)),
        Route(.post, "/admin/users/{id}/delete", .administratorForm(AdminMember.delete)),

        // Machines.
        Route(.get, "/healthz", atOnce: Health.show),
        Route(.get, "/readyz", .anyone(Readiness.show)),
        Route(.get, "/robots.txt", atOnce: SiteFiles.robots),
        Route(.get, "/favicon.ico", atOnce: SiteFiles.favicon),
        Route(.get, "/static/*", atOnce: SiteFiles.serve),
    ]
}
