"""What to ask for this week: few things, of whom, why, by when. The rule is in docs/gaps.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cz.gaps.levels import LEVELS, MEASURES, WORDS, Entry
from cz.gaps.listed import Gaps
from cz.gaps.rules import RULES
from cz.progress import FORTNIGHT

MOST, LEAST = 8, 5
NAMED = 3  # ids that are named before the rest are only counted
_TWICE = (2, 3)  # levels of which a second thing is asked for, where there is room
_FRIDAY = 4
_NEXT_DAYS = 2  # a day proposed is at least so far ahead
Group = tuple[Entry, ...]


class Ask(NamedTuple):
    """What one unit is asked for at one level.

    ``because``: why its level matters. ``due``: by when, as ``due_by`` says (任务7-3); proposed
    where that is "".
    """

    level: int
    unit: str
    because: str
    entries: Group
    due: date
    due_by: str

    @property
    def todo(self) -> str:
        """What closes the gaps, rule by rule; the first thing by its title, the rest by ids.

        ``评级：标准i1-01“…”；报材料：i1-01、i1-05等12条``
        """
        words: list[str] = []
        for key, rule in RULES.items():
            own = [entry for entry in self.entries if _is_found_by(entry, key)]
            if own:
                words.append(f"{rule.ask}：{_by_ids(own) if words else _by_title(own)}")
        return "；".join(words)

    @property
    def why(self) -> str:
        """What is wrong with the first of them."""
        first = self.entries[0]
        of_it = f"{first.subject.id} " if len(self.entries) > 1 else ""
        facts = f"（{first.subject.facts}）" if first.subject.facts and self.level in (1, 2) else ""
        return f"{of_it}{first.why}{facts}"


def _is_found_by(entry: Entry, rule: str) -> bool:
    return any(reason.rule == rule for reason in entry.reasons)


def _by_title(entries: Sequence[Entry]) -> str:
    """``标准i1-01“…”等12条``."""
    subject = entries[0].subject
    others = f"等{len(entries)}{MEASURES[subject.kind]}" if len(entries) > 1 else ""
    return f"{WORDS[subject.kind]}{subject.id}“{subject.title}”{others}"


def _by_ids(entries: Sequence[Entry]) -> str:
    """``i1-01、i1-05等12条``."""
    ids = "、".join(entry.subject.id for entry in entries[:NAMED])
    if len(entries) <= NAMED:
        return ids
    return f"{ids}等{len(entries)}{MEASURES[entries[0].subject.kind]}"


class Week(NamedTuple):
    """``asks`` in order of level; ``more``: how many that might be asked for are left."""

    asks: tuple[Ask, ...]
    more: int


def week(found: Gaps) -> Week:
    """Five to eight, fewer only where there is no more to ask for."""
    groups = _groups(found.entries)
    chosen: list[Group] = []
    for level in LEVELS:
        of_level = [group for group in groups if group[0].level == level]
        chosen += of_level if level == 1 else of_level[:1]
    for level in _TWICE:
        chosen += [group for group in groups if group[0].level == level][1:2]
    left = [group for group in groups if group not in chosen]
    chosen += left[: max(0, LEAST - len(chosen))]
    chosen = sorted(chosen[:MOST], key=lambda group: group[0].level)
    return Week(tuple(_ask(group, found) for group in chosen), len(groups) - len(chosen))


def _groups(entries: Sequence[Entry]) -> list[Group]:
    """By level and unit; within a level the heaviest first, then the largest."""
    groups: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.level, entry.subject.unit), []).append(entry)
    ordered = sorted(
        groups.values(), key=lambda group: (group[0].level, -group[0].weight, -len(group))
    )
    return [tuple(group) for group in ordered]


def _ask(entries: Group, found: Gaps) -> Ask:
    """Due by the nearest deadline of the first of them in these weeks, else by a Friday."""
    first, day = entries[0], found.day
    last = day + timedelta(days=FORTNIGHT)
    on_record = [deadline for deadline in first.subject.deadlines if deadline.day <= last]
    nearest = min(on_record, key=lambda deadline: deadline.day, default=None)
    return Ask(
        level=first.level,
        unit=first.subject.unit,
        because=_because(first, found),
        entries=entries,
        due=nearest.day if nearest else friday(day),
        due_by=nearest.of if nearest else "",
    )


def _because(first: Entry, found: Gaps) -> str:
    if _is_found_by(first, "false_material"):
        return "弄虚作假查实的，上级要点名"
    return because(first.level, found)


def because(level: int, found: Gaps) -> str:
    """Why a gap of this level matters."""
    return LEVELS[level].because.format(missing=found.known.standing.gap)


def friday(day: date) -> date:
    """The first Friday that leaves two days or more."""
    earliest = day + timedelta(days=_NEXT_DAYS)
    return earliest + timedelta(days=(_FRIDAY - earliest.weekday()) % 7)
