"""What a relay changes: nothing but the last record, however the bytes came in."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.gateway.answer import RelaySink, signed

ABOUT = {"route": "local", "cost_pico": None}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
words = st.lists(texts, max_size=6)


def ndjson(said: list[str]) -> list[bytes]:
    lines: list[dict[str, Any]] = [{"message": {"content": text}, "done": False} for text in said]
    lines.append({"message": {"content": ""}, "done": True, "eval_count": 3})
    return [json.dumps(line).encode() + b"\n" for line in lines]


def events(said: list[str]) -> list[bytes]:
    found: list[dict[str, Any]] = [
        {"type": "content_block_delta", "delta": {"text": text}} for text in said
    ]
    found.append({"type": "message_stop"})
    return [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in found]


@pytest.mark.parametrize(
    ("kind", "make"), [("application/x-ndjson", ndjson), ("text/event-stream", events)]
)
@given(said=words, cuts=st.lists(st.integers(0, 2000), max_size=8), whole=st.booleans())
def test_only_the_last_record_says_more(
    kind: str, make: Any, said: list[str], cuts: list[int], whole: bool
) -> None:
    records = make(said)
    body = b"".join(records)
    if not whole:
        body = body.rstrip(b"\n")  # an end that came without its blank line
    places = sorted({min(cut, len(body)) for cut in cuts} | {0, len(body)})
    pieces = [body[a:b] for a, b in pairwise(places)]
    sink = RelaySink(content_type=kind)
    sent = [sink.push(piece, []) for piece in pieces[:-1]]
    for data in sent:
        assert not data or data.endswith(b"\n"), "cut between two records only"
    last = signed(sink.push(pieces[-1], []) + sink.finish(), ABOUT)
    out = b"".join(sent) + last
    before = b"".join(records[:-1])
    assert out.startswith(before)
    found = json.loads(out[len(before) :].rpartition(b"data: ")[2])
    plain = json.loads(records[-1].rpartition(b"data: ")[2])
    assert found == plain | {"ziggie": ABOUT}


def test_what_is_no_record_stays() -> None:
    assert signed(b"", ABOUT) == b""
    assert signed(b"\n", ABOUT) == b"\n"
