import Domain
import HTTP

/// The token in every form: a code over the session's id that only this installation can make.
enum FormToken {
    /// The name of its field.
    static let field = "token"
    private static let purpose = "form"
    private static let bodyBytesMax = 64 << 10

    /// The token of a session.
    static func make(for session: SessionID, keys: any Keys) -> String {
        make(for: session, keys: keys, keyID: keys.primaryKeyID) ?? ""
    }

    /// Reads a form of ours; throws for too much, another content type, and a token that is not this session's.
    static func fields(
        of request: Request, _ session: SessionID, keys: any Keys
    ) async throws(Refusal) -> FormFields {
        let type = ASCII.lowercased((request.fields[.contentType] ?? "").prefix { $0 != ";" })
        guard type.split(separator: " ").joined() == "application/x-www-form-urlencoded" else {
            throw Refusal(.unsupportedMediaType, "That did not work", "This address takes forms only.")
        }
        let body: [UInt8]
        do throws(BodyFailure) {
            body = try await request.body.collect(upTo: bodyBytesMax)
        } catch {
            throw Refusal(error)
        }
        guard let fields = FormFields(encoded: body) else { throw .malformed("The form cannot be read.") }
        let given = fields.values(of: field)
        // A page may have been rendered before the keyring's newest key was added.
        let isOurs =
            given.count == 1
            && keys.keyIDs.contains { keyID in
                make(for: session, keys: keys, keyID: keyID).map { ConstantTime.equal($0, given[0]) } ?? false
            }
        guard isOurs else { throw .notOurForm("the form token is missing or not this session's") }
        return fields
    }

    private static func make(for session: SessionID, keys: any Keys, keyID: String) -> String? {
        keys.mac(Array(session.text.utf8), purpose: purpose, keyID: keyID).map { Base64.url.encode($0) }
    }
}
