import HTTP

/// The JSON object of an admin call, read member by member, each as what it must be.
struct AdminBody {
    private let value: JSONValue

    /// Reads the content; none at all is an object without members. Members nobody knows are refused: they are typing
    /// errors.
    init(_ bytes: [UInt8], members known: [String]) throws(AdminProblem) {
        do throws(JSONProblem) {
            value = bytes.isEmpty ? .object([]) : try JSONParser.parse(bytes)
        } catch {
            throw AdminProblem(message: "the content is no JSON: \(error.message)")
        }
        guard case .object(let members) = value else {
            throw AdminProblem(message: "the content must be a JSON object")
        }
        for member in members where !known.contains(member.name) {
            let list = known.isEmpty ? "none" : known.joined(separator: ", ")
            throw AdminProblem(message: "unknown member \"\(member.name)\"; members are: \(list)")
        }
    }

    private func present(_ name: String) -> JSONValue? {
        value[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// The value as it came, null included.
    func raw(_ name: String) -> JSONValue? { value[name] }

    /// A text, if there is one.
    func text(_ name: String) throws(AdminProblem) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.text else { throw AdminProblem(message: "\"\(name)\" must be a text") }
        return text
    }

    /// A text that must be there.
    func requiredText(_ name: String) throws(AdminProblem) -> String {
        guard let text = try text(name) else { throw AdminProblem(message: "\"\(name)\" is missing; give a text") }
        return text
    }

    /// A whole number in that range, if there is one.
    func number(_ name: String, in range: ClosedRange<Int>) throws(AdminProblem) -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.wholeNumber, range.contains(number) else {
            let bounds =
                range.upperBound == .max
                ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw AdminProblem(message: "\"\(name)\" must be a whole number \(bounds)")
        }
        return number
    }

    /// True or false, if it is there.
    func truth(_ name: String) throws(AdminProblem) -> Bool? {
        guard let value = present(name) else { return nil }
        guard let truth = value.truth else { throw AdminProblem(message: "\"\(name)\" must be true or false") }
        return truth
    }

    /// A list of texts, if there is one.
    func texts(_ name: String) throws(AdminProblem) -> [String]? {
        guard let value = present(name) else { return nil }
        guard let texts = value.texts else { throw AdminProblem(message: "\"\(name)\" must be an array of texts") }
        return texts
    }

    /// One of the names of an enumeration, if there is one.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(AdminProblem) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw AdminProblem(message: "\"\(name)\" must be one of: \(names)")
        }
        return choice
    }

    /// What a number or null does to a limit; absent keeps it.
    func change(_ name: String) throws(AdminProblem) -> QuotaBuckets.Change {
        switch value[name] {
        case nil: .keep
        case .null: .set(nil)
        default: .set(try number(name, in: 0...1_000_000_000))
        }
    }
}
