import CCurl
import Glibc
import HTTP

/// One request under way: what curl was told, and what came of it so far. Lives on the client's thread; curl's
/// callbacks are called there too, with a pointer to it.
@safe final class Transfer {
    let submission: Submission
    let url: RequestURL
    let easy: EasyHandle
    let addressGuard: AddressGuard
    var collector: ResponseCollector
    /// Octets of the request's content that curl has taken.
    var bytesTaken = 0
    /// Why a callback stopped the transfer.
    var stop: ClientFailure?
    /// The last address that the guard refused. Others of the same host may still be permitted.
    var refuses: String?
    private var isReleased = false
    private var lines: UnsafeMutablePointer<curl_slist>?
    private let message: UnsafeMutablePointer<CChar>

    /// Tells curl everything about the request. Throws `invalid` for a request that cannot be made.
    init(
        _ submission: Submission, url: RequestURL, easy: EasyHandle, configuration: CurlClient.Configuration,
        now: ContinuousClock.Instant
    ) throws(ClientFailure) {
        self.submission = submission
        self.url = url
        self.easy = easy
        addressGuard = configuration.addressGuard
        collector = ResponseCollector(bodyBytesMax: submission.request.responseBytesMax)
        // SAFETY: as long as curl asks for, zeroed, and freed in deinit.
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        for line in try RequestLines.lines(of: submission.request, userAgent: configuration.userAgent) {
            // SAFETY: curl copies the text; the list is freed in deinit, after `easy` has forgotten it.
            guard let longer = unsafe line.withCString({ unsafe curl_slist_append(lines, $0) }) else {
                throw .notSent("no memory")
            }
            unsafe lines = longer
        }
        try setMethod()
        try setConnection(configuration)
        let left = now.duration(to: submission.expiry)
        guard left > .zero else { throw .notSent("the deadline passed before the request could be sent") }
        try easy.set(CURLOPT_TIMEOUT_MS, left.milliseconds)
        // SAFETY: URL, list, message and this object outlive the use of the handle, which `release` or deinit ends by a
        // reset.
        try unsafe easy.set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(url.handle))
        try unsafe easy.set(CURLOPT_HTTPHEADER, pointer: lines)
        try unsafe easy.set(CURLOPT_ERRORBUFFER, pointer: message)
        try setCallbacks()
    }

    deinit {
        if !isReleased { easy.reset() }
        unsafe curl_slist_free_all(lines)
        unsafe message.deallocate()
    }

    /// Gives the handle back for another transfer, free of all that this one told it.
    func release() -> EasyHandle {
        easy.reset()
        isReleased = true
        return easy
    }

    private func setMethod() throws(ClientFailure) {
        let request = submission.request
        let name = request.method.name
        // A method is the first word of the request line: anything but a token could be more than a word.
        guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken), request.method != .connect else {
            throw .invalid("the method cannot be asked for")
        }
        let needsLength = [.post, .put, .patch].contains(request.method)
        if request.method == .head {
            guard request.body.isEmpty else { throw .invalid("HEAD carries no content") }
            try easy.set(CURLOPT_NOBODY, true)
        } else if needsLength || !request.body.isEmpty {
            try easy.set(CURLOPT_POST, true)
            try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: request.body.count)
        }
        if ![.get, .head].contains(request.method) || !request.body.isEmpty {
            try easy.set(CURLOPT_CUSTOMREQUEST, name)
        }
    }

    private func setConnection(_ configuration: CurlClient.Configuration) throws(ClientFailure) {
        try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try easy.set(CURLOPT_FOLLOWLOCATION, false)
        try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try easy.set(CURLOPT_SSL_VERIFYPEER, true)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = configuration.trustedCertificatesFile { try easy.set(CURLOPT_CAINFO, file) }
        // The empty text turns off what the environment says.
        try easy.set(CURLOPT_PROXY, configuration.proxy ?? "")
        // All codings that this libcurl can decode.
        try easy.set(CURLOPT_ACCEPT_ENCODING, "")
        try easy.set(CURLOPT_NOSIGNAL, true)
        // A transfer that ends while its name is being looked up would otherwise stop all others until the resolver
        // answers. The thread of the resolver is then left alone and frees its memory itself.
        try easy.set(CURLOPT_QUICK_EXIT, true)
        let request = submission.request
        try easy.set(CURLOPT_FORBID_REUSE, request.usesFreshConnection)
        // On a kept connection that breaks curl sends again: what may not be sent twice and has no content, whose
        // rewinding could be refused (see `setCallbacks`), gets a connection that was not kept.
        let mustNotRepeat = !request.method.isIdempotent && request.body.isEmpty
        try easy.set(CURLOPT_FRESH_CONNECT, request.usesFreshConnection || mustNotRepeat)
    }

    /// The outcome, once curl is done with the handle.
    func outcome(_ code: CURLcode) -> Result<ClientResponse, ClientFailure> {
        if let stop { return .failure(stop) }
        guard code == CURLE_OK else { return .failure(failure(code)) }
        // Curl takes a connection that ends within the head for the end of the head (RFC 9112 §8 does not).
        guard collector.isHeadComplete else { return .failure(.outcomeUnknown("the answer ends within its head")) }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        guard (200...599).contains(status) else { return .failure(.outcomeUnknown("the answer has status \(status)")) }
        return .success(collector.response(Status(status)))
    }

    private func failure(_ code: CURLcode) -> ClientFailure {
        // SAFETY: curl ends its message with a NUL inside the buffer, which was zeroed.
        let detail = unsafe String(cString: message)
        let reason = detail.isEmpty ? code.text : detail
        if code == CURLE_COULDNT_CONNECT, let refuses { return .refusedAddress(refuses) }
        return untilNow(reason)
    }

    /// What an end at this moment means for the caller.
    func untilNow(_ reason: String) -> ClientFailure {
        // Curl counts the octets of requests that a connection took, over all attempts: none, and no server has seen
        // any of it, however far name, route and handshake had got. No TLS early data is sent.
        easy.number(CURLINFO_REQUEST_SIZE) == 0 ? .notSent(reason) : .outcomeUnknown(reason)
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, at least one and at most what curl takes on every platform.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
