import Testing

/// A message that two servers could read differently, and what ours answers to it.
///
/// Each scalar of the text is one octet. `/###` is the row's own path, put in with as many octets, so that lengths stay
/// right. Requests to `/###/smuggled` lie where no server may take them for requests of their own.
struct SmugglingRow: Sendable, CustomTestStringConvertible {
    let name: String
    let message: String
    /// The status codes of our server's own answers, asked without a proxy.
    let direct: [Int]
    var testDescription: String { name }

    /// The octets, below a path of the row's own.
    func octets(number: Int) -> [UInt8] {
        message.replacing("/###", with: SmugglingRow.path(number)).unicodeScalars.map {
            UInt8(truncatingIfNeeded: $0.value)
        }
    }

    /// Whether the first answer has no content whatever its fields say.
    var beginsWithHead: Bool { message.hasPrefix("HEAD ") }

    /// The path of the message with that number, below 36³: three signs, which stand nowhere else.
    static func path(_ number: Int) -> String {
        let signs = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return "/" + String([number / 36 / 36, number / 36 % 36, number % 36].map { signs[$0] })
    }
}
