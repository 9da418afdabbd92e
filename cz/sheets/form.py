"""The form of a unit: a row for all that it has to report, filled in as far as known.

Every row bears a hidden code: whose it is, which record, when it was sent, and a mark of what was
sent. When the row comes back, a mark that no longer fits tells that the office has changed the
record since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from hashlib import sha256
from typing import NamedTuple

from cz.letters import folded
from cz.progress import State, of_unit, step_states, task_states
from cz.records import STATUSES, Agreed, Campaign, Collective, Finding, Step
from cz.sheets.reported import (
    Reporter,
    Work,
    last_note,
    own_updates,
    part_in,
    reporter_of,
    sets_status,
)
from cz.supervise.evidence import lacking, of_owner
from cz.supervise.meetings import unfinished
from cz.supervise.reviews import returned, units_of
from cz.supervise.state import STATES, stands, unit_on
from cz.whose import Owner, owns_as

REPORTED = tuple(word for status, word in STATUSES.items() if status != "verified")
_CODE = re.compile(r"([^|]+)\|([^|]+)\|([0-9]+)\|([0-9]{8})\|([a-z]*)\|([0-9a-f]{8})")


class Column(NamedTuple):
    """``field``: what stands in it; ``width``: in characters of a spreadsheet's default type."""

    field: str
    title: str
    width: int


COLUMNS = (
    Column("number", "序号", 5),
    Column("kind", "种类", 6),
    Column("id", "编号", 11),
    Column("title", "事项", 38),
    Column("part", "职责", 10),
    Column("due", "完成时限", 12),
    Column("status", "状态", 9),
    Column("progress", "进展（整改）情况", 40),
    Column("day", "完成（整改）日期", 12),
    Column("files", "佐证材料", 18),
    Column("code", "对照码", 10),
)
FIELDS = tuple(column.field for column in COLUMNS)
HINT = "请只填黄色格，没有变化的不用动"
HINT_OF_STATUS = "办完的，状态选“已完成”并填日期"
HINT_OF_DAY = "整改好的，填整改日期"


class Matter(NamedTuple):
    """A row of the form. ``open``: the fields that the unit is to fill in."""

    kind: str
    id: str
    title: str
    part: str
    due: Day | None
    status: str
    progress: str
    code: str
    open: tuple[str, ...]


class Form(NamedTuple):
    """What one unit is sent. ``label``: of a plan that only shows something."""

    unit: str
    label: str
    phase: int
    day: Day
    matters: tuple[Matter, ...]


class Code(NamedTuple):
    """What the hidden column says of a row.

    ``phase``: 0 of what has none. ``status``: the state that was sent, "" of what has none.
    """

    unit: str
    id: str
    phase: int
    sent: Day
    status: str
    mark: str

    def __str__(self) -> str:
        day = f"{self.sent:%Y%m%d}"
        return "|".join([self.unit, self.id, str(self.phase), day, self.status, self.mark])


def read_code(text: str) -> Code | None:
    """``None`` of what is no code of ours."""
    parts = _CODE.fullmatch(text.strip())
    if parts is None:
        return None
    unit, id_, phase, sent, status, mark = parts.groups()
    try:
        day = Day(int(sent[:4]), int(sent[4:6]), int(sent[6:]))
    except ValueError:
        return None
    return Code(unit, id_, int(phase), day, status, mark)


def _mark(*said: object) -> str:
    return sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:8]


def mark_of_work(item: Work, phase: int, reporter: Reporter) -> str:
    """Of what the unit can report of it: the state where it says that, its own last words."""
    words = last_note(own_updates(item, phase, reporter))
    progress = item.progress.get(phase)
    status = progress.status if progress else "todo"
    return mark_of_report(item.id, phase, status if sets_status(item, reporter) else "", words)


def mark_of_report(id_: str, phase: int, status: str, words: str) -> str:
    """``status``: "" where the unit does not say it."""
    return _mark(id_, phase, status, "".join(folded(words).split()))


def mark_of_finding(finding: Finding) -> str:
    """Of what the unit has said of it, and how often that was sent back."""
    return _mark(
        finding.id, finding.fix, finding.rectified, finding.verified, len(finding.reopened)
    )


def mark_of_agreed(item: Agreed) -> str:
    """Of what the unit has said of it, and when it is due."""
    return _mark(item.id, item.matter, item.due, item.done, item.result)


def form_of(campaign: Campaign, owner: Owner, phase: int, day: Day) -> Form:
    """All that a unit has to report as of ``day``.

    Its tasks and steps of the phase that are not done, its findings to put right, what meetings
    agreed that it does, what was returned, and the indicators that lack evidence.
    """
    reporter = reporter_of(campaign, owner)
    matters = [
        *_work(campaign, reporter, phase, day),
        *_findings(campaign, reporter, day),
        *_agreed(campaign, reporter, day),
        *_returned(campaign, reporter, day),
        *_evidence(campaign, reporter, day),
    ]
    return Form(owner.name, campaign.plan.label, phase, day, tuple(matters))


def reporters(campaign: Campaign) -> list[Owner]:
    """Whoever is sent a form: units, and collectives of which no members are known."""
    return [
        owner for owner in campaign.owners if not (isinstance(owner, Collective) and owner.members)
    ]


def _work(campaign: Campaign, reporter: Reporter, phase: int, day: Day) -> Iterator[Matter]:
    for states in (task_states(campaign, phase, day), step_states(campaign, phase, day)):
        led, shared = of_unit(states, campaign, reporter.owner)
        for state in (*led, *(state for state, _ in shared)):
            if not state.finished:
                yield _of_work(state, reporter, day)


def _of_work(state: State, reporter: Reporter, day: Day) -> Matter:
    item = state.item
    answers = ("status", "progress", "day") if sets_status(item, reporter) else ("progress",)
    code = Code(
        unit=reporter.name,
        id=item.id,
        phase=state.phase,
        sent=day,
        status=state.status,
        mark=mark_of_work(item, state.phase, reporter),
    )
    return Matter(
        kind="步骤" if isinstance(item, Step) else "任务",
        id=item.id,
        title=item.title,
        part=part_in(item, reporter),
        due=state.due,
        status=STATUSES[state.status],
        progress=last_note(own_updates(item, state.phase, reporter)),
        code=str(code),
        open=(*answers, "files"),
    )


def _findings(campaign: Campaign, reporter: Reporter, day: Day) -> Iterator[Matter]:
    own_names = owns_as(reporter.owner)
    own = [
        finding
        for finding in campaign.findings
        if reporter.present[unit_on(finding, day)] in own_names
    ]
    for standing in stands(own, day):
        if standing.state == "open":
            finding = standing.finding
            code = Code(reporter.name, finding.id, 0, day, "", mark_of_finding(finding))
            yield Matter(
                kind="问题",
                id=finding.id,
                title=_title_of(finding),
                part="整改",
                due=standing.due,
                status=STATES[standing.state],
                progress=finding.fix,
                code=str(code),
                open=("progress", "day", "files"),
            )


def _title_of(finding: Finding) -> str:
    """The spot and the problem, and why it was sent back."""
    title = f"{finding.spot}：{finding.problem}" if finding.spot else finding.problem
    if not finding.reopened:
        return title
    last = finding.reopened[-1]
    undone = "重开" if last.verified else "退回"
    return f"{title}（{last.date} {undone}：{last.reason}）"


def _agreed(campaign: Campaign, reporter: Reporter, day: Day) -> Iterator[Matter]:
    """Its own items; what a collective is to do, the office says when all have done it."""
    own_names = owns_as(reporter.owner)
    for item in unfinished(campaign, day):
        if reporter.present[item.unit] in own_names:
            code = Code(reporter.name, item.id, 0, day, "", mark_of_agreed(item))
            yield Matter(
                kind="议定",
                id=item.id,
                title=item.matter,
                part="办结",
                due=item.due,
                status="",
                progress=item.result,
                code=str(code),
                open=("progress", "day"),
            )


def _returned(campaign: Campaign, reporter: Reporter, day: Day) -> Iterator[Matter]:
    """The pieces of evidence that were sent back and are to be there again."""
    units, own_names = units_of(campaign), owns_as(reporter.owner)
    for piece in returned(campaign, day):
        record = piece.record
        if units.get(record.about, "") in own_names:
            code = Code(reporter.name, record.id, 0, day, "", _mark(record.id, len(record.reviews)))
            name = record.caption or record.file.rpartition("/")[2]
            yield Matter(
                kind="材料",
                id=record.id,
                title=f"{name}（{record.about}，被退回：{piece.why}）",
                part="补来",
                due=piece.review.due if piece.review else None,
                status="",
                progress="",
                code=str(code),
                open=("files",),
            )


def _evidence(campaign: Campaign, reporter: Reporter, day: Day) -> Iterator[Matter]:
    indicators, _ = of_owner(campaign, reporter.owner)
    for lack in lacking(indicators, campaign.evidence):
        indicator = lack.indicator
        code = Code(reporter.name, indicator.id, 0, day, "", _mark(indicator.id))
        yield Matter(
            kind="材料",
            id=indicator.id,
            title=f"{indicator.title}（缺{'、'.join(lack.kinds)}）",
            part="提供",
            due=None,
            status="",
            progress="",
            code=str(code),
            open=("files",),
        )
