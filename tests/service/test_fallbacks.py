"""A fallback is the same wherever it is told: as it happens, in the snapshot, in the ledger."""

from __future__ import annotations

from typing import Any

from tests.parts.ollama_shapes import OllamaFault
from tests.service.parts import Parts
from tests.service.running import RunningService, until
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault


def ask(service: RunningService, priority: str) -> None:
    body = {
        "model": "claude-haiku-4-5",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": "Say it."}],
    }
    headers = (("anthropic-version", "2023-06-01"), ("X-Ziggie-Priority", priority))
    service.call("POST", "/v1/messages", body, headers=headers).ok()


def test_the_snapshot_and_the_ledger_say_the_same(service: RunningService, parts: Parts) -> None:
    """One from each side to the other, both broken off in the middle: the cloud's was billed."""
    parts.ollama.canonical = parts.cloud.canonical = CANONICAL_TEXT
    parts.ollama.fail(OllamaFault.CUT, after_tokens=10, path="/api/chat")
    ask(service, "low")
    parts.cloud.fail(CloudFault.CUT, after_tokens=10, times=None)
    ask(service, "critical")

    def told() -> list[Any] | None:
        found: list[Any] = service.state()["fallbacks"]
        return found if len(found) == 2 else None

    live = until(told, "both are told")
    assert live == service.call("GET", "/ziggie/v1/fallbacks").ok()["fallbacks"]
    assert [one["from_route"] for one in live] == ["cloud", "local"]
    assert all(one["cost_pico"] > 0 and one["delay_ms"] > 0 for one in live), live
