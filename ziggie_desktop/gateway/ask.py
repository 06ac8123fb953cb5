"""Owns what a decision is made from: a body in any dialect, and what is said beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.body import Fields, encode
from ziggie_desktop.gateway.dialects.body import read_hints as hints_in
from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens, wished_context
from ziggie_desktop.gateway.dialects.table import ANTHROPIC, DIALECTS
from ziggie_desktop.gateway.hints import Hints, read_hints
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.gateway.turns import Conversation
from ziggie_desktop.routing.request import RouteRequest, Warm

PATHS = {
    "anthropic": "/v1/messages/count_tokens",  # max_tokens may be left out
    "openai": "/v1/chat/completions",
    "ollama": "/api/chat",
}
SPOKEN: dict[str, Dialect] = {**DIALECTS, PATHS["anthropic"]: ANTHROPIC}
AUTO = "ziggie-auto"
EMBEDDING = "embedding"
BYTES_PER_TOKEN = 4  # of what is embedded


def route_request(
    dialect: str, body: dict[str, Any] | None, headers: Mapping[str, str], caller: Caller
) -> RouteRequest:
    """The same as a real request would give; without a body one for ``ziggie-auto``."""
    if body is None:
        talk = Conversation(model=AUTO, turns=())
        return question(talk, read_hints(headers, {}, caller), prompt_tokens=0)
    if _is_embedding(dialect, body):
        fields = Fields(body)
        hints = read_hints(headers, hints_in(fields), caller)
        texts = fields.texts("input" if "input" in body else "prompt")
        cut = fields.flag("truncate") or False
        return embedding_question(fields.need_name("model"), texts, hints, cut=cut)
    path = _path(dialect, body)
    talk = SPOKEN[path].read_request(encode(body), path=path)
    hints = read_hints(headers, talk.hints, caller)
    return question(talk, hints, prompt_tokens=prompt_tokens(talk))


def _is_embedding(dialect: str, body: dict[str, Any]) -> bool:
    """Whether a body is one for embeddings, which nothing in it has to say: OpenAI's responses have
    an ``input`` too, Ollama's generate a ``prompt``."""
    if dialect == "anthropic" or "messages" in body:
        return False
    if dialect == "ollama" and "input" in body:
        return True
    if "embed" in str(body.get("model")).lower():
        return "input" in body or "prompt" in body
    given = body.get("input")
    texts = isinstance(given, list) and bool(given) and isinstance(given[0], str)
    return texts or ("input" in body and bool({"encoding_format", "dimensions"} & body.keys()))


def _path(dialect: str, body: dict[str, Any]) -> str:
    """Which of a dialect's routes takes such a body."""
    if "messages" not in body and "prompt" in body:
        return {"openai": "/v1/completions", "ollama": "/api/generate"}.get(dialect, PATHS[dialect])
    if dialect == "openai" and "messages" not in body and "input" in body:
        return "/v1/responses"
    return PATHS[dialect]


def embedding_question(
    model: str, texts: Sequence[str], hints: Hints, *, cut: bool
) -> RouteRequest:
    """What a decision on embeddings is made from: each text has the context for itself. ``cut``:
    the caller wishes what is too long to be cut, so that all of it fits."""
    sizes = (len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN for text in texts)
    return RouteRequest(
        model=model,
        use_local=hints.use_local,
        priority=hints.priority,
        agent_level=hints.agent_level,
        component=hints.component,
        task=hints.task,
        prompt_tokens=0 if cut else max(sizes, default=0),
        needs=frozenset({EMBEDDING}),
    )


def question(
    talk: Conversation, hints: Hints, *, prompt_tokens: int, warm: Warm | None = None
) -> RouteRequest:
    """What a decision is made from."""
    return RouteRequest(
        model=talk.model,
        use_local=hints.use_local,
        priority=hints.priority,
        agent_level=hints.agent_level,
        component=hints.component,
        task=hints.task,
        prompt_tokens=prompt_tokens,
        max_tokens=talk.sampling.max_tokens,
        num_ctx=wished_context(talk),
        needs=needs(talk),
        min_confidence=hints.min_confidence,
        deadline_s=hints.deadline_s,
        warm=warm,
    )
