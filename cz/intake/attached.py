"""Tasks that stand in the text and in an attached table: one task, and what the two differ in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cz.intake.deadlines import last_day
from cz.intake.entries import Doubt, Entry, plain
from cz.intake.unit_names import is_plural

_LONG_TITLE = 5  # characters of a title that says by itself what it is


def compared(
    in_text: Sequence[Entry], rows: Sequence[Entry], year: int
) -> tuple[list[Entry], list[Entry], list[Doubt]]:
    """The entries of the text, with deadlines that only the table has; the rows that are none of
    them; what a row says otherwise.

    ``year``: of deadlines that name none, 0 where the document names none.
    """
    entries = list(in_text)
    more: list[Entry] = []
    doubts: list[Doubt] = []
    for row in rows:
        same = [number for number, entry in enumerate(entries) if _is_again(row, entry)]
        if not same:
            more.append(row)
            continue
        entry = entries[same[0]]
        doubts += _differences(row, entry, year)
        if row.due and (not entry.due or entry.due_in_text):
            entries[same[0]] = entry._replace(due=row.due, due_in_text=False)
    return entries, more, doubts


def _is_again(row: Entry, entry: Entry) -> bool:
    """Whether a row of an attached table is a task of the text again, in other words or not."""
    title, other = plain(row.title), plain(entry.title)
    if title == other:
        return True
    begins = len(other) >= _LONG_TITLE and title.startswith(other)
    begins = begins or (len(title) >= _LONG_TITLE and other.startswith(title))
    shared = {*row.leads, *row.units} & {*entry.leads, *entry.units}
    return begins and bool(shared)


def _differences(row: Entry, entry: Entry, year: int) -> Iterator[Doubt]:
    if row.due and entry.due and not _is_same_day(row.due, entry.due, year):
        chosen = "照附表的时限一栏" if entry.due_in_text else "照正文"
        text = f"{entry.title}：正文 {entry.due}，附表 {row.due}"
        yield Doubt("时限前后不一致", f"{entry.place}、{row.place}", text, chosen)
    of_text = {*entry.leads, *entry.units}
    names = [name for name in (*row.leads, *row.units) if name not in of_text]
    names = [name for name in names if not is_plural(name)]
    leads_differ = bool(row.leads and entry.leads and row.leads[0] != entry.leads[0])
    if names or leads_differ:
        whole = "、".join((*row.leads, *row.units))
        text = f"{entry.title}：附表写的是 {whole}"
        yield Doubt("单位前后不一致", f"{entry.place}、{row.place}", text, "照正文")


def _is_same_day(one: str, other: str, year: int) -> bool:
    if plain(one) == plain(other):
        return True
    day = last_day(one, year or None)
    return day is not None and day == last_day(other, year or None)
