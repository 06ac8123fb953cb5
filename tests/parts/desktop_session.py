"""Owns a private desktop without a screen: X server, bus, tray, notifications, keyring.

Never touches the desktop of the person who runs the tests: bus, display, configuration and
keyring are new ones in a folder that is removed at the end, with every process that knew of it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psutil

from tests.parts.desktop_packages import FONTS, PROGRAMS
from tests.parts.screen_reader import ScreenReader
from tests.parts.secret_service import unlock
from tests.parts.session_bus import WATCHER, Notification, SessionBus, TrayItem
from tests.parts.session_files import BUS_CONF, DMENU, DUNSTRC, PANEL_XML
from ziggie_desktop.demo.parts.wheels import PartMissing

T = TypeVar("T")

PASTE = """
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
print(app.clipboard().text(), end="")
"""

START_TIMEOUT_S = 90.0
WAIT_TIMEOUT_S = 60.0
CALL_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 3.0
PASSWORD = b"test"  # of the keyring
MARKER = "ZIGGIE_TEST_SESSION"
FOLDERS = ("home", "run", "config", "data/keyrings", "cache", "state", "services", "log", "bin")

# What Qt needs to draw on an X server.
QT_PACKAGES = (
    *("libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
    "libx11-xcb1",
)
PACKAGES = [*dict.fromkeys(PROGRAMS.values()), FONTS, *QT_PACKAGES]

_SERVICES = ("org.xfce.Xfconf", "org.gnome.keyring.SystemPrompter", "ca.desrt.dconf")
_READERS = "org.a11y.Bus"
_STRANGERS = (
    *("WAYLAND_DISPLAY", "SESSION_MANAGER", "QT_QPA_PLATFORM", "GNOME_KEYRING_CONTROL"),
    *("AT_SPI_BUS_ADDRESS", "GTK_MODULES", "QT_QPA_PLATFORMTHEME", "DBUS_SESSION_BUS_ADDRESS"),
)


def missing_packages() -> list[str]:
    """The packages that this machine lacks for a session."""
    path = os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin"
    return sorted({package for name, package in PROGRAMS.items() if not _which(name, path)})


class DesktopSession:
    """``with DesktopSession() as session:`` – start programs with ``session.env``, then look.

    ``tray=False`` is a desktop without a tray, as GNOME is without an extension. With ``reader``
    a screen reader runs on it, as far as programs can tell; else no accessibility bus is there.
    """

    def __init__(
        self,
        *,
        tray: bool = True,
        keyring: bool = True,
        reader: bool = False,
        size: str = "1280x800",
    ) -> None:
        self._tray = tray
        self._keyring = keyring
        self._reader = reader
        self._size = size
        self._dir = Path()
        self._children: list[subprocess.Popen[bytes]] = []
        self._panel: subprocess.Popen[bytes] | None = None
        self.env: dict[str, str] = {}

    def __enter__(self) -> DesktopSession:
        lack = missing_packages()
        if lack:
            raise PartMissing(
                "the desktop session needs packages that are not installed; run: "
                f"apt-get install --no-install-recommends {' '.join(lack)}"
            )
        self._dir = Path(tempfile.mkdtemp(prefix="ziggie-session."))
        try:
            self._prepare()
            self._start_x()
            self._start_bus()
            self._start_services()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        last = {child.pid for child in self._children[:2]}  # X and the bus, for a quiet farewell
        family = self._family()
        _end([process for process in family if process.pid not in last])
        _end([process for process in family if process.pid in last])
        for child in self._children:
            child.wait(STOP_TIMEOUT_S)
        shutil.rmtree(self._dir, ignore_errors=True)

    # ------------------------------------------------------------ looking

    def shot(self, path: Path, window: str | None = None) -> Path:
        """A PNG of the screen, or of the window with this in its title."""
        target = "root" if window is None else str(self.wait_window(window))
        self._call(["import", "-silent", "-window", target, f"png:{path}"])
        return path

    def wait_window(self, title: str) -> int:
        """The id of the visible window with this in its title, once there is one."""

        def find() -> int | None:
            search = ["xdotool", "search", "--onlyvisible", "--name", re.escape(title)]
            ids = self._call(search, check=False).split()
            return int(ids[-1]) if ids else None

        return self.wait_for(find, f"window “{title}”")

    def activate(self, title: str, *keys: str) -> None:
        """Until the keyboard goes to the window with this in its title, for these keys: a new one
        may still wait for it, and what is typed too soon goes to another."""
        activate = ["xdotool", "windowactivate", "--sync", str(self.wait_window(title))]
        self._call([*activate, *(("key", *keys) if keys else ())], check=False)

    def point_at(self, title: str, *does: str) -> None:
        """What xdotool does with the window of that title (``%1``), if it is still there then.
        It would send keys past the X server: not by this."""
        search = ["xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(title)}$"]
        self._call([*search, *does], check=False)

    def windows(self) -> list[str]:
        """The titles of the windows that the window manager shows."""
        ids = self._call(["xdotool", "search", "--onlyvisible", "--name", "."], check=False)
        names = [self._call(["xdotool", "getwindowname", i], check=False) for i in ids.split()]
        own = {"", "xfce4-panel", "wrapper-2.0", "Dunst", "Openbox"}
        return [name.strip() for name in names if name.strip() not in own]

    def tray_items(self) -> list[TrayItem]:
        """What shows in the tray."""
        return self._bus.tray_items()

    def wait_tray(self, text: str = "") -> TrayItem:
        """The tray item with this in its title or tooltip, once it is there."""

        def find() -> TrayItem | None:
            found = [item for item in self.tray_items() if text.lower() in item.label.lower()]
            return found[0] if found else None

        return self.wait_for(find, f"tray item “{text}”")

    def tray_menu_labels(self, text: str = "") -> list[str]:
        """The labels of the item's menu as the tray gets them, submenus included."""
        return [entry.label for entry in self._bus.menu(self.wait_tray(text)) if entry.label]

    def tray_click_menu(self, label: str, text: str = "", *, wait_s: float = WAIT_TIMEOUT_S) -> str:
        """Choose the entry of the item's menu that the pattern ``label`` or these very words fit,
        once it can be chosen; its words."""
        item = self.wait_tray(text)

        def click() -> str | None:
            for entry in self._bus.menu(item):
                fits = entry.label == label or re.fullmatch(label, entry.label)
                if fits and entry.enabled:
                    self._bus.click(item, entry)
                    return entry.label
            return None

        return self.wait_for(click, f"menu entry “{label}” that can be chosen", wait_s)

    def tray_activate(self, text: str = "") -> None:
        """Left-click the item."""
        self._bus.activate(self.wait_tray(text))

    def tray_open_menu(self) -> None:
        """Right-click where the panel shows its tray, with one item in it: the panel draws the
        item's menu, and has the keyboard until a choice or Escape."""
        windows = ["xdotool", "search", "--onlyvisible", "--name", "^wrapper-2.0$"]

        def shown() -> list[str]:
            return self._call(windows, check=False).split()

        def alone() -> str | None:
            found = shown()
            if len(found) > 1:  # a menu that was opened before
                self._call(["xdotool", "key", "Escape"])
            return found[0] if len(found) == 1 else None

        tray = self.wait_for(alone, "tray alone")
        told = self._call(["xdotool", "getwindowgeometry", "--shell", tray])
        place = dict(line.split("=") for line in told.split())
        x = int(place["X"]) + int(place["WIDTH"]) // 2
        y = int(place["Y"]) + int(place["HEIGHT"]) // 2
        self._call(["xdotool", "mousemove", str(x), str(y), "click", "3"])
        self.wait_for(lambda: True if len(shown()) > 1 else None, "menu of the tray")

    def notifications(self) -> list[Notification]:
        """Every notification so far, oldest first."""
        return self._bus.notifications(self._dir / "notify.jsonl")

    def wait_notification(self, text: str) -> Notification:
        """The newest notification with this in its summary or body, once it is shown."""

        def find() -> Notification | None:
            shown = [note for note in self.notifications() if note.id and text in note.words]
            return shown[-1] if shown else None

        return self.wait_for(find, f"notification “{text}”")

    def invoke_notification(self, action: str, text: str = "") -> None:
        """Choose an action (its key or its label) of a shown notification."""
        note = self.wait_notification(text)
        if action not in note.actions and action not in note.actions.values():
            raise LookupError(f"no action “{action}”; there are {note.actions}")
        key = action if action in note.actions else _key_of(note.actions, action)
        (self._dir / "choice").write_text(f"[{note.id},{key}]", encoding="utf-8")
        self._call(["dunstctl", "context"])

    def opened(self) -> list[str]:
        """The addresses that programs wanted to have opened by the desktop, in order."""
        file = self._dir / "opened"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def clipboard(self) -> str:
        """What another program would paste now."""
        return self._call([sys.executable, "-c", PASTE])

    @contextmanager
    def reading(self) -> Iterator[ScreenReader]:
        """A screen reader that listens to the programs of this session."""
        reader = ScreenReader(address=self._bus.accessibility(), env=self.env)
        try:
            yield reader
        finally:
            reader.close()

    def wait_for(
        self, find: Callable[[], T | None], what: str, wait_s: float = WAIT_TIMEOUT_S
    ) -> T:
        """The first result of ``find`` that is not None."""
        end = time.monotonic() + wait_s
        while time.monotonic() < end:
            found = find()
            if found is not None:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"no {what} after {wait_s:g} s")

    # ------------------------------------------------------------ its keyring

    def lock_keyring(self) -> None:
        """As a screen saver does: who wants something of it is asked for the password."""
        self._bus.lock_keyring()

    def unlock_keyring(self) -> None:
        """Open it with its password, and without a prompt."""
        unlock(self.env["DBUS_SESSION_BUS_ADDRESS"], PASSWORD)

    # ------------------------------------------------------------ its panel

    def start_panel(self) -> None:
        """The panel with the tray, late or again."""
        self._spawn(["xfce4-panel", "--disable-wm-check", "--sm-client-disable"])
        self._panel = self._children[-1]

    def crash_panel(self) -> None:
        """The panel ends as by a crash, with all that it had started."""
        assert self._panel is not None, "no panel was started"
        parent = psutil.Process(self._panel.pid)
        family = [*parent.children(recursive=True), parent]
        for process in family:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(family, timeout=STOP_TIMEOUT_S)

    # ------------------------------------------------------------ starting

    @property
    def _bus(self) -> SessionBus:
        return SessionBus(self._call)

    def _prepare(self) -> None:
        home = self._dir
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, parents=True)
        self._stand_in_for_browser()
        panel = home / "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        panel.parent.mkdir(parents=True)
        panel.write_text(PANEL_XML, encoding="utf-8")
        (home / "data/keyrings/default").write_text("login", encoding="utf-8")
        menu = home / "dmenu"
        menu.write_text(DMENU.replace("@DIR@", str(home)), encoding="utf-8")
        menu.chmod(0o700)
        (home / "dunstrc").write_text(DUNSTRC.replace("@MENU@", str(menu)), encoding="utf-8")
        (home / "bus.conf").write_text(BUS_CONF.replace("@DIR@", str(home)), encoding="utf-8")
        for service in (*_SERVICES, *((_READERS,) if self._reader else ())):
            file = Path(f"/usr/share/dbus-1/services/{service}.service")
            if file.exists():
                shutil.copy(file, home / "services")
        self.env = {name: value for name, value in os.environ.items() if name not in _STRANGERS}
        self.env |= {
            MARKER: str(home),
            "PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
            "HOME": str(home / "home"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_SESSION_TYPE": "x11",
            "XDG_CURRENT_DESKTOP": "XFCE",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/run/bus",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
        }

    def _stand_in_for_browser(self) -> None:
        """What programs of this session open elsewhere is written down instead."""
        script = self._dir / "bin/xdg-open"
        script.write_text(f'#!/bin/sh\necho "$1" >> "{self._dir}/opened"\n', encoding="utf-8")
        script.chmod(0o700)

    def _start_x(self) -> None:
        read, write = os.pipe()
        screen = ["-screen", "0", f"{self._size}x24", "-nolisten", "tcp", "-noreset"]
        self._spawn(["Xvfb", "-displayfd", str(write), *screen], keep=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()  # closed without a word where Xvfb cannot start
        if not number:
            raise RuntimeError(f"Xvfb did not start: {self._log('Xvfb')}")
        self.env["DISPLAY"] = f":{number}"

    def _start_bus(self) -> None:
        config = f"--config-file={self._dir / 'bus.conf'}"
        self._spawn(["dbus-daemon", "--nofork", "--nopidfile", config])
        self._until("dbus-daemon", lambda: bool(self._bus.names()))

    def _start_services(self) -> None:
        self._spawn(["openbox", "--sm-disable"])
        self._spawn(["dunst", "-conf", str(self._dir / "dunstrc")])
        matches = ("method_call", "signal", "method_return")
        kinds = [f"--match=type='{kind}',{_FROM_NOTIFIER[kind]}" for kind in matches]
        record = self._dir / "notify.jsonl"
        self._spawn(["busctl", "--user", "--json=short", "monitor", *kinds], out=record)
        if self._keyring:
            control = f"--control-directory={self._dir / 'run/keyring'}"
            keyring = ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"]
            self._spawn([*keyring, control], told=PASSWORD)
        if self._tray:
            self.start_panel()
        self._until("dunst", lambda: "org.freedesktop.Notifications" in self._bus.names())
        self._until("the notification record", lambda: self._bus.recorded(record))
        if self._keyring:
            self._until("gnome-keyring", self._bus.keyring_unlocked)
        if self._reader:
            self._until("at-spi2-core", self._bus.has_reader)
        if self._tray:
            self._until("the panel's tray", lambda: WATCHER in self._bus.names())
            self._until("the panel's tray", self._bus.has_tray_host)
        picture = ["-size", self._size, "gradient:#3b5b7a-#1d2b3a"]
        self._call(["display", "-window", "root", *picture], check=False)  # ends with 1 when done
        self._until("openbox", lambda: "window id" in self._xprop("_NET_SUPPORTING_WM_CHECK"))

    def _spawn(
        self,
        command: Sequence[str],
        *,
        keep: Sequence[int] = (),
        out: Path | None = None,
        told: bytes | None = None,
    ) -> None:
        log = self._dir / "log" / f"{command[0]}.log"
        path = self.env["PATH"] + ":/usr/bin:/usr/sbin"
        with log.open("ab") as errors, (out or log).open("ab") as output:
            child = subprocess.Popen(
                # should the tests be killed, the session goes with them
                ["setpriv", "--pdeathsig", "KILL", _which(command[0], path) or "", *command[1:]],
                stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
                stdout=output,
                stderr=errors,
                env=self.env,
                cwd=self._dir,
                pass_fds=keep,
                start_new_session=True,
            )
        self._children.append(child)
        if told is not None:
            assert child.stdin is not None
            child.stdin.write(told)
            child.stdin.close()

    def _call(self, command: Sequence[str], check: bool = True) -> str:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=self.env,
            timeout=CALL_TIMEOUT_S,
            check=False,
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
        return done.stdout if done.returncode == 0 else ""

    def _xprop(self, name: str) -> str:
        return self._call(["xprop", "-root", name], check=False)

    def _until(self, what: str, test: Callable[[], bool]) -> None:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            with suppress(RuntimeError, ValueError):
                if test():
                    return
            time.sleep(0.03)
        raise RuntimeError(f"{what} did not come up: {self._log(what)}")

    def _log(self, name: str) -> str:
        file = self._dir / "log" / f"{name}.log"
        return file.read_text(errors="replace")[-800:].strip() if file.exists() else ""

    def _family(self) -> list[psutil.Process]:
        """Every process of this session, those included that the tests started in it."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get(MARKER) == str(self._dir):
                    found.append(process)
        return found


_FROM_NOTIFIER = {
    "method_call": "interface='org.freedesktop.Notifications'",
    "signal": "interface='org.freedesktop.Notifications'",
    "method_return": "sender='org.freedesktop.Notifications'",
}


def _which(name: str, path: str) -> str | None:
    return shutil.which(name, path=path)


def _key_of(actions: dict[str, str], label: str) -> str:
    return next(key for key, shown in actions.items() if shown == label)


def _end(processes: Sequence[psutil.Process]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            with suppress(psutil.Error):
                process.send_signal(number)
        _, processes = psutil.wait_procs(processes, timeout=STOP_TIMEOUT_S)
