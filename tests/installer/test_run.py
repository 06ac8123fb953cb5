"""What the installer looks for, what it says is missing, and what it never does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer import run

SCRIPT = Path(run.__file__)


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [(), ("install",)])
def test_wrong_usage_says_what_there_is(arguments: tuple[str, ...]) -> None:
    done = start(*arguments)
    assert done.returncode == 2
    assert "demo" in done.stdout
    assert "test" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Debian's packages have names here")
def test_what_is_missing_is_named_by_package() -> None:
    libraries = {"libc.so.6": "libc6", "libno-such-thing.so.9": "libno-such9"}
    programs = {"sh": "dash", "no-such-program": "no-such-package with-another"}
    assert run.missing_packages(libraries, programs) == [
        "libno-such9",
        "no-such-package",
        "with-another",
    ]


def test_one_line_names_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    run.say_missing(["gcc", "libegl1"])
    said = capsys.readouterr().out
    assert said == "System packages are missing: sudo apt-get install gcc libegl1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no user ids")
def test_a_user_who_may_not_install_is_not_asked_for_a_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run.install(["gcc"]) is False


def test_without_pip_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Python without pip and no uv anywhere: the package to install is named."""
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "executable", str(bare))
    with pytest.raises(SystemExit) as ended:
        run.find_uv()
    assert ended.value.code == 1
    assert "python3-pip" in capsys.readouterr().err


def test_the_packages_of_the_tests_desktop_are_known_before_anything_is_installed() -> None:
    """The installer reads them with the system's Python, which has none of our packages."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import run; print(run.session_programs())"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, str(SCRIPT.parent)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Xvfb" in done.stdout


def test_a_further_try_uses_the_systems_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a company's proxy only the system's certificates know it."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    asks = "import os, sys; sys.exit(os.environ.get('UV_SYSTEM_CERTS') != 'true')"
    command = [sys.executable, "-c", asks]
    run.retry(command, "No way", again={"UV_SYSTEM_CERTS": "true"})
    assert len(pauses) == 1
    with pytest.raises(SystemExit):
        run.retry(command, "No way")
    assert "UV_SYSTEM_CERTS" not in os.environ
