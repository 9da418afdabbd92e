"""A row of a table that tells of a finding in the ledger: what is new in it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date as Day
from typing import NamedTuple

from cz.edit import Change, Put
from cz.letters import folded
from cz.records import Finding
from cz.sheets.dates import Unusable, flat
from cz.supervise.entry import sameness
from cz.supervise.table import HEADINGS
from cz.verbs.finding.cells import Cells, said_in
from cz.whose import present_names

_ASSISTS = re.compile("[（(]协办：.*[）)]$")  # as the printed list has it behind the problem
_NOT_DONE = re.compile("(尚?未|没有|没能|正在|整改中|推进中|计划|预计|拟|无法)")


class Answer(NamedTuple):
    """What a unit says of a finding: how it was put right, and when."""

    finding: Finding
    fix: str
    rectified: Day


def differing(finding: Finding, text: Mapping[str, str], cells: Cells) -> str:
    """What else than the finding of its id a row tells of; "" where it tells of that one."""
    problem = _ASSISTS.sub("", flat(text.get("problem", "")))
    said = {"spot": flat(text.get("spot", "")), "problem": problem}
    for field, words in said.items():
        known = getattr(finding, field)
        if words and sameness("", words, words) != sameness("", known, known):
            return f"{HEADINGS[field][0]}在台账里是“{known}”"
    unit = present_names(cells.campaign)[finding.unit]
    try:
        if text.get("unit") and cells.units(text["unit"])[0] != unit:
            return f"责任单位在台账里是“{unit}”"
        if text.get("date") and cells.date(text["date"]) != finding.date:
            return f"督查日期在台账里是 {finding.date}"
    except Unusable as fault:
        return str(fault).rstrip("。")
    return ""


def ignored(finding: Finding, text: Mapping[str, str], cells: Cells) -> str:
    """What a row says of a finding that differs from the ledger, and is not taken from a table.

    Raises Unusable.
    """
    said = {field: words for field in HEADINGS if (words := said_in(text.get(field, "")))}
    differences = []
    due = cells.due(said["due"], finding.date) if "due" in said else None
    told_before = {finding.due, *(day for each in finding.extended for day in (each.was, each.due))}
    if due and due not in told_before:
        differences.append(
            f"整改时限写的是 {due}，台账里是 {finding.due or '待定'}"
            f"（改时限请用 cz finding due {finding.id} {due}）"
        )
    helpers = cells.helpers(said["helpers"]) if "helpers" in said else ()
    if new := [name for name in helpers if name not in finding.helpers]:
        differences.append(f"台账里没有协办单位 {'、'.join(new)}")
    for field, read in (("indicator", cells.indicator), ("task", cells.task), ("type", said_in)):
        if field in said:
            value, known = read(said[field]), getattr(finding, field)
            if folded(value) != folded(known):
                differences.append(
                    f"{HEADINGS[field][0]}写的是“{value}”，台账里是“{known or '没有写'}”"
                )
    return "；".join([*differences, "没有改动"]) if differences else ""


def answer_of(finding: Finding, text: Mapping[str, str], cells: Cells) -> Answer | None:
    """What the row says of how it was put right; ``None`` where that is nothing new.

    Raises Unusable for what cannot be taken.
    """
    fix = said_in(text.get("fix", ""))
    rectified = cells.rectified(text.get("rectified", ""), finding.date)
    if not fix and not rectified:
        return None
    told = [(finding.fix, finding.rectified)]
    told += [(undone.fix, undone.rectified) for undone in finding.reopened]
    if any(_says_no_more(fix, rectified, *before) for before in told):
        return None
    words = f"{cells.heading('fix')}“{fix}”" if fix else f"整改日期 {rectified}"
    if finding.withdrawn:
        raise Unusable(f"已于 {finding.withdrawn.date} 撤回，不用整改，{words}没有记")
    if finding.verified:
        raise Unusable(
            f"已于 {finding.verified} 复核销号，{words}没有记",
            f"；现场反弹的请用 cz finding reopen {finding.id} --reason 原因",
        )
    if _NOT_DONE.match(fix):
        raise Unusable(f"{words}是还没有整改到位，没有记")
    if finding.rectified:
        if not finding.fix and rectified in (None, finding.rectified):
            return Answer(finding, fix, finding.rectified)
        raise Unusable(
            f"台账已记 {finding.rectified} 整改“{finding.fix}”，{words}不同，没有改动",
            f"；要改的请用 cz finding rectify {finding.id}",
        )
    if rectified is None:
        fill = "填上" if "rectified" in cells.table.where else "加一列“整改日期”填上"
        raise Unusable(
            f"填了{words}，没有写整改日期，没有记；请{fill}",
            f"再导入，或用 cz finding rectify {finding.id} --date 日期 --fix {fix}",
        )
    if finding.reopened and rectified < finding.reopened[-1].date:
        raise Unusable(f"整改日期（{rectified}）早于退回日期（{finding.reopened[-1].date}）")
    return Answer(finding, fix, rectified)


def _says_no_more(
    fix: str, rectified: Day | None, known_fix: str, known_rectified: Day | None
) -> bool:
    """Whether an answer says only what is known already."""
    same_fix = not fix or folded(fix) == folded(known_fix)
    return same_fix and rectified in (None, known_rectified)


def answers_put(answers: Iterable[Answer]) -> list[Change]:
    """What is written of them, each field only where it is another than before."""
    changes: list[Change] = []
    for finding, fix, rectified in answers:
        if fix and fix != finding.fix:
            changes.append(Put(finding.node, ("fix",), fix))
        if rectified != finding.rectified:
            changes.append(Put(finding.node, ("rectified",), rectified.isoformat()))
    return changes
