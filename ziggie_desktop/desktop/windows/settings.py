"""Owns the look of the settings page. What is changed holds at once."""

from __future__ import annotations

from datetime import date

import msgspec
from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QFileDialog

from ziggie_desktop.desktop.presenters.settings import SectionView, SettingsView
from ziggie_desktop.desktop.presenters.tariff import TariffView, Unreadable, edited
from ziggie_desktop.desktop.presenters.view import Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Buttons
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.form import FieldRow
from ziggie_desktop.desktop.widgets.label import WrapLabel
from ziggie_desktop.desktop.widgets.tariff import TariffCard
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

AFTER = "cloud"  # the tariff stands below this section


class SectionCard(Card):
    """Settings that belong together."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__()
        self._page = page
        self._heading = Heading()
        self._remark = WrapLabel("dim")
        self.body.addWidget(self._heading)
        self.body.addWidget(self._remark)
        self._rows: dict[str, FieldRow] = {}
        self._buttons = Buttons()
        self._buttons.asked.connect(page.on_button)

    def show_view(self, view: SectionView) -> None:
        self._heading.title.say(view.title)
        self._remark.say(view.remark)
        self._remark.setVisible(bool(view.remark))
        for field in view.fields:
            row = self._rows.get(field.path)
            if row is None:
                row = self._rows[field.path] = FieldRow(field)
                row.set.connect(self._page.on_set)
                self.body.addWidget(row)
            row.show_view(field)
        self.body.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignRight)
        self._buttons.show_views(view.buttons)


class SettingsPage(PageFrame):
    HEADING = mark("Settings")

    def __init__(self) -> None:
        super().__init__()
        self._view: SettingsView | None = None
        self._sections: dict[str, SectionCard] = {}
        self._tariff: TariffCard | None = None
        self._notices = Notices()
        self.column.addWidget(self._notices)
        self.column.addStretch(1)

    def show_view(self, view: SettingsView) -> None:
        if view == self._view:
            return
        self._view = view
        for section in view.sections:
            card = self._sections.get(section.key)
            if card is None:
                card = self._sections[section.key] = SectionCard(self)
                self._put(card)
            card.show_view(section)
            if section.key == AFTER and view.tariff is not None:
                self._show_tariff(view.tariff)
        self._notices.show_views((view.notice,) if view.notice else ())

    def _show_tariff(self, view: TariffView) -> None:
        if self._tariff is None:
            self._tariff = TariffCard()
            self._tariff.saved.connect(self._on_tariff)
            self._put(self._tariff)
        self._tariff.show_view(view)

    def _put(self, card: Card) -> None:
        """Before the stretch at the end, in the order of coming."""
        self.column.insertWidget(self.column.count() - 1, card)

    def on_button(self, do: Do) -> None:
        """A wish of a section; one that needs a folder asks for it first."""
        if do.verb is not Verb.MODELS_FOLDER:
            self.asked.emit(do)
            return
        dialog = QFileDialog(self, t("Where the models go"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.asked.emit(Do(Verb.MODELS_FOLDER, path)))
        dialog.open()

    def on_set(self, path: str, value: object) -> None:
        verb = {"cloud.key": Verb.KEY_STORE}.get(path, Verb.SETTING)
        verb = Verb.PREFER if path.startswith("desktop.") else verb
        self.asked.emit(Do(verb, path, value=value))

    def _on_tariff(self, typed: TariffView) -> None:
        assert self._tariff is not None
        assert self._view is not None
        before = self._view.tariff.before if self._view.tariff else None
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        try:
            made = edited(before, typed, zone=zone, today=date.today())  # noqa: DTZ011 - the owner's
        except Unreadable as error:
            self._tariff.say_error(str(error))
            return
        self._tariff.settle()
        self.asked.emit(Do(Verb.TARIFF, value=msgspec.json.encode(made)))
