"""What was seen at a spot, on its way into the ledger: whether it is a finding, its number, its fields."""

from collections.abc import Mapping, Sequence
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple

from cz.records import Campaign, Rules
from cz.whose import present_names

EARLIEST = Day(
    2010, 1, 1
)  # of an inspection: the numbers hold two digits of the year, and nobody inspects before the campaign

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


class Entry(NamedTuple):
    """One spot of one inspection. ``problem`` is "" where nothing was wrong. ``unit`` and ``helpers`` are full names."""

    date: Day
    unit: str
    problem: str = ""
    spot: str = ""
    type: str = ""
    helpers: tuple[str, ...] = ()
    due: Day | None = None
    indicator: str = ""
    task: str = ""
    by: str = ""
    fix: str = ""
    rectified: Day | None = None


def problem_of(text: str) -> str:
    """The problem as told, "" where the words say that there is none."""
    plain = text.strip().rstrip("。.；;")
    return "" if plain in CLEAN else text.strip()


def later(day: Day, days: int) -> Day:
    """So many calendar days on, the end of all days at the latest."""
    return day + timedelta(days=min(days, (Day.max - day).days))


def deadline(found: Day, rules: Rules) -> Day:
    """Where none was set: so many calendar days after the inspection."""
    return later(found, rules.days)


def numbered(campaign: Campaign, entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """(section, id) of each entry: f260715-3 is the third finding of that day, v260715-1 the first clean spot."""
    last: dict[str, int] = {}
    for name in [*(one.id for one in campaign.findings), *(one.id for one in campaign.visits)]:
        day, _, number = name.partition("-")
        last[day] = max(last.get(day, 0), int(number))
    found = []
    for entry in entries:
        day = f"{'f' if entry.problem else 'v'}{entry.date:%y%m%d}"
        last[day] = last.get(day, 0) + 1
        found.append(("findings" if entry.problem else "visits", f"{day}-{last[day]}"))
    return found


def record(entry: Entry, id_: str) -> Mapping[str, str | Sequence[str]]:
    """The fields of a record in the order they stand in the file; empty ones are left out."""
    fields: dict[str, str | Sequence[str]] = {
        "id": id_,
        "date": entry.date.isoformat(),
        "spot": entry.spot,
        "type": entry.type,
        "unit": entry.unit,
        "helpers": entry.helpers,
        "problem": entry.problem,
        "due": entry.due.isoformat() if entry.due and entry.problem else "",
        "indicator": entry.indicator,
        "task": entry.task,
        "by": entry.by,
        "fix": entry.fix,
        "rectified": entry.rectified.isoformat() if entry.rectified else "",
    }
    if not entry.problem:
        fields = {name: fields[name] for name in ("id", "date", "spot", "type", "unit", "by")}
    return {name: value for name, value in fields.items() if value}


def unsettled(campaign: Campaign) -> dict[tuple[str, str, str], str]:
    """The latest finding that is not struck off of each unit, spot and problem, as ``sameness`` has them."""
    present = present_names(campaign)
    return {
        sameness(present[one.unit], one.spot, one.problem): one.id
        for one in campaign.findings
        if one.spot and not one.verified
    }


def sameness(unit: str, spot: str, problem: str) -> tuple[str, str, str]:
    """What the same problem at the same spot has in common, found on whatever day."""
    return unit, "".join(spot.split()), "".join(problem.split()).rstrip("。；;.")


def likeness(found: Day, unit: str, spot: str, problem: str) -> tuple[Day, str, str, str]:
    """What two records of the same observation have in common, whatever spaces and full stops they differ in."""
    return found, *sameness(unit, spot, problem)
