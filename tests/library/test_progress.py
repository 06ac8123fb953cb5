"""Tests the reading of the pull stream: each trap of Ollama's one by one, and noise."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ziggie_desktop.library.progress import PullStream

A, B = "sha256:aaaaaaaaaaaa", "sha256:bbbbbbbbbbbb"
MB = 1_000_000


def lines(*objects: dict[str, Any]) -> bytes:
    return b"".join(msgspec.json.encode(item) + b"\n" for item in objects)


def layer(digest: str, completed: int | None, total: int = 100 * MB) -> dict[str, Any]:
    line: dict[str, Any] = {"status": f"pulling {digest[7:]}", "digest": digest, "total": total}
    return line if completed is None else {**line, "completed": completed}


def fed(*script: tuple[float, dict[str, Any]], expected: int | None = None) -> PullStream:
    stream = PullStream(expected_bytes=expected)
    for now, line in script:
        stream.feed(lines(line), now)
    return stream


def test_whole_run_ends_in_success() -> None:
    stream = fed(
        (0, {"status": "pulling manifest"}),
        (1, layer(A, None)),
        (2, layer(A, 50 * MB)),
        (3, layer(A, 100 * MB)),
        (4, {"status": "verifying sha256 digest"}),
        (5, {"status": "success"}),
    )
    stream.finish(5)
    assert stream.success
    assert stream.error is None
    assert stream.completed_bytes == stream.total_bytes == 100 * MB


def test_absent_completed_is_zero() -> None:
    assert fed((0, layer(A, None))).completed_bytes == 0


def test_falling_completed_does_not_move_the_bar_back() -> None:
    stream = fed((0, layer(A, None)), (1, layer(A, 60 * MB)), (2, layer(A, 40 * MB)))
    assert stream.completed_bytes == 60 * MB
    assert stream.bytes_per_s == 20 * MB, "the meter tells what really came"


def test_cached_layer_says_nothing_about_the_speed() -> None:
    stream = fed((0, layer(A, 100 * MB)), (1, layer(B, None)), (2, layer(B, None)))
    assert stream.completed_bytes == 100 * MB
    stream.feed(lines(layer(B, 10 * MB)), 3)
    assert stream.bytes_per_s == 5 * MB


def test_resumed_layer_counts_but_does_not_speed() -> None:
    stream = fed((0, layer(A, 70 * MB)), (1, layer(A, 70 * MB)), (2, layer(A, 72 * MB)))
    assert stream.completed_bytes == 72 * MB
    assert stream.bytes_per_s == MB


def test_time_left_is_over_all_layers() -> None:
    stream = fed((0, layer(A, None)), (1, layer(A, 0)), (2, layer(A, 20 * MB)), expected=200 * MB)
    assert stream.total_bytes == 200 * MB
    assert stream.bytes_per_s == 10 * MB
    assert stream.seconds_left == 18


def test_speed_is_that_of_the_last_seconds() -> None:
    script = [(float(t), layer(A, t * MB)) for t in range(30)]
    script += [(30.0 + t, layer(A, 29 * MB)) for t in range(12)]
    assert fed(*script).bytes_per_s == 0
    assert fed(*script).seconds_left is None


def test_error_line_under_status_200() -> None:
    stream = fed((0, {"status": "pulling manifest"}), (1, {"error": "file does not exist"}))
    assert stream.error == "file does not exist"
    assert not stream.success


def test_end_without_success_is_not_finished() -> None:
    stream = fed((0, layer(A, None)), (1, layer(A, 100 * MB)))
    stream.finish(2)
    assert not stream.success
    assert stream.error == "the download ended before it was complete"


def test_synthetic_digest_of_safetensors_models() -> None:
    line = {"status": "pulling model", "digest": "sha256:model", "total": 10, "completed": 4}
    stream = fed((0, line))
    assert stream.layer == "sha256:model"
    assert (stream.completed_bytes, stream.total_bytes) == (4, 10)


def test_repeated_lines_are_no_progress() -> None:
    stream = fed((0, layer(A, 5)), (1, layer(A, 5)), (50, layer(A, 5)))
    assert stream.moved_at == 0
    stream.feed(lines(layer(A, 6)), 60)
    assert stream.moved_at == 60


def test_hashing_is_not_downloading() -> None:
    stream = fed((0, layer(A, 5)), (1, {"status": "verifying sha256 digest"}))
    assert not stream.downloading
    assert stream.bytes_per_s is None


def test_what_is_no_json_is_an_error() -> None:
    stream = PullStream()
    stream.feed(b"<html>proxy</html>\n", 0)
    assert stream.error is not None
    endless = PullStream()
    endless.feed(b"x" * 2_000_000, 0)
    assert endless.error is not None


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=5))
def test_any_bytes_cut_anywhere_never_raise(data: bytes, cuts: list[int]) -> None:
    stream = PullStream()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in itertools.pairwise(edges):
        stream.feed(data[start:end], 0)
    stream.finish(1)
    assert stream.success or stream.error


@given(
    st.lists(
        st.tuples(st.sampled_from([A, B]), st.one_of(st.none(), st.integers(-5, 200 * MB))),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 50),
)
def test_bar_never_goes_back_nor_over_the_end(
    script: list[tuple[str, int | None]], cut: int
) -> None:
    stream = PullStream()
    data = lines(*(layer(digest, completed) for digest, completed in script))
    last = 0
    for index, start in enumerate(range(0, len(data), cut)):
        stream.feed(data[start : start + cut], float(index))
        completed, total = stream.completed_bytes, stream.total_bytes
        if completed is None or total is None:
            continue
        assert last <= completed <= total
        assert (stream.bytes_per_s or 0) >= 0
        last = completed
