"""Owns how Qt for Python is loaded. Never called after another of its modules is there."""

from __future__ import annotations

import sys


def load_qt() -> None:
    """Qt for Python reads the source of each module that is imported after it and keeps it, to see
    whether the module may ask for ``snake_case`` and the like. Nothing here does, so it need not.
    """
    import shiboken6  # noqa: F401 - brings the module that is spoken of

    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None:
        vars(feature)["_mod_uses_pyside"] = _uses_no_feature


def _uses_no_feature(_module: object) -> bool:
    return False
