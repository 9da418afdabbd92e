"""``cz silent``: units and work of which nothing was heard for long."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from cz.cli.options import (
    AtOption,
    FormOption,
    JsonOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    open_for_reading,
)
from cz.progress import State, current_phase, step_states, task_states
from cz.records import STATUSES, Campaign
from cz.show.data import day_text, frame, state
from cz.show.sheet import Col, Line, Sheet, Table, Title
from cz.show.words import cn_date, headline, lead_text, short_date
from cz.supervise.heard import Heard, heard, parts, reported
from cz.verbs.chasing import days_asked

SUMMARY = "很久没有消息的单位和任务"


@examples("cz silent                    30 天没有消息的单位和任务", "cz silent --days 14")
def command(
    days: Annotated[int, typer.Option("--days", metavar="N", help="多少天没有消息。")] = 30,
    json: JsonOption = False,
    form: FormOption = None,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    found, day = open_for_reading(plan, today, at)
    return finish(found, sheet(silent(found.campaign, day, days)), json=json, form=form)


class SilentUnit(NamedTuple):
    """``open``: how many tasks and steps it leads that are not finished."""

    unit: str
    open: int
    heard: Heard | None
    days: int | None


class SilentWork(NamedTuple):
    state: State
    heard: date | None
    days: int | None


class Silence(NamedTuple):
    """The longest silent first, those never heard from before them. ``leads``, ``open``: out of how many."""

    campaign: Campaign
    today: date
    phase: int
    days: int
    leads: int
    open: int
    units: list[SilentUnit]
    work: list[SilentWork]


def silent(campaign: Campaign, today: date, days: int) -> Silence:
    """Units that lead unfinished work and from which nothing was heard for ``days``, and unfinished work nobody reported on."""
    within, phase = days_asked(days), current_phase(campaign, today)
    meant, last = parts(campaign), heard(campaign, today)
    states = [*task_states(campaign, phase, today), *step_states(campaign, phase, today)]
    work = [state for state in states if not state.finished]
    leads = {unit.name: 0 for unit in campaign.units}
    for state in work:
        if state.item.lead:
            for name in meant.get(state.item.lead, (state.item.lead,)):
                leads[name] = leads.get(name, 0) + 1
    units = []
    for name, count in leads.items():
        if count:
            when = last.get(name)
            units.append(SilentUnit(name, count, when, (today - when.date).days if when else None))
    tasks = []
    for state in work:
        day = reported(state.item, today)
        tasks.append(SilentWork(state, day, (today - day).days if day else None))
    return Silence(
        campaign,
        today,
        phase,
        within,
        len(units),
        len(work),
        _longest(units, within),
        _longest(tasks, within),
    )


def _longest(found: list[Any], within: int) -> list[Any]:
    silent = [one for one in found if one.days is None or one.days >= within]
    return sorted(silent, key=lambda one: (one.days is not None, -(one.days or 0)))


def sheet(found: Silence) -> Sheet:
    plan, today = found.campaign.plan, found.today
    blocks: list[Line | Title | Table] = [
        Line(headline(plan), "bold"),
        Line(f"截至{cn_date(today)}，第{found.phase}阶段，{found.days} 天没有消息的："),
        Line(
            f"单位 {len(found.units)} 个（牵头未完成任务的共 {found.leads} 个），"
            f"任务、步骤 {len(found.work)} 项（未完成的共 {found.open} 项）。"
        ),
    ]
    if found.units:
        columns = [
            Col("单位"),
            Col("未完成", right=True),
            Col("最近消息"),
            Col("天数", right=True),
            Col("出处"),
        ]
        units = [
            (
                one.unit,
                str(one.open),
                short_date(one.heard.date, today),
                str(one.days),
                one.heard.about,
            )
            if one.heard
            else (one.unit, str(one.open), "从未", "", "")
            for one in found.units
        ]
        blocks += [Title(f"单位 {len(found.units)} 个"), Table(columns, units)]
    if found.work:
        columns = [
            Col("编号"),
            Col("任务", grow=True),
            Col("牵头单位"),
            Col("状态"),
            Col("最近消息"),
            Col("天数", right=True),
        ]
        works = [
            (
                one.state.item.id,
                one.state.item.title,
                lead_text(one.state.item),
                STATUSES[one.state.status],
                short_date(one.heard, today) if one.heard else "从未",
                "" if one.days is None else str(one.days),
            )
            for one in found.work
        ]
        blocks += [Title(f"任务、步骤 {len(found.work)} 项"), Table(columns, works)]
    data = {
        **frame(found.campaign, today),
        "phase": found.phase,
        "days": found.days,
        "leads": found.leads,
        "open": found.open,
        "units": [
            {
                "unit": one.unit,
                "open": one.open,
                "heard": day_text(one.heard.date) if one.heard else None,
                "about": one.heard.about if one.heard else None,
                "days": one.days,
            }
            for one in found.units
        ],
        "tasks": [
            {**state(one.state), "heard": day_text(one.heard), "days": one.days}
            for one in found.work
        ],
    }
    return Sheet(blocks, data)
