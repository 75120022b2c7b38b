extension ServiceManager {
    /// Gives signs of life as long as every loop of the server takes its turns, until cancelled. Returns at once if the
    /// manager keeps no watch.
    public func keepWatch(over server: Server) async {
        guard let watchdogInterval else { return }
        while !Task.isCancelled {
            await server.turn()
            watchdog()
            // Half the interval, as sd_watchdog_enabled(3) advises.
            try? await Task.sleep(for: watchdogInterval / 2)
        }
    }
}
