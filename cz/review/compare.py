"""What changed between two states of the plan, record by record and field by field.

Order, comments and formatting are not content and make no change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cz.ledger import Bulletin, Extension, Finding, Order, Place, Reopening, Visit, Window
from cz.model import STATUSES, Campaign, Collective, Phase, Progress, Step, Task, Update
from cz.names import present_names

RANK = {"todo": 0, "blocked": 1, "doing": 2, "done": 3, "verified": 4}


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


SECTIONS: dict[str, tuple[str, str]] = {
    # section: (its word, the field that names a record)
    "plan": ("方案", "title"), "phases": ("阶段", "number"), "chapters": ("板块", "number"), "tasks": ("任务", "id"), "steps": ("步骤", "id"),
    "requirements": ("工作要求", "id"), "headquarters": ("指挥部", "name"), "office": ("办公室", "name"), "groups": ("工作组", "id"),
    "units": ("单位", "id"), "collectives": ("集体单位", "id"), "systems": ("测评体系", "id"), "blocks": ("版块", "id"),
    "projects": ("测评项目", "id"), "indicators": ("指标", "id"), "findings": ("问题", "id"), "visits": ("无问题点位", "id"),
    "rules": ("督查规则", "source"), "bulletins": ("通报", "id"), "orders": ("督办单", "id"), "evidence": ("佐证材料", "id"),
}  # fmt: skip

SINGLE = ("plan", "headquarters", "office", "rules")
_NAMES = ("units", "members", "redacted", "proposed", "former", "helpers")
_ENTRIES = ("extended", "reopened")  # lists of small records

FIELDS = {
    "title": "标题", "name": "名称", "lead": "牵头单位", "units": "责任单位", "group": "工作组", "source": "来源", "proposed": "拟定的字段",
    "page": "页码", "text": "任务要求", "truncated": "原文不全", "year": "年份", "goal": "目标原文", "a_share": "A类占比目标", "floor": "最低等级",
    "minors": "未成年人成绩目标", "start": "开始日期", "end": "结束日期", "stage": "实施步骤标题", "stage_page": "实施步骤页码", "phase": "阶段",
    "label": "标注", "commit": "提交说明", "today": "固定的今天", "counts": "方案写明的数目", "lights": "亮灯天数", "kind": "类别", "redacted": "方案写法",
    "members": "成员", "block": "版块", "project": "测评项目", "content": "测评内容", "method": "测评方法", "material": "材料要求", "task": "任务",
    "unit": "责任单位", "former": "曾用名", "date": "日期", "spot": "点位", "type": "点位类型", "helpers": "协办单位", "problem": "存在问题",
    "due": "时限", "indicator": "指标", "by": "督查组", "fix": "整改情况", "rectified": "整改日期", "verified": "复核销号日期", "extended": "延期",
    "reopened": "退回或重开", "days": "整改期限（天）", "order_days": "督办期限（天）", "quiet": "不催的天数", "red": "红榜个数", "black": "黑榜个数",
    "colors": "督办单颜色", "consequences": "处理办法", "classes": "排名分类", "window": "佐证材料的时间范围", "as_of": "截至日期",
    "ranking": "排名", "about": "所指的记录", "color": "颜色", "matter": "督办事项", "requirement": "要求", "answered": "回复日期", "reply": "回复",
    "file": "文件", "caption": "图说", "sha256": "校验值",
}  # fmt: skip

# What a field is called in one kind of record only.
OWN_WORDS: dict[tuple[type, str], str] = {
    (Finding, "date"): "督查日期", (Finding, "due"): "整改时限", (Visit, "date"): "督查日期", (Visit, "unit"): "单位",
    (Bulletin, "start"): "督查开始日期", (Bulletin, "end"): "督查结束日期", (Order, "due"): "回复时限",
}  # fmt: skip


def compare(old: Campaign, new: Campaign) -> list[Altered]:
    """Every record that differs, in the order of the files."""
    found: list[Altered] = []
    for section, (_, key) in SECTIONS.items():
        before, after = _records(old, section, key), _records(new, section, key)
        single = section in SINGLE
        if single and before and after:
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


def _records(campaign: Campaign, section: str, key: str) -> dict[str, Any]:
    held = getattr(campaign, section)
    if held is None:
        return {}
    if not isinstance(held, tuple) or hasattr(held, "_fields"):
        return {str(getattr(held, key)): held}
    return {str(getattr(record, key)): record for record in held}


def _altered(section: str, name: str, record: Any, fate: str, changes: tuple[Change, ...]) -> Altered:
    unit = getattr(record, "lead", "") or getattr(record, "unit", "")
    about = name if isinstance(record, Task) else next((text for field in ("task", "indicator", "about") if (text := getattr(record, field, ""))), "")
    title = next((text for field in ("name", "title", "problem", "matter", "spot", "file") if (text := getattr(record, field, ""))), "")
    if isinstance(record, Bulletin):
        title = f"{record.year}年第{record.number}期"
    shown = "" if section in SINGLE else name
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
        elif field in _NAMES:
            yield from _lists(new, field, was, now)
        elif field in _ENTRIES:
            yield from _entries(field, was, now)
        elif field == "ranking":
            yield from _ranking(was, now)
        elif field in ("rectified", "verified") and isinstance(old, Finding) and _undone(field, old, new):
            yield _plain(new, field, was, now)._replace(alert="")  # told, and why, with what undid it
        else:
            yield _plain(new, field, was, now)


def _progress(was: Any, now: Any) -> Iterator[Change]:
    nothing = Progress()
    for number in sorted({*was, *now}):
        before, after = was.get(number, nothing), now.get(number, nothing)
        if before.status != after.status:
            back = RANK[after.status] < RANK[before.status]
            words = f"第{number}阶段：{STATUSES[before.status]} → {STATUSES[after.status]}"
            yield Change("status", number, before.status, after.status, words, "退步" if back else "")
        if before.due != after.due:
            yield Change("due", number, day(before.due), day(after.due), f"第{number}阶段时限：{day(before.due) or '未定'} → {day(after.due) or '未定'}", _later(before.due, after.due))


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
        worse = before is not None and (after is None or (after > before if field == "ratings" else after < before))
        texts = ["" if value is None else f"{value:g}" if isinstance(value, float) else value for value in (before, after)]
        blank = "未评" if field == "ratings" else "未测"
        alert = ("撤销" if after is None else "变差" if field == "ratings" else "下降") if worse else ""
        yield Change(
            "rating" if field == "ratings" else "score", number, texts[0], texts[1],
            f"第{number}阶段{word}：{texts[0] or blank} → {texts[1] or blank}", alert,
        )  # fmt: skip


def _updates(was: Sequence[Update], now: Sequence[Update]) -> Iterator[Change]:
    for one in _without(now, was):
        yield Change("updates", one.phase, "", one.note, f"记进展：{_said(one)}")
    for one in _without(was, now):
        yield Change("updates", one.phase, one.note, "", f"删去进展：{_said(one)}", "删去记录")


def _entries(field: str, was: Sequence[Extension | Reopening], now: Sequence[Extension | Reopening]) -> Iterator[Change]:
    for one in _without(now, was):
        word = _entry_word(one)
        yield Change(field, 0, "", _entry(one), f"{word}：{_entry(one)}", word if isinstance(one, Reopening) else "")
    for one in _without(was, now):
        yield Change(field, 0, _entry(one), "", f"删去{_entry_word(one)}：{_entry(one)}", "删去记录")


def _entry_word(one: Extension | Reopening) -> str:
    if isinstance(one, Extension):
        return "延期" if one.due > one.was else "提前"
    return "重开" if one.verified else "退回"


def _entry(one: Extension | Reopening) -> str:
    return f"{one.date} 由 {one.was} 改到 {one.due}，{one.reason}" if isinstance(one, Extension) else f"{one.date} {one.reason}"


def _undone(field: str, old: Finding, new: Finding) -> bool:
    """Whether a new entry of what was reopened says that it undid this."""
    return any(getattr(one, field) == getattr(old, field) for one in _without(new.reopened, old.reopened))


def _ranking(was: Sequence[Place], now: Sequence[Place]) -> Iterator[Change]:
    """An issued ranking ought to stay as it is."""
    before, after = ({(one.kind, one.unit): one for one in places} for places in (was, now))
    for key, one in after.items():
        old = before.get(key)
        if old is None:
            yield Change("ranking", 0, "", _place(one), f"排名加入 {one.unit}：{_place(one)}")
        elif old != one:
            yield Change("ranking", 0, _place(old), _place(one), f"{one.unit}的排名：{_place(old)} → {_place(one)}", "改动排名")
    for key, one in before.items():
        if key not in after:
            yield Change("ranking", 0, _place(one), "", f"排名去掉 {one.unit}：{_place(one)}", "改动排名")


def _place(one: Place) -> str:
    return f"{one.kind}第{one.rank}名（交办{one.handed}，按时整改{one.in_time}，销号{one.verified}）"


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
    word = FIELDS[field]
    for name in _without(now, was):
        yield Change(field, 0, "", name, f"{word}：加入 {name}")
    for name in _without(was, now):
        loss = field in ("units", "members") and isinstance(record, (Task, Step, Collective))
        yield Change(field, 0, name, "", f"{word}：去掉 {name}", "去掉单位" if loss else "")


_SOURCE = {"plan": "方案", "proposed": "拟"}


def _plain(record: Any, field: str, was: Any, now: Any) -> Change:
    texts = [_text(field, value) for value in (was, now)]
    word = OWN_WORDS.get((type(record), field)) or FIELDS.get(field, field)
    alert = ""
    if isinstance(record, Phase) and field in ("a_share", "minors", "floor"):
        lower = now is None or now == "" or (now > was if field == "floor" and was else was is not None and was != "" and now < was)
        alert = "目标降低" if lower else ""
    elif (isinstance(record, Phase) and field == "end") or field == "due":
        alert = _later(was, now)
    elif field in ("rectified", "verified", "answered"):
        alert = "撤销" if was and not now else ""
    shown = [_SOURCE.get(text, text) if field == "source" else text for text in texts]
    if max(map(len, shown)) > 60:
        return Change(field, 0, texts[0], texts[1], f"{word}有改动", alert)
    nothing = "未定" if field == "due" else "无"
    return Change(field, 0, texts[0], texts[1], f"{word}：{shown[0] or nothing} → {shown[1] or nothing}", alert)


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


def grouped(found: Sequence[Altered], campaign: Campaign, by: str) -> list[tuple[str, list[Altered]]]:
    """(heading, records): by the unit concerned first, under the name it bears now, or by chapter; what belongs to none stands last."""
    order, name = _by_chapter(campaign) if by == "chapter" else _by_unit(campaign)
    groups: dict[str, list[Altered]] = {}
    for one in found:
        groups.setdefault(name(one), []).append(one)
    known = [(head, groups.pop(head)) for head in order if head in groups]
    rest = groups.pop("", [])
    return [*known, *groups.items(), *([("其他", rest)] if rest else [])]


Grouping = tuple[list[str], Callable[[Altered], str]]  # the headings in order, and the one of a record


def _by_chapter(campaign: Campaign) -> Grouping:
    headings = {str(chapter.number): f"第{chapter.number}板块　{chapter.title}" for chapter in campaign.chapters}
    further = {one.id: one.task or one.indicator for one in campaign.findings} | {one.id: one.task for one in campaign.indicators}

    def name(one: Altered) -> str:
        about = further.get(one.about, one.about)
        return headings.get(further.get(about, about).partition("-")[0], "")

    return list(headings.values()), name


def _by_unit(campaign: Campaign) -> Grouping:
    present = present_names(campaign)
    units = {one.id: one.unit for one in campaign.findings} | {one.id: one.unit for one in campaign.indicators}
    units |= {one.id: one.lead for one in campaign.work}

    def name(one: Altered) -> str:
        unit = one.unit or units.get(one.about, "")
        return present.get(unit, unit)

    return [owner.name for owner in campaign.owners], name
