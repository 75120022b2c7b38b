import CCurl
import HTTP

/// One easy handle of curl: the options of a transfer. Kept and reset between transfers, for what it remembers of TLS
/// sessions. Used on the client's thread alone.
@safe final class EasyHandle {
    /// For the multi handle and for reading results; lives as long as this object.
    let pointer: UnsafeMutableRawPointer

    /// A handle with curl's defaults; nil where no memory is left.
    init?() {
        // SAFETY: the handle is new, and given back in deinit.
        guard let made = unsafe curl_easy_init() else { return nil }
        unsafe pointer = made
    }

    deinit {
        // SAFETY: the transfers' owner takes a handle out of the multi handle before it lets go of it.
        unsafe curl_easy_cleanup(pointer)
    }

    /// Forgets every option, and with them every pointer that was handed in.
    func reset() {
        // SAFETY: the handle lives until deinit.
        unsafe curl_easy_reset(pointer)
    }

    func set(_ option: CURLoption, _ value: Int) throws(ClientFailure) {
        // SAFETY: the handle lives until deinit; callers pass options that take a long.
        try check(unsafe ccurl_set_long(pointer, option, value), option)
    }

    func set(_ option: CURLoption, _ value: Bool) throws(ClientFailure) {
        try set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, offset value: Int) throws(ClientFailure) {
        // SAFETY: as above, for options that take a curl_off_t.
        try check(unsafe ccurl_set_offset(pointer, option, curl_off_t(value)), option)
    }

    func set(_ option: CURLoption, _ value: String) throws(ClientFailure) {
        // SAFETY: curl copies the text of every option but CURLOPT_POSTFIELDS, which is not used.
        try check(unsafe value.withCString { unsafe ccurl_set_text(pointer, option, $0) }, option)
    }

    /// The caller sees to it that what is pointed at lives until `reset`.
    @unsafe func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) throws(ClientFailure) {
        // SAFETY: the handle lives until deinit; the caller says how long the value does.
        try check(unsafe ccurl_set_pointer(pointer, option, value), option)
    }

    /// The numeric outcome of a finished transfer.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        // SAFETY: the handle lives until deinit; callers pass infos that are a long.
        guard unsafe ccurl_get_long(pointer, info, &value) == CURLE_OK else { return 0 }
        return value
    }

    func check(_ code: CURLcode, _ option: CURLoption) throws(ClientFailure) {
        // A client whose options did not take must not be used: one of them is the verification of certificates.
        guard code == CURLE_OK else { throw .notSent("curl refuses option \(option.rawValue): \(code.text)") }
    }
}

extension CURLcode {
    /// Curl's words for the code, in English.
    var text: String {
        // SAFETY: a constant of the library.
        unsafe String(cString: curl_easy_strerror(self))
    }
}
