"""The books' own routes on a running service."""

from __future__ import annotations

from tests.ledger.test_invoice import USAGE, usage_line
from tests.service.http import Http
from tests.service.parts import MODEL
from tests.service.running import RunningService

ALL_CLOUD = 'version = 1\n[[rules]]\nroute = "cloud"\nbecause = "try"\n'


def test_an_export_is_imported_once_and_compared(service: RunningService) -> None:
    text = USAGE + usage_line(day="2026-10-01")
    answers = [
        service.call("POST", "/ziggie/v1/usage/import", {"csv": text}).ok() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    (line,) = answers[0]["reconciliation"]["rows"]
    assert line["explanation"].startswith("not through Ziggie")
    later = service.call("GET", "/ziggie/v1/usage/reconciliation?from=2026-10-01").ok()
    assert later["rows"] == [line]
    assert service.call("GET", "/ziggie/v1/usage?to=2026-10-02").ok()["rows"] == []


def test_a_component_may_not_import(service: RunningService) -> None:
    token = service.component("kb-books")
    answer = Http(service.url, token=token).call("POST", "/ziggie/v1/usage/import", {"csv": "x"})
    assert answer.status == 403


def ask(service: RunningService) -> None:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "stream": False}
    service.call("POST", "/api/chat", body).ok()


def test_advice_scorecard_and_what_if_of_what_was_booked(service: RunningService) -> None:
    ask(service)
    ask(service)
    advice = service.call("GET", "/ziggie/v1/advice").ok()
    assert advice["cloud_cheaper"] == [], "nothing was metered here"
    (kept,) = advice["keep_loaded"]
    assert kept["model"] == MODEL
    assert kept["best_keep_s"] is None
    card = service.call("GET", "/ziggie/v1/scorecard").ok()["criteria"]
    figures = {one["name"]: one["figure"] for one in card}
    assert figures["local_share"] == 100
    assert figures["quality_parity"] is None
    assert figures["net_savings_a_month"] is None, "electricity has no price here"
    old = service.call("GET", "/ziggie/v1/scorecard?month=2020-02").ok()
    assert (old["since"][:10], {c["met"] for c in old["criteria"]}) == ("2020-02-01", {None})
    wish = {"cloud_model": "claude-opus-5-5", "policy": ALL_CLOUD}
    found = service.call("POST", "/ziggie/v1/whatif", wish).ok()
    was, cloud, local, asked = found["scenarios"]
    assert [one["name"] for one in (was, asked)] == ["as it was", "as you asked"]
    assert (cloud["cloud"], asked["cloud"], local["local"]) == (2, 2, 2)
    assert asked["cloud_pico"] > cloud["cloud_pico"] > 0
    assert was["unknown"] == 2, "their electricity is not known"
    rules = {"rules": [{"route": "cloud", "because": "all", "fallback": "none"}]}
    found = service.call("POST", "/ziggie/v1/whatif", rules).ok()
    assert found["scenarios"][-1]["cloud"] == 2
    assert found["kept"] == 0
    assert "memory, budgets and a lent GPU are not replayed" in " ".join(found["assumptions"])


def test_a_policy_that_cannot_be_read_is_refused(service: RunningService) -> None:
    answer = service.call("POST", "/ziggie/v1/whatif", {"policy": "version = 99"})
    assert answer.status == 400
    assert service.call("GET", "/ziggie/v1/scorecard?month=13").status == 400
