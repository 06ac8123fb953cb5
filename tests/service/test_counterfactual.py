"""What a local answer would have cost, on a running service: at the policy's model, with what the
cloud would have cached, and with the policy of then in the row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.service.parts import EMBEDDER, MODEL
from tests.service.running import RunningService, until
from ziggie_desktop.cloud.prices import price
from ziggie_desktop.contract.records import Usage

LONG = "word " * 1_600  # the stand-in counts words


def ask(service: RunningService, text: str, *, marked: bool) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": text}
    if marked:
        block["cache_control"] = {"type": "ephemeral"}
    body = {"model": MODEL, "max_tokens": 20, "system": [block],
            "messages": [{"role": "user", "content": "Go on."}]}  # fmt: skip
    headers = [("anthropic-version", "2023-06-01"), ("X-Ziggie-Use-Local", "always")]
    answer = service.call("POST", "/v1/messages", body, headers=headers)
    assert answer.status == 200, answer.body
    wanted = answer.headers["x-ziggie-request-id"]

    def booked() -> dict[str, Any] | None:
        rows = service.call("GET", "/ziggie/v1/requests").ok()["requests"]
        return next((row for row in rows if row["id"] == wanted), None)

    found: dict[str, Any] = until(booked, "the row is booked")
    return found


def cost(row: dict[str, Any]) -> int | None:
    usage = Usage(**row["counterfactual_usage"])
    return price(row["counterfactual_model"], usage, datetime.now(UTC)).cost_pico


def test_a_marked_prompt_that_is_sent_again_saves_only_what_the_cloud_would_have_read(
    service: RunningService,
) -> None:
    first, second = (ask(service, LONG, marked=True) for _ in range(2))
    plain = ask(service, LONG + "!", marked=False)
    for row in (first, second, plain):
        assert row["counterfactual_cost_pico"] == cost(row)
        assert row["policy"].startswith("sha256:")
    usage = second["counterfactual_usage"]
    assert usage["input_tokens"] == second["gen_ai_usage_input_tokens"] > 1_500
    assert usage["cache_read_input_tokens"] > 1_500
    assert second["counterfactual_cost_pico"] < plain["counterfactual_cost_pico"]
    assert first["counterfactual_cost_pico"] > plain["counterfactual_cost_pico"]
    assert plain["counterfactual_usage"]["cache_read_input_tokens"] is None


def test_embeddings_save_nothing_for_claude_makes_none(service: RunningService) -> None:
    body = {"model": EMBEDDER, "input": ["one", "two"]}
    answer = service.call("POST", "/v1/embeddings", body)
    answer.ok()
    wanted = answer.headers["x-ziggie-request-id"]
    row = service.call("GET", f"/ziggie/v1/requests/{wanted}").ok()
    assert row["counterfactual_cost_pico"] == 0, "known, so that the month's saving is known too"
    assert row["counterfactual_model"] is None
    assert "no embeddings" in row["price_source"]
