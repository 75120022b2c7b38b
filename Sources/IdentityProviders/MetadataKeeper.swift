import Domain
import HTTP
import OAuth

/// Finds out how one provider is reached, and remembers it for a day.
///
/// What was once good stays in use while the provider does not answer. Who asks at the same time waits for the same
/// answer.
actor MetadataKeeper {
    /// How long an answer is good without asking again.
    static let lifetime = Duration.hours(24)
    /// After a failure nobody asks again before this is over: a button is quickly pressed.
    static let rest = Duration.seconds(5)

    private let registration: ProviderRegistration
    private let client: any Client
    private let clock: any WallClock

    private var known: (endpoints: Endpoints, at: Timestamp)?
    private var failure: (failure: SignInFailure, at: Timestamp)?
    private var flight: Task<Result<Endpoints, SignInFailure>, Never>?

    init(_ registration: ProviderRegistration, client: any Client, clock: any WallClock) {
        self.registration = registration
        self.client = client
        self.clock = clock
    }

    /// How the provider is reached; throws while nobody knows.
    func endpoints() async throws(SignInFailure) -> Endpoints {
        let now = clock.now()
        if let known, known.at <= now, now - known.at < MetadataKeeper.lifetime { return known.endpoints }
        if let failure, failure.at <= now, now - failure.at < MetadataKeeper.rest {
            if let known { return known.endpoints }
            throw failure.failure
        }
        if let flight { return try await flight.value.get() }
        // Not a child of the caller: others wait for it, too.
        let flight = Task { await find() }
        self.flight = flight
        return try await flight.value.get()
    }

    private func find() async -> Result<Endpoints, SignInFailure> {
        defer { flight = nil }
        do throws(SignInFailure) {
            let endpoints = try await discover()
            known = (endpoints, clock.now())
            failure = nil
            return .success(endpoints)
        } catch {
            failure = (error, clock.now())
            // The last good answer: endpoints move seldom, and a provider in trouble may still sign people in.
            if let known { return .success(known.endpoints) }
            return .failure(error)
        }
    }

    private func discover() async throws(SignInFailure) -> Endpoints {
        if registration.isExplicit { return try complete(nil) }
        var troubles: [String] = []
        var isWrong = false
        for location in ServerMetadata.locations(of: registration.issuer) {
            switch await ask(location) {
            case .metadata(let metadata):
                do throws(Endpoints.Gap) { return try Endpoints(registration, metadata) } catch {
                    troubles.append("\(location): \(error.sentence)")
                    isWrong = true
                }
            case .wrong(let reason):
                troubles.append("\(location): \(reason)")
                isWrong = true
            case .silent(let reason): troubles.append("\(location): \(reason)")
            }
        }
        let reason = "\(registration.displayName) does not say how it is reached (\(troubles.joined(separator: "; ")))"
        throw isWrong ? .misconfigured(reason) : .unavailable(reason, timedOut: false)
    }

    private func complete(_ metadata: ServerMetadata?) throws(SignInFailure) -> Endpoints {
        do throws(Endpoints.Gap) { return try Endpoints(registration, metadata) } catch {
            throw .misconfigured("\(registration.displayName): \(error.sentence)")
        }
    }

    private enum Answer {
        case metadata(ServerMetadata)
        /// Something that only the operator can mend.
        case wrong(String)
        /// Nothing, or nothing there.
        case silent(String)
    }

    private func ask(_ location: String) async -> Answer {
        let request = ClientRequest(
            .get, location, fields: [.accept: "application/json"], deadline: .seconds(5),
            responseBytesMax: ServerMetadata.bytesMax)
        let response: ClientResponse
        do throws(ClientFailure) {
            response = try await client.send(request)
        } catch {
            return .silent("\(error)")
        }
        guard response.status == .ok else { return .silent("status \(response.status.code)") }
        do throws(ServerMetadata.Problem) {
            return .metadata(try ServerMetadata(response.body, issuer: registration.issuer))
        } catch {
            switch error {
            // A page for people, as proxies in trouble send it.
            case .unreadable: return .silent("no metadata")
            case .otherIssuer:
                return .wrong("the issuer in it is not \(registration.issuer), to the letter")
            case .unusableEndpoint(let name): return .wrong("its \(name) is no https URL")
            }
        }
    }
}
