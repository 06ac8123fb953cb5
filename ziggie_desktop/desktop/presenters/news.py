"""Owns what the pages on this program itself say: what is new in it, and what it is made of."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from ziggie_desktop.contract.state import State
from ziggie_desktop.data import resource
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, LineView, Verb
from ziggie_desktop.desktop.presenters.words import t

QT_SOURCE = "https://code.qt.io/cgit/"
QT_PARTS = "https://doc.qt.io/qt-6/licenses-used-in-qt.html"
OLLAMA = "https://ollama.com"
_HEAD = re.compile(r"## +(.+)")
_PART = re.compile(r"### +(.+)")
_ITEM = re.compile(r"[-*] +(.+)")


class Part(msgspec.Struct, frozen=True):
    """What belongs together in a version; without a title where the changelog gives none."""

    title: str
    items: tuple[str, ...]


class Release(msgspec.Struct, frozen=True):
    title: str
    parts: tuple[Part, ...]


class NewsView(msgspec.Struct, frozen=True):
    releases: tuple[Release, ...]
    remark: str


class AboutView(msgspec.Struct, frozen=True):
    facts: tuple[tuple[str, str], ...]
    licence: str
    qt: str
    links: tuple[ButtonView, ...]
    parts: tuple[LineView, ...]


def news(changelog: str) -> NewsView:
    remark = t("The changelog, as it ships with this version; in English.")
    return NewsView(releases(changelog), remark)


@lru_cache(maxsize=2)
def releases(changelog: str) -> tuple[Release, ...]:
    """The versions of a changelog, with what each brought."""
    found: list[tuple[str, list[tuple[str, list[str]]]]] = []
    for line in changelog.splitlines():
        if head := _HEAD.fullmatch(line):
            found.append((head[1], [("", [])]))
        elif not found:
            continue
        elif part := _PART.fullmatch(line):
            found[-1][1].append((part[1], []))
        else:
            _take(line, found[-1][1][-1][1])
    return tuple(Release(title, _parts(groups)) for title, groups in found)


def _take(line: str, items: list[str]) -> None:
    if item := _ITEM.fullmatch(line):
        items.append(item[1])
    elif line.strip() and items:
        items[-1] += f" {line.strip()}"


def _parts(groups: list[tuple[str, list[str]]]) -> tuple[Part, ...]:
    return tuple(Part(title, tuple(map(_plain, items))) for title, items in groups if items)


def _plain(markdown: str) -> str:
    """Without the marks of code and of stress, and with the words of a link alone."""
    words = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", markdown)
    return re.sub(r"`([^`]+)`|\*\*([^*]+)\*\*", lambda at: at[1] or at[2], words)


def about(state: State, version: str) -> AboutView:
    service = state.version if state.version != version else t("the same version")
    return AboutView(
        facts=(
            (t("Version"), version),
            (t("Service"), f"{service} · {state.url}"),
            (t("Ollama"), state.engine.version or t("unknown")),
            (t("Files"), state.home),
        ),
        licence=t(
            "Ziggie Desktop is free software under the MIT licence. It comes without any warranty."
        ),
        qt=t(
            "The window is drawn by Qt and PySide6, which are used unmodified under the GNU Lesser"
            " General Public License, version 3. They are libraries of their own: you may replace"
            " them by your own build. © The Qt Company Ltd. and other contributors."
        ),
        links=(
            _link(t("The LGPL"), _licence("LGPL-3.0.txt")),
            _link(t("All licences"), _licence("NOTICES.txt")),
            _link(t("Qt's source code"), QT_SOURCE),
            _link(t("Qt's own parts"), QT_PARTS),
            _link("Ollama", OLLAMA),
        ),
        parts=tuple(LineView(where, (name, licence, where)) for name, licence, where in parts()),
    )


@cache
def parts() -> tuple[tuple[str, str, str], ...]:
    """What comes with an installed Ziggie: its name, its licence and its home."""
    lines = resource("licences/parts.tsv").read_text(encoding="utf-8").splitlines()
    return tuple((name, terms, home) for name, terms, home in (one.split("\t") for one in lines))


def _licence(file: str) -> str:
    """The address of a text that ships with Ziggie."""
    return resource(f"licences/{file}").absolute().as_uri()


def _link(words: str, where: str) -> ButtonView:
    return ButtonView(words, Do(Verb.LINK, where))
