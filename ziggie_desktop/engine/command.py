"""Owns the calls of other programs: systemctl, docker. Never a shell, never without a timeout."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping

import msgspec

ENDED_TIMEOUT_S = 5.0
MOST_LINE = 64 * 1024


class Done(msgspec.Struct, frozen=True):
    """``status`` None: it did not end in time, or cannot be run."""

    status: int | None
    out: str = ""
    error: str = ""

    @property
    def ok(self) -> bool:
        return self.status == 0

    @property
    def last_words(self) -> str:
        lines = [line.strip() for line in self.error.splitlines() if line.strip()]
        return lines[-1][:300] if lines else "it said nothing"


async def run(
    *words: str,
    timeout_s: float,
    extra_env: Mapping[str, str] | None = None,
    each_line: Callable[[str], None] | None = None,
) -> Done:
    """Run a program to its end; ``each_line`` hears what it prints on the way."""
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            env={**os.environ, "LC_ALL": "C", **(extra_env or {})},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=MOST_LINE,
        )
    except OSError as error:
        return Done(None, "", f"{words[0]} cannot be run: {error.strerror}")
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.timeout(timeout_s):
            out, error_text, _ = await asyncio.gather(
                _lines(process.stdout, each_line), process.stderr.read(), process.wait()
            )
    except TimeoutError:
        return Done(None, "", f"{words[0]} did not end within {timeout_s:g} s")
    finally:
        if process.returncode is None:
            process.kill()
            async with asyncio.timeout(ENDED_TIMEOUT_S):
                await process.wait()
    return Done(process.returncode, out, error_text.decode("utf-8", "replace"))


async def _lines(stream: asyncio.StreamReader, each_line: Callable[[str], None] | None) -> str:
    kept = []
    async for line in stream:
        text = line.decode("utf-8", "replace")
        kept.append(text)
        if each_line is not None:
            each_line(text.strip())
    return "".join(kept)
