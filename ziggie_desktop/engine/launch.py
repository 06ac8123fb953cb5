"""Owns how our Ollama is started and known again. Ends only what carries our own mark."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import secrets
from collections.abc import Mapping

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine import child as children
from ziggie_desktop.engine.child import Child, Record
from ziggie_desktop.engine.host import Host, parse_host
from ziggie_desktop.engine.keeper import Found, Say
from ziggie_desktop.engine.owner import OwnerKind, read_version
from ziggie_desktop.engine.plan import Plan
from ziggie_desktop.engine.report import remedy_for
from ziggie_desktop.web import aiohttp

FOUND_TIMEOUT_S = 3.0
OLD_GRACE_S = 10.0

log = logging.getLogger("ziggie.engine")


class Launch:
    """Keeps an Ollama as our own child."""

    kind = OwnerKind.OURS
    driven = False
    words = "our own Ollama"

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def impossible(self) -> str | None:
        if self._plan.adopt_only:
            return "an Ollama is only adopted, never started"
        if not self._plan.wished.is_local:
            return f"OLLAMA_HOST names {self._plan.wished.url}, which is not this machine"
        if self._plan.program is None:
            return "no Ollama was found on this machine"
        return None

    @property
    def settings(self) -> Mapping[str, str]:
        told = {**self._plan.told, "OLLAMA_HOST": self._plan.wished.bind}
        return told | {"ZIGGIE_OLLAMA": str(self._plan.program), "run": self._plan.run.value}

    async def wished(self) -> Host:
        return self._plan.wished

    async def start(self, host: Host, *, keep_partials: bool, say: Say) -> Child:
        """Start it at ``host`` and note it."""
        plan = self._plan
        assert plan.program is not None
        mark = secrets.token_hex(8)
        env = children.child_env(
            os.environ,
            bind=host.bind,
            models_dir=plan.models_dir,
            extra=plan.environment,
            keep_partials=keep_partials,
            mark=mark,
        )
        fingerprint = self._fingerprint()
        self._note(Record(pid=0, created=0.0, bind=host.bind, mark=mark, fingerprint=fingerprint))
        try:
            child = await Child.start(
                program=plan.program,
                env=env,
                bind=host.bind,
                log=plan.log_file,
                fingerprint=fingerprint,
                settings=self.settings,
            )
        except OSError as error:
            self.forget()
            why = error.strerror or type(error).__name__
            words = f"{plan.program} cannot be started: {why}"
            remedy = remedy_for(words, plan.log_file)
            raise ZiggieError("engine_cannot_start", words, remedy, status=503) from error
        self._note(child.record)
        return child

    def _note(self, record: Record) -> None:
        try:
            children.save_record(self._plan.state_file, record)
        except OSError as error:
            log.warning("%s cannot be written: %s", self._plan.state_file, error.strerror)

    async def find(self, http: aiohttp.ClientSession) -> Found | None:
        """The child of an earlier run, if it is healthy and as we wish it; else it is ended."""
        record = children.load_record(self._plan.state_file)
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
        child = Child.found(record=record, log=self._plan.log_file, settings=self.settings)
        if record.fingerprint == self._fingerprint():
            try:
                host = parse_host(record.bind)
                version = await read_version(http, host.url, timeout_s=FOUND_TIMEOUT_S)
                return Found(kept=child, host=host, version=version)
            except (aiohttp.ClientError, OSError, msgspec.MsgspecError) as error:
                log.info("it does not answer: %s", type(error).__name__)
        log.info("ending the Ollama of an earlier run (pid %d)", record.pid)
        await child.stop(OLD_GRACE_S)
        self.forget()
        return None

    def renewal(self) -> str | None:
        return None

    def forget(self) -> None:
        """Nothing of ours runs any more."""
        children.save_record(self._plan.state_file, None)

    def _fingerprint(self) -> str:
        """What a child was started with, without saying it."""
        plan = self._plan
        parts = [str(plan.program), plan.wished.bind, plan.models_dir or ""]
        parts += [f"{name}={value}" for name, value in sorted(plan.environment.items())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
