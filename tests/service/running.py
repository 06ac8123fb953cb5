"""Owns a running service for tests: the real process, as an outsider starts it, and its end.

Whoever stops it learns at once what it left behind: a child, a wrong exit status, words on stdout,
a warning in its log that the test did not expect.
"""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from tests.service.http import Answer, Http

READY_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 60.0
WAIT_S = 60.0
ROOT = Path(__file__).parents[2]
TROUBLE = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|^Traceback|Exception ignored|never awaited")
# What the service rightly says, in any test, on a machine where one of its programs stood still.
STOOD_STILL = ("WARNING ziggie.gpu: the GPU child hangs: it is started anew",)

NOBODY = "http://127.0.0.1:9"  # where no test may find a real Claude


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without what would steer a service, its keyring or its Ollama."""
    steering = ("ZIGGIE_", "OLLAMA_", "ANTHROPIC_", "USE_LOCAL_LLM", "OPENAI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(steering)}
    kept |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PYTHONUTF8": "1"}
    return {**kept, **more}


def until(condition: Callable[[], object], what: str, deadline_s: float = WAIT_S) -> Any:
    """Poll until it holds and return it; fail at the deadline."""
    end = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {deadline_s:.0f} s in vain: {what}"
        time.sleep(0.02)
    return found


class RunningService:
    """``with RunningService(home=…, environ=…) as service:`` – ready, and afterwards all gone."""

    def __init__(
        self,
        *,
        home: Path,
        environ: Mapping[str, str] | None = None,
        arguments: Sequence[str] = ("--port", "0", "--adopt-only"),
        expected: Sequence[str] = (),
    ) -> None:
        self.home = home
        self.mark = f"test-{os.getpid()}-{time.monotonic_ns()}"
        self.environ = clean_environment(
            **{"ZIGGIE_CLOUD_URL": NOBODY, **(environ or {})}, ZIGGIE_TEST_MARK=self.mark
        )
        self.expected = [*STOOD_STILL, *expected]  # patterns of log lines that a test provokes
        self.url = ""
        self.stdout: list[str] = []
        self._arguments = (*arguments, "--home", str(home))
        self._reader: threading.Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._log = home.parent / f"{home.name}.stderr"

    def __enter__(self) -> RunningService:
        self.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        if kind is None:
            self.stop()
        else:
            self.kill()

    def start(self) -> None:
        self.home.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ziggie_desktop", "serve", *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environ,
                cwd=ROOT,
                text=True,
                start_new_session=True,
            )
        self.stdout = []
        first: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(
            target=_read, args=(self._process, self.stdout, first), daemon=True
        )
        self._reader.start()
        line = first.get(timeout=READY_TIMEOUT_S)
        if line is None or not re.fullmatch(r"ready http://127\.0\.0\.1:[1-9]\d*\n", line):
            self.kill()
            raise AssertionError(f"no ready line but {line!r}\n{self.log()}")
        self.url = line.split()[1]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    @property
    def token(self) -> str:
        return (self.home / "owner.token").read_text(encoding="ascii").strip()

    @property
    def http(self) -> Http:
        """Calls with the owner's token."""
        return Http(self.url, token=self.token)

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return self.http.call(method, path, body, **more)

    def state(self) -> Any:
        return self.call("GET", "/ziggie/v1/state").ok()

    def component(self, name: str) -> str:
        """A new token for a component."""
        token: str = self.call("POST", "/ziggie/v1/tokens", {"name": name}).ok()["token"]
        return token

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def wait(self, timeout_s: float = STOP_TIMEOUT_S) -> int:
        assert self._process is not None
        return self._process.wait(timeout_s)

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it in order, and look what it leaves."""
        self.send(number)
        status = self.wait()
        assert status == 0, f"exit status {status}\n{self.log()}"
        self.check_gone()
        self.check_quiet()

    def check_gone(self) -> None:
        """No child lives, nobody has the port."""
        until(lambda: not self.offspring(), f"children are left: {self.offspring()}")

    def check_quiet(self) -> None:
        """Nothing but the ready line on stdout; nothing in the log that was not expected."""
        assert self._reader is not None
        self._reader.join(STOP_TIMEOUT_S)
        assert self.stdout == [f"ready {self.url}\n"], self.stdout
        assert self.trouble() == [], self.log()

    def trouble(self) -> list[str]:
        """Log lines that nobody expected."""
        lines = [line for line in self.log().splitlines() if TROUBLE.search(line)]
        return [x for x in lines if not any(re.search(known, x) for known in self.expected)]

    def offspring(self) -> list[int]:
        """Living processes, apart from the service, that were started with its environment; its
        Ollama, whose environment is swept, is known by where it listens."""
        host = self.environ.get("OLLAMA_HOST", "").removeprefix("http://")
        found = []
        for process in psutil.process_iter():
            try:
                environ = process.environ()
                mark = environ.get("ZIGGIE_TEST_MARK")  # another test's may name the same host
                theirs = mark == self.mark
                theirs |= mark is None and bool(host) and environ.get("OLLAMA_HOST") == host
                if theirs and process.pid != self.pid and process.status() != "zombie":
                    found.append(process.pid)
            except (psutil.Error, OSError):
                continue
        return found

    def kill(self) -> None:
        """SIGKILL to the service, and to whatever it had started."""
        self.crash()
        for pid in self.offspring():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def crash(self) -> None:
        """SIGKILL to the service alone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_TIMEOUT_S)


def _read(process: subprocess.Popen[str], kept: list[str], first: queue.Queue[str | None]) -> None:
    """Keep all that it says; hand out its first line, None if it ends without one."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            kept.append(line)
            first.put(line)
    first.put(None)
