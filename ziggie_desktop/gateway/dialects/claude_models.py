"""Owns what a Claude model takes, judged by its name. A name it does not know counts as new.

Sources: Anthropic's pages on sampling parameters, thinking and prefill. From 4.7 on (Haiku: after
4.5) a model refuses temperature, top_p and top_k and thinks adaptively only; 4.6 is the first to
refuse prefill.
"""

from __future__ import annotations

import re

_NEW_STYLE = re.compile(r"claude-(opus|sonnet|haiku)-(\d+)(?:-(\d{1,2}))?(?!\d)")
_OLD_STYLE = re.compile(r"claude-(?:instant|1|2|3)(?:[-.]|$)")
_UNKNOWN = (99, 0)


def version(model: str) -> tuple[int, int]:
    if _OLD_STYLE.search(model):
        return (3, 0)
    found = _NEW_STYLE.search(model)
    if found is None:
        return _UNKNOWN
    return int(found[2]), int(found[3] or 0)


def takes_sampling(model: str) -> bool:
    return version(model) < ((4, 6) if "haiku" in model else (4, 7))


def thinks_by_budget(model: str) -> bool:
    """Whether thinking is switched on with a budget; later models are told an effort."""
    return version(model) < (4, 6)


def takes_prefill(model: str) -> bool:
    return version(model) < (4, 6)
