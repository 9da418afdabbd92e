"""Forms spoiled at random: every row is accounted for, nothing of anybody else's is touched, and
what was taken once is not taken again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cz.load import load
from cz.names import find_unit
from cz.records import Campaign
from cz.sheets.form import COLUMNS, FIELDS, form_of
from cz.sheets.reading import Filled, read_filled
from cz.sheets.reported import part_in, reporter_of
from cz.tables import Row, Table, Value
from cz.verbs.sheet.files import Given
from cz.verbs.sheet.take import Taken, take
from cz.whose import owns_as
from tests.test_sheet_take import FINDINGS, INDICATORS, TASKS, UNITS

TODAY = date(2026, 7, 15)
STATES = (
    "未启动",
    "推进中",
    "受阻",
    "已完成",
    "已复核",
    "√",
    "2",
    "",
    "无",
    "正在推进",
    "已整改",
    "整改中",
)
WORDS = (
    "",
    "无",
    "同上",
    "清扫一遍",
    "已印发方案",
    "已清运",
    "正在采购",
    "a: b # c",
    "- 甲",
    "【1】\n（二）",
    "’",
    "=1+1",
)
DAYS: tuple[Value, ...] = (
    "",
    "7月10日",
    datetime(2026, 7, 9),
    date(2026, 7, 12),
    46206,
    7.1,
    "昨天",
    "2026-7-32",
    date(2026, 8, 1),
    date(1900, 1, 7),
    True,
)
IDS: tuple[Value, ...] = (
    "1-1",
    "5-1",
    "5-2",
    "f260706-3",
    datetime(2026, 5, 1),
    "",
    3,
    "x",
    "i1-01",
)

Rows = list[list[Value]]


def sent(campaign: Campaign, unit: str) -> Rows:
    """The form as a table, its headings first."""
    form = form_of(campaign, find_unit(campaign, unit), 2, TODAY)
    table: Rows = [[column.title for column in COLUMNS]]
    for number, matter in enumerate(form.matters, 1):
        values = {"number": number, **matter._asdict()}
        table.append([values.get(field) or "" for field in FIELDS])
    return table


def spoiled(rnd: Random, table: Rows, other: Rows) -> Rows:
    heads, *rows = [list(row) for row in table]
    for row in rows:
        if rnd.random() < 0.7:
            row[FIELDS.index("status")] = rnd.choice(STATES)
        if rnd.random() < 0.6:
            row[FIELDS.index("progress")] = rnd.choice(WORDS)
        if rnd.random() < 0.4:
            row[FIELDS.index("day")] = rnd.choice(DAYS)
        if rnd.random() < 0.1:
            row[FIELDS.index("id")] = rnd.choice(IDS)
        if rnd.random() < 0.1:
            row[FIELDS.index("code")] = rnd.choice(("", "乱", str(rows[0][-1])))
    for _ in range(rnd.randrange(4)):
        kind = rnd.randrange(6)
        at = rnd.randrange(len(rows) + 1)
        if kind == 0 and rows:
            rows.insert(at, list(rnd.choice(rows)))
        elif kind == 1 and rows:
            rows.pop(rnd.randrange(len(rows)))
        elif kind == 2:
            rows.insert(at, list(rnd.choice(other[1:])))
        elif kind == 3:
            rows.insert(at, ["合计", *[""] * 9, "3"])
        elif kind == 4:
            rows.insert(at, [""] * len(FIELDS))
        else:
            rows.insert(
                at, ["", "", "", rnd.choice(("新的一行", "宣传发动", "清扫背街小巷")), *[""] * 7]
            )
    order = list(range(len(FIELDS)))
    if rnd.random() < 0.5:
        rnd.shuffle(order)
    if rnd.random() < 0.3:
        order.remove(FIELDS.index("code"))
    if rnd.random() < 0.5:
        rnd.shuffle(rows)
    return [[row[place] for place in order] for row in (heads, *rows)]


def given(rows: Rows) -> Given:
    numbered = [Row(number, tuple(row)) for number, row in enumerate(rows, 1) if any(row)]
    filled = read_filled(Table("表", tuple(numbered), len(rows)), ())
    assert isinstance(filled, Filled)
    return Given("甲局.xlsx", (filled,))


def taken(folder: Path, file: Given) -> Taken:
    clock: Callable[[Campaign], date] = lambda campaign: TODAY  # noqa: E731
    return take(
        str(folder), [file], clock, by="甲局", targets={file.path: str(folder / "退回.xlsx")}
    )


def foreign(campaign: Campaign) -> dict[str, Any]:
    """All that 甲局 has no part in, and what of its own it may not say."""
    unit = find_unit(campaign, "甲局")
    reporter = reporter_of(campaign, unit)
    kept: dict[str, Any] = {}
    for item in campaign.work:
        part = part_in(item, reporter)
        others = tuple(update for update in item.updates if update.unit != "甲局")
        statuses = {phase: each.status for phase, each in item.progress.items()}
        dues = {phase: each.due for phase, each in item.progress.items() if each.due}
        kept[item.id] = (
            item.title,
            item.lead,
            others,
            dues,
            None if part == "牵头" else statuses,
            None if part else item.updates,
        )
    for finding in campaign.findings:
        own = finding.unit in owns_as(unit)
        told = () if own else (finding.fix, finding.rectified)
        kept[finding.id] = (finding.problem, finding.due, finding.verified, told)
    return kept


@pytest.mark.soak
def test_spoiled_forms(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rounds = 2000 if "soak" in request.config.option.markexpr else 60
    outcomes = {"taken": 0, "unchanged": 0, "returned": 0}
    for seed in range(rounds):
        rnd = Random(seed)
        folder = tmp_path / str(seed)
        (folder / "data").mkdir(parents=True)
        texts = {"tasks": TASKS, "units": UNITS, "findings": FINDINGS, "indicators": INDICATORS}
        for stem, text in texts.items():
            (folder / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
        before = load(str(folder)).campaign
        rows = spoiled(rnd, sent(before, "甲局"), sent(before, "丙镇"))
        file = given(rows)
        first = taken(folder, file)
        counts = {outcome: first.count(outcome) for outcome in outcomes}
        assert first.rows == sum(counts.values()) == len(file.filled[0].lines), seed
        says = [row for row in rows[1:] if any(cell != "" for cell in row)]
        assert first.rows + file.filled[0].skipped == len(says), seed
        loaded = load(str(folder))
        assert not [each for each in loaded.problems if each.level == "error"], seed
        assert foreign(loaded.campaign) == foreign(before), seed
        assert not any(
            progress.status == "verified"
            for item in loaded.campaign.work
            for progress in item.progress.values()
        )
        again = taken(folder, file)
        assert (again.count("taken"), again.outcome.hunks) == (0, ()), seed
        assert again.count("unchanged") >= counts["taken"], seed
        assert again.rows == first.rows, seed
        for outcome, count in counts.items():
            outcomes[outcome] += count
    assert all(count > rounds for count in outcomes.values()), outcomes
