"""Owns what Ziggie may do to an Ollama, in words: only what it installed or started is its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import EngineStatus
from ziggie_desktop.engine.owner import OwnerKind
from ziggie_desktop.engine.plan import RunBy

DROP_IN = (
    "For Ollama's system service: stop it, copy its folder, give the copy to the user ollama, "
    "then `sudo systemctl edit ollama.service` with the lines [Service] and "
    'Environment="OLLAMA_MODELS=/new/folder", and start it again.'
)
OTHERWISE = "Set OLLAMA_MODELS where that Ollama is started (its app, its container), and copy."


def may_install(
    *,
    beside: bool,
    adopt_only: bool,
    run: RunBy,
    named: str | None,
    other: Callable[[], Path | None],
) -> None:
    """Raise where an Ollama that Ziggie installs would not be the one in use."""
    if adopt_only:
        raise ZiggieError(
            "engine_adopt_only",
            "This service was told to use a running Ollama and never to start one.",
            "Start it without --adopt-only.",
            status=409,
        )
    if run is not RunBy.CHILD:
        raise ZiggieError(
            "engine_kept",
            f"The settings have Ollama run by {run.value}: that one is left as it is.",
            "Upgrade it there (its install script, a newer image); or set engine.run to child.",
            status=409,
        )
    if named:
        raise ZiggieError(
            "engine_named",
            f"The settings name the Ollama to run: {named}. That one is left as it is.",
            "Upgrade it with what installed it; or take ZIGGIE_OLLAMA and engine.program away to "
            "have Ziggie install one of its own.",
            status=409,
        )
    found = None if beside else other()
    if found is not None:
        raise ZiggieError(
            "engine_found",
            f"There is an Ollama on this machine already: {found}. It is left as it is.",
            "Upgrade it with what installed it (its install script, the package manager, the "
            "Ollama app); or install one beside it: ziggie-desktop engine install --beside",
            status=409,
        )


def may_move(status: EngineStatus, *, named: str | None) -> None:
    """Raise where the models folder is not ours to move. ``named``: OLLAMA_MODELS, which would
    hold against the settings."""
    if status.owner not in (OwnerKind.OURS, OwnerKind.NOBODY):
        raise ZiggieError(
            "engine_not_ours",
            "This Ollama was not started by Ziggie, so its models are left where they are.",
            DROP_IN if status.owner == OwnerKind.SYSTEMD else OTHERWISE,
            status=409,
        )
    if named:
        raise ZiggieError(
            "models_named",
            f"OLLAMA_MODELS names the models folder: {named}. That holds against the settings.",
            "Take OLLAMA_MODELS out of Ziggie's environment, set engine.models to that folder "
            "instead, start Ziggie again, and move then.",
            status=409,
        )
