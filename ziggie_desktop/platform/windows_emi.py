"""Owns Windows' Energy Meter Interface: its requests and what their answers mean. Never asks for
rights; needs none. Parsing is tested everywhere, the calls themselves were not run on Windows.

https://learn.microsoft.com/windows-hardware/drivers/powermeter/energy-meter-interface
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass

GUID = "{45BD8344-7ED6-49CF-A440-C276C933B053}"
# CTL_CODE(FILE_DEVICE_UNKNOWN, number, METHOD_BUFFERED, FILE_READ_ACCESS)
GET_VERSION, GET_METADATA_SIZE, GET_METADATA, GET_MEASUREMENT = (
    (0x22 << 16) | (1 << 14) | (number << 2) for number in range(4)
)
V1, V2 = 1, 2
PICOWATT_HOURS = 0  # EmiMeasurementUnitPicowattHours, the only one
LARGEST_METADATA = 65_536
TIME_UNIT_NS = 100

_OEM_AND_MODEL = "32s32s"  # WCHAR[16] each
_METADATA_V1 = struct.Struct(f"<i{_OEM_AND_MODEL}HH")  # unit, names, revision, size of the name
_METADATA_V2 = struct.Struct(f"<{_OEM_AND_MODEL}HH")  # names, revision, number of channels
_CHANNEL_V2 = struct.Struct("<iH")  # unit, bytes of the name that follows, its end included
_MEASUREMENT = struct.Struct("<QQ")  # energy, time

# Of a meter's path, a request and the most bytes of its answer, the answer. Raises OSError.
Ask = Callable[[str, int, int], bytes]


@dataclass(frozen=True, slots=True)
class Measured:
    """``energy_pwh``, picowatt-hours, since some time before; ``at_ns`` since another."""

    energy_pwh: int
    at_ns: int


def mj_of(energy_pwh: int) -> int:
    """A picowatt-hour is 3.6 nanojoules."""
    return energy_pwh * 36 // 10_000_000


def channels(path: str, ask: Ask) -> tuple[str, ...]:
    """The names of a meter's channels. Raises OSError or ValueError for one that is no such."""
    (version,) = _unpack("<H", ask(path, GET_VERSION, 2))
    (size,) = _unpack("<I", ask(path, GET_METADATA_SIZE, 4))
    if not 0 < size <= LARGEST_METADATA:
        raise ValueError(f"metadata of {size} bytes")
    return parse_channels(version, ask(path, GET_METADATA, size))


def measure(path: str, ask: Ask, *, count: int) -> tuple[Measured, ...]:
    """All ``count`` channels of a meter, in order. Raises OSError or ValueError."""
    return parse_measurements(ask(path, GET_MEASUREMENT, count * _MEASUREMENT.size), count=count)


def parse_channels(version: int, metadata: bytes) -> tuple[str, ...]:
    """From EMI_METADATA_V1 or _V2. Raises ValueError for what is cut short or of another unit."""
    if version == V1:
        unit, *_, size = _unpack_at(_METADATA_V1, metadata, 0)
        _check_unit(unit)
        return (_name(metadata, _METADATA_V1.size, size),)
    if version != V2:
        raise ValueError(f"an energy meter of version {version}")
    *_, count = _unpack_at(_METADATA_V2, metadata, 0)
    names, at = [], _METADATA_V2.size
    for _ in range(count):  # one behind the other, without padding
        unit, size = _unpack_at(_CHANNEL_V2, metadata, at)
        _check_unit(unit)
        names.append(_name(metadata, at + _CHANNEL_V2.size, size))
        at += _CHANNEL_V2.size + size
    return tuple(names)


def parse_measurements(raw: bytes, *, count: int) -> tuple[Measured, ...]:
    if len(raw) < count * _MEASUREMENT.size:
        raise ValueError(f"{len(raw)} bytes for {count} channels")
    found = (_MEASUREMENT.unpack_from(raw, i * _MEASUREMENT.size) for i in range(count))
    return tuple(Measured(energy, time * TIME_UNIT_NS) for energy, time in found)


def _unpack(form: str, raw: bytes) -> tuple[int, ...]:
    return _unpack_at(struct.Struct(form), raw, 0)


def _unpack_at(form: struct.Struct, raw: bytes, at: int) -> tuple[int, ...]:
    try:
        return form.unpack_from(raw, at)
    except struct.error as error:
        raise ValueError(f"an answer that ends early: {error}") from error


def _check_unit(unit: int) -> None:
    if unit != PICOWATT_HOURS:
        raise ValueError(f"a unit of energy that nobody knows: {unit}")


def _name(raw: bytes, at: int, size: int) -> str:
    if at + size > len(raw):
        raise ValueError("a name that ends early")
    return raw[at : at + size].decode("utf-16-le", "replace").partition("\0")[0]


def meters() -> tuple[str, ...]:
    """The paths of the meters that are there. Raises OSError where Windows cannot say."""
    if sys.platform == "win32":
        import ctypes
        import uuid

        manager = ctypes.WinDLL("cfgmgr32")
        kind = ctypes.create_string_buffer(uuid.UUID(GUID).bytes_le, 16)
        length = ctypes.c_ulong(0)
        status = manager.CM_Get_Device_Interface_List_SizeW(
            ctypes.byref(length), kind, None, ctypes.c_ulong(0)
        )
        if status != 0:
            raise OSError(status, "CM_Get_Device_Interface_List_SizeW failed")
        found = ctypes.create_unicode_buffer(max(1, length.value))
        status = manager.CM_Get_Device_Interface_ListW(kind, None, found, length, ctypes.c_ulong(0))
        if status != 0:
            raise OSError(status, "CM_Get_Device_Interface_ListW failed")
        return tuple(path for path in "".join(found[: length.value]).split("\0") if path)
    raise OSError("this is not Windows")


def ask(path: str, request: int, most: int) -> bytes:
    """One request, with a handle of its own: a meter may go away. Raises OSError."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = (
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
            wintypes.DWORD, wintypes.HANDLE,
        )  # fmt: skip
        kernel.DeviceIoControl.argtypes = (
            wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID,
            wintypes.DWORD, wintypes.LPDWORD, wintypes.LPVOID,
        )  # fmt: skip
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        read, shared, existing = 0x80000000, 0x1 | 0x2, 3  # GENERIC_READ, READ | WRITE, OPEN_
        handle = kernel.CreateFileW(path, read, shared, None, existing, 0, None)
        if handle in (None, wintypes.HANDLE(-1).value):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            answer, length = ctypes.create_string_buffer(most), wintypes.DWORD(0)
            done = kernel.DeviceIoControl(
                handle, request, None, 0, answer, most, ctypes.byref(length), None
            )
            if not done:
                raise ctypes.WinError(ctypes.get_last_error())
            return answer.raw[: length.value]
        finally:
            kernel.CloseHandle(handle)
    raise OSError("this is not Windows")
