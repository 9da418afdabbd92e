"""Text to nodes with places.

YAML's guesses stop here: every scalar comes out as the text that was written.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cz.problem import Problem, at_span
from cz.source import Source, Span, line_starts
from cz.tree.lines import read_lines
from cz.tree.nodes import Map, Seq, Value

if TYPE_CHECKING:
    from cz.tree.events import Node

__all__ = ["Map", "Seq", "Tree", "Value", "locate", "node_at", "parse"]

Path = tuple[str | int, ...]


class Tree(NamedTuple):
    """``root`` is the top mapping (empty where there is none).

    ``whole`` says that all of the text was read.
    """

    source: Source
    root: Map
    problems: tuple[Problem, ...] = ()
    whole: bool = True


def parse(source: Source) -> Tree:
    """Read one file.

    Never raises: what could not be read is in ``problems``, the rest in ``root``.
    """
    text = source.text
    root = read_lines(text.replace("\r\n", "\n") if "\r" in text else text)
    if root is not None:
        return Tree(source, root)
    from cz.tree import whole

    root, problems, readable = whole.read(source)
    return Tree(source, root, problems, readable)


def node_at(source: Source, record: Map, path: Path = ()) -> "Node | None":
    """The parser's node (cz.tree.events.Node) at ``path`` within a record, or ``None``.

    A record is an item of a list, or a section.

    A record the quick reader read is parsed again by itself, for its exact spans.
    """
    from cz.tree.events import Unreadable

    node: Node | None = record.node
    if node is None:
        starts = line_starts(source.text)
        begin = starts[record.line]
        stop = starts[record.end] if record.end < len(starts) else len(source.text)
        try:
            node = _composed(source.text, begin, stop)
        except Unreadable:
            return None
        if node is not None and node.kind == "seq":
            node = node.children[0]
        elif (
            node is not None
            and node.kind == "map"
            and [key.text for key, _ in node.children] != list(record)
        ):
            node = node.children[0][1]  # the record is the one-line value of this line's field
    for step in path:
        if node is None:
            return None
        if node.kind == "map":
            node = next((value for key, value in node.children if key.text == str(step)), None)
        elif node.kind == "seq" and isinstance(step, int) and step < len(node.children):
            node = node.children[step]
        else:
            return None
    return node


@lru_cache(maxsize=8)
def _composed(text: str, begin: int, stop: int) -> "Node | None":
    """A record may have much to complain of: it is parsed once."""
    from cz.tree.events import compose

    return compose(text[begin:stop], begin)[0]


def locate(source: Source, record: Map, path: Path = (), *, key: bool = False) -> Span:
    """The span of the value at ``path`` (of its key with ``key``).

    What is absent is placed at the record's start.
    """
    parent = node_at(source, record, path[:-1])
    found: Span
    if parent is not None and path:
        if parent.kind == "map":
            for name, value in parent.children:
                if name.text == str(path[-1]):
                    empty = value.kind == "scalar" and value.start == value.end
                    found = name.span if key or empty else value.span
                    return found
        elif parent.kind == "seq" and isinstance(path[-1], int) and path[-1] < len(parent.children):
            found = parent.children[path[-1]].span
            return found
    node = node_at(source, record)
    if (
        node is None and path
    ):  # the top of a file that is not YAML as a whole: its sections still have their lines
        head = re.search(rf"^{re.escape(str(path[0]))}\b", source.text, re.M)
        if head:
            return Span(*head.span())
    if node is None or not node.children:
        start = line_starts(source.text)[max(0, record.line)]
        return Span(start, start + 1)
    found = node.children[0][1].span if node.kind == "map" else node.span
    return found


def complain(
    source: Source,
    record: Map,
    path: Path,
    code: str,
    level: str,
    message: str,
    advice: str = "",
    *,
    key: bool = False,
    name: str = "",
) -> Problem:
    """A located problem about one value (or key) of a record."""
    return at_span(
        source, locate(source, record, path, key=key), code, level, message, advice, name
    )
