"""A value in place of another, or a field that was not there."""

from typing import Any

from cz.edit.changes import Put, Splice, Written
from cz.edit.places import column, content_end, is_empty, last_offset, note_at_head, pair_of
from cz.edit.words import written
from cz.source import Source, end_of_line
from cz.tree import Path


def put(source: Source, record: Any, change: Put) -> Splice:
    """``record``: the node of the record. The value's own quotes stay, where the new one allows."""
    node, path, value = record, change.path, change.value
    in_flow = False
    for depth, step in enumerate(path):
        if node.kind == "seq" and isinstance(step, int):
            node = node.children[step]
            continue
        pair = pair_of(node, step)
        if pair is None:
            return _add(source, node, path[depth:], value)
        in_flow = node.style == "flow"
        key, child = pair
        if is_empty(child):
            return _behind_the_colon(source, key, path[depth:], value, in_flow=in_flow)
        node = child
    return _in_place(source.text, node, value, path[-1], in_flow=in_flow)


def _in_place(text: str, node: Any, value: Written, key: str | int, *, in_flow: bool) -> Splice:
    is_quoted = node.kind == "scalar" and node.style in ("'", '"')
    new = written(value, key, flow=in_flow, style=node.style if is_quoted else "")
    if note := note_at_head(text, node):
        new = f"{new}  {note}"
    return Splice(node.start, content_end(text, node), new)


def _behind_the_colon(
    source: Source, key: Any, path: Path, value: Written, *, in_flow: bool
) -> Splice:
    """A field that is there and says nothing: what it is to say, ``path[0]`` being its name."""
    text = source.text
    colon = text.index(":", key.end) + 1
    name, *rest = path
    if not rest:
        return Splice(colon, colon, " " + written(value, name, flow=in_flow))
    if in_flow:
        return Splice(colon, colon, " " + _nested(tuple(rest), value))
    at = end_of_line(text, colon)
    return Splice(at, at, _block(tuple(rest), value, column(text, key.start) + 2, source.newline))


def _add(source: Source, node: Any, path: Path, value: Written) -> Splice:
    """Add the field ``path[0]`` (and what it holds) after the mapping's last one."""
    text = source.text
    if node.style == "flow":
        field = f"{path[0]}: {_nested(path[1:], value, path[0])}"
        if not node.children:
            at = node.start + 1
            return Splice(at, at, field)
        at = last_offset(text, node.children[-1])
        return Splice(at, at, ", " + field)
    first_key, _ = node.children[0]
    at = end_of_line(text, last_offset(text, node.children[-1]))
    return Splice(at, at, _block(path, value, column(text, first_key.start), source.newline))


def _block(path: Path, value: Written, indent: int, newline: str) -> str:
    """Each step of the path on a line of its own, two columns deeper than the one above."""
    text = ""
    for step in path:
        text += f"{newline}{' ' * indent}{step}:"
        indent += 2
    return f"{text} {written(value, path[-1], flow=False)}"


def _nested(path: Path, value: Written, key: str | int = "") -> str:
    """The same in brackets. ``key``: the field it stands in, where the path is empty."""
    opening = "".join("{" + f"{step}: " for step in path)
    last_key = path[-1] if path else key
    return opening + written(value, last_key, flow=True) + "}" * len(path)
