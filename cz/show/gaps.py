"""The screens of ``cz gaps``: by level, for one week, since a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cz.gaps.levels import LEVELS, MEASURES, WORDS, Entry
from cz.gaps.listed import Gaps, UnitCount, count_rules, count_units, counted, touched
from cz.gaps.week import Ask, Week, week
from cz.show.data import day_text, frame
from cz.show.sheet import Block, Cell, Col, Facts, Line, Sheet, Table, Title
from cz.show.words import file_title, label, see_the_rest
from cz.verbs.gaps import Since
from cz.words import cn_date, cn_number, percent, short_date

SHOWN = (1, 2)  # levels that are listed where the whole is asked for
FEW = 10  # entries of a level before the rest is only counted
MOST_UNITS = 8
NOBODY = "未定"


def sheet(found: Gaps, *, whole: bool) -> Sheet:
    """``whole``: every level in full. A spreadsheet gets every level in any case."""
    blocks = [*_head(found)]
    if found.listed and not found.entries:
        blocks.append(Line("没有缺口。", "bold"))
    counted = []
    for number in LEVELS:
        entries = found.of(number)
        if not entries:
            continue
        if whole or number in SHOWN:
            blocks += _level(number, entries, whole=whole)
        else:
            counted.append(number)
    if counted:
        blocks.append(Line())
        blocks += [Line(level_line(number, found.of(number))) for number in counted]
        blocks.append(Line(f"看其中一级：cz gaps --level {counted[0]}", "bright_black"))
    if found.owner is None:
        blocks += _units(found)
    told = notes(found)
    if told:
        blocks += [Line(), *(Line(text, "bright_black") for text in told)]
    title = file_title("查漏补缺", found.campaign.plan, found.day)
    return Sheet(blocks, lambda: data(found), lambda: _records(found.entries), title)


def _head(found: Gaps) -> list[Block]:
    whose = f"{found.owner.name}" if found.owner else ""
    head = f"{whose}查漏补缺{label(found.campaign.plan)}"
    phase = f"第{found.known.phase.number}阶段"
    return [
        Line(head, "bold"),
        Line(f"{phase}　截至{cn_date(found.day)}"),
        Line(standards_line(found)),
    ]


def standards_line(found: Gaps) -> str:
    """How many of the standards have a gap, each counted once."""
    lacking = len(found.lacking)
    unlisted = found.total - found.listed
    not_listed = f"（已录入 {found.listed} 条）" if unlisted > 0 else ""
    if not found.listed:
        return "没有负责的测评标准。" if found.owner else "还没有测评标准。"
    share = percent(100 * lacking / found.listed)
    which = "负责" if found.owner else ""
    levels = {entry.level for entry in found.entries}
    here = f"第{cn_number(levels.pop())}级" if len(levels) == 1 else ""
    return (
        f"{which}测评标准 {found.total} 条{not_listed}，{here}有缺口的 {lacking} 条（{share}），"
        f"没有的 {found.listed - lacking} 条。"
    )


def _level(number: int, entries: Sequence[Entry], *, whole: bool) -> list[Block]:
    shown = entries if whole else entries[:FEW]
    blocks: list[Block] = [Title(level_line(number, entries)), _table(number, shown)]
    if len(entries) > len(shown):
        rest = see_the_rest(len(entries) - len(shown), f"cz gaps --level {number}", "条")
        blocks.append(Line(rest, "bright_black"))
    return blocks


def level_line(number: int, entries: Sequence[Entry]) -> str:
    """``三、丢分　问题 11 个（逾期未整改 11），涉及标准 8 条``."""
    return f"{cn_number(number)}、{LEVELS[number].word}　{counted(entries)}"


def _table(level: int, entries: Sequence[Entry]) -> Table:
    """Of the first level also what is on record, and nothing is cut: there are few."""
    is_first = level == 1
    columns = [
        Col("编号"),
        Col("缺什么"),
        Col("标准或事项", grow=True),
        Col("单位"),
        Col("测评方法"),
        *([Col("已有")] if is_first else []),
    ]
    rows = []
    for entry in entries:
        subject = entry.subject
        known = [subject.facts] if is_first else []
        unit = subject.unit or NOBODY
        rows.append([subject.id, entry.why, subject.title, unit, subject.method, *known])
    return Table(columns, rows, whole=is_first)


def _units(found: Gaps) -> list[Block]:
    counts = [count for count in count_units(found.entries) if count.standards]
    units = "、".join(f"{count.unit or NOBODY} {count.standards}" for count in counts[:MOST_UNITS])
    rest = f" ……共 {len(counts)} 个单位" if len(counts) > MOST_UNITS else ""
    return [Line(), Line(f"有缺口的标准，按负责单位：{units}{rest}")] if counts else []


def notes(found: Gaps) -> list[str]:
    """What one has to know to read the figures."""
    told = []
    if len({entry.level for entry in found.entries}) > 1:
        told.append("一条标准可以同时在几级里，各级相加大于总数；总数里一条只算一次。")
    if found.surveys:
        told.append(
            f"用问卷测评的 {found.surveys} 条，还没有问卷的记录，做没做过不知道，没有列入。"
        )
    return told


def _records(entries: Sequence[Entry]) -> Table:
    titles = (
        "级",
        "级别",
        "种类",
        "编号",
        "标准或事项",
        "缺什么",
        "单位",
        "测评方法",
        "已有",
        "涉及标准",
    )
    rows = []
    for entry in entries:
        subject = entry.subject
        rows.append(
            (
                str(entry.level),
                LEVELS[entry.level].word,
                WORDS[subject.kind],
                subject.id,
                subject.title,
                entry.why,
                subject.unit,
                subject.method,
                subject.facts,
                "、".join(subject.standards),
            )
        )
    return Table([Col(title, right=title == "级") for title in titles], rows)


def data(found: Gaps) -> dict[str, Any]:
    return {
        **_frame(found),
        "standards": found.total,
        "listed": found.listed,
        "lacking": len(found.lacking),
        "surveys_unknown": found.surveys,
        "levels": [_level_data(number, found.of(number)) for number in LEVELS],
        "units": [_unit_data(count) for count in count_units(found.entries)],
    }


def _frame(found: Gaps) -> dict[str, Any]:
    return {
        **frame(found.campaign, found.day),
        "phase": found.known.phase.number,
        "unit": found.owner.name if found.owner else None,
    }


def _level_data(number: int, entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "level": number,
        "name": LEVELS[number].word,
        "count": len(entries),
        "standards": len(touched(entries)),
        "rules": {count.rule: count.count for count in count_rules(entries)},
        "gaps": [_entry_data(entry) for entry in entries],
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    subject = entry.subject
    return {
        "level": entry.level,
        "kind": subject.kind,
        "id": subject.id,
        "title": subject.title,
        "unit": subject.unit,
        "method": subject.method,
        "reasons": [{"rule": reason.rule, "why": reason.why} for reason in entry.reasons],
        "known": subject.facts,
        "standards": list(subject.standards),
    }


def _unit_data(count: UnitCount) -> dict[str, Any]:
    return {
        "unit": count.unit,
        "standards": count.standards,
        "others": count.others,
        "levels": dict(zip(map(str, LEVELS), count.levels, strict=True)),
    }


# --- this week --------------------------------------------------------------------------------


def week_sheet(found: Gaps) -> Sheet:
    """To be read aloud, one thing after the other."""
    picked = week(found)
    whose = found.owner.name if found.owner else ""
    blocks: list[Block] = [
        Line(f"{whose}本周先抓{label(found.campaign.plan)}", "bold"),
        Line(f"第{found.known.phase.number}阶段　截至{cn_date(found.day)}"),
    ]
    if not picked.asks:
        blocks.append(Line("没有缺口。", "bold"))
    for number, ask in enumerate(picked.asks, 1):
        blocks += [
            Title(f"{number}. {ask.unit or NOBODY}　{_by_when(ask, found)}"),
            Facts([("要做", ask.todo), (LEVELS[ask.level].word, f"{ask.because}。{ask.why}")]),
        ]
    blocks += _week_notes(picked)
    title = file_title("本周先抓", found.campaign.plan, found.day)
    return Sheet(
        blocks, lambda: _week_data(picked, found), lambda: _week_records(picked, found), title
    )


def _by_when(ask: Ask, found: Gaps) -> str:
    day = short_date(ask.due, found.day)
    return f"{day}前（{ask.due_by}的时限）" if ask.due_by else f"{day}前（拟）"


def _week_notes(picked: Week) -> list[Block]:
    if not picked.asks:
        return []
    told = [
        "一票否决的都列，其余各级先列最要紧的一个单位，有空再列自相矛盾、丢分的第二个，最多八件。"
    ]
    if any(not ask.due_by for ask in picked.asks):
        told.append("（拟）是记录里两周内没有时限的，拟定为星期五，请当场定。")
    if picked.more:
        told.append(f"没有列的还有 {picked.more} 件，看全部：cz gaps")
    return [Line(), *(Line(text, "bright_black") for text in told)]


def _week_records(picked: Week, found: Gaps) -> Table:
    titles = ("序号", "单位", "要做什么", "级别", "为什么", "何时前", "时限出处", "编号")
    rows: list[list[str | Cell]] = []
    for number, ask in enumerate(picked.asks, 1):
        rows.append(
            [
                str(number),
                ask.unit or NOBODY,
                ask.todo,
                LEVELS[ask.level].word,
                f"{ask.because}：{ask.why}",
                Cell(short_date(ask.due, found.day), ask.due),
                ask.due_by or "拟",
                "、".join(entry.subject.id for entry in ask.entries),
            ]
        )
    return Table([Col(title, right=title == "序号") for title in titles], rows)


def _week_data(picked: Week, found: Gaps) -> dict[str, Any]:
    asks = [
        {
            "level": ask.level,
            "name": LEVELS[ask.level].word,
            "unit": ask.unit,
            "todo": ask.todo,
            "because": ask.because,
            "why": ask.why,
            "due": day_text(ask.due),
            "due_by": ask.due_by or None,
            "gaps": [_entry_data(entry) for entry in ask.entries],
        }
        for ask in picked.asks
    ]
    return {**_frame(found), "asks": asks, "more": picked.more}


# --- since a day ------------------------------------------------------------------------------


def since_sheet(since: Since) -> Sheet:
    now, then = since.now, since.then
    whose = now.owner.name if now.owner else ""
    blocks: list[Block] = [
        Line(f"{whose}查漏补缺{label(now.campaign.plan)}", "bold"),
        Line(f"第{now.known.phase.number}阶段　{cn_date(then.day)}到{cn_date(now.day)}"),
        Line(f"有缺口的测评标准：那时 {len(then.lacking)} 条，现在 {len(now.lacking)} 条。"),
    ]
    for word, entries in (("新出现的", since.new), ("补上的", since.closed)):
        blocks.append(Title(f"{word}　{_how_many(entries)}"))
        if entries:
            blocks.append(_with_levels(entries))
    title = file_title("查漏补缺的变化", now.campaign.plan, now.day)
    return Sheet(blocks, lambda: _since_data(since), lambda: _since_records(since), title)


def _how_many(entries: Sequence[Entry]) -> str:
    """``标准 3 条、问题 2 个``; 没有."""
    kinds = [entry.subject.kind for entry in entries]
    ids = {kind: {e.subject.id for e in entries if e.subject.kind == kind} for kind in set(kinds)}
    told = [
        f"{word} {len(ids[kind])} {MEASURES[kind]}" for kind, word in WORDS.items() if kind in ids
    ]
    return "、".join(told) or "没有"


def _with_levels(entries: Sequence[Entry]) -> Table:
    columns = [
        Col("级别"),
        Col("编号"),
        Col("缺什么", grow=True),
        Col("标准或事项", grow=True),
        Col("单位", grow=True),
    ]
    rows = []
    for entry in entries:
        subject = entry.subject
        word = LEVELS[entry.level].word
        rows.append((word, subject.id, entry.why, subject.title, subject.unit or NOBODY))
    return Table(columns, rows, whole=True)


def _since_records(since: Since) -> Table:
    new, closed = _records(since.new), _records(since.closed)
    rows = [("新出现", *row) for row in new.rows] + [("补上", *row) for row in closed.rows]
    return Table([Col("变化"), *new.columns], rows)


def _since_data(since: Since) -> dict[str, Any]:
    return {
        **_frame(since.now),
        "since": day_text(since.then.day),
        "lacking": len(since.now.lacking),
        "lacking_then": len(since.then.lacking),
        "new": [_entry_data(entry) for entry in since.new],
        "closed": [_entry_data(entry) for entry in since.closed],
    }
