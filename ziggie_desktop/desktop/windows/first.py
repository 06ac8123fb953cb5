"""Owns the look of the first steps. A page, not a dialog: whoever wants to leaves it."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QTimer

from ziggie_desktop.desktop.presenters.first import (
    FirstChoice,
    FirstView,
    Step,
    token_ask,
    trial_ask,
)
from ziggie_desktop.desktop.presenters.models import name_error
from ziggie_desktop.desktop.presenters.upkeep import fit_ask
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.presenters.words import mark, t
from ziggie_desktop.desktop.widgets.button import Buttons
from ziggie_desktop.desktop.widgets.label import Label, WrapLabel
from ziggie_desktop.desktop.widgets.shapes import Bar
from ziggie_desktop.desktop.widgets.step import StepCard
from ziggie_desktop.desktop.windows.page import MARGIN, PageFrame


class FirstPage(PageFrame):
    HEADING = mark("First steps")
    choice: FirstChoice

    def __init__(self) -> None:
        super().__init__()
        self.choice = FirstChoice()
        self._view: FirstView | None = None
        self._progress, self._bar, self._leave = Label("dim"), Bar(t("First steps")), Buttons()
        self._leave.asked.connect(self._on_leave)
        self.head.addWidget(self._progress)
        self.head.addWidget(self._leave)
        self.column.addWidget(
            WrapLabel("dim", t("Two minutes to the first answer. Each step can wait."))
        )
        self.column.addWidget(self._bar)
        self._cards = {step: StepCard(step) for step in Step}
        for card in self._cards.values():
            card.asked.connect(self._on_asked)
            card.opened.connect(lambda step: self._choose(replace(self.choice, opened=step)))
            card.entered.connect(self._on_entered)
            card.typing.connect(self._on_typing)
            self.column.addWidget(card)
        self.column.addStretch(1)

    def show_view(self, view: FirstView) -> None:
        if view == self._view:
            return
        before = self._view.opened if self._view else None
        self._view = view
        self._progress.say(view.progress)
        self._bar.show_fraction(view.fraction)
        self._leave.show_views((view.leave,))
        for step in view.steps:
            self._cards[step.step].show_view(step, opened=step.step is view.opened)
        if view.opened is not None and view.opened is not before:
            card = self._cards[view.opened]
            QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card, 0, MARGIN))

    def _choose(self, choice: FirstChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit()

    def _on_asked(self, do: Do) -> None:
        if do.verb is Verb.PREFER:  # skipped: on to the next
            self._choose(replace(self.choice, opened=None))
        self.asked.emit(do)

    def _on_leave(self, do: Do) -> None:
        self._choose(FirstChoice())  # a token that was made here is not shown again
        self.asked.emit(do)
        self.asked.emit(Do(Verb.OPEN, Page.DASHBOARD))

    def _on_typing(self, step: Step, words: str) -> None:
        if step is Step.MODEL and name_error(words) is None:
            self._choose(replace(self.choice, model=words))
            self.asked.emit(Do(Verb.LOOK, value=fit_ask(words)))

    def _on_entered(self, step: Step, words: str) -> None:
        match step:
            case Step.MODEL if name_error(words) is None:
                self._choose(replace(self.choice, opened=None, model=""))
                self.asked.emit(Do(Verb.PULL, words))
            case Step.KEY:
                self.asked.emit(Do(Verb.KEY_STORE, "cloud.key", words))
            case Step.QUESTION:
                self._choose(replace(self.choice, opened=step, question=words))
                self.asked.emit(Do(Verb.LOOK, value=trial_ask(words)))
            case Step.PROGRAM:
                self._choose(replace(self.choice, opened=step, program=words))
                self.asked.emit(Do(Verb.LOOK, value=token_ask(words)))
            case _:
                pass  # a name that cannot be one stays in its field
