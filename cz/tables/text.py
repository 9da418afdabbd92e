"""A table as text: CSV, and what Excel calls Unicode text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from cz.problem import Refusal
from cz.tables.sent import Row, Sent, Table

LOOKED = 10  # rows in which the headings are looked for
_LONGEST_CELL = 2**27  # characters

# How many of the cells of a row are headings that are known.
Likeness = Callable[[Sequence[str]], int]


def read_text(raw: bytes, shown: str, words: Collection[str], likeness: Likeness) -> Sent:
    """``words``: what columns may be headed. Raises Refusal."""
    text = decoded(raw, shown, words)
    lines = _lines(text, _delimiter(text, likeness), shown)
    rows = [Row(number, tuple(line)) for number, line in enumerate(lines, 1) if any(line)]
    return Sent("csv", (Table("", tuple(rows), len(lines)),))


def decoded(raw: bytes, shown: str, words: Collection[str]) -> str:
    """UTF-8, GB18030 or UTF-16, by what fits. Raises Refusal."""
    if not raw.strip():
        raise Refusal(f"{shown} 是空的，里面没有表。")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
        if b"\0" in raw[:2000]:  # two bytes a character, without a byte order mark
            encodings = ["utf-16-le" if raw.index(b"\0") % 2 else "utf-16-be"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in ("utf-16-le", "utf-16-be") and not any(word in text for word in words):
            continue
        if "\0" not in text:
            return text.lstrip("\ufeff")
    raise Refusal(
        f"{shown} 的编码认不出来。请在 Excel 或 WPS 里打开它，另存为 .xlsx 或"
        "“CSV UTF-8（逗号分隔）”，再执行一次。"
    )


def _delimiter(text: str, likeness: Likeness) -> str:
    """The sign with which the first rows hold most headings that are known."""

    def headings(sign: str) -> int:
        return max((likeness(cells) for cells in _first_rows(text, sign)), default=0)

    return max(",\t;", key=headings)


def _first_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """As far as they can be read with this delimiter."""
    try:
        yield from islice(
            csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter), LOOKED
        )
    except csv.Error:
        return


def _lines(text: str, delimiter: str, shown: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    if "\n" not in text:  # as old Macs end their lines
        text = text.replace("\r", "\n")
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Refusal(
            f"{shown} 从第 {len(lines) + 1} 行起引号没有配成对，读不下去。"
            "请在 Excel 或 WPS 里打开核对，另存为 .xlsx 或 CSV，再执行一次。"
        ) from None
    return lines
