"""Owns what the small window says: state, mode, watts and today's savings, nothing more."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ziggie_desktop.contract.state import GpuState, State
from ziggie_desktop.desktop.presenters import text
from ziggie_desktop.desktop.presenters.status import (
    MODE_WORDS,
    Sign,
    headline,
    saved_today,
    wants_a_look,
)
from ziggie_desktop.desktop.presenters.view import Link
from ziggie_desktop.desktop.presenters.words import t


class MiniView(msgspec.Struct, frozen=True):
    """``says``: all of it in one line, for who does not see it."""

    sign: Sign
    badge: bool
    word: str
    detail: str
    says: str


def mini(state: State | None, link: Link, now: datetime) -> MiniView:
    top = headline(state, link, now)
    if state is None or link is not Link.UP:
        return MiniView(top.sign, False, top.word, "", f"Ziggie: {top.word}")
    parts = [t(MODE_WORDS[state.mode])]
    if state.gpu.state is GpuState.OK and state.gpu.gpus:
        parts.append(text.watts(state.gpu.gpus[0].power_mw))
    saved = t("saved today {net}", net=saved_today(state))
    if state.today.simulated:
        saved += f" ({t('simulated')})"
    detail = " · ".join((*parts, saved))
    return MiniView(
        top.sign, wants_a_look(state), top.word, detail, f"Ziggie: {top.word}, {detail}"
    )
