/// Names nobody has. Some are here for what they do to software: letters of other scripts, markup characters, length.
enum ArtistNames {
    private static let own = [
        "Lantern Committee", "The Velvet Metronomes", "Sølvrev & the Harbour Lights", "Mira and the Paper Wolves",
        "Hôtel Minuit Moins Cinq", "Åsa Nordanvind", "DJ Tumbleweed Junior", "Kaffe och Bly", "Okapi Parade",
        "Ñandú Eléctrico", "\"Quiet\" Dave Hollis",
        "The Orchestra That Forgot Its Own Name and Played On Regardless Until the Very Last Tram Had Left the Station",
        "夜行フェリー", "Тихая Пристань", "Zażółć Gęślą", "Glasshouse Tapes", "Marguerite Sandover", "North of Nowhere Much",
        "Tin Roof Cathedral", "Pocket Planetarium", "Low Tide Social Club", "Juniper Valentine Ochoa",
        "Kites Over Leipzig", "Salt & Circuitry", "Brother Heron", "Odd Socks Quartet", "Electric Allotment",
        "Yuki Tanabe-Ross", "The Second Understudies", "Cassia Bloomfield", "Mothlight Radio", "Paper Submarine Co.",
        "Ingrid Falk Trio", "Velour Giraffe", "Sunday Drivers Union", "Hex & Daughters", "Ojalá Mañana", "Fjordhest",
        "Bengal Static", "Clementine Rookwood", "The Longest Division", "Nine Mile Lighthouse", "Rosa Quartz Band",
        "Saturn Laundry", "Tomaž Brezovar", "Winterfruit Market", "Empire of Moss", "Little Grey Engine",
        "Polaroid Weather", "Queen of Buttons", "Rue des Ombrelles", "Slow Comet Society", "Thunder Bureau",
        "Umbra Delight", "Vostok Picnic", "Wren and Ruin", "Xylo Fantastique", "Yesterday's Satellites",
        "Zebra Crossing Choir", "O'Malley <Live>",
    ]

    private static let first = [
        "Amber", "Borrowed", "Cobalt", "Distant", "Early", "Folded", "Gentle", "Hollow", "Ivory", "Jagged", "Kindred",
        "Lunar", "Marble", "Nervous", "Orchard", "Patient", "Quarry", "Rusty", "Silver", "Tidal", "Upper", "Violet",
        "Wandering", "Young",
    ]

    private static let second = [
        "Antlers", "Bakery", "Cartographers", "Dominoes", "Elevators", "Foxes", "Gardeners", "Harbours", "Inventors",
        "Jetties", "Keepsakes", "Lemonade", "Mechanics", "Nightjars", "Oarsmen", "Pianos", "Quarrels", "Reservoirs",
        "Sleepers", "Typewriters", "Umbrellas", "Violets", "Windmills", "Zeppelins",
    ]

    /// The name with that number, from 0; no two are the same.
    static func name(_ number: Int) -> String {
        if number < own.count { return own[number] }
        let rest = number - own.count
        let pair = rest % (first.count * second.count)
        let round = rest / (first.count * second.count)
        // Another stride for the second word, so that neighbours share no word.
        let name = "\(first[pair % first.count]) \(second[(pair / first.count + pair) % second.count])"
        return round == 0 ? name : "\(name) \(round + 1)"
    }
}
