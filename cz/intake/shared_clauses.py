"""Clauses that speak of several items: the last item has the clause of all, or the heading has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.clause import Clause
from cz.intake.entries import title_of
from cz.intake.headings import (
    CIRCLED,
    DECIMAL,
    DEEP_DECIMAL,
    DIGITS_AND_BRACKET,
    DIGITS_IN_BRACKETS,
)
from cz.intake.outline import ATTACHMENT, Node, Outline
from cz.intake.pieces import Part, Piece, Way, names_somebody, pieces_of

# Kinds of marks of items that are seldom tasks by themselves.
_LOW_KINDS = (DIGITS_IN_BRACKETS, DIGITS_AND_BRACKET, CIRCLED, DECIMAL, DEEP_DECIMAL)
_CONTACT = re.compile(r"联\s*系\s*(?:人|电\s*话|方\s*式)\s*[：:]|电\s*话\s*[：:]")


def kinds_lifted(outline: Outline, way: Way) -> frozenset[str]:
    """Kinds of marks where, in most lists of the document, only the last item has a clause."""
    only_last: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for node in outline.walk():
        if len(node.children) < 2:
            continue
        *before, last = _naming(node, way)
        kind = node.children[0].mark.kind
        if any(before):
            others[kind] += 1
        elif last:
            only_last[kind] += 1
    return frozenset(kind for kind in only_last if only_last[kind] > others[kind])


def _naming(node: Node, way: Way) -> list[bool]:
    """Of each item below the node, whether it names somebody."""
    return [names_somebody(child, way) for child in node.children]


class Lifted(NamedTuple):
    """A node without the clause that its last item carries for all, and that clause."""

    node: Node
    clause: Clause


def lifted(node: Node, way: Way) -> Lifted | None:
    """The node and the clause that its last item carries for all; None where it carries none."""
    if not _is_list(node) or node.mark.kind == ATTACHMENT:
        return None
    *before, last_names = _naming(node, way)
    last = node.children[-1]
    if any(before) or not last_names or last.children:
        return None
    end = _only_clause_at_end(last, way)
    if end is None or end.clause is None:
        return None
    on_own_line = not end.text
    alone = len(node.children) == 1
    usual = last.mark.kind in _LOW_KINDS or last.mark.kind in way.lifted
    if not (on_own_line or alone or usual):
        return None
    children = (*node.children[:-1], _without_clause(last, end))
    return Lifted(node._replace(children=children), end.clause)


def _only_clause_at_end(node: Node, way: Way) -> Piece | None:
    """The piece with the only clause, where the node ends with it, but for whom to call."""
    pieces = [piece for piece in pieces_of(node, way) if not _CONTACT.match(piece.text)]
    with_clause = [piece for piece in pieces if piece.clause is not None]
    if len(with_clause) != 1 or pieces[-1].clause is None:
        return None
    return pieces[-1]


def _is_list(node: Node) -> bool:
    """Whether a node has several items, or one paragraph that holds several: 1.…；2.…；3.…"""
    if len(node.children) != 1:
        return len(node.children) > 1
    (child,) = node.children
    if child.mark.number != 1 or child.children or child.lines:
        return False
    first = child.mark.label
    second = first.replace("1", "2").replace("一", "二").replace("①", "②")
    return second != first and second in child.text


def _without_clause(node: Node, piece: Piece) -> Node:
    """The node without the clause of its last piece."""
    if piece.paragraph == 0:
        return node._replace(text=piece.text)
    lines = list(node.lines)
    number = piece.paragraph - 1
    lines[number] = lines[number]._replace(text=piece.text)
    return node._replace(blocks=tuple(line for line in lines if line.text))


def clause_of_heading(node: Node, parts: Sequence[Part], way: Way) -> Clause | None:
    """The clause of a heading that some of the items below it have one beside; else None.

    一、港口（甲局牵头） 1.北港。 2.南港。（乙局负责）: the tasks are the items.
    """
    naming = _naming(node, way)
    if len(parts) != 1 or all(naming) or not any(naming):
        return None
    (part,) = parts
    if node.lines or not _is_title_only(part):
        return None
    return part.clause


def _is_title_only(part: Part) -> bool:
    """Whether a part has a title and no more text."""
    title = part.pieces[0].text
    return part.texts == [title] and not title_of(title).rest
