"""Owns an Ollama that a systemd unit keeps: drives it, with settings in a drop-in of our own.

Never edits the unit: Ollama's installer writes it anew. Where we have no right to do something,
the exact commands for it are said, and the unit runs on as it is.
https://www.freedesktop.org/software/systemd/man/systemd.unit.html
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import shlex
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
from ziggie_desktop.engine.unit_environment import PROPERTIES, of_unit, read_shown
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.web import aiohttp

log = logging.getLogger("ziggie.engine")

SYSTEM_FOLDER = Path("/etc/systemd/system")
DROP_IN = "ziggie.conf"
STAGED = "ollama-unit.conf"
FOUND_TIMEOUT_S = 3.0
SHOW_TIMEOUT_S = 5.0
CHANGE_TIMEOUT_S = 100.0  # systemd itself gives a unit 90 s to end
NO_PRUNE = {"OLLAMA_NOPRUNE": "1"}  # whoever starts the unit, unfinished downloads stay
_PROPERTIES = f"LoadState,ActiveState,MainPID,User,{PROPERTIES},FragmentPath,DropInPaths"
_NO_RIGHTS = ("authentication required", "access denied", "permission denied", "not permitted")
_LINE = re.compile(r'Environment="(.*)"')


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What systemd says of the unit. ``environment`` is the service's own, not ours."""

    loaded: bool
    active: bool
    pid: int | None
    user: str | None
    environment: Mapping[str, str]
    fragment: str | None


def read_show(text: str) -> Unit:
    """The answer of ``systemctl show``."""
    found = read_shown(text)
    pid = found.get("MainPID", "")
    environment = of_unit(found.get("Environment", ""), found.get("EnvironmentFiles", ""))
    for file in environment.unread:
        log.debug("what %s says of the unit's environment is not known: it cannot be read", file)
    return Unit(
        loaded=found.get("LoadState") == "loaded",
        active=found.get("ActiveState") in ("active", "reloading"),
        pid=int(pid) if pid.isdigit() and int(pid) > 0 else None,
        user=found.get("User") or None,
        environment=environment.variables,
        fragment=found.get("FragmentPath") or None,
    )


def drop_in_text(environment: Mapping[str, str]) -> str:
    """The drop-in's content; systemd reads C escapes, and % as the begin of a specifier."""
    lines = [
        "# Written by Ziggie Desktop from its settings ([engine]); change them there.",
        "[Service]",
    ]
    for name, value in sorted(environment.items()):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        lines.append(f'Environment="{name}={escaped}"')
    return "\n".join(lines) + "\n"


def read_drop_in(text: str) -> dict[str, str]:
    """What an earlier ``drop_in_text`` said."""
    found = {}
    for escaped in _LINE.findall(text):
        plain = escaped.replace("%%", "%").replace('\\"', '"').replace("\\\\", "\\")
        name, _, value = plain.partition("=")
        found[name] = value
    return found


class UnitKeeper:
    """Drives the system's unit of that name, or the user's where the system has none."""

    kind = OwnerKind.SYSTEMD
    driven = True

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of_user = False  # known after the first look

    @property
    def words(self) -> str:
        return f"the systemd unit {self._plan.unit}"

    @property
    def impossible(self) -> str | None:
        if shutil.which("systemctl") is None:
            return "engine.run is systemd, but there is no systemctl on this machine"
        return None

    @property
    def settings(self) -> Mapping[str, str]:
        host = {"OLLAMA_HOST": self._plan.wished.bind} if self._plan.host else {}
        return {**self._plan.told, **host}

    async def wished(self) -> Host:
        """What the settings say, else what the unit says: our own environment says nothing."""
        if self._plan.host:
            return self._plan.wished
        return parse_host((await self.look()).environment.get("OLLAMA_HOST", ""))

    async def find(self, http: aiohttp.ClientSession) -> Found | None:
        unit = await self.look()
        if not unit.active:
            return None
        host = parse_host(unit.environment.get("OLLAMA_HOST", ""))
        try:
            version = await read_version(http, host.url, timeout_s=FOUND_TIMEOUT_S)
            return Found(kept=self._kept(unit), host=host, version=version)
        except (aiohttp.ClientError, OSError, msgspec.MsgspecError) as error:
            log.info("it does not answer: %s", type(error).__name__)
        return None

    async def start(self, host: Host, *, keep_partials: bool, say: Say) -> UnitKept:
        """Write the drop-in, where it says something new, and start the unit."""
        unit = await self.look()
        if not unit.loaded:
            raise ZiggieError(
                "engine_no_unit",
                f"There is no systemd unit {self._plan.unit}.",
                "Install Ollama with its own installer, name the unit with engine.unit, or set"
                ' engine.run = "child".',
                status=503,
            )
        changed = await asyncio.to_thread(self._write_drop_in)
        if changed:
            self.need(await self.call("daemon-reload"), "start")
        self.need(await self.call("restart" if changed and unit.active else "start"), "start")
        return self._kept(await self.look())

    def forget(self) -> None:
        """systemd remembers."""

    async def look(self) -> Unit:
        """Ask systemd; the system's unit first."""
        for of_user in (False, True):
            self._of_user = of_user
            done = await self.call("show", f"--property={_PROPERTIES}", timeout_s=SHOW_TIMEOUT_S)
            unit = read_show(done.out if done.ok else "")
            if unit.loaded:
                return unit
        self._of_user = False
        return unit

    async def call(self, verb: str, *options: str, timeout_s: float = CHANGE_TIMEOUT_S) -> Done:
        scope = ("--user",) if self._of_user else ()
        name = () if verb == "daemon-reload" else ("--", self._plan.unit)
        return await run(
            "systemctl", *scope, "--no-ask-password", verb, *options, *name, timeout_s=timeout_s
        )

    @property
    def drop_in(self) -> Path:
        """Where our drop-in lies."""
        base = SYSTEM_FOLDER
        if self._of_user:
            config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
            base = Path(config) / "systemd" / "user"
        return base / f"{self._plan.unit}.d" / DROP_IN

    def _wanted(self) -> str | None:
        """The drop-in's text; None where the owner says nothing and there is none yet."""
        if not self.settings and not self.drop_in.exists():
            return None
        return drop_in_text({**NO_PRUNE, **self.settings})

    def _write_drop_in(self) -> bool:
        """Whether it changed. Without the right to write it the unit is started as it is."""
        wanted = self._wanted()
        if wanted is None or _text_of(self.drop_in) == wanted:
            return False
        with contextlib.suppress(OSError):
            self.drop_in.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.drop_in.with_suffix(".new")
            fresh.write_text(wanted, encoding="utf-8")
            fresh.replace(self.drop_in)
            return True
        return False

    def _kept(self, unit: Unit) -> UnitKept:
        ours = read_drop_in(_text_of(self.drop_in) or "")
        return UnitKept(keeper=self, unit=unit, owned=frozenset(ours) - frozenset(NO_PRUNE))

    def need(self, done: Done, verb: str) -> None:
        """Raise what went wrong, with what the owner can do."""
        if done.ok:
            return
        if any(mark in done.error.lower() for mark in _NO_RIGHTS):
            raise ZiggieError(
                "engine_needs_rights",
                f"We have no right to {verb} {self.words}.",
                f"Run in a terminal (or with pkexec instead of sudo): {self.commands(verb)}",
                status=403,
            )
        raise ZiggieError(
            "engine_unit_failed",
            f"systemctl could not {verb} {self.words}: {done.last_words}",
            f"See what it says: journalctl {'--user ' if self._of_user else ''}"
            f"-u {self._plan.unit} -n 50",
            status=503,
        )

    def commands(self, verb: str) -> str:
        """What to type, with the drop-in where it would say something new."""
        simply = f"sudo systemctl {verb} {self._plan.unit}"
        wanted = self._wanted()
        if wanted is None or _text_of(self.drop_in) == wanted:
            return simply
        renewing = self._staged(wanted)
        return f"{simply} - or, for the settings that wait: {renewing}"

    def _staged(self, wanted: str) -> str:
        """Put the drop-in where the owner's own hands find it, and say how it gets in place."""
        staged = self._plan.state_file.parent / STAGED
        write_private(staged, wanted.encode())
        return (
            f"sudo install -D -m 644 {shlex.quote(str(staged))} {self.drop_in}"
            f" && sudo systemctl daemon-reload && sudo systemctl restart {self._plan.unit}"
        )

    def renewal(self) -> str | None:
        wanted = self._wanted()
        if wanted is None or _text_of(self.drop_in) == wanted or _writable(self.drop_in.parent):
            return None
        return f"Run in a terminal: {self._staged(wanted)}"


class UnitKept:
    """The running unit."""

    def __init__(self, *, keeper: UnitKeeper, unit: Unit, owned: frozenset[str]) -> None:
        self._keeper = keeper
        self.pid = unit.pid
        self.settings = unit.environment
        self.owned = owned

    async def ending(self) -> Ending | None:
        return None

    async def stop(self, grace_s: float) -> bool:
        """The unit's own TimeoutStopSec is its grace; its cgroup leaves nothing behind."""
        self._keeper.need(await self._keeper.call("stop"), "stop")
        return not (await self._keeper.look()).active

    async def sweep(self) -> bool:
        return True

    def tail(self) -> tuple[str, ...]:
        """Its lines are in the journal."""
        return ()


def _writable(folder: Path) -> bool:
    """Whether files may be made there, or the folder itself where it is not there yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return None
