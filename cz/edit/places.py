"""Where a node is written: its fields, its last character, what is noted behind it."""

import re
from collections.abc import Iterator
from typing import Any

from cz.edit.changes import CannotSplice
from cz.source import end_of_line, start_of_line
from cz.tree import Map


def pair_of(node: Any, step: str | int) -> Any:
    """(key node, value node) of a mapping's field, or ``None``."""
    for key, value in node.children:
        if key.text == str(step):
            return key, value
    return None


def colon(text: str, root: Map, section: str) -> int:
    """Offset just after the section's colon."""
    if root.node is not None:
        return text.index(":", pair_of(root.node, section)[0].end) + 1
    head = re.search(rf"^{re.escape(section)}:", text, re.M)
    if head is None:
        raise CannotSplice
    return head.end()


def is_empty(node: Any) -> bool:
    return node.kind == "scalar" and not node.style and node.text == ""


def column(text: str, offset: int) -> int:
    return offset - start_of_line(text, offset)


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
    literal = text[node.start : node.end]
    keeps_blank_lines = "+" in head.partition("#")[0]
    if keeps_blank_lines:
        literal = literal.removesuffix("\n").removesuffix("\r")
    else:
        literal = literal.rstrip()
    return int(node.start) + len(literal)


def note_at_head(text: str, node: Any) -> str:
    """The comment behind the ``|-`` of a literal."""
    if node.kind != "scalar" or node.style not in ("|", ">"):
        return ""
    head = text[node.start : end_of_line(text, node.start)]
    return head[head.index("#") :] if "#" in head else ""


def written_spans(text: str, *nodes: Any) -> Iterator[tuple[int, int]]:
    """Where a node's keys and values are written, one by one."""
    for node in nodes:
        if node.kind == "scalar" or node.style == "flow":
            if not is_empty(node):
                yield node.start, content_end(text, node)
        else:
            for child in node.children:
                parts = child if node.kind == "map" else (child,)
                yield from written_spans(text, *parts)
