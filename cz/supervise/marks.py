"""What the cells of a sheet say besides their values: merged over rows, or not to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cz.tables import Table, Value

# Of several rows at once a merged cell may say when and where, whose it is; not what is wrong or
# what was done: those are each row's own.
OF_EACH_ROW = ("id", "problem", "fix", "rectified")


class Marks(NamedTuple):
    """``carried``: by row and column, the value of a merged cell that began in a row above.
    ``illegible``: by row, why cells of it cannot be used.
    """

    carried: Mapping[int, Mapping[int, Value]]
    illegible: Mapping[int, str]


def marks_of(sheet: Table, names: Mapping[int, str], own: frozenset[int]) -> Marks:
    """``names``: what the columns that matter are called, by their place in a row; ``own``: those
    in which each row must speak for itself.
    """
    carried: dict[int, dict[int, Value]] = {}
    faults: dict[int, list[str]] = {}
    for place in sorted(sheet.uncounted):
        if place.column in names:
            faults.setdefault(place.row, []).append(
                f"{names[place.column]}是公式，文件里没有算出的值"
                "（请在 Excel 或 WPS 里打开、保存一次，或直接写上）"
            )
    for place, fault in sorted(sheet.faults.items()):
        if place.column in names:
            faults.setdefault(place.row, []).append(f"{names[place.column]}是 {fault}")
    cells = _cells_at(sheet, {area.top for area in sheet.merged if area.bottom > area.top})
    for area in sheet.merged:
        if area.left not in names or area.bottom == area.top or area.top not in cells:
            continue
        row = cells[area.top]
        value = row[area.left] if area.left < len(row) else ""
        if value == "":
            continue
        for number in range(area.top, min(area.bottom, sheet.height) + 1):
            if area.left in own:
                words = f"{names[area.left]}是合并的单元格（{area}），请拆开逐行填写"
                faults.setdefault(number, []).append(words)
            elif number > area.top:
                carried.setdefault(number, {})[area.left] = value
    return Marks(carried, {number: "；".join(words) for number, words in faults.items()})


def _cells_at(sheet: Table, numbers: set[int]) -> dict[int, tuple[Value, ...]]:
    return {row.number: row.cells for row in sheet.rows if row.number in numbers}
