"""Tests that the service looks again at engine, GPU and models when the machine was asleep."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from ziggie_desktop.service.changes import Changes
from ziggie_desktop.service.hub import Hub
from ziggie_desktop.service.local import Local
from ziggie_desktop.service.money import Money


def test_after_a_sleep_everything_is_looked_at_again() -> None:
    asked: list[str] = []

    def part(**methods: str) -> Any:
        return SimpleNamespace(
            **{name: lambda said=said: asked.append(said) for name, said in methods.items()}
        )

    changes = Changes(hub=cast(Hub, None))
    changes._local = cast(
        Local, SimpleNamespace(engine=part(check="engine"), side=part(look="models"))
    )
    changes._money = cast(Money, SimpleNamespace(gpu=part(renew="gpu")))
    changes.resumed()
    assert asked == ["engine", "gpu", "models"]
