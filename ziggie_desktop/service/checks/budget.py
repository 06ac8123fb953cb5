"""Is a cloud budget used up, or about to be?"""

from __future__ import annotations

from ziggie_desktop.contract.state import Problem
from ziggie_desktop.routing.budget import Fullness, remedy, spent_words, unpriced_words
from ziggie_desktop.service.checks.facts import Facts


def check(facts: Facts) -> Problem | None:
    """All of them in one problem; what can be done is said for the fullest. Requests of unknown
    price are told even where there is room: they take nothing from it."""
    full = [s for s in facts.spendings if s.fullness is not Fullness.FINE]
    if not full:
        return _unpriced(facts)
    full.sort(key=lambda s: s.spent_pico / s.budget.cap_pico, reverse=True)
    words = "; ".join(spent_words(spending) for spending in full)
    spent = full[0].fullness is Fullness.SPENT
    return Problem(
        code="budget_spent" if spent else "budget_warning",
        title=words[:1].upper() + words[1:] + ".",
        remedy=remedy(full[0].budget),
    )


def _unpriced(facts: Facts) -> Problem | None:
    most = max(facts.spendings, key=lambda s: s.unpriced, default=None)
    if most is None or not most.unpriced:
        return None
    return Problem(
        code="budget_unpriced",
        title=f"{unpriced_words(most.unpriced)} cannot be counted in {most.name}.",
        remedy="Use a Claude model whose price Ziggie knows, or keep room in the budget for them.",
    )
