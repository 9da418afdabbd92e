"""``cz finding list``: which findings, in what order."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date as Day
from typing import Any, NamedTuple

from cz.choose import choose
from cz.columns import column_names, sorted_by
from cz.days import read_asked
from cz.letters import folded, narrow
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign, Finding
from cz.records.kinds import kind_by_id
from cz.supervise.state import WITHDRAWN, WORDS, Stand, stand, stands
from cz.typed.words import finding_state_meant
from cz.whose import assists, helps_as, owns_as, present_names

OVERDUE = "overdue"
WANTED = {**WORDS, OVERDUE: "逾期"}
_STATE_OF = {chinese: state for state, chinese in WANTED.items()}


class ListedFinding(NamedTuple):
    """``unit``: the responsible unit by the name it bears now.

    ``fix``: how it was put right, where it is by that day. ``helping``: the unit asked for only
    assists.
    """

    stand: Stand
    unit: str
    fix: str = ""
    helping: bool = False


class Findings(NamedTuple):
    """``withdrawn``: how many of those asked for were withdrawn, and are not among the rows."""

    campaign: Campaign
    today: Day
    rows: tuple[ListedFinding, ...]
    withdrawn: int = 0


class SortColumn(NamedTuple):
    title: str
    order: Callable[[ListedFinding], Any]


def _number(id_: str) -> tuple[str, int]:
    day, _, number = id_.partition("-")
    return day, int(number)


SORTS = {
    "id": SortColumn("编号", lambda row: _number(row.stand.finding.id)),
    "date": SortColumn("日期", lambda row: row.stand.finding.date),
    "spot": SortColumn("点位", lambda row: row.stand.finding.spot),
    "type": SortColumn("点位类型", lambda row: row.stand.finding.type),
    "unit": SortColumn("责任单位", lambda row: row.unit),
    "problem": SortColumn("存在问题", lambda row: row.stand.finding.problem),
    "due": SortColumn("时限", lambda row: row.stand.due),
    "state": SortColumn("状态", lambda row: list(WORDS).index(row.stand.state)),
    "late": SortColumn("逾期天数", lambda row: row.stand.late),
    "rectified": SortColumn("整改日期", lambda row: row.stand.claimed),
    "verified": SortColumn("销号日期", lambda row: row.stand.verified),
    "by": SortColumn("督查组", lambda row: row.stand.finding.by),
}


def findings(
    campaign: Campaign,
    words: Sequence[str],
    today: Day,
    *,
    unit: str | None = None,
    state: str | None = None,
    type_: str | None = None,
    start: str | None = None,
    end: str | None = None,
    sort: str | None = None,
) -> Findings:
    """Those of which all that is asked holds, in the file's order or that of ``sort``.

    ``words`` are texts, or ids of findings, tasks and indicators. Raises Refusal.
    """
    present = present_names(campaign)
    owner = find_unit(campaign, unit) if unit is not None else None
    own_names = owns_as(owner) if owner else frozenset()
    helper_names = helps_as(campaign, owner) if owner else frozenset()
    states = _read_states(state) if state is not None else frozenset()
    spot_type = folded(type_ or "")
    first, last = _period(start, end, today)
    wanted = [folded(word) for word in narrow(" ".join(words)).split()]
    rows = []
    withdrawn = 0
    for now in _stands(campaign, states, today):
        finding = now.finding
        name = present[finding.unit]
        helping = owner is not None and name not in own_names
        if helping and not assists(finding.helpers, helper_names, present):
            continue
        if states and now.state not in states and not (now.late and OVERDUE in states):
            continue
        if not first <= finding.date <= last or spot_type not in folded(finding.type):
            continue
        if not _speaks_of(finding, name, wanted):
            continue
        if now.state == WITHDRAWN and WITHDRAWN not in states:
            withdrawn += 1
        else:
            rows.append(ListedFinding(now, name, fix_by(now, today), helping))
    ordered = sorted_by(rows, sort or "", _order)
    return Findings(campaign, today, tuple(ordered), withdrawn)


def _stands(campaign: Campaign, states: frozenset[str], today: Day) -> list[Stand]:
    """Those withdrawn only where they are asked for, or nothing is, to be counted apart."""
    if WITHDRAWN in states or not states:
        made = [finding for finding in campaign.findings if finding.date <= today]
        return [stand(finding, today) for finding in made]
    return stands(campaign.findings, today)


def _period(start: str | None, end: str | None, today: Day) -> tuple[Day, Day]:
    first = read_asked(start, today) if start else Day.min
    last = read_asked(end, today) if end else Day.max
    if last < first:
        raise Refusal(f"--to {last} 早于 --from {first}。请核对日期。")
    return first, last


def _speaks_of(finding: Finding, unit: str, words: Sequence[str]) -> bool:
    """Whether each word is an id it bears, or stands in what it says.

    A part of its id will do, unless it is written like a whole id: 7-3 is no part of f260407-3.
    """
    if not words:
        return True
    said = (finding.spot, finding.problem, finding.type, finding.unit, unit)
    text = "\n".join([folded(part) for part in said])
    ids = (finding.id, finding.task, finding.indicator)
    for word in words:
        if word in ids or word in text:
            continue
        if word not in finding.id or kind_by_id(word):
            return False
    return True


def listed(campaign: Campaign, findings: Iterable[Stand], today: Day) -> tuple[ListedFinding, ...]:
    """As they are shown elsewhere than in the list."""
    present = present_names(campaign)
    return tuple(
        ListedFinding(now, present[now.finding.unit], fix_by(now, today)) for now in findings
    )


def fix_by(now: Stand, today: Day) -> str:
    """How it was put right, if it was by ``today``."""
    if not now.claimed:
        return ""
    for undone in now.finding.reopened:
        if undone.date > today:
            return undone.fix
    return now.finding.fix


def _read_states(text: str) -> frozenset[str]:
    states = set()
    for word in column_names(text):
        states.add(finding_state_meant(word) or _STATE_OF[choose(word, _STATE_OF, "这种状态")])
    return frozenset(states)


def _order(name: str) -> Callable[[ListedFinding], Any]:
    titles = {key: column.title for key, column in SORTS.items()}
    return SORTS[choose(name, titles, "这一列")].order
