"""What ``cz diff`` and ``cz log`` have in common: a record that changed, as it is called and as a
spreadsheet wants it.
"""

from __future__ import annotations

from cz.records.kinds import KINDS
from cz.review.altered import Altered, Change
from cz.show.sheet import Cell, Col

FATES = {"added": "新增", "deleted": "删除", "changed": ""}
MANY = 12  # records of a kind that came or went together and are still shown one by one

_PLAIN_BY_ID = ("tasks", "steps", "indicators")
_BRIEFLY_BY_ID = (
    *_PLAIN_BY_ID,
    *("findings", "visits", "bulletins", "orders", "agreed"),
    *("evidence", "draws", "honours", "people"),
)

# One row a change.
COLUMNS = (
    Col("类别"),
    Col("编号"),
    Col("名称"),
    Col("单位"),
    Col("改动"),
    Col("原来"),
    Col("现在"),
    Col("留意"),
)


def name_of(altered: Altered, *, brief: bool = False) -> str:
    """``brief``: without the kind where the id tells it, for the id matters more."""
    plain = altered.kind in (_BRIEFLY_BY_ID if brief else _PLAIN_BY_ID)
    word = "" if plain else KINDS[altered.kind].word + " "
    return f"{word}{altered.id} {altered.title}".strip()


def name_of_many(altered: Altered, count: int) -> str:
    """``altered``: the first of them."""
    return f"{KINDS[altered.kind].word} {altered.id} 等 {count} 条"


def alert_text(change: Change) -> str:
    return f"⚠ {change.alert}" if change.alert else ""


def rows_of(altered: Altered) -> list[list[str | Cell]]:
    """A row a change; a record that came has one row."""
    record = [KINDS[altered.kind].word, altered.id, altered.title, altered.unit]
    if not altered.changes:
        return [[*record, FATES[altered.fate], "", "", ""]]
    rows: list[list[str | Cell]] = []
    for change in altered.changes:
        rows.append([*record, change.words, change.old, change.new, change.alert])
    return rows
