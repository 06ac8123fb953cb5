"""What the running service measured of its models, as its decisions weigh it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT

BODY = {
    "model": "claude-haiku-4-5",
    "max_tokens": 100,
    "messages": [{"role": "user", "content": "Say it."}],
}
HURRY = [("X-Ziggie-Deadline-Ms", "300")]


def decide(service: RunningService, *headers: tuple[str, str]) -> Any:
    asked = {"dialect": "anthropic", "request": BODY}
    return service.call("POST", "/ziggie/v1/decide", asked, headers=headers).ok()


def test_a_deadline_that_the_local_model_has_been_seen_to_miss(
    service: RunningService, parts: Parts
) -> None:
    parts.ollama.canonical, parts.ollama.tokens_per_s = CANONICAL_TEXT, 100.0
    assert decide(service, *HURRY)["route"] == "local", "nothing is measured yet"
    answer = service.call("POST", "/v1/messages", BODY)
    assert answer.headers["x-ziggie-route"] == "local"
    found = until(
        lambda: (said := decide(service, *HURRY))["route"] == "cloud" and said,
        "the answer's figures are weighed",
    )
    assert "would take about 0." in found["reason"]
    assert found["fallback"] == "local"
    assert decide(service)["route"] == "local", "nobody waits for it"
    answer = service.call("POST", "/v1/messages", BODY, headers=HURRY)
    assert answer.headers["x-ziggie-route"] == "cloud"
    assert "x-ziggie-fallback" not in answer.headers


@pytest.mark.parametrize(("wanted", "route"), [("0.4", "local"), ("0.9", "cloud")])
def test_the_confidence_that_a_request_asks_for(
    service: RunningService, wanted: str, route: str
) -> None:
    headers = [("X-Ziggie-Min-Confidence", wanted)]
    assert decide(service, *headers)["route"] == route
    answer = service.call("POST", "/v1/messages", BODY, headers=headers)
    assert answer.headers["x-ziggie-route"] == route
    if route == "cloud":
        assert "0.9 is asked for" in answer.headers["x-ziggie-reason"]
        headers.append(("X-Ziggie-Use-Local", "always"))
        refused = service.call("POST", "/v1/messages", BODY, headers=headers)
        assert refused.status == 409
        assert refused.headers["x-should-retry"] == "false"


def test_the_details_of_no_request(service: RunningService) -> None:
    answer = service.call("GET", "/ziggie/v1/requests/req_none")
    assert answer.status == 404
    assert answer.json()["error"]["code"] == "request_unknown"


def row_of(service: RunningService, request_id: str) -> Any:
    """None until it is booked."""
    rows = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
    return next((row for row in rows if row["id"] == request_id), None)


@pytest.mark.parametrize(("use_local", "is_free"), [("never", False), ("always", True)])
def test_an_answer_says_what_the_books_say_it_cost(
    service: RunningService, use_local: str, is_free: bool
) -> None:
    headers = [("X-Ziggie-Use-Local", use_local)]
    answer = service.call("POST", "/v1/messages", BODY, headers=headers)
    told, request_id = answer.json()["ziggie"], answer.headers["x-ziggie-request-id"]
    row = until(lambda: row_of(service, request_id), "the row is booked")
    assert told["cost_pico"] == row["list_cost_pico"]
    assert (told["cost_pico"] is None) is is_free
    assert told["energy_mj"] is None
    details = service.call("GET", told["details"]).ok()
    assert details == row_of(service, request_id)
