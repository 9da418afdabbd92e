"""A whole record taken out of its section, with its lines."""

from cz.edit.changes import CannotSplice, Remove, Splice
from cz.edit.places import colon, last_offset
from cz.source import Source, end_of_line, start_of_line
from cz.tree import node_at


def remove(source: Source, change: Remove) -> list[Splice]:
    """Raises CannotSplice where it has no lines of its own."""
    text = source.text
    node = node_at(source, change.record)
    if node is None:
        raise CannotSplice
    start = start_of_line(text, node.start)
    stop = end_of_line(text, last_offset(text, node))
    before = text[start : node.start].strip()
    behind = text[last_offset(text, node) : stop].strip()
    if before != "-" or (behind and not behind.startswith("#")):
        raise CannotSplice
    newline = text.find("\n", stop)
    cut = Splice(start, len(text) if newline < 0 else newline + 1, "")
    if len(change.root[change.section]) > 1:
        return [cut]
    return [_emptied(source, change), cut]


def _emptied(source: Source, change: Remove) -> Splice:
    """``[]`` behind the section's colon: a list of nothing stays a list."""
    at = colon(source.text, change.root, change.section)
    return Splice(at, at, " []")
