"""Clauses in brackets, closed or not, and behind a dash: （甲局负责）, ——甲局、乙局."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cz.intake.clause import Clause
from cz.intake.clause_text import read_clause
from cz.intake.labels import LABEL
from cz.intake.spoken import SAYS_WHO
from cz.intake.unit_names import CLOSE, OFFICE_OF_A_PLACE, OPEN, is_like_unit

_DEEPEST = 5  # brackets within brackets

_LONGEST = 400  # characters in one pair of brackets

_DASH = re.compile(r"(?:^|(?<=[。；;！）)\s]))\s*(?:—{1,2}|－{2}|-{2}|─{2})\s*(?=[^—－\-─]+$)")


def behind_dash(text: str, known: frozenset[str]) -> Iterator[Clause]:
    """The names behind a dash at the end of a paragraph: 建设公园50个。——市园林局、各区政府"""
    dash = _DASH.search(text)
    content = text[dash.end() :].strip(" 　。；;") if dash else ""
    if dash is None or "。" in content:
        return
    clause = read_clause(content, known, bare=True)
    if clause is not None and all(map(is_like_unit, (*clause.leads, *clause.units))):
        yield clause._replace(start=dash.start(), end=len(text), form="——…")


def in_brackets(text: str, known: frozenset[str]) -> Iterator[Clause]:
    place = 0
    while place < len(text):
        if text[place] in OPEN:
            clause = _bracket(text, place, known)
            if clause is not None:
                yield clause
                place = clause.end
                continue
        place += 1


def _bracket(text: str, start: int, known: frozenset[str]) -> Clause | None:
    """The clause in the bracket that opens at ``start``, if it is one."""
    end, closed = _content_end(text, start)
    content = text[start + 1 : end]
    if not content.strip():
        return None
    before, after = text[:start].rstrip(), text[end + 1 :].strip(" 　。；;")
    behind_sentence = not before or before[-1] in "。；;！!？?）)】"
    item = _item_before(before, text[end + 1 : end + 2])
    if item:
        before, after = item, ""
    parts = read_clause(content, known, bare=behind_sentence or not after)
    if parts is None:
        return None
    if not _may_stand(parts, content, sign=text[start], before=before, after=after):
        return None
    form = f"{text[start]}…{text[end] if closed else ''}"
    doubt = "" if closed else "括号没有闭合"
    if closed and CLOSE.index(text[end]) // 2 != OPEN.index(text[start]) // 2:
        doubt = "括号前后不是一种"
    stop = end + 1 if closed else end
    while stop < len(text) and text[stop] in "。；; 　":
        stop += 1
    return parts._replace(start=start, end=stop, form=form, doubt=parts.doubt or doubt)


_ITEM = re.compile(r"[①-⑳]|[（(]?\d{1,2}[)）.．、]")


def _item_before(before: str, sign: str) -> str:
    """The item of a paragraph that a bracket ends, "" where it ends none: ①排查（甲局）；②…"""
    item = before[max(before.rfind(stop) for stop in "。；;：:") + 1 :]
    return item if sign in ("；", ";", "。") and _ITEM.match(item) else ""


_SAYS_WHEN = re.compile(r"前|底|末|内|完成|长期|持续|常态|每|立即|即知|立行|随时|全年|要求")


def _may_stand(parts: Clause, content: str, *, sign: str, before: str, after: str) -> bool:
    """Whether what a bracket says counts where it stands.

    A deadline alone has to say 前, 底 or the like: （2021—2025年） is none. A name alone stands
    behind a whole sentence or a short title: 报主管部门（市教育局） is none.
    """
    if not parts.names_somebody:
        return bool(_SAYS_WHEN.search(content)) and "《" not in before[before.rfind("》") + 1 :]
    if parts.labels or SAYS_WHO.search(content):
        return True
    names = (*parts.leads, *parts.units)
    if OFFICE_OF_A_PLACE.fullmatch(before):
        return False  # a unit and what it is called as well: 区委宣传部（区文明办）
    if not before and sign == "【" and (after or len(names) == 1):
        return False  # a title: 【企业开办】压缩办理时间
    if not before or before[-1] in "。；;！!？?）)】":
        return True
    short = len(before) <= 30 and not re.search(r"[，。；：,;:]", before)
    return not after and (len(names) > 1 or short)


def _content_end(text: str, start: int) -> tuple[int, bool]:
    """Where the content of a bracket ends, and whether a bracket closes it.

    One that is never closed ends with its sentence, its line, or where the next clause begins.
    """
    depth = 0
    limit = min(len(text), start + _LONGEST)
    for place in range(start, limit):
        char = text[place]
        if char in OPEN:
            if depth and LABEL.match(text, place + 1) and LABEL.search(text, start, place):
                return place, False
            depth += 1
            if depth > _DEEPEST:
                return place, False
        elif char in CLOSE:
            depth -= 1
            if depth == 0:
                return place, True
        elif (
            char in "。\n"
            and place > start
            and depth == 1
            and not _still_closes(text, place, limit)
        ):
            return place, False
    stop = min(
        (at for at in (text.find("。", start), text.find("\n", start)) if at > 0), default=limit
    )
    return min(stop, limit), False


def _still_closes(text: str, place: int, limit: int) -> bool:
    """Whether the bracket closes soon behind a full stop within it; 县（区） may come before."""
    stop = min(limit, place + 80)
    at = place + 1
    while at < stop:
        within = _SHORT_BRACKET.match(text, at)
        if text[at] in CLOSE:
            return True
        if text[at] in OPEN and (within is None or SAYS_WHO.search(within[0])):
            return False
        at = within.end() if within else at + 1
    return False


_SHORT_BRACKET = re.compile(r"[（(][^（()）。：:]{1,6}[）)]")
