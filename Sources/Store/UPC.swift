/// A bar code in the one form in which codes are compared.
enum UPC {
    /// Without leading zeros, by which a code of 12 digits becomes one of 13 or 14 (GS1 General Specifications §7.10);
    /// nil for none, and for what has other signs than digits.
    static func plain(_ code: String?) -> String? {
        guard let code, code.utf8.count <= 14, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let digits = code.drop { $0 == "0" }
        return digits.count >= 8 ? String(digits) : nil
    }
}
