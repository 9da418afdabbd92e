"""What was seen at a spot, on its way into the ledger: a finding or not, its number, its fields.

An entry is a Finding that has no id yet; with no problem it becomes a Visit.
"""

from collections.abc import Mapping, Sequence
from datetime import date as Day
from datetime import timedelta

from cz.letters import packed
from cz.records import Campaign, Finding, Rules, Visit
from cz.records.kinds import new_fields
from cz.whose import present_names

# Of an inspection: ids hold two digits of the year, and nobody inspects before the campaign.
EARLIEST = Day(2010, 1, 1)

# What teams write into 存在问题 where there is nothing wrong.
CLEAN = frozenset(
    [
        "无",
        "无问题",
        "未发现问题",
        "未发现",
        "没有问题",
        "没有发现问题",
        "未发现明显问题",
        "暂无",
        "正常",
        "良好",
        "-",
        "—",
        "/",
    ]
)

# These stand first in the file, as in a team's table; the others follow as they are declared.
FIRST = ("id", "date", "spot", "type", "unit", "helpers", "problem")


def problem_of(text: str) -> str:
    """The problem as told, "" where the words say that there is none."""
    plain = text.strip().rstrip("。.；;")
    return "" if plain in CLEAN else text.strip()


def later(day: Day, days: int) -> Day:
    """So many calendar days on, the end of all days at the latest."""
    return day + timedelta(days=min(days, (Day.max - day).days))


def deadline(start: Day, rules: Rules) -> Day:
    """Where none was set: so many calendar days from the inspection, or the reopening."""
    return later(start, rules.days)


def numbered(campaign: Campaign, entries: Sequence[Finding]) -> list[Finding | Visit]:
    """The entries as records.

    f260715-3 is the third finding of that day, v260715-1 the first spot where nothing was wrong.
    """
    last: dict[str, int] = {}
    findings, visits = campaign.findings, campaign.visits
    for id_ in [*(finding.id for finding in findings), *(visit.id for visit in visits)]:
        day, _, number = id_.partition("-")
        last[day] = max(last.get(day, 0), int(number))
    records: list[Finding | Visit] = []
    for entry in entries:
        letter = "f" if entry.problem else "v"
        day = f"{letter}{entry.date:%y%m%d}"
        last[day] = last.get(day, 0) + 1
        record = entry._replace(id=f"{day}-{last[day]}")
        records.append(record if entry.problem else _visit(record))
    return records


def _visit(entry: Finding) -> Visit:
    """What is left of an entry where nothing was wrong."""
    return Visit(**{name: getattr(entry, name) for name in Visit._fields})


def with_problem(campaign: Campaign) -> dict[tuple[Day, str, str, str], str]:
    """The id of a finding by the day, unit and spot it was made at, see ``likeness``."""
    present = present_names(campaign)
    return {
        likeness(finding.date, present[finding.unit], finding.spot, ""): finding.id
        for finding in campaign.findings
        if finding.spot
    }


def section_of(record: Finding | Visit) -> str:
    return "findings" if isinstance(record, Finding) else "visits"


def written(record: Finding | Visit) -> Mapping[str, str | Sequence[str]]:
    """The fields of a new record in the order they stand in the file; empty ones are left out."""
    return new_fields(record, FIRST)


def unsettled(campaign: Campaign) -> dict[tuple[str, str, str], str]:
    """The latest finding not struck off of each unit, spot and problem, see ``sameness``."""
    present = present_names(campaign)
    return {
        sameness(present[finding.unit], finding.spot, finding.problem): finding.id
        for finding in campaign.findings
        if finding.spot and not finding.verified
    }


def sameness(unit: str, spot: str, problem: str) -> tuple[str, str, str]:
    """What the same problem at the same spot has in common, on whatever day it was seen."""
    return unit, packed(spot), packed(problem).rstrip("。;.")


def likeness(seen: Day, unit: str, spot: str, problem: str) -> tuple[Day, str, str, str]:
    """What two records of the same observation have in common, whatever spaces and full stops they
    differ in. ``seen``: the day of the inspection."""
    return seen, *sameness(unit, spot, problem)
