/// Makes titles of albums, singles and tracks.
enum TitleWords {
    private static let qualities = [
        "Paper", "Borrowed", "Quiet", "Electric", "Salted", "Northern", "Half", "Golden", "Second", "Invisible",
        "Velvet",
        "Sunday", "Broken", "Distant", "Early", "Hollow", "Little", "Blue", "Restless", "Patient", "Unsent", "Slow",
        "Crooked", "Winter", "Burning", "Faithful", "Sleepless", "Temporary", "Wild", "Wooden",
    ]

    private static let things = [
        "Lighthouse", "Umbrella", "Staircase", "Orchard", "Telegram", "Harbour", "Satellite", "Piano", "Garden",
        "Postcard", "Weather", "Cathedral", "Compass", "Window", "Ferry", "Mirror", "Thunder", "Atlas", "Lantern",
        "Kitchen", "Bicycle", "Comet", "Ocean", "Engine", "Theatre", "Tulip", "Radio", "Suitcase", "Tide", "Moth",
        "Railway", "Honey", "Snow", "Clock", "Ladder", "Machine",
    ]

    private static let doings = [
        "Counting", "Leaving", "Folding", "Forgetting", "Painting", "Carrying", "Waiting for", "Dreaming of",
        "Repairing",
        "Learning", "Chasing", "Burying", "Naming", "Losing",
    ]

    private static let places = [
        "Lisbon", "the Attic", "Gothenburg", "Platform Nine", "the Lake", "Valparaíso", "Room 12", "the North Sea",
        "Your Street", "Trieste", "the Lobby", "Ljubljana", "a Small Town", "Reykjavík",
    ]

    /// Who puts records out.
    static let labels = [
        "Fable & Sons", "Red Kettle Recordings", "Night Ferry", "Sixth Floor", "Hushed Tones", "Papaver Records",
        "Own Label",
    ]

    /// A title.
    static func title(_ generator: inout SeededGenerator) -> String {
        let quality = generator.pick(qualities)
        let thing = generator.pick(things)
        let other = generator.pick(things)
        switch generator.below(14) {
        case 0, 1, 2: return "\(quality) \(thing)"
        case 3: return "The \(thing)"
        case 4: return "\(thing) & \(other)"
        case 5, 6: return "\(generator.pick(doings)) the \(thing)"
        case 7: return "\(thing) in \(generator.pick(places))"
        case 8: return "Letters from \(generator.pick(places))"
        case 9: return thing
        case 10: return "A \(quality) \(thing) at the Window"
        case 11: return "\(quality) \(thing), \(quality) \(other)"
        case 12: return "How to Keep the \(thing)"
        default: return "\(generator.pick(doings)) \(generator.pick(places))"
        }
    }
}
