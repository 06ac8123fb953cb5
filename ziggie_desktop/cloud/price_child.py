"""Owns the process that holds genai-prices for a moment: says the lines that it is asked for, and
ends. Calls nobody."""

from __future__ import annotations

import sys

import msgspec

from ziggie_desktop.cloud.price_tables import tell


def main() -> int:
    """``price_child HOUR NEXT_HOUR [MODEL…]``"""
    hours, models = (int(hour) for hour in sys.argv[1:3]), sys.argv[3:]
    sys.stdout.buffer.write(msgspec.json.encode(tell(hours, models)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
