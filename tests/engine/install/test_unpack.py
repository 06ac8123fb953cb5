"""Tests that an archive is unpacked as it is, and that none writes outside its folder."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.parts.releases import archive_with
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.install.unpack import unpack


def packed(folder: Path, members: dict[str, bytes | str], mode: int = 0o755) -> Path:
    archive = folder / "ollama.tar.zst"
    archive.write_bytes(archive_with(members, mode=mode))
    return archive


def test_files_links_and_modes(tmp_path: Path) -> None:
    archive = packed(
        tmp_path,
        {
            "./bin/ollama": "#!/bin/sh\n",
            "./lib/ollama/libggml.so.1": b"\0" * 3_000_000,
            "./lib/ollama/libggml.so": "->libggml.so.1",
            "./lib/up": "->../bin/ollama",
        },
        mode=0o6755,
    )
    unpack(archive, tmp_path / "out")
    program = tmp_path / "out/bin/ollama"
    assert program.stat().st_mode & 0o7777 == 0o755, "set-uid is not kept"
    assert (tmp_path / "out/lib/ollama/libggml.so").stat().st_size == 3_000_000
    assert (tmp_path / "out/lib/up").resolve() == program


@pytest.mark.parametrize("kind", ["tgz", "zip"])
def test_the_other_kinds_of_archive(tmp_path: Path, kind: str) -> None:
    archive = tmp_path / f"ollama.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as packed_zip:
            packed_zip.writestr("ollama.exe", "MZ")
            packed_zip.writestr("lib/ollama/ggml.dll", "dll")
    else:
        with tarfile.open(archive, "w:gz") as tar:
            for name in ("ollama.exe", "lib/ollama/ggml.dll"):
                member = tarfile.TarInfo(name)
                member.size = 2
                tar.addfile(member, io.BytesIO(b"MZ"))
    unpack(archive, tmp_path / "out")
    assert (tmp_path / "out/ollama.exe").read_bytes() == b"MZ"
    assert (tmp_path / "out/lib/ollama/ggml.dll").is_file()


ESCAPES: list[dict[str, bytes | str]] = [
    {"../evil": "x"},
    {"/tmp/evil": "x"},
    {"a/../../evil": "x"},
    {"C:/evil": "x"},
    {"..\\evil": "x"},
    {"link": "->../.."},
    {"link": "->/etc/passwd"},
    {"deep/link": "->../../evil"},
    {"lib": "->.", "lib/evil": "x"},
    {"a/b/c/x": "x", "s": "->a/b/c", "t": "->s/../../../.."},
    {"r/x": "x", "s/t/u": "->../../r", "l": "->s/t/u/../../evil"},
]


@pytest.mark.parametrize("members", ESCAPES, ids=lambda members: " ".join(members))
def test_what_leads_out_is_refused_and_nothing_is_written_there(
    tmp_path: Path, members: dict[str, bytes | str]
) -> None:
    (tmp_path / "in").mkdir()
    archive = packed(tmp_path / "in", members)
    with pytest.raises(ZiggieError) as caught:
        unpack(archive, tmp_path / "deep/er/out")
    assert caught.value.code == "archive_unsafe"
    assert list(tmp_path.rglob("evil")) == []


def test_a_device_and_a_link_in_a_zip_are_refused(tmp_path: Path) -> None:
    archive = tmp_path / "ollama.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        member = tarfile.TarInfo("fifo")
        member.type = tarfile.FIFOTYPE
        tar.addfile(member)
    with pytest.raises(ZiggieError) as caught:
        unpack(archive, tmp_path / "out")
    assert caught.value.code == "archive_unsafe"
    zipped = tmp_path / "ollama.zip"
    with zipfile.ZipFile(zipped, "w") as packed_zip:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        packed_zip.writestr(info, "/etc/passwd")
    with pytest.raises(ZiggieError) as caught:
        unpack(zipped, tmp_path / "out2")
    assert caught.value.code == "archive_unsafe"


@pytest.mark.parametrize("name", ["ollama.tar.zst", "ollama.tgz", "ollama.zip"])
@pytest.mark.parametrize("damage", ["cut", "nonsense"])
def test_a_damaged_archive_is_said_to_be_that(tmp_path: Path, name: str, damage: str) -> None:
    archive = tmp_path / name
    whole = archive_with({"./bin/ollama": b"".join(bytes([n % 251]) * 97 for n in range(999))})
    archive.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"nonsense" * 100)
    with pytest.raises(ZiggieError) as caught:
        unpack(archive, tmp_path / "out")
    assert caught.value.code == "archive_damaged"


def test_it_ends_when_it_is_no_longer_wanted(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    with pytest.raises(Enough):
        unpack(packed(tmp_path, {"a": "x"}), tmp_path / "out", stop=stop)
