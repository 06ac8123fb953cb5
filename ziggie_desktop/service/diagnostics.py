"""Owns what a person may hand to others to find a fault: one zip without secrets.

Never holds a prompt, an answer or a key.
"""

from __future__ import annotations

import asyncio
import io
import os
import platform
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from starlette.responses import Response

from ziggie_desktop import __version__
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import State
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.service import log_records, logs
from ziggie_desktop.service.http import V1, Call, Endpoint
from ziggie_desktop.service.redact import log_lines, masked, secret_values

LINES = 2000
MOST_LINES = 2000
DEFAULT_LINES = 100
VARIABLES = ("OLLAMA_", "ZIGGIE_", "ANTHROPIC_", "USE_LOCAL_LLM", "CUDA_", "NVIDIA_", "HIP_",
             "ROCR_", "HSA_", "GGML_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "TZ", "LANG",
             "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")  # fmt: skip
PARTS = ("aiohttp", "anthropic", "keyring", "msgspec", "pyside6-essentials", "starlette", "uvicorn",
         "uvloop")  # fmt: skip
README = """\
What Ziggie Desktop knows of itself, to find a fault with.

versions.json     Ziggie, Python, the system and the libraries
settings.json     the settings in force
environment.json  the variables that steer Ziggie and Ollama
state.json        engine, GPU, models, downloads, the last fallbacks and open problems
log.txt           the last lines of Ziggie's own log

Keys, tokens and passwords are taken out (***), and of errors what they quote. There is no prompt
and no answer in it: Ziggie writes none down. Ollama's own log is not here, for with OLLAMA_DEBUG it
may hold prompts. Names of components, tasks, models and folders are. Look through it before you
send it to anybody.
"""


class Diagnostics(msgspec.Struct, frozen=True, kw_only=True):
    """``settings`` as plain values; ``environ`` is the service's own."""

    home: Home
    state: Callable[[], State]
    settings: Callable[[], dict[str, Any]]
    environ: Mapping[str, str]

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint(
                method="GET",
                path=f"{V1}/logs",
                summary="The last lines of the service's log",
                handler=self._logs,
                query=("lines", "level", "subject"),
                owner=True,
            ),
            Endpoint(
                method="GET",
                path=f"{V1}/diagnostics",
                summary="A zip to find a fault with, without secrets",
                handler=self._bundle,
                owner=True,
            ),
        )

    async def _logs(self, call: Call) -> dict[str, list[str]]:
        level, subject = call.query.get("level") or None, call.query.get("subject") or None
        wish = call.query.get("lines", str(DEFAULT_LINES))
        if not wish.isascii() or not wish.isdigit() or not 0 < int(wish[:9]) <= MOST_LINES:
            raise _wrong("lines", f"a whole number from 1 to {MOST_LINES}")
        if level is not None and level not in log_records.LEVELS:
            raise _wrong("level", f"one of {', '.join(log_records.LEVELS)}")
        everything = level is None and subject is None
        file = self.home.log_file
        if everything:
            found = await asyncio.to_thread(logs.tail, file, int(wish))
        else:  # what is looked for may lie far back
            tail = partial(logs.tail, file, sys.maxsize, reach=logs.FILE_BYTES)
            found = await asyncio.to_thread(tail)
            found = log_records.chosen(found, level=level, subject=subject)
        return {"lines": found[-int(wish) :]}

    async def _bundle(self, _: Call) -> Response:
        state = msgspec.to_builtins(self.state())
        raw = await asyncio.to_thread(self._zip, state)
        name = 'attachment; filename="ziggie-diagnostics.zip"'
        headers = {"content-disposition": name, "cache-control": "no-store"}
        return Response(raw, media_type="application/zip", headers=headers)

    def _zip(self, state: dict[str, Any]) -> bytes:
        settings, known = self.settings(), dict(self.environ)
        given = settings.get("engine", {}).get("environment", {})
        secrets = secret_values({**known, **{str(k): str(v) for k, v in given.items()}})
        steering = {k: v for k, v in sorted(known.items()) if k.upper().startswith(VARIABLES)}
        lines = log_lines(logs.tail(self.home.log_file, LINES), secrets)
        import zipfile  # rarely needed, as is what reads the libraries' versions

        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("README.txt", README)
            file.writestr("versions.json", _json(_versions()))
            file.writestr("settings.json", _json(masked(settings, secrets)))
            file.writestr("environment.json", _json(masked(steering, secrets)))
            file.writestr("state.json", _json(masked(state, secrets)))
            file.writestr("log.txt", "\n".join(lines) + "\n")
        return made.getvalue()


def _versions() -> dict[str, object]:
    return {
        "ziggie": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "libraries": {name: _version(name) for name in PARTS},
    }


def _version(name: str) -> str | None:
    import importlib.metadata

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _json(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _wrong(name: str, wanted: str) -> ZiggieError:
    return ZiggieError(
        "query_invalid", f"The parameter {name!r} is wrong.", f"Give {wanted}.", status=400
    )
