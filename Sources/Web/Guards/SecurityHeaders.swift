import HTTP

/// Fields of every answer (research §3): what browsers may do with it, which is as little as the pages need.
struct SecurityHeaders: Sendable {
    private let lines: [(name: FieldName, value: FieldValue)]

    init(_ environment: WebEnvironment) {
        // No form starts a sign-in flow (links do), so `form-action` needs no other origin.
        let images = (["'self'", "https://i.scdn.co"] + environment.imageOrigins + ["data:"]).joined(separator: " ")
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        var lines: [(FieldName, FieldValue)] = [
            (.contentSecurityPolicy, FieldValue(policy) ?? "default-src 'none'"),
            (.xContentTypeOptions, "nosniff"),
            // Not `no-referrer`: browsers would send `Origin: null` with our own forms.
            (.referrerPolicy, "same-origin"),
            (.crossOriginOpenerPolicy, "same-origin"),
            (.crossOriginResourcePolicy, "same-origin"),
            (
                .permissionsPolicy,
                "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
            ),
        ]
        if environment.address.isSecure { lines.append((.strictTransportSecurity, "max-age=31536000")) }
        self.lines = lines
    }

    /// Adds what the answer does not say itself.
    func add(to response: inout Response) {
        let saysPolicy = response.fields.contains(.referrerPolicy)
        for (name, value) in lines where !(saysPolicy && name == .referrerPolicy) {
            response.fields.append(name, value)
        }
    }
}
