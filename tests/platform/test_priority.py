"""Tests that a thread of this system gives way to others, and that only that thread does."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from ziggie_desktop.platform.current import current_system


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a thread's own priority")
def test_only_the_thread_that_asks_is_lowered() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    seen: list[int] = []

    def work() -> None:
        current_system().lower_thread()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert seen == [19]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
