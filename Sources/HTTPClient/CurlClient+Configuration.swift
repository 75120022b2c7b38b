public import HTTP

extension CurlClient {
    /// What a client is made with.
    public struct Configuration: Sendable {
        /// The `User-Agent` of requests that bring none.
        public var userAgent: FieldValue
        /// How many requests may be under way at a time; the rest waits in order.
        public var transfersMax: Int
        /// How many of them may go to one host and port.
        public var transfersPerHostMax: Int
        /// How many idle connections are kept open.
        public var idleConnectionsMax: Int
        /// Which addresses may be connected to.
        public var addressGuard: AddressGuard
        /// A proxy for every request; none by default, whatever the environment says.
        public var proxy: String?
        /// A file of PEM certificates to trust in place of the system's.
        public var trustedCertificatesFile: String?

        /// By default 64 requests at a time, 16 a host, 16 idle connections, any address.
        public init(
            userAgent: FieldValue = "Fanfare", transfersMax: Int = 64, transfersPerHostMax: Int = 16,
            idleConnectionsMax: Int = 16, addressGuard: AddressGuard = .anywhere, proxy: String? = nil,
            trustedCertificatesFile: String? = nil
        ) {
            precondition(transfersMax > 0 && transfersPerHostMax > 0 && idleConnectionsMax > 0)
            self.userAgent = userAgent
            self.transfersMax = transfersMax
            self.transfersPerHostMax = transfersPerHostMax
            self.idleConnectionsMax = idleConnectionsMax
            self.addressGuard = addressGuard
            self.proxy = proxy
            self.trustedCertificatesFile = trustedCertificatesFile
        }
    }
}
