"""A field team's table: bytes to rows of text, and which column holds what. Nothing here knows the plan."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import category

from cz.names import narrow
from cz.problem import Refusal

# What each thing is called at the head of its column; the first is what it is called in messages.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "督查日期",
        "日期",
        "检查日期",
        "检查时间",
        "督查时间",
        "发现日期",
        "发现时间",
        "时间",
    ),
    "spot": ("点位", "点位名称", "督查点位", "检查点位", "地点", "具体位置", "位置"),
    "type": ("点位类型", "类型", "类别", "点位类别", "场所类型"),
    "unit": (
        "责任单位",
        "单位",
        "整改单位",
        "整改责任单位",
        "牵头单位",
        "属地",
        "所属单位",
        "主体责任单位",
    ),
    "helpers": ("协办单位", "配合单位", "协助单位"),
    "problem": ("存在问题", "问题", "问题描述", "问题内容", "发现问题", "具体问题", "问题情况"),
    "due": ("整改时限", "整改期限", "时限", "完成时限", "限期"),
    "indicator": ("指标", "指标编号", "测评标准编号"),
    "task": ("任务", "任务编号"),
    "by": ("督查组", "检查组", "督查人员", "检查人员", "检查人", "督查单位", "组别"),
    "fix": ("整改情况", "整改措施", "整改结果", "处理情况"),
    "rectified": ("整改日期", "整改时间", "完成时间", "完成日期"),
}
IGNORED = ("序号", "编号", "备注", "照片", "图片", "图号")
REASON = "退回原因"  # the last column of what we return
SPARE = "多出的内容"  # heads the cells that stood right of the last heading
NEEDED = ("unit", "problem")
LOOKED = 10  # rows in which the headings are looked for

_FIELD = {name: field for field, names in HEADINGS.items() for name in names}
_GUARDED = re.compile("'+[ \u3000]*[=+\\-@＝＋－＠]")
_TOTAL = re.compile("(本页|本组|本日)?(合计|小计|总计|共计)")


class Row(NamedTuple):
    """``number`` as a spreadsheet counts, from 1; as many ``cells`` as the table has columns, ``over`` what stood beyond."""

    number: int
    cells: tuple[str, ...]
    over: str = ""


class Table(NamedTuple):
    """``where``: the place of each field's column; ``unused``: headings that mean nothing to us.

    ``rows`` are those that say something, ``skipped`` counts the others (empty, totals, headings again). ``ours``: it is
    what we returned.
    """

    headings: tuple[str, ...]
    where: Mapping[str, int]
    rows: tuple[Row, ...]
    skipped: int
    unused: tuple[str, ...]
    ours: bool


def read_table(raw: bytes, shown: str) -> Table:
    """Raises Refusal for what is not a table as text, or has no headings that are known."""
    text = _decoded(raw, shown)
    delimiter = max(
        ",\t;",
        key=lambda sign: max((len(_fields(cells)) for _, cells in _first(text, sign)), default=0),
    )
    csv.field_size_limit(2**27)
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Refusal(
            f"{shown} 从第 {len(lines) + 1} 行起引号没有配成对，读不下去。请在 Excel 或 WPS 里打开核对，另存为 CSV 再导入。"
        ) from None
    head = next(
        (n for n, cells in enumerate(lines[:LOOKED]) if set(NEEDED) <= set(_fields(cells))), None
    )
    if head is None:
        raise _no_headings(lines[:LOOKED], shown)
    return _table(lines, head, shown)


def _decoded(raw: bytes, shown: str) -> str:
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refusal(
            f"{shown} 是 Excel 或 WPS 的工作簿，cz 只读 CSV。请打开它，用“另存为”存成 CSV（.csv），再导入那个文件。"
        )
    if not raw.strip():
        raise Refusal(f"{shown} 是空的，没有什么可导入。")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal(
        f"{shown} 的编码认不出来。请在 Excel 或 WPS 里打开它，另存为“CSV UTF-8（逗号分隔）”再导入。"
    )


def _first(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The first rows, numbered, as far as they can be read with this delimiter."""
    try:
        yield from zip(
            range(LOOKED),
            csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter),
            strict=False,
        )
    except csv.Error:
        return


def plain_heading(text: str) -> str:
    """整改时限（必填）： is 整改时限."""
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\s:*、.\u200b\ufeff]", "", narrow(text[:100]))


def _fields(cells: Sequence[str]) -> list[str]:
    return [_FIELD[name] for cell in cells if (name := plain_heading(cell)) in _FIELD]


def _no_headings(lines: Sequence[Sequence[str]], shown: str) -> Refusal:
    best = max(
        range(len(lines)),
        key=lambda n: (len(_fields(lines[n])), sum(map(bool, lines[n]))),
        default=None,
    )
    needed = "、".join(HEADINGS[field][0] for field in NEEDED)
    found = ""
    if best is not None:
        cells = [" ".join(cell.split())[:12] for cell in lines[best] if cell.strip()]
        lacking = "、".join(
            HEADINGS[field][0] for field in NEEDED if field not in _fields(lines[best])
        )
        found = f"最像表头的是第 {best + 1} 行：{'、'.join(cells[:12])}{'等' if len(cells) > 12 else ''}；还缺：{lacking}。"
    return Refusal(
        f"{shown} 的前 {LOOKED} 行里没有认出表头。{found}表头里至少要有{needed}两列，请把列名改成这样的写法再导入。"
    )


def _table(lines: Sequence[Sequence[str]], head: int, shown: str) -> Table:
    titles = [_clean(cell) for cell in lines[head]]
    while titles and not titles[-1]:
        titles.pop()
    names = [plain_heading(cell) for cell in titles]
    where: dict[str, int] = {}
    for at, name in enumerate(names):
        field = _FIELD.get(name)
        if field is None:
            continue
        if field in where:
            first = where[field]
            raise Refusal(
                f"{shown} 里有两列都像是{HEADINGS[field][0]}：第 {first + 1} 列“{titles[first]}”、第 {at + 1} 列“{titles[at]}”。"
                "请把不用的一列删去，或改个别的列名，再导入。"
            )
        where[field] = at
    ours = REASON in names
    kept = [at for at, name in enumerate(names) if name not in (REASON, SPARE)]
    where = {field: kept.index(at) for field, at in where.items()}
    spare = [at for at, name in enumerate(names) if name == SPARE]
    unused = tuple(
        titles[at]
        for at in kept
        if names[at] and names[at] not in _FIELD and names[at] not in IGNORED
    )
    rows = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        cells = [_clean(cell, ours) for cell in line]
        cells += [""] * (len(titles) - len(cells))
        over = " ".join(
            cell for cell in [*(cells[at] for at in spare), *cells[len(titles) :]] if cell
        )
        row = Row(number, tuple([cells[at] for at in kept]), over)
        if _says_something(row, where):
            rows.append(row)
    return Table(
        tuple(titles[at] for at in kept),
        where,
        tuple(rows),
        len(lines) - head - 1 - len(rows),
        unused,
        ours,
    )


def _says_something(row: Row, where: Mapping[str, int]) -> bool:
    if not any(row.cells[at] for at in where.values()) and not row.over:
        return False
    unit, problem = (row.cells[where[field]] for field in NEEDED)
    if (
        _FIELD.get(plain_heading(unit)) == "unit"
        and _FIELD.get(plain_heading(problem)) == "problem"
    ):
        return False
    first = next((cell for cell in row.cells if cell), "")
    counted = not unit or not problem or narrow(problem).isdigit()
    return not (counted and _TOTAL.match("".join(first.split())))


def _clean(cell: str, ours: bool = False) -> str:
    """Without what nobody sees, in lines; of what we returned also without the quote that kept it from being a formula."""
    if not cell.isprintable():
        cell = "".join(_char(char) for char in cell.replace("\r\n", "\n").replace("\r", "\n"))
    cell = cell.strip()
    return cell[1:] if ours and _GUARDED.match(cell) else cell


def _char(char: str) -> str:
    if char in "\n\u2028\u2029":
        return "\n"
    if char in "\t\xa0":
        return " "
    return "" if category(char) in ("Cc", "Cf") and char not in "\u200c\u200d" else char


def guarded(cell: str) -> bool:
    """Whether it begins as what _clean takes a quote from, and so needs one more to come back as it is."""
    return _GUARDED.match(cell) is not None
