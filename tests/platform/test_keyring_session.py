"""Tests the keyring's door on the real Secret Service of a private desktop session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.parts.desktop_session import DesktopSession

pytestmark = pytest.mark.session
ROOT = Path(__file__).parents[2]
KEY = "sk-ant-canary-7f3a"

# Each word is one call; what came back is printed, an error by its code.
CALLS = """
import asyncio, sys
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.keys import KeyStore

async def main():
    store = KeyStore(service="ziggie-desktop-test", timeout_s=5)
    for word in sys.argv[1:]:
        try:
            if word.startswith("set="):
                print("set", await store.set(word[4:]))
            else:
                print(word, await getattr(store, word)())
        except ZiggieError as error:
            print(word.partition("=")[0], error.code)

asyncio.run(main())
"""


def calls(env: Mapping[str, str], *words: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", CALLS, *words],
        env=dict(env),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.split("\n")[:-1]


def test_key_is_kept_by_the_real_secret_service(desktop_session: DesktopSession) -> None:
    env = desktop_session.env
    assert calls(env, "get", f"set={KEY}", "get") == ["get None", "set None", f"get {KEY}"]
    assert calls(env, "get") == [f"get {KEY}"], "it outlives the process"
    assert calls(env, "delete", "get", "delete") == ["delete None", "get None", "delete None"]


def test_locked_keyring_is_said_to_be_locked(desktop_session: DesktopSession) -> None:
    env = desktop_session.env
    secrets = "/org/freedesktop/secrets"
    lock = ["busctl", "--user", "call", "org.freedesktop.secrets", secrets]
    lock += ["org.freedesktop.Secret.Service", "Lock", "ao", "1", f"{secrets}/collection/login"]
    calls(env, f"set={KEY}")
    subprocess.run(lock, env=dict(env), check=True, capture_output=True, timeout=60)
    (said,) = calls(env, "get")
    assert said == "get keyring_locked"


def test_session_without_a_bus_has_no_keyring(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path)}
    env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/none"
    assert calls(env, "get", f"set={KEY}") == ["get keyring_missing", "set keyring_missing"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in path.read_bytes() for path in files)
