import HTTP

/// Refuses what another site had a browser send (research §3).
///
/// `Sec-Fetch-Site` decides where it is sent, else `Origin` against the configured origin. Where neither is, no browser
/// of these years is asking, and the form token alone decides.
enum CrossSiteGuard {
    /// Throws unless a request that changes something may come from one of our own pages.
    static func check(_ fields: Fields, origin: String) throws(Refusal) {
        let sites = fields.values(of: .secFetchSite)
        if !sites.isEmpty {
            // `none` is the user's own doing, such as a reload.
            guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else {
                throw .notOurForm("Sec-Fetch-Site is not same-origin")
            }
            return
        }
        // `null` is refused here: without Sec-Fetch-Site it may be anybody's.
        guard fields.values(of: .origin).allSatisfy({ $0 == origin }) else {
            throw .notOurForm("Origin is not the base URL's")
        }
    }
}
