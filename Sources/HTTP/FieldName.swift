/// The name of a field: a token, compared without regard to ASCII case (RFC 9110 §5.1).
///
/// One that is not a token cannot be made, so a message built from names cannot be split by one.
public struct FieldName: Sendable, Hashable, CustomStringConvertible {
    /// The name in lower case.
    let bytes: [UInt8]

    /// The name, or nil where the text is no token.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8.map { ASCII.lowercased($0) }
        guard !bytes.isEmpty, bytes.allSatisfy(ASCII.isToken) else { return nil }
        self.bytes = bytes
    }

    /// A name known when the program was written.
    private init(known: StaticString) {
        bytes = Array(known.description.utf8)
        precondition(!bytes.isEmpty && bytes.allSatisfy { ASCII.isToken($0) && ASCII.lowercased($0) == $0 })
    }

    /// The name in lower case.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension FieldName: ExpressibleByStringLiteral {
    /// A name written in the program, in lower case; anything but a token is a mistake of the programmer.
    public init(stringLiteral value: StaticString) { self.init(known: value) }
}

extension FieldName {
    /// `accept`
    public static let accept: FieldName = "accept"
    /// `accept-encoding`
    public static let acceptEncoding: FieldName = "accept-encoding"
    /// `accept-language`
    public static let acceptLanguage: FieldName = "accept-language"
    /// `accept-ranges`
    public static let acceptRanges: FieldName = "accept-ranges"
    /// `allow`
    public static let allow: FieldName = "allow"
    /// `authorization`
    public static let authorization: FieldName = "authorization"
    /// `cache-control`
    public static let cacheControl: FieldName = "cache-control"
    /// `clear-site-data`
    public static let clearSiteData: FieldName = "clear-site-data"
    /// `connection`
    public static let connection: FieldName = "connection"
    /// `content-disposition`
    public static let contentDisposition: FieldName = "content-disposition"
    /// `content-encoding`
    public static let contentEncoding: FieldName = "content-encoding"
    /// `content-length`
    public static let contentLength: FieldName = "content-length"
    /// `content-range`
    public static let contentRange: FieldName = "content-range"
    /// `content-security-policy`
    public static let contentSecurityPolicy: FieldName = "content-security-policy"
    /// `content-type`
    public static let contentType: FieldName = "content-type"
    /// `cookie`
    public static let cookie: FieldName = "cookie"
    /// `cross-origin-opener-policy`
    public static let crossOriginOpenerPolicy: FieldName = "cross-origin-opener-policy"
    /// `cross-origin-resource-policy`
    public static let crossOriginResourcePolicy: FieldName = "cross-origin-resource-policy"
    /// `date`
    public static let date: FieldName = "date"
    /// `etag`
    public static let eTag: FieldName = "etag"
    /// `expect`
    public static let expect: FieldName = "expect"
    /// `forwarded`
    public static let forwarded: FieldName = "forwarded"
    /// `host`
    public static let host: FieldName = "host"
    /// `if-match`
    public static let ifMatch: FieldName = "if-match"
    /// `if-modified-since`
    public static let ifModifiedSince: FieldName = "if-modified-since"
    /// `if-none-match`
    public static let ifNoneMatch: FieldName = "if-none-match"
    /// `if-range`
    public static let ifRange: FieldName = "if-range"
    /// `if-unmodified-since`
    public static let ifUnmodifiedSince: FieldName = "if-unmodified-since"
    /// `last-modified`
    public static let lastModified: FieldName = "last-modified"
    /// `link`
    public static let link: FieldName = "link"
    /// `location`
    public static let location: FieldName = "location"
    /// `origin`
    public static let origin: FieldName = "origin"
    /// `permissions-policy`
    public static let permissionsPolicy: FieldName = "permissions-policy"
    /// `range`
    public static let range: FieldName = "range"
    /// `referer`
    public static let referer: FieldName = "referer"
    /// `referrer-policy`
    public static let referrerPolicy: FieldName = "referrer-policy"
    /// `retry-after`
    public static let retryAfter: FieldName = "retry-after"
    /// `sec-fetch-mode`
    public static let secFetchMode: FieldName = "sec-fetch-mode"
    /// `sec-fetch-site`
    public static let secFetchSite: FieldName = "sec-fetch-site"
    /// `server`
    public static let server: FieldName = "server"
    /// `set-cookie`
    public static let setCookie: FieldName = "set-cookie"
    /// `strict-transport-security`
    public static let strictTransportSecurity: FieldName = "strict-transport-security"
    /// `trailer`
    public static let trailer: FieldName = "trailer"
    /// `transfer-encoding`
    public static let transferEncoding: FieldName = "transfer-encoding"
    /// `upgrade`
    public static let upgrade: FieldName = "upgrade"
    /// `user-agent`
    public static let userAgent: FieldName = "user-agent"
    /// `vary`
    public static let vary: FieldName = "vary"
    /// `www-authenticate`
    public static let wwwAuthenticate: FieldName = "www-authenticate"
    /// `x-content-type-options`
    public static let xContentTypeOptions: FieldName = "x-content-type-options"
    /// `x-forwarded-for`
    public static let xForwardedFor: FieldName = "x-forwarded-for"
    /// `x-forwarded-host`
    public static let xForwardedHost: FieldName = "x-forwarded-host"
    /// `x-forwarded-proto`
    public static let xForwardedProto: FieldName = "x-forwarded-proto"
    /// `x-request-id`
    public static let xRequestId: FieldName = "x-request-id"
}
