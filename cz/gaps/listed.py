"""All gaps of a phase on a day as one list, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cz.gaps.known import Known, known
from cz.gaps.levels import LEVELS, MEASURES, STANDARD, WORDS, Entry, Gap, Reason
from cz.gaps.rules import RULES, SURVEY, is_method
from cz.records import Campaign, Indicator
from cz.supervise.state import Stand
from cz.whose import Owner, collectives_of, owns_as


class Gaps(NamedTuple):
    """``entries`` by level, within a level the heaviest first.

    ``owner``: whose, None for all; ``total``: how many standards there are, of a unit those it has
    to act on, else as many as the plan declares; ``listed``: of these in the list. ``surveys``: how
    many of them are judged by a survey, where none is on record.
    """

    known: Known
    owner: Owner | None
    total: int
    listed: int
    surveys: int
    entries: tuple[Entry, ...]

    @property
    def campaign(self) -> Campaign:
        return self.known.campaign

    @property
    def day(self) -> date:
        return self.known.day

    def of(self, level: int) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.level == level)

    @property
    def lacking(self) -> frozenset[str]:
        """The standards that have some gap, each once, in however many levels it is."""
        return touched(self.entries)


def gaps(
    campaign: Campaign,
    phase: int,
    day: date,
    owner: Owner | None = None,
    findings: Sequence[Stand] | None = None,
) -> Gaps:
    """``findings``: all as of the day, where they have been looked at already."""
    now = known(campaign, phase, day, findings)
    entries = _entries(now)
    standards = [
        (standard, standard.unit or _lead(now, standard.task)) for standard in campaign.indicators
    ]
    total = campaign.declared
    if owner is not None:
        asked = owns_as(owner) | set(collectives_of(campaign, owner.name))
        entries = [entry for entry in entries if entry.subject.unit in asked]
        standards = [(standard, unit) for standard, unit in standards if unit in asked]
        total = len(standards)
    return Gaps(
        known=now,
        owner=owner,
        total=total,
        listed=len(standards),
        surveys=0 if campaign.surveys else _by_survey(standards),
        entries=tuple(entries),
    )


def _by_survey(standards: Iterable[tuple[Indicator, str]]) -> int:
    return sum(is_method(standard, SURVEY) for standard, _ in standards)


def _lead(now: Known, task: str) -> str:
    state = now.tasks.get(task)
    return state.item.lead if state else ""


def _entries(now: Known) -> list[Entry]:
    """What several rules of one level say of one subject is one entry."""
    by_subject: dict[tuple[int, str], list[tuple[str, Gap]]] = {}
    for key, rule in RULES.items():
        for gap in rule.find(now):
            by_subject.setdefault((rule.level, gap.subject.id), []).append((key, gap))
    entries = [_entry(level, found) for (level, _), found in by_subject.items()]
    places = {standard: place for place, standard in enumerate(now.standards)}

    def order(entry: Entry) -> tuple[int, int, int]:
        """Standards of one weight as they stand in the plan."""
        return entry.level, -entry.weight, places.get(entry.subject.id, 0)

    return sorted(entries, key=order)


def _entry(level: int, found: Sequence[tuple[str, Gap]]) -> Entry:
    subject = found[0][1].subject
    standards: dict[str, None] = {}
    for _, gap in found:
        standards.update(dict.fromkeys(gap.subject.standards))
    return Entry(
        level=level,
        subject=subject._replace(standards=tuple(standards)),
        reasons=tuple(Reason(key, gap.why) for key, gap in found),
        weight=max(gap.weight for _, gap in found),
    )


# --- counting ---------------------------------------------------------------------------------


def touched(entries: Iterable[Entry]) -> frozenset[str]:
    """The standards that suffer from any of them."""
    return frozenset(id_ for entry in entries for id_ in entry.subject.standards)


class RuleCount(NamedTuple):
    """How many entries one rule has a hand in."""

    rule: str
    count: int  # type: ignore[assignment]


def count_rules(entries: Sequence[Entry]) -> list[RuleCount]:
    counts = dict.fromkeys(RULES, 0)
    for entry in entries:
        for reason in entry.reasons:
            counts[reason.rule] += 1
    return [RuleCount(rule, count) for rule, count in counts.items() if count]


def counted(entries: Sequence[Entry]) -> str:
    """``问题 11 个（逾期未整改 11），涉及标准 8 条``, for the entries of one level."""
    counts = count_rules(entries)
    parts = "、".join(f"{RULES[each.rule].word} {each.count}" for each in counts)
    overlap = "，有的几样都缺" if sum(each.count for each in counts) > len(entries) else ""
    kinds = [entry.subject.kind for entry in entries]
    told = []
    for kind, word in WORDS.items():
        if kind in kinds:
            name = "" if kind == STANDARD else f"{word} "
            told.append(f"{name}{kinds.count(kind)} {MEASURES[kind]}")
    suffering = ""
    if kinds.count(STANDARD) < len(kinds) and touched(entries):
        suffering = f"，涉及标准 {len(touched(entries))} 条"
    return f"{'、'.join(told)}（{parts}{overlap}）{suffering}"


class UnitCount(NamedTuple):
    """What one unit has to act on.

    ``standards``: those of them that have a gap, each once. ``others``: findings, tasks and steps.
    ``levels``: entries by level.
    """

    unit: str
    standards: int
    others: int
    levels: tuple[int, ...]


def count_units(entries: Sequence[Entry]) -> list[UnitCount]:
    """Those with most standards first, then with most of the rest; then as they come."""
    by_unit: dict[str, list[Entry]] = {}
    for entry in entries:
        by_unit.setdefault(entry.subject.unit, []).append(entry)
    counts = []
    for unit, own in by_unit.items():
        of_standards = {entry.subject.id for entry in own if entry.subject.kind == STANDARD}
        others = {entry.subject.id for entry in own if entry.subject.kind != STANDARD}
        levels = tuple(sum(entry.level == level for entry in own) for level in LEVELS)
        counts.append(UnitCount(unit, len(of_standards), len(others), levels))
    return sorted(counts, key=lambda count: (-count.standards, -count.others))
