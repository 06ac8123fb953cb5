"""A side that fails, hangs or is away: who is asked next, and what a caller is told."""

from __future__ import annotations

import time

import pytest

from tests.gateway.speech import DIALECTS, say
from tests.gateway.stand import CLOUD, LOCAL, Stand, limits
from tests.parts.ollama_fake import OllamaFault
from tests.waits import until
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.demo.parts.cloud_faults import CloudFault
from ziggie_desktop.gateway import pipeline
from ziggie_desktop.gateway.breaker import OPEN_AFTER
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.routing.request import Side


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_when_nobody_answers_the_client_is_told_not_to_repeat(
    stand: Stand, dialect: str
) -> None:
    stand.ollama.fail(OllamaFault.BUSY, times=None)
    stand.cloud.fail(CloudFault.OVERLOADED, times=None)
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert heard.status in (503, 529)
    assert heard.error
    assert heard.headers["x-should-retry"] == "false"
    row = await stand.row()
    assert row.status is RequestStatus.FAILED
    assert row.route is None
    assert row.error_type == "overloaded"
    assert len(row.attempts) == 4, "each side once, and two retries"
    assert row.fallback_reason


@limits(total_s=8.0)
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_retry_after_of_the_last_side_is_passed_on(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = CLOUD, None
    stand.cloud.fail(CloudFault.RATE_LIMITED, times=None, retry_after_s=30)
    began = time.monotonic()
    heard = await say(stand.client, stand.url, dialect, stream=False)
    assert time.monotonic() - began < 20.0, "30 s are beyond the total limit of this stand"
    assert heard.status == 429
    assert heard.headers["retry-after"] == "30"


async def test_one_side_alone_is_tried_again(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.fail(OllamaFault.SERVER_ERROR, times=1)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.finished
    row = await stand.row()
    assert [a.route for a in row.attempts] == ["local", "local"]
    assert row.fallback_from is None


@limits(first_token_local_s=0.5)
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OllamaFault.NO_ANSWER, 504),
        (OllamaFault.MALFORMED, 502),
        (OllamaFault.NO_DONE, 502),
        (OllamaFault.RESET, 503),
    ],
)
async def test_status_of_what_went_wrong(stand: Stand, fault: OllamaFault, status: int) -> None:
    stand.way.then = None
    stand.ollama.fail(fault, times=None, after_tokens=1)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.status == status
    assert stand.local.failures >= 1 or fault is OllamaFault.MALFORMED


async def test_the_deadline_of_a_caller(stand: Stand) -> None:
    stand.way.then = None
    stand.ollama.delay_s = 15.0
    began = time.monotonic()
    heard = await say(
        stand.client, stand.url, "anthropic", stream=True, headers={"X-Ziggie-Deadline-Ms": "150"}
    )
    assert time.monotonic() - began < 10.0
    assert heard.status == 504
    assert "the caller's deadline" in heard.raw.decode()


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_an_impatient_caller_closes_no_side_to_others(stand: Stand, dialect: str) -> None:
    stand.ollama.delay_s = 0.5
    for _ in range(OPEN_AFTER):
        heard = await say(
            stand.client, stand.url, dialect, stream=False, headers={"X-Ziggie-Deadline-Ms": "50"}
        )
        assert heard.status == 504
    heard = await say(stand.client, stand.url, dialect, stream=False)
    assert heard.headers["x-ziggie-route"] == "local"


async def test_a_side_that_stays_silent_fails_whoever_ended_the_call(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "SILENT_S", 0.0)
    stand.ollama.delay_s = 0.5
    for _ in range(OPEN_AFTER):
        headers = {"X-Ziggie-Deadline-Ms": "50"}
        await say(stand.client, stand.url, "anthropic", stream=False, headers=headers)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.headers["x-ziggie-route"] == "cloud"


@limits(first_token_local_s=0.5)
async def test_a_model_that_is_loading_is_no_hung_one(stand: Stand) -> None:
    stand.ollama.delay_s = 1.0  # twice the limit of a first token
    stand.local.loading = True
    heard = await say(stand.client, stand.url, "anthropic", stream=True)
    assert heard.headers["x-ziggie-route"] == "local"
    stand.local.loading = False
    heard = await say(stand.client, stand.url, "anthropic", stream=True)
    assert heard.headers["x-ziggie-route"] == "cloud"


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_refused_connection_costs_no_time(stand: Stand, dialect: str) -> None:
    await stand.ollama.stop()
    began = time.monotonic()
    heard = await say(stand.client, stand.url, dialect, stream=True)
    assert time.monotonic() - began < 10.0, "less than any limit"
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert "could not be reached" in heard.headers["x-ziggie-fallback"]
    await stand.ollama.start()


async def test_an_open_breaker_costs_no_call(stand: Stand) -> None:
    for _ in range(5):
        stand.breakers.failed(LOCAL, FaultKind.SERVER, "had an internal error")
    heard = await say(stand.client, stand.url, "openai", stream=False)
    assert heard.headers["x-ziggie-route"] == "cloud"
    assert not stand.ollama.calls("/api/chat")
    stand.breakers.recovered(Side.LOCAL)
    heard = await say(stand.client, stand.url, "openai", stream=False)
    assert heard.headers["x-ziggie-route"] == "local"


async def test_a_side_that_is_back_is_noticed_long_before_the_next_probe(stand: Stand) -> None:
    await stand.ollama.stop()
    for _ in range(6):
        heard = await say(stand.client, stand.url, "anthropic", stream=False)
        assert heard.headers["x-ziggie-route"] == "cloud"
    assert stand.breakers.refusal(Side.LOCAL) is not None
    await stand.ollama.start()
    await until(lambda: stand.breakers.refusal(Side.LOCAL) is None)
    heard = await say(stand.client, stand.url, "anthropic", stream=False)
    assert heard.headers["x-ziggie-route"] == "local"
    await until(lambda: not stand.breakers.open_sides())
