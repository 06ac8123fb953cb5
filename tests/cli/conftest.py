"""One service for the commands, and the way to call them as a person's shell does."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from tests.service.conftest import module_parts, parts, service, shared
from tests.service.running import ROOT, RunningService, clean_environment

__all__ = ["module_parts", "parts", "service", "shared"]

TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on stdout, and nothing beside it."""
        return json.loads(self.out)


def run(*arguments: str, **environ: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "ziggie_desktop", *arguments],
        env=clean_environment(**environ),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    return Done(done.returncode, done.stdout, done.stderr)


class Shell:
    """Commands for one service, found by ZIGGIE_HOME and ZIGGIE_PORT."""

    def __init__(self, running: RunningService) -> None:
        self.environ = {"ZIGGIE_HOME": str(running.home), "ZIGGIE_PORT": str(running.port)}

    def __call__(self, *arguments: str, **environ: str) -> Done:
        return run(*arguments, **{**self.environ, **environ})


@pytest.fixture
def shell(service: RunningService) -> Shell:
    return Shell(service)
