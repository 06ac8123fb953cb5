"""Owns the making of a model from a Modelfile or a GGUF file of this machine. Only reads them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library.calls import CONNECT_TIMEOUT_S, Calls, fault
from ziggie_desktop.library.chores import Report
from ziggie_desktop.library.gguf import NeedsMore, read_head
from ziggie_desktop.library.hashing import Hasher
from ziggie_desktop.library.modelfile import Recipe, parse
from ziggie_desktop.web import aiohttp

MOST_MODELFILE_BYTES = 1024 * 1024
CHUNK_BYTES = 1024 * 1024
SILENCE_S = 900.0  # Ollama says nothing while it converts
ASK_S = 20.0
MOST_LINE = 1024 * 1024
MOST_HEAD_BYTES = 8 * 1024 * 1024
_GGUF = b"GGUF"


class _Line(msgspec.Struct):
    status: str = ""
    error: str | None = None


async def create(
    *, calls: Calls, name: str, source: Path, quantize: str | None, report: Report
) -> str:
    """Make ``name`` out of ``source``; the last words for the owner."""
    report.step("reading the file")
    body: dict[str, Any] = {"model": name, "stream": True}
    if await asyncio.to_thread(_is_gguf, source):
        recipe = Recipe(source=str(source))
    else:
        recipe = parse(await asyncio.to_thread(_text, source))
    body |= recipe.extra
    if quantize:
        body["quantize"] = quantize
    base = _file_of(recipe.source, source.parent)
    if base is None:
        # Asked for one that is not there, Ollama fetches without a word, or makes a hollow model.
        show = {"model": recipe.source}
        await calls.ask("POST", "/api/show", object, show, model=recipe.source)
        body["from"] = recipe.source
    else:
        body["files"] = {base.name: await _send(calls, base, report)}
    if recipe.adapters:
        body["adapters"] = {}
        for words in recipe.adapters:
            adapter = _file_of(words, source.parent)
            if adapter is None:
                raise _no_file(Path(words))
            body["adapters"][adapter.name] = await _send(calls, adapter, report)
    report.step("making the model")
    await _make(calls, name, body, report)
    return f"{name} is made"


def _is_gguf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == _GGUF
    except OSError as error:
        raise _no_file(path) from error


def _check_head(path: Path) -> None:
    """Some versions of Ollama die of a damaged head; what follows it they check themselves."""
    with path.open("rb") as file:
        head = file.read(MOST_HEAD_BYTES)
        more = file.read(1)
    try:
        read_head(head)
    except (ValueError, NeedsMore) as error:
        if isinstance(error, NeedsMore) and more:
            return  # a longer head than we look at
        raise ZiggieError(
            "damaged_gguf",
            f"{path} is damaged: it begins as a GGUF file and does not go on as one.",
            "Fetch or convert it anew.",
            status=400,
        ) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_MODELFILE_BYTES:
            raise _no_modelfile(path)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_modelfile(path) from error
    except OSError as error:
        raise _no_file(path) from error


def _file_of(source: str, folder: Path) -> Path | None:
    """The GGUF file that FROM names, relative to the Modelfile; None for a model's name."""
    path = Path(source).expanduser()
    path = path if path.is_absolute() else folder / path
    if path.is_dir():
        raise ZiggieError(
            "not_a_gguf",
            f"{path} is a folder.",
            "Name a GGUF file: weights in other forms must be converted first.",
            status=400,
        )
    if path.is_file():
        if not _is_gguf(path):
            raise ZiggieError(
                "not_a_gguf", f"{path} is no GGUF file.", "Name a GGUF file.", status=400
            )
        return path
    looks_like_a_path = source.startswith(("/", "./", "../", "~", ".\\", "..\\"))
    if looks_like_a_path or source.lower().endswith(".gguf"):
        raise _no_file(path)
    return None


async def _send(calls: Calls, path: Path, report: Report) -> str:
    """Have the file in Ollama's store; its digest. One that is there is not sent again."""
    try:
        await asyncio.to_thread(_check_head, path)
        size = (await asyncio.to_thread(path.stat)).st_size
        report.step(f"hashing {path.name}", size)
        async with Hasher() as hasher:
            digest = f"sha256:{await hasher.sha256(path, report.progress)}"
    except OSError as error:
        raise _no_file(path) from error
    route = f"/api/blobs/{digest}"
    timeout = aiohttp.ClientTimeout(total=ASK_S, connect=CONNECT_TIMEOUT_S)
    async with calls.open("HEAD", route, None, timeout=timeout) as answer:
        if answer.status == 200:
            return digest
    report.step(f"sending {path.name}", size)
    timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT_S, sock_read=SILENCE_S)
    upload = (_chunks(path, report), size)
    async with calls.open("POST", route, None, timeout=timeout, upload=upload) as answer:
        text = (await answer.content.read(MOST_LINE)).decode("utf-8", "replace")
        if answer.status >= 400:
            raise _refused(answer.status, text, path.name)
    return digest


async def _chunks(path: Path, report: Report) -> AsyncIterator[bytes]:
    sent = 0
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk
            sent += len(chunk)
            report.progress(sent)


async def _make(calls: Calls, name: str, body: dict[str, Any], report: Report) -> None:
    """The stream of /api/create: an ``error`` may come at any line, under 200 too."""
    timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_TIMEOUT_S, sock_read=SILENCE_S)
    last = ""
    async with calls.open("POST", "/api/create", body, timeout=timeout) as answer:
        async for raw in answer.content:
            try:
                line = msgspec.json.decode(raw, type=_Line)
            except msgspec.MsgspecError:
                continue
            if line.error is not None:
                raise _refused(answer.status, line.error, name)
            if line.status and line.status != last:
                last = line.status
                report.step(last)
    if last != "success":
        raise ZiggieError(
            "create_unfinished",
            f"Ollama broke off while it made {name}.",
            "Try again; if it breaks off again, look at ziggie-desktop logs.",
            status=502,
        )


def _refused(status: int, text: str, name: str) -> ZiggieError:
    if status in (400, 200) and "memory" not in text.lower():
        return ZiggieError(
            "create_refused",
            f"Ollama cannot make {name}: {text.strip() or 'no reason given'}.",
            "Check the Modelfile, and that the file is a whole GGUF file.",
            status=400,
        )
    return fault(status, text, name)


def _no_file(path: Path) -> ZiggieError:
    return ZiggieError(
        "file_missing",
        f"The file {path} cannot be read.",
        "Check its name, and that you may read it.",
        status=400,
    )


def _no_modelfile(path: Path) -> ZiggieError:
    return ZiggieError(
        "bad_modelfile",
        f"{path} is neither a Modelfile nor a GGUF file.",
        "Name a text file with a FROM line, or a GGUF file.",
        status=400,
    )
