"""Who does what by plain sentences: 区城管局负责占道经营，区公安分局负责乱停乱放。"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.clause import ASSISTING, LEAD, RESPONSIBLE, Clause, Gathered
from cz.intake.deadlines import in_text, is_deadline
from cz.intake.entries import Entry, beginning
from cz.intake.spoken import at_together
from cz.intake.unit_names import Named, at_top, is_like_unit, is_plural, split_names

_WHO = r"(?:.{0,40}?(?<![理自缘经原事])由(?![于此来衷]))?(?P<who>\S.{1,79}?)"
_HOW = r"(?:具体|主要|全面|统一|分别|共同|联合|做好|协同|积极)*"
_DOES = (
    r"\s*(?P<who>\S.{1,79}?)(?:每.{1,3})?(?:定期|集中|广泛|深入|持续|共同|联合|统一|牵头|具体|统筹)*"
    r"(?:组织|开展|制定|建立|完善|推进|实施|落实|抓好|做好|加强|加大|强化|加快|规范|健全)"
)
# Behind a comma only where the sentence has begun with who does something.
_GOES_ON = (RESPONSIBLE, re.compile(rf"(?<=[，,]){_DOES}"))
_DUTIES = (
    (LEAD, re.compile(rf"{_WHO}{_HOW}(?:牵头|负责牵头)(?!人|单位|部门|领导)")),
    (
        RESPONSIBLE,
        re.compile(
            rf"{_WHO}{_HOW}(?:负责(?!人|同志|任|解释)|各负其责|具体实施"
            r"|落实(?:主体)?责任|提供(?=.{0,6}(?:指导|保障|支持|服务|记录|数据)))"
        ),
    ),
    (
        RESPONSIBLE,
        re.compile(
            r".{0,40}?(?<![理自缘经原事])由(?![于此来衷])(?P<who>\S.{1,79}?)"
            r"(?:制定|完成|出台|建立|组织|开展|推进|实施|编制|印发|研究)"
        ),
    ),
    (ASSISTING, re.compile(rf"{_WHO}{_HOW}(?:配合|协助|指导|督促)")),
    (
        RESPONSIBLE,
        re.compile(r"(?P<who>\S.{1,79}?)(?:要|应当?(?!急)|须|必须|需)(?!素|求|点|害|道)"),
    ),
    (RESPONSIBLE, re.compile(rf"(?:^|(?<=[。；;：:\n])){_DOES}")),
    (
        ASSISTING,
        re.compile(r"会同(?P<who>.{2,80}?)(?=开展|组织|做好|抓好|推进|加强|制定|建立|实施|对|$)"),
    ),
)
# 各部门要认真 is no name: these words follow one.
_BEHIND_NAMES = re.compile(r"要|应(?!急)|须|将|认真|切实|积极|严格|主动|都|均|依法|办公室设在")


# 由甲局于6月底前制定: when stands between who and what.
_WHEN = re.compile(r"[于在](?=\d)[\d年月日上中下旬]{2,11}[底末]?(?:之前|以前|前)")
_HOW_AT_END = re.compile(r"(?<=.{2})(?:具体|主要|统一|定期|统筹)$")


def duties(text: str, known: frozenset[str]) -> Clause | None:
    """What the sentences of a text say of who does it; None where none says that."""
    gathered = Gathered()
    text = _WHEN.sub("", text)
    start = 0
    says_so = False
    for end in [*at_top(text, "，,；;。：:\n"), len(text)]:
        begin, start = start, end + 1
        part = text[begin:end].strip()
        if is_deadline(part) and says_so:
            gathered.dues.append(part)
            continue
        role, who = _duty(text, begin, end, known, begun=says_so)
        if role == ASSISTING and not says_so:
            continue
        if who:
            says_so = True
            before, _, after = at_together(who)
            gathered.add(LEAD if after else role, _names(before, known))
            gathered.add(RESPONSIBLE, _names(after, known))
    clause = gathered.clause()
    return clause if clause.names_somebody else None


def _duty(
    text: str, begin: int, end: int, known: frozenset[str], *, begun: bool
) -> tuple[str, str]:
    """The role that a part of a text gives, and the list of those who have it; else "", ""."""
    for role, pattern in (*_DUTIES, _GOES_ON) if begun else _DUTIES:
        match = pattern.match(text, begin, end)
        if match is None:
            continue
        names = [named.name for named in _names(match["who"], known)]
        if names and all(is_like_unit(name) and not _BEHIND_NAMES.search(name) for name in names):
            return role, match["who"]
    return "", ""


def _names(who: str, known: frozenset[str]) -> list[Named]:
    return [
        named._replace(name=_HOW_AT_END.sub("", named.name)) for named in split_names(who, known)
    ]


def with_duties(items: Sequence[tuple[Entry, str]], known: frozenset[str]) -> list[Entry]:
    """Items that no clause names anybody for, each with all its text; with whom sentences name."""
    filled = []
    for entry, text in items:
        entry = _without_doer(entry)
        clause = duties(text, known)
        if clause is not None:
            entry = entry._replace(
                leads=clause.leads,
                units=clause.units,
                due=clause.due or entry.due,
                units_in_text=True,
            )
        mentioned = "；".join(in_text(text)) if not entry.due else ""
        if mentioned:
            entry = entry._replace(due=mentioned, due_in_text=True)
        filled.append(entry)
    return filled


_DOER_FIRST = re.compile(r"由[^，。；]{2,40}?(?:负责|牵头)[，,]?(?=\S{4})")


def _without_doer(entry: Entry) -> Entry:
    """由甲局牵头，制定方案 is called 制定方案; who does it stays in its text."""
    match = _DOER_FIRST.match(entry.title)
    if match is None:
        return entry
    text = entry.text if not entry.titled else f"{entry.title}。{entry.text}"
    return entry._replace(title=beginning(entry.title[match.end() :]), text=text, titled=False)


_OF_UNIT = re.compile(r"(?P<unit>[^：:。，,；;]{3,30}?)[：:]\s*(?P<duty>\S.{6,})", re.S)
_STARTS_DUTY = re.compile(r"(?:主要|具体)?(?:负责|承担|牵头)+")
_FEWEST_UNITS = 3


def by_unit(items: Sequence[Entry], *, divided: bool) -> list[Entry]:
    """Items that are the duties of one unit each, 县城管局：负责市容；[] where they are not.

    ``items``: those of one list, with the whole paragraph as text. ``divided``: its heading says
    that the work is divided among units; else most say 负责.
    """
    made = []
    begun = 0
    for item in items:
        match = _OF_UNIT.match(item.text)
        names = [named.name for named in split_names(match["unit"])] if match else []
        if match is None or not names or not all(map(is_like_unit, names)):
            return []
        begun += bool(_STARTS_DUTY.match(match["duty"]))
        made.append(_with_duty(item, match["duty"], tuple(names)))
    divided = divided or begun * 2 >= len(made)
    return made if len(made) >= _FEWEST_UNITS and divided else []


_SUBJECT = re.compile(
    r"(?P<units>[^：:。，,；;]{2,40}?)(?P<says>[：:]|(?:具体|主要|全面|统一)*(?:负责|承担|牵头)|要|应(?!急))"
    r"[：:]?\s*(?P<duty>\S.{3,})",
    re.S,
)


class OfUnits(NamedTuple):
    """A paragraph that begins with the units that do it. ``asked``: they are told to, 要."""

    units: tuple[str, ...]
    duty: str
    asked: bool


def said_of_units(text: str) -> OfUnits | None:
    """区财政局负责落实经费 and 区财政局：落实经费; None where no units come first."""
    match = _SUBJECT.match(text)
    if match is None:
        return None
    names = tuple(named.name for named in split_names(match["units"]))
    asked = match["says"] in ("要", "应")
    if not names or not all(map(is_like_unit, names)) or (asked and all(map(is_plural, names))):
        return None
    return OfUnits(names, match["duty"], asked)


def by_subject(items: Sequence[Entry]) -> list[Entry]:
    """Paragraphs that follow each other, each of units of its own; [] where they are too few.

    ``items``: each with the whole paragraph as text.
    """
    said = [(item, said_of_units(item.text)) for item in items]
    of_units = [(item, each) for item, each in said if each is not None]
    asked = sum(each.asked for _, each in of_units)
    if len(of_units) < _FEWEST_UNITS or asked * 2 > len(of_units):
        return []
    return [_with_duty(item, each.duty, each.units) for item, each in of_units]


def of_unit(item: Entry, names: tuple[str, ...]) -> Entry:
    """An item under the heading of the units that do it."""
    whole = f"{item.title}。{item.text}" if item.titled and item.text else item.text or item.title
    if item.titled and not _STARTS_DUTY.match(item.title):
        due = "；".join(in_text(whole))
        return item._replace(units=names, due=due, due_in_text=bool(due))
    return _with_duty(item._replace(text=whole), whole, names)


def _with_duty(item: Entry, duty: str, names: tuple[str, ...]) -> Entry:
    """``duty``: what the units do, from which the title is taken."""
    started = _STARTS_DUTY.match(duty)
    duty = duty[started.end() :] if started else duty
    due = "；".join(in_text(duty))
    entry = item._replace(title=beginning(duty), units=names, titled=False, units_in_text=True)
    return entry._replace(due=due, due_in_text=bool(due))
