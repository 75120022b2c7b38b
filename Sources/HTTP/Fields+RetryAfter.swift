extension Fields {
    /// The delay that `Retry-After` names (RFC 9110 §10.2.3), never negative; nil without one or for a malformed one. A
    /// date counts from the message's own `Date`, so that no clock of ours takes part.
    public var retryAfter: Duration? {
        guard let text = self[.retryAfter] else { return nil }
        if let seconds = HeadSemantics.decimal(text.utf8) { return .seconds(seconds) }
        guard let end = HTTPDate.parse(text), let sent = self[.date].flatMap(HTTPDate.parse) else { return nil }
        return .seconds(max(0, end - sent))
    }
}
