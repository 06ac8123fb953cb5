"""Owns saying in the reader's language what the service said in English. Never guesses: what no
template of the service's made stays as it is.

The service speaks English to all its callers, and its rows keep the reasons of the past. So a text
is taken apart here: the template that it was made of is found, its places are translated in turn,
and the reader's template is filled with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from string import Formatter

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale

from ziggie_desktop.data import resource

CONTEXT = "service"
PROBE = "Restart the engine."
MOST_CHARACTERS = 1500  # what is longer is no sentence of ours
MOST_PARTS = 200  # looked at in one text: another program's long error must not stop the window
KEPT = 2048
LEAST_TYPED = 3  # letters: fewer stand in nearly all that is said
MOST_MEANT = 12
# A template with fewer letters takes only words it knows, or few of them, into its places.
SHORT = 10
FEW_WORDS = 4
# Names of models, programs and files are nobody's words, whatever they look like.
NAMES = re.compile(
    r"(names?|model|models|component|path|folder|file|files|program|unit|container|root|source|target|"
    r"url|tag|version|latest|installed|previous|hot|digest|image|task|settings?|unnamed)\d*"
)
SIDES = ("Ollama", "Claude")
JOINTS = (". ", "; ", ": ", ", and ", ", but ", " - ", " and ", ", ", " (", " ")  # the last: once
_AMOUNT = re.compile(
    r"(?P<sign>[$€£]?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)"
    r"(?P<unit>\s?(?:%|[kMG]i?B|s|ms|min|h|W|J|kWh|ct|USD|tokens/s)?)"
)

Found = tuple[float, str]  # how many letters were known, and the text


def said(english: str) -> str:
    """What the service said, in the reader's language."""
    known = QCoreApplication.translate(CONTEXT, PROBE)
    if known == PROBE or not english or len(english) > MOST_CHARACTERS:
        return english
    return _catalogue(known).said(english)


def meant_by(typed: str) -> tuple[str, ...]:
    """What the service may have said in English where the reader sees ``typed``: parts of its
    texts, the likeliest first. None in English, or where too little was typed."""
    known = QCoreApplication.translate(CONTEXT, PROBE)
    if known == PROBE or _letters(typed) < LEAST_TYPED:
        return ()
    return _catalogue(known).meant_by(typed)


class Template:
    """One text of the service's with its places."""

    def __init__(self, english: str, meant: str) -> None:
        self._english = english
        self.meant = meant
        literals = [literal for literal, *_ in Formatter().parse(english)]
        self.places = [name for _, name, *_ in Formatter().parse(english) if name]
        self.anchor = max(literals, key=len).strip(" .").lower()
        self.letters = _letters("".join(literals))
        first = literals[0] == "" and self.places[:1]
        moved = first and not meant.startswith(f"{{{self.places[0]}}}")
        self.no_longer_first = self.places[0] if moved else None

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        """With the first places short, and with them long: a text may be cut both ways."""
        parts = list(Formatter().parse(self._english))
        return tuple(
            re.compile(
                "".join(
                    re.escape(literal) + (f"(?P<{name}>.*{short})" if name else "")
                    for literal, name, *_ in parts
                ),
                re.DOTALL,
            )
            for short in (("?", "") if len(self.places) > 1 else ("",))
        )

    def taken_apart(self, text: str) -> list[dict[str, str]]:
        matches = [pattern.fullmatch(text) for pattern in self._patterns]
        return [match.groupdict() for match in matches if match is not None]

    def filled(self, values: dict[str, str]) -> str:
        return self.meant.format(**values)

    def says(self, sought: str) -> bool:
        """Whether that stands in one piece of it, between its places."""
        pieces = (piece for piece, *_ in Formatter().parse(self.meant))
        return any(sought in piece.casefold() for piece in pieces)


class Catalogue:
    """All templates in one language; an answer is kept, for pages are drawn again and again."""

    def __init__(self, templates: list[tuple[str, str]]) -> None:
        made = [Template(english, meant) for english, meant in templates]
        self._whole = {
            pair[0].format(): pair[1].format() for pair, one in zip(templates, made, strict=True)
            if not one.places
        }  # fmt: skip
        self._open = [one for one in made if one.places]
        self.said = lru_cache(maxsize=KEPT)(self._said)
        self.meant_by = lru_cache(maxsize=8)(self._meant_by)

    def _meant_by(self, typed: str) -> tuple[str, ...]:
        sought = typed.casefold()
        found = [(len(meant), whole) for whole, meant in self._whole.items()
                 if sought in meant.casefold()]  # fmt: skip
        found += [(len(one.meant), one.anchor) for one in self._open if one.says(sought)]
        return tuple(dict.fromkeys(part.lower() for _, part in sorted(found)))[:MOST_MEANT]

    def _said(self, english: str) -> str:
        lowered = english.lower()
        return Reading(self._whole, [one for one in self._open if one.anchor in lowered]).of(
            english
        )


class Reading:
    """One text, read by the templates of which something stands in it."""

    def __init__(self, whole: dict[str, str], templates: list[Template]) -> None:
        self._whole = whole
        self._open = templates
        self._seen: dict[str, Found] = {}

    def of(self, english: str) -> str:
        return self._best(english)[1]

    def _best(self, text: str) -> Found:
        """The reading that knows most of the text's letters."""
        if text in self._seen:
            return self._seen[text]
        self._seen[text] = (0, _amount(text))
        core = text.strip()
        if _letters(core) and len(self._seen) < MOST_PARTS:
            whole = max(self._readings(core), default=(0.0, core), key=_known)
            if whole[0] < _letters(core):
                whole = max([whole, *self._split(core)], key=_known)
            if whole[0] > 0:
                self._seen[text] = (whole[0], text.replace(core, whole[1], 1))
        return self._seen[text]

    def _readings(self, core: str) -> Iterator[Found]:
        """As one template, whether it begins with a capital or ends with a full stop or not."""
        for text, capital in _cases(core):
            for ending, less in (("", "."), ("", ""), (".", "")):
                if not text.endswith(less):
                    continue
                for letters, found in self._exactly(text.removesuffix(less) + ending):
                    if found.endswith(ending):
                        words = found.removesuffix(ending) + less
                        yield letters, words[:1].upper() + words[1:] if capital else words

    def _exactly(self, text: str) -> Iterator[Found]:
        if text in self._whole:
            yield _letters(text), self._whole[text]
            return
        for template in self._open:
            for values in template.taken_apart(text):
                if template.no_longer_first:
                    values[template.no_longer_first] = self._within(
                        values[template.no_longer_first]
                    )
                read = {name: self._value(name, value) for name, value in values.items()}
                if template.letters < SHORT and not all(
                    read[name][0] or len(value.split()) <= FEW_WORDS
                    for name, value in values.items()
                ):
                    continue
                filled = template.filled({name: found for name, (_, found) in read.items()})
                yield template.letters + sum(known for known, _ in read.values()), filled

    def _within(self, value: str) -> str:
        """As it would stand within a sentence, if that is known."""
        lowered = value[:1].lower() + value[1:]
        return lowered if self._best(lowered)[0] else value

    def _value(self, name: str, value: str) -> Found:
        if NAMES.fullmatch(name) and " " not in value.strip():
            return 0, value
        return self._best(value)

    def _split(self, core: str) -> Iterator[Found]:
        """As two texts one after the other; worth a little less than one that is known whole."""
        for joint in JOINTS:
            at = core.find(joint)
            while at > 0:
                first, rest = core[: at + (joint == ". ")], core[at + len(joint) :]
                closing = ")" if joint == " (" else ""
                if rest.endswith(closing) and (joint != " " or _is_name(first)):
                    left = self._best(first)
                    right = self._best(rest.removesuffix(closing))
                    if left[0] or right[0]:
                        between = self._joint(joint) if joint != ". " else " "
                        known = left[0] + right[0] + _letters(joint) - 0.5
                        yield known, f"{left[1]}{between}{right[1]}{closing}"
                at = core.find(joint, at + 1) if joint != " " else -1

    def _joint(self, joint: str) -> str:
        words = joint.strip(" ,")
        return joint.replace(words, self._whole.get(words, words)) if words.isalpha() else joint


def _is_name(word: str) -> bool:
    """A model's or a program's, before what is said of it."""
    return not word.isalpha() or word in SIDES


def _known(found: Found) -> float:
    return found[0]


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _cases(core: str) -> Iterator[tuple[str, bool]]:
    """The text, and as it was before it was put at a sentence's beginning."""
    yield core, False
    if core[:1].isupper():
        yield core[:1].lower() + core[1:], True


def _amount(text: str) -> str:
    """A figure as the reader writes it; what is none, such as a version, stays."""
    match = _AMOUNT.fullmatch(text)
    if match is None or not (match["sign"] or match["unit"] or "." in text or "," in text):
        return text
    number, unit = match["number"].replace(",", ""), match["unit"]
    digits = len(number.partition(".")[2])
    locale = QLocale()
    if match["sign"]:
        return locale.toCurrencyString(float(number), match["sign"], digits) + unit
    if unit == "%" and locale.language() is not QLocale.Language.English:
        unit = "\N{NO-BREAK SPACE}%"
    return locale.toString(float(number), "f", digits) + unit


@lru_cache(maxsize=1)
def _catalogue(_: str) -> Catalogue:
    """``_`` tells the languages apart."""
    texts = msgspec.json.decode(resource("translations/service.json").read_bytes(), type=list[str])
    return Catalogue([(text, QCoreApplication.translate(CONTEXT, text)) for text in texts])
