"""Owns Ziggie's own routes: what each takes, whom it asks, what it answers. Decides nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec
from starlette.responses import Response, StreamingResponse

from ziggie_desktop import __version__
from ziggie_desktop.contract import api
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import (
    CloudStatus,
    EngineStatus,
    Mode,
    ModelsDocument,
    Pull,
    State,
    YieldDocument,
    Yielded,
)
from ziggie_desktop.ledger.rows import fallbacks_to_csv, usage_to_csv
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.service import wanted
from ziggie_desktop.service.exports import FORMATS, Exports
from ziggie_desktop.service.http import Call, Endpoint, get, post
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.metrics import render
from ziggie_desktop.service.standby import Standby
from ziggie_desktop.service.tokens import Tokens

PERIOD = ("from", "to", "format")
GROUPED = (*PERIOD, "by")
ROWS = 1000
MOST_FIGURES_S = 600
SETTLE_S = 1.0
REPORTS_FROM = datetime(2000, 1, 1, tzinfo=UTC)
REPORTS_AHEAD = timedelta(hours=1)  # clocks differ


class Actions(Protocol):
    """What the routes set going; the composition root hands it in."""

    async def engine(self, action: api.EngineAction) -> EngineStatus: ...
    async def engine_owner(self) -> api.EngineOwner: ...
    async def model(self, action: api.ModelAction) -> ModelsDocument: ...
    async def pull(self, action: api.PullAction) -> Pull: ...
    def pulls(self) -> tuple[Pull, ...]: ...
    def set_mode(self, mode: Mode) -> None: ...
    def free_gpu(self, minutes: int | None) -> Yielded | None: ...
    def settings(self) -> dict[str, Any]: ...
    async def change_settings(self, changes: dict[str, Any]) -> dict[str, Any]: ...
    async def query(self, question: str) -> api.Reply: ...
    async def keep_cloud_key(self, key: str | None) -> CloudStatus: ...
    def shut_down(self) -> None: ...


class Api(msgspec.Struct, frozen=True, kw_only=True):
    """All routes of our own; ``state`` builds the snapshot."""

    state: Callable[[], State]
    healthy: Callable[[], bool]
    hub: Hub
    tokens: Tokens
    ledger: Ledger
    actions: Actions
    exports: Exports
    standby: Standby
    document: Callable[[], dict[str, Any]]
    zone: Callable[[], str]
    more: tuple[Endpoint, ...] = ()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            get("health", "Whether the service works", self._health, api.Health),
            get("state", "The whole picture in one document", self._state, State),
            get("events", "A snapshot, then each change, as server-sent events; figures of the"
                " sensors at most each figures_s seconds", self._events, query=("figures_s",)),
            post("query", "A question about this machine and its costs", self._query,
                 api.Question, api.Reply, owner=False),
            get("usage", "What was used, by group", self._usage, api.UsageDocument, GROUPED),
            post("usage", "Report what was used of another metered API", self._report,
                 api.ReportedUsage, api.ReportAnswer, owner=False, status=202),
            get("savings", "What was saved, by group", self._usage, api.UsageDocument, GROUPED),
            get("fallbacks", "Requests that their first choice did not answer", self._fallbacks,
                api.FallbacksDocument, GROUPED),
            get("uptime", "The uptime, and the incidents that it is made of", self._uptime,
                api.UptimeDocument, ("from", "to")),
            get("requests", "One row a request", self._requests, api.RequestsDocument,
                (*GROUPED, "limit", *wanted.QUERY)),
            get("models", "Models installed and loaded", self._models, ModelsDocument),
            post("models", "Load, unload, remove, copy, pin or unpin a model", self._model_action,
                 api.ModelAction, ModelsDocument),
            get("pulls", "Downloads", self._pulls, api.PullsDocument),
            post("pulls", "Start, pause, resume, move or cancel a download", self._pull_action,
                 api.PullAction, Pull, status=202),
            get("engine", "The state of Ollama", self._engine, EngineStatus),
            get("engine/owner", "Who holds Ollama's port, and what may be done about it",
                self._engine_owner, api.EngineOwner, owner=True),
            post("engine", "Start, stop, install, upgrade, move models", self._engine_action,
                 api.EngineAction, EngineStatus),
            get("mode", "Auto, local only or cloud only", self._mode, api.ModeAnswer),
            post("mode", "Change the mode", self._change_mode, api.ModeChange, api.ModeAnswer),
            get("yield", "To whom the GPU is lent", self._yielded, YieldDocument),
            post("yield", "Free the GPU for some minutes; null takes it back", self._yield,
                 api.YieldWish, YieldDocument),
            get("settings", "The settings in force", self._settings),
            post("settings", "Change settings; null takes a value out", self._change_settings,
                 dict[str, Any]),
            post("cloud", "Store the Claude key in the OS keyring, or take it out",
                 self._cloud_key, api.CloudKeyChange, CloudStatus),
            get("tokens", "The components' tokens, without the secrets", self._tokens,
                api.TokensDocument, owner=True),
            post("tokens", "Create or revoke a component's token", self._token_action,
                 api.TokenAction, api.TokenCreated),
            post("shutdown", "End the service, and the Ollama that it started", self._shut_down,
                 status=202),
            Endpoint(method="GET", path="/metrics", summary="Prometheus text",
                     handler=self._metrics),
            Endpoint(method="GET", path="/openapi.json", summary="This document",
                     handler=self._openapi),
            *self.more,
        )  # fmt: skip

    async def _health(self, _: Call) -> api.Health:
        return api.Health("ok" if self.healthy() else "degraded", __version__)

    async def _state(self, _: Call) -> State:
        return self.state()

    async def _events(self, call: Call) -> Response:
        figures_s = count(call, "figures_s", 1, at_most=MOST_FIGURES_S)
        last = call.headers.get("last-event-id")
        lines: AsyncIterator[bytes] = self.hub.stream(last, figures_s)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(lines, media_type="text/event-stream", headers=headers)

    async def _query(self, call: Call) -> api.Reply:
        return await self.actions.query(call.body.question)

    async def _usage(self, call: Call) -> api.UsageDocument | Response:
        since, until = self._period(call)
        by = wanted.by(call)
        await self._settle()
        document = await self.standby.document(since=since, until=until, by=by)
        if _as_csv(call):
            return _csv(usage_to_csv(document.rows, by=by))
        rows = tuple(_usage_row(row, by) for row in document.rows)
        return msgspec.structs.replace(document, rows=rows)

    async def _report(self, call: Call) -> api.ReportAnswer:
        if not REPORTS_FROM <= call.body.at <= datetime.now(UTC) + REPORTS_AHEAD:
            raise ZiggieError(
                "report_time",
                "The reported use lies in the future, or too long ago.",
                "Give the time of the use in at, such as 2026-11-22T14:05:00Z.",
                status=400,
            )
        self.ledger.record_report(call.body, component=call.caller.component, tz=self.zone())
        return api.ReportAnswer(call.body.request_id)

    async def _fallbacks(self, call: Call) -> api.FallbacksDocument | Response:
        since, until = self._period(call)
        by = wanted.by(call)
        await self._settle()
        rows = await self.ledger.fallbacks(limit=ROWS, since=since, until=until)
        found = wanted.together(rows, by)
        if _as_csv(call):
            return _csv(fallbacks_to_csv(found))
        return api.FallbacksDocument(found)

    async def _uptime(self, call: Call) -> api.UptimeDocument:
        since, until = self._period(call)
        await self._settle()
        return await self.ledger.incidents(since, until)

    async def _requests(self, call: Call) -> api.RequestsDocument | Response:
        since, until = self._period(call)
        limit = count(call, "limit", ROWS, at_most=100_000)
        by = wanted.by(call)
        await self._settle()
        found = await self.ledger.requests(
            since=since, until=until, limit=limit, filters=wanted.filters(call)
        )
        rows = wanted.together(found, by)
        kind = call.query.get("format", "json")
        if kind not in FORMATS:
            raise wrong("format", f"one of {', '.join(FORMATS)}")
        if kind == "json":
            return api.RequestsDocument(rows)
        return await self.exports.file(kind, rows, since=since, until=until)

    async def _models(self, _: Call) -> ModelsDocument:
        state = self.state()
        return ModelsDocument(
            models=state.models,
            loaded=state.loaded,
            loads=state.loads,
            disk_bytes=state.disk_bytes,
        )

    async def _model_action(self, call: Call) -> ModelsDocument:
        return await self.actions.model(call.body)

    async def _pulls(self, _: Call) -> api.PullsDocument:
        return api.PullsDocument(self.actions.pulls())

    async def _pull_action(self, call: Call) -> Pull:
        return await self.actions.pull(call.body)

    async def _engine(self, _: Call) -> EngineStatus:
        return self.state().engine

    async def _engine_owner(self, _: Call) -> api.EngineOwner:
        return await self.actions.engine_owner()

    async def _engine_action(self, call: Call) -> EngineStatus:
        return await self.actions.engine(call.body)

    async def _mode(self, _: Call) -> api.ModeAnswer:
        return api.ModeAnswer(self.state().mode)

    async def _change_mode(self, call: Call) -> api.ModeAnswer:
        mode = Mode(call.body.mode)
        self.actions.set_mode(mode)
        return api.ModeAnswer(mode)

    async def _yielded(self, _: Call) -> YieldDocument:
        return YieldDocument(yielded=self.state().yielded)

    async def _yield(self, call: Call) -> YieldDocument:
        return YieldDocument(yielded=self.actions.free_gpu(call.body.minutes))

    async def _settings(self, _: Call) -> dict[str, Any]:
        return self.actions.settings()

    async def _change_settings(self, call: Call) -> dict[str, Any]:
        return await self.actions.change_settings(call.body)

    async def _cloud_key(self, call: Call) -> CloudStatus:
        return await self.actions.keep_cloud_key(call.body.key)

    async def _tokens(self, _: Call) -> api.TokensDocument:
        return api.TokensDocument(self.tokens.list())

    async def _token_action(self, call: Call) -> api.TokenCreated | dict[str, str]:
        if call.body.action == "create":
            return self.tokens.create(call.body.name)
        self.tokens.revoke(call.body.name)
        return {"name": call.body.name}

    async def _shut_down(self, _: Call) -> dict[str, str]:
        self.actions.shut_down()
        return {"status": "stopping"}

    async def _metrics(self, _: Call) -> Response:
        return Response(render(self.state()), media_type="text/plain; version=0.0.4")

    async def _openapi(self, _: Call) -> dict[str, Any]:
        return self.document()

    async def _settle(self) -> None:
        """What was answered before is in what is read now; a ledger that cannot write is not
        waited for."""
        await self.ledger.flush(timeout_s=SETTLE_S)

    def _period(self, call: Call) -> tuple[datetime | None, datetime | None]:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(self.zone())
        since = moment(call, "from", zone, end=False)
        return since, moment(call, "to", zone, end=True)


def moment(call: Call, name: str, zone: Any, *, end: bool) -> datetime | None:
    """A date (the whole day in the owner's zone) or a time; one without an offset is local."""
    text = call.query.get(name)
    if text is None:
        return None
    if len(text) > len("2026-11-22T14:05") and text[-6] == " ":
        text = f"{text[:-6]}+{text[-5:]}"  # an offset's plus, put into the URL as it was
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2026-11-22") and end:
            moment += timedelta(days=1)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise wrong(name, "a date or time such as 2026-11-22 or 2026-11-22T14:05:00Z") from error


def count(call: Call, name: str, default: int, *, at_most: int) -> int:
    text = call.query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= at_most:
        raise wrong(name, f"a whole number from 1 to {at_most}")
    return int(text)


def _usage_row(row: api.UsageRow, by: str) -> api.UsageRow:
    """The group's figures under the names that they have in a row of ``requests``."""
    totals = row.totals
    return msgspec.structs.replace(
        row,
        gen_ai_usage_input_tokens=totals.input_tokens,
        gen_ai_usage_output_tokens=totals.output_tokens,
        energy_mj=totals.energy_mj,
        list_cost_pico=totals.cloud_cost_pico,
        electricity_cost_pico=totals.electricity_cost_pico,
        counterfactual_cost_pico=totals.counterfactual_cost_pico,
        **{by: row.key},
    )


def _as_csv(call: Call) -> bool:
    wish = call.query.get("format", "json")
    if wish not in ("csv", "json"):
        raise wrong("format", "csv or json")
    return wish == "csv"


def _csv(text: str) -> Response:
    return Response(text, media_type="text/csv; charset=utf-8")


def wrong(name: str, wanted: str) -> ZiggieError:
    return ZiggieError(
        "query_invalid", f"The parameter {name!r} is wrong.", f"Give {wanted}.", status=400
    )
