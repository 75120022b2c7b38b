import CCurl
import Glibc
import HTTP

extension Transfer {
    /// Hands curl the functions it calls while it works, and this object as their context.
    func setCallbacks() throws(ClientFailure) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        // SAFETY: the loop holds this object until curl has let go of the handle.
        try unsafe easy.set(CURLOPT_PRIVATE, pointer: context)
        try unsafe easy.set(CURLOPT_HEADERDATA, pointer: context)
        try unsafe easy.set(CURLOPT_WRITEDATA, pointer: context)
        try unsafe easy.set(CURLOPT_READDATA, pointer: context)
        try unsafe easy.set(CURLOPT_OPENSOCKETDATA, pointer: context)
        let handle = unsafe easy.pointer
        try easy.check(
            unsafe ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, takeHeaderLine), CURLOPT_HEADERFUNCTION)
        try easy.check(
            unsafe ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, takeContent), CURLOPT_WRITEFUNCTION)
        try easy.check(unsafe ccurl_set_data_callback(handle, CURLOPT_READFUNCTION, giveContent), CURLOPT_READFUNCTION)
        try easy.check(unsafe ccurl_set_socket_callback(handle, openSocket), CURLOPT_OPENSOCKETFUNCTION)
        // Curl sends again by itself when a kept connection turns out to be closed. For content it must rewind first:
        // where it cannot, it gives up, and a POST is never carried out twice (RFC 9110 §9.2.2).
        guard submission.request.method.isIdempotent else { return }
        try unsafe easy.set(CURLOPT_SEEKDATA, pointer: context)
        try easy.check(unsafe ccurl_set_seek_callback(handle, rewindContent), CURLOPT_SEEKFUNCTION)
    }

    /// The transfer that a callback was given as its context.
    @unsafe static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        // SAFETY: curl hands back what `setCallbacks` gave it, and the loop holds that object until curl has let go.
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}

extension HTTP.Method {
    // RFC 9110 §9.2.2. Of methods unknown nothing is known.
    var isIdempotent: Bool { isSafe || self == .put || self == .delete }
}

private func takeHeaderLine(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe Transfer.from(context), let data = unsafe data else { return 0 }
    // SAFETY: curl's line is valid during this call, and is copied.
    let line = unsafe UnsafeBufferPointer(
        start: UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self), count: size * count)
    guard unsafe transfer.collector.takeLine(line.span) else {
        transfer.stop = .tooLarge
        return 0
    }
    return size * count
}

private func takeContent(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe Transfer.from(context), let data = unsafe data else { return 0 }
    // SAFETY: curl's buffer is valid during this call, and is copied.
    let piece = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
    guard unsafe transfer.collector.takeBody(piece) else {
        transfer.stop = .tooLarge
        return 0
    }
    return size * count
}

private func giveContent(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe Transfer.from(context), let data = unsafe data else { return Int(CURL_READFUNC_ABORT) }
    let body = transfer.submission.request.body
    let end = min(body.count, transfer.bytesTaken + size * count)
    // SAFETY: curl's buffer has room for size * count octets.
    let room = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
    unsafe room.copyBytes(from: body[transfer.bytesTaken..<end])
    defer { transfer.bytesTaken = end }
    return end - transfer.bytesTaken
}

private func rewindContent(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard let transfer = unsafe Transfer.from(context), origin == SEEK_SET,
        (0...transfer.submission.request.body.count).contains(Int(offset))
    else { return Int32(CURL_SEEKFUNC_FAIL) }
    transfer.bytesTaken = Int(offset)
    return Int32(CURL_SEEKFUNC_OK)
}

/// Opens the socket for one address of the host, if the guard permits the address. Closed on exec, which curl's own
/// sockets are not.
private func openSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = unsafe Transfer.from(context), let address = unsafe address else { return CURL_SOCKET_BAD }
    // SAFETY: curl's address is valid during this call.
    guard let ip = unsafe IPAddress(address), transfer.addressGuard.permits(ip) else {
        transfer.refuses = unsafe IPAddress(address)?.description ?? "an address of another kind"
        return CURL_SOCKET_BAD
    }
    return unsafe socket(
        address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.`protocol`)
}

extension IPAddress {
    /// The address in a socket address of curl; nil where it is neither IPv4 nor IPv6.
    @unsafe fileprivate init?(_ address: UnsafeMutablePointer<curl_sockaddr>) {
        // SAFETY: curl keeps the socket address, of whichever kind, in the place of `addr` and behind it.
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let place = unsafe UnsafeRawPointer(address) + offset
        switch unsafe address.pointee.family {
        case AF_INET:
            let v4 = unsafe place.loadUnaligned(as: sockaddr_in.self)
            self.init(version4: UInt32(bigEndian: v4.sin_addr.s_addr))
        case AF_INET6:
            guard let inside = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) else { return nil }
            self.init(version6: UInt128(bigEndian: unsafe (place + inside).loadUnaligned(as: UInt128.self)))
        default: return nil
        }
    }
}
