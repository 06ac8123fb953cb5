"""Owns the look of the routing page: try a request, edit the rules, see what is in the way."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from ziggie_desktop.contract.routing import PolicyRule
from ziggie_desktop.desktop.presenters.routing import (
    LEVELS,
    PRIORITIES,
    USES,
    Choice,
    RoutingView,
    revoke_question,
    token_error,
)
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Button
from ziggie_desktop.desktop.widgets.card import Card, Heading
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.policy import PolicyCard
from ziggie_desktop.desktop.widgets.rows import Rows
from ziggie_desktop.desktop.widgets.select import Select
from ziggie_desktop.desktop.widgets.shapes import Pill
from ziggie_desktop.desktop.windows.confirm import ask
from ziggie_desktop.desktop.windows.page import Notices, PageFrame

PAUSE_MS = 250  # somebody types


def _edit(name: str, empty: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(empty)
    made.setMaxLength(4000)
    return made


class TryCard(Card):
    """What a request says, and where it would go."""

    def __init__(self, page: RoutingPage) -> None:
        super().__init__()
        self._page = page
        self._said = _edit(t("Text of the request"), t("What is asked, such as: Sum up this page"))
        self._component = _edit(t("Component"), t("Component"))
        self._task = _edit(t("Task"), t("Task"))
        anything = ("", t("Any priority"))
        names = [anything, *((key, t(words)) for key, words in PRIORITIES.items())]
        self._priority = Select(names, name=t("Priority"))
        levels = [("", t("No level")), *((x, x) for x in LEVELS)]
        self._level = Select(levels, name=t("Agent level"))
        self._use = Select([(k, t(words)) for k, words in USES.items()], name=t("Use local"))
        self.body.addWidget(Heading(t("Try a request")))
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self._said, 0, 0, 1, 5)
        fields = (self._component, self._task, self._priority, self._level, self._use)
        for place, widget in enumerate(fields):
            grid.addWidget(widget, 1, place)
            grid.setColumnStretch(place, 1)
        self.body.addLayout(grid)
        self._pill, self._title, self._words = Pill(), Label("strong"), WrapLabel("dim")
        self._title.hide()
        self._words.hide()
        verdict = QHBoxLayout()
        verdict.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        verdict.addWidget(self._pill, 0, middle)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        verdict.addLayout(words, 1)
        self.body.addLayout(verdict)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        for edit in (self._said, self._component, self._task):
            edit.textEdited.connect(lambda _text: self._pause.start())
        for select in (self._priority, self._level, self._use):
            select.chose.connect(lambda _key: self._tell())

    def _tell(self) -> None:
        self._pause.stop()
        self._page.choose(
            replace(
                self._page.choice,
                said=self._said.text(),
                component=self._component.text(),
                task=self._task.text(),
                priority=self._priority.key,
                level=self._level.key,
                use_local=self._use.key,
            )
        )

    def show_view(self, view: RoutingView) -> None:
        """What was found before stays until there is an answer to what is typed now."""
        if view.verdict is None:
            return
        self._pill.show_view(view.verdict.pill)
        self._title.say(view.verdict.title)
        self._words.say(view.verdict.text)
        self._title.show()
        self._words.show()
        said = (view.verdict.pill.text, view.verdict.title, view.verdict.text)
        self.setAccessibleName(". ".join(part for part in said if part))


class RoutingPage(PageFrame):
    HEADING = mark("Routing")
    choice: Choice = Choice()

    def __init__(self) -> None:
        super().__init__()
        self._view: RoutingView | None = None
        self._notices = Notices()
        self.column.addWidget(self._notices)
        self._try = TryCard(self)
        self.column.addWidget(self._try)
        self._policy = PolicyCard()
        self._policy.edited.connect(self._on_edited)
        self._policy.rules_saved.connect(self._save_rules)
        self._policy.text_saved.connect(self._save_text)
        self.column.addWidget(self._policy)
        self._barriers, self._free = Rows(), WrapLabel("dim")
        self._in_the_way = barriers = Card()
        barriers.body.addWidget(Heading(t("What stands in the way")))
        barriers.body.addWidget(self._barriers)
        barriers.body.addWidget(self._free)
        self.column.addWidget(barriers)
        self.column.addWidget(self._token_card())
        self.column.addStretch(1)

    def _token_card(self) -> Card:
        self._name = _edit(t("Name of the component"), t("Name, such as kb-analyzer"))
        self._name.setMaxLength(64)
        self._name.returnPressed.connect(self._create)
        self._name_error = Label("error")
        self._name_error.hide()
        self._name.textEdited.connect(lambda _text: self._name_error.hide())
        create = Button(ButtonView(t("Create a token"), Do(Verb.TOKEN_CREATE)))
        create.clicked.connect(self._create)
        self._tokens, self._no_tokens = Rows(), WrapLabel("dim")
        self._tokens.asked.connect(self._on_token)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._name, 1)
        row.addWidget(create)
        card = Card()
        card.body.addWidget(Heading(t("Components and their tokens")))
        card.body.addLayout(row)
        card.body.addWidget(self._name_error)
        card.body.addWidget(self._tokens)
        card.body.addWidget(self._no_tokens)
        return card

    def choose(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit()

    def show_view(self, view: RoutingView) -> None:
        self._settle(view)
        if view == self._view:
            return
        self._view = view
        self._notices.show_views(view.notices)
        self._try.show_view(view)
        self._policy.setVisible(bool(view.mark))
        self._policy.show_view(view)
        self._barriers.show_views(view.barriers)
        self._free.say(view.free)
        self._free.setVisible(not view.barriers)
        self._in_the_way.setVisible(bool(view.barriers or view.free))
        self._tokens.show_views(view.tokens)
        self._no_tokens.say(view.no_tokens)
        self._no_tokens.setVisible(not view.tokens and bool(view.no_tokens))

    def _settle(self, view: RoutingView) -> None:
        """Ask with the rules that are shown; edits that were saved are none any more."""
        known = view.rules or None
        if view.is_changed or (self.choice.rules, self.choice.draft) == (known, False):
            return
        self.choice = replace(self.choice, rules=known, draft=False, mark=view.mark)
        QTimer.singleShot(0, self, self.chosen.emit)  # not while the page is being drawn

    def _on_edited(self, rules: tuple[PolicyRule, ...] | None) -> None:
        if rules is None:
            self.choose(replace(self.choice, rules=None, draft=False))
            return
        begun = self.choice.mark if self.choice.draft else self._view.mark if self._view else ""
        self.choose(replace(self.choice, rules=rules, draft=True, mark=begun))

    def _save_rules(self) -> None:
        view = self._view
        if view is None:
            return
        wish = Do(Verb.POLICY_RULES, self.choice.mark, value=view.rules)
        if view.question is None:
            self.asked.emit(wish)
        else:
            ask(view.question, self.window(), lambda: self.asked.emit(wish))

    def _save_text(self, words: str) -> None:
        self.asked.emit(Do(Verb.POLICY_TEXT, self._policy.text_mark, value=words))

    def _create(self) -> None:
        name = self._name.text().strip()
        error = token_error(name)
        self._name_error.say(error or "")
        self._name_error.setVisible(error is not None)
        if error is None:
            self._name.clear()
            self.asked.emit(Do(Verb.TOKEN_CREATE, name))

    def _on_token(self, do: Do) -> None:
        ask(revoke_question(do.subject), self.window(), lambda: self.asked.emit(do))
