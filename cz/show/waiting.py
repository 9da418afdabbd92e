"""A word on stderr when something takes over a second.

On a terminal only, and gone when it is done.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

AFTER = 1.0  # seconds before the first word, and between two


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Say ``words`` with the seconds gone, each second after the first.

    Needs the main thread of a Unix process; elsewhere nothing is said.
    """
    if not sys.stderr.isatty() or not hasattr(signal, "setitimer"):
        yield
        return
    seconds = 0

    def tell(number: int, frame: Any) -> None:
        nonlocal seconds
        seconds += 1
        _write(f"\r{words}……{seconds} 秒")

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, AFTER, AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if seconds:
            _write("\r\x1b[K")


def _write(text: str) -> None:
    """Past the gate of cz.cli.gate: the codes that begin the line anew are our own."""
    stream = getattr(sys.stderr, "stream", sys.stderr)
    stream.write(text)
    stream.flush()
