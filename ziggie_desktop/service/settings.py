"""Owns settings.toml: its form, its defaults, and what happens when it is broken.

A broken file is never overwritten: the settings that were in force stay, and the problem is shown.
"""

from __future__ import annotations

import logging
import math
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import tomli_w

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.contract.state import Mode, Problem, Severity
from ziggie_desktop.engine.settings import OllamaSettings, mistake
from ziggie_desktop.gpu.accuracy import Calibration
from ziggie_desktop.gpu.tariff import Tariff
from ziggie_desktop.ledger.address import parse as parse_address
from ziggie_desktop.library.window import parse_window
from ziggie_desktop.platform.paths import write_private
from ziggie_desktop.service import amounts

MOST_PULLS = 16
log = logging.getLogger("ziggie.service")


# What Ollama loads a model anew for, apart from its context.
LOAD_OPTIONS = frozenset({"num_gpu", "num_batch", "num_thread", "main_gpu", "use_mmap"})


class EngineSettings(OllamaSettings, frozen=True, kw_only=True):
    """``program`` and ``models``: the ollama to start and its folder.

    ``num_ctx`` is the context that a model is loaded with; callers' own larger wishes make it grow,
    except where ``num_ctx_by_model`` sets it. ``options_by_model``: further runner options, such as
    num_gpu. ``keep_alive``: how long a model stays after an answer, None: as Ollama was told;
    ``pinned`` models stay for ever. No caller's word on any of this counts. The rest is said to
    Ollama itself, at its start.

    ``check_updates``: ask once a day for a newer one than Ziggie installed; it is never fetched
    unasked. ``releases``: a mirror of Ollama's releases, in the form of GitHub's API.
    """

    program: str | None = None
    models: str | None = None
    num_ctx: int = 4096
    num_ctx_by_model: dict[str, int] = {}  # noqa: RUF012 - msgspec copies it
    options_by_model: dict[str, dict[str, int | bool]] = {}  # noqa: RUF012
    pinned: tuple[str, ...] = ()
    check_updates: bool = False
    releases: str | None = None


class AccessSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``local_without_token``: callers without a token may use local models, never Claude."""

    local_without_token: bool = False
    allowed_origins: tuple[str, ...] = ()


class HardwareSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the owner paid and when, for the projection and the export; None: not said. ``price``
    and ``resale`` with their currency ("1299 EUR"), at the tariff's rate, or in dollars.
    ``only_for_ai``: the machine would be off otherwise, so its idle GPU counts against savings."""

    price: str | None = None
    price_usd: float | None = None
    bought_on: date | None = None
    resale: str | None = None
    resale_usd: float = 0.0
    growth_percent_a_year: float = 0.0
    only_for_ai: bool = False


class GoalSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the owner wants to reach; None: not said. ``savings_a_month`` with its currency, or in
    dollars. ``parity_percent``: how good local answers
    shall be, of Claude's, by the verdicts of their callers."""

    uptime_percent: float = 99.0
    local_percent_from: float = 60.0
    local_percent_to: float = 80.0
    savings_a_month: str | None = None
    savings_usd_a_month: float | None = None
    parity_percent: float | None = None


class YieldSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """When models leave the GPU for another program: one of ``programs`` (names or globs, without
    case) is on it, or one holds ``memory_percent`` of a card; after ``after_s`` seconds, until it
    is gone for ``back_s``."""

    enabled: bool = True
    programs: tuple[str, ...] = (
        "blender",
        "comfyui",
        "invokeai*",
        "stable-diffusion*",
        "resolve",
        "unrealeditor*",
        "gamescope*",
        "steam_app_*",
        "*-win64-shipping",
    )
    memory_percent: int = 25
    after_s: float = 10.0
    back_s: float = 60.0


class LedgerSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``keep_days``: older months are kept as sums only; None: every request for ever. ``url``: a
    PostgreSQL database without its password, in force after a restart; None: a file in the home."""

    keep_days: int | None = None
    url: str | None = None


class PowerSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """For what no sensor tells. ``cpu_tdp_w``: what the processor draws at most, for an estimate
    where it cannot be read; None: then it is unknown. ``rest_w``: board, memory, disks and fans;
    ``psu_efficiency`` of the power supply: both for the estimate of the whole computer."""

    cpu_tdp_w: float | None = None
    rest_w: float = 35.0
    psu_efficiency: float = 0.87


class PullSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``parallel``: downloads at once; ``window``: the hours in which queued ones run, such as
    "22:00-07:00" in the owner's time zone, None: at any time."""

    parallel: int = 1
    window: str | None = None


class Settings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """``mode`` is the one that was last chosen; ``tariff`` None: what electricity costs is unknown;
    ``timezone``, ``language`` (of reports) None: the machine's own; ``calibration`` by the card's
    UUID."""

    mode: Mode = Mode.AUTO
    engine: EngineSettings = EngineSettings()
    access: AccessSettings = AccessSettings()
    tariff: Tariff | None = None
    hardware: HardwareSettings = HardwareSettings()
    goals: GoalSettings = GoalSettings()
    timezone: str | None = None
    language: Literal["en", "de"] | None = None
    calibration: dict[str, Calibration] = {}
    ledger: LedgerSettings = LedgerSettings()
    pulls: PullSettings = PullSettings()
    power: PowerSettings = PowerSettings()
    yielding: YieldSettings = msgspec.field(default=YieldSettings(), name="yield")


def parse_settings(text: str) -> Settings:
    """Read settings. Raises ZiggieError ``settings_invalid`` naming what is wrong."""
    try:
        return _checked(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _invalid(str(error)) from error


def _checked(values: dict[str, Any]) -> Settings:
    """Settings that every part can work with. Raises ZiggieError ``settings_invalid``."""
    try:
        settings = msgspec.convert(values, Settings)
    except (msgspec.ValidationError, ValueError) as error:
        raise _invalid(str(error)) from error
    if settings.timezone is not None and not zone_known(settings.timezone):
        raise _invalid(f"{settings.timezone!r} is no time zone such as Europe/Berlin - at timezone")
    for part in ("hardware", "goals"):
        for name, amount in msgspec.structs.asdict(getattr(settings, part)).items():
            if isinstance(amount, float) and not math.isfinite(amount):
                raise _invalid(f"{amount} is no amount - at {part}.{name}")
    if settings.ledger.keep_days is not None and not 1 <= settings.ledger.keep_days <= 36_500:
        raise _invalid("requests are kept for 1 to 36500 days - at ledger.keep_days")
    if settings.ledger.url is not None:
        try:
            parse_address(settings.ledger.url)
        except ZiggieError as error:
            raise _invalid(error.title) from error
    _check_power(settings.power)
    _check_yield(settings.yielding)
    _check_pulls(settings.pulls)
    wrong = mistake(settings.engine)
    if wrong is not None:
        raise _invalid(wrong)
    for part, names in (("hardware", amounts.HARDWARE), ("goals", amounts.GOALS)):
        amiss = amounts.mistake(getattr(settings, part), names, settings.tariff)
        if amiss is not None:
            raise _invalid(f"{amiss[0]} - at {part}.{amiss[1]}")
    contexts = {"num_ctx": settings.engine.num_ctx, **settings.engine.num_ctx_by_model}
    for name, count in contexts.items():
        if count < 1:
            raise _invalid(f"a context of {count} tokens holds nothing - at engine ({name})")
    for model, options in settings.engine.options_by_model.items():
        for name in options.keys() - LOAD_OPTIONS:
            known = ", ".join(sorted(LOAD_OPTIONS))
            raise _invalid(f"{name} is none of {known} - at engine.options_by_model.{model}")
    return settings


def _check_power(said: PowerSettings) -> None:
    limits = {"cpu_tdp_w": (1, 2000), "rest_w": (0, 2000), "psu_efficiency": (0.5, 1)}
    for name, (least, most) in limits.items():
        value = getattr(said, name)
        if value is not None and not least <= value <= most:
            raise _invalid(f"give {least} to {most} - at power.{name}")


def _check_yield(said: YieldSettings) -> None:
    if not 1 <= said.memory_percent <= 100:
        raise _invalid("a program holds 1 to 100 percent - at yield.memory_percent")
    for name in ("after_s", "back_s"):
        if not 0 <= getattr(said, name) <= 3600:
            raise _invalid(f"give 0 to 3600 seconds - at yield.{name}")


def _check_pulls(pulls: PullSettings) -> None:
    if not 1 <= pulls.parallel <= MOST_PULLS:
        raise _invalid(f"1 to {MOST_PULLS} downloads can run at once - at pulls.parallel")
    if pulls.window is not None:
        try:
            parse_window(pulls.window)
        except ValueError as error:
            raise _invalid(f"{error} - at pulls.window") from error


def duration(text: str | None) -> str | int | None:
    """As Ollama reads it: bare numbers are seconds and no text."""
    return int(text) if text is not None and text.lstrip("-").isdigit() else text


def zone_known(name: str) -> bool:
    """Whether the time zone data of this machine has a zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def plain(settings: Settings) -> dict[str, Any]:
    """Settings as TOML and JSON know them: defaults spelled out, nothing that is None."""
    full: dict[str, Any] = msgspec.to_builtins(settings)
    full["mode"] = settings.mode.value
    for name in ("engine", "access", "hardware", "goals", "ledger", "pulls", "power"):
        part = getattr(settings, name)
        full[name] = {key: getattr(part, key) for key in part.__struct_fields__}
    full["yield"] = msgspec.structs.asdict(settings.yielding)
    tidy: dict[str, Any] = _without_none(full)
    return tidy


class SettingsFile:
    """The file and what is in force. ``problem`` is set while the file cannot be read."""

    def __init__(self, *, path: Path) -> None:
        self._path = path
        self.current = Settings()
        self.problem: Problem | None = None
        self._seen: tuple[int, int] | None = None  # the file as it was last taken over or refused

    def load(self) -> bool:
        """Take over the file if it was saved since, or keep what is in force and set ``problem``;
        True when anything changed. Without a file the defaults hold."""
        before = self.current, self.problem
        try:
            stamp = self._stamp()
            if stamp == self._seen:
                return False
            self._seen = None
            self.current = parse_settings(self._path.read_text(encoding="utf-8"))
            self.problem = None
            self._seen = stamp
        except FileNotFoundError:
            if self._seen is not None or self.problem is not None:
                self.current = Settings()
            self.problem, self._seen = None, None
        except (OSError, UnicodeDecodeError) as error:
            self.problem = _problem(_invalid(str(error)))
        except ZiggieError as error:
            self.problem = _problem(error)
            self._seen = stamp
        return (self.current, self.problem) != before

    def _stamp(self) -> tuple[int, int]:
        found = self._path.stat()
        return found.st_mtime_ns, found.st_size

    def remember_mode(self, mode: Mode) -> None:
        """Keep the mode for the next start; a file that cannot be written is not worth a failure:
        the mode is in force anyway."""
        try:
            self.change({"mode": mode.value})
        except (ZiggieError, OSError) as error:
            log.warning("the mode is not remembered: %s", error)

    def change(self, changes: dict[str, Any]) -> Settings:
        """Merge ``changes`` (nested like the file; null takes a value out) and write the file."""
        self.load()  # what was saved a moment ago must not be lost
        if self.problem is not None:
            raise ZiggieError(
                "settings_invalid", self.problem.title, self.problem.remedy, status=409
            )
        merged = _merged(plain(self.current), changes)
        fresh = _checked(merged)
        text = (
            "# Ziggie Desktop writes this file when you change a setting; you may edit it too.\n\n"
        )
        write_private(self._path, (text + tomli_w.dumps(plain(fresh))).encode())
        self.current, self._seen = fresh, self._stamp()
        return fresh


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        else:
            merged[key] = value
    return merged


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_none(item) for item in value]
    return value


def _invalid(what: str) -> ZiggieError:
    return ZiggieError(
        "settings_invalid",
        f"The settings have a mistake: {what}",
        "Mend settings.toml (or move it away to start from the defaults); until then the settings "
        "that were in force before stay.",
        status=400,
    )


def _problem(error: ZiggieError) -> Problem:
    return Problem(code=error.code, title=error.title, remedy=error.remedy, severity=Severity.ERROR)
