"""Owns the edge where a body becomes checked values. Names a wrong field, never its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def invalid(what: str, remedy: str = "Correct the request and send it again.") -> ZiggieError:
    return ZiggieError("invalid_request", what, remedy, status=400)


def unsupported(what: str, remedy: str) -> ZiggieError:
    """The request is sound, but the side that should answer cannot take it."""
    return ZiggieError("unsupported_content", what, remedy, status=400)


def encode(value: Any) -> bytes:
    """JSON of what a caller sent us, which may be nested or spelled as no JSON can be."""
    try:
        return _encode(value)
    except RecursionError:
        raise invalid("The request is nested too deeply") from None
    except UnicodeEncodeError:
        raise invalid("The request holds half of a surrogate pair") from None


def decode_body(body: bytes) -> Fields:
    try:
        value = _decode(body)
    except RecursionError:
        raise invalid("The request's body is nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise invalid(f"The request's body is not valid JSON ({error})") from None
    if not isinstance(value, dict):
        raise invalid(f"The request's body is {_kind(value)}, not an object")
    return Fields(value)


def split_body(body: bytes) -> dict[str, msgspec.Raw]:
    """The top-level fields as they were sent, so that what is not touched stays byte for byte."""
    try:
        return _split(body)
    except RecursionError:
        raise invalid("The request's body is nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise invalid(f"The request's body is not a valid JSON object ({error})") from None


_split = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def json_object(text: str | bytes) -> dict[str, Any] | None:
    """A tool call's arguments: {} for none at all, None if they are no JSON object."""
    if not text.strip():
        return {}
    try:
        value = _decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"


class Fields:
    """Typed access to one JSON object. Null counts as absent."""

    __slots__ = ("_index", "_name", "_parent", "values")

    def __init__(
        self,
        values: dict[str, Any],
        name: str = "",
        *,
        parent: Fields | None = None,
        index: int | None = None,
    ) -> None:
        self.values = values
        self._name = name
        self._parent = parent
        self._index = index

    @property
    def where(self) -> str:
        """Spelled out only for a complaint: most requests give no cause for one."""
        here = self._parent.path(self._name) if self._parent else self._name
        return here if self._index is None else f"{here}[{self._index}]"

    def path(self, name: str) -> str:
        where = self.where
        return f"{where}.{name}" if where else name

    def wrong(self, name: str, wanted: str) -> ZiggieError:
        value = self.values.get(name)
        if value is None:
            return invalid(f"The field {self.path(name)} is missing")
        return invalid(f"The field {self.path(name)} is {_kind(value)}, not {wanted}")

    def raw(self, name: str) -> Any:
        return self.values.get(name)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong(name, "text")

    def need_text(self, name: str) -> str:
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        raise self.wrong(name, "text")

    def need_name(self, name: str) -> str:
        """Of a model: an empty one is none."""
        found = self.need_text(name)
        if not found.strip():
            raise invalid(f"The field {self.path(name)} is empty")
        return found

    def flag(self, name: str) -> bool | None:
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "true or false")

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise self.wrong(name, "a number")

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        raise self.wrong(name, "a whole number")

    def limit(self, name: str) -> int | None:
        """Of tokens: one at least, as both sides would otherwise refuse it, or never end."""
        found = self.integer(name)
        if found is not None and found < 1:
            raise invalid(f"The field {self.path(name)} is {found}, not 1 or more")
        return found

    def mapping(self, name: str) -> dict[str, Any] | None:
        value = self.values.get(name)
        if value is None or isinstance(value, dict):
            return value
        raise self.wrong(name, "an object")

    def object(self, name: str) -> Fields | None:
        value = self.mapping(name)
        return None if value is None else Fields(value, name, parent=self)

    def need_object(self, name: str) -> Fields:
        value = self.object(name)
        if value is None:
            raise self.wrong(name, "an object")
        return value

    def items(self, name: str) -> list[Any]:
        value = self.values.get(name)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        raise self.wrong(name, "a list")

    def objects(self, name: str) -> Iterator[Fields]:
        for index, value in enumerate(self.items(name)):
            item = Fields(value, name, parent=self, index=index)
            if not isinstance(value, dict):
                raise invalid(f"The field {item.where} is {_kind(value)}, not an object")
            yield item

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text standing for a list of one."""
        value = self.values.get(name)
        if isinstance(value, str):
            return (value,)
        for index, item in enumerate(self.items(name)):
            if not isinstance(item, str):
                raise invalid(f"The field {self.path(name)}[{index}] is {_kind(item)}, not text")
        return tuple(self.items(name))

    def stops(self, name: str) -> tuple[str, ...]:
        """Stop sequences. An empty one would end every answer before it begins."""
        return tuple(text for text in self.texts(name) if text)

    def rest(self, known: frozenset[str]) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if name not in known}


def read_hints(body: Fields) -> dict[str, Any]:
    """What the body says to Ziggie: ``metadata.ziggie``, and over it a top-level ``ziggie``."""
    metadata = body.raw("metadata")
    hints: dict[str, Any] = {}
    if isinstance(metadata, dict) and "ziggie" in metadata:
        hints |= Fields(metadata, "metadata").mapping("ziggie") or {}
    return hints | (body.mapping("ziggie") or {})
