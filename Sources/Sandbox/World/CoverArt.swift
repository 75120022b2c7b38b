/// Draws a picture for an id: small, always the same, and different enough from its neighbours that a page of them
/// looks like a shelf of records.
enum CoverArt {
    private static let palettes = [
        ["#0b132b", "#1c7293", "#f2c14e", "#f78154"], ["#2d1e2f", "#e15a97", "#f7c1bb", "#4c2a85"],
        ["#f4f1de", "#e07a5f", "#3d405b", "#81b29a"], ["#003049", "#d62828", "#f77f00", "#fcbf49"],
        ["#10002b", "#5a189a", "#9d4edd", "#e0aaff"], ["#081c15", "#2d6a4f", "#74c69d", "#d8f3dc"],
        ["#fefae0", "#606c38", "#dda15e", "#bc6c25"], ["#14213d", "#fca311", "#e5e5e5", "#7d8597"],
        ["#fff1e6", "#ff8fab", "#4a4e69", "#9a8c98"], ["#1b1b1e", "#96031a", "#faa916", "#fbfffe"],
        ["#e0fbfc", "#3d5a80", "#ee6c4d", "#293241"], ["#212529", "#40c9a2", "#a3f7b5", "#2f9c95"],
    ]

    /// An SVG document of less than two kilobytes.
    static func svg(for id: String) -> String {
        var generator = SeededGenerator(Identifier.hash(id), 3)
        var colours = generator.pick(palettes)
        if generator.happens(percent: 40) { colours.swapAt(0, 2) }
        let content =
            switch generator.below(6) {
            case 0: sunset(colours, &generator)
            case 1: circles(colours, &generator)
            case 2: stripes(colours, &generator)
            case 3: hills(colours, &generator)
            case 4: tiles(colours, &generator)
            default: rings(colours, &generator)
            }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300" width="640" height="640">\
            <rect width="300" height="300" fill="\(colours[0])"/>\(content)</svg>
            """
    }

    private static func sunset(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        let x = 90 + generator.below(120)
        let y = 110 + generator.below(70)
        let bars = (0..<5).map { bar in
            "<rect x=\"0\" y=\"\(y + 12 + bar * 22)\" width=\"300\" height=\"\(3 + bar * 3)\" fill=\"\(colours[0])\"/>"
        }
        return """
            <defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="\(colours[1])"/>\
            <stop offset="1" stop-color="\(colours[2])"/></linearGradient></defs>\
            <rect width="300" height="300" fill="url(#g)"/>\
            <circle cx="\(x)" cy="\(y)" r="\(60 + generator.below(40))" fill="\(colours[3])"/>\(bars.joined())
            """
    }

    private static func circles(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        (0..<9).map { number in
            let x = generator.below(300)
            let y = generator.below(300)
            let colour = colours[1 + number % 3]
            let radius = 20 + generator.below(90)
            return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" fill=\"\(colour)\" opacity=\".75\"/>"
        }.joined()
    }

    private static func stripes(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        let angle = generator.pick([0, 30, 45, 60, 90, 135])
        var x = -100
        var bars = ""
        var number = 0
        while x < 400 {
            let width = 10 + generator.below(45)
            bars +=
                "<rect x=\"\(x)\" y=\"-100\" width=\"\(width)\" height=\"500\" fill=\"\(colours[1 + number % 3])\"/>"
            x += width + 14 + generator.below(30)
            number += 1
        }
        return "<g transform=\"rotate(\(angle) 150 150)\">\(bars)</g>"
    }

    private static func hills(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        let moon = """
            <circle cx="\(60 + generator.below(180))" cy="\(50 + generator.below(50))" r="\(18 + generator.below(22))" \
            fill="\(colours[3])"/>
            """
        let ridges = (0..<3).map { number in
            let y = 140 + number * 50
            let peaks = (0..<4).map { _ in y - 40 + generator.below(70) }
            return """
                <path d="M0 \(peaks[0])Q75 \(y - 60) 150 \(peaks[1])T300 \(peaks[2])V300H0Z" \
                fill="\(colours[1 + number % 3])" opacity=".9"/>
                """
        }
        return moon + ridges.joined()
    }

    private static func tiles(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        (0..<16).map { number in
            let x = number % 4 * 75
            let y = number / 4 * 75
            let colour = colours[1 + generator.below(3)]
            switch generator.below(4) {
            case 0: return "<path d=\"M\(x) \(y)h75v75Z\" fill=\"\(colour)\"/>"
            case 1: return "<path d=\"M\(x) \(y)v75h75Z\" fill=\"\(colour)\"/>"
            case 2: return "<circle cx=\"\(x + 37)\" cy=\"\(y + 37)\" r=\"34\" fill=\"\(colour)\"/>"
            default: return "<path d=\"M\(x) \(y + 75)a75 75 0 0 1 75-75v75Z\" fill=\"\(colour)\"/>"
            }
        }.joined()
    }

    private static func rings(_ colours: [String], _ generator: inout SeededGenerator) -> String {
        let x = 100 + generator.below(100)
        let y = 100 + generator.below(100)
        return (0..<7).map { number in
            """
            <circle cx="\(x)" cy="\(y)" r="\(210 - number * 30)" fill="none" stroke="\(colours[1 + number % 3])" \
            stroke-width="\(6 + generator.below(16))"/>
            """
        }.joined()
    }
}
