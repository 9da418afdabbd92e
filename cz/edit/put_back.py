"""Whole records as lines: taking one out of one text and laying it into another.

Where a record begins and ends is asked of libyaml, whoever read the file: its end is the last
character that is content, so that comments and blank lines below it, and the record that follows,
are never taken for its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cz.edit import Hunk, hunks
from cz.edit.changes import CannotSplice, Splice
from cz.edit.places import last_offset, pair_of
from cz.problem import Refusal
from cz.source import Source, end_of_line, start_of_line
from cz.tree import Map, Seq, Value
from cz.tree.events import Node, Unreadable, compose, to_value

_DASH = re.compile(r"- *")
_DASH_ALONE = re.compile(r" *-[ \t]*(?:#.*)?")
_NO_RECORD_YET = r"[ \t]*(?:#.*)?(?:\r?\n|\Z)"  # what may follow a heading without a list


class Lines(NamedTuple):
    """A record's whole lines: from the first's beginning to the last's end, its newline not
    counted.

    ``dash``: the column of the dash it is listed with.
    """

    start: int
    end: int
    dash: int


class Cut(NamedTuple):
    """A record taken out of a text: its lines (newlines plain, none after the last) and what it
    says.
    """

    text: str
    dash: int
    value: Value


def nodes_of(source: Source, section: str) -> list[Node]:
    """The records that a section lists. Raises Unreadable, CannotSplice."""
    top, _ = compose(source.text)
    pair = pair_of(top, section) if top is not None and top.kind == "map" else None
    if pair is None or pair[1].kind != "seq":
        return []
    return [node for node in pair[1].children if node.kind == "map"]


def lines_of(text: str, node: Node) -> Lines:
    """Where a record's lines stand. Raises CannotSplice where it has none of its own."""
    start = start_of_line(text, node.start)
    before = text[start : node.start]
    if not before.strip(" "):  # the dash stands on a line above, alone
        start = _line_of_dash(text, start)
        before = text[start : end_of_line(text, start)]
    elif not _DASH.fullmatch(before.lstrip(" ")):
        raise CannotSplice
    end = end_of_line(text, last_offset(text, node))
    behind = text[last_offset(text, node) : end].lstrip()
    if behind and not behind.startswith("#"):
        raise CannotSplice
    return Lines(start, end, len(before) - len(before.lstrip(" ")))


def _line_of_dash(text: str, below: int) -> int:
    while below > 0:
        start = start_of_line(text, below - 1)
        line = text[start : end_of_line(text, start)]
        if _DASH_ALONE.fullmatch(line):
            return start
        if line.strip() and not line.lstrip().startswith("#"):
            break
        below = start
    raise CannotSplice


def cut(source: Source, node: Node) -> Cut:
    """Raises CannotSplice."""
    lines = lines_of(source.text, node)
    text = source.text[lines.start : lines.end].replace("\r\n", "\n")
    return Cut(text, lines.dash, _value(node))


def put_back(
    source: Source, section: str, name: str, old: Cut, before: Sequence[str]
) -> tuple[str, list[Hunk]]:
    """The text with ``old`` in place of the record of this id, or, where it is gone, after the
    nearest of ``before`` (the ids or numbers that stood before it) that is still there.

    Raises Refusal where the new text would not say just that.
    """
    try:
        nodes = nodes_of(source, section)
        spot = _spot(nodes, name, before)
        pieces = _pieces(source, section, nodes, spot, old)
    except (CannotSplice, Unreadable, ValueError, IndexError):
        raise unproven(source.path) from None
    for piece in pieces:
        if source.text[piece.start : piece.end] == piece.new:
            return source.text, []
        text = source.text[: piece.start] + piece.new + source.text[piece.end :]
        if _says(source.text, text, section, spot, old.value):
            return text, hunks(source, [piece])
    raise unproven(source.path)


class _Spot(NamedTuple):
    """Where in its list the record goes; ``replaced``: it is there still."""

    place: int
    replaced: bool


def _spot(nodes: Sequence[Node], name: str, before: Sequence[str]) -> _Spot:
    places = {id_of(node): place for place, node in enumerate(nodes)}
    if name in places:
        return _Spot(places[name], replaced=True)
    for earlier in reversed(before):
        if earlier in places:
            return _Spot(places[earlier] + 1, replaced=False)
    return _Spot(0, replaced=False)


def id_of(node: Node) -> str | None:
    """The id a record is written with, of a phase or chapter its number."""
    pair = pair_of(node, "id") or pair_of(node, "number")
    return pair[1].text if pair is not None else None


def _pieces(
    source: Source, section: str, nodes: Sequence[Node], spot: _Spot, old: Cut
) -> list[Splice]:
    """The change; at the file's end also the same with a last newline, which a text may need to
    stay what it is.
    """
    if not nodes:
        return [_as_the_only(source, section, old)]
    text, newline = source.text, source.newline
    if spot.replaced:
        here = lines_of(text, nodes[spot.place])
        piece = Splice(here.start, here.end, _written(old, here.dash, newline))
    elif spot.place:
        above = lines_of(text, nodes[spot.place - 1])
        piece = Splice(above.end, above.end, newline + _written(old, above.dash, newline))
    else:
        below = lines_of(text, nodes[0])
        piece = Splice(below.start, below.start, _written(old, below.dash, newline) + newline)
    if piece.end == len(text):
        return [piece, piece._replace(new=piece.new + newline)]
    return [piece]


def _as_the_only(source: Source, section: str, old: Cut) -> Splice:
    """The only record of a section goes below its heading, with it at the file's end where there is
    none.
    """
    text, newline = source.text, source.newline
    lines = _written(old, old.dash, newline)
    heading = re.search(rf"^{re.escape(section)}:{_NO_RECORD_YET}", text, re.M)
    if heading:
        at = heading.end()
    else:
        at = len(text)
        above = text.rstrip().rpartition("\n")[2]
        apart = newline if above and not above.startswith("#") else ""
        lines = f"{apart}{section}:{newline}{lines}"
    closed = at == 0 or text[at - 1] == "\n"
    if closed:
        return Splice(at, at, lines + newline)
    return Splice(at, at, newline + lines)


def _written(old: Cut, dash: int, newline: str) -> str:
    """The record's lines with its dash in this column."""
    by = dash - old.dash
    lines = []
    for line in old.text.split("\n"):
        if by > 0 and line.strip():
            line = " " * by + line
        elif by < 0:
            indent = len(line) - len(line.lstrip(" "))
            line = line[min(-by, indent) :]
        lines.append(line)
    return newline.join(lines)


def _says(old_text: str, new_text: str, section: str, spot: _Spot, value: Value) -> bool:
    """Whether the new text says what the old one does but for this record, every list compared item
    by item.
    """
    try:
        old_top, old_faults = compose(old_text)
        new_top, new_faults = compose(new_text)
    except Unreadable:
        return False
    wanted = _value(old_top) if old_top is not None else Map()
    fresh = _value(new_top) if new_top is not None else Map()
    if not isinstance(wanted, Map) or len(new_faults) > len(old_faults):
        return False
    wanted[section] = _with_record(wanted.get(section), spot, value)
    return fresh == wanted


def _with_record(listed: Any, spot: _Spot, value: Value) -> Seq:
    """A section's list with the record at its place among the records."""
    records = Seq(listed if isinstance(listed, Seq) else ())
    places = [place for place, record in enumerate(records) if isinstance(record, Map)]
    if spot.replaced:
        records[places[spot.place]] = value
    elif spot.place < len(places):
        records.insert(places[spot.place], value)
    else:
        records.append(value)
    return records


def _value(node: Node) -> Value:
    return to_value(node, lambda offset: -1)


def unproven(path: str) -> Refusal:
    return Refusal(
        f"{path}：这条记录的写法比较特殊，cz 不能保证只改动该改的地方，所以没有改。"
        "请用编辑器手工恢复。",
        exit_code=1,
    )
