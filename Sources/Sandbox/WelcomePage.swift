/// What a person sees who opens the stand-in's address.
enum WelcomePage {
    /// The page.
    static func html(profile: SandboxProfile) -> String {
        PageFrame.html(
            title: "Stand-in for Spotify",
            content: """
                <h1>Nothing to see, much to ask</h1>
                <p>This is a stand-in for Spotify, for tests and demonstrations. Everything in it is made up.</p>
                <p>Accounts service: <code>/authorize</code>, <code>/api/token</code>. Web API: <code>/v1</code>, \
                profile <code>\(profile.rawValue)</code>.</p>
                """)
    }
}
