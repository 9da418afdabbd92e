"""A survey counted by a second program, from its rules alone (docs/surveys.md).

Nothing here comes from cz.
"""

from __future__ import annotations

import csv
import io
from math import sqrt
from typing import Any

BLANK, PASSED, UNSURE = "(空)", "(跳过)", "说不清"
Z = 1.959963984540054


def wilson(good: int, answers: int) -> tuple[float, float]:
    """In percent. The two roots of (p - share)² = z² p (1 - p) / n."""
    share = good / answers
    a = 1 + Z * Z / answers
    b = -(2 * share + Z * Z / answers)
    c = share * share
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return max(0.0, 50 * (-b - root) / a), min(100.0, 50 * (-b + root) / a)


def count(raw: bytes, good: set[str], units: set[str], place_of_unit: int) -> dict[str, Any]:
    """Of 问卷星's table: rows, those valid, and of every question with one answer each the rate,
    who cannot say, did not answer, were not asked, and the rate by unit."""
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    heads, rows = table[0], table[1:]
    asked = [place for place in range(place_of_unit + 1, len(heads)) if "意见" not in heads[place]]
    valid = [row for row in rows if any(row[place] not in (BLANK, PASSED) for place in asked)]
    counted: dict[str, Any] = {"returned": len(rows), "valid": len(valid), "questions": {}}
    for place in asked:
        cells = [row[place] for row in valid]
        if any("┋" in cell for cell in cells):
            continue
        by_unit = {}
        for unit in units:
            own = [row[place] for row in valid if row[place_of_unit] == unit]
            by_unit[unit] = _rate(own, good)
        number = int(heads[place].partition("、")[0])
        counted["questions"][number] = {
            **_rate(cells, good),
            "unsure": cells.count(UNSURE),
            "blank": cells.count(BLANK),
            "passed": cells.count(PASSED),
            "units": {unit: rate for unit, rate in by_unit.items() if rate["answers"]},
        }
    return counted


def _rate(cells: list[str], good: set[str]) -> dict[str, Any]:
    said = [cell for cell in cells if cell not in (BLANK, PASSED, UNSURE)]
    if not said:
        return {"good": 0, "answers": 0}
    liked = sum(cell in good for cell in said)
    low, high = wilson(liked, len(said))
    return {
        "good": liked,
        "answers": len(said),
        "percent": round(100 * liked / len(said), 2),
        "low": round(low, 2),
        "high": round(high, 2),
    }
