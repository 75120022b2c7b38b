/// Why the content of a request could not be had.
public enum BodyFailure: Error, Equatable, Sendable {
    /// More octets than the reader allows: 413.
    case tooLarge
    /// Broken framing: 400.
    case malformed(String)
    /// Too slow: 408.
    case timedOut
    /// The client is gone.
    case disconnected

    /// The status code that tells the client.
    public var status: Status {
        switch self {
        case .tooLarge: .contentTooLarge
        case .malformed: .badRequest
        case .timedOut: .requestTimeout
        case .disconnected: .badRequest
        }
    }
}

/// Hands over the content of one request piece by piece.
public protocol BodyReader: Sendable {
    /// The length the head announces, if it does.
    var announcedLength: Int? { get }
    /// The next piece, nil at the end. Nothing is read from the socket before it is asked for. Throws `.tooLarge` as
    /// soon as it is known that more than `bytesMax` octets come, which a chunk's size says before the chunk is there.
    func next(upTo bytesMax: Int) async throws(BodyFailure) -> [UInt8]?
}

/// The content of a request: bytes at hand, or a reader of what is still to come.
public struct RequestBody: Sendable {
    private enum Source: Sendable {
        case bytes([UInt8])
        case reader(any BodyReader)
    }

    private let source: Source

    /// No content.
    public static let empty = RequestBody([])

    /// Content at hand.
    public init(_ bytes: [UInt8]) { source = .bytes(bytes) }

    /// Content that `reader` brings.
    public init(reader: any BodyReader) { source = .reader(reader) }

    /// All of it. Throws `.tooLarge` before reading where the head announces more than `bytesMax`, and as soon as more
    /// has come where it announces nothing.
    public func collect(upTo bytesMax: Int) async throws(BodyFailure) -> [UInt8] {
        switch source {
        case .bytes(let bytes):
            guard bytes.count <= bytesMax else { throw .tooLarge }
            return bytes
        case .reader(let reader):
            if let length = reader.announcedLength, length > bytesMax { throw .tooLarge }
            var all: [UInt8] = []
            while let piece = try await reader.next(upTo: bytesMax - all.count) {
                guard piece.count <= bytesMax - all.count else { throw .tooLarge }
                all += piece
            }
            return all
        }
    }
}
