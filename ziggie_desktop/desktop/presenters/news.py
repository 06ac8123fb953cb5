"""Owns what the pages on this program itself say: what is new in it, and what it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ziggie_desktop.contract.state import State
from ziggie_desktop.desktop.presenters.view import ButtonView, Do, LineView, Verb
from ziggie_desktop.desktop.presenters.words import t

LGPL = "https://www.gnu.org/licenses/lgpl-3.0.html"
QT_SOURCE = "https://code.qt.io/cgit/"
OLLAMA = "https://ollama.com"
MIT, BSD, APACHE = "MIT", "BSD-3-Clause", "Apache-2.0"
# What comes with an installed Ziggie; a test holds it against pyproject.toml.
PARTS = (
    ("aiohttp", f"{APACHE} AND {MIT}", "https://github.com/aio-libs/aiohttp"),
    ("anthropic", APACHE, "https://github.com/anthropics/anthropic-sdk-python"),
    ("apscheduler", MIT, "https://github.com/agronholm/apscheduler"),
    ("backports-zstd", "PSF-2.0", "https://github.com/rogdham/backports.zstd"),
    ("genai-prices", MIT, "https://github.com/pydantic/genai-prices"),
    ("httptools", MIT, "https://github.com/MagicStack/httptools"),
    ("Inter", "OFL-1.1", "https://rsms.me/inter"),
    ("jeepney", MIT, "https://gitlab.com/takluyver/jeepney"),
    ("keyring", MIT, "https://github.com/jaraco/keyring"),
    ("msgspec", BSD, "https://msgspec.dev"),
    ("nvidia-ml-py", BSD, "https://pypi.org/project/nvidia-ml-py"),
    ("ollama", MIT, "https://github.com/ollama/ollama-python"),
    ("platformdirs", MIT, "https://github.com/tox-dev/platformdirs"),
    ("psutil", BSD, "https://github.com/giampaolo/psutil"),
    ("pyside6-essentials", "LGPL-3.0", "https://pyside.org"),
    ("starlette", BSD, "https://github.com/Kludex/starlette"),
    ("tomli-w", MIT, "https://github.com/hukkin/tomli-w"),
    ("tzdata", APACHE, "https://github.com/python/tzdata"),
    ("tzlocal", MIT, "https://github.com/regebro/tzlocal"),
    ("uvicorn", BSD, "https://uvicorn.dev"),
    ("uvloop", f"{APACHE} AND {MIT}", "https://github.com/MagicStack/uvloop"),
)
_HEAD = re.compile(r"## +(.+)")
_ITEM = re.compile(r"[-*] +(.+)")


@dataclass(frozen=True, slots=True)
class Release:
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsView:
    releases: tuple[Release, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class AboutView:
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
    found: list[tuple[str, list[str]]] = []
    for line in changelog.splitlines():
        if head := _HEAD.fullmatch(line):
            found.append((head[1], []))
        elif not found:
            continue
        elif item := _ITEM.fullmatch(line):
            found[-1][1].append(item[1])
        elif line.strip() and found[-1][1]:
            found[-1][1][-1] += f" {line.strip()}"
    return tuple(Release(title, tuple(_plain(item) for item in items)) for title, items in found)


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
            _link(t("The LGPL"), LGPL),
            _link(t("Qt's source code"), QT_SOURCE),
            _link("Ollama", OLLAMA),
        ),
        parts=tuple(LineView(where, (name, licence, where)) for name, licence, where in PARTS),
    )


def _link(words: str, where: str) -> ButtonView:
    return ButtonView(words, Do(Verb.LINK, where))
