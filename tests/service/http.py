"""Owns a plain HTTP client for tests. Says exactly what it is told to: headers twice, or none."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_S = 60.0

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` by their names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def ok(self) -> Any:
        assert self.status in (200, 202), (self.status, self.body[:500])
        return self.json()

    def events(self) -> list[Any]:
        """The data of server-sent events."""
        lines = self.body.decode().splitlines()
        data = [line[6:] for line in lines if line.startswith("data: ")]
        return [json.loads(line) for line in data if line != "[DONE]"]


class Http:
    """Calls of one service. ``token`` None sends none."""

    def __init__(self, url: str, *, token: str | None) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self._token = token

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Sequence[Header] = (),
        host: str | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> Answer:
        """``body``: bytes as they are, an iterator in chunks, anything else as JSON."""
        with self.open(method, path, body, headers=headers, host=host, timeout_s=timeout_s) as got:
            return Answer(got.status, _lower(got), got.read())

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Sequence[Header] = (),
        host: str | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer while it comes in."""
        link = http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)
        try:
            link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            link.putheader("Host", f"{self.host}:{self.port}" if host is None else host)
            if self._token is not None:
                link.putheader("Authorization", f"Bearer {self._token}")
            for name, value in headers:
                link.putheader(name, value)
            self._send(link, body)
            with link.getresponse() as response:  # an unread one keeps the socket open
                yield response
        finally:
            link.close()

    def _send(self, link: http.client.HTTPConnection, body: Any) -> None:
        if body is None:
            link.endheaders()
            return
        chunked = isinstance(body, Iterator)
        if chunked:
            link.putheader("Transfer-Encoding", "chunked")
        else:
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            link.putheader("Content-Length", str(len(body)))
        link.putheader("Content-Type", "application/json")
        try:
            link.endheaders()
            for part in _chunks(body) if chunked else _slices(body):
                link.send(part)
        except (BrokenPipeError, ConnectionResetError):
            return  # refused before it was read: the answer says why

    def server_sent(
        self, path: str, *, headers: Sequence[Header] = (), timeout_s: float = TIMEOUT_S
    ) -> Any:
        """An open stream of server-sent events: a context of an iterator of (id, name, data)."""
        return _stream(self, path, headers, timeout_s)


@contextmanager
def _stream(
    http_: Http, path: str, headers: Sequence[Header], timeout_s: float
) -> Iterator[Iterator[tuple[str, str, Any]]]:
    with http_.open("GET", path, headers=headers, timeout_s=timeout_s) as got:
        assert got.status == 200, got.read()
        assert got.headers["content-type"].startswith("text/event-stream")
        yield _parse(got)


def _parse(lines: Iterable[bytes]) -> Iterator[tuple[str, str, Any]]:
    fields: dict[str, str] = {}
    for raw in lines:
        line = raw.decode().rstrip("\n")
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


def _slices(body: bytes, size: int = 65536) -> Iterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def _lower(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.getheaders()}
