"""``cz who check``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    WholeOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.roster import FAULTS, Fault
from cz.show.data import frame
from cz.show.sheet import Block, Col, Line, Sheet, Table, Title
from cz.show.words import file_title
from cz.verbs.who.check import Checked, check
from cz.words import cn_date

MOST = 12  # units that are named before the rest is only counted
_LISTED = ("contact", "leader")  # many alike: named in one line


@examples(
    "cz who check                 缺谁、谁已卸任、谁重了",
    "cz who check --all           缺联络员的单位全部列出",
    "cz who check --csv -o 名单缺漏.csv",
)
def command(
    whole: WholeOption = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    checked = check(opened.campaign, day)
    code = finish(opened, sheet(checked, whole=whole), form, output)
    return 1 if checked.faults else code


def sheet(checked: Checked, *, whole: bool = False) -> Sheet:
    plan = checked.campaign.plan
    label = f"（{plan.label}）" if plan.label else ""
    blocks: list[Block] = [
        Line(f"名单检查{label}", "bold"),
        Line(f"截至{cn_date(checked.day)}　在任 {checked.in_office} 人"),
    ]
    for kind, group in groupby(checked.faults, lambda fault: fault.kind):
        blocks += _faults(kind, list(group), whole=whole)
    summary = "小结：没有缺漏。"
    if checked.faults:
        summary = f"小结：{len(checked.faults)} 处。换人、补人用 cz who change。"
    blocks += [Line(), Line(summary, "bold")]
    titles = ("问题", "机构或单位", "具体", "编号")
    rows = [
        [FAULTS[fault.kind], fault.place, fault.words, "、".join(fault.people)]
        for fault in checked.faults
    ]
    records = Table([Col(title) for title in titles], rows)
    return Sheet(blocks, data(checked), records, file_title("名单检查", plan, checked.day))


def _faults(kind: str, faults: Sequence[Fault], *, whole: bool) -> list[Block]:
    title = Title(f"{FAULTS[kind]} {len(faults)} 个")
    if kind not in _LISTED:
        return [
            title,
            Table([Col("在哪里"), Col("具体", grow=True)], [[f.place, f.words] for f in faults]),
        ]
    named = faults if whole else faults[:MOST]
    places = "、".join(fault.place for fault in named)
    if len(faults) > len(named):
        places += f"等，另有 {len(faults) - len(named)} 个（加 --all 看）"
    return [title, Line(places)]


def data(checked: Checked) -> dict[str, Any]:
    return {
        **frame(checked.campaign, checked.day),
        "in_office": checked.in_office,
        "problems": [{**fault._asdict(), "people": list(fault.people)} for fault in checked.faults],
    }
