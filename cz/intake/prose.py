"""Entries of the running text: each clause of units with what it is said of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from cz.intake.clause import SENTENCE, Clause
from cz.intake.entries import Doubt, Entry, Heading, title_of
from cz.intake.outline import ATTACHMENT, Node, Outline
from cz.intake.part_entries import part_entry
from cz.intake.pieces import (
    CHAPTER_KINDS,
    Part,
    Piece,
    Way,
    names_somebody,
    parts_of,
    pieces_of,
    some_child_names_somebody,
)
from cz.intake.sections import is_about_phases, is_group, is_other, is_preface
from cz.intake.shared_clauses import clause_of_heading, kinds_lifted, lifted


class Read(NamedTuple):
    """``used``: places of the paragraphs that became entries; ``nodes``: of those items."""

    entries: tuple[Entry, ...] = ()
    used: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()


class _Spoken(NamedTuple):
    """What the clauses of a node speak of.

    ``node``: without the clause that its last item carried for all. ``rest``: the pieces behind the
    last clause. ``inherited``: the clause of the heading above, where the node has none.
    """

    node: Node
    parts: list[Part]
    rest: list[Piece]
    inherited: Clause | None = None


def read_prose(outline: Outline, known: frozenset[str], top: Heading) -> Read:
    """``top``: what entries stand under that stand under nothing else."""
    way = Way(known)
    way = Way(known, kinds_lifted(outline, way), itemised=_is_itemised(outline))
    return _read_all(outline.nodes, top, way)


def _is_itemised(outline: Outline) -> bool:
    """Whether most chapters have numbered items: those are the tasks then, and no chapter is."""
    in_chapters = [node for node in outline.nodes if node.mark.kind in CHAPTER_KINDS]
    chapters = [node for node in in_chapters if not is_other(node)]
    having_items = [node for node in chapters if node.children]
    return len(having_items) * 2 > len(chapters)


def _read_all(nodes: Sequence[Node], above: Heading, way: Way) -> Read:
    """What the nodes say, in their order."""
    return _joined([_read(node, above, way) for node in nodes])


def _joined(reads: Sequence[Read]) -> Read:
    return Read(
        entries=tuple(chain.from_iterable(read.entries for read in reads)),
        used=frozenset().union(*(read.used for read in reads)),
        nodes=frozenset().union(*(read.nodes for read in reads)),
        doubts=tuple(chain.from_iterable(read.doubts for read in reads)),
    )


def _read(node: Node, above: Heading, way: Way) -> Read:
    """What a node says, and then those below it. ``above``: what it stands under."""
    if is_group(node):
        return Read()
    pieces = pieces_of(node, way)
    spoken = _spoken(node, pieces, way)
    own = Read()
    if spoken.inherited is not None:
        own = Read(doubts=(_doubt_of_heading(node, spoken.inherited),))
    heading_clause = clause_of_heading(spoken.node, spoken.parts, way)
    way = way._replace(above=heading_clause)
    if spoken.parts and heading_clause is None:
        way = way._replace(steps=way.steps or _begins_steps(spoken))
        own = _joined([own, _taken(spoken, above, way)])
    if is_preface(node) or is_about_phases(node):
        way = way._replace(steps=True)
    below = _read_all(spoken.node.children, _heading(node, pieces, above), way)
    return _joined([own, below])


def _spoken(node: Node, pieces: Sequence[Piece], way: Way) -> _Spoken:
    """What the clauses of a node speak of: its own, its last item's, or that of its heading."""
    parts, rest = parts_of(pieces)
    if _is_told(node, parts, way) or _is_head_of_attachment(node):
        parts = []
    if parts:
        return _Spoken(node, parts, rest)
    raised = lifted(node, way)
    if raised is not None:
        own = [piece for piece in pieces_of(raised.node, way) if piece.text]
        if own:
            return _Spoken(raised.node, [Part(tuple(own), raised.clause)], [])
    if rest and way.above is not None and not names_somebody(node, way):
        return _Spoken(node, [Part(tuple(rest), way.above)], [], inherited=way.above)
    return _Spoken(node, [], rest)


def _is_told(node: Node, parts: Sequence[Part], way: Way) -> bool:
    """Whether a chapter without items only tells in a sentence who does what."""
    if not way.itemised or node.children or node.mark.kind == ATTACHMENT:
        return False
    if node.mark.kind not in CHAPTER_KINDS:
        return False
    return all(part.clause.form == SENTENCE for part in parts)


def _is_head_of_attachment(node: Node) -> bool:
    """Whether it stands before the text of an attachment."""
    has_text = bool(node.children) or node.has_table
    return node.mark.kind == ATTACHMENT and has_text


def _begins_steps(spoken: _Spoken) -> bool:
    """Whether what stands below an item is how it is done, as its clause is no mere sentence."""
    if spoken.node.mark.kind in CHAPTER_KINDS:
        return False
    return any(part.clause.form != SENTENCE for part in spoken.parts)


def _heading(node: Node, pieces: Sequence[Piece], above: Heading) -> Heading:
    """What those below the node stand under."""
    if node.mark.kind == ATTACHMENT:
        return above
    text = node.text
    if pieces and pieces[0].text:
        text = pieces[0].text
    return Heading(title_of(text).text, node.place, node.mark.number)


def _taken(spoken: _Spoken, above: Heading, way: Way) -> Read:
    """An entry for each part of a node; the last has the text behind, and that of items below."""
    node = spoken.node
    named_below = some_child_names_somebody(node, way)
    behind = "".join(piece.text for piece in spoken.rest)
    used = {node.place, *(line.place for line in node.lines)}
    if not named_below:
        behind += _text_below(node)
        used.update(each.place for each in node.walk())
    entries = _entries(spoken, above, behind)
    doubts: list[Doubt] = []
    for entry, part in zip(entries, spoken.parts, strict=True):
        doubts += _doubts_of_clause(entry, part.clause)
    if named_below:
        doubts.append(_doubt_of_both(node))
    return Read(tuple(entries), frozenset(used), frozenset([node.place]), tuple(doubts))


def _entries(spoken: _Spoken, above: Heading, behind: str) -> list[Entry]:
    """An entry for each part. ``behind``: the text behind the last."""
    node, parts = spoken.node, spoken.parts
    stand_apart = _stand_apart(node, parts)
    if stand_apart:
        above = Heading(title_of(node.text).text, node.place, node.mark.number)
    entries: list[Entry] = []
    for number, part in enumerate(parts):
        is_first = number == 0 and not stand_apart
        is_last = number == len(parts) - 1
        more = behind if is_last else ""
        entries.append(part_entry(node, above, part, more, first=is_first))
    return entries


def _stand_apart(node: Node, parts: Sequence[Part]) -> bool:
    """Whether a chapter's heading has paragraphs without numbers, each with its own clause."""
    if node.mark.kind not in CHAPTER_KINDS or len(parts) < 2:
        return False
    title = title_of(node.text)
    if not title.set_apart or title.rest:
        return False
    begin_in = {_paragraph(part) for part in parts}
    return len(begin_in) == len(parts)


def _paragraph(part: Part) -> int:
    """Which paragraph of its node the text of a part begins in."""
    for piece in part.pieces:
        if piece.text:
            return piece.paragraph
    return 0


def _text_below(node: Node) -> str:
    """The text of all items below a node, with their numbers."""
    texts: list[str] = []
    for child in node.children:
        for each in child.walk():
            texts.append(f"{each.mark.label}{each.text}")
            texts += [line.text for line in each.lines]
    return "".join(texts)


def _doubt_of_heading(node: Node, clause: Clause) -> Doubt:
    return Doubt(
        kind="单位写在上面的标题里",
        place=node.place,
        text=f"{title_of(node.text).text}：{_names(clause)}",
        chosen="自己没有写单位的，照上面标题里的",
    )


def _doubts_of_clause(entry: Entry, clause: Clause) -> list[Doubt]:
    """What the clause itself was doubtful in, if anything."""
    if not clause.doubt:
        return []
    return [Doubt(clause.doubt, entry.place, _names(clause), "按到这里为止读")]


def _doubt_of_both(node: Node) -> Doubt:
    return Doubt(
        kind="上下都写了单位",
        place=node.place,
        text=title_of(node.text).text,
        chosen="上面的、下面的各记一项任务",
    )


def _names(clause: Clause) -> str:
    return "、".join((*clause.leads, *clause.units))
