/// Reads settings one by one and collects what is wrong with them.
struct SettingReader {
    private let environment: [String: String]
    private let readFile: (String) -> String?
    private(set) var errors: [ConfigurationError] = []

    init(environment: [String: String], readFile: (String) -> String?) {
        self.environment = environment
        // The closure does not outlive the reader, which does not outlive the call that made it.
        var files: [String: String] = [:]
        for name in SettingNames.secrets {
            guard let path = environment["\(SettingNames.prefix)\(name)_FILE"], let text = readFile(path) else {
                continue
            }
            files[path] = text
        }
        self.readFile = { files[$0] }
    }

    mutating func complain(_ name: String, _ problem: String) {
        errors.append(ConfigurationError(SettingNames.prefix + name, problem))
    }

    /// The value of a setting that must be there; nil after a complaint.
    mutating func required<Value>(
        _ name: String, example: String, _ parse: (String) throws(ConfigurationProblem) -> Value
    ) -> Value? {
        guard let text = text(name) else {
            if !errors.contains(where: { $0.name.hasPrefix(SettingNames.prefix + name) }) {
                complain(name, "is required: set it to \(example)")
            }
            return nil
        }
        do throws(ConfigurationProblem) {
            return try parse(text)
        } catch {
            complain(name, error.text)
            return nil
        }
    }

    /// The value of a setting, or its default.
    mutating func optional<Value>(
        _ name: String, default value: Value, _ parse: (String) throws(ConfigurationProblem) -> Value
    ) -> Value {
        guard let text = text(name) else { return value }
        do throws(ConfigurationProblem) {
            return try parse(text)
        } catch {
            complain(name, error.text)
            return value
        }
    }

    /// Which of the names are set.
    func present(_ names: [String]) -> [String] {
        names.filter { name in
            environment[SettingNames.prefix + name] != nil || environment["\(SettingNames.prefix)\(name)_FILE"] != nil
        }.map { SettingNames.prefix + $0 }
    }

    /// Complains of every name that is no setting.
    mutating func checkUnknown() {
        for name in environment.keys.sorted() where name.hasPrefix(SettingNames.prefix) {
            let bare = String(name.dropFirst(SettingNames.prefix.count))
            guard !SettingNames.accepted.contains(bare) else { continue }
            let hint = SettingNames.suggestion(for: bare).map { "; did you mean \(SettingNames.prefix)\($0)?" } ?? ""
            complain(bare, "is no setting of Fanfare\(hint)")
        }
    }

    /// The text of a setting: of the variable, or for a secret of the file named. Empty counts as unset.
    private mutating func text(_ name: String) -> String? {
        let direct = environment[SettingNames.prefix + name].flatMap { $0.isEmpty ? nil : $0 }
        guard SettingNames.secrets.contains(name), let path = environment["\(SettingNames.prefix)\(name)_FILE"],
            !path.isEmpty
        else { return direct }
        if direct != nil {
            complain("\(name)_FILE", "is set beside \(SettingNames.prefix)\(name); keep one of the two")
            return nil
        }
        guard var text = readFile(path) else {
            complain("\(name)_FILE", "names a file that cannot be read: \(path)")
            return nil
        }
        while let last = text.last, last.isNewline { text.removeLast() }
        guard !text.isEmpty else {
            complain("\(name)_FILE", "names an empty file: \(path)")
            return nil
        }
        return text
    }
}
