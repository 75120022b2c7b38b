import HTTP

/// What a client says about content codings (RFC 9110 §12.5.3).
struct AcceptEncoding: Equatable {
    /// Weights in thousandths by coding, in lower case; `*` and `identity` among them.
    private var weights: [String: Int] = [:]

    /// Reads the field; members that do not follow the grammar say nothing.
    init(_ fields: Fields) {
        for member in fields.list(.acceptEncoding) {
            let parts = member.utf8.split(separator: ASCII.semicolon, omittingEmptySubsequences: false)
                .map { ASCII.lowercased(String(decoding: Substring($0).utf8.withoutOptionalWhitespace, as: UTF8.self)) }
            guard parts.count <= 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(ASCII.isToken) else { continue }
            var weight = 1000
            if parts.count == 2 {
                guard parts[1].hasPrefix("q="), let given = AcceptEncoding.weight(parts[1].dropFirst(2)) else {
                    continue
                }
                weight = given
            }
            weights[parts[0]] = weight
        }
    }

    /// qvalue (RFC 9110 §12.4.2): 0 or 1 with up to three decimals, in thousandths.
    private static func weight(_ text: Substring) -> Int? {
        let octets = Array(text.utf8)
        guard let first = octets.first, first == 0x30 || first == 0x31, octets.count <= 5 else { return nil }
        if octets.count > 1, octets[1] != 0x2E { return nil }
        let decimals = octets.dropFirst(2)
        guard decimals.allSatisfy(ASCII.isDigit) else { return nil }
        var value = Int(first - 0x30)
        for place in 0..<3 { value = value * 10 + (place < decimals.count ? Int(octets[place + 2] - 0x30) : 0) }
        return value <= 1000 ? value : nil
    }

    /// Whether content may come as it is: unless the client says otherwise.
    var takesIdentity: Bool { (weights["identity"] ?? weights["*"].map { $0 == 0 ? 0 : 1 } ?? 1) > 0 }

    /// The coding that the client likes best, of equals the first; nil if it is to come as it is. A client that takes
    /// nothing we have gets that too, as RFC 9110 §12.4.1 allows.
    func preferred(of codings: [ContentCoding]) -> ContentCoding? {
        var best: (coding: ContentCoding, weight: Int)?
        for coding in codings {
            let weight = weights[coding.rawValue] ?? weights["*"] ?? 0
            if weight > best?.weight ?? 0 { best = (coding, weight) }
        }
        guard let best else { return nil }
        // Named and liked better. Not named, it is what is sent if nothing else is asked for.
        if let identity = weights["identity"], identity > best.weight { return nil }
        return best.coding
    }
}
