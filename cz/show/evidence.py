"""``cz evidence`` on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cz.show.terminal import Col, console, line, rows, title
from cz.show.words import cn_date, mark, percent
from cz.supervise.evidence import FAULTS, Fault

if TYPE_CHECKING:
    from rich.console import Console

    from cz.verbs.evidence import Checked

MOST = 12  # rows of a list before the rest is only counted
_SOURCES = {"rules": "督查规则", "phase": "本阶段起止日期"}


def show_check(found: Checked) -> None:
    out = console()
    label = found.campaign.plan.label
    line(out, f"{found.owner.name if found.owner else ''}佐证材料检查{f'（{label}）' if label else ''}", "bold")
    line(out, f"截至{cn_date(found.today)}　{_span(found)}")
    total = len(found.records)
    title(out, f"已登记 {total} 份")
    if total:
        line(out, "  ".join(f"{kind} {_share(count, total)}" for kind, count in found.counts.items()))
    if found.indicators:
        line(out, f"指标 {len(found.indicators)} 条，本身或所属任务有材料的 {_share(found.proven, len(found.indicators))}。")
    elif found.owner:
        line(out, "没有这个单位负责的指标。")
    if found.unhashed:
        line(out, f"没有校验值的 {len(found.unhashed)} 份，看不出改动过没有：{_some([one.id for one in found.unhashed])}。")
    for kind, group in groupby(found.faults, lambda fault: fault.kind):
        _faults(out, kind, list(group), found)
    if found.lacking:
        title(out, f"缺材料的指标 {len(found.lacking)} 条（按材料要求里的字眼判断）")
        rows(
            out, [Col("编号"), Col("测评标准", grow=True), Col("缺哪一类")],
            [(one.indicator.id, one.indicator.title + mark(one.indicator), "、".join(one.kinds)) for one in found.lacking[:MOST]],
        )  # fmt: skip
        _more(out, len(found.lacking), "条", found)
    line(out)
    line(out, _summary(found), "bold red" if found.faults else "bold")


def _share(count: int, total: int) -> str:
    return f"{count}（{percent(100 * count / total)}）"


def _span(found: Checked) -> str:
    if found.span is None:
        return "材料有效期没有写明（督查规则的 window 和阶段的起止日期都没有），没有查日期"
    window = found.span.window
    return f"材料有效期 {cn_date(window.start)}至{cn_date(window.end)}（{_SOURCES[found.span.source]}）"


def _faults(out: Console, kind: str, group: Sequence[Fault], found: Checked) -> None:
    title(out, f"{FAULTS[kind]} {len(group)} 份")
    if kind == "caption":
        cells = [(fault.record.id, fault.record.about, fault.record.caption or fault.record.file, fault.words) for fault in group[:MOST]]
    else:
        cells = [(fault.record.id, fault.record.about, fault.record.file, fault.words) for fault in group[:MOST]]
    rows(out, [Col("编号"), Col("用于"), Col("图说或文件" if kind == "caption" else "文件", grow=True), Col("问题")], cells)
    _more(out, len(group), "份", found)


def _more(out: Console, count: int, word: str, found: Checked) -> None:
    if count > MOST:
        unit = f" --unit {found.owner.name}" if found.owner else ""
        line(out, f"……另有 {count - MOST} {word}，看全部：cz evidence check{unit} --json", "bright_black")


def _some(ids: Sequence[str]) -> str:
    return "、".join(ids[:8]) + ("等" if len(ids) > 8 else "")


def _summary(found: Checked) -> str:
    concerned = len({fault.record.id for fault in found.faults})
    told = f"有问题的材料 {concerned} 份" if concerned else "登记的材料都没有问题" if found.records else "还没有登记材料"
    if found.lacking:
        return f"小结：{told}；缺材料的指标 {len(found.lacking)} 条。"
    return f"小结：{told}{'；指标要的几类材料都有了' if found.indicators else ''}。"
