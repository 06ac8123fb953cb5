"""Owns the news of macOS that a sleep has ended. Never puts a sleep off: it agrees to each at once.
Not run on macOS here.

https://developer.apple.com/library/archive/qa/qa1340/
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import threading
from collections.abc import Callable
from enum import Enum

CAN_SLEEP = 0xE0000270
WILL_SLEEP = 0xE0000280
HAS_POWERED_ON = 0xE0000300
READY_TIMEOUT_S = 5.0


class Answer(Enum):
    AGREE = "agree"  # the system waits 30 s for a program that does not answer
    TELL = "tell"
    NOTHING = "nothing"


def answer(message: int) -> Answer:
    """What a message of the power domain asks of us."""
    if message in (CAN_SLEEP, WILL_SLEEP):
        return Answer.AGREE
    return Answer.TELL if message == HAS_POWERED_ON else Answer.NOTHING


def hear_resumes(told: Callable[[], None]) -> Callable[[], None]:
    """Call ``told`` after each sleep, from a thread of ours, until what is returned is called.
    Raises OSError where macOS refuses."""
    if sys.platform == "darwin":
        listener = _Listener(told)
        listener.start()
        return listener.end
    raise OSError("this is not macOS")


class _Listener(threading.Thread):
    """Runs the run loop that the messages come to."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__(name="power", daemon=True)
        self._told = told
        self._kit = _library("IOKit")
        self._core = _library("CoreFoundation")
        self._ready = threading.Event()
        self._loop = ctypes.c_void_p()
        self._root = 0
        kind = ctypes.CFUNCTYPE(
            None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p
        )
        self._callback = kind(self._on_message)  # lives as long as it can be called

    def start(self) -> None:
        super().start()
        if not self._ready.wait(READY_TIMEOUT_S) or not self._root:
            raise OSError("IORegisterForSystemPower failed")

    def run(self) -> None:
        kit, core = self._kit, self._core
        port, notifier = ctypes.c_void_p(), ctypes.c_uint32()
        kit.IORegisterForSystemPower.restype = ctypes.c_uint32
        self._root = kit.IORegisterForSystemPower(
            None, ctypes.byref(port), self._callback, ctypes.byref(notifier)
        )
        if not self._root:
            self._ready.set()
            return
        kit.IONotificationPortGetRunLoopSource.restype = ctypes.c_void_p
        core.CFRunLoopGetCurrent.restype = ctypes.c_void_p
        source = ctypes.c_void_p(kit.IONotificationPortGetRunLoopSource(port))
        self._loop = ctypes.c_void_p(core.CFRunLoopGetCurrent())
        modes = ctypes.c_void_p.in_dll(core, "kCFRunLoopDefaultMode")
        core.CFRunLoopAddSource(self._loop, source, modes)
        self._ready.set()
        core.CFRunLoopRun()
        kit.IODeregisterForSystemPower(ctypes.byref(notifier))
        kit.IONotificationPortDestroy(port)

    def end(self) -> None:
        self._core.CFRunLoopStop(self._loop)

    def _on_message(
        self, _context: int | None, _service: int, message: int, argument: int | None
    ) -> None:
        match answer(message):
            case Answer.AGREE:
                self._kit.IOAllowPowerChange(ctypes.c_uint32(self._root), ctypes.c_void_p(argument))
            case Answer.TELL:
                self._told()
            case Answer.NOTHING:
                pass


def _library(name: str) -> ctypes.CDLL:
    found = ctypes.util.find_library(name)
    if found is None:
        raise OSError(f"{name} is not there")
    return ctypes.CDLL(found)
