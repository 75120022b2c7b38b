/// How far a market's clock is ahead of UTC: releases appear at its midnight.
///
/// Standard time of where most of a country's people live; an hour of summer makes a check an hour late at most.
public enum MarketClock {
    /// The offset of a market by ISO 3166-1 alpha-2; none for one that is not in the table.
    public static func offset(of market: String) -> Duration {
        let hours = offsets.first { $0.markets.contains(market.uppercased()) }?.halfHours ?? 0
        return .minutes(30 * hours)
    }

    private static let offsets: [(halfHours: Int, markets: [String])] = [
        (26, ["NZ", "FJ"]), (20, ["AU", "PG"]), (18, ["JP", "KR"]),
        (16, ["CN", "HK", "MO", "MY", "PH", "SG", "TW", "MN", "BN"]), (14, ["ID", "KH", "LA", "TH", "VN"]),
        (11, ["IN", "LK"]), (12, ["BD", "BT", "KG"]), (10, ["KZ", "MV", "PK", "TJ", "UZ"]),
        (8, ["AE", "AM", "AZ", "GE", "MU", "OM", "SC"]),
        (6, ["BH", "BY", "ET", "IQ", "KE", "KM", "KW", "MG", "QA", "RU", "SA", "TR", "TZ", "UG", "DJ"]),
        (
            4,
            [
                "BG", "BI", "BW", "CY", "EE", "EG", "FI", "GR", "IL", "JO", "LB", "LS", "LT", "LV", "LY", "MD", "MW",
                "MZ",
                "NA", "PS", "RO", "RW", "SZ", "UA", "ZA", "ZM", "ZW",
            ]
        ),
        (
            2,
            [
                "AD", "AL", "AO", "AT", "BA", "BE", "BJ", "CD", "CG", "CH", "CM", "CZ", "DE", "DK", "DZ", "ES", "FR",
                "GA",
                "GQ", "HR", "HU", "IT", "LI", "LU", "MA", "MC", "ME", "MK", "MT", "NE", "NG", "NL", "NO", "PL", "RS",
                "SE",
                "SI", "SK", "SM", "TD", "TN", "XK",
            ]
        ),
        (-2, ["CV"]), (-6, ["AR", "BR", "SR", "UY"]),
        (-8, ["BO", "CL", "DO", "GY", "PR", "PY", "TT", "VE", "BB", "CW", "DM", "GD", "KN", "LC", "VC", "AG"]),
        (-10, ["BS", "CA", "CO", "EC", "HT", "JM", "PA", "PE", "US"]),
        (-12, ["BZ", "CR", "GT", "HN", "MX", "NI", "SV"]),
    ]
}
