"""Owns which models nobody used for a time, and why the others stay. Pure: it deletes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from ziggie_desktop.contract.library import UnusedModel
from ziggie_desktop.contract.state import Model
from ziggie_desktop.library.names import listed_name


def unused(
    models: Iterable[Model],
    *,
    days: int,
    now: datetime,
    books_began: datetime | None,
    pinned: Collection[str],
    loaded: Collection[str],
    named: Collection[str],
    fetching: Collection[str],
) -> tuple[UnusedModel, ...]:
    """All models, each with why it is kept or without. Names are as Ollama lists them; ``named``
    are those that the policy names, with "*". What cannot be told is kept."""
    since = now - timedelta(days=days)
    return tuple(
        UnusedModel(
            name=model.name,
            size_bytes=model.size_bytes,
            last_used=model.last_used,
            installed_at=model.modified_at,
            kept=_kept(model, since, books_began, pinned, loaded, named, fetching),
        )
        for model in models
    )


def _kept(
    model: Model,
    since: datetime,
    books_began: datetime | None,
    pinned: Collection[str],
    loaded: Collection[str],
    named: Collection[str],
    fetching: Collection[str],
) -> str | None:
    name = listed_name(model.name)
    if name in pinned:
        return "it is pinned"
    if name in loaded:
        return "it is loaded"
    if name in fetching:
        return "it is being fetched"
    if any(fnmatchcase(name, listed_name(pattern)) for pattern in named):
        return "policy.toml names it"
    if model.last_used is not None and model.last_used.at >= since:
        return f"{model.last_used.by} used it"
    if books_began is None or books_began > since:
        return "the books do not go back so far"
    if model.modified_at is None or model.modified_at >= since:
        return "it was installed since"
    return None
