"""Owns where PostgreSQL's programs come from, as Debian names it. Standard library only: the
installer reads it before anything is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGE = "postgresql"
NEEDED = ("initdb", "postgres")


def programs() -> Path | None:
    """The folder of initdb and postgres, which Debian keeps off the PATH; None where there is
    none."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    if found is not None:
        places.append(Path(found).resolve().parent)
    return next((p for p in places if all((p / name).exists() for name in NEEDED)), None)
