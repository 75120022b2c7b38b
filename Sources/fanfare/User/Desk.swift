import ArgumentParser
import Domain
import FoundationEssentials
import Store

/// The operator's desk, opened for one command, and the words for what goes wrong at it.
enum Desk {
    /// Opens the database that the environment names. Throws an exit code, having said what to do.
    static func open() throws -> OperatorDesk {
        let path = Environment.databasePath
        let schema = try Resources().migrations().count
        return try trying { () throws(OperatorDesk.Failure) in try OperatorDesk(path: path, schema: schema) }
    }

    /// Ends the program, having said what to do, where the database has another schema than this program knows.
    static func checkSchema() throws { _ = try open() }

    /// What `body` gives, or the end of the program with its sentence.
    static func trying<T: ~Copyable>(_ body: () throws(OperatorDesk.Failure) -> T) throws -> T {
        do throws(OperatorDesk.Failure) {
            return try body()
        } catch .store(let failure) {
            throw Exit.because([failure.sentence])
        } catch .otherSchema(let database, let program) where database > program {
            throw Exit.explain(MigrationFailure.newerSchema(database: database, program: program))
        } catch .otherSchema(let database, _) {
            throw Exit.because([
                "the database has schema \(database), which is older than this program: start Fanfare, or run `fanfare migrate`"
            ])
        }
    }

    /// The one account that a word names.
    static func member(_ word: String, _ desk: borrowing OperatorDesk) throws -> Member {
        let now = MachineClock().now()
        let found = try trying { () throws(OperatorDesk.Failure) in try desk.members(named: word, now: now) }
        guard let member = found.first else {
            throw Exit.because(["there is no user \(word); `fanfare user list` shows all"])
        }
        guard found.count == 1 else {
            let numbers = found.map { String($0.id.rawValue) }.joined(separator: ", ")
            throw Exit.because(["\(word) names several accounts; say which by its number: \(numbers)"])
        }
        return member
    }

    /// Does it, and says so.
    static func carryOut(
        _ act: AdministrativeAct, _ desk: borrowing OperatorDesk, done: String, unchanged: String
    ) throws {
        let now = MachineClock().now()
        switch try trying({ () throws(OperatorDesk.Failure) in try desk.carryOut(act, now: now) }) {
        case .done: Console.say(done)
        case .unchanged: Console.say(unchanged)
        case .unknown: throw Exit.because(["that is gone: it was changed meanwhile"])
        case .lastAdministrator:
            throw Exit.because([
                "that account is the only one that can administer: make another one administrator first"
            ])
        }
    }

    /// Notes an operation on the keyring, where there is a database to note it in. The operation is over: a log that
    /// cannot be written does not make it fail.
    static func note(_ act: AuditEntry.Act, _ detail: String) {
        let path = Environment.databasePath
        guard FileManager.default.fileExists(atPath: path), let schema = try? Resources().migrations().count,
            let desk = try? OperatorDesk(path: path, schema: schema)
        else { return }
        try? desk.note(act, detail: detail, now: MachineClock().now())
    }
}
