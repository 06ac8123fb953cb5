"""The desktop session, with a tiny Qt program in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.parts.desktop_session import DesktopSession

pytestmark = pytest.mark.session

PROGRAM = """
import sys
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QSystemTrayIcon
app = QApplication(sys.argv)
print("tray", QSystemTrayIcon.isSystemTrayAvailable(), flush=True)
app.setQuitOnLastWindowClosed(False)
pixels = QPixmap(22, 22)
pixels.fill(QColor("#2f9e6e"))
window = QLabel("Hello")
window.setWindowTitle("Smoke window")
window.resize(240, 120)
menu = QMenu()
menu.addAction("Show window", window.show)
more = menu.addMenu("More")
more.addAction("Nothing").setEnabled(False)
menu.addSeparator()
menu.addAction("Quit", app.quit)
tray = QSystemTrayIcon(QIcon(pixels))
tray.setToolTip("Smoke tip")
tray.setContextMenu(menu)
tray.activated.connect(lambda reason: print("activated", reason.name, flush=True))
tray.show()
if "--message" in sys.argv:
    tray.showMessage("Smoke title", "Smoke body")
if not QSystemTrayIcon.isSystemTrayAvailable():
    window.show()
sys.exit(app.exec())
"""

NOTIFY = [
    *("busctl", "--user", "call", "org.freedesktop.Notifications"),
    *("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "Notify"),
    *("susssasa{sv}i", "smoke", "0", "", "Fell back", "Claude answered", "4"),
    *("default", "Open", "retry", "Try again", "0", "9000"),
]


def start(session: DesktopSession, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=session.env,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_invoked(session: DesktopSession, key: str) -> None:
    def find() -> bool | None:
        return key in session.wait_notification("Fell back").invoked or None

    session.wait_for(find, f"invoked {key}")


def test_tray_menu_window_and_picture(desktop_session: DesktopSession, tmp_path: Path) -> None:
    program = start(desktop_session)
    item = desktop_session.wait_tray("Smoke tip")
    assert item.status == "Active"
    labels = desktop_session.tray_menu_labels()
    assert labels == ["Show window", "More", "Nothing", "Quit"]
    desktop_session.tray_click_menu("Show window")
    desktop_session.wait_window("Smoke window")
    assert desktop_session.windows() == ["Smoke window"]
    screen = desktop_session.shot(tmp_path / "screen.png")
    window = desktop_session.shot(tmp_path / "window.png", window="Smoke window")
    assert screen.read_bytes()[:4] == window.read_bytes()[:4] == b"\x89PNG"
    for label in ("Nothing", "None such"):  # the first is there, and disabled
        with pytest.raises(TimeoutError, match=label):
            desktop_session.tray_click_menu(label, wait_s=0.5)
    desktop_session.tray_activate()
    desktop_session.tray_click_menu("Quit")
    output, _ = program.communicate(timeout=60)
    assert program.returncode == 0
    assert output.split() == ["tray", "True", "activated", "Trigger"]


def test_notifications_and_their_actions(desktop_session: DesktopSession) -> None:
    program = start(desktop_session, "--message")
    note = desktop_session.wait_notification("Smoke title")
    assert (note.body, note.actions) == ("Smoke body", {})
    subprocess.run(NOTIFY, env=desktop_session.env, check=True, timeout=60, capture_output=True)
    for action, key in (("Try again", "retry"), ("default", "default")):
        desktop_session.invoke_notification(action, "Fell back")
        wait_invoked(desktop_session, key)
        subprocess.run(NOTIFY, env=desktop_session.env, check=True, timeout=60, capture_output=True)
    with pytest.raises(LookupError, match="no action"):
        desktop_session.invoke_notification("Pay", "Fell back")
    desktop_session.tray_click_menu("Quit")
    program.communicate(timeout=60)


def test_the_keyring_is_open(desktop_session: DesktopSession) -> None:
    code = (
        "import keyring; keyring.set_password('smoke', 'me', 'secret');"
        "print(type(keyring.get_keyring()).__module__, keyring.get_password('smoke', 'me'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=desktop_session.env,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.split() == ["keyring.backends.SecretService", "secret"]


def test_without_a_tray_and_nothing_stays_behind() -> None:
    with DesktopSession(tray=False, keyring=False) as session:
        program = start(session)
        session.wait_window("Smoke window")
        assert session.tray_items() == []
        family = session._family()
        assert "Xvfb" in [process.name() for process in family]
    assert not [process for process in family if process.is_running()]
    output, _ = program.communicate(timeout=60)
    assert output == "tray False\n"
    assert not psutil.pid_exists(program.pid)


def test_two_sessions_do_not_meet(desktop_session: DesktopSession) -> None:
    with DesktopSession(tray=False, keyring=False) as other:
        assert other.env["DISPLAY"] != desktop_session.env["DISPLAY"]
        subprocess.run(NOTIFY, env=other.env, check=True, timeout=60, capture_output=True)
        other.wait_notification("Fell back")
        assert desktop_session.notifications() == []
