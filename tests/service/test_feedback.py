"""Verdicts on answers over the running service: who may give one, and what becomes of it."""

from __future__ import annotations

from tests.service.parts import MODEL
from tests.service.running import RunningService

ASK = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "stream": False}
ROUTE = "/ziggie/v1/feedback"


def by(token: str) -> list[tuple[str, str]]:
    return [("X-Api-Key", token)]


def test_who_asked_may_judge_and_nobody_else(service: RunningService) -> None:
    kb, other = service.component("judge"), service.component("other")
    answer = service.call("POST", "/api/chat", ASK, headers=by(kb))
    request_id = answer.headers["x-ziggie-request-id"]
    said = {"request_id": request_id, "good": True, "score": 0.9}
    assert service.call("POST", ROUTE, said, headers=by(other)).status == 404
    assert service.call("POST", ROUTE, {**said, "score": 2}, headers=by(kb)).status == 400
    assert service.call("POST", ROUTE, said, headers=by(kb)).status == 202
    found = service.call("GET", f"{ROUTE}?by=component", headers=by(kb)).ok()
    assert found["rows"] == [
        {"key": "judge", "route": "local", "judged": 1, "good": 1, "mean_score": 0.9}
    ]
    assert (found["parity_percent"], found["fewest"]) == (None, 20)
    assert service.call("POST", ROUTE, {**said, "good": False}, headers=by(kb)).status == 202
    (row,) = service.call("GET", ROUTE).ok()["rows"]
    assert (row["judged"], row["good"]) == (1, 0), "the last word counts"


def test_what_cannot_be_judged_says_why(service: RunningService) -> None:
    unknown = service.call("POST", ROUTE, {"request_id": "nobody's", "good": True})
    assert unknown.status == 404
    assert "X-Ziggie-Request-Id" in unknown.json()["error"]["remedy"]
    failed = service.call("POST", "/api/chat", {**ASK, "model": "none:1b"})
    assert failed.status >= 400
    said = {"request_id": failed.headers["x-ziggie-request-id"], "good": True}
    assert service.call("POST", ROUTE, said).status == 409
    assert service.call("GET", f"{ROUTE}?by=day").status == 400
