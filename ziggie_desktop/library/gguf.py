"""Owns the reading of a GGUF file's metadata from its first bytes. Pure; trusts no length in it.

https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from typing import Any

import msgspec

MOST_PAIRS = 4096
MOST_NAME = 65_535
MOST_TEXT = 4 * 1024 * 1024
MOST_KEPT = 1024  # longer lists, as of tokens, are passed over
# type: (struct code, bytes)
_PLAIN = {
    0: ("B", 1), 1: ("b", 1), 2: ("H", 2), 3: ("h", 2), 4: ("I", 4), 5: ("i", 4), 6: ("f", 4),
    7: ("?", 1), 10: ("Q", 8), 11: ("q", 8), 12: ("d", 8),
}  # fmt: skip
_TEXT, _LIST = 8, 9


class NeedsMore(Exception):
    """The bytes end before the metadata that is wanted does."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise NeedsMore
        found = self._data[self._at : end]
        self._at = end
        return found

    def number(self, code: str, count: int) -> Any:
        return struct.unpack(f"<{code}", self.take(count))[0]

    def text(self, most: int) -> str:
        length = self.number("Q", 8)
        if length > most:
            raise ValueError("a text that is too long")
        return self.take(length).decode("utf-8", "replace")

    def value(self, kind: int) -> Any:
        """One value; None for a list that is passed over."""
        if kind in _PLAIN:
            return self.number(*_PLAIN[kind])
        if kind == _TEXT:
            return self.text(MOST_TEXT)
        if kind != _LIST:
            raise ValueError(f"no type {kind}")
        inner, length = self.number("I", 4), self.number("Q", 8)
        if inner not in (*_PLAIN, _TEXT):
            raise ValueError(f"a list of type {inner}")
        if length <= MOST_KEPT:
            return [self.value(inner) for _ in range(length)]
        if inner == _TEXT:
            for _ in range(length):
                self.text(MOST_TEXT)
        else:
            self.take(length * _PLAIN[inner][1])
        return None


def read_head(data: bytes) -> dict[str, msgspec.Raw]:
    """The pairs up to the tokenizer's, in the form of ``model_info`` of /api/show.

    Raises NeedsMore where the data is too short, ValueError where it is no GGUF file."""
    reader = _Reader(data)
    if reader.take(4) != b"GGUF":
        raise ValueError("no GGUF file")
    version = reader.number("I", 4)
    if version not in (2, 3):
        raise ValueError(f"GGUF version {version}")
    reader.number("Q", 8)  # tensors
    pairs = reader.number("Q", 8)
    if pairs > MOST_PAIRS:
        raise ValueError("too many pairs")
    found: dict[str, msgspec.Raw] = {}
    for _ in range(pairs):
        name = reader.text(MOST_NAME)
        # What the model is like stands before its vocabulary, which is megabytes long.
        if name.startswith("tokenizer.") and f"{_architecture(found)}.block_count" in found:
            break
        value = reader.value(reader.number("I", 4))
        if value is not None:
            found[name] = msgspec.Raw(msgspec.json.encode(value))
    return found


def _architecture(found: dict[str, msgspec.Raw]) -> str:
    raw = found.get("general.architecture")
    return msgspec.json.decode(raw, type=str) if raw is not None else ""
