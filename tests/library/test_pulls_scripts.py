"""Tests whole pulls over streams that the real Ollama sends seldom: lines and silences."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from tests.library.conftest import library_on, running, state_of
from tests.parts.ollama_fake import OllamaFake, OllamaFault
from tests.waits import until
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Pull, PullState
from ziggie_desktop.library.fetch import Limits
from ziggie_desktop.library.library import Library
from ziggie_desktop.tasks import Tasks

pytestmark = pytest.mark.logs("ziggie.library")  # failed pulls are told

A = "sha256:" + "a" * 64
ENDED = (PullState.DONE, PullState.FAILED, PullState.CANCELLED)
LIMITS = Limits(stall_s=0.6, work_s=2.0, tries=2, first_delay_s=0.01, longest_delay_s=0.01)
MANIFEST: dict[str, Any] = {"status": "pulling manifest"}
SUCCESS: dict[str, Any] = {"status": "success"}


def layer(completed: int | None, digest: str = A) -> dict[str, Any]:
    line: dict[str, Any] = {"status": "pulling aaaaaaaaaaaa", "digest": digest, "total": 1000}
    return line if completed is None else {**line, "completed": completed}


async def pulled(fake: OllamaFake, http: aiohttp.ClientSession, folder: Path) -> Pull:
    """Pull one model to its end."""
    library = library_on(fake.url, http, folder, limits=LIMITS)
    tasks = Tasks(owner="test")
    tasks.start(library.pulls.run(), name="pulls")
    try:
        pull = library.pulls.start("127.0.0.1:1/library/m:1")
        await until(lambda: state_of(library, pull) in ENDED)
        return library.pulls.find(pull.id)
    finally:
        await library.pulls.close()
        await tasks.close()


@pytest.mark.parametrize(
    ("script", "state", "error"),
    [
        ([MANIFEST, layer(None), layer(500), layer(1000), SUCCESS], PullState.DONE, None),
        ([MANIFEST, layer(900), layer(300), layer(1000), SUCCESS], PullState.DONE, None),
        ([MANIFEST, layer(1000), SUCCESS], PullState.DONE, None),
        ([MANIFEST, layer(4, "sha256:model"), SUCCESS], PullState.DONE, None),
        ([MANIFEST, layer(10), 0.4, layer(20), 0.4, layer(30), SUCCESS], PullState.DONE, None),
        (
            [MANIFEST, layer(1000), {"status": "verifying sha256 digest"}, 1.2, SUCCESS],
            PullState.DONE,
            None,
        ),
        ([MANIFEST, layer(1000)], PullState.FAILED, "ended before it was complete"),
        ([MANIFEST, {"error": "max retries exceeded"}], PullState.FAILED, "max retries"),
        ([MANIFEST, {"error": "write: no space left on device"}], PullState.FAILED, "no space"),
        ([{"error": "pull model manifest: file does not exist"}], PullState.FAILED, "no model"),
        ([MANIFEST, layer(10), 5.0, SUCCESS], PullState.FAILED, "nothing came for 0.6 s"),
    ],
)
async def test_stream_ends_in_the_right_state(
    ollama_fake: OllamaFake,
    http: aiohttp.ClientSession,
    tmp_path: Path,
    script: list[dict[str, Any] | float],
    state: PullState,
    error: str | None,
) -> None:
    ollama_fake.pull_script = list(script)
    pull = await pulled(ollama_fake, http, tmp_path)
    assert pull.state is state, pull
    assert (error or "") in (pull.error or "")
    assert (pull.remedy is None) is (error is None)
    assert pull.bytes_per_s is None
    assert pull.seconds_left is None


async def test_lines_that_only_repeat_are_a_stall(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """Ollama says the same each 60 ms while nothing comes: that is no life."""
    repeated: list[dict[str, Any] | float] = [MANIFEST]
    for _ in range(40):
        repeated += [layer(10), 0.05]
    ollama_fake.pull_script = [*repeated, SUCCESS]
    pull = await pulled(ollama_fake, http, tmp_path)
    assert pull.state is PullState.FAILED
    assert "nothing came" in (pull.error or "")


async def test_full_disk_is_not_tried_again(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    ollama_fake.pull_script = [{"error": "no space left on device"}]
    await pulled(ollama_fake, http, tmp_path)
    assert len([seen for seen in ollama_fake.requests if seen.path == "/api/pull"]) == 1


async def test_error_before_the_first_line_is_an_answer_and_no_stream(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    ollama_fake.fail(OllamaFault.SERVER_ERROR, path="/api/pull", times=1)
    assert (await pulled(ollama_fake, http, tmp_path)).state is PullState.DONE
    ollama_fake.fail(OllamaFault.SERVER_ERROR, path="/api/pull", times=None)
    failed = await pulled(ollama_fake, http, tmp_path / "again")
    assert failed.state is PullState.FAILED
    assert "llama runner process" in (failed.error or "")


async def test_where_the_room_cannot_be_checked_it_is_said_and_nothing_is_blocked(
    ollama_fake: OllamaFake, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = library_on(ollama_fake.url, http, tmp_path, limits=LIMITS)
    notes: list[str | None] = []
    library.pulls.subscribe(lambda pull: notes.append(pull.note))
    async with running(library):
        pull = library.pulls.start("127.0.0.1:1/library/m:1")
        await until(lambda: state_of(library, pull) is PullState.DONE)
    said = [note for note in notes if note is not None]
    assert said[0] == (
        "Whether there is room for it cannot be checked: "
        "where this Ollama keeps its models is not known."
    )
    assert notes[-1] is None


@pytest.mark.parametrize("content", [b"", b"[", b'{"a":1}', b'[{"id":1}]', b"\xff"])
def test_damaged_list_starts_empty(
    tmp_path: Path, http: aiohttp.ClientSession, content: bytes
) -> None:
    (tmp_path / "pulls.json").write_bytes(content)
    assert _idle(http, tmp_path).pulls.snapshot() == ()


async def test_list_keeps_order_and_forgets_old_ones(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = _idle(http, tmp_path)
    first = library.pulls.start("first")
    for number in range(30):
        library.pulls.cancel(library.pulls.start(f"m{number}").id)
    library.pulls.start("last")
    again = _idle(http, tmp_path)
    names = [pull.model for pull in again.pulls.snapshot()]
    assert names[0] == "first"
    assert names[-1] == "last"
    assert len(names) <= 23
    assert again.pulls.find(first.id).state is PullState.QUEUED
    kept = (tmp_path / "pulls.json").read_bytes()
    assert len(msgspec.json.decode(kept)) == len(names)


async def test_wishes_on_what_is_not_there_are_refused(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    library = _idle(http, tmp_path)
    for wish in (library.pulls.pause, library.pulls.resume, library.pulls.cancel):
        with pytest.raises(ZiggieError) as caught:
            wish("nothing")
        assert caught.value.code == "pull_not_found"
    with pytest.raises(ZiggieError) as caught:
        library.pulls.start("../../etc/passwd")
    assert caught.value.status == 400
    await asyncio.sleep(0)


def _idle(http: aiohttp.ClientSession, folder: Path) -> Library:
    return library_on("http://127.0.0.1:1", http, folder)
