"""docs/input.md: every row of its tables is what the rules of cz.typed say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cz.cli.group import build, function_of
from cz.cli.main import COMMANDS, SUBCOMMANDS
from cz.days import read_asked, read_day, read_due, read_past
from cz.problem import Refusal
from cz.records.fields import Bad, day, names, rating, status
from cz.records.repeat import deadline
from cz.sheets import dates
from cz.typed.days import NoSuchDay, day_meant, due_meant, end_meant, relative_day
from cz.typed.ids import ids_of_run, normal_id, run_meant, split_ids
from cz.typed.numbers import ordinal_meant
from cz.typed.words import grade_meant, status_meant
from tests.running import MIDWAY, copy_of, cz

PAGE = Path(__file__).parent.parent / "docs" / "input.md"
TODAY = date(2026, 7, 15)
KNOWN = [f"7-{number}" for number in range(1, 4)] + [f"i6-{number}" for number in range(10, 14)]


def table(title: str) -> list[list[str]]:
    section = PAGE.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:1] == "|"]
    return [[cell.strip(" |") for cell in row] for row in rows[2:]]


def reads(read: Callable[[str], object], written: str) -> str:
    try:
        return str(read(written))
    except (Refusal, Bad, dates.Unusable):
        return ""


def test_days() -> None:
    """Whoever reads a day takes what the page says, and nothing that it says of others only."""
    for row in table("日期"):
        written, meant, *where = row
        if meant == "没有这一天":
            with pytest.raises(NoSuchDay):
                day_meant(written, TODAY)
            continue
        may = {
            "都能": "file file-due command due past question cell cell-due",
            "命令、表格": "command due past question cell cell-due",
            "任务时限": "file-due due cell-due" + (" question" if "底" not in written else ""),
            "命令、表格里的时限": "due question cell-due",
            "查看的命令": "question",
        }[where[0]]
        readers: dict[str, Callable[[str], object]] = {
            "file": day,
            "file-due": deadline,
            "command": lambda text: read_day(text, TODAY),
            "due": lambda text: read_due(text, TODAY),
            "past": lambda text: read_past(text, TODAY),
            "question": lambda text: read_asked(text, TODAY),
            "cell": lambda text: dates.read_cell(text, TODAY, "日期"),
            "cell-due": lambda text: dates.read_due(text, TODAY),
        }
        took = {name: told for name, read in readers.items() if (told := reads(read, written))}
        assert set(took.values()) == {meant}, (written, took)
        if where[0] != "任务时限":
            assert " ".join(took) == may, written
        else:
            assert {"file-due", "due", "cell-due"} <= set(took), written


@pytest.mark.parametrize(
    "today, written, due, past",
    [
        ("2026-12-20", "1月15日", "2027-01-15", "2026-01-15"),
        ("2026-12-20", "6月15日", "2026-06-15", "2026-06-15"),
        ("2027-01-05", "12月30日", "2027-12-30", "2026-12-30"),
        ("2026-12-20", "2026年1月15日", "2026-01-15", "2026-01-15"),
        ("2026-12-20", "1月底", "2027-01-31", ""),
    ],
)
def test_the_year_that_is_not_written(today: str, written: str, due: str, past: str) -> None:
    now = date.fromisoformat(today)
    assert str(due_meant(written, now)) == due
    assert reads(lambda text: read_past(text, now), written) == past


def test_what_is_told_from_today_is_named_where_it_is_to_be_written_down() -> None:
    with pytest.raises(Refusal) as refusal:
        read_past("上周五", TODAY)
    assert (
        refusal.value.message
        == "“上周五”是哪一天要看今天是哪一天，要记下来的请写日期：2026-07-10。"
    )


def test_ids() -> None:
    for written, meant in table("编号"):
        ids: list[str] = []
        for part in split_ids([written]):
            run = run_meant(part)
            ids += [normal_id(part)] if run is None else ids_of_run(run, KNOWN, "编号")
        assert " ".join(ids) == meant


@pytest.mark.parametrize(
    "written, told",
    [
        ("7-2~5", "“7-2~5”里没有这些任务：7-4、7-5。"),
        ("7-1~8-2", "“7-1~8-2”不是一段编号：两头要在同一板块里，例如 7-1~3。跨板块的请分开写。"),
        ("7-3~1", "“7-3~1”不是一段编号：应当从小到大，最多 500 个，例如 7-3~7。"),
    ],
)
def test_runs_that_are_none(written: str, told: str) -> None:
    def ids() -> list[str]:
        run = run_meant(written)
        return ids_of_run(run, KNOWN, "任务") if run else []

    with pytest.raises(Refusal) as refusal:
        ids()
    assert refusal.value.message == told


def test_words() -> None:
    for written, meant in table("状态、评级、阶段"):
        for word in written.split("、"):
            if re.fullmatch("[a-z]+", meant):
                assert status_meant(word) == status(word) == meant
            elif meant in ("A", "B", "C"):
                assert grade_meant(word) == rating(word) == meant
            else:
                assert str(ordinal_meant(word, "阶段")) == meant


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("written, same", table("单位和命令"))
def test_what_means_the_same_shows_the_same(written: str, same: str) -> None:
    told, meant = (cz(*line.strip("`").split()[1:], cwd=MIDWAY) for line in (written, same))
    assert told == meant
    assert told.code in (0, 1)
    assert told.out


WRITTEN = {
    "set 加强国民教育 已办结": (
        "5-1 加强国民教育　第2阶段：推进中 → 已完成\n"
        "  data/tasks.yaml\n"
        "  -       2: {status: doing, due: 2026-06-30}\n"
        "  +       2: {status: done, due: 2026-06-30}\n"
    ),
    "due 7-1～2 9月底": (
        "7-1 转变经济发展方式　第2阶段时限：未定 → 2026-09-30（没有写年份，按 2026 年）\n"
        "7-2 加强城市规划及公共基础设施建设　第2阶段时限：2026-05-31 → 2026-09-30"
        "（推迟 122 天）（没有写年份，按 2026 年）\n"
        "  data/tasks.yaml\n"
        "  +       2: {due: 2026-09-30}\n"
        "  data/tasks.yaml\n"
        "  -       2: {status: blocked, due: 2026-05-31}\n"
        "  +       2: {status: blocked, due: 2026-09-30}\n"
    ),
    "note 7-1、转变经济发展方式 已部署 --date 7月14日": (
        "7-1 转变经济发展方式　记进展：已部署\n"
        "  data/tasks.yaml\n"
        "  +     updates:\n"
        "  +       - {date: 2026-07-14, phase: 2, note: 已部署}\n"
    ),
    "rate i6-10、i6-11 b类": (
        "i6-10 窗口行业制定服务标准和文明用语，公开服务承诺并接受社会监督　第2阶段评级：未评 → B\n"
        "i6-11 供电营业厅环境整洁，设有无障碍通道、老花镜、饮水等便民设施　第2阶段评级：未评 → B\n"
        "  data/indicators.yaml\n"
        "  +       2: B\n"
        "  data/indicators.yaml\n"
        "  +       2: B\n"
    ),
    "assign 7-1~2 --add 教育局、区妇联": (
        "7-1 转变经济发展方式　责任单位：加入 区教育局\n"
        "7-1 转变经济发展方式　责任单位：加入 区妇联\n"
        "7-2 加强城市规划及公共基础设施建设　责任单位：加入 区教育局\n"
        "7-2 加强城市规划及公共基础设施建设　责任单位：加入 区妇联\n"
        "  data/tasks.yaml\n"
        "  +       - 区教育局\n"
        "  +       - 区妇联\n"
        "  data/tasks.yaml\n"
        "  +       - 区教育局\n"
        "  +       - 区妇联\n"
    ),
}


@pytest.mark.parametrize("line", WRITTEN)
def test_what_is_written_down(line: str) -> None:
    ran = cz(*line.split(), "--dry-run", cwd=MIDWAY)
    assert (ran.code, ran.err) == (0, "")
    assert without_lines(ran.out) == f"{WRITTEN[line]}（试运行，文件未动）\n"


def without_lines(text: str) -> str:
    """Without the numbers of the lines of the example's files, which others add to."""
    return re.sub(r"(?m)yaml:[0-9]+$", "yaml", text)


REFUSED = {
    "set 教育 done": (
        "“教育”可以指好几个任务或步骤：1-3 深化××××和××宣传教育、3-1 加强法治宣传教育、"
        "5-1 加强国民教育、6-3 加强学校教育、6-4 加强家庭教育和社会教育。请写编号。"
    ),
    "set 加强国民教肓 done": (
        "没有编号或名称是“加强国民教肓”的任务或步骤。最接近的有：5-1 加强国民教育、"
        "6-3 加强学校教育。"
    ),
    "set 7-1 7-4~6 done": "“7-4~6”里没有这些任务或步骤：7-6。",
    "note 7-1 已部署 --date 昨天": (
        "“昨天”是哪一天要看今天是哪一天，要记下来的请写日期：2026-07-14。"
    ),
    "status 区教育局 --unit 柳溪镇": "“区教育局”和 --unit 柳溪镇 只能写一个。",
    "list 7-4~6": "“7-4~6”里没有这些编号：7-6。",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_not_sure_is_refused(line: str) -> None:
    assert cz(*line.split(), cwd=MIDWAY) == (2, "", f"cz：{REFUSED[line]}\n")


def test_names_in_one_text_are_no_list() -> None:
    with pytest.raises(Bad) as bad:
        names("区教育局、各县（市、区）")
    assert (
        bad.value.message
        + bad.value.advice
        == "这里应当是列表，找到的是“区教育局、各县（市、区）”。"
        "请写成 [区教育局, 各县（市、区）]，或每项一行，以“- ”开头。"
    )


def test_a_plan_written_so_reads_the_same(tmp_path: Path) -> None:
    plain = copy_of(MIDWAY, tmp_path / "plain")
    shown = cz("show", "5-1", "--json", cwd=plain).out
    tasks = plain / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    line = "2: {status: doing, due: 2026-06-30}"
    at = text.index(line, text.index("id: 5-1"))
    typed = "2: {status: 进行中, due: 2026年6月底前}"
    tasks.write_text(text[:at] + typed + text[at + len(line) :], encoding="utf-8")
    assert cz("show", "5-1", "--json", cwd=plain).out == shown
    assert cz("check", cwd=plain).code == cz("check", cwd=MIDWAY).code
    assert cz("set", "5-1", "推进", cwd=plain).out == (
        "5-1 加强国民教育　第2阶段：仍为推进中\n没有变化，文件未动。\n"
    )
    assert without_lines(cz("set", "5-1", "受阻", "--dry-run", cwd=plain).out) == (
        "5-1 加强国民教育　第2阶段：推进中 → 受阻 ⚠ 退步\n"
        "  data/tasks.yaml\n"
        f"  -       {typed}\n"
        "  +       2: {status: blocked, due: 2026年6月底前}\n"
        "（试运行，文件未动）\n"
    )


def test_whatever_is_typed_is_read_or_refused() -> None:
    """Random texts of the signs that mean something: no other error than the refusals."""
    rng = random.Random(11)
    signs = "0123456789一十〇年月日号底前后上下周天本今昨 -—~至.、，/（)～９７if"
    read: list[Callable[[str], object]] = [
        lambda text: day_meant(text, date.max),
        lambda text: due_meant(text, date(1, 1, 1)),
        lambda text: relative_day(text, date.max),
        lambda text: relative_day(text, date.min),
        lambda text: end_meant(text, TODAY),
        split_ids_and_runs,
        lambda text: ordinal_meant(text, "阶段"),
        status_meant,
    ]
    for _ in range(3000):
        text = "".join(rng.choices(signs, k=rng.choice([2, 3, 4, 6, 9])))
        for each in read:
            try:
                each(text)
            except (NoSuchDay, Refusal):
                pass
    for long in ("9" * 5000, "一" * 5000 + "月", "（" * 5000, "7-1~" * 2000):
        for each in read:
            each(long)


def split_ids_and_runs(text: str) -> None:
    for part in split_ids([text]):
        run_meant(part)


OF_FILES = (("init", "--from"), ("survey import", "--unit"))  # files, a column: the page says so


def test_an_option_means_the_same_in_every_command() -> None:
    names = [name for name in COMMANDS if name not in SUBCOMMANDS]
    names += [f"{group} {name}" for group, actions in SUBCOMMANDS.items() for name in actions]
    metavars: dict[str, set[str]] = {}
    for name in names:
        for parameter in build(name, function_of(name), "").params:
            for option in parameter.opts:
                if (name, option) not in OF_FILES:
                    metavars.setdefault(option, set()).add(str(parameter.metavar))
    rows = table("选项")
    assert len(rows) == 11
    for option, metavar, _ in rows:
        assert metavars[option.strip("`")] == {metavar}, option
