import HTTP

/// Why a request did not get as far as being a call.
struct Unreadable: Error {
    let status: Status
}
