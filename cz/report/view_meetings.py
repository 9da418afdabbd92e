"""What a template sees of meetings. Frozen, like cz.report.view."""

from __future__ import annotations

from datetime import date as Day
from typing import NamedTuple


class ItemView(NamedTuple):
    """What a meeting agreed. ``title``: of the record it concerns. ``late``: days, 0 if done."""

    id: str
    unit: str
    matter: str
    helpers: tuple[str, ...]
    about: str
    title: str
    due: Day | None
    done: Day | None
    result: str
    late: int


class ServedView(NamedTuple):
    """A task, step or standard that a meeting serves."""

    id: str
    title: str


class MeetingView(NamedTuple):
    """``id`` is empty of one that is still to be held, ``date`` where its day is not known.

    ``attendance``: the file of the sign-in sheet, as it is registered.
    """

    id: str
    kind: str
    number: int
    title: str
    date: Day | None
    chair: str
    place: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    serves: tuple[ServedView, ...]
    attendance: str
    points: tuple[str, ...]
    items: tuple[ItemView, ...]


class BlackView(NamedTuple):
    """A unit on the black list of the newest bulletin, or last of its class.

    ``running``: last so often in a row; ``consequence``: what that leads to.
    """

    unit: str
    kind: str
    rank: int
    handed: int
    in_time: int
    listed: str
    last: bool
    running: int
    consequence: str


class DueView(NamedTuple):
    """What is to be done. ``word``: 问题, 任务, and so on."""

    id: str
    word: str
    unit: str
    matter: str
    due: Day | None
    late: int


class PackView(NamedTuple):
    """What the next meeting begins with.

    ``before``: the one of its kind held last, with its items. ``older``: what other meetings
    agreed and is not done. ``black`` by ``bulletin``, whose name it is. ``late``: overdue, the
    longest first; ``due``: within ``days``, by day.
    """

    next: MeetingView
    before: MeetingView | None
    older: tuple[ItemView, ...]
    bulletin: str
    as_of: Day | None
    black: tuple[BlackView, ...]
    late: tuple[DueView, ...]
    due: tuple[DueView, ...]
    days: int

    @property
    def done(self) -> int:
        """How many of the last meeting's items are done."""
        return sum(item.done is not None for item in self.before.items) if self.before else 0


WORDS: dict[type, str] = {
    ItemView: "议定事项",
    ServedView: "有关的记录",
    MeetingView: "会议",
    BlackView: "黑榜单位",
    DueView: "到期事项",
    PackView: "会议材料",
}
