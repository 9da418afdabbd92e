"""One change to one record as a replacement of characters. Nothing here looks further than the record's own nodes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cz.edit.words import flow_map, scalar
from cz.source import Source, end_of_line, start_of_line
from cz.tree import Map, Path, node_at

Written = str | Mapping[str, str]


class Splice(NamedTuple):
    """Characters ``start``..``end`` of the old text give way to ``new``."""

    start: int
    end: int
    new: str


class Put(NamedTuple):
    """Set the value at ``path``; keys that are missing on the way are added at the record's end."""

    record: Map
    path: Path
    value: Written


class Relist(NamedTuple):
    """Take the items at the places ``remove`` out of the list at ``path`` and add ``add`` at its end.

    A list left empty goes with its key.
    """

    record: Map
    path: Path
    add: tuple[Written, ...] = ()
    remove: tuple[int, ...] = ()


Change = Put | Relist


class CannotSplice(Exception):
    """The record is written in a way that leaves no safe place for the change."""


def splice(source: Source, change: Change) -> list[Splice]:
    top = node_at(source, change.record)
    if isinstance(change, Put):
        return [_put(source, top, change.path, change.value)]
    return _relist(source, top, change)


def in_order(text: str, pieces: list[Splice]) -> list[Splice]:
    """By place, to be applied last to first.

    What is added where lines are cut goes before them. Of two additions at one place the deeper one, which goes on with
    the list or mapping that ends there, stands first; else the one asked for first.
    """
    cuts = [piece for piece in pieces if piece.new == "" and piece.end > piece.start]
    placed = []
    for piece in pieces:
        if piece.start == piece.end:
            for cut in cuts:
                if cut.start < piece.start <= cut.end:
                    at = cut.start - (2 if text[cut.start - 2 : cut.start] == "\r\n" else 1)
                    piece = piece._replace(start=at, end=at)
        placed.append(piece)
    return sorted(placed, key=lambda piece: (piece.start, -_depth(piece.new)))


def _depth(new: str) -> int:
    line = new.lstrip("\r\n")
    return len(line) - len(line.lstrip(" "))


def _child(node: Any, step: str | int) -> Any:
    """(key node, value node) of a mapping's field, or ``None``."""
    return next((pair for pair in node.children if pair[0].text == str(step)), None)


def _empty(node: Any) -> bool:
    return node.kind == "scalar" and not node.style and node.text == ""


def _written(value: Written, *, flow: bool, style: str = "") -> str:
    return scalar(value, flow=flow, style=style) if isinstance(value, str) else flow_map(value)


def _put(source: Source, node: Any, path: Path, value: Written) -> Splice:
    text = source.text
    for depth, step in enumerate(path):
        pair = _child(node, step)
        if pair is None:
            return _add(source, node, path[depth:], value)
        key, child = pair
        if _empty(child):
            rest = path[depth + 1 :]
            colon = text.index(":", key.end) + 1
            if not rest:
                return Splice(colon, colon, " " + _written(value, flow=node.style == "flow"))
            if node.style == "flow":
                return Splice(colon, colon, " " + _nested(rest, value))
            at = end_of_line(text, colon)
            return Splice(at, at, _block(rest, value, _column(text, key.start) + 2, source.newline))
        flow, node = node.style == "flow", child
    style = node.style if node.kind == "scalar" and node.style in ("'", '"') else ""
    return Splice(node.start, content_end(text, node), _written(value, flow=flow, style=style))


def _add(source: Source, node: Any, path: Path, value: Written) -> Splice:
    """Add the field ``path[0]`` (and what it holds) after the mapping's last one."""
    text = source.text
    if node.style == "flow":
        piece = f"{path[0]}: {_nested(path[1:], value)}"
        if not node.children:
            return Splice(node.start + 1, node.start + 1, piece)
        at = last_offset(text, node.children[-1])
        return Splice(at, at, ", " + piece)
    at = end_of_line(text, last_offset(text, node.children[-1]))
    return Splice(at, at, _block(path, value, _column(text, node.children[0][0].start), source.newline))


def _block(path: Path, value: Written, indent: int, newline: str) -> str:
    lines = [f"{newline}{' ' * (indent + 2 * depth)}{step}:" for depth, step in enumerate(path[:-1])]
    last = f"{newline}{' ' * (indent + 2 * (len(path) - 1))}{path[-1]}: {_written(value, flow=False)}"
    return "".join([*lines, last])


def _nested(path: Path, value: Written) -> str:
    opening = "".join("{" + f"{step}: " for step in path)
    return opening + _written(value, flow=True) + "}" * len(path)


def _relist(source: Source, node: Any, change: Relist) -> list[Splice]:
    text, add, (name,) = source.text, change.add, change.path
    pair = _child(node, name)
    if pair is None and node.style == "flow":
        at = last_offset(text, node.children[-1])
        return [Splice(at, at, f", {name}: [{', '.join(_written(value, flow=True) for value in add)}]")]
    if pair is None or _empty(pair[1]):
        indent = _column(text, node.children[0][0].start)
        head = f"{source.newline}{' ' * indent}{name}:" if pair is None else ""
        at = end_of_line(text, last_offset(text, node.children[-1]) if pair is None else pair[0].end)
        return [Splice(at, at, head + _items(add, indent + 2, source.newline))]
    key, items = pair
    kept = [child for index, child in enumerate(items.children) if index not in change.remove]
    if items.style == "flow":
        return [_reflow(text, items, kept, change)]
    if not kept and not add and "#" not in text[key.end : last_offset(text, items)]:
        return [_cut_lines(text, key.start, last_offset(text, items))]
    pieces = [] if kept or add else [_cut_lines(text, key.start, key.end)]  # what is noted between them stays
    pieces += [_cut_lines(text, items.children[i].start, last_offset(text, items.children[i])) for i in sorted(change.remove)]
    if add:
        at = end_of_line(text, last_offset(text, kept[-1]) if kept else key.end)
        pieces.append(Splice(at, at, _items(add, _column(text, items.start), source.newline)))
    return pieces


def _items(values: tuple[Written, ...], indent: int, newline: str) -> str:
    return "".join(f"{newline}{' ' * indent}- {_written(value, flow=False)}" for value in values)


def _reflow(text: str, items: Any, kept: list[Any], change: Relist) -> Splice:
    added = [_written(value, flow=True) for value in change.add]
    if not change.remove:
        at = last_offset(text, kept[-1]) if kept else items.start + 1
        return Splice(at, at, (", " if kept else "") + ", ".join(added))
    if "\n" in text[items.start : items.end]:
        raise CannotSplice
    return Splice(items.start, items.end, f"[{', '.join([text[item.start : item.end] for item in kept] + added)}]")


def _cut_lines(text: str, start: int, end: int) -> Splice:
    """Whole lines, from the one of ``start`` to the one of ``end``."""
    first, stop = start_of_line(text, start), end_of_line(text, end)
    if stop >= len(text):  # the file ends here without a newline: the newline before goes instead
        return Splice(first - (2 if text[first - 2 : first] == "\r\n" else 1), stop, "")
    return Splice(first, stop + (2 if text[stop] == "\r" else 1), "")


def last_offset(text: str, node: Any) -> int:
    """Offset just after the last character of a node, or of a (key, value) pair, that is content."""
    if not hasattr(node, "kind"):
        key, value = node
        return text.index(":", key.end) + 1 if _empty(value) else last_offset(text, value)
    if node.kind == "scalar" or node.style == "flow" or not node.children:
        return content_end(text, node)
    return last_offset(text, node.children[-1])


def content_end(text: str, node: Any) -> int:
    """A literal's span runs on over blank lines below it; those are not content unless it keeps them (``|+``)."""
    if node.kind != "scalar" or node.style not in ("|", ">"):
        return int(node.end)
    head = text[node.start : end_of_line(text, node.start)]
    if "+" in head.partition("#")[0]:
        kept = text[node.start : node.end]
        return int(node.end) - (2 if kept.endswith("\r\n") else 1 if kept.endswith("\n") else 0)
    return int(node.start) + len(text[node.start : node.end].rstrip())


def _column(text: str, offset: int) -> int:
    return offset - start_of_line(text, offset)
