"""The commands that read: status, list, show, target, check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cz.cli import suggest
from cz.cli.common import (
    AtOption,
    ChapterOption,
    GroupOption,
    JsonOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitOption,
    clock,
    examples,
    exit_code,
    one_form,
    open_for_reading,
)  # fmt: skip

if TYPE_CHECKING:
    from cz.records import Campaign


@examples(
    "cz status                      全区进展", "cz status --unit 区教育局      一个单位牵头、参与什么，指标怎样",
    "cz status --unit qjyj          用拼音首字母也行", "cz status --group 环境卫生组 --phase 2",
    "cz status --at 2026-06-30        那时的样子，数字一个不差", "cz status --since 2026-06-30     那时以来动了多少",
)  # fmt: skip
def status_command(
    unit: UnitOption = None, group: GroupOption = None, chapter: ChapterOption = None, phase: PhaseOption = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="版本", help="和那时比，动了多少：日期或提交编号。")
    ] = None,
    at: AtOption = None, json: JsonOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs import status
    from cz.verbs.plan import pick_phase

    found, day = open_for_reading(plan, today, at)
    number = pick_phase(found.campaign, phase, day)
    if unit is not None:
        sheet = status.unit_sheet(found.campaign, unit, number, day, group, chapter)
        if json:
            from cz.show import data

            print(data.dump(data.unit(sheet)))
        else:
            from cz.show.status import show_unit

            show_unit(sheet)
        return exit_code(found)
    whole = status.overview(found.campaign, number, day, group, chapter)
    moved = status.movement(_then(plan, since), found.campaign, number, day, group, chapter) if since else None
    if json:
        from cz.show import data

        print(data.dump(data.overview(whole, moved)))
    else:
        from cz.show.status import show_overview

        show_overview(whole, moved)
    return exit_code(found)


def _then(plan: str | None, since: str) -> Campaign:
    from cz.verbs.past import open_at
    from cz.verbs.plan import find_plan

    return open_at(find_plan(plan), since).plan.campaign


@examples(
    "cz list unit:区教育局 status:doing", 'cz list "due<2026-07-01" not status:done,verified --sort due',
    "cz list light:red or status:blocked", "cz list source:proposed 志愿", "cz list --kind indicator rating:C",
    "cz list --kind unit 街道", "cz list phase:2 --csv > 任务.csv",
)  # fmt: skip
def list_command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="条件", autocompletion=suggest.query_words, show_default=False,
            help="unit: lead: group: chapter: phase: status: light: due< due> source: rating: project: method: task:，或任意词；not 否定，or 或者；几个值用逗号隔开。",
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="种类", help="task 任务，step 步骤，indicator 指标，unit 单位。", autocompletion=suggest.kinds)
    ] = None,
    sort: Annotated[str | None, typer.Option("--sort", metavar="列", help="按哪一列排，例如 due；-due 倒排；可用逗号写几列。")] = None,
    columns: Annotated[str | None, typer.Option("--columns", metavar="列", help="显示哪些列，例如 id,title,units,group。")] = None,
    json: JsonOption = False,
    csv: Annotated[bool, typer.Option("--csv", help="输出 CSV，可用 Excel、WPS 打开。")] = False,
    at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.verbs.listing import listing

    one_form(json=json, csv=csv)
    found, day = open_for_reading(plan, today, at)
    rows = listing(found.campaign, query or (), day, kind, sort, columns)
    if json:
        from cz.show import data

        print(data.dump(data.rows(rows)))
    elif csv:
        from cz.show.listing import csv_text

        sys.stdout.flush()
        sys.stdout.buffer.write(csv_text(rows).encode("utf-8"))
    else:
        from cz.show.listing import show_listing

        show_listing(rows)
    return exit_code(found)


@examples("cz show 1-5", "cz show s2-1", "cz show i9-14", "cz show f260309-1", "cz show 区教育局", "cz show 宣传教育组")
def show_command(
    name: Annotated[
        str, typer.Argument(metavar="编号", help="任务、步骤、指标、问题、督办单等的编号，或单位、工作组的名称。", autocompletion=suggest.everything)
    ],
    phase: PhaseOption = None, at: AtOption = None, json: JsonOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.problem import Refusal
    from cz.verbs.ledger import is_of_ledger
    from cz.verbs.plan import pick_phase
    from cz.verbs.showing import card

    found, day = open_for_reading(plan, today, at)
    if is_of_ledger(name):
        from cz.cli.finding import show_of_ledger

        return show_of_ledger(found, name, day, json=json)
    try:
        shown = card(found.campaign, name, pick_phase(found.campaign, phase, day), day)
    except Refusal as refusal:
        if refusal.missing and refusal.missing in {problem.record for problem in found.unread}:
            raise Refusal(f"{refusal.missing} 这条记录有错，没有读进来。请先改正上面的问题。", exit_code=1) from None
        raise
    if json:
        from cz.show import data

        print(data.dump(data.card(shown)))
    else:
        from cz.show.card import show_card

        show_card(shown, day)
    return exit_code(found)


@examples("cz target", "cz target --phase 2")
def target_command(
    phase: PhaseOption = None, at: AtOption = None, json: JsonOption = False, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.targets import standing
    from cz.verbs.plan import pick_phase

    found, day = open_for_reading(plan, today, at)
    now = standing(found.campaign, pick_phase(found.campaign, phase, day))
    if json:
        from cz.show import data

        print(data.dump(data.target(found.campaign, now, day)))
    else:
        from cz.show.target import show_target

        show_target(found.campaign, now, day)
    return exit_code(found)


@examples("cz check", "cz check --json", "cz check --github      在流水线里标注到改动的行")
def check_command(
    json: JsonOption = False,
    github: Annotated[bool, typer.Option("--github", help="输出 GitHub 流水线的标注。")] = False,
    at: AtOption = None, plan: PlanOption = None, today: TodayOption = None,
) -> int:  # fmt: skip
    from cz.show import complaints
    from cz.verbs.checking import check
    from cz.verbs.plan import find_plan, open_plan

    one_form(json=json, github=github)
    if at:
        from cz.verbs.past import open_at

        found = open_at(find_plan(plan), at).plan
    else:
        found = open_plan(find_plan(plan))
    problems = check(found, clock(today)(found.campaign))
    if json:
        from cz.show.data import dump

        print(dump([complaints.as_data(problem) for problem in problems]))
    elif github:
        for problem in problems:
            print(complaints.github(problem))
    else:
        complaints.complain(problems, out=sys.stdout)
        print(complaints.summary(problems))
    return 1 if any(problem.level == "error" for problem in problems) else 0
