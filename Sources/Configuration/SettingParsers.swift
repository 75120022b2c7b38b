import Domain
import HTTP
import HTTPServer

/// The texts of settings into their values.
enum SettingParsers {
    static func listen(_ text: String) throws(ConfigurationProblem) -> [ListenAddress] {
        var addresses: [ListenAddress] = []
        for part in text.split(separator: ",") {
            let part = part.withoutSpaces
            guard let address = ListenAddress(String(part)) else {
                throw ConfigurationProblem(
                    "takes a comma list of host:port, unix:/path?mode=660 and systemd, each with ?proxy for the PROXY "
                        + "protocol, and does not understand \"\(part)\"")
            }
            // One of them without the PROXY protocol, and each connection would have to guess.
            guard !addresses.contains(where: { $0.isSamePlace(as: address) }) else {
                throw ConfigurationProblem("names \(address) twice")
            }
            addresses.append(address)
        }
        guard !addresses.isEmpty else { throw ConfigurationProblem("names no address") }
        return addresses
    }

    /// A client id or secret (RFC 6749 appendix A.1, A.2: visible ASCII and spaces). One that ends with a space or a line
    /// end was not meant so: the file that it comes from has line ends of another system, or quotes in the wrong place.
    static func credential(_ text: String) throws(ConfigurationProblem) -> String {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.first != " ", text.last != " " else {
            throw ConfigurationProblem("has a space or line end around it, or a character that is not ASCII")
        }
        return text
    }

    static func serviceURL(_ text: String) throws(ConfigurationProblem) -> String {
        let url = try WebURL(text)
        guard url.query == nil else { throw ConfigurationProblem("must have no query") }
        var text = url.origin + url.path
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }

    static func market(_ text: String) throws(ConfigurationProblem) -> String {
        guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw ConfigurationProblem("takes a country of two capital letters, such as US or SE")
        }
        return text
    }

    static func budget(_ text: String) throws(ConfigurationProblem) -> Int? {
        if text == "unlimited" { return nil }
        guard let count = HTTPNumber.decimal(text.utf8), count > 0 else {
            throw ConfigurationProblem("takes a number of calls above 0, or unlimited")
        }
        return count
    }

    static func count(_ text: String) throws(ConfigurationProblem) -> Int? {
        guard let count = HTTPNumber.decimal(text.utf8), count > 0 else {
            throw ConfigurationProblem("takes a number above 0")
        }
        return count
    }

    /// A number, or `off`.
    static func factor(_ text: String) throws(ConfigurationProblem) -> Double? {
        if text == "off" { return nil }
        guard let factor = Double(text), (0.1...1000).contains(factor) else {
            throw ConfigurationProblem("takes a number from 0.1 to 1000, or off")
        }
        return factor
    }

    /// `90s`, `15m`, `12h`, `7d`; at least one second (design §12).
    static func duration(_ text: String) throws(ConfigurationProblem) -> Duration {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = HTTPNumber.decimal(text.utf8.dropLast()),
            count > 0, count <= 366 * 86_400 / unit
        else { throw ConfigurationProblem("takes a duration such as 90s, 15m, 12h or 7d, from 1s to a year") }
        return .seconds(count * unit)
    }

    static func duration(_ text: String, upTo longest: Duration) throws(ConfigurationProblem) -> Duration {
        guard let duration = DurationText.parse(text), duration <= longest else {
            throw ConfigurationProblem("takes a duration from 1s to \(DurationText.words(for: longest)), such as 10s")
        }
        return duration
    }

    static func number(_ text: String, in range: ClosedRange<Int>) throws(ConfigurationProblem) -> Int {
        guard let number = HTTPNumber.decimal(text.utf8), range.contains(number) else {
            throw ConfigurationProblem("takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Octets: `8192`, or `8k`.
    static func octets(_ text: String, in range: ClosedRange<Int>) throws(ConfigurationProblem) -> Int {
        let isThousands = text.hasSuffix("k")
        let digits = isThousands ? text.dropLast() : text[...]
        // What has more digits is out of every range, and would not survive the multiplication.
        guard digits.count <= 9, let count = HTTPNumber.decimal(digits.utf8),
            range.contains(isThousands ? count << 10 : count)
        else {
            let bounds = (OctetsText.words(for: range.lowerBound), OctetsText.words(for: range.upperBound))
            throw ConfigurationProblem("takes a number of octets from \(bounds.0) to \(bounds.1), such as 16k or 16384")
        }
        return isThousands ? count << 10 : count
    }

    static func proxies(_ text: String) throws(ConfigurationProblem) -> ([AddressRange], Bool) {
        var ranges: [AddressRange] = []
        var trustsUnix = false
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            if part == "unix" {
                trustsUnix = true
            } else if let range = AddressRange(String(part)) {
                ranges.append(range)
            } else {
                throw ConfigurationProblem(
                    "takes a comma list of addresses, blocks such as 10.0.0.0/8, and unix, and does not understand "
                        + "\"\(part)\"")
            }
        }
        return (ranges, trustsUnix)
    }

    /// A field that the proxy sets and no client can mean otherwise.
    static func userField(_ text: String) throws(ConfigurationProblem) -> FieldName? {
        let taken: [FieldName] = [.authorization, .cookie, .host, .userAgent, .xForwardedFor, .forwarded, .origin]
        guard let name = FieldName(text), !taken.contains(name) else {
            throw ConfigurationProblem("takes the name of a field that the proxy sets, such as Remote-User")
        }
        return name
    }

    static func word<Word: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(ConfigurationProblem) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationProblem("takes one of \(known)")
        }
        return word
    }

    static func logLevel(_ text: String) throws(ConfigurationProblem) -> String {
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        guard levels.contains(text) else {
            throw ConfigurationProblem("takes one of \(levels.joined(separator: ", "))")
        }
        return text
    }
}

extension Substring {
    /// Without the spaces at either end.
    fileprivate var withoutSpaces: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
