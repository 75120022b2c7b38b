extension Fields {
    /// The cookies sent, in order (RFC 6265 §4.2.1 and §5.4); what has no name or no equals sign is passed over.
    public var cookies: [(name: String, value: String)] {
        values(of: .cookie).flatMap { line in
            line.utf8.split(separator: ASCII.semicolon).compactMap { part in
                let pair = part.trimming { $0 == ASCII.sp || $0 == ASCII.htab }
                guard let equals = pair.firstIndex(of: 0x3D), equals > pair.startIndex else { return nil }
                return (
                    String(decoding: pair[..<equals], as: UTF8.self),
                    String(decoding: pair[pair.index(after: equals)...], as: UTF8.self)
                )
            }
        }
    }

    /// The value of the first cookie of that name.
    public func cookie(_ name: String) -> String? { cookies.first { $0.name == name }?.value }
}

/// One cookie to set (RFC 6265 §4.1): always `HttpOnly`, `SameSite=Lax`, on the whole host.
public struct SetCookie: Sendable, Equatable {
    /// A token.
    public let name: String
    /// cookie-octets: base64url and dots are.
    public let value: String
    /// Seconds until it goes; 0 or less removes it; nil keeps it for the browser's session.
    public let maxAge: Int?
    /// Whether it is sent over https alone.
    public let isSecure: Bool
    /// Where it is sent; `/` is what the `__Host-` prefix demands.
    public let path: String

    /// A cookie.
    public init(_ name: String, _ value: String, maxAge: Int?, isSecure: Bool, path: String = "/") {
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.isSecure = isSecure
        self.path = path
    }

    /// The value of the field `Set-Cookie`; nil where a part has an octet that no cookie may have.
    public var fieldValue: FieldValue? {
        let octets: (UInt8) -> Bool = {
            $0 > 0x20 && $0 < 0x7F && $0 != ASCII.semicolon && $0 != 0x2C && $0 != 0x22 && $0 != 0x5C
        }
        guard FieldName(name) != nil, value.utf8.allSatisfy(octets), path.utf8.allSatisfy(octets) else { return nil }
        var text = "\(name)=\(value); Path=\(path)"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        text += "; HttpOnly; SameSite=Lax"
        if isSecure { text += "; Secure" }
        return FieldValue(text)
    }
}
