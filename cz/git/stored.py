"""A file as a commit holds it, out of git's own objects: no process for each file."""

from __future__ import annotations

import os
from collections.abc import Iterator

from cz.git.refusals import LOST
from cz.git.run import Objects
from cz.problem import Refusal


def blob_at(objects: Objects, commit: str, path: str) -> str:
    """The id of what a commit (its full id) has at a path from the top, "" where nothing is.

    Raises Refusal where git does not have what it ought to have.
    """
    head = _content(objects, commit)
    entry = head[len(b"tree ") : head.index(b"\n")].decode()
    for name in os.fsencode(path).split(b"/"):
        entries = dict(_entries(_content(objects, entry), len(entry) // 2))
        entry = entries.get(name, "")
        if not entry:
            return ""
    return entry


def text_at(objects: Objects, blob: str) -> bytes | None:
    """What is stored as a blob, ``None`` where that is no file. Raises Refusal as ``blob_at``."""
    kind, content = _stored(objects, blob)
    return content if kind == "blob" else None


def _content(objects: Objects, sha: str) -> bytes:
    """Of a commit or a tree; a file has no entries."""
    kind, content = _stored(objects, sha)
    return b"" if kind == "blob" else content


def _stored(objects: Objects, sha: str) -> tuple[str, bytes]:
    stored = objects.read(sha)
    if stored is None:
        raise Refusal(LOST, exit_code=1)
    return stored


def _entries(tree: bytes, size: int) -> Iterator[tuple[bytes, str]]:
    """(name, id) of all in a tree: ``mode name``, a zero byte, the id in ``size`` bytes."""
    place = 0
    while place < len(tree):
        end = tree.index(b"\0", place)
        _, _, name = tree[place:end].partition(b" ")
        place = end + 1 + size
        yield name, tree[end + 1 : place].hex()
