"""Owns whether the desktop starts at login. Off unless the owner turns it on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.platform.current import current_system
from ziggie_desktop.platform.interface import System


@dataclass(frozen=True, slots=True, kw_only=True)
class Autostart:
    """The login entry of this user; ``command`` is what it runs."""

    system: System = field(default_factory=current_system)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    command: tuple[str, ...] = (sys.executable, "-m", "ziggie_desktop")

    def enabled(self) -> bool:
        """Whether the entry is there and runs this very command."""
        return self.system.get_autostart(self.environ) == self.system.autostart_text(self.command)

    def enable(self) -> None:
        self._set(self.command)

    def disable(self) -> None:
        self._set(None)

    def _set(self, command: tuple[str, ...] | None) -> None:
        try:
            self.system.set_autostart(command, self.environ)
        except OSError as error:
            raise ZiggieError(
                "autostart_unwritable",
                f"The login entry cannot be changed: {error.strerror or error}.",
                "Check that your autostart folder is writable, then try again.",
            ) from error
