"""Owns a stand-in for Docker's CLI: a program on PATH that keeps containers in FAKE_DOCKER.

It is no Docker: it knows the verbs that we use. ``trouble`` there holds what every call, and
``trouble.VERB`` what one verb says on stderr before it fails. A container is a program that
answers as Ollama does, on the port that was published.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("FAKE_DOCKER", "."))
IMAGE_ENV = ["OLLAMA_HOST=0.0.0.0:11434", "NVIDIA_VISIBLE_DEVICES=all"]


def main(words: list[str]) -> int:
    with (HOME / "calls").open("a") as calls:
        calls.write(json.dumps(words) + "\n")
    for trouble in (HOME / "trouble", HOME / f"trouble.{words[0]}"):
        if trouble.exists():
            print(trouble.read_text(), file=sys.stderr)
            return 1
    match words:
        case ["inspect", "--type", "container", name]:
            return _say(_inspect(name), f"Error: No such container: {name}")
        case ["image", "inspect", image]:
            return _say([{}] if image in _images() else None, f"Error: No such image: {image}")
        case ["pull", image]:
            for line in ("latest: Pulling from it", "a1: Pulling fs layer", "b2: Already exists",
                         "a1: Pull complete", "Status: Downloaded newer image"):  # fmt: skip
                print(line, flush=True)
            (HOME / "images").write_text(json.dumps([*_images(), image]))
            return 0
        case ["run", *rest]:
            return _run(rest)
        case ["start", name]:
            _start(name)
            return 0
        case ["stop", "--time", _, name]:
            _end(name)
            return 0
        case ["rm", *flags, name]:
            assert flags or not _running(name)
            _end(name)
            _file(name).unlink()
            return 0
        case ["ps", "--filter", filter_, *_]:
            port = filter_.removeprefix("publish=")
            for file in HOME.glob("*.container"):
                if json.loads(file.read_text())["port"] == port and _running(file.stem):
                    print(file.stem)
            return 0
    print(f"unknown: {words}", file=sys.stderr)
    return 2


def _say(found: Any, otherwise: str) -> int:
    print(json.dumps(found) if found is not None else otherwise,
          file=sys.stdout if found is not None else sys.stderr)  # fmt: skip
    return 0 if found is not None else 1


def _images() -> list[str]:
    file = HOME / "images"
    return json.loads(file.read_text()) if file.exists() else []


def _file(name: str) -> Path:
    return HOME / f"{name}.container"


def _run(rest: list[str]) -> int:
    flags: dict[str, list[str]] = {}
    assert rest.pop(0) == "--detach"
    while rest[0].startswith("--"):
        flags.setdefault(rest.pop(0), []).append(rest.pop(0))
    (image,) = rest
    assert image in _images()
    ip, port, _ = flags["--publish"][0].split(":")
    env = IMAGE_ENV + [f"{name}={os.environ[name]}" for name in flags.get("--env", [])]
    labels = dict(text.split("=", 1) for text in flags.get("--label", []))
    made = {"env": env, "labels": labels, "ip": ip, "port": port, "flags": flags}
    _file(flags["--name"][0]).write_text(json.dumps(made))
    _start(flags["--name"][0])
    return 0


def _start(name: str) -> None:
    made = json.loads(_file(name).read_text())
    own = {"OLLAMA_HOST": f"{made['ip']}:{made['port']}", "HOLDER_NOTES": str(HOME / "signals")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.holders", "serve"],
        env={"PATH": os.environ["PATH"], **own},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _file(name).write_text(json.dumps(made | {"pid": process.pid}))


def _running(name: str) -> int | None:
    pid = json.loads(_file(name).read_text()).get("pid")
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None
    return pid if state != "Z" else None


def _end(name: str) -> None:
    pid = _running(name)
    if pid is not None:
        os.killpg(pid, signal.SIGKILL)
        while _running(name) is not None:
            pass


def _inspect(name: str) -> Any:
    if not _file(name).exists():
        return None
    made, pid = json.loads(_file(name).read_text()), _running(name)
    ports = {"11434/tcp": [{"HostIp": made["ip"], "HostPort": made["port"]}] if pid else None}
    return [
        {
            "State": {"Running": pid is not None, "Pid": pid or 0},
            "Config": {"Env": made["env"], "Labels": made["labels"]},
            "NetworkSettings": {"Ports": ports},
        }
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
