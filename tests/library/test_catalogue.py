"""Tests that the recommended models exist in the file, fit their tier and serve each task."""

from __future__ import annotations

import pytest

from ziggie_desktop.library.calls import check_name
from ziggie_desktop.library.catalogue import (
    GIB,
    Tier,
    catalogue,
    recommendations,
    tier_for,
)

TIERS = catalogue().tiers


def test_tiers_reach_from_the_processor_to_48() -> None:
    sizes = [tier.vram_gib for tier in TIERS]
    assert sizes == sorted(set(sizes))
    assert (sizes[0], sizes[1], sizes[-1]) == (0, 4, 48)


@pytest.mark.parametrize("tier", TIERS, ids=lambda tier: f"{tier.vram_gib} GiB")
def test_each_tier_has_each_task_and_all_of_it_fits(tier: Tier) -> None:
    found = catalogue()
    entries = {entry.name: entry for entry in found.models}
    assert set(tier.models) == set(found.tasks)
    for task, names in tier.models.items():
        assert names, task
        assert len(set(names)) == len(names)
        for name in names:
            assert entries[name].fits((tier.vram_gib or 4) * GIB), name
            assert (task == "embeddings") is ("embed" in name)


def test_models_are_named_once_and_all_are_used() -> None:
    found = catalogue()
    names = [check_name(entry.name) for entry in found.models]
    assert len(set(names)) == len(names)
    assert set(names) == {
        name for tier in TIERS for listed in tier.models.values() for name in listed
    }


def test_the_seed_set_is_recommended() -> None:
    by_task = {(one.task, one.name) for one in recommendations(tier_for(8 * GIB))}
    wanted = {("general", "llama3.1:8b"), ("technical", "qwen2.5:7b"), ("simple", "phi3:mini")}
    assert wanted <= by_task
    assert ("general", "llama3.2:3b") in {
        (one.task, one.name) for one in recommendations(tier_for(4 * GIB))
    }


@pytest.mark.parametrize(
    ("mib", "general"),
    [
        (0, "llama3.2:3b"),
        (2048, "llama3.2:3b"),
        (4096, "llama3.2:3b"),
        (8188, "qwen3:8b"),  # a card sold with 8 GB
        (11_264, "qwen3:8b"),
        (24_564, "qwen3:30b"),
        (81_559, "llama3.3:70b"),
    ],
)
def test_recommended_for_a_card(mib: int, general: str) -> None:
    found = recommendations(tier_for(mib * 1024**2))
    first = next(one for one in found if one.task == "general")
    assert first.name == general
    assert all(one.size_approx for one in found)
    assert all(one.needed_bytes <= max(mib, 4096) * 1024**2 * 0.9 for one in found)
    assert all(one.task_words and one.about for one in found)
