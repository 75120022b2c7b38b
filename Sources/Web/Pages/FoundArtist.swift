import Domain
import HTTP

/// An artist whom a search has found, on the way through a form. Sealed: names and pictures of artists are shown to
/// everybody who follows them, and must come from the catalogue alone.
struct FoundArtist: Sendable {
    private static let purpose = "found artist"

    let artist: SourceArtist

    init(_ artist: SourceArtist) { self.artist = artist }

    /// What the form carries; nil where nothing can be sealed.
    func sealed(_ keys: any Keys) -> String? {
        var fields = FormFields([("id", artist.id), ("name", artist.name)])
        if let image = artist.imageURL { fields.append("image", image) }
        if let page = artist.pageURL { fields.append("page", page) }
        return try? keys.sealForTransit(Array(fields.encoded.utf8), purpose: FoundArtist.purpose)
    }

    /// Opens what `sealed` made; nil for anything else.
    init?(sealed text: String, _ keys: any Keys) {
        guard let bytes = keys.openFromTransit(text, purpose: FoundArtist.purpose),
            let fields = FormFields(encoded: bytes), let id = fields["id"], let name = fields["name"]
        else { return nil }
        artist = SourceArtist(id: id, name: name, imageURL: fields["image"], pageURL: fields["page"])
    }
}
