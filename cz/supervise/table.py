"""A field team's table: rows of text, and which column holds what.

Nothing here knows the plan.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple
from unicodedata import category

from cz.letters import narrow
from cz.problem import Refusal
from cz.supervise.marks import OF_EACH_ROW, marks_of
from cz.tables import LOOKED, Sent, besides, read_table_bytes, text_of
from cz.tables import Table as Sheet

# What each field of a finding is called at the head of its column; the first word is what messages
# call it.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "问题编号"),
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
    "indicator": ("指标", "指标编号", "测评标准编号", "标准编号", "测评标准"),
    "task": ("任务", "任务编号"),
    "by": ("督查组", "检查组", "督查人员", "检查人员", "检查人", "督查单位", "组别"),
    "fix": ("整改情况", "整改措施", "整改结果", "处理情况", "处理结果", "整改落实情况"),
    "rectified": (
        "整改日期",
        "整改时间",
        "完成时间",
        "完成日期",
        "整改完成时间",
        "整改完成日期",
    ),
}
IGNORED = ("序号",)
REMARKS = ("备注", "照片", "图片", "图号", "销号日期")  # told where they are filled in
REASON = "退回原因"  # the last column of what we return
MARK = "退回标记"  # hidden, behind it: the row as we returned it
SPARE = "多出的内容"  # heads the cells that stood right of the last heading
NEEDED = ("unit", "problem")
ANSWERS = ("fix", "rectified")  # with the ids of findings they are a whole table
LONGEST_HEADING = 8  # characters of what may be the second row of a heading

_FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words}
_GUARDED = re.compile("'+[ \u3000]*[=+\\-@＝＋－＠]")
_STATE = "(待交办|待整改|待复核|已销号|已撤回)"
_PRINTED = {  # how a finding stands, by the heading and in the words of our own lists
    "情况": re.compile(f"({_STATE}|逾期[0-9]+天)(，已延期)?(，销号后重开|，退回过)?"),
    "状态": re.compile(_STATE),
    "逾期天数": re.compile("[0-9]*"),
    "模拟测评": re.compile("(m[0-9]+-[0-9]+)?"),
    "是否按时": re.compile("(按时|逾期[0-9]+天|重开后整改，不算按时|没有时限，不计入整改率)?"),
}
TOTAL = re.compile("(本页|本组|本日)?(合计|小计|总计|共计)")


class Row(NamedTuple):
    """``number`` as a spreadsheet counts, from 1; as many ``cells`` as the table has columns.

    ``over``: what stood beyond them. ``illegible``: why cells of it cannot be used.
    """

    number: int
    cells: tuple[str, ...]
    over: str = ""
    illegible: str = ""


class Table(NamedTuple):
    """``where``: the place of each field's column; ``unused``: headings that mean nothing to us,
    but for columns of our own lists that are as we printed them.

    ``rows`` are those that say something, ``skipped`` counts the others (empty, totals, headings
    again). ``ours``: it is what we returned. ``besides``: what else is in it and is not taken.
    """

    headings: tuple[str, ...]
    where: Mapping[str, int]
    rows: tuple[Row, ...]
    skipped: int
    unused: tuple[str, ...]
    ours: bool
    besides: tuple[str, ...] = ()


def read_table(raw: bytes, shown: str, sheet: str = "") -> Table:
    """``sheet``: which of the file's tables it is, by name or number, where there are several.

    Raises Refusal for what is no table, or has no headings that are known.
    """
    sent = read_table_bytes(raw, shown, _FIELD_OF, _likeness)
    chosen, head = _chosen(sent, shown, sheet)
    _refuse_half_a_heading(_first_lines(chosen), head, shown)
    return _table(chosen, head, shown)._replace(besides=tuple(besides(sent, chosen)))


def _chosen(sent: Sent, shown: str, asked: str) -> tuple[Sheet, "Titles"]:
    """The one that has headings that are known. Raises Refusal."""
    named = {table.name or f"第{place}张": table for place, table in enumerate(sent.tables, 1)}
    if asked:
        tables = [
            table
            for place, (name, table) in enumerate(named.items(), 1)
            if asked in (name, str(place))
        ]
        if not tables:
            raise Refusal(f"{shown} 里没有叫“{asked}”的表。有的是：{'、'.join(named)}。")
    else:
        tables = [table for table in sent.tables if not table.hidden] or list(sent.tables)
    headed = []
    for table in tables:
        head = find_titles(_first_lines(table), _FIELD_OF, _enough_fields)
        if head is not None:
            headed.append((table, head))
    if not headed:
        raise _no_headings(tables, shown)
    if len(headed) > 1:
        names = [name for name, table in named.items() if any(table is each for each, _ in headed)]
        raise Refusal(
            f"{shown} 里有 {len(headed)} 张表都像是要导入的：{'、'.join(names)}。"
            f"请用 --sheet 写明是哪一张，例如 --sheet {names[0]}；几张都要的，一张一张导入。"
        )
    return headed[0]


def _first_lines(sheet: Sheet) -> list[list[str]]:
    """As text; a row that holds nothing is []."""
    lines: list[list[str]] = [[] for _ in range(min(sheet.height, LOOKED + 2))]
    for row in sheet.rows:
        if row.number > len(lines):
            break
        lines[row.number - 1] = [text_of(value) for value in row.cells]
    return lines


class Titles(NamedTuple):
    """The headings, and the place of the first row below them."""

    titles: Sequence[str]
    below: int


def find_titles(
    lines: Sequence[Sequence[str]],
    known: Container[str],
    fields_in: Callable[[Sequence[str]], int],
    is_heading: Callable[[str], bool] | None = None,
) -> Titles | None:
    """The headings in the first LOOKED rows, None where there are none.

    They stand in two rows where these say more than either does: above the headings may stand the
    title of the table. They also do where they say only as much as the upper row, and the lower
    one is headings below a merged cell.

    ``known``: the words that head a column. ``fields_in``: how many fields a row of headings has,
    0 where these are not enough. ``is_heading``: whether a cell can only be a heading, as are
    those that are ``known``.
    """
    for place, upper in enumerate(lines[:LOOKED]):
        fields = fields_in(upper)
        if place + 1 < len(lines):
            lower = lines[place + 1]
            both = merged_titles(upper, lower, known)
            fields_of_both = fields_in(both)
            needs_lower = fields_of_both > fields or (
                fields_of_both == fields and _only_heads(upper, lower, known, is_heading)
            )
            needs_upper = fields_of_both > fields_in(lower) or _is_joined(both, lower)
            if fields_of_both and needs_lower and needs_upper:
                return Titles(both, place + 2)
        if fields:
            return Titles(upper, place + 1)
    return None


def _is_joined(titles: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether words of the row above are part of a heading of the lower row: 整改 over 措施."""
    pairs = zip(titles, lower, strict=False)
    return any(below.strip() not in ("", title) for title, below in pairs)


def _only_heads(
    upper: Sequence[str],
    lower: Sequence[str],
    known: Container[str],
    is_heading: Callable[[str], bool] | None,
) -> bool:
    """Whether the lower row is headings alone, one of them under a merged cell."""
    is_merged = False
    for column, cell in enumerate(lower):
        if not cell.strip():
            continue
        if plain_heading(cell) not in known and not (is_heading and is_heading(cell)):
            return False
        is_merged = is_merged or column >= len(upper) or not upper[column].strip()
    return is_merged


def _enough_fields(titles: Sequence[str]) -> int:
    """How many, 0 where it is neither a table of findings nor of what became of findings."""
    fields = _fields(titles)
    answers = "id" in fields and not set(ANSWERS).isdisjoint(fields)
    return len(fields) if answers or set(NEEDED) <= set(fields) else 0


def merged_titles(upper: Sequence[str], lower: Sequence[str], known: Container[str]) -> list[str]:
    """The headings of two rows in which cells were merged: 整改 over 措施 is 整改措施.

    ``known``: the words that head a column.
    """
    titles = []
    group = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column].strip() if column < len(upper) else ""
        below = lower[column].strip() if column < len(lower) else ""
        if above or not below:
            group = above
        title = below or above
        if below and plain_heading(group + below) in known:
            title = group + below
        titles.append(title)
    return titles


def _refuse_half_a_heading(lines: Sequence[Sequence[str]], head: Titles, shown: str) -> None:
    """Raises Refusal where the row below looks like more headings that cannot be made out."""
    if head.below >= len(lines):
        return
    row = [cell.strip() for cell in lines[head.below]]
    over = any(row[len(head.titles) :]) or any(
        cell and not title.strip() for cell, title in zip(row, head.titles, strict=False)
    )
    fields = [_FIELD_OF.get(plain_heading(title)) for title in head.titles]
    told = [cell for cell, field in zip(row, fields, strict=False) if field in (*NEEDED, "date")]
    words = [cell for cell in row if cell]
    if over and words and not any(told) and all(_may_head(word) for word in words):
        raise Refusal(
            f"{shown} 的表头像是占了两行（有合并的单元格）：第 {head.below + 1} 行是"
            f"{'、'.join(words[:6])}。请把表头改成一行，一列一个列名，再导入。"
        )


def _may_head(word: str) -> bool:
    return len(word) <= LONGEST_HEADING and not re.search("[0-9，。]", narrow(word))


def plain_heading(text: str) -> str:
    """整改时限（必填）： is 整改时限."""
    return re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\s:*、.\u200b\ufeff]", "", narrow(text[:100]))


def _fields(cells: Sequence[str]) -> list[str]:
    words = [plain_heading(cell) for cell in cells]
    return [_FIELD_OF[word] for word in words if word in _FIELD_OF]


def _likeness(cells: Sequence[str]) -> int:
    return len(_fields(cells))


def _no_headings(tables: Sequence[Sheet], shown: str) -> Refusal:
    firsts = [_first_lines(table)[:LOOKED] for table in tables]
    lines = max(firsts, key=lambda lines: max(map(_likeness, lines), default=0), default=[])
    needed = "、".join(HEADINGS[field][0] for field in NEEDED)
    return Refusal(
        f"{shown} 的前 {LOOKED} 行里没有认出表头。{_likeliest_heading(lines)}"
        f"表头里至少要有{needed}两列，请把列名改成这样的写法再导入。"
    )


def _likeliest_heading(lines: Sequence[Sequence[str]]) -> str:
    """Which row looks most like the headings, and what it lacks."""
    if not lines:
        return ""

    def likeness(place: int) -> tuple[int, int]:
        return len(_fields(lines[place])), sum(map(bool, lines[place]))

    best = max(range(len(lines)), key=likeness)
    known = _fields(lines[best])
    cells = [" ".join(cell.split())[:12] for cell in lines[best] if cell.strip()]
    listed = "、".join(cells[:12]) + ("等" if len(cells) > 12 else "")
    lacking = "、".join(HEADINGS[field][0] for field in NEEDED if field not in known)
    return f"最像表头的是第 {best + 1} 行：{listed}；还缺：{lacking}。"


def _table(sheet: Sheet, head: Titles, shown: str) -> Table:
    titles = [clean(cell) for cell in head.titles]
    while titles and not titles[-1]:
        titles.pop()
    words = [plain_heading(title) for title in titles]
    _refuse_twice(titles, words, shown)
    ours = REASON in words
    kept = [place for place, word in enumerate(words) if word not in (REASON, MARK, SPARE)]
    spare = [place for place, word in enumerate(words) if word == SPARE]
    where = {}
    unused = []
    for column, place in enumerate(kept):
        word = words[place]
        if word in _FIELD_OF:
            where[_FIELD_OF[word]] = column
        elif word and word not in IGNORED:
            unused.append(place)
    rows = []
    filled: set[int] = set()
    printed = {place: _PRINTED[words[place]] for place in unused if words[place] in _PRINTED}
    changed: set[int] = set()  # columns that hold what we did not print
    names = {kept[column]: HEADINGS[field][0] for field, column in where.items()}
    own = frozenset(kept[where[field]] for field in OF_EACH_ROW if field in where)
    marks = marks_of(sheet, names, own)
    for line in sheet.rows:
        if line.number <= head.below:
            continue
        cells = [clean(text_of(value), ours) for value in line.cells]
        cells += [""] * (len(titles) - len(cells))
        for column, value in marks.carried.get(line.number, {}).items():
            cells[column] = clean(text_of(value), ours)
        beyond = [*(cells[place] for place in spare), *cells[len(titles) :]]
        row = Row(
            number=line.number,
            cells=tuple([cells[place] for place in kept]),
            over=" ".join(cell for cell in beyond if cell),
            illegible=marks.illegible.get(line.number, ""),
        )
        if _says_something(row, where):
            rows.append(row)
            filled.update(place for place, cell in enumerate(cells) if cell)
            changed.update(
                place for place, words in printed.items() if not words.fullmatch(cells[place])
            )

    def is_told(place: int) -> bool:
        if place in printed:
            return place in changed
        return words[place] not in REMARKS or place in filled

    return Table(
        headings=tuple(titles[place] for place in kept),
        where=where,
        rows=tuple(rows),
        skipped=max(0, sheet.height - head.below - len(rows)),
        unused=tuple(titles[place] for place in unused if is_told(place)),
        ours=ours,
    )


def _refuse_twice(titles: Sequence[str], words: Sequence[str], shown: str) -> None:
    """Raises Refusal where two columns are headed as the same field."""
    first_of: dict[str, int] = {}
    for place, word in enumerate(words):
        field = _FIELD_OF.get(word)
        if field is None:
            continue
        if field in first_of:
            first = first_of[field]
            raise Refusal(
                f"{shown} 里有两列都像是{HEADINGS[field][0]}："
                f"第 {first + 1} 列“{titles[first]}”、第 {place + 1} 列“{titles[place]}”。"
                "请把不用的一列删去，或改个别的列名，再导入。"
            )
        first_of[field] = place


def _says_something(row: Row, where: Mapping[str, int]) -> bool:
    if not any(row.cells[column] for column in where.values()) and not row.over:
        return False
    unit, problem = (row.cells[where[field]] if field in where else "" for field in NEEDED)
    if _is_heading(row, where):
        return False
    first = next((cell for cell in row.cells if cell), "")
    counted = not unit or not problem or narrow(problem).isdigit()
    return not (counted and TOTAL.match("".join(first.split())))


def _is_heading(row: Row, where: Mapping[str, int]) -> bool:
    """Whether it says again what the columns are called, as below a page's or a part's end."""
    headings = 0
    for field, column in where.items():
        if row.cells[column]:
            if _FIELD_OF.get(plain_heading(row.cells[column])) != field:
                return False
            headings += 1
    return headings > 1


def clean(cell: str, ours: bool = False) -> str:
    """Without what nobody sees, in lines.

    Of what we returned also without the quote that kept it from being a formula.
    """
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
    """Whether it begins as what clean takes a quote from, and needs one more to come back so."""
    return _GUARDED.match(cell) is not None
