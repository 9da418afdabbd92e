"""Whole records below one of a section's list, written as that one is."""

from __future__ import annotations

from typing import Any, NamedTuple

from cz.edit.changes import CannotSplice, Splice
from cz.edit.places import colon, column, last_offset
from cz.edit.record_lines import lines_in_brackets, record_lines
from cz.source import Source, end_of_line, start_of_line
from cz.tree import Map, node_at


class Below(NamedTuple):
    """Records to be added below ``record``, one of the section; ``None``: above all of them."""

    section: str
    record: Map | None
    records: list[Map]


def below(source: Source, root: Map, place: Below) -> Splice:
    """Raises CannotSplice where the neighbour has no lines of its own."""
    text, newline = source.text, source.newline
    listed = [record for record in root[place.section] if isinstance(record, Map)]
    number = 0
    if place.record is not None:
        number = [id(record) for record in listed].index(id(place.record))
    node = _node(source, listed[number])
    start = start_of_line(text, node.start)
    if text[start : node.start].strip() != "-":
        raise CannotSplice
    dash, keys = text.index("-", start) - start, column(text, node.start)
    write = lines_in_brackets if node.style == "flow" else record_lines
    gap = newline if _stands_apart(source, listed, number) else ""
    if place.record is None:
        at = end_of_line(text, colon(text, root, place.section))
        return Splice(at, at, write(place.records, dash, keys, newline) + gap)
    at = end_of_line(text, last_offset(text, node))
    return Splice(at, at, write(place.records, dash, keys, newline, gap))


def _stands_apart(source: Source, listed: list[Map], number: int) -> bool:
    """Whether one blank line, and nothing else, stands between a record and one next to it."""
    for first in (number - 1, number):
        if first >= 0 and first + 1 < len(listed):
            above, under = _node(source, listed[first]), _node(source, listed[first + 1])
            end = end_of_line(source.text, last_offset(source.text, above))
            between = source.text[end : start_of_line(source.text, under.start)]
            if not between.strip():
                return between.count("\n") == 2
    return False


def _node(source: Source, record: Map) -> Any:
    node = node_at(source, record)
    if node is None or node.kind != "map":
        raise CannotSplice
    return node
