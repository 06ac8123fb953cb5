"""Owns a stand-in for Ollama that fails in ways in which the real one cannot be made to fail.

It answers as the source of a current Ollama says. Whatever the real one can show, is tested with
the real one; a contract suite runs over both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from aiohttp import web

from tests.parts.ollama_shapes import (
    FakeModel,
    Fault,
    Json,
    OllamaFault,
    Piece,
    answer_line,
    asks,
    identity,
    last_user_text,
    prompt_tokens,
    runner_options,
    successful_pull,
    unsupported,
    vector,
)
from tests.parts.real_ollama import free_port
from ziggie_desktop.demo.parts.canonical import default_answer, tokens, tool_calls
from ziggie_desktop.demo.parts.local_server import LocalServer, end_connection, reset_connection

__all__ = ["FakeModel", "Fault", "OllamaFake", "OllamaFault", "Seen"]

THINKING_TEXT = "The question is asked of a stand-in, so it thinks little."


@dataclass(slots=True)
class Seen:
    """One request as it came in."""

    method: str
    path: str
    body: Json
    fault: OllamaFault | None = None
    tokens_sent: int = 0
    load_ns: int = 0
    ended: str = "open"  # "whole", "broken" by a fault, or "left" by the caller


@dataclass(slots=True)
class _Loaded:
    model: FakeModel
    num_ctx: int
    options: Json


SEEN = web.RequestKey("seen", Seen)
FAULT = web.RequestKey("fault", Fault)


class OllamaFake:
    """``async with OllamaFake() as ollama: … ollama.url``; settings may be changed while it runs.

    ``pull_script`` are the lines of the next pulls: an object is sent, a number is a pause in
    seconds. Without a script a pull succeeds and the model is there.
    """

    def __init__(self, *, models: Sequence[FakeModel] = (FakeModel("llama3.2:3b"),)) -> None:
        self.models = {model.name: model for model in models}
        self.version = "0.33.0"
        self.cuts = False  # what is too long, as old ones do whatever they are told
        self.canonical: str | None = None
        self.delay_s = 0.0
        self.tokens_per_s: float | None = None
        self.default_ctx = 4096
        self.load_s = 0.0
        self.logprob = -0.05
        self.pull_script: list[Json | float] | None = None
        self.requests: list[Seen] = []
        self.loads = 0
        self._loaded: dict[str, _Loaded] = {}
        self._faults: list[Fault] = []
        self._server = LocalServer(self._app(), port=free_port())

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._record])
        get, post = app.router.add_get, app.router.add_post
        get("/", _running)
        get("/api/version", self._on_version)
        get("/api/tags", self._on_tags)
        get("/api/ps", self._on_ps)
        post("/api/show", self._on_show)
        post("/api/chat", self._on_generate)
        post("/api/generate", self._on_generate)
        post("/api/embed", self._on_embed)
        post("/api/embeddings", self._on_embed)
        post("/api/pull", self._on_pull)
        post("/api/copy", self._on_copy)
        app.router.add_delete("/api/delete", self._on_delete)
        return app

    async def __aenter__(self) -> OllamaFake:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen (again), on the same port as before."""
        await self._server.start()

    async def stop(self) -> None:
        """Stop listening: connections are refused until ``start``."""
        port = self._server.port
        await self._server.stop()
        self._server = LocalServer(self._app(), port=port)

    @property
    def url(self) -> str:
        return self._server.url

    def fail(self, kind: OllamaFault, **details: Any) -> None:
        """Queue a fault; ``times=None`` lets it stand. Details are the fields of ``Fault``."""
        self._faults.append(Fault(kind, **details))

    def heal(self) -> None:
        self._faults.clear()

    def calls(self, path: str) -> list[Seen]:
        return [seen for seen in self.requests if seen.path == path]

    def load(self, name: str, num_ctx: int | None = None, **options: Any) -> bool:
        """Load a model, or load it again where its runner options differ, as Ollama does."""
        wanted = _Loaded(self.models[name], num_ctx or self.default_ctx, options)
        held = self._loaded.get(name)
        if held is not None and (held.num_ctx, held.options) == (wanted.num_ctx, options):
            return False
        self.loads += 1
        self._loaded[name] = wanted
        return True

    async def _load(self, name: str, body: Json) -> int:
        """Load as the request says, and take the time for it; the nanoseconds. As in Ollama the
        model is listed as loaded from the start."""
        if not self.load(name, **runner_options(body)):
            return 0
        await asyncio.sleep(self.load_s)
        return int(self.load_s * 1e9)

    def unload(self, name: str) -> None:
        self._loaded.pop(name, None)

    def _strike(self, path: str) -> Fault | None:
        for index, fault in enumerate(self._faults):
            if fault.path in (path, "*"):
                if fault.times is not None:
                    self._faults[index : index + 1] = (
                        [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    )
                return fault
        return None

    @web.middleware
    async def _record(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Note each request, and let faults strike that need no knowledge of the answer."""
        raw = await request.read()
        try:
            body = msgspec.json.decode(raw) if raw else {}
        except msgspec.DecodeError:
            return error(400, "invalid character in request")
        seen = Seen(request.method, request.path, body)
        request[SEEN] = seen
        self.requests.append(seen)
        fault = self._strike(request.path)
        if fault is not None:
            request[FAULT] = fault
            seen.fault = fault.kind
        try:
            early = await self._fail_early(request, fault)
            answer: web.StreamResponse = early or await handler(request)
        except (asyncio.CancelledError, ConnectionError):
            if seen.ended == "open":
                seen.ended = "left"
            raise
        if seen.ended == "open":
            seen.ended = "whole"
        return answer

    async def _fail_early(
        self, request: web.Request, fault: Fault | None
    ) -> web.StreamResponse | None:
        match fault.kind if fault else None:
            case OllamaFault.SERVER_ERROR:
                return error(500, "llama runner process has terminated: exit status 2")
            case OllamaFault.BUSY:
                return error(503, "server busy, please try again.  maximum pending requests")
            case OllamaFault.MODEL_MISSING:
                return error(404, f"model '{request[SEEN].body.get('model')}' not found")
            case OllamaFault.RESET:
                request[SEEN].ended = "broken"
                reset_connection(request)
                return web.Response()
            case OllamaFault.NO_ANSWER:
                assert fault is not None
                await asyncio.sleep(fault.delay_s)
                request[SEEN].ended = "broken"
                end_connection(request)
                return web.Response()
        return None

    async def _on_version(self, request: web.Request) -> web.Response:
        return web.json_response({"version": self.version})

    async def _on_tags(self, request: web.Request) -> web.Response:
        models = [
            {
                **identity(model),
                "modified_at": "2026-11-01T12:00:00.000000000Z",
                "size": model.size,
            }
            for model in self.models.values()
        ]
        return web.json_response({"models": models})

    async def _on_ps(self, request: web.Request) -> web.Response:
        models = []
        for held in self._loaded.values():
            vram = held.model.size if held.model.size_vram is None else held.model.size_vram
            models.append(
                {
                    **identity(held.model),
                    "size": held.model.size,
                    "size_vram": vram,
                    "context_length": held.num_ctx,
                    "expires_at": "2318-01-01T00:00:00.000000000Z",
                }
            )
        return web.json_response({"models": models})

    async def _on_show(self, request: web.Request) -> web.Response:
        model = self._model(request)
        info = {
            "general.architecture": "llama",
            "general.parameter_count": 3_000_000_000,
            "llama.block_count": 28,
            "llama.attention.head_count": 24,
            "llama.attention.head_count_kv": 8,
            "llama.embedding_length": 3072,
            "llama.context_length": model.trained_ctx,
        }
        body = {
            "modelfile": f"FROM {model.name}",
            "template": "{{ .Prompt }}",
            "details": identity(model)["details"],
            "model_info": info,
            "capabilities": list(model.capabilities),
            "modified_at": "2026-11-01T12:00:00.000000000Z",
        }
        return web.json_response(body)

    async def _on_embed(self, request: web.Request) -> web.Response:
        body = request[SEEN].body
        model = self._model(request)
        load_ns = await self._load(model.name, body)
        if request.path == "/api/embeddings":
            return web.json_response({"embedding": vector(body.get("prompt", ""))})
        given = body.get("input", "")
        texts = given if isinstance(given, list) else [given]
        answer = {
            "model": model.name,
            "embeddings": [vector(text) for text in texts],
            "total_duration": 1_000_000,
            "load_duration": load_ns,
            "prompt_eval_count": sum(len(tokens(text)) for text in texts),
        }
        return web.json_response(answer)

    async def _on_copy(self, request: web.Request) -> web.Response:
        body = request[SEEN].body
        source = self.models.get(body["source"])
        if source is None:
            return error(404, f"model '{body['source']}' not found")
        self.models[body["destination"]] = replace(source, name=body["destination"])
        return web.Response()

    async def _on_delete(self, request: web.Request) -> web.Response:
        model = self._model(request)
        del self.models[model.name]
        self.unload(model.name)
        return web.Response()

    async def _on_pull(self, request: web.Request) -> web.StreamResponse:
        name = request[SEEN].body["model"]
        response = await _ndjson(request)
        for step in self.pull_script or successful_pull():
            if isinstance(step, dict):
                await response.write(msgspec.json.encode(step) + b"\n")
                if step.get("status") == "success":
                    self.models.setdefault(name, FakeModel(name))
            else:
                await asyncio.sleep(step)
        await response.write_eof()
        return response

    async def _on_generate(self, request: web.Request) -> web.StreamResponse:
        """``/api/chat`` and ``/api/generate``: the same answer in two shapes."""
        seen: Seen = request[SEEN]
        model = self._model(request)
        chat = request.path == "/api/chat"
        if seen.body.get("keep_alive") in (0, "0", "0s") and not asks(seen.body):
            self.unload(model.name)
            return web.json_response(answer_line(model, chat, done="unload"))
        refusal = unsupported(model, seen.body)
        if refusal:
            return error(400, refusal)
        seen.load_ns = await self._load(model.name, seen.body)
        if not asks(seen.body):
            return web.json_response(answer_line(model, chat, done="load"))
        await asyncio.sleep(self.delay_s)
        pieces, reason = self._answer(seen.body)
        if seen.body.get("stream", True):
            return await self._stream(request, model, pieces, reason)
        return await self._whole(request, model, pieces, reason)

    def _answer(self, body: Json) -> tuple[list[Piece], str]:
        said = last_user_text(body)
        offered = [tool["function"]["name"] for tool in body.get("tools") or []]
        thinking = tokens(THINKING_TEXT) if body.get("think") else []
        pieces = [Piece(thinking=piece) for piece in thinking]
        found = tool_calls(said, offered)
        if found:
            calls = tuple(
                {
                    "id": f"call_fake{index:04d}",
                    "function": {"index": index, "name": call.name, "arguments": call.arguments},
                }
                for index, call in enumerate(found)
            )
            return [*pieces, Piece(calls=calls)], "stop"
        words = tokens(self.canonical or default_answer(said))
        limit = (body.get("options") or {}).get("num_predict", -1)
        reason = "length" if 0 <= limit < len(words) else "stop"
        return pieces + [Piece(text=w) for w in (words[:limit] if limit >= 0 else words)], reason

    async def _whole(
        self, request: web.Request, model: FakeModel, pieces: list[Piece], reason: str
    ) -> web.StreamResponse:
        seen, fault = request[SEEN], request.get(FAULT)
        kind = fault.kind if fault else None
        if fault and kind in (OllamaFault.LATE_FIRST_TOKEN, OllamaFault.STALL):
            await asyncio.sleep(fault.delay_s)
        if kind is OllamaFault.STREAM_ERROR:
            return error(500, "an error was encountered while running the model")
        await asyncio.sleep(len(pieces) / self.tokens_per_s if self.tokens_per_s else 0)
        whole = Piece(
            text="".join(piece.text for piece in pieces),
            thinking="".join(piece.thinking for piece in pieces),
            calls=tuple(call for piece in pieces for call in piece.calls),
        )
        chat = request.path == "/api/chat"
        line = answer_line(model, chat, whole, done=reason) | self._counts(seen, pieces)
        if seen.body.get("logprobs"):
            line["logprobs"] = [self._logprob(p.text) for p in pieces if p.text]
        if kind is OllamaFault.NO_DONE:
            line["done"] = False
        raw = msgspec.json.encode(line)
        if kind in (OllamaFault.CUT, OllamaFault.MALFORMED):
            seen.ended = "broken"
            raw = raw[: len(raw) // 2]
        seen.tokens_sent = len(pieces)
        return web.Response(body=raw, content_type="application/json")

    async def _stream(
        self, request: web.Request, model: FakeModel, pieces: list[Piece], reason: str
    ) -> web.StreamResponse:
        seen, fault, chat = request[SEEN], request.get(FAULT), request.path == "/api/chat"
        response = await _ndjson(request)
        async for piece in self._paced(seen, fault, pieces):
            line = answer_line(model, chat, piece)
            if seen.body.get("logprobs") and piece.text:
                line["logprobs"] = [self._logprob(piece.text)]
            raw = msgspec.json.encode(line) + b"\n"
            if fault and seen.tokens_sent == fault.after_tokens:
                match fault.kind:
                    case OllamaFault.CUT:
                        seen.ended = "broken"
                        end_connection(request)
                        return response
                    case OllamaFault.STREAM_ERROR:
                        await response.write(b'{"error":"an error was encountered"}\n')
                        await response.write_eof()
                        seen.ended = "broken"
                        return response
                    case OllamaFault.MALFORMED:
                        raw = raw[: len(raw) // 2] + b"\n"
            await response.write(raw)
            seen.tokens_sent += 1
        if not (fault and fault.kind is OllamaFault.NO_DONE):
            last = answer_line(model, chat, done=reason) | self._counts(seen, pieces)
            await response.write(msgspec.json.encode(last) + b"\n")
        await response.write_eof()
        return response

    async def _paced(
        self, seen: Seen, fault: Fault | None, pieces: list[Piece]
    ) -> AsyncIterator[Piece]:
        for index, piece in enumerate(pieces):
            if fault and fault.kind is OllamaFault.LATE_FIRST_TOKEN and index == 0:
                await asyncio.sleep(fault.delay_s)
            if fault and fault.kind is OllamaFault.STALL and index == fault.after_tokens:
                await asyncio.sleep(fault.delay_s)
            if fault and fault.held and index == fault.after_tokens:
                await fault.held.wait()
            yield piece
            if self.tokens_per_s:
                await asyncio.sleep(1 / self.tokens_per_s)

    def _counts(self, seen: Seen, pieces: list[Piece]) -> Json:
        per_token = int(1e9 / (self.tokens_per_s or 1000))
        room = (seen.body.get("options") or {}).get("num_ctx") if self.cuts else None
        prompt = prompt_tokens(seen.body, room)
        return {
            "total_duration": per_token * (len(pieces) + prompt // 10 + 1),
            "load_duration": seen.load_ns,
            "prompt_eval_count": prompt,
            "prompt_eval_duration": per_token * (prompt // 10 + 1),
            "eval_count": len(pieces),
            "eval_duration": per_token * len(pieces),
        }

    def _logprob(self, token: str) -> Json:
        entry = {"token": token, "logprob": self.logprob, "bytes": list(token.encode())}
        return {**entry, "top_logprobs": [entry]}

    def _model(self, request: web.Request) -> FakeModel:
        name = request[SEEN].body.get("model") or request[SEEN].body.get("name", "")
        for known in (name, f"{name}:latest"):
            if known in self.models:
                return self.models[known]
        body = msgspec.json.encode({"error": f"model '{name}' not found"}).decode()
        raise web.HTTPNotFound(text=body, content_type="application/json")


async def _running(request: web.Request) -> web.Response:
    return web.Response(text="Ollama is running")


async def _ndjson(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_type = "application/x-ndjson"
    await response.prepare(request)
    return response


def error(status: int, message: str) -> web.Response:
    return web.json_response({"error": message}, status=status)
