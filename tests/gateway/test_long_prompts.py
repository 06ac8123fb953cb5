"""A prompt that an old Ollama has cut, although it was asked not to, is never an answer's."""

from __future__ import annotations

import pytest

from tests.gateway.speech import DIALECTS, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from ziggie_desktop.contract.records import Usage
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.gateway.events import FaultKind
from ziggie_desktop.gateway.sides import check_prompt
from ziggie_desktop.gateway.upstream import SideFailed

LONG = "Say it. " * 1500  # some 3,000 tokens; the stand's context is 2,048


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stream", [True, False])
async def test_the_other_side_answers(stand: Stand, dialect: str, stream: bool) -> None:
    stand.cloud.canonical, stand.ollama.canonical = CANONICAL_TEXT, "To something else."
    headers = {"X-Ziggie-Delivery": "whole"}
    heard = await say(stand.client, stand.url, dialect, stream=stream, headers=headers, text=LONG)
    assert (heard.text, heard.finished) == (CANONICAL_TEXT, True)
    assert "the context is 2048" in heard.headers["x-ziggie-fallback"]


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_a_stream_that_was_begun_ends_with_an_error(stand: Stand, dialect: str) -> None:
    stand.way.first, stand.way.then = LOCAL, None
    stand.ollama.canonical = "To something else."
    heard = await say(stand.client, stand.url, dialect, stream=True, text=LONG)
    assert not heard.finished
    assert heard.error
    row = await stand.row()
    assert (row.status.value, row.error_type) == ("failed", "context_too_long")
    assert stand.breakers.enter(CLOUD)
    assert stand.breakers.enter(LOCAL), "the model is well"


@pytest.mark.parametrize("num_ctx", [None, 101])
def test_what_fits_is_no_fault(num_ctx: int | None) -> None:
    check_prompt(Usage(input_tokens=100), num_ctx)
    check_prompt(Usage(), num_ctx)
    check_prompt(None, num_ctx)


def test_a_full_context_is_one() -> None:
    with pytest.raises(SideFailed) as caught:
        check_prompt(Usage(input_tokens=100), 100)
    assert caught.value.failed.kind is FaultKind.CONTEXT
