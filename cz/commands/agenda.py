"""``cz agenda``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

import typer

from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    exit_code,
    finish,
    form_of_output,
    one_form,
    open_for_reading,
)
from cz.progress import FORTNIGHT, phase_or_blank
from cz.records import Agreed, Campaign, Evidence, Finding, Honour, Order, Plan, Step, Task
from cz.show.data import frame
from cz.show.duties import duty_data, duty_text
from cz.show.ics import MARK, CalendarEvent, calendar, rule_of
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.words import file_title, headline, in_sentence
from cz.supervise.owed import HONOURS, KINDS, Duty
from cz.typography import visible
from cz.verbs.agenda import Agenda, agenda
from cz.whose import collectives_of
from cz.words import cn_date, short_date
from cz.write.files import CALENDAR, bears_mark, is_standard_output, write_file

_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5
_LATER = "later"
_COUNTED = {**KINDS, _LATER: "以后阶段"}


@examples(
    "cz agenda                            今天起 14 天内到期的，按天列出",
    "cz agenda 柳溪镇 --days 30",
    "cz agenda --days 60 --ics 创城.ics   存成日历，导入手机或办公软件；再次导入只更新、不重复",
)
def command(
    days: Annotated[
        int, typer.Option("--days", metavar="N", help="看今天起多少天；不写就是 14。")
    ] = FORTNIGHT,
    name: UnitArgument = None,
    unit: UnitOption = None,
    ics: Annotated[
        str | None,
        typer.Option("--ics", metavar="文件", help="存成日历文件（.ics），不显示在屏幕上。"),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    at: AtOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    form = one_form(json=json, csv=csv, ics=ics is not None)
    form = form_of_output(form, output)
    opened, day = open_for_reading(plan, today, at)
    coming = agenda(opened.campaign, day, days, unit)
    if ics is None:
        return finish(opened, sheet(coming), form, output)
    write_file(
        opened.campaign.folder,
        ics,
        calendar_text(coming),
        CALENDAR,
        ours=lambda path: bears_mark(path, MARK),
    )
    left = f"；已逾期的 {len(coming.late)} 项没有写进去" if coming.late else ""
    if not is_standard_output(ics):
        print(visible(f"已写入 {ics}：{len(coming.ahead)} 项{left}。"))
    return exit_code(opened)


def sheet(coming: Agenda) -> Sheet:
    """What falls due, day by day; of what is overdue, how many and how to see them.

    A spreadsheet gets what is overdue too, before the rest.
    """
    whose = f"　{coming.unit}" if coming.unit else ""
    until = short_date(coming.until, coming.today)
    blocks: list[Block] = [
        Line(headline(coming.campaign.plan), "bold"),
        Line(f"{cn_date(coming.today)}至{until}到期 {_count(coming.ahead, coming.phase)}{whose}"),
    ]
    if coming.unit:
        blocks.append(Line(_whose_work(coming), "bright_black"))
    if coming.late:
        blocks += _overdue(coming)
    if coming.ahead:
        blocks += [Line(), _by_day(coming)]
    blocks += _besides(coming)
    weekend = sum(_at_weekend(duty) for duty in coming.ahead)
    if weekend:
        blocks += [
            Line(),
            Line(f"其中 {weekend} 项在星期六、星期日到期，不顺延。", "bright_black"),
        ]
    title = file_title("到期事项", coming.campaign.plan, coming.today)
    return Sheet(blocks, lambda: data(coming), lambda: _records(coming), title)


def _whose_work(coming: Agenda) -> str:
    """That work is listed by its lead; ``cz status --unit`` counts what a unit shares in too."""
    leads = "或".join((coming.unit, *collectives_of(coming.campaign, coming.unit)))
    return f"任务和步骤只列{leads}牵头的；作为责任单位参与的，请看 cz status --unit {coming.unit}。"


def _count(duties: Sequence[Duty], phase: int) -> str:
    """``45 项（问题 27、任务 17、步骤 1）``; where there are tasks only ``17 项``.

    Work of the phases to come is counted apart, so that the other figures are those of the phase.
    """
    counts = Counter(_LATER if duty.phase > phase else duty.kind for duty in duties)
    kinds = [f"{word} {counts[kind]}" for kind, word in _COUNTED.items() if counts[kind]]
    if not counts.keys() - {"task"}:
        return f"{len(duties)} 项"
    return f"{len(duties)} 项（{'、'.join(kinds)}）"


def _overdue(coming: Agenda) -> list[Block]:
    return [
        Line(
            f"已逾期 {_count(coming.late, coming.phase)}，"
            f"最久 {coming.late[0].late} 天，不在下表。看这些：",
            "red",
        ),
        *(Line(f"  {typed}", "bright_black") for typed in _to_see_overdue(coming)),
    ]


def _to_see_overdue(coming: Agenda) -> list[str]:
    """What to type; ``cz remind`` leaves out work that was reported on of late."""
    kinds = {duty.kind for duty in coming.late}
    leads_of: dict[tuple[int, str], set[str]] = {}
    for duty in coming.late:
        if duty.phase:
            leads_of.setdefault((duty.phase, duty.kind), set()).add(duty.unit)
    remind = "cz remind"
    if coming.unit:
        remind += f" --unit {coming.unit}"
    typed = []
    if kinds & {"order", "finding", "agreed"}:
        typed.append(remind)
    for phase, kind in sorted(leads_of, key=lambda pair: (pair[0], pair[1] == "step")):
        query = f'"due<{coming.today}" not status:done,verified'
        if coming.unit:
            query += f" lead:{','.join(sorted(leads_of[phase, kind]))}"
        of_kind = "--kind step " if kind == "step" else ""
        of_phase = f"phase:{phase} " if phase > coming.phase else ""
        typed.append(f"cz list {of_kind}{of_phase}{query}")
    return typed


def _by_day(coming: Agenda) -> Table:
    """The day stands in the first of its rows only."""
    columns = [Col("日期"), Col("单位"), Col("种类"), Col("编号"), Col("事项", grow=True)]
    rows = []
    before = None
    for duty in coming.ahead:
        day = ""
        if duty.due and duty.due != before:
            day = _day_name(duty.due, coming.today)
        rows.append([day, *_unit_and_matter(duty)])
        before = duty.due
    return Table(columns, rows)


def _besides(coming: Agenda) -> list[Block]:
    """Evidence sent back without a deadline, and honours that run out within three months."""
    if not coming.besides:
        return []
    columns = [Col("时限"), Col("单位"), Col("种类"), Col("编号"), Col("事项", grow=True)]
    rows = []
    for duty in coming.besides:
        due = short_date(duty.due, coming.today) if duty.due else "没有定"
        rows.append([due, *_unit_and_matter(duty)])
    title = f"退回未补的材料、{HONOURS} 天内到期的荣誉称号 {len(coming.besides)} 项"
    return [Title(title), Table(columns, rows)]


def _records(coming: Agenda) -> Table:
    columns = [
        Col("日期"),
        Col("单位"),
        Col("种类"),
        Col("编号"),
        Col("事项"),
        Col("逾期天数", right=True),
    ]
    rows = []
    for duty in (*coming.late, *coming.ahead, *coming.besides):
        late = str(duty.late) if duty.late else ""
        rows.append([str(duty.due or ""), *_unit_and_matter(duty), late])
    return Table(columns, rows)


def _unit_and_matter(duty: Duty) -> tuple[str, str, str, str]:
    return duty.unit or "未定", KINDS[duty.kind], duty.id, duty_text(duty)


def _day_name(day: date, today: date) -> str:
    """``7月18日 星期六``."""
    name = "今天" if day == today else short_date(day, today)
    return f"{name} 星期{_WEEKDAYS[day.weekday()]}"


def _at_weekend(duty: Duty) -> bool:
    return duty.due is not None and duty.due.weekday() >= _SATURDAY


def data(coming: Agenda) -> dict[str, Any]:
    return {
        **frame(coming.campaign, coming.today),
        "until": coming.until.isoformat(),
        "unit": coming.unit or None,
        "items": [duty_data(duty) for duty in coming.ahead],
        "late": [duty_data(duty) for duty in coming.late],
        "besides": [duty_data(duty) for duty in coming.besides],
    }


# --- the calendar -----------------------------------------------------------------------------


def calendar_text(coming: Agenda) -> str:
    plan = coming.campaign.plan
    whose = f"（{coming.unit}）" if coming.unit else ""
    label = f"（{plan.label}）" if plan.label else ""
    events = [_event(duty, duty.due, coming.campaign) for duty in coming.ahead if duty.due]
    return calendar(f"{plan.title}到期事项{whose}{label}", events, coming.today)


def _event(duty: Duty, due: date, campaign: Campaign) -> CalendarEvent:
    unit = in_sentence(duty.unit) or "未定"
    return CalendarEvent(
        uid=_uid(duty, campaign),
        day=due,
        rule=_rule(duty, campaign),
        summary=f"{unit}：{_task(duty)}{duty_text(duty)}",
        description=tuple(_details(duty, unit, campaign.plan)),
    )


def _rule(duty: Duty, campaign: Campaign) -> str:
    if duty.repeat is None:
        return ""
    return rule_of(duty.repeat, phase_or_blank(campaign, duty.phase).end)


def _uid(duty: Duty, campaign: Campaign) -> str:
    """The same whenever the calendar is written, another for every duty of every plan."""
    phase = f".{duty.phase}" if duty.phase else ""
    of_plan = sha256(_identity(campaign).encode()).hexdigest()[:8]
    return f"{duty.id}{phase}.{of_plan}@cz"


def _identity(campaign: Campaign) -> str:
    """What tells a plan from another district's or year's, and is not put into other words.

    The id of its first town, else of its first unit, and the year in which it begins.
    """
    towns = [unit.id for unit in campaign.units if unit.kind in ("乡镇", "街道")]
    units = towns or [unit.id for unit in campaign.units] or [""]
    years = [str(phase.start.year) for phase in campaign.phases if phase.start] or [""]
    return f"{units[0]} {years[0]}"


def _task(duty: Duty) -> str:
    if isinstance(duty.record, Order):
        return "回复"
    if isinstance(duty.record, Finding):
        return "整改 "
    if isinstance(duty.record, Agreed):
        return "办结 "
    if isinstance(duty.record, Evidence):
        return "补材料 "
    if isinstance(duty.record, Honour):
        return ""
    return f"{KINDS[duty.kind]} {duty.id} "


def _details(duty: Duty, unit: str, plan: Plan) -> list[str]:
    record = duty.record
    lead = "牵头单位" if isinstance(record, (Task, Step)) else "责任单位"
    details = [f"{KINDS[duty.kind]} {duty.id}", f"{lead}：{unit}"]
    if duty.helpers:
        details.append(f"协办单位：{'、'.join(map(in_sentence, duty.helpers))}")
    if isinstance(record, Order) and record.requirement:
        details.append(f"要求：{in_sentence(record.requirement)}")
    if isinstance(record, Finding):
        details.append(f"督查日期：{cn_date(record.date)}")
    label = f"（{in_sentence(plan.label)}）" if plan.label else ""
    return [*details, f"{in_sentence(plan.title)}{label}"]
