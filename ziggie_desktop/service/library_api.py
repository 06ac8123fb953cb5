"""Owns the routes about models beside load and download: fit, updates, clean-up, long work.

Each asks the one part whose business it is. Decides nothing.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from ziggie_desktop.contract import library as shapes
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import LibraryJob
from ziggie_desktop.library.library import Library
from ziggie_desktop.service.advice import Advice
from ziggie_desktop.service.http import Call, Endpoint

V1 = "/ziggie/v1"
MOST_CTX = 10_000_000
MOST_DAYS = 3650


class LibraryApi(msgspec.Struct, frozen=True, kw_only=True):
    """``endpoints`` go beside those of ``routes.Api``."""

    library: Library
    advice: Advice

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(method="GET", path=f"{V1}/jobs", handler=self._jobs,
                     summary="Long work on the models", answer=shapes.JobsDocument),
            Endpoint(method="POST", path=f"{V1}/jobs", handler=self._job, owner=True, status=202,
                     summary="Create a model from a file, verify models, or cancel such work",
                     body=shapes.JobAction, answer=LibraryJob),
            Endpoint(method="GET", path=f"{V1}/updates", handler=self._updates, owner=True,
                     summary="Whether the registry has newer versions", query=("model",),
                     answer=shapes.UpdatesDocument),
            Endpoint(method="POST", path=f"{V1}/updates", handler=self._update, owner=True,
                     summary="Download newer versions, of one model or all", status=202,
                     body=shapes.UpdateAction, answer=shapes.UpdatesDocument),
            Endpoint(method="GET", path=f"{V1}/unused", handler=self._unused,
                     summary="Models that nobody used for some days", query=("days",),
                     answer=shapes.UnusedDocument),
            Endpoint(method="POST", path=f"{V1}/unused", handler=self._clean_up, owner=True,
                     summary="Remove models that nobody used", body=shapes.CleanUp,
                     answer=shapes.UnusedDocument),
            Endpoint(method="GET", path=f"{V1}/fit", handler=self._fit, owner=True,
                     summary="Whether a model fits this machine's GPUs, before it is fetched",
                     query=("model", "num_ctx"), answer=shapes.FitAnswer),
            Endpoint(method="GET", path=f"{V1}/recommended", handler=self._recommended,
                     summary="Models that suit this machine, by task",
                     answer=shapes.RecommendationsDocument),
        )  # fmt: skip

    async def _jobs(self, _: Call) -> shapes.JobsDocument:
        return shapes.JobsDocument(self.library.upkeep.chores.snapshot())

    async def _job(self, call: Call) -> LibraryJob:
        wish: shapes.JobAction = call.body
        upkeep = self.library.upkeep
        match wish.action:
            case "create":
                source = Path(needed(wish.path, "path"))
                return upkeep.create(needed(wish.model, "model"), source, wish.quantize)
            case "verify":
                return await upkeep.verify(wish.model, repair=wish.repair)
            case "cancel":
                return upkeep.chores.cancel(needed(wish.id, "id"))

    async def _updates(self, call: Call) -> shapes.UpdatesDocument:
        return shapes.UpdatesDocument(await self.library.upkeep.updates(call.query.get("model")))

    async def _update(self, call: Call) -> shapes.UpdatesDocument:
        return shapes.UpdatesDocument(await self.library.upkeep.update(call.body.model))

    async def _unused(self, call: Call) -> shapes.UnusedDocument:
        return await self.advice.unused(_count(call, "days", MOST_DAYS) or 30)

    async def _clean_up(self, call: Call) -> shapes.UnusedDocument:
        return await self.advice.clean_up(call.body.days, call.body.models)

    async def _fit(self, call: Call) -> shapes.FitAnswer:
        model = needed(call.query.get("model"), "model")
        return await self.advice.fit(model, _count(call, "num_ctx", MOST_CTX))

    async def _recommended(self, _: Call) -> shapes.RecommendationsDocument:
        return self.advice.recommended()


def needed(value: str | None, name: str) -> str:
    if not value:
        raise ZiggieError(
            "value_missing", f"The request lacks {name}.", f"Send {name}.", status=400
        )
    return value


def _count(call: Call, name: str, most: int) -> int | None:
    text = call.query.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= most:
        raise ZiggieError(
            "query_invalid",
            f"The parameter {name!r} is wrong.",
            f"Give a whole number from 1 to {most}.",
            status=400,
        )
    return int(text)
