"""``cz finding show``: a finding from end to end; of other records of supervision the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cz import concern
from cz.cli import suggest
from cz.cli.options import (
    AtOption,
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    TodayOption,
    examples,
    finish,
    one_form,
    open_for_reading,
)
from cz.commands.finding.list import timeliness
from cz.problem import Refusal
from cz.records import RESULTS, Bulletin, Campaign, Evidence, Finding, Order, Visit
from cz.show.data import day_text, record_data
from cz.show.data import finding as finding_data
from cz.show.facts import declared_facts
from cz.show.sheet import Block, Col, Facts, Line, Sheet, Table, Title, card_sheet
from cz.show.words import lateness
from cz.supervise.state import STATES, WITHDRAWN, WORDS, Stand
from cz.verbs.finding.show import Ledger, Story, ledger_record, story
from cz.whose import present_names
from cz.words import cn_date

if TYPE_CHECKING:
    from cz.opening import Opened


@examples("cz finding show f260309-1", "cz finding show f260309-1 --json")
def command(
    id: Annotated[
        str,
        typer.Argument(
            metavar="编号", help="问题的编号，例如 f260701-3。", autocompletion=suggest.findings
        ),
    ],
    at: AtOption = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    form = one_form(json=json, csv=csv)
    opened, day = open_for_reading(plan, today, at, concern.card(id))
    with unread_records_are_told(opened):
        record = ledger_record(opened.campaign, id)
    return finish(opened, sheet(opened.campaign, record, day), form, output)


@contextmanager
def unread_records_are_told(opened: Opened) -> Iterator[None]:
    """Raises Refusal that a record was not read, in place of one that it is not there."""
    try:
        yield
    except Refusal as refusal:
        unread = {problem.record for problem in opened.unread}
        if not refusal.missing or refusal.missing not in unread:
            raise
        raise Refusal(
            f"{refusal.missing} 这条记录有错，没有读进来。请先改正上面的问题。", exit_code=1
        ) from None


# Fields that are shown in a place of their own.
_PLACED: dict[type, tuple[str, ...]] = {
    Finding: (
        *("id", "date", "unit", "problem", "spot", "type", "helpers", "due", "indicator", "task"),
        *("by", "fix", "rectified", "verified", "extended", "reopened"),
        *("reassigned", "withdrawn"),
    ),
    Visit: ("id", "date", "unit", "spot", "type", "by"),
    Bulletin: ("id", "start", "end", "as_of", "ranking"),
    Order: (
        *("id", "date", "unit", "about", "color", "matter", "requirement", "due"),
        *("answered", "reply"),
    ),
    Evidence: ("id", "about", "file", "kind", "date", "caption", "sha256"),
}


def sheet(campaign: Campaign, record: Ledger, today: date) -> Sheet:
    """Any record of supervision. Raises Refusal for a finding that was only found later."""
    if isinstance(record, Finding):
        return _story(story(campaign, record, today))
    blocks: list[Block] = [
        Line(_headline(record), "bold"),
        Facts([*_facts(campaign, record), *declared_facts(record, _PLACED[type(record)])]),
    ]
    if isinstance(record, Bulletin) and record.ranking:
        blocks += [Title("排名"), _ranking(record)]
    return card_sheet(blocks, plain_data(record))


def _story(story: Story) -> Sheet:
    now, finding = story.stand, story.stand.finding
    blocks: list[Block] = [
        Line(f"{finding.id}　{finding.problem}", "bold"),
        Facts(
            [
                ("点位", finding.spot),
                ("点位类型", finding.type),
                ("责任单位", _unit(story.campaign, finding.unit)),
                ("协办单位", "、".join(finding.helpers)),
                ("状态", _state(now)),
                ("整改时限", _deadline(now)),
                ("整改情况", story.fix),
                ("指标", _titled(story.campaign, finding.indicator)),
                ("任务", _titled(story.campaign, finding.task)),
                ("督查组", finding.by),
                *declared_facts(finding, _PLACED[Finding]),
            ]
        ),
        Title("来龙去脉"),
        _events(story),
    ]
    if story.orders:
        blocks += [Title(f"督办单 {len(story.orders)} 份"), _orders(story)]
    if story.evidence:
        blocks += evidence_blocks(story.evidence)
    return Sheet(blocks, _story_data(story))


def _state(now: Stand) -> str:
    if now.finding.withdrawn and now.state == WITHDRAWN:
        return f"{WORDS[now.state]}（{now.finding.withdrawn.reason}）"
    if now.claimed:
        return f"{STATES[now.state]}（{timeliness(now)}）"
    return STATES[now.state] + ("（重开）" if now.relapsed else "")


def _deadline(now: Stand) -> str:
    if now.due is None:
        return "未定"
    left = f"（{lateness(now)}）" if lateness(now) else ""
    judged = ""
    if now.judged and now.judged != now.due:
        judged = f"，排名按 {cn_date(now.judged)} 计"
    return f"{cn_date(now.due)}{left}{judged}"


def _events(story: Story) -> Table:
    columns = [Col("日期"), Col("经过"), Col("", grow=True)]
    rows = [(event.date.isoformat(), event.word, event.text) for event in story.events]
    return Table(columns, rows, whole=True)


def _orders(story: Story) -> Table:
    columns = [Col("编号"), Col("日期"), Col("颜色"), Col("期限"), Col("回复", grow=True)]
    rows = []
    for order in story.orders:
        answered = order.answered is not None and order.answered <= story.today
        rows.append(
            (
                order.id,
                order.date.isoformat(),
                order.color,
                order.due.isoformat() if order.due else "",
                _answer(order) if answered else _NO_ANSWER,
            )
        )
    return Table(columns, rows, whole=True)


def evidence_blocks(evidence: Sequence[Evidence]) -> list[Block]:
    columns = [
        Col("编号"),
        Col("日期"),
        Col("种类"),
        Col("说明", grow=True),
        Col("文件", grow=True),
    ]
    rows = [
        [proof.id, proof.date.isoformat(), proof.kind, proof.caption, proof.file]
        for proof in evidence
    ]
    if any(proof.reviews for proof in evidence):
        columns.append(Col("审核"))
        for row, proof in zip(rows, evidence, strict=True):
            row.append(RESULTS[proof.reviews[-1].result] if proof.reviews else "待审")
    return [Title(f"佐证材料 {len(evidence)} 份"), Table(columns, rows, whole=True)]


_NO_ANSWER = "未回复"


def _answer(order: Order) -> str:
    return f"{order.answered} {order.reply}".rstrip() if order.answered else _NO_ANSWER


def _headline(record: Visit | Order | Bulletin | Evidence) -> str:
    if isinstance(record, Visit):
        text = record.spot
    elif isinstance(record, Order):
        text = f"{record.color}色督办单"
    elif isinstance(record, Evidence):
        text = record.caption or record.file
    else:
        text = f"督查通报 {record.year}年第{record.number}期"
    return f"{record.id}　{text}"


def _facts(
    campaign: Campaign, record: Visit | Order | Bulletin | Evidence
) -> list[tuple[str, str]]:
    if isinstance(record, Visit):
        return [
            ("点位类型", record.type),
            ("单位", _unit(campaign, record.unit)),
            ("督查日期", cn_date(record.date)),
            ("督查组", record.by),
            ("结果", "未发现问题"),
        ]
    if isinstance(record, Order):
        return [
            ("督办单位", _unit(campaign, record.unit)),
            ("督办事项", record.matter),
            ("事项出处", _titled(campaign, record.about)),
            ("督办要求", record.requirement),
            ("发出日期", cn_date(record.date)),
            ("回复期限", cn_date(record.due, "未定")),
            ("回复", _answer(record)),
        ]
    if isinstance(record, Evidence):
        return [
            ("种类", record.kind),
            ("材料日期", cn_date(record.date)),
            ("用于", _titled(campaign, record.about)),
            ("文件", record.file),
            ("校验值", record.sha256),
        ]
    return [
        ("督查时间", f"{cn_date(record.start)}至{cn_date(record.end)}"),
        ("截至", cn_date(record.as_of)),
    ]


def _ranking(bulletin: Bulletin) -> Table:
    columns = [
        Col("类别"),
        Col("名次", right=True),
        Col("单位", grow=True),
        Col("交办", right=True),
        Col("按时整改", right=True),
        Col("销号", right=True),
    ]
    rows = []
    for place in bulletin.ranking:
        figures = (place.handed, place.in_time, place.verified)
        rows.append((place.kind, str(place.rank), place.unit, *map(str, figures)))
    return Table(columns, rows)


def _titled(campaign: Campaign, id_: str) -> str:
    """An id with what it is called, where something bears it."""
    for record in (*campaign.work, *campaign.indicators):
        if record.id == id_:
            return f"{id_} {record.title}"
    for finding in campaign.findings:
        if finding.id == id_:
            return f"{id_} {finding.spot} {finding.problem}"
    return id_


def _unit(campaign: Campaign, name: str) -> str:
    present = present_names(campaign)[name]
    return present if present == name else f"{present}（登记时为{name}）"


def _story_data(story: Story) -> dict[str, Any]:
    return {
        "kind": "finding",
        **finding_data(story.stand, story.unit, story.fix),
        "events": [
            {"date": day_text(event.date), "event": event.word, "text": event.text}
            for event in story.events
        ],
        "orders": [plain_data(order) for order in story.orders],
        "evidence": [plain_data(proof) for proof in story.evidence],
    }


def plain_data(record: Any) -> dict[str, Any]:
    """What a record declares, and what it is."""
    name = type(record).__name__.lower()
    fields = record_data(record)
    return {"record" if "kind" in fields else "kind": name, **fields}
