"""The policy's routes on the running service: seen, tried, changed, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.http import Http
from tests.service.parts import Parts
from tests.service.running import RunningService, until

REQUEST = {"model": "claude-haiku-5-5", "max_tokens": 9, "messages": []}


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    with Parts() as made:
        yield made


@pytest.fixture(scope="module")
def service(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    home = tmp_path_factory.mktemp("policy") / "home"
    with RunningService(home=home, environ=parts.environ) as running:
        until(lambda: running.state()["models"], "the models")
        yield running


def seen(service: RunningService) -> Any:
    return service.call("GET", "/ziggie/v1/policy").ok()


def file(service: RunningService) -> Path:
    return service.home / "policy.toml"


def decide(service: RunningService, headers: dict[str, str], **more: Any) -> Any:
    body = {"dialect": "anthropic", "request": None, **more}
    named = {f"X-Ziggie-{name}": value for name, value in headers.items()}
    return service.call("POST", "/ziggie/v1/decide", body, headers=tuple(named.items())).ok()


def test_rules_are_tried_before_they_are_saved_and_then_hold(service: RunningService) -> None:
    before = seen(service)
    assert before["problem"] is None
    assert before["loses"] is None
    mine = {"route": "cloud", "because": "mine", "component": "kb-*"}
    rules = [mine, *before["rules"]]
    tried = decide(service, {"Component": "kb-1"}, rules=rules)
    assert (tried["route"], tried["reason"], tried["rule"]) == ("cloud", "mine", 0)
    assert decide(service, {"Component": "kb-1"})["route"] == "local"
    wish = {"mark": before["mark"], "rules": rules}
    after = service.call("POST", "/ziggie/v1/policy", wish).ok()
    assert after["mark"] != before["mark"]
    assert decide(service, {"Component": "kb-1"})["reason"] == "mine"
    assert "# How sure you are" in file(service).read_text(encoding="utf-8")
    old = service.call("POST", "/ziggie/v1/policy", wish)
    assert (old.status, old.json()["error"]["code"]) == (409, "policy_changed")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "version = 1\n[[rules]\n"}, "line 2"),
        ({"text": 'version = 1\n[[rules]]\nroute = "up"\nbecause = "x"'}, "rule 1, route"),
        ({"rules": [{"route": "cloud", "fallback": "cloud", "because": "x"}]}, "rule 1"),
        ({"rules": []}, "without any rule"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_is_written(
    service: RunningService, change: dict[str, Any], words: str
) -> None:
    before = file(service).read_bytes()
    answer = service.call("POST", "/ziggie/v1/policy", {"mark": seen(service)["mark"], **change})
    assert answer.status == 400
    assert words in answer.json()["error"]["title"]
    assert file(service).read_bytes() == before


def test_rules_are_never_written_over_a_broken_file_but_it_can_be_mended(
    service: RunningService,
) -> None:
    good = file(service).read_text(encoding="utf-8")
    broken = good + "\nnonsense"
    file(service).write_text(broken, encoding="utf-8")
    found = until(lambda: (now := seen(service))["problem"] and now, "the mistake is seen")
    assert found["text"] == broken
    wish = {"mark": found["mark"], "rules": found["rules"]}
    answer = service.call("POST", "/ziggie/v1/policy", wish)
    assert (answer.status, answer.json()["error"]["code"]) == (409, "policy_broken")
    assert file(service).read_text(encoding="utf-8") == broken
    mended = service.call("POST", "/ziggie/v1/policy", {"mark": found["mark"], "text": good}).ok()
    assert mended["problem"] is None


def test_what_stands_in_the_way_is_shown(service: RunningService, parts: Parts) -> None:
    found = seen(service)
    text = found["text"] + '\n[[budgets]]\nper = "day"\nusd = 2.5\ncomponent = "kb-*"\n'
    service.call("POST", "/ziggie/v1/policy", {"mark": found["mark"], "text": text}).ok()
    standing = service.call("GET", "/ziggie/v1/routing").ok()
    assert standing["circuits"] == []
    (budget,) = standing["budgets"]
    assert (budget["cap_pico"], budget["spent_pico"], budget["component"]) == (
        2_500_000_000_000,
        0,
        "kb-*",
    )


def test_components_do_not_see_the_policy(service: RunningService) -> None:
    nosy = Http(service.url, token=service.component("nosy"))
    for path in ("policy", "routing"):
        assert nosy.call("GET", f"/ziggie/v1/{path}").status == 403
