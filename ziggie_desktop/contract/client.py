"""Owns the asynchronous client of the service's own routes. Never retries and never waits for ever.

Each call answers a struct of the contract or raises ZiggieError: the service's own one, or
``no_service`` where nobody listens. Reconnecting is the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from ziggie_desktop.contract import api, books, library, power, trial
from ziggie_desktop.contract import state as shapes
from ziggie_desktop.contract.calls import Calls
from ziggie_desktop.contract.files import keep, keep_rows
from ziggie_desktop.contract.routing import PolicyChange, PolicyDocument, RoutingDocument
from ziggie_desktop.contract.timeline import TimelineDocument
from ziggie_desktop.contract.wire import Event, lines, no_service, parse, refusal
from ziggie_desktop.loopback import Connection

SLOW_TIMEOUT_S = 300.0  # engine and model actions, questions: a cold load takes minutes on a CPU
MOVE_TIMEOUT_S = 4 * 3600.0  # a ledger of years; the move goes on if its caller has gone
MOST_EXPORTED = 100_000  # the service gives no more at once
EVENT_SILENCE_S = 60.0  # the service sends something, a comment at least, more often than this

T = TypeVar("T")
By = Literal["day", "month", "component", "model", "task"]


class Exported(NamedTuple):
    """``unpriced``: so many charges are not in it, for nobody knows what they cost."""

    content: bytes
    unpriced: int


class Client(Calls):
    """One service, one token. ``async with`` it, or ``close()`` it, in the loop that used it."""

    # What is
    async def health(self) -> api.Health:
        return await self._get("health", api.Health)

    async def state(self) -> shapes.State:
        return await self._get("state", shapes.State)

    async def models(self) -> shapes.ModelsDocument:
        return await self._get("models", shapes.ModelsDocument)

    async def jobs(self) -> library.JobsDocument:
        return await self._get("jobs", library.JobsDocument)

    async def updates(self, model: str | None = None) -> library.UpdatesDocument:
        """Whether the registries have anything newer; they are asked now."""
        query = {} if model is None else {"model": model}
        return await self._get("updates", library.UpdatesDocument, query, SLOW_TIMEOUT_S)

    async def unused(self, days: int) -> library.UnusedDocument:
        """What a clean-up would remove; it removes nothing."""
        return await self._get("unused", library.UnusedDocument, {"days": str(days)})

    async def fit(self, model: str, *, num_ctx: int | None = None) -> library.FitAnswer:
        query = {"model": model} | ({} if num_ctx is None else {"num_ctx": str(num_ctx)})
        return await self._get("fit", library.FitAnswer, query, SLOW_TIMEOUT_S)

    async def recommended(self) -> library.RecommendationsDocument:
        return await self._get("recommended", library.RecommendationsDocument)

    async def pulls(self) -> api.PullsDocument:
        return await self._get("pulls", api.PullsDocument)

    async def tokens(self) -> api.TokensDocument:
        return await self._get("tokens", api.TokensDocument)

    async def policy(self) -> PolicyDocument:
        return await self._get("policy", PolicyDocument)

    async def routing(self) -> RoutingDocument:
        """Open breakers, how full the budgets are, and why a side is not asked."""
        return await self._get("routing", RoutingDocument)

    async def change_policy(self, wish: PolicyChange) -> PolicyDocument:
        return await self._post("policy", wish, PolicyDocument)

    async def settings(self) -> dict[str, Any]:
        return await self._get("settings", dict[str, Any])

    # What was
    async def usage(
        self, *, since: str | None = None, until: str | None = None, by: By = "day"
    ) -> api.UsageDocument:
        return await self._get("usage", api.UsageDocument, _period(since, until, by))

    async def report_usage(self, usage: api.ReportedUsage) -> api.ReportAnswer:
        """What the caller used of another metered API; told again under its id, it counts once."""
        return await self._post("usage", usage, api.ReportAnswer)

    async def judge(self, said: api.Feedback) -> api.ReportAnswer:
        """Whether an answer that the caller got was good."""
        return await self._post("feedback", said, api.ReportAnswer)

    async def feedback(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        by: Literal["route", "model", "component", "task"] = "route",
    ) -> api.FeedbackDocument:
        query = {**_period(since, until, None), "by": by}
        return await self._get("feedback", api.FeedbackDocument, query)

    async def import_usage(self, csv: str) -> api.ImportAnswer:
        """An export of Anthropic's console, and how it compares with our books."""
        body = api.UsageImport(csv=csv)
        return await self._post("usage/import", body, api.ImportAnswer, timeout_s=SLOW_TIMEOUT_S)

    async def advice(self) -> books.AdviceDocument:
        return await self._get("advice", books.AdviceDocument)

    async def scorecard(self, month: str | None = None) -> books.Scorecard:
        """``month`` as 2026-11; the current one where it is left out."""
        query = {"month": month} if month is not None else None
        return await self._get("scorecard", books.Scorecard, query)

    async def report(
        self, month: str | None = None, *, language: Literal["en", "de"] | None = None
    ) -> books.Review:
        """The review of a month such as 2026-11; the current one where it is left out."""
        return await self._get("report", books.Review, _review(month, language))

    async def report_html(
        self, month: str | None = None, *, language: Literal["en", "de"] | None = None
    ) -> bytes:
        """The same as one HTML page, in UTF-8."""
        query = {**_review(month, language), "format": "html"}
        return await self._get("report", bytes, query)

    async def what_if(self, wish: books.WhatIf) -> books.WhatIfAnswer:
        """The ledger's requests under other circumstances."""
        return await self._post("whatif", wish, books.WhatIfAnswer, timeout_s=SLOW_TIMEOUT_S)

    async def ledger(self) -> books.LedgerDocument:
        return await self._get("ledger", books.LedgerDocument)

    async def move_ledger(self, url: str | None) -> books.LedgerMoved:
        """To PostgreSQL, or back into the home; it takes as long as it takes."""
        wish = books.LedgerMove(url=url)
        return await self._post("ledger", wish, books.LedgerMoved, timeout_s=MOVE_TIMEOUT_S)

    async def keep_ledger_password(self, password: str | None) -> books.LedgerDocument:
        wish = books.LedgerPassword(password=password)
        return await self._post("ledger/password", wish, books.LedgerDocument)

    async def savings(
        self, *, since: str | None = None, until: str | None = None, by: By = "day"
    ) -> api.UsageDocument:
        return await self._get("savings", api.UsageDocument, _period(since, until, by))

    async def fallbacks(
        self, *, since: str | None = None, until: str | None = None
    ) -> api.FallbacksDocument:
        return await self._get("fallbacks", api.FallbacksDocument, _period(since, until, None))

    async def requests(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        query: Mapping[str, str] | None = None,
    ) -> api.RequestsDocument:
        """``query``: what else the route knows, such as component, status, text, before."""
        said = {**_period(since, until, None), **(query or {})}
        if limit is not None:
            said["limit"] = str(limit)
        return await self._get("requests", api.RequestsDocument, said)

    async def save_requests(self, path: Path, query: Mapping[str, str]) -> int:
        """Have all the rows written to ``path`` as CSV, in as many parts as it takes; what stood
        there is replaced at the end. Returns how many they are."""

        async def part(before: str | None) -> bytes:
            said = {**query, "format": "csv", "limit": str(MOST_EXPORTED)}
            if before is not None:
                said["before"] = before
            return await self._get("requests", bytes, said, SLOW_TIMEOUT_S)

        return await keep_rows(path, part, full=MOST_EXPORTED)

    async def export(
        self,
        kind: Literal["csv", "focus", "parquet"],
        *,
        since: str | None = None,
        until: str | None = None,
    ) -> Exported:
        """The period's requests as a file: ours as CSV, or FOCUS 1.2 as CSV or Parquet."""
        query = {**_period(since, until, None), "format": kind, "limit": str(MOST_EXPORTED)}
        raw, status, headers = await self._send(
            "GET", "/ziggie/v1/requests", query=query, timeout_s=SLOW_TIMEOUT_S
        )
        if status >= 300:
            raise refusal(raw, status)
        return Exported(raw, int(headers.get(api.UNPRICED_HEADER.lower(), "0")))

    async def gpu_history(
        self, *, since: str | None = None, until: str | None = None, step_s: int | None = None
    ) -> api.GpuHistoryDocument:
        """The last hour where nothing is said; the service chooses a step that can be drawn."""
        query = _period(since, until, None)
        if step_s is not None:
            query["step"] = str(step_s)
        return await self._get("gpu/history", api.GpuHistoryDocument, query)

    async def logs(
        self, lines: int = 100, *, level: str | None = None, subject: str | None = None
    ) -> dict[str, list[str]]:
        """``level``: at least that; ``subject`` such as ziggie.engine."""
        said = {"lines": str(lines), "level": level, "subject": subject}
        query = {name: value for name, value in said.items() if value is not None}
        return await self._get("logs", dict[str, list[str]], query)

    async def save_diagnostics(self, path: Path) -> None:
        """Have a zip written to ``path`` to find a fault with; it has no secrets."""
        await keep(path, await self._get("diagnostics", bytes, timeout_s=SLOW_TIMEOUT_S))

    async def projection(self) -> books.ProjectionDocument:
        return await self._get("projection", books.ProjectionDocument)

    # What shall be
    async def engine_status(self) -> shapes.EngineStatus:
        return await self._get("engine", shapes.EngineStatus)

    async def engine(
        self,
        action: Literal[
            "start", "stop", "restart", "check", "install", "upgrade", "move", "cancel"
        ],
        *,
        version: str | None = None,
        beside: bool = False,
        folder: str | None = None,
    ) -> shapes.EngineStatus:
        """``install``, ``upgrade`` and ``move`` begin a job; the status tells how far it is."""
        body = api.EngineAction(action=action, version=version, beside=beside, folder=folder)
        return await self._post("engine", body, shapes.EngineStatus, timeout_s=SLOW_TIMEOUT_S)

    async def uptime(
        self, *, since: str | None = None, until: str | None = None
    ) -> api.UptimeDocument:
        return await self._get("uptime", api.UptimeDocument, _period(since, until, None))

    async def timeline(self, *, since: str | None = None, step_s: int = 1800) -> TimelineDocument:
        query = _period(since, None, None) | {"step": str(step_s)}
        return await self._get("timeline", TimelineDocument, query)

    async def engine_owner(self) -> api.EngineOwner:
        return await self._get("engine/owner", api.EngineOwner)

    async def model_action(
        self,
        action: Literal["load", "unload", "remove", "copy", "pin", "unpin"],
        model: str,
        *,
        keep_alive: str | int | None = None,
        destination: str | None = None,
    ) -> shapes.ModelsDocument:
        body = api.ModelAction(
            action=action, model=model, keep_alive=keep_alive, destination=destination
        )
        return await self._post("models", body, shapes.ModelsDocument, timeout_s=SLOW_TIMEOUT_S)

    async def job(self, wish: library.JobAction) -> shapes.LibraryJob:
        """Create a model, verify models, or cancel such work; what it comes to are events."""
        return await self._post("jobs", wish, shapes.LibraryJob)

    async def update(self, model: str | None = None) -> library.UpdatesDocument:
        """Queue the downloads of what is newer, of all models for None."""
        body = library.UpdateAction(model=model)
        return await self._post("updates", body, library.UpdatesDocument, timeout_s=SLOW_TIMEOUT_S)

    async def clean_up(self, days: int, models: tuple[str, ...]) -> library.UnusedDocument:
        """Remove those of ``models`` that are still unused."""
        body = library.CleanUp(days=days, models=models)
        return await self._post("unused", body, library.UnusedDocument, timeout_s=SLOW_TIMEOUT_S)

    async def pull(
        self,
        action: api.PullVerb = "start",
        *,
        model: str | None = None,
        id: str | None = None,
        insecure: bool = False,
        now: bool = False,
    ) -> shapes.Pull:
        body = api.PullAction(action=action, model=model, id=id, insecure=insecure, now=now)
        return await self._post("pulls", body, shapes.Pull)

    async def cloud_key(self, key: str | None) -> shapes.CloudStatus:
        """Store the Claude key in the OS keyring; None takes it out."""
        body = api.CloudKeyChange(key=key)
        return await self._post("cloud", body, shapes.CloudStatus, timeout_s=SLOW_TIMEOUT_S)

    async def mode(self, mode: Literal["auto", "local", "cloud"]) -> shapes.Mode:
        return (await self._post("mode", api.ModeChange(mode=mode), api.ModeAnswer)).mode

    async def free_gpu(self, minutes: int | None) -> shapes.Yielded | None:
        """Unload the models and ask the cloud for so long; None: have them back now."""
        wish = api.YieldWish(minutes=minutes)
        return (await self._post("yield", wish, shapes.YieldDocument)).yielded

    async def gpu_reading(self, uuid: str | None, *, seconds: float) -> power.CardReading:
        """A card's own mean power; answers after so many seconds."""
        wish = power.ReadingWish(uuid=uuid, seconds=seconds)
        return await self._post("gpu/reading", wish, power.CardReading, timeout_s=SLOW_TIMEOUT_S)

    async def calibrate(self, wish: power.CalibrationWish) -> power.CalibrationAnswer:
        return await self._post("gpu/calibration", wish, power.CalibrationAnswer)

    async def token_create(self, name: str) -> api.TokenCreated:
        return await self._post("tokens", api.TokenAction(name=name), api.TokenCreated)

    async def token_revoke(self, name: str) -> None:
        await self._post("tokens", api.TokenAction(action="revoke", name=name), object)

    async def change_settings(self, changes: dict[str, Any]) -> dict[str, Any]:
        return await self._post("settings", changes, dict[str, Any])

    async def decide(
        self, question: api.DecideQuestion, *, headers: dict[str, str] | None = None
    ) -> api.DecideAnswer:
        """``headers``: the X-Ziggie headers that the request would carry."""
        return await self._post("decide", question, api.DecideAnswer, headers=headers)

    async def query(self, question: str) -> api.Reply:
        body = api.Question(question=question)
        return await self._post("query", body, api.Reply, timeout_s=SLOW_TIMEOUT_S)

    async def try_out(self, question: str) -> trial.Trial:
        """Ask as any program would, through the gateway."""
        raw, status, headers = await self._send(
            "POST",
            trial.PATH,
            data=trial.body(question),
            headers=trial.HEADERS,
            timeout_s=SLOW_TIMEOUT_S,
        )
        return trial.read(raw, status, headers)

    async def shutdown(self) -> None:
        """Ask the service to end, with the Ollama that it started."""
        await self._post("shutdown", None, object)

    async def events(
        self, last_event_id: str | None = None, *, figures_s: float | None = None
    ) -> AsyncIterator[Event]:
        """The snapshot, then each change, until the service closes the stream or is lost.

        ``figures_s``: mere figures of the sensors need not come more often than that.
        Names that this version does not know are passed over.
        """
        headers = {"accept": "text/event-stream"}
        if last_event_id is not None:
            headers["last-event-id"] = last_event_id
        query = {} if figures_s is None else {"figures_s": f"{figures_s:g}"}
        asking = self._ask("GET", "/ziggie/v1/events", query=query, headers=headers)
        try:
            async with AsyncExitStack() as stack:
                async with asyncio.timeout(EVENT_SILENCE_S):
                    answer = await stack.enter_async_context(asking)
                if answer.status != 200:
                    raise refusal(await answer.whole(), answer.status)
                async for event in parse(lines(_parts(answer))):
                    yield event
        except OSError as error:
            raise no_service(self._url) from error


async def _parts(answer: Connection) -> AsyncIterator[bytes]:
    """What comes, until the service ends the answer. Raises OSError when it is silent or lost."""
    while True:
        async with asyncio.timeout(EVENT_SILENCE_S):
            part = await answer.read()
        if part:
            yield part
        elif answer.is_whole:
            return
        else:
            raise ConnectionResetError("the stream broke off")


def _period(since: str | None, until: str | None, by: By | None) -> dict[str, str]:
    pairs = {"from": since, "to": until, "by": by}
    return {name: value for name, value in pairs.items() if value is not None}


def _review(month: str | None, language: str | None) -> dict[str, str]:
    pairs = {"month": month, "language": language}
    return {name: value for name, value in pairs.items() if value is not None}
