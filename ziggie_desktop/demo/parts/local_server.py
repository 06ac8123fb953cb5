"""Owns starting and stopping an aiohttp server on 127.0.0.1. Never listens anywhere else."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import struct

from aiohttp import ClientConnectionResetError, web
from aiohttp.typedefs import Handler

SHUTDOWN_TIMEOUT_S = 0.2


@web.middleware
async def _may_hang_up(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A client that goes in the middle of its answer is no error of the server, however late
    the server hears of it."""
    try:
        return await handler(request)
    except ClientConnectionResetError:
        return web.Response()  # nobody hears it


class LocalServer:
    """An application on 127.0.0.1; port 0 takes a free one. Handlers end with their client."""

    def __init__(self, app: web.Application, *, port: int = 0) -> None:
        app.middlewares.insert(0, _may_hang_up)
        self._runner = web.AppRunner(
            app,
            handler_cancellation=True,
            access_log=None,
            shutdown_timeout=SHUTDOWN_TIMEOUT_S,
        )
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()


def reset_connection(request: web.BaseRequest) -> None:
    """End the connection as a crashed host does: the client sees a TCP reset."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        linger = struct.pack("ii", 1, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


def end_connection(request: web.BaseRequest) -> None:
    """Send what was written, then end the connection in the middle of the answer."""
    if request.transport is not None:
        request.transport.close()


def main_of(program: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"python -m {program}", description=description)


async def run_until_signal(line: str) -> None:
    """Print ``line`` once, then wait for SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(line, flush=True)
    await stop.wait()
