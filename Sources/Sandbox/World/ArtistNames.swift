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

    private static let given = [
        "Ada", "Bruno", "Cleo", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Leon", "Maren",
        "Nils", "Oriane", "Pavel", "Quinn", "Rosa", "Sanna", "Teodor", "Ulla", "Vera", "Wim", "Yara", "Zeno", "Aiko",
        "Björn", "Chidi", "Dunja", "Esme", "Florian", "Gwen",
    ]

    private static let family = [
        "Abelsson", "Barrow", "Castellano", "Dahl", "Ekwueme", "Fontaine", "Grünwald", "Hartigan", "Ito", "Janáček",
        "Kowal", "Lindqvist", "Marchetti", "Novak", "Okafor", "Pettersen", "Quist", "Rowntree", "Sato", "Thornbury",
        "Ueda", "Valdez", "Westergaard", "Yılmaz", "Zielinska", "Ashdown", "Bellweather", "Coombes", "Duarte",
        "Eastlake", "Fairchild", "Gallo",
    ]

    private static let bands = [
        "Collective", "Orchestra", "Trio", "Quartet", "Ensemble", "Project", "Choir", "Society", "Club", "Brothers",
        "Sound System", "Big Band", "Revue", "Duo", "Union", "Bureau",
    ]

    /// The name with that number, from 0; no two are the same.
    static func name(_ number: Int) -> String {
        if number < own.count { return own[number] }
        let rest = number - own.count
        // Neighbours share no word: each list is walked with a stride of its own, prime to its length.
        let index = rest / 3
        switch rest % 3 {
        case 0 where index < pairs: return pair(index)
        case 0 where index < pairs * (1 + bands.count):
            let more = index - pairs
            return "\(pair(more % pairs)) \(bands[(more / pairs + more) % bands.count])"
        case 1 where index < given.count * family.count: return person(index)
        case 1 where index < given.count * family.count * 27:
            let more = index - given.count * family.count
            let initial = Unicode.Scalar(UInt8(0x41 + (more / (given.count * family.count)) % 26))
            return person(more, initial: "\(initial). ")
        case 2 where index < pairs: return "The \(pair(index))"
        default:
            let names = given.count * family.count
            let round = rest / (names * pairs)
            let band = round == 0 ? "" : " \(bands[(round - 1) % bands.count])"
            return "\(person(rest)) & the \(pair(rest / names))\(band)"
        }
    }

    private static let pairs = first.count * second.count

    private static func pair(_ index: Int) -> String {
        let number = index % pairs
        return "\(first[number % first.count]) \(second[(number / first.count + number) % second.count])"
    }

    private static func person(_ index: Int, initial: String = "") -> String {
        let number = index % (given.count * family.count)
        return "\(given[number % given.count]) \(initial)\(family[(number / given.count + number) % family.count])"
    }
}
