"""Tests that only damaged parts are dropped, and only those of the blobs that are named."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ziggie_desktop.library.manifest import place_of
from ziggie_desktop.library.repair import drop_bad_manifest, drop_damaged, may_be_damaged

A, B = "a" * 64, "b" * 64
SIZE = 1000


def note(number: int, offset: int, size: int, completed: int = 7) -> bytes:
    return b'{"N":%d,"Offset":%d,"Size":%d,"Completed":%d}\n' % (number, offset, size, completed)


FIRST, SECOND = note(0, 0, 600), note(1, 600, 400, 400)
SIZES = {f"sha256:{A}": SIZE, f"sha256:{B}": SIZE}


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    folder = tmp_path / "blobs"
    folder.mkdir()
    for digest in (A, B):
        for end, content in (("", b"bytes"), ("-0", FIRST), ("-1", SECOND)):
            (folder / f"sha256-{digest}-partial{end}").write_bytes(content)
    (folder / f"sha256-{A}").write_bytes(b"a whole blob")
    return folder


def names(blobs: Path) -> list[str]:
    return sorted(path.name for path in blobs.iterdir())


def test_good_notes_are_kept(blobs: Path, tmp_path: Path) -> None:
    before = names(blobs)
    assert drop_damaged(tmp_path, {**SIZES, "sha256:model": 5}) == 0
    assert names(blobs) == before


@pytest.mark.parametrize("content", [b"", b"{", SECOND[:20], b"\0" * 50, b"[]", b'{"N":0}'])
def test_damaged_blob_goes_whole_and_others_stay(
    blobs: Path, tmp_path: Path, content: bytes
) -> None:
    (blobs / f"sha256-{A}-partial-1").write_bytes(content)
    (blobs / f"sha256-{B}-partial-1").write_bytes(content)
    assert drop_damaged(tmp_path, {f"sha256:{A}": SIZE}) == 1
    kept = [f"sha256-{A}", *(f"sha256-{B}-partial{end}" for end in ("", "-0", "-1"))]
    assert names(blobs) == kept


def test_a_digest_leads_nowhere_else(blobs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "x-partial-0"
    outside.write_bytes(b"")
    (blobs / f"sha256-{A}-partial-1").write_bytes(b"")
    for digest in ("sha256:../../x", "../x", "", "sha256:*", "*", f"sha256:{A[:10]}*"):
        assert drop_damaged(tmp_path, {digest: SIZE}) == 0
    assert outside.exists()
    assert len(names(blobs)) == 7


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("EOF", True),
        ("unexpected EOF", True),
        ("unexpected end of JSON input", True),
        ("invalid character 'g' looking for beginning of value", True),
        ("remove /m/blobs/sha256-aa-partial-0: no such file or directory", True),
        ("max retries exceeded", False),
        ("no space left on device", False),
    ],
)
def test_words_of_a_damaged_note(words: str, fits: bool) -> None:
    assert may_be_damaged(words) is fits


@pytest.mark.parametrize(
    "notes",
    [
        {1: SECOND},
        {0: FIRST},
        {0: FIRST, 2: note(2, 600, 400)},
        {0: FIRST, 1: note(1, 700, 300)},
        {0: FIRST, 1: note(1, 600, 500)},
        {0: FIRST, 1: note(1, 600, 400, 401)},
    ],
    ids=["the first is gone", "the last is gone", "a number is gone", "a hole", "too long",
         "more than all"],
)  # fmt: skip
def test_notes_that_do_not_make_a_whole_are_damaged(
    blobs: Path, tmp_path: Path, notes: dict[int, bytes]
) -> None:
    """Ollama takes the survivors of a pruned set for the whole: its digest is wrong for ever."""
    for file in blobs.glob(f"sha256-{A}-partial-*"):
        file.unlink()
    for number, content in notes.items():
        (blobs / f"sha256-{A}-partial-{number}").write_bytes(content)
    assert drop_damaged(tmp_path, SIZES) == 1
    assert [name for name in names(blobs) if A in name] == [f"sha256-{A}"]


def test_notes_in_somebodys_hands_are_left_alone(blobs: Path, tmp_path: Path) -> None:
    (blobs / f"sha256-{A}-partial-1").write_bytes(b"")
    assert drop_damaged(tmp_path, SIZES, settled_s=60) == 0
    for file in blobs.iterdir():
        os.utime(file, (time.time() - 100, time.time() - 100))
    assert drop_damaged(tmp_path, SIZES, settled_s=60) == 1


@pytest.mark.parametrize(("content", "dropped"), [(b"", 1), (b"{", 1), (b"[]", 1), (b"{}", 0)])
def test_manifest_that_holds_nothing_is_dropped(
    tmp_path: Path, content: bytes, dropped: int
) -> None:
    file = tmp_path / "manifests/registry.ollama.ai/library/llama3/8b"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    (file.parent / "70b").write_bytes(b"")
    assert drop_bad_manifest(tmp_path, place_of("llama3:8b")) == dropped
    assert file.exists() is not bool(dropped)
    assert (file.parent / "70b").exists()
    assert drop_bad_manifest(tmp_path, place_of("none")) == 0


def test_wrong_digest_is_looked_into_at_any_time_and_an_eof_only_before_the_first_byte() -> None:
    assert may_be_damaged("digest mismatch, file must be downloaded again", begun=True)
    assert not may_be_damaged("unexpected EOF", begun=True)
