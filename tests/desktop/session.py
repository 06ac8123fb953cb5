"""Owns what the tests on a real desktop share: our program in a session, as a person starts it or
with a stand-in for the service, and a person's patience with it. Asserts nothing of a page."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.desktop.stand_in import TOKEN, StandIn
from tests.parts.desktop_session import MARKER, DesktopSession
from tests.service.running import ROOT, RunningService

WAIT_S = 60.0
AGAIN_S = 10.0  # beyond what a busy desktop takes for a key
TITLE = "Ziggie Desktop"
ITEM = "Ziggie"
LEAVE = "Quit, leave the service running"
START = """
import sys
from PySide6.QtWidgets import QSystemTrayIcon
from ziggie_desktop.desktop.app import run
url, token, home, hidden, tray = sys.argv[1:]
if tray == "stays":
    QSystemTrayIcon.isSystemTrayAvailable = lambda: True
stop = lambda: print("service stopped", flush=True)
sys.exit(run(url=url, token=token, home=home, start_hidden=hidden == "hidden", stop_service=stop))
"""
KEPT = "import keyring; print(keyring.get_password('ziggie-desktop', 'anthropic'))"
STEERING = ("ZIGGIE_", "OLLAMA_", "ANTHROPIC_", "USE_LOCAL_LLM", "OPENAI_", "PYTHON_KEYRING")
# Qt looks for the desktop portal, which a bare session does not have, and says so.
NO_PORTAL = "org.freedesktop.portal.Desktop"
# A screen reader asked for what had just gone.
HARMLESS = (NO_PORTAL, "qt.accessibility.atspi: Could not find accessible on path")


def environment(session: DesktopSession, **more: str) -> dict[str, str]:
    """That of the session, without what would steer a service or its keyring."""
    kept = {name: value for name, value in session.env.items() if not name.startswith(STEERING)}
    kept[MARKER] = session.env[MARKER]  # the session ends what a test that failed left behind
    return {**kept, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


@contextmanager
def _started(*words: str, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Gone afterwards, as a crash ends it; in order where a test quits it."""
    program = subprocess.Popen(
        [sys.executable, *words],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        program.communicate()


@contextmanager
def opened(
    home: Path, env: Mapping[str, str], *, port: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """`ziggie-desktop` as a person starts it: it finds the service of that home, or starts one on
    ``port``."""
    words = ["-m", "ziggie_desktop", "--home", str(home)]
    words += [] if port is None else ["--port", str(port)]
    with _started(*words, env=env) as program:
        yield program


@contextmanager
def desktop(
    session: DesktopSession,
    service: StandIn | RunningService,
    home: Path,
    *,
    hidden: bool = True,
    token: str = TOKEN,
    x_tray_stays: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """The desktop alone, on a service that runs.

    ``x_tray_stays``: Qt sees a tray all the time, as for the moment in which a panel's X window
    outlives its name on the bus.
    """
    words = [service.url, token, str(home), "hidden" if hidden else "shown"]
    words.append("stays" if x_tray_stays else "as it is")
    env = session.env | {"PYTHONPATH": str(ROOT)}
    with _started("-c", START, *words, env=env) as program:
        yield program


def ended(program: subprocess.Popen[str]) -> tuple[int, str]:
    """Its exit status and its words, once it is gone; none of them strange."""
    out, errors = program.communicate(timeout=WAIT_S)
    strange = [line for line in errors.splitlines() if not any(known in line for known in HARMLESS)]
    assert strange == []
    return program.returncode, out


def leave(session: DesktopSession, program: subprocess.Popen[str]) -> None:
    """Quit it by its tray; the service goes on."""
    session.tray_click_menu(LEAVE, ITEM)
    assert ended(program) == (0, "")


def terminate(program: subprocess.Popen[str]) -> None:
    program.terminate()
    assert ended(program) == (0, "")


def until(what: str, test: Callable[[], bool], *, wait_s: float = WAIT_S) -> None:
    end = time.monotonic() + wait_s
    while not test():
        assert time.monotonic() < end, f"not within {wait_s} s: {what}"
        time.sleep(0.05)


def insist(what: str, act: Callable[[], object], done: Callable[[], bool]) -> None:
    """Do that until it has worked. Keys and clicks go astray while a desktop has much to do: a
    person would press again."""
    acted = [0.0]

    def worked() -> bool:
        if not done() and time.monotonic() > acted[-1] + AGAIN_S:
            with suppress(TimeoutError, subprocess.TimeoutExpired):  # it may just be gone
                act()
            acted.append(time.monotonic())
        return done()

    until(what, worked)


def close_window(session: DesktopSession) -> None:
    """By the window manager's own key, which asks the window as its cross does."""
    session.wait_window(TITLE)
    insist(
        "the window is closed",
        lambda: session.activate(TITLE, "alt+F4"),
        lambda: TITLE not in session.windows(),
    )


def says(session: DesktopSession, words: str) -> Callable[[], bool]:
    """Whether the tray's tooltip has these words."""
    return lambda: words in session.wait_tray(ITEM).tooltip


def offers(session: DesktopSession, words: str) -> Callable[[], bool]:
    """Whether an entry of the tray's menu has these words."""
    return lambda: any(words in label for label in session.tray_menu_labels(ITEM))


def kept_key(env: Mapping[str, str]) -> str:
    """What the desktop's keyring holds."""
    asked = [sys.executable, "-c", KEPT]
    done = subprocess.run(
        asked, env=env, capture_output=True, text=True, timeout=WAIT_S, check=True
    )
    return done.stdout.strip()
