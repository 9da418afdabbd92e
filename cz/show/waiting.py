"""A word on stderr when something takes over a second, on a terminal only, and gone when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

AFTER = 1.0


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Say ``words`` with the seconds gone, each second after the first; needs the main thread of a Unix process."""
    import signal

    if not sys.stderr.isatty() or not hasattr(signal, "setitimer"):
        yield
        return
    seconds = 0

    def tell(number: int, frame: Any) -> None:
        nonlocal seconds
        seconds += 1
        sys.stderr.write(f"\r{words}……{seconds} 秒")
        sys.stderr.flush()

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, AFTER, AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if seconds:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
