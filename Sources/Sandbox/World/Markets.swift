/// The markets of the world, a few of Spotify's.
enum Markets {
    /// Every one there is.
    static let all = [
        "AR", "AU", "AT", "BE", "BR", "CA", "CL", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IT", "JP",
        "MX",
        "NL", "NO", "NZ", "PL", "PT", "SE", "TR", "US", "ZA",
    ]

    /// Where one copy of a record that has two comes out.
    static let northAmerica = ["CA", "MX", "US"]
    /// Where the other one does.
    static let elsewhere = all.filter { !northAmerica.contains($0) }
}
