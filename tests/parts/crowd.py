"""Owns how crowded this machine is, for the limits of tests in which other programs work."""

from __future__ import annotations

import os
import sys


def crowd() -> float:
    """How many programs shared each processor in the last minute; 1 where this one had it all."""
    if sys.platform == "win32":
        return 1.0
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
