"""Owns the whole program in tests: `ziggie-desktop` as a person starts it on a desktop session."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.parts.desktop_session import MARKER, DesktopSession

ROOT = Path(__file__).parents[2]
STEERING = ("ZIGGIE_", "OLLAMA_", "ANTHROPIC_", "USE_LOCAL_LLM", "OPENAI_", "PYTHON_KEYRING")
KEPT = "import keyring; print(keyring.get_password('ziggie-desktop', 'anthropic'))"


def environment(session: DesktopSession, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in session.env.items() if not name.startswith(STEERING)}
    kept[MARKER] = session.env[MARKER]  # the session ends what a test that failed left behind
    return {**kept, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


@contextmanager
def opened(
    home: Path, env: Mapping[str, str], *, port: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """It finds the service of that home, or starts one on ``port``. Gone afterwards, as a crash
    ends it; in order, with the service that it started, where a test quits it."""
    words = ["-m", "ziggie_desktop", "--home", str(home)]
    words += [] if port is None else ["--port", str(port)]
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


def kept_key(env: Mapping[str, str]) -> str:
    """What the desktop's keyring holds."""
    asked = [sys.executable, "-c", KEPT]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()
