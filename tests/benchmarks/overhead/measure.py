"""Owns the measuring: direct and through each gateway in turn, medians of round medians."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.benchmarks.overhead.client import Request, first_token, latency, paced
from tests.benchmarks.overhead.mock import encode
from tests.benchmarks.overhead.targets import Target

PROMPT = "hello " * 120
LONG_PROMPT = "hello " * 18_600  # a body of 109 KB
FIRST_TOKENS = 24
STREAMS = 8
PATHS = {
    "ollama": "/api/chat",
    "openai": "/v1/chat/completions",
    "anthropic": "/v1/messages",
    "openai to ollama": "/v1/chat/completions",
}
Figures = dict[str, float]


def body(dialect: str, *, model: str, stream: bool, prompt: str = PROMPT) -> bytes:
    fields: dict[str, object] = {
        "model": model,
        "messages": [{"role": "user", "content": prompt}],
        "stream": stream,
    }
    if dialect == "anthropic":
        fields["max_tokens"] = 500
    return encode(fields)


@dataclass(slots=True)
class Rounds:
    """What each round found, direct (``""``) and through each gateway, by measurement."""

    found: dict[str, dict[str, list[Figures]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, what: str, where: str, figures: Figures) -> None:
        self.found[what][where].append(figures)

    def summary(self, where: str) -> dict[str, Figures]:
        """Medians; beside them what the gateway adds to a time, and its ratio to direct."""
        return {
            what: _beside(_medians(rounds[""]), _medians(rounds[where]))
            for what, rounds in self.found.items()
            if where in rounds
        }


def _medians(rounds: list[Figures]) -> Figures:
    return {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}


def _beside(direct: Figures, through: Figures) -> Figures:
    out: Figures = {}
    for name, value in through.items():
        out[name] = value
        if name not in direct:
            continue
        out[f"direct_{name}"] = direct[name]
        out[f"ratio_{name}"] = value / direct[name]
        if name.endswith("_ms"):
            out[f"added_{name}"] = value - direct[name]
    return {name: round(value, 4) for name, value in out.items()}


async def one_round(
    rounds: Rounds, direct: Target, gateways: Mapping[str, Target], *, calls: int
) -> None:
    dialects = [d for d in PATHS if any(_does(target, d) for target in gateways.values())]
    for stream in (False, True):
        kind = "streamed" if stream else "whole"
        for dialect in dialects:
            for at_once in (1, 32):
                what = f"{dialect}, {kind}, {at_once} at once"
                await _calls(
                    rounds, what, direct, gateways, dialect, stream, calls=calls, at_once=at_once
                )
    for dialect in dialects:
        what = f"{dialect}, 109 KB, 1 at once"
        few = max(1, calls // 8)
        await _calls(
            rounds, what, direct, gateways, dialect, False, calls=few, at_once=1, prompt=LONG_PROMPT
        )
    for dialect in dialects:
        await _first_token(rounds, f"{dialect}, first token", direct, gateways, dialect)
    for dialect in dialects:
        await _paced(rounds, f"{dialect}, paced, {STREAMS} at once", direct, gateways, dialect)


async def _calls(
    rounds: Rounds,
    what: str,
    direct: Target,
    gateways: Mapping[str, Target],
    dialect: str,
    stream: bool,
    *,
    calls: int,
    at_once: int,
    prompt: str = PROMPT,
) -> None:
    for name, target in {"": direct, **gateways}.items():
        if not _does(target, dialect):
            continue
        request = _request(target, dialect, stream=stream, prompt=prompt)
        few = calls if name in ("", "ziggie") else max(at_once, calls // 8)
        own, theirs = time.process_time(), target.cpu_s()
        figures = await latency(request, calls=few, at_once=at_once)
        used = time.process_time() - own if name == "" else target.cpu_s() - theirs
        # Direct, the client's own CPU: the yardstick that makes ours comparable between machines.
        figures["cpu_s_per_1000"] = used / (few // at_once * at_once) * 1000
        rounds.add(what, name, figures)


async def _first_token(
    rounds: Rounds, what: str, direct: Target, gateways: Mapping[str, Target], dialect: str
) -> None:
    for name, target in {"": direct, **gateways}.items():
        if _does(target, dialect):
            request = _request(target, dialect, stream=True, prompt="be thoughtful")
            rounds.add(what, name, await first_token(request, calls=FIRST_TOKENS))


async def _paced(
    rounds: Rounds, what: str, direct: Target, gateways: Mapping[str, Target], dialect: str
) -> None:
    for name, target in {"": direct, **gateways}.items():
        if not _does(target, dialect):
            continue
        request = _request(target, dialect, stream=True, prompt="paced")
        own, theirs = time.process_time(), target.cpu_s()
        figures = await paced(request, streams=STREAMS, times=3)
        used = time.process_time() - own if name == "" else target.cpu_s() - theirs
        figures["cpu_us_per_piece"] = used / figures.pop("pieces") * 1e6
        rounds.add(what, name, figures)


def _does(target: Target, dialect: str) -> bool:
    return dialect in target.models


def _request(target: Target, dialect: str, *, stream: bool, prompt: str = PROMPT) -> Request:
    return Request(
        port=target.port,
        path=PATHS[dialect],
        body=body(dialect, model=target.models[dialect], stream=stream, prompt=prompt),
        token=target.token,
    )
