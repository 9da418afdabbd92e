"""``cz target`` on the screen."""

from __future__ import annotations

from datetime import date

from cz.records import STATUSES, Campaign, Indicator
from cz.show.sheet import Col
from cz.show.status import show_standing
from cz.show.terminal import console, line, rows, title
from cz.show.words import heading, mark
from cz.targets import Standing, lifts
from cz.words import cn_date

MOST = 15


def show_target(campaign: Campaign, now: Standing, today: date) -> None:
    out = console()
    plan = campaign.plan
    line(out, plan.title + (f"（{plan.label}）" if plan.label else ""), "bold")
    line(out, heading(now.phase))
    line(out, f"截至{cn_date(today)}　方案写明 {now.declared} 条测评标准，已录入 {now.listed} 条")
    line(out)
    show_standing(out, now)
    if now.rated_c:
        title(out, f"C类 {len(now.rated_c)} 条（必须先升到B类以上）")
        rows(out, _COLUMNS, [_cells(one) for one in now.rated_c])
    if now.verdict == "open":
        line(out, f"还没有评级，请先评这 {now.declared} 条：cz rate 指标编号 A", "bold")
    elif now.gap:
        title(out, f"怎样补上 {now.gap} 条")
        if now.gap > now.b + now.c + now.unrated:
            line(out, "即使现有B类、C类和未评的全部升为A类也不够，请核对指标是否录全。")
        line(
            out,
            f"现有B类 {now.b} 条，未评 {now.unrated} 条。按单位列出B类，有任务已办结的单位在前（任务办结、指标还是B类的，先查原因）：",
        )
        cells: list[tuple[str, ...]] = []
        for unit, found in lifts(campaign, now, today).items():
            for lift in found:
                one = lift.indicator
                cells.append((unit, one.id, one.title + mark(one), one.task, STATUSES[lift.status]))
        most = min(max(now.gap, MOST), 60)
        rows(
            out,
            [Col("单位"), Col("编号"), Col("B类指标", grow=True), Col("任务"), Col("任务状态")],
            cells[:most],
        )
        if len(cells) > most:
            line(
                out,
                f"……另有 {len(cells) - most} 条，看全部：cz list --kind indicator phase:{now.phase.number} rating:B",
                "bright_black",
            )
    if now.not_rated:
        title(out, f"未评 {len(now.not_rated)} 条")
        shown = now.not_rated[:MOST]
        rows(out, _COLUMNS, [_cells(one) for one in shown])
        if len(now.not_rated) > MOST:
            line(
                out,
                f"……另有 {len(now.not_rated) - MOST} 条，看全部：cz list --kind indicator phase:{now.phase.number} rating:none",
                "bright_black",
            )


_COLUMNS = [Col("编号"), Col("测评标准", grow=True), Col("单位"), Col("任务"), Col("测评方法")]


def _cells(one: Indicator) -> tuple[str, ...]:
    return one.id, one.title + mark(one), one.unit, one.task, one.method
