"""``cz log``: who changed what and when, the latest first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

from cz.cli import suggest
from cz.cli.options import (
    CsvOption,
    JsonOption,
    OutputOption,
    PlanOption,
    examples,
    form_of_output,
    one_form,
    put_out_sheet,
)
from cz.load.folder import find_plan
from cz.review.altered import Change
from cz.show.altered import COLUMNS, FATES, MANY, alert_text, name_of, name_of_many, rows_of
from cz.show.sheet import Block, Cell, Col, Line, Sheet, Table
from cz.show.waiting import patience
from cz.typography import clip, visible
from cz.verbs.log import Entry, Log, log

_COLUMNS = (
    Col("日期"),
    Col("谁", grow=True),
    Col("记录", grow=True),
    Col("改动", grow=True),
    Col("留意"),
    Col("提交"),
)
_ALERT = 4  # the place of 留意 among them


@examples(
    "cz log                       谁在什么时候改了什么，最近的在前",
    "cz log 1-5                   一项任务的来龙去脉",
    "cz log --unit 区教育局 --since 2026-06-01",
    "cz log --field 时限           时限改过几次",
)
def command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="编号",
            help="任务、步骤、指标、单位等的编号或名称，以前有过的也行；不写就是全部。",
            show_default=False,
            autocompletion=suggest.everything,
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="它牵头、参与（含通过集体单位）、负责的各条记录。",
            autocompletion=suggest.units,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="日期或版本", help="只看这一天起的，或这个版本以后的。"),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option(
            "--field", metavar="字段", help="只看一个字段，例如 状态、时限、牵头单位、评级、进展。"
        ),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    output: OutputOption = None,
    plan: PlanOption = None,
) -> int:
    form = form_of_output(one_form(json=json, csv=csv), output)
    folder = find_plan(plan)
    with patience("正在读历史"):
        history = log(folder, name, unit=unit, since=since, field=field)
    for note in notes(history):
        print(visible(f"cz：{note}"), file=sys.stderr)
    columns = _columns() if form == "text" else 0
    put_out_sheet(sheet(history, columns), form, output, folder)
    return 0


def _columns() -> int:
    """How many columns there are to write in."""
    from cz.show.terminal import console  # rich is loaded for text only

    return console().width


def notes(history: Log) -> list[str]:
    """What is to be known of the history itself, a line each."""
    lines = []
    if history.cut:
        first = history.cut[-1]
        lines.append(
            f"这是浅克隆，{first.day}（{first.short}）及以前的历史不在这里；"
            "执行 git fetch --unshallow 可以取回全部。"
        )
    if history.unread:
        some = "、".join(f"{commit.short}（{commit.day}）" for commit in history.unread[:3])
        more = f"等 {len(history.unread)} 个版本" if len(history.unread) > 3 else ""
        lines.append(f"{some}{more}里有读不出来的内容，那些内容没有比较，也没有当作删除。")
    return [visible(line) for line in lines]


def sheet(history: Log, columns: int) -> Sheet:
    """A row a change.

    ``columns``: how wide it may be; what changed matters more than a whole title.
    """

    def records() -> Table:
        return Table([Col("日期"), Col("谁"), *COLUMNS, Col("提交")], _records(history))

    def answer() -> dict[str, Any]:
        return data(history)

    if not history.entries:
        nothing = "没有符合条件的改动。" if history.narrowed else "没有改动。"
        return Sheet([Line(nothing)], answer, records, _TITLE)
    longest = _longest_name(columns)
    rows: list[list[str]] = []
    for entries in _together(history):
        rows += _rows(entries, longest)
    kept = [place for place in range(len(_COLUMNS)) if place != _ALERT]
    if any(row[_ALERT] for row in rows):
        kept = list(range(len(_COLUMNS)))
    table = Table([_COLUMNS[at] for at in kept], [[row[at] for at in kept] for row in rows], True)
    count = sum(max(1, len(entry.record.changes)) for entry in history.entries)
    commits = len({entry.commit.sha for entry in history.entries})
    total = Line(f"共 {count} 处改动，{commits} 次提交", "bright_black")
    blocks: list[Block] = [table, Line(), total]
    return Sheet(blocks, answer, records, _TITLE)


_TITLE = "改动记录"
_BRIEF = 12  # columns of a name on a narrow terminal


def _longest_name(columns: int) -> int:
    if columns < 110:
        return _BRIEF
    return 24 if columns < 140 else columns


def _together(history: Log) -> list[list[Entry]]:
    """The records that came or went with their whole file, or many at once, together.

    Only where everything was asked for; else each by itself.
    """
    groups: list[list[Entry]] = []
    for (_, whole, fate, _), same in groupby(history.entries, _way):
        entries = list(same)
        many = bool(whole) or len(entries) > MANY
        if many and fate != "changed" and not history.narrowed:
            groups.append(entries)
        else:
            groups += [[entry] for entry in entries]
    return groups


def _way(entry: Entry) -> tuple[str, str, str, str]:
    """The commit and how the record came, went or changed with it."""
    kind = "" if entry.whole else entry.record.kind
    return entry.commit.sha, entry.whole, entry.record.fate, kind


def _rows(entries: Sequence[Entry], longest: int) -> list[list[str]]:
    """The rows of a group, names cut to ``longest`` columns."""
    first = entries[0]
    commit, record = first.commit, first.record
    who = [commit.day.isoformat(), commit.author]
    if len(entries) > 1:
        alert = "⚠ 删除" if record.fate == "deleted" else ""
        name, words = name_of_many(record, len(entries)), FATES[record.fate]
        if first.whole:
            name = f"data/{first.whole}.yaml"
            fate = "文件新建" if record.fate == "added" else "文件没有了"
            words = f"{fate}，共 {len(entries)} 条记录"
        return [[*who, name, words, alert, commit.short]]
    name = clip(visible(name_of(record, brief=longest == _BRIEF)), longest)
    if record.fate == "added" and not record.changes:
        return [[*who, name, "新增", "", commit.short]]
    return [
        [*who, name, change.words, alert_text(change), commit.short] for change in record.changes
    ]


def _records(history: Log) -> list[list[str | Cell]]:
    rows: list[list[str | Cell]] = []
    for entry in history.entries:
        commit = entry.commit
        for row in rows_of(entry.record):
            rows.append([commit.day.isoformat(), commit.author, *row, commit.short])
    return rows


def data(history: Log) -> dict[str, Any]:
    changes: list[dict[str, Any]] = []
    for entry in history.entries:
        came = Change("", 0, "", "", "新增")
        for change in entry.record.changes or (came,):
            changes.append({**_entry_data(entry), **change._asdict()})
    return {
        "cut": [commit.sha for commit in history.cut],
        "unread": [commit.sha for commit in history.unread],
        "changes": changes,
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "commit": entry.commit.sha,
        "time": entry.time,
        "date": entry.commit.day.isoformat(),
        "author": entry.commit.author,
        "subject": entry.commit.subject,
        "kind": entry.record.kind,
        "id": entry.record.id,
        "title": entry.record.title,
        "unit": entry.record.unit,
        "fate": entry.record.fate,
    }
