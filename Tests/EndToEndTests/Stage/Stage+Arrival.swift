import Support

extension Stage {
    /// Has somebody sign in who follows the first artists of the catalogue, so many of them, and nobody else; returns
    /// once what these have released so far is known.
    func arrive(_ listener: String = "listener-1", following count: Int = 1) async throws
        -> (visitor: Visitor, artists: [SandboxProcess.Artist])
    {
        let artists = Array(try await sandbox.artists().prefix(count))
        guard artists.count == count else { throw WaitedInVain("\(count) artists in the catalogue") }
        try await sandbox.setFollows(of: listener, to: artists)
        let visitor = visitor()
        try await visitor.signIn(as: listener)
        try await visitor.waitForImport()
        return (visitor, artists)
    }
}
