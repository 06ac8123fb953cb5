"""Owns the tray icon and its menu, and whether there is a tray at all. Decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ziggie_desktop.desktop.presenters.status import Sign
from ziggie_desktop.desktop.presenters.tray import Item, TrayView
from ziggie_desktop.desktop.presenters.view import Do, Page, Verb
from ziggie_desktop.desktop.sign_icon import sign_icon

LOOK_AGAIN_MS = 3000
REDRAW_MS = 5000  # a tray host redraws tooltip and menu over D-Bus: figures can wait a little
WATCHER = "org.kde.StatusNotifierWatcher"


class Tray(QObject):
    """The icon appears when a tray does. ``appeared`` and ``vanished`` tell of the tray itself."""

    asked = Signal(object)
    note_clicked = Signal()
    appeared = Signal()
    vanished = Signal()

    def __init__(self, *, view: Callable[[], TrayView], sign: Callable[[], Sign]) -> None:
        super().__init__()
        self._sign = sign  # of what the view would be, for less
        self._make_view = view
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu()
        self._actions: dict[str, QAction] = {}
        self._menus: list[QMenu] = []
        self._view: TrayView | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_AGAIN_MS)
        self._look.timeout.connect(self.look)
        self._here = False
        self._on_bus = False  # where the icon is: on the bus, or else in an X tray
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.timeout.connect(self.redraw)
        self._watch: QObject | None = None

    def _watch_panel(self) -> None:
        """On Linux the panel's going and coming is told over D-Bus: no need to keep asking."""
        if self._watch is not None or not sys.platform.startswith("linux"):
            return
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        self._watch = watch = QDBusServiceWatcher(
            WATCHER, QDBusConnection.sessionBus(), parent=self
        )
        watch.serviceUnregistered.connect(lambda _name: self.look())
        watch.serviceRegistered.connect(lambda _name: self.look())

    @property
    def is_there(self) -> bool:
        """Whether a person can reach us through a tray right now."""
        return self._icon is not None and self._reachable()

    @property
    def was_there(self) -> bool:
        """The same when it was last looked at. Qt opens a D-Bus connection each time it is asked:
        too much for each redraw."""
        return self._icon is not None and self._here

    def look(self) -> None:
        """Look for a tray. The icon is made once there is one: Qt keeps the kind it finds."""
        self._watch_panel()
        there = self._reachable()
        if there and self._icon is None:
            self._make_icon()
        if there is not self._here:
            self._here = there
            (self.appeared if there else self.vanished).emit()
        if there:
            self._look.stop()
        elif not self._look.isActive():
            self._look.start()

    def _reachable(self) -> bool:
        """A panel that crashes is gone from the bus before the X server notices: for that moment
        Qt answers with the panel's X tray, in which our icon never was."""
        return QSystemTrayIcon.isSystemTrayAvailable() and (not self._on_bus or _watcher_there())

    def _make_icon(self) -> None:
        self._icon = QSystemTrayIcon(self)
        self._on_bus = _watcher_there()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.note_clicked)
        if self._view is not None:
            self._dress(self._icon, self._view)
        self._icon.show()

    def later(self) -> None:
        """Something changed: a new state shows at once, new figures soon after."""
        if not self._redraw.isActive():
            behind = self._view is None or self._sign() is not self._view.sign
            self._redraw.start(0 if behind else REDRAW_MS)

    def redraw(self) -> None:
        self.show_view(self._make_view())

    def show_view(self, view: TrayView) -> None:
        before, self._view = self._view, view
        if view == before:
            return
        if before is None or _shape(before.items) != _shape(view.items):
            self._build(view.items)
        else:
            self._reword(view.items)
        if self._icon is not None:
            self._dress(self._icon, view, before)

    def open_menu(self, place: QPoint) -> None:
        """The same menu where no tray is there to show it."""
        self.redraw()
        self._menu.popup(place)

    def message(self, title: str, body: str) -> None:
        """A note where the platform's notifications are Qt's own (Windows, macOS)."""
        if self._icon is not None:
            self._icon.showMessage(title, body, self._icon.icon())

    def close(self) -> None:
        self._look.stop()
        self._redraw.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        self._menu.deleteLater()

    def _dress(self, icon: QSystemTrayIcon, view: TrayView, before: TrayView | None = None) -> None:
        if before is None or (before.sign, before.badge) != (view.sign, view.badge):
            icon.setIcon(sign_icon(view.sign, badge=view.badge))
        icon.setToolTip(view.tooltip)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        click = QSystemTrayIcon.ActivationReason
        if reason in (click.Trigger, click.DoubleClick) and sys.platform != "darwin":
            self.asked.emit(Do(Verb.OPEN, Page.DASHBOARD))

    def _build(self, items: tuple[Item, ...]) -> None:
        self._menu.clear()
        self._actions.clear()
        for menu in self._menus:
            menu.deleteLater()
        self._menus.clear()
        self._fill(self._menu, items)
        self._reword(items)

    def _fill(self, menu: QMenu, items: tuple[Item, ...]) -> None:
        for item in items:
            if not item.text:
                menu.addSeparator()
            elif item.children:
                inner = QMenu(menu)
                self._menus.append(inner)
                self._fill(inner, item.children)
                self._actions[item.key] = menu.addMenu(inner)
            else:
                action = self._actions[item.key] = QAction(menu)
                action.setCheckable(item.checked is not None)
                action.setEnabled(item.do is not None)
                action.triggered.connect(lambda _on=False, key=item.key: self._on_action(key))
                menu.addAction(action)

    def _reword(self, items: tuple[Item, ...]) -> None:
        for item in items:
            action = self._actions.get(item.key)
            if action is None:
                continue
            words = item.text.replace("&", "&&")
            if action.text() != words:
                action.setText(words)
            if item.checked is not None:
                action.setChecked(item.checked)
            self._reword(item.children)

    def _on_action(self, key: str) -> None:
        if self._view is None:
            return
        item = _find(self._view.items, key)
        if item is not None and item.do is not None:
            self._reword(self._view.items)  # a tick follows what is, not what was clicked
            self.asked.emit(item.do)


def _watcher_there() -> bool:
    """Whether a panel shows icons that are told to it over D-Bus."""
    if not sys.platform.startswith("linux"):
        return False
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())


def _shape(items: tuple[Item, ...]) -> tuple[object, ...]:
    """What makes a menu another menu, apart from its words and ticks."""
    return tuple((i.key, bool(i.text), i.do is None, _shape(i.children)) for i in items)


def _find(items: tuple[Item, ...], key: str) -> Item | None:
    for item in items:
        if item.key == key:
            return item
        found = _find(item.children, key)
        if found is not None:
            return found
    return None
