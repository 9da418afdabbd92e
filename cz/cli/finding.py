"""The ledger of findings: finding add, list, show, rectify, verify, reopen, due, assign."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.common import (
    AtOption,
    DryRunOption,
    JsonOption,
    PlanOption,
    TodayOption,
    UnitOption,
    clock,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)  # fmt: skip
from cz.cli.recording import CommitOption, folder_of, how, record

if TYPE_CHECKING:
    import datetime

    from cz.verbs.plan import Opened


@examples(
    "cz finding add --unit 城东街道 --problem 楼道堆放杂物 --spot 棉纺小区",
    "cz finding add --unit 柳溪镇 --problem 摊位占道 --spot 柳溪镇农贸市场 --type 农贸市场 --due 2026-07-20 --with 区市场监督管理局",
    "cz finding add --unit 城西街道 --problem 无 --spot 办事大厅      没有问题的点位也记一笔",
)  # fmt: skip
def finding_add_command(
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="责任单位，只写一个。", autocompletion=suggest.units)],
    problem: Annotated[str, typer.Option("--problem", metavar="问题", help="存在问题，一句话；没有问题写 无。")],
    spot: Annotated[str, typer.Option("--spot", metavar="点位", help="在哪里，例如 柳溪镇农贸市场。")] = "",
    type_: Annotated[
        str, typer.Option("--type", metavar="类型", help="点位类型，例如 农贸市场。", autocompletion=suggest.spot_types)
    ] = "",
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="督查日期；不写就是今天。")] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="时限", help="整改时限，日期或 3天；不写就按督查规则的天数算，暂不交办写 无。")
    ] = None,
    helpers: Annotated[
        list[str] | None, typer.Option("--with", metavar="单位", help="协办单位，可以写几次。", autocompletion=suggest.units)
    ] = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", metavar="指标", help="对应的指标编号。", autocompletion=suggest.indicators)
    ] = None,
    task: Annotated[str | None, typer.Option("--task", metavar="任务", help="对应的任务或步骤编号。", autocompletion=suggest.work)] = None,
    by: Annotated[str, typer.Option("--by", metavar="督查组", help="谁发现的，例如 督查一组。")] = "",
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import add

    return record(
        add, folder_of(plan), clock(today), unit=unit, problem=problem, spot=spot, type_=type_, day_=date, due=due, helpers=helpers or (),
        indicator=indicator, task=task, by=by, how=how(dry_run, commit),
    )  # fmt: skip


@examples(
    "cz finding list --state 逾期", "cz finding list --unit 城东街道 --state 待整改,待复核", "cz finding list 占道 --type 农贸市场 --sort due",
    "cz finding list --from 2026-07-01 --to 2026-07-15 --csv > 台账.csv",
)  # fmt: skip
def finding_list_command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="词", show_default=False, help="编号、点位、问题、单位或类型里的词；几个词要都有。")
    ] = None,
    unit: UnitOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", metavar="状态", help="待交办、待整改、待复核、已销号、逾期；几种用逗号隔开。", autocompletion=suggest.finding_states
        ),
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="类型", help="点位类型，或其中一段。", autocompletion=suggest.spot_types)
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="日期", help="督查日期从哪天起。")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="日期", help="督查日期到哪天止。")] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="列", help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。", autocompletion=suggest.finding_sorts),
    ] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV，可用 Excel、WPS 打开。")] = False,
    at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.ledger import findings

    one_form(json=json, csv=csv)
    found, day = open_for_reading(plan, today, at)
    listed = findings(found.campaign, words or (), day, unit=unit, state=state, type_=type_, start=start, end=end, sort=sort)
    if json:
        from cz.show import data

        print(data.dump([data.finding(row.stand, row.unit, row.fix, helping=row.helping) for row in listed.rows]))
    elif csv:
        from cz.show.finding import csv_text

        sys.stdout.flush()
        sys.stdout.buffer.write(csv_text(listed).encode("utf-8"))
    else:
        from cz.show.finding import show_findings

        show_findings(listed)
    return exit_code(found)


@examples("cz finding show f260309-1", "cz finding show f260309-1 --json")
def finding_show_command(
    id: Annotated[str, typer.Argument(metavar="编号", help="问题的编号，例如 f260701-3。", autocompletion=suggest.findings)],
    at: AtOption = None, json: JsonOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    found, day = open_for_reading(plan, today, at)
    return show_of_ledger(found, id, day, json=json)


def show_of_ledger(found: Opened, id_: str, day: datetime.date, *, json: bool) -> int:
    """One record of supervision: a finding from end to end, of any other its facts."""
    from cz.problem import Refusal
    from cz.records import Finding
    from cz.verbs.ledger import ledger_record, story

    try:
        one = ledger_record(found.campaign, id_)
    except Refusal as refusal:
        if refusal.missing and refusal.missing in {problem.record for problem in found.unread}:
            raise Refusal(f"{refusal.missing} 这条记录有错，没有读进来。请先改正上面的问题。", exit_code=1) from None
        raise
    told = story(found.campaign, one, day) if isinstance(one, Finding) else None
    if json:
        from cz.show import data

        print(data.dump(data.story(told) if told else data.ledger_record(one)))
    elif told:
        from cz.show.finding import show_story

        show_story(told)
    else:
        from cz.show.finding import show_facts

        show_facts(found.campaign, one)
    return exit_code(found)


_Ids = Annotated[
    list[str], typer.Argument(metavar="编号", help="问题的编号，可以写几个，也可以写一段：f260701-3~7。", autocompletion=suggest.findings)
]
_OpenIds = Annotated[
    list[str], typer.Argument(metavar="编号", help="问题的编号，可以写几个，也可以写一段：f260701-3~7。", autocompletion=suggest.open_findings)
]


@examples(
    "cz finding rectify f260710-6", "cz finding rectify f260710-6 f260710-8 --date 2026-07-14 --fix 已清理并安排专人值守",
)  # fmt: skip
def finding_rectify_command(
    ids: _OpenIds,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="单位报来整改的日期；不写就是今天。")] = None,
    fix: Annotated[str | None, typer.Option("--fix", metavar="说明", help="整改情况，一句话。")] = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import rectify

    return record(rectify, folder_of(plan), ids, clock(today), day_=date, fix=fix, how=how(dry_run, commit))


@examples("cz finding verify f260710-18", "cz finding verify f260710-18 f260710-19 --date 2026-07-15 --commit")
def finding_verify_command(
    ids: _Ids,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="复核的日期；不写就是今天。")] = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import verify

    return record(verify, folder_of(plan), ids, clock(today), day_=date, how=how(dry_run, commit))


@examples(
    "cz finding reopen f260710-18 --reason 照片与点位不符", "cz finding reopen f260710-20 --reason 回头看时现场反弹 --due 2026-07-22",
)  # fmt: skip
def finding_reopen_command(
    ids: _Ids,
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么退回或重开，一句话。")],
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="退回或重开的日期；不写就是今天。")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="时限", help="新的整改时限，日期或 3天；不写，退回的不变，重开的从重开那天按督查规则的天数算。")] = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import reopen

    return record(reopen, folder_of(plan), ids, reason, clock(today), day_=date, due=due, how=how(dry_run, commit))


@examples(
    "cz finding due f260710-6 2026-07-25 --reason 雨天停工", "cz finding due f260706-14 2026-07-22              还没有时限的，这就是交办",
)  # fmt: skip
def finding_due_command(
    ids: _OpenIds,
    due: Annotated[str, typer.Argument(metavar="日期", help="整改时限，例如 2026-07-22。")],
    reason: Annotated[str | None, typer.Option("--reason", metavar="理由", help="改时限的理由；第一次定时限不必写。")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="批准的日期；不写就是今天。")] = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import set_deadline

    return record(set_deadline, folder_of(plan), ids, due, clock(today), reason=reason, day_=date, how=how(dry_run, commit))


@examples(
    "cz finding assign f260710-6 --unit 柳溪镇                      交办错了单位", "cz finding assign f260710-6 --unit 柳溪镇 --with 区城市管理局",
)  # fmt: skip
def finding_assign_command(
    ids: _OpenIds,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="改派给哪个单位，只写一个。", autocompletion=suggest.units)],
    helpers: Annotated[
        list[str] | None, typer.Option("--with", metavar="单位", help="协办单位，可以写几次；不写就不变。", autocompletion=suggest.units)
    ] = None,
    dry_run: DryRunOption = False, commit: CommitOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.finding import assign

    return record(assign, folder_of(plan), ids, unit, clock(today), helpers=helpers or None, how=how(dry_run, commit))
