"""Where git is."""

from __future__ import annotations

import ntpath
import os
from collections.abc import Callable
from functools import cache


@cache
def program() -> str:
    """What to call as git. Raises FileNotFoundError.

    Windows itself would look in the current folder first, and run whatever git.exe somebody has
    put beside a plan.
    """
    if os.name != "nt":
        return "git"
    path = on_path("git.exe", os.environ.get("PATH", ""), os.path.isfile)
    if not path:
        raise FileNotFoundError("git.exe")
    return path


def on_path(name: str, folders: str, is_file: Callable[[str], bool]) -> str:
    """The first file of the name in the folders of a PATH of Windows, "" where there is none.

    What is relative to the current folder does not count.
    """
    for folder in folders.split(";"):
        plain = folder.strip('"')
        path = ntpath.join(plain, name)
        if ntpath.splitdrive(plain)[0] and ntpath.isabs(plain) and is_file(path):
            return path
    return ""
