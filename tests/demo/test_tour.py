"""The main job as a newcomer runs it: every step holds, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from tests.parts.desktop_session import DesktopSession
from tests.parts.nvml import FakeNvml

pytestmark = [pytest.mark.real_ollama, pytest.mark.timeout(400)]

COMMAND = [sys.executable, "-m", "ziggie_desktop", "demo"]
STEPS = 10
TOUR_TIMEOUT_S = 380
LINE_TIMEOUT_S = 120
END_TIMEOUT_S = 120


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """Without a display and a key; what the demo leaves in its temporary folder is seen."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "ANTHROPIC_API_KEY")
    }
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return kept | {"TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"} | more


def tour(env: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=TOUR_TIMEOUT_S,
        check=False,
    )


def left_behind(env: Mapping[str, str]) -> list[str]:
    """Files in the demo's scratch folder, and processes that still know of it."""
    scratch = env["TMPDIR"]
    found = [str(path) for path in Path(scratch).iterdir()]
    for process in psutil.process_iter():
        try:
            known = process.environ().get("TMPDIR") == scratch
        except psutil.Error:
            continue
        if known and process.pid != os.getpid():
            found.append(" ".join(process.cmdline()))
    return found


def test_every_step_holds_without_a_display(
    ollama_program: Path, smollm_gguf: Path, tmp_path: Path
) -> None:
    env = environment(tmp_path)
    done = tour(env, "--exit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"\n{STEPS}. " in done.stdout
    for said in (
        "SIMULATED (no ANTHROPIC_API_KEY)",
        "Ollama 0.9.3 is ready",
        "98.4 MB, verified",
        "X-Ziggie-Fallback: local->cloud; reason=",
        "Ollama is back",
        "event: fallback local → cloud",
        "GPU figures are unknown",
        "saved, net",
        "no window: there is no display",
        "Every step held.",
    ):
        assert said in done.stdout
    assert done.stderr == ""
    assert left_behind(env) == []


def test_with_a_gpu_and_a_display_joules_and_a_window_are_shown(
    ollama_program: Path,
    smollm_gguf: Path,
    fake_nvml: FakeNvml,
    desktop_session: DesktopSession,
    tmp_path: Path,
) -> None:
    display = {
        name: value for name, value in desktop_session.env.items() if os.environ.get(name) != value
    }
    env = environment(tmp_path, **display, **fake_nvml.env)
    done = tour(env, "--exit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RTX 3090" in done.stdout
    assert " J " in done.stdout
    assert "Opening tray and window" in done.stdout
    assert "open for 4 s" in done.stdout
    assert left_behind(env) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_broken_off_in_the_middle_it_leaves_nothing(
    ollama_program: Path, smollm_gguf: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    env = environment(tmp_path)
    running = subprocess.Popen(
        COMMAND, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert running.stdout is not None
    with running, running.stdout as lines:
        until = time.monotonic() + LINE_TIMEOUT_S
        for line in lines:
            if "Downloading a model" in line:
                break
            assert time.monotonic() < until
        running.send_signal(ending)
        said = lines.read()
        assert running.wait(END_TIMEOUT_S) == 130
    assert "Stopped; nothing is left behind." in said
    assert left_behind(env) == []
