"""A filled checklist of a mock assessment as rows of text: long, a row a spot and standard, or
wide, a row a spot and a column a standard. Nothing here judges what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cz.problem import Refusal
from cz.rounds.headings import FIELDS, Column, Reader, field_of
from cz.supervise.marks import marks_of
from cz.supervise.table import MARK, REASON, SPARE, TOTAL, Row, Table, clean, plain_heading
from cz.tables import LOOKED, Sent, besides, text_of
from cz.tables import Table as Sheet

_FIRST = ("problem", "unit")  # fields of which the first column counts, the others are told
_ANY = "sent"  # several columns may tell when it was sent in, the first counts


class Checklist(NamedTuple):
    """``table``: its ``where`` goes by the fields of ``cz.rounds.headings``.

    By the standard's id the places of its columns: ``verdicts``, ``problems``; ``missed`` holds 1
    where the standard was ticked as not met.
    """

    table: Table
    verdicts: Mapping[str, int]
    problems: Mapping[str, int]
    missed: Mapping[str, int]

    @property
    def is_long(self) -> bool:
        return "verdict" in self.table.where and "indicator" in self.table.where


def likeness(cells: Sequence[str]) -> int:
    """How many cells of a row are headings: by these is known how a text parts its cells."""
    return sum(bool(field_of(cell)) for cell in cells)


def checklist_in(sent: Sent, shown: str, reader: Reader, asked: str = "") -> Checklist | None:
    """``None`` where no table of the file is a checklist. ``asked``: the name or number of one.

    Raises Refusal where two could be meant, or two columns are the same.
    """
    found = []
    for place, sheet in enumerate(sent.tables, 1):
        name = sheet.name or f"第{place}张"
        if sheet.hidden or (asked and asked not in (name, str(place))):
            continue
        head = _head_of(sheet, reader)
        if head is not None:
            found.append((name, sheet, head))
    if not found:
        return None
    if len(found) > 1:
        names = [name for name, _, _ in found]
        raise Refusal(
            f"{shown} 里有 {len(found)} 张表都像是测评的记录：{'、'.join(names)}。"
            f"请用 --sheet 写明是哪一张，例如 --sheet {names[0]}；几张都要的，一张一张导入。"
        )
    _, sheet, head = found[0]
    read = _checklist(sheet, head, reader, shown)
    return read._replace(table=read.table._replace(besides=tuple(besides(sent, sheet))))


class _Head(NamedTuple):
    """``number``: of its row, as a spreadsheet counts."""

    number: int
    titles: list[str]
    columns: list[Column]


def _head_of(sheet: Sheet, reader: Reader) -> _Head | None:
    for row in sheet.rows:
        if row.number > LOOKED:
            break
        titles = [clean(text_of(cell)) for cell in row.cells]
        columns = [reader.column(title) if title else Column("passed") for title in titles]
        if _suffices(columns):
            return _Head(row.number, titles, columns)
    return None


def _suffices(columns: Sequence[Column]) -> bool:
    fields = {column.field for column in columns if not column.standard}
    if fields.isdisjoint(("spot", "spot_id")):
        return False
    wide = any(column.field in ("verdict", "missed") and column.standard for column in columns)
    return wide or "missed" in fields or fields >= {"indicator", "verdict"}


def _checklist(sheet: Sheet, head: _Head, reader: Reader, shown: str) -> Checklist:
    words = [plain_heading(title) for title in head.titles]
    ours = REASON in words
    apart = {place for place, word in enumerate(words) if word in (REASON, MARK, SPARE)}
    kept = [place for place in range(len(head.titles)) if place not in apart]
    where: dict[str, int] = {}
    places: dict[str, dict[str, int]] = {"verdict": {}, "problem": {}, "missed": {}, "photo": {}}
    unused = []
    for at, place in enumerate(kept):
        column, title = head.columns[place], head.titles[place]
        group = places[column.field] if column.standard else where
        key = column.standard or column.field
        if column.field in ("", "photo") or (key in group and key in _FIRST):
            unused.append(at)
        elif column.field not in ("passed", _ANY) and key in group:
            first = head.titles[kept[group[key]]]
            raise Refusal(
                f"{shown} 里有两列都像是{_name(column)}：“{first}”、“{title}”。"
                "请把不用的一列删去，或改个别的列名，再导入。"
            )
        elif column.field != "passed":
            group.setdefault(key, at)
    rows = _rows(sheet, head, kept, [place for place in sorted(apart) if words[place] == SPARE])
    told = [row for row in rows if _says_something(row, where, places)]
    filled = {at for row in told for at, cell in enumerate(row.cells) if cell}
    headings = tuple(head.titles[place] for place in kept)
    table = Table(
        headings=headings,
        where=where,
        rows=tuple(told),
        skipped=max(0, sheet.height - head.number - len(told)),
        unused=tuple(headings[at] for at in unused if at in filled),
        ours=ours,
    )
    return Checklist(table, places["verdict"], places["problem"], places["missed"])


def _name(column: Column) -> str:
    return column.standard or FIELDS[column.field][0]


def _rows(sheet: Sheet, head: _Head, kept: list[int], spare: list[int]) -> list[Row]:
    names = {place: head.titles[place] for place in kept}
    shared = {"spot", "spot_id", "date", "by", "unit"}
    own = frozenset(place for place in kept if head.columns[place].field not in shared)
    marks = marks_of(sheet, names, own)
    ours = len(kept) < len(head.titles)
    rows = []
    for line in sheet.rows:
        if line.number <= head.number:
            continue
        cells = [clean(text_of(value), ours) for value in line.cells]
        cells += [""] * (len(head.titles) - len(cells))
        for column, value in marks.carried.get(line.number, {}).items():
            cells[column] = clean(text_of(value), ours)
        beyond = [*(cells[place] for place in spare), *cells[len(head.titles) :]]
        rows.append(
            Row(
                number=line.number,
                cells=tuple([cells[place] for place in kept]),
                over=" ".join(cell for cell in beyond if cell),
                illegible=marks.illegible.get(line.number, ""),
            )
        )
    return rows


def _says_something(
    row: Row, where: Mapping[str, int], places: Mapping[str, Mapping[str, int]]
) -> bool:
    """Not an empty row, a total, or the headings again."""
    known = [*where.values(), *(at for group in places.values() for at in group.values())]
    if not any(row.cells[at] for at in known) and not row.over:
        return False
    first = next((cell for cell in row.cells if cell), "")
    if TOTAL.match("".join(first.split())):
        return False
    again = [field_of(row.cells[at]) == field for field, at in where.items() if row.cells[at]]
    return not (len(again) > 1 and all(again))
