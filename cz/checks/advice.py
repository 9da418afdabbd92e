"""Warnings and notes: what is allowed but ought to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cz.checks.known import odd_words
from cz.letters import odd_characters, without_odd
from cz.problem import Problem, at_span, in_file
from cz.records import Campaign, Extension, Phase, Reassignment
from cz.records.kinds import FILES, STEMS
from cz.records.repeat import Repeat
from cz.recurrence import counted_from, next_deadline
from cz.source import Span
from cz.supervise.entry import likeness, with_problem
from cz.supervise.state import moves_of
from cz.tree import Path, complain, locate
from cz.whose import present_names


def advice(campaign: Campaign, today: date) -> list[Problem]:
    """All of them, grouped by file in reading order."""
    problems = [
        *_line_ends(campaign),
        *_phases(campaign),
        *_roles(campaign),
        *_dates(campaign, today),
        *_counts(campaign),
        *_ours(campaign),
        *_fixed_day(campaign),
        *_findings(campaign, today),
        *_odd_names(campaign),
        *_spoilt_visits(campaign),
    ]
    order = {source.path: index for index, source in enumerate(campaign.sources.values())}
    return sorted(problems, key=lambda problem: (order[problem.path], problem.line, problem.column))


def _warn(
    campaign: Campaign, stem: str, record: Any, path: Path, code: str, message: str, hint: str
) -> Problem:
    return complain(
        campaign.sources[stem],
        record.node,
        path,
        code,
        "warning",
        message,
        hint,
        name=str(getattr(record, "id", "")),
    )


_LONE_CR = re.compile(r"\r(?!\n)")


def _line_ends(campaign: Campaign) -> Iterator[Problem]:
    """W412: a carriage return that YAML takes for the end of a line, and no editor shows."""
    for source in campaign.sources.values():
        found = _LONE_CR.search(source.text) if "\r" in source.text else None
        if found:
            yield at_span(
                source,
                Span(*found.span()),
                "W412",
                "warning",
                "这里有一个单独的回车符（CR），YAML 当它是换行。",
                "请在编辑器里把换行统一为 LF 或 CRLF 再保存。",
            )


def _phases(campaign: Campaign) -> Iterator[Problem]:
    """W404: dates of phases that contradict each other, or leave open which is current. W409."""
    if "tasks" not in campaign.sources:
        return
    last = None
    for phase in campaign.phases:
        if (phase.start is None) != (phase.end is None):
            yield _warn(
                campaign,
                "tasks",
                phase,
                ("start" if phase.start else "end",),
                "W404",
                f"第 {phase.number} 阶段的起止日期只写了一半。",
                "start 和 end 请写全，或都不写。",
            )
        elif phase.start and phase.end:
            if phase.end < phase.start:
                yield _warn(
                    campaign,
                    "tasks",
                    phase,
                    ("end",),
                    "W404",
                    f"第 {phase.number} 阶段的结束日期早于开始日期。",
                    "请核对 start 和 end。",
                )
            elif last and phase.start <= last:
                yield _warn(
                    campaign,
                    "tasks",
                    phase,
                    ("start",),
                    "W404",
                    f"第 {phase.number} 阶段与前一阶段的日期重叠。",
                    "请核对 start 和 end。",
                )
            last = phase.end
    if campaign.phases and last is None and campaign.phase(campaign.plan.phase) is None:
        yield _warn(
            campaign,
            "tasks",
            campaign.plan,
            ("title",),
            "W404",
            "看不出现在是第几阶段。",
            "请给各阶段写上 start 和 end，或在 plan 里写 phase: 1。",
        )
    if campaign.plan.lights.yellow < campaign.plan.lights.red:
        yield _warn(
            campaign,
            "tasks",
            campaign.plan,
            ("lights",),
            "W409",
            "黄灯的天数少于红灯的天数，黄灯永远不会亮。",
            "lights 里 yellow 应当大于 red。",
        )


def _roles(campaign: Campaign) -> Iterator[Problem]:
    """W402: a unit is named twice in one task. W408: a task without a lead unit."""
    for task in campaign.tasks:
        seen = {task.lead}
        for index, name in enumerate(task.units):
            if name in seen:
                role = "牵头单位" if name == task.lead else "责任单位"
                yield _warn(
                    campaign,
                    "tasks",
                    task,
                    ("units", index),
                    "W402",
                    f"“{name}”已经是这项任务的{role}。",
                    "请删去重复的一处。",
                )
            seen.add(name)
        if not task.lead:
            yield _warn(
                campaign,
                "tasks",
                task,
                ("id",),
                "W408",
                f"任务 {task.id} 没有牵头单位。",
                "请用 cz assign 编号 --lead 单位 补上。",
            )


def _falls_in(due: date | Repeat | None, phase: Phase) -> bool:
    """Whether the deadline, or one of those that come again, is in the phase; else not known."""
    if due is None or phase.start is None or phase.end is None:
        return True
    if isinstance(due, Repeat):
        first = next_deadline(due, counted_from(due, phase.start) or phase.start)
        return first is None or first <= phase.end
    return phase.start <= due <= phase.end


def _dates(campaign: Campaign, today: date) -> Iterator[Problem]:
    """W403: a deadline outside its phase. W405: an update dated after today."""
    spans = {phase.number: phase for phase in campaign.phases}
    for item in campaign.work:
        for number, entry in item.progress.items():
            phase = spans.get(number)
            if phase and not _falls_in(entry.due, phase):
                yield _warn(
                    campaign,
                    "tasks",
                    item,
                    ("progress", str(number), "due"),
                    "W403",
                    f"时限 {entry.due} 不在第 {number} 阶段（{phase.start} 至 {phase.end}）之内。",
                    "请核对年份和阶段。",
                )
        for index, update in enumerate(item.updates):
            if update.date > today:
                yield _warn(
                    campaign,
                    "tasks",
                    item,
                    ("updates", index, "date"),
                    "W405",
                    f"进展日期 {update.date} 晚于今天（{today}）。",
                    "请核对日期。",
                )


def _counts(campaign: Campaign) -> Iterator[Problem]:
    """W406: the lists do not come to what the plan declares."""
    if "indicators" not in campaign.sources or "tasks" not in campaign.sources:
        return
    contents = len({(each.project, each.content) for each in campaign.standards if each.content})
    for field, word, found in (
        ("blocks", "版块", len(campaign.blocks)),
        ("projects", "测评项目", len(campaign.projects)),
        ("contents", "测评内容", contents),
        ("standards", "测评标准", len(campaign.standards)),
    ):
        declared = getattr(campaign.plan.counts, field)
        if declared and declared != found:
            yield _warn(
                campaign,
                "tasks",
                campaign.plan,
                ("counts", field),
                "W406",
                f"方案写明{word} {declared} 个，指标文件里有 {found} 个。",
                "还没有录入的会一直算作未评；多出的请核对。",
            )


def _findings(campaign: Campaign, today: date) -> Iterator[Problem]:
    """W410: dates of a finding that contradict each other.

    W411: a deadline changed past its record of extensions.
    """
    for finding in campaign.findings:
        claimed, struck = finding.rectified, finding.verified
        if claimed and (claimed < finding.date or claimed > today):
            where = (
                f"早于督查日期 {finding.date}" if claimed < finding.date else f"晚于今天（{today}）"
            )
            yield _warn(
                campaign,
                "findings",
                finding,
                ("rectified",),
                "W410",
                f"整改日期 {claimed} {where}。",
                "请核对日期。",
            )
        if struck and (struck > today or (claimed and struck < claimed)):
            where = f"晚于今天（{today}）" if struck > today else f"早于整改日期 {claimed}"
            yield _warn(
                campaign,
                "findings",
                finding,
                ("verified",),
                "W410",
                f"复核日期 {struck} {where}。",
                "请核对日期。",
            )
        elif struck and not claimed:
            yield _warn(
                campaign,
                "findings",
                finding,
                ("verified",),
                "W410",
                "已经销号，却没有整改日期（rectified）。",
                "请补上；没有补的按复核日期算整改。",
            )
        if finding.date > today:
            yield _warn(
                campaign,
                "findings",
                finding,
                ("date",),
                "W410",
                f"督查日期 {finding.date} 晚于今天（{today}）。",
                "请核对日期。",
            )
        elif finding.due and finding.due < finding.date:
            yield _warn(
                campaign,
                "findings",
                finding,
                ("due",),
                "W410",
                f"整改时限 {finding.due} 早于督查日期 {finding.date}。",
                "请核对日期。",
            )
        moves = moves_of(finding)
        if moves and finding.due != moves[-1].due:
            yield _warn(
                campaign,
                "findings",
                finding,
                ("due",),
                "W411",
                f"整改时限 {finding.due or '（没有写）'} "
                f"与最近一次{_word_of(moves[-1])}（{moves[-1].due or '没有写'}）不符。",
                "改时限请用 cz finding due，并写明理由。",
            )


def _word_of(move: Extension | Reassignment) -> str:
    return "改派" if isinstance(move, Reassignment) else "延期"


def _spoilt_visits(campaign: Campaign) -> Iterator[Problem]:
    """W414: a spot that is said to have no problem, and had one that day."""
    troubled = with_problem(campaign) if campaign.visits else {}
    present = present_names(campaign)
    for visit in campaign.visits:
        spot = likeness(visit.date, present[visit.unit], visit.spot, "")
        if visit.spot and spot in troubled:
            yield _warn(
                campaign,
                "findings",
                visit,
                ("spot",),
                "W414",
                f"{visit.id} 记的是没有问题的点位，同一天同一点位却有问题 {troubled[spot]}。",
                f"请核对；确有问题的，删去 {visit.id} 这一条。",
            )


# Fields whose text is a name that others look for, by section.
_NAMES = {
    "units": ("name", "former", "merged", "redacted"),
    "collectives": ("name", "redacted"),
    "groups": ("name",),
    "systems": ("name",),
    "findings": ("spot",),
    "visits": ("spot",),
}


def _odd_names(campaign: Campaign) -> Iterator[Problem]:
    """W413: a name holds a character that is not what it looks like."""
    for section, fields in _NAMES.items():
        for record in getattr(campaign, section):
            for field in fields:
                yield from _odd_texts(campaign, section, record, field)


def _odd_texts(campaign: Campaign, section: str, record: Any, field: str) -> Iterator[Problem]:
    """Of a field that is a text or a list of texts."""
    value = getattr(record, field)
    texts: list[tuple[Path, str]] = []
    if isinstance(value, str):
        texts.append(((field,), value))
    else:
        texts += [((field, index), text) for index, text in enumerate(value)]
    source = campaign.sources[STEMS[section]]
    for path, text in texts:
        odd = next(odd_characters(text), None)
        if odd is None:
            continue
        span = locate(source, record.node, path)
        place = source.text.find(odd.char, span.start, span.end)
        if place >= 0:
            span = Span(place, place + 1)
        yield at_span(
            source,
            span,
            "W413",
            "warning",
            f"“{text}”里有看上去一样、其实不同的字：{odd_words(text)}",
            f"请改成“{without_odd(text)}”，别处写到它的也一起改。",
            record.id,
        )


def _ours(campaign: Campaign) -> Iterator[Problem]:
    """N601: how much is still proposed (拟), by file."""
    tasks = sum(task.source == "proposed" for task in campaign.tasks)
    fields = sum(bool(task.proposed) for task in campaign.tasks)
    units = sum(unit.source == "proposed" for unit in campaign.units)
    members = sum("members" in collective.proposed for collective in campaign.collectives)
    standards = sum(indicator.source == "proposed" for indicator in campaign.indicators)
    texts: dict[str, list[str]] = {"tasks": [], "units": [], "indicators": []}
    if tasks or fields:
        texts["tasks"].append(
            f"{tasks} 项任务（共 {len(campaign.tasks)} 项）的牵头单位、责任单位和工作组，"
            f"另有 {fields} 项的个别字段"
        )
    if units or members:
        all_units = len(campaign.units)
        texts["units"].append(f"{units} 个单位（共 {all_units} 个），{members} 个集体单位的成员")
    if standards:
        texts["indicators"].append(f"{standards} 条测评标准（共 {len(campaign.indicators)} 条）")
    for stem, said in texts.items():
        said += _others_of_ours(campaign, stem)
    for stem, source in campaign.sources.items():
        if not texts.get(stem):
            continue
        hint = "核实后在文件里把 source: proposed 改成 source: plan。"
        if stem == "tasks":
            hint = "任务、步骤核实一项后用 cz assign 编号 --confirm，别的改成 source: plan。"
        yield in_file(
            source.path, "N601", "note", f"尚有拟定内容：{'，'.join(texts[stem])}。", hint
        )


def _others_of_ours(campaign: Campaign, stem: str) -> Iterator[str]:
    """``3 个步骤（共 10 个）``, of every other kind of the file of which some are proposed."""
    for kind in FILES[stem]:
        if kind.single or kind.section in ("tasks", "units", "indicators"):
            continue
        records = getattr(campaign, kind.section)
        ours = sum(record.source == "proposed" for record in records)
        if ours:
            yield f"{ours} 个{kind.word}（共 {len(records)} 个）"


def _fixed_day(campaign: Campaign) -> Iterator[Problem]:
    """N602: the plan fixes what day is today."""
    if campaign.plan.today:
        yield complain(
            campaign.sources["tasks"],
            campaign.plan.node,
            ("today",),
            "N602",
            "note",
            f"“今天”固定为 {campaign.plan.today}，逾期和亮灯都按这一天计算。",
            "这只用于演示；正式使用请删去这一行。",
        )
