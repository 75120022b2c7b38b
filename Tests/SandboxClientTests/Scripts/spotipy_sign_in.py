"""spotipy's three ways to a token, with nothing changed but the addresses."""

import spotipy
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyClientCredentials, SpotifyOAuth, SpotifyOauthError, SpotifyPKCE

from sandbox import (CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, SCOPES, URL, admin, consent, parameters,
                     raises, run)

for manager in (SpotifyOAuth, SpotifyPKCE):
    manager.OAUTH_AUTHORIZE_URL = URL + "/authorize"
for manager in (SpotifyOAuth, SpotifyPKCE, SpotifyClientCredentials):
    manager.OAUTH_TOKEN_URL = URL + "/api/token"


def code_flow(**options):
    return SpotifyOAuth(
        CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, scope=SCOPES, open_browser=False,
        cache_handler=MemoryCacheHandler(), **options)


def pkce_flow():
    return SpotifyPKCE(CLIENT_ID, REDIRECT_URI, scope=SCOPES, open_browser=False, cache_handler=MemoryCacheHandler())


def me(manager):
    api = spotipy.Spotify(auth_manager=manager, retries=0, status_retries=0)
    api.prefix = URL + "/v1/"
    return api.me()


def authorization_code():
    manager = code_flow(state="a state & more=1")
    back = consent(manager.get_authorize_url())
    assert parameters(back)["state"] == "a state & more=1", back
    token = manager.get_access_token(manager.parse_response_code(back), as_dict=True, check_cache=False)
    assert token["token_type"] == "Bearer" and token["expires_in"] == 3600, token
    assert set(token["scope"].split()) == set(SCOPES.split()), token
    assert me(manager)["id"] == "listener-1"


def show_dialog_asks_again():
    manager = code_flow(show_dialog=True)
    for user in ("listener-2", "listener-3"):
        manager.get_access_token(
            manager.parse_response_code(consent(manager.get_authorize_url(), user)), as_dict=True, check_cache=False)
        assert me(manager)["id"] == user


def refusal_at_the_consent_page():
    manager = code_flow()
    back = consent(manager.get_authorize_url(), action="cancel")
    error = raises(SpotifyOauthError, manager.parse_auth_response_url, back)
    assert error.error == "access_denied", error


def pkce():
    manager = pkce_flow()
    back = consent(manager.get_authorize_url(), "listener-2")
    manager.get_access_token(manager.parse_response_code(back), check_cache=False)
    assert me(manager)["id"] == "listener-2"


def pkce_with_another_verifier():
    manager = pkce_flow()
    code = manager.parse_response_code(consent(manager.get_authorize_url()))
    manager.code_verifier = "x" * 64
    error = raises(SpotifyOauthError, manager.get_access_token, code, check_cache=False)
    assert (error.error, error.error_description) == ("invalid_grant", "code_verifier was incorrect"), error


def client_credentials():
    manager = SpotifyClientCredentials(CLIENT_ID, CLIENT_SECRET, cache_handler=MemoryCacheHandler())
    assert manager.get_access_token(as_dict=False).startswith("BQ")
    api = spotipy.Spotify(auth_manager=manager, retries=0, status_retries=0)
    api.prefix = URL + "/v1/"
    artist = admin("GET", "/artists")[0]
    assert api.artist(artist["id"])["name"] == artist["name"]
    assert raises(spotipy.SpotifyException, api.me).http_status in (401, 403, 404)


def client_credentials_with_a_wrong_secret():
    manager = SpotifyClientCredentials(CLIENT_ID, "wrong", cache_handler=MemoryCacheHandler())
    error = raises(SpotifyOauthError, manager.get_access_token, as_dict=False)
    assert (error.error, error.error_description) == ("invalid_client", "Invalid client"), error


def a_code_is_good_once():
    manager = code_flow()
    code = manager.parse_response_code(consent(manager.get_authorize_url()))
    manager.get_access_token(code, as_dict=True, check_cache=False)
    error = raises(SpotifyOauthError, manager.get_access_token, code, as_dict=True, check_cache=False)
    assert (error.error, error.error_description) == ("invalid_grant", "Invalid authorization code"), error


def refresh_keeps_the_token():
    for manager in (code_flow(), pkce_flow()):
        manager.get_access_token(
            manager.parse_response_code(consent(manager.get_authorize_url())), check_cache=False)
        before = dict(manager.cache_handler.get_cached_token())
        after = manager.refresh_access_token(before["refresh_token"])
        assert after["access_token"] != before["access_token"]
        assert after["refresh_token"] == before["refresh_token"]
        assert me(manager)["id"] == "listener-1"


def refresh_that_rotates():
    admin("POST", "/tokens/policy", {"rotation": "always"})
    try:
        manager = pkce_flow()
        manager.get_access_token(
            manager.parse_response_code(consent(manager.get_authorize_url())), check_cache=False)
        old = manager.cache_handler.get_cached_token()["refresh_token"]
        assert manager.refresh_access_token(old)["refresh_token"] != old
        error = raises(SpotifyOauthError, manager.refresh_access_token, old)
        assert (error.error, error.error_description) == ("invalid_grant", "Refresh token revoked"), error
    finally:
        admin("POST", "/tokens/policy", {"rotation": "none"})


def an_expired_token_is_refreshed():
    manager = code_flow()
    manager.get_access_token(
        manager.parse_response_code(consent(manager.get_authorize_url())), as_dict=True, check_cache=False)
    token = manager.cache_handler.get_cached_token()
    old, token["expires_at"] = token["access_token"], 0
    manager.cache_handler.save_token_to_cache(token)
    assert me(manager)["id"] == "listener-1"
    assert manager.cache_handler.get_cached_token()["access_token"] != old


def a_revoked_grant():
    manager = code_flow()
    manager.get_access_token(
        manager.parse_response_code(consent(manager.get_authorize_url(), "listener-4")), as_dict=True,
        check_cache=False)
    admin("POST", "/users/listener-4/revoke")
    token = manager.cache_handler.get_cached_token()["refresh_token"]
    error = raises(SpotifyOauthError, manager.refresh_access_token, token)
    assert (error.error, error.error_description) == ("invalid_grant", "Refresh token revoked"), error
    assert raises(spotipy.SpotifyException, me, manager).http_status == 401


run([
    authorization_code, show_dialog_asks_again, refusal_at_the_consent_page, pkce, pkce_with_another_verifier,
    client_credentials, client_credentials_with_a_wrong_secret, a_code_is_good_once, refresh_keeps_the_token,
    refresh_that_rotates, an_expired_token_is_refreshed, a_revoked_grant,
])
