"""What each program loads, and what it says when a part is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import run
from tests.service.running import ROOT, RunningService, clean_environment
from ziggie_desktop.cli.parser import parsed, parser

HEAVY = ("PySide6", "anthropic", "openai", "httpx", "pydantic", "ollama", "pynvml", "keyring",
         "apscheduler", "genai_prices")  # fmt: skip
MOST_MIB = 52


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


def test_the_service_starts_without_what_only_others_need() -> None:
    loaded = loaded_by("import ziggie_desktop.service.serve")
    assert loaded & {*HEAVY, "aiohttp"} == set()
    assert "starlette" in loaded


def test_a_client_command_starts_without_the_service() -> None:
    loaded = loaded_by("import ziggie_desktop.__main__, ziggie_desktop.cli.parser")
    assert loaded & {*HEAVY, "aiohttp", "starlette", "uvicorn", "sqlite3", "psutil"} == set()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory maps are read from /proc")
def test_the_service_is_small_and_loads_no_desktop(tmp_path: Path) -> None:
    with RunningService(home=tmp_path / "home", environ={"OLLAMA_HOST": "127.0.0.1:1"}) as service:
        process = psutil.Process(service.pid)
        size = process.memory_info().rss / 2**20
        libraries = {os.path.basename(m.path) for m in process.memory_maps()}  # noqa: PTH119
        assert size <= MOST_MIB, f"{size:.1f} MiB right after the ready line"
        assert not any("Qt6" in name or "pyside" in name.lower() for name in libraries)


def test_without_the_desktop_s_parts_one_clear_message(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "PySide6"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'PySide6'\", name='PySide6')\n",
        encoding="utf-8",
    )
    done = run(PYTHONPATH=str(hidden.parent), ZIGGIE_HOME=str(tmp_path / "home"))
    assert (done.status, done.out) == (1, "")
    assert "ziggie-desktop[desktop]" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "home").exists(), "no service is started for a desktop that cannot open"


@pytest.mark.parametrize(
    "words",
    ["", "--hidden", "--home x --port 12", "--port 12 status", "status --json", "--home x serve"],
)
def test_what_is_said_to_the_desktop_itself_reads_as_with_all_commands(words: str) -> None:
    assert parsed(words.split()) == parser().parse_args(words.split())


@pytest.mark.parametrize("words", ["--port abc", "--home", "--nonsense"])
def test_what_cannot_be_read_is_answered_with_the_commands(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parsed(words.split())
    assert "COMMAND" in capsys.readouterr().err


def test_qt_for_python_reads_no_source_of_ours() -> None:
    """It would of each module that comes after it, and keep it."""
    code = (
        "from ziggie_desktop.desktop.qt import load_qt\nload_qt()\n"
        "import linecache, ziggie_desktop.desktop.theme\n"
        "print([name for name in linecache.cache if 'ziggie_desktop' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean_environment(), cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "[]\n"
