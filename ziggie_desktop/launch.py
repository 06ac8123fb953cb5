"""Owns how the programs of one user find each other: the service's URL, its token, its start."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from ziggie_desktop.platform.autostart import Autostart
from ziggie_desktop.platform.paths import Home, find_home
from ziggie_desktop.platform.single_instance import SingleInstance

START_TIMEOUT_S = 15.0
HEALTH_TIMEOUT_S = 2.0


DEFAULT_PORT = 11444


def find_service(*, home: str | None, port: int | None) -> tuple[str, str]:
    """URL and token for clients. ``port`` None: where the service of this home says it is, else
    11444. The token is ``ZIGGIE_TOKEN``, else what the service wrote for this user."""
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
    """Tray and window; the service is started first if none runs."""
    try:
        from ziggie_desktop.desktop.app import run
    except ImportError as error:
        print(
            f"The desktop's parts are missing: {error}.\n"
            "Install them with `pip install 'ziggie-desktop[desktop]'`, and on Linux the system "
            "libraries that the README names.",
            file=sys.stderr,
        )
        return 1
    place = find_home(home)
    url, _ = find_service(home=home, port=port)
    if not healthy(url) and not start_service(place, port or DEFAULT_PORT):
        return 1
    url, token = find_service(home=home, port=port)
    return run(url=url, token=token, home=str(place.root), start_hidden=hidden, login=Autostart())


def healthy(url: str) -> bool:
    import urllib.error
    import urllib.request  # heavy, and the service comes through this module too

    try:
        with urllib.request.urlopen(f"{url}/ziggie/v1/health", timeout=HEALTH_TIMEOUT_S) as answer:  # noqa: S310 - our own URL
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def start_service(home: Home, port: int) -> bool:
    """Start the service as a process of its own that outlives this one; False when it cannot."""
    command = [sys.executable, "-m", "ziggie_desktop", "serve"]
    command += ["--home", str(home.root), "--port", str(port)]
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
    service = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path.home(),
        start_new_session=True,
        creationflags=flags,
    )
    assert service.stdout is not None
    with service.stdout as lines:
        if lines.readline().startswith("ready"):
            return True
    print(
        f"The service did not start.\nSee why with: {' '.join(command)}",
        file=sys.stderr,
    )
    return False
