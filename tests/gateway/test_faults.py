"""The sixteen faults of a public gateway benchmark: three dialects, two deliveries, either side.

What a caller must never see is half an answer that looks whole: that is "wrong", and fails.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet

from tests.gateway.speech import DIALECTS, Heard, say
from tests.gateway.stand import CLOUD, LOCAL, Stand, limits
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.contract.records import RequestStatus
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault

AFTER = 40
SLOW_S = 60.0  # far beyond the limits of the faults that are told by one
SHORT_S = 1.0
TOLD_BY_A_LIMIT = {"S06": "first_token_{}_s", "S07": "first_token_{}_s", "S09": "gap_s"}

CLOUD_FAULTS: dict[str, tuple[CloudFault, dict[str, object]]] = {
    "S01 429 with retry-after": (CloudFault.RATE_LIMITED, {"retry_after_s": 1}),
    "S02 429 for good": (CloudFault.RATE_LIMITED, {"times": None}),
    "S03 500 once": (CloudFault.SERVER_ERROR, {}),
    "S04 503": (CloudFault.UNAVAILABLE, {"times": None}),
    "S05 reset": (CloudFault.RESET, {"times": None}),
    "S06 no answer": (CloudFault.NO_ANSWER, {"times": None}),
    "S07 late first token": (CloudFault.LATE_FIRST_TOKEN, {"delay_s": SLOW_S}),
    "S08 cut after 40": (CloudFault.CUT, {"after_tokens": AFTER}),
    "S09 stall": (CloudFault.STALL, {"after_tokens": AFTER, "delay_s": SLOW_S}),
    "S10 malformed chunk": (CloudFault.MALFORMED, {"after_tokens": AFTER}),
    "S11 no end marker": (CloudFault.NO_END, {}),
    "S12 context too long": (CloudFault.CONTEXT_TOO_LONG, {"times": None}),
    "S13 content filter": (CloudFault.CONTENT_FILTER, {"times": None}),
    "S14 cut, prefill refused": (CloudFault.CUT, {"after_tokens": AFTER}),
}
LOCAL_FAULTS: dict[str, tuple[OllamaFault, dict[str, object]]] = {
    "S03 500 once": (OllamaFault.SERVER_ERROR, {}),
    "S04 503": (OllamaFault.BUSY, {"times": None}),
    "S05 reset": (OllamaFault.RESET, {"times": None}),
    "S06 no answer": (OllamaFault.NO_ANSWER, {"times": None}),
    "S07 late first token": (OllamaFault.LATE_FIRST_TOKEN, {"delay_s": SLOW_S}),
    "S08 cut after 40": (OllamaFault.CUT, {"after_tokens": AFTER}),
    "S09 stall": (OllamaFault.STALL, {"after_tokens": AFTER, "delay_s": SLOW_S}),
    "S10 malformed chunk": (OllamaFault.MALFORMED, {"after_tokens": AFTER}),
    "S11 no end marker": (OllamaFault.NO_DONE, {}),
    "S12 model missing": (OllamaFault.MODEL_MISSING, {"times": None}),
    "S13 error in the stream": (OllamaFault.STREAM_ERROR, {"after_tokens": AFTER}),
    "S14 cut, prefill refused": (OllamaFault.CUT, {"after_tokens": AFTER}),
}
DELIVERIES = ("stream", "whole")


def named(faults: Iterable[str], side: str) -> list[ParameterSet]:
    """The faults of ``side``, which alone has little time where time tells them."""
    short = {number: limit.format(side) for number, limit in TOLD_BY_A_LIMIT.items()}
    return [
        pytest.param(name, marks=limits(**{short[name[:3]]: SHORT_S}) if name[:3] in short else ())
        for name in faults
    ]


@pytest.fixture
def canonical(stand: Stand) -> Stand:
    stand.cloud.canonical = CANONICAL_TEXT
    stand.ollama.canonical = CANONICAL_TEXT
    return stand


def judge(heard: Heard) -> str:
    if heard.starts > 1:
        return "wrong"
    if heard.finished and heard.error is None:
        if heard.stop in ("refusal", "content_filter"):
            return "refused"
        return "whole" if heard.text == CANONICAL_TEXT else "wrong"
    return "safe" if heard.error is not None else "wrong"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("delivery", DELIVERIES)
@pytest.mark.parametrize("fault", named(CLOUD_FAULTS, "cloud"))
async def test_fault_of_the_cloud(
    canonical: Stand,
    score: dict[str, Counter[str]],
    fault: str,
    delivery: str,
    dialect: str,
) -> None:
    kind, details = CLOUD_FAULTS[fault]
    canonical.way.first, canonical.way.then = CLOUD, LOCAL
    canonical.cloud.fail(kind, **details)
    await _hear(canonical, score, fault, delivery, dialect, first="cloud", other="local")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("delivery", DELIVERIES)
@pytest.mark.parametrize("fault", named(LOCAL_FAULTS, "local"))
async def test_fault_of_ollama(
    canonical: Stand,
    score: dict[str, Counter[str]],
    fault: str,
    delivery: str,
    dialect: str,
) -> None:
    kind, details = LOCAL_FAULTS[fault]
    canonical.ollama.fail(kind, **details)
    if fault.startswith("S14"):
        canonical.cloud.fail(CloudFault.PREFILL_REFUSED, times=None)
    await _hear(canonical, score, fault, delivery, dialect, first="local", other="cloud")


async def _hear(
    stand: Stand,
    score: dict[str, Counter[str]],
    fault: str,
    delivery: str,
    dialect: str,
    *,
    first: str,
    other: str,
) -> None:
    heard = await say(
        stand.client, stand.url, dialect, stream=True, headers={"X-Ziggie-Delivery": delivery}
    )
    verdict = judge(heard)
    score.setdefault(f"{fault[:3]} {first} {delivery}", Counter())[verdict] += 1
    row = await stand.row()
    assert row.delivery == delivery
    if "content filter" in fault:
        assert verdict == "refused"
        assert row.status is RequestStatus.OK
        return
    assert verdict == "whole", (heard.raw[-600:], row)
    assert row.status is RequestStatus.OK
    assert row.route == other
    assert row.fallback_from == first
    assert row.fallback_reason
    assert [a.route for a in row.attempts] == [first, other]
    assert row.attempts[-1].outcome == "ok"
    begun_before_the_fault = delivery == "stream" and heard.headers["x-ziggie-route"] == first
    if not begun_before_the_fault:
        assert heard.headers["x-ziggie-route"] == other
        assert heard.headers["x-ziggie-fallback"].startswith(f"{first}->{other}; reason=")


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_s15_a_flap_of_60_s_under_20_requests(
    dialect: str, score: dict[str, Counter[str]]
) -> None:
    now = [1000.0]
    async with Stand(clock=lambda: now[0]) as stand:
        stand.cloud.canonical = CANONICAL_TEXT
        stand.ollama.canonical = CANONICAL_TEXT
        stand.ollama.fail(OllamaFault.SERVER_ERROR, times=None)
        for _ in range(20):
            heard = await say(stand.client, stand.url, dialect, stream=True)
            verdict = judge(heard)
            score.setdefault("S15 local stream", Counter())[verdict] += 1
            assert verdict == "whole"
            now[0] += 3.0
        asked = len(stand.ollama.calls("/api/chat"))
        assert asked <= 5 + 3, "five failures open the breaker, then at most three probes"
        stand.ollama.heal()
        stand.breakers.recovered(LOCAL.side)
        heard = await say(stand.client, stand.url, dialect, stream=True)
        assert judge(heard) == "whole"
        assert heard.headers["x-ziggie-route"] == "local"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("first", ["local", "cloud"])
async def test_s16_the_books_say_what_the_caller_was_told(
    canonical: Stand, score: dict[str, Counter[str]], dialect: str, stream: bool, first: str
) -> None:
    if first == "cloud":
        canonical.way.first, canonical.way.then = CLOUD, LOCAL
    heard = await say(canonical.client, canonical.url, dialect, stream=stream)
    verdict = judge(heard)
    row = await canonical.row()
    score.setdefault(f"S16 {first} {row.delivery}", Counter())[verdict] += 1
    assert verdict == "whole"
    assert heard.output_tokens == row.gen_ai_usage_output_tokens == 60
    assert heard.input_tokens == row.gen_ai_usage_input_tokens
    assert row.gen_ai_usage_input_tokens
    assert row.attempts[0].usage is not None
    assert len(canonical.book.rows) == 1


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", [OllamaFault.CUT, OllamaFault.NO_DONE, OllamaFault.MALFORMED])
async def test_a_stream_that_cannot_be_continued_ends_with_an_error(
    stand: Stand, dialect: str, kind: OllamaFault
) -> None:
    stand.ollama.canonical = CANONICAL_TEXT
    stand.cloud.canonical = "Quite another answer that begins in its own way."
    begun = asyncio.Event()  # before it nothing was said, and the other side's answer is whole
    stand.ollama.fail(kind, after_tokens=AFTER, held=begun)
    heard = await say(stand.client, stand.url, dialect, stream=True, begun=begun.set)
    assert judge(heard) == "safe"
    assert CANONICAL_TEXT.startswith(heard.text), "never a word of the other answer"
    row = await stand.row()
    assert row.status is RequestStatus.FAILED
    assert row.route == "local"
    assert row.attempts[0].usage is not None, "what was used is booked all the same"
    assert len(row.attempts) == 2


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "fault", named(["S03 500 once", "S06 no answer", "S08 cut after 40"], "local")
)
async def test_a_call_that_does_not_stream_is_always_whole(
    canonical: Stand, dialect: str, fault: str
) -> None:
    kind, details = LOCAL_FAULTS[fault]
    canonical.ollama.fail(kind, **details)
    heard = await say(canonical.client, canonical.url, dialect, stream=False)
    assert judge(heard) == "whole"
    row = await canonical.row()
    assert row.delivery == "whole"
    assert row.route == "cloud"
