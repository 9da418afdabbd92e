"""The ledger on the screen and as CSV: ``cz finding list``, ``cz finding show``, and the plain facts of its other records."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cz.records import Bulletin, Campaign, Evidence, Order, Visit
from cz.show.sheet import Col
from cz.show.terminal import console, facts, line, rows, title, whole_rows
from cz.show.writers import harmless
from cz.supervise.state import STATES, Stand
from cz.verbs.finding.list import Findings, Ledger, Row, Story, judgement
from cz.whose import present_names
from cz.words import cn_date, short_date

if TYPE_CHECKING:
    pass


def state_word(one: Stand) -> str:
    """The state; what is overdue is called that."""
    return f"逾期{one.late}天" if one.late else STATES[one.state]


def show_findings(found: Findings) -> None:
    out = console()
    if not found.rows:
        line(out, "没有符合条件的问题。")
        return
    rows(
        out,
        [
            Col("编号"),
            Col("日期"),
            Col("点位", grow=True),
            Col("责任单位", grow=True),
            Col("存在问题", grow=True),
            Col("时限"),
            Col("状态"),
        ],
        [
            (
                row.stand.finding.id,
                short_date(row.stand.finding.date, found.today),
                row.stand.finding.spot,
                f"{'（协办）' if row.helping else ''}{row.unit}",
                row.stand.finding.problem,
                short_date(row.stand.due, found.today) if row.stand.due else "未定",
                state_word(row.stand),
            )
            for row in found.rows
        ],
    )
    line(out)
    line(out, count_line(found.rows), "bright_black")


def count_line(found: Sequence[Row]) -> str:
    """How many stand how; those the unit only assists in are counted, and named apart."""
    counts = Counter(row.stand.state for row in found)
    late = sum(row.stand.late > 0 for row in found)
    helping = sum(row.helping for row in found)
    parts = [
        f"{word} {counts[state]}" + (f"（其中逾期 {late}）" if state == "open" and late else "")
        for state, word in STATES.items()
        if counts[state]
    ]
    return f"共 {len(found)} 个问题{f'（其中协办 {helping}）' if helping else ''}：" + "，".join(
        parts
    )


_TITLES = (
    "编号",
    "日期",
    "点位",
    "点位类型",
    "责任单位",
    "协办单位",
    "存在问题",
    "时限",
    "状态",
    "逾期天数",
    "整改情况",
    "整改日期",
    "是否按时",
    "销号日期",
    "指标",
    "任务",
    "督查组",
)


def csv_text(found: Findings) -> str:
    """RFC 4180 with BOM for Excel and WPS; a cell that a spreadsheet would take for a formula is led by a quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_TITLES)
    for row in found.rows:
        now, one = row.stand, row.stand.finding
        cells = (
            one.id,
            one.date,
            one.spot,
            one.type,
            row.unit,
            "、".join(one.helpers),
            one.problem,
            now.due or "",
            STATES[now.state],
            now.late or "",
            row.fix,
            now.claimed or "",
            timely(now),
            now.verified or "",
            one.indicator,
            one.task,
            one.by,
        )
        writer.writerow([harmless(str(cell)) for cell in cells])
    return "\ufeff" + out.getvalue()


def timely(now: Stand) -> str:
    return judgement(now.claimed, now.judged, now.relapsed) if now.claimed else ""


def show_story(found: Story) -> None:
    out = console()
    now, one = found.stand, found.stand.finding
    line(out, f"{one.id}　{one.problem}", "bold")
    left = (
        ""
        if now.settled or now.left is None
        else f"（逾期{now.late}天）"
        if now.late
        else "（今天到期）"
        if not now.left
        else f"（还有{now.left}天）"
    )
    judged = f"，排名按 {cn_date(now.judged)} 计" if now.judged and now.judged != now.due else ""
    facts(
        out,
        [
            ("点位", one.spot),
            ("点位类型", one.type),
            (
                "责任单位",
                found.unit + (f"（登记时为{one.unit}）" if found.unit != one.unit else ""),
            ),
            ("协办单位", "、".join(one.helpers)),
            (
                "状态",
                STATES[now.state]
                + (f"（{timely(now)}）" if now.claimed else "（重开）" if now.relapsed else ""),
            ),
            ("整改时限", f"{cn_date(now.due)}{left}{judged}" if now.due else "未定"),
            ("整改情况", found.fix),
            ("指标", _titled(found.campaign, one.indicator)),
            ("任务", _titled(found.campaign, one.task)),
            ("督查组", one.by),
        ],
    )
    title(out, "来龙去脉")
    whole_rows(
        out,
        [Col("日期"), Col("经过"), Col("", grow=True)],
        [(event.date.isoformat(), event.word, event.text) for event in found.events],
    )
    if found.orders:
        title(out, f"督办单 {len(found.orders)} 份")
        whole_rows(
            out,
            [Col("编号"), Col("日期"), Col("颜色"), Col("期限"), Col("回复", grow=True)],
            [
                (
                    one.id,
                    one.date.isoformat(),
                    one.color,
                    one.due.isoformat() if one.due else "",
                    _answer(one, found.today >= (one.answered or found.today)),
                )
                for one in found.orders
            ],
        )
    if found.evidence:
        title(out, f"佐证材料 {len(found.evidence)} 份")
        whole_rows(
            out,
            [Col("编号"), Col("日期"), Col("种类"), Col("说明", grow=True), Col("文件", grow=True)],
            [
                (one.id, one.date.isoformat(), one.kind, one.caption, one.file)
                for one in found.evidence
            ],
        )


def _answer(one: Order, happened: bool) -> str:
    return f"{one.answered} {one.reply}".rstrip() if one.answered and happened else "未回复"


def _titled(campaign: Campaign, id_: str) -> str:
    """An id with what it is called, where something bears it."""
    for one in (*campaign.work, *campaign.indicators):
        if one.id == id_:
            return f"{id_} {one.title}"
    for finding in campaign.findings:
        if finding.id == id_:
            return f"{id_} {finding.spot} {finding.problem}"
    return id_


def show_facts(campaign: Campaign, one: Ledger) -> None:
    """What the record says, field by field."""
    out = console()
    if isinstance(one, Visit):
        line(out, f"{one.id}　{one.spot}", "bold")
        pairs = [
            ("点位类型", one.type),
            ("单位", _unit(campaign, one.unit)),
            ("督查日期", cn_date(one.date)),
            ("督查组", one.by),
            ("结果", "未发现问题"),
        ]
    elif isinstance(one, Order):
        line(out, f"{one.id}　{one.color}色督办单", "bold")
        pairs = [
            ("督办单位", _unit(campaign, one.unit)),
            ("督办事项", one.matter),
            ("事项出处", _titled(campaign, one.about)),
            ("督办要求", one.requirement),
            ("发出日期", cn_date(one.date)),
            ("回复期限", cn_date(one.due) if one.due else "未定"),
            ("回复", _answer(one, True)),
        ]
    elif isinstance(one, Evidence):
        line(out, f"{one.id}　{one.caption or one.file}", "bold")
        pairs = [
            ("种类", one.kind),
            ("材料日期", cn_date(one.date)),
            ("用于", _titled(campaign, one.about)),
            ("文件", one.file),
            ("校验值", one.sha256),
        ]
    elif isinstance(one, Bulletin):
        line(out, f"{one.id}　督查通报 {one.year}年第{one.number}期", "bold")
        pairs = [
            ("督查时间", f"{cn_date(one.start)}至{cn_date(one.end)}"),
            ("截至", cn_date(one.as_of)),
        ]
    else:
        line(out, f"{one.id}　{one.problem}", "bold")
        pairs = [("点位", one.spot), ("责任单位", _unit(campaign, one.unit))]
    facts(out, pairs)
    if isinstance(one, Bulletin) and one.ranking:
        title(out, "排名")
        rows(
            out,
            [
                Col("类别"),
                Col("名次", right=True),
                Col("单位", grow=True),
                Col("交办", right=True),
                Col("按时整改", right=True),
                Col("销号", right=True),
            ],
            [
                (at.kind, str(at.rank), at.unit, str(at.handed), str(at.in_time), str(at.verified))
                for at in one.ranking
            ],
        )


def _unit(campaign: Campaign, name: str) -> str:
    now = present_names(campaign)[name]
    return now if now == name else f"{now}（登记时为{name}）"
