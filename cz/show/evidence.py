"""``cz evidence`` on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cz.show.sheet import Col
from cz.show.terminal import console, line, rows, title
from cz.show.words import mark
from cz.supervise.evidence import FAULTS, Fault, needed
from cz.words import cn_date, percent

if TYPE_CHECKING:
    from rich.console import Console

    from cz.verbs.evidence import Checked

MOST = 12  # rows of a list before the rest is only counted
_SOURCES = {"rules": "督查规则", "phase": "本阶段起止日期"}


def show_check(found: Checked, *, whole: bool = False) -> None:
    """``whole``: lists are not cut."""
    out = console()
    most = None if whole else MOST
    label = found.campaign.plan.label
    line(
        out,
        f"{found.owner.name if found.owner else ''}佐证材料检查{f'（{label}）' if label else ''}",
        "bold",
    )
    line(out, f"截至{cn_date(found.today)}　{_span(found)}")
    total = len(found.records)
    title(out, f"已登记 {total} 份")
    if total:
        line(
            out, "  ".join(f"{kind} {_share(count, total)}" for kind, count in found.counts.items())
        )
    if found.indicators:
        line(
            out,
            f"指标 {len(found.indicators)} 条，本身或所属任务有材料的 {_share(found.proven, len(found.indicators))}。",
        )
    elif found.owner:
        line(out, "没有这个单位负责的指标。")
    if found.unhashed:
        line(
            out,
            f"没有校验值的 {len(found.unhashed)} 份，看不出改动过没有：{_some([one.id for one in found.unhashed], whole=whole)}。",
        )
    for kind, group in groupby(found.faults, lambda fault: fault.kind):
        _faults(out, kind, list(group), found, most)
    if found.lacking:
        title(out, f"缺材料的指标 {len(found.lacking)} 条（按材料要求里的字眼判断）")
        rows(
            out,
            [Col("编号"), Col("测评标准", grow=True), Col("缺哪一类")],
            [
                (one.indicator.id, one.indicator.title + mark(one.indicator), "、".join(one.kinds))
                for one in found.lacking[:most]
            ],
        )
        _more(out, len(found.lacking), "条", found, most)
    line(out)
    line(out, _summary(found), "bold red" if found.faults else "bold")


def _share(count: int, total: int) -> str:
    return f"{count}（{percent(100 * count / total)}）"


def _span(found: Checked) -> str:
    if found.span is None:
        return (
            "材料有效期没有写明，没有查日期。请在 data/supervision.yaml 的 rules 里写上，例如 window: {start: 2026-01-01, end: 2026-12-31}，"
            "或在 data/tasks.yaml 里给本阶段写上起止日期"
        )
    window = found.span.window
    return f"材料有效期 {cn_date(window.start)}至{cn_date(window.end)}（{_SOURCES[found.span.source]}）"


def _faults(
    out: Console, kind: str, group: Sequence[Fault], found: Checked, most: int | None
) -> None:
    title(out, f"{FAULTS[kind]} {len(group)} 份")
    if kind == "caption":
        cells = [
            (
                fault.record.id,
                fault.record.about,
                fault.record.caption or fault.record.file,
                fault.words,
            )
            for fault in group[:most]
        ]
    else:
        cells = [
            (fault.record.id, fault.record.about, fault.record.file, fault.words)
            for fault in group[:most]
        ]
    rows(
        out,
        [
            Col("编号"),
            Col("用于"),
            Col("图说或文件" if kind == "caption" else "文件", grow=True),
            Col("问题"),
        ],
        cells,
    )
    _more(out, len(group), "份", found, most)


def _more(out: Console, count: int, word: str, found: Checked, most: int | None) -> None:
    if most is not None and count > most:
        unit = f" --unit {found.owner.name}" if found.owner else ""
        line(
            out,
            f"……另有 {count - most} {word}，看全部：cz evidence check{unit} --all",
            "bright_black",
        )


def _some(ids: Sequence[str], *, whole: bool) -> str:
    if whole:
        return "、".join(ids)
    return "、".join(ids[:8]) + ("等" if len(ids) > 8 else "")


def _summary(found: Checked) -> str:
    concerned = len({fault.record.id for fault in found.faults})
    told = (
        f"有问题的材料 {concerned} 份"
        if concerned
        else "登记的材料都没有问题"
        if found.records
        else "还没有登记材料"
    )
    if found.lacking:
        return f"小结：{told}；缺材料的指标 {len(found.lacking)} 条。"
    if not found.indicators:
        return f"小结：{told}。"
    asked = any(needed(one.material) for one in found.indicators)
    return f"小结：{told}；{'指标要的几类材料都有了' if asked else '指标没有写明要什么材料'}。"
