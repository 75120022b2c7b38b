import Domain
import SQLite

extension StoreFailure {
    /// Translates whatever ended a transaction or a read, by its code and never by its words.
    init(_ error: any Error, path: String) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as SQLiteError: self.init(error, path: path)
        case KeyFailure.missing(let keyID): self = .broken("the key \(keyID) is not in the keyring")
        case KeyFailure.notOpened: self = .broken("a stored secret does not open with its key")
        default: self = .broken("an unexpected error: \(error)")
        }
    }

    /// Says what to do about a result code.
    init(_ error: SQLiteError, path: String) {
        switch error.code.primary {
        case .busy, .locked: self = .busy
        case .full: self = .full
        case .constraint: self = .constraint(error.message)
        case .readOnly, .permission:
            self = .broken(
                "the database \(path) cannot be written: give it and its folder to the user that runs Fanfare, and see "
                    + "that the file system is not mounted read-only")
        case .cannotOpen:
            self = .broken(
                "the database \(path) cannot be opened: see that its folder is there, that the user that runs Fanfare may write "
                    + "to it, and that the file system is not mounted read-only")
        case .notADatabase:
            self = .broken("\(path) is not a database of Fanfare: move it away, or set FANFARE_DATA to another folder")
        case .corrupt:
            self = .broken("the database \(path) is damaged: stop Fanfare and restore the latest backup")
        case .inputOutput where error.code == .sharedMemorySize: self = .full
        case .inputOutput:
            self = .broken("the disk below \(path) fails (\(error.code.rawValue)): look into the system's log")
        case .noMemory: self = .broken("out of memory")
        default: self = .broken("a mistake of Fanfare's: \(error)")
        }
    }
}

extension ResultCode {
    /// `SQLITE_IOERR_SHMSIZE`: the index of the log could not grow, which is what a full disk does to an opening.
    fileprivate static let sharedMemorySize = ResultCode(rawValue: 4874)
}
