"""Owns what the settings ask of an Ollama that we start. Pure: reads no file and no environment."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

from ziggie_desktop.engine.host import Host, parse_host

UNIT = "ollama.service"
CONTAINER = "ollama"
IMAGE = "ollama/ollama"


class RunBy(StrEnum):
    """Who keeps the Ollama that we start running."""

    CHILD = "child"
    SYSTEMD = "systemd"
    DOCKER = "docker"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """``host`` is a value of OLLAMA_HOST, empty for the default. ``environment``: what Ollama is
    told beside host and models folder. ``gpus``: UUIDs, empty for all, ``none`` for the processor.
    """

    state_file: Path
    log_file: Path
    program: Path | None = None
    host: str = ""
    models_dir: str | None = None
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    adopt_only: bool = False
    run: RunBy = RunBy.CHILD
    unit: str = UNIT
    container: str = CONTAINER
    image: str = IMAGE
    gpus: tuple[str, ...] = ()

    @property
    def wished(self) -> Host:
        return parse_host(self.host)

    @property
    def told(self) -> dict[str, str]:
        """All that the owner's settings say to Ollama."""
        told = dict(self.environment)
        if self.models_dir:
            told["OLLAMA_MODELS"] = self.models_dir
        return told
