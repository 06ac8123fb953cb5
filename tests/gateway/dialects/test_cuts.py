"""An answer that was cut never looks finished: not to us, and not to a caller."""

from __future__ import annotations

import random

import pytest

from tests.gateway.dialects.clients import hear
from tests.gateway.dialects.wires import ABOUT, ANSWER, CLAUDE, OLLAMA, PATHS, talk
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.dialects.anthropic import AnthropicWire
from ziggie_desktop.gateway.dialects.ollama import OllamaWire
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.events import Failed, FaultKind, Stopped

CUTS = 10_000
BROKEN = ZiggieError("truncated_answer", "The answer broke off", "Ask again.", status=502)
SIDES = ((AnthropicWire(), CLAUDE), (OllamaWire(), OLLAMA))


def test_ten_thousand_cuts_of_what_sides_send() -> None:
    dice = random.Random(4)
    for number in range(CUTS):
        wire, body = SIDES[number % 2]
        path = PATHS[number // 2 % len(PATHS)]
        whole = len(body) - 1  # a last line without its end is whole to Ollama's reader
        cut = dice.randrange(whole)
        middle = dice.randrange(cut + 1)
        reader = wire.reader()
        events = reader.feed(body[:middle]) + reader.feed(body[middle:cut]) + reader.close()
        assert isinstance(events[-1], Failed), cut
        assert events[-1].kind is FaultKind.TRUNCATED
        assert not any(isinstance(event, Stopped) for event in events)
        writer = DIALECTS[path].writer(talk(path, stream=True), ABOUT)
        written = b"".join(writer.write(event) for event in events) + writer.fail(BROKEN)
        heard = hear(path, written)
        assert heard.failed
        assert not heard.finished


@pytest.mark.parametrize("path", PATHS)
def test_cuts_of_what_callers_get(path: str) -> None:
    writer = DIALECTS[path].writer(talk(path, stream=True), ABOUT)
    body = b"".join(writer.write(event) for event in ANSWER)
    assert hear(path, body).finished
    for cut in range(len(body) - 1):
        assert not hear(path, body[:cut]).finished


@pytest.mark.parametrize("path", PATHS)
def test_nothing_follows_the_end(path: str) -> None:
    writer = DIALECTS[path].writer(talk(path, stream=True), ABOUT)
    for event in ANSWER:
        writer.write(event)
    assert writer.fail(BROKEN) == b""
    assert writer.write(ANSWER[4]) == b""
    broken = DIALECTS[path].writer(talk(path, stream=True), ABOUT)
    assert broken.fail(BROKEN)
    assert b"".join(broken.write(event) for event in ANSWER) == b""
    assert broken.fail(BROKEN) == b""


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_without_its_end_is_never_whole(path: str) -> None:
    with pytest.raises(ZiggieError) as caught:
        DIALECTS[path].whole(talk(path), ABOUT, ANSWER[:-1])
    assert caught.value.code == "truncated_answer"
