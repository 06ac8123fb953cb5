"""Owns the folder of the Ollamas that we installed: a version a folder, and which one is current.

Touches nothing outside that folder. A version is there whole or not at all (it is renamed into
place), and the current one changes in one step (a file is replaced).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from ziggie_desktop.engine.install.release import PROGRAMS, version_of
from ziggie_desktop.engine.install.steps import Journal
from ziggie_desktop.platform.paths import make_private_folder, write_private

_T = TypeVar("_T")


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """``version`` is the one in use, ``previous`` the one before. ``rejected``: did not prove
    itself here and was rolled back, so that it is not offered again."""

    version: str
    previous: str | None = None
    rejected: tuple[str, ...] = ()


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """What was the newest release when it was last asked (seconds since 1970)."""

    version: str
    asked_at: float


class Store:
    """The folder, by version."""

    def __init__(self, *, root: Path) -> None:
        self.root = root
        self._current = _read(root / "current.json", Current)
        self._latest = _read(root / "latest.json", Latest)

    # What is there

    def current(self) -> Current | None:
        """None where nothing was installed, or what was is gone."""
        found = self._current
        return found if found is not None and self.program(found.version) else None

    def program(self, version: str | None = None) -> Path | None:
        """The program of a version, else of the current one."""
        if version is None:
            current = self.current()
            return self.program(current.version) if current is not None else None
        for name in PROGRAMS:
            place = self.folder(version) / name
            if place.is_file() and os.access(place, os.X_OK):
                return place
        return None

    def folder(self, version: str) -> Path:
        return self.root / "versions" / version_of(version)

    def latest(self) -> Latest | None:
        return self._latest

    def journal(self) -> Journal | None:
        return _read(self.root / "journal.json", Journal)

    # What changes

    def part(self, version: str, name: str) -> Path:
        """Where a download grows; parts of other versions are given up."""
        staging = self.root / "staging"
        make_private_folder(self.root)
        make_private_folder(staging)
        part = staging / f"{version}-{name}"
        for other in staging.iterdir():
            if other != part:
                self.delete(other)
        return part

    def fresh(self, version: str) -> Path:
        """A folder to unpack into; not there yet."""
        folder = self.root / "staging" / f"{version}.unpacked"
        self.delete(folder)
        return folder

    def downloaded(self, version: str) -> Path:
        """The archive that ``part`` became."""
        return next((self.root / "staging").glob(f"{version}-*"))

    def take(self, fresh: Path, version: str) -> None:
        """An unpacked version becomes one that can be chosen."""
        folder = self.folder(version)
        folder.parent.mkdir(exist_ok=True)
        self.delete(folder)
        fresh.rename(folder)

    def choose(self, current: Current | None) -> None:
        """Another version is current from now on; None for none."""
        if current is None:
            (self.root / "current.json").unlink(missing_ok=True)
            (self.root / "current").unlink(missing_ok=True)
            self._current = None
            return
        write_private(self.root / "current.json", msgspec.json.encode(current))
        self._current = current
        self._link(current.version)

    def _link(self, version: str) -> None:
        """A link for people; the file is what counts."""
        fresh = self.root / ".current"
        with contextlib.suppress(OSError):  # Windows wants a right that few have
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(Path("versions") / version)
            fresh.replace(self.root / "current")

    def note(self, journal: Journal | None) -> None:
        """Keep how far a change is, for the next start; None when it has ended."""
        if journal is None:
            (self.root / "journal.json").unlink(missing_ok=True)
            return
        make_private_folder(self.root)
        write_private(self.root / "journal.json", msgspec.json.encode(journal))

    def remember_latest(self, latest: Latest) -> None:
        make_private_folder(self.root)
        write_private(self.root / "latest.json", msgspec.json.encode(latest))
        self._latest = latest

    def drop(self, version: str) -> None:
        self.delete(self.folder(version))

    def clean(self) -> None:
        """Keep the current version and the one before; the rest, and the staging, goes."""
        current = self.current()
        if current is None:
            return
        kept = {current.version, current.previous}
        for folder in (self.root / "versions").iterdir():
            if folder.name not in kept:
                self.delete(folder)
        self.delete(self.root / "staging")

    def delete(self, path: Path) -> None:
        """As far as it can be: Windows keeps a program that runs; the next time gets it."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=sys.platform == "win32")
        else:
            path.unlink(missing_ok=True)


def _read(path: Path, kind: type[_T]) -> _T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None
