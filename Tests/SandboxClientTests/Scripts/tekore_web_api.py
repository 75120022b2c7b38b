"""tekore, whose calls are those of before 2026, as an app with extended quota."""

import tekore
import tekore._auth.expiring.client as accounts
import tekore._client.base as base

from sandbox import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, SCOPES, URL, admin, consent, raises, run

accounts.OAUTH_AUTHORIZE_URL = URL + "/authorize"
accounts.OAUTH_TOKEN_URL = URL + "/api/token"
base.prefix = URL + "/v1/"

credentials = tekore.Credentials(CLIENT_ID, CLIENT_SECRET, REDIRECT_URI)
artists = admin("GET", "/artists")
busiest = max(artists, key=lambda artist: artist["albums"])


def sign_in(user="listener-1"):
    flow = tekore.UserAuth(credentials, scope=SCOPES)
    return flow.request_token(url=consent(flow.url, user))


token = sign_in()
api = tekore.Spotify(token)


def pkce():
    public = tekore.Credentials(CLIENT_ID, redirect_uri=REDIRECT_URI)
    flow = tekore.UserAuth(public, scope=SCOPES, pkce=True)
    mine = flow.request_token(url=consent(flow.url, "listener-3"))
    assert tekore.Spotify(mine).current_user().id == "listener-3"
    assert public.refresh_pkce_token(mine.refresh_token).access_token != mine.access_token


def client_credentials():
    app = tekore.Spotify(credentials.request_client_token())
    assert app.artist(busiest["id"]).name == busiest["name"]


def refresh():
    again = credentials.refresh_user_token(token.refresh_token)
    assert again.access_token != token.access_token and again.refresh_token == token.refresh_token


def a_wrong_refresh_token():
    error = raises(tekore.BadRequest, credentials.refresh_user_token, "AQnonsense")
    assert "Invalid refresh token" in str(error), error


def profile():
    person = api.current_user()
    assert person.id == "listener-1" and person.product and person.country == "US" and person.followers is not None


def follow():
    page = api.followed_artists(limit=10)
    followed = [artist.id for artist in api.all_items(page)]
    assert set(followed) == set(admin("GET", "/users")[0]["follows"]) and len(followed) == 42
    stranger = next(artist["id"] for artist in artists if artist["id"] not in followed)
    api.artists_follow([stranger])
    assert api.artists_is_following([stranger, followed[0]]) == [True, True]
    api.artists_unfollow([stranger])
    assert api.artists_is_following([stranger]) == [False]


def artist_albums():
    with api.max_limits(True):
        page = api.artist_albums(busiest["id"], include_groups=["album", "single", "compilation"])
    assert page.limit == 50
    albums = list(api.all_items(page))
    assert len({album.id for album in albums}) == page.total
    assert albums[0].album_group == "album" and albums[0].available_markets
    assert list(api.all_items(api.artist_albums(busiest["id"], include_groups=["appears_on"]))) is not None


def several_at_once():
    ids = [artist["id"] for artist in artists[:3]]
    assert [artist.id for artist in api.artists(ids)] == ids
    assert all(artist.popularity is not None and artist.followers.total >= 0 for artist in api.artists(ids))
    albums = api.artist_albums(busiest["id"], limit=2).items
    assert [album.id for album in api.albums([album.id for album in albums])] == [album.id for album in albums]


def album_and_tracks():
    album = api.album(api.artist_albums(busiest["id"], include_groups=["album"]).items[0].id)
    assert album.label and album.tracks.total == album.total_tracks
    tracks = list(api.all_items(api.album_tracks(album.id, limit=4)))
    assert [track.track_number for track in tracks] == list(range(1, album.total_tracks + 1))
    assert [track.id for track in api.tracks([track.id for track in tracks])] == [track.id for track in tracks]
    assert api.artist_top_tracks(busiest["id"], "US")


def search():
    found, = api.search(busiest["name"], types=("artist",), limit=20)
    assert busiest["id"] in [artist.id for artist in found.items]
    albums, = api.search("tag:new", types=("album",))
    assert albums.total > 0


def new_releases_and_markets():
    assert "SE" in api.markets()
    assert api.new_releases().items


def playlists():
    album = api.artist_albums(busiest["id"], include_groups=["album"]).items[0]
    uris = [track.uri for track in api.album_tracks(album.id).items]
    playlist = api.playlist_create("listener-1", "Mine", public=False, description="words")
    first = api.playlist_add(playlist.id, uris)
    assert api.playlist_items(playlist.id).items[0].track.uri == uris[0]
    assert api.playlist_remove(playlist.id, uris[:1]) != first
    assert [entry.track.uri for entry in api.playlist_items(playlist.id).items] == uris[1:]
    assert api.playlist(playlist.id).name == "Mine"
    assert playlist.id in [each.id for each in api.followed_playlists().items]
    assert playlist.id in [each.id for each in api.playlists("listener-1").items]


def player():
    devices = api.playback_devices()
    assert [device.is_active for device in devices] == [True, False]
    album = api.artist_albums(busiest["id"], include_groups=["album"]).items[0]
    api.playback_start_context(album.uri)
    assert api.playback().is_playing
    tracks = [track.id for track in api.album_tracks(album.id).items]
    api.playback_start_tracks(tracks, device_id=devices[1].id)
    assert api.playback().item.id == tracks[0] and api.playback().device.id == devices[1].id
    api.playback_next()
    assert api.playback_currently_playing().item.id == tracks[1]
    api.playback_previous()
    api.playback_seek(30_000)
    assert api.playback().progress_ms == 30_000
    api.playback_transfer(devices[0].id, force_play=True)
    api.playback_volume(20)
    api.playback_shuffle(True)
    api.playback_repeat("context")
    playing = api.playback()
    assert playing.device.volume_percent == 20 and playing.shuffle_state
    api.playback_queue_add(f"spotify:track:{tracks[-1]}")
    assert api.playback_queue().queue[0].id == tracks[-1]
    api.playback_pause()
    api.playback_resume()
    admin("POST", "/users/listener-1/player", {"devices": "idle"})
    error = raises(tekore.NotFound, api.playback_resume)
    assert "No active device found" in str(error), error
    admin("POST", "/users/listener-1/player", {"devices": "none"})
    assert api.playback() is None and api.playback_devices() == []
    admin("POST", "/users/listener-1/player", {"devices": "active"})


def errors():
    assert "Resource not found" in str(raises(tekore.NotFound, api.artist, "0" * 22))
    assert "Invalid base62 id" in str(raises(tekore.BadRequest, api.artist, "nonsense"))
    assert raises(tekore.Unauthorised, tekore.Spotify("BQnonsense").current_user)


run([
    pkce, client_credentials, refresh, a_wrong_refresh_token, profile, follow, artist_albums, several_at_once,
    album_and_tracks, search, new_releases_and_markets, playlists, player, errors,
])
