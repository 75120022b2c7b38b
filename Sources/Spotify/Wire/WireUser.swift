import Domain

/// The answer of `GET /me` (FACTS §4.2).
struct WireUser: Decodable, Sendable, Equatable {
    var id: String?
    var accountID: String?
    var displayName: String?

    private enum CodingKeys: String, CodingKey {
        case id
        case accountID = "account_id"
        case displayName = "display_name"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = fields.lenient(.id)
        accountID = fields.lenient(.accountID)
        displayName = fields.lenient(.displayName)
    }

    /// Who it is: `account_id` is the lasting key since May 2026, `id` the one from before. Nil without either. The name is
    /// cut to 200 characters, as those of other providers are.
    var profile: Profile? {
        let id = id.flatMap { $0.isEmpty ? nil : $0 }
        let accountID = accountID.flatMap { $0.isEmpty ? nil : $0 }
        guard let subject = accountID ?? id else { return nil }
        return Profile(
            subject: subject, formerSubject: accountID == nil ? nil : id,
            displayName: displayName.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : String($0.prefix(200)) })
    }
}
