/// Text made safe for HTML, in content and in quoted attributes.
enum HTMLText {
    /// The text with the characters that mean something to HTML written as references.
    static func escape(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x26: output += Array("&amp;".utf8)
            case 0x3C: output += Array("&lt;".utf8)
            case 0x3E: output += Array("&gt;".utf8)
            case 0x22: output += Array("&quot;".utf8)
            case 0x27: output += Array("&#39;".utf8)
            // As a reference it survives: HTML would turn a bare carriage return into a line feed.
            case 0x0D: output += Array("&#13;".utf8)
            default: output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
