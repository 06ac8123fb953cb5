"""Tests who wants the GPU, and the lending of it as a script of looks."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.contract.state import Gpu, GpuProcess, GpuState, GpuStatus
from ziggie_desktop.gpu.claims import Claim, Lending, Rules, find_claim, lend, step, take_back

MIB = 1024 * 1024
RULES = Rules(programs=("Blender", "comfyui*"), memory_percent=25, after_s=10, back_s=60)
CLAIM = Claim(name="game", pid=7, why="it holds much")


def on_gpu(*processes: GpuProcess) -> GpuStatus:
    card = Gpu(uuid="GPU-1", index=0, memory_total_bytes=10_000 * MIB, processes=processes)
    return GpuStatus(state=GpuState.OK, reason="ok", gpus=(card,))


def names(process: GpuProcess) -> Iterable[str]:
    """The second name is a script's folder."""
    return (process.name or "").split("|")


@pytest.mark.parametrize(
    ("process", "why"),
    [
        (GpuProcess(pid=7, name="blender.exe"), "on the list"),
        (GpuProcess(pid=7, name="python|ComfyUI"), "on the list"),
        (GpuProcess(pid=7, name="game", memory_bytes=2500 * MIB), "2500 of 10000 MiB"),
    ],
)
def test_who_wants_it(process: GpuProcess, why: str) -> None:
    claim = find_claim(on_gpu(GpuProcess(pid=1, name="Xorg"), process), RULES, names)
    assert claim is not None
    assert claim.pid == 7
    assert why in claim.why


@pytest.mark.parametrize(
    "process",
    [
        GpuProcess(pid=7, name="firefox", memory_bytes=2499 * MIB),
        GpuProcess(pid=7, name="game", memory_bytes=None),  # as Windows tells it
        GpuProcess(pid=7, name="llama-server", memory_bytes=9000 * MIB, is_engine=True),
        GpuProcess(pid=7, name="ollama.exe", memory_bytes=9000 * MIB),  # its pid is new to us
        GpuProcess(pid=5, name="blender", memory_bytes=9000 * MIB),  # it was taken back from it
    ],
)
def test_who_does_not(process: GpuProcess) -> None:
    assert find_claim(on_gpu(process), RULES, names, frozenset((5,))) is None


def test_a_program_gets_it_after_a_while_and_gives_it_back_after_a_while() -> None:
    seen = []
    lending = Lending()
    script: list[tuple[float, Claim | None]] = [
        (0, CLAIM), (9, CLAIM), (10, CLAIM), (40, None), (99, CLAIM), (100, None), (159, None),
        (160, None),
    ]  # fmt: skip
    for now, claim in script:
        lending = step(lending, claim, now, RULES, pids=frozenset((7,)))
        seen.append(lending.lent)
    assert seen == [False, False, True, True, True, True, True, False]
    assert lending == Lending()


def test_a_program_that_only_looks_in_gets_nothing() -> None:
    lending = step(Lending(), CLAIM, 0, RULES, pids=frozenset((7,)))
    lending = step(lending, None, 9, RULES, pids=frozenset())
    lending = step(lending, CLAIM, 12, RULES, pids=frozenset((7,)))
    assert not lending.lent


def test_the_owner_has_it_for_as_long_as_was_said() -> None:
    lending = lend(100.0, 60.0, Lending())
    assert step(lending, None, 159, RULES, pids=None).lent
    assert not step(lending, None, 160, RULES, pids=None).lent


def test_what_the_owner_took_back_stays_back_while_that_program_runs() -> None:
    lending = Lending(claim=CLAIM, counts=True)
    lending = take_back(lending)
    assert not lending.lent
    assert lending.spared == {7}
    assert step(lending, None, 5, RULES, pids=frozenset((7,))).spared == {7}
    assert step(lending, None, 6, RULES, pids=frozenset()).spared == frozenset()


def test_while_the_card_is_looked_for_nothing_changes() -> None:
    lending = Lending(claim=CLAIM, counts=True, claimed_at=1.0)
    assert step(lending, None, 10_000, RULES, pids=None) == lending


@given(st.lists(st.tuples(st.floats(0, 50), st.booleans()), max_size=80))
def test_it_never_flutters(script: list[tuple[float, bool]]) -> None:
    """Lent only after ``after_s`` of claims, back only after ``back_s`` without one."""
    now, lending, wanted_since, free_since = 0.0, Lending(), None, None
    for pause, wants in script:
        now += pause
        wanted_since = (now if wanted_since is None else wanted_since) if wants else None
        free_since = None if wants else (now if free_since is None else free_since)
        before = lending.lent
        claim = CLAIM if wants else None
        lending = step(lending, claim, now, RULES, pids=frozenset((7,)) if wants else frozenset())
        if lending.lent and not before:
            assert wanted_since is not None
            assert now - wanted_since >= RULES.after_s
        if before and not lending.lent:
            assert free_since is not None
            assert now - free_since >= RULES.back_s
