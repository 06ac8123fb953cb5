"""Owns what the drivers share: where to call, what to ask, how a finding is told."""

from __future__ import annotations

import json
import os
from typing import Any

URL = os.environ["ZIGGIE_TEST_URL"]
TOKEN = os.environ["ZIGGIE_TEST_TOKEN"]
SIDES = {"local": "always", "cloud": "never"}
MODEL = "claude-haiku-4-5"
ASK = "Say it."
CALL_TWICE = 'use tool weather {"city": "Graz"} and use tool weather {"city": "Linz"}'
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"name": "weather", "description": "The weather.", "input_schema": SCHEMA}
FUNCTION = {
    "type": "function",
    "function": {"name": "weather", "description": "The weather.", "parameters": SCHEMA},
}


def wish(side: str) -> dict[str, str]:
    return {"X-Ziggie-Use-Local": SIDES[side]}


def found(case: str, side: str, **what: Any) -> None:
    """One line of JSON on stdout."""
    print(json.dumps({"case": case, "side": side, **what}), flush=True)
