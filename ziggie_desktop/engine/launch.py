"""Owns how our Ollama is started and known again. Ends only what carries our own mark."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import msgspec

from ziggie_desktop.engine import child as children
from ziggie_desktop.engine.child import Child, Record
from ziggie_desktop.engine.host import Host, parse_host
from ziggie_desktop.engine.owner import read_version

FOUND_TIMEOUT_S = 3.0
OLD_GRACE_S = 10.0

log = logging.getLogger("ziggie.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Our own Ollama of an earlier run, healthy."""

    child: Child
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """The settings of a start."""

    program: Path | None
    wished: Host
    models_dir: str | None
    extra_env: Mapping[str, str]
    state_file: Path
    log_file: Path
    adopt_only: bool

    @property
    def impossible(self) -> str | None:
        """Why we may not start one, None if we may."""
        if self.adopt_only:
            return "an Ollama is only adopted, never started"
        if not self.wished.is_local:
            return f"OLLAMA_HOST names {self.wished.url}, which is not this machine"
        if self.program is None:
            return "no Ollama was found on this machine"
        return None

    async def start(self, host: Host, *, keep_partials: bool) -> Child:
        """Start it at ``host`` and note it; OSError when the system cannot run it."""
        assert self.program is not None
        mark = secrets.token_hex(8)
        env = children.child_env(
            os.environ,
            bind=host.bind,
            models_dir=self.models_dir,
            extra=self.extra_env,
            keep_partials=keep_partials,
            mark=mark,
        )
        fingerprint = self._fingerprint()
        self._note(Record(pid=0, created=0.0, bind=host.bind, mark=mark, fingerprint=fingerprint))
        try:
            child = await Child.start(
                program=self.program,
                env=env,
                bind=host.bind,
                log=self.log_file,
                fingerprint=fingerprint,
            )
        except OSError:
            self.forget()
            raise
        self._note(child.record)
        return child

    def _note(self, record: Record) -> None:
        try:
            children.save_record(self.state_file, record)
        except OSError as error:
            log.warning("%s cannot be written: %s", self.state_file, error.strerror)

    async def find_earlier(self, http: aiohttp.ClientSession) -> Found | None:
        """The child of an earlier run, if it is healthy and as we wish it; else it is ended."""
        record = children.load_record(self.state_file)
        if record is not None and record.pid == 0:
            record = await asyncio.to_thread(children.find_marked, record)
            if record is None:  # killed before it had started one
                self.forget()
        if record is None:
            return None
        if not children.still_runs(record):
            await asyncio.to_thread(children.end_leftovers, record)
            self.forget()
            return None
        child = Child.found(record=record, log=self.log_file)
        if record.fingerprint == self._fingerprint():
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, msgspec.MsgspecError):
                url = parse_host(record.bind).url
                version = await read_version(http, url, timeout_s=FOUND_TIMEOUT_S)
                return Found(child=child, version=version)
        log.info("ending the Ollama of an earlier run (pid %d)", record.pid)
        await child.stop(OLD_GRACE_S)
        self.forget()
        return None

    def forget(self) -> None:
        """Nothing of ours runs any more."""
        children.save_record(self.state_file, None)

    def _fingerprint(self) -> str:
        """What a child was started with, without saying it."""
        parts = [str(self.program), self.wished.bind, self.models_dir or ""]
        parts += [f"{name}={value}" for name, value in sorted(self.extra_env.items())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
