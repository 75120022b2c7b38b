import Domain
import HTTP

/// Fields of every answer (research §3): what browsers may do with it, which is as little as the pages need.
struct SecurityHeaders: Sendable {
    private let fields: Fields
    /// For an answer that says itself how much it tells.
    private let fieldsButReferrer: Fields

    init(_ environment: WebEnvironment) {
        // No form starts a sign-in flow (links do), so `form-action` needs no other origin.
        let images = (["'self'", "https://i.scdn.co"] + environment.imageOrigins + ["data:"]).joined(separator: " ")
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        // The pages use none of the browser's senses and purses.
        let nothing = [
            "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
            "midi", "payment", "usb",
        ].map { "\($0)=()" }.joined(separator: ", ")
        var fields: Fields = [
            .contentSecurityPolicy: FieldValue(policy) ?? "default-src 'none'", .xContentTypeOptions: "nosniff",
            .crossOriginOpenerPolicy: "same-origin", .crossOriginResourcePolicy: "same-origin",
            .permissionsPolicy: FieldValue(nothing) ?? "",
        ]
        if environment.address.isSecure { fields.append(.strictTransportSecurity, "max-age=31536000") }
        fieldsButReferrer = fields
        // Not `no-referrer`: browsers would send `Origin: null` with our own forms.
        fields.append(.referrerPolicy, "same-origin")
        self.fields = fields
    }

    /// Adds what the answer does not say itself.
    func add(to response: inout Response) {
        // The handler of static files says this one too, being used without us elsewhere.
        response.fields.remove(.xContentTypeOptions)
        let isSaid = response.fields.contains(.referrerPolicy)
        response.fields.append(contentsOf: isSaid ? fieldsButReferrer : fields)
    }
}
