"""Owns a screen reader's way with a program: finds by role and name, presses, writes, reads.

Never looks into the program. What is typed goes through the X server's keyboard.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from tests.parts.atspi import ACTION, COMPONENT, TEXT, Atspi, Thing

T = TypeVar("T")

WAIT_S = 40.0  # long only where something is wrong, or the machine is crowded
PAUSE_S = 0.05
LONG_PAUSE_S = 1.0
KEYS_S = 3.0  # in which what was typed stands in its field
KEY_DELAY_MS = 4
FIELDS = frozenset({"text", "password text"})
ACTIVE = frozenset({"push button", "radio button", "check box", "menu item", "cell"})
PRESSED = frozenset({"Press", "Toggle"})  # what a click does, by whatever name


class ScreenReader:
    """``env``: that of the session; ``address``: of its accessibility bus. ``close()`` it."""

    def __init__(self, *, address: str, env: Mapping[str, str]) -> None:
        self._env = env
        self._bus = Atspi(address)

    def close(self) -> None:
        self._bus.close()

    # ------------------------------------------------------------ looking

    def things(self) -> list[Thing]:
        """All that shows, each before what is in it, the window that was opened last at the end."""
        return [thing for program in self._bus.programs() for thing in program.flat()]

    def find(self, name: str, role: str | None = None) -> Thing | None:
        """What shows under that name, nearest to the person."""
        fitting = [one for one in self.things() if one.name == name and role in (None, one.role)]
        return fitting[-1] if fitting else None

    def words(self) -> str:
        """The names of all that shows, and what stands in its fields, a line each."""
        things = self.things()
        return "\n".join(
            [one.name for one in things] + [self.text(one) for one in things if one.role in FIELDS]
        )

    def text(self, thing: Thing) -> str:
        """What stands in a field."""
        answer = self._bus.ask([(thing.where, TEXT, "GetText", "ii", (0, -1))])[0]
        return str(answer[0]) if answer else ""

    def wait(self, name: str, role: str | None = None, *, wait_s: float = WAIT_S) -> Thing:
        """The thing of that name, once it shows and can be used."""

        def ready() -> Thing | None:
            found = self.find(name, role)
            return found if found is not None and found.enabled else None

        return self.until(f"{role or 'thing'} “{name}”", ready, wait_s)

    def wait_words(self, words: str, *, wait_s: float = WAIT_S) -> None:
        """Until these words show somewhere."""
        self.until(f"words “{words}”", lambda: words in self.words() or None, wait_s)

    def wait_checked(self, name: str, role: str = "radio button") -> None:
        """Until that choice is the one taken."""
        self.until(f"“{name}” taken", lambda: "checked" in self.wait(name, role).states or None)

    def gone(self, name: str, role: str | None = None) -> None:
        """Until nothing of that name shows."""
        self.until(f"end of “{name}”", lambda: self.find(name, role) is None or None)

    def until(self, what: str, find: Callable[[], T | None], wait_s: float = WAIT_S) -> T:
        """The first result that is not None; at the deadline, all that shows is told."""
        began = time.monotonic()
        while (found := find()) is None:
            waited = time.monotonic() - began
            if waited > wait_s:
                shown = "\n".join(str(thing) for thing in self.things())
                raise TimeoutError(f"no {what} after {wait_s:.0f} s; there is\n{shown}")
            time.sleep(max(PAUSE_S, min(waited / 5, LONG_PAUSE_S)))  # looking costs both sides
        return found

    def listen(self) -> None:
        """Hear from now on what programs say by themselves."""
        self._bus.listen()

    def hear(self, words: str) -> None:
        """Until a program says that."""
        heard: list[str] = []

        def said() -> bool | None:
            heard.extend(self._bus.heard())
            return any(words in one for one in heard) or None

        self.until(f"announcement “{words}”", said)

    # ------------------------------------------------------------ acting

    def press(self, name: str, role: str | None = None) -> None:
        """What a click does, as a screen reader asks for it."""
        thing = self.until(f"“{name}” to press", lambda: self._pressable(name, role))
        offered = self._bus.ask([(thing.where, ACTION, "GetActions", "", ())])[0]
        names = [str(one[0]) for one in offered[0]] if offered else []
        place = next((names.index(one) for one in names if one in PRESSED), None)
        assert place is not None, f"{thing} can only {names}"
        self._bus.ask([(thing.where, ACTION, "DoAction", "i", (place,))])

    def point(self, name: str, role: str | None = None) -> None:
        """A real click of the pointer in the middle of it."""
        thing = self.wait(name, role)
        extents = self._bus.ask([(thing.where, COMPONENT, "GetExtents", "u", (0,))])[0]
        assert extents is not None, f"{thing} is nowhere"
        x, y, width, height = extents[0]
        self._xdotool("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def focus(self, name: str, role: str | None = None) -> Thing:
        """Give it the keyboard; again, where a window that just opened took it back."""

        def focused() -> Thing | None:
            found = self.find(name, role)
            if found is None or not found.enabled or "focused" in found.states:
                return found if found is not None and found.enabled else None
            self._bus.ask([(found.where, COMPONENT, "GrabFocus", "", ())])
            return None

        return self.until(f"focus on “{name}”", focused)

    def write(self, name: str, words: str) -> None:
        """Type these words into the field of that name, in place of what stands there."""
        field = self.until(f"field “{name}”", lambda: self._field(name))

        def written() -> bool | None:
            stands = self.text(field)
            hidden = len(stands) == len(words) and len(set(stands)) == 1  # a secret's dots
            return stands == words or hidden or None

        def typed() -> bool | None:
            self.focus(name, field.role)
            self.keys("ctrl+a", *(() if words else ("Delete",)))
            self.type(words)
            with suppress(TimeoutError):
                return self.until(f"“{words}” in “{name}”", written, KEYS_S)
            return None

        self.until(f"“{words}” in “{name}”", typed)

    def choose(self, label: str, words: str) -> None:
        """Unfold the choice that is described so, and take these words of it by the keys."""

        def box() -> Thing | None:
            boxes = [one for one in self.things() if one.role == "combo box"]
            fitting = [one for one in boxes if one.description == label and one.enabled]
            return fitting[-1] if fitting else None

        def items() -> list[Thing] | None:
            found = [one for one in self.things() if one.role == "list item"]
            return found if any("focused" in one.states for one in found) else None

        found = self.until(f"choice “{label}”", box)
        self._bus.ask([(found.where, ACTION, "DoAction", "i", (0,))])
        offered = [one.name for one in self.until(f"items of “{label}”", items)]

        def there() -> bool | None:
            return (
                any(one.name == words and "focused" in one.states for one in items() or ()) or None
            )

        def reached() -> bool | None:
            self.keys("Home", *["Down"] * offered.index(words))
            with suppress(TimeoutError):  # the pointer over the items takes the focus, too
                return self.until(f"“{words}” of “{label}”", there, KEYS_S)
            return None

        self.until(f"“{words}” of “{label}”", reached)
        self.keys("Return")
        self.until(f"“{words}” in “{label}”", lambda: self._said_in(box(), words))

    def _said_in(self, box: Thing | None, words: str) -> bool | None:
        return True if box is not None and box.name == words and not box.children else None

    def type(self, words: str) -> None:
        """Type these words wherever the keyboard goes."""
        self._xdotool("type", "--delay", str(KEY_DELAY_MS), "--", words)

    def keys(self, *keys: str) -> None:
        """Press these keys, by the X server's names."""
        self._xdotool("key", "--delay", str(KEY_DELAY_MS), *keys)

    def _pressable(self, name: str, role: str | None) -> Thing | None:
        fitting = [one for one in self.things() if one.name == name and one.role in ACTIVE]
        fitting = [one for one in fitting if role in (None, one.role) and one.enabled]
        return fitting[-1] if fitting else None

    def _field(self, name: str) -> Thing | None:
        fitting = [one for one in self.things() if one.name == name and one.role in FIELDS]
        return fitting[-1] if fitting and fitting[-1].enabled else None

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=WAIT_S)
