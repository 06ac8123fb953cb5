"""Owns what the settings page says: which settings there are, in words, and what each is now.

What a value must look like is the service's to say; a refusal is shown as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from ziggie_desktop.contract.money import SIGNS, shown_in
from ziggie_desktop.contract.state import EngineStatus, JobState, State
from ziggie_desktop.desktop.language import OWN_NAMES, Language
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.here import Here, ThemeChoice
from ziggie_desktop.desktop.presenters.rules import KIND_WORDS
from ziggie_desktop.desktop.presenters.service_words import said
from ziggie_desktop.desktop.presenters.settings_table import IN_DOLLARS, SPECS, Kind, Spec
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.tariff import TariffView, tariff
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, NoticeView, Page, Tone, Verb
from ziggie_desktop.desktop.presenters.words import t

SETTINGS = Ask(Doc.SETTINGS)


class FieldView(msgspec.Struct, frozen=True):
    """One setting. ``path`` is its place in the settings; local ones begin with ``desktop.``"""

    path: str
    kind: Kind
    label: str
    note: str
    value: str | bool
    empty: str = ""  # what holds where nothing is set
    choices: tuple[tuple[str, str], ...] = ()


class SectionView(msgspec.Struct, frozen=True):
    key: str
    title: str
    remark: str
    fields: tuple[FieldView, ...]
    buttons: tuple[ButtonView, ...] = ()


class SettingsView(msgspec.Struct, frozen=True):
    sections: tuple[SectionView, ...]
    tariff: TariffView | None
    notice: NoticeView | None


def settings(state: State, shelf: Shelf, here: Here) -> SettingsView:
    found: dict[str, Any] | Missing = shelf.get(SETTINGS, dict)
    local = (_here(here), _cloud(state), _notes(here))
    if isinstance(found, Missing):
        title = found.title or t("Asking the service for its settings…")
        tone = Tone.BAD if found.title else Tone.NEUTRAL
        return SettingsView(local, None, NoticeView(title, found.remedy, tone))
    return SettingsView(
        sections=(*local, *(_section(key, found, state) for key in SPECS)),
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
                (ThemeChoice.SYSTEM.value, t("As the system")),
                (ThemeChoice.LIGHT.value, t("Light")),
                (ThemeChoice.DARK.value, t("Dark")),
                (ThemeChoice.CONTRAST.value, t("High contrast")),
            ),
        ),
    ]
    if here.mini or not here.tray:
        fields.append(
            FieldView(
                "desktop.mini",
                Kind.SWITCH,
                t("Small window that stays"),
                t("State, mode, watts and savings where there is no tray"),
                here.mini,
            )
        )
    if here.at_login is not None:
        fields.append(
            FieldView("desktop.at_login", Kind.SWITCH, t("Start at login"), "", here.at_login)
        )
    first = ButtonView(t("First steps"), Do(Verb.OPEN, Page.FIRST))
    return SectionView("desktop", t("This desktop"), "", tuple(fields), (first,))


def _notes(here: Here) -> SectionView:
    every = FieldView("desktop.notify", Kind.SWITCH, t("Show notifications"), "", here.notify)
    kinds = [
        FieldView(f"desktop.notify.{kind.value}", Kind.SWITCH, t(words), "", kind not in here.off)
        for kind, words in KIND_WORDS.items()
    ]
    quiet = FieldView(
        "desktop.quiet",
        Kind.TEXT,
        t("Quiet hours"),
        t("What is urgent still comes; the rest as one note afterwards"),
        here.quiet,
        t("such as 22:00-07:00"),
    )
    return SectionView("notes", t("Notifications"), "", (every, *kinds, quiet))


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
    return SectionView("cloud", "Claude", said(cloud.reason), (key,), buttons)


def _section(key: str, found: Mapping[str, Any], state: State) -> SectionView:
    title, specs = SPECS[key]
    remark = ""
    buttons: tuple[ButtonView, ...] = ()
    if key == "engine":
        remark, buttons = _engine(state.engine)
    return SectionView(key, t(title), remark, tuple(_field(s, found) for s in specs), buttons)


def _engine(engine: EngineStatus) -> tuple[str, tuple[ButtonView, ...]]:
    """What is under way or waits, and what can be done about it."""
    job = engine.job
    if job is not None and job.state is JobState.RUNNING:
        return said(job.words), (ButtonView(t("Cancel"), Do(Verb.JOB_CANCEL)),)
    move = ButtonView(t("Move the models folder…"), Do(Verb.MODELS_FOLDER))
    if not engine.settings_waiting:
        return "", (move,)
    restart = ButtonView(t("Restart engine"), Do(Verb.ENGINE_RESTART))
    return t("What was changed waits for a restart"), (move, restart)


def _field(spec: Spec, found: Mapping[str, Any]) -> FieldView:
    value = _value(found, spec.path)
    if spec.kind is Kind.MONEY and value is None:
        dollars = _value(found, IN_DOLLARS[spec.path])
        value = None if dollars is None else f"{dollars:.15g} USD"
    shown: str | bool
    match value:
        case bool() if spec.kind is Kind.CHOICE:
            shown = "on" if value else "off"
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
        tuple((key, t(words)) for key, words in spec.choices),
    )


def _value(found: Mapping[str, Any], path: str) -> Any:
    value: Any = found
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


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
            case Kind.MONEY:
                return _money(words)
            case Kind.CHOICE:
                return {"on": True, "off": False}.get(words, words)
            case _:
                return words
    except ValueError as error:
        raise NotANumber(words) from error


def _money(words: str) -> str:
    """With its currency: the owner's, where none was typed. Whether 1.299 is a thousand or not,
    nobody can tell."""
    found = re.fullmatch(r"(?P<before>\D*?)(?P<value>\d+(?:[.,]\d{1,2})?)(?P<after>\D*)", words)
    if found is None:
        raise ValueError(words)
    named = (found["before"] + found["after"]).strip().upper()
    code = {sign: code for code, sign in SIGNS.items()}.get(named, named)
    code = code or shown_in(text.Purse.own).code
    if re.fullmatch("[A-Z]{3}", code) is None:
        raise ValueError(words)
    return f"{found['value'].replace(',', '.')} {code}"


def changes(path: str, value: object) -> dict[str, Any]:
    """The body that sets one setting: ``engine.num_ctx`` becomes ``{"engine": {"num_ctx": …}}``."""
    body = _nested(path, list(value) if isinstance(value, tuple) else value)
    if path in IN_DOLLARS:  # it takes the place of the older one
        part, name = IN_DOLLARS[path].split(".")
        body[part][name] = None
    return body


def _nested(path: str, value: object) -> dict[str, Any]:
    body: Any = value
    for part in reversed(path.split(".")):
        body = {part: body}
    return dict(body)
