"""How much of a stream is held back where the request leaves it to the policy."""

from __future__ import annotations

import pytest

from tests.gateway.speech import DIALECTS, say
from tests.gateway.stand import CLOUD, LOCAL, Stand
from tests.parts.ollama_fake import OllamaFault
from ziggie_desktop.demo.parts.canonical import CANONICAL_TEXT
from ziggie_desktop.demo.parts.cloud_faults import CloudFault
from ziggie_desktop.routing.request import Target

CUT_AT = 40


def cut(stand: Stand, first: Target) -> None:
    """The first side breaks off after 40 tokens, and the other one says something else."""
    stand.way.first, stand.way.then = first, CLOUD if first is LOCAL else LOCAL
    if first is LOCAL:
        stand.ollama.canonical, stand.cloud.canonical = CANONICAL_TEXT, "Something else."
        stand.ollama.fail(OllamaFault.CUT, after_tokens=CUT_AT)
    else:
        stand.cloud.canonical, stand.ollama.canonical = CANONICAL_TEXT, "Something else."
        stand.cloud.fail(CloudFault.CUT, after_tokens=CUT_AT)


@pytest.mark.parametrize("first", [LOCAL, CLOUD], ids=["local", "cloud"])
@pytest.mark.parametrize("dialect", DIALECTS)
async def test_what_is_held_is_made_good_and_what_is_not_ends_in_an_error(
    stand: Stand, dialect: str, first: Target
) -> None:
    for hold, made_good in ((None, True), (200, True), (0, False), (10, False)):
        stand.way.hold = hold
        cut(stand, first)
        heard = await say(stand.client, stand.url, dialect, stream=True)
        if made_good:
            assert (heard.text, heard.finished, heard.error) == ("Something else.", True, None)
        else:
            assert heard.error, hold
            assert not heard.finished
            assert CANONICAL_TEXT.startswith(heard.text)
        row = await stand.row()
        assert row.delivery == ("stream" if hold == 0 else "whole")
        stand.breakers.succeeded(first)


async def test_the_request_has_the_last_word(stand: Stand) -> None:
    for said, hold, made_good in (("stream", None, False), ("whole", 0, True)):
        stand.way.hold = hold
        cut(stand, LOCAL)
        headers = {"X-Ziggie-Delivery": said}
        heard = await say(stand.client, stand.url, "anthropic", stream=True, headers=headers)
        assert heard.finished is made_good
        assert (await stand.row()).delivery == said
        stand.breakers.succeeded(LOCAL)


async def test_a_long_answer_flows_once_enough_of_it_is_there(stand: Stand) -> None:
    stand.way.hold = 20
    stand.ollama.canonical = CANONICAL_TEXT
    heard = await say(stand.client, stand.url, "ollama", stream=True)
    assert (heard.text, heard.finished) == (CANONICAL_TEXT, True)
    lines = heard.raw.splitlines()
    assert len(lines) == 61, "each token once, and the end"
