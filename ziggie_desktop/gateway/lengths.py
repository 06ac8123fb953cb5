"""Owns whether a prompt surely fits the context of a local model. Never lets one be cut unnoticed.

Ollama is told to refuse what does not fit. Older ones do not know that wish: of a chat they leave
out messages from the front, the system prompt among them, until the rest fits, and say nothing.
Which of them can happen is told by sizes alone for most prompts; for the others the engine itself
counts what it was never asked before, once: a raw prompt is cut to the context, not left out.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from ziggie_desktop.contract.records import Usage
from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.gateway.upstream import SideFailed, Upstream

REFUSES_SINCE = (0, 13, 0)  # of Ollama; ``truncate: false`` came and went in 0.12
PER_MESSAGE = 16  # tokens that a chat template puts around one
PER_IMAGE = 768  # as the engine itself reckons
TEMPLATE = 1024  # no template says more beside the messages; a prompt that near to full is counted
LEAST_ANSWER = 16
MOST = 1000  # conversations whose length is remembered
MAX_ANSWER = 1024 * 1024
OK = 200


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be sent: ``body`` to ``base``'s chat, with ``options`` of the loads."""

    base: str
    model: str
    body: bytes
    options: Mapping[str, Any]
    keep_alive: str | int | float | None
    until: float

    @property
    def num_ctx(self) -> int | None:
        said = self.options.get("num_ctx")
        return said if isinstance(said, int) else None


class Lengths:
    """``version`` is the engine's, None where nobody knows."""

    def __init__(self, *, upstream: Upstream, version: Callable[[], str | None]) -> None:
        self._upstream = upstream
        self._version = version
        self._known: OrderedDict[int, _Length] = OrderedDict()
        self._templates: dict[int, int] = {}

    async def check(self, asked: Asked) -> int | None:
        """SideFailed with the numbers where messages might be left out; else the prompt's key, for
        ``measured``, None where nothing need be remembered."""
        room = asked.num_ctx
        if room is None or len(asked.body) + TEMPLATE <= room or not may_cut(self._version()):
            return None
        prompt = _read(asked.body)
        if prompt is None:
            return None
        keys = prompt.keys(asked.model)
        begin, base = self._longest_known(keys, room)
        if not begin:
            base = await self._template(asked, prompt.tools)
        texts = prompt.texts[begin:]
        base += PER_MESSAGE * len(texts) + PER_IMAGE * sum(prompt.images[begin:])
        if base + sum(map(_bytes, texts)) > room:
            base += await self._counted(asked, texts, keys[-1], room)
            self._keep(keys[-1], base)
            if base > room:
                raise too_long(base, room)
        return keys[-1]

    def bounded(self, asked: Asked, *, prompt_tokens: int) -> bytes:
        """The body as it is to be sent."""
        room = asked.num_ctx
        if room is None or not may_cut(self._version()):
            return asked.body
        return bounded(asked.body, room=room, prompt_tokens=prompt_tokens)

    async def again(self, url: str, body: bytes, *, until: float, least: int) -> int | None:
        """How long a prompt was whose answer was not heard to its end: asked for one word more, the
        engine has it in its cache still. None where it counts only what it had to read anew."""
        fields = msgspec.json.decode(body, type=dict[str, Any])
        options = {**(fields.get("options") or {}), "num_predict": 1}
        body = msgspec.json.encode({**fields, "stream": False, "options": options})
        try:
            status, answer = await self._upstream.whole(
                url, body=body, until=until, max_bytes=MAX_ANSWER
            )
            found = msgspec.json.decode(answer, type=_Counted).prompt_eval_count
        except (SideFailed, msgspec.MsgspecError):
            return None
        return found if status == OK and found >= least else None

    def measured(self, key: int | None, usage: Usage | None) -> None:
        """The engine answered the whole prompt, and has said how long it was."""
        if key is not None and usage is not None and usage.input_tokens:
            self._keep(key, usage.input_tokens)

    def _longest_known(self, keys: list[int], room: int) -> tuple[int, int]:
        """How many messages, and their tokens. SideFailed where they were too many before."""
        for place in range(len(keys) - 1, -1, -1):
            known = self._known.get(keys[place])
            if known is not None and (not known.cut or known.tokens >= room):
                if known.tokens > room or known.cut:
                    raise too_long(known.tokens, room)
                return place + 1, known.tokens
        return 0, 0

    def _keep(self, key: int, tokens: int, *, cut: bool = False) -> None:
        self._known[key] = _Length(tokens, cut)
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    async def _counted(self, asked: Asked, texts: list[str], key: int, room: int) -> int:
        """How many tokens the engine itself makes of it. SideFailed where they fill the context."""
        if not texts:
            return 0
        told: dict[str, Any] = {"prompt": "\n".join(texts), "raw": True}
        tokens = await self._told(asked, "/api/generate", told)
        if tokens >= room:
            self._keep(key, tokens, cut=True)
            raise too_long(tokens, room)
        return tokens

    async def _template(self, asked: Asked, tools: list[msgspec.Raw]) -> int:
        """What the model's template adds once, its tools among it: the shortest chat there is."""
        key = hash((asked.model, b"".join(map(bytes, tools))))
        known = self._templates.get(key)
        if known is None:
            told: dict[str, Any] = {"messages": [{"role": "user", "content": "."}], "tools": tools}
            known = await self._told(asked, "/api/chat", told)
            if len(self._templates) >= MOST:
                self._templates.clear()
            self._templates[key] = known
        return known

    async def _told(self, asked: Asked, path: str, told: dict[str, Any]) -> int:
        """How many tokens a prompt had, as the engine says after one word of an answer."""
        options = {**asked.options, "num_predict": 1}
        body = {"model": asked.model, "stream": False, "options": options, **told}
        if asked.keep_alive is not None:
            body["keep_alive"] = asked.keep_alive
        status, answer = await self._upstream.whole(
            asked.base + path,
            body=msgspec.json.encode(body),
            until=asked.until,
            max_bytes=MAX_ANSWER,
        )
        try:
            if status == OK:
                return msgspec.json.decode(answer, type=_Counted).prompt_eval_count
        except msgspec.MsgspecError as error:
            raise SideFailed(_uncounted()) from error
        raise SideFailed(_uncounted())


def bounded(body: bytes, *, room: int, prompt_tokens: int) -> bytes:
    """The answer ends where the context is full, as newer engines do when they are told not to
    shift; an older one would forget the prompt's beginning to go on."""
    fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    if fields.get("shift") != msgspec.Raw(b"false"):
        return body
    options = msgspec.json.decode(fields.get("options", b"{}"), type=dict[str, Any])
    most = max(room - prompt_tokens, LEAST_ANSWER)
    asked = options.get("num_predict")
    if isinstance(asked, int) and 0 < asked <= most:
        return body
    fields["options"] = msgspec.Raw(msgspec.json.encode({**options, "num_predict": most}))
    return msgspec.json.encode(fields)


@lru_cache(maxsize=8)
def may_cut(version: str | None) -> bool:
    """Whether an engine leaves out messages although it was asked not to. One of a version that
    says nothing may."""
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", version or "")
    return numbers is None or tuple(map(int, numbers.groups())) < REFUSES_SINCE


def check_prompt(usage: Usage | None, num_ctx: Any) -> None:
    """SideFailed where the prompt filled the whole context: a single one that is longer is cut to
    exactly that, and the answer is then to something else."""
    said = usage.input_tokens if usage is not None else None
    if said is not None and isinstance(num_ctx, int) and said >= num_ctx:
        raise too_long(said, num_ctx)


def too_long(tokens: int, num_ctx: int) -> SideFailed:
    return SideFailed(
        Failed(
            kind=FaultKind.CONTEXT,
            message=f"the prompt has {tokens} tokens or more, the context is {num_ctx}",
        )
    )


class _Length(NamedTuple):
    """Of a conversation: so many tokens, or a few less; ``cut``: so many at least."""

    tokens: int
    cut: bool


class _Counted(msgspec.Struct):
    prompt_eval_count: int


class _Message(msgspec.Struct):
    role: str
    content: str | None = None
    thinking: str | None = None
    tool_calls: msgspec.Raw = msgspec.Raw(b"")
    images: list[msgspec.Raw] | None = None

    def text(self) -> str:
        calls = bytes(self.tool_calls).decode()
        return "\n".join(part for part in (self.content, self.thinking, calls) if part)


class _Body(msgspec.Struct):
    messages: list[_Message]
    tools: list[msgspec.Raw] | None = None
    truncate: bool | None = None


class _Prompt(msgspec.Struct, frozen=True, kw_only=True):
    texts: list[str]
    images: list[int]
    tools: list[msgspec.Raw]

    def keys(self, model: str) -> list[int]:
        """One for each message: of it and all before it."""
        found, key = [], hash((model, b"".join(map(bytes, self.tools))))
        for text, images in zip(self.texts, self.images, strict=True):
            key = hash((key, text, images))
            found.append(key)
        return found


def _read(body: bytes) -> _Prompt | None:
    """None where nothing can be left out: a prompt of one message, and a caller who wants it so."""
    try:
        found = msgspec.json.decode(body, type=_Body)
    except msgspec.MsgspecError:
        return None  # /api/generate; or what the engine will refuse in words
    if len(found.messages) < 2 or found.truncate:
        return None
    texts = [message.text() for message in found.messages]
    images = [len(message.images or ()) for message in found.messages]
    return _Prompt(texts=texts, images=images, tools=found.tools or [])


def _bytes(text: str) -> int:
    """No tokenizer makes more tokens than there are bytes."""
    return len(text.encode("utf-8", "replace"))


def _uncounted() -> Failed:
    return Failed(kind=FaultKind.SERVER, message="the engine did not say how long the prompt is")
