// Compiled together with Sources/HTTP by .ci/fuzz, as one module; no part of the package.

/// What libFuzzer calls with each input. The first octet chooses: a head, or chunked content.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard count > 1, count <= 4096 else { return 0 }
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let message = Array(bytes.dropFirst())
    if bytes[0] & 1 == 0 { Properties.head(message) } else { Properties.chunked(message) }
    return 0
}

enum Properties {
    private static func parseWhole(_ bytes: [UInt8]) -> Result<HeadProgress, MalformedMessage> {
        do throws(MalformedMessage) {
            var parser = RequestHeadParser()
            return .success(try parser.parse(bytes.span))
        } catch { return .failure(error) }
    }

    /// Split at every octet as well as shown whole; and what was accepted, written out again, says the same.
    static func head(_ bytes: [UInt8]) {
        let whole = parseWhole(bytes)
        for split in 0...bytes.count {
            var parser = RequestHeadParser()
            let result: Result<HeadProgress, MalformedMessage>
            do throws(MalformedMessage) {
                let first = try parser.parse(bytes.span.extracting(first: split))
                result = .success(first == .needsMore ? try parser.parse(bytes.span) : first)
            } catch { result = .failure(error) }
            switch (whole, result) {
            case (.success(let one), .success(let other)): precondition(one == other, "split at \(split)")
            // Which of several faults is seen first may depend on what has come; that there is one may not.
            case (.failure, .failure): break
            default: preconditionFailure("split at \(split)")
            }
        }
        guard case .success(.done(let head, _)) = whole else { return }
        guard case .success(.done(let again, _)) = parseWhole(written(head)) else {
            preconditionFailure("what was accepted is refused when written out again")
        }
        precondition(again == head, "what was accepted means something else when written out again")
    }

    private static func written(_ head: RequestHead) -> [UInt8] {
        var target = head.target.path
        if let query = head.target.query { target += "?" + query }
        // An authority that came with the target alone must come with it again.
        let host = head.fields[.host] ?? ""
        if !head.authority.isEmpty, head.authority != host, head.target != .asterisk {
            target = "http://\(head.authority)\(target)"
        }
        let version = head.version == .http10 ? "1.0" : "1.1"
        var output = Array("\(head.method) \(target) HTTP/\(version)\r\n".utf8)
        head.fields.write(to: &output)
        return output + [ASCII.cr, ASCII.lf]
    }

    /// Whole, split at every octet, and with little room for content: the same content, the same end, the same fault.
    static func chunked(_ bytes: [UInt8]) {
        let whole = decode(bytes, split: bytes.count, outputMax: .max)
        for split in 0..<bytes.count {
            precondition(decode(bytes, split: split, outputMax: .max) == whole, "split at \(split)")
        }
        precondition(decode(bytes, split: bytes.count / 2, outputMax: 7) == whole, "with little room")
    }

    private struct Decoded: Equatable {
        var content: [UInt8] = []
        var taken = 0
        var isDone = false
        var failure: MalformedMessage?
    }

    private static func decode(_ bytes: [UInt8], split: Int, outputMax: Int) -> Decoded {
        var decoder = ChunkedDecoder()
        var decoded = Decoded()
        for end in [split, bytes.count] {
            while decoded.taken < end, !decoder.isDone {
                var piece: [UInt8] = []
                do throws(MalformedMessage) {
                    let part = bytes.span.extracting(decoded.taken..<end)
                    decoded.taken += try decoder.decode(part, into: &piece, outputMax: outputMax)
                } catch {
                    // How far it got is nobody's business: the connection ends.
                    return Decoded(failure: error)
                }
                decoded.content += piece
            }
        }
        decoded.isDone = decoder.isDone
        return decoded
    }
}
