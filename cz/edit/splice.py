"""One change to one record as a replacement of characters.

Nothing here looks further than the record's own nodes.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cz.edit.words import flow_map, is_typed, scalar
from cz.source import Source, end_of_line, start_of_line
from cz.tree import Map, Path, node_at

Written = str | Mapping[str, str]
Field = str | Sequence[str] | Sequence[Mapping[str, str]]


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
    """Add whole records at the end of a section's list.

    A section that is missing is added at the file's end. Of a record's fields those that are empty
    text are left out.
    """

    root: Map
    section: str
    records: tuple[Mapping[str, Field], ...]


Change = Put | Relist | Drop | Append


class CannotSplice(Exception):
    """The record is written in a way that leaves no safe place for the change."""


def splice(source: Source, change: Put | Relist | Drop) -> list[Splice]:
    top = node_at(source, change.record)
    if isinstance(change, Put):
        return [_put(source, top, change.path, change.value)]
    if isinstance(change, Relist):
        return _relist(source, top, change)
    return _drop(source.text, top, change)


def in_order(text: str, pieces: list[Splice]) -> list[Splice]:
    """By place, to be applied last to first; lines cut one below the other become one cut.

    What is added where lines are cut goes before all of them. Of two additions at one place the
    deeper one, which goes on with the list or mapping that ends there, stands first; else the one
    asked for first.
    """
    runs = _runs([piece for piece in pieces if _is_lines(text, piece)])
    starts = [run.start for run in runs]
    placed = []
    for piece in pieces:
        if _is_lines(text, piece):
            continue
        at = bisect_left(starts, piece.start) - 1
        adds_only = piece.start == piece.end
        if at >= 0 and adds_only and (piece.start < runs[at].end or _to_the_end(text, runs[at])):
            edge = _end_above(text, runs[at].start)
            piece = piece._replace(start=edge, end=edge)
        placed.append(piece)
    # a file without a final newline stays so: where its last lines go, the newline above them goes
    cuts = [
        run._replace(start=_end_above(text, run.start)) if _to_the_end(text, run) else run
        for run in runs
    ]
    return sorted(
        [*placed, *cuts], key=lambda piece: (piece.start, _is_cut(piece), -_depth(piece.new))
    )


def _is_cut(piece: Splice) -> bool:
    return piece.new == "" and piece.end > piece.start


def _is_lines(text: str, piece: Splice) -> bool:
    """Whether whole lines are cut."""
    ends = piece.end == len(text) or text[piece.end - 1] == "\n"
    return _is_cut(piece) and ends and start_of_line(text, piece.start) == piece.start


def _runs(cuts: list[Splice]) -> list[Splice]:
    runs: list[Splice] = []
    for cut in sorted(cuts):
        if runs and cut.start <= runs[-1].end:
            runs[-1] = runs[-1]._replace(end=max(cut.end, runs[-1].end))
        else:
            runs.append(cut)
    return runs


def _to_the_end(text: str, run: Splice) -> bool:
    return run.end == len(text) and not text.endswith("\n")


def _end_above(text: str, start: int) -> int:
    """Offset of the newline that ends the line above the one that begins at ``start``."""
    if start == 0:
        raise CannotSplice
    return start - (2 if text[start - 2 : start] == "\r\n" else 1)


def _depth(new: str) -> int:
    """What goes on with the line is deepest.

    An item of a list is deeper than a key at its indent, its list being a key's above.
    """
    line = new.lstrip("\r\n")
    if line == new:
        return 1000
    bare = line.lstrip(" ")
    return 2 * (len(line) - len(bare)) + bare.startswith("- ")


def pair_of(node: Any, step: str | int) -> Any:
    """(key node, value node) of a mapping's field, or ``None``."""
    return next((pair for pair in node.children if pair[0].text == str(step)), None)


def is_empty(node: Any) -> bool:
    return node.kind == "scalar" and not node.style and node.text == ""


def written(value: Written, key: str | int = "", *, flow: bool, style: str = "") -> str:
    """``key``: the field it stands in; an item of a list is text."""
    if not isinstance(value, str):
        return flow_map(value)
    return scalar(value, flow=flow, style=style, typed=is_typed(key))


def _put(source: Source, node: Any, path: Path, value: Written) -> Splice:
    text = source.text
    for depth, step in enumerate(path):
        pair = pair_of(node, step)
        if pair is None:
            return _add(source, node, path[depth:], value)
        key, child = pair
        if is_empty(child):
            rest = path[depth + 1 :]
            colon = text.index(":", key.end) + 1
            if not rest:
                in_flow = node.style == "flow"
                return Splice(colon, colon, " " + written(value, step, flow=in_flow))
            if node.style == "flow":
                return Splice(colon, colon, " " + _nested(rest, value))
            at = end_of_line(text, colon)
            return Splice(at, at, _block(rest, value, column(text, key.start) + 2, source.newline))
        flow, node = node.style == "flow", child
    is_quoted = node.kind == "scalar" and node.style in ("'", '"')
    style = node.style if is_quoted else ""
    note = _note_at_head(text, node)
    new = written(value, path[-1], flow=flow, style=style)
    return Splice(node.start, content_end(text, node), f"{new}  {note}" if note else new)


def _note_at_head(text: str, node: Any) -> str:
    """The comment behind the ``|-`` of a literal."""
    if node.kind != "scalar" or node.style not in ("|", ">"):
        return ""
    head = text[node.start : end_of_line(text, node.start)]
    return head[head.index("#") :] if "#" in head else ""


def _add(source: Source, node: Any, path: Path, value: Written) -> Splice:
    """Add the field ``path[0]`` (and what it holds) after the mapping's last one."""
    text = source.text
    if node.style == "flow":
        piece = f"{path[0]}: {_nested(path[1:], value, path[0])}"
        if not node.children:
            return Splice(node.start + 1, node.start + 1, piece)
        at = last_offset(text, node.children[-1])
        return Splice(at, at, ", " + piece)
    at = end_of_line(text, last_offset(text, node.children[-1]))
    return Splice(
        at, at, _block(path, value, column(text, node.children[0][0].start), source.newline)
    )


def _block(path: Path, value: Written, indent: int, newline: str) -> str:
    text = ""
    for step in path:
        text += f"{newline}{' ' * indent}{step}:"
        indent += 2
    return f"{text} {written(value, path[-1], flow=False)}"


def _nested(path: Path, value: Written, key: str | int = "") -> str:
    opening = "".join("{" + f"{step}: " for step in path)
    return opening + written(value, path[-1] if path else key, flow=True) + "}" * len(path)


def _relist(source: Source, node: Any, change: Relist) -> list[Splice]:
    text, add, (name,) = source.text, change.add, change.path
    pair = pair_of(node, name)
    if pair is None and node.style == "flow":
        at = last_offset(text, node.children[-1])
        items_text = ", ".join(written(value, flow=True) for value in add)
        return [Splice(at, at, f", {name}: [{items_text}]")]
    if pair is None or is_empty(pair[1]):
        return [_first_items(source, node, pair, name, add)]
    key, items = pair
    kept = [child for index, child in enumerate(items.children) if index not in change.remove]
    if items.style == "flow":
        return [_reflow(text, items, kept, change)]
    if not kept and not add and "#" not in text[key.end : last_offset(text, items)]:
        return [_cut_lines(text, key.start, last_offset(text, items))]
    pieces = []
    if not kept and not add:
        pieces.append(_cut_lines(text, key.start, key.end))  # what is noted between them stays
    for place in sorted(change.remove):
        item = items.children[place]
        if "#" in text[item.start : last_offset(text, item)]:
            pieces += _cut_apart(text, _spans(text, item))
        else:
            pieces.append(_cut_lines(text, item.start, last_offset(text, item)))
    if add:
        at = end_of_line(text, last_offset(text, kept[-1]) if kept else key.end)
        pieces.append(Splice(at, at, _items(add, column(text, items.start), source.newline)))
    return pieces


def _first_items(
    source: Source, node: Any, pair: Any, name: str | int, add: tuple[Written, ...]
) -> Splice:
    """The items of a list that is empty (``pair`` is its key and no value) or not there at all."""
    text = source.text
    indent = column(text, node.children[0][0].start)
    items = _items(add, indent + 2, source.newline)
    if pair is not None:
        at = end_of_line(text, pair[0].end)
        return Splice(at, at, items)
    at = end_of_line(text, last_offset(text, node.children[-1]))
    return Splice(at, at, f"{source.newline}{' ' * indent}{name}:{items}")


def _items(values: tuple[Written, ...], indent: int, newline: str) -> str:
    return "".join(f"{newline}{' ' * indent}- {written(value, flow=False)}" for value in values)


def _reflow(text: str, items: Any, kept: list[Any], change: Relist) -> Splice:
    added = [written(value, flow=True) for value in change.add]
    if not change.remove:
        at = last_offset(text, kept[-1]) if kept else items.start + 1
        return Splice(at, at, (", " if kept else "") + ", ".join(added))
    if "\n" in text[items.start : items.end]:
        raise CannotSplice
    left = [text[item.start : item.end] for item in kept]
    return Splice(items.start, items.end, f"[{', '.join(left + added)}]")


def _drop(text: str, node: Any, change: Drop) -> list[Splice]:
    (name,) = change.path
    pairs = node.children
    at = next((index for index, (key, _) in enumerate(pairs) if key.text == str(name)), 0)
    key, value = pairs[at]
    end = last_offset(text, pairs[at])
    if node.style == "flow":
        start = last_offset(text, pairs[at - 1])
        if at == 0 or "\n" in text[start:end]:
            raise CannotSplice
        return [Splice(start, end, "")]
    before = text[start_of_line(text, key.start) : key.start]
    if key.text != str(name) or len(pairs) == 1 or before.strip():
        raise CannotSplice
    if note := _note_at_head(text, value):
        return [Splice(key.start, end, note)]
    if "#" in text[key.end : end]:  # what is noted between them stays
        return _cut_apart(text, _spans(text, key, value))
    return [_cut_lines(text, key.start, end)]


def _cut_apart(text: str, spans: Iterable[tuple[int, int]]) -> list[Splice]:
    """The lines of each span; of those on one line the last says where it ends."""
    by_line: dict[int, tuple[int, int]] = {}
    for start, end in spans:
        line = start_of_line(text, start)
        by_line[line] = by_line.get(line, (start, end))[0], end
    return [_cut_lines(text, *span) for span in by_line.values()]


def _spans(text: str, *nodes: Any) -> Iterator[tuple[int, int]]:
    """Where a node's keys and values are written, one by one."""
    for node in nodes:
        if node.kind == "scalar" or node.style == "flow":
            if not is_empty(node):
                yield node.start, content_end(text, node)
        else:
            for child in node.children:
                yield from _spans(text, *(child if node.kind == "map" else (child,)))


def _cut_lines(text: str, start: int, end: int) -> Splice:
    """Whole lines, from the one of ``start`` to the one of ``end``.

    A comment behind it stays, on a line of its own.
    """
    first = start_of_line(text, start)
    rest = text[end : end_of_line(text, end)]
    comment = rest.lstrip(" \t:")
    if comment.startswith("#"):
        margin = text[first:start]
        margin = margin[: len(margin) - len(margin.lstrip(" "))]
        return Splice(first + len(margin), end + len(rest) - len(comment), "")
    stop = text.find("\n", end) + 1
    return Splice(first, stop or len(text), "")


def last_offset(text: str, node: Any) -> int:
    """Offset just after the last character that is content of a node, or of a (key, value) pair."""
    if not hasattr(node, "kind"):
        key, value = node
        return text.index(":", key.end) + 1 if is_empty(value) else last_offset(text, value)
    if node.kind == "scalar" or node.style == "flow" or not node.children:
        return content_end(text, node)
    return last_offset(text, node.children[-1])


def content_end(text: str, node: Any) -> int:
    """A literal's span runs on over blank lines below it.

    Those are not content unless it keeps them (``|+``).
    """
    if node.kind != "scalar" or node.style not in ("|", ">"):
        return int(node.end)
    head = text[node.start : end_of_line(text, node.start)]
    if "+" in head.partition("#")[0]:
        kept = text[node.start : node.end]
        if kept.endswith("\r\n"):
            return int(node.end) - 2
        return int(node.end) - kept.endswith("\n")
    return int(node.start) + len(text[node.start : node.end].rstrip())


def column(text: str, offset: int) -> int:
    return offset - start_of_line(text, offset)
