"""What a document says that is in no record: so that nothing of it goes without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cz.intake.cells import owners_in
from cz.intake.clauses import clauses
from cz.intake.columns import is_headings, only_heads
from cz.intake.entries import plain
from cz.intake.headings import mark_at
from cz.intake.paragraphs import Block, Grid, Line

_SENTENCE = re.compile(r"(?<=[。！？；;])")
_SAYS_NOTHING = ("", "无", "同上", "略")
_NUMBER = re.compile(r"\d{1,4}|[一二三四五六七八九十]{1,3}|[A-Z]\d{1,3}")  # of a row


def unrecorded(
    blocks: Sequence[Block], recorded: Sequence[str], used: frozenset[str], names: frozenset[str]
) -> tuple[Line, ...]:
    """The sentences and cells that are in no record, those of one paragraph together.

    ``recorded``: the texts of all records. ``used``: places of what became a task, whose clauses
    are its units; ``names``: those of all units.
    """
    kept = "\n".join(map(plain, recorded))
    left: list[Line] = []
    for block in blocks:
        if isinstance(block, Grid):
            left += _cells(block, kept, names)
            continue
        text = _without_clauses(block) if block.place in used else block.text
        sentences = [each for each in _SENTENCE.split(text) if not _is_kept(each, kept)]
        if sentences:
            left.append(Line("".join(sentences).strip(), block.place))
    return tuple(left)


def _is_kept(text: str, kept: str) -> bool:
    mark = mark_at(text.strip())
    said = plain(text.strip()[mark.end :] if mark else text)
    return said in kept


def _without_clauses(line: Line) -> str:
    text = line.text
    for clause in reversed(clauses(text)):
        text = f"{text[: clause.start]}。{text[clause.end :]}"
    return text


def _cells(grid: Grid, kept: str, names: frozenset[str]) -> Iterator[Line]:
    heads: tuple[str, ...] = ()
    for row in grid.rows:
        if is_headings(row.cells):
            heads = row.cells
            continue
        if heads and only_heads(row.cells):
            continue
        said = []
        for column, cell in enumerate(row.cells):
            carried = column in row.carried or (column and cell == row.cells[column - 1])
            if carried or _is_said(cell, kept, names):
                continue
            head = heads[column] if column < len(heads) else ""
            said.append(f"{head}：{cell}" if head else cell)
        if said:
            yield Line("；".join(said).replace("\n", " "), row.place)


def _is_said(cell: str, kept: str, names: frozenset[str]) -> bool:
    """Whether a cell is a row's number, is in a record, or names units that are."""
    text = plain(cell)
    if text in _SAYS_NOTHING or _NUMBER.fullmatch(text):
        return True
    if _is_kept(cell, kept):
        return True
    owners = owners_in(cell, "units", frozenset())
    listed = {*owners.leads, *owners.units}
    return bool(listed) and listed <= names
