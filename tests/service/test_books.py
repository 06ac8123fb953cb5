"""The books' own routes on a running service."""

from __future__ import annotations

from tests.ledger.test_invoice import USAGE, usage_line
from tests.service.http import Http
from tests.service.running import RunningService


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
