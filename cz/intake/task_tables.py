"""Tables of tasks: which column is what, from its heading; a row is an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cz.intake.cells import Owners, owners_in, units_among_persons
from cz.intake.entries import Entry, Heading, title_of
from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.labels import NOT_DOERS, OF_ROOMS
from cz.intake.paragraphs import Grid, Row
from cz.intake.spoken import says_first_leads

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
            r"(?:总|主要|第一)?(?:牵头|主办|主责|主抓)(?:责任|负责)?(?:单位|部门|机构|处室|科室|方)?"
            r"|(?:主要|首要|第一)责任(?:单位|部门)"
        ),
    ),
    (
        "assisting",
        re.compile(
            r"(?:协同)?(?:配合|协办|协同|参与|参加|支持|协助|协作|联合)(?:责任)?(?:单位|部门|机构|处室|科室|方)?"
        ),
    ),
    (
        "units",
        re.compile(
            r"(?:具体|主要|相关|直接)?(?:责任|落实|实施|承办|负责|承担|主管|执行|工作|完成|分工)?(?:单位|部门|机构|主体|处室|科室|股室)"
            r"(?:及分工|分工|及责任人|和责任人|名称|[与及和、](?:协同|配合|协办|参与)(?:单位|部门))?|项目业主|业主(?:单位)?"
            r"|(?:建设|项目|代建|业主)(?:责任)?(?:单位|主体)|责任分工|任务分工|职责分工|分工|牵头(?:单位)?(?:和|及|、|/)?(?:责任|配合)单位|责任"
        ),
    ),
    (
        "due",
        re.compile(
            r"(?:计划|任务|办结|整改|推进|目标)?(?:完成|办结|整改|实施|工作|推进|落实|达标|建成|报送|上报|提交)?(?:时限|时间|期限|节点|时间节点|时间要求|进度|进度安排"
            r"|时限要求|时间安排|日期)(?:要求)?|时间节点|时限|开竣工时间|(?:建设)?起止(?:时间|年限|年月)"
            r"|(?:时间|完成)进度|建设(?:周期|工期|年限|时间)|(?:计划)?竣工时间"
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
            r"(?:任务|事项|工作|内容|举措|措施|项目|名称|要求|目标|标准|清单|活动|要点|任务分解|行动|办法|问题|路径|条款|政策|描述|榜单)(?:及要求|和要求|及措施|名称)?"
        ),
    ),
    (
        "other",
        re.compile(
            r"备注|说明|是否.{1,6}|.{0,8}(?:进展|推进)情况|进展.*|完成情况|成果.*|依据|来源|佐证.*|考核.*|分值|投资.*|资金.*|地点|成效.*|出处"
        ),
    ),
    (
        "content",  # whatever else is done: 整治任务, 帮扶措施
        re.compile(
            r"[\u4e00-\u9fff]{2,8}(?:任务|事项|工作|内容|举措|措施|项目|工程|行动|目标|问题)"
        ),
    ),
    (
        "due",
        re.compile(
            r"(?!填报|发布|检查|巡查|发现|报告|活动|召开|会议|开始|启动|测评)[\u4e00-\u9fff]{2}(?:时间|[时期]限|日期)"
        ),
    ),
    ("assisting", re.compile(r"(?:助力|协作|帮扶|支援|辅助)(?:单位|部门)")),
    ("units", re.compile(rf"(?!{NOT_DOERS})[\u4e00-\u9fff]{{2}}(?:单位|部门)")),
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


WHO = ("lead", "units", "assisting")  # the roles of columns that say who does it
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
    roles = _with_content(tuple(role_of(cell) for cell in cells), cells)
    if any(len(cell) > 40 for cell in cells) or not {"content", "chapter"} & set(roles):
        return None
    if not set(WHO) & set(roles):
        return None
    if "content" not in roles:
        roles = tuple("content" if role == "chapter" else role for role in roles)
    roles = _without_rooms(roles, cells)
    persons = [number for number, cell in enumerate(cells) if _UNITS_AND_PERSONS.search(cell)]
    return Columns(roles, any(says_first_leads(cell) for cell in cells), frozenset(persons))


LONGEST_HEADING = 12  # characters of a heading that says nothing known


def _with_content(roles: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles; between the number and who does it stands what is done, however it is called."""
    if "number" not in roles or {"content", "chapter"} & set(roles):
        return roles
    number = roles.index("number")
    who = next((column for column, role in enumerate(roles) if role in WHO), 0)
    for column in range(number + 1, who):
        if not roles[column] and 1 < len(cells[column]) <= LONGEST_HEADING:
            return (*roles[:column], "content", *roles[column + 1 :])
    return roles


def is_headings(cells: Sequence[str]) -> bool:
    """Whether a row says the headings again: most cells are such, and not one by chance."""
    said = [cell for cell in cells if cell]
    return columns_of(cells) is not None and sum(map(bool, map(role_of, said))) * 2 > len(said)


def _without_rooms(roles: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles; a column of rooms, 责任科室, is one of persons where others name units."""
    rooms = [bool(OF_ROOMS.search(cell)) and "单位" not in cell for cell in cells]
    pairs = list(zip(roles, rooms, strict=True))
    if not any(role in ("lead", "units") and not room for role, room in pairs):
        return roles
    return tuple("person" if role in WHO and room else role for role, room in pairs)


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
    rows = _filled(grid.rows[begins:], columns)
    grouped = _is_grouped(rows, columns)
    entries: list[Entry] = []
    above: Sequence[str] = ()
    for row in rows:
        if is_headings(row.cells):
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
    upper: tuple[str, ...] = ()
    for number, row in enumerate(grid.rows[:8]):
        columns = columns_of(row.cells)
        if columns is None and (found[1] is None or only_heads(row.cells)):
            both = tuple(below or above for below, above in zip(row.cells, upper, strict=False))
            columns = columns_of(both)
        upper = row.cells
        again = columns is not None and (found[1] is None or only_heads(row.cells))
        if columns is not None and (again or is_headings(row.cells)):
            found = (number + 1, _under(columns, found[1]))
        elif found[1] is not None:
            break
    if found[1] is None and before is not None and grid.rows:
        widths = {len(row.cells) for row in grid.rows}
        if widths == {len(before.roles)}:
            return 0, before
    return found


def only_heads(cells: Sequence[str]) -> bool:
    """Whether a row says only what is in some columns: 牵头单位, 配合单位 below 责任分工."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(map(role_of, said))


def _under(columns: Columns, above: Columns | None) -> Columns:
    """The columns of a second row of headings; where it is empty, the first row says what is."""
    if above is None:
        return columns
    pairs = zip(columns.roles, above.roles, strict=False)
    roles = tuple(role or upper for role, upper in pairs)
    first_leads = columns.first_leads or above.first_leads
    return Columns(roles, first_leads, columns.with_persons | above.with_persons)


def _filled(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows; what groups them, and is written once only, stands in each of its group."""
    contents = columns.of("content")
    grouping = [*columns.of("chapter"), *(contents[:1] if len(contents) > 1 else [])]
    filled: list[Row] = []
    for row in rows:
        own = any(row.cells[column] for column in contents[1:] or contents)
        who = any(row.cells[column] for role in WHO for column in columns.of(role))
        blank = [column for column in grouping if not row.cells[column]]
        if filled and own and who and blank:
            cells = list(row.cells)
            for column in blank:
                cells[column] = filled[-1].cells[column]
            row = row._replace(cells=tuple(cells), carried=row.carried | frozenset(blank))
        filled.append(row)
    return filled


def _is_grouped(rows: Sequence[Row], columns: Columns) -> bool:
    """Whether the first of several columns of content only groups rows: it spans them."""
    contents = columns.of("content")
    if len(contents) < 2 or not rows:
        return False
    carried = sum(contents[0] in row.carried for row in rows)
    return carried * 5 >= len(rows)


_CHAPTER_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、．.]?")


def _chapter_row(row: Row, columns: Columns) -> str:
    """The title of a row that only heads those below it; "" of any other."""
    texts = [cell for cell in row.cells if cell]
    numbered = columns.roles[0] == "number" and _CHAPTER_NUMBER.fullmatch(row.cells[0])
    if numbered and len(texts) == 2:
        return f"{row.cells[0].strip('、．.')}、{texts[1]}"
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
    for role in WHO:
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
    for role in WHO:
        yield from [role] * len(columns.of(role))
