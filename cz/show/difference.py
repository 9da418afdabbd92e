"""``cz diff`` on the screen, as Markdown for a hosted review, and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from cz.records.kinds import KINDS
from cz.review.compare import Altered, grouped
from cz.verbs.diff import Difference

FATES = {"added": "新增", "deleted": "删除", "changed": ""}
MANY = 12  # records of a kind that came or went together and are told one by one


def headline(found: Difference) -> str:
    if found.rewritten:
        return "内容没有变化，只有顺序、注释或写法不同。"
    if not found.records:
        return "没有变化。"
    alerts = f"，⚠ {found.alerts} 处请留意" if found.alerts else ""
    return f"{len(found.records)} 条记录有变化{alerts}。"


def named(one: Altered) -> str:
    word = "" if one.kind in ("tasks", "steps", "indicators") else KINDS[one.kind].word + " "
    return f"{word}{one.id} {one.title}".strip()


def said(one: Altered, alert: Callable[[str], str]) -> str:
    """The changes of one record in a line; ``alert`` dresses what must be seen."""
    if one.fate == "added":
        return "新增"
    return "；".join(
        change.words + (" " + alert(f"⚠ {change.alert}") if change.alert else "")
        for change in one.changes
    )


def _told(records: Sequence[Altered]) -> Iterator[tuple[str, Altered]]:
    """(what it is called, a record): one stands for many of its kind that came or went together."""
    for _, same in groupby(records, lambda one: (one.kind, one.fate)):
        held = list(same)
        if held[0].fate == "changed" or len(held) <= MANY:
            yield from ((named(one), one) for one in held)
        else:
            yield f"{KINDS[held[0].kind].word} {held[0].id} 等 {len(held)} 条", held[0]


def show_difference(found: Difference, by: str) -> None:
    from cz.show.terminal import console, line, title

    out = console()
    line(out, f"{found.old}  →  {found.new}", "bright_black")
    line(out, headline(found), "bold")
    for heading, records in grouped(found.records, found.campaign, by):
        title(out, heading)
        for name, one in _told(records):
            line(out, f"  {name}　{said(one, str)}", "red" if one.alerts else "")


def markdown(found: Difference, by: str) -> str:
    """To paste into a pull request."""
    from cz.report.markdown import escape

    lines = [
        "### 方案改动",
        "",
        f"{escape(found.old)} → {escape(found.new)}",
        "",
        f"**{headline(found)}**",
    ]
    for heading, records in grouped(found.records, found.campaign, by):
        lines += ["", f"#### {escape(heading)}", ""]
        lines += [f"- **{escape(name)}**　{_dressed(one, escape)}" for name, one in _told(records)]
    return "\n".join(lines) + "\n"


def _dressed(one: Altered, escape: Callable[[str], Any]) -> str:
    if one.fate == "added":
        return "新增"
    return "；".join(
        f"{escape(change.words)}{f' **⚠ {escape(change.alert)}**' if change.alert else ''}"
        for change in one.changes
    )


def as_data(found: Difference) -> dict[str, Any]:
    return {
        "old": found.old,
        "new": found.new,
        "alerts": found.alerts,
        "rewritten": found.rewritten,
        "records": [
            {
                "kind": one.kind,
                "id": one.id,
                "title": one.title,
                "unit": one.unit,
                "fate": one.fate,
                "changes": [change._asdict() for change in one.changes],
            }
            for one in found.records
        ],
    }
