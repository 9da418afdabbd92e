"""``cz order issue``: the next order slip on a matter, put on record."""

from collections.abc import Callable
from datetime import date

from cz.edit import Append
from cz.load import Loaded
from cz.records import Campaign
from cz.verbs.order.draft import Draft, draft
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


def issue(
    folder: str,
    text: str,
    clock: Callable[[Campaign], date],
    *,
    due: str | None = None,
    requirement: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Record what ``draft`` says; the result is the slip's id. Raises Refusal."""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "supervision", "rules", "bulletins", "orders")
        campaign = loaded.campaign
        drafted = draft(campaign, text, clock(campaign), due, requirement)
        order = drafted.order
        fields = {
            name: str(value) for name, value in order._asdict().items() if name != "node" and value
        }
        return Planned(
            changes=[Append(loaded.trees["supervision"].root, "orders", (fields,))],
            records=[order.id],
            said=[Said(f"督办单 {order.id}", _words(drafted))],
            result=order.id,
        )

    return write(
        folder, "supervision", plan, how, beside=("findings", "units", "tasks", "meetings")
    )


def _words(drafted: Draft) -> str:
    order = drafted.order
    words = f"{order.color}色，{order.unit}，时限 {order.due}"
    if drafted.before:
        words += f"（前面发过 {'、'.join(before.id for before in drafted.before)}）"
    if drafted.early:
        words += "；所督办的还没有到期"
    return words
