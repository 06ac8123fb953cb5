"""A child that says what makes no sense; see test_monitor_losses."""

from __future__ import annotations

import sys
import time

if __name__ == "__main__":
    print("Segmentation fault (no core dumped)", flush=True)
    time.sleep(60)
    sys.exit(1)
