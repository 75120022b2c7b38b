public import Domain

/// Why a database could not be opened with this program.
public enum MigrationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The database was made by a newer program, which this one must not touch (exit 78).
    case newerSchema(database: Int, program: Int)
    /// A step that was already applied reads differently now: the program or its `Migrations` folder was tampered with.
    case changed(name: String)
    /// The steps handed in do not number 1, 2, 3 and so on.
    case misnumbered(name: String)
    /// The file belongs to another program.
    case foreign(applicationID: Int64)
    /// A step failed and was undone.
    case failed(name: String, StoreFailure)
    /// The database could not be opened or read.
    case store(StoreFailure)

    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .newerSchema(let database, let program):
            "the database has schema \(database), and this program knows schema \(program): run the newer program, or restore "
                + "a backup from before"
        case .changed(let name):
            "the migration \(name) is not the one that was applied to this database: restore the file as it was shipped"
        case .misnumbered(let name): "the migrations are not numbered 0001, 0002 and so on: \(name)"
        case .foreign(let applicationID): "the database belongs to another program (application id \(applicationID))"
        case .failed(let name, let failure): "the migration \(name) failed and was undone: \(failure.sentence)"
        case .store(let failure): failure.sentence
        }
    }
}
