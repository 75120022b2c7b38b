import Domain
import SQLite

extension Connection {
    /// The first key of the keyring that is not the one which this database has known under its id; nil if there is
    /// none.
    func changedKey(of keys: any Keys) throws(SQLiteError) -> String? {
        for keyID in keys.keyIDs {
            let known = try first("SELECT value FROM meta WHERE key = ?", "key_check:\(keyID)") { $0.blob(0) }
            if let known, known != keys.checkValue(of: keyID) { return keyID }
        }
        return nil
    }
}
