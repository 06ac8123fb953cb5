"""Owns the table of the service's settings, in words, in the order in which the page shows them."""

from __future__ import annotations

from enum import Enum

import msgspec

from ziggie_desktop.desktop.presenters.words import mark


class Kind(Enum):
    TEXT = "text"
    NUMBER = "number"  # a whole one
    AMOUNT = "amount"  # with a fraction
    MONEY = "money"  # with its currency, the owner's where none is typed
    LIST = "list"  # names, with commas between them
    SWITCH = "switch"
    CHOICE = "choice"
    HIDDEN = "hidden"  # is taken and never shown


class Spec(msgspec.Struct, frozen=True):
    """A setting of the service's."""

    path: str
    kind: Kind
    label: str
    note: str = ""
    empty: str = ""
    choices: tuple[tuple[str, str], ...] = ()


AS_OLLAMA = mark("Auto")
# The same in dollars, from before amounts had their currency with them: shown, and written anew.
IN_DOLLARS = {
    "hardware.price": "hardware.price_usd",
    "hardware.resale": "hardware.resale_usd",
    "goals.savings_a_month": "goals.savings_usd_a_month",
}
SPECS: dict[str, tuple[str, tuple[Spec, ...]]] = {
    "engine": (
        mark("Engine"),
        (
            Spec(
                "engine.run",
                Kind.CHOICE,
                mark("Runs as"),
                mark("A program of Ziggie's own, the system's unit, or the official Docker image"),
                choices=(
                    ("child", mark("Program")),
                    ("systemd", mark("systemd unit")),
                    ("docker", mark("Docker")),
                ),
            ),
            Spec(
                "engine.program", Kind.TEXT, mark("Ollama program"), empty=mark("found by itself")
            ),
            Spec(
                "engine.host",
                Kind.TEXT,
                mark("Address"),
                mark("Where Ollama listens"),
                "127.0.0.1:11434",
            ),
            Spec(
                "engine.num_ctx",
                Kind.NUMBER,
                mark("Context"),
                mark("Tokens that a model is loaded with; more takes more VRAM"),
            ),
            Spec(
                "engine.keep_alive",
                Kind.TEXT,
                mark("Keep models loaded for"),
                mark("A time such as 30m; -1 keeps them for ever"),
                mark("as Ollama decides"),
            ),
            Spec(
                "engine.pinned",
                Kind.LIST,
                mark("Always loaded"),
                mark("Models that stay loaded, with commas between them"),
                mark("none"),
            ),
            Spec("engine.parallel", Kind.NUMBER, mark("Answers at once"), empty=AS_OLLAMA),
            Spec(
                "engine.loaded_models", Kind.NUMBER, mark("Models loaded at most"), empty=AS_OLLAMA
            ),
            Spec(
                "engine.flash_attention",
                Kind.CHOICE,
                mark("Flash attention"),
                mark("Takes less VRAM for long contexts, where the GPU can"),
                choices=(("", mark("Auto")), ("on", mark("On")), ("off", mark("Off"))),
            ),
            Spec(
                "engine.kv_cache_type",
                Kind.CHOICE,
                mark("Precision of the context"),
                mark("Less takes less VRAM, and loses a little; needs flash attention"),
                choices=(("", "f16"), ("q8_0", "q8_0"), ("q4_0", "q4_0")),
            ),
            Spec(
                "engine.gpus",
                Kind.LIST,
                mark("GPUs"),
                mark("UUIDs as nvidia-smi -L shows them, or none for the processor alone"),
                mark("all"),
            ),
            Spec("engine.load_timeout", Kind.TEXT, mark("Give up a load after"), empty="5m"),
            Spec("engine.proxy", Kind.TEXT, mark("Proxy for downloads"), empty=mark("none")),
            Spec(
                "engine.check_updates",
                Kind.SWITCH,
                mark("Tell me of newer versions"),
                mark("Asks once a day, for an Ollama that Ziggie installed; fetches nothing"),
            ),
        ),
    ),
    "pulls": (
        mark("Downloads"),
        (
            Spec("pulls.parallel", Kind.NUMBER, mark("At once")),
            Spec(
                "pulls.window",
                Kind.TEXT,
                mark("Only between"),
                mark("Hours in which queued downloads run, such as 22:00-07:00"),
                mark("at any time"),
            ),
        ),
    ),
    "yield": (
        mark("Other programs on the GPU"),
        (
            Spec(
                "yield.enabled",
                Kind.SWITCH,
                mark("Make room for them"),
                mark("Models leave the GPU while such a program runs; the cloud answers meanwhile"),
            ),
            Spec("yield.programs", Kind.LIST, mark("Programs"), empty=mark("none")),
            Spec(
                "yield.memory_percent",
                Kind.NUMBER,
                mark("Or any that holds"),
                mark("Percent of a card's memory"),
            ),
        ),
    ),
    "hardware": (
        mark("This machine"),
        (
            Spec(
                "hardware.price",
                Kind.MONEY,
                mark("Paid for it"),
                mark("For the projection; 0 where it was there anyway"),
                mark("such as 1299 EUR"),
            ),
            Spec(
                "hardware.resale",
                Kind.MONEY,
                mark("Worth when sold"),
                empty=mark("such as 400 EUR"),
            ),
            Spec(
                "hardware.only_for_ai",
                Kind.SWITCH,
                mark("It runs for this alone"),
                mark("Then the idle GPU's electricity counts against the savings"),
            ),
        ),
    ),
    "goals": (
        mark("Goals"),
        (
            Spec("goals.uptime_percent", Kind.AMOUNT, mark("Uptime, in percent")),
            Spec("goals.local_percent_from", Kind.AMOUNT, mark("Answered locally, percent from")),
            Spec("goals.local_percent_to", Kind.AMOUNT, mark("Answered locally, percent to")),
            Spec(
                "goals.savings_a_month",
                Kind.MONEY,
                mark("Net savings a month"),
                empty=mark("such as 20 EUR"),
            ),
            Spec(
                "goals.parity_percent",
                Kind.AMOUNT,
                mark("Good local answers, in percent of Claude's"),
                empty=mark("not said"),
            ),
        ),
    ),
    "books": (
        mark("Books"),
        (
            Spec(
                "ledger.keep_days",
                Kind.NUMBER,
                mark("Keep single requests for"),
                mark("Days; older months stay as sums"),
                mark("for ever"),
            ),
            Spec(
                "timezone",
                Kind.TEXT,
                mark("Time zone"),
                mark("Days begin there, such as Europe/Berlin"),
                mark("the machine's own"),
            ),
        ),
    ),
    "access": (
        mark("Access"),
        (
            Spec(
                "access.local_without_token",
                Kind.SWITCH,
                mark("Local models without a token"),
                mark("For programs that cannot send one; they never reach the cloud"),
            ),
            Spec(
                "access.allowed_origins",
                Kind.LIST,
                mark("Web pages that may call"),
                mark("Origins such as http://localhost:3000"),
                mark("none"),
            ),
        ),
    ),
}
