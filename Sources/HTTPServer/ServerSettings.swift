public import HTTP

/// Bounds and deadlines of a server. Each has a default that is safe without a proxy in front.
public struct ServerSettings: Sendable {
    /// Bounds of request heads and trailers.
    public var head = HeadLimits()
    /// A new connection, or the first octet of a head, to the head's end: a total, so that dripping does not help.
    public var headDeadline = Duration.seconds(10)
    /// A new connection to the end of its header of the PROXY protocol, where one is expected.
    public var proxyHeaderDeadline = Duration.seconds(5)
    /// A head's end to the begin of its answer, whatever the handler and the client do: 408 while content is missing,
    /// else 503.
    public var requestDeadline = Duration.seconds(300)
    /// Between two pieces of content.
    public var bodyIdleDeadline = Duration.seconds(15)
    /// Octets a second that content must make on average once `bodyIdleDeadline` has passed.
    public var bodyBytesPerSecondMin = 500
    /// Between two requests: longer than a proxy keeps its idle connections (nginx 60 s, Traefik 90 s, Caddy 120 s),
    /// else it sends requests into closed ones.
    public var idleDeadline = Duration.seconds(130)
    /// While output waits for the client: how often it is asked whether the client has taken enough of it meanwhile.
    public var writeDeadline = Duration.seconds(30)
    /// Octets a second that a client must take on average while output waits for it, by the end of each
    /// `writeDeadline`.
    public var outputBytesPerSecondMin = 500
    /// After which a connection ends with its current answer.
    public var connectionLifetime = Duration.seconds(3600)
    /// Reading on after the last answer, so that the client gets it before the reset.
    public var lingerDeadline = Duration.seconds(2)
    /// Octets of waiting output above which a connection reads no further requests and a stream's writer waits.
    public var outputBytesHigh = 64 << 10
    /// Octets of content that a handler left which are read and dropped to keep the connection.
    public var drainBytesMax = 64 << 10
    /// From the answer to the end of such content.
    public var drainDeadline = Duration.seconds(1)
    /// Requests that one connection has answered in a row before the other connections have their turn. They are read
    /// one by one as they are answered: what waits behind them stays in the system's buffer.
    public var pipelinedRequestsMax = 32
    /// Open connections over all loops; past it, new ones wait in the system's queue.
    public var connectionsMax = 50_000
    /// Open connections of one client address (IPv6: /64) over all loops; past it, new ones are closed with 503.
    /// Trusted proxies, Unix sockets and this machine are not counted.
    public var connectionsPerAddressMax = 512
    /// The system's queue of connections not yet accepted.
    public var backlog: Int32 = 2048
    /// Whether another process may listen at the same addresses meanwhile: one that takes over does. If not, the server
    /// does not start where somebody listens, of whose clients it would get some.
    public var sharesAddresses = true
    /// Event loops; nil for one a core.
    public var loops: Int?
    /// Peers whose `X-Forwarded-For`, `Forwarded`, `X-Request-Id` and PROXY header are believed.
    public var trustedProxies: [AddressRange] = []
    /// Whether peers on Unix sockets are believed too.
    public var trustsUnixPeers = false

    /// zlib's level (1 quick to 9 small) for text that handlers answer with, where the client takes gzip; nil for none.
    /// Over TLS the length of compressed content tells an attacker who can put words into a page what else is on it
    /// (BREACH): not for pages that hold secrets.
    public var gzipLevel: Int32?
    /// Octets below which content is sent as it is: its head would outweigh the gain.
    public var gzipBytesMin = 1024

    /// The defaults.
    public init() {}
}
