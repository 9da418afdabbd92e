"""The entry of a part of a node: its title, its text, who does it and by when."""

from __future__ import annotations

from typing import NamedTuple

from cz.intake.deadlines import in_text
from cz.intake.entries import Entry, Heading, Title, beginning, title_of, without_item_sign
from cz.intake.headings import without_mark
from cz.intake.outline import Node
from cz.intake.pieces import Part, whole_sentences

_LONGEST_TITLE = 30  # characters of the title of a part without a number
_LONGEST_SHORT_LINE = 40  # characters of a line that may be a title


class _Wording(NamedTuple):
    """``text``: what the entry says beside its title."""

    title: Title
    text: str


def part_entry(node: Node, chapter: Heading, part: Part, behind: str, *, first: bool) -> Entry:
    """The entry of a part.

    ``first``: it takes the node's own title and number. ``behind``: text behind its clause.
    """
    part = part._replace(pieces=whole_sentences(part.pieces))
    if first:
        wording = _with_title_of_node(node, part, behind)
    else:
        wording = _with_title_of_part(node, part, behind)
    title, text = wording
    due = part.clause.due
    mentioned: list[str] = []
    if not due:
        mentioned = in_text(f"{title.text}。{text}")
    return Entry(
        label=node.mark.label if first else "",
        title=title.text,
        text=text,
        place=_place(part),
        chapter=chapter,
        leads=part.clause.leads,
        units=part.clause.units,
        due=due or "；".join(mentioned),
        due_in_text=bool(mentioned),
        titled=title.set_apart,
        number=node.mark.number if first else 0,
    )


def _place(part: Part) -> str:
    """Where its text begins."""
    for piece in part.pieces:
        if piece.text:
            return piece.place
    return part.pieces[0].place


def _with_title_of_node(node: Node, part: Part, behind: str) -> _Wording:
    in_heading = part.pieces[0].paragraph == 0
    texts = part.texts
    own = node.text
    if in_heading:
        own = part.pieces[0].text
        texts = texts[1:]
    if not own:  # 由甲局牵头，制定方案: what they do stands behind the clause
        own = behind.lstrip("，,；; ")
        behind = ""
    title = title_of(own or node.text)
    rest = ""
    if not title.set_apart:
        rest = own
    elif in_heading:
        rest = title.rest
    return _Wording(title, "".join([rest, *texts, behind]))


def _with_title_of_part(node: Node, part: Part, behind: str) -> _Wording:
    texts = part.texts
    if part.pieces[0].paragraph == 0:
        texts = [text for text in texts if text != node.text]
    title = title_of(_begins_with(part, texts))
    text = "".join(texts)
    if title.set_apart and len(title.text) > _LONGEST_TITLE:
        title = title._replace(text=beginning(title.text))
    elif title.set_apart:
        text = text.removeprefix(title.text).lstrip("。：: ")
    return _Wording(title, f"{text}{behind}")


def _begins_with(part: Part, texts: list[str]) -> str:
    """What the title of a part without a number is taken from: the clause's own paragraph.

    Where the clause has its own line, a short line before it, else the first.
    """
    with_clause = [piece for piece in part.pieces if piece.clause is not None]
    if with_clause and with_clause[-1].text:
        return _without_number(with_clause[-1].text)
    if not texts:
        return ""
    last = texts[-1]
    if len(last) <= _LONGEST_SHORT_LINE and not last.endswith("。"):
        return _without_number(last)
    return _without_number(texts[0])


def _without_number(text: str) -> str:
    """Without its mark, a dash or 一是."""
    return without_item_sign(without_mark(text))
