import HTTP

/// The page for requests that cannot be sent back anywhere.
enum ErrorPage {
    /// The page with Spotify's words.
    static func html(_ message: String) -> String {
        PageFrame.html(
            title: "Error",
            content: """
                <h1 id="error">\(HTMLText.escape(message))</h1>
                <p class="note">The address that led here is wrong, so the way back is not known.</p>
                """)
    }
}
