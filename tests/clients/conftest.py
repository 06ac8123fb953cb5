"""One service between both stand-ins, and the clients in an environment of their own."""

from __future__ import annotations

from tests.service.conftest import module_parts, parts, service, shared

__all__ = ["module_parts", "parts", "service", "shared"]
