import HTTP

/// The page that asks who it is and whether they agree; works without scripts.
enum ConsentPage {
    /// The page; `fields` are the request's own, carried along unchanged.
    static func html(
        _ request: AuthorizationRequest, fields: FormFields, listeners: [(listener: Listener, hasAgreed: Bool)]
    ) -> String {
        let hidden = AuthorizationRequest.parameters.compactMap { name in
            fields[name].map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTMLText.escape($0))\">" }
        }
        let choices = listeners.map { listener, hasAgreed in
            let name = HTMLText.escape(listener.displayName)
            return """
                <option value="\(listener.id)">\(name) (\(listener.id))\(hasAgreed ? ", has agreed before" : "")</option>
                """
        }
        let wishes = request.scopes.list.map { "<li><code>\($0)</code></li>" }
        let client = HTMLText.escape(request.client.id)
        let asksFor = wishes.isEmpty ? "<p>Public data only.</p>" : "<ul>\(wishes.joined())</ul>"
        return PageFrame.html(
            title: "Agree to \(request.client.id)?",
            content: """
                <h1>\(client) asks for access to an account</h1>
                \(asksFor)
                <form method="post" action="/authorize">
                \(hidden.joined(separator: "\n"))
                <label for="user">You are</label>
                <select id="user" name="user">\(choices.joined())</select>
                <button class="primary" id="agree" type="submit" name="action" value="agree">Agree</button>
                <button id="cancel" type="submit" name="action" value="cancel">Cancel</button>
                </form>
                <p class="note">A stand-in for Spotify: nobody here is real. You will be sent to \
                <code>\(HTMLText.escape(request.redirectURI))</code>.</p>
                """)
    }
}
