"""What only the console of Windows needs."""

from __future__ import annotations

import errno
import os
import sys

_OUTPUT, _ERRORS = -11, -12  # the numbers of GetStdHandle
_ACTS_ON_CODES = 4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING of SetConsoleMode


def switch_on_colours() -> None:
    """Have the console act on escape codes; where it does not, none are written."""
    if sys.platform != "win32":
        return
    import ctypes

    kernel = ctypes.windll.kernel32
    for number, stream in ((_OUTPUT, sys.stdout), (_ERRORS, sys.stderr)):
        if not stream.isatty():
            continue
        handle, mode = kernel.GetStdHandle(number), ctypes.c_ulong()
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            continue
        if not kernel.SetConsoleMode(handle, mode.value | _ACTS_ON_CODES):
            os.environ["NO_COLOR"] = "1"


def is_closed_pipe(error: OSError) -> bool:
    """Whether it means, on Windows, that nobody reads the pipe any more."""
    return error.errno == errno.EINVAL and not error.filename
