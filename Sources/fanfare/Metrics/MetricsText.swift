/// Figures in the text format of Prometheus, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    /// One figure that may go up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible) {
        head(name, "gauge", help)
        text += "\(name) \(value)\n"
    }

    /// One figure that only goes up.
    mutating func counter(_ name: String, _ help: String, _ value: some CustomStringConvertible) {
        head(name, "counter", help)
        text += "\(name) \(value)\n"
    }

    /// Figures that only go up, by the value of one label.
    mutating func counters(_ name: String, _ help: String, by label: String, _ values: [(String, Int)]) {
        head(name, "counter", help)
        for (key, value) in values { text += "\(name){\(label)=\"\(key)\"} \(value)\n" }
    }

    /// How many were no larger than each bound, their sum, and how many there were.
    mutating func histogram(_ name: String, _ help: String, bounds: [Double], counts: [Int], sum: Double) {
        head(name, "histogram", help)
        var total = 0
        for (index, count) in counts.enumerated() {
            total += count
            text += "\(name)_bucket{le=\"\(index < bounds.count ? "\(bounds[index])" : "+Inf")\"} \(total)\n"
        }
        text += "\(name)_sum \(sum)\n\(name)_count \(total)\n"
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
}
