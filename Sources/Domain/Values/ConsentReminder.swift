/// That a consent ends soon, told once at each stage.
public struct ConsentReminder: Sendable, Hashable {
    /// Its key; never used again.
    public var id: Int64
    /// Whom it is for.
    public var account: AccountID
    /// Whose consent.
    public var connection: ConnectionID
    /// The provider's name.
    public var provider: String
    /// So many days before the end it is told: one of `ConsentAge.reminderDays`.
    public var stage: Int
    /// When the consent ends.
    public var endsAt: Timestamp
    /// When it was told.
    public var at: Timestamp

    /// A reminder.
    public init(
        id: Int64, account: AccountID, connection: ConnectionID, provider: String, stage: Int, endsAt: Timestamp,
        at: Timestamp
    ) {
        self.id = id
        self.account = account
        self.connection = connection
        self.provider = provider
        self.stage = stage
        self.endsAt = endsAt
        self.at = at
    }
}
