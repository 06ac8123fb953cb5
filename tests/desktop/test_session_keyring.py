"""A keyring that is locked: the whole program says so with what to do, and goes on once it is open.

The prompt is the desktop's own, answered as a person does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.session import environment, insist, kept_key, leave, opened, until
from tests.parts.desktop_session import DesktopSession
from tests.parts.fixtures import session_of
from tests.parts.screen_reader import ScreenReader
from tests.service.parts import Parts
from tests.service.running import RunningService

pytestmark = pytest.mark.session

KEEP = "import keyring, sys; keyring.set_password('ziggie-desktop', 'anthropic', sys.argv[1])"
PROMPT = "Unlock Login Keyring"
ASKED = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 9,
    "messages": [{"role": "user", "content": "Hello"}],
}


@pytest.fixture
def session() -> Iterator[DesktopSession]:
    """One for each test: its keyring is left as it was not found."""
    with session_of(reader=True) as made:
        yield made


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    with Parts() as made:
        yield made


def service_of(session: DesktopSession, parts: Parts, home: Path) -> RunningService:
    """With the session's keyring, and no key but what that holds."""
    told = ("DBUS_SESSION_BUS_ADDRESS", "HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    environ = {**parts.environ, **{name: session.env[name] for name in told}}
    ring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    return RunningService(home=home, environ={**environ, **ring, "ANTHROPIC_API_KEY": ""})


def answer(session: DesktopSession, reader: ScreenReader, *keys: str, words: str = "") -> None:
    """Answer the prompt that asks for the keyring's password."""

    def typed() -> None:
        session.activate(PROMPT, "ctrl+a")
        reader.type(words)
        reader.keys(*keys)

    session.wait_window(PROMPT)
    insist("the prompt is gone", typed, lambda: PROMPT not in session.windows())


def test_a_key_behind_a_locked_keyring_is_used_once_it_is_open(
    session: DesktopSession, parts: Parts, tmp_path: Path
) -> None:
    env = environment(session)
    subprocess.run([sys.executable, "-c", KEEP, parts.cloud.key], env=env, check=True, timeout=60)
    session.lock_keyring()
    with (
        service_of(session, parts, tmp_path / "home") as service,
        opened(service.home, env) as program,
        session.reading() as reader,
    ):
        answer(session, reader, "Escape")
        reader.wait_words("The keyring is locked: whether it holds a Claude key is not known.")
        reader.wait_words("Unlock the keyring; it is looked at again then.")
        assert service.state()["cloud"]["configured"] is False
        session.unlock_keyring()
        reader.gone("The keyring is locked: whether it holds a Claude key is not known.")
        until("the key is found", lambda: service.state()["cloud"]["key_source"] == "keyring")
        headers = (("X-Ziggie-Use-Local", "never"),)
        got = service.call("POST", "/v1/messages", ASKED, headers=headers)
        assert (got.status, got.headers["x-ziggie-route"]) == (200, "cloud")
        leave(session, program)


def test_a_key_that_a_locked_keyring_did_not_take_is_asked_for_again(
    session: DesktopSession, parts: Parts, tmp_path: Path
) -> None:
    env = environment(session)
    with service_of(session, parts, tmp_path / "home") as service:
        until("it has looked", lambda: "holds no key" in service.state()["cloud"]["reason"])
        session.lock_keyring()
        with opened(service.home, env) as program, session.reading() as reader:
            reader.press("Settings")
            reader.write("Claude key", parts.cloud.key)
            reader.press("Store")
            answer(session, reader, "Escape")
            reader.wait_words("The keyring is locked.")
            reader.wait_words("Unlock the keyring, or set ANTHROPIC_API_KEY for the service.")
            reader.write("Claude key", parts.cloud.key)
            reader.press("Store")
            answer(session, reader, "Return", words="test")
            until("the key is kept", lambda: service.state()["cloud"]["key_source"] == "keyring")
            assert kept_key(env) == parts.cloud.key
            leave(session, program)
