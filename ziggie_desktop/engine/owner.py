"""Owns the answer to "who holds this port?". Looks only: never signals, starts or changes a thing.

What the platform does not tell us (another user's process) stays unknown.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import sys
from enum import StrEnum
from pathlib import Path

import msgspec
import psutil
from msgspec.structs import replace

from ziggie_desktop.engine.command import run
from ziggie_desktop.engine.host import Host
from ziggie_desktop.engine.plan import UNIT
from ziggie_desktop.web import aiohttp, question

PROBE_TIMEOUT_S = 3.0
CONNECT_TIMEOUT_S = 2.0
CONNECT_TRIES = 2  # a machine that stood still is no sign of somebody
ASK_TIMEOUT_S = 2.0
GREETING = b"Ollama is running"
MOST_BYTES = 4096
MOST_COMMAND = 160


class OwnerKind(StrEnum):
    NOBODY = "nobody"
    OURS = "ours"
    SYSTEMD = "systemd"
    APP = "app"  # Ollama's own desktop app
    DOCKER = "docker"
    IMITATION = "imitation"  # speaks like Ollama, is another program
    ORPHAN = "orphan"  # a model runner whose server is gone
    FOREIGN = "foreign"


MAY: dict[OwnerKind, tuple[str, ...]] = {
    OwnerKind.NOBODY: ("start",),
    OwnerKind.OURS: ("stop", "restart"),
    OwnerKind.SYSTEMD: ("adopt", 'drive it (engine.run = "systemd")'),
    OwnerKind.APP: ("adopt", "quit the app, so that Ziggie starts one with its own settings"),
    OwnerKind.DOCKER: ("adopt", 'drive it (engine.run = "docker")'),
    OwnerKind.IMITATION: ("use another port", "adopt where none may be started"),
    OwnerKind.ORPHAN: ("use another port", "end it yourself, its server is gone"),
    OwnerKind.FOREIGN: ("use another port",),
}


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """``is_ollama``: it answers as Ollama does. ``may``: what may be done about it, by us."""

    kind: OwnerKind
    is_ollama: bool = False
    version: str | None = None
    pid: int | None = None
    user: str | None = None
    unit: str | None = None
    container: str | None = None
    command: str | None = None
    driven: bool = False  # it is not our child, but we may stop it

    @property
    def may(self) -> tuple[str, ...]:
        if self.driven:
            return MAY[OwnerKind.OURS]
        if self.kind is OwnerKind.FOREIGN and self.is_ollama:
            return ("adopt",)
        return MAY[self.kind]

    @property
    def words(self) -> str:
        """One clause for people: who it is, as far as the platform tells."""
        by = {
            OwnerKind.NOBODY: "nobody listens there",
            OwnerKind.OURS: "an Ollama that we started",
            OwnerKind.SYSTEMD: f"the systemd unit {self.unit}",
            OwnerKind.APP: "Ollama's own app",
            OwnerKind.DOCKER: f"the Docker container {self.container or '(name unknown)'}",
            OwnerKind.IMITATION: "a program that imitates Ollama",
            OwnerKind.ORPHAN: "an orphaned model runner",
            OwnerKind.FOREIGN: (
                "an Ollama that somebody else started" if self.is_ollama else "another program"
            ),
        }[self.kind]
        details = [
            text
            for text in (
                f"pid {self.pid}" if self.pid else None,
                f"user {self.user}" if self.user else None,
                self.command,
            )
            if text
        ]
        return f"{by} ({', '.join(details)})" if details else by


class Answer(msgspec.Struct, frozen=True):
    """What came back over HTTP. ``listening``: somebody accepts connections."""

    listening: bool
    is_ollama: bool = False
    version: str | None = None


class _Version(msgspec.Struct):
    version: str


def others_connected(pid: int | None, port: int) -> bool:
    """Whether a program other than this one holds a connection to the server ``pid``."""
    if pid is None:
        return False
    try:
        served = psutil.Process(pid).net_connections("tcp")
        ours = {one.laddr.port for one in psutil.Process().net_connections("tcp") if one.laddr}
    except psutil.Error:
        return False
    return any(
        one.status == psutil.CONN_ESTABLISHED
        and one.laddr.port == port
        and one.raddr.port not in ours
        for one in served
        if one.laddr and one.raddr
    )


async def probe(http: aiohttp.ClientSession, host: Host) -> Answer:
    """Ask ``GET /`` and ``/api/version``, as only Ollama answers them."""
    if not await _listens(host):
        return Answer(listening=False)
    try:
        greeting = await _get(http, host.url + "/")
        if greeting.strip() != GREETING:
            return Answer(listening=True)
        version = await read_version(http, host.url)
    except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError):
        return Answer(listening=True)
    return Answer(listening=True, is_ollama=True, version=version)


async def read_version(
    http: aiohttp.ClientSession, url: str, *, timeout_s: float = PROBE_TIMEOUT_S
) -> str:
    """The cheap liveness question; raises what went wrong."""
    body = await _get(http, url + "/api/version", timeout_s=timeout_s)
    return msgspec.json.decode(body, type=_Version).version


async def _get(
    http: aiohttp.ClientSession, url: str, *, timeout_s: float = PROBE_TIMEOUT_S
) -> bytes:
    status, body = await question(http, "GET", url, timeout_s=timeout_s, most_bytes=MOST_BYTES)
    if status != 200:
        raise ConnectionError(f"status {status}")
    return body


async def _listens(host: Host) -> bool:
    for _ in range(CONNECT_TRIES):
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                _, writer = await asyncio.open_connection(host.client_host, host.port)
        except TimeoutError:
            continue
        except OSError:
            return False
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        return True
    return True  # somebody holds the port and does not accept


async def find_owner(
    http: aiohttp.ClientSession, host: Host, *, our_pids: frozenset[int] = frozenset()
) -> Owner:
    """Say who holds the port of ``host``; ``our_pids`` are children of ours, past or present."""
    answer = await probe(http, host)
    if not answer.listening:
        return Owner(kind=OwnerKind.NOBODY)
    owner = Owner(kind=OwnerKind.FOREIGN, is_ollama=answer.is_ollama, version=answer.version)
    if not host.is_local:
        return owner
    seen = await asyncio.to_thread(_look_at_port, host.port)
    owner = replace(owner, pid=seen.pid, user=seen.user, unit=seen.unit, command=seen.command)
    if seen.pid is not None and seen.pid in our_pids:
        return replace(owner, kind=OwnerKind.OURS)
    if seen.pid is None and owner.is_ollama:
        pid = await _systemd_pid()
        if pid is not None:
            return replace(owner, kind=OwnerKind.SYSTEMD, pid=pid, unit=UNIT)
    kind = owner_kind(seen, is_ollama=answer.is_ollama)
    if kind is OwnerKind.DOCKER or (seen.pid is None and owner.is_ollama):
        container = await _container_at(host.port)
        if container is not None:
            return replace(owner, kind=OwnerKind.DOCKER, container=container)
    return replace(owner, kind=kind)


class Seen(msgspec.Struct, frozen=True):
    """The process behind a listening port, as far as we are permitted to see it."""

    pid: int | None = None
    user: str | None = None
    unit: str | None = None
    command: str | None = None
    names: tuple[str, ...] = ()  # of the program and its parents
    in_container: bool = False


def owner_kind(seen: Seen, *, is_ollama: bool) -> OwnerKind:
    """What the process says of itself; an unseen one is believed by its answers."""
    program = seen.names[0] if seen.names else ""
    if seen.in_container or program.startswith("docker-proxy"):
        return OwnerKind.DOCKER if is_ollama else OwnerKind.FOREIGN
    if _is_runner(seen):
        return OwnerKind.ORPHAN
    if not is_ollama:
        return OwnerKind.FOREIGN
    if any("ollama app" in name or "ollama.app" in name for name in seen.names):
        return OwnerKind.APP
    if program and "ollama" not in program:
        return OwnerKind.IMITATION
    if seen.unit is not None:
        return OwnerKind.SYSTEMD
    return OwnerKind.FOREIGN


def _is_runner(seen: Seen) -> bool:
    program = seen.names[0] if seen.names else ""
    words = (seen.command or "").split()
    return "llama-server" in program or ("ollama" in program and words[1:2] == ["runner"])


def _look_at_port(port: int) -> Seen:
    pid = _listener(port)
    if pid is None:
        return Seen()
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            names = [_program(process)]
            command = " ".join(process.cmdline())[:MOST_COMMAND] or process.name()
            user = process.username()
            parent = process.parent()
        if parent is not None:
            with contextlib.suppress(psutil.Error):
                names.append(_program(parent))
    except psutil.Error:
        return Seen(pid=pid)
    unit, in_container = _group_of(pid)
    return Seen(pid, user, unit, command, tuple(names), in_container)


def _program(process: psutil.Process) -> str:
    """Name and path of the executable, small letters; the path tells Ollama.app from ollama."""
    name: str = process.name()
    try:
        path = process.exe()
    except psutil.AccessDenied:
        path = ""
    if "Ollama.app" in path:
        return "ollama.app"
    return (Path(path).name or name).lower()


def _listener(port: int) -> int | None:
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:  # macOS, without root
        return None
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
            return int(connection.pid) if connection.pid else None
    return None


def _group_of(pid: int) -> tuple[str | None, bool]:
    """The systemd unit and whether the process sits in a container, from its cgroup."""
    if not sys.platform.startswith("linux"):
        return None, False
    try:
        text = Path(f"/proc/{pid}/cgroup").read_text(encoding="utf-8")
        own = Path("/proc/self/cgroup").read_text(encoding="utf-8")
    except OSError:
        return None, False
    return read_cgroup(text, own)


def read_cgroup(text: str, own: str) -> tuple[str | None, bool]:
    """``text`` and ``own`` are /proc/PID/cgroup of it and of us; our own group is no owner."""
    if text == own:
        return None, False
    path = text.strip().rpartition("::")[2] or text.strip().rpartition(":")[2]
    last = path.rstrip("/").rpartition("/")[2]
    # docker-<id>.scope, libpod-<id>.scope, /docker/<id>, /kubepods/…; not docker.service itself.
    scoped = last.startswith(("docker-", "libpod-", "cri-")) and last.endswith(".scope")
    if scoped or "/docker/" in path or "kubepods" in path:
        return None, True
    return (last if last.endswith(".service") else None), False


async def _systemd_pid() -> int | None:
    """The main pid of ollama.service; systemd tells it of other users' processes too."""
    if shutil.which("systemctl") is None:
        return None
    words = ("systemctl", "show", "--property=MainPID", "--value", "--", UNIT)
    text = (await run(*words, timeout_s=ASK_TIMEOUT_S)).out.strip()
    return int(text) if text.isdigit() and int(text) > 0 else None


async def _container_at(port: int) -> str | None:
    """The name of the container that publishes the port; Docker tells it to whom it trusts."""
    if shutil.which("docker") is None:
        return None
    words = ("docker", "ps", "--filter", f"publish={port}", "--format", "{{.Names}}")
    names = (await run(*words, timeout_s=ASK_TIMEOUT_S)).out.split()
    return names[0] if names else None


def free_port() -> int:
    """A loopback port that nobody holds right now."""
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        port: int = probe_socket.getsockname()[1]
        return port
