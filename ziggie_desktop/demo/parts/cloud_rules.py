"""Owns what the Anthropic API refuses and with which words. Never answers anything itself.

Written after the public reference for the versions 2023-06-01 and 2026-10-21 and the errors that
the real API is known to give.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

OLD_VERSION = "2023-06-01"
NEW_VERSION = "2026-10-21"
VERSIONS = (OLD_VERSION, NEW_VERSION)

Block = dict[str, Any]
Body = dict[str, Any]

_SAMPLING = ("temperature", "top_p", "top_k")
_COUNTED = {
    *("model", "messages", "system", "tools", "tool_choice", "thinking", "cache_control"),
    *("output_config", "context_management", "mcp_servers", "speed", "user_profile_id"),
}
_KNOWN = _COUNTED | {
    *("max_tokens", "stream", "stop_sequences", "metadata", "service_tier", "container"),
    *("inference_geo", "diagnostics", "fallbacks"),
}
_BLOCKS = {
    "user": {"text", "image", "document", "tool_result", "search_result", "container_upload"},
    "assistant": {"text", "thinking", "redacted_thinking", "tool_use", "server_tool_use"},
    "system": {"text"},
}

_ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class ApiError(Exception):
    """An answer other than 200, in the API's own words."""

    def __init__(self, status: int, message: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after_s = retry_after_s

    @property
    def type(self) -> str:
        return _ERROR_TYPES.get(self.status, "api_error")


def signature_of(thinking: str) -> str:
    """The simulator's signature under a thinking text: only its own are accepted back."""
    return f"sim.{hashlib.sha256(thinking.encode()).hexdigest()}"


def check_version(version: str | None) -> None:
    if version is None:
        raise ApiError(400, "anthropic-version: header is required")
    if version not in VERSIONS:
        raise ApiError(400, f'anthropic-version: "{version}" is not a valid version')


def check_body(body: Body, *, version: str, counting: bool = False) -> None:
    """Raise ApiError for what the API would refuse."""
    _check_fields(body, version=version, counting=counting)
    messages = body["messages"]
    if not messages:
        raise ApiError(400, "messages: at least one message is required")
    for index, message in enumerate(messages):
        _check_message(message, f"messages.{index}", last=index == len(messages) - 1)
        if version == NEW_VERSION:
            _check_new_rules(message, f"messages.{index}")
    _check_tool_pairs(messages)
    _check_thinking_config(body)


def blocks_of(content: object) -> list[Block]:
    """A message's content as blocks, whichever of its two forms it came in."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if not isinstance(content, list):
        return []
    return [block for block in content if isinstance(block, dict)]


def _check_fields(body: Body, *, version: str, counting: bool) -> None:
    needed = ("model", "messages") if counting else ("model", "max_tokens", "messages")
    for name in needed:
        if name not in body:
            raise ApiError(400, f"{name}: Field required")
    known = _COUNTED if counting else _KNOWN
    if version == OLD_VERSION and not counting:
        known = known | set(_SAMPLING)
    for name in body:
        if name not in known:
            raise ApiError(400, f"{name}: Extra inputs are not permitted")
    for name in body.get("metadata") or {}:
        if name != "user_id":
            raise ApiError(400, f"metadata.{name}: Extra inputs are not permitted")
    if not isinstance(body["messages"], list):
        raise ApiError(400, "messages: Input should be a valid list")
    if not isinstance(body["model"], str) or not body["model"]:
        raise ApiError(400, "model: Input should be a valid string")
    limit = body.get("max_tokens", 1)
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise ApiError(400, "max_tokens: Input should be a valid integer")
    if limit < 1:
        raise ApiError(400, "max_tokens: Input should be greater than or equal to 1")


def _check_message(message: object, where: str, *, last: bool) -> None:
    if not isinstance(message, dict):
        raise ApiError(400, f"{where}: Input should be a valid dictionary")
    role = message.get("role")
    if role not in _BLOCKS:
        raise ApiError(400, f"{where}.role: Input should be 'user', 'assistant' or 'system'")
    content = message.get("content")
    if not isinstance(content, str | list):
        raise ApiError(400, f"{where}.content: Field required")
    if not content and not (last and role == "assistant"):
        raise ApiError(
            400,
            f"{where}: all messages must have non-empty content "
            "except for the optional final assistant message",
        )
    for index, block in enumerate(blocks_of(content)):
        _check_block(block, f"{where}.content.{index}", role=role)
    if last and role == "assistant":
        texts = [block for block in blocks_of(content) if block.get("type") == "text"]
        if texts and texts[-1]["text"] != texts[-1]["text"].rstrip():
            raise ApiError(
                400, "messages: final assistant content cannot end with trailing whitespace"
            )


def _check_block(block: Block, where: str, *, role: str) -> None:
    kind = block.get("type")
    allowed = _BLOCKS[role] | ({"document"} if role == "assistant" else set())
    if kind not in allowed:
        raise ApiError(
            400,
            f"{where}: Input tag '{kind}' found using 'type' does not match any of the "
            f"expected tags: {', '.join(repr(tag) for tag in sorted(allowed))}",
        )
    if kind == "text" and not block.get("text"):
        raise ApiError(400, "messages: text content blocks must be non-empty")
    if kind == "thinking":
        if "signature" not in block:
            raise ApiError(400, f"{where}.thinking.signature: Field required")
        if block["signature"] != signature_of(block.get("thinking", "")):
            raise ApiError(400, f"{where}: Invalid `signature` in `thinking` block")
    if kind == "tool_use":
        for name in ("id", "name", "input"):
            if name not in block:
                raise ApiError(400, f"{where}.tool_use.{name}: Field required")
        if not isinstance(block["input"], dict):
            raise ApiError(400, f"{where}.tool_use.input: Input should be a valid dictionary")


def _check_new_rules(message: Block, where: str) -> None:
    for index, block in enumerate(blocks_of(message.get("content"))):
        if message["role"] == "assistant" and block.get("type") == "document":
            raise ApiError(
                400,
                f"{where}.content.{index}: `document` blocks are not permitted in "
                "assistant messages",
            )
        if message["role"] == "user" and block.get("type") == "text" and block.get("citations"):
            raise ApiError(
                400, f"{where}.content.{index}.text.citations: Extra inputs are not permitted"
            )


def _check_tool_pairs(messages: list[Block]) -> None:
    for index, message in enumerate(messages):
        used = set(_ids(message, "tool_use", "id"))
        following = messages[index + 1] if index + 1 < len(messages) else None
        if used and following is not None:
            lacking = used - set(_ids(following, "tool_result", "tool_use_id"))
            if lacking:
                raise ApiError(
                    400,
                    f"messages.{index}: `tool_use` ids were found without `tool_result` blocks "
                    f"immediately after: {', '.join(sorted(lacking))}. Each `tool_use` block must "
                    "have a corresponding `tool_result` block in the next message.",
                )
        before = set(_ids(messages[index - 1], "tool_use", "id")) if index else set()
        for stray in _ids(message, "tool_result", "tool_use_id"):
            if stray not in before:
                raise ApiError(
                    400,
                    f"messages.{index}.content.0: unexpected `tool_use_id` found in `tool_result` "
                    f"blocks: {stray}. Each `tool_result` block must have a corresponding "
                    "`tool_use` block in the previous message.",
                )


def _ids(message: Block, kind: str, name: str) -> Iterator[str]:
    for block in blocks_of(message.get("content")):
        if block.get("type") == kind:
            yield str(block.get(name))


def _check_thinking_config(body: Body) -> None:
    thinking = body.get("thinking") or {}
    if thinking.get("type") not in (None, "enabled", "disabled", "adaptive", "between_tools"):
        raise ApiError(400, f"thinking: Input tag '{thinking.get('type')}' does not match any tag")
    if thinking.get("type") != "enabled":
        return
    budget = thinking.get("budget_tokens")
    if not isinstance(budget, int):
        raise ApiError(400, "thinking.enabled.budget_tokens: Field required")
    if budget < 1024:
        raise ApiError(
            400,
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
        )
    if budget >= body.get("max_tokens", budget + 1):
        raise ApiError(400, "`max_tokens` must be greater than `thinking.budget_tokens`")
