"""Owns made-up documents that the pages ask the service for, for the preview and the tests."""

from __future__ import annotations

from ziggie_desktop.contract.api import TokenInfo, TokensDocument
from ziggie_desktop.contract.library import Recommendation, RecommendationsDocument, Source
from ziggie_desktop.desktop import samples_books
from ziggie_desktop.desktop.presenters.shelf import Ask, Doc, Missing, Shelf
from ziggie_desktop.desktop.presenters.upkeep import RECOMMENDED
from ziggie_desktop.desktop.samples import GIB, NOW
from ziggie_desktop.desktop.samples_day import put_day

SETTINGS: dict[str, object] = {
    "mode": "auto",
    "engine": {
        "run": "child",
        "num_ctx": 8192,
        "keep_alive": "30m",
        "pinned": ["llama3.2:3b"],
        "environment": {},
    },
    "pulls": {"parallel": 2, "window": "22:00-07:00"},
    "yield": {"enabled": True, "programs": ["blender", "comfyui"], "memory_percent": 25},
    "hardware": {"price": "1750 EUR", "resale_usd": 600.0, "only_for_ai": False},
    "goals": {"uptime_percent": 99.5, "local_percent_from": 60.0, "local_percent_to": 80.0},
    "ledger": {"keep_days": 365},
    "timezone": "Europe/Berlin",
    "access": {"local_without_token": False, "allowed_origins": []},
    "tariff": {
        "currency": "EUR",
        "tz": "Europe/Berlin",
        "usd_per_unit": "1.08",
        "versions": [
            {"valid_from": "2000-01-01", "price_micro_per_kwh": 310_000},
            {
                "valid_from": "2026-04-01",
                "price_micro_per_kwh": 328_000,
                "periods": [
                    {
                        "price_micro_per_kwh": 221_000,
                        "start": "22:00:00",
                        "end": "06:00:00",
                        "weekdays": [0, 1, 2, 3, 4, 5, 6],
                        "months": list(range(1, 13)),
                    }
                ],
            },
        ],
    },
}


RECOMMENDATIONS = RecommendationsDocument(
    tier_gib=12,
    reason="For 12 GiB of GPU memory on 1 card.",
    models=(
        Recommendation(
            name="qwen3:8b",
            task="general",
            task_words="General questions and text",
            about="General use; thinks before it answers",
            size_bytes=5_200_000_000,
            size_approx=False,
            needed_bytes=int(5.9 * GIB),
            source=Source.MEASURED,
            installed=True,
        ),
        Recommendation(
            name="qwen2.5-coder:7b",
            task="technical",
            task_words="Code and technical text",
            about="Code",
            size_bytes=4_700_000_000,
            size_approx=True,
            needed_bytes=int(5.4 * GIB),
            source=Source.ESTIMATED,
        ),
    ),
)


TOKENS = TokensDocument((TokenInfo(name="kb-analyzer", created_at="2026-11-02T08:00:00Z"),))


def shelf() -> Shelf:
    """What the service would have answered to what the pages ask."""
    made = Shelf()
    samples_books.put(made)
    made.put(Ask(Doc.SETTINGS), SETTINGS)
    made.put(RECOMMENDED, RECOMMENDATIONS)
    made.put(Ask(Doc.TOKENS), TOKENS)
    put_day(made, now=NOW)
    return made


def empty_shelf() -> Shelf:
    """As a fresh service answers."""
    made = Shelf()
    samples_books.put_nothing(made)
    made.put(Ask(Doc.SETTINGS), {"mode": "auto"})
    put_day(made, now=NOW, bars=())
    small = Recommendation(
        name="llama3.2:3b",
        task="general",
        task_words="General questions and text",
        about="Small, for general use",
        size_bytes=2_000_000_000,
        size_approx=True,
        needed_bytes=int(3.1 * GIB),
        source=Source.ESTIMATED,
    )
    reason = "There is no GPU that can be read: small models, on the processor."
    made.put(Ask(Doc.TOKENS), TokensDocument(()))
    made.put(RECOMMENDED, RecommendationsDocument(tier_gib=0, reason=reason, models=(small,)))
    return made


def broken_shelf() -> Shelf:
    """Nothing could be had."""
    made = Shelf()
    spans = (Ask(Doc.GPU_HISTORY, (("span", span),)) for span in ("300", "3600"))
    books = Ask(Doc.USAGE, (("by", "day"), ("span", "month")))
    for ask in (*(Ask(doc) for doc in Doc), *spans, books):
        made.put(
            ask,
            Missing(
                "The service did not answer within 10 s", "Start it with: ziggie-desktop serve"
            ),
        )
    return made
