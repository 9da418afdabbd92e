"""A table of answers counted: how many chose each option, in all and by unit. Nothing else of it
is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cz.surveys.headings import WHEN, heading, is_beside, is_private

Rows = Sequence[Sequence[str]]  # the cells of a row as text; the first row is the headings

NO_ANSWER = frozenset(("", "(空)", "（空）", "n/a", "N/A"))
NOT_ASKED = frozenset(("(跳过)", "（跳过）"))
# Said by whoever has no opinion: no answer, unless the office says so.
UNSURE = frozenset(
    ("说不清", "说不清楚", "不清楚", "不知道", "不好说", "不了解", "拒答", "拒绝回答")
)
SEVERAL = "┋"  # 问卷星 parts several choices in one cell by it
_OTHER_SIGNS = ("\n", ";", "；", "|", ",", "，")
MOST_OPTIONS = 30
_LETTER = re.compile(r"^[A-Za-z][.．、:：]\s*")


class Counted(NamedTuple):
    """One option and how many chose it."""

    text: str
    chosen: int


class CountedQuestion(NamedTuple):
    """``units``: by unit, how many chose each option; none where several may be chosen."""

    number: int
    text: str
    several: bool
    answered: int
    blank: int
    passed: int
    options: tuple[Counted, ...]
    units: tuple[tuple[str, tuple[int, ...]], ...] = ()


class LeftOut(NamedTuple):
    """A column that is not counted, and why."""

    heading: str
    why: str


class Tally(NamedTuple):
    """``rows``: answers returned; ``valid``: those with an answer at all.

    ``by``: the heading of the column that tells the unit, "" where none does; ``elsewhere``: valid
    rows that name no unit of the plan. ``days``: what the column of the time says, as it is.
    """

    rows: int
    valid: int
    questions: tuple[CountedQuestion, ...]
    left_out: tuple[LeftOut, ...]
    by: str
    elsewhere: int
    days: tuple[str, ...]


class _Column(NamedTuple):
    """A column of answers: what each row says, ``None`` where it was not asked, () where blank."""

    number: int
    text: str
    several: bool
    choices: list[tuple[str, ...] | None]


def tally(rows: Rows, unit_of: Callable[[str], str], by: str = "") -> Tally:
    """``unit_of``: the unit that an option names, "" if none. ``by``: the heading of the column
    that tells the unit, else it is the one whose answers mostly name units.
    """
    heads, body = [cell.strip() for cell in rows[0]], rows[1:]
    body = [row for row in body if any(cell.strip() for cell in row)]
    columns: list[_Column] = []
    left_out: list[LeftOut] = []
    units: list[str] = []
    unit_column = ""
    for place, head in enumerate(heads):
        if not head or is_beside(head) or _is_part(head, heads):
            continue
        cells = [row[place].strip() if place < len(row) else "" for row in body]
        if is_private(head):
            left_out.append(LeftOut(head, "个人信息，不看"))
            continue
        named = [unit_of(_option(cell)) if cell not in NO_ANSWER else "" for cell in cells]
        is_named = by in (head, heading(head).text)
        if is_named or (not by and not unit_column and _tells_units(cells, named)):
            unit_column, units = head, named
            continue
        column = _column(head, cells, _parts(head, heads, body))
        if column is None:
            left_out.append(LeftOut(head, "填空或选项太多，不统计"))
        else:
            columns.append(column)
    answered = [any(column.choices[row] for column in columns) for row in range(len(body))]
    questions = [_counted(column, answered, units) for column in columns]
    return Tally(
        rows=len(body),
        valid=sum(answered),
        questions=tuple(_numbered(questions)),
        left_out=tuple(left_out),
        by=unit_column,
        elsewhere=sum(ok and not unit for ok, unit in zip(answered, units, strict=False)),
        days=_days(heads, body),
    )


def _option(cell: str) -> str:
    """``A.满意`` is 满意."""
    return _LETTER.sub("", " ".join(cell.split()))


def _tells_units(cells: Sequence[str], named: Sequence[str]) -> bool:
    """Whether four in five answers name a unit of the plan, and more than one."""
    said = sum(cell not in NO_ANSWER and cell not in NOT_ASKED for cell in cells)
    names = [name for name in named if name]
    return len(set(names)) > 1 and len(names) >= 0.8 * said


# --- several choices --------------------------------------------------------------------------


def _is_part(head: str, heads: Sequence[str]) -> bool:
    """Kobo's column of one option: ``problem/noise`` beside ``problem``."""
    before, slash, _ = head.rpartition("/")
    return bool(slash) and before in heads


def _parts(head: str, heads: Sequence[str], body: Rows) -> list[tuple[str, ...]] | None:
    """Of such a question what each row chose; ``None`` where it has no such columns."""
    own = [place for place, each in enumerate(heads) if each.rpartition("/")[0] == head]
    if not own:
        return None
    chosen = []
    for row in body:
        marked = [place for place in own if place < len(row) and row[place].strip() in _YES]
        chosen.append(tuple(heads[place].rpartition("/")[2] for place in marked))
    return chosen


_YES = ("1", "1.0", "TRUE", "True", "true")


def _sign(cells: Sequence[str], kind: str) -> str:
    """What parts several choices in these cells, "" where they hold one each.

    Another sign than 问卷星's only where its parts are chosen again and again: else it is part of
    an option's own words.
    """
    if any(SEVERAL in cell for cell in cells):
        return SEVERAL
    for sign in _OTHER_SIGNS:
        with_sign = [cell for cell in cells if sign in cell]
        if not with_sign:
            continue
        parts = Counter(part.strip() for cell in cells for part in cell.split(sign))
        parts_of_several = {part.strip() for cell in with_sign for part in cell.split(sign)}
        again = all(parts[part] > 1 for part in parts_of_several)
        if kind == "多选" or (again and len(parts) < len(set(cells))):
            return sign
    return ""


# --- one question -----------------------------------------------------------------------------


def _column(head: str, cells: Sequence[str], parts: list[tuple[str, ...]] | None) -> _Column | None:
    """``None`` where it is no question with options."""
    meant = heading(head)
    if parts is not None:
        return _Column(meant.number, meant.text, True, list(parts))
    if meant.kind == "填空":
        return None
    said = [cell for cell in cells if cell not in NO_ANSWER and cell not in NOT_ASKED]
    sign = _sign(said, meant.kind)
    choices: list[tuple[str, ...] | None] = []
    for cell in cells:
        if cell in NOT_ASKED:
            choices.append(None)
        elif cell in NO_ANSWER:
            choices.append(())
        else:
            words = cell.split(sign) if sign else [cell]
            choices.append(tuple(dict.fromkeys(filter(None, map(_option, words)))))
    texts = Counter(text for chosen in choices for text in chosen or ())
    if len(texts) > MOST_OPTIONS or 2 * len(texts) > max(len(said), 1):
        return None
    return _Column(meant.number, meant.text, bool(sign), choices)


def _counted(column: _Column, answered: Sequence[bool], units: Sequence[str]) -> CountedQuestion:
    """Of the rows with an answer at all; the options as often chosen, ties as they come."""
    counts: Counter[str] = Counter()
    by_unit: dict[str, Counter[str]] = {}
    blank = passed = told = 0
    for row, chosen in enumerate(column.choices):
        if not answered[row]:
            continue
        if chosen is None:
            passed += 1
            continue
        counts.update(chosen)
        blank += not chosen
        told += any(text not in UNSURE for text in chosen)
        if units and units[row] and not column.several:
            by_unit.setdefault(units[row], Counter()).update(chosen)
    texts = [text for text, _ in counts.most_common()]
    return CountedQuestion(
        number=column.number,
        text=column.text,
        several=column.several,
        answered=told,
        blank=blank,
        passed=passed,
        options=tuple(Counted(text, counts[text]) for text in texts),
        units=tuple(
            (unit, tuple(own[text] for text in texts)) for unit, own in sorted(by_unit.items())
        ),
    )


def _numbered(questions: Sequence[CountedQuestion]) -> list[CountedQuestion]:
    """Each under a number of its own: the questionnaire's, else the next that is free."""
    taken = {question.number for question in questions}
    seen: set[int] = set()
    numbered = []
    for question in questions:
        number = question.number
        if not number or number in seen:
            number = max((*taken, *seen, 0)) + 1
        seen.add(number)
        numbered.append(question._replace(number=number))
    return numbered


def _days(heads: Sequence[str], body: Rows) -> tuple[str, ...]:
    """The day of each row as it is written, without the time."""
    for name in WHEN:
        if name in heads:
            place = heads.index(name)
            cells = [row[place] for row in body if place < len(row)]
            return tuple(re.split(r"[T\s]", cell.strip())[0] for cell in cells if cell.strip())
    return ()
