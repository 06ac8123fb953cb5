"""Tests that today's and this month's uptime come from the probes in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.service.running import RunningService
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service.totals import RunningTotals

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


async def test_uptime_is_the_share_of_good_probes(tmp_path: Path) -> None:
    ledger = await Ledger.open(tmp_path / "ledger.sqlite3")
    try:
        totals = RunningTotals(
            ledger=ledger,
            totals=ledger.totals,
            zone=lambda: "UTC",
            changed=lambda document: None,
            now=lambda: NOW,
        )
        await totals.refresh()
        assert (totals.uptime_today, totals.uptime_month) == (None, None)
        for minute in range(8):
            ledger.record_probe(NOW - timedelta(minutes=minute), ok=minute >= 2, reason="hung")
        for minute in range(8):
            ledger.record_probe(NOW - timedelta(days=3, minutes=minute), ok=True)
        ledger.record_probe(NOW - timedelta(days=40), ok=False, reason="last month")
        await totals.refresh()
        assert (totals.uptime_today, totals.uptime_month) == (0.75, 0.875)
    finally:
        await ledger.close()


def test_the_gpu_history_is_there_without_a_gpu(service: RunningService) -> None:
    found = service.call("GET", "/ziggie/v1/gpu/history?from=2026-11-01&to=2026-11-02").ok()
    assert (found["step_s"], found["quality"], found["cards"]) == (3600, "instant", [])
    wrong = ("step=0", "step=x", "from=2026-11-02&to=2026-10-01", "from=2025-01-01&step=60&to=x")
    for query in wrong:
        assert service.call("GET", f"/ziggie/v1/gpu/history?{query}").status == 400


def test_the_timeline_of_a_day_is_there_before_its_first_request(service: RunningService) -> None:
    found = service.call("GET", "/ziggie/v1/timeline?from=2026-11-01&to=2026-11-02").ok()
    assert (found["step_s"], found["bars"]) == (1800, [])
    for query in ("step=0", "step=x", "from=2026-11-02&to=2026-10-01", "from=2025-01-01&step=60"):
        assert service.call("GET", f"/ziggie/v1/timeline?{query}").status == 400
