"""Owns what the owner said: settings, policy, tokens and the mode in force. Decides no request."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from functools import cache

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Mode
from ziggie_desktop.data import resource
from ziggie_desktop.platform.paths import Home
from ziggie_desktop.routing.request import UseLocal
from ziggie_desktop.service import amounts
from ziggie_desktop.service.policy_file import PolicyFile
from ziggie_desktop.service.settings import (
    GoalSettings,
    HardwareSettings,
    Settings,
    SettingsFile,
    zone_known,
)
from ziggie_desktop.service.tokens import Tokens

MODES = {UseLocal.AUTO: Mode.AUTO, UseLocal.ALWAYS: Mode.LOCAL, UseLocal.NEVER: Mode.CLOUD}
USE_LOCAL = {mode: wish for wish, mode in MODES.items()}


class Wishes:
    """Read from the home's files; ``look_again`` takes over what was edited since."""

    def __init__(
        self, *, home: Home, environ: Mapping[str, str], mode_changed: Callable[[Mode], None]
    ) -> None:
        self._mode_changed = mode_changed
        self.file = SettingsFile(path=home.settings)
        self.file.load()
        self.policy = PolicyFile(path=home.policy, default=resource("policy.toml"))
        self.policy.load()
        self.tokens = Tokens(file=home.tokens, owner_file=home.owner_token)
        self.mode = _first_mode(environ, self.settings.mode)

    @property
    def settings(self) -> Settings:
        """Those in force at this moment."""
        return self.file.current

    @property
    def hardware(self) -> HardwareSettings:
        """With all amounts in dollars."""
        said = self.settings
        return amounts.in_dollars(said.hardware, amounts.HARDWARE, said.tariff)

    @property
    def goals(self) -> GoalSettings:
        """With all amounts in dollars."""
        said = self.settings
        return amounts.in_dollars(said.goals, amounts.GOALS, said.tariff)

    def zone(self) -> str:
        """The IANA name of the time zone that days begin in."""
        return self.settings.timezone or _machine_zone()

    def set_mode(self, mode: Mode) -> None:
        """In force at once, and again after a restart if the settings can be written."""
        self.mode = mode
        self._mode_changed(mode)
        self.file.remember_mode(mode)

    def look_again(self) -> None:
        before = self.settings.mode
        if self.file.load() and self.settings.mode is not before:
            self.mode = self.settings.mode
            self._mode_changed(self.mode)
        self.policy.load()


def _first_mode(environ: Mapping[str, str], remembered: Mode) -> Mode:
    """``USE_LOCAL_LLM`` says the mode that the service starts in."""
    said = environ.get("USE_LOCAL_LLM", "").strip().lower()
    if not said:
        return remembered
    try:
        return MODES[UseLocal(said)]
    except ValueError as error:
        raise ZiggieError(
            "mode_invalid",
            f"USE_LOCAL_LLM is {said!r}.",
            "Set it to auto, always or never, or leave it out.",
        ) from error


@cache
def _machine_zone() -> str:
    """An IANA name in any case: TZ may also hold a rule or a path, which nothing here reads."""
    from tzlocal import get_localzone_name

    said = os.environ.get("TZ", "")
    if said and zone_known(said):
        return said
    with contextlib.suppress(Exception):  # a machine without a readable zone keeps its books in UTC
        found = get_localzone_name()
        if found and zone_known(found):
            return str(found)
    return "UTC"
