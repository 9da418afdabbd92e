"""Tables of tasks: which column is what, from its heading; a row is an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cz.intake.cells import Owners, owners_in, units_among_persons
from cz.intake.deadlines import is_deadline
from cz.intake.entries import Entry, Heading, title_of
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.labels import OF_ROOMS
from cz.intake.paragraphs import Block, Grid, Line, Row
from cz.intake.spoken import says_first_leads
from cz.intake.unit_names import is_like_unit, split_names

_SIGNS = re.compile(r"[\s　:：*]+|[（(].*?[）)]$")
_AND_PERSONS = re.compile(r"(?<=单位|部门)[及和、与/](?:责任人|负责人|分管领导|领导|联系人|人员)$")
_ROLES = (
    ("number", re.compile(r"序号|编号|项次|任务编号|任务序号|号|序|No\.?|条目", re.IGNORECASE)),
    (
        "person",
        re.compile(r".*(?:领导|责任人|负责人|联系人|联络员|联系电话|电话|责任同志).{0,6}"),
    ),
    (
        "lead",
        re.compile(
            r"(?:总|主要|第一)?(?:牵头|主办|主责|主抓)(?:责任)?(?:单位|部门|机构|处室|科室|方)?"
        ),
    ),
    (
        "assisting",
        re.compile(
            r"(?:配合|协办|协同|参与|参加|支持|协助|协作|联合)(?:责任)?(?:单位|部门|机构|处室|科室|方)?"
        ),
    ),
    (
        "units",
        re.compile(
            r"(?:具体|主要|相关|直接)?(?:责任|落实|实施|承办|负责|承担|主管|执行|工作|完成|分工)?(?:单位|部门|机构|主体|处室|科室|股室)"
            r"(?:及分工|分工|及责任人|和责任人|名称)?|项目业主|业主(?:单位)?"
            r"|(?:建设|项目|代建|业主)(?:责任)?(?:单位|主体)|责任分工|任务分工|职责分工|分工|牵头(?:和|及|、|/)?(?:责任|配合)单位|责任"
        ),
    ),
    (
        "due",
        re.compile(
            r"(?:计划|任务|办结|整改|推进|目标)?(?:完成|办结|整改|实施|工作|推进|落实|达标|建成)?(?:时限|时间|期限|节点|时间节点|时间要求|进度|进度安排"
            r"|时限要求|时间安排|日期)(?:要求)?|时间节点|时限|开竣工时间|(?:建设)?起止(?:时间|年限|年月)"
            r"|建设(?:周期|工期|年限|时间)|(?:计划)?竣工时间"
        ),
    ),
    (
        "chapter",
        re.compile(
            r"(?:工作|任务|项目|重点|所属|指标)?(?:类别|板块|领域|分类|大类|类型|方面|版块|一级指标|专项|专题|环节|章节)|一级任务|大项"
        ),
    ),
    (
        "content",
        re.compile(
            r"(?:重点|主要|工作|具体|目标|改革|整改|任务|建设|年度|创建|测评|落实|推进|细化|分解|责任|实施|项目|行动|活动|政策|核心|二级|三级|主体)*"
            r"(?:任务|事项|工作|内容|举措|措施|项目|名称|要求|目标|标准|清单|活动|要点|任务分解|行动|办法|问题|路径|条款|政策)(?:及要求|和要求|及措施|名称)?"
        ),
    ),
    (
        "other",
        re.compile(
            r"备注|进展.*|完成情况|成果.*|依据|来源|佐证.*|考核.*|分值|投资.*|资金.*|地点|成效.*|出处"
        ),
    ),
    (
        "content",  # whatever else is done: 整治任务, 帮扶措施
        re.compile(
            r"[\u4e00-\u9fff]{2,8}(?:任务|事项|工作|内容|举措|措施|项目|工程|行动|目标|问题)"
        ),
    ),
)


@lru_cache(maxsize=4096)
def role_of(heading: str) -> str:
    """What a column of this heading holds; "" where nothing is known of it."""
    if len(heading) > 60:
        return ""
    plain = _SIGNS.sub("", heading)
    plain = _SIGNS.sub("", plain)
    plain = _AND_PERSONS.sub("", plain)
    if not plain or len(plain) > 16:
        return ""
    for role, pattern in _ROLES:
        if pattern.fullmatch(plain):
            return role
    return ""


_WHO = ("lead", "units", "assisting")
_UNITS_AND_PERSONS = re.compile(r"(?:单位|部门).{0,3}(?:责任人|负责人|领导|联系人|人员)")


class Columns(NamedTuple):
    """The role of each column. ``first_leads``: a heading says that the first unit named leads.

    ``with_persons``: columns of units and persons, 责任单位及责任人.
    """

    roles: tuple[str, ...]
    first_leads: bool = False
    with_persons: frozenset[int] = frozenset()

    def of(self, role: str) -> list[int]:
        return [column for column, each in enumerate(self.roles) if each == role]


def columns_of(cells: Sequence[str]) -> Columns | None:
    """The columns that a row of headings announces, None where it is none.

    It has to announce who does it and what is done.
    """
    roles = tuple(role_of(cell) for cell in cells)
    if any(len(cell) > 40 for cell in cells) or not {"content", "chapter"} & set(roles):
        return None
    if not set(_WHO) & set(roles):
        return None
    if "content" not in roles:
        roles = tuple("content" if role == "chapter" else role for role in roles)
    roles = _without_rooms(roles, cells)
    persons = [number for number, cell in enumerate(cells) if _UNITS_AND_PERSONS.search(cell)]
    return Columns(roles, any(says_first_leads(cell) for cell in cells), frozenset(persons))


def _without_rooms(roles: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles; a column of rooms, 责任科室, is one of persons where others name units."""
    rooms = [bool(OF_ROOMS.search(cell)) for cell in cells]
    pairs = list(zip(roles, rooms, strict=True))
    if not any(role in _WHO and not room for role, room in pairs):
        return roles
    return tuple("person" if role in _WHO and room else role for role, room in pairs)


def table_entries(
    grid: Grid, before: Columns | None, chapter: Heading, known: frozenset[str]
) -> tuple[list[Entry], Columns | None]:
    """The entries of a table, and its columns; none where it is no table of tasks.

    ``before``: the columns of the table above, which one without headings goes on with.
    ``chapter``: what the table stands under.
    """
    begins, columns = _headings(grid, before)
    if columns is None:
        return [], None
    grouped = _is_grouped(grid.rows[begins:], columns)
    entries: list[Entry] = []
    above: Sequence[str] = ()
    for row in grid.rows[begins:]:
        if columns_of(row.cells) is not None:
            continue
        row = row._replace(cells=_without_ditto(row.cells, above))
        above = row.cells
        title = _chapter_row(row, columns)
        if title:
            mark = mark_at(title)
            text = title[mark.end :] if mark else title
            chapter = Heading(text, row.place, mark.number if mark else 0)
            continue
        entry = _entry(row, columns, chapter, grouped=grouped, known=known)
        if entry is not None:
            entries.append(entry)
    return [entry for entry in entries if entry.title], columns


_DITTO = ("同上", "〃", "″", "”", "同前")


def _without_ditto(cells: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """The cells; what says 同上 is what the row above says."""
    return tuple(
        above[column] if cell in _DITTO and column < len(above) else cell
        for column, cell in enumerate(cells)
    )


def _headings(grid: Grid, before: Columns | None) -> tuple[int, Columns | None]:
    """Where the rows of a table begin, and its columns."""
    found: tuple[int, Columns | None] = (0, None)
    for number, row in enumerate(grid.rows[:8]):
        columns = columns_of(row.cells)
        if columns is not None:
            found = (number + 1, _under(columns, found[1]))
        elif found[1] is not None:
            break
    if found[1] is None and before is not None and grid.rows:
        widths = {len(row.cells) for row in grid.rows}
        if widths == {len(before.roles)}:
            return 0, before
    return found


def _under(columns: Columns, above: Columns | None) -> Columns:
    """The columns of a second row of headings; where it is empty, the first row says what is."""
    if above is None:
        return columns
    pairs = zip(columns.roles, above.roles, strict=False)
    roles = tuple(role or upper for role, upper in pairs)
    first_leads = columns.first_leads or above.first_leads
    return Columns(roles, first_leads, columns.with_persons | above.with_persons)


def _is_grouped(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the first of several columns of content only groups rows: it spans them."""
    contents = columns.of("content")
    if len(contents) < 2 or not rows:
        return False
    carried = sum(contents[0] in row.carried for row in rows)
    return carried * 5 >= len(rows)


def _chapter_row(row: Row, columns: Columns) -> str:
    """The title of a row that only heads those below it; "" of any other."""
    texts = [cell for cell in row.cells if cell]
    if len(set(texts)) != 1 or len(texts[0]) > 80:
        return ""
    only = texts[0].replace("\n", "")
    if len(texts) == len(row.cells) or len(texts) > 1:
        return only
    mark = mark_at(only)
    heads = mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS)
    first_column = bool(row.cells[0])
    return only if heads or (first_column and columns.roles[0] != "content") else ""


def _entry(
    row: Row, columns: Columns, chapter: Heading, *, grouped: bool, known: frozenset[str]
) -> Entry | None:
    cells = [*row.cells, *[""] * len(columns.roles)][: len(columns.roles)]
    contents = [cells[column].replace("\n", "") for column in columns.of("content")]
    contents = [text for text in contents if text and text not in ("无", "—", "-", "/")]
    if not contents:
        return None
    label = next((cells[column] for column in columns.of("number")), "")
    above = [cells[column].replace("\n", "") for column in columns.of("chapter")]
    first = columns.of("content")[0]
    if grouped and len(contents) > 1:
        above = [*above, contents.pop(0)]
    elif first in row.carried and len(contents) > 1:
        contents.pop(0)  # the row above has it for its own
    if above and above[-1]:
        mark = mark_at(above[-1])
        chapter = Heading(above[-1][mark.end :] if mark else above[-1], row.place)
    mark = mark_at(contents[0])
    title = title_of(contents[0][mark.end :] if mark else contents[0])
    label = label or (mark.label if mark else "")
    owners = _owners(cells, columns, known)
    dues = [cells[column].replace("\n", "") for column in columns.of("due")]
    due = "；".join(text for text in dues if text and text not in ("无", "—", "-", "/"))
    number = re.sub(r"\D", "", label)
    return Entry(
        label=label,
        title=title.text,
        text="".join(filter(None, [title.rest, *contents[1:]])),
        place=row.place,
        chapter=chapter,
        leads=owners.leads,
        units=owners.units,
        due=due or owners.due,
        titled=title.set_apart,
        number=int(number) if 0 < len(number) < 5 else 0,
    )


def _owners(cells: Sequence[str], columns: Columns, known: frozenset[str]) -> Owners:
    """Who does it, by all columns that say so."""
    parts = []
    for role in _WHO:
        for column in columns.of(role):
            mixed = column in columns.with_persons
            read = units_among_persons if mixed else owners_in
            parts.append(read(cells[column], role, known))
    leads = [name for part in parts for name in part.leads]
    units = [name for part in parts for name in part.units]
    due = "；".join(part.due for part in parts if part.due)
    if columns.first_leads and not leads and units:
        leads = units[:1]
    has_lead_column = "lead" in columns.roles
    if not leads and "assisting" in columns.roles and not has_lead_column:
        main = [
            name
            for part, role in zip(parts, _roles_of(columns), strict=True)
            for name in part.units
            if role == "units"
        ]
        leads = main if len(main) == 1 else []
    others = [name for name in dict.fromkeys(units) if name not in leads]
    return Owners(tuple(dict.fromkeys(leads)), tuple(others), due)


def _roles_of(columns: Columns) -> Iterator[str]:
    for role in _WHO:
        yield from [role] * len(columns.of(role))


def tables_of_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with tables for those that came as one cell a line, or parted by blanks."""
    made: list[Block] = []
    number = tables = 0
    blocks = [each for block in blocks for each in _opened(block)]
    while number < len(blocks):
        heads = _heads(blocks, number)
        if not heads.cells:
            made.append(blocks[number])
            number += 1
            continue
        rows, stop = _rows(blocks, number + heads.lines, heads)
        if len(rows) < 2:
            made.append(blocks[number])
            number += 1
            continue
        tables += 1
        place = _place(blocks[number])
        made.append(Grid((Row(tuple(heads.cells), place), *rows), f"{place}的表 "))
        number = stop
    return made


_MOST_COLUMNS = 12
_LONG = 100  # characters; a line with a whole table in it is longer


def _opened(block: Block) -> list[Block]:
    """A line that has a whole table in it, headings and all, as one cell a line."""
    if isinstance(block, Grid) or len(block.text) < _LONG:
        return [block]
    words = block.text.split()
    for start in range(len(words)):
        stop = start
        while stop < min(len(words), start + _MOST_COLUMNS) and role_of(words[stop]):
            stop += 1
        if stop - start >= 3 and columns_of(words[start:stop]) and stop < len(words):
            before = " ".join(words[:start])
            lines = [before] if before else []
            return [block._replace(text=text) for text in [*lines, *words[start:]]]
    return [block]


class _Heads(NamedTuple):
    """Headings of a table in lines: ``lines`` they take, ``blanks``: its cells part at blanks."""

    cells: list[str]
    lines: int = 0
    blanks: bool = False


def _place(block: Block) -> str:
    return block.place


def _heads(blocks: Sequence[Block], number: int) -> _Heads:
    block = blocks[number]
    if isinstance(block, Grid):
        return _Heads([])
    words = block.text.split()
    if len(words) >= 3 and len(block.text) < 120 and columns_of(words) and all(map(role_of, words)):
        return _Heads(words, 1, blanks=True)
    cells = []
    for following in blocks[number : number + 12]:
        if isinstance(following, Grid) or not role_of(following.text):
            break
        cells.append(following.text)
    if len(cells) >= 3 and columns_of(cells):
        return _Heads(cells, len(cells))
    return _Heads([])


def _rows(blocks: Sequence[Block], start: int, heads: _Heads) -> tuple[list[Row], int]:
    """The rows, and where the blocks go on behind them."""
    columns = columns_of(heads.cells)
    assert columns is not None
    numbered = columns.roles[0] == "number"
    rows: list[Row] = []
    cells: list[str] = []
    place = ""
    expected = 1
    number = start
    while number < len(blocks):
        block = blocks[number]
        if isinstance(block, Grid):
            break
        words = block.text.split() if heads.blanks else [block.text]
        begins = _begins_row(words, cells, columns, expected, numbered=numbered)
        if begins or (numbered and _is_chapter(block.text, blocks, number, expected)):
            rows += _row(cells, columns, place)
            cells, place = [], block.place
            expected += begins
            if not begins:
                rows.append(Row((block.text,) * len(columns.roles), block.place))
                number += 1
                continue
        elif not cells or _ends_table(block, cells, columns):
            break
        cells += words
        number += 1
    rows += _row(cells, columns, place)
    return rows, number


def _begins_row(
    words: Sequence[str], cells: Sequence[str], columns: Columns, expected: int, *, numbered: bool
) -> bool:
    if numbered:
        return words[0].strip("．.、") == str(expected)
    return not cells or len(cells) >= len(columns.roles)


def _is_chapter(text: str, blocks: Sequence[Block], number: int, expected: int) -> bool:
    """Whether a line heads the rows below it: the next begins the next row."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    mark = mark_at(text)
    if mark is None or mark.kind not in (PART, CHINESE, CHINESE_IN_BRACKETS) or len(text) > 60:
        return False
    return isinstance(following, Line) and following.text.split()[0].strip("．.、") == str(expected)


def _ends_table(block: Line, cells: Sequence[str], columns: Columns) -> bool:
    """Whether a line behind a row that may be whole belongs to the text again."""
    mark = mark_at(block.text)
    heads = bool(block.level) or (mark is not None and mark.kind in (PART, CHINESE))
    says_more = bool(re.search(r"[：:。]", block.text)) and len(cells) >= len(columns.roles)
    return len(cells) >= 2 and (heads or says_more)


def _row(cells: Sequence[str], columns: Columns, place: str) -> list[Row]:
    """The cells as a row, those too many or too few by what they look like."""
    if not cells:
        return []
    if len(cells) == len(columns.roles):
        return [Row(tuple(cells), place)]
    rest = list(cells)
    number = rest.pop(0) if columns.roles[0] == "number" else ""
    rows: list[Row] = []
    contents = columns.of("content")
    for words in _by_measure(rest):
        placed = [""] * len(columns.roles)
        placed[0] = number
        goes_on = bool(rows) and len(words["content"]) < len(contents)
        above = [rows[-1].cells[contents[0]]] if goes_on else []
        _spread(placed, contents, [*above, *words["content"]])
        _spread(
            placed, [column for role in _WHO for column in columns.of(role)], words["who"], "、"
        )
        _spread(placed, columns.of("due"), words["due"])
        rows.append(Row(tuple(placed), place, frozenset(contents[:1] if goes_on else ())))
    return rows


Words = dict[str, list[str]]  # the cells of a row by what they look like: content, who, due


def _by_measure(cells: Sequence[str]) -> list[Words]:
    """The cells of one number, parted where content comes again behind who does it.

    What names nobody, a remark at the end, is left out.
    """
    rows: list[Words] = [{"content": [], "who": [], "due": []}]
    for cell in cells:
        kind = _looks_like(cell, rows[-1])
        if kind == "content" and rows[-1]["who"]:
            rows.append({"content": [], "who": [], "due": []})
        rows[-1][kind].append(cell)
    return [words for words in rows if words["who"]] or rows[:1]


def _looks_like(cell: str, words: Words) -> str:
    if is_deadline(cell):
        return "due"
    names = split_names(cell)
    if words["content"] and names and all(is_like_unit(named.name) for named in names):
        return "who"
    return "content"


def _spread(
    placed: list[str], columns: Sequence[int], cells: Sequence[str], joint: str = ""
) -> None:
    """One cell a column; the last takes all that are left."""
    for number, column in enumerate(columns):
        if number < len(columns) - 1:
            placed[column] = cells[number] if number < len(cells) else ""
        else:
            placed[column] = joint.join(cells[number:])
