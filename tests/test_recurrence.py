"""Deadlines that come again: how they are read, which period is owed, and where it shows."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from running import ROOT, cz

from cz.days import read_deadline
from cz.problem import Refusal
from cz.records.fields import Bad
from cz.records.repeat import Repeat, deadline, read_repeat
from cz.recurrence import next_deadline, owed, period_start
from cz.show.ics import rule_of

START, END = date(2026, 5, 1), date(2026, 12, 31)


def days(text: str) -> list[date]:
    return [date.fromisoformat(day) for day in re.findall("[0-9-]{10}", text)]


def examples() -> list[list[str]]:
    page = (ROOT / "docs/format.md").read_text(encoding="utf-8")
    table = page.partition("| 时限 | 报过进展的日子 |")[2].partition("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]
    ]


@pytest.mark.parametrize("row", examples(), ids=" ".join)
def test_the_page_on_the_format(row: list[str]) -> None:
    written, reports, today, due, missed = row
    repeat = read_repeat(written)
    assert repeat is not None
    answer = owed(repeat, days(reports), days(today)[0], START, END)
    assert answer == ((days(due) or [None])[0], int(missed))


@pytest.mark.parametrize(
    "text, months, day, weekday",
    [
        ("每周五", (), 31, 4),
        ("每星期日", (), 31, 6),
        ("每周天", (), 31, 6),
        ("每月25日", tuple(range(1, 13)), 25, None),
        ("每个月 ２５ 号前", tuple(range(1, 13)), 25, None),
        ("每月二十五日之前", tuple(range(1, 13)), 25, None),
        ("每月十日", tuple(range(1, 13)), 10, None),
        ("每月三十一日", tuple(range(1, 13)), 31, None),
        ("每月末", tuple(range(1, 13)), 31, None),
        ("每月最后一天", tuple(range(1, 13)), 31, None),
        ("每季末", (3, 6, 9, 12), 31, None),
        ("每季度末月20日", (3, 6, 9, 12), 20, None),
        ("每半年底", (6, 12), 31, None),
        ("每年6月底前", (6,), 31, None),
        ("每年二月29日", (2,), 29, None),
        ("每年年底", (12,), 31, None),
        ("长期", (), 31, None),
        ("长期坚持", (), 31, None),
        ("持续推进", (), 31, None),
        ("常态化开展", (), 31, None),
    ],
)
def test_read(text: str, months: tuple[int, ...], day: int, weekday: int | None) -> None:
    assert read_repeat(text) == Repeat(text, months, day, weekday)


@pytest.mark.parametrize(
    "text",
    [
        "2026年12月起每月25日",
        "２０２６年十二月起，每月二十五日前",
        "从2026-12起每月25号",
        "自2026.12.1起每月25日",
    ],
)
def test_read_from_when(text: str) -> None:
    start = date(2026, 12, 1)
    assert deadline(text) == Repeat(text, tuple(range(1, 13)), 25, None, start)


def test_a_file_says_the_year() -> None:
    with pytest.raises(Bad) as bad:
        deadline("12月起每月25日")
    assert f"{bad.value.message}{bad.value.advice}" == (
        "“12月起”看不出是哪一天。从哪天算起要写年份，例如 2026年12月起每月25日。"
    )


@pytest.mark.parametrize(
    "text", ["每月", "每季度", "每年", "每天", "月底", "25日", "", "长", "每周八"]
)
def test_what_says_no_day_is_none(text: str) -> None:
    assert read_repeat(text) is None


@pytest.mark.parametrize(
    "text", ["每月32日", "每月0日", "每年13月底", "每年2月30日", "每季度末月31号号"]
)
def test_days_that_are_not(text: str) -> None:
    with pytest.raises((Bad, Refusal)):
        deadline(text)


def test_what_is_typed() -> None:
    today = date(2026, 7, 15)
    assert read_deadline("9月30日", today) == date(2026, 9, 30)
    assert str(read_deadline(" 每月25日 ", today)) == "每月25日"
    with pytest.raises(Refusal) as refusal:
        read_deadline("月底", today)
    assert refusal.value.message == (
        "“月底”是哪一天要看今天是哪一天，要记下来的请写日期：2026-07-31。"
        "不是一天的，写 长期、每周五、每月25日、每季度末 或 每年6月底；"
        "从哪个月算起的，写 2026年12月起每月25日。"
    )
    assert str(read_deadline("12月起每月25日前", today)) == "2026年12月起每月25日前"
    assert str(read_deadline("自八月十五日起，每周五", today)) == "2026年8月15日起每周五"
    assert str(read_deadline("1月起每月底", date(2026, 12, 8))) == "2027年1月起每月底"
    assert read_deadline("2027年起每年6月底", today).start == date(2027, 1, 1)  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="没有“2026年13月”这一天。请核对月份和日子。"):
        read_deadline("2026年13月起每月底", today)


REPEATS_WRITTEN = (
    "每周一",
    "每周日",
    "每月1日",
    "每月25日",
    "每月29日",
    "每月30日",
    "每月31日",
    "每月底",
    "每季度末",
    "每季度末月31日",
    "每半年末",
    "每年2月底",
    "每年2月29日",
    "每年6月30日",
    "每年底",
)
REPEATS = st.sampled_from(REPEATS_WRITTEN)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@given(REPEATS, DAYS)
def test_every_day_lies_in_one_period(text: str, day: date) -> None:
    repeat = read_repeat(text)
    assert repeat is not None
    due = next_deadline(repeat, day)
    assert due is not None
    start = period_start(repeat, due)
    assert start <= day <= due
    assert next_deadline(repeat, due) == due
    if start > date(2023, 1, 1):
        assert next_deadline(repeat, start - timedelta(days=1)) == start - timedelta(days=1)


@given(REPEATS, st.lists(DAYS, max_size=6), DAYS, DAYS)
def test_what_is_owed_day_by_day(text: str, reports: list[date], today: date, start: date) -> None:
    """The same told another way: a walk over the days of the phase."""
    repeat = read_repeat(text)
    assert repeat is not None
    end = date(2029, 12, 31)
    unanswered: list[date] = []
    answered = set()
    day = start
    while day <= today:
        yesterday = day - timedelta(days=1)
        is_deadline = yesterday >= start and next_deadline(repeat, yesterday) == yesterday
        if is_deadline and yesterday not in answered:
            unanswered.append(yesterday)
        if day in reports:
            if unanswered:
                unanswered = []
            else:
                answered.add(next_deadline(repeat, day))
        day += timedelta(days=1)
    due: date | None = unanswered[0] if unanswered else next_deadline(repeat, max(today, start))
    while not unanswered and due in answered:
        due = next_deadline(repeat, due + timedelta(days=1))
    before = [report for report in reports if report >= start]
    assert owed(repeat, before, today, start, None) == (due, len(unanswered))
    assert owed(repeat, before, today, start, end).missed == len(unanswered)


def test_without_the_phases_dates() -> None:
    monthly = Repeat("每月25日", tuple(range(1, 13)), 25)
    assert owed(monthly, [], date(2026, 7, 28), None, None) == (date(2026, 8, 25), 0)
    assert owed(monthly, [date(2026, 5, 3)], date(2026, 7, 28), None, None) == (
        date(2026, 6, 25),
        2,
    )


def test_at_the_ends_of_the_calendar() -> None:
    last = date.max
    for text in ("每周五", "每月底", "每年6月底"):
        repeat = read_repeat(text)
        assert repeat is not None
        assert next_deadline(repeat, last) in (None, last)
        first = next_deadline(repeat, date.min)
        assert first is not None
        assert period_start(repeat, first) <= first


TASKS = """\
plan: {title: 方案}
phases:
  - {number: 1, title: 夯实基础, start: 2026-05-01, end: 2026-12-31}
chapters:
  - {number: 1, title: 环境}
tasks:
  - id: 1-1
    title: 巡查
    lead: 区城管局
    progress:
      1: {status: doing, due: 每月25日前}
    updates:
      - {date: 2026-05-20, phase: 1, unit: 区城管局, status: doing, note: 已巡查}
  - id: 1-2
    title: 保洁
    lead: 区城管局
    progress:
      1: {status: doing, due: 长期}
  - id: 1-3
    title: 清运
    lead: 区城管局
    progress:
      1: {status: doing, due: 每周五}  # 周报
    updates:
      - {date: 2026-07-24, phase: 1, unit: 区城管局}
"""
UNITS = "units:\n  - {id: qcgj, name: 区城管局, kind: 政府部门}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    texts = {"tasks": TASKS, "units": UNITS, "indicators": "indicators: []\n"}
    for name, text in texts.items():
        (tmp_path / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def shown(plan: Path, *arguments: str) -> str:
    ran = cz(*arguments, cwd=plan, CZ_TODAY="2026-07-28")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_screens(plan: Path) -> None:
    assert shown(plan, "check") == "检查完毕，没有发现问题。\n"
    assert shown(plan, "list", "--columns", "id,due,repeat,light,late") == (
        "编号  时限        周期        灯  逾期天数\n"
        "1-1   2026-06-25  每月25日前  红        33\n"
        "1-2               长期\n"
        "1-3   2026-07-24  每周五      红         4\n"
        "\n"
        "共 3 项任务（第1阶段）\n"
    )
    assert shown(plan, "show", "1-1") == (
        "1-1\u3000巡查\n"
        "板块      环境\n"
        "牵头单位  区城管局\n"
        "\n"
        "各阶段进展\n"
        "阶段             状态    灯  时限\n"
        "第1阶段（当前）  推进中  红  2026年6月25日（每月25日前）  逾期33天（2期没有报）\n"
        "\n"
        "进展记录 1 条\n"
        "2026年5月20日\u3000区城管局\u3000［推进中］已巡查\n"
        "\n"
        "指标 0 条\n"
    )
    assert shown(plan, "status", "--unit", "区城管局") == (
        "区城管局\n"
        "政府部门，qcgj\n"
        "第1阶段\u3000夯实基础\u3000（2026年5月1日至2026年12月31日）\u3000截至2026年7月28日\n"
        "\n"
        "牵头任务 3 项，完成 0 项（0.0%），逾期 2 项\n"
        "编号  任务  分工  状态    灯  时限\n"
        "1-1   巡查  方案  推进中  红  6月25日（每月）  逾期33天（2期没有报）\n"
        "1-2   保洁  方案  推进中      长期\n"
        "1-3   清运  方案  推进中  红  7月24日（每周）  逾期4天\n"
        "\n"
        "责任任务 0 项\n"
        "\n"
        "指标 0 条\n"
        "\n"
        "逾期 2 项，其中牵头 2 项、责任 0 项：1-1（逾期33天）、1-3（逾期4天）\n"
    )
    assert shown(plan, "agenda") == (
        "方案\n"
        "2026年7月28日至8月11日到期 0 项\n"
        "已逾期 2 项，最久 33 天，不在下表。看这些：\n"
        '  cz list "due<2026-07-28" not status:done,verified\n'
    )
    assert shown(plan, "remind", "--unit", "区城管局") == (
        "【创城办催办】区城管局：截至2026年7月28日，有2项需抓紧办理（均已逾期）。\n"
        "1. 任务 1-1 巡查，每月25日前报进展，时限6月25日，已逾期33天\n"
        "2. 任务 1-3 清运，每周五报进展，时限7月24日，已逾期4天\n"
        "办结后请报创城办。\n"
    )
    assert shown(plan, "list", "due:每周", "--columns", "id") == (
        "编号\n1-3\n\n共 1 项任务（第1阶段）\n"
    )
    assert shown(plan, "list", "due:每月25日", "--columns", "id") == (
        "编号\n1-1\n\n共 1 项任务（第1阶段）\n"
    )
    assert shown(plan, "list", "due:长期坚持", "--columns", "id") == (
        "编号\n1-2\n\n共 1 项任务（第1阶段）\n"
    )
    assert shown(plan, "list", "due:none", "--columns", "id") == ("没有符合条件的记录。\n")


def test_report(plan: Path) -> None:
    text = shown(plan, "report", "--phase", "1")
    assert [line for line in text.splitlines() if line.startswith("| 1-")] == [
        "| 1-1 | 巡查 | 区城管局 | 2026年6月25日（每月25日前） | 33天 | "
        "2026年5月20日，区城管局：已巡查 |",
        "| 1-3 | 清运 | 区城管局 | 2026年7月24日（每周五） | 4天 | 2026年7月24日，区城管局 |",
        "| 1-1 | 巡查 | 区城管局 | 推进中 | 2026年6月25日（每月25日前） | 🔴 红 |",
        "| 1-2 | 保洁 | 区城管局 | 推进中 | 长期 | — |",
        "| 1-3 | 清运 | 区城管局 | 推进中 | 2026年7月24日（每周五） | 🔴 红 |",
    ]


def test_calendar(plan: Path) -> None:
    ran = cz("agenda", "--days", "60", "--ics", "-", cwd=plan, CZ_TODAY="2026-05-21")
    events = Calendar.from_ical(ran.out).walk("VEVENT")
    assert [(str(event["SUMMARY"]), event["RRULE"].to_ical()) for event in events] == [
        (
            "区城管局：任务 1-1 巡查（每月25日前报进展）",
            b"FREQ=MONTHLY;UNTIL=20261231;BYMONTHDAY=25;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
        )
    ]


@pytest.mark.parametrize("text", REPEATS_WRITTEN)
def test_the_calendars_rule_falls_on_the_same_days(text: str) -> None:
    repeat = read_repeat(text)
    assert repeat is not None
    start, end = date(2026, 1, 5), date(2032, 12, 31)
    wanted = []
    due = next_deadline(repeat, start)
    while due is not None and due <= end:
        wanted.append(due)
        due = next_deadline(repeat, due + timedelta(days=1))
    rule = rrulestr(rule_of(repeat, end), dtstart=datetime.combine(wanted[0], time()))
    assert [each.date() for each in rule] == wanted


def test_changes(plan: Path) -> None:
    assert shown(plan, "due", "1-2", "每季度末", "--dry-run") == (
        "1-2 保洁\u3000第1阶段时限：长期 → 每季度末；"
        "从第1阶段开始的 2026-05-01 算起，已有 1 期没有报进展，算逾期，补报一次就清："
        "cz note 1-2 进展；以前的不算，写明从哪个月起：cz due 1-2 2026年7月起每季度末\n"
        "  data/tasks.yaml:18\n"
        "  -       1: {status: doing, due: 长期}\n"
        "  +       1: {status: doing, due: 每季度末}\n"
        "（试运行，文件未动）\n"
    )
    assert shown(plan, "due", "1-3", "2026-09-30") == (
        "1-3 清运\u3000第1阶段时限：每周五 → 2026-09-30\n"
        "  data/tasks.yaml:23\n"
        "  -       1: {status: doing, due: 每周五}  # 周报\n"
        "  +       1: {status: doing, due: 2026-09-30}  # 周报\n"
    )
    assert "      1: {status: doing, due: 2026-09-30}  # 周报\n" in (
        plan / "data/tasks.yaml"
    ).read_text(encoding="utf-8")


def test_from_when_it_is_asked_for(plan: Path) -> None:
    assert shown(plan, "due", "1-2", "7月起每季度末") == (
        "1-2 保洁\u3000第1阶段时限：长期 → 2026年7月起每季度末；从 2026-07-01 算起，"
        "下一次报到 2026-09-30\n"
        "  data/tasks.yaml:18\n"
        "  -       1: {status: doing, due: 长期}\n"
        "  +       1: {status: doing, due: 2026年7月起每季度末}\n"
    )
    assert shown(plan, "list", "due:每季度末", "--columns", "id,due,repeat,late") == (
        "编号  时限        周期                 逾期天数\n"
        "1-2   2026-09-30  2026年7月起每季度末\n\n"
        "共 1 项任务（第1阶段）\n"
    )
    assert shown(plan, "check") == "检查完毕，没有发现问题。\n"
    assert shown(plan, "due", "1-1", "2026-07-20", "--dry-run").splitlines()[0] == (
        "1-1 巡查\u3000第1阶段时限：每月25日前 → 2026-07-20（已经过去 8 天，算逾期）"
    )
    beyond = cz("due", "1-1", "2027年1月起每月底", "--dry-run", cwd=plan, CZ_TODAY="2026-07-28")
    assert beyond.out.splitlines()[0] == (
        "1-1 巡查\u3000第1阶段时限：每月25日前 → 2027年1月起每月底；从 2027-01-01 算起，"
        "到第1阶段结束没有要报的了"
    )
    assert "警告 W403" in beyond.err


def test_without_the_phases_dates_it_is_told_that_nothing_is_late(plan: Path) -> None:
    tasks = plan / "data/tasks.yaml"
    undated = TASKS.replace(", start: 2026-05-01, end: 2026-12-31", "")
    tasks.write_text(undated, encoding="utf-8")
    assert shown(plan, "due", "1-2", "每月底", "--dry-run").splitlines()[0] == (
        "1-2 保洁\u3000第1阶段时限：长期 → 每月底；下一次报到 2026-07-31；"
        "阶段没有起止日期，没有报过就不算逾期，要算的写明从哪个月起：cz due 1-2 2026年7月起每月底"
    )


def test_only_those_count_whose_work_it_is(plan: Path) -> None:
    """Lead, assisting units and members, by the names of today and of their day."""
    units = plan / "data/units.yaml"
    units.write_text(
        "units:\n"
        "  - {id: qcgj, name: 区城管局, kind: 政府部门, former: [区市容局]}\n"
        "  - {id: qfl, name: 区妇联, kind: 群团}\n"
        "  - {id: sqx, name: 石桥乡, kind: 乡镇}\n"
        "collectives:\n"
        "  - {id: gxz, name: 各乡镇, members: [石桥乡]}\n",
        encoding="utf-8",
    )
    tasks = plan / "data/tasks.yaml"
    kept = TASKS.replace("title: 巡查\n", "title: 巡查\n    units: [各乡镇]\n")
    tasks.write_text(kept, encoding="utf-8")
    assert shown(plan, "note", "1-1", "已开展", "--by", "区妇联").splitlines()[0] == (
        "1-1 巡查\u3000记进展：已开展（区妇联不是它的牵头、责任单位，不算它报过进展）"
    )
    late = ("list", "1-1", "--columns", "id,due")
    assert "2026-06-25" in shown(plan, *late)
    noted = tasks.read_text(encoding="utf-8")
    for name in ("石桥乡", "区市容局", "各乡镇", ""):
        tasks.write_text(noted.replace("unit: 区妇联", f"unit: {name}"), encoding="utf-8")
        assert "2026-08-25" in shown(plan, *late), name


def test_of_what_is_finished_nothing_is_owed(plan: Path) -> None:
    shown(plan, "set", "1-1", "done")
    task = json.loads(shown(plan, "show", "1-1", "--json"))
    assert [
        (now["due"], now["repeat"], now["late"], now["missed"]) for now in task["progress"]
    ] == [(None, "每月25日前", 0, 0)]
