"""Holds every successful answer of the extended profile against Spotify's own description of it.

The description is OpenAPI 3.0; `SPOTIFY_OPENAPI` names the file.
"""

import os
import re

import requests
import yaml
from openapi_schema_validator import OAS30Validator

from sandbox import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, SCOPES, URL, admin, consent, parameters, run

with open(os.environ["SPOTIFY_OPENAPI"], encoding="utf-8") as file:
    description = yaml.safe_load(file)

code = parameters(consent(
    requests.Request("GET", URL + "/authorize", params={
        "client_id": CLIENT_ID, "response_type": "code", "redirect_uri": REDIRECT_URI, "scope": SCOPES,
    }).prepare().url))["code"]
token = requests.post(
    URL + "/api/token", auth=(CLIENT_ID, CLIENT_SECRET), timeout=20,
    data={"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}).json()["access_token"]
artists = sorted(admin("GET", "/artists"), key=lambda artist: artist["albums"])
validated = set()


def allowing_null_where_words_do(node):
    """Where something can be null the file often says so in words alone."""
    if isinstance(node, list):
        return [allowing_null_where_words_do(each) for each in node]
    if not isinstance(node, dict):
        return node
    copy = {key: allowing_null_where_words_do(value) for key, value in node.items()}
    if copy.pop("discriminator", None):
        # It names no schema of the file; the content alone must say which of them it is.
        copy["anyOf"] = copy.pop("oneOf")
    words = copy.get("description")
    if isinstance(words, str) and "`null`" in words:
        return {"anyOf": [copy, {"enum": [None]}]}
    return copy


components = allowing_null_where_words_do(description["components"])
# On the last page there is no cursor: recorded answers hold null, which the description forgot.
components["schemas"]["CursorObject"]["properties"]["after"]["nullable"] = True


def resolved(node):
    while "$ref" in node:
        target = description
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def call(method, template, names=(), body=None, **query):
    """Makes a call, and holds its status and its content against what the description says of that path."""
    path = template
    for name in names:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + name + path[end + 1:]
    answer = requests.request(
        method, URL + "/v1" + path, params=query, json=body, timeout=20,
        headers={"Authorization": "Bearer " + token})
    where = f"{method} {template}"
    assert answer.ok, f"{where}: {answer.status_code} {answer.text}"
    operation = description["paths"][template][method.lower()]
    response = resolved(operation["responses"][str(answer.status_code)])
    content = response.get("content", {}).get("application/json")
    if content is None:
        assert not answer.content, f"{where}: content where the description has none"
        validated.add(where)
        return None
    schema = {"allOf": [content["schema"]], "components": components}
    errors = sorted(OAS30Validator(schema).iter_errors(answer.json()), key=lambda error: list(error.path))
    assert not errors, f"{where}: " + "\n".join(
        f"{each.json_path}: {each.message[-300:]}" for error in errors[:5] for each in [error, *error.context])
    validated.add(where)
    return answer.json()


def albums_of(artist, **query):
    return call("GET", "/artists/{id}/albums", [artist["id"]], limit=50, **query)["items"]


def people():
    call("GET", "/me")
    call("GET", "/users/{user_id}", ["listener-2"])


def following():
    ids = [artist["id"] for artist in artists[:3]]
    call("PUT", "/me/following", type="artist", ids=",".join(ids))
    call("GET", "/me/following/contains", type="artist", ids=",".join(ids))
    call("DELETE", "/me/following", type="artist", ids=",".join(ids))
    after = call("GET", "/me/following", type="artist", limit=20)["artists"]["cursors"]["after"]
    call("GET", "/me/following", type="artist", limit=20, after=after)


def library():
    uris = f"spotify:artist:{artists[-1]['id']}"
    call("PUT", "/me/library", uris=uris)
    call("GET", "/me/library/contains", uris=uris)
    call("DELETE", "/me/library", uris=uris)


def whole_catalogue():
    for artist in artists:
        call("GET", "/artists/{id}", [artist["id"]])
        albums_of(artist)
    for artist in artists[::10]:
        for album in albums_of(artist)[:8]:
            call("GET", "/albums/{id}", [album["id"]])
            tracks = call("GET", "/albums/{id}/tracks", [album["id"]], limit=2)["items"]
            call("GET", "/tracks/{id}", [tracks[0]["id"]])


def several_at_once():
    call("GET", "/artists", ids=",".join(artist["id"] for artist in artists[:50]))
    albums = [album["id"] for album in albums_of(artists[-1])[:20]]
    call("GET", "/albums", ids=",".join(albums))
    tracks = [track["id"] for track in call("GET", "/albums/{id}/tracks", [albums[0]])["items"]]
    call("GET", "/tracks", ids=",".join(tracks))
    call("GET", "/artists/{id}/top-tracks", [artists[-1]["id"]], market="US")


def browsing():
    call("GET", "/markets")
    call("GET", "/browse/new-releases", limit=50)
    call("GET", "/search", q="tag:new", type="album")
    call("GET", "/search", q=artists[-1]["name"], type="artist,album,track,playlist,show,episode,audiobook", limit=50)


def playlists():
    album = albums_of(artists[-1], include_groups="album")[0]
    uris = [track["uri"] for track in call("GET", "/albums/{id}/tracks", [album["id"]])["items"]]
    call("GET", "/me/playlists")
    mine = call("POST", "/me/playlists", body={"name": "One", "description": "words"})["id"]
    call("POST", "/users/{user_id}/playlists", ["listener-1"], body={"name": "Two", "public": False})
    for name in ("items", "tracks"):
        path = f"/playlists/{{playlist_id}}/{name}"
        call("POST", path, [mine], body={"uris": uris})
        call("GET", path, [mine])
        call("PUT", path, [mine], body={"uris": uris[:3]})
        call("DELETE", path, [mine], body={name: [{"uri": uris[0]}]})
    call("PUT", "/playlists/{playlist_id}", [mine], body={"name": "One more"})
    call("GET", "/playlists/{playlist_id}", [mine])
    call("GET", "/me/playlists")
    call("GET", "/users/{user_id}/playlists", ["listener-1"])


def player():
    album = albums_of(artists[-1], include_groups="album")[0]
    tracks = call("GET", "/albums/{id}/tracks", [album["id"]])["items"]
    for body in (None, {"uris": [tracks[1]["uri"], tracks[0]["uri"]]}, {"context_uri": album["uri"]}):
        call("PUT", "/me/player/play", body=body)
        call("GET", "/me/player")
        call("GET", "/me/player/currently-playing")
        call("GET", "/me/player/queue")
    call("POST", "/me/player/queue", uri=tracks[-1]["uri"])
    call("GET", "/me/player/queue")
    for name in ("next", "previous"):
        call("POST", f"/me/player/{name}")
    for name, query in (
            ("seek", {"position_ms": 1000}), ("volume", {"volume_percent": 30}), ("shuffle", {"state": "true"}),
            ("repeat", {"state": "track"}), ("pause", {})):
        call("PUT", f"/me/player/{name}", **query)
    devices = call("GET", "/me/player/devices")["devices"]
    call("PUT", "/me/player", body={"device_ids": [devices[1]["id"]], "play": True})
    call("GET", "/me/player")


def every_call_was_made():
    made = {re.sub("{[a-z_]+}", "{}", each) for each in validated}
    for route in admin("GET", "/routes"):
        name = f"{route['method']} {route['path']}"
        assert re.sub("{[a-z_]+}", "{}", name) in made, f"{name} was not held against the description"


run([
    people, following, library, whole_catalogue, several_at_once, browsing, playlists, player, every_call_was_made,
])
