"""``cz status`` on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cz.progress import State
from cz.show.sheet import Col
from cz.show.terminal import console, line, rows, title
from cz.show.words import (
    count_share,
    finding_state,
    heading,
    is_ours,
    lateness,
    lead_text,
    light_text,
    mark,
    status_text,
)
from cz.supervise.state import STATES, Counts, counts
from cz.targets import Standing, count_ratings
from cz.verbs.status import SOON
from cz.words import OURS, bar, cn_date, cn_number, one_decimal, percent, short_date

if TYPE_CHECKING:
    from rich.console import Console

    from cz.verbs.status import Moved, Overview, UnitSheet

MOST = 12  # rows of a list before the rest is only counted


def show_overview(found: Overview, moved: tuple[Moved, ...] | None = None) -> None:
    out = console()
    plan = found.campaign.plan
    line(out, plan.title + (f"（{plan.label}）" if plan.label else ""), "bold")
    line(out, heading(found.phase))
    line(out, f"截至{cn_date(found.today)}" + (f"　{found.title}" if found.title else ""))
    if found.standing:
        title(out, "目标对照")
        show_standing(out, found.standing)
    if moved is not None:
        title(out, "和那时比")
        cells = [
            (one.word, _figure(one.then, one.unit), _figure(one.now, one.unit), _gain(one))
            for one in moved
        ]
        if cells:
            rows(
                out,
                [
                    Col("项目"),
                    Col("那时", right=True),
                    Col("现在", right=True),
                    Col("变化", right=True),
                ],
                cells,
            )
        else:
            line(out, "没有变化。")
    total = len(found.states)
    title(out, f"任务 {total} 项")
    line(out, "  ".join(count_share(share) for share in found.shares))
    if found.chapters:
        title(out, "各板块（已完成、已复核计为完成）")
        rows(
            out,
            [
                Col("板块", grow=True),
                Col("完成", right=True),
                Col("占比", right=True),
                Col("逾期", right=True),
                Col(""),
            ],
            [
                (
                    f"（{cn_number(one.chapter.number)}）{one.chapter.title}",
                    f"{one.finished}/{one.total}",
                    percent(100 * one.finished / one.total),
                    str(one.late) if one.late else "",
                    bar(100 * one.finished / one.total, 16),
                )
                for one in found.chapters
            ],
        )
    if found.title:
        title(out, "任务清单")
        _work(out, found.states, found, lead=True)
    if found.steps:
        title(out, f"实施步骤 {len(found.steps)} 项")
        _work(out, found.steps, found, lead=False)
    _late_and_soon(out, found.late, found.soon, found)
    if found.findings:
        title(out, f"督查问题 {found.findings.total} 个")
        line(out, findings_words(found.findings))
        if found.findings.late:
            line(out, "看逾期未整改的：cz finding list --state 逾期", "bright_black")
    if found.orders:
        title(out, f"督办单未回复 {len(found.orders)} 张")
        line(
            out,
            "、".join(f"{one.id} {one.unit}（{one.color}）" for one in found.orders[:MOST])
            + ("等" if len(found.orders) > MOST else ""),
        )
    _ours(out, found)
    line(out)
    finished = sum(one.finished for one in found.states)
    share = f"（{percent(100 * finished / total)}）" if total else ""
    summary = f"小结：完成 {finished}/{total}{share}，逾期 {len(found.late)} 项，{SOON} 天内到期 {len(found.soon)} 项"
    if found.findings and found.findings.late:
        summary += f"；督查问题逾期未整改 {found.findings.late} 个"
    if found.standing:
        summary += f"；{conclusion(found.standing)}"
    line(out, summary.rstrip("。") + "。", "bold")


def _figure(value: float, unit: str) -> str:
    return percent(value) if unit == "%" else f"{value:g}{unit}"


def _gain(one: Moved) -> str:
    gain = one.now - one.then
    if one.unit == "%":  # as printed beside it
        gain = float(one_decimal(one.now)) - float(one_decimal(one.then))
    size = f"{one_decimal(abs(gain))}个百分点" if one.unit == "%" else f"{abs(gain):g}{one.unit}"
    return f"{'+' if gain > 0 else '-'}{size}{'' if one.better * gain >= 0 else ' ⚠'}"


def _late_and_soon(
    out: Console, late: Sequence[State], soon: Sequence[State], found: Overview | UnitSheet
) -> None:
    if late:
        title(out, f"逾期 {len(late)} 项")
        _work(out, late[:MOST], found, lead=True)
        _more(out, len(late), f'cz list "due<{found.today}" not status:done,verified')
    if soon:
        title(out, f"{SOON} 天内到期 {len(soon)} 项")
        _work(out, soon[:MOST], found, lead=True)
        _more(out, len(soon), f'cz list "due>={found.today}" not status:done,verified --sort due')


def _more(out: Console, count: int, command: str) -> None:
    if count > MOST:
        line(out, f"……另有 {count - MOST} 项，看全部：{command}", "bright_black")


def _work(
    out: Console, states: Sequence[State], found: Overview | UnitSheet, *, lead: bool
) -> None:
    columns = [Col("编号"), Col("任务", grow=True)]
    if lead:
        columns.append(Col("牵头单位"))
    columns += [Col("状态"), Col("灯"), Col("时限"), Col("")]
    cells = []
    for one in states:
        cell = [one.item.id, one.item.title]
        if lead:
            cell.append(lead_text(one.item))
        due = short_date(one.due, found.today) if one.due else ""
        cells.append([*cell, status_text(one), light_text(one.light), due, lateness(one)])
    if all(not cell[-1] for cell in cells):
        columns, cells = columns[:-1], [cell[:-1] for cell in cells]
    rows(out, columns, cells)


def findings_words(found: Counts) -> str:
    """Count and share of every state, the overdue ones beside those that are open."""
    words = []
    for state, count in (
        ("unsent", found.unsent),
        ("open", found.open),
        ("rectified", found.rectified),
        ("verified", found.verified),
    ):
        if count or state != "unsent":
            late = f"，其中逾期 {found.late}" if state == "open" and found.late else ""
            words.append(f"{STATES[state]} {count}（{percent(100 * count / found.total)}{late}）")
    return "  ".join(words)


def _findings(out: Console, sheet: UnitSheet) -> None:
    if not sheet.findings and not sheet.helping:
        return
    found = counts(sheet.findings)
    title(out, f"督查问题 {found.total} 个" + (f"：{findings_words(found)}" if found.total else ""))
    shown = [(one, "") for one in sheet.findings if one.state != "verified"] + [
        (one, "协办") for one in sheet.helping if not one.settled
    ]
    if not shown:
        return
    helping = any(role for _, role in shown)
    rows(
        out,
        [
            Col("编号"),
            Col("点位", grow=True),
            Col("存在问题", grow=True),
            *([Col("")] if helping else []),
            Col("状态"),
            Col("时限"),
            Col(""),
        ],
        [
            (
                one.finding.id,
                one.finding.spot,
                one.finding.problem,
                *([role] if helping else []),
                finding_state(one),
                short_date(one.due, sheet.today) if one.due else "未定",
                lateness(one),
            )
            for one, role in shown[:MOST]
        ],
    )
    _more(out, len(shown), f"cz finding list --unit {sheet.owner.name}")


def show_standing(out: Console, now: Standing) -> None:
    """The phase's targets against today, one line each."""
    phase = now.phase
    need = f"≥{phase.a_share:g}%" if phase.a_share is not None else "未定"
    gap = (
        ""
        if now.gap is None
        else "已达到"
        if now.gap == 0
        else f"距{phase.a_share:g}%还差 {now.gap} 条"
    )
    cells = [("A类占比", f"{percent(now.share)}（{now.a}/{now.declared}）", need, gap)]
    cells.append(("B类", f"{now.b} 条", "其余不低于B类" if phase.floor == "B" else "", ""))
    cells.append(("C类", f"{now.c} 条", "0 条", "⚠ 有C类，本阶段不达标" if now.c else ""))
    unlisted = max(0, now.declared - now.listed)
    cells.append(
        ("未评", f"{now.unrated} 条", "", f"其中 {unlisted} 条尚未录入" if unlisted else "")
    )
    minors = "尚无成绩" if now.minors is None else f"{now.minors:g} 分"
    wanted = "方案未规定" if phase.minors is None else f"≥{phase.minors:g} 分"
    verdict = "已达到" if now.minors_met else ""
    if now.minors_met is False and phase.minors is not None and now.minors is not None:
        verdict = f"还差 {phase.minors - now.minors:g} 分"
    cells.append(("未成年人测评", minors, wanted, verdict))
    rows(out, [Col("项目"), Col("现状"), Col("目标"), Col("")], cells)
    line(out, f"结论：{conclusion(now)}", "bold red" if now.verdict == "failed" else "bold")


def conclusion(now: Standing) -> str:
    """Every reason at once: one of them put right does not meet the target."""
    if now.verdict == "met":
        return "各项目标均已达到。"
    if now.verdict == "open":
        return "本阶段尚无评级，不能下结论。"
    reasons = [f"C类 {now.c} 条（有一条C类就不达标，不论A类占比多高）"] if now.c else []
    reasons += [f"A类还差 {now.gap} 条"] if now.gap else []
    reasons += [f"未评 {now.unrated} 条"] if now.unrated else []
    if now.minors_met is False and now.minors is not None and now.phase.minors is not None:
        reasons.append(f"未成年人测评还差 {now.phase.minors - now.minors:g} 分")
    elif now.phase.minors is not None and now.minors is None:
        reasons.append("未成年人测评尚无成绩")
    return f"尚未达标：{'；'.join(reasons)}。"


def show_unit(sheet: UnitSheet) -> None:
    out = console()
    owner = sheet.owner
    ours = {
        one.name
        for one in sheet.campaign.collectives
        if "members" in one.proposed or one.source == "proposed"
    }
    facts = [getattr(owner, "kind", "集体单位"), owner.id]
    if owner.redacted:
        facts.append(f"方案写作“{'、'.join(owner.redacted)}”")
    label = f"（{sheet.campaign.plan.label}）" if sheet.campaign.plan.label else ""
    line(out, f"{owner.name}{OURS if owner.source == 'proposed' else ''}{label}", "bold")
    through = "、".join(name + (OURS if name in ours else "") for name in sheet.collectives)
    line(out, "，".join(facts) + (f"；属于{through}" if through else ""), "bright_black")
    line(out, f"{heading(sheet.phase)}　截至{cn_date(sheet.today)}")
    title(out, _sum("牵头任务", sheet.led))
    if sheet.led:
        _own(out, sheet.led, sheet, [], others=False)
    ways = {name for _, name in sheet.shared}
    only = f"（均经由{ways.pop()}）" if len(ways) == 1 and "" not in ways else ""
    title(out, _sum("责任任务", [one for one, _ in sheet.shared]) + only)
    if sheet.shared:
        _own(
            out,
            [one for one, _ in sheet.shared],
            sheet,
            [] if only else [name for _, name in sheet.shared],
            others=True,
        )
    if sheet.steps:
        title(out, _sum("实施步骤", sheet.steps))
        _work(out, sheet.steps, sheet, lead=False)
    _indicators(out, sheet)
    _findings(out, sheet)
    if sheet.orders:
        title(out, f"督办单未回复 {len(sheet.orders)} 张")
        for one in sheet.orders:
            line(
                out,
                f"{one.id}（{one.color}）{one.matter}"
                + (f"　{short_date(one.due, sheet.today)}前回复" if one.due else ""),
            )
    if sheet.late:
        line(out)
        worst = "、".join(f"{one.item.id}（逾期{one.late}天）" for one in sheet.late)
        line(out, f"逾期 {len(sheet.late)} 项：{worst}", "bold red")
    overdue = counts(sheet.findings).late
    if overdue:
        line(out, f"督查问题逾期未整改 {overdue} 个。", "bold red")
    if not sheet.led and not sheet.shared and not sheet.indicators and not sheet.findings:
        line(out, "方案没有给这个单位分派任务和指标。")


def _sum(word: str, states: Sequence[State]) -> str:
    if not states:
        return f"{word} 0 项"
    finished = sum(one.finished for one in states)
    late = sum(one.late > 0 for one in states)
    return (
        f"{word} {len(states)} 项，完成 {finished} 项（{percent(100 * finished / len(states))}）"
        + (f"，逾期 {late} 项" if late else "")
    )


def _own(
    out: Console, states: Sequence[State], sheet: UnitSheet, through: Sequence[str], *, others: bool
) -> None:
    """The unit's tasks. ``others``: led by others, who are named; else whether the lead is the plan's or ours."""
    via = any(through)
    columns = [
        Col("编号"),
        Col("任务", grow=True),
        Col("牵头单位" if others else "分工"),
        *([Col("经由")] if via else []),
    ]
    columns += [Col("状态"), Col("灯"), Col("时限"), Col("")]
    cells = []
    for index, one in enumerate(states):
        item = one.item
        who = lead_text(item) if others else OURS if is_ours(item, "lead") else "方案"
        cell = [item.id, item.title, who, *([through[index]] if via else [])]
        cells.append(
            [
                *cell,
                status_text(one),
                light_text(one.light),
                short_date(one.due, sheet.today) if one.due else "",
                lateness(one),
            ]
        )
    if all(not cell[-1] for cell in cells):
        columns, cells = columns[:-1], [cell[:-1] for cell in cells]
    rows(out, columns, cells)


def _indicators(out: Console, sheet: UnitSheet) -> None:
    if not sheet.indicators:
        title(out, "指标 0 条")
        return
    number = sheet.phase.number
    found = count_ratings(sheet.indicators, number)
    title(
        out,
        f"指标 {found.total} 条：A类 {found.a}，B类 {found.b}，C类 {found.c}，未评 {found.unrated}",
    )
    order = {"C": 0, "B": 1, "": 2, "A": 3}
    rows(
        out,
        [Col("编号"), Col("测评标准", grow=True), Col("任务"), Col("评级")],
        [
            (one.id, one.title + mark(one), one.task, one.ratings.get(number, "") or "未评")
            for one in sorted(sheet.indicators, key=lambda one: order[one.ratings.get(number, "")])
        ],
    )


def _ours(out: Console, found: Overview) -> None:
    tasks = sum(one.item.source == "proposed" for one in found.states)
    if not tasks:
        return
    text = f"其中 {tasks} 项任务的分工为拟定{OURS}，尚未对照方案核实"
    if found.standing:
        standards = sum(one.source == "proposed" for one in found.campaign.indicators)
        text += f"；测评标准拟定 {standards} 条" if standards else ""
    line(out)
    line(out, text + "。", "bright_black")
