"""Tables of tasks: which column is what, from its heading; a row is an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cz.intake.cells import Owners, owners_in, units_among_persons
from cz.intake.columns import WHO, Columns, columns_of, is_headings, only_heads
from cz.intake.entries import Entry, Heading, title_of
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Grid, Row

# What a cell says that has nothing to say.
_NOTHING = frozenset(("", "无", "—", "——", "-", "--", "–", "/", "／", "\\", "暂无", "略", "空"))


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
    rows = [_padded(row, len(columns.roles)) for row in grid.rows[begins:]]
    rows = _filled(_whole(rows, columns), columns)
    groups = _grouping(rows, columns)
    entries: list[Entry] = []
    above: Sequence[str] = ()
    for row in rows:
        if is_headings(row.cells):
            continue
        row = row._replace(cells=_without_ditto(row.cells, above))
        above = row.cells
        title = _chapter_row(row, columns)
        if title:
            mark = mark_at(title)
            text = title[mark.end :] if mark else title
            chapter = Heading(text, row.place, mark.number if mark else 0)
            continue
        entry = _entry(row, columns, chapter, groups=groups, known=known)
        if entry is not None:
            entries.append(entry)
    return [entry for entry in entries if entry.title], columns


def _padded(row: Row, width: int) -> Row:
    """The row with a cell for each column at least."""
    return row._replace(cells=(*row.cells, *[""] * (width - len(row.cells))))


_DITTO = ("同上", "〃", "″", "”", "同前")


def _without_ditto(cells: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """The cells; what says 同上 is what the row above says."""
    return tuple(
        above[column] if cell in _DITTO and column < len(above) else cell
        for column, cell in enumerate(cells)
    )


def _headings(grid: Grid, before: Columns | None) -> tuple[int, Columns | None]:
    """Where the rows of a table begin, and its columns."""
    found: tuple[int, Columns | None] = (0, None)
    upper: tuple[str, ...] = ()
    for number, row in enumerate(grid.rows[:8]):
        columns = columns_of(row.cells)
        if columns is None and (found[1] is None or only_heads(row.cells)):
            both = tuple(below or above for below, above in zip(row.cells, upper, strict=False))
            columns = columns_of(both)
        upper = row.cells
        again = columns is not None and (found[1] is None or only_heads(row.cells))
        if columns is not None and (again or is_headings(row.cells)):
            found = (number + 1, _under(columns, found[1]))
        elif found[1] is not None:
            break
    if found[1] is None and before is not None and grid.rows:
        widths = {len(row.cells) for row in grid.rows}
        if widths == {len(before.roles)}:
            return 0, before
    return found


def _under(columns: Columns, above: Columns | None) -> Columns:
    """The columns of a second row of headings; where it is empty, the first row says what is."""
    if above is None:
        return columns
    pairs = zip(columns.roles, above.roles, strict=False)
    roles = tuple(role or upper for role, upper in pairs)
    first_leads = columns.first_leads or above.first_leads
    return Columns(roles, first_leads, columns.with_persons | above.with_persons)


def _whole(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows; what only goes on with the row above, as over a page, stands in that."""
    whole: list[Row] = []
    for row in rows:
        if whole and len(row.cells) == len(whole[-1].cells) and _goes_on(row, whole[-1], columns):
            pairs = zip(whole[-1].cells, row.cells, strict=True)
            cells = [_run_on(above, cell) for above, cell in pairs]
            whole[-1] = whole[-1]._replace(cells=tuple(cells))
        else:
            whole.append(row)
    return whole


def _run_on(above: str, cell: str) -> str:
    if cell in ("", above):
        return above
    return f"{above}\n{cell}" if above else cell


def _goes_on(row: Row, above: Row, columns: Columns) -> bool:
    """Whether a row without a number and a title only goes on with the row above."""
    contents = columns.of("content")
    who = [column for role in WHO for column in columns.of(role)]
    own = [cell if column not in row.carried else "" for column, cell in enumerate(row.cells)]
    numbered = any(own[column] for column in columns.of("number"))
    if numbered or len(set(own)) < 2 or is_headings(row.cells):
        return False
    if not _says(above, contents):
        return False
    if _says(row, who) and not _says(row, contents):
        return True
    breaks_off = any(above.cells[column].endswith(("、", "，", ",")) for column in who)
    return "number" in columns.roles and breaks_off


def _says(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row says something in some of the columns."""
    return any(row.cells[column] for column in columns)


def _filled(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows; what groups them, and is written once only, stands in each of its group."""
    contents = sorted(columns.of("content"))
    who = [column for role in WHO for column in columns.of(role)]
    filled: list[Row] = []
    for row in rows:
        if filled and _says(row, contents[1:] or contents) and _says(row, who):
            blank = _blank_before(row, contents)
            blank += [column for column in columns.of("chapter") if not row.cells[column]]
            row = _with_above(row, filled[-1], blank)
        filled.append(row)
    return filled


def _with_above(row: Row, above: Row, columns: Sequence[int]) -> Row:
    """The row, in some columns what the row above says."""
    cells = list(row.cells)
    for column in columns:
        cells[column] = above.cells[column]
    return row._replace(cells=tuple(cells), carried=row.carried.union(columns))


def _blank_before(row: Row, contents: Sequence[int]) -> list[int]:
    """The columns of content that are empty before the first that is not."""
    blank: list[int] = []
    for column in contents[:-1]:
        if row.cells[column]:
            break
        blank.append(column)
    return blank


def _grouping(rows: Sequence[Row], columns: Columns) -> list[int]:
    """The first columns of content, where they only group rows: they span them."""
    groups: list[int] = []
    for column in sorted(columns.of("content"))[:-1]:
        carried = sum(column in row.carried for row in rows)
        if not rows or carried * 5 < len(rows):
            break
        groups.append(column)
    return groups


_CHAPTER_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?")


def _chapter_row(row: Row, columns: Columns) -> str:
    """The title of a row that only heads those below it; "" of any other."""
    texts = [cell for cell in row.cells if cell]
    numbered = columns.roles[0] == "number" and _CHAPTER_NUMBER.fullmatch(row.cells[0])
    if numbered and len(texts) == 2:
        return f"{row.cells[0].strip('、．.')}、{texts[1]}"
    if len(set(texts)) != 1 or len(texts[0]) > 80:
        return ""
    only = texts[0].replace("\n", "")
    if len(texts) == len(row.cells) or len(texts) > 1:
        return only
    mark = mark_at(only)
    heads = mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)
    first_column = bool(row.cells[0])
    return only if heads or (first_column and columns.roles[0] != "content") else ""


def _entry(
    row: Row, columns: Columns, chapter: Heading, *, groups: Sequence[int], known: frozenset[str]
) -> Entry | None:
    cells = row.cells[: len(columns.roles)]
    own = [column for column in columns.of("content") if column not in groups]
    contents = _said(cells, own)
    above = _said(cells, [*columns.of("chapter"), *groups])
    if not contents and above:
        contents = [above.pop()]
    if not contents:
        return None
    label = next((cells[column] for column in columns.of("number")), "")
    if own[0] in row.carried and len(contents) > 1:
        contents.pop(0)  # the row above has it for its own
    if above:
        mark = mark_at(above[-1])
        chapter = Heading(above[-1][mark.end :] if mark else above[-1], row.place)
    mark = mark_at(contents[0])
    title = title_of(contents[0][mark.end :] if mark else contents[0])
    label = label or (mark.label if mark else "")
    owners = _owners(cells, columns, known)
    due = "；".join(_said(cells, columns.of("due")))
    number = re.sub(r"\D", "", label)
    return Entry(
        label=label,
        title=title.text.rstrip(" .．"),
        text="".join(filter(None, [title.rest, *contents[1:]])),
        place=row.place,
        chapter=chapter,
        leads=owners.leads,
        units=owners.units,
        due=due or owners.due,
        titled=title.set_apart,
        number=int(number) if 0 < len(number) < 5 else 0,
    )


def _said(cells: Sequence[str], columns: Sequence[int]) -> list[str]:
    """What the columns say, once where a cell spans several."""
    texts = [cells[column].replace("\n", "").strip() for column in columns]
    return list(dict.fromkeys(text for text in texts if text not in _NOTHING))


def _owners(cells: Sequence[str], columns: Columns, known: frozenset[str]) -> Owners:
    """Who does it, by all columns that say so."""
    parts = []
    for role in WHO:
        for column in columns.of(role):
            mixed = column in columns.with_persons
            read = units_among_persons if mixed else owners_in
            parts.append(read(cells[column], role, known))
    leads = [name for part in parts for name in part.leads]
    units = [name for part in parts for name in part.units]
    due = "；".join(part.due for part in parts if part.due)
    if columns.first_leads and not leads and units:
        leads = units[:1]
    has_lead_column = "lead" in columns.roles
    if not leads and "assisting" in columns.roles and not has_lead_column:
        main = [
            name
            for part, role in zip(parts, _roles_of(columns), strict=True)
            for name in part.units
            if role == "units"
        ]
        leads = main if len(main) == 1 else []
    others = [name for name in dict.fromkeys(units) if name not in leads]
    return Owners(tuple(dict.fromkeys(leads)), tuple(others), due)


def _roles_of(columns: Columns) -> Iterator[str]:
    for role in WHO:
        yield from [role] * len(columns.of(role))
