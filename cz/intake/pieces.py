"""The text of a node parted behind each clause of units, and what each clause speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.clause import SENTENCE, Clause, joined
from cz.intake.clauses import clauses
from cz.intake.headings import CHINESE, PART, STYLED, mark_at
from cz.intake.outline import ATTACHMENT, Node
from cz.intake.paragraphs import Line
from cz.intake.unit_names import CLOSE

CHAPTER_KINDS = (PART, CHINESE, STYLED, ATTACHMENT)  # kinds of marks that head chapters

_ENDS_OF_SENTENCE = ("", *"。；;！!？?：:")  # what a piece may end with that is a sentence
_LONGEST_OF_LIST = 16  # characters of a member of a list within a sentence
_PARTING = "，,；;"  # signs that part what follows a clause from the sentence it stands within


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

    @property
    def texts(self) -> list[str]:
        """What its pieces say, without those that say nothing."""
        return [piece.text for piece in self.pieces if piece.text]


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


def pieces_of(node: Node, way: Way) -> list[Piece]:
    """The node's own paragraphs, parted behind each clause."""
    paragraphs = [Line(node.text, node.place), *node.lines]
    clauses_by_paragraph = [clauses(line.text, known=way.known) for line in paragraphs]
    only_steps = _are_sentences_steps(node, clauses_by_paragraph, way)
    pieces: list[Piece] = []
    for number, line in enumerate(paragraphs):
        clauses_here = list(clauses_by_paragraph[number])
        if only_steps:
            clauses_here = [clause for clause in clauses_here if clause.form != SENTENCE]
        pieces += _parted(line, number, clauses_here)
    return pieces


def _are_sentences_steps(
    node: Node, clauses_by_paragraph: Sequence[Sequence[Clause]], way: Way
) -> bool:
    """Whether sentences that say who does it are steps of what another clause says is done."""
    if node.mark.kind in CHAPTER_KINDS:
        return False
    if way.steps:
        return True
    for clauses_here in clauses_by_paragraph:
        if any(clause.form != SENTENCE for clause in clauses_here):
            return True
    return False


def _parted(line: Line, number: int, clauses_here: Sequence[Clause]) -> list[Piece]:
    """A paragraph's pieces. ``number``: which paragraph of its node it is."""
    pieces: list[Piece] = []
    start = 0
    for clause in clauses_here:
        text = line.text[start : clause.start].strip()
        breaks_off = text[-1:] not in _ENDS_OF_SENTENCE
        in_brackets = line.text[clause.end - 1] in CLOSE
        within = breaks_off and in_brackets
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
        if parts and _belong_to(parts[-1], waiting, piece.clause):
            enlarged = (*parts[-1].pieces, *waiting)
            parts[-1] = Part(enlarged, joined([parts[-1].clause, piece.clause]))
            waiting = []
        elif piece.clause.names_somebody:
            parts.append(Part(tuple(waiting), joined(_clauses_in(waiting))))
            waiting = []
    if parts and not parts[-1].clause.due:
        with_deadline = joined([parts[-1].clause, *_clauses_in(waiting)])
        parts[-1] = parts[-1]._replace(clause=with_deadline)
    return parts, waiting


def _clauses_in(pieces: Sequence[Piece]) -> list[Clause]:
    return [piece.clause for piece in pieces if piece.clause is not None]


def _belong_to(part: Part, waiting: Sequence[Piece], clause: Clause) -> bool:
    """Whether the pieces up to a clause belong to the part before them."""
    has_text = any(piece.text for piece in waiting)
    if not has_text:
        return True
    return clause.names_somebody and _goes_on(part, waiting[0])


def _goes_on(part: Part, piece: Piece) -> bool:
    """Whether a piece goes on with the sentence of the part before it.

    燃气（甲局）、电动车（乙局） and 燃气（甲局）安全整治.
    """
    if _is_in_sentence_of(part.pieces[-1], piece) and mark_at(piece.text) is None:
        return True
    return piece.text.startswith("、") and len(piece.text) <= _LONGEST_OF_LIST


def _is_in_sentence_of(before: Piece, piece: Piece) -> bool:
    """Whether a piece goes on with the sentence that the clause before it stands within."""
    if not before.within or before.paragraph != piece.paragraph:
        return False
    return bool(piece.text) and piece.text[0] not in _PARTING


def whole_sentences(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, those of one sentence together: 燃气 and 、电动车 are one."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and _is_in_sentence_of(whole[-1], piece):
            before = whole.pop()
            piece = piece._replace(text=f"{before.text}{piece.text}")
        whole.append(piece)
    return tuple(whole)


def names_somebody(node: Node, way: Way) -> bool:
    """Whether a clause in the node, or in one below it, says who does something."""
    for each in node.walk():
        for clause in _clauses_in(pieces_of(each, way)):
            if clause.names_somebody:
                return True
    return False


def some_child_names_somebody(node: Node, way: Way) -> bool:
    return any(names_somebody(child, way) for child in node.children)
