"""``cz remind``, ``cz silent``, ``cz agenda``: who is to be reminded of what, who has gone silent, what falls due."""

import os
from collections.abc import Mapping
from datetime import date as Day
from datetime import timedelta
from typing import NamedTuple

from cz import disk
from cz.names import find_one_unit, find_unit
from cz.opening import refuse_own_folders
from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Campaign, Collective
from cz.source import Source
from cz.supervise.owed import Sheet, Thing, sheets, things, urgency
from cz.whose import collectives_of


class Reminders(NamedTuple):
    """``asked``: the one unit they are of, "" for all. ``sheets``: of those that owe something."""

    campaign: Campaign
    today: Day
    days: int
    asked: str
    sheets: tuple[Sheet, ...]


class Agenda(NamedTuple):
    """``ahead`` by day and unit, from today to ``until``; ``late``: what is overdue. ``unit``: the one asked for, or ""."""

    campaign: Campaign
    today: Day
    until: Day
    unit: str
    ahead: tuple[Thing, ...]
    late: tuple[Thing, ...]


def remind(
    campaign: Campaign, today: Day, unit: str | None = None, days: int | None = None
) -> Reminders:
    """Raises Refusal where ``unit`` is not one unit."""
    within = campaign.plan.lights.red if days is None else _days(days)
    found = sheets(campaign, current_phase(campaign, today), today, within)
    if unit is None:
        return Reminders(campaign, today, within, "", tuple(found))
    owner = find_unit(campaign, unit)
    if isinstance(owner, Collective) and owner.members:
        find_one_unit(campaign, unit)
    return Reminders(
        campaign, today, within, owner.name, tuple(one for one in found if one.unit == owner.name)
    )


def agenda(campaign: Campaign, today: Day, days: int, unit: str | None = None) -> Agenda:
    """Raises Refusal where ``unit`` is not one unit or collective. A unit's include what its collectives lead."""
    if today.toordinal() + _days(days) >= Day.max.toordinal():
        raise Refusal(f"{today} 往后 {days} 天超出了日历能表示的范围。请核对 --today。")
    until = today + timedelta(days=days)
    name = find_unit(campaign, unit).name if unit is not None else ""
    mine = {name, *collectives_of(campaign, name)} if name else None
    phase = current_phase(campaign, today)
    found = [
        one
        for one in things(campaign, phase, today, later=True)
        if one.due and one.due <= until and (mine is None or one.unit in mine)
    ]
    place = {one.name: number for number, one in enumerate(campaign.owners)}
    ahead = sorted(
        (one for one in found if not one.late),
        key=lambda one: (one.due, place.get(one.unit, len(place)), urgency(one)),
    )
    return Agenda(
        campaign,
        today,
        until,
        name,
        tuple(ahead),
        tuple(sorted((one for one in found if one.late), key=urgency)),
    )


def _days(days: int) -> int:
    if not 0 <= days <= 3660:
        raise Refusal(f"天数要在 0 到 3660 之间，找到的是 {days}。请核对 --days。")
    return days


# --- files ---------------------------------------------------------------------------------------------------------


def save_text(plan: str, path: str, text: str) -> None:
    """One unit's text. Raises Refusal where there is a file already."""
    if os.path.splitext(path)[1].lower() != ".txt":
        raise Refusal(
            f"催办文字是纯文本，文件名要以 .txt 结尾，找到的是 {path}。每个单位一个文件，请用 --all -o 文件夹。"
        )
    refuse_own_folders(plan, path, "催办.txt")
    if os.path.lexists(path):
        raise Refusal(f"{path} 已经有了，没有覆盖。请换一个文件名。")
    disk.create(path, path, text.encode("utf-8", "replace"))


def save_each(plan: str, folder: str, texts: Mapping[str, str]) -> None:
    """One file for each unit in a new or empty folder; where one cannot be written, none is left. Raises Refusal."""
    refuse_own_folders(plan, folder, "催办")
    made = not os.path.lexists(folder)
    written: list[str] = []
    try:
        if made:
            os.makedirs(folder)
        elif not os.path.isdir(folder):
            raise Refusal(f"{folder} 已经有了，不是文件夹。-o 要写一个新的或空的文件夹。")
        elif os.listdir(folder):
            raise Refusal(
                f"{folder} 里已经有文件，没有写：以前的催办会和这次的混在一起。请换一个新的或空的文件夹。"
            )
    except OSError as error:
        raise Refusal(f"{folder} 用不了：{disk.reason(error)}。", exit_code=1) from None
    try:
        for name, text in zip(file_names(texts), texts.values(), strict=True):
            path = os.path.join(folder, name)
            disk.create(path, path, text.encode("utf-8", "replace"))
            written.append(path)
    except BaseException:
        for path in written:
            os.unlink(path)
        if made:
            os.rmdir(folder)
        raise


_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


def file_names(units: Mapping[str, str]) -> list[str]:
    """The units' names as files that Windows can hold, no two alike."""
    taken: set[str] = set()
    names = []
    for unit in units:
        plain = (
            "".join(
                char if char.isprintable() and char not in '<>:"/\\|?*' else "_" for char in unit
            )[:60].strip(" .")
            or "_"
        )
        if plain.partition(".")[0].rstrip().lower() in _RESERVED:
            plain = f"_{plain}"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names.append(f"{name}.txt")
    return names


def save_calendar(plan: str, path: str, text: str, mark: str) -> None:
    """A calendar. Takes the place of one of ours, told by its line ``mark``, and of nothing else. Raises Refusal."""
    if os.path.splitext(path)[1].lower() != ".ics":
        raise Refusal(f"日历的文件名要以 .ics 结尾，找到的是 {path}。")
    refuse_own_folders(plan, path, "创城.ics")
    if os.path.lexists(path):
        there = disk.read(path, path)
        if not isinstance(there, Source) or mark not in there.text.splitlines()[:5]:
            raise Refusal(f"{path} 已经有了，不是 cz 写的日历，没有覆盖。请换一个文件名。")
    disk.create(path, path, text.encode("utf-8", "replace"))
