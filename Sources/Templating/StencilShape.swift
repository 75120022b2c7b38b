/// What a template is for all values that have the same texts: fixed octets, and places for the texts.
struct StencilShape: Sendable {
    private struct Place: Sendable {
        /// How many of the fixed octets stand before it.
        let position: Int
        /// Which text comes here.
        let number: Int
        let isEscaped: Bool
    }

    private var fixed: [UInt8] = []
    private var places: [Place] = []

    /// Takes apart what a template makes of marks.
    init(_ text: String) {
        for (index, part) in text.split(separator: StencilMark.opening, omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                fixed += part.utf8
                continue
            }
            guard let end = part.firstIndex(of: StencilMark.closing), let mark = StencilMark(part[..<end]) else {
                preconditionFailure("a template that looks into its texts is no stencil")
            }
            places.append(Place(position: fixed.count, number: mark.number, isEscaped: mark.isEscaped))
            fixed += part[part.index(after: end)...].utf8
        }
    }

    /// Adds the fixed octets with the texts in their places.
    func fill(with texts: [String?], to output: inout [UInt8]) {
        var position = 0
        for place in places {
            output += fixed[position..<place.position]
            position = place.position
            guard let text = texts[place.number] else { continue }
            if place.isEscaped {
                MarkupEscaping.escape(text, to: &output)
            } else {
                output += text.utf8
            }
        }
        output += fixed[position...]
    }
}
