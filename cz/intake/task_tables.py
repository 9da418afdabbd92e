"""Tables of tasks: which column is what, from its heading; a row is an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.cells import Owners, owners_in, units_among_persons
from cz.intake.columns import WHO, Columns, columns_of, is_headings, only_heads
from cz.intake.entries import Entry, Heading, title_of
from cz.intake.headings import mark_at, without_mark
from cz.intake.paragraphs import Grid, Row
from cz.intake.task_rows import chapter_title, grouping, whole_rows, without_ditto

# What a cell says that has nothing to say.
_NOTHING = frozenset(("", "无", "—", "——", "-", "--", "–", "/", "／", "\\", "暂无", "略", "空"))
_MOST_HEADING_ROWS = 8  # rows among which headings are looked for
_MOST_DIGITS = 4  # of the number of a task


def table_entries(
    grid: Grid, before: Columns | None, chapter: Heading, known: frozenset[str]
) -> tuple[list[Entry], Columns | None]:
    """The entries of a table, and its columns; none where it is no table of tasks.

    ``before``: the columns of the table above, which one without headings goes on with.
    ``chapter``: what the table stands under.
    """
    begins, columns = _headings(grid, before)
    if columns is None:
        return [], None
    rows = whole_rows(grid.rows[begins:], columns)
    groups = grouping(rows, columns)
    entries: list[Entry] = []
    above: Sequence[str] = ()
    for row in rows:
        if is_headings(row.cells):
            continue
        row = without_ditto(row, above)
        above = row.cells
        title = chapter_title(row, columns)
        if title:
            chapter = _chapter(title, row)
            continue
        wording = _wording(row, columns, groups)
        if wording is not None:
            entries.append(_entry(row, columns, wording, chapter, known))
    return [entry for entry in entries if entry.title], columns


def _headings(grid: Grid, before: Columns | None) -> tuple[int, Columns | None]:
    """Where the rows of a table begin, and its columns."""
    begins = 0
    columns: Columns | None = None
    upper: tuple[str, ...] = ()
    for number, row in enumerate(grid.rows[:_MOST_HEADING_ROWS]):
        may_head = columns is None or only_heads(row.cells)
        announced = columns_of(row.cells)
        if announced is None and may_head:
            announced = columns_of(_with_upper(row.cells, upper))
        upper = row.cells
        if announced is not None and (may_head or is_headings(row.cells)):
            begins = number + 1
            columns = _under(announced, columns)
        elif columns is not None:
            break
    if columns is None and before is not None and _has_width(grid, len(before.roles)):
        return 0, before
    return begins, columns


def _with_upper(cells: Sequence[str], upper: Sequence[str]) -> tuple[str, ...]:
    """The cells of two rows of headings as one; where the lower is empty, the upper says it."""
    pairs = zip(cells, upper, strict=False)
    return tuple(cell or above for cell, above in pairs)


def _has_width(grid: Grid, width: int) -> bool:
    """Whether each row has so many cells, where there are rows."""
    return {len(row.cells) for row in grid.rows} == {width}


def _under(columns: Columns, above: Columns | None) -> Columns:
    """The columns of a second row of headings; where it is empty, the first row says what is."""
    if above is None:
        return columns
    return Columns(
        roles=_with_upper(columns.roles, above.roles),
        first_leads=columns.first_leads or above.first_leads,
        with_persons=columns.with_persons | above.with_persons,
    )


def _chapter(title: str, row: Row) -> Heading:
    mark = mark_at(title)
    if mark is None:
        return Heading(title, row.place)
    return Heading(title[mark.end :], row.place, mark.number)


class _Wording(NamedTuple):
    """``label``: its number as written. ``text``: what stands beside the title.

    ``above``: the title of the group that it is in, "" where it is in none.
    """

    label: str
    title: str
    text: str
    above: str
    titled: bool


def _wording(row: Row, columns: Columns, groups: Sequence[int]) -> _Wording | None:
    """What a row says is to be done, None where it says nothing. ``groups``: see ``grouping``."""
    own_columns = [column for column in columns.of("content") if column not in groups]
    contents = _texts(row, own_columns)
    above = _texts(row, [*columns.of("chapter"), *groups])
    if not contents and above:
        contents = [above.pop()]
    if not contents:
        return None
    if own_columns[0] in row.carried and len(contents) > 1:
        contents.pop(0)  # the row above has it for its own
    mark = mark_at(contents[0])
    label = _number_cell(row, columns)
    if mark is not None and not label:
        label = mark.label
    title = title_of(without_mark(contents[0]))
    return _Wording(
        label=label,
        title=title.text.rstrip(" .．"),
        text="".join([title.rest, *contents[1:]]),
        above=above[-1] if above else "",
        titled=title.set_apart,
    )


def _number_cell(row: Row, columns: Columns) -> str:
    number_columns = columns.of("number")
    if not number_columns:
        return ""
    return row.cells[number_columns[0]]


def _texts(row: Row, columns: Sequence[int]) -> list[str]:
    """What the columns say, once where a cell spans several."""
    texts = [row.cells[column].replace("\n", "").strip() for column in columns]
    return list(dict.fromkeys(text for text in texts if text not in _NOTHING))


def _entry(
    row: Row, columns: Columns, wording: _Wording, chapter: Heading, known: frozenset[str]
) -> Entry:
    if wording.above:
        chapter = Heading(without_mark(wording.above), row.place)
    owners = _owners(row, columns, known)
    due = "；".join(_texts(row, columns.of("due")))
    return Entry(
        label=wording.label,
        title=wording.title,
        text=wording.text,
        place=row.place,
        chapter=chapter,
        leads=owners.leads,
        units=owners.units,
        due=due or owners.due,
        titled=wording.titled,
        number=_number(wording.label),
    )


def _number(label: str) -> int:
    """The number that a label says, 0 where it says none."""
    digits = re.sub(r"\D", "", label)
    if 1 <= len(digits) <= _MOST_DIGITS:
        return int(digits)
    return 0


class _CellOwners(NamedTuple):
    """What a cell in a column of this role says of who does it."""

    role: str
    owners: Owners


def _owners(row: Row, columns: Columns, known: frozenset[str]) -> Owners:
    """Who does it, by all columns that say so."""
    leads: list[str] = []
    units: list[str] = []
    dues: list[str] = []
    by_cell = _owners_by_cell(row, columns, known)
    for _, owners in by_cell:
        leads += owners.leads
        units += owners.units
        if owners.due:
            dues.append(owners.due)
    if not leads:
        leads = _leads_by_columns(by_cell, units, columns)
    others = [name for name in dict.fromkeys(units) if name not in leads]
    return Owners(tuple(dict.fromkeys(leads)), tuple(others), "；".join(dues))


def _owners_by_cell(row: Row, columns: Columns, known: frozenset[str]) -> list[_CellOwners]:
    by_cell: list[_CellOwners] = []
    for role in WHO:
        for column in columns.of(role):
            read = owners_in
            if column in columns.with_persons:
                read = units_among_persons
            by_cell.append(_CellOwners(role, read(row.cells[column], role, known)))
    return by_cell


def _leads_by_columns(
    by_cell: Sequence[_CellOwners], units: list[str], columns: Columns
) -> list[str]:
    """Who leads where no cell says so: the first, if the heading does, or whom others assist."""
    if columns.first_leads and units:
        return units[:1]
    if "lead" in columns.roles or "assisting" not in columns.roles:
        return []
    assisted: list[str] = []
    for role, owners in by_cell:
        if role == "units":
            assisted += owners.units
    if len(assisted) != 1:
        return []
    return assisted
