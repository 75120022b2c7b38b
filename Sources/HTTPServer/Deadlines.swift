/// The deadlines of the settings in milliseconds, worked out once: a `Duration` is 128 bits wide, and each request
/// needs several.
struct Deadlines: Sendable {
    let proxyHeader: Int64
    let head: Int64
    let bodyIdle: Int64
    let idle: Int64
    let write: Int64
    let request: Int64
    let lifetime: Int64
    let linger: Int64
    let drain: Int64

    init(_ settings: ServerSettings) {
        proxyHeader = settings.proxyHeaderDeadline.milliseconds
        head = settings.headDeadline.milliseconds
        bodyIdle = settings.bodyIdleDeadline.milliseconds
        idle = settings.idleDeadline.milliseconds
        write = settings.writeDeadline.milliseconds
        request = settings.requestDeadline.milliseconds
        lifetime = settings.connectionLifetime.milliseconds
        linger = settings.lingerDeadline.milliseconds
        drain = settings.drainDeadline.milliseconds
    }
}
