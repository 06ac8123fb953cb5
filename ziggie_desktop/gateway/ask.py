"""Owns what a decision is made from when nothing is sent: a body in any dialect and its headers."""

from __future__ import annotations

from collections.abc import Mapping

from ziggie_desktop.gateway.dialects.estimate import needs, prompt_tokens
from ziggie_desktop.gateway.dialects.table import DIALECTS
from ziggie_desktop.gateway.hints import read_hints
from ziggie_desktop.gateway.ports import Caller
from ziggie_desktop.routing.request import RouteRequest

PATHS = {
    "anthropic": "/v1/messages",
    "openai": "/v1/chat/completions",
    "ollama": "/api/chat",
}
AUTO = "ziggie-auto"


def route_request(
    dialect: str, body: bytes | None, headers: Mapping[str, str], caller: Caller
) -> RouteRequest:
    """The same as a real request would give; without a body one for ``ziggie-auto``."""
    talk = None
    if body is not None:
        path = PATHS[dialect]
        talk = DIALECTS[path].read_request(body, path=path)
    hints = read_hints(headers, talk.hints if talk is not None else {}, caller)
    return RouteRequest(
        model=talk.model if talk is not None else AUTO,
        use_local=hints.use_local,
        priority=hints.priority,
        agent_level=hints.agent_level,
        component=hints.component,
        task=hints.task,
        prompt_tokens=prompt_tokens(talk) if talk is not None else 0,
        max_tokens=talk.sampling.max_tokens if talk is not None else None,
        needs=needs(talk) if talk is not None else frozenset(),
    )
