import Configuration
import Domain
import HTTP
import IdentityProviders
import Logging

/// The other sign-in providers, wired.
struct ProviderParts {
    let registry: ProviderRegistry
    private let logger: Logger

    init(_ settings: Settings, client: any Client, clock: any WallClock, logger: Logger) {
        registry = ProviderRegistry(
            settings.providers, callback: ProviderParts.callback(settings), client: client, clock: clock)
        self.logger = logger
    }

    /// Asks every provider how it is reached, so that the first visitor need not wait, and says who does not answer.
    /// Nobody waits for it: a provider that cannot be reached stops no start.
    func warmUp() async {
        await withDiscardingTaskGroup { group in
            for listing in registry.listings {
                group.addTask {
                    guard let trouble = await trouble(with: listing) else { return }
                    logger.warning(
                        "a sign-in provider cannot be used now; it is asked again when somebody comes",
                        metadata: ["provider": "\(listing.name)", "reason": "\(trouble)"])
                }
            }
        }
    }

    /// Why a provider cannot be used now; nil if it can.
    func trouble(with listing: ProviderListing) async -> String? {
        do throws(SignInFailure) {
            _ = try await registry.provider(listing.name)
            return nil
        } catch {
            switch error {
            case .unavailable(let reason, _), .misconfigured(let reason), .refused(let reason): return reason
            case .codeRefused: return nil
            }
        }
    }

    /// The URL below which each provider has its redirection URI.
    static func callback(_ settings: Settings) -> String { "\(settings.baseURL)/callback" }
}
