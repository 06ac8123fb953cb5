"""Owns what each model is loaded with, who is being answered by it and what that came to so far.

Every call of a model takes a seat here first and sends the options that the seat says. Never calls
Ollama; writes one file, so that what was learnt outlives a restart.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import LoadedModel, ModelLoads
from ziggie_desktop.library.broker import Grow, No, Serve, Standing, Wait, Wish, judge
from ziggie_desktop.library.calls import full_name
from ziggie_desktop.platform.paths import write_private

log = logging.getLogger("ziggie.library")

DEFAULT_NUM_CTX = 4096
LOADS_KEPT = 5
SHORTEST_LOAD_S = 0.02  # Ollama says a few milliseconds of a model that was there already
WAIT_MOST_S = 60.0
FOR_EVER = -1

KeepAlive = str | int | float | None


class _Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the file keeps of a model."""

    num_ctx: int | None = None
    load_s: tuple[float, ...] = ()
    reloads: int = 0
    reloads_avoided: int = 0


class _One(msgspec.Struct):
    """One model. ``grown``: the size that a caller's wish made the standing one; ``held``: what it
    is loaded with, None when it is not loaded as far as we know; ``loading``: nobody has heard of
    it since its load began."""

    grown: int | None = None
    grown_at: float | None = None
    held: int | None = None
    loading: bool = False
    running: int = 0
    keep_alive: KeepAlive = None
    load_s: deque[float] = msgspec.field(default_factory=lambda: deque(maxlen=LOADS_KEPT))
    reloads: int = 0
    avoided: int = 0
    idle: asyncio.Event = msgspec.field(default_factory=asyncio.Event)


class Seat:
    """One call of a model, from before it is sent until it has ended. ``left`` must be called."""

    def __init__(
        self,
        one: _One,
        *,
        options: dict[str, Any],
        keep_alive: KeepAlive,
        ended: Callable[[bool], None],
    ) -> None:
        self.options = options
        self.keep_alive = keep_alive
        self._one = one
        self._ended = ended
        self._cold = one.held is None
        self._gone = False
        one.running += 1
        one.idle.clear()
        if self._cold:
            one.held, one.loading = options["num_ctx"], True

    def spoke(self) -> None:
        """The model answers: it is loaded."""
        self._one.loading = False

    def left(self, load_ns: int | None = None) -> None:
        """``load_ns``: what Ollama says that the load took."""
        if self._gone:
            return
        self._gone = True
        one, held = self._one, self._one.held
        one.running -= 1
        if self._cold and load_ns is not None:
            one.loading = False
            if load_ns >= SHORTEST_LOAD_S * 1e9:
                one.load_s.append(load_ns / 1e9)
        if one.running == 0:
            if self.keep_alive == 0:  # it was asked to go
                one.held = None
            if one.loading:  # it failed, or its caller gave up before a word: nothing is known
                one.loading, one.held = False, None
            one.idle.set()
        self._ended(one.held != held)


class Loads:
    """``own_limit`` and ``room`` say what the model was made for and what the memory holds;
    ``keep_alive`` and ``pinned`` are the owner's, ``options`` by model too. ``version`` is another
    one whenever a model may have another size than before."""

    def __init__(
        self,
        *,
        own_limit: Callable[[str], int | None],
        room: Callable[[str], int | None] = lambda name: None,
        default_num_ctx: int = DEFAULT_NUM_CTX,
        num_ctx: Mapping[str, int] | None = None,
        options: Mapping[str, Mapping[str, Any]] | None = None,
        keep_alive: Callable[[], KeepAlive] = lambda: None,
        pinned: Callable[[], Collection[str]] = tuple,
        file: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._own_limit = own_limit
        self._room = room
        self.version = 0
        self.follow(default_num_ctx=default_num_ctx, num_ctx=num_ctx, options=options)
        self._keep_alive = keep_alive
        self._pinned = pinned
        self._file = file
        self._clock = clock
        self._models: dict[str, _One] = _load(file)
        self._dirty = False

    def follow(
        self,
        *,
        default_num_ctx: int = DEFAULT_NUM_CTX,
        num_ctx: Mapping[str, int] | None = None,
        options: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """The owner's settings, from now on."""
        self.version += 1
        self._default = default_num_ctx
        self._set = {full_name(name): value for name, value in (num_ctx or {}).items()}
        self._options = {full_name(name): dict(more) for name, more in (options or {}).items()}

    # What others ask

    def num_ctx(self, name: str) -> int:
        """The one size that every call of this model sends now."""
        full = full_name(name)
        one = self._models.get(full)
        wished = self._set.get(full) or (one.grown if one and one.grown else self._default)
        standing = self._own(full, wished)
        # Somebody else may have loaded it with more: then that serves us all.
        return max(standing, one.held or 0) if one else standing

    def _own(self, name: str, wished: int) -> int:
        limit = self._own_limit(full_name(name))
        return min(wished, limit) if limit else wished

    def most(self, name: str) -> int | None:
        """The largest size that a caller may have; None: no limit is known."""
        return self._standing(full_name(name)).most

    def options(self, name: str) -> dict[str, Any]:
        """All runner options of this model, as every call sends them."""
        return {**self._options.get(full_name(name), {}), "num_ctx": self.num_ctx(name)}

    def options_to_load(self, name: str) -> dict[str, Any]:
        """As ``options``; a size that the owner has set meanwhile comes into force."""
        options, fixed = self.options(name), self._set.get(full_name(name))
        return options if fixed is None else {**options, "num_ctx": self._own(name, fixed)}

    def keep_alive(self, name: str) -> KeepAlive:
        """How long the model stays after an answer: the owner's word, never a caller's, as in
        Ollama the last one wins. None: as the server was told."""
        full = full_name(name)
        pinned = self._pinned()
        if pinned and full in {full_name(one) for one in pinned}:
            return FOR_EVER
        one = self._models.get(full)
        return one.keep_alive if one and one.keep_alive is not None else self._keep_alive()

    def is_loading(self, name: str) -> bool:
        """Whether a call has to wait for the load: not loaded, or not heard of since it began."""
        one = self._models.get(full_name(name))
        return one is None or one.held is None or one.loading

    def expected_load_s(self, name: str) -> float | None:
        """The longest of its last loads; None when none was seen yet."""
        one = self._models.get(full_name(name))
        return max(one.load_s) if one and one.load_s else None

    def running(self, name: str) -> int:
        one = self._models.get(full_name(name))
        return one.running if one else 0

    def figures(self, names: Iterable[str]) -> tuple[ModelLoads, ...]:
        """What is known of these models' loads."""
        found = []
        for name in names:
            one = self._models.get(full_name(name), _One())
            found.append(
                ModelLoads(
                    name=name,
                    num_ctx=self.num_ctx(name),
                    reloads=one.reloads,
                    reloads_avoided=one.avoided,
                    load_s=self.expected_load_s(name),
                )
            )
        return tuple(found)

    # What others say

    def set_num_ctx(self, name: str, value: int) -> None:
        """The owner's size for one model; it counts from the next load."""
        self.version += 1
        self._set[full_name(name)] = value

    def keep(self, name: str, keep_alive: KeepAlive) -> None:
        """The owner loaded it to stay so long; None: forget that."""
        self._of(name).keep_alive = keep_alive

    def seen(self, loaded: Iterable[LoadedModel]) -> None:
        """What Ollama lists as loaded; a model shows there while it is still being loaded."""
        self.version += 1
        listed = {full_name(model.name): model for model in loaded}
        for name, one in self._models.items():
            if name not in listed and not one.running:
                one.held, one.loading = None, False
        for name, model in listed.items():
            one = self._of(name)
            if one.running and one.loading:
                continue
            known = one.held or self.num_ctx(name)
            one.held = model.context_length or known

    def loaded_in(self, name: str, options: Mapping[str, Any], seconds: float | None) -> None:
        """A load without a question has ended; ``seconds`` None: it was loaded already."""
        self.version += 1
        one = self._of(name)
        one.held, one.loading = options["num_ctx"], False
        if seconds is not None:
            one.load_s.append(seconds)
            self._dirty = True

    async def seat(self, name: str, wish: Wish, asked: Mapping[str, Any], **how: Any) -> Seat:
        """A seat for one call; ``asked`` are the runner options that the caller sent."""
        one = await self._room_for(name, wish, **how)
        options = self.options(name)
        if asked and one.held is not None and any(options.get(key) != asked[key] for key in asked):
            one.avoided += 1
        self._dirty = True
        if one.held is None:  # the seat holds it from now on
            self.version += 1
        return Seat(one, options=options, keep_alive=self.keep_alive(name), ended=self._note)

    async def _room_for(
        self, name: str, wish: Wish, *, hurry: bool = False, wait_s: float = WAIT_MOST_S
    ) -> _One:
        """``hurry``: another side can answer meanwhile, so busy is a reason to say no."""
        full, one = full_name(name), self._of(name)
        if not wish.num_ctx or wish.num_ctx <= self.num_ctx(full):
            return one  # as nearly always: what stands will do
        until = self._clock() + min(wait_s, WAIT_MOST_S)
        while True:
            left = until - self._clock()
            verdict = judge(wish, self._standing(full), self._clock(), patient=left > 0)
            match verdict:
                case Serve():
                    return one
                case Grow(num_ctx):
                    self._grow(full, one, num_ctx)
                    return one
                case Wait(num_ctx) if hurry:
                    raise _refused(full, f"it is busy, and would be loaded anew for {num_ctx}")
                case Wait():
                    one.idle.clear()
                    try:
                        async with asyncio.timeout(left):
                            await one.idle.wait()
                    except TimeoutError:
                        until = self._clock()
                case No(why):
                    raise _refused(full, why)

    def _grow(self, name: str, one: _One, num_ctx: int) -> None:
        log.info("%s: one context of %d tokens from now on", name, num_ctx)
        self.version += 1
        if one.held is not None:
            one.reloads += 1
            one.grown_at = self._clock()
        one.grown, one.held = num_ctx, None
        self._dirty = True
        self.save()

    def _standing(self, full: str) -> Standing:
        one = self._models.get(full)
        return Standing(
            num_ctx=self.num_ctx(full),
            loaded=one is not None and one.held is not None,
            running=one.running if one else 0,
            own_limit=self._own_limit(full),
            room=self._room(full),
            fixed=full in self._set,
            grown_at=one.grown_at if one else None,
        )

    def _of(self, name: str) -> _One:
        full = full_name(name)
        found = self._models.get(full)
        if found is None:
            found = self._models[full] = _One()
        return found

    def _note(self, changed: bool) -> None:
        self._dirty = True
        self.version += changed

    # The file

    def save(self) -> None:
        """Write what is worth keeping, if it changed; a file that cannot be written costs only
        what was learnt."""
        if self._file is None or not self._dirty:
            return
        kept = {
            name: _Kept(
                num_ctx=one.grown,
                load_s=tuple(round(seconds, 3) for seconds in one.load_s),
                reloads=one.reloads,
                reloads_avoided=one.avoided,
            )
            for name, one in self._models.items()
            if one.grown or one.load_s or one.reloads or one.avoided
        }
        self._dirty = False
        try:
            write_private(self._file, msgspec.json.encode(kept))
        except OSError as error:
            log.warning("%s cannot be written: %s", self._file, error.strerror)


def _load(file: Path | None) -> dict[str, _One]:
    if file is None:
        return {}
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=dict[str, _Kept])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("%s cannot be read (%s): loads are measured anew", file, type(error).__name__)
        return {}
    found = {}
    for name, one in kept.items():
        found[name] = _One(grown=one.num_ctx, reloads=one.reloads, avoided=one.reloads_avoided)
        found[name].load_s.extend(one.load_s)
    return found


def _refused(name: str, why: str) -> ZiggieError:
    return ZiggieError(
        "context_not_held",
        f"{name}: {why}",
        "Send a smaller num_ctx, raise the model's context in the settings "
        "([engine.num_ctx_by_model]), or let the request go to the cloud.",
        status=503,
    )
