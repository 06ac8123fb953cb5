"""Owns what can go wrong at the cloud simulator, and in which order. Knows nothing of HTTP."""

from __future__ import annotations

import enum

import msgspec


class CloudFault(enum.Enum):
    """How the simulated Anthropic API fails."""

    RATE_LIMITED = "rate_limited"  # 429, with or without retry-after
    SERVER_ERROR = "server_error"  # 500
    UNAVAILABLE = "unavailable"  # 503
    GATEWAY_TIMEOUT = "gateway_timeout"  # 504
    OVERLOADED = "overloaded"  # 529
    UNAUTHORIZED = "unauthorized"  # 401 although the key is right
    BILLING = "billing"  # 402
    FORBIDDEN = "forbidden"  # 403
    TOO_LARGE = "too_large"  # 413
    CONTEXT_TOO_LONG = "context_too_long"  # 400
    PREFILL_REFUSED = "prefill_refused"  # 400 where the last message is the assistant's
    CONTENT_FILTER = "content_filter"  # 200, stop_reason "refusal"
    RESET = "reset"  # TCP reset instead of an answer
    NO_ANSWER = "no_answer"  # the request is read, then silence
    LATE_FIRST_TOKEN = "late_first_token"  # noqa: S105 - message_start, then `delay_s` of silence
    CUT = "cut"  # the connection ends after `after_tokens`
    STALL = "stall"  # silence for `delay_s` after `after_tokens`
    MALFORMED = "malformed"  # one broken event after `after_tokens`
    NO_END = "no_end"  # all tokens, then a clean end without the closing events
    STREAM_ERROR = "stream_error"  # an `error` event after `after_tokens`


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault; ``times=None`` stands until it is cleared."""

    kind: CloudFault
    times: int | None = 1
    retry_after_s: int | None = None
    after_tokens: int = 40
    delay_s: float = 600.0
    path: str = "/v1/messages"


class FaultQueue:
    """Faults in the order they were set; each strikes as often as it says."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def waiting(self) -> list[Fault]:
        return list(self._faults)

    def strike(self, path: str, *, prefilled: bool) -> Fault | None:
        """The fault that this request meets, counted down; None if all goes well."""
        for index, fault in enumerate(self._faults):
            if fault.path not in (path, "*"):
                continue
            if fault.kind is CloudFault.PREFILL_REFUSED and not prefilled:
                continue
            if fault.times is None:
                return fault
            if fault.times <= 1:
                del self._faults[index]
            else:
                self._faults[index] = msgspec.structs.replace(fault, times=fault.times - 1)
            return fault
        return None
