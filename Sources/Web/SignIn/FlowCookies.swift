import Domain
import HTTP

/// The cookies of sign-ins under way. Each flow has its own, named after its state, so that tabs do not overwrite one
/// another and the callback finds the right one.
struct FlowCookies: Sendable {
    /// More are not kept: the fields of a request have a limit.
    static let countMax = 5
    private static let purpose = "sign-in flow"

    private let address: SiteAddress
    private let keys: any Keys
    /// Those sent that open, by cookie name.
    let flows: [(name: String, flow: SignInFlow)]
    /// Names of those sent that do not.
    private let unreadable: [String]

    init(_ visit: Visit) {
        address = visit.site.environment.address
        keys = visit.site.environment.keys
        let prefix = FlowCookies.prefix(address)
        var flows: [(String, SignInFlow)] = []
        var unreadable: [String] = []
        for (name, value) in visit.request.fields.cookies.lazy.filter({ $0.name.hasPrefix(prefix) }).prefix(
            2 * Self.countMax)
        {
            if let bytes = keys.openFromTransit(value, purpose: Self.purpose), let flow = SignInFlow(unsealed: bytes),
                FlowCookies.name(of: flow.state, keys, address) == name
            {
                flows.append((name, flow))
            } else {
                unreadable.append(name)
            }
        }
        self.flows = flows
        self.unreadable = unreadable
    }

    /// The flow whose state this is.
    func flow(of state: String) -> SignInFlow? {
        flows.first { ConstantTime.equal($0.flow.state, state) }?.flow
    }

    /// Whether a new flow would push out one that is under way.
    func isFull(_ now: Timestamp) -> Bool { flows.count { $0.flow.isLive(now) } >= Self.countMax }

    /// The cookies that keep a new flow and make room for it.
    func adding(_ flow: SignInFlow, now: Timestamp) throws(Refusal) -> [SetCookie] {
        let sealed: String
        do throws(KeyFailure) {
            sealed = try keys.sealForTransit(flow.sealable, purpose: Self.purpose)
        } catch {
            throw Refusal(error)
        }
        let byAge = flows.sorted { $0.flow.begunAt < $1.flow.begunAt }
        let ended = byAge.filter { !$0.flow.isLive(now) }.map(\.name)
        let live = byAge.filter { $0.flow.isLive(now) }.map(\.name)
        let crowding = live.prefix(max(0, live.count - (Self.countMax - 1)))
        let name = FlowCookies.name(of: flow.state, keys, address)
        let maxAge = Int(SignInFlow.lifetime.components.seconds)
        return (unreadable + ended + crowding).map { removal(of: $0) }
            + [SetCookie(name, sealed, maxAge: maxAge, isSecure: address.isSecure)]
    }

    /// The cookie that takes a flow's cookie away.
    func removal(of flow: SignInFlow) -> SetCookie { removal(of: FlowCookies.name(of: flow.state, keys, address)) }

    private func removal(of name: String) -> SetCookie {
        SetCookie(name, "", maxAge: 0, isSecure: address.isSecure)
    }

    private static func prefix(_ address: SiteAddress) -> String { address.isSecure ? "__Host-ff_flow_" : "ff_flow_" }

    private static func name(of state: String, _ keys: any Keys, _ address: SiteAddress) -> String {
        let digits = keys.digest(Array(state.utf8)).prefix(4).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return prefix(address) + digits.joined()
    }
}
