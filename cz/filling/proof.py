"""Proof, before anything is written, that a filled workbook differs from the form only as meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from cz.filling.change import Added, Filled, Grown
from cz.problem import Refusal
from cz.tables import Place, Value, read_table_bytes, text_of
from cz.tables.archive import Archive, local


class Intended(NamedTuple):
    """``part``: the sheet's. ``others``: parts that change as well, and how they are to read."""

    name: str
    part: str
    values: Mapping[Place, Filled]
    added: Sequence[Added]
    grown: Sequence[Grown]
    others: Mapping[str, bytes]


def prove(before: bytes, after: bytes, intended: Intended, shown: str) -> None:
    """Raises Refusal where the two differ in anything but what was intended."""
    try:
        faults = [
            *_parts(before, after, intended),
            *_sheet(Archive(before, shown), Archive(after, shown), intended),
            *_others(Archive(before, shown), Archive(after, shown), intended),
            *_values(after, intended, shown),
        ]
    except Refusal:  # of the new one: the form itself has been read
        faults = ["填好的读不回来"]
    if faults:
        raise Refusal(
            f"填好的表和 {shown} 逐处核对不上（{faults[0]}），没有写。"
            "请用 Excel 或 WPS 打开它，另存为 .xlsx 再执行。",
            exit_code=1,
        )


def _parts(before: bytes, after: bytes, intended: Intended) -> Iterator[str]:
    """Every other part byte for byte, in the same order."""
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        if old.namelist() != new.namelist():
            yield "部件不一样"
            return
        for name in old.namelist():
            data = new.read(name)
            if name != intended.part and data != intended.others.get(name, old.read(name)):
                yield f"{name} 变了"


def _sheet(old: Archive, new: Archive, intended: Intended) -> Iterator[str]:
    before, after = old.tree(intended.part), new.tree(intended.part)
    yield from _outside(before, after, intended)
    rows_before, rows_after = _rows(before), _rows(after)
    added = {row.number for row in intended.added}
    values = {str(place) for place in intended.values}
    changed_rows = {place.row for place in intended.values}
    for number in rows_before.keys() | rows_after.keys():
        if number in added:
            continue
        if number not in rows_before or number not in rows_after:
            if number not in changed_rows or number in rows_before:
                yield f"第 {number} 行"
            continue
        earlier, later = rows_before[number], rows_after[number]
        if earlier.attrib != later.attrib:
            yield f"第 {number} 行的格式"
        cells_before, cells_after = _cells(earlier), _cells(later)
        for reference in cells_before.keys() | cells_after.keys():
            same = cells_before.get(reference) == cells_after.get(reference)
            if not same and reference not in values:
                yield f"{reference} 变了"


def _others(old: Archive, new: Archive, intended: Intended) -> Iterator[str]:
    """The workbook and its tables: only how far they reach, and that all is worked out again."""
    for name in intended.others:
        before, after = _fixed(old.tree(name)), _fixed(new.tree(name))
        if before != after:
            yield f"{name} 变了"


def _fixed(root: Element) -> list[tuple[str, str, dict[str, str]]]:
    """All that stays as it is."""
    elements = []
    for element in root.iter():
        name = local(element.tag)
        attributes = dict(element.attrib)
        text = element.text or ""
        if name == "calcPr":
            continue
        if name == "definedName" and attributes.get("name", "").startswith("_xlnm."):
            text = ""
        elif name in ("table", "autoFilter"):
            attributes.pop("ref", None)
        elements.append((element.tag, text, attributes))
    return elements


def _outside(before: Element, after: Element, intended: Intended) -> Iterator[str]:
    """All but the rows, element by element."""
    meant = {(grown.before, grown.after) for grown in intended.grown}
    earlier, later = list(_flat(before)), list(_flat(after))
    if len(earlier) != len(later):
        yield "行以外的部分"
        return
    for one, other in zip(earlier, later, strict=True):
        if one.keys() != other.keys():
            yield "行以外的部分"
            return
        for key in one:
            if one[key] != other[key] and (one[key], other[key]) not in meant:
                yield f"{key} 变了"


def _flat(element: Element) -> Iterator[dict[str, str]]:
    if local(element.tag) == "sheetData":
        yield {"tag": element.tag, **element.attrib}
        return
    yield {
        "tag": element.tag,
        "text": element.text or "",
        "tail": element.tail or "",
        **element.attrib,
    }
    for child in element:
        yield from _flat(child)


def _rows(root: Element) -> dict[int, Element]:
    data = next(part for part in root if local(part.tag) == "sheetData")
    return {int(row.get("r", "0")): row for row in data}


def _cells(row: Element) -> dict[str, bytes]:
    return {cell.get("r", ""): ElementTree.tostring(cell) for cell in row}


def _values(after: bytes, intended: Intended, shown: str) -> Iterator[str]:
    """What another reader reads of the cells."""
    sent = read_table_bytes(after, shown)
    table = next(table for table in sent.tables if table.name == intended.name)
    rows = {row.number: row.cells for row in table.rows}
    for place, value in intended.values.items():
        cells = rows.get(place.row, ())
        read = cells[place.column] if place.column < len(cells) else ""
        if not _same(read, value):
            yield f"{place} 读回来是“{text_of(read)}”"


def _same(read: Value, meant: Filled) -> bool:
    if isinstance(meant, date):
        day = read.date() if isinstance(read, datetime) else read
        return day == meant
    if isinstance(meant, str):
        return isinstance(read, str) and _lines(read) == _lines(meant)
    return read == meant


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
