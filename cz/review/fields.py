"""What changed in one record, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cz.progress import is_step_back
from cz.records import (
    CONDITION_STATES,
    FAKED,
    RESULTS,
    RETURNED,
    STATUSES,
    UNMET,
    Collective,
    Extension,
    Finding,
    Option,
    Phase,
    Place,
    Progress,
    Reassignment,
    Reopening,
    Review,
    Skipped,
    Step,
    Task,
    Update,
    Window,
    Withdrawal,
)
from cz.records.fields import private_of
from cz.records.judge import Judge
from cz.records.kinds import lists_names, word_of
from cz.records.repeat import Repeat
from cz.review.altered import Change
from cz.review.reasons import SOURCES, with_reasons, without_reasons

_NAMING = ("node", "id", "number")  # not what a record says
_TARGETS = ("a_share", "minors", "floor")  # of a phase
_LONGEST = 60  # characters of a value that are shown

Entry = Extension | Reopening | Reassignment | Review | Skipped


def changes_of(old: Any, new: Any) -> Iterator[Change]:
    """The changes of a record that both states hold."""
    if old[:-1] == new[:-1]:  # all but where they stand
        return
    changes = _changes_by_field(old, new)
    reasons_before, reasons = getattr(old, "changes", ()), getattr(new, "changes", ())
    if reasons_before == reasons:
        yield from changes
        return
    yield from with_reasons(changes, _without(reasons, reasons_before))
    yield from without_reasons(_without(reasons_before, reasons))


def _changes_by_field(old: Any, new: Any) -> Iterator[Change]:
    for field in new._fields:
        was, now = getattr(old, field), getattr(new, field)
        if field not in (*_NAMING, "changes") and was != now:
            yield from _changes_of_field(field, old, new)


def _changes_of_field(field: str, old: Any, new: Any) -> Iterator[Change]:
    was, now = getattr(old, field), getattr(new, field)
    if field == "progress":
        yield from _progress(was, now)
    elif field == "ratings":
        yield from _ratings(was, now)
    elif field == "states":
        yield from _states(was, now)
    elif field == "scores":
        yield from _scores(was, now)
    elif field == "updates":
        yield from _updates(was, now)
    elif lists_names(new, field):
        yield from _names(new, field, was, now)
    elif field in ("extended", "reopened", "reassigned", "reviews", "skipped"):
        yield from _entries(field, was, now)
    elif field == "options":
        yield from _options(was, now)
    elif field == "ranking":
        yield from _ranking(was, now)
    else:
        change = _plain(new, field, was, now)
        if isinstance(old, Finding) and _undone(field, old, new):
            change = change._replace(alert="")  # said, and why, with what undid it
        yield change


# --- by phase -------------------------------------------------------------------------------------


def _progress(was: Mapping[int, Progress], now: Mapping[int, Progress]) -> Iterator[Change]:
    for phase in sorted({*was, *now}):
        before, after = was.get(phase, Progress()), now.get(phase, Progress())
        if before.status != after.status:
            yield Change(
                field="status",
                phase=phase,
                old=before.status,
                new=after.status,
                words=f"第{phase}阶段：{STATUSES[before.status]} → {STATUSES[after.status]}",
                alert="退步" if is_step_back(before.status, after.status) else "",
            )
        if before.due != after.due:
            old, new = str(before.due or ""), str(after.due or "")
            yield Change(
                field="due",
                phase=phase,
                old=old,
                new=new,
                words=f"第{phase}阶段时限：{old or '未定'} → {new or '未定'}",
                alert=_looser(before.due, after.due),
            )


def _looser(before: date | Repeat | None, after: date | Repeat | None) -> str:
    """What is asked for less strictly than before. 长期 asks for no day."""
    if isinstance(before, Repeat) or isinstance(after, Repeat):
        asked_for_days = before is not None and not (isinstance(before, Repeat) and before.is_long)
        is_dropped = after is None or (isinstance(after, Repeat) and after.is_long)
        if asked_for_days and is_dropped:
            return "取消时限"
        return "推后起算" if _starts_later(before, after) else ""
    return _later(before, after)


def _starts_later(before: date | Repeat | None, after: date | Repeat | None) -> bool:
    """Whether what comes again is asked for from a later day on than before."""
    if not isinstance(before, Repeat) or not isinstance(after, Repeat) or after.start is None:
        return False
    return before.start is None or before.start < after.start


def _later(before: date | None, after: date | None) -> str:
    if before and after and after > before:
        return f"推迟{(after - before).days}天"
    return "取消时限" if before and not after else ""


def _ratings(was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Change]:
    """C is worse than A."""
    for phase in sorted({*was, *now}):
        old, new = was.get(phase, ""), now.get(phase, "")
        if old != new:
            words = f"第{phase}阶段评级：{old or '未评'} → {new or '未评'}"
            alert = ""
            if old and not new:
                alert = "撤销"
            elif old and new > old:
                alert = "变差"
            yield Change("rating", phase, old, new, words, alert)


def _states(was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Change]:
    """Of a condition of the application."""
    for phase in sorted({*was, *now}):
        old, new = was.get(phase, ""), now.get(phase, "")
        if old != new:
            before, after = (CONDITION_STATES.get(each, "待核实") for each in (old, new))
            alert = "变差" if new == UNMET else ""
            alert = "撤销" if old and not new else alert
            yield Change("states", phase, old, new, f"第{phase}阶段：{before} → {after}", alert)


def _scores(was: Mapping[int, float], now: Mapping[int, float]) -> Iterator[Change]:
    for phase in sorted({*was, *now}):
        before, after = was.get(phase), now.get(phase)
        if before != after:
            old = "" if before is None else f"{before:g}"
            new = "" if after is None else f"{after:g}"
            words = f"第{phase}阶段得分：{old or '未测'} → {new or '未测'}"
            alert = ""
            if before is not None and after is None:
                alert = "撤销"
            elif before is not None and after is not None and after < before:
                alert = "下降"
            yield Change("score", phase, old, new, words, alert)


# --- lists ----------------------------------------------------------------------------------------


def _updates(was: Sequence[Update], now: Sequence[Update]) -> Iterator[Change]:
    gone = list(_without(was, now))
    for update in _without(now, was):
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
    parts = (_day(update.date), update.unit, status + update.note)
    return " ".join(part for part in parts if part)


def _names(record: Any, field: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    word = word_of(record, field)
    has_duties = field in ("units", "members") and isinstance(record, (Task, Step, Collective))
    for name in _without(now, was):
        yield Change(field, 0, "", name, f"{word}：加入 {name}")
    for name in _without(was, now):
        alert = "去掉单位" if has_duties else ""
        yield Change(field, 0, name, "", f"{word}：去掉 {name}", alert)


def _entries(field: str, was: Sequence[Entry], now: Sequence[Entry]) -> Iterator[Change]:
    """What was extended, reopened, given away or not looked at: an entry of a list each."""
    for entry in _without(now, was):
        word, text = _entry_word(entry), _entry_text(entry)
        alert = word if _is_step_back(entry) else ""
        yield Change(field, 0, "", text, f"{word}：{text}", alert)
    for entry in _without(was, now):
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
    parts = (str(review.date), review.by, review.reason)
    drawn = f"抽查 {review.draw}" if review.draw else ""
    due = f"限 {review.due}" if review.due else ""
    notes = "，".join(filter(None, (drawn, due)))
    return " ".join(filter(None, parts)) + (f"（{notes}）" if notes else "")


def _options(was: Sequence[Option], now: Sequence[Option]) -> Iterator[Change]:
    """Counts of a survey ought to stay; which answers are good the office says."""
    before, after = ({option.text: option for option in listed} for listed in (was, now))
    for text, option in after.items():
        if option != before.get(text):
            old = _option_text(before[text]) if text in before else ""
            new = _option_text(option)
            recounted = text in before and before[text].chosen != option.chosen
            alert = "改动人数" if recounted else ""
            yield Change("options", 0, old, new, f"“{text}”：{old or '无'} → {new}", alert)
    for text, option in before.items():
        if text not in after:
            old = _option_text(option)
            yield Change("options", 0, old, "", f"去掉“{text}”：{old}", "改动人数")


def _option_text(option: Option) -> str:
    marks = [f"{option.chosen}人", "算好评" if option.good else ""]
    return "，".join(filter(None, [*marks, "不算回答" if option.skip else ""]))


def _ranking(was: Sequence[Place], now: Sequence[Place]) -> Iterator[Change]:
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


def _without(these: Sequence[Any], those: Sequence[Any]) -> list[Any]:
    """What is in ``these`` and not in ``those``, each as often as it is there more."""
    left = list(those)
    more = []
    for item in these:
        if item in left:
            left.remove(item)
        else:
            more.append(item)
    return more


# --- single values --------------------------------------------------------------------------------


def _plain(record: Any, field: str, was: Any, now: Any) -> Change:
    word = word_of(record, field)
    if field in private_of(record.__class__):
        return Change(field, 0, "", "", f"{word}有改动")
    old, new = _text(was), _text(now)
    alert = _alert(record, field, was, now)
    shown_old, shown_new = old, new
    if field == "source":
        shown_old, shown_new = SOURCES.get(old, old), SOURCES.get(new, new)
    if max(len(shown_old), len(shown_new)) > _LONGEST:
        return Change(field, 0, old, new, f"{word}有改动", alert)
    nothing = "未定" if field == "due" else "无"
    words = f"{word}：{shown_old or nothing} → {shown_new or nothing}"
    return Change(field, 0, old, new, words, alert)


def _alert(record: Any, field: str, was: Any, now: Any) -> str:
    if isinstance(record, Phase) and field in _TARGETS:
        return "目标降低" if _is_lower(field, was, now) else ""
    if field == "due" and isinstance(record, Task):
        return ""  # as the plan writes it; what counts is in progress
    if field == "due" or (isinstance(record, Phase) and field == "end"):
        return _later(was, now)
    if field == "withdrawn":
        return "撤回" if now else "恢复"
    if field in ("rectified", "verified", "answered", "done"):
        return "撤销" if was and not now else ""
    return ""


def _is_lower(field: str, was: Any, now: Any) -> bool:
    """Whether a target is easier to reach: gone, a lower figure, or a floor of B made C."""
    if now is None or now == "":
        return True
    if field == "floor" and was:
        return bool(now > was)
    return was is not None and was != "" and bool(now < was)


def _undone(field: str, old: Finding, new: Finding) -> bool:
    """Whether a new entry of what was reopened says that it undid this date."""
    if field not in ("rectified", "verified"):
        return False
    undone = getattr(old, field)
    return any(getattr(entry, field) == undone for entry in _without(new.reopened, old.reopened))


def _text(value: Any) -> str:
    if value is None or value == 0:
        return ""
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        classes = [_of_mapping(name, said) for name, said in value.items()]
        return "、".join(classes)
    if isinstance(value, Withdrawal):
        return f"{value.date}，{value.reason}"
    if isinstance(value, Judge):
        return str(value)
    if isinstance(value, Window):
        return f"{value.start} 至 {value.end}"
    if isinstance(value, tuple) and value and hasattr(value[0], "_fields"):
        return "；".join(map(_text, value))
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        pairs = zip(value._fields, value, strict=True)
        return "，".join(f"{name} {part}" for name, part in pairs)
    if isinstance(value, tuple):
        return "、".join(value)
    return str(value)


def _of_mapping(key: Any, said: Any) -> str:
    """A class of units with its kinds; what is kept by phase, with its phase."""
    if isinstance(said, str):
        return f"第{key}阶段 {said}"
    return f"{key}（{'、'.join(said)}）"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
