"""``cz list`` as a table or as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from cz.progress import LIGHTS
from cz.records import STATUSES, Indicator, Unit
from cz.show.writers import harmless
from cz.verbs.list import COLUMNS, Listing
from cz.words import OURS

_WORDS = {
    "status": STATUSES,
    "light": {**LIGHTS, "none": ""},
    "source": {"plan": "方案", "proposed": "拟"},
}
_GROW = ("title", "units", "members", "material", "content", "redacted")


def show_listing(found: Listing) -> None:
    from cz.show.sheet import Col
    from cz.show.terminal import console, line, rows

    out = console()
    if not found.rows:
        line(out, "没有符合条件的记录。")
        return
    columns = [COLUMNS[found.kind][name] for name in found.columns]
    heads = [
        Col(column.title, grow=name in _GROW, right=name in ("page", "late"))
        for name, column in zip(found.columns, columns, strict=True)
    ]
    rows(out, heads, [_cells(found, row, mark_ours=True) for row in found.rows])
    word = {"task": "项任务", "step": "个步骤", "indicator": "条指标", "unit": "个单位"}[found.kind]
    line(out)
    phase = "" if found.kind == "unit" else f"（第{found.phase}阶段）"
    line(out, f"共 {len(found.rows)} {word}{phase}", "bright_black")


def _cells(found: Listing, row: Any, *, mark_ours: bool) -> list[str]:
    cells = []
    record = row if found.kind == "unit" else row.record
    for name in found.columns:
        text = _said(name, COLUMNS[found.kind][name].value(row))
        if mark_ours and text and _ours(record, name):
            text += OURS
        cells.append(text)
    return cells


def _said(name: str, value: Any) -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if name == "rating" and value == "":
        return "未评"
    return str(_WORDS.get(name, {}).get(value, value))


def _ours(record: Any, name: str) -> bool:
    """Whether what this column says of the record is ours, not the plan's."""
    if isinstance(record, Indicator):
        return record.source == "proposed" and name == "title"
    if isinstance(record, Unit):
        return record.source == "proposed" and name == "name"
    proposed = getattr(record, "proposed", ())
    return name in proposed or (record.source == "proposed" and name in ("lead", "units", "group"))


def csv_text(found: Listing) -> str:
    """RFC 4180 with BOM for Excel and WPS; a cell that a spreadsheet would take for a formula is led by a quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [COLUMNS[found.kind][name] for name in found.columns]
    writer.writerow([column.title for column in columns])
    for row in found.rows:
        writer.writerow([harmless(cell) for cell in _cells(found, row, mark_ours=True)])
    return "\ufeff" + out.getvalue()
