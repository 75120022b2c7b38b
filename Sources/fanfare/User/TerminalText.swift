extension String {
    /// What others wrote, as one line for a terminal: names, ids and notes come from providers and visitors, and must
    /// neither begin a line that looks like ours nor carry what terminals take for commands (ECMA-48) or what turns the
    /// order of letters around (UAX #9).
    var onTerminal: String {
        let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
            let properties = scalar.properties
            switch properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
            default: return properties.isBidiControl ? "\u{FFFD}" : scalar
            }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
