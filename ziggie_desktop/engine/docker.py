"""Owns an Ollama in a Docker container: starts, stops and knows again the official image.

Talks to Docker through its CLI alone. A container that Ziggie did not make is started and stopped,
never removed. https://docs.ollama.com/docker
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.command import Done, run
from ziggie_desktop.engine.host import Host, parse_host
from ziggie_desktop.engine.keeper import Ending, Found, Say
from ziggie_desktop.engine.owner import OwnerKind, read_version
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.settings import NO_GPU
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

INSIDE_PORT = 11434
INSIDE_HOME = "/root"  # in the image
INSIDE_MODELS = f"{INSIDE_HOME}/.ollama/models"
VOLUME = f"ollama:{INSIDE_HOME}/.ollama"  # as Ollama's own page names it
LABEL = "io.github.ziggie-desktop.settings"
NAMES = "io.github.ziggie-desktop.names"  # of the variables that come from our settings
FOUND_TIMEOUT_S = 3.0
ASK_TIMEOUT_S = 10.0
CHANGE_TIMEOUT_S = 60.0
PULL_TIMEOUT_S = 3600.0
# The variables that the container has by its own side of the wall.
_NOT_INSIDE = ("OLLAMA_MODELS", "CUDA_VISIBLE_DEVICES")

_TROUBLES = (
    (("permission denied while trying to connect", "dial unix"), "engine_docker_rights",
     "We have no right to talk to Docker.",
     "Run `sudo usermod -aG docker $USER` and log in again, or use rootless Docker."),
    (("cannot connect to the docker daemon", "is the docker daemon running"),
     "engine_docker_off", "Docker does not run.",
     "Start Docker Desktop, or run `sudo systemctl start docker`."),
    (("could not select device driver", "unknown runtime", "nvidia-container", "cdi device"),
     "engine_docker_gpu", "Docker cannot hand the GPU to a container.",
     "Install the NVIDIA Container Toolkit and run `sudo nvidia-ctk runtime configure"
     " --runtime=docker`, then restart Docker; or set engine.gpus = [\"none\"]."),
    (("port is already allocated", "address already in use"), "engine_docker_port",
     "The port is taken.",
     "Stop the program that holds it (`ziggie-desktop engine owner` says which), or set"
     " engine.host."),
    (("manifest unknown", "pull access denied", "not found", "no such host"),
     "engine_docker_image", "The image cannot be had.",
     "Check engine.image and the connection to the internet."),
    (("no space left",), "engine_docker_disk", "Docker's disk is full.",
     "Free space there: `docker system df` shows what takes it."),
)  # fmt: skip


class _State(msgspec.Struct, rename="pascal"):
    running: bool = False
    pid: int = 0


class _Config(msgspec.Struct, rename="pascal"):
    env: list[str] | None = None
    labels: dict[str, str] | None = None


class _Published(msgspec.Struct, rename="pascal"):
    host_ip: str = ""
    host_port: str = ""


class _Network(msgspec.Struct, rename="pascal"):
    ports: dict[str, list[_Published] | None] | None = None


class Container(msgspec.Struct, rename="pascal"):
    """What ``docker inspect`` says of it."""

    state: _State = msgspec.field(default_factory=_State)
    config: _Config = msgspec.field(default_factory=_Config)
    network_settings: _Network = msgspec.field(default_factory=_Network)

    @property
    def environment(self) -> dict[str, str]:
        return dict(text.split("=", 1) for text in self.config.env or () if "=" in text)

    @property
    def mark(self) -> str | None:
        return (self.config.labels or {}).get(LABEL)

    @property
    def host(self) -> Host | None:
        """Where it is published for this machine."""
        for one in (self.network_settings.ports or {}).get(f"{INSIDE_PORT}/tcp") or ():
            if one.host_port.isdigit():
                ip = one.host_ip or "0.0.0.0"
                return parse_host(
                    f"[{ip}]:{one.host_port}" if ":" in ip else f"{ip}:{one.host_port}"
                )
        return None


class ContainerKeeper:
    """Drives the container of the plan's name; makes it where there is none."""

    kind = OwnerKind.DOCKER
    driven = True

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._foreign = False  # somebody else made it; known after the first look

    @property
    def words(self) -> str:
        return f"the Docker container {self._plan.container}"

    @property
    def impossible(self) -> str | None:
        if shutil.which("docker") is None:
            return "engine.run is docker, but there is no docker program on this machine"
        if not self._plan.wished.is_local:
            return f"engine.host names {self._plan.wished.url}, which is not this machine"
        return None

    @property
    def settings(self) -> Mapping[str, str]:
        """``container`` stands for what is no variable: port, folder, GPUs, image."""
        told = {name: text for name, text in self._plan.told.items() if name not in _NOT_INSIDE}
        return {**told, "container": self._mark}

    @property
    def _mark(self) -> str:
        plan = self._plan
        parts = [plan.wished.bind, plan.models_dir or "", plan.image, ",".join(plan.gpus)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    async def wished(self) -> Host:
        return self._plan.wished

    async def find(self, http: aiohttp.ClientSession) -> Found | None:
        container = await self.look()
        if container is None or not container.state.running or container.host is None:
            return None
        try:
            version = await read_version(http, container.host.url, timeout_s=FOUND_TIMEOUT_S)
            return Found(kept=self._kept(container), host=container.host, version=version)
        except (aiohttp.ClientError, OSError, msgspec.MsgspecError) as error:
            log.info("it does not answer: %s", type(error).__name__)
        return None

    async def start(self, host: Host, *, keep_partials: bool, say: Say) -> ContainerKept:
        """Start the container; make it anew where it is ours and the settings have changed."""
        found = await self.look()
        if found is not None and found.mark is not None and self._outdated(found):
            self.need(await self.call("rm", "--force", self._plan.container))
            found = None
        if found is not None:
            self.need(await self.call("start", self._plan.container))
        else:
            await self._have_image(say)
            await self._make(host)
        container = await self.look()
        return self._kept(container or Container())

    def _outdated(self, container: Container) -> bool:
        inside = container.environment | {"container": container.mark or ""}
        names = set(self.settings) | self._kept(container).owned
        return any(inside.get(name) != self.settings.get(name) for name in names)

    async def _have_image(self, say: Say) -> None:
        image = self._plan.image
        if (await self.call("image", "inspect", image)).ok:
            return
        layers: dict[str, bool] = {}

        def hear(line: str) -> None:
            layer, _, words = line.partition(": ")
            if words in ("Pulling fs layer", "Already exists", "Pull complete"):
                layers[layer] = words != "Pulling fs layer"
                say(f"getting the image {image}, {sum(layers.values())} of {len(layers)} layers")

        say(f"getting the image {image}")
        done = await run("docker", "pull", image, timeout_s=PULL_TIMEOUT_S, each_line=hear)
        self.need(done)

    async def _make(self, host: Host) -> None:
        plan = self._plan
        if plan.models_dir:
            await asyncio.to_thread(_make_folder, _folder(plan.models_dir))
        told = {"OLLAMA_NOPRUNE": "1", **self.settings}
        mark = told.pop("container")
        words = run_words(plan, host, mark=mark, names=sorted(told))
        # A container whose start failed stands in the way of the next try.
        done = await run("docker", *words, timeout_s=CHANGE_TIMEOUT_S, extra_env=told)
        if not done.ok:
            made = await self.look()
            if made is not None and made.mark == mark and not made.state.running:
                await self.call("rm", plan.container)
        self.need(done)

    def renewal(self) -> str | None:
        if not self._foreign:
            return None
        name = self._plan.container
        return (
            f"Ziggie did not make the container {name} and does not change it: remove it with"
            f" `docker rm --force {name}` (the models stay in their volume) and start the engine."
        )

    def forget(self) -> None:
        """Docker remembers."""

    async def look(self) -> Container | None:
        """Ask Docker; None where there is no such container. ZiggieError where it cannot say."""
        done = await self.call(
            "inspect", "--type", "container", self._plan.container, timeout_s=ASK_TIMEOUT_S
        )
        if not done.ok:
            if "no such" in done.error.lower():
                return None
            self.need(done)
        try:
            found = msgspec.json.decode(done.out, type=list[Container])
        except msgspec.MsgspecError as error:
            raise _unclear() from error
        container = found[0] if found else None
        self._foreign = container is not None and container.mark is None
        return container

    async def call(self, *words: str, timeout_s: float = CHANGE_TIMEOUT_S) -> Done:
        return await run("docker", *words, timeout_s=timeout_s)

    def need(self, done: Done) -> None:
        """Raise what went wrong, with what the owner can do."""
        if done.ok:
            return
        text = done.error.lower()
        for marks, code, title, remedy in _TROUBLES:
            if any(mark in text for mark in marks):
                raise ZiggieError(
                    code, f"{title} Docker says: {done.last_words}", remedy, status=503
                )
        raise ZiggieError(
            "engine_docker_failed",
            f"Docker failed: {done.last_words}",
            f'See `docker logs {self._plan.container}`, or set engine.run = "child".',
            status=503,
        )

    def _kept(self, container: Container) -> ContainerKept:
        return ContainerKept(keeper=self, container=container, name=self._plan.container)


def run_words(plan: Plan, host: Host, *, mark: str, names: list[str]) -> list[str]:
    """``docker run`` and what follows. Values of variables stand in the CLI's environment, where
    no list of processes shows them. Only this machine reaches the port, unless a host says so."""
    address = f"[{host.host}]" if ":" in host.host else host.host
    words = ["run", "--detach", "--name", plan.container, "--restart", "unless-stopped"]
    words += ["--label", f"{LABEL}={mark}", "--label", f"{NAMES}={','.join(names)}"]
    words += ["--publish", f"{address}:{host.port}:{INSIDE_PORT}"]
    if plan.gpus != (NO_GPU,):
        devices = ",".join(plan.gpus)
        words += ["--gpus", f'"device={devices}"' if devices else "all"]
    words += ["--volume", VOLUME]
    if plan.models_dir:
        words += ["--volume", f"{_folder(plan.models_dir)}:{INSIDE_MODELS}"]
    for name in names:
        words += ["--env", name]
    return [*words, plan.image]


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _make_folder(folder: Path) -> None:
    """Docker would make it as root's."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)


def _unclear() -> ZiggieError:
    return ZiggieError(
        "engine_docker_failed",
        "Docker said something of the container that we do not understand.",
        'See what `docker inspect` prints, or set engine.run = "child".',
        status=503,
    )


class ContainerKept:
    """The running container."""

    def __init__(self, *, keeper: ContainerKeeper, container: Container, name: str) -> None:
        self._keeper = keeper
        self._name = name
        self.pid = container.state.pid or None
        self.settings = container.environment | {"container": container.mark or ""}
        names = (container.config.labels or {}).get(NAMES, "").split(",")
        self.owned = frozenset(names) - {"", "OLLAMA_NOPRUNE"}

    async def ending(self) -> Ending | None:
        return None

    async def stop(self, grace_s: float) -> bool:
        """SIGTERM, then SIGKILL after the grace, by Docker; the policy lets it rest then."""
        grace = str(max(1, round(grace_s)))
        self._keeper.need(await self._keeper.call("stop", "--time", grace, self._name))
        found = await self._keeper.look()
        return found is None or not found.state.running

    async def sweep(self) -> bool:
        return True

    def tail(self) -> tuple[str, ...]:
        """Its lines are Docker's: ``docker logs``."""
        return ()
