"""What the lists of a form (下拉列表) offer to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.filling.layout import Choice
from cz.tables import Area, Place, read_table_bytes, text_of
from cz.tables.sent import column_number

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_ELSEWHERE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(.+)")


class Choices:
    def __init__(self, choices: Sequence[Choice], raw: bytes, shown: str) -> None:
        self.raw, self.shown = raw, shown
        self.choices = [(_areas(choice.areas), choice.formula) for choice in choices]
        self.offers: dict[str, tuple[str, ...]] = {}

    def at(self, place: Place) -> tuple[str, ...]:
        """What this cell may hold, () where it may hold anything, or it cannot be told what."""
        for areas, formula in self.choices:
            if any(area.covers(place) for area in areas):
                if formula not in self.offers:
                    self.offers[formula] = self._offered(formula)
                return self.offers[formula]
        return ()

    def _offered(self, formula: str) -> tuple[str, ...]:
        if formula.startswith('"') and formula.endswith('"'):
            return tuple(part.strip() for part in formula[1:-1].replace('""', '"').split(","))
        named = _ELSEWHERE.fullmatch(formula)
        areas = _areas(named[3]) if named else []
        sheet = (named[1] or named[2] or "").replace("''", "'") if named else ""
        if not areas or not sheet:
            return ()
        table = next(
            (each for each in read_table_bytes(self.raw, self.shown).tables if each.name == sheet),
            None,
        )
        if table is None:
            return ()
        texts = []
        for row in table.rows:
            for column, value in enumerate(row.cells):
                if value != "" and areas[0].covers(Place(row.number, column)):
                    texts.append(text_of(value))
        return tuple(texts)


def _areas(ranges: str) -> list[Area]:
    areas = []
    for text in ranges.split():
        area = _RANGE.fullmatch(text)
        if area:
            left, top = column_number(area[1]), int(area[2])
            right = column_number(area[3]) if area[3] else left
            bottom = int(area[4]) if area[4] else top
            areas.append(Area(top, left, bottom, right))
    return areas
