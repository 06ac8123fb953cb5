"""Owns `status --watch`: drawn in place on a terminal, else one block after another. Asks for the
whole state anew after each change, and not more than twice a second."""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ziggie_desktop.cli.output import DONE, show
from ziggie_desktop.contract.client import Client
from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import State

LEAST_APART_S = 0.5
CODE = re.compile(r"\x1b\[[0-9;]*m")
OTHER_SCREEN, FIRST_SCREEN = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
HOME, REST_OF_LINE, REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"


async def watch(client: Client, options: argparse.Namespace, words: Callable[[State], str]) -> int:
    """Until Ctrl-C, or until the service ends."""
    news = News()
    with _screen(sys.stdout.isatty() and not options.json) as in_place:
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(news.listen(client))
            try:
                await _draw(client, options, words, news, in_place=in_place)
            except BrokenPipeError:
                return DONE  # nobody looks any more; the task group would make more of it
            finally:
                listening.cancel()
    if news.error is not None:
        raise news.error
    return DONE


class News:
    """That something changed, and how it ended."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()
        self.ended = False
        self.error: ZiggieError | None = None

    async def listen(self, client: Client) -> None:
        try:
            async for event in client.events():
                if event.name != "snapshot":  # how things stand is asked for anyway
                    self.changed.set()
        except ZiggieError as error:
            self.error = error
        self.ended = True
        self.changed.set()


async def _draw(
    client: Client,
    options: argparse.Namespace,
    words: Callable[[State], str],
    news: News,
    *,
    in_place: bool,
) -> None:
    before = None
    while not news.ended:
        news.changed.clear()
        try:
            state = await client.state()
        except ZiggieError as error:
            news.error = error
            return
        text = words(state)
        if in_place:
            sys.stdout.write(frame(text, *shutil.get_terminal_size()))
        elif options.json or text != before:
            show(options, state, text if before is None else f"\n{text}")
        sys.stdout.flush()
        before = text
        await asyncio.sleep(LEAST_APART_S)
        await news.changed.wait()


def frame(text: str, columns: int, rows: int) -> str:
    """What draws ``text`` over what is on the screen, without a flicker."""
    lines = [shortened(line, columns) for line in text.splitlines()[: max(1, rows - 1)]]
    return HOME + "".join(f"{line}{REST_OF_LINE}\r\n" for line in lines) + REST_OF_SCREEN


def shortened(line: str, columns: int) -> str:
    """A line that breaks would push the others out of place."""
    bare = CODE.sub("", line)
    return line if len(bare) <= columns else bare[: max(1, columns - 1)] + "…"


@contextmanager
def _screen(in_place: bool) -> Iterator[bool]:
    """What stood on the terminal before comes back at the end."""
    if in_place:
        sys.stdout.write(OTHER_SCREEN)
    try:
        yield in_place
    finally:
        if in_place:
            sys.stdout.write(FIRST_SCREEN)
            sys.stdout.flush()
