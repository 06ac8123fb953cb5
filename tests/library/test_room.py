"""Tests the room on the disk: what is credited, who claims it, who waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from ziggie_desktop.library import manifest as manifests
from ziggie_desktop.library import room
from ziggie_desktop.library.manifest import Layer, Manifest, bytes_to_fetch
from ziggie_desktop.library.room import KEPT_FREE_BYTES, MARGIN_BYTES, Need, Room, shortage

GB = 1_000_000_000


class Disk:
    """The free bytes that the test sets."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, folder: Path) -> int:
        return self.free


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk(0)
    monkeypatch.setattr(room, "free_bytes", made)
    monkeypatch.setattr(room, "LOOK_EVERY_S", 0.0)
    return made


def need(folder: Path, **layers: int) -> Need:
    blobs = tuple(Layer(f"sha256:{name}", size) for name, size in layers.items())
    return Need(folder=folder, manifest=Manifest(layers=blobs))


@pytest.mark.parametrize(("free", "lacks"), [(GB - 1, True), (GB, False)])
def test_what_is_missing_needs_room_beside_the_margin(
    tmp_path: Path, disk: Disk, free: int, lacks: bool
) -> None:
    disk.free = free
    found = shortage([need(tmp_path, a=GB - 1000)], margin=1000)
    assert (found is not None) is lacks
    if found is not None:
        assert found.words == (
            f"The model needs 1.0 GB more, the disk of {tmp_path} has 1.0 GB free"
        )


def test_a_model_that_is_there_needs_no_room(tmp_path: Path, disk: Disk) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs/sha256-a").write_bytes(b"whole")
    assert shortage([need(tmp_path, a=5)], margin=GB) is None


def test_layers_that_two_share_are_counted_once(tmp_path: Path, disk: Disk) -> None:
    disk.free = 3 * GB
    both = [need(tmp_path, a=2 * GB, b=1), need(tmp_path, a=2 * GB, c=1)]
    assert shortage(both, margin=0) is None
    other = [need(tmp_path, a=2 * GB), need(tmp_path, b=2 * GB)]
    found = shortage(other, margin=0)
    assert found is not None
    assert found.words.startswith("The downloads need 4.0 GB more")


def test_the_volume_is_that_of_the_folder_even_before_it_is_there(tmp_path: Path) -> None:
    there = os.statvfs("/proc")  # a volume of its own, without a byte free
    assert there.f_bavail == 0
    assert room.free_bytes(Path("/proc/ollama/models")) == 0
    assert room.free_bytes(tmp_path / "not/yet/there") > 0


def test_parts_are_credited_by_their_notes_where_blocks_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no st_blocks, and a partial file is as long as the whole from the first byte."""
    blobs = tmp_path / "blobs"
    blobs.mkdir()
    (blobs / "sha256-a-partial").write_bytes(b"x" * 1000)
    for number, note in enumerate((b'{"N":0,"Completed":300}', b'{"N":1,"Completed":50}', b"")):
        (blobs / f"sha256-a-partial-{number}").write_bytes(note)
    monkeypatch.setattr(manifests, "_stat", lambda path: SimpleNamespace(st_size=1000))
    assert bytes_to_fetch(need(tmp_path, a=1000).manifest, tmp_path) == 650


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder as it looks to a user who may not read it."""
    folder.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
async def test_a_folder_that_may_not_be_read_is_unknown_not_empty(tmp_path: Path) -> None:
    """As that of the user ollama, on machines where it is closed to others."""
    (tmp_path / "blobs").mkdir()
    closed = Room()
    await asyncio.to_thread(int)  # what a thread needs is imported while that may be read
    with locked(tmp_path / "blobs"):
        with pytest.raises(PermissionError):
            bytes_to_fetch(need(tmp_path, a=1).manifest, tmp_path)
        with pytest.raises(PermissionError):
            await closed.admit("a", need(tmp_path, a=1), begun=False)
    assert closed.short == {}


async def test_two_never_count_on_the_same_bytes(tmp_path: Path, disk: Disk) -> None:
    disk.free = MARGIN_BYTES + 3 * GB
    rooms = Room()
    assert await rooms.admit("a", need(tmp_path, a=2 * GB), begun=False) is None
    refused = await rooms.admit("b", need(tmp_path, b=2 * GB), begun=False)
    assert refused is not None
    assert await rooms.admit("c", need(tmp_path, c=GB), begun=False) is None, "b claims nothing"
    rooms.leave("a")
    assert await rooms.admit("b", need(tmp_path, b=2 * GB), begun=False) is None


async def test_while_the_disk_runs_full_the_last_waits_until_there_is_room(
    tmp_path: Path, disk: Disk
) -> None:
    disk.free = MARGIN_BYTES + 3 * GB
    rooms = Room()
    for name in "ab":
        assert await rooms.admit(name, need(tmp_path, **{name: GB}), begun=False) is None
    disk.free = KEPT_FREE_BYTES + 2 * GB
    await rooms.look(["a", "b"], [])
    assert rooms.short == {}
    disk.free -= 1
    await rooms.look(["a", "b"], [])
    assert set(rooms.short) == {"b"}
    assert rooms.short["b"].startswith("waits for room: The downloads need 2.0 GB more")
    disk.free = MARGIN_BYTES + 2 * GB - 1
    await rooms.look(["a"], ["b"])
    assert set(rooms.short) == {"b"}, "a little more is not enough: it would stop at once again"
    disk.free += 1
    await rooms.look(["a"], ["b"])
    assert rooms.short == {}
    disk.free = 0
    await rooms.look(["a", "b"], [])
    assert set(rooms.short) == {"a", "b"}
    await rooms.look([], [])
    assert rooms.short == {}, "nobody waits any more"


async def test_one_that_has_begun_waits_where_a_new_one_is_refused(
    tmp_path: Path, disk: Disk
) -> None:
    rooms = Room()
    assert await rooms.admit("new", need(tmp_path, a=GB), begun=False) is not None
    assert rooms.short == {}
    assert await rooms.admit("old", need(tmp_path, a=GB), begun=True) is not None
    assert set(rooms.short) == {"old"}
