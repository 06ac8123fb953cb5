"""Owns what is taken out of anything that leaves the machine in a person's hands: keys, tokens,
passwords, and what an error may quote of a request. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "***"
LEAST = 6  # a shorter value would black out half of the text
SECRET_NAME = re.compile(r"key|token|secret|passw|passphrase|auth|credential|cookie", re.IGNORECASE)
_PATTERNS = (
    re.compile(r"\bsk-[A-Za-z0-9_-]{8,}"),  # Anthropic's and OpenAI's keys
    re.compile(r"\b(?:zgd|hf|ghp|gho|github_pat|glpat|xox[abp])_?-?[A-Za-z0-9_-]{12,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),  # JSON web tokens
    re.compile(r"(?<=://)[^/\s@\"']+(?=@)"),  # who:password of an address
    re.compile(r"(?i)(?<=bearer )\S+"),
    re.compile(
        r"(?i)(?<![A-Za-z])(?:x-)?(?:api[-_ ]?key|authorization|password|passwd|secret|token)"
        r"[\"']?\s*[=:]\s*[\"']?([^\s\"',;&]+)"
    ),
)
_RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ ")
_KEPT = re.compile(r"Traceback |  File \"|\s+\^|During handling|The above exception")
_RAISED = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Group)(?=:|$)")


def secret_values(environ: Mapping[str, str]) -> tuple[str, ...]:
    """What variables hold whose names say that it is a secret; the longest first."""
    found = {value for name, value in environ.items() if SECRET_NAME.search(name)}
    return tuple(sorted((v for v in found if len(v) >= LEAST), key=len, reverse=True))


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without known secrets, and without what looks like one."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    for pattern in _PATTERNS:
        text = pattern.sub(_masked, text)
    return text


def masked(value: Any, secrets: Iterable[str] = (), *, name: str = "") -> Any:
    """A document with its secrets taken out: by the names of its fields, and by their looks."""
    match value:
        case dict():
            return {key: masked(inner, secrets, name=str(key)) for key, inner in value.items()}
        case list() | tuple():
            return [masked(inner, secrets, name=name) for inner in value]
        case str() if value and SECRET_NAME.search(name):
            return MASK
        case str():
            return redacted(value, secrets)
    return value


def log_lines(lines: Iterable[str], secrets: Iterable[str] = ()) -> list[str]:
    """Of an error's traceback only where it was raised: its words may quote a request."""
    kept = []
    for line in lines:
        if _RECORD.match(line):
            kept.append(redacted(line, secrets))
        elif _KEPT.match(line):
            kept.append(line)
        elif found := _RAISED.match(line):
            kept.append(found[0])
    return kept


def _masked(found: re.Match[str]) -> str:
    if found.re.groups and found[1] is not None:
        begin, end = found.span(1)
        whole = found[0]
        return whole[: begin - found.start()] + MASK + whole[end - found.start() :]
    return MASK
