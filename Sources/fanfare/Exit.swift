import ArgumentParser
import Configuration
import Domain
import HTTPServer
import Store
import Vault

/// How the program ends and what it says then: 78 for what the operator must change in the configuration (or a database
/// newer than the program), 1 for anything else. ArgumentParser ends with 64 by itself.
enum Exit {
    static let configuration = ExitCode(78)

    /// Says one line on standard error for each thing wrong, and gives the code to end with.
    static func because(_ lines: [String], code: ExitCode = .failure) -> ExitCode {
        // What was logged before comes first.
        LogWriter.standardError.flush()
        for line in lines { Console.error("fanfare: \(line)") }
        return code
    }

    /// The code for an error that ended a start, after saying what to do about it.
    static func explain(_ error: any Error) -> ExitCode {
        switch error {
        case let error as ExitCode: error
        case let error as ConfigurationErrors: because(error.errors.map(\.description), code: configuration)
        case let error as KeyringFailure: because(["the keyring: \(error.description)"], code: configuration)
        case KeyCheckFailure.changed(let keyID):
            because(
                [
                    "the keyring: the key \(keyID) is not the one that sealed the tokens in this database; put the right "
                        + "file back"
                ],
                code: configuration)
        case KeyCheckFailure.store(let failure): because([failure.sentence])
        case let error as MigrationFailure:
            if case .newerSchema = error {
                because([error.description], code: configuration)
            } else {
                because([error.description])
            }
        case let error as SystemCallError: because([error.description])
        case let error as StoreFailure: because([error.sentence])
        default: because(["\(error)"])
        }
    }
}
