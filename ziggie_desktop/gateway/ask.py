"""Owns what a decision is made from: a body in any dialect, and what is said beside it."""

from __future__ import annotations

from collections.abc import Mapping

from ziggie_desktop.gateway.dialect import Dialect
from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens, wished_context
from ziggie_desktop.gateway.dialects.table import ANTHROPIC, OLLAMA, OPENAI_CHAT
from ziggie_desktop.gateway.hints import Hints, read_hints
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.gateway.turns import Conversation
from ziggie_desktop.routing.request import RouteRequest, Warm

PATHS = {
    "anthropic": "/v1/messages/count_tokens",  # max_tokens may be left out
    "openai": "/v1/chat/completions",
    "ollama": "/api/chat",
}
SPOKEN: dict[str, Dialect] = {"anthropic": ANTHROPIC, "openai": OPENAI_CHAT, "ollama": OLLAMA}
AUTO = "ziggie-auto"


def route_request(
    dialect: str, body: bytes | None, headers: Mapping[str, str], caller: Caller
) -> RouteRequest:
    """The same as a real request would give; without a body one for ``ziggie-auto``."""
    talk = None
    if body is not None:
        path = PATHS[dialect]
        talk = SPOKEN[dialect].read_request(body, path=path)
    hints = read_hints(headers, talk.hints if talk is not None else {}, caller)
    if talk is None:
        talk = Conversation(model=AUTO, turns=())
    return question(talk, hints, prompt_tokens=prompt_tokens(talk))


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
