"""``cz meeting done``: what a meeting agreed is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.days import read_past
from cz.edit import Change, Put
from cz.load import Loaded
from cz.names import find_agreed
from cz.problem import Refusal
from cz.records import Agreed, Campaign
from cz.typed.ids import ids_of_run, run_meant, split_ids
from cz.verbs.kept import kept_line
from cz.verbs.meeting.agree import named
from cz.verbs.meeting.fields import BESIDE
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write


def done(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    *,
    result: str | None = None,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Several (h2026-5-1~3) all or none; ``result``: how it came out. Raises Refusal."""
    kept = kept_line(result) if result is not None else ""

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        today = clock(campaign)
        ended = read_past(day, today) if day else today
        items = _items(campaign, ids)
        changes: list[Change] = []
        said = []
        for item in items:
            more, words = _finish(campaign, item, ended, today, kept)
            changes += more
            said.append(Said(named(campaign, item), words))
        return Planned(changes, [item.id for item in items], said)

    return write(folder, "meetings", plan, how, beside=BESIDE)


def _items(campaign: Campaign, texts: Sequence[str]) -> list[Agreed]:
    """Each once, as named. Raises Refusal."""
    known = [item.id for item in campaign.agreed]
    items: dict[str, Agreed] = {}
    for text in split_ids(texts):
        run = run_meant(text)
        for id_ in [text] if run is None else ids_of_run(run, known, "议定事项"):
            item = find_agreed(campaign, id_)
            items.setdefault(item.id, item)
    if not items:
        raise Refusal("没有写明是哪一件。编号像 h2026-5-2，用 cz meeting list --open 查。")
    return list(items.values())


def _finish(
    campaign: Campaign, item: Agreed, ended: date, today: date, result: str
) -> tuple[list[Change], str]:
    """(the changes, what is said of them). Raises Refusal."""
    if item.done and result and result != item.result:
        changed: list[Change] = [Put(item.node, ("result",), result)]
        return changed, f"{item.done} 已办结，办理结果：{item.result or '无'} → {result}"
    if item.done:
        return [], f"已于 {item.done} 办结，没有改动"
    held = {meeting.id: meeting.date for meeting in campaign.meetings}
    begun = held.get(item.meeting, ended)
    if not begun <= ended <= today:
        raise Refusal(
            f"{item.id} 的办结日期 {ended} 应当在开会（{begun}）和今天（{today}）之间。"
            "请核对 --date。"
        )
    changes: list[Change] = [Put(item.node, ("done",), ended.isoformat())]
    if result:
        changes.append(Put(item.node, ("result",), result))
    late = ""
    if item.due and ended > item.due:
        late = f"（超过时限 {(ended - item.due).days} 天）"
    return changes, f"办结，{ended}{late}" + (f"：{result}" if result else "")
