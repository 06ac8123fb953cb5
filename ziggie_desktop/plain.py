"""Owns that a program which speaks with this machine alone loads asyncio without OpenSSL. Never
called by the service, which speaks TLS with Claude.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

TLS = "ssl"


def load_asyncio() -> None:
    """asyncio does without where Python was built without it: so it is told. ``import ssl``
    works as ever afterwards, for whoever wants it."""
    if "asyncio" in sys.modules or TLS in sys.modules:
        return
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules[TLS] = None
    try:
        import_module("asyncio")
    finally:
        del modules[TLS]
