"""``cz evidence check``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PhaseOption,
    PlanOption,
    TodayOption,
    UnitArgument,
    UnitOption,
    WholeOption,
    either,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.records import Evidence
from cz.show.data import day_text, frame, record_data
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table, Title
from cz.show.shell import shell_word
from cz.show.waiting import patience
from cz.show.words import mark, see_the_rest
from cz.supervise.evidence import FAULTS, Fault, Lacking, Span, needed
from cz.verbs.evidence.check import Checked, check
from cz.words import cn_date, percent

MOST = 12  # rows of a list before the rest is only counted
MOST_IDS = 8
_SOURCES = {"rules": "督查规则", "phase": "本阶段起止日期"}


@examples(
    "cz evidence check                     登记的材料有没有问题，哪些指标缺材料",
    "cz evidence check 区城管局",
    "cz evidence check --all               缺材料的指标全部列出",
    "cz evidence check && echo 可以打包     材料有问题退出码是 1，只是缺材料是 0",
)
def command(
    name: UnitArgument = None,
    unit: UnitOption = None,
    phase: PhaseOption = None,
    whole: WholeOption = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    unit = either(name, unit)
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today)
    with patience("正在核对文件"):
        checked = check(opened.campaign, day, unit=unit, phase=phase)
    code = finish(opened, sheet(checked, whole=whole), form, output)
    return 1 if checked.faults else code


def sheet(checked: Checked, *, whole: bool = False) -> Sheet:
    """What is recorded, what is wrong with it by kind of fault, and what indicators lack.

    ``whole``: lists are not cut. A spreadsheet gets all that is wrong or lacking in one table.
    """
    plan = checked.campaign.plan
    label = f"（{plan.label}）" if plan.label else ""
    whose = checked.owner.name if checked.owner else ""
    most = None if whole else MOST
    blocks: list[Block] = [
        Line(f"{whose}佐证材料检查{label}", "bold"),
        Line(f"截至{cn_date(checked.today)}　{_span_text(checked.span)}"),
        *_recorded(checked, whole=whole),
    ]
    for kind, faults in groupby(checked.faults, lambda fault: fault.kind):
        blocks += _faults(kind, list(faults), checked, most)
    if checked.lacking:
        blocks += _lacking(checked, most)
    blocks += [Line(), Line(_summary(checked), "bold red" if checked.faults else "bold")]
    return Sheet(blocks, lambda: data(checked), lambda: _records(checked))


def _span_text(span: Span | None) -> str:
    if span is None:
        return (
            "材料有效期没有写明，没有查日期。请在 data/supervision.yaml 的 rules 里写上，"
            "例如 window: {start: 2026-01-01, end: 2026-12-31}，"
            "或在 data/tasks.yaml 里给本阶段写上起止日期"
        )
    start, end = cn_date(span.window.start), cn_date(span.window.end)
    return f"材料有效期 {start}至{end}（{_SOURCES[span.source]}）"


def _recorded(checked: Checked, *, whole: bool) -> list[Block]:
    total, indicators = len(checked.records), len(checked.indicators)
    blocks: list[Block] = [Title(f"已登记 {total} 份")]
    if total:
        kinds = [f"{kind} {_share(count, total)}" for kind, count in checked.counts.items()]
        blocks.append(Line("  ".join(kinds)))
    if indicators:
        proven = _share(checked.proven, indicators)
        blocks.append(Line(f"指标 {indicators} 条，本身或所属任务有材料的 {proven}。"))
    elif checked.owner:
        blocks.append(Line("没有这个单位负责的指标。"))
    if checked.unhashed:
        blocks.append(
            Line(
                f"没有校验值的 {len(checked.unhashed)} 份，看不出改动过没有："
                f"{_ids(checked.unhashed, whole=whole)}。"
            )
        )
    return blocks


def _share(count: int, total: int) -> str:
    return f"{count}（{percent(100 * count / total)}）"


def _ids(records: Sequence[Evidence], *, whole: bool) -> str:
    ids = [record.id for record in records]
    if whole or len(ids) <= MOST_IDS:
        return "、".join(ids)
    return "、".join(ids[:MOST_IDS]) + "等"


def _faults(kind: str, faults: Sequence[Fault], checked: Checked, most: int | None) -> list[Block]:
    of_captions = kind == "caption"
    columns = [
        Col("编号"),
        Col("用于"),
        Col("图说或文件" if of_captions else "文件", grow=True),
        Col("问题"),
    ]
    rows = []
    for fault in faults[:most]:
        record = fault.record
        shown = record.file
        if of_captions and record.caption:
            shown = record.caption
        rows.append([record.id, record.about, shown, fault.words])
    return [
        Title(f"{FAULTS[kind]} {len(faults)} 份"),
        Table(columns, rows),
        *_rest(len(faults), "份", checked, most),
        *(_to_take_over(faults[:most]) if kind == "moved" else []),
    ]


def _to_take_over(faults: Sequence[Fault]) -> list[Block]:
    """How the records follow the files that were moved."""
    commands = [
        f"cz evidence add {fault.record.about} {shell_word(fault.where)}" for fault in faults
    ]
    return [Line("记录跟着改，请执行："), *(Line(f"  {command}") for command in commands)]


def _lacking(checked: Checked, most: int | None) -> list[Block]:
    rows = []
    for lacking in checked.lacking[:most]:
        indicator = lacking.indicator
        title = indicator.title + mark(indicator)
        rows.append([indicator.id, title, "、".join(lacking.kinds)])
    return [
        Title(f"缺材料的指标 {len(checked.lacking)} 条（按材料要求里的字眼判断）"),
        Table([Col("编号"), Col("测评标准", grow=True), Col("缺哪一类")], rows),
        *_rest(len(checked.lacking), "条", checked, most),
    ]


def _rest(count: int, measure: str, checked: Checked, most: int | None) -> list[Block]:
    if most is None or count <= most:
        return []
    unit = f" --unit {checked.owner.name}" if checked.owner else ""
    rest = see_the_rest(count - most, f"cz evidence check{unit} --all", measure)
    return [Line(rest, "bright_black")]


def _summary(checked: Checked) -> str:
    faulty = len({fault.record.id for fault in checked.faults})
    if faulty:
        records = f"有问题的材料 {faulty} 份"
    elif checked.records:
        records = "登记的材料都没有问题"
    else:
        records = "还没有登记材料"
    if checked.lacking:
        return f"小结：{records}；缺材料的指标 {len(checked.lacking)} 条。"
    if not checked.indicators:
        return f"小结：{records}。"
    if any(needed(indicator.material) for indicator in checked.indicators):
        return f"小结：{records}；指标要的几类材料都有了。"
    return f"小结：{records}；指标没有写明要什么材料。"


# --- as data ----------------------------------------------------------------------------------


def _records(checked: Checked) -> Table:
    """A row a fault, then a row an indicator that lacks something."""
    titles = ("问题", "具体", "编号", "用于", "类别", "日期", "文件", "图说或名称")
    rows: list[list[str | Cell]] = []
    for fault in checked.faults:
        record = fault.record
        rows.append(
            [
                FAULTS[fault.kind],
                fault.words,
                record.id,
                record.about,
                record.kind,
                record.date.isoformat(),
                record.file,
                record.caption,
            ]
        )
    for lacking in checked.lacking:
        indicator = lacking.indicator
        kinds = "、".join(lacking.kinds)
        rows.append(["缺材料", f"缺{kinds}", "", indicator.id, "", "", "", indicator.title])
    return Table([Col(title) for title in titles], rows)


def data(checked: Checked) -> dict[str, Any]:
    return {
        **frame(checked.campaign, checked.today),
        "unit": checked.owner.name if checked.owner else None,
        "window": _window_data(checked.span),
        "total": len(checked.records),
        "kinds": _kinds_data(checked),
        "indicators": len(checked.indicators),
        "indicators_with_evidence": checked.proven,
        "problems": [_fault_data(fault) for fault in checked.faults],
        "lacking": [_lacking_data(lacking) for lacking in checked.lacking],
        "without_checksum": [record.id for record in checked.unhashed],
    }


def _window_data(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    start, end = day_text(span.window.start), day_text(span.window.end)
    return {"start": start, "end": end, "source": span.source}


def _kinds_data(checked: Checked) -> list[dict[str, Any]]:
    total = max(1, len(checked.records))
    return [
        {"kind": kind, "count": count, "percent": round(100 * count / total, 2)}
        for kind, count in checked.counts.items()
    ]


def _fault_data(fault: Fault) -> dict[str, Any]:
    return {"problem": fault.kind, "words": fault.words, **record_data(fault.record)}


def _lacking_data(lacking: Lacking) -> dict[str, Any]:
    indicator = lacking.indicator
    return {
        "id": indicator.id,
        "title": indicator.title,
        "unit": indicator.unit,
        "task": indicator.task,
        "material": indicator.material,
        "kinds": list(lacking.kinds),
        "source": indicator.source,
    }
