"""``cz order reply``: the answer to an order slip."""

from collections.abc import Callable
from datetime import date

from cz.days import read_past
from cz.edit import Put
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Order
from cz.verbs.kept import kept_line
from cz.verbs.order.find import find_order
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write


def answer(
    folder: str,
    text: str,
    reply: str,
    clock: Callable[[Campaign], date],
    *,
    day_: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Record the reply to the slip of this number, given on ``day_`` or today. Raises Refusal."""
    kept = kept_line(reply)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        order = find_order(campaign, text)
        today = clock(campaign)
        day = read_past(day_, today) if day_ else today
        _refuse_reply(order, kept, day, today)
        changes = []
        if not order.answered:
            changes = [
                Put(order.node, ("answered",), day.isoformat()),
                Put(order.node, ("reply",), kept),
            ]
        said = Said(f"督办单 {order.id}", _words(order, kept, day))
        return Planned(changes=changes, records=[order.id], said=[said])

    return write(folder, "supervision", plan, how, beside=("findings", "units", "tasks"))


def _refuse_reply(order: Order, kept: str, day: date, today: date) -> None:
    if not order.date <= day <= today:
        raise Refusal(
            f"回复日期 {day} 应当在发单（{order.date}）和今天（{today}）之间。请核对 --date。"
        )
    if order.answered and order.reply != kept:
        raise Refusal(
            f"{order.id} 已经在 {order.answered} 回复过：{order.reply or '（没有内容）'}。"
            "要改请在 data/supervision.yaml 里改。"
        )


def _words(order: Order, kept: str, day: date) -> str:
    late = ""
    if order.due and day > order.due:
        late = f"，超过时限{(day - order.due).days}天"
    hint = ""
    if order.about.startswith("f") and not order.answered:
        hint = f"；已经整改的，请另记 cz finding rectify {order.about}"
    return f"{order.unit} 已回复（{day}{late}）：{kept}{hint}"
