"""A phase's targets against what is rated today."""

from __future__ import annotations

from typing import Any

from cz.show.data import indicator
from cz.show.sheet import Block, Col, Line, Table
from cz.targets import Standing
from cz.words import NOTHING, percent


def standing_blocks(standing: Standing) -> list[Block]:
    """One row a target, and the conclusion."""
    columns = [Col("项目"), Col("现状"), Col("目标"), Col("")]
    rows = [
        _a_share(standing),
        ("B类", f"{standing.b} 条", "其余不低于B类" if standing.phase.floor == "B" else "", ""),
        _c(standing),
        _unrated(standing),
        _minors(standing),
    ]
    style = "bold red" if standing.verdict == "failed" else "bold"
    return [Table(columns, rows), Line(f"结论：{conclusion(standing)}", style)]


Row = tuple[str, str, str, str]


def _a_share(standing: Standing) -> Row:
    share = NOTHING
    if standing.declared:
        share = f"{percent(standing.share)}（{standing.a}/{standing.declared}）"
    target = standing.phase.a_share
    if target is None:
        return "A类占比", share, "未定", ""
    if standing.gap:
        note = f"距{target:g}%还差 {standing.gap} 条"
    else:
        note = "已达到" if standing.rated else "尚无评级"
    return "A类占比", share, f"≥{target:g}%", note


def _c(standing: Standing) -> Row:
    if standing.phase.floor == "C":
        return "C类", f"{standing.c} 条", "方案未限制", ""
    return "C类", f"{standing.c} 条", "0 条", "⚠ 有C类，本阶段不达标" if standing.c else ""


def _unrated(standing: Standing) -> Row:
    unlisted = max(0, standing.declared - standing.listed)
    note = f"其中 {unlisted} 条尚未录入" if unlisted else ""
    return "未评", f"{standing.unrated} 条", "", note


def _minors(standing: Standing) -> Row:
    score, target = standing.minors, standing.phase.minors
    now = "尚无成绩" if score is None else f"{score:g} 分"
    if target is None:
        return "未成年人测评", now, "方案未规定", ""
    note = ""
    if score is not None:
        note = "已达到" if standing.minors_met else f"还差 {target - score:g} 分"
    return "未成年人测评", now, f"≥{target:g} 分", note


def conclusion(standing: Standing) -> str:
    """Every reason at once: one of them put right does not meet the target."""
    phase = standing.phase
    if standing.verdict == "met":
        if phase.a_share is None and phase.minors is None:
            return "没有C类；方案没有规定本阶段的A类占比和未成年人测评目标。"
        return "各项目标均已达到。"
    if standing.verdict == "open":
        return "本阶段尚无评级，不能下结论。"
    reasons = []
    if standing.c and phase.floor != "C":
        reasons.append(f"C类 {standing.c} 条（有一条C类就不达标，不论A类占比多高）")
    if standing.gap:
        reasons.append(f"A类还差 {standing.gap} 条")
    if standing.unrated:
        reasons.append(f"未评 {standing.unrated} 条")
    target = phase.minors
    if target is not None and standing.minors is None:
        reasons.append("未成年人测评尚无成绩")
    elif target is not None and standing.minors is not None and not standing.minors_met:
        reasons.append(f"未成年人测评还差 {target - standing.minors:g} 分")
    return f"尚未达标：{'；'.join(reasons)}。"


def standing_data(standing: Standing) -> dict[str, Any]:
    phase = standing.phase
    return {
        "phase": phase.number,
        "declared": standing.declared,
        "listed": standing.listed,
        "a": standing.a,
        "b": standing.b,
        "c": standing.c,
        "unrated": standing.unrated,
        "a_share": round(standing.share, 2),
        "a_share_target": phase.a_share,
        "need": standing.need,
        "gap": standing.gap,
        "floor": phase.floor,
        "minors": standing.minors,
        "minors_target": phase.minors,
        "minors_met": standing.minors_met,
        "verdict": standing.verdict,
        "rated_c": [indicator(rated, phase.number) for rated in standing.rated_c],
    }
