"""Tests the two signs of a model that silently works on the processor."""

from __future__ import annotations

import pytest

from ziggie_desktop.contract.records import Timings
from ziggie_desktop.contract.state import LoadedModel
from ziggie_desktop.engine.speed import KEPT, OffGpu, Slow, Speeds, off_gpu, signs


def speeds(*tokens_per_s: float, model: str = "m:1", tokens: int = 100) -> Speeds:
    made = Speeds()
    for speed in tokens_per_s:
        made.add(model, tokens, Timings(eval_ns=round(tokens * 1e9 / speed)))
    return made


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ([100.0] * 10, False),
        ([100.0] * 7 + [49.0] * 3, True),
        ([100.0] * 7 + [51.0] * 3, False),
        ([100.0] * 9 + [5.0], False),  # one alone
        ([100.0] * 5 + [10.0] * 3, False),  # too few to know its median
        ([100.0] * KEPT + [10.0] * KEPT, False),  # after so many that is its speed
        ([10.0] * 10 + [100.0] * 3, False),
    ],
)
def test_slow_is_below_half_of_its_own_median(figures: list[float], found: bool) -> None:
    assert bool(speeds(*figures).slow()) is found


def test_slow_says_both_speeds_and_models_are_apart() -> None:
    made = speeds(*[100.0] * 10, *[20.0] * 3)
    for _ in range(20):
        made.add("other:1", 100, Timings(eval_ns=50_000_000_000))
    [slow] = made.slow()
    assert (slow.model, round(slow.now), round(slow.usual)) == ("m:1", 20, 100)


def test_answers_without_figures_are_left_out() -> None:
    made = speeds(*[100.0] * 9)
    for _ in range(10):
        made.add("m:1", 15, Timings(eval_ns=10**12))
        made.add("m:1", None, Timings(eval_ns=10**12))
        made.add("m:1", 100, None)
        made.add("m:1", 100, Timings(eval_ns=0))
        made.add(None, 100, Timings(eval_ns=10**12))
    assert made.slow() == ()


@pytest.mark.parametrize(
    ("size", "vram", "share"),
    [(100, 100, None), (100, 96, None), (100, 40, 0.4), (100, 0, 0.0), (100, None, None),
     (None, 0, None), (0, 0, None)],
)  # fmt: skip
def test_model_beside_the_gpu(size: int | None, vram: int | None, share: float | None) -> None:
    loaded = LoadedModel(name="m:1", size_bytes=size, size_vram_bytes=vram)
    assert off_gpu([loaded]) == (() if share is None else (OffGpu("m:1", share),))


@pytest.mark.parametrize(
    ("vram", "slow", "gpu_bytes", "words"),
    [
        (100, (), 1000, None),
        (0, (), 1000, "m:1 is on the processor, not on the GPU"),
        (60, (), 1000, "only 60% of m:1 is on the GPU, which has room"),
        (60, (), 80, None),  # it is larger than the GPU: so it lies there as ever
        (100, (Slow("m:1", 4.0, 80.0),), 1000, "m:1 writes 4.0 tokens/s, usually 80.0"),
    ],
)
def test_signs_of_a_lost_gpu(
    vram: int, slow: tuple[Slow, ...], gpu_bytes: int, words: str | None
) -> None:
    loaded = LoadedModel(name="m:1", size_bytes=100, size_vram_bytes=vram)
    found = signs([loaded], slow, gpu_bytes=gpu_bytes)
    assert found == ({} if words is None else {"m:1": words})


def test_one_answer_at_the_usual_speed_ends_the_suspicion() -> None:
    made = speeds(*[100.0] * 10, *[20.0] * 3)
    assert made.slow()
    made.add("m:1", 100, Timings(eval_ns=1_000_000_000))
    assert made.slow() == ()


def test_a_slow_model_gets_another_chance() -> None:
    made = speeds(*[100.0] * 10, *[20.0] * 3)
    made.forgive("m:1")
    made.forgive("unknown:1")
    assert made.slow() == ()
    assert made.usual("m:1") == pytest.approx(100.0)


def test_what_an_earlier_run_saw_counts() -> None:
    made = Speeds()
    for _ in range(10):
        made.seed("m:1", 100.0)
    for _ in range(3):
        made.add("m:1", 100, Timings(eval_ns=10_000_000_000))
    assert [slow.model for slow in made.slow()] == ["m:1"]
