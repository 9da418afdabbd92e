"""What a file may not be called, so that Windows can hold it too."""

import re

FORBIDDEN = frozenset('<>:"|?*\\')  # in the name of a file; / parts folders
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps the name for a device, whatever its ending."""
    return _RESERVED.fullmatch(name.partition(".")[0].rstrip()) is not None


def last_name(path: str) -> str:
    """The last part of a path, of whichever system; a drive stays with what it is not parted from.

    ``a:b.md`` is no file b.md on a drive a, but on most disks a stream b.md of a file a.
    """
    parts = re.split(r"[/\\]", re.sub(r"^[A-Za-z]:[/\\]", "", path))
    return next((part for part in reversed(parts) if part), "")
