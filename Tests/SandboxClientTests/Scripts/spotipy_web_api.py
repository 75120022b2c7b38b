"""spotipy's calls of the Web API as an app in development mode, with nothing changed but the addresses."""

import spotipy
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyOAuth

from sandbox import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, SCOPES, URL, admin, consent, raises, run

SpotifyOAuth.OAUTH_AUTHORIZE_URL = URL + "/authorize"
SpotifyOAuth.OAUTH_TOKEN_URL = URL + "/api/token"


def sign_in(user="listener-1", scope=SCOPES):
    manager = SpotifyOAuth(
        CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, scope=scope, open_browser=False, cache_handler=MemoryCacheHandler())
    code = manager.parse_response_code(consent(manager.get_authorize_url(), user))
    manager.get_access_token(code, as_dict=True, check_cache=False)
    # No status is retried: spotipy would sleep through Retry-After, and report every exhausted retry as 429.
    client = spotipy.Spotify(auth_manager=manager, retries=0, status_retries=0, status_forcelist=[599])
    client.prefix = URL + "/v1/"
    return client


api = sign_in()
artists = admin("GET", "/artists")
busiest = max(artists, key=lambda artist: artist["albums"])


def all_items(page):
    items = list(page["items"])
    while page["next"]:
        page = api.next(page)
        items += page["items"]
    return items


def profile():
    person = api.me()
    assert person["id"] == "listener-1" and person["account_id"] and person["type"] == "user", person
    assert "email" not in person and "product" not in person and "country" not in person, person


def followed_artists_page_by_page():
    followed, after = [], None
    while True:
        page = api.current_user_followed_artists(limit=10, after=after)["artists"]
        followed += [artist["id"] for artist in page["items"]]
        assert page["total"] == 42, page["total"]
        after = page["cursors"]["after"]
        if not page["next"]:
            break
    assert len(followed) == len(set(followed)) == 42
    assert set(followed) == set(admin("GET", "/users")[0]["follows"])


def follow_and_unfollow():
    follows = set(admin("GET", "/users")[0]["follows"])
    stranger = next(artist["id"] for artist in artists if artist["id"] not in follows)
    api.user_follow_artists([stranger])
    assert stranger in admin("GET", "/users")[0]["follows"]
    api.user_unfollow_artists([stranger])
    assert set(admin("GET", "/users")[0]["follows"]) == follows


def search():
    name = busiest["name"]
    found = api.search(f'artist:"{name}"', type="artist,album", limit=5)
    assert busiest["id"] in [artist["id"] for artist in found["artists"]["items"]], found["artists"]
    assert found["albums"]["items"] and found["albums"]["limit"] == 5
    everything = api.search("tag:new", type="album")
    assert everything["albums"]["total"] > 0
    assert api.search(busiest["name"], type="track")["tracks"]["items"]


def albums_of_an_artist():
    dates = [item["release_date"] for item in all_items(
        api.artist_albums(busiest["id"], include_groups="album", limit=10))]
    assert dates and dates == sorted(dates, reverse=True), dates
    groups = all_items(api.artist_albums(busiest["id"], include_groups="album,single", country="SE", limit=10))
    kinds = [item["album_type"] for item in groups]
    assert kinds == sorted(kinds), "albums come before singles"
    assert len({item["id"] for item in groups}) == len(groups)
    assert all("album_group" not in item and "available_markets" not in item for item in groups)


def album_and_tracks():
    item = api.artist_albums(busiest["id"], include_groups="album", limit=10)["items"][0]
    album = api.album(item["id"])
    assert album["name"] == item["name"] and album["external_ids"]["upc"] and album["genres"] == []
    tracks = all_items(api.album_tracks(item["id"], limit=3))
    assert [track["track_number"] for track in tracks] == list(range(1, item["total_tracks"] + 1))
    track = api.track(tracks[0]["id"])
    assert track["album"]["id"] == item["id"] and track["name"] == tracks[0]["name"]


def playlists():
    item = api.artist_albums(busiest["id"], include_groups="album", limit=10)["items"][0]
    tracks = [track["uri"] for track in api.album_tracks(item["id"])["items"]]
    playlist = api.current_user_playlist_create("New music", public=False, description="What came out")
    assert playlist["owner"]["id"] == "listener-1" and playlist["public"] is False
    first = api.playlist_add_items(playlist["id"], tracks[1:])["snapshot_id"]
    second = api.playlist_add_items(playlist["id"], tracks[:1], position=0)["snapshot_id"]
    assert first != second
    entries = api.playlist_items(playlist["id"])
    assert [entry["item"]["uri"] for entry in entries["items"]] == tracks, entries
    assert "tracks" not in api.playlist(playlist["id"])
    api.playlist_replace_items(playlist["id"], tracks[:2])
    assert api.playlist_items(playlist["id"])["total"] == 2
    api.playlist_remove_all_occurrences_of_items(playlist["id"], tracks[:1])
    assert [entry["item"]["uri"] for entry in api.playlist_items(playlist["id"])["items"]] == tracks[1:2]
    api.playlist_change_details(playlist["id"], name="Newer music")
    assert "Newer music" in [each["name"] for each in api.current_user_playlists(limit=50)["items"]]
    error = raises(spotipy.SpotifyException, api.playlist_add_items, playlist["id"], tracks[:1] * 101)
    assert error.http_status == 400 and "maximum of 100 tracks" in error.msg, error


def player():
    devices = api.devices()["devices"]
    assert [device["is_active"] for device in devices] == [True, False], devices
    album = api.artist_albums(busiest["id"], include_groups="album", limit=1)["items"][0]
    api.start_playback(context_uri=album["uri"])
    assert api.current_playback()["is_playing"] is True
    api.pause_playback()
    assert api.current_playback()["is_playing"] is False
    api.start_playback(device_id=devices[1]["id"])
    error = raises(spotipy.SpotifyException, api.start_playback, device_id="nowhere")
    assert error.http_status == 404 and "Device not found" in error.msg, error
    for devices, premium, status, reason in (
            ("idle", True, 404, "NO_ACTIVE_DEVICE"), ("restricted", True, 403, "UNKNOWN"),
            ("active", False, 403, "PREMIUM_REQUIRED")):
        admin("POST", "/users/listener-1/player", {"devices": devices, "premium": premium})
        error = raises(spotipy.SpotifyException, api.start_playback)
        assert (error.http_status, error.reason) == (status, reason), error
    for reply in (200, 202, 204):
        admin("POST", "/users/listener-1/player", {"devices": "active", "premium": True, "reply": reply})
        api.start_playback()


def what_development_mode_refuses():
    for call, arguments in (
            (api.artists, [[busiest["id"]]]), (api.albums, [["0" * 22]]), (api.tracks, [["0" * 22]]),
            (api.artist_top_tracks, [busiest["id"]]), (api.new_releases, []), (api.available_markets, []),
            (api.user, ["listener-2"]), (api.artist_related_artists, [busiest["id"]]),
            (api.current_user_saved_albums, [])):
        error = raises(spotipy.SpotifyException, call, *arguments)
        assert error.http_status == 403 and "Forbidden" in error.msg, (call, error)
    error = raises(spotipy.SpotifyException, api.artist_albums, busiest["id"], limit=20)
    assert error.http_status == 400 and "Invalid limit" in error.msg, error


def errors():
    for call, argument, status, message in (
            (api.artist, "0" * 22, 404, "Resource not found"), (api.album, "0" * 22, 404, "Resource not found"),
            (api.track, "1" * 22, 404, "Resource not found")):
        error = raises(spotipy.SpotifyException, call, argument)
        assert error.http_status == status and message in error.msg, error
    narrow = sign_in(scope="user-read-private")
    error = raises(spotipy.SpotifyException, narrow.current_user_followed_artists)
    assert error.http_status == 403 and "Insufficient client scope" in error.msg, error


def plain_text_refusals():
    admin("POST", "/users/listener-5/allow", {"allowed": False})
    stranger = sign_in("listener-5")
    error = raises(spotipy.SpotifyException, stranger.me)
    assert error.http_status == 403 and "may not be registered" in error.msg, error
    admin("POST", "/users/listener-5/allow", {"allowed": True})
    admin("POST", "/owner", {"premium": False})
    error = raises(spotipy.SpotifyException, api.me)
    assert error.http_status == 403 and "premium subscription required" in error.msg, error
    admin("POST", "/owner", {"premium": True})


def quota():
    admin("POST", "/quota", {"family": "artist-albums", "per_day": 0, "retry_after": 86207})
    error = raises(spotipy.SpotifyException, api.artist_albums, busiest["id"], limit=10)
    assert error.http_status == 429 and error.reason == "QUOTA_EXCEEDED", error
    assert error.headers["Retry-After"] == "86207", error.headers
    assert api.me()["id"] == "listener-1"
    admin("POST", "/quota", {"family": "artist-albums", "per_day": None, "retry_after": None})


def faults():
    admin("POST", "/faults", {"path": "/v1/me*", "status": 502, "body": "<html>upstream</html>", "times": 1})
    assert raises(spotipy.SpotifyException, api.me).http_status == 502
    assert api.me()["id"] == "listener-1"


run([
    profile, followed_artists_page_by_page, follow_and_unfollow, search, albums_of_an_artist, album_and_tracks,
    playlists, player, what_development_mode_refuses, errors, plain_text_refusals, quota, faults,
])
