import Domain
import HTTP

/// `GET /events`: tells an open page that it should fetch itself again (server-sent events, HTML Standard §9.2).
enum EventStream {
    @Sendable static func open(_ visit: Visit, _ session: Session) async throws(Refusal) -> Response {
        let environment = visit.site.environment
        // A reconnecting browser says the last version it heard of; a new page, the one it shows.
        let query = try visit.query()
        let shown = (visit.request.fields["last-event-id"] ?? query["version"]).flatMap { Int64($0) }
        let token = visit.request.fields.cookie(SessionCookie.name(environment.address)) ?? ""
        let fields: Fields = [
            .contentType: "text/event-stream", .cacheControl: "no-store",
            // nginx would hold the stream back until a buffer is full.
            "x-accel-buffering": "no",
        ]
        return Response(
            .ok, fields: fields,
            body: .stream { writer in
                let subscription = environment.changes.subscribe(to: session.account)
                defer { environment.changes.end(subscription) }
                try await writer.write(Array("retry: 3000\n\n".utf8))
                // Subscribed first, compared then: nothing falls between the page and the stream.
                if let shown, shown != version(of: session.account, environment) { subscription.signal(.change) }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while true {
                            try await environment.sleep(environment.heartbeat)
                            subscription.signal(.beat)
                        }
                    }
                    defer { group.cancelAll() }
                    try await subscription.forEach { signal in
                        try await write(signal, to: writer, session.account, Secret(token), environment)
                    }
                }
            })
    }

    /// False once the session has ended, or the server is about to: then the stream ends as a whole one.
    private static func write(
        _ signal: ChangeSubscription.Signal, to writer: any BodyWriter, _ account: AccountID, _ token: Secret,
        _ environment: WebEnvironment
    ) async throws -> Bool {
        switch signal {
        case .change:
            let id = version(of: account, environment).map { "id: \($0)\n" } ?? ""
            try await writer.write(Array("event: change\n\(id)data: now\n\n".utf8))
            do { try await environment.sleep(environment.changePause) } catch is CancellationError { return false }
        case .beat:
            // A store in trouble ends no stream; the next page will tell.
            let isInForce = (try? environment.sessions.session(token, now: environment.clock.now()) != nil) ?? true
            guard isInForce else { return false }
            try await writer.write(Array(": still here\n\n".utf8))
        }
        return true
    }

    private static func version(of account: AccountID, _ environment: WebEnvironment) -> Int64? {
        try? environment.pages.pageVersion(of: account)
    }
}
