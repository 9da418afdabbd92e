"""What a file's text becomes: mappings, lists and text, nothing else."""

from __future__ import annotations

from typing import Any

DEEPEST = 40  # levels of nesting a file may have


class Map(dict[str, Any]):
    """A mapping in file order. Values are ``str``, ``Map`` or ``Seq``; keys are text as written.

    ``line``/``end``: first line and the line after the last one, from 0. ``node`` is the parser's
    node where libyaml read the file. What is written on one line may be shared by several places
    and then has no lines of its own: it is never changed in place.
    """

    __slots__ = ("end", "line", "node")

    line: int
    end: int
    node: Any


def new_map(line: int = -1, end: int = -1, node: Any = None) -> Map:
    mapping = Map()
    mapping.line = line
    mapping.end = end
    mapping.node = node
    return mapping


NOWHERE = new_map()  # where a record stands that was not read from a file


class Seq(list[Any]):
    """A list in file order."""

    __slots__ = ()


Value = str | Map | Seq
