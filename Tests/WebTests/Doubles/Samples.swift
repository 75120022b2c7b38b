import Domain

/// Rows to show.
enum Samples {
    static func card(
        _ id: Int64, title: String = "Some Title", artists: [String] = ["Some Artist"], at: Timestamp = TestSite.noon,
        class releaseClass: ReleaseClass = .out, date: ReleaseDate = ReleaseDate("2026-11-20"),
        type: ReleaseType? = .album,
        versions: Int = 0, page: String? = nil, image: String? = nil
    ) -> ReleaseCard {
        ReleaseCard(
            announcement: AnnouncementID(id), at: at, releaseClass: releaseClass, release: ReleaseID(id + 1000),
            sourceID: "r\(id)", title: title, type: type, date: date, artists: artists, imageURL: image,
            pageURL: page ?? "https://open.spotify.com/album/r\(id)", trackCount: 10, otherVersions: versions)
    }

    static func artist(_ id: Int64, name: String, failure: String? = nil, isChecked: Bool = true) -> ArtistRow {
        ArtistRow(
            id: ArtistID(id), sourceID: "a\(id)", name: name, imageURL: nil,
            pageURL: "https://open.spotify.com/artist/a\(id)", followedAt: TestSite.noon - .days(40),
            lastCompleteAt: isChecked ? TestSite.noon - .hours(2) : nil, nextDueAt: TestSite.noon + .hours(3),
            failure: failure, hasBaseline: isChecked)
    }

    static func connection(
        _ state: ConnectionState = .connected, end: GrantEnd? = nil, agreed: Timestamp = TestSite.noon - .days(10),
        isDisconnected: Bool = false
    ) -> ConnectionView {
        ConnectionView(
            id: ConnectionID(7), provider: "spotify", state: state, end: end,
            authorizedAt: isDisconnected ? nil : agreed, scopes: ["user-follow-read", "user-read-private"],
            followsReadAt: TestSite.noon - .minutes(4), followsFailure: nil, isDisconnected: isDisconnected)
    }
}
