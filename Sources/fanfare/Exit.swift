import ArgumentParser
import Configuration
import Domain
import Glibc
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

/// The two streams, written at once: in a pipe nothing may wait in a buffer.
enum Console {
    /// A line on standard output, for whoever started the program.
    static func say(_ line: String) {
        write(Array("\(line)\n".utf8)[...], to: STDOUT_FILENO)
    }

    /// What is said once requests are accepted: where, and how to become the first administrator. In one piece, so that
    /// who waits for the one has the other.
    static func welcome(at address: String, _ firstAdministrator: String?) -> String {
        let lines = ["Fanfare is at \(address)"]
        guard let firstAdministrator else { return lines[0] }
        return (lines + ["There is no administrator yet. Within 24 hours, once: \(firstAdministrator)"])
            .joined(separator: "\n")
    }

    /// A line on standard error.
    static func error(_ line: String) {
        write(Array("\(line)\n".utf8)[...], to: STDERR_FILENO)
    }

    /// Octets on a descriptor, all of them.
    static func write(_ given: ArraySlice<UInt8>, to descriptor: Int32) {
        var bytes = given
        while !bytes.isEmpty {
            // SAFETY: the octets live through the call.
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
