"""``cz rank`` on the screen and as data."""

from typing import Any

from cz.records import Campaign
from cz.show.sheet import Col
from cz.show.terminal import console, line, rows, title
from cz.supervise.ranking import Class, Line, Ranking, Tally, consequence, rule_words
from cz.words import OURS, cn_date, cn_number, percent


def show_ranking(campaign: Campaign, found: Ranking, wanted: str | None = None) -> None:
    out = console()
    label = f"（{campaign.plan.label}）" if campaign.plan.label else ""
    line(out, f"按时整改率排名{label}", "bold")
    line(out, f"督查时间{cn_date(found.start)}至{cn_date(found.end)}　截至{cn_date(found.as_of)}")
    line(out, _summary(found.total) + "。")
    before = any(one.before for kind in found.classes for one in kind.lines)
    for kind in found.classes:
        if wanted in (None, kind.name):
            _class(out, campaign, kind, before=before)
    title(out, "怎么算的")
    for number, words in enumerate(rule_words(campaign), 1):
        line(out, f"{number}.{words}", "bright_black")


def _summary(total: Tally) -> str:
    if not total.handed:
        return "全区没有交办的问题"
    words = f"全区交办 {total.handed} 个，按时整改 {total.in_time} 个（{percent(total.rate)}），逾期整改 {total.late} 个，未整改 {total.open} 个"
    words += f"（其中未到期 {total.pending} 个）" if total.pending else ""
    words += f"；已复核销号 {total.verified} 个"
    return words + (f"；另有 {total.unsent} 个尚未交办" if total.unsent else "")


def _class(out: Any, campaign: Campaign, kind: Class, *, before: bool) -> None:
    title(out, f"{kind.name}　参加排名 {len(kind.lines)} 个")
    columns = [
        Col("名次", right=True),
        Col("单位", grow=True),
        *(Col(word, right=True) for word in ("交办", "按时", "逾期", "未整改", "销号", "比率")),
    ]
    columns += [Col("上期", right=True)] if before else []
    columns.append(Col(""))
    cells = []
    for one in kind.lines:
        count = one.tally
        cell = [
            str(one.rank),
            one.unit,
            *(
                str(value)
                for value in (count.handed, count.in_time, count.late, count.open, count.verified)
            ),
            percent(count.rate),
        ]
        cell += [str(one.before.rank) if one.before else ""] if before else []
        cells.append([*cell, remark(one)])
    if cells:
        rows(out, columns, cells)
    for one in kind.lines:
        if one.last and (leads_to := consequence(campaign, one.running)):
            ours = OURS if campaign.rules.source == "proposed" else ""
            line(out, f"⚠ {one.unit} {_last(one)}：{leads_to}{ours}")
    if kind.clean:
        line(out, f"督查未发现问题，不参加排名：{'、'.join(kind.clean)}", "bright_black")
    if kind.unsent:
        line(out, f"有问题尚未交办，不参加排名：{'、'.join(kind.unsent)}", "bright_black")
    if kind.unseen:
        line(out, f"本次未督查：{'、'.join(kind.unseen)}", "bright_black")


def _last(one: Line) -> str:
    return (
        "末位"
        if one.running < 2
        else f"连续{'两' if one.running == 2 else cn_number(one.running)}次末位"
    )


def remark(one: Line) -> str:
    return " ".join(part for part in (one.listed, _last(one) if one.last else "") if part)


def as_data(campaign: Campaign, found: Ranking) -> dict[str, Any]:
    return {
        "plan": campaign.plan.title,
        "label": campaign.plan.label,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "as_of": found.as_of.isoformat(),
        "before": found.before.id if found.before else None,
        "total": _tally(found.total),
        "classes": [
            {
                "name": kind.name,
                "clean": list(kind.clean),
                "unsent": list(kind.unsent),
                "unseen": list(kind.unseen),
                "lines": [
                    {
                        "unit": one.unit,
                        "rank": one.rank,
                        **_tally(one.tally),
                        "listed": {"红榜": "red", "黑榜": "black"}.get(one.listed),
                        "last": one.last,
                        "running": one.running,
                        "before": one.before.rank if one.before else None,
                        "consequence": consequence(campaign, one.running) or None,
                    }
                    for one in kind.lines
                ],
            }
            for kind in found.classes
        ],
        "rule": list(rule_words(campaign)),
    }


def _tally(count: Tally) -> dict[str, Any]:
    return {**count._asdict(), "rate": round(count.rate, 2)}
