"""Owns finding the ollama program. Never starts or installs one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.current import current_system
from ziggie_desktop.platform.interface import System


def find_ollama(
    explicit: str | Path | None = None,
    *,
    ours: Path | None = None,
    environ: Mapping[str, str] | None = None,
    system: System | None = None,
) -> Path | None:
    """``explicit``, else ``ZIGGIE_OLLAMA``, else ours, else PATH, else the usual places; None for
    none.

    A program that was named but cannot be run is an error: nobody wants another one instead.
    ``ours`` is the one that Ziggie installed, which it does at its owner's wish alone: one that
    appears on PATH later does not take its place unsaid.
    """
    env = os.environ if environ is None else environ
    named = str(explicit) if explicit else env.get("ZIGGIE_OLLAMA", "")
    if named:
        return _named(named, env)
    if ours is not None and _runnable(ours):
        return ours
    on_path = shutil.which("ollama", path=env.get("PATH"))
    if on_path:
        return Path(on_path).absolute()
    for place in (system or current_system()).ollama_places(env):
        if _runnable(place):
            return place
    return None


def _named(named: str, environ: Mapping[str, str]) -> Path:
    place = Path(named).expanduser()
    if _runnable(place):
        return place.absolute()
    on_path = shutil.which(named, path=environ.get("PATH"))
    if on_path:
        return Path(on_path).absolute()
    raise ZiggieError(
        "ollama_not_found",
        f"ZIGGIE_OLLAMA names {named}, which is no program that can be run.",
        "Correct ZIGGIE_OLLAMA, or leave it out to have Ollama searched for.",
        status=503,
    )


def _runnable(place: Path) -> bool:
    return place.is_file() and os.access(place, os.X_OK)
