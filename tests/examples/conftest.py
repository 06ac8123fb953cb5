"""One service between both stand-ins, and the examples as an outsider runs them."""

from __future__ import annotations

from tests.service.conftest import make_service, module_parts, parts, service, shared

__all__ = ["make_service", "module_parts", "parts", "service", "shared"]
