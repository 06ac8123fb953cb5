"""Owns the choice of the operating system's file. Holds no rule of its own."""

from __future__ import annotations

import sys

from ziggie_desktop.platform.interface import System


def current_system() -> System:
    """The system that this program runs on; anything unknown is taken for a Linux."""
    if sys.platform == "win32":
        from ziggie_desktop.platform.windows import Windows

        return Windows()
    if sys.platform == "darwin":
        from ziggie_desktop.platform.macos import MacOS

        return MacOS()
    from ziggie_desktop.platform.linux import Linux

    return Linux()
