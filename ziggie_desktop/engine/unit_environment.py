"""Owns what environment a systemd unit gives its service, from what systemd shows of it. Pure but
for reading the files that the unit names; a file that we may not read is named, never guessed at.

https://www.freedesktop.org/software/systemd/man/systemd.exec.html#EnvironmentFile=
"""

from __future__ import annotations

import glob
import re
import shlex
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

import msgspec

PROPERTIES = "Environment,EnvironmentFiles"
_FILE = re.compile(r"(?P<path>.+?)(?: \(ignore_errors=(?:yes|no)\))?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMMENTS, _NEWLINES, _SPACES = "#;", "\n\r", " \t\n\r"
_ESCAPED = '"\\`$'  # between double quotes a backslash stands for itself before all others


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """``unread``: files that are there and that we may not read; what they say is unknown."""

    variables: dict[str, str]
    unread: tuple[str, ...] = ()


def read_shown(text: str) -> dict[str, str]:
    """``NAME=value`` lines; a name that comes again (EnvironmentFiles) keeps all its lines."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            found[name] = f"{found[name]}\n{value}" if found.get(name) else value
    return found


def of_unit(environment: str, files: str) -> Environment:
    """From the two properties as ``systemctl show`` prints them, a file a line. What a file says
    comes after Environment=, and a later file after an earlier one."""
    found = _assignments(environment)
    unread = []
    for path in _paths(files):
        try:
            found |= read_file(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue  # with "-" that is allowed; without it the unit does not start at all
        except (OSError, ValueError):
            unread.append(str(path))
    return Environment(variables=found, unread=tuple(unread))


def read_file(text: str) -> dict[str, str]:
    """An EnvironmentFile as systemd reads it; a line that is no assignment is passed over."""
    return {name: value for name, value in _Reader(text).pairs() if _NAME.fullmatch(name)}


def _assignments(text: str) -> dict[str, str]:
    try:
        words = shlex.split(text)
    except ValueError:
        return {}
    return dict(word.split("=", 1) for word in words if "=" in word)


def _paths(files: str) -> Iterator[Path]:
    """Wildcards are the unit's own; what they meet comes in the order of its names."""
    for line in files.splitlines():
        found = _FILE.fullmatch(line.strip())
        if found is None:
            continue
        path = found["path"].removeprefix("-")
        if glob.has_magic(path):
            yield from map(Path, sorted(glob.glob(path)))  # noqa: PTH207 - an absolute pattern
        else:
            yield Path(path)


class _In(Enum):
    NOTHING = auto()
    COMMENT = auto()
    NAME = auto()
    BEFORE_VALUE = auto()  # also behind a closing quote: what follows is part of it
    VALUE = auto()
    SINGLE = auto()  # quotes
    DOUBLE = auto()


class _Reader:
    """systemd's own states, sign by sign."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._name = self._value = ""
        self._kept = 0  # so much of the value is more than white space at its end

    def pairs(self) -> Iterator[tuple[str, str]]:
        state, signs = _In.NOTHING, iter(self._text)
        for sign in signs:
            if state in (_In.BEFORE_VALUE, _In.VALUE) and sign in _NEWLINES:
                yield self._pair()
                state = _In.NOTHING
            else:
                state = self._step(state, sign, signs)
        if state not in (_In.NOTHING, _In.COMMENT, _In.NAME):
            yield self._pair()

    def _pair(self) -> tuple[str, str]:
        return self._name.rstrip(), self._value[: self._kept]

    def _step(self, state: _In, sign: str, signs: Iterator[str]) -> _In:
        match state:
            case _In.NOTHING:
                return self._begin(sign)
            case _In.COMMENT:
                if sign == "\\":
                    next(signs, "")  # the comment goes on in the next line
                return _In.NOTHING if sign in _NEWLINES else state
            case _In.NAME:
                return self._in_name(sign)
            case _In.BEFORE_VALUE | _In.VALUE:
                return self._in_value(state, sign, signs)
            case _In.SINGLE:
                return self._quoted(state, sign, "'")
            case _In.DOUBLE:
                if sign == "\\":
                    following = next(signs, "")
                    plain = following if following in _ESCAPED else f"\\{following}"
                    self._add("" if following == "\n" else plain)
                    return state
                return self._quoted(state, sign, '"')

    def _begin(self, sign: str) -> _In:
        self._name = self._value = ""
        self._kept = 0
        if sign in _COMMENTS:
            return _In.COMMENT
        if sign in _SPACES:
            return _In.NOTHING
        return self._in_name(sign)

    def _in_name(self, sign: str) -> _In:
        if sign in _NEWLINES:
            return _In.NOTHING
        if sign == "=":
            return _In.BEFORE_VALUE
        self._name += sign
        return _In.NAME

    def _in_value(self, state: _In, sign: str, signs: Iterator[str]) -> _In:
        if state is _In.BEFORE_VALUE and sign in "'\"":
            return _In.SINGLE if sign == "'" else _In.DOUBLE
        if sign == "\\":
            following = next(signs, "")
            self._add("" if following in _NEWLINES else following)
            return _In.VALUE
        if sign in _SPACES:
            self._value += sign if state is _In.VALUE else ""
            return state
        self._add(sign)
        return _In.VALUE

    def _quoted(self, state: _In, sign: str, end: str) -> _In:
        if sign == end:
            return _In.BEFORE_VALUE
        self._add(sign)
        return state

    def _add(self, signs: str) -> None:
        self._value += signs
        self._kept = len(self._value)
