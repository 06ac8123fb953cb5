"""Owns which keeper a plan asks for, and loads no other. Starts nothing."""

from __future__ import annotations

from typing import assert_never

from ziggie_desktop.engine.keeper import Keeper
from ziggie_desktop.engine.launch import Launch
from ziggie_desktop.engine.plan import Plan, RunBy


def keeper_for(plan: Plan) -> Keeper:
    """Where nothing may be started, nothing is driven either."""
    if plan.adopt_only:
        return Launch(plan)
    match plan.run:
        case RunBy.CHILD:
            return Launch(plan)
        case RunBy.SYSTEMD:
            from ziggie_desktop.engine.systemd import UnitKeeper

            return UnitKeeper(plan)
        case RunBy.DOCKER:
            from ziggie_desktop.engine.docker import ContainerKeeper

            return ContainerKeeper(plan)
        case _:
            assert_never(plan.run)
