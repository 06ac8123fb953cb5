"""Owns the fixtures that hand out the real parts and their stand-ins.

A part that cannot be had skips its tests with the reason, except in CI, where it fails them.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from ziggie_desktop.demo.parts.cloud import CloudSimulator


def missing(reason: object) -> None:
    """Fail in CI, skip elsewhere."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(reason), pytrace=False)
    pytest.skip(str(reason))


@pytest.fixture
async def cloud_sim() -> AsyncIterator[CloudSimulator]:
    """The simulated Anthropic API, without faults."""
    async with CloudSimulator() as cloud:
        yield cloud
