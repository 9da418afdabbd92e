"""``cz add phase``: one more phase of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from cz.days import read_day
from cz.load import Loaded
from cz.problem import Refusal
from cz.records.fields import CLASSES
from cz.verbs.adding import (
    New,
    enter,
    last_before,
    read_number,
    read_origin,
    read_title,
    refuse_title_twice,
    without_empty,
)
from cz.write.outcome import Outcome, Planned
from cz.write.writing import PLAINLY, How, write


def add_phase(
    folder: str,
    title: str,
    *,
    id_: str | None = None,
    days: tuple[str | None, str | None] = (None, None),
    targets: Mapping[str, str | None] | None = None,
    source: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Enter a phase, the next number unless one is given.

    ``days``: its first and its last. ``targets``: a_share and minors in points, floor A, B or C.
    Raises Refusal.
    """
    kept_title = read_title(title, "阶段的名称")
    origin = read_origin(source)
    start, end = (read_day(text).isoformat() if text else "" for text in days)
    if start and end and end < start:
        raise Refusal(f"阶段的结束 {end} 早于起始 {start}，没有改动。")
    aims = {name: _target(name, text) for name, text in (targets or {}).items() if text}

    def plan(loaded: Loaded) -> Planned:
        phases = loaded.campaign.phases
        own = read_number("phases", id_, {phase.number for phase in phases})
        refuse_title_twice(kept_title, phases, "方案里")
        record = {
            "number": str(own),
            "title": kept_title,
            **aims,
            "start": start,
            "end": end,
            "source": origin,
        }
        after = last_before(phases, lambda phase: phase.number, own)
        next_step = "" if start and end else "写上 start、end，当前阶段就按日期判断。"
        return enter(loaded, "phases", [New(without_empty(record), after)], next_step)

    return write(folder, "tasks", plan, how)


def _target(name: str, text: str) -> str:
    """Raises Refusal for what is no target."""
    plain = text.strip().upper().rstrip("%％类")
    if name == "floor":
        if plain not in CLASSES:
            raise Refusal(f"“{text}”不是等级，应当是 A、B、C。")
        return plain
    if not plain.replace(".", "", 1).isdecimal() or float(plain) > 100:
        raise Refusal(f"“{text}”应当是 0 到 100 的数，例如 80。")
    return plain
