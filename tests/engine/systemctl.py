"""Owns a stand-in for systemctl: a program on PATH that keeps units in the folder FAKE_SYSTEMD.

It is no systemd: it knows the verbs that we use, one unit a scope, and drop-ins as they lie on the
disk at the last daemon-reload. ``system/locked`` there makes it refuse what needs rights.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("FAKE_SYSTEMD", "."))


def main(words: list[str]) -> int:
    scope = "user" if "--user" in words else "system"
    verb = next(word for word in words if not word.startswith("-"))
    name = words[words.index("--") + 1] if "--" in words else ""
    (HOME / "calls").open("a").write(f"{scope} {verb} {name}\n".replace(" \n", "\n"))
    folder = HOME / scope
    if verb == "show":
        return _show(folder, name)
    if (folder / "locked").exists():
        print(f"Failed to {verb} {name}: Interactive authentication required.", file=sys.stderr)
        return 1
    if verb == "daemon-reload":
        _load(folder)
        return 0
    if not (folder / "unit").exists():
        print(f"Failed to {verb} {name}: Unit {name} not found.", file=sys.stderr)
        return 5
    if verb in ("stop", "restart"):
        _stop(folder)
    if verb in ("start", "restart") and _pid(folder) is None:
        _start(folder)
    return 0


def _environment(folder: Path) -> list[str]:
    if not (folder / "loaded").exists():
        _load(folder)
    found: list[str] = json.loads((folder / "loaded").read_text())
    return found


def _load(folder: Path) -> None:
    """The unit's own lines, then those of its drop-ins."""
    files = [folder / "unit"]
    drop_ins = Path((folder / "drop-ins").read_text())
    files += sorted(drop_ins.glob("*.conf")) if drop_ins.is_dir() else []
    lines = [text for file in files for text in re.findall('Environment="(.*)"', file.read_text())]
    plain = [re.sub(r"\\(.)", r"\1", line).replace("%%", "%") for line in lines]
    (folder / "loaded").write_text(json.dumps(plain))


def _show(folder: Path, name: str) -> int:
    if "--value" in sys.argv:
        print(_pid(folder) or 0)
        return 0
    if not (folder / "unit").exists():
        print("LoadState=not-found\nActiveState=inactive\nMainPID=0")
        return 0
    pid = _pid(folder)
    quoted = [_quoted(text) for text in _environment(folder)]
    print(f"LoadState=loaded\nActiveState={'active' if pid else 'inactive'}\nMainPID={pid or 0}")
    print(f"User=ollama\nEnvironment={' '.join(quoted)}\nFragmentPath=/etc/{name}\nDropInPaths=")
    return 0


def _quoted(text: str) -> str:
    """As systemctl prints what a shell would not take as it is."""
    if not re.search(r"[\s\"\\`$]", text):
        return text
    return '"' + re.sub(r'(["\\`$])', r"\\\1", text) + '"'


def _pid(folder: Path) -> int | None:
    try:
        pid = int((folder / "pid").read_text())
        os.kill(pid, 0)
        running = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, ValueError):
        return None
    return pid if running else None


def _start(folder: Path) -> None:
    told = dict(text.split("=", 1) for text in _environment(folder))
    own = {"PATH": os.environ["PATH"], "HOLDER_NOTES": str(folder / "signals")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.holders", "serve"],
        env=own | told,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    (folder / "pid").write_text(str(process.pid))


def _stop(folder: Path) -> None:
    pid = _pid(folder)
    if pid is not None:
        os.killpg(pid, signal.SIGKILL)
        while _pid(folder) is not None:
            time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
