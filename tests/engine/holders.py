"""Owns programs that hold a port or stand in for ollama, and note each signal that they receive.

Run as ``python -m tests.engine.holders KIND PORT NOTES``; says ``ready`` on stdout. As ``serve``
(what a supervisor calls) it takes its port from OLLAMA_HOST and its notes from HOLDER_NOTES.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType


class _Web(BaseHTTPRequestHandler):
    """Any web server: everything is 200."""

    def do_GET(self) -> None:
        self._answer(b"<html>hello</html>")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Imitation(_Web):
    """Answers the two questions as Ollama does."""

    def do_GET(self) -> None:
        version = json.dumps({"version": "0.33.0"}).encode()
        self._answer(version if self.path == "/api/version" else b"Ollama is running")


class _Silent(_Imitation):
    """Answers everything but the question for a token."""

    def do_GET(self) -> None:
        if self.path != "/api/ps":
            return super().do_GET()
        loaded = {"name": "m:1", "context_length": 4096, "expires_at": "2318-01-01T00:00:00Z"}
        return self._answer(json.dumps({"models": [loaded]}).encode())

    def do_POST(self) -> None:
        time.sleep(600)


def _note_signals(notes: Path) -> None:
    def note(number: int, _frame: FrameType | None) -> None:
        with notes.open("a", encoding="utf-8") as file:
            file.write(signal.Signals(number).name + "\n")

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(number, note)


def main(kind: str, port: int, notes: Path) -> None:
    _note_signals(notes)
    if kind == "socket":
        held = socket.create_server(("127.0.0.1", port))
        print("ready", flush=True)
        while held:
            time.sleep(60)
    handler = {"web": _Web, "silent": _Silent}.get(kind, _Imitation)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    print("ready", flush=True)
    server.serve_forever()


def serve() -> None:
    """A stubborn ollama: notes SIGTERM and goes on, with a child as a runner would be."""
    subprocess.Popen(["sleep", "1000"])
    kind = os.environ.get("HOLDER_KIND", "imitation")
    port = int(os.environ["OLLAMA_HOST"].rpartition(":")[2])
    main(kind, port, Path(os.environ["HOLDER_NOTES"]))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
