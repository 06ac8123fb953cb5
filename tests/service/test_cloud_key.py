"""The Claude key on a real keyring: stored, in force at once, never shown, taken out again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.parts.desktop_session import DesktopSession
from tests.service.parts import Parts
from tests.service.running import RunningService

pytestmark = pytest.mark.session

KEY = "sk-ant-kept-in-the-ring-4711"


def command(
    service: RunningService, *arguments: str, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ziggie_desktop", *arguments],
        env={**os.environ, "ZIGGIE_HOME": str(service.home), "ZIGGIE_PORT": port(service)},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def port(service: RunningService) -> str:
    return service.url.rpartition(":")[2]


def source(service: RunningService) -> str:
    done = command(service, "status", "--json")
    state = msgspec.json.decode(done.stdout)
    return str(state["cloud"]["key_source"])


def test_a_key_is_kept_in_the_keyring_and_nowhere_else(
    desktop_session: DesktopSession, tmp_path: Path
) -> None:
    ring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    bus = {"DBUS_SESSION_BUS_ADDRESS": desktop_session.env["DBUS_SESSION_BUS_ADDRESS"]}
    with RunningService(home=tmp_path / "home", environ=ring | bus) as service:
        assert source(service) == "none"
        done = command(service, "key", typed=KEY + "\n")
        assert (done.returncode, done.stdout) == (
            0,
            "The key is in the OS keyring. Claude cannot be reached: is the internet there?\n",
        )
        assert source(service) == "keyring"
        assert KEY not in done.stdout + done.stderr
        written = b"".join(p.read_bytes() for p in service.home.rglob("*") if p.is_file())
        assert KEY.encode() not in written
        assert command(service, "key", "--forget").returncode == 0
        assert source(service) == "none"


def test_what_cannot_be_a_key_is_refused_with_a_remedy(
    desktop_session: DesktopSession, tmp_path: Path
) -> None:
    bus = {"DBUS_SESSION_BUS_ADDRESS": desktop_session.env["DBUS_SESSION_BUS_ADDRESS"]}
    ring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    with RunningService(home=tmp_path / "home", environ=ring | bus) as service:
        done = command(service, "key", typed="two words\n")
        assert done.returncode == 1
        assert "This is not a key" in done.stderr
        assert "two words" not in done.stderr


def test_without_a_keyring_the_key_is_not_written_anywhere(tmp_path: Path) -> None:
    with RunningService(home=tmp_path / "home") as service:
        done = command(service, "key", typed=KEY + "\n")
        assert done.returncode == 1
        assert "ANTHROPIC_API_KEY" in done.stderr
        written = b"".join(p.read_bytes() for p in service.home.rglob("*") if p.is_file())
        assert KEY.encode() not in written


def test_a_key_is_tried_before_it_is_kept(
    desktop_session: DesktopSession, parts: Parts, tmp_path: Path
) -> None:
    environ = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": desktop_session.env["DBUS_SESSION_BUS_ADDRESS"],
        "ZIGGIE_CLOUD_URL": parts.cloud.url,
    }
    with RunningService(home=tmp_path / "home", environ=environ) as service:
        refused = command(service, "key", typed=KEY + "\n")
        assert refused.returncode == 1
        assert "does not know this key" in refused.stderr
        assert source(service) == "none"
        done = command(service, "key", typed=parts.cloud.key + "\n")
        assert "Claude takes the key." in done.stdout
        assert source(service) == "keyring"
        assert command(service, "key", "--forget").returncode == 0
