"""Owns how the programs of one user find each other: the service's URL, its token, its start."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from ziggie_desktop.desktop.prefs import LoginEntry
    from ziggie_desktop.platform.paths import Home

HEALTH_TIMEOUT_S = 2.0
END_TIMEOUT_S = 15.0
LINE_BYTES = 1024
DEFAULT_PORT = 11444


def find_service(*, home: str | None, port: int | None) -> tuple[str, str]:
    """URL and token for clients. ``port`` None: where the service of this home says it is, else
    11444. The token is ``ZIGGIE_TOKEN``, else what the service wrote for this user."""
    from ziggie_desktop.platform.paths import find_home
    from ziggie_desktop.platform.single_instance import SingleInstance

    place = find_home(home)
    token = os.environ.get("ZIGGIE_TOKEN", "").strip()
    if not token:
        with contextlib.suppress(OSError):
            token = place.owner_token.read_text(encoding="ascii").strip()
    url = f"http://127.0.0.1:{port or DEFAULT_PORT}"
    if port is None:
        url = SingleInstance(path=place.service_lock).read_note() or url
    return url, token


def open_desktop(*, home: str | None, port: int | None, hidden: bool) -> int:
    """Tray and window; the service is started if none runs, while Qt is loaded.

    Where a desktop of this home runs already its window is raised, and nothing is loaded.
    """
    from ziggie_desktop.knock import knock
    from ziggie_desktop.platform.paths import find_home

    place = find_home(home)
    if knock(str(place.root)):
        return 0
    url, _ = find_service(home=home, port=port)
    starting = None if healthy(url) else begin_service(place, port or DEFAULT_PORT)
    gc.disable()  # until the first frame is painted: `Desktop` turns it on again
    try:
        from ziggie_desktop.desktop.qt import load_qt

        load_qt()
        from ziggie_desktop.desktop.app import run
    except ImportError as error:
        if starting is not None:
            starting.terminate()
            starting.communicate(timeout=END_TIMEOUT_S)
        print(
            f"The desktop's parts are missing: {error}.\n"
            "Install them with `pip install 'ziggie-desktop[desktop]'`, and on Linux the system "
            "libraries that the README names.",
            file=sys.stderr,
        )
        return 1
    if starting is not None and not is_ready(starting):
        return 1
    url, token = find_service(home=home, port=port)

    def start_again() -> bool:
        """On the port it had: that is where its callers and this window look for it."""
        from urllib.parse import urlsplit

        there = urlsplit(url).port or DEFAULT_PORT
        return healthy(url) or is_ready(begin_service(place, there))

    return run(
        url=url,
        token=token,
        home=str(place.root),
        start_service=start_again,
        start_hidden=hidden,
        login=_login_entry,
    )


def _login_entry() -> LoginEntry:
    from ziggie_desktop.platform.autostart import Autostart

    return Autostart()


def healthy(url: str) -> bool:
    """Whether a service answers there. Asked by hand: a client would have to be loaded first."""
    import socket
    from urllib.parse import urlsplit

    try:
        place = urlsplit(url)
        asked = (
            f"GET /ziggie/v1/health HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection(
            (place.hostname or "", place.port or 80), timeout=HEALTH_TIMEOUT_S
        ) as call:
            call.sendall(asked.encode("ascii"))
            with call.makefile("rb") as answer:
                return answer.readline(LINE_BYTES).split()[1:2] == [b"200"]
    except (OSError, ValueError):
        return False


def begin_service(home: Home, port: int) -> subprocess.Popen[str]:
    """Start the service as a process of its own that outlives this one."""
    import subprocess

    command = [sys.executable, "-m", "ziggie_desktop", "serve"]
    command += ["--home", str(home.root), "--port", str(port)]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path.home(),
        start_new_session=True,
        creationflags=flags,
    )


def is_ready(service: subprocess.Popen[str]) -> bool:
    """Wait until it says so; False, with a word to the person, when it ends instead."""
    assert service.stdout is not None
    with service.stdout as lines:
        if lines.readline().startswith("ready"):
            return True
    assert isinstance(service.args, list)
    print(
        f"The service did not start.\nSee why with: {' '.join(service.args)}",
        file=sys.stderr,
    )
    return False
