"""Entries of the running text: each clause of units with what it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.intake.clause import SENTENCE, Clause, joined
from cz.intake.clauses import clauses
from cz.intake.deadlines import in_text
from cz.intake.entries import (
    Doubt,
    Entry,
    Heading,
    beginning,
    title_of,
    without_item_sign,
)
from cz.intake.headings import (
    CHINESE,
    CIRCLED,
    DECIMAL,
    DEEP_DECIMAL,
    DIGITS_AND_BRACKET,
    DIGITS_IN_BRACKETS,
    PART,
    STYLED,
    mark_at,
)
from cz.intake.outline import ATTACHMENT, Node, Outline
from cz.intake.paragraphs import Line
from cz.intake.sections import is_about_phases, is_group, is_other, is_preface
from cz.intake.unit_names import CLOSE

_LOW = (DIGITS_IN_BRACKETS, DIGITS_AND_BRACKET, CIRCLED, DECIMAL, DEEP_DECIMAL)
_HIGH = (PART, CHINESE, STYLED, ATTACHMENT)


class Piece(NamedTuple):
    """Text up to a clause, and the clause; None behind the last.

    ``paragraph``: which paragraph of its node it stands in, 0 being the heading's own. ``within``:
    the clause stands within a sentence: 燃气（甲局）安全整治.
    """

    text: str
    clause: Clause | None
    paragraph: int
    place: str
    within: bool = False


class Part(NamedTuple):
    """The pieces that one clause speaks of."""

    pieces: tuple[Piece, ...]
    clause: Clause


class Read(NamedTuple):
    """``used``: places of the paragraphs that became entries; ``nodes``: of those items."""

    entries: tuple[Entry, ...]
    used: frozenset[str]
    nodes: frozenset[str]
    doubts: tuple[Doubt, ...]


class Way(NamedTuple):
    """How the document as a whole writes: what single clauses are read by.

    ``known``: names that stand apart. ``lifted``: kinds of marks whose last item carries the clause
    of all. ``steps``: what stands here is how a task is done that a clause above names units for;
    sentences that say who does it name none. ``above``: the clause of the heading, which holds for
    the items below it that have none. ``itemised``: most chapters have items, so that a chapter
    without any is no task for what its sentences say.
    """

    known: frozenset[str]
    lifted: frozenset[str] = frozenset()
    steps: bool = False
    above: Clause | None = None
    itemised: bool = False


def read_prose(outline: Outline, known: frozenset[str], top: Heading) -> Read:
    """``top``: what entries stand under that stand under nothing else."""
    way = Way(known)
    way = Way(known, _kinds_lifted(outline, way), itemised=_is_itemised(outline))
    reader = _Reader()
    for node in outline.nodes:
        reader.read(node, top, way)
    return Read(
        tuple(reader.entries),
        frozenset(reader.used),
        frozenset(reader.nodes),
        tuple(reader.doubts),
    )


def _is_itemised(outline: Outline) -> bool:
    """Whether most chapters have numbered items: those are the tasks then, and no chapter is."""
    chapters = [node for node in outline.nodes if node.mark.kind in _HIGH and not is_other(node)]
    having = [node for node in chapters if node.children]
    return len(having) * 2 > len(chapters)


_ENDS = ("", *"。；;！!？?：:")  # what a piece may end with that is a sentence


def pieces_of(node: Node, way: Way) -> list[Piece]:
    """The node's own paragraphs, parted behind each clause."""
    pieces = []
    paragraphs = [Line(node.text, node.place), *node.lines]
    said = [clauses(line.text, known=way.known) for line in paragraphs]
    apart = way.steps or any(clause.form != SENTENCE for each in said for clause in each)
    for number, (line, each) in enumerate(zip(paragraphs, said, strict=True)):
        start = 0
        for clause in each:
            if clause.form == SENTENCE and apart and node.mark.kind not in _HIGH:
                continue  # a step of what the other clause says is done
            text = line.text[start : clause.start].strip()
            within = text[-1:] not in _ENDS and line.text[clause.end - 1] in CLOSE
            pieces.append(Piece(text, clause, number, line.place, within))
            start = clause.end
        rest = line.text[start:].strip()
        if rest:
            pieces.append(Piece(rest, None, number, line.place))
    return pieces


def parts_of(pieces: Sequence[Piece]) -> tuple[list[Part], list[Piece]]:
    """The parts that clauses speak of, and the pieces behind the last clause."""
    parts: list[Part] = []
    waiting: list[Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if piece.clause is None:
            continue
        has_text = any(each.text for each in waiting)
        goes_on = parts and piece.clause.names_somebody and _goes_on(parts[-1], waiting[0])
        if parts and (not has_text or goes_on):
            before = parts[-1]
            parts[-1] = Part((*before.pieces, *waiting), joined([before.clause, piece.clause]))
            waiting = []
        elif piece.clause.names_somebody:
            dues = [each.clause for each in waiting[:-1] if each.clause is not None]
            parts.append(Part(tuple(waiting), joined([*dues, piece.clause])))
            waiting = []
    dues = [piece.clause for piece in waiting if piece.clause is not None]
    if parts and not parts[-1].clause.due:
        parts[-1] = parts[-1]._replace(clause=joined([parts[-1].clause, *dues]))
    return parts, waiting


_LONGEST_OF_LIST = 16  # characters of a member of a list within a sentence


def _goes_on(part: Part, piece: Piece) -> bool:
    """Whether a piece goes on with the sentence of the part before it.

    燃气（甲局）、电动车（乙局） and 燃气（甲局）安全整治.
    """
    before = part.pieces[-1]
    same = before.within and before.paragraph == piece.paragraph
    if same and piece.text[:1] not in ("", *"，,；;") and mark_at(piece.text) is None:
        return True
    return piece.text.startswith("、") and len(piece.text) <= _LONGEST_OF_LIST


def _names_somebody(node: Node, way: Way) -> bool:
    return any(
        piece.clause is not None and piece.clause.names_somebody
        for each in node.walk()
        for piece in pieces_of(each, way)
    )


def _kinds_lifted(outline: Outline, way: Way) -> frozenset[str]:
    """Kinds of marks where, in most lists of the document, only the last item has a clause."""
    lasts: dict[str, int] = {}
    others: dict[str, int] = {}
    for node in outline.walk():
        if len(node.children) < 2:
            continue
        having = [_names_somebody(child, way) for child in node.children]
        kind = node.children[0].mark.kind
        if any(having[:-1]):
            others[kind] = others.get(kind, 0) + 1
        elif having[-1]:
            lasts[kind] = lasts.get(kind, 0) + 1
    return frozenset(kind for kind, count in lasts.items() if count > others.get(kind, 0))


class _Reader:
    """Walks the outline; gathers entries in the document's order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.used: set[str] = set()
        self.nodes: set[str] = set()
        self.doubts: list[Doubt] = []

    def read(self, node: Node, above: Heading, way: Way) -> None:
        if is_group(node):
            return
        pieces = pieces_of(node, way)
        own_title = title_of(pieces[0].text or node.text if pieces else node.text).text
        parts, rest = parts_of(pieces)
        if way.itemised and _is_told(node, parts):
            parts = []
        if node.mark.kind == ATTACHMENT and (node.children or node.has_table):
            parts = []  # what stands before the text of an attachment is its head
        lifted = None if parts else _lifted(node, way)
        if lifted is not None:
            node, clause = lifted
            own = [piece for piece in pieces_of(node, way) if piece.text]
            parts = [Part(tuple(own), clause)]
            rest = []
        if not parts and way.above is not None and not _names_somebody(node, way):
            parts, rest = [Part(tuple(rest), way.above)], []
            self._doubt_heading(node, way.above)
        way = way._replace(above=_of_heading(node, parts, way))
        if way.above is not None:
            parts = []
        if parts and node.mark.kind not in _HIGH:
            named = any(part.clause.form != SENTENCE for part in parts)
            way = way._replace(steps=way.steps or named)
        if parts:
            self._take(node, above, parts, rest, way)
        here = Heading(own_title, node.place, node.mark.number)
        if node.mark.kind == ATTACHMENT:
            here = above
        if is_preface(node) or is_about_phases(node):
            way = way._replace(steps=True)
        for child in node.children:
            self.read(child, here, way)

    def _take(
        self,
        node: Node,
        above: Heading,
        parts: Sequence[Part],
        rest: Sequence[Piece],
        way: Way,
    ) -> None:
        by_paragraph = _stand_apart(node, parts)
        if by_paragraph:
            above = Heading(title_of(node.text).text, node.place, node.mark.number)
        children_text = ""
        if not any(_names_somebody(child, way) for child in node.children):
            children_text = "".join(_texts_below(node))
            self.used.update(each.place for child in node.children for each in child.walk())
        self.nodes.add(node.place)
        self.used.add(node.place)
        self.used.update(line.place for line in node.lines)
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            more = "".join(piece.text for piece in rest) + children_text if last else ""
            entry = _entry(node, above, part, more, first=number == 0 and not by_paragraph)
            self.entries.append(entry)
            self._doubt(entry, part.clause)
        if any(_names_somebody(child, way) for child in node.children):
            chosen = "上面的、下面的各记一项任务"
            self.doubts.append(
                Doubt("上下都写了单位", node.place, title_of(node.text).text, chosen)
            )

    def _doubt_heading(self, node: Node, clause: Clause) -> None:
        text = f"{title_of(node.text).text}：{'、'.join((*clause.leads, *clause.units))}"
        chosen = "自己没有写单位的，照上面标题里的"
        self.doubts.append(Doubt("单位写在上面的标题里", node.place, text, chosen))

    def _doubt(self, entry: Entry, clause: Clause) -> None:
        if clause.doubt:
            text = "、".join((*clause.leads, *clause.units))
            self.doubts.append(Doubt(clause.doubt, entry.place, text, "按到这里为止读"))


def _is_told(node: Node, parts: Sequence[Part]) -> bool:
    """Whether a chapter without items only tells in a sentence who does what."""
    alone = node.mark.kind in _HIGH and node.mark.kind != ATTACHMENT and not node.children
    return alone and all(part.clause.form == SENTENCE for part in parts)


def _lifted(node: Node, way: Way) -> tuple[Node, Clause] | None:
    """The node without the clause that its last item carries for all, and that clause."""
    if not _is_list(node) or node.mark.kind == ATTACHMENT:
        return None
    having = [_names_somebody(child, way) for child in node.children]
    last = node.children[-1]
    if any(having[:-1]) or not having[-1] or last.children:
        return None
    pieces = [piece for piece in pieces_of(last, way) if not _CONTACT.match(piece.text)]
    with_clause = [piece for piece in pieces if piece.clause is not None]
    if len(with_clause) != 1 or pieces[-1] is not with_clause[0]:
        return None
    own_line = not pieces[-1].text
    alone = len(node.children) == 1
    if not (own_line or alone or last.mark.kind in _LOW or last.mark.kind in way.lifted):
        return None
    clause = pieces[-1].clause
    assert clause is not None
    return node._replace(children=(*node.children[:-1], _without(last, pieces[-1]))), clause


_CONTACT = re.compile(r"联\s*系\s*(?:人|电\s*话|方\s*式)\s*[：:]|电\s*话\s*[：:]")


def _of_heading(node: Node, parts: Sequence[Part], way: Way) -> Clause | None:
    """The clause of a heading that some of the items below it have one beside; else None.

    一、港口（甲局牵头） 1.北港。 2.南港。（乙局负责）: the tasks are the items.
    """
    having = [_names_somebody(child, way) for child in node.children]
    if len(parts) != 1 or all(having) or not any(having):
        return None
    texts = [piece.text for piece in parts[0].pieces if piece.text]
    in_heading = texts == [parts[0].pieces[0].text] and not title_of(texts[0]).rest
    return parts[0].clause if in_heading and not node.lines else None


def _is_list(node: Node) -> bool:
    """Whether a node has several items, or one paragraph that holds several: 1.…；2.…；3.…"""
    if len(node.children) != 1:
        return len(node.children) > 1
    (child,) = node.children
    if child.mark.number != 1 or child.children or child.lines:
        return False
    second = child.mark.label.replace("1", "2").replace("一", "二").replace("①", "②")
    return second != child.mark.label and second in child.text


def _without(node: Node, piece: Piece) -> Node:
    """The node without the clause of its last piece."""
    if piece.paragraph == 0:
        return node._replace(text=piece.text)
    lines = list(node.lines)
    lines[piece.paragraph - 1] = lines[piece.paragraph - 1]._replace(text=piece.text)
    return node._replace(blocks=tuple(line for line in lines if line.text))


def _texts_below(node: Node) -> Iterator[str]:
    for child in node.children:
        for each in child.walk():
            yield f"{each.mark.label}{each.text}"
            yield from (line.text for line in each.lines)


def _stand_apart(node: Node, parts: Sequence[Part]) -> bool:
    """Whether a chapter's heading has paragraphs without numbers, each with its own clause."""
    if node.mark.kind not in _HIGH or len(parts) < 2 or not title_of(node.text).set_apart:
        return False
    begin = [next((piece.paragraph for piece in part.pieces if piece.text), 0) for part in parts]
    return title_of(node.text).rest == "" and len(set(begin)) == len(begin)


def _entry(node: Node, above: Heading, part: Part, more: str, *, first: bool) -> Entry:
    """``first``: it takes the node's own title. ``more``: text behind its clause."""
    part = part._replace(pieces=_whole_sentences(part.pieces))
    texts = [piece.text for piece in part.pieces if piece.text]
    place = next((piece.place for piece in part.pieces if piece.text), part.pieces[0].place)
    if first:
        own = part.pieces[0].text if part.pieces[0].paragraph == 0 else node.text
        if not own:  # 由甲局牵头，制定方案: what they do stands behind the clause
            own, more = more.lstrip("，,；; "), ""
        title = title_of(own or node.text)
        rest = title.rest if part.pieces[0].paragraph == 0 else ""
        if not title.set_apart:
            rest = own
        text = "".join([rest, *texts[1 if part.pieces[0].paragraph == 0 else 0 :]])
        label, number = node.mark.label, node.mark.number
    else:
        texts = [text for text in texts if text != node.text or part.pieces[0].paragraph]
        title = title_of(_begins_with(part, texts))
        text = (
            "".join(texts).removeprefix(title.text).lstrip("。：: ")
            if title.set_apart
            else "".join(texts)
        )
        if title.set_apart and len(title.text) > 30:
            title = title._replace(text=beginning(title.text))
            text = "".join(texts)
        label, number = "", 0
    text = f"{text}{more}"
    due = part.clause.due
    mentioned = [] if due else in_text(f"{title.text}。{text}")
    return Entry(
        label=label,
        title=title.text,
        text=text,
        place=place,
        chapter=above,
        leads=part.clause.leads,
        units=part.clause.units,
        due=due or "；".join(mentioned),
        due_in_text=bool(mentioned),
        titled=title.set_apart,
        number=number,
    )


def _whole_sentences(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, those of one sentence together: 燃气 and 、电动车 are one."""
    whole: list[Piece] = []
    for piece in pieces:
        same = whole and whole[-1].within and whole[-1].paragraph == piece.paragraph
        if same and piece.text and piece.text[0] not in "，,；;":
            piece = piece._replace(text=f"{whole.pop().text}{piece.text}")
        whole.append(piece)
    return tuple(whole)


def _begins_with(part: Part, texts: Sequence[str]) -> str:
    """What the title of a part without a number is taken from: the clause's own paragraph.

    Where the clause has its own line, a short line before it, else the first.
    """
    last = next((piece for piece in reversed(part.pieces) if piece.clause is not None), None)
    if last is not None and last.text:
        return _without_number(last.text)
    short = [text for text in texts[-1:] if len(text) <= 40 and not text.endswith("。")]
    chosen = short or list(texts[:1])
    return _without_number(chosen[0]) if chosen else ""


def _without_number(text: str) -> str:
    """Without its mark, a dash or 一是."""
    mark = mark_at(text)
    text = text[mark.end :] if mark else text
    return without_item_sign(text)
