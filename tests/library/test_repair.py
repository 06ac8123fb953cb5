"""Tests that only damaged parts are dropped, and only those of the blobs that are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ziggie_desktop.library.repair import drop_damaged, may_be_damaged

A, B = "a" * 64, "b" * 64
GOOD = b'{"N":0,"Offset":0,"Size":98362432,"Completed":21921792}\n'


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    folder = tmp_path / "blobs"
    folder.mkdir()
    for digest in (A, B):
        for name in (f"sha256-{digest}-partial", f"sha256-{digest}-partial-0"):
            (folder / name).write_bytes(GOOD)
        (folder / f"sha256-{digest}-partial-1").write_bytes(GOOD)
    (folder / f"sha256-{A}").write_bytes(b"a whole blob")
    return folder


def names(blobs: Path) -> list[str]:
    return sorted(path.name for path in blobs.iterdir())


def test_good_notes_are_kept(blobs: Path, tmp_path: Path) -> None:
    before = names(blobs)
    assert drop_damaged(tmp_path, [f"sha256:{A}", f"sha256:{B}", "sha256:model"]) == 0
    assert names(blobs) == before


@pytest.mark.parametrize("content", [b"", b"{", GOOD[:20], b"\0" * 50, b"[]", b'{"N":0}'])
def test_damaged_blob_goes_whole_and_others_stay(
    blobs: Path, tmp_path: Path, content: bytes
) -> None:
    (blobs / f"sha256-{A}-partial-1").write_bytes(content)
    (blobs / f"sha256-{B}-partial-1").write_bytes(content)
    assert drop_damaged(tmp_path, [f"sha256:{A}"]) == 1
    kept = [f"sha256-{A}", *(f"sha256-{B}-partial{end}" for end in ("", "-0", "-1"))]
    assert names(blobs) == kept


def test_a_digest_leads_nowhere_else(blobs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "x-partial-0"
    outside.write_bytes(b"")
    (blobs / f"sha256-{A}-partial-1").write_bytes(b"")
    for digest in ("sha256:../../x", "../x", "", "sha256:*", "*", f"sha256:{A[:10]}*"):
        assert drop_damaged(tmp_path, [digest]) == 0
    assert outside.exists()
    assert len(names(blobs)) == 7


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("EOF", True),
        ("unexpected EOF", True),
        ("unexpected end of JSON input", True),
        ("invalid character 'g' looking for beginning of value", True),
        ("max retries exceeded", False),
        ("no space left on device", False),
    ],
)
def test_words_of_a_damaged_note(words: str, fits: bool) -> None:
    assert may_be_damaged(words) is fits
