"""One gateway a test, and the score of the sixteen faults at the end of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import msgspec
import pytest

from tests.gateway.stand import PATIENT, Stand

SCORE: dict[str, Counter[str]] = {}


@pytest.fixture
async def stand(request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    own = request.node.get_closest_marker("limits")
    limits = msgspec.structs.replace(PATIENT, **own.kwargs) if own else PATIENT
    async with Stand(limits=limits) as made:
        yield made


@pytest.fixture
def score() -> dict[str, Counter[str]]:
    return SCORE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SCORE:
        return
    terminalreporter.section("the sixteen faults (whole / refused / safe / wrong)")
    for name in sorted(SCORE):
        counts = SCORE[name]
        figures = " / ".join(str(counts[kind]) for kind in ("whole", "refused", "safe", "wrong"))
        terminalreporter.line(f"{name:28} {figures}")
