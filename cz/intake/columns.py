"""What a column of a table of tasks holds, told from the parts of its heading.

A heading is its noun (单位, 时限, 任务) and what stands before that: 牵头单位, 牵头负责部门 and
主要责任单位 lead, 协同配合单位 assists. Offices put these together freely, so no list of whole
headings would ever be complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cz.intake.labels import NOT_DOERS, OF_ROOMS
from cz.intake.spoken import says_first_leads

WHO = ("lead", "units", "assisting")  # the roles of columns that say who does it
LONGEST_HEADING = 12  # characters of a heading that says nothing known
_MOST_CHARACTERS = 16  # of one that does

_SIGNS = re.compile(r"[\s　:：*]+|[（(].*?[）)]$")
_WITHIN = re.compile(
    r"[（(](?:牵头|责任|主办|主责|配合|协办|负责|承办|主管)[）)]"
)  # 牵头（责任）单位
_HAN = r"[\u4e00-\u9fff]"

_PERSON = r"(?:领导|责任人|负责人|联系人|联络员|联系方式|电话|责任同志|人员)"
_BEHIND_UNITS = re.compile(rf"(?<=单位|部门)[及和、与/](?:分管|责任|主要)?{_PERSON}(?:同志)?$")
_BEFORE_UNITS = re.compile(rf"^{_HAN}{{0,4}}{_PERSON}[及和、与/](?={_HAN}{{0,6}}(?:单位|部门)$)")
_UNITS_AND_PERSONS = re.compile(
    rf"(?:单位|部门).{{0,3}}(?:责任人|负责人|领导|联系人|人员)|{_PERSON}[及和、与/].{{0,6}}(?:单位|部门)"
)

# Who does it, in the order in which they tell: 牵头和配合单位 is of both, 主要责任单位 leads.
_LEADING = "牵头|主办|主责|主抓|总责|第一责任|首要责任|主要责任|主要负责"
_HELPING = "配合|协办|协同|参与|参加|支持|协助|协作|联合|会办|共同|助力|帮扶|支援|辅助|协调"
_DOING = (
    "责任|落实|实施|承办|负责|承担|主管|执行|工作|完成|分工|建设|项目|代建|业主|组织|整改|办理"
    "|承接|主体"
)
_LEVEL = "(?:[市区县州镇乡]级|本级|[省市区县]直)?"
_DOER = (
    "(?:单位|部门|机构|主体|处室|科室|股室|委办局|地区|县区|区县|镇街|乡镇|站所|村居|村社|园区"
    "|企业|方)"
)
_NAMED_SO = "(?:名称|及分工|分工|清单)?"
_MANNER = "具体|主要|相关|直接|总|任务"
_DOERS = re.compile(
    rf"(?P<who>{_LEVEL}(?:{_LEADING}|{_HELPING}|{_DOING}|{_MANNER}){{0,4}}){_DOER}/?{_DOER}?{_NAMED_SO}"
    r"|(?P<bare>(?:总|主要)?(?:牵头|主办|主责|主抓|配合|协办|协同|参与|支持|协助|协作)(?:责任|负责)?)"
)
_OF_BOTH = re.compile(
    rf"{_HAN}{{0,4}}(?:{_LEADING}|责任|主管){_DOER}?[和及与、/]+"
    rf"(?:{_LEADING}|{_HELPING}|责任|落实){_HAN}{{0,2}}{_DOER}"
    rf"|{_LEVEL}(?:责任|任务|职责|工作)?分工|责任|(?:项目)?业主"
)
_OTHER_DOERS = re.compile(rf"(?!{NOT_DOERS}|各|督|监督|考核|验收|评估){_HAN}{{2}}(?:单位|部门)")

_NO_DEADLINE = (
    "填报|发布|检查|巡查|发现|报告|活动|召开|会议|开始|启动|测评|立案|受理|填表|登记|更新"
    "|(?:开工|动工)(?!.*[完竣])"
)
_ROLES = (
    (
        "number",
        re.compile(r"(?:任务|项目|事项|工作|条目)?(?:序号|编号|号|序)|项次|No\.?|条目", re.I),
    ),
    ("person", re.compile(rf".*{_PERSON}.{{0,6}}")),
    (
        "other",
        re.compile(
            r"(?:督[办导查]|监督|考核|验收|评估|审核).{0,2}(?:单位|部门)|备注|说明|是否.{1,6}|.{0,8}(?:进展|推进|完成|落实|实施)情况|进展.*|成果.*|依据|来源|佐证.*|考核.*"
            r"|分值|得分|权重|投资.*|.{0,2}资金.*|地点|成效.*|出处"
        ),
    ),
    (
        "due",
        re.compile(
            rf"(?!.*(?:{_NO_DEADLINE})){_HAN}{{0,6}}(?:时限|时间|期限|日期|节点|工期|周期|年限|年月|限期|限时)"
            r"(?:要求|安排|节点|及要求)?"
            r"|(?:完成|时间|计划|工作|推进|实施|目标|序时)?进度(?:安排|要求|计划|节点)?"
        ),
    ),
    (
        "chapter",
        re.compile(
            r"(?:工作|任务|项目|重点|所属|指标)?(?:类别|板块|领域|分类|大类|类型|方面|版块|一级指标|专项|专题|环节|章节)"
            r"|一级任务|大项|[一二三]级(?:指标|目标|分类)"
        ),
    ),
    (
        "content",
        re.compile(
            r"(?:重点|主要|工作|具体|目标|改革|整改|任务|建设|年度|创建|测评|落实|推进|细化|分解|责任|实施"
            r"|项目|行动|活动|政策|核心|二级|三级|主体|量化|考核|阶段|完成|预期|措施|问题)*"
            r"(?:任务|任务项|事项|工作|内容|举措|措施|项目|名称|要求|目标|标准|清单|活动|要点|任务分解|行动|办法|问题"
            r"|路径|条款|政策|描述|榜单|指标|实事|步骤|做法|安排|计划)"
            rf"(?:[及和、与/]{_HAN}{{2,4}})?"
        ),
    ),
    (
        "content",  # whatever else is done: 整治任务, 帮扶措施
        re.compile(
            rf"{_HAN}{{2,8}}(?:任务|任务项|事项|工作|内容|举措|措施|项目|工程|行动|目标|问题|要求|实事|标准|名称)"
        ),
    ),
)
# Of several columns of content: what a task is called, and what is said of it.
_CALLED = re.compile(r"任务|事项|项目|名称|工程|行动|实事|活动|政策|问题")
_SAID = re.compile(r"内容|措施|举措|要求|标准|目标|办法|做法|步骤|安排|指标|描述")


@lru_cache(maxsize=4096)
def role_of(heading: str) -> str:
    """What a column of this heading holds; "" where nothing is known of it."""
    if len(heading) > 60:
        return ""
    plain = _SIGNS.sub("", heading)
    plain = _SIGNS.sub("", plain)
    plain = _BEFORE_UNITS.sub("", _BEHIND_UNITS.sub("", _WITHIN.sub("", plain)))
    if not plain or len(plain) > _MOST_CHARACTERS:
        return ""
    return _role_of_doers(plain) or _other_role(plain)


def _role_of_doers(plain: str) -> str:
    """The role of a heading that says who does it, "" of any other."""
    if _OF_BOTH.fullmatch(plain):
        return "units"
    match = _DOERS.fullmatch(plain)
    if match is None or plain in _PLACES:
        return "units" if _OTHER_DOERS.fullmatch(plain) else ""
    said = match["who"] or match["bare"] or ""
    if re.search(_LEADING, said):
        return "lead"
    return "assisting" if re.search(_HELPING, said) else "units"


_PLACES = (
    "地区",
    "县区",
    "区县",
    "镇街",
    "乡镇",
    "站所",
    "村居",
    "村社",
    "园区",
    "企业",
    "方",
)  # by themselves they do nothing


def _other_role(plain: str) -> str:
    return next((role for role, pattern in _ROLES if pattern.fullmatch(plain)), "")


class Columns(NamedTuple):
    """The role of each column. ``first_leads``: a heading says that the first unit named leads.

    ``with_persons``: columns of units and persons, 责任单位及责任人. ``title``: the column of
    content that says what a task is called, -1 where that is the first of them.
    """

    roles: tuple[str, ...]
    first_leads: bool = False
    with_persons: frozenset[int] = frozenset()
    title: int = -1

    def of(self, role: str) -> list[int]:
        """The columns of a role; of content, the one with the title first."""
        columns = [column for column, each in enumerate(self.roles) if each == role]
        if role == "content" and self.title in columns:
            columns.remove(self.title)
            columns.insert(0, self.title)
        return columns

    @property
    def doers(self) -> list[int]:
        """The columns that say who does it, those of who leads first."""
        doers: list[int] = []
        for role in WHO:
            doers += self.of(role)
        return doers


def columns_of(cells: Sequence[str]) -> Columns | None:
    """The columns that a row of headings announces, None where it is none.

    It has to announce who does it and what is done.
    """
    return _columns_of(tuple(cells))


@lru_cache(maxsize=4096)
def _columns_of(cells: tuple[str, ...]) -> Columns | None:
    if any(len(cell) > 40 for cell in cells):
        return None
    roles = _with_content(tuple(map(role_of, cells)), cells)
    if not {"content", "chapter"} & set(roles) or not set(WHO) & set(roles):
        return None
    if "content" not in roles:
        roles = tuple("content" if role == "chapter" else role for role in roles)
    roles = _without_rooms(roles, cells)
    persons = [number for number, cell in enumerate(cells) if _UNITS_AND_PERSONS.search(cell)]
    return Columns(
        roles=roles,
        first_leads=any(says_first_leads(cell) for cell in cells),
        with_persons=frozenset(persons),
        title=_title_column(roles, cells),
    )


def _title_column(roles: Sequence[str], cells: Sequence[str]) -> int:
    """The column that says what a task is called, where the first of content does not."""
    contents = [column for column, role in enumerate(roles) if role == "content"]
    if not contents or not _SAID.search(cells[contents[0]]) or _CALLED.search(cells[contents[0]]):
        return -1
    for column in contents[1:]:
        if _CALLED.search(cells[column]) and not _SAID.search(cells[column]):
            return column
    return -1


def _with_content(roles: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles; what is done stands before who does it, however it is called.

    Behind a number anything may be; in the first column only where all the others are known.
    """
    if {"content", "chapter"} & set(roles):
        return roles
    who = next((column for column, role in enumerate(roles) if role in WHO), 0)
    start = roles.index("number") + 1 if "number" in roles else 0
    says_who = any(role in WHO and len(cells[column]) > 2 for column, role in enumerate(roles))
    if not start and not (says_who and all(roles[1:])):
        return roles
    for column in range(start, who if start else min(who, 1)):
        if not roles[column] and 1 < len(cells[column]) <= LONGEST_HEADING:
            return (*roles[:column], "content", *roles[column + 1 :])
    return roles


def _without_rooms(roles: tuple[str, ...], cells: Sequence[str]) -> tuple[str, ...]:
    """The roles; a column of rooms, 责任科室, is one of persons where others name units."""
    rooms = [bool(OF_ROOMS.search(cell)) and "单位" not in cell for cell in cells]
    pairs = list(zip(roles, rooms, strict=True))
    if not any(role in ("lead", "units") and not room for role, room in pairs):
        return roles
    return tuple("person" if role in WHO and room else role for role, room in pairs)


def is_headings(cells: Sequence[str]) -> bool:
    """Whether a row says the headings again: most cells are such, and not one by chance."""
    said = [cell for cell in cells if cell]
    return columns_of(cells) is not None and sum(map(bool, map(role_of, said))) * 2 > len(said)


def only_heads(cells: Sequence[str]) -> bool:
    """Whether a row says only what is in some columns: 牵头单位, 配合单位 below 责任分工."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(map(role_of, said))
