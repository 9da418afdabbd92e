"""``cz rank``: the units of each class by rectification rate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cz.choose import choose
from cz.cli import suggest
from cz.cli.options import (
    CsvOption,
    FromOption,
    IssueOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    ToOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign, Unit
from cz.show.room import columns
from cz.show.sheet import Block, Cell, Col, Sheet, Table, Title
from cz.show.sheet import Line as Paragraph
from cz.supervise.ranking import (
    Class,
    Line,
    Period,
    Ranking,
    Tally,
    consequence,
    left_off,
    rule_words,
)
from cz.supervise.reprint import of_period
from cz.typography import folded, visible, width
from cz.verbs.rank import cautions, period
from cz.words import NOTHING, cn_date, cn_number, mark, one_decimal, percent


@examples(
    "cz rank                                        上一期以来",
    "cz rank --from 2026-07-06 --to 2026-07-10 --at 2026-07-15",
    "cz rank --issue 3                              第 3 期的督查时间",
    "cz rank 乡镇                                   只看一类",
    "cz rank 柳溪镇                                 它所在的那一类",
    "cz rank --rule                                 连同怎么算的",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="类",
            help="只看一类单位，和 --class 一样；写单位的，看它所在的类。",
            show_default=False,
            autocompletion=suggest.unit_classes,
        ),
    ] = None,
    start: FromOption = None,
    end: ToOption = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="日期", help="截至哪一天：以后的整改不计；不写就是今天。"),
    ] = None,
    issue: IssueOption = None,
    class_: Annotated[
        str | None,
        typer.Option(
            "--class",
            metavar="类",
            help="只看一类单位，例如 乡镇。",
            autocompletion=suggest.unit_classes,
        ),
    ] = None,
    rule: Annotated[bool, typer.Option("--rule", help="也印出怎么算的；报告里总是印的。")] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    campaign = opened.campaign
    asked_class = either(name, class_, "--class")
    wanted = read_class(campaign, asked_class) if asked_class else None
    asked = period(campaign, day, issue=issue, start=start, end=end, at=at)
    shown = sheet(campaign, of_period(campaign, asked), wanted, rule=rule)
    code = finish(opened, shown, form, output)
    if form != "json":
        say_cautions(campaign, asked, day)
    return code


FEW = 8  # units without a place that are named


def read_class(campaign: Campaign, text: str) -> str:
    """A class of units by its name, a part of it, one of the kinds in it, or a unit of it.

    Raises Refusal.
    """
    classes = campaign.rules.classes
    if text not in classes:
        for name, kinds in classes.items():
            if text in kinds or text in name:
                return name
        try:
            owner = find_unit(campaign, text)
        except Refusal:
            owner = None
        for name, kinds in classes.items():
            if isinstance(owner, Unit) and owner.kind in kinds:
                return name
    return choose(text, dict.fromkeys(classes, ""), "这一类单位", "排名分这几类")


def say_cautions(campaign: Campaign, asked: Period, today: date) -> None:
    for caution in cautions(campaign, asked, today):
        words = visible(f"cz：注意：{caution}")
        room = columns(sys.stderr) if sys.stderr.isatty() else width(words)
        print("\n".join(folded(words, room)), file=sys.stderr)


def sheet(
    campaign: Campaign, ranked: Ranking, wanted: str | None = None, *, rule: bool = False
) -> Sheet:
    """``wanted``: the one class to show; the data hold all of them.

    ``rule``: with how it is worked out, which is many lines and the same every time.
    """
    label = f"（{campaign.plan.label}）" if campaign.plan.label else ""
    days = f"督查时间{cn_date(ranked.start)}至{cn_date(ranked.end)}"
    blocks: list[Block] = [
        Paragraph(f"按时整改率排名{label}", "bold"),
        Paragraph(f"{days}　截至{cn_date(ranked.as_of)}{'　按登记的' if ranked.recorded else ''}"),
        Paragraph(_summary(ranked.total) + "。"),
    ]
    before = any(line.before for group in ranked.classes for line in group.lines)
    shown = [group for group in ranked.classes if wanted in (None, group.name)]
    for group in shown:
        blocks += _class(campaign, group, before=before, every=rule)
    if ranked.corrections:
        blocks += _corrections(ranked)
    if rule:
        blocks.append(Title("怎么算的"))
        for number, words in enumerate(rule_words(campaign), 1):
            blocks.append(Paragraph(f"{number}.{words}", "bright_black"))
    else:
        blocks += [Paragraph(), Paragraph("怎么算的，加 --rule 看。", "bright_black")]
    return Sheet(blocks, data(campaign, ranked), _records(campaign, shown))


def _corrections(ranked: Ranking) -> list[Block]:
    """Where the ledger differs from the record, which is what is shown."""
    blocks: list[Block] = [
        Title("更正"),
        Paragraph("登记以后台账有改动，现在算出的和登记的不同；已发的以登记的为准："),
    ]
    for unit, recorded, now in ranked.corrections:
        blocks.append(Paragraph(f"{unit}：登记{recorded}，现在算出{now}"))
    return blocks


def _summary(total: Tally) -> str:
    if not total.handed:
        return "全区没有交办的问题"
    words = f"全区交办 {total.handed} 个，按时整改 {total.in_time} 个（{percent(total.rate)}），"
    if total.apart:
        words += f"逾期整改 {total.late} 个，未整改 {total.open} 个"
    else:
        words += f"逾期整改和未整改共 {total.late + total.open} 个"
    if total.pending:
        words += f"（其中未到期 {total.pending} 个）"
    words += f"；已复核销号 {total.verified} 个"
    if total.unsent:
        words += f"；另有 {total.unsent} 个尚未交办"
    return words


def _class(campaign: Campaign, group: Class, *, before: bool, every: bool) -> list[Block]:
    """``before``: whether any unit has a place in the bulletin before; ``every``: all units that
    have no place are named, however many."""
    blocks: list[Block] = [Title(f"{group.name}　参加排名 {len(group.lines)} 个")]
    if group.lines:
        blocks.append(_places(group, before=before))
    for line in group.lines:
        leads_to = _consequence(campaign, line)
        if leads_to:
            blocks.append(Paragraph(f"⚠ {line.unit} {_last(line)}：{leads_to}"))
    for tie in left_off(group, campaign.rules):
        words = f"第{tie.rank}名并列 {tie.sharing} 个，列上{tie.listing}就有 {tie.held} 个，"
        words += f"超过 {tie.size} 个单位的一半，所以都不列{tie.listing}；"
        words += "没有单位同时列入红榜和黑榜。"
        blocks.append(Paragraph(words, "bright_black"))
    for words, units in (
        ("督查未发现问题，不参加排名", group.clean),
        ("有问题尚未交办，不参加排名", group.unsent),
        ("本次未督查", group.unseen),
    ):
        if units:
            blocks.append(Paragraph(f"{words}：{_few(units, every=every)}", "bright_black"))
    return blocks


def _few(units: Sequence[str], *, every: bool) -> str:
    if every or len(units) <= FEW + 1:
        return "、".join(units)
    return f"{'、'.join(units[:FEW])}等 {len(units)} 个（加 --rule 看全部）"


def _places(group: Class, *, before: bool) -> Table:
    is_pending = any(line.tally.pending for line in group.lines)
    words = ["交办", "按时", "逾期", "未整改", *(["未到期"] if is_pending else []), "销号", "比率"]
    columns = [Col("名次", right=True), Col("单位", grow=True)]
    columns += [Col(word, right=True) for word in words]
    if before:
        columns.append(Col("上期", right=True))
    columns.append(Col("", grow=True))
    rows = []
    for line in group.lines:
        row = [str(line.rank), line.unit, *_figures(line.tally), percent(line.tally.rate)]
        if is_pending:
            row.insert(6, str(line.tally.pending))  # behind 未整改, of which it is a part
        if before:
            row.append(_rank_before(line))
        rows.append([*row, _remark(line)])
    return Table(columns, rows, whole=True)


def _figures(counts: Tally) -> list[str]:
    late_and_open = [str(counts.late), str(counts.open)] if counts.apart else [NOTHING, NOTHING]
    return [str(counts.handed), str(counts.in_time), *late_and_open, str(counts.verified)]


def _rank_before(line: Line) -> str:
    return str(line.before.rank) if line.before else ""


def _remark(line: Line) -> str:
    return " ".join(words for words in (line.listed, _last(line)) if words)


def _last(line: Line) -> str:
    if not line.last:
        return ""
    if line.running < 2:
        return "末位"
    times = "两" if line.running == 2 else cn_number(line.running)
    return f"连续{times}次末位"


def _consequence(campaign: Campaign, line: Line) -> str:
    leads_to = consequence(campaign, line.running)
    return mark(leads_to, campaign.rules.source == "proposed")


def _records(campaign: Campaign, classes: Sequence[Class]) -> Table:
    """All places in one table, for a spreadsheet."""
    columns = [
        Col("类别"),
        Col("名次", right=True),
        Col("单位"),
        *(Col(title, right=True) for title in ("交办", "按时整改", "逾期整改", "未整改", "已销号")),
        Col("按时整改率（%）", right=True),
        Col("上期名次", right=True),
        Col("红黑榜"),
        Col("末位"),
        Col("处理"),
    ]
    rows: list[list[str | Cell]] = []
    for group in classes:
        for line in group.lines:
            rows.append(
                [
                    group.name,
                    str(line.rank),
                    line.unit,
                    *_figures(line.tally),
                    one_decimal(line.tally.rate),
                    _rank_before(line),
                    line.listed,
                    _last(line),
                    _consequence(campaign, line),
                ]
            )
    return Table(columns, rows)


def data(campaign: Campaign, ranked: Ranking) -> dict[str, Any]:
    return {
        "plan": campaign.plan.title,
        "label": campaign.plan.label,
        "start": ranked.start.isoformat(),
        "end": ranked.end.isoformat(),
        "as_of": ranked.as_of.isoformat(),
        "before": ranked.before.id if ranked.before else None,
        "recorded": ranked.recorded,
        "corrections": [change._asdict() for change in ranked.corrections],
        "total": _tally_data(ranked.total),
        "classes": [_class_data(campaign, group) for group in ranked.classes],
        "rule": list(rule_words(campaign)),
    }


def _class_data(campaign: Campaign, group: Class) -> dict[str, Any]:
    return {
        "name": group.name,
        "clean": list(group.clean),
        "unsent": list(group.unsent),
        "unseen": list(group.unseen),
        "lines": [_line_data(campaign, line) for line in group.lines],
    }


def _line_data(campaign: Campaign, line: Line) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "rank": line.rank,
        **_tally_data(line.tally),
        "listed": {"红榜": "red", "黑榜": "black"}.get(line.listed),
        "last": line.last,
        "running": line.running,
        "before": line.before.rank if line.before else None,
        "consequence": consequence(campaign, line.running) or None,
    }


def _tally_data(counts: Tally) -> dict[str, Any]:
    figures: dict[str, Any] = counts._asdict()
    if not figures.pop("apart"):
        figures.update(late=None, open=None, pending=None)
    return {**figures, "rate": round(counts.rate, 2)}
