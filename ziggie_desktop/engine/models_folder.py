"""Owns the answer to "where does this Ollama keep its models?". Looks only; unknown is None.

A server reads OLLAMA_MODELS from its own environment, else takes the home of the user it runs as:
what this program was started with says nothing of a server that somebody else started.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from ziggie_desktop.contract.state import EngineStatus
from ziggie_desktop.engine.host import parse_host
from ziggie_desktop.engine.owner import OwnerKind
from ziggie_desktop.engine.plan import RunBy
from ziggie_desktop.engine.unit_environment import PROPERTIES, of_unit, read_shown

SYSTEMCTL_TIMEOUT_S = 2.0
UNIT = "ollama.service"
_PROPERTIES = f"{PROPERTIES},User,WorkingDirectory"
_OWN = (OwnerKind.OURS, OwnerKind.NOBODY)
_ELSEWHERE = (OwnerKind.DOCKER, OwnerKind.IMITATION)  # its paths are not ours, or not Ollama's


async def find_models_folder(
    status: EngineStatus,
    own: Mapping[str, str],
    *,
    run: RunBy = RunBy.CHILD,
    unit: str = UNIT,
    volume: str | None = None,
) -> Path | None:
    """The folder, as this machine names it. ``own``: the environment of a child of ours. ``run``:
    how ours is run, a unit of systemd or a container, in which the folder ``volume`` is mounted."""
    if status.url is not None and not parse_host(status.url).is_local:
        return None
    if run is RunBy.DOCKER and status.owner in (*_OWN, OwnerKind.DOCKER):
        return _whole(volume) if volume else None
    if run is RunBy.SYSTEMD and status.owner in (*_OWN, OwnerKind.SYSTEMD):
        return folder_of_unit(await _show_unit(unit))
    if status.owner in _OWN:
        return folder_from(own, base=Path.cwd())
    if status.owner in _ELSEWHERE or status.pid is None:
        return None
    with contextlib.suppress(psutil.Error, OSError):
        return await asyncio.to_thread(_folder_of, status.pid)
    if status.owner == OwnerKind.SYSTEMD:
        return folder_of_unit(await _show_unit(unit))
    return None


def _whole(text: str) -> Path:
    return Path(text).expanduser().absolute()


def folder_from(
    environ: Mapping[str, str], *, base: Path | None = None, windows: bool | None = None
) -> Path | None:
    """What Ollama makes of an environment. ``base``: where it was started, for a relative path."""
    windows = sys.platform == "win32" if windows is None else windows
    said = environ.get("OLLAMA_MODELS", "").strip().strip("\"'")
    home = environ.get("USERPROFILE" if windows else "HOME", "")
    if said:
        folder = Path(said)
    elif home:
        folder = Path(home) / ".ollama" / "models"
    else:
        return None
    if folder.is_absolute():
        return folder
    return base / folder if base is not None else None


def _folder_of(pid: int) -> Path | None:
    process = psutil.Process(pid)
    return folder_from(process.environ(), base=Path(process.cwd()))


def folder_of_unit(shown: Mapping[str, str]) -> Path | None:
    """From what ``systemctl show`` says of a unit; None where a part of it cannot be read."""
    if not shown:
        return None
    found = of_unit(shown.get("Environment", ""), shown.get("EnvironmentFiles", ""))
    if found.unread:
        return None
    environ = dict(found.variables)
    if "HOME" not in environ and (home := _home_of(shown.get("User") or "root")):
        environ["HOME"] = home
    return folder_from(environ, base=Path(shown.get("WorkingDirectory") or "/"), windows=False)


def _home_of(user: str) -> str | None:
    if sys.platform == "win32":
        return None
    import pwd

    try:
        return pwd.getpwuid(int(user)).pw_dir if user.isdigit() else pwd.getpwnam(user).pw_dir
    except (KeyError, OverflowError):
        return None


async def _show_unit(unit: str) -> dict[str, str]:
    """What systemd says of the unit; empty where it says nothing."""
    if shutil.which("systemctl") is None:
        return {}
    process = await asyncio.create_subprocess_exec(
        "systemctl", "show", f"--property={_PROPERTIES}", unit,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(SYSTEMCTL_TIMEOUT_S):
            out, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return {}
    return read_shown(out.decode("utf-8", "replace"))
