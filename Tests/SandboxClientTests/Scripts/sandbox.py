"""The sandbox as the scripts beside this one see it: its addresses, its admin side, a person at its consent page."""

import json
import os
import traceback
import warnings
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

# What will change in the clients one day is not what is tested.
warnings.simplefilter("ignore", DeprecationWarning)

URL = os.environ["SANDBOX_URL"]
ADMIN_URL = os.environ["SANDBOX_ADMIN_URL"]
CLIENT_ID = "client"
CLIENT_SECRET = "client-secret"
REDIRECT_URI = "http://127.0.0.1:8899/callback"
SCOPES = (
    "user-follow-read user-follow-modify user-read-private user-read-email playlist-read-private "
    "playlist-modify-private playlist-modify-public user-read-playback-state user-modify-playback-state "
    "user-library-read user-library-modify"
)


def admin(method, path, body=None):
    """Calls the admin side and returns what it answers."""
    answer = requests.request(method, ADMIN_URL + path, json=body, timeout=20)
    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.json()


# Two hundred calls in a few seconds are what a test is; the quota is tried where it is the subject.
admin("POST", "/quota", {"family": "*", "per_day": None, "per_30s": None})


class _Form(HTMLParser):
    """The hidden fields and the action of the one form of a page."""

    def __init__(self):
        super().__init__()
        self.action, self.fields = None, {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.action = attributes["action"]
        elif tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes.get("value", "")


def consent(authorize_url, user="listener-1", action="agree"):
    """Opens the page as a browser does, presses a button of it, and returns where that leads."""
    page = requests.get(authorize_url, timeout=20)
    assert page.status_code == 200, page.text
    form = _Form()
    form.feed(page.text)
    answer = requests.post(
        urljoin(page.url, form.action), data={**form.fields, "user": user, "action": action},
        allow_redirects=False, timeout=20)
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"]


def parameters(url):
    """The parameters of a redirection, each of which stands once."""
    pairs = parse_qs(urlsplit(url).query, keep_blank_values=True)
    assert all(len(values) == 1 for values in pairs.values()), url
    return {name: values[0] for name, values in pairs.items()}


def raises(kind, function, *arguments, **options):
    """The error of that kind that a call must end with."""
    try:
        result = function(*arguments, **options)
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}, but {json.dumps(result, default=str)[:300]}")


def run(checks):
    """Runs the checks in order and says how each went; the program fails if one did."""
    failed = 0
    for check in checks:
        name = check.__name__.replace("_", " ")
        try:
            check()
            print(f"ok: {name}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED: {name}\n{traceback.format_exc()}", flush=True)
    raise SystemExit(1 if failed or not checks else 0)
