"""One thing to be done, as the document has it: what, who, by when, where that stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from cz.intake.headings import mark_at

_LONGEST_TITLE = 40  # characters of a title that the document itself sets apart
_SHORTEST_TEXT = 8  # characters behind a colon that are more than the rest of a title
_LONGEST_LEAD = 30  # of one that is the beginning of the text


class Heading(NamedTuple):
    """What entries stand under. ``number``: what the document gives it, 0 where it gives none."""

    title: str
    place: str = ""
    number: int = 0
    page: int = 0


class Entry(NamedTuple):
    """``label``: its number as written. ``leads``: those that the document says lead.

    ``titled``: the document sets a title apart; else it is the beginning of the text. ``due``: the
    deadline as written; ``due_in_text``: it is only mentioned in the text; ``units_in_text``: so
    are those who do it.
    """

    label: str
    title: str
    text: str
    place: str
    chapter: Heading
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    due: str = ""
    due_in_text: bool = False
    units_in_text: bool = False
    titled: bool = True
    number: int = 0
    page: int = 0

    @property
    def names_somebody(self) -> bool:
        return bool(self.leads or self.units)


class Doubt(NamedTuple):
    """What was not sure. ``place``: where in the document; ``chosen``: what was done."""

    kind: str
    place: str
    text: str
    chosen: str


class Title(NamedTuple):
    """``rest``: what follows it in the same paragraph."""

    text: str
    rest: str
    set_apart: bool


_IN_CORNERS = re.compile(r"【(?P<title>[^【】]{2,40})】[：:。]?")
_SENTENCE_END = re.compile(r"[。！？]")
_BLANK = re.compile(r"　+|\s{2,}|\s(?=\S{15})")


def title_of(text: str) -> Title:
    """The title at the beginning of a paragraph: to its full stop, or to the end of its line."""
    text = text.strip()
    corners = _IN_CORNERS.match(text)
    if corners:
        return Title(corners["title"].strip(), text[corners.end() :].strip(), True)
    end = _SENTENCE_END.search(text)
    head = text[: end.start()] if end else text
    if len(head) <= _LONGEST_TITLE and not re.search(r"[；;]", head):
        blank = _BLANK.search(head)
        if blank and 4 <= blank.start() <= 30 and len(text) - blank.end() > 15:
            return Title(head[: blank.start()], text[blank.end() :].strip(), True)
        colon = _colon(head)
        if colon and len(text) - colon > _SHORTEST_TEXT:
            return Title(head[:colon].strip(), text[colon + 1 :].strip(), True)
        rest = text[end.end() :].strip() if end else ""
        return Title(head.strip(" ：:，,"), rest, True)
    blank = _BLANK.search(text, 4, 34)
    if blank and not re.search(r"[，。；：]", text[: blank.start()]):
        return Title(text[: blank.start()], text[blank.end() :].strip(), True)
    colon = _colon(text[:24])
    if colon:
        return Title(text[:colon].strip(), text[colon + 1 :].strip(), True)
    return Title(beginning(text), text, False)


def _colon(head: str) -> int:
    """Where a colon ends a short title, 0 where none does."""
    match = re.search(r"[：:]", head)
    if match and 4 <= match.start() <= 22 and not re.search(r"[，；]", head[: match.start()]):
        return match.start()
    return 0


_ENUMERATOR = re.compile(r"(?:[一二三四五六七八九十]是|首先|其次)[，,]?|[：:；;，,。、\s]+")


def beginning(text: str) -> str:
    """What stands for a title that the document does not give: the first words of the text."""
    text = text.strip()
    mark = mark_at(text)
    text = text[mark.end :] if mark else text
    skipped = _ENUMERATOR.match(text)
    text = text[skipped.end() :] if skipped else text
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    if len(sentence) <= _LONGEST_LEAD:
        return sentence.strip(" ，,；;：:")
    for match in re.finditer(r"[，；：,;:]", text):
        if match.start() >= 8:
            return text[: min(match.start(), _LONGEST_TITLE)].strip()
    return text[:_LONGEST_TITLE].strip()


_BEGINS_ITEM = re.compile(r"(?:[—－-]{1,4}|[一二三四五六七八九十]{1,2}是(?:要)?[，,]?)\s*(?=\S{4})")


def without_item_sign(text: str) -> str:
    """Without a dash or 一是 before it."""
    sign = _BEGINS_ITEM.match(text)
    return text[sign.end() :] if sign else text


def plain(text: str) -> str:
    """A text without blanks and signs, for comparing titles."""
    return re.sub(r"[\s\W_]+", "", text)
