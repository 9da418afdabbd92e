"""A screen longer than the terminal is handed to the reader's own pager, where he has named one.

``CZ_PAGER``, else ``PAGER``: a command for the shell, as git takes it. No pager is run that nobody
has asked for: who does not know it does not know how to leave it either.
"""

from __future__ import annotations

import os
import sys

from cz.show.room import lines


def pager() -> str:
    """The command that long screens go to; "" where there is none, or no terminal."""
    named = os.environ.get("CZ_PAGER", os.environ.get("PAGER", "")).strip()
    if named in ("", "cat") or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return ""
    return named


def put(text: str, command: str) -> None:
    """Write a screen, by way of the pager where it is longer than the terminal."""
    if text.count("\n") < lines(sys.stdout) or not _paged(text, command):
        sys.stdout.write(text)


def _paged(text: str, command: str) -> bool:
    """Whether the pager has shown it: one that is not there (127) has not."""
    import signal
    import subprocess
    from contextlib import suppress

    sys.stdout.flush()
    env = {"LESS": "FRX", "LV": "-c", **os.environ}  # as git has them: colours, short ones pass
    process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=env)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        assert process.stdin is not None
        with suppress(OSError):  # he has read enough
            process.stdin.write(text.encode(sys.stdout.encoding, sys.stdout.errors or "replace"))
        with suppress(OSError):
            process.stdin.close()
        return process.wait() not in (126, 127)
    finally:
        signal.signal(signal.SIGINT, before)
