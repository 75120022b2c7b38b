import CZlib
import HTTP

/// The gzip coding (RFC 1952), by zlib.
enum Gzip {
    /// Coded content; nil if zlib has no memory.
    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        // SAFETY: a structure of zeros, which the shim fills before anything reads it.
        var stream = unsafe z_stream()
        guard unsafe fanfare_gzip_begin(&stream, level) == Z_OK else { return nil }
        // SAFETY: the stream is ended in any case; its pointers are used within the closures that lend them, in one
        // call.
        defer { unsafe _ = deflateEnd(&stream) }
        let bound = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        guard bound <= UInt32.max, bytes.count <= UInt32.max else { return nil }
        let coded = unsafe [UInt8](unsafeUninitializedCapacity: bound) { room, count in
            unsafe bytes.withUnsafeBufferPointer { input in
                // zlib reads through this pointer only; its type does not say so.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(bound)
                let code = unsafe deflate(&stream, Z_FINISH)
                count = code == Z_STREAM_END ? unsafe bound - Int(stream.avail_out) : 0
            }
        }
        return coded.isEmpty ? nil : coded
    }

    /// Coded content where that is worth it: of text, not short, and smaller by a tenth.
    static func gainful(_ bytes: [UInt8], of type: FieldValue, level: Int32, bytesMin: Int = 1024) -> [UInt8]? {
        guard bytes.count >= bytesMin, MediaTypes.isText(type.description),
            let coded = compress(bytes, level: level), coded.count <= bytes.count / 10 * 9
        else { return nil }
        return coded
    }
}
