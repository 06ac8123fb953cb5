"""Owns what only Windows does: places, Job Objects, the Run key, staying awake. Not run on Windows
here.

Written from Microsoft's manuals; on other systems only its texts are tested. A Job Object with
KILL_ON_JOB_CLOSE holds the child, so that the system ends it and its children when we go.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

from ziggie_desktop.platform import windows_power

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE_NAME = "ZiggieDesktop"

_CREATE_NEW_PROCESS_GROUP = 0x00000200
_CREATE_NO_WINDOW = 0x08000000
_PROCESS_SET_QUOTA_AND_TERMINATE = 0x0100 | 0x0001
_KILL_ON_JOB_CLOSE = 0x00002000
_EXTENDED_LIMIT_INFORMATION = 9
ES_CONTINUOUS = 0x80000000
ES_SYSTEM_REQUIRED = 0x00000001
_THREAD_MODE_BACKGROUND_BEGIN = 0x00010000


class Windows:
    """Windows 10 and later."""

    name = "windows"

    def ollama_places(self, environ: Mapping[str, str]) -> tuple[Path, ...]:
        places = []
        for variable in ("LOCALAPPDATA", "ProgramFiles"):
            base = environ.get(variable)
            if base:
                inside = ("Programs", "Ollama") if variable == "LOCALAPPDATA" else ("Ollama",)
                places.append(Path(base, *inside, "ollama.exe"))
        return tuple(places)

    def child_options(self) -> dict[str, Any]:
        return {"creationflags": _CREATE_NEW_PROCESS_GROUP | _CREATE_NO_WINDOW}

    def group(self, pid: int) -> WindowsGroup:
        return WindowsGroup(pid)

    def lower_thread(self) -> None:
        # It lowers the thread's share of the disk and of memory too.
        if sys.platform == "win32":
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.GetCurrentThread.restype = ctypes.c_void_p
            kernel.SetThreadPriority.argtypes = (ctypes.c_void_p, ctypes.c_int)
            kernel.SetThreadPriority(kernel.GetCurrentThread(), _THREAD_MODE_BACKGROUND_BEGIN)

    def autostart_file(self, environ: Mapping[str, str]) -> Path | None:
        return None

    def autostart_text(self, command: tuple[str, ...]) -> str:
        return subprocess.list2cmdline(command)

    def set_autostart(self, command: tuple[str, ...] | None, environ: Mapping[str, str]) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                if command is None:
                    with contextlib.suppress(FileNotFoundError):
                        winreg.DeleteValue(key, VALUE_NAME)
                else:
                    text = self.autostart_text(command)
                    winreg.SetValueEx(key, VALUE_NAME, 0, winreg.REG_SZ, text)

    def get_autostart(self, environ: Mapping[str, str]) -> str | None:
        if sys.platform == "win32":
            import winreg

            with (
                contextlib.suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key,
            ):
                value, _kind = winreg.QueryValueEx(key, VALUE_NAME)
                return str(value)
        return None

    def hear_resumes(self, told: Callable[[], None]) -> Callable[[], None] | None:
        return windows_power.hear_resumes(told)

    def stay_awake(self, why: str) -> Callable[[], None]:
        set_execution_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED)
        return lambda: set_execution_state(ES_CONTINUOUS)


def set_execution_state(flags: int) -> None:
    """It holds for the calling thread, until it is called again or the thread ends."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetThreadExecutionState.restype = ctypes.c_uint32
        if not kernel.SetThreadExecutionState(ctypes.c_uint32(flags)):
            raise OSError("SetThreadExecutionState failed")


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class WindowsGroup:
    """A child inside a Job Object of its own; what it starts is in the job too."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._job: int | None = None
        if sys.platform == "win32":
            self._job = _job_with(pid)

    def ask_to_end(self) -> None:
        # Ollama has no window; Ctrl-Break reaches the group that it leads.
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                os.kill(self._pid, signal.CTRL_BREAK_EVENT)

    def kill(self) -> None:
        if sys.platform == "win32" and self._job is not None:
            ctypes.windll.kernel32.TerminateJobObject(ctypes.c_void_p(self._job), 1)
            return
        for process in self._processes():
            with contextlib.suppress(psutil.Error):
                process.kill()

    def alive(self) -> bool:
        return bool(self._processes())

    def _processes(self) -> list[psutil.Process]:
        try:
            first = psutil.Process(self._pid)
            return [first, *first.children(recursive=True)]
        except psutil.Error:
            return []

    def close(self) -> None:
        if sys.platform == "win32" and self._job is not None:
            ctypes.windll.kernel32.CloseHandle(ctypes.c_void_p(self._job))
            self._job = None


def _job_with(pid: int) -> int | None:
    """A new Job Object that holds ``pid``; None when Windows refuses."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.OpenProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _KILL_ON_JOB_CLOSE
        kernel.SetInformationJobObject(
            job, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        process = ctypes.c_void_p(kernel.OpenProcess(_PROCESS_SET_QUOTA_AND_TERMINATE, False, pid))
        held = bool(process) and kernel.AssignProcessToJobObject(job, process)
        if process:
            kernel.CloseHandle(process)
        if held:
            return job.value
        kernel.CloseHandle(job)
    return None
