"""Owns the arithmetic of "one context size a model". Pure: no I/O, no clock.

Ollama loads a model anew whenever a request names another context than the loaded one. So one value
is sent for all, and it grows only for who really needs more: when nobody is being answered, and not
again soon.
"""

from __future__ import annotations

import msgspec

GROWTH_PAUSE_S = 600.0
ROOM = 1.1  # a prompt's length is an estimate


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller asks for; ``num_ctx`` and ``answer_tokens`` None: it does not say."""

    num_ctx: int | None = None
    prompt_tokens: int = 0
    answer_tokens: int | None = None

    def fits(self, num_ctx: int) -> bool:
        """Whether the prompt, and the answer as far as it is limited, find room."""
        return self.prompt_tokens * ROOM + (self.answer_tokens or 0) <= num_ctx

    def surely_fits(self, num_ctx: int) -> bool:
        return self.answer_tokens is not None and self.fits(num_ctx)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How one model stands. ``num_ctx`` is what every call sends now; ``own_limit`` what the model
    was made for, ``room`` what the memory holds, each None where unknown; ``fixed``: the owner set
    the size of this very model; ``grown_at`` when a growth last made it load again."""

    num_ctx: int
    loaded: bool = False
    running: int = 0
    own_limit: int | None = None
    room: int | None = None
    fixed: bool = False
    grown_at: float | None = None

    @property
    def most(self) -> int | None:
        """The largest size that a caller may wish for; None: nobody knows a limit."""
        if self.fixed:
            return self.num_ctx
        known = [limit for limit in (self.own_limit, self.room) if limit is not None]
        return max(self.num_ctx, min(known)) if known else None


class Serve(msgspec.Struct, frozen=True):
    """By what stands."""


class Grow(msgspec.Struct, frozen=True):
    """Load with ``num_ctx`` from now on."""

    num_ctx: int


class Wait(msgspec.Struct, frozen=True):
    """Until nobody is being answered; then ask again."""

    num_ctx: int


class No(msgspec.Struct, frozen=True):
    """Neither now nor soon; ``why`` has the numbers."""

    why: str


Verdict = Serve | Grow | Wait | No


def judge(wish: Wish, standing: Standing, now: float, *, patient: bool = True) -> Verdict:
    """``patient`` False: it has waited long enough."""
    wanted = wish.num_ctx or 0
    if standing.own_limit is not None:
        wanted = min(wanted, standing.own_limit)  # as Ollama itself does
    if wanted <= standing.num_ctx:
        return Serve()
    if standing.loaded and wish.surely_fits(standing.num_ctx):
        return Serve()
    why = _hindrance(wanted, standing, now)
    if why is None and not (standing.loaded and standing.running):
        return Grow(wanted)
    if why is None and patient:
        return Wait(wanted)
    if wish.fits(standing.num_ctx):
        return Serve()
    asked = f"the request wants a context of {wanted} tokens, {standing.num_ctx} are held"
    return No(f"{asked}, and {why or 'it is busy with other requests'}")


def _hindrance(wanted: int, standing: Standing, now: float) -> str | None:
    """Why it may not grow, whoever waits."""
    if standing.fixed:
        return "that is what the owner has set for it"
    if standing.room is not None and wanted > standing.room:
        return f"the memory has room for {standing.room}"
    if standing.loaded and standing.grown_at is not None:
        left = standing.grown_at + GROWTH_PAUSE_S - now
        if left > 0:
            return f"it was loaded anew for more a moment ago (again in {left / 60:.0f} min)"
    return None
