"""``cz trend``: the share of A's, the tasks finished and the rectification rate by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.history.months import (
    BEFORE,
    NO_COMMIT,
    NO_UNIT,
    NOW,
    UNREADABLE,
    Figures,
    Issue,
    Month,
    Part,
    Trend,
)
from cz.names import find_unit
from cz.progress import phase_or_blank, pick_phase
from cz.records import Campaign
from cz.show.data import day_text, frame
from cz.show.data import phase as phase_data
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table, Title
from cz.show.waiting import patience
from cz.show.words import file_title, heading, headline
from cz.verbs.trend import trend
from cz.words import bar, cn_date, cn_month_day, one_decimal, percent

BAR, NARROW_BAR = 20, 12  # columns
_UNKNOWN = {
    NO_COMMIT: "没有提交",
    BEFORE: "不知道",
    UNREADABLE: "读不出来",
    NO_UNIT: "那时没有这个单位",
}


class Measure(NamedTuple):
    """One of the figures of a month.

    ``counted``: what its two numbers are. ``nothing``: what is said where there are none.
    """

    name: str
    counted: tuple[str, str]
    of: Callable[[Figures], Part | None]
    nothing: str


A_SHARE = Measure("A类占比", ("A类", "标准"), lambda figures: figures.a, "尚无评级")
FINISHED = Measure("任务完成", ("完成", "任务"), lambda figures: figures.finished, "没有任务")
IN_TIME = Measure("按时整改率", ("按时", "交办"), lambda figures: figures.in_time, "没有交办")
MEASURES = (A_SHARE, FINISHED, IN_TIME)


@examples(
    "cz trend                      全区按月的A类占比、任务完成、按时整改率",
    "cz trend 区教育局",
    "cz trend --months 24 --csv    正好 24 个月，不知道的也列出",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    months: Annotated[
        int | None,
        typer.Option(
            "--months", metavar="N", help="最近几个月；不写就是近 12 个月里有记录可查的。"
        ),
    ] = None,
    phase: PhaseOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    number = pick_phase(campaign, phase, day)
    of_unit = find_unit(campaign, unit).name if unit is not None else ""
    with patience("正在读历史"):
        told = trend(campaign, number, day, unit, months)
    return finish(opened, sheet(campaign, told, of_unit), form, output)


def sheet(campaign: Campaign, told: Trend, unit: str = "") -> Sheet:
    """A table for each figure, and one of the bulletins; for a spreadsheet a row a month."""
    of_whom = f"　{unit}" if unit else ""
    blocks: list[Block] = [
        Line(headline(campaign.plan), "bold"),
        Line(heading(phase_or_blank(campaign, told.phase))),
        Line(f"截至{cn_date(told.months[-1].day)}，按月{of_whom}"),
        Line(_how_far_back(told), "bright_black"),
    ]
    for measure in MEASURES:
        blocks += [Title(_title(measure, told, unit)), _months(told.months, measure)]
    if told.issues:
        blocks += [Title("登记过的通报"), _issues(told.issues)]
    blocks += _left_out(told)
    what = f"{unit}按月走势" if unit else "按月走势"
    title = file_title(what, campaign.plan, told.months[-1].day)
    return Sheet(blocks, lambda: data(campaign, told, unit), lambda: _records(told), title)


def _how_far_back(told: Trend) -> str:
    if told.no_history:
        return f"只有本月的：{told.no_history}"
    known = "每月是最后一次提交时的样子，本月是现在的样子，没有提交的改动也在内。"
    if told.since is None:
        return known
    older = "这是浅克隆，再早的没有带来" if told.shallow else "再早的不知道"
    return f"{known}历史从{cn_date(told.since)}的提交开始，{older}。"


def _title(measure: Measure, told: Trend, unit: str) -> str:
    if measure is not A_SHARE or told.a_share is None:
        return measure.name
    whose = "全区目标 " if unit else "目标 "
    compare = "，供对照" if unit else ""
    return f"{measure.name}（{whose}≥{told.a_share:g}%{compare}）"


def _months(months: Sequence[Month], measure: Measure) -> Table:
    columns = [
        Col("月份"),
        Col("占比", right=True),
        Col("/".join(measure.counted), right=True),
        Col("比上月", right=True),
        Col(""),
    ]
    rows = []
    before: Part | None = None
    for month in months:
        name = month_name(month)
        now = measure.of(month.figures) if month.figures else None
        if now is None:
            rows.append([name, why_none(month, measure), "", "", ""])
        else:
            counted = f"{now.part}/{now.whole}"
            rows.append(
                [name, percent(now.percent), counted, _gain(before, now), bar(now.percent, BAR)]
            )
        before = now
    return Table(columns, rows)


def month_name(month: Month) -> str:
    """``2026年6月``; the running one says how far it has come."""
    name = f"{month.day.year}年{month.day.month}月"
    return f"{name}（至{month.day.day}日）" if month.known == NOW else name


def why_none(month: Month, measure: Measure) -> str:
    return _UNKNOWN.get(month.known, measure.nothing)


def _gain(before: Part | None, now: Part) -> str:
    """In percentage points, of what is printed beside it; "" after a month without a figure."""
    if before is None:
        return ""
    gain = float(one_decimal(now.percent)) - float(one_decimal(before.percent))
    sign = "+" if gain > 0 else ""
    return f"{sign}{one_decimal(gain)}"


def _issues(issues: Sequence[Issue]) -> Table:
    columns = [
        Col("期号"),
        Col("督查时间"),
        Col("截至"),
        Col("按时整改率", right=True),
        Col("按时/交办", right=True),
        Col(""),
    ]
    rows: list[list[str | Cell]] = []
    for issue in issues:
        name = f"{issue.year}年第{issue.number}期"
        span = f"{cn_month_day(issue.start)}至{cn_month_day(issue.end)}"
        as_of = Cell(cn_month_day(issue.as_of), issue.as_of)
        rate, counted, drawn = "没有交办", "", ""
        if issue.in_time:
            rate = percent(issue.in_time.percent)
            counted = f"{issue.in_time.part}/{issue.in_time.whole}"
            drawn = bar(issue.in_time.percent, NARROW_BAR)
        rows.append([name, span, as_of, rate, counted, drawn])
    return Table(columns, rows)


def _left_out(told: Trend) -> list[Block]:
    """That some months' figures are incomplete."""
    lines: list[Block] = []
    for month in told.months:
        if month.left_out:
            text = f"⚠ {month_name(month)}：那时有 {month.left_out} 条记录读不出来，没有计入。"
            lines.append(Line(text))
    return lines


def _records(told: Trend) -> Table:
    """A row a month, its numbers as numbers; the bulletins of the month in the last column."""
    columns = [Col("月份"), Col("截至")]
    for measure in MEASURES:
        part, whole = measure.counted
        columns += [Col(part, right=True), Col(whole, right=True), Col(f"{measure.name}%")]
    columns += [Col("说明"), Col("提交"), Col("通报")]
    rows: list[list[str | Cell]] = []
    for month in told.months:
        row: list[str | Cell] = [
            f"{month.day.year}年{month.day.month}月",
            Cell(month.day.isoformat(), month.day),
        ]
        for measure in MEASURES:
            row += _numbers(measure.of(month.figures) if month.figures else None)
        notes = _UNKNOWN.get(month.known, "")
        bulletins = [issue for issue in told.issues if _same_month(issue.as_of, month.day)]
        row += [notes, month.commit, "；".join(map(_issue_words, bulletins))]
        rows.append(row)
    return Table(columns, rows)


def _numbers(now: Part | None) -> list[str | Cell]:
    if now is None:
        return ["", "", ""]
    rounded = float(one_decimal(now.percent))
    return [
        Cell(str(now.part), now.part),
        Cell(str(now.whole), now.whole),
        Cell(percent(now.percent), rounded),
    ]


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _issue_words(issue: Issue) -> str:
    name = f"第{issue.number}期"
    if issue.in_time is None:
        return f"{name}没有交办"
    share = percent(issue.in_time.percent)
    return f"{name}{share}（{issue.in_time.part}/{issue.in_time.whole}）"


def data(campaign: Campaign, told: Trend, unit: str = "") -> dict[str, Any]:
    return {
        **frame(campaign, told.months[-1].day),
        "phase": phase_data(phase_or_blank(campaign, told.phase)),
        "unit": unit or None,
        "a_share_target": told.a_share,
        "since": day_text(told.since),
        "no_history": told.no_history or None,
        "months": [_month_data(month) for month in told.months],
        "bulletins": [_issue_data(issue) for issue in told.issues],
    }


def _month_data(month: Month) -> dict[str, Any]:
    figures = month.figures or Figures()
    return {
        "month": f"{month.day:%Y-%m}",
        "day": day_text(month.day),
        "known": month.known,
        "commit": month.commit or None,
        "left_out": month.left_out,
        "a": _part_data(figures.a),
        "finished": _part_data(figures.finished),
        "in_time": _part_data(figures.in_time),
    }


def _part_data(part: Part | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {"part": part.part, "whole": part.whole, "percent": round(part.percent, 2)}


def _issue_data(issue: Issue) -> dict[str, Any]:
    return {
        "year": issue.year,
        "number": issue.number,
        "start": day_text(issue.start),
        "end": day_text(issue.end),
        "as_of": day_text(issue.as_of),
        "in_time": _part_data(issue.in_time),
    }
