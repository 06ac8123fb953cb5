"""Owns the framing of server-sent events, both ways. Knows no dialect."""

from __future__ import annotations

LIMIT = 16 * 1024 * 1024


class TooLong(Exception):
    """One line or event is longer than any honest one."""


class LineSplitter:
    """Cuts bytes that come split anywhere into whole lines without their ends.

    LF, CRLF and CR end a line; what follows the last end is kept until its own comes.
    """

    __slots__ = ("_after_cr", "_parts", "_size")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._after_cr = False

    def feed(self, data: bytes) -> list[bytes]:
        if self._after_cr or b"\r" in data:
            data = self._plain(data)
        end = data.find(b"\n") + 1
        if not end:
            self._keep(data)
            return []
        if end == len(data) and not self._parts:  # as nearly every piece of a stream
            return [data[:-1]]
        if self._parts:
            data = b"".join((*self._parts, data))
            self._parts.clear()
        lines = data.split(b"\n")
        self._size = 0
        self._keep(lines.pop())
        return lines

    def rest(self) -> bytes:
        """What stands after the last line end."""
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        if data:
            self._parts.append(data)
            self._size += len(data)
            if self._size > LIMIT:
                raise TooLong

    def _plain(self, data: bytes) -> bytes:
        if not data:
            return data
        ends = data.endswith(b"\r")
        if self._after_cr and data.startswith(b"\n"):
            data = data[1:]
        self._after_cr = ends
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


class EventSplitter:
    """Cuts a body into the data of its events. An event without its blank line does not count.

    The event's name is left alone: both dialects that stream this way name it in the data too.
    """

    __slots__ = ("_data", "_first", "_lines", "_size")

    def __init__(self) -> None:
        self._lines = LineSplitter()
        self._data: list[bytes] = []
        self._size = 0
        self._first = True

    def feed(self, data: bytes) -> list[bytes]:
        events: list[bytes] = []
        for line in self._lines.feed(data):
            if self._first:
                self._first = False
                line = line.removeprefix(b"\xef\xbb\xbf")  # a byte order mark
            if not line:
                if self._data:
                    events.append(b"\n".join(self._data))
                    self._data.clear()
                    self._size = 0
            elif line.startswith(b"data:"):
                self._add(line[6:] if line.startswith(b"data: ") else line[5:])
        return events

    def _add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size > LIMIT:
            raise TooLong
        self._data.append(line)


def event(name: bytes, data: bytes) -> bytes:
    return b"event: " + name + b"\ndata: " + data + b"\n\n"
