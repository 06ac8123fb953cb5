"""Owns the news of Windows that a sleep has ended. Never puts a sleep off. Not run on Windows here.

https://learn.microsoft.com/windows/win32/api/powerbase/nf-powerbase-powerregistersuspendresumenotification
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

DEVICE_NOTIFY_CALLBACK = 2
PBT_APMSUSPEND = 0x0004
PBT_APMRESUMESUSPEND = 0x0007  # somebody is at the machine; comes after the next one
PBT_APMRESUMEAUTOMATIC = 0x0012  # comes after every sleep


def is_resume(kind: int) -> bool:
    """Whether this power event is the end of a sleep, told once for each."""
    return kind == PBT_APMRESUMEAUTOMATIC


def hear_resumes(told: Callable[[], None]) -> Callable[[], None]:
    """Call ``told`` after each sleep, from a thread of the system's, until what is returned is
    called. Raises OSError where Windows refuses."""
    if sys.platform == "win32":
        kind = ctypes.WINFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p)

        class Subscribe(ctypes.Structure):
            """DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS."""

            _fields_ = (("Callback", kind), ("Context", ctypes.c_void_p))

        def on_power(_context: int | None, event: int, _setting: int | None) -> int:
            if is_resume(event):
                told()
            return 0  # ERROR_SUCCESS

        power = ctypes.WinDLL("powrprof")
        asked = Subscribe(kind(on_power), None)
        handle = ctypes.c_void_p()
        status = power.PowerRegisterSuspendResumeNotification(
            ctypes.c_ulong(DEVICE_NOTIFY_CALLBACK), ctypes.byref(asked), ctypes.byref(handle)
        )
        if status != 0:
            raise OSError(status, "PowerRegisterSuspendResumeNotification failed")

        def end() -> None:
            power.PowerUnregisterSuspendResumeNotification(handle)
            asked.Context = None  # the callback lived as long as it could be called

        return end
    raise OSError("this is not Windows")
