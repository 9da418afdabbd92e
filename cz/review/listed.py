"""What changed in the lists of a record, an item each, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cz.records import (
    FAKED,
    RESULTS,
    RETURNED,
    STATUSES,
    Collective,
    Extension,
    Option,
    Place,
    Reassignment,
    Reopening,
    Review,
    Skipped,
    Step,
    Task,
    Update,
)
from cz.records.kinds import word_of
from cz.review.altered import Change

Entry = Extension | Reopening | Reassignment | Review | Skipped


def updates(was: Sequence[Update], now: Sequence[Update]) -> Iterator[Change]:
    gone = without(was, now)
    for update in without(now, was):
        before = update._replace(withdrawn=None)
        if update.withdrawn and before in gone:
            gone.remove(before)
            words = f"撤回进展：{_update_text(update)}（{update.withdrawn.reason}）"
            yield Change("updates", update.phase, update.note, "", words)
        else:
            words = f"记进展：{_update_text(update)}"
            yield Change("updates", update.phase, "", update.note, words)
    for update in gone:
        words = f"删去进展：{_update_text(update)}"
        yield Change("updates", update.phase, update.note, "", words, "删去记录")


def _update_text(update: Update) -> str:
    status = f"［{STATUSES[update.status]}］" if update.status else ""
    parts = (day_text(update.date), update.unit, status + update.note)
    return " ".join(part for part in parts if part)


def names(record: Any, field: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    word = word_of(record, field)
    has_duties = field in ("units", "members") and isinstance(record, (Task, Step, Collective))
    for name in without(now, was):
        yield Change(field, 0, "", name, f"{word}：加入 {name}")
    for name in without(was, now):
        alert = "去掉单位" if has_duties else ""
        yield Change(field, 0, name, "", f"{word}：去掉 {name}", alert)


def entries(field: str, was: Sequence[Entry], now: Sequence[Entry]) -> Iterator[Change]:
    """What was extended, reopened, given away or not looked at: an entry of a list each."""
    for entry in without(now, was):
        word, text = _entry_word(entry), _entry_text(entry)
        alert = word if _is_step_back(entry) else ""
        yield Change(field, 0, "", text, f"{word}：{text}", alert)
    for entry in without(was, now):
        word, text = _entry_word(entry), _entry_text(entry)
        yield Change(field, 0, text, "", f"删去{word}：{text}", "删去记录")


def _is_step_back(entry: Entry) -> bool:
    if isinstance(entry, Review):
        return entry.result in (FAKED, RETURNED)
    return isinstance(entry, Reopening)


def _entry_word(entry: Entry) -> str:
    if isinstance(entry, Review):
        return RESULTS[entry.result]
    if isinstance(entry, Skipped):
        return "没有看的"
    if isinstance(entry, Extension):
        return "延期" if entry.due > entry.was else "提前"
    if isinstance(entry, Reassignment):
        return "改派"
    return "重开" if entry.verified else "退回"


def _entry_text(entry: Entry) -> str:
    if isinstance(entry, Review):
        return _review_text(entry)
    if isinstance(entry, Skipped):
        return _skipped_text(entry)
    if isinstance(entry, Extension):
        return f"{entry.date} 由 {entry.was} 改到 {entry.due}，{entry.reason}"
    if isinstance(entry, Reassignment):
        told = f"{entry.date} 原为{entry.unit}，时限 {entry.was or '未定'} → {entry.due or '未定'}"
        return f"{told}，{entry.reason}" if entry.reason else told
    return f"{entry.date} {entry.reason}"


def _skipped_text(skipped: Skipped) -> str:
    """p17 i9-18、i9-19（不适用）."""
    standards = "、".join(skipped.standards) or "全部标准"
    reason = f"（{skipped.reason}）" if skipped.reason else ""
    return f"{skipped.spot} {standards}{reason}"


def _review_text(review: Review) -> str:
    """2026-07-10 区教育局 没有落款日期（抽查 r2026-1，限 2026-07-17）."""
    notes = []
    if review.draw:
        notes.append(f"抽查 {review.draw}")
    if review.due:
        notes.append(f"限 {review.due}")
    parts = [str(review.date), review.by, review.reason]
    text = " ".join(part for part in parts if part)
    return f"{text}（{'，'.join(notes)}）" if notes else text


def options(was: Sequence[Option], now: Sequence[Option]) -> Iterator[Change]:
    """Counts of a survey ought to stay; which answers are good the office says."""
    before = {option.text: option for option in was}
    after = {option.text: option for option in now}
    for text, option in after.items():
        known = before.get(text)
        new = _option_text(option)
        if known is None:
            yield Change("options", 0, "", new, f"“{text}”：无 → {new}")
        elif known != option:
            old = _option_text(known)
            alert = "改动人数" if known.chosen != option.chosen else ""
            yield Change("options", 0, old, new, f"“{text}”：{old} → {new}", alert)
    for text, option in before.items():
        if text not in after:
            old = _option_text(option)
            yield Change("options", 0, old, "", f"去掉“{text}”：{old}", "改动人数")


def _option_text(option: Option) -> str:
    marks = [f"{option.chosen}人"]
    if option.good:
        marks.append("算好评")
    if option.skip:
        marks.append("不算回答")
    return "，".join(marks)


def ranking(was: Sequence[Place], now: Sequence[Place]) -> Iterator[Change]:
    """An issued ranking ought to stay as it is."""
    before = {(place.kind, place.unit): place for place in was}
    after = {(place.kind, place.unit): place for place in now}
    for key, place in after.items():
        new = _place_text(place)
        if key not in before:
            yield Change("ranking", 0, "", new, f"排名加入 {place.unit}：{new}")
        elif before[key] != place:
            old = _place_text(before[key])
            words = f"{place.unit}的排名：{old} → {new}"
            yield Change("ranking", 0, old, new, words, "改动排名")
    for key, place in before.items():
        if key not in after:
            old = _place_text(place)
            yield Change("ranking", 0, old, "", f"排名去掉 {place.unit}：{old}", "改动排名")


def _place_text(place: Place) -> str:
    return (
        f"{place.kind}第{place.rank}名"
        f"（交办{place.handed}，按时整改{place.in_time}，销号{place.verified}）"
    )


def without(these: Sequence[Any], those: Sequence[Any]) -> list[Any]:
    """What is in ``these`` and not in ``those``, each as often as it is there more."""
    left = list(those)
    more = []
    for item in these:
        if item in left:
            left.remove(item)
        else:
            more.append(item)
    return more


def day_text(value: date | None) -> str:
    return value.isoformat() if value else ""
