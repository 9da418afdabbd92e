"""What cz keeps for itself in the user's cache folder: small, private, and as easily done without.

Whatever goes wrong with it is as if nothing were kept. What anybody else could have put there is
not read. The folder may be deleted at any moment.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress

LARGEST = 64 * 2**10  # bytes of a file
MOST = 100  # files
_NOT_THROUGH_LINKS = getattr(os, "O_NOFOLLOW", 0)
_AS_BYTES = getattr(os, "O_BINARY", 0)
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for


def folder() -> str:
    """Where it is kept; "" where the system names no such place."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "cz") if os.path.isabs(base) else ""


def read(name: str) -> str:
    """What is kept under a name, "" where nothing is, or where it is not surely our own."""
    place = folder()
    if not place:
        return ""
    try:
        if not _is_ours(os.lstat(place), stat.S_ISDIR):
            return ""
        how = os.O_RDONLY | _NOT_THROUGH_LINKS | _AT_ONCE | _AS_BYTES
        with open(os.open(os.path.join(place, name), how), "rb") as file:
            state = os.fstat(file.fileno())
            if state.st_size > LARGEST or not _is_ours(state, stat.S_ISREG):
                return ""
            return file.read(LARGEST).decode("ascii")
    except (OSError, ValueError):
        return ""


def keep(name: str, text: str) -> None:
    """Keep a text under a name, whole or not at all; the oldest go where there are many."""
    place = folder()
    data = text.encode("ascii")
    if not place or len(data) > LARGEST:
        return
    fresh = os.path.join(place, f".{name}.{os.urandom(6).hex()}")
    try:
        _make(place)
        if not _is_ours(os.lstat(place), stat.S_ISDIR):
            return
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _AS_BYTES, 0o600)
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(fresh, os.path.join(place, name))
        _forget_oldest(place)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)


def _make(place: str) -> None:
    """Make the folder, in one that is the user's own. Raises OSError."""
    if os.path.isdir(place):
        return
    above = os.path.dirname(place)
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    if _is_own(os.stat(above)):
        os.makedirs(place, mode=0o700)


def _is_own(state: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or state.st_uid == os.geteuid()  # Windows does not say


def _is_ours(state: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """Whether it is of the kind, and nobody else may have written it."""
    others_write = hasattr(os, "geteuid") and state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return is_kind(state.st_mode) and _is_own(state) and not others_write


def _forget_oldest(place: str) -> None:
    """Raises OSError."""
    with os.scandir(place) as entries:
        names = [entry.path for entry in entries]
    if len(names) <= MOST:
        return
    by_age = sorted(names, key=lambda path: os.lstat(path).st_mtime)
    for path in by_age[: len(names) - MOST // 2]:
        with suppress(OSError):
            os.unlink(path)
