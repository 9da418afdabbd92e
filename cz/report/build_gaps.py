"""Gaps as a template sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.gaps.levels import LEVELS, WORDS, Entry
from cz.gaps.listed import Gaps, count_units, counted, gaps
from cz.gaps.week import Ask, because, week
from cz.records import Campaign
from cz.report.view_gaps import AskView, GapLevel, GapList, GapUnit, GapView
from cz.supervise.state import Stand
from cz.whose import Owner


def gap_list(
    campaign: Campaign,
    phase: int,
    today: date,
    owner: Owner | None,
    findings: Sequence[Stand] | None,
) -> GapList:
    """``findings``: all as of today, where they have been looked at already."""
    found = gaps(campaign, phase, today, owner, findings)
    return GapList(
        total=found.total,
        listed=found.listed,
        lacking=len(found.lacking),
        surveys=found.surveys,
        levels=tuple(_level(number, found) for number in LEVELS),
        units=tuple(
            GapUnit(count.unit, count.standards, count.levels)
            for count in count_units(found.entries)
        ),
        asks=tuple(_ask(ask) for ask in week(found).asks),
    )


def _level(number: int, found: Gaps) -> GapLevel:
    entries = found.of(number)
    return GapLevel(
        number=number,
        name=LEVELS[number].word,
        because=because(number, found),
        counted=counted(entries).replace(" ", ""),
        items=tuple(_gap(entry) for entry in entries),
    )


def _gap(entry: Entry) -> GapView:
    subject = entry.subject
    return GapView(
        id=subject.id,
        word=WORDS[subject.kind],
        title=subject.title,
        why=entry.why,
        unit=subject.unit,
        method=subject.method,
        known=subject.facts,
    )


def _ask(ask: Ask) -> AskView:
    return AskView(
        unit=ask.unit,
        todo=ask.todo,
        level=LEVELS[ask.level].word,
        because=ask.because,
        why=ask.why,
        due=ask.due,
        due_by=ask.due_by,
    )
