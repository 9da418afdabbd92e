"""What may be asked of a file's text, and the replacement of characters that carries it out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cz.tree import Map, Path

Item = Mapping[str, str | Sequence[str]]  # a small record in a list; names in it in brackets
Written = str | Item
Field = str | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str | Mapping[str, str]]


class Put(NamedTuple):
    """Set the value at ``path``; keys that are missing on the way are added at the record's end.

    A number in the path is a place in a list.
    """

    record: Map
    path: Path
    value: Written


class Relist(NamedTuple):
    """Take the items at the places ``remove`` out of the list at ``path``, add ``add`` at its end.

    A list left empty goes with its key.
    """

    record: Map
    path: Path
    add: tuple[Written, ...] = ()
    remove: tuple[int, ...] = ()


class Drop(NamedTuple):
    """Take the field at ``path`` (one key of the record) away with its lines.

    A comment behind it stays, on its own. What is not there is no change.
    """

    record: Map
    path: Path


class Append(NamedTuple):
    """Add whole records to a section's list, below the record ``behind``, else at its end, or
    ``first`` of all.

    A section that is missing is added at the file's end. Of a record's fields those that are empty
    text are left out.
    """

    root: Map
    section: str
    records: tuple[Mapping[str, Field], ...]
    behind: Map | None = None
    first: bool = False


class Remove(NamedTuple):
    """Take a whole record out of a section's list, with its lines; the last leaves ``[]``."""

    root: Map
    section: str
    record: Map


Change = Put | Relist | Drop | Append | Remove


class Splice(NamedTuple):
    """Characters ``start``..``end`` of the old text give way to ``new``."""

    start: int
    end: int
    new: str


class CannotSplice(Exception):
    """The record is written in a way that leaves no safe place for the change."""
