"""Who does something in words: A牵头，B、C按职责分工负责，2026年底前完成."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.intake.clause import ASSISTING, LEAD, RESPONSIBLE, Clause, Gathered
from cz.intake.deadlines import begins_as_deadline
from cz.intake.unit_names import (
    OFFICE_OF_A_PLACE,
    at_top,
    is_like_unit,
    may_be_unit,
    split_names,
)

_BY_DUTY = (
    r"(?:按|按照|根据|依据|依|结合)(?:照)?(?:各自|本|部门|单位|工作|法定|有关|相关|行业|属地|领域|系统)*(?:的)?"
    r"(?:职责|职能|分工|权限|任务|管辖|责任|原则|管理)"
    r"(?:和|及)?(?:任务)?(?:分工|职责|范围|权限|要求)*(?:范围)?(?:内)?(?:[，,])?"
)

# How they do it, before the verb: 分工负责, 属地管理, 加强督导.
_HOW = (
    r"(?:分别|共同|具体|统筹|牢牢|联合|各|全面|总体|组织|分工|分头|分级|分片|分类|分层|分线|分块"
    r"|属地|依法)*"
)
# Words that names hold as well, 应急管理局: verbs only at the end, behind a whole name.
_BEHIND_A_NAME = r"(?<=[局委办部厅院会府处心司团队区县市镇街道乡位门])"
_ALSO_IN_NAMES = (
    r"(?:加强|抓好|做好|强化|认真|抓)?"
    r"(?:督导|督办|督查|督促|监督|监管|管理|检查|考核|验收|保障|办理|协调|落实|推动|组织|统筹|指导)+"
    r"(?:工作|责任)?$"
)

_VERBS = (
    (
        LEAD,
        r"(?:共同|联合|总|具体|分别)?牵头(?:负责|组织|实施|落实|推进|抓总|协调|制定|开展|办理|抓好|单位)*",
    ),
    (LEAD, r"负责牵头|主办|主责|主抓|抓总"),
    (
        ASSISTING,
        rf"(?:{_BY_DUTY})?(?:分别|共同|协同|积极|密切|予以|给予|做好)*(?:配合|参与|参加|协助|协办|协同|支持|协作|协抓)"
        r"(?:落实|实施|做好|推进|负责|配合|工作|单位|参与|完成)*",
    ),
    (
        RESPONSIBLE,
        rf"(?:{_BY_DUTY})?{_HOW}"
        r"(?:结合(?:本地|各自|工作)?实际)?"
        r"(?:负责|落实|组织实施|组织开展|实施|承办|抓好落实|负责落实|负责实施|组织落实|推进|执行|承担|做好|督促落实|指导|督导"
        r"|推动落实|推进落实|督促|各负其责|各司其职|分头实施)(?:指导|协调|落实|督促|实施|推进|组织|到位|抓好|执行|完成"
        r"|责任|主体责任|属地责任|本领域工作|相关工作|有关工作|组织实施)*",
    ),
    (RESPONSIBLE, rf"{_BEHIND_A_NAME}{_HOW}{_ALSO_IN_NAMES}"),
    (LEAD, r"(?:作)?为(?:总)?牵头(?:单位|部门)"),
    (ASSISTING, r"(?:作)?为(?:配合|协办|参与)(?:单位|部门)"),
    (RESPONSIBLE, r"(?:作)?为(?:责任|落实|承办)(?:单位|部门)|负总责"),
    (RESPONSIBLE, _BY_DUTY),
)

_VERB = [
    (role, re.compile(rf"(?P<list>.*?)(?P<verb>{verb})(?P<rest>.{{0,40}})", re.S))
    for role, verb in _VERBS
]

FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名|序)?(?:在)?(?:第一|首)(?:位|个|名)?[的者]?(?:单位|部门|责任单位)?(?:即)?(?:为|是|均为|系)?(?:总|工作)?牵头"
    r"|第一(?:个|位|家)?(?:责任)?(?:单位|部门|的)?(?:即)?(?:为|是|均为|系)(?:总|工作)?牵头"
    r"|(?:名列|位列|排名|排序|列名)(?:在)?(?:第一|首位|最前|首)(?:位)?的?.{0,6}?(?:为|是|均为|系)(?:工作)?牵头"
    r"|首(?:位|个)(?:责任)?(?:单位|部门)?(?:为|是|均为|系)(?:工作)?牵头"
    r"|排(?:在)?(?:最)?前(?:面)?的.{0,6}(?:为|是|系)(?:工作)?牵头"
)

FROM_HERE = re.compile(
    r"(?:以下|下同|其他|以下各项|以下任务|以下工作|以上).{0,8}?(?:均|都|皆)(?:需|须|由|应由|需由|须由)?"
    r"(?P<list>[^；;。]{2,60}?)(?:负责|落实|组织实施|参与|配合)(?:[，,]\s*(?:不再|下同)[^，,；;。]{0,8})?"
)

_SAME_BELOW = ("下同", "以下同", "以下相同")
_NOTES = re.compile(
    r"下同|不再(?:一一)?列出|不再(?:一一|逐一)?列举|牵头|排名不分先后|为主|另有|另行"
)


def says_first_leads(text: str) -> bool:
    """Whether it says that of the units named the first leads."""
    return FIRST_LEADS.search(text) is not None


def fragments(text: str) -> list[str]:
    """The text at its commas outside brackets, and behind verbs: 甲局牵头、乙局配合."""
    fragments: list[str] = []
    start = 0
    for end in [*at_top(text, "，,；;。"), len(text)]:
        fragments += _at_verbs(text[start:end].strip())
        start = end + 1
    return fragments


SAYS_WHO = re.compile(r"牵头|负责|配合|参与|参加|协助|落实|各负其责|各司其职|组织实施|组织开展")


def _at_verbs(fragment: str) -> list[str]:
    """A list that has several verbs, at the 、 behind each of them."""
    if len(SAYS_WHO.findall(fragment)) < 2 or not fragment:
        return [fragment] if fragment else []
    fragments, start = [], 0
    for end in [*at_top(fragment, "、"), len(fragment)]:
        if SAYS_WHO.search(fragment, start, end) or end == len(fragment):
            fragments.append(fragment[start:end].strip())
            start = end + 1
    return [each for each in fragments if each]


# 甲局牵头会同乙局: what follows 会同 assists.
_LEADS_TOGETHER = re.compile(r"(?<=牵头|负责)(?=会同)")


def by_verbs(content: str, known: frozenset[str], *, bare: bool) -> Clause | None:
    """A牵头，B、C按职责分工负责，2026年底前完成; None where it is not wholly such."""
    content = _LEADS_TOGETHER.sub("，", content)
    content, from_here = _without_rule(content, known)
    gathered = Gathered()
    pending: list[str] = []
    has_verb = False
    first_leads = says_first_leads(content)
    for fragment in fragments(content):
        if (
            FIRST_LEADS.search(fragment)
            or fragment in _SAME_BELOW
            or (has_verb and _is_note(fragment))
        ):
            continue
        if begins_as_deadline(fragment) and (has_verb or pending or bare):
            gathered.dues.append(fragment)
            continue
        verb = _verb(fragment)
        if verb is None:
            pending.append(fragment)
            continue
        has_verb = True
        role, listed, rest = verb
        listed = _WHAT_BEFORE.sub("", listed)
        if _IS_TOLD.search(listed):
            return None
        pending.append(listed)
        if not _take(gathered, role, "，".join(filter(None, pending)), known, sure=True):
            return None
        pending = []
        if rest and begins_as_deadline(rest):
            gathered.dues.append(rest)
        elif rest and not bare:
            return None
    if pending and not _take_rest(gathered, pending, known, bare=bare, has_verb=has_verb):
        return None
    clause = gathered.clause()
    if not clause.names_somebody or not (has_verb or bare):
        return None
    return clause._replace(first_leads=first_leads, from_here=from_here)


def _without_rule(content: str, known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """A clause without 以下均需各县政府，高新区管委会负责, and who that says does all of it."""
    rule = FROM_HERE.search(content)
    if rule is None:
        return content, ()
    names = tuple(named.name for named in split_names(rule["list"], known))
    return f"{content[: rule.start()]}，{content[rule.end() :]}", names


def _take_rest(
    gathered: Gathered, pending: list[str], known: frozenset[str], *, bare: bool, has_verb: bool
) -> bool:
    """Take in what stands behind the last verb; False where something in it is no unit."""
    if has_verb:
        pending = [_unit_that_begins(fragment) or fragment for fragment in pending]
    taken = _take(gathered, RESPONSIBLE, "，".join(pending), known, sure=has_verb)
    return taken and (bare or has_verb)


def _unit_that_begins(fragment: str) -> str:
    """The unit that a part of a sentence begins with, whatever it does: 市财政局保障经费."""
    match = OFFICE_OF_A_PLACE.match(fragment)
    return match[0] if match and is_like_unit(match[0]) else ""


# 镇村河道由各镇街: what they do stands before who does it.
_WHAT_BEFORE = re.compile(r"^[^，,、；;]{2,20}(?<![理自缘经原事])由(?![于此来衷])")
# 各单位要牵头负责 asks them to; it does not say who does a task.
_IS_TOLD = re.compile(r"(?:要|应当?|须|必须|需)(?:切实|认真|主动|积极|共同)?$")


def _is_note(fragment: str) -> bool:
    return len(fragment) < 16 and bool(_NOTES.search(fragment)) and not _verb_of_list(fragment)


def _verb_of_list(fragment: str) -> bool:
    verb = _verb(fragment)
    return verb is not None and is_like_unit(verb[1])


def _verb(fragment: str) -> tuple[str, str, str] | None:
    """(role, the list before the verb, what stands behind it) of the last fitting verb.

    The list must not end within a name: 市组织实施局.
    """
    if _BEARS_A_ROLE.fullmatch(fragment):
        return None
    best: tuple[str, str, str] | None = None
    for role, pattern in _VERB:
        match = pattern.fullmatch(fragment)
        if match is None:
            continue
        found = (role, match["list"].strip(), match["rest"].strip(" ，,。；;"))
        if best is None or (bool(found[2]), len(found[1])) < (bool(best[2]), len(best[1])):
            best = found
    return best


# 各项目牵头单位 are units; no verb stands in it.
_BEARS_A_ROLE = re.compile(r"各.{0,8}(?:牵头|责任|配合|成员)(?:单位|部门)")

_TOGETHER_WITH = re.compile(r"[，,、]?(?:会同|(?<=[局委部厅办])(?:商|联合)(?=[省市区县国]))")


def _are_companies(listed: str, names: Sequence[str]) -> bool:
    """Whether a list says that its names are companies': 港华燃气、昆仑燃气等企业."""
    said = re.search(r"等(?:企业|公司|机构|院校|平台)$", listed) is not None
    return said and all(is_like_unit(name) or len(name) >= 4 for name in names)


_OF_THE_PLAN = re.compile(r"各(?:责任|牵头|成员)(?:单位|部门)")


def _are_units(names: Sequence[str], *, sure: bool) -> bool:
    """Whether a list is one of units. ``sure``: a verb says so; then most of them are enough.

    Without a verb at most one of three or more may look like none: 国网南屏电力.
    """
    if not sure and all(map(_OF_THE_PLAN.fullmatch, names)):
        return True
    like = sum(map(is_like_unit, names))
    needed = len(names) * 2 / 3 if sure else max(2, len(names) - 1)
    if like >= needed:
        return all(is_like_unit(name) or may_be_unit(name) for name in names)
    return like == len(names)


def _take(gathered: Gathered, role: str, listed: str, known: frozenset[str], *, sure: bool) -> bool:
    """Take a list in; False where something in it is no unit."""
    if not listed.strip():
        return True
    before, _, after = at_together(listed)
    names = split_names(before, known)
    others = split_names(after, known)
    all_names = [named.name for named in (*names, *others)]
    are_units = _are_units(all_names, sure=sure)
    if not are_units and not (sure and _are_companies(listed, all_names)):
        return False
    if after and names and not gathered.leads:
        # 市教育局会同市水务局负责: who brings others together leads.
        gathered.add(LEAD, names)
        gathered.add(RESPONSIBLE, others)
    else:
        gathered.add(role, [*names, *others])
    return True


def at_together(listed: str) -> tuple[str, str, str]:
    match = _TOGETHER_WITH.search(listed)
    if match is None or match.start() < 2:
        return listed, "", ""
    return listed[: match.start()], match[0], listed[match.end() :]
