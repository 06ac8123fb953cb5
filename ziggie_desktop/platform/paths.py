"""Owns where files lie and who may read them: folders 0700, files 0600, whatever the umask.

Never follows a symbolic link in place of one of its own files.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ziggie_desktop.contract.errors import ZiggieError

APP = "ziggie-desktop"
FOLDER_MODE = 0o700
FILE_MODE = 0o600


class Home(NamedTuple):
    """The places of one installation. Two services never share one."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def policy(self) -> Path:
        return self.root / "policy.toml"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.sqlite3"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def tokens(self) -> Path:
        return self.root / "tokens.json"

    @property
    def owner_token(self) -> Path:
        return self.root / "owner.token"

    @property
    def engine(self) -> Path:
        return self.root / "engine.json"

    @property
    def lending(self) -> Path:
        return self.root / "lending.json"

    @property
    def loads(self) -> Path:
        return self.root / "loads.json"

    @property
    def move(self) -> Path:
        """How far a move of the models folder is."""
        return self.root / "move.json"

    @property
    def ollama(self) -> Path:
        """The Ollamas that Ziggie installed."""
        return self.root / "ollama"

    @property
    def pulls(self) -> Path:
        return self.root / "pulls.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def log_file(self) -> Path:
        return self.logs / "service.log"

    @property
    def ollama_log(self) -> Path:
        return self.logs / "ollama.log"

    @property
    def service_lock(self) -> Path:
        return self.root / "service.lock"

    @property
    def desktop_lock(self) -> Path:
        return self.root / "desktop.lock"

    def prepare(self) -> None:
        """Make the folders, private; raise ``home_unusable`` when that cannot be."""
        import secrets

        try:
            for folder in (self.root, self.logs):
                make_private_folder(folder)
            probe = self.root / f".probe-{secrets.token_hex(4)}"
            write_private(probe, b"")
            probe.unlink()
        except OSError as error:
            raise _unusable(self.root, error) from error


def find_home(chosen: str | Path | None = None, environ: Mapping[str, str] | None = None) -> Home:
    """``chosen``, else ``ZIGGIE_HOME``, else the platform's own place; nothing is created."""
    env = os.environ if environ is None else environ
    wish = str(chosen) if chosen else env.get("ZIGGIE_HOME", "")
    if wish:
        return Home(Path(wish).expanduser().absolute())
    import platformdirs  # a chosen home is found without it

    return Home(Path(platformdirs.user_data_dir(APP, appauthor=False)))


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` for its owner alone, or make it so when it exists."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & stat.S_ISVTX:  # /tmp and its like: closing it would lock everybody else out
        raise PermissionError(errno.EPERM, "it is a folder that all users share")
    if mode != FOLDER_MODE:
        folder.chmod(FOLDER_MODE)


def write_private(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step; afterwards only the owner reads it.

    A reader sees the old or the new content, also after a power cut. What stood there before,
    a symbolic link too, is replaced and not followed.
    """
    import secrets  # with it comes OpenSSL, which a second start of the desktop does without

    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            if sys.platform != "win32":
                os.fchmod(file.fileno(), FILE_MODE)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def open_private_append(path: Path) -> int:
    """A descriptor that appends to ``path``, made private first; a symbolic link is refused."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, FILE_MODE)
    if sys.platform != "win32":
        os.fchmod(handle, FILE_MODE)
    return handle


def _unusable(root: Path, error: OSError) -> ZiggieError:
    from ziggie_desktop.contract.errors import ZiggieError

    why = error.strerror or type(error).__name__
    return ZiggieError(
        "home_unusable",
        f"The home {root} cannot be used: {why}.",
        "Make it a folder that you may read and write, or name another one with "
        "ZIGGIE_HOME or --home.",
        status=500,
    )
