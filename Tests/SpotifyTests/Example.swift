/// Answers as Spotify's own description of its API gives them by example (FACTS §8), with ids and links where it has
/// none.
enum Example {
    static let image = """
        {"url": "https://i.scdn.co/image/ab67616d00001e02ff9ca10b55ce82ae553c8228\\n", "height": 300, "width": 300}
        """

    static let user = """
        {
          "account_id": "aB3dE5fG7h", "country": "SE", "display_name": "Ada", "email": "ada@example.org",
          "explicit_content": {"filter_enabled": false, "filter_locked": false},
          "external_urls": {"spotify": "https://open.spotify.com/user/ada"}, "followers": {"href": null, "total": 1},
          "href": "https://api.spotify.com/v1/users/ada", "id": "ada", "images": [\(image)], "product": "premium",
          "type": "user", "uri": "spotify:user:ada"
        }
        """

    static let following = """
        {
          "artists": {
            "href": "https://api.spotify.com/v1/me/following?type=artist", "limit": 50, "next": null,
            "cursors": {"after": null, "before": null}, "total": 2,
            "items": [
              {
                "external_urls": {"spotify": "https://open.spotify.com/artist/0TnOYISbd1XYRBk9myaseg"},
                "followers": {"href": null, "total": 1}, "genres": ["Prog rock", "Grunge"],
                "href": "https://api.spotify.com/v1/artists/0TnOYISbd1XYRBk9myaseg", "id": "0TnOYISbd1XYRBk9myaseg",
                "images": [\(image)], "name": "Pitbull", "popularity": 1, "type": "artist",
                "uri": "spotify:artist:0TnOYISbd1XYRBk9myaseg"
              },
              {"id": "second", "name": "Second", "type": "artist", "uri": "spotify:artist:second"}
            ]
          }
        }
        """

    static let albums = """
        {
          "href": "https://api.spotify.com/v1/me/shows?offset=0&limit=20\\n", "limit": 20,
          "next": "https://api.spotify.com/v1/me/shows?offset=1&limit=1", "offset": 0,
          "previous": "https://api.spotify.com/v1/me/shows?offset=1&limit=1", "total": 4,
          "items": [
            {
              "album_type": "compilation", "total_tracks": 9, "available_markets": ["CA", "BR", "IT"],
              "external_urls": {"spotify": "https://open.spotify.com/album/2up3OPMp9Tb4dAKM2erWXQ?si=1"},
              "href": "https://api.spotify.com/v1/albums/2up3OPMp9Tb4dAKM2erWXQ", "id": "2up3OPMp9Tb4dAKM2erWXQ",
              "images": [\(image)], "name": "A compilation", "release_date": "1981-12",
              "release_date_precision": "month", "restrictions": {"reason": "market"}, "type": "album",
              "uri": "spotify:album:2up3OPMp9Tb4dAKM2erWXQ",
              "artists": [
                {
                  "external_urls": {"spotify": "https://open.spotify.com/artist/a"},
                  "href": "https://api.spotify.com/v1/artists/a", "id": "a", "name": "An artist", "type": "artist",
                  "uri": "spotify:artist:a"
                }
              ],
              "album_group": "compilation"
            },
            {"id": "second", "name": "Second", "type": "album", "uri": "spotify:album:second"}
          ]
        }
        """

    static let error = """
        {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
        """
}
