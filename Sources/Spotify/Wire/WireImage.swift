/// An image in one size.
struct WireImage: Decodable, Sendable, Equatable {
    var url: String?
    var width: Int?

    private enum CodingKeys: String, CodingKey {
        case url, width
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        url = fields.lenient(.url)
        width = fields.lenient(.width)
    }
}

extension [WireImage] {
    /// The smallest that is at least 300 pixels wide, else the widest; the first of those whose width is not told.
    var forCards: String? {
        var best: (url: String, width: Int)?
        for image in self {
            guard let url = image.url.flatMap(SafeURL.image) else { continue }
            let width = image.width ?? 0
            guard let (_, known) = best else {
                best = (url, width)
                continue
            }
            if known >= 300 ? (300..<known).contains(width) : width > known { best = (url, width) }
        }
        return best?.url
    }
}
