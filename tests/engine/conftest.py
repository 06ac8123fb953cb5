"""Owns what the engine's tests share: engines that are ended, programs that stand in for ollama."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest
from msgspec.structs import fields

from tests.parts.real_ollama import free_port
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.supervisor import Engine

DEADLINE_S = 60.0
ROOT = Path(__file__).parents[2]

MakeEngine = Callable[..., Engine]
Hold = Callable[[str, int], "subprocess.Popen[str]"]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def make_engine(http: aiohttp.ClientSession, tmp_path: Path) -> AsyncIterator[MakeEngine]:
    """Engines with a home in ``tmp_path``; closed at the end, and nothing of them is left."""
    made: list[Engine] = []
    pids: set[int] = set()

    def make(**changes: Any) -> Engine:
        plan: dict[str, Any] = {
            "host": f"127.0.0.1:{free_port()}",
            "models_dir": str(tmp_path / "models"),
            "state_file": tmp_path / "engine.json",
            "log_file": tmp_path / "logs" / "ollama.log",
        }
        of_plan = {one.name for one in fields(Plan)}
        plan |= {name: value for name, value in changes.items() if name in of_plan}
        others = {name: value for name, value in changes.items() if name not in of_plan}
        others.setdefault("clock", lambda: asyncio.get_running_loop().time())
        engine = Engine(plan=Plan(**plan), http=http, **others)
        engine.subscribe(
            lambda status: pids.add(status.pid or 0) if status.owner == "ours" else None
        )
        made.append(engine)
        return engine

    yield make
    for engine in made:
        await engine.close(grace_s=2)
    assert [pid for pid in pids if pid and group_alive(pid)] == []


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Hold]:
    """Start a program that holds a port; at the end it must be alive and unsignalled."""
    held: list[subprocess.Popen[str]] = []
    notes = tmp_path / "signals"

    def start(kind: str, port: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.holders", kind, str(port), str(notes)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        held.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    alive = [process.poll() is None for process in held]
    for process in held:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    assert all(alive), "a foreign program was ended"
    assert not notes.exists(), f"a foreign program was signalled: {notes.read_text()}"


def program(folder: Path, text: str) -> Path:
    """An executable script named ollama."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "ollama"
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)
    return script


def stubborn_program(folder: Path) -> Path:
    """A healthy "ollama" that ignores SIGTERM and has a child."""
    text = f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.engine.holders "$@"\n'
    return program(folder, text)


def stand_in(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put ``tests.engine.NAME`` on PATH as the program ``name``."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / name
    command = f'"{sys.executable}" -m tests.engine.{name} "$@"'
    script.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec {command}\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def group_alive(pid: int) -> list[int]:
    """The living processes in the group that ``pid`` leads."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == pid and process.status() != "zombie":
                found.append(process.pid)
        except (psutil.Error, ProcessLookupError):
            continue
    return found
