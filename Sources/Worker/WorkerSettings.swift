public import Domain

/// How the worker paces itself.
public struct WorkerSettings: Sendable, Hashable {
    /// Between beats: at most a second, by which due times are read (design §12).
    public var beat: Duration = .seconds(1)
    /// How many artist groups are checked at once: one while answers come, since what is on its way when a pause is
    /// asked for can only make it longer; more when answers take long.
    public var checksAtOnce = 1...4
    /// How many follow lists are read at once.
    public var listsAtOnce = 1...4
    /// How long no answer comes before one more piece is begun.
    public var patience: Duration = .seconds(3)
    /// How many of a release's followers are told in one transaction.
    public var audienceBatch = 500
    /// How many claims are taken in one transaction: the fewest at first, and up to the most where they are done soon.
    public var batch = 8...8
    /// How long checks that brought nothing new wait to be recorded together.
    public var confirmedWithin: Duration = .milliseconds(500)
    /// How many tokens are exchanged in one beat.
    public var tokensPerBeat = 64
    /// How long a claimed check is ours: longer than a batch can take.
    public var checkLease: Duration = .minutes(5)
    /// How long a claimed follow list is ours: a long list has hundreds of pages.
    public var listLease: Duration = .minutes(30)
    /// Between tidyings.
    public var tidyInterval: Duration = .minutes(10)
    /// After passing trouble.
    public var backoff = Backoff()
    /// After a second refusal, which somebody has to mend.
    public var refusalRest: Duration = .hours(1)
    /// After the second time that something is gone, or news that its owner must act.
    public var goneRest: Duration = .days(1)

    /// The defaults.
    public init() {}

    /// Where calls are without limit, many are claimed in one transaction. They are made one by one all the same:
    /// whoever asks for a pause must not be called by those that were on their way.
    public static var unlimited: WorkerSettings {
        var settings = WorkerSettings()
        settings.batch = 8...256
        return settings
    }
}
