"""Owns what the settings page says: which settings there are, in words, and what each is now.

What a value must look like is the service's to say; a refusal is shown as it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ziggie_desktop.contract.state import State
from ziggie_desktop.desktop.language import OWN_NAMES, Language
from ziggie_desktop.desktop.presenters.here import Here
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.tariff import TariffView, tariff
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, NoticeView, Tone, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.theme import Choice

SETTINGS = Ask(Doc.SETTINGS)


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"  # a whole one
    AMOUNT = "amount"  # with a fraction
    LIST = "list"  # names, with commas between them
    SWITCH = "switch"
    CHOICE = "choice"
    HIDDEN = "hidden"  # is taken and never shown


@dataclass(frozen=True, slots=True)
class FieldView:
    """One setting. ``path`` is its place in the settings; local ones begin with ``desktop.``"""

    path: str
    kind: Kind
    label: str
    note: str
    value: str | bool
    empty: str = ""  # what holds where nothing is set
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    key: str
    title: str
    remark: str
    fields: tuple[FieldView, ...]
    buttons: tuple[ButtonView, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsView:
    sections: tuple[SectionView, ...]
    tariff: TariffView | None
    notice: NoticeView | None


@dataclass(frozen=True, slots=True)
class Spec:
    """A setting of the service's."""

    path: str
    kind: Kind
    label: str
    note: str = ""
    empty: str = ""


AS_OLLAMA = mark("as Ollama decides")
SPECS: dict[str, tuple[str, tuple[Spec, ...]]] = {
    "engine": (
        mark("Engine"),
        (
            Spec(
                "engine.program", Kind.TEXT, mark("Ollama program"), empty=mark("found by itself")
            ),
            Spec(
                "engine.num_ctx",
                Kind.NUMBER,
                mark("Context"),
                mark("Tokens that a model is loaded with; more takes more VRAM"),
            ),
            Spec(
                "engine.keep_alive",
                Kind.TEXT,
                mark("Keep models loaded for"),
                mark("A time such as 30m; -1 keeps them for ever"),
                AS_OLLAMA,
            ),
            Spec(
                "engine.pinned",
                Kind.LIST,
                mark("Always loaded"),
                mark("Models that stay loaded, with commas between them"),
                mark("none"),
            ),
        ),
    ),
    "pulls": (
        mark("Downloads"),
        (
            Spec("pulls.parallel", Kind.NUMBER, mark("At once")),
            Spec(
                "pulls.window",
                Kind.TEXT,
                mark("Only between"),
                mark("Hours in which queued downloads run, such as 22:00-07:00"),
                mark("at any time"),
            ),
        ),
    ),
    "yield": (
        mark("Other programs on the GPU"),
        (
            Spec(
                "yield.enabled",
                Kind.SWITCH,
                mark("Make room for them"),
                mark("Models leave the GPU while such a program runs; the cloud answers meanwhile"),
            ),
            Spec("yield.programs", Kind.LIST, mark("Programs"), empty=mark("none")),
            Spec(
                "yield.memory_percent",
                Kind.NUMBER,
                mark("Or any that holds"),
                mark("Percent of a card's memory"),
            ),
        ),
    ),
    "hardware": (
        mark("This machine"),
        (
            Spec(
                "hardware.price_usd",
                Kind.AMOUNT,
                mark("Paid for it, in US dollars"),
                mark("For the projection; 0 where it was there anyway"),
                mark("not said"),
            ),
            Spec("hardware.resale_usd", Kind.AMOUNT, mark("Worth when sold, in US dollars")),
            Spec(
                "hardware.only_for_ai",
                Kind.SWITCH,
                mark("It runs for this alone"),
                mark("Then the idle GPU's electricity counts against the savings"),
            ),
        ),
    ),
    "books": (
        mark("Books"),
        (
            Spec(
                "ledger.keep_days",
                Kind.NUMBER,
                mark("Keep single requests for"),
                mark("Days; older months stay as sums"),
                mark("for ever"),
            ),
            Spec(
                "timezone",
                Kind.TEXT,
                mark("Time zone"),
                mark("Days begin there, such as Europe/Berlin"),
                mark("the machine's own"),
            ),
        ),
    ),
    "access": (
        mark("Access"),
        (
            Spec(
                "access.local_without_token",
                Kind.SWITCH,
                mark("Local models without a token"),
                mark("For programs that cannot send one; they never reach the cloud"),
            ),
            Spec(
                "access.allowed_origins",
                Kind.LIST,
                mark("Web pages that may call"),
                mark("Origins such as http://localhost:3000"),
                mark("none"),
            ),
        ),
    ),
}


def settings(state: State, shelf: Shelf, here: Here) -> SettingsView:
    found: dict[str, Any] | Missing = shelf.get(SETTINGS, dict)
    local = (_here(here), _cloud(state))
    if isinstance(found, Missing):
        title = found.title or t("Asking the service for its settings…")
        tone = Tone.BAD if found.title else Tone.NEUTRAL
        return SettingsView(local, None, NoticeView(title, found.remedy, tone))
    return SettingsView(
        sections=(*local, *(_section(key, found) for key in SPECS)),
        tariff=tariff(found.get("tariff")),
        notice=None,
    )


def _here(here: Here) -> SectionView:
    fields = [
        FieldView(
            "desktop.language",
            Kind.CHOICE,
            t("Language"),
            "",
            here.language.value,
            choices=(
                (Language.SYSTEM.value, t("As the system")),
                *((language.value, name) for language, name in OWN_NAMES.items()),
            ),
        ),
        FieldView(
            "desktop.theme",
            Kind.CHOICE,
            t("Colours"),
            "",
            here.theme.value,
            choices=(
                (Choice.SYSTEM.value, t("As the system")),
                (Choice.LIGHT.value, t("Light")),
                (Choice.DARK.value, t("Dark")),
                (Choice.CONTRAST.value, t("High contrast")),
            ),
        ),
        FieldView("desktop.notify", Kind.SWITCH, t("Notifications"), "", here.notify),
    ]
    if here.at_login is not None:
        fields.append(
            FieldView("desktop.at_login", Kind.SWITCH, t("Start at login"), "", here.at_login)
        )
    return SectionView("desktop", t("This desktop"), "", tuple(fields))


def _cloud(state: State) -> SectionView:
    cloud = state.cloud
    buttons: tuple[ButtonView, ...] = ()
    if cloud.key_source == "keyring":
        buttons = (
            ButtonView(
                t("Remove the key"),
                Do(Verb.KEY_REMOVE),
                dangerous=True,
                says=t("Remove the Claude key"),
            ),
        )
    key = FieldView(
        "cloud.key",
        Kind.HIDDEN,
        t("Claude key"),
        t("Kept in the system's keyring, sent to Claude alone"),
        "",
        t("another key") if cloud.configured else "sk-ant-…",
    )
    return SectionView("cloud", "Claude", cloud.reason, (key,), buttons)


def _section(key: str, found: Mapping[str, Any]) -> SectionView:
    title, specs = SPECS[key]
    return SectionView(key, t(title), "", tuple(_field(spec, found) for spec in specs))


def _field(spec: Spec, found: Mapping[str, Any]) -> FieldView:
    value: Any = found
    for part in spec.path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    shown: str | bool
    match value:
        case bool():
            shown = value
        case None:
            shown = False if spec.kind is Kind.SWITCH else ""
        case list() | tuple():
            shown = ", ".join(str(one) for one in value)
        case float() if value.is_integer():
            shown = str(int(value))
        case _:
            shown = str(value)
    return FieldView(
        spec.path,
        spec.kind,
        t(spec.label),
        t(spec.note) if spec.note else "",
        shown,
        t(spec.empty) if spec.empty else "",
    )


class NotANumber(ValueError):
    """What was typed where a number belongs."""


def typed(kind: Kind, words: str) -> object:
    """What was typed, as the settings hold it; None takes the setting out. NotANumber else."""
    words = words.strip()
    if kind is Kind.LIST:
        return tuple(part.strip() for part in words.split(",") if part.strip())
    if not words:
        return None
    try:
        match kind:
            case Kind.NUMBER:
                return int(words)
            case Kind.AMOUNT:
                return float(words.replace(",", "."))
            case _:
                return words
    except ValueError as error:
        raise NotANumber(words) from error


def changes(path: str, value: object) -> dict[str, Any]:
    """The body that sets one setting: ``engine.num_ctx`` becomes ``{"engine": {"num_ctx": …}}``."""
    body: Any = list(value) if isinstance(value, tuple) else value
    for part in reversed(path.split(".")):
        body = {part: body}
    return dict(body)
