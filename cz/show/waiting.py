"""A word on stderr when something takes over a second.

On a terminal only, and gone when it is done.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

AFTER = 1.0  # seconds before the first word, and between two
BETWEEN = 0.1  # seconds between two counts


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


@contextmanager
def counted(words: str, total: int) -> Iterator[Callable[[], None]]:
    """Say ``words`` and how many of ``total`` are done, after the first second: 正在写 12/60.

    What it gives is called after each of them, and does nothing where nothing is to be said.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    done = 0
    told = False
    next_word = time.monotonic() + AFTER

    def step() -> None:
        nonlocal done, told, next_word
        done += 1
        now = time.monotonic()
        if now >= next_word:
            _write(f"\r{words} {done}/{total}")
            told, next_word = True, now + BETWEEN

    try:
        yield step
    finally:
        if told:
            _write("\r\x1b[K")


def _write(text: str) -> None:
    """Past the gate of cz.cli.gate: the codes that begin the line anew are our own."""
    stream = getattr(sys.stderr, "stream", sys.stderr)
    stream.write(text)
    stream.flush()
