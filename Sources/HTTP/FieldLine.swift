/// One field line (RFC 9112 §5): a name directly before its colon, a value without the space around it.
enum FieldLine {
    /// The places of name and value of the line in `range`, which is without its CRLF.
    static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MalformedMessage) -> Fields.Line {
        var index = range.lowerBound
        let end = range.upperBound
        while index < end, ASCII.isToken(bytes[index]) { index += 1 }
        // RFC 9112 §5.1: space before the colon is refused, not trimmed. §5.2: a line that begins with space would be a
        // folded value, refused too. An empty name is no token.
        guard index > range.lowerBound, index < end, bytes[index] == ASCII.colon else {
            throw MalformedMessage("a field line does not begin with a name and a colon")
        }
        let nameEnd = index
        index += 1
        while index < end, bytes[index] == ASCII.sp || bytes[index] == ASCII.htab { index += 1 }
        var valueEnd = end
        while valueEnd > index, bytes[valueEnd - 1] == ASCII.sp || bytes[valueEnd - 1] == ASCII.htab { valueEnd -= 1 }
        // RFC 9110 §5.5: CR, LF and NUL are dangerous, the other control octets invalid.
        var position = index
        while position < valueEnd {
            guard ASCII.isFieldValue(bytes[position]) else {
                throw MalformedMessage("a field value has a control octet")
            }
            position += 1
        }
        return Fields.Line(
            nameStart: UInt32(range.lowerBound), nameEnd: UInt32(nameEnd), valueStart: UInt32(index),
            valueEnd: UInt32(valueEnd))
    }
}
