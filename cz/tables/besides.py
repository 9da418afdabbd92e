"""In words: what stands in a sheet besides its values and is not taken."""

from __future__ import annotations

from collections.abc import Iterable

from cz.tables.sent import Sent, Table

_FEW = 6  # rows or notes named


def besides(sent: Sent, table: Table) -> list[str]:
    """Pictures, comments and hidden rows of a table, a sentence each."""
    told = []
    if table.pictures:
        rows = rows_named({place.row for place in table.pictures})
        kept = f"，在文件的 {'、'.join(sent.picture_parts)} 里" if sent.picture_parts else ""
        told.append(f"表里有 {len(table.pictures)} 张图片没有取（{rows}{kept}）。")
    if table.comments:
        rows = rows_named({place.row for place in table.comments})
        told.append(f"表里有 {len(table.comments)} 处批注没有取（{rows}）。")
    hidden = {row.number for row in table.rows} & table.hidden_rows
    if hidden:
        told.append(f"表里有 {len(hidden)} 行是隐藏的，一样处理（{rows_named(hidden)}）。")
    return told


def rows_named(numbers: Iterable[int]) -> str:
    """第 3、5、6 行."""
    known = sorted(set(numbers))
    more = "等" if len(known) > _FEW else ""
    return f"第 {'、'.join(map(str, known[:_FEW]))} 行{more}"
