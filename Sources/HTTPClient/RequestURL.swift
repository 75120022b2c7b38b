import CCurl
import HTTP

/// A request's URL, taken apart once by curl's own parser and handed to curl in parts, so that what was checked is what
/// is asked.
@safe final class RequestURL {
    /// For `CURLOPT_CURLU`; lives as long as this object.
    let handle: OpaquePointer
    /// Host and port in lower case.
    let host: String

    /// Throws `invalid` unless the text is an absolute http or https URL without user information.
    init(_ text: String) throws(ClientFailure) {
        // Curl reads a C string: it would take the part before a NUL for the whole.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .invalid("the URL has a control octet") }
        // Curl would make do with one slash, or three, and take the path's first segment for a host.
        let scheme = String(decoding: text.utf8.prefix(8).map { ASCII.lowercased($0) }, as: UTF8.self)
        let length = scheme == "https://" ? 8 : scheme.hasPrefix("http://") ? 7 : text.utf8.count
        guard let first = text.utf8.dropFirst(length).first, first != ASCII.slash else {
            throw .invalid("the URL is neither http:// nor https://")
        }
        // SAFETY: a new handle, given back where it is of no use, else in deinit.
        guard let made = unsafe curl_url() else { throw .notSent("no memory") }
        let flags = UInt32(CURLU_DISALLOW_USER) | UInt32(CURLU_PATH_AS_IS)
        // SAFETY: the handle is new; curl copies the text.
        let code = unsafe text.withCString { unsafe curl_url_set(made, CURLUPART_URL, $0, flags) }
        guard code == CURLUE_OK,
            let name = unsafe RequestURL.part(CURLUPART_HOST, of: made),
            let port = unsafe RequestURL.part(CURLUPART_PORT, of: made)
        else {
            unsafe curl_url_cleanup(made)
            throw .invalid("the URL is malformed")
        }
        unsafe handle = made
        host = "\(ASCII.lowercased(name)):\(port)"
    }

    deinit {
        // SAFETY: the easy handle that was given the pointer has been reset.
        unsafe curl_url_cleanup(handle)
    }

    @unsafe private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        // SAFETY: curl allocates the text, and it is freed here with curl's own function.
        guard unsafe curl_url_get(handle, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text = unsafe text
        else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
