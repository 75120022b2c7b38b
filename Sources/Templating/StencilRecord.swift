/// A record with marks for the texts that are there. A name with dots is that of a text in a record within, which is
/// there when one of its texts is.
enum StencilRecord {
    static func make(_ names: [String], _ texts: [String?]) -> [String: Any] {
        var record: [String: Any] = [:]
        let paths = names.map { $0.split(separator: ".").map(String.init)[...] }
        for (number, path) in paths.enumerated() where texts[number] != nil {
            put(StencilMark.text(number), at: path, in: &record, making: true)
        }
        for (number, path) in paths.enumerated() where texts[number] == nil {
            put(TemplateRecord.absent, at: path, in: &record, making: false)
        }
        return record
    }

    private static func put(_ value: Any, at path: ArraySlice<String>, in record: inout [String: Any], making: Bool) {
        guard let name = path.first else { return }
        if path.count == 1 {
            record[name] = value
        } else if var within = record[name] as? [String: Any] ?? (making ? [:] : nil) {
            put(value, at: path.dropFirst(), in: &within, making: making)
            record[name] = within
        } else {
            record[name] = TemplateRecord.absent
        }
    }
}
