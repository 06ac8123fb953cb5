"""Owns the service as a process: its port, its lock, its signals and its end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator

import psutil
import uvicorn

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.ledger.store import Ledger
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.platform.single_instance import SingleInstance
from ziggie_desktop.service.app import Service
from ziggie_desktop.service.ledger_place import ledger_place
from ziggie_desktop.service.line import LineProtocol
from ziggie_desktop.service.logs import start_logging

log = logging.getLogger("ziggie.service")

HOST = "127.0.0.1"
GRACE_S = 10  # the contract: what is in flight has ended by then, or is ended
KEEP_ALIVE_S = 75
BACKLOG = 1024
GC_THRESHOLDS = (10_000, 10, 20)  # answers leave few cycles; the default takes 7 % of the time
LOOK_S = 1.0  # the ready line waits no longer for Ollama


def serve(*, home: Home, port: int, adopt_only: bool) -> int:
    """Run until SIGTERM or SIGINT; 0 then, 1 with a message on stderr when it cannot start."""
    try:
        home.prepare()
        lock = SingleInstance(path=home.service_lock)
        if not lock.acquire():
            raise _runs_already(home, lock.read_note())
        listener = listen(port)
    except ZiggieError as error:
        print(f"{error.title}\n{error.remedy}", file=sys.stderr)  # noqa: T201 - logging is not up
        return 1
    lock.write_note(f"http://{HOST}:{listener.getsockname()[1]}")
    start_logging(home.log_file)
    runner = asyncio.Runner(loop_factory=_loop_factory())
    try:
        with runner:
            return runner.run(_serve(home, listener, adopt_only=adopt_only))
    finally:
        listener.close()
        lock.write_note("")
        lock.release()


async def _serve(home: Home, listener: socket.socket, *, adopt_only: bool) -> int:
    port = listener.getsockname()[1]
    end = asyncio.Event()
    try:
        ledger = await Ledger.open(await ledger_place(home, os.environ))
        service = Service(
            home=home,
            ledger=ledger,
            port=lambda: port,
            adopt_only=adopt_only,
            environ=os.environ,
            stop=end.set,
        )
    except ZiggieError as error:
        print(f"{error.title}\n{error.remedy}", file=sys.stderr)  # noqa: T201 - for the person
        return 1
    server = _Server(
        uvicorn.Config(
            service.app,
            interface="asgi3",
            http=LineProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
    )
    with _signals(asyncio.get_running_loop(), end.set):
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(server.serve(sockets=[listener]))
            while not server.started and not serving.done():
                await asyncio.sleep(0.001)
            try:
                await service.money.catch_up()
                await service.look_around(LOOK_S)
                _settle_memory()
                with contextlib.suppress(OSError):  # who started us may have gone since
                    print(f"ready http://{HOST}:{port}", flush=True)  # noqa: T201 - the contract's
                group.create_task(service.start())  # what no request waits for
                await end.wait()
            finally:
                server.should_exit = True
                service.hub.close()  # an event stream would hold the server until its grace ends
        await service.close()
    log.info("the service has ended")
    return 0


def _settle_memory() -> None:
    """What is there now stays: the collector need not look at it again, nor so often at all. It
    was off until now, for all that a start makes is to stay."""
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: ours close the event streams first."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _signals(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> Iterator[None]:
    names = (signal.SIGTERM, signal.SIGINT)
    if sys.platform == "win32":
        before = {
            name: signal.signal(name, lambda *_: loop.call_soon_threadsafe(end)) for name in names
        }
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
        return
    for name in names:
        loop.add_signal_handler(name, end)
    try:
        yield
    finally:
        for name in names:
            loop.remove_signal_handler(name)


def listen(port: int) -> socket.socket:
    """Take the port on the loopback address alone; ``port_in_use`` names who has it."""
    # The protocol is named, for asyncio turns Nagle off only where it is: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise _port_in_use(port) from error
        raise
    listener.setblocking(False)
    return listener


def _port_in_use(port: int) -> ZiggieError:
    who = _holder(port)
    return ZiggieError(
        "port_in_use",
        f"Port {port} is in use{f' by {who}' if who else ''}.",
        "End that program, or choose another port with --port or ZIGGIE_PORT.",
    )


def _holder(port: int) -> str | None:
    """Name and pid of the program that listens there, where this user may know it."""
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
            if listens and connection.pid is not None:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return None


def _runs_already(home: Home, url: str) -> ZiggieError:
    return ZiggieError(
        "service_running",
        f"A service runs already for {home.root}{f' at {url}' if url else ''}.",
        "Use that one, end it first, or give this one another home with --home.",
    )


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
