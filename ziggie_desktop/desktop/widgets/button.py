"""Owns the push button made from a view, and the row of choices of which one is in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ziggie_desktop.desktop.presenters.view import ButtonView
from ziggie_desktop.desktop.widgets.turning import Turning


class Button(QPushButton):
    """Emits its wish as ``asked``. Return presses it, as Space does."""

    asked = Signal(object)

    def __init__(self, view: ButtonView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.asked.emit(self._view.do))
        self._dress()

    def show_view(self, view: ButtonView) -> None:
        if view != self._view:
            self._view = view
            self._dress()

    def _dress(self) -> None:
        view = self._view
        kind = "primary" if view.primary else "danger" if view.dangerous else "plain"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(view.label)
        self.setAccessibleName(view.says or view.label)
        self.setEnabled(view.enabled)


class Buttons(QWidget):
    """A row of buttons that keeps its buttons, and with them the focus, while views change."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._made: list[Button] = []

    def show_views(self, views: Sequence[ButtonView]) -> None:
        while len(self._made) > len(views):
            gone = self._made.pop()
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for made, view in zip(self._made, views, strict=False):
            made.show_view(view)
        for view in views[len(self._made) :]:
            button = Button(view, self)
            button.asked.connect(self.asked)
            self._row.addWidget(button)
            self._made.append(button)
        self.setVisible(bool(views))


class MoreButton(QPushButton):
    """What is done seldom, behind one button: a menu, which the keyboard opens as well."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("⋯", parent)
        self.setProperty("kind", "plain")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._views: tuple[ButtonView, ...] = ()
        self.clicked.connect(self._open)

    def show_views(self, views: Sequence[ButtonView], *, name: str) -> None:
        self._views = tuple(views)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setVisible(bool(views))

    def menu_now(self) -> QMenu:
        """Made anew each time: what can be done changes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for view in self._views:
            action = menu.addAction(view.label)
            action.setEnabled(view.enabled)
            action.triggered.connect(lambda _checked=False, do=view.do: self.asked.emit(do))
        return menu

    def _open(self) -> None:
        self.menu_now().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class Segments(QFrame):
    """One of a few choices. ``picked`` comes from a person's hand alone, never from ``choose``."""

    picked = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, Turning] = {}
        for key, text in choices:
            button = QPushButton(text, self)
            button.setAutoExclusive(True)  # a screen reader calls it one of several then
            button.setProperty("kind", "segment")
            button.setAccessibleName(f"{name}: {text}")
            turning = Turning(button)
            turning.turned.connect(lambda _on, key=key: self.picked.emit(key))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button)
            self._buttons[key] = turning
            row.addWidget(button)

    def choose(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].show_on(True)
