"""What lies in the home: settings and policy that break and are mended, and what is never there."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.parts.ollama_shapes import OllamaFault
from tests.service.conftest import MakeService, await_local
from tests.service.http import Answer
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

BODY = {
    "model": "claude-haiku-5-5",
    "max_tokens": 50,
    "messages": [{"role": "user", "content": "Hi."}],
}
KEY = "sk-ant-canary-key-5ecre7"
PROMPT, SPOKEN = "canary-prompt-4711", "canary-answer-0815"

BROKEN = [
    "this is not toml",
    'mode = "sometimes"',
    "nonsense = 1",
    "[access]\nlocal_without_token = 5",
    'timezone = "Nowhere/City"',
    "[engine]\nnum_ctx = -1",
    '[engine]\nkeep_alive = "soon"',
    '[engine.options_by_model."m:1"]\nnum_ctx = 5',
    "[hardware]\nprice_usd = nan",
    '[tariff]\ncurrency = "EUR"',
]


def codes(service: RunningService) -> set[str]:
    return {problem["code"] for problem in service.state()["problems"]}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_settings_at_the_start_are_shown_and_left_alone(
    make_service: MakeService, tmp_path: Path, text: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(text, encoding="utf-8")
    service = make_service(home=home)
    assert "settings_invalid" in codes(service)
    refused = service.call("POST", "/ziggie/v1/settings", {"hardware": {"price_usd": 5}})
    assert refused.status == 409
    assert "settings.toml" in refused.json()["error"]["remedy"]
    service.call("POST", "/ziggie/v1/mode", {"mode": "cloud"}).ok()
    assert service.call("POST", "/v1/messages", BODY).headers["x-ziggie-route"] == "cloud"
    service.expected.append("the mode is not remembered")
    assert (home / "settings.toml").read_text(encoding="utf-8") == text


def test_settings_broken_and_mended_while_it_runs(
    make_service: MakeService, tmp_path: Path
) -> None:
    service = make_service()
    file = service.home / "settings.toml"
    service.call("POST", "/ziggie/v1/settings", {"hardware": {"price_usd": 1600.0}}).ok()
    before = service.call("GET", "/ziggie/v1/settings").ok()
    assert before["hardware"]["price_usd"] == 1600.0
    for text in BROKEN:
        file.write_text(text, encoding="utf-8")
        refused = service.call("POST", "/ziggie/v1/settings", {"timezone": "UTC"})
        assert refused.status == 409, "what was just saved must not be written over"
        assert file.read_text(encoding="utf-8") == text
    until(lambda: "settings_invalid" in codes(service), "the problem is shown")
    assert service.call("GET", "/ziggie/v1/settings").ok() == before
    file.write_text('mode = "cloud"\n[hardware]\nprice_usd = 900.0\n', encoding="utf-8")
    until(lambda: "settings_invalid" not in codes(service), "the mended file is taken over")
    assert service.call("GET", "/ziggie/v1/settings").ok()["hardware"]["price_usd"] == 900.0
    assert service.state()["mode"] == "cloud"
    file.unlink()
    defaults = until(
        lambda: (
            (now := service.call("GET", "/ziggie/v1/settings").ok())["hardware"].get("price_usd")
            is None
            and now
        ),
        "without a file the defaults hold",
    )
    assert defaults["access"]["local_without_token"] is False


@pytest.mark.parametrize(
    "changes",
    [
        {"nonsense": 1},
        {"mode": "x"},
        {"access": {"allowed_origins": "all"}},
        {"timezone": "No/Where"},
        {"tariff": {"currency": "EUR"}},
        {"engine": {"num_ctx": "many"}},
    ],
)
def test_wrong_settings_are_refused_whole(service: RunningService, changes: Any) -> None:
    before = service.call("GET", "/ziggie/v1/settings").ok()
    answer = service.call("POST", "/ziggie/v1/settings", changes)
    assert answer.status == 400
    assert answer.json()["error"]["code"] == "settings_invalid"
    assert service.call("GET", "/ziggie/v1/settings").ok() == before


def test_a_broken_policy_leaves_the_old_one_and_a_mended_one_counts_at_once(
    make_service: MakeService,
) -> None:
    service = make_service()
    file = service.home / "policy.toml"
    seed = file.read_text(encoding="utf-8")
    critical = [("X-Ziggie-Priority", "critical")]

    def route() -> Any:
        return service.call("POST", "/ziggie/v1/decide", {}, headers=critical).ok()["route"]

    assert route() == "cloud"
    for broken in ("not toml at all", "version = 99", seed.replace('"cloud"', '"moon"')):
        file.write_text(broken, encoding="utf-8")
        until(lambda: codes(service) & {"policy_invalid", "policy_unreadable"}, "it is shown")
        assert route() == "cloud"
        assert file.read_text(encoding="utf-8") == broken
        file.write_text(seed, encoding="utf-8")
        until(lambda: not codes(service) & {"policy_invalid"}, "the mended one is in force")
    turned = seed.replace('priority = "critical"\nroute = "cloud"\nfallback = "local"',
                          'priority = "critical"\nroute = "local"\nfallback = "cloud"')  # fmt: skip
    assert turned != seed
    file.write_text(turned, encoding="utf-8")
    until(lambda: route() == "local", "the changed rule counts")


def test_no_prompt_answer_or_key_is_ever_written(make_service: MakeService, parts: Parts) -> None:
    """Through all dialects, both sides, whole and streamed, in success and in failure."""
    parts.ollama.canonical = parts.cloud.canonical = f"Said: {SPOKEN} and more words than one."
    key, parts.cloud.key = parts.cloud.key, KEY
    try:
        service = make_service(environ={"ANTHROPIC_API_KEY": KEY})
        await_local(service)
        answers = list(_many_ways(service, parts))
    finally:
        parts.cloud.key = key
    assert sum(SPOKEN.encode() in answer.body for answer in answers) > 20
    token, url = service.token, service.url
    service.call("GET", f"/ziggie/v1/state?token={token}")
    service.stop()
    assert url
    secrets = {PROMPT, SPOKEN, KEY, token}
    for path in [*service.home.rglob("*"), service.home.parent / "home.stderr"]:
        if path.is_file() and path.name != "owner.token":
            content = path.read_bytes()
            found = [word for word in secrets if word.encode() in content]
            assert found == [], f"{path.name} holds {found}"


def _many_ways(service: RunningService, parts: Parts) -> Any:
    said = [{"role": "user", "content": f"Remember {PROMPT}."}]
    bodies: dict[str, Any] = {
        "/v1/messages": {"max_tokens": 60, "messages": said, "system": PROMPT},
        "/v1/chat/completions": {"messages": said, "user": PROMPT},
        "/v1/responses": {"input": PROMPT, "instructions": PROMPT},
        "/v1/completions": {"prompt": PROMPT},
        "/api/chat": {"messages": said},
        "/api/generate": {"prompt": PROMPT, "system": PROMPT},
    }
    for wish in ("always", "never"):
        for stream in (False, True):
            for path, body in bodies.items():
                yield _call(service, path, {**body, "stream": stream}, wish)
                broken = {**body, "messages": [{"role": PROMPT, "content": {PROMPT: SPOKEN}}]}
                yield _call(service, path, {**broken, "stream": stream, "tools": PROMPT}, wish)
    for kind in (OllamaFault.SERVER_ERROR, OllamaFault.MALFORMED, OllamaFault.CUT):
        parts.ollama.fail(kind, times=1, path="/api/chat")
        yield _call(service, "/v1/messages", {**bodies["/v1/messages"], "stream": True}, "auto")
    for trouble in (CloudFault.CONTENT_FILTER, CloudFault.MALFORMED, CloudFault.UNAUTHORIZED):
        parts.cloud.fail(trouble)
        yield _call(service, "/api/chat", bodies["/api/chat"], "never")
    yield service.call("POST", "/ziggie/v1/query", {"question": PROMPT})
    yield service.call("POST", "/v1/messages", f'{{"model": {PROMPT}'.encode())
    question = {"dialect": "anthropic", "request": {"model": "claude-x", **bodies["/v1/messages"]}}
    yield service.call("POST", "/ziggie/v1/decide", question)


def _call(service: RunningService, path: str, body: Any, wish: str) -> Answer:
    headers = [("X-Ziggie-Use-Local", wish)]
    return service.call("POST", path, {"model": "claude-haiku-5-5", **body}, headers=headers)


def test_a_killed_service_has_booked_what_it_answered(
    make_service: MakeService, parts: Parts
) -> None:
    """Twenty times: the answer was received, SIGKILL, and the row is there after the restart."""
    service = make_service()
    answered: list[str] = []
    for turn in range(20):
        wish = ("always", "never")[turn % 2]
        body = {**BODY, "stream": turn % 4 > 1}
        await_local(service)
        got = service.call("POST", "/v1/messages", body, headers=[("X-Ziggie-Use-Local", wish)])
        service.crash()
        assert got.status == 200, got.body
        answered.append(got.headers["x-ziggie-request-id"])
        if turn % 5 == 4:  # a read needs no service: the file is the truth
            service.start()
            found = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
            assert set(answered) <= {row["id"] for row in found}
        else:
            service.start()
    rows = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
    assert [row["id"] for row in rows] == answered[::-1], "each once, in order"


def test_corrupt_token_file_is_said_and_kept(make_service: MakeService, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "tokens.json").write_text("{broken", encoding="utf-8")
    with contextlib.suppress(AssertionError):
        make_service(home=home)
        pytest.fail("a service that forgets who may call must not start")
    said = (tmp_path / "home.stderr").read_text(encoding="utf-8")
    assert "tokens.json" in said
    assert "Traceback" not in said
    assert (home / "tokens.json").read_text(encoding="utf-8") == "{broken"
    assert json.dumps("x")
