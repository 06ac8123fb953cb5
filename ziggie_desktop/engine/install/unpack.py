"""Owns the unpacking of a release's archive. Writes nothing outside the folder that it is given.

No absolute path, no way up, no link that leads out, no device; nothing is written through a link.
"""

from __future__ import annotations

import gzip
import os
import shutil
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ziggie_desktop.contract.errors import ZiggieError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 1024 * 1024
_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    zstd.ZstdError,
    EOFError,
)
Stop = Callable[[], None]  # raises when the unpacking is no longer wanted


class _Entry:
    """One member of either kind of archive."""

    def __init__(
        self, name: str, *, mode: int, link: str | None = None, folder: bool = False
    ) -> None:
        self.name, self.mode, self.link, self.folder = name, mode, link, folder


def unpack(archive: Path, folder: Path, *, stop: Stop = lambda: None) -> None:
    """Unpack into ``folder``, which is made. ZiggieError for an archive that cannot be trusted or
    read; OSError where the disk is full."""
    folder.mkdir(parents=True)
    writer = _Writer(folder, stop)
    try:
        if archive.name.endswith(".zip"):
            _unpack_zip(archive, writer)
        else:
            _unpack_tar(archive, writer)
    except _DAMAGED as error:
        raise _unreadable(archive) from error
    writer.check_links()


def _unpack_tar(archive: Path, writer: _Writer) -> None:
    with _plain(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            if not (member.isreg() or member.isdir() or member.issym() or member.islnk()):
                raise _unsafe(member.name)
            if member.islnk():
                writer.hard_link(member.name, member.linkname)
                continue
            entry = _Entry(
                member.name,
                mode=member.mode,
                link=member.linkname if member.issym() else None,
                folder=member.isdir(),
            )
            writer.write(entry, tar.extractfile(member) if member.isreg() else None)


def _unpack_zip(archive: Path, writer: _Writer) -> None:
    with zipfile.ZipFile(archive) as packed:
        for info in packed.infolist():
            mode = info.external_attr >> 16
            if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise _unsafe(info.filename)
            entry = _Entry(info.filename, mode=mode, folder=info.is_dir())
            if info.is_dir():
                writer.write(entry, None)
                continue
            with packed.open(info) as content:
                writer.write(entry, content)


class _Writer:
    def __init__(self, root: Path, stop: Stop) -> None:
        self._root = root
        self._stop = stop
        self._links: set[PurePosixPath] = set()

    def write(self, entry: _Entry, content: IO[bytes] | None) -> None:
        self._stop()
        place = self._place(entry.name)
        if place is None:
            return
        if entry.folder:
            place.mkdir(parents=True, exist_ok=True)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        if entry.link is not None:
            _inside(PurePosixPath(entry.name).parent, entry.link)
            place.symlink_to(entry.link)
            self._links.add(_clean(entry.name))
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(place, flags, 0o600)
        with os.fdopen(handle, "wb") as file:
            while content is not None and (chunk := content.read(CHUNK)):
                self._stop()
                file.write(chunk)
            if sys.platform != "win32":
                # For whoever installed it, and for the others to run; never set-uid.
                os.fchmod(file.fileno(), 0o755 if entry.mode & 0o100 else 0o644)

    def hard_link(self, name: str, target: str) -> None:
        place, source = self._place(name), self._place(target)
        if place is None or source is None or source.is_symlink() or not source.is_file():
            raise _unsafe(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, place)

    def check_links(self) -> None:
        """Lexically inside is not enough: a link may lead through another one."""
        root = self._root.resolve()
        for link in self._links:
            if not (self._root / link).resolve().is_relative_to(root):
                raise _unsafe(str(link))

    def _place(self, name: str) -> Path | None:
        """Where a member goes; None for the root itself."""
        clean = _clean(name)
        if any(parent in self._links for parent in (clean, *clean.parents)):
            raise _unsafe(name)
        return self._root / clean if clean.parts else None


def _clean(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or drive:
        raise _unsafe(name)
    return path


def _inside(folder: PurePosixPath, target: str) -> None:
    """Refuse a link whose words lead out of the archive."""
    depth = 0
    if target.startswith("/") or "\\" in target or "\0" in target:
        raise _unsafe(target)
    for part in (*folder.parts, *PurePosixPath(target).parts):
        depth += -1 if part == ".." else 1
        if depth < 0:
            raise _unsafe(target)


@contextmanager
def _plain(archive: Path) -> Iterator[IO[bytes]]:
    """The tar inside, decompressed as it is read."""
    if archive.name.endswith(".zst"):
        with zstd.open(archive, "rb") as unpacked:
            yield cast("IO[bytes]", unpacked)
    else:
        with gzip.open(archive, "rb") as unzipped:
            yield cast("IO[bytes]", unzipped)


def _unsafe(name: str) -> ZiggieError:
    return ZiggieError(
        "archive_unsafe",
        f"The archive has a member that would lie outside its folder: {name[:100]!r}.",
        "Nothing was installed. Do not use this source of releases.",
        status=502,
    )


def _unreadable(archive: Path) -> ZiggieError:
    return ZiggieError(
        "archive_damaged",
        f"{archive.name} cannot be unpacked: it is damaged.",
        "Try again; if it stays so, choose another version.",
        status=502,
    )
