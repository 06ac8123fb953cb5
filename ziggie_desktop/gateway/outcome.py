"""Owns what a failed call is called: in the ledger, in a header, in the error a caller gets."""

from __future__ import annotations

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.gateway.events import Failed, FaultKind
from ziggie_desktop.routing.request import Refusal, Side, Target

NAMES = {Side.LOCAL: "Ollama", Side.CLOUD: "Claude"}
MAX_WORDS = 200

_CLAUSE = {
    FaultKind.CONNECT: "could not be reached",
    FaultKind.TIMEOUT: "took too long",
    FaultKind.DEADLINE: "was not done when the caller's deadline came",
    FaultKind.TRUNCATED: "broke off in the middle",
    FaultKind.MALFORMED: "sent something broken",
    FaultKind.RATE_LIMITED: "is rate limited",
    FaultKind.OVERLOADED: "is overloaded",
    FaultKind.SERVER: "had an internal error",
    FaultKind.INVALID: "refused the request",
    FaultKind.AUTH: "did not accept our key",
    FaultKind.CONTEXT: "cannot take a prompt this long",
    FaultKind.REFUSED: "refused to answer",
}
_STATUS = {
    FaultKind.CONNECT: 503,
    FaultKind.TIMEOUT: 504,
    FaultKind.DEADLINE: 504,
    FaultKind.TRUNCATED: 502,
    FaultKind.MALFORMED: 502,
    FaultKind.RATE_LIMITED: 429,
    FaultKind.OVERLOADED: 503,
    FaultKind.SERVER: 502,
    FaultKind.INVALID: 400,
    FaultKind.AUTH: 502,
    FaultKind.CONTEXT: 400,
    FaultKind.REFUSED: 400,
}
_CODE = {
    FaultKind.CONNECT: "unreachable",
    FaultKind.TIMEOUT: "timeout",
    FaultKind.DEADLINE: "timeout",
    FaultKind.TRUNCATED: "bad_gateway",
    FaultKind.MALFORMED: "bad_gateway",
    FaultKind.RATE_LIMITED: "rate_limited",
    FaultKind.OVERLOADED: "overloaded",
    FaultKind.SERVER: "upstream_error",
    FaultKind.INVALID: "invalid_request",
    FaultKind.AUTH: "cloud_key_refused",
    FaultKind.CONTEXT: "context_too_long",
    FaultKind.REFUSED: "refused",
}
_REMEDY = {
    FaultKind.DEADLINE: "Ask with a longer X-Ziggie-Deadline-Ms, or without one.",
    FaultKind.RATE_LIMITED: "Try again later, or ask for fewer answers at a time.",
    FaultKind.INVALID: "Correct the request.",
    FaultKind.AUTH: "Store a valid Claude key in Settings.",
    FaultKind.CONTEXT: "Shorten the prompt, or raise the model's context in Settings.",
    FaultKind.REFUSED: "Ask for something else.",
}
_ANY_REMEDY = "Try again; `ziggie-desktop status` says how the two sides are."
_KEEP_STATUS = frozenset(
    {FaultKind.RATE_LIMITED, FaultKind.OVERLOADED, FaultKind.SERVER, FaultKind.INVALID}
)


def clause(failed: Failed, side: Side) -> str:
    """Who did what, and the side's own words after it: one line, not too long."""
    text = f"{NAMES[side]} {_CLAUSE[failed.kind]}"
    said = " ".join(failed.message.split())
    if failed.status is not None:
        text += f" ({failed.status})"
    return f"{text}: {said}"[:MAX_WORDS] if said else text


def reason(kind: FaultKind) -> str:
    """The bare clause, without anything that a side said."""
    return _CLAUSE[kind]


def exhausted(failed: Failed, target: Target) -> ZiggieError:
    """The error a caller gets when nobody could answer and ``target`` was the last one asked."""
    status = _STATUS[failed.kind]
    if failed.status is not None and failed.kind in _KEEP_STATUS:
        status = failed.status
    return ZiggieError(
        _CODE[failed.kind],
        clause(failed, target.side),
        _REMEDY.get(failed.kind, _ANY_REMEDY),
        status=status,
    )


def refused(refusal: Refusal) -> ZiggieError:
    return ZiggieError(refusal.code, refusal.reason, refusal.remedy, status=refusal.status)


def internal() -> ZiggieError:
    return ZiggieError(
        "internal",
        "Ziggie made a mistake while it answered",
        "Try again; the log holds what happened, under the request's id.",
        status=500,
    )
