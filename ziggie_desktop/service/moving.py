"""Owns how a move of the models sees the engine: stop and start it, list its models, say where they
are from now on. Decides nothing of the move itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.engine.install.proof import listed
from ziggie_desktop.engine.supervisor import Engine
from ziggie_desktop.library.library import Library
from ziggie_desktop.library.move import Server
from ziggie_desktop.service.permission import may_move
from ziggie_desktop.service.wishes import Wishes
from ziggie_desktop.web import aiohttp

START_TIMEOUT_S = 90.0


def keep_models_folder(wishes: Wishes, folder: str | None) -> None:
    """The settings name it; None is Ollama's own place."""
    wishes.file.change({"engine": {"models": folder}})


class Moving:
    """``follow``: the engine's next start is as the settings say now."""

    def __init__(
        self,
        *,
        engine: Engine,
        library: Library,
        wishes: Wishes,
        environ: Mapping[str, str],
        session: aiohttp.ClientSession,
        busy: Callable[[], str | None],
        follow: Callable[[], None],
        models_folder: Callable[[], Awaitable[Path | None]],
    ) -> None:
        self._engine = engine
        self._wishes = wishes
        self._environ = environ
        self._session = session
        self._follow = follow
        self._models_folder = models_folder
        self.server = Server(
            stop=engine.stop,
            start=self._start,
            listed=self._listed,
            use=self._use,
            hold=library.pulls.held,
            busy=busy,
        )

    async def may(self) -> tuple[Path, str | None]:
        """Where the models are now, and what the settings say of it; raises where they are not
        ours to move."""
        may_move(self._engine.status, named=self._environ.get("OLLAMA_MODELS"))
        await self._engine.ensure_ready(START_TIMEOUT_S)
        may_move(self._engine.status, named=None)
        folder = await self._models_folder()
        if folder is None:
            raise ZiggieError(
                "models_unknown",
                "It cannot be told where this Ollama keeps its models.",
                "Set engine.models in the settings, restart the engine, and move then.",
                status=409,
            )
        return folder, self._wishes.settings.engine.models

    async def _start(self) -> None:
        await self._engine.start()
        await self._engine.ensure_ready(START_TIMEOUT_S)

    async def _listed(self) -> frozenset[str]:
        url = await self._engine.ensure_ready(START_TIMEOUT_S)
        found = await listed(self._session, url)
        if found is None:
            raise ZiggieError(
                "engine_mute",
                "The engine does not list its models.",
                "See the engine's log (ziggie-desktop logs).",
                status=502,
            )
        return frozenset(f"{model.name} ({model.digest[:12]})" for model in found)

    def _use(self, folder: str | None) -> None:
        keep_models_folder(self._wishes, folder)
        self._follow()
