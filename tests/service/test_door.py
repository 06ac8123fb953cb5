"""Who may call: Host, Origin and token, on every route that the running service names."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.service.conftest import MakeService
from tests.service.http import Http
from tests.service.running import RunningService, until
from tests.service.surface import HEALTH, UNKNOWN, document, has_own_shape, routes

QUESTION = {"model": "claude-haiku-5-5", "messages": [{"role": "user", "content": "Hi."}]}
MESSAGE = {**QUESTION, "max_tokens": 20}

REFUSED_PLACES = [
    ("another name", {"host": "evil.example:{port}"}),
    ("a name that is rebound to us", {"host": "127.0.0.1.evil.example:{port}"}),
    ("another port", {"host": "127.0.0.1:1"}),
    ("no port", {"host": "127.0.0.1"}),
    ("a user in it", {"host": "me@127.0.0.1:{port}"}),
    ("the wildcard address", {"host": "0.0.0.0:{port}"}),
    ("an empty host", {"host": ""}),
    ("two hosts", {"headers": [("Host", "evil.example")]}),
    ("a web page", {"headers": [("Origin", "https://evil.example")]}),
    ("a sandboxed page", {"headers": [("Origin", "null")]}),
    ("another local page", {"headers": [("Origin", "http://127.0.0.1:3000")]}),
    ("our own origin, unless allowed", {"headers": [("Origin", "http://127.0.0.1:{port}")]}),
    ("an extension", {"headers": [("Origin", "chrome-extension://abcdef")]}),
    ("two origins", {"headers": [("Origin", "https://a.example"), ("Origin", "https://b.example")]}),
    ("cross-site", {"headers": [("Sec-Fetch-Site", "cross-site")]}),
    ("same-site", {"headers": [("Sec-Fetch-Site", "same-site")]}),
    ("a foreign page's link", {"headers": [("Referer", "https://evil.example/x")]}),
    ("a broken referer", {"headers": [("Referer", "http://[evil")]}),
]  # fmt: skip


@pytest.mark.parametrize(
    "place", [place for _, place in REFUSED_PLACES], ids=[name for name, _ in REFUSED_PLACES]
)
def test_wrong_places_are_refused_on_every_route_before_anything_else(
    service: RunningService, place: dict[str, object]
) -> None:
    """With the owner's token, and on the open route too."""
    known = routes(service)
    assert len(known) > 30
    filled = json.loads(json.dumps(place).replace("{port}", str(service.port)))
    headers = [tuple(pair) for pair in filled.pop("headers", [])]
    wrong = []
    for method, path in [*known, *UNKNOWN]:
        answer = service.call(method, path, headers=headers, **filled)
        if answer.status != 403 or not has_own_shape(path, {}, answer.json(), 403):
            wrong.append((method, path, answer.status, answer.body[:200]))
    assert wrong == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_our_own_names_are_let_in(service: RunningService, name: str) -> None:
    answer = service.call("GET", "/ziggie/v1/health", host=f"{name}:{service.port}")
    assert answer.status == 200


@pytest.mark.parametrize(
    "header", [("Sec-Fetch-Site", "none"), ("Sec-Fetch-Site", "same-origin"), ("User-Agent", "x")]
)
def test_harmless_headers_are_let_in(service: RunningService, header: tuple[str, str]) -> None:
    assert service.call("GET", "/ziggie/v1/mode", headers=[header]).status == 200


WRONG_TOKENS: list[tuple[str, list[tuple[str, str]]]] = [
    ("none", []),
    ("empty", [("Authorization", "Bearer ")]),
    ("wrong", [("Authorization", "Bearer zgd_wrong")]),
    ("wrong key", [("X-Api-Key", "zgd_wrong")]),
    ("not a bearer", [("Authorization", "Basic {token}")]),
    ("the key counts", [("Authorization", "Bearer {token}"), ("X-Api-Key", "wrong")]),
    ("two keys", [("X-Api-Key", "{token}"), ("X-Api-Key", "{token}")]),
    ("two bearers", [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")]),
    ("a cookie", [("Cookie", "token={token}")]),
    ("more than it", [("Authorization", "Bearer {token} more")]),
    ("not ASCII", [("X-Api-Key", "schlüssel")]),
]


@pytest.mark.parametrize(
    "sent", [sent for _, sent in WRONG_TOKENS], ids=[name for name, _ in WRONG_TOKENS]
)
def test_no_route_but_health_answers_without_a_token(
    service: RunningService, sent: list[tuple[str, str]]
) -> None:
    headers = [(name, value.format(token=service.token)) for name, value in sent]
    nobody = Http(service.url, token=None)
    wrong = []
    for method, path in [*routes(service), *UNKNOWN]:
        answer = nobody.call(method, path, headers=headers)
        if (method, path) == HEALTH:
            assert answer.ok()["status"] == "ok"
        elif answer.status != 401 or not has_own_shape(path, {}, answer.json(), 401):
            wrong.append((method, path, answer.status, answer.body[:200]))
    assert wrong == []


def test_a_token_in_the_url_is_none(service: RunningService) -> None:
    nobody = Http(service.url, token=None)
    for name in ("token", "key", "api_key", "access_token"):
        assert nobody.call("GET", f"/ziggie/v1/state?{name}={service.token}").status == 401


def test_both_headers_with_the_same_right_token(service: RunningService) -> None:
    right = [("X-Api-Key", service.token)]
    assert Http(service.url, token="wrong").call("GET", "/ziggie/v1/mode", headers=right).ok()


def test_a_component_asks_and_changes_nothing(service: RunningService) -> None:
    """Every POST of our own but the three questions, and reports of what the component used
    and whether it was good, is the owner's; so says /openapi.json too."""
    component = Http(service.url, token=service.component("reader"))
    before = service.call("GET", "/ziggie/v1/settings").ok()
    told = ("decide", "feedback", "query", "usage", "whatif")
    questions = {f"/ziggie/v1/{name}" for name in told}
    own = [path for method, path in routes(service) if method == "POST" and "/ziggie/" in path]
    assert len(own) >= 9
    for path in own:
        answer = component.call("POST", path, {})
        assert (answer.status == 403) is (path not in questions), (path, answer.status)
        if path not in questions:
            assert answer.json()["error"]["code"] == "owner_only"
    for path in ("/ziggie/v1/tokens", "/ziggie/v1/logs"):
        assert component.call("GET", path).status == 403
    assert component.call("GET", "/ziggie/v1/state").status == 200
    assert component.call("POST", "/v1/messages", MESSAGE).status == 200
    assert service.call("GET", "/ziggie/v1/settings").ok() == before


def test_a_revoked_token_is_refused_at_once_and_others_stay(service: RunningService) -> None:
    gone, stays = service.component("gone"), service.component("stays")
    assert Http(service.url, token=gone).call("POST", "/v1/messages", MESSAGE).status == 200
    service.call("POST", "/ziggie/v1/tokens", {"action": "revoke", "name": "gone"}).ok()
    assert Http(service.url, token=gone).call("POST", "/v1/messages", MESSAGE).status == 401
    assert Http(service.url, token=stays).call("POST", "/v1/messages", MESSAGE).status == 200
    listed = service.call("GET", "/ziggie/v1/tokens").ok()["tokens"]
    names = [token["name"] for token in listed]
    assert "stays" in names
    assert "gone" not in names
    assert "zgd_" not in json.dumps(listed)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "owner"}, 400),
        ({"name": "Anonymous"}, 400),
        ({"name": ""}, 400),
        ({"name": "../x"}, 400),
        ({"name": "a" * 65}, 400),
        ({"name": "twice"}, 409),
        ({"action": "revoke", "name": "never-made"}, 404),
        ({"action": "burn", "name": "x"}, 400),
        ({}, 400),
    ],
)
def test_wrong_wishes_about_tokens(
    service: RunningService, body: dict[str, str], status: int
) -> None:
    if body.get("name") == "twice":
        service.call("POST", "/ziggie/v1/tokens", body)
    answer = service.call("POST", "/ziggie/v1/tokens", body)
    assert answer.status == status
    assert has_own_shape("/ziggie/v1/tokens", {}, answer.json(), status)


def test_the_token_names_the_component_in_the_ledger(service: RunningService) -> None:
    analyzer = Http(service.url, token=service.component("kb-analyzer"))
    own = analyzer.call("POST", "/v1/messages", MESSAGE)
    named = [("X-Ziggie-Component", "somebody-else")]
    assert analyzer.call("POST", "/v1/messages", MESSAGE, headers=named).status == 403
    owners = service.call("POST", "/v1/messages", MESSAGE, headers=named)

    def booked() -> dict[str, str]:
        rows = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
        return {row["id"]: row["component"] for row in rows}

    until(lambda: owners.headers["x-ziggie-request-id"] in booked(), "the rows are booked")
    assert booked()[own.headers["x-ziggie-request-id"]] == "kb-analyzer"
    assert booked()[owners.headers["x-ziggie-request-id"]] == "somebody-else"


def test_without_a_token_local_models_only_where_the_owner_allows_it(
    make_service: MakeService,
) -> None:
    service = make_service()
    nobody = Http(service.url, token=None)
    assert nobody.call("POST", "/v1/messages", MESSAGE).status == 401
    changes = {"access": {"local_without_token": True}}
    service.call("POST", "/ziggie/v1/settings", changes).ok()
    answer = nobody.call("POST", "/v1/messages", MESSAGE)
    assert answer.status == 200
    assert answer.headers["x-ziggie-route"] == "local"
    cloud = [("X-Ziggie-Use-Local", "never")]
    assert nobody.call("POST", "/v1/messages", MESSAGE, headers=cloud).status == 403
    level = [("X-Ziggie-Agent-Level", "L1")]
    asked = nobody.call("POST", "/v1/messages", MESSAGE, headers=level)
    assert asked.headers.get("x-ziggie-route") != "cloud"
    for path in ("/ziggie/v1/state", "/metrics", "/openapi.json", "/ziggie/v1/tokens"):
        assert nobody.call("GET", path).status == 401


def test_an_allowed_origin_is_let_in_with_its_token(make_service: MakeService) -> None:
    service = make_service()
    page = "https://tools.example"
    changes = {"access": {"allowed_origins": [page]}}
    service.call("POST", "/ziggie/v1/settings", changes).ok()
    origin = [("Origin", page)]
    answer = service.call("GET", "/ziggie/v1/mode", headers=origin)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == page
    said = service.call("POST", "/v1/messages", MESSAGE, headers=origin)  # whatever it says
    assert said.headers["access-control-allow-origin"] == page
    nobody = Http(service.url, token=None)
    asks = [*origin, ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "x-ziggie-task,x-stainless-os")]  # fmt: skip
    preflight = nobody.call("OPTIONS", "/v1/messages", headers=asks)
    assert preflight.status == 204
    allowed = preflight.headers["access-control-allow-headers"]
    assert {"x-ziggie-task", "x-stainless-os"} <= {name.strip() for name in allowed.split(",")}
    assert nobody.call("GET", "/ziggie/v1/mode", headers=origin).status == 401
    other = [("Origin", "https://tools.example.evil")]
    assert service.call("GET", "/ziggie/v1/mode", headers=other).status == 403


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_files_are_the_owners_alone_whatever_the_umask(
    make_service: MakeService, tmp_path: Path
) -> None:
    before = os.umask(0)
    try:
        service = make_service(home=tmp_path / "open" / "home")
        service.component("someone")
        service.call("POST", "/ziggie/v1/mode", {"mode": "auto"}).ok()
        service.call("POST", "/v1/messages", MESSAGE).ok()
        service.call("GET", "/ziggie/v1/requests").ok()
        found = {path: stat.S_IMODE(path.lstat().st_mode) for path in service.home.rglob("*")}
        found[service.home] = stat.S_IMODE(service.home.lstat().st_mode)
    finally:
        os.umask(before)
    names = {path.name for path in found}
    assert {"ledger.sqlite3", "settings.toml", "policy.toml", "tokens.json", "owner.token"} <= names
    loose = {
        str(path): oct(mode) for path, mode in found.items()
        if mode != (0o700 if path.is_dir() else 0o600)
    }  # fmt: skip
    assert loose == {}


def test_the_document_names_what_needs_no_token(service: RunningService) -> None:
    paths = document(service)["paths"]
    open_ones = [
        (method.upper(), path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if operation.get("security") == []
    ]
    assert open_ones == [HEALTH]
