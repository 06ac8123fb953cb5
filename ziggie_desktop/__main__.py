"""Chooses a program: the service, the demo, or a client of the service. Imports nothing heavy."""

from __future__ import annotations

import sys


def main() -> int:
    """The console script ``ziggie-desktop``; its exit status is the contract's."""
    from ziggie_desktop.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
