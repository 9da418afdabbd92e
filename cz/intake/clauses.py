"""Clauses that say who does it: （责任单位：A、B）, [A牵头，B配合], A、B按职责分工负责."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cz.intake.deadlines import begins_as_deadline, is_deadline
from cz.intake.unit_names import (
    CLOSE,
    OPEN,
    Named,
    at_top,
    is_like_unit,
    is_plural,
    is_vague,
    may_be_listed,
    may_be_unit,
    split_names,
)

LEAD, RESPONSIBLE, ASSISTING, DUE, PERSON, OTHER = "牵头", "责任", "配合", "时限", "人", "别的"


class Clause(NamedTuple):
    """Who does it. ``start``, ``end``: where it stands in its paragraph.

    ``leads``: those that the clause says lead. ``units``: all others. ``due``: the deadline as
    written. ``form``: how it is written, for the page of doubts. ``labels``: the roles that labels
    name. ``first_leads``: it says that whoever is named first leads, here and below.
    ``from_here``: who it says does everything from here on.
    """

    start: int
    end: int
    leads: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    due: str = ""
    form: str = ""
    labels: frozenset[str] = frozenset()
    first_leads: bool = False
    from_here: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def names_somebody(self) -> bool:
        return bool(self.leads or self.units)


_WHAT = r"(?:单位|部门|机构|主体|处室|科室|股室|地区|乡镇|委办局|方|机关|主体单位)"
_LABEL = re.compile(
    rf"(?P<lead>(?:总|主要|第一)?(?:牵头|主办|主责|主抓|主要责任|第一责任|首要责任)(?:责任)?"
    rf"(?:{_WHAT}|(?=\s?[：:]))|责任(?:分工)?牵头{_WHAT})"
    rf"|(?P<assisting>(?:主要)?(?:配合|协办|协同|参与|参加|支持|协助|协作|联合|会办|共同责任|配合责任|协同责任"
    rf"|协同配合)(?:责任)?(?:{_WHAT}|(?=\s?[：:])))"
    r"|(?P<due>(?:完成|办结|整改|工作|责任|落实|推进|实施|计划完成|任务完成)?"
    r"(?:时限|期限|时间节点|时间要求|时间安排|完成时间|完成节点|进度要求|进度安排)(?:要求)?"
    r"|完成时间|实施时间|时间(?=\s?[：:]))"
    r"|(?P<person>(?:市级|区级|县级|分管|责任|牵头|包抓|挂钩|联系|主管|主要|市|区|县)?(?:牵头)?"
    r"(?:领导|负责人|责任人|联系人|联络员|局长|市长|区长|县长)(?:同志)?(?=\s?[：:]))"
    rf"|(?P<both>牵头(?:和|及|、|（|\()(?:责任|配合)(?:）|\))?{_WHAT})"
    rf"|(?P<responsible>(?:具体|主要|共同|总体|相关|属地|直接)?(?:责任|落实|实施|承办|负责|承担|主管|执行|承接|"
    rf"具体负责|工作|督办|督导|组织|成员)(?:{_WHAT})(?:及分工|分工|和部门|及部门|、部门)?|责任分工|任务分工"
    r"|分工(?=\s?[：:])|责任(?=[：:]))"
)
# A label counts where a colon follows, or a blank, or 为.
_AFTER_LABEL = re.compile(r"\s*(?:[：:]|为[：:]?|是[：:]|[　 ]+(?=\S))\s*")
_OTHER_LABEL = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:目标|内容|要求|措施|任务|标准|成果|举措|备注|形式|事项|依据)\s*[：:]"
)
_BY_DUTY = (
    r"(?:按|按照|根据|依据|依|结合)(?:照)?(?:各自|本|部门|单位|工作|法定|有关|相关)*(?:的)?"
    r"(?:职责|职能|分工|权限|任务|管辖|责任)"
    r"(?:和|及)?(?:任务)?(?:分工|职责|范围|权限|要求)*(?:范围)?(?:内)?(?:[，,])?"
)
_VERBS = (
    (
        LEAD,
        r"(?:共同|联合|总|具体)?牵头(?:负责|组织|实施|落实|推进|抓总|协调|制定|开展|办理|抓好|单位)*",
    ),
    (LEAD, r"负责牵头|主办|主责"),
    (
        ASSISTING,
        rf"(?:{_BY_DUTY})?(?:分别|共同|协同|积极|密切|予以|给予)*(?:配合|参与|参加|协助|协办|协同|支持|协作)"
        r"(?:落实|实施|做好|推进|负责|配合|工作|单位|参与)*",
    ),
    (
        RESPONSIBLE,
        rf"(?:{_BY_DUTY})?(?:分别|共同|具体|统筹|牢牢|联合|各|全面|总体|组织)*"
        r"(?:负责|落实|组织实施|实施|承办|抓好落实|负责落实|负责实施|组织落实|推进|执行|承担|做好|督促落实|指导|督导"
        r"|推动落实|推进落实|督促|各负其责|各司其职|分头实施)(?:指导|协调|落实|督促|实施|推进|组织|到位|抓好|执行|本领域工作|相关工作|有关工作|组织实施)*",
    ),
    (LEAD, r"(?:作)?为(?:总)?牵头(?:单位|部门)"),
    (ASSISTING, r"(?:作)?为(?:配合|协办|参与)(?:单位|部门)"),
    (RESPONSIBLE, r"(?:作)?为(?:责任|落实|承办)(?:单位|部门)|负总责"),
    (RESPONSIBLE, _BY_DUTY),
)
_VERB = [
    (role, re.compile(rf"(?P<list>.*?)(?P<verb>{verb})(?P<rest>.{{0,40}})", re.S))
    for role, verb in _VERBS
]
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名|序)?(?:在)?(?:第一|首)(?:位|个|名)?的?(?:单位|部门|责任单位)?(?:即)?(?:为|是|均为|系)?(?:总)?牵头"
    r"|第一(?:个|位|家)?(?:责任)?(?:单位|部门|的)?(?:即)?(?:为|是|均为|系)(?:总)?牵头"
    r"|(?:名列|位列|排名|排序|列名)(?:在)?(?:第一|首位|最前|首)(?:位)?的?.{0,6}?(?:为|是|均为|系)牵头"
    r"|首(?:位|个)(?:责任)?(?:单位|部门)?(?:为|是|均为|系)牵头"
    r"|排(?:在)?(?:最)?前(?:面)?的.{0,6}(?:为|是|系)牵头"
)
_FROM_HERE = re.compile(
    r"(?:以下|下同|其他|以下各项|以下任务|以下工作|以上).{0,8}?(?:均|都|皆)(?:需|须|由|应由|需由|须由)?"
    r"(?P<list>[^，,；;。]{2,30}?)(?:负责|落实|组织实施|参与|配合)"
)
_NOTES = re.compile(
    r"下同|不再(?:一一)?列出|不再(?:一一|逐一)?列举|牵头|排名不分先后|为主|另有|另行"
)
# Whatever a clause is, it has a bracket or one of these words; most paragraphs have neither.
_MAY_SAY = re.compile(
    r"[（(\[〔［【{—─]|-{2}|－{2}|负责|牵头|落实|配合|实施|参与|参加|单位|部门|机构|分工|主体"
    r"|时限|时间|期限|节点|进度|责任|领导"
)
_LONGEST_PARAGRAPH = 20_000  # characters; a longer one is none of a plan
_DEEPEST = 5  # brackets within brackets
_LONGEST = 400  # characters in one pair of brackets


_LABEL_IN_CORNERS = re.compile(
    r"(?:^|(?<=[\s。；;]))[【〖\[〔［](?P<label>[^【】〖〗\[\]]{2,10})[】〗\]〕］]"
)


def with_colons(text: str) -> str:
    """The text with 牵头单位： for a label that stands in brackets: 【牵头单位】市教育局."""
    if "单位" not in text and "部门" not in text and "时" not in text:
        return text
    return _LABEL_IN_CORNERS.sub(_with_colon, text)


def _with_colon(match: re.Match[str]) -> str:
    if not _LABEL.fullmatch(match["label"]):
        return match[0]
    follows = match.string[match.end() : match.end() + 1]
    return match["label"] if follows in ("：", ":") else f"{match['label']}："


def says_first_leads(text: str) -> bool:
    """Whether it says that of the units named the first leads."""
    return _FIRST_LEADS.search(text) is not None


@lru_cache(maxsize=2**14)
def clauses(text: str, *, known: frozenset[str] = frozenset()) -> tuple[Clause, ...]:
    """All clauses of a paragraph in order; those that follow each other at once are one.

    ``known``: names that stand apart elsewhere in the document.
    """
    if len(text) > _LONGEST_PARAGRAPH or not _MAY_SAY.search(text):
        return ()
    inside = [*_in_brackets(text, known), *_behind_dash(text, known)]
    outside = [*_by_labels(text, inside, known), *_sentences(text, inside, known)]
    separate = [clause for clause in outside if not any(_overlap(clause, each) for each in inside)]
    ordered = sorted([*inside, *_apart(separate)])
    return tuple(_united(text, ordered))


_DASH = re.compile(r"(?:^|(?<=[。；;！）)\s]))\s*(?:—{1,2}|－{2}|-{2}|─{2})\s*(?=[^—－\-─]+$)")


def _behind_dash(text: str, known: frozenset[str]) -> Iterator[Clause]:
    """The names behind a dash at the end of a paragraph: 建设公园50个。——市园林局、各区政府"""
    dash = _DASH.search(text)
    content = text[dash.end() :].strip(" 　。；;") if dash else ""
    if dash is None or "。" in content:
        return
    clause = read_clause(content, known, bare=True)
    if clause is not None and all(map(is_like_unit, (*clause.leads, *clause.units))):
        yield clause._replace(start=dash.start(), end=len(text), form="——…")


def _apart(found: Sequence[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    for clause in found:
        if not any(_overlap(clause, each) for each in kept):
            kept.append(clause)
    return kept


def _overlap(one: Clause, other: Clause) -> bool:
    return one.start < other.end and other.start < one.end


def _in_brackets(text: str, known: frozenset[str]) -> Iterator[Clause]:
    place = 0
    while place < len(text):
        if text[place] in OPEN:
            clause = _bracket(text, place, known)
            if clause is not None:
                yield clause
                place = clause.end
                continue
        place += 1


def _bracket(text: str, start: int, known: frozenset[str]) -> Clause | None:
    """The clause in the bracket that opens at ``start``, if it is one."""
    end, closed = _content_end(text, start)
    content = text[start + 1 : end]
    if not content.strip():
        return None
    before, after = text[:start].rstrip(), text[end + 1 :].strip(" 　。；;")
    behind_sentence = not before or before[-1] in "。；;！!？?）)】"
    parts = read_clause(content, known, bare=behind_sentence or not after)
    if parts is None or not _may_stand(parts, content, before, after):
        return None
    form = f"{text[start]}…{text[end] if closed else ''}"
    doubt = "" if closed else "括号没有闭合"
    if closed and CLOSE.index(text[end]) // 2 != OPEN.index(text[start]) // 2:
        doubt = "括号前后不是一种"
    stop = end + 1 if closed else end
    while stop < len(text) and text[stop] in "。；; 　":
        stop += 1
    return parts._replace(start=start, end=stop, form=form, doubt=parts.doubt or doubt)


_SAYS_WHEN = re.compile(r"前|底|末|内|完成|长期|持续|常态|每|立即|即知|立行|随时|全年|要求")


def _may_stand(parts: Clause, content: str, before: str, after: str) -> bool:
    """Whether what a bracket says counts where it stands.

    A deadline alone has to say 前, 底 or the like: （2021—2025年） is none. A name alone stands
    behind a whole sentence or a short title: 报主管部门（市教育局） is none.
    """
    if not parts.names_somebody:
        return bool(_SAYS_WHEN.search(content)) and "《" not in before[before.rfind("》") + 1 :]
    if parts.labels or _SAYS_WHO.search(content):
        return True
    names = (*parts.leads, *parts.units)
    if not before or before[-1] in "。；;！!？?）)】":
        return True
    short = len(before) <= 30 and not re.search(r"[，。；：,;:]", before)
    return not after and (len(names) > 1 or short)


def _content_end(text: str, start: int) -> tuple[int, bool]:
    """Where the content of a bracket ends, and whether a bracket closes it.

    One that is never closed ends with its sentence, its line, or where the next clause begins.
    """
    depth = 0
    limit = min(len(text), start + _LONGEST)
    for place in range(start, limit):
        char = text[place]
        if char in OPEN:
            if depth and _LABEL.match(text, place + 1) and _LABEL.search(text, start, place):
                return place, False
            depth += 1
            if depth > _DEEPEST:
                return place, False
        elif char in CLOSE:
            depth -= 1
            if depth == 0:
                return place, True
        elif (
            char in "。\n"
            and place > start
            and depth == 1
            and not _still_closes(text, place, limit)
        ):
            return place, False
    stop = min(
        (at for at in (text.find("。", start), text.find("\n", start)) if at > 0), default=limit
    )
    return min(stop, limit), False


def _still_closes(text: str, place: int, limit: int) -> bool:
    """Whether the bracket closes soon behind a full stop within it; 县（区） may come before."""
    stop = min(limit, place + 80)
    at = place + 1
    while at < stop:
        within = _SHORT_BRACKET.match(text, at)
        if text[at] in CLOSE:
            return True
        if text[at] in OPEN and (within is None or _SAYS_WHO.search(within[0])):
            return False
        at = within.end() if within else at + 1
    return False


_SHORT_BRACKET = re.compile(r"[（(][^（()）。：:]{1,6}[）)]")


def read_clause(content: str, known: frozenset[str], *, bare: bool = False) -> Clause | None:
    """What is said of who does it, None where it says nothing of that.

    ``bare``: whether names alone are enough: （市教育局、市水务局）.
    """
    label = _label_at(content, 0) or _label_at(content, len(content) - len(content.lstrip()))
    if label is None and not bare:
        first = next(_labels(content), None)
        label = first if first and re.search(r"[；;，,。\s]$", content[: first[1]]) else None
    if label is None and is_deadline(content):
        return Clause(0, 0, due=content.strip(), form="时限")
    if next(_labels(content), None) is not None:
        return _labelled(content, known)
    clause = _by_verbs(content, known, bare=bare)
    if clause is None and "。" in content:
        # （甲局负责。各地可制定细则）: what else it says comes in sentences of their own.
        clause = _by_verbs(content.partition("。")[0], known, bare=bare)
    return clause


class Gathered:
    """What a clause names, as it is read."""

    def __init__(self) -> None:
        self.leads: list[str] = []
        self.others: dict[str, str] = {}  # the role of each, in the order they are named
        self.dues: list[str] = []

    def add(self, role: str, names: Sequence[Named]) -> None:
        for named in names:
            if role == LEAD or named.leads:
                self.leads.append(named.name)
            else:
                self.others.setdefault(named.name, role)

    def clause(self, labels: frozenset[str] = frozenset()) -> Clause:
        leads = list(dict.fromkeys(self.leads))
        main = [name for name, role in self.others.items() if role != ASSISTING]
        if not leads and len(main) == 1 and ASSISTING in self.others.values():
            leads = main  # 市教育局负责，市水务局配合: who others assist leads
        others = [name for name in self.others if name not in leads]
        due = "；".join(dict.fromkeys(self.dues))
        return Clause(0, 0, tuple(leads), tuple(others), due, labels=labels)


Label = tuple[str, int, int]  # the role, where the label begins, where its list begins


def _label_at(text: str, start: int) -> Label | None:
    match = _LABEL.match(text, start)
    if match is None:
        return None
    after = _AFTER_LABEL.match(text, match.end())
    if after is None:
        return None
    return _role(match), match.start(), after.end()


def _role(match: re.Match[str]) -> str:
    roles = {"lead": LEAD, "assisting": ASSISTING, "due": DUE, "person": PERSON}
    return roles.get(match.lastgroup or "", RESPONSIBLE)


_BEFORE_LABEL = re.compile(r"(?:^|[\s。；;，,、：:（(\[【〔）)\]】〕.．\d])$")


def _labels(text: str) -> Iterator[Label]:
    """The labels that announce a list, in order."""
    place = 0
    while match := _LABEL.search(text, place):
        label = _label_at(text, match.start())
        begins = _BEFORE_LABEL.search(text[max(0, match.start() - 1) : match.start()])
        glued = label is not None and label[0] != PERSON and match.end() - match.start() > 3
        if label is not None and (begins or glued):
            yield label
            place = label[2]
        else:
            place = match.start() + 1


def _labelled(content: str, known: frozenset[str]) -> Clause | None:
    """A clause with labels: 牵头单位：A；责任单位：B、C；完成时限：长期."""
    gathered = Gathered()
    labels = list(_labels(content))
    ends = [label[1] for label in labels[1:]] + [len(content)]
    head = content[: labels[0][1]].strip(" ；;，,。")
    if head and not is_deadline(head):
        before = _by_verbs(head, known, bare=True)
        if before is None:
            return None
        gathered.add(LEAD, [Named(name) for name in before.leads])
        gathered.add(RESPONSIBLE, [Named(name) for name in before.units])
        gathered.dues += filter(None, [before.due])
    elif head:
        gathered.dues.append(head)
    for (role, _, start), end in zip(labels, ends, strict=True):
        said = content[start:end].strip(" 　；;，,。、\n")
        other = _OTHER_LABEL.search(said)
        said = said[: other.start()].strip(" ；;，,。") if other else said
        if role == DUE and said:
            gathered.dues.append(said)
        elif role not in (DUE, PERSON):
            _listed(gathered, role, said, known)
    return gathered.clause(frozenset(label[0] for label in labels))


def _listed(gathered: Gathered, role: str, said: str, known: frozenset[str]) -> None:
    """The list behind a label; it may itself say who leads, or when it is due."""
    said = _without_notes(said)
    by_verbs = _by_verbs(said, known, bare=False) if _SAYS_WHO.search(said) else None
    if by_verbs is not None and by_verbs.names_somebody:
        gathered.add(LEAD if role == LEAD else RESPONSIBLE, [])
        gathered.add(LEAD, [Named(name) for name in by_verbs.leads])
        gathered.add(role, [Named(name) for name in by_verbs.units])
        gathered.dues += filter(None, [by_verbs.due])
        return
    lists: list[str] = []
    dues: list[str] = []
    for fragment in _fragments(said):
        (dues if begins_as_deadline(fragment) else lists).append(fragment)
    names = split_names("，".join(lists), known)
    gathered.add(role, [named for named in names if may_be_listed(named.name)])
    gathered.dues += dues


def _without_notes(said: str) -> str:
    """A list without （列第一位的为牵头单位，下同）."""
    for match in re.finditer(r"[（(\[]([^（）()\[\]]{2,40})[）)\]]", said):
        if _FIRST_LEADS.search(match[1]) or re.fullmatch(r"下同|排名不分先后|以下同", match[1]):
            return said.replace(match[0], "")
    cut = _FIRST_LEADS.search(said) or re.search(r"[，,；;]\s*下同", said)
    if cut is None:
        return said
    before = said[: cut.start()]
    comma = max(before.rfind(sign) for sign in "，,；;。")
    return before if cut[0].lstrip("，,；; ") == "下同" else before[: max(comma, 0)]


def _fragments(text: str) -> list[str]:
    """The text at its commas outside brackets, and behind verbs: 甲局牵头、乙局配合."""
    fragments: list[str] = []
    start = 0
    for end in [*at_top(text, "，,；;。"), len(text)]:
        fragments += _at_verbs(text[start:end].strip())
        start = end + 1
    return fragments


_SAYS_WHO = re.compile(r"牵头|负责|配合|参与|参加|协助|落实|各负其责|各司其职|组织实施")


def _at_verbs(fragment: str) -> list[str]:
    """A list that has several verbs, at the 、 behind each of them."""
    if len(_SAYS_WHO.findall(fragment)) < 2 or not fragment:
        return [fragment] if fragment else []
    fragments, start = [], 0
    for end in [*at_top(fragment, "、"), len(fragment)]:
        if _SAYS_WHO.search(fragment, start, end) or end == len(fragment):
            fragments.append(fragment[start:end].strip())
            start = end + 1
    return [each for each in fragments if each]


def _by_verbs(content: str, known: frozenset[str], *, bare: bool) -> Clause | None:
    """A牵头，B、C按职责分工负责，2026年底前完成; None where it is not wholly such."""
    gathered = Gathered()
    pending: list[str] = []
    has_verb = False
    first_leads = says_first_leads(content)
    from_here: list[Named] = []
    for fragment in _fragments(content):
        rule = _FROM_HERE.search(fragment)
        if rule:
            from_here += split_names(rule["list"], known)
            continue
        if _FIRST_LEADS.search(fragment) or (has_verb and _is_note(fragment)):
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
    if pending and not (
        _take(gathered, RESPONSIBLE, "，".join(pending), known, sure=has_verb)
        and (bare or has_verb)
    ):
        return None
    clause = gathered.clause()
    if not clause.names_somebody or not (has_verb or bare):
        return None
    return clause._replace(
        first_leads=first_leads, from_here=tuple(named.name for named in from_here)
    )


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
    best: tuple[str, str, str] | None = None
    for role, pattern in _VERB:
        match = pattern.fullmatch(fragment)
        if match is None:
            continue
        found = (role, match["list"].strip(), match["rest"].strip(" ，,。；;"))
        if best is None or (bool(found[2]), len(found[1])) < (bool(best[2]), len(best[1])):
            best = found
    return best


_TOGETHER_WITH = re.compile(r"[，,、]?(?:会同|(?<=[局委部厅办])(?:商|联合)(?=[省市区县国]))")


def _are_units(names: Sequence[str], *, sure: bool) -> bool:
    """Whether a list is one of units. ``sure``: a verb says so; then most of them are enough.

    Without a verb at most one of three or more may look like none: 国网南屏电力.
    """
    like = sum(map(is_like_unit, names))
    needed = len(names) * 2 / 3 if sure else max(2, len(names) - 1)
    if like >= needed:
        return all(is_like_unit(name) or may_be_unit(name) for name in names)
    return like == len(names)


def _take(gathered: Gathered, role: str, listed: str, known: frozenset[str], *, sure: bool) -> bool:
    """Take a list in; False where something in it is no unit."""
    if not listed.strip():
        return True
    before, _, after = _at_together(listed)
    names = split_names(before, known)
    others = split_names(after, known)
    if not _are_units([named.name for named in (*names, *others)], sure=sure):
        return False
    if after and names:
        # 市教育局会同市水务局负责: who brings others together leads.
        gathered.add(LEAD, names)
        gathered.add(RESPONSIBLE, others)
    else:
        gathered.add(role, [*names, *others])
    return True


def _at_together(listed: str) -> tuple[str, str, str]:
    match = _TOGETHER_WITH.search(listed)
    if match is None or match.start() < 2:
        return listed, "", ""
    return listed[: match.start()], match[0], listed[match.end() :]


def _by_labels(text: str, inside: Sequence[Clause], known: frozenset[str]) -> Iterator[Clause]:
    """Clauses with labels and without brackets: to the end of the sentence, or the next label."""
    labels = [
        label
        for label in _labels(text)
        if not _is_within(label[1], inside) and _announces(text, label)
    ]
    for number, (role, start, begins) in enumerate(labels):
        before = text[:start].rstrip()
        if (
            before
            and before[-1] not in "。；;！？!?：:）)】]〕”，,"
            and text[start - 1 : start] not in " 　\t\n"
        ):
            continue
        end = labels[number + 1][1] if number + 1 < len(labels) else len(text)
        stop = next(at_top(text[begins:end], "。\n"), end - begins) + begins
        other = _OTHER_LABEL.search(text, begins, stop)
        stop = other.start() if other else stop
        clause = _labelled(text[start:stop], known)
        says = clause is not None and (clause.names_somebody or clause.due)
        if clause is None or not (says or role == PERSON):
            continue
        while stop < len(text) and text[stop] in "。；; 　\n":
            stop += 1
        yield clause._replace(start=start, end=stop, form="责任单位：…")


def _announces(text: str, label: Label) -> bool:
    """Outside brackets a label needs its colon, the beginning of the line, or 为 and names."""
    said = text[label[1] : label[2]].rstrip()
    if not text[: label[1]].strip() or said.endswith((":", "：")):
        return True
    names = split_names(text[label[2] :].split("，")[0].split("。")[0])
    return said.endswith("为") and bool(names) and all(is_like_unit(each.name) for each in names)


def _is_within(place: int, spans: Sequence[Clause]) -> bool:
    return any(span.start <= place < span.end for span in spans)


_DONE_BY = re.compile(r"(?<![理自缘经原事])由(?![于此来衷])")


def _sentences(text: str, inside: Sequence[Clause], known: frozenset[str]) -> Iterator[Clause]:
    """A last sentence that says nothing else: 由市教育局牵头，市水务局配合。

    What stands before 由 is what they do: 国道沿线由市公路中心负责。
    """
    end = len(text.rstrip(" 　。；;"))
    start = max(text.rfind(sign, 0, end) for sign in "。；;！？\n") + 1
    if (
        not _SAYS_WHO.search(text, start, end)
        or end - start > 200
        or any(_is_within(at, inside) for at in (start, end - 1))
    ):
        return
    commas = [start + at + 1 for at in at_top(text[start:end], "，,")]
    begins = [match.start() for match in _DONE_BY.finditer(text, start, end)] or [start, *commas]
    for begin in begins:
        ends = [end]
        if text[begin] == "由":  # 由甲局牵头，乙局参加，统筹推进: what they do may follow
            ends += sorted((begin + at for at in at_top(text[begin:end], "，,")), reverse=True)
        for stop in ends:
            clause = _by_verbs(text[begin:stop], known, bare=False)
            if clause is not None and _all_named(clause) and _begins_so(text, begin, start, clause):
                stop = len(text) if stop == end else stop
                yield clause._replace(start=begin, end=stop, form="…负责。")
                return


def _begins_so(text: str, begin: int, start: int, clause: Clause) -> bool:
    """Whether what begins behind a comma is who does it, by names of their own at once."""
    if begin == start or text[begin] == "由":
        return True
    names = (*clause.leads, *clause.units)
    at_once = any(text.startswith(name, begin) for name in names)
    return at_once and not all(map(is_plural, names))


_TELLS = re.compile(r"及时|报告|做好|抓好|加强|健全|完善")


def _all_named(clause: Clause) -> bool:
    """Whether a sentence names units, each by a name, and not only 有关部门 or 企业."""
    names = (*clause.leads, *clause.units)
    each = all(is_like_unit(name) and not _TELLS.search(name) for name in names)
    return bool(names) and each and not all(is_vague(name) for name in names)


def _united(text: str, ordered: Sequence[Clause]) -> list[Clause]:
    """Clauses that follow each other at once and name other roles are one: （牵头…）（配合…）."""
    united: list[Clause] = []
    for clause in ordered:
        if united and _continues(text, united[-1], clause):
            united[-1] = _union(united[-1], clause)
        else:
            united.append(clause)
    return united


def _continues(text: str, before: Clause, clause: Clause) -> bool:
    between = text[before.end : clause.start].strip(" 　；;，,。、\n\t")
    if between:
        return False
    if not before.names_somebody or not clause.names_somebody:
        return True
    return bool(before.labels and clause.labels) and not before.labels & clause.labels


def _union(before: Clause, clause: Clause) -> Clause:
    leads = tuple(dict.fromkeys((*before.leads, *clause.leads)))
    others = tuple(dict.fromkeys((*before.units, *clause.units)))
    assisted = ASSISTING in clause.labels and not leads and len(before.units) == 1
    if assisted:
        leads = before.units
    return Clause(
        start=before.start,
        end=clause.end,
        leads=leads,
        units=tuple(name for name in others if name not in leads),
        due="；".join(filter(None, (before.due, clause.due))),
        form=before.form,
        labels=before.labels | clause.labels,
        first_leads=before.first_leads or clause.first_leads,
        from_here=(*before.from_here, *clause.from_here),
        doubt=before.doubt or clause.doubt,
    )


def joined(parts: Sequence[Clause]) -> Clause:
    """Several clauses of one thing as one."""
    whole = parts[0]
    for part in parts[1:]:
        whole = _union(whole, part)
    return whole
