#!/usr/bin/env python3
"""Sets up everything on a bare machine and runs the demo or the tests: `run.py demo|test [ARG...]`.

Needs Python 3.11 or newer with pip, and nothing of ours. What it installs lies in `.venv` and, for
the tests, `.venv-clients` beside the sources, and in this user's cache; system packages only as
root, by apt-get, and only missing ones. It can be broken off and started again at any time.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
UV_VERSION = "0.13.9"
VENV = ROOT / ".venv"
CLIENTS = ROOT / "tests" / "clients"  # a project of its own: they do not fit beside our packages
CLIENTS_VENV = ROOT / ".venv-clients"
PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
TRIES = 3
DEMO = ("desktop", "demo")  # the extras of pyproject.toml that it shows

# Shared library -> Debian package, for Qt's offscreen and xcb platforms.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
# Program -> Debian package.
COMPILER = {"gcc": "gcc libc6-dev"}
SHELLS = {"fish": "fish", "zsh": "zsh"}  # what completes our commands, for the tests

MOST_WORKERS = 4  # each may run an Ollama and a desktop session


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in ("demo", "test"):
        print("usage: python3 installer/run.py demo [--exit] | test [pytest arguments]")
        return 2
    command, arguments = sys.argv[1], sys.argv[2:]
    python = find_python()
    uv = find_uv()
    os.environ["ZIGGIE_UV"] = uv
    sync(uv, python, tests=command == "test")
    if command == "test":
        sync_clients(uv, python)
    return demo(arguments) if command == "demo" else test(arguments)


def demo(arguments: list[str]) -> int:
    missing = missing_packages(QT_LIBRARIES, COMPILER)
    if missing and not install(missing):
        say_missing(missing)
        if "gcc" in missing:
            return 1
        print("Without them the demo runs, but opens no window.", flush=True)
        arguments = ["--no-window", *arguments]
    return replace([str(program("ziggie-desktop")), "demo", *arguments])


def test(arguments: list[str]) -> int:
    """All checks, then all tests; one failing check ends it."""
    missing = missing_packages(QT_LIBRARIES, {**COMPILER, **SHELLS, **session_programs()})
    missing += missing_postgres()
    if missing and not install(missing):
        say_missing(missing)
        return 1
    checks = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports"],
        ["mypy"],
    ]
    for check in checks:
        began = time.monotonic()
        done = subprocess.run([str(program(check[0])), *check[1:]], cwd=ROOT, check=False)
        print(f"{' '.join(check)}: {time.monotonic() - began:.0f} s", flush=True)
        if done.returncode != 0:
            return done.returncode
    return replace([str(program("pytest")), *(arguments or all_tests())])


def all_tests() -> list[str]:
    """Side by side, a file each: most tests wait for a program that they started."""
    workers = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
    return ["--durations=10", f"--numprocesses={workers}", "--dist=loadfile"]


def find_python() -> str:
    """This Python if it is new enough, else the newest one on the PATH that is."""
    if tuple(sys.version_info) >= (3, 11):  # this file is started by whatever Python is there
        return sys.executable
    found = next((path for path in map(shutil.which, PYTHONS) if path), None)
    if found is None:
        stop("Ziggie needs Python 3.11 or newer: sudo apt-get install python3.11")
    return found


def find_uv() -> str:
    """uv from the PATH or from our cache; else pip puts it there (no venv needed for that)."""
    tools = cache() / f"uv-{UV_VERSION}"
    name = "uv.exe" if os.name == "nt" else "uv"
    places = (shutil.which("uv"), tools / "bin" / name, tools / "Scripts" / name)
    for place in places:
        if place and Path(place).is_file():
            return str(place)
    print(f"Getting uv {UV_VERSION}, which installs the rest …", flush=True)
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode != 0:
        stop("Python has no pip here: sudo apt-get install python3-pip")
    retry(
        [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
        + ["--root-user-action=ignore", "--upgrade", "--target", str(tools), f"uv=={UV_VERSION}"],
        "uv could not be installed with pip; see the lines above",
    )
    return find_uv()


def sync(uv: str, python: str, *, tests: bool) -> None:
    """Make `.venv` what the lock file says, compiled: a program that compiles what it imports takes
    more memory for good (the GPU reader 32 instead of 20 MiB) and starts later."""
    print("Installing what the lock file names …", flush=True)
    # The demo needs neither a database's driver nor Parquet's 165 MB.
    what = ["--all-extras"] if tests else ["--no-dev", *(f"--extra={name}" for name in DEMO)]
    uv_sync(uv, python, "--inexact", "--compile-bytecode", *what, project=ROOT, venv=VENV)


def sync_clients(uv: str, python: str) -> None:
    """Make `.venv-clients`: clients that the tests let loose on us, each as it comes."""
    print("Installing the clients that the tests call us with …", flush=True)
    uv_sync(uv, python, project=CLIENTS, venv=CLIENTS_VENV)


def uv_sync(uv: str, python: str, *more: str, project: Path, venv: Path) -> None:
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=str(venv), UV_PYTHON_DOWNLOADS="never")
    environment.pop("VIRTUAL_ENV", None)
    retry(
        [uv, "sync", "--quiet", "--locked", *more, "--python", python],
        "The packages could not be installed; see the lines above",
        cwd=project,
        env=environment,
        again={"UV_SYSTEM_CERTS": "true"},  # uv's own roots do not know a company's proxy
    )


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Debian packages of what cannot be found; nothing on other systems than Linux."""
    if sys.platform != "linux":
        return []
    lost = [package for library, package in libraries.items() if not loads(library)]
    lost += [package for name, package in programs.items() if not on_path(name)]
    return sorted({name for package in lost for name in package.split()})


def session_programs() -> dict[str, str]:
    """What the tests' desktop session needs; the part itself names it."""
    sys.path.insert(0, str(ROOT))
    try:
        from tests.parts.desktop_packages import FONTS, PROGRAMS
    finally:
        sys.path.pop(0)
    return {name: f"{package} {FONTS}" for name, package in PROGRAMS.items()}


def missing_postgres() -> list[str]:
    """The package of the database server that the ledger's tests run on, where it is not there."""
    if sys.platform != "linux":
        return []
    sys.path.insert(0, str(ROOT))
    try:
        from tests.parts.postgres_package import PACKAGE, programs
    finally:
        sys.path.pop(0)
    return [] if programs() else [PACKAGE]


def install(packages: list[str]) -> bool:
    """Install with apt-get where this user may; False where not."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing system packages: {' '.join(packages)} …", flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0 and "install" in command:
            print(done.stderr[-2000:], file=sys.stderr)
            return False
    return True


def say_missing(packages: list[str]) -> None:
    print(f"System packages are missing: sudo apt-get install {' '.join(packages)}", flush=True)


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def on_path(name: str) -> bool:
    return bool(shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"))


def cache() -> Path:
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "ziggie-desktop" / "tools"


def program(name: str) -> Path:
    return VENV / ("Scripts" if os.name == "nt" else "bin") / name


def retry(
    command: list[str],
    sorry: str,
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    again: dict[str, str] | None = None,
) -> None:
    """Run a command that reaches a package index; a dropped connection is tried again, with
    ``again`` in its environment besides."""
    environment = dict(os.environ if env is None else env)
    for attempt in range(1, TRIES + 1):
        done = subprocess.run(command, check=False, cwd=cwd, env=environment)
        if done.returncode == 0:
            return
        if attempt < TRIES:
            print(f"That failed; trying again ({attempt + 1} of {TRIES}) …", flush=True)
            time.sleep(2 * attempt)
            environment |= again or {}
    stop(sorry)


def replace(command: list[str]) -> int:
    """Become the program, so that Ctrl-C and its exit status are its own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def stop(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())
