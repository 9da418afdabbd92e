"""What of the workbook, beside its sheets, matters when cells are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from cz.filling.change import longer
from cz.tables.archive import Archive, local
from cz.tables.unseen import main_part, related

# Numbers of the date formats that have no code of their own, the Chinese ones among them.
_DATES = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_BEFORE_CALCULATION = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
)


class Formats(NamedTuple):
    """``dates``: the styles of cells that show a number as a date; ``from_1904``: how it counts."""

    dates: frozenset[str]
    from_1904: bool


def formats_of(archive: Archive) -> Formats:
    """Raises Refusal."""
    book = main_part(archive)
    properties = next(
        (part for part in archive.tree(book) if local(part.tag) == "workbookPr"), None
    )
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = next(
        (part for part in related(archive, book).values() if part.endswith("styles.xml")), ""
    )
    if styles not in archive:
        return Formats(frozenset(), from_1904)
    root = archive.tree(styles)
    codes = {
        part.get("numFmtId", ""): part.get("formatCode", "")
        for part in root.iter()
        if local(part.tag) == "numFmt"
    }
    cells = next((part for part in root if local(part.tag) == "cellXfs"), Element("cellXfs"))
    numbers = [part.get("numFmtId", "0") for part in cells]
    dates = {str(place) for place, number in enumerate(numbers) if _is_date(number, codes)}
    return Formats(frozenset(dates), from_1904)


def _is_date(number: str, codes: Mapping[str, str]) -> bool:
    if number in codes:
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", codes[number]).lower()
        return "y" in bare or "d" in bare or ("m" in bare and "h" not in bare and "s" not in bare)
    return number.isdigit() and int(number) in _DATES


def has_formulas(archive: Archive, parts: Mapping[str, str]) -> bool:
    """Whether there is a formula on any sheet. ``parts``: the sheets', by their names."""
    for part in parts.values():
        before = b""
        for piece in archive.pieces(part):
            if re.search(rb"<(?:[a-z0-9]+:)?f[\s>/]", before + piece):
                return True
            before = piece[-20:]
    return False


def recalculated(xml: bytes) -> bytes:
    """The workbook's part, so that Excel works out all formulas when it opens it."""
    there = re.search(rb"<((?:\w+:)?)calcPr\b[^>]*?(/?)>", xml)
    if there:
        tag = there[0]
        if re.search(rb'\sfullCalcOnLoad\s*=\s*["\'](?:1|true)["\']', tag):
            return xml
        new = re.sub(rb'\sfullCalcOnLoad\s*=\s*["\'][^"\']*["\']', b"", tag)
        close = 2 if there[2] else 1
        new = new[:-close].rstrip() + b' fullCalcOnLoad="1"' + new[-close:]
        return xml[: there.start()] + new + xml[there.end() :]
    for name in reversed(_BEFORE_CALCULATION):
        ends = list(
            re.finditer(
                rb"</((?:\w+:)?)%s\s*>|<((?:\w+:)?)%s\b[^>]*/>" % (name.encode(), name.encode()),
                xml,
            )
        )
        if ends:
            prefix = ends[-1][1] or ends[-1][2] or b""
            new = b'<%scalcPr fullCalcOnLoad="1"/>' % prefix
            return xml[: ends[-1].end()] + new + xml[ends[-1].end() :]
    return xml


_NAME = re.compile(rb"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)(</)")
_ENDS = re.compile(r"^(?:'(?:[^']|'')*'|[^'!]+)!(\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+)$")


def names_grown(xml: bytes, sheet: int, last: int, new: int) -> bytes:
    """The workbook's part with the print area and the filter of a sheet reaching further.

    ``sheet``: its place among the sheets, from 0.
    """

    def of_name(written: re.Match[bytes]) -> bytes:
        tag, text = written[1], written[2].decode()
        of_sheet = re.search(rb'\slocalSheetId\s*=\s*["\']([0-9]+)["\']', tag)
        known = re.search(rb"\sname\s*=\s*[\"']_xlnm\.(?:Print_Area|_FilterDatabase)[\"']", tag)
        if not known or not of_sheet or int(of_sheet[1]) != sheet:
            return written[0]
        area = _ENDS.match(text)
        if area is None:
            return written[0]
        longer_area = longer(area[1], last, new)
        return tag + (text[: area.start(1)] + longer_area).encode() + written[3]

    return _NAME.sub(of_name, xml)


_REF = re.compile(rb'(<(?:\w+:)?(?:table|autoFilter)\b[^>]*?\sref\s*=\s*["\'])([^"\']*)')


def tables_grown(archive: Archive, part: str, last: int, new: int) -> dict[str, bytes]:
    """The sheet's tables (套用表格格式) that end in its row ``last``, now reaching further."""
    grown = {}
    for other in related(archive, part).values():
        if other not in archive or not other.endswith(".xml"):
            continue
        xml = archive.part(other)
        if local(archive.tree(other).tag) != "table":
            continue

        def reaching(written: re.Match[bytes]) -> bytes:
            return written[1] + longer(written[2].decode(), last, new).encode()

        after = _REF.sub(reaching, xml)
        if after != xml:
            grown[other] = after
    return grown
