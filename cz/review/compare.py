"""What changed between two states of the plan, record by record and field by field.

Order, comments and formatting are not content and make no change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.progress import is_step_back
from cz.records import (
    STATUSES,
    Bulletin,
    Campaign,
    Collective,
    Extension,
    Finding,
    Phase,
    Place,
    Progress,
    Reopening,
    Step,
    Task,
    Update,
    Window,
)
from cz.records.kinds import KINDS, Kind, lists_names, word_of
from cz.whose import present_names


class Change(NamedTuple):
    """One field. ``old``/``new`` as text ("" where there is none); ``alert`` is what a leader must see, or ""."""

    field: str
    phase: int
    old: str
    new: str
    words: str
    alert: str = ""


class Altered(NamedTuple):
    """One record. ``kind``: the section; ``fate``: added, deleted or changed; ``unit``: whom it concerns first.

    ``about``: the task or other record it belongs to, a task being about itself.
    """

    kind: str
    id: str
    title: str
    unit: str
    about: str
    fate: str
    changes: tuple[Change, ...]

    @property
    def alerts(self) -> int:
        return sum(bool(change.alert) for change in self.changes)


_ENTRIES = ("extended", "reopened")  # lists of small records


def compare(old: Campaign, new: Campaign) -> list[Altered]:
    """Every record that differs, in the order of the files."""
    found: list[Altered] = []
    for section, kind in KINDS.items():
        before, after = _records(old, kind), _records(new, kind)
        if kind.single and before and after:
            (was,), (now,) = before.values(), after.values()
            before, after = {"": was}, {"": now}
        for name, record in after.items():
            if name not in before:
                found.append(_altered(section, name, record, "added", ()))
            elif changes := tuple(_changes(before[name], record)):
                found.append(_altered(section, name, record, "changed", changes))
        for name, record in before.items():
            if name not in after:
                gone = Change("", 0, "", "", "删除", "删除")
                found.append(_altered(section, name, record, "deleted", (gone,)))
    return found


def _records(campaign: Campaign, kind: Kind) -> dict[str, Any]:
    held = getattr(campaign, kind.section)
    if kind.single:
        held = () if held is None else (held,)
    return {str(getattr(record, kind.key)): record for record in held}


def _altered(
    section: str, name: str, record: Any, fate: str, changes: tuple[Change, ...]
) -> Altered:
    unit = getattr(record, "lead", "") or getattr(record, "unit", "")
    about = (
        name
        if isinstance(record, Task)
        else next(
            (
                text
                for field in ("task", "indicator", "about")
                if (text := getattr(record, field, ""))
            ),
            "",
        )
    )
    title = next(
        (
            text
            for field in ("name", "title", "problem", "matter", "spot", "file")
            if (text := getattr(record, field, ""))
        ),
        "",
    )
    if isinstance(record, Bulletin):
        title = f"{record.year}年第{record.number}期"
    shown = "" if KINDS[section].single else name
    return Altered(section, shown, title, unit, about, fate, changes)


def _changes(old: Any, new: Any) -> Iterator[Change]:
    if old[:-1] == new[:-1]:  # all but where they stand
        return
    for field in new._fields:
        was, now = getattr(old, field), getattr(new, field)
        if field in ("node", "id", "number") or was == now:
            continue
        if field == "progress":
            yield from _progress(was, now)
        elif field in ("ratings", "scores"):
            yield from _by_phase(field, was, now)
        elif field == "updates":
            yield from _updates(was, now)
        elif lists_names(new, field):
            yield from _lists(new, field, was, now)
        elif field in _ENTRIES:
            yield from _entries(field, was, now)
        elif field == "ranking":
            yield from _ranking(was, now)
        elif (
            field in ("rectified", "verified")
            and isinstance(old, Finding)
            and _undone(field, old, new)
        ):
            yield _plain(new, field, was, now)._replace(
                alert=""
            )  # told, and why, with what undid it
        else:
            yield _plain(new, field, was, now)


def _progress(was: Any, now: Any) -> Iterator[Change]:
    nothing = Progress()
    for number in sorted({*was, *now}):
        before, after = was.get(number, nothing), now.get(number, nothing)
        if before.status != after.status:
            back = is_step_back(before.status, after.status)
            words = f"第{number}阶段：{STATUSES[before.status]} → {STATUSES[after.status]}"
            yield Change(
                "status", number, before.status, after.status, words, "退步" if back else ""
            )
        if before.due != after.due:
            yield Change(
                "due",
                number,
                day(before.due),
                day(after.due),
                f"第{number}阶段时限：{day(before.due) or '未定'} → {day(after.due) or '未定'}",
                _later(before.due, after.due),
            )


def _later(before: date | None, after: date | None) -> str:
    if before and after and after > before:
        return f"推迟{(after - before).days}天"
    return "取消时限" if before and not after else ""


def _by_phase(field: str, was: Any, now: Any) -> Iterator[Change]:
    word = "评级" if field == "ratings" else "得分"
    for number in sorted({*was, *now}):
        before, after = was.get(number), now.get(number)
        if before == after:
            continue
        worse = before is not None and (
            after is None or (after > before if field == "ratings" else after < before)
        )
        texts = [
            "" if value is None else f"{value:g}" if isinstance(value, float) else value
            for value in (before, after)
        ]
        blank = "未评" if field == "ratings" else "未测"
        alert = (
            ("撤销" if after is None else "变差" if field == "ratings" else "下降") if worse else ""
        )
        yield Change(
            "rating" if field == "ratings" else "score",
            number,
            texts[0],
            texts[1],
            f"第{number}阶段{word}：{texts[0] or blank} → {texts[1] or blank}",
            alert,
        )


def _updates(was: Sequence[Update], now: Sequence[Update]) -> Iterator[Change]:
    for one in _without(now, was):
        yield Change("updates", one.phase, "", one.note, f"记进展：{_said(one)}")
    for one in _without(was, now):
        yield Change("updates", one.phase, one.note, "", f"删去进展：{_said(one)}", "删去记录")


def _entries(
    field: str, was: Sequence[Extension | Reopening], now: Sequence[Extension | Reopening]
) -> Iterator[Change]:
    for one in _without(now, was):
        word = _entry_word(one)
        yield Change(
            field,
            0,
            "",
            _entry(one),
            f"{word}：{_entry(one)}",
            word if isinstance(one, Reopening) else "",
        )
    for one in _without(was, now):
        yield Change(
            field, 0, _entry(one), "", f"删去{_entry_word(one)}：{_entry(one)}", "删去记录"
        )


def _entry_word(one: Extension | Reopening) -> str:
    if isinstance(one, Extension):
        return "延期" if one.due > one.was else "提前"
    return "重开" if one.verified else "退回"


def _entry(one: Extension | Reopening) -> str:
    return (
        f"{one.date} 由 {one.was} 改到 {one.due}，{one.reason}"
        if isinstance(one, Extension)
        else f"{one.date} {one.reason}"
    )


def _undone(field: str, old: Finding, new: Finding) -> bool:
    """Whether a new entry of what was reopened says that it undid this."""
    return any(
        getattr(one, field) == getattr(old, field) for one in _without(new.reopened, old.reopened)
    )


def _ranking(was: Sequence[Place], now: Sequence[Place]) -> Iterator[Change]:
    """An issued ranking ought to stay as it is."""
    before, after = ({(one.kind, one.unit): one for one in places} for places in (was, now))
    for key, one in after.items():
        old = before.get(key)
        if old is None:
            yield Change("ranking", 0, "", _place(one), f"排名加入 {one.unit}：{_place(one)}")
        elif old != one:
            yield Change(
                "ranking",
                0,
                _place(old),
                _place(one),
                f"{one.unit}的排名：{_place(old)} → {_place(one)}",
                "改动排名",
            )
    for key, one in before.items():
        if key not in after:
            yield Change(
                "ranking", 0, _place(one), "", f"排名去掉 {one.unit}：{_place(one)}", "改动排名"
            )


def _place(one: Place) -> str:
    return (
        f"{one.kind}第{one.rank}名（交办{one.handed}，按时整改{one.in_time}，销号{one.verified}）"
    )


def _without(these: Sequence[Any], those: Sequence[Any]) -> list[Any]:
    """What is in ``these`` and not in ``those``, each as often as it is there more."""
    left = list(those)
    found = []
    for one in these:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found


def _said(one: Update) -> str:
    status = f"［{STATUSES[one.status]}］" if one.status else ""
    return " ".join(part for part in (day(one.date), one.unit, status + one.note) if part)


def _lists(record: Any, field: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    word = word_of(record, field)
    for name in _without(now, was):
        yield Change(field, 0, "", name, f"{word}：加入 {name}")
    for name in _without(was, now):
        loss = field in ("units", "members") and isinstance(record, (Task, Step, Collective))
        yield Change(field, 0, name, "", f"{word}：去掉 {name}", "去掉单位" if loss else "")


_SOURCE = {"plan": "方案", "proposed": "拟"}


def _plain(record: Any, field: str, was: Any, now: Any) -> Change:
    texts = [_text(field, value) for value in (was, now)]
    word = word_of(record, field)
    alert = ""
    if isinstance(record, Phase) and field in ("a_share", "minors", "floor"):
        lower = (
            now is None
            or now == ""
            or (
                now > was
                if field == "floor" and was
                else was is not None and was != "" and now < was
            )
        )
        alert = "目标降低" if lower else ""
    elif (isinstance(record, Phase) and field == "end") or field == "due":
        alert = _later(was, now)
    elif field in ("rectified", "verified", "answered"):
        alert = "撤销" if was and not now else ""
    shown = [_SOURCE.get(text, text) if field == "source" else text for text in texts]
    if max(map(len, shown)) > 60:
        return Change(field, 0, texts[0], texts[1], f"{word}有改动", alert)
    nothing = "未定" if field == "due" else "无"
    return Change(
        field,
        0,
        texts[0],
        texts[1],
        f"{word}：{shown[0] or nothing} → {shown[1] or nothing}",
        alert,
    )


def _text(field: str, value: Any) -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "、".join(f"{name}（{'、'.join(kinds)}）" for name, kinds in value.items())
    if isinstance(value, Window):
        return f"{value.start} 至 {value.end}"
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return "，".join(f"{name} {one}" for name, one in zip(value._fields, value, strict=True))
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def grouped(
    found: Sequence[Altered], campaign: Campaign, by: str
) -> list[tuple[str, list[Altered]]]:
    """(heading, records): by the unit concerned first, under the name it bears now, or by chapter; what belongs to none stands last."""
    order, name = _by_chapter(campaign) if by == "chapter" else _by_unit(campaign)
    groups: dict[str, list[Altered]] = {}
    for one in found:
        groups.setdefault(name(one), []).append(one)
    known = [(head, groups.pop(head)) for head in order if head in groups]
    rest = groups.pop("", [])
    return [*known, *groups.items(), *([("其他", rest)] if rest else [])]


Grouping = tuple[
    list[str], Callable[[Altered], str]
]  # the headings in order, and the one of a record


def _by_chapter(campaign: Campaign) -> Grouping:
    headings = {
        str(chapter.number): f"第{chapter.number}板块　{chapter.title}"
        for chapter in campaign.chapters
    }
    further = {one.id: one.task or one.indicator for one in campaign.findings} | {
        one.id: one.task for one in campaign.indicators
    }

    def name(one: Altered) -> str:
        about = further.get(one.about, one.about)
        return headings.get(further.get(about, about).partition("-")[0], "")

    return list(headings.values()), name


def _by_unit(campaign: Campaign) -> Grouping:
    present = present_names(campaign)
    units = {one.id: one.unit for one in campaign.findings} | {
        one.id: one.unit for one in campaign.indicators
    }
    units |= {one.id: one.lead for one in campaign.work}

    def name(one: Altered) -> str:
        unit = one.unit or units.get(one.about, "")
        return present[unit]

    return [owner.name for owner in campaign.owners], name
