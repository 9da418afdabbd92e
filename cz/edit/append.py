"""Whole records, as lines of a section's list."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cz.edit.below import Below, below
from cz.edit.changes import Append, CannotSplice, Field, Splice
from cz.edit.places import colon, column, last_offset, pair_of
from cz.edit.record_lines import record_lines
from cz.source import Source, end_of_line, start_of_line
from cz.tree import Map, Seq, node_at

# What may follow the colon of a section without records.
_NO_ITEMS = r"([ \t]*\[[ \t]*\])?([ \t]*(?:#.*)?)"
_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|$)", re.M)


def filled(record: Mapping[str, Field]) -> Map:
    """The record as it will be read: without what is empty."""
    kept = Map()
    for key, value in record.items():
        read = _value(value)
        if read:
            kept[key] = read
    return kept


def _value(value: Field) -> str | Map | Seq:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return Map({key: _item(inner) for key, inner in value.items()})
    return Seq(item for item in map(_item, value) if item)


def _item(value: str | Mapping[str, str]) -> str | Map:
    if isinstance(value, str):
        return value
    return Map({key: text for key, text in value.items() if text})


def append(source: Source, changes: Sequence[Append]) -> list[Splice]:
    """Records for one place go in together, and so do the sections that are missing."""
    root = changes[0].root
    at_the_end, places = _gathered(changes)
    if _is_flow(root):
        raise CannotSplice
    margin = _margin(source, root)
    pieces = [below(source, root, place) for place in places]
    missing = []
    for name, records in at_the_end.items():
        if name in root:
            pieces.append(_add(source, root, name, records, margin))
        else:
            lines = record_lines(records, margin + 2, margin + 4, source.newline)
            missing.append(f"{' ' * margin}{name}:{lines}")
    if missing:
        pieces.append(_at_the_end(source, missing))
    return pieces


def _gathered(changes: Sequence[Append]) -> tuple[dict[str, list[Map]], list[Below]]:
    """(what goes to the end of its section, by section; what goes behind a record).

    Raises CannotSplice where a record says nothing.
    """
    at_the_end: dict[str, list[Map]] = {}
    places: dict[tuple[str, int], Below] = {}
    for change in changes:
        records = [filled(record) for record in change.records]
        if not all(records):
            raise CannotSplice
        is_first = change.first and bool(change.root.get(change.section))
        if change.behind is None and not is_first:
            at_the_end.setdefault(change.section, []).extend(records)
            continue
        key = (change.section, id(change.behind))
        place = places.setdefault(key, Below(change.section, change.behind, []))
        place.records.extend(records)
    return at_the_end, list(places.values())


def _is_flow(root: Map) -> bool:
    return root.node is not None and root.node.style == "flow"


def _margin(source: Source, root: Map) -> int:
    """The column at which the sections' names stand."""
    if root.node is None:
        return 0
    first_key, _ = root.node.children[0]
    return column(source.text, first_key.start)


def _add(source: Source, root: Map, section: str, records: list[Map], margin: int) -> Splice:
    text = source.text
    dash, last_two = _last_two(source, root, section)
    if not last_two:
        lines = record_lines(records, margin + 2, margin + 4, source.newline)
        return _fill(text, colon(text, root, section), lines)
    last = last_two[-1]
    if last.kind != "map":
        raise CannotSplice
    gap = ""
    if len(last_two) == 2 and _are_apart(text, *last_two):
        gap = source.newline
    keys = max(column(text, last.start), dash + 2)
    at = end_of_line(text, last_offset(text, last))
    return Splice(at, at, record_lines(records, dash, keys, source.newline, gap))


def _last_two(source: Source, root: Map, section: str) -> tuple[int, list[Any]]:
    """(column of the dashes, nodes of the last two records); none where the section is empty."""
    if root.node is not None:
        pair = pair_of(root.node, section)
        items = pair[1]
        if items.kind == "seq" and items.children and items.style != "flow":
            return column(source.text, items.start), items.children[-2:]
    else:
        items = root[section]
        if isinstance(items, Seq) and items and isinstance(items[-1], Map):
            nodes = [node_at(source, item) for item in items[-2:] if isinstance(item, Map)]
            start = start_of_line(source.text, nodes[-1].start)  # type: ignore[union-attr]
            return source.text.index("-", start) - start, nodes
    return 0, []


def _are_apart(text: str, record: Any, last: Any) -> bool:
    """Whether exactly one blank line stands between two records."""
    start = end_of_line(text, last_offset(text, record))
    stop = start_of_line(text, last.start)
    lines = text[start:stop].split("\n")[1:-1]
    blank = [line for line in lines if not line.strip()]
    return len(blank) == 1


def _fill(text: str, colon: int, lines: str) -> Splice:
    stop = end_of_line(text, colon)
    rest = re.fullmatch(_NO_ITEMS, text[colon:stop])
    if rest is None:
        raise CannotSplice
    brackets, comment = rest.groups()
    if brackets:
        return Splice(colon, stop, comment + lines)
    return Splice(stop, stop, lines)


def _at_the_end(source: Source, sections: list[str]) -> Splice:
    """The sections where the document ends, each with a blank line before it."""
    text, newline = source.text, source.newline
    mark = _DOCUMENT_END.search(text)
    at = mark.start() if mark else len(text)
    is_closed = at == 0 or text[at - 1] == "\n"
    last_line = text[start_of_line(text, max(0, at - is_closed)) : at]
    lines = (2 * newline).join(sections)
    if last_line.strip():
        lines = newline + lines
    if is_closed:
        return Splice(at, at, lines + newline)
    return Splice(at, at, newline + lines)
