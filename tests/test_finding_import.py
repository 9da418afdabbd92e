"""cz finding import.

Tables as offices save them, what is taken and what returned, and nothing lost or taken twice.
"""

from __future__ import annotations

import codecs
import csv
import io
import random
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from cz.cli.group import function_of
from cz.commands.finding.import_ import folded, returned_text
from cz.records import Finding
from cz.sheets.dates import flat
from cz.supervise.entry import numbered, written
from cz.supervise.table import HEADINGS, IGNORED, REASON, Table, read_table
from cz.verbs.finding.cells import Given
from cz.verbs.finding.import_ import Asked, Imported, import_table
from cz.verbs.finding.row import judge
from tests.plans import PLAN, UNITS, campaign
from tests.running import MIDWAY, ROOT, Ran, copy_of, cz, git, repository

Change = Callable[[Any], None]
TODAY = "2026-07-15"
HEAD = "督查日期,点位,点位类型,责任单位,存在问题,整改时限,督查组"


STANDARDS = (
    "projects:\n  - id: x1\n    title: 项目\nindicators:\n  - id: i1-01\n    project: x1\n"
    "    title: 标准\n"
)


def plan_in(folder: Path, **more: str) -> Path:
    (folder / "data").mkdir()
    for stem, text in {"tasks": PLAN, "units": UNITS, "indicators": STANDARDS, **more}.items():
        (folder / "data" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return plan_in(tmp_path)


def feed(folder: Path, table: str | bytes, *options: str, name: str = "表.csv") -> Ran:
    raw = table if isinstance(table, bytes) else table.encode()
    (folder / name).write_bytes(raw)
    return again(folder, *options, name=name)


def again(folder: Path, *options: str, name: str = "表.csv") -> Ran:
    return cz("finding", "import", name, *options, "--today", TODAY, cwd=folder)


def ledger(folder: Path) -> str:
    path = folder / "data" / "findings.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


# --- the whole of it
# --------------------------------------------------------------------------------------------------

FIELD_TABLE = """\
××区督查问题清单,,,,,,,,
,,,,,,,,
序号,检查时间,点位名称,类 型,责任单位（必填）,问题描述,整改时限,检查人,天气
1,2026年7月13日,东河小学,学校,教育局,"校门口摊点占道，
堆放 杂物",3天,督查一组,晴
2,2026/7/13 9:30,东河大街,道路,东河、交通局,盲道被占,2026/7/17,,晴
3,,东河车站,车站,交通局,无,,,晴
4,20260714,东河市场,市场,柳西镇,地面积水,2026年7月1日,督查二组,
5,2026年7月32日,东河市场,市场,东河镇,,立行立改,督查二组,
6,7月14日,东河市场,市场,东河镇,污水外溢,立行立改,督查二组,
7,7月14日,东河市场,市场,东河,污水外溢。,,督查二组,
,,,,,,,,
合计,,,,,7,,,
"""

FIELD_TAKEN = """\
# 问题台账：督查发现的问题，从交办、整改到复核销号

findings:
  - id: f260713-1
    date: 2026-07-13
    spot: 东河小学
    type: 学校
    unit: 区教育局
    problem: 校门口摊点占道，堆放 杂物
    due: 2026-07-16
    by: 督查一组
  - id: f260713-2
    date: 2026-07-13
    spot: 东河大街
    type: 道路
    unit: 东河镇
    helpers:
      - 区交通局
    problem: 盲道被占
    due: 2026-07-17
    by: 督查一组
  - id: f260714-1
    date: 2026-07-14
    spot: 东河市场
    type: 市场
    unit: 东河镇
    problem: 污水外溢
    due: 2026-07-14
    by: 督查二组

visits:
  - id: v260713-1
    date: 2026-07-13
    spot: 东河车站
    type: 车站
    unit: 区交通局
    by: 督查一组
"""

FIELD_SAID = """\
取走 3 条问题（f260713-1～2、f260714-1）、1 个没有问题的点位；退回 3 行 → 表-退回.csv
  第 7 行　柳西镇　没有叫“柳西镇”的单位。最接近的有：东河镇（dhz）、各乡镇党委和政府（gxz）；整改时限（2026-07-01）早于督查日期（2026-07-14）
  第 8 行　东河镇　督查日期“2026年7月32日”没有这一天；存在问题没有填；没有问题请写“无”
  第 10 行　东河　与第 9 行相同：重复的请删去，确是两个问题请在存在问题里写出区别
空行、合计行等 2 行没有用。
没有用到的列：天气。
交办：东河镇 2，区教育局 1
退回的行改好后，请执行 cz finding import 表-退回.csv
交办清单请用 cz report --template 整改清单 --unit 单位
"""

FIELD_RETURNED = """\
序号,检查时间,点位名称,类 型,责任单位（必填）,问题描述,整改时限,检查人,天气,退回原因\r
4,20260714,东河市场,市场,柳西镇,地面积水,2026年7月1日,督查二组,,没有叫“柳西镇”的单位。最接近的有：东河镇（dhz）、各乡镇党委和政府（gxz）；整改时限（2026-07-01）早于督查日期（2026-07-14）\r
5,2026年7月32日,东河市场,市场,东河镇,,立行立改,督查二组,,督查日期“2026年7月32日”没有这一天；存在问题没有填；没有问题请写“无”\r
7,7月14日,东河市场,市场,东河,污水外溢。,,督查二组,,与第 9 行相同：重复的请删去，确是两个问题请在存在问题里写出区别\r
"""

ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with BOM": lambda text: codecs.BOM_UTF8 + text.encode(),
    "gbk": lambda text: text.encode("gbk"),
    "utf-16": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16 without its mark": lambda text: text.encode("utf-16-le"),
    "utf-8 with two BOMs": lambda text: codecs.BOM_UTF8 * 2 + text.encode(),
    "utf-16 the other way": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}


def with_delimiter(text: str, sign: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(
        csv.reader(io.StringIO(text, newline=""))
    )
    return out.getvalue()


@pytest.mark.parametrize("sign", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_however_it_was_saved(plan: Path, encoding: str, sign: str) -> None:
    assert feed(plan, ENCODINGS[encoding](with_delimiter(FIELD_TABLE, sign))) == (1, FIELD_SAID, "")
    assert ledger(plan) == FIELD_TAKEN
    assert (plan / "表-退回.csv").read_bytes() == codecs.BOM_UTF8 + FIELD_RETURNED.encode()
    assert cz("check", "--today", TODAY, cwd=plan).code == 0


def test_a_dry_run_says_the_same_and_writes_nothing(plan: Path) -> None:
    ran = feed(plan, FIELD_TABLE, "--dry-run")
    said = FIELD_SAID.replace(
        "退回的行改好后，请执行 cz finding import 表-退回.csv\n"
        "交办清单请用 cz report --template 整改清单 --unit 单位\n",
        "（试运行，文件未动）\n",
    ).replace(" → 表-退回.csv", "（会写进 表-退回.csv）")
    assert ran == (1, said, "")
    assert ledger(plan) == ""
    assert sorted(path.name for path in plan.iterdir()) == ["data", "表.csv"]


def test_the_same_table_again_takes_nothing(plan: Path) -> None:
    feed(plan, FIELD_TABLE)
    before = ledger(plan)
    ran = again(plan)
    assert (
        ran.out.split("\n")[0]
        == "没有取走新的；5 行已登记过（f260713-1、f260713-2、v260713-1、f260714-1、"
        "f260714-1），没有再记；退回 2 行 → 表-退回.csv"
    )
    assert (ran.code, ran.err) == (1, "")
    assert ledger(plan) == before


def test_what_was_returned_is_mended_and_fed_again(plan: Path) -> None:
    feed(plan, FIELD_TABLE)
    before = ledger(plan)
    unmended = again(plan, name="表-退回.csv")
    assert unmended.out.startswith(
        "没有取走新的；1 行已登记过（f260714-1），没有再记；退回 2 行 → 表-退回.csv\n  第 2 行"
    )
    assert ledger(plan) == before
    path = plan / "表-退回.csv"
    path.write_bytes(
        path.read_bytes()
        .decode("utf-8-sig")
        .replace("柳西镇", "东河镇")
        .replace("2026年7月1日", "7月18日")
        .encode("gb18030")
    )
    ran = again(plan, name="表-退回.csv")
    assert ran.out.startswith(
        "取走 1 条问题（f260714-2）；退回 1 行 → 表-退回.csv\n"
        "  第 3 行　东河镇　督查日期“2026年7月32日”没有这一天；存在问题没有填；没有问题请写“无”\n"
    )
    assert "1 条的整改时限是星期六或星期日：f260714-2。\n" in ran.out
    assert ledger(plan) == before.replace(
        "\nvisits:",
        "  - id: f260714-2\n    date: 2026-07-14\n    spot: 东河市场\n    type: 市场\n"
        "    unit: 东河镇\n    problem: 地面积水\n"
        "    due: 2026-07-18\n    by: 督查二组\n\nvisits:",
    )
    assert [row[0] for row in rows_of(path)] == ["序号", "5"]
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("32日", "14日")
        .replace("市场,市场,东河镇,,", "车站,市场,东河镇,无,"),
        encoding="utf-8",
    )
    held = path.read_bytes()
    last = again(plan, name="表-退回.csv")
    assert (last.code, last.out.split("\n")[0]) == (0, "取走 1 个没有问题的点位")
    assert path.read_bytes() == held


def test_what_was_carried_down_stands_in_the_returned_row(plan: Path) -> None:
    feed(plan, f"{HEAD}\n2026-07-14,甲,,东河镇,积水,,督查一组\n,乙,,某镇,积水,,\n")
    assert rows_of(plan / "表-退回.csv")[1][:-1] == [
        "2026-07-14",
        "乙",
        "",
        "某镇",
        "积水",
        "",
        "督查一组",
    ]


def test_the_teams_table_of_the_example(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    ran = feed(tmp_path, (MIDWAY / "督查一组记录表.csv").read_bytes())
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("取走 37 条问题（f260713-1～18、f260714-1～19）")
    assert "、4 个没有问题的点位；退回 3 行 → 表-退回.csv\n" in ran.out
    assert cz("check", cwd=tmp_path).code == 0


# --- cells ----------------------------------------------------------------------------------------
# --------------------


def judged(table: str, **given: object) -> Table | object:
    read = read_table(table.encode(), "表.csv")
    return judge(read, campaign(), Given(date.fromisoformat(TODAY), **given))  # type: ignore[arg-type]


def one(
    found: str = "2026-07-13",
    unit: str = "东河镇",
    problem: str = "积水",
    due: str = "",
    head: str = "整改时限",
) -> object:
    out = io.StringIO()
    csv.writer(out).writerows([["日期", "单位", "问题", head], [found, unit, problem, due]])
    (verdict,) = judged(out.getvalue())  # type: ignore[misc]
    return verdict


@pytest.mark.parametrize(
    "text",
    [
        "2026年7月13日",
        "2026/7/13",
        "2026.7.13",
        "2026-07-13",
        "20260713",
        "7月13日",
        "7月13号",
        "２０２６／７／１３",
        "2026 年 7 月 13 日",
        "2026/7/13 9:30",
        "2026/07/13 09:30:00",
        "2026-07-13T09:30:00",
        "2026年7月13日上午",
        "2026年7月13日 下午3点半",
        "2026年7月13日（星期一）",
        "46216",
        "46216.395833",
        "7.13",
        "7/13",
        "７．１３",
        "7.13 9:30",
    ],
)
def test_dates_as_people_and_spreadsheets_write_them(text: str) -> None:
    assert one(text).entry.date == date(2026, 7, 13)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026年7月32日", "督查日期“2026年7月32日”没有这一天"),
        ("2月30日", "督查日期“2月30日”没有这一天"),
        ("2026-07-16", "督查日期（2026-07-16）晚于今天（2026-07-15）"),
        ("上周一", "督查日期“上周一”看不懂，请写成 2026-07-15 这样"),
        ("7月13日至14日", "督查日期“7月13日至14日”看不懂，请写成 2026-07-15 这样"),
        ("########", "督查日期“########”看不懂，请写成 2026-07-15 这样"),
        ("", "督查日期没有填"),
        (
            "7.1",
            "督查日期“7.1”可能是7月1日，也可能是7月10日（表格软件会去掉末尾的 0），"
            "请写成 2026-07-15 这样",
        ),
        ("7.32", "督查日期“7.32”没有这一天"),
    ],
)
def test_dates_that_are_none(text: str, reason: str) -> None:
    assert one(text).reason == reason  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("3天", "2026-07-16"),
        ("3 天内", "2026-07-16"),
        ("三日内", "2026-07-16"),
        ("限3日内整改到位", "2026-07-16"),
        ("十五天", "2026-07-28"),
        ("一周内", "2026-07-20"),
        ("立行立改", "2026-07-13"),
        ("立即整改", "2026-07-13"),
        ("当场整改到位", "2026-07-13"),
        ("24小时", "2026-07-14"),
        ("48小时内", "2026-07-15"),
        ("7月20日前", "2026-07-20"),
        ("2026年7月20日之前整改到位", "2026-07-20"),
        ("2026/7/20 18:00前", "2026-07-20"),
        ("46223", "2026-07-20"),
        ("7.20", "2026-07-20"),
        ("7/20前", "2026-07-20"),
        ("", "2026-07-20"),
        ("/", "2026-07-20"),
        ("待定", None),
        ("无", None),
    ],
)
def test_deadlines(text: str, due: str | None) -> None:
    found = one(due=text).entry  # type: ignore[attr-defined]
    assert found.due == (date.fromisoformat(due) if due else None)


def test_a_bare_number_is_days_where_the_heading_says_so() -> None:
    assert one(due="5", head="整改时限（天）").entry.due == date(2026, 7, 18)  # type: ignore[attr-defined]
    assert one(due="5").reason == "整改时限“5”看不懂，请写成 2026-07-13 或 3天 这样"  # type: ignore[attr-defined]


@pytest.mark.parametrize("due", ["1月5日", "1.5", "1/5"])
def test_a_deadline_in_january_of_december_is_next_years(due: str) -> None:
    found = judge(
        read_table(f"日期,单位,问题,时限\n12月28日,东河镇,积水,{due}\n".encode(), ""),
        campaign(),
        Given(date(2026, 12, 30)),
    )
    assert found[0].entry is not None
    assert found[0].entry.due == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-07-12", "整改时限（2026-07-12）早于督查日期（2026-07-13）"),
        ("3日", "整改时限“3日”看不懂，请写成 2026-07-13 或 3天 这样"),
        ("三个工作日内", "整改时限“三个工作日内”按工作日算不准，请写日期"),
        ("6月31日", "整改时限“6月31日”没有这一天"),
        ("长期坚持", "整改时限“长期坚持”看不懂，请写成 2026-07-13 或 3天 这样"),
    ],
)
def test_deadlines_that_are_none(text: str, reason: str) -> None:
    assert one(due=text).reason == reason  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("东河镇", ("东河镇",)),
        ("东河", ("东河镇",)),
        ("qjyj", ("区教育局",)),
        ("区×宣传×", ("区委宣传部",)),
        (" 东 河 镇 ", ("东河镇",)),
        ("教育局、交通局", ("区教育局", "区交通局")),
        ("教育局,交通局", ("区教育局", "区交通局")),
        ("教育局/东河", ("区教育局", "东河镇")),
        ("教育局\n交通局", ("区教育局", "区交通局")),
        ("教育局；各乡镇党委和政府", ("区教育局", "各乡镇党委和政府")),
        ("东河镇、东河", ("东河镇",)),
    ],
)
def test_units(text: str, units: tuple[str, ...]) -> None:
    entry = one(unit=text).entry  # type: ignore[attr-defined]
    assert (entry.unit, *entry.helpers) == units


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "责任单位没有填；合并的单元格请逐行填上"),
        (
            "区",
            "“区”可以指好几个单位：区委宣传部（qwxcb）、区教育局（qjyj）、区交通局（qjtj）。请写得再具体些",
        ),
        (
            "各乡镇党委和政府",
            "“各乡镇党委和政府”是集体单位，这里要写明一个单位。它的成员有：东河镇",
        ),
        (
            "教育局、柳西镇",
            "没有叫“柳西镇”的单位。最接近的有：东河镇（dhz）、各乡镇党委和政府（gxz）",
        ),
    ],
)
def test_units_that_are_none(text: str, reason: str) -> None:
    assert one(unit=text).reason == reason  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["无", "未发现问题", "未发现问题。", "—", " 无 "])
def test_a_clean_spot_keeps_no_deadline(text: str) -> None:
    entry = one(problem=text, due="三个工作日").entry  # type: ignore[attr-defined]
    assert (entry.problem, entry.due) == ("", None)


def test_a_problem_that_is_not_told_is_not_a_clean_spot() -> None:
    assert one(problem=" ").reason == "存在问题没有填；没有问题请写“无”"  # type: ignore[attr-defined]


def test_all_columns(plan: Path) -> None:
    tasks = PLAN + "tasks:\n  - id: 1-5\n    title: 评选\n    lead: 区教育局\n"
    (plan / "data" / "tasks.yaml").write_text(tasks, encoding="utf-8")
    table = (
        "日期,单位,配合单位,问题,指标编号,任务,整改措施,整改日期,备注,场地\n"
        "7月1日,东河镇,教育局,甲,I1-01,1-5,已清理,7月3日,略,\n"
        "7月1日,东河镇,无,乙,,,正在清理,,,\n"
        "7月1日,东河镇,某局,丙,i9-9,1月5日,已清理,6月30日,,\n"
        "7月1日,东河镇,,丁,,,已清理,7月16日,,\n"
    )
    ran = feed(plan, table, "--by", "督查一组", "--days", "10")
    assert ran == (
        1,
        "取走 2 条问题（f260701-1～2）；退回 2 行 → 表-退回.csv\n"
        "  第 4 行　东河镇　没有叫“某局”的单位。请用 cz list --kind unit 看全部单位；"
        "没有编号为“i9-9”的指标；"
        "没有编号或名称是“1月5日”的任务或步骤。"
        "最接近的有：1-5（多半是表格软件把 1-5 改成了日期）；"
        "整改日期（2026-06-30）早于督查日期（2026-07-01）\n"
        "  第 5 行　东河镇　整改日期（2026-07-16）晚于今天（2026-07-15）\n"
        "没有用到的列：备注、场地。\n"
        "2 条的整改时限是星期六或星期日：f260701-1、f260701-2。\n"
        "1 条写了整改情况、没有写整改日期，仍算待整改；确已整改的请用 cz finding rectify 补记。\n"
        "交办：东河镇 2\n"
        "退回的行改好后，请执行 cz finding import 表-退回.csv --by 督查一组 --days 10\n"
        "交办清单请用 cz report --template 整改清单 --unit 单位\n",
        "",
    )
    assert ledger(plan).partition("findings:\n")[2] == (
        "  - id: f260701-1\n    date: 2026-07-01\n    unit: 东河镇\n    helpers:\n"
        "      - 区教育局\n    problem: 甲\n    due: 2026-07-11\n"
        "    indicator: i1-01\n    task: 1-5\n    by: 督查一组\n    fix: 已清理\n"
        "    rectified: 2026-07-03\n"
        "  - id: f260701-2\n    date: 2026-07-01\n    unit: 东河镇\n    problem: 乙\n"
        "    due: 2026-07-11\n    by: 督查一组\n    fix: 正在清理\n"
    )


def test_a_table_without_dates_needs_one(plan: Path) -> None:
    table = "单位,问题\n东河镇,积水\n某镇,积水\n"
    assert "第 2 行　东河镇　督查日期没有填\n" in feed(plan, table).out
    (plan / "表-退回.csv").unlink()
    ran = again(plan, "--date", "7月13日")
    assert ran.out.startswith("取走 1 条问题（f260713-1）；退回 1 行")
    assert "请执行 cz finding import 表-退回.csv --date 7月13日\n" in ran.out
    late = again(plan, "--date", "2026-07-16")
    assert late == (2, "", "cz：--date 写的 2026-07-16 晚于今天（2026-07-15）。请核对日期。\n")


def test_numbers_go_on_from_the_ledgers_and_a_former_name_is_known(tmp_path: Path) -> None:
    units = UNITS.replace("    name: 东河镇\n", "    name: 东河镇\n    former:\n      - 东河乡\n")
    held = (
        "findings:\n  - id: f260713-8\n    date: 2026-07-13\n    unit: 东河乡\n"
        "    spot: 大街\n    problem: 积水。\n"
    )
    plan_in(tmp_path, units=units, findings=held)
    ran = feed(
        tmp_path,
        f"{HEAD}\n2026-07-13,大 街,,东河镇,积水,,\n2026-07-13,小街,,东河乡,积水,,\n",
    )
    assert ran.code == 0
    assert ran.out.startswith("取走 1 条问题（f260713-9）；1 行已登记过（f260713-8），没有再记\n")
    assert ledger(tmp_path).startswith(
        held + "  - id: f260713-9\n    date: 2026-07-13\n    spot: 小街\n    unit: 东河镇\n"
    )


SAME = (
    "findings:\n"
    "  - id: f260701-1\n    date: 2026-07-01\n    unit: 东河镇\n    spot: 大街\n"
    "    problem: 积水。\n"
    "  - id: f260701-2\n    date: 2026-07-01\n    unit: 东河镇\n    spot: 小街\n"
    "    problem: 积水\n    rectified: 2026-07-02\n    verified: 2026-07-03\n"
)


def test_the_same_problem_at_the_same_spot_is_taken_and_named(tmp_path: Path) -> None:
    """Not where the other is struck off, at another spot, another unit's, or where no spot is told."""
    plan_in(tmp_path, findings=SAME)
    table = (
        f"{HEAD}\n7月13日,大 街,,东河镇,积水,,\n7月14日,大街,,东河镇,积水,,\n"
        f"7月14日,小街,,东河镇,积水,,\n7月14日,大街,,教育局,积水,,\n7月14日,,,东河镇,积水,,\n"
    )
    ran = feed(tmp_path, table)
    assert ran.code == 0
    assert (
        "2 条与还没有销号的问题相同（同一点位、同样的问题）：f260713-1 同 f260701-1、"
        "f260714-1 同 f260713-1。"
        "请核对：重复登记的，请用 cz finding withdraw 撤回新的一条；又出现的，不用管。\n" in ran.out
    )
    rows = "".join(f"7月13日,第{n}号,,东河镇,积水,,\n" for n in range(9))
    feed(tmp_path, f"{HEAD}\n{rows}", name="二.csv")
    ran = feed(tmp_path, f"{HEAD}\n{rows.replace('13日', '14日')}", name="三.csv")
    assert "9 条与还没有销号的问题相同（同一点位、同样的问题）：" in ran.out
    assert ran.out.count(" 同 ") == 8
    assert "、f260714-12 同 f260713-9等。请核对：" in ran.out


# --- workbooks, and tables of Word: the same rules
# --------------------------------------------------------------------------------------------------


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], *merged: str, change: Change | None = None
) -> bytes:
    """``merged``: ranges of the last sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(text: str) -> list[list[object]]:
    """The rows of a CSV, with whole numbers and days as a spreadsheet keeps them."""
    rows: list[list[object]] = []
    for line in csv.reader(io.StringIO(text, newline="")):
        row: list[object] = []
        for cell in line:
            whole = re.fullmatch("([0-9]{4})[/年]([0-9]+)[/月]([0-9]+)日?", cell)
            if whole and int(whole[3]) < 32:
                row.append(date(*map(int, whole.groups())))
            else:
                row.append(int(cell) if cell.isdigit() else cell)
        rows.append(row)
    return rows


@pytest.mark.parametrize("ending", ["xlsx", "xlsm"])
def test_a_workbook_is_taken_as_its_text_is(plan: Path, ending: str) -> None:
    raw = workbook({"7月": typed(FIELD_TABLE)})
    code, out, err = feed(plan, raw, name=f"表.{ending}")
    assert (code, err) == (1, "")
    assert out == FIELD_SAID
    assert ledger(plan) == FIELD_TAKEN
    assert again(plan, name=f"表.{ending}").out.startswith("没有取走新的；5 行已登记过")


def test_a_table_of_word_is_taken_as_its_text_is(plan: Path) -> None:
    paper = docx.Document()
    rows = [line for line in csv.reader(io.StringIO(FIELD_TABLE, newline="")) if len(line) == 9]
    table = paper.add_table(len(rows), 9)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    paper.save(str(plan / "表.docx"))
    assert again(plan, name="表.docx") == (1, FIELD_SAID, "")
    assert ledger(plan) == FIELD_TAKEN


MERGED = [
    ["督查日期", "点位", "责任单位", "存在问题", "整改时限"],
    [date(2026, 7, 13), "东河小学", "教育局", "摊点占道", date(2026, 7, 17)],
    ["", "", "", "堆放杂物", ""],
    ["", "东河车站", "交通局", "积水", "=B2"],
]


def test_merged_cells_hold_for_all_their_rows_and_formulas_without_a_value_come_back(
    plan: Path,
) -> None:
    raw = workbook({"表": MERGED}, "A2:A4", "B2:B3", "C2:C3", "E2:E3")
    code, out, _ = feed(plan, raw, name="表.xlsx")
    assert code == 1
    assert out.splitlines()[:2] == [
        "取走 2 条问题（f260713-1～2）；退回 1 行 → 表-退回.csv",
        "  第 4 行　交通局　整改时限是公式，文件里没有算出的值"
        "（请在 Excel 或 WPS 里打开、保存一次，或直接写上）",
    ]
    assert ledger(plan).count("unit: 区教育局\n    problem") == 2
    assert ledger(plan).count("due: 2026-07-17") == 2


def test_an_answer_merged_over_rows_comes_back_with_each_of_them(plan: Path) -> None:
    feed(plan, "日期,单位,点位,问题\n7月13日,东河镇,甲,积水\n7月13日,东河镇,乙,积水\n")
    answers = [
        ["编号", "整改情况", "整改日期"],
        ["f260713-1", "已清理", date(2026, 7, 14)],
        ["f260713-2", "", date(2026, 7, 14)],
    ]
    before = ledger(plan)
    code, out, _ = feed(plan, workbook({"表": answers}, "B2:B3"), name="清单.xlsx")
    why = "整改情况是合并的单元格（B2:B3），请拆开逐行填写"
    assert code == 1
    assert out.splitlines()[:3] == [
        "没有取走新的；退回 2 行 → 清单-退回.csv",
        f"  第 2 行　东河镇　{why}",
        f"  第 3 行　东河镇　{why}",
    ]
    assert ledger(plan) == before


def test_which_sheet_is_said_where_several_have_headings(plan: Path) -> None:
    rows = [["日期", "单位", "问题"], ["7月13日", "东河镇", "积水"]]
    raw = workbook(
        {"说明": [["请勿改动"]], "13日": rows, "14日": [*rows, ["7月14日", "东河镇", "积水"]]}
    )
    assert feed(plan, raw, name="表.xlsx") == (
        2,
        "",
        "cz：表.xlsx 里有 2 张表都像是要导入的：13日、14日。"
        "请用 --sheet 写明是哪一张，例如 --sheet 13日；几张都要的，一张一张导入。\n",
    )
    assert again(plan, "--sheet", "15日", name="表.xlsx").err == (
        "cz：表.xlsx 里没有叫“15日”的表。有的是：说明、13日、14日。\n"
    )
    assert again(plan, "--sheet", "13日", name="表.xlsx").out.startswith("取走 1 条问题")
    assert again(plan, "--sheet", "3", name="表.xlsx").out.startswith("取走 1 条问题（f260714-1）")


def test_what_is_not_taken_of_a_workbook_is_told(plan: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].comment = Comment("请核对", "甲")
        sheet["D2"] = '=DISPIMG("ID_1",1)'
        sheet.row_dimensions[3].hidden = True

    rows = [
        ["日期", "单位", "问题", "照片"],
        ["7月13日", "东河镇", "积水", ""],
        ["7月13日", "东河镇", "污水", ""],
    ]
    _, out, _ = feed(plan, workbook({"表": rows}, change=change), name="表.xlsx")
    assert out.splitlines()[1:4] == [
        "表里有 1 张图片没有取（第 2 行）。",
        "表里有 1 处批注没有取（第 2 行）。",
        "表里有 1 行是隐藏的，一样处理（第 3 行）。",
    ]


# --- what is no table, and what is asked wrongly
# ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            b"PK\x03\x04....",
            "表.csv 已损坏，读不出来（多半没有下载完整，或传送时出了错）。"
            "请用 Excel 或 WPS 打开核对，另存一份再执行。",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "表.csv 已损坏，读不出来（多半没有下载完整，或传送时出了错）。"
            "请用 Excel 或 WPS 打开核对，另存一份再执行。",
        ),
        (b"", "表.csv 是空的，里面没有表。"),
        (b"\r\n \r\n", "表.csv 是空的，里面没有表。"),
        (
            b"\xff\xff\xff\x80",
            "表.csv 的编码认不出来。"
            "请在 Excel 或 WPS 里打开它，另存为 .xlsx 或“CSV UTF-8（逗号分隔）”，再执行一次。",
        ),
        (
            "督查清单\n序号,存在问题,镇街\n1,积水,东河镇\n".encode(),
            "表.csv 的前 10 行里没有认出表头。最像表头的是第 2 行：序号、存在问题、镇街；"
            "还缺：责任单位。表头里至少要有责任单位、存在问题两列，请把列名改成这样的写法再导入。",
        ),
        (
            "单位,问题,责任单位\n".encode(),
            "表.csv 里有两列都像是责任单位：第 1 列“单位”、第 3 列“责任单位”。"
            "请把不用的一列删去，或改个别的列名，再导入。",
        ),
        (
            '单位,问题\n东河镇,积水\n东河镇,"积水\n'.encode(),
            "表.csv 从第 3 行起引号没有配成对，读不下去。"
            "请在 Excel 或 WPS 里打开核对，另存为 .xlsx 或 CSV，再执行一次。",
        ),
        ("单位,问题\n,\n".encode(), "表.csv 里只有表头，没有内容。"),
    ],
)
def test_what_is_no_table(plan: Path, raw: bytes, said: str) -> None:
    assert feed(plan, raw) == (2, "", f"cz：{said}\n")
    assert not (plan / "data" / "findings.yaml").exists()


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("没有.csv", [], "没有“没有.csv”这个文件。请核对文件名和所在的文件夹。"),
        ("data", [], "data 是文件夹。请写明是哪个表格文件。"),
        ("表.csv", ["--days", "-1"], "--days 应当是 0 到 365 的天数，写的是 -1。"),
        (
            "表.csv",
            ["-o", "无此/退回.csv"],
            "无此/退回.csv 写不进去：没有这个文件夹。什么也没有改动。",
        ),
        (
            "表.csv",
            ["-o", "data/units.yaml"],
            "退回文件不能写到方案自己的 data 文件夹里。请换一个地方，例如 退回.csv。",
        ),
        (
            "表.csv",
            ["-o", "表.csv"],
            "表.csv 已经有了，不是 cz 写的退回文件，没有覆盖。"
            "请给它改名，或用 -o 写到别的文件。什么也没有改动。",
        ),
    ],
)
def test_what_is_asked_wrongly(plan: Path, name: str, options: list[str], said: str) -> None:
    (plan / "表.csv").write_text(FIELD_TABLE, encoding="utf-8")
    assert again(plan, *options, name=name) == (2, "", f"cz：{said}\n")
    assert ledger(plan) == ""
    assert (plan / "表.csv").read_text(encoding="utf-8") == FIELD_TABLE


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("tasks", PLAN + "tasks:\n  - id: 1-5\n"),
        ("findings", "findings:\n  - id: f260713-1\n    date: 2026-07-13\n    unit: 东河镇\n"),
        ("units", UNITS + "  - id: x1\n"),
        ("supervision", "rules:\n  days: 七\n"),
    ],
)
def test_a_plan_that_leaves_open_what_is_known_takes_nothing(
    plan: Path, stem: str, text: str
) -> None:
    path = plan / "data" / f"{stem}.yaml"
    path.write_text(text, encoding="utf-8")
    ran = feed(plan, FIELD_TABLE.replace("天气", "任务"))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"data/{stem}.yaml:")
    assert ran.err.endswith(
        "方案文件里有上面的错误，看不准哪些已经登记过、单位和编号对不对，没有导入。请先改正。\n"
    )
    assert path.read_text(encoding="utf-8") == text
    assert not (plan / "表-退回.csv").exists()


def test_commas_without_quotes_are_noticed_and_kept(plan: Path) -> None:
    ran = feed(plan, "日期,单位,问题\n7月13日,东河镇,积水,杂物\n")
    assert "第 2 行　东河镇　比表头多出“杂物”，多半是文字里的半角逗号把一格断成了两格\n" in ran.out
    assert rows_of(plan / "表-退回.csv")[0] == ["日期", "单位", "问题", "多出的内容", REASON]
    unmended = again(plan, name="表-退回.csv")
    assert unmended.out.startswith("没有取走新的；退回 1 行")
    assert rows_of(plan / "表-退回.csv")[1][:4] == ["7月13日", "东河镇", "积水", "杂物"]


# --- the returned file
# ------------------------------------------------------------------------------------------------

BAD = f"{HEAD}\n2026-07-13,大街,,某镇,积水,,\n2026-07-13,小街,,某镇,积水,,\n"


def test_a_file_that_is_not_ours_is_not_overwritten(plan: Path) -> None:
    (plan / "表-退回.csv").write_text("单位,问题\n东河镇,我的\n", encoding="utf-8")
    ran = feed(plan, BAD + "2026-07-13,中街,,东河镇,积水,,\n")
    assert ran == (
        2,
        "",
        "cz：表-退回.csv 已经有了，不是 cz 写的退回文件，没有覆盖。"
        "请给它改名，或用 -o 写到别的文件。什么也没有改动。\n",
    )
    assert ledger(plan) == ""
    assert again(plan, "-o", "别的.csv").code == 1
    assert len(rows_of(plan / "别的.csv")) == 3
    assert (plan / "表-退回.csv").read_text(encoding="utf-8") == "单位,问题\n东河镇,我的\n"


def test_nobodys_mending_is_overwritten(plan: Path) -> None:
    feed(plan, BAD)
    path = plan / "表-退回.csv"
    mended = path.read_text(encoding="utf-8").replace("某镇", "东河镇", 1)
    path.write_text(mended, encoding="utf-8")
    ran = again(plan)
    assert ran.code == 2
    assert ran.err.startswith(
        "cz：表-退回.csv 里还有 1 行没有导入（第 2 行），覆盖了就没有了。请先改好并导入它"
    )
    assert path.read_text(encoding="utf-8") == mended
    assert again(plan, name="表-退回.csv").out.startswith("取走 1 条问题")
    assert again(plan).out.startswith(
        "没有取走新的；1 行已登记过（f260713-1），没有再记；退回 1 行 → 表-退回.csv\n  第 3 行"
    )
    assert "1 行有认不出的内容，但已登记过，没有退回：第 2 行（f260713-1）。\n" in again(plan).out


def test_an_older_file_that_is_done_with_is_named_and_left(plan: Path) -> None:
    feed(plan, BAD)
    path = plan / "表-退回.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("某镇", "东河镇"), encoding="utf-8")
    assert again(plan, name="表-退回.csv").code == 0
    held = path.read_bytes()
    ran = feed(plan, BAD.replace("某镇", "东河镇"))
    assert ran == (
        0,
        "没有取走新的；2 行已登记过（f260713-1、f260713-2），没有再记\n"
        "表-退回.csv 里的行都已处理，可以删去。\n",
        "",
    )
    assert path.read_bytes() == held


def test_the_reasons_are_told_where_the_file_cannot_be_written(plan: Path) -> None:
    name = "很长的名字" * 16 + "长长.csv"  # with -退回 it is longer than a file name can be
    ran = feed(plan, BAD + "2026-07-13,中街,,东河镇,积水,,\n", name=name)
    assert ran.code == 1
    assert ran.err.startswith(
        "cz："
        + name.removesuffix(".csv")
        + "-退回.csv 写不进去：文件名太长。台账已经写好，退回的行没有写成文件，原因如下：\n"
    )
    assert "  第 2 行　2026-07-13　大街　某镇　积水　→ 没有叫“某镇”的单位。" in ran.err
    assert ran.out.startswith("取走 1 条问题（f260713-1）；退回 2 行\n")
    assert "f260713-1" in ledger(plan)


HOSTILE = [
    "=1+1",
    "+86",
    "-3",
    "@x",
    "'=1+1",
    "''=1",
    "'quoted'",
    "'",
    "＝1",
    "' =1",
    "1-5",
    "01-05",
    "a\tb",
    "两\n行",
    "=两\n=行",
    'a"b',
    "a,b",
    ";",
    "　=x",
    "\x1b[31m",
    "\u202e",
    "甲\u200b乙",
]


def returned_of(raw: bytes) -> tuple[Table, bytes]:
    table = read_table(raw, "")
    verdicts = tuple(judge(table, campaign(), Given(date.fromisoformat(TODAY))))
    assert all(verdict.reason for verdict in verdicts)
    return table, returned_text(
        Imported(path="", table=table, asked=Asked(), target="", returned=verdicts)
    ).encode()


@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_round_trip_changes_no_cell(sign: str) -> None:
    out = io.StringIO()
    head = ["单位", "问题", "备注", "天气"]
    rows = [["某镇", cell or "x", cell, other] for cell in HOSTILE for other in HOSTILE[:4]]
    csv.writer(out, delimiter=sign).writerows([head, *rows])
    table, raw = returned_of(out.getvalue().encode())
    text = raw.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for cell in row)
    assert all(char.isprintable() or char in "\r\n\t　" for char in text)
    for _ in range(2):
        back, raw = returned_of(raw)
        assert back.ours
        assert [row.cells for row in back.rows] == [row.cells for row in table.rows]


def test_a_spreadsheet_reads_the_returned_file_as_any_csv(plan: Path) -> None:
    feed(plan, BAD.replace("积水", "=cmd|' /C calc'!A0"))
    assert rows_of(plan / "表-退回.csv")[1][4] == "'=cmd|' /C calc'!A0"


# --- all rows, all ways
# -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_every_row_is_taken_known_returned_or_skipped(tmp_path: Path, seed: int) -> None:
    """And feeding again takes nothing, and what is returned is only ever the rest."""
    plan_in(tmp_path)
    rnd = random.Random(seed)
    days = ["2026-07-13", "7月14日", "", "46216", "2026/7/32", "2026年7月20日"]
    units = ["东河镇", "教育局", "", "某镇", "区", "教育局、东河"]
    problems = ["积水", "无", "", "=1+1", "杂物\n很多", "- 一", "'x': [y", "a # b"]
    spots, dues = ["大街", "小巷", "", "'=1"], ["", "3天", "2026-07-01", "待定", "立行立改"]
    rows = [
        rnd.choice(
            [
                [],
                ["合计"],
                [""] * 5,
                [
                    rnd.choice(days),
                    rnd.choice(spots),
                    rnd.choice(units),
                    rnd.choice(problems),
                    rnd.choice(dues),
                ],
            ]
        )
        if rnd.random() < 0.3
        else [
            rnd.choice(days),
            rnd.choice(spots),
            rnd.choice(units),
            rnd.choice(problems),
            rnd.choice(dues),
        ]
        for _ in range(60)
    ]
    out = io.StringIO()
    csv.writer(out).writerows([["日期", "点位", "单位", "问题", "时限"], *rows])
    path = tmp_path / "表.csv"
    path.write_bytes(out.getvalue().encode(rnd.choice(["utf-8", "gb18030", "utf-16"])))

    def run(name: str) -> Imported:
        found = import_table(
            str(tmp_path), str(tmp_path / name), lambda _: date.fromisoformat(TODAY), Asked()
        )
        assert sum(map(len, (found.taken, found.known, found.covered, found.returned))) == len(
            found.table.rows
        )
        if found.returned:
            (tmp_path / "表-退回.csv").write_text(
                returned_text(found), encoding="utf-8", newline=""
            )
        return found

    first = run("表.csv")
    assert len(first.table.rows) + first.table.skipped == len(rows)
    second = run("表.csv")
    assert second.taken == ()
    third = run("表-退回.csv")
    assert third.taken == ()
    assert [one.cells for one in third.returned] == [one.cells for one in second.returned]
    ids = re.findall(r"id: (\S+)", ledger(tmp_path))
    assert sorted(ids) == sorted(one.id for one in first.taken)
    assert cz("check", "--today", TODAY, cwd=tmp_path).code == 0


def test_commit_commits_the_ledger_alone(plan: Path) -> None:
    git(plan, "init", "-q", "-b", "main")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "start")
    git(plan, "config", "user.name", "张三")
    git(plan, "config", "user.email", "z@example.org")
    ran = feed(plan, FIELD_TABLE, "--commit")
    assert ran.err == ""
    assert re.search(r"^已提交 [0-9a-f]+。$", ran.out, re.M)
    assert (
        git(plan, "log", "-1", "--format=%s", "--name-only")
        == "导入 表.csv：3 条问题（f260713-1～2、f260714-1）、1 个没有问题的点位\n\n"
        "data/findings.yaml\n"
    )
    assert git(plan, "status", "--short") == "?? 表-退回.csv\n?? 表.csv\n"
    feed(plan, f"{HEAD}\n2026-07-13,甲,,东河镇,积水,,\n", name="二.csv")
    held = ledger(plan)
    third = feed(plan, f"{HEAD}\n2026-07-13,乙,,东河镇,积水,,\n", "--commit", name="三.csv")
    assert third == (
        2,
        "",
        "cz：data/findings.yaml 里还有没提交的改动，这次导入要接着它编号，不能单独提交。"
        "请先提交它，或不加 --commit 再执行一次。什么也没有改动。\n",
    )
    assert ledger(plan) == held


def test_lines_break_after_punctuation() -> None:
    assert (
        folded("交办：东河镇 2，区教育局 1，区交通局 1", 30)
        == "交办：东河镇 2，区教育局 1，\n    区交通局 1"
    )
    assert folded("交办：东河镇 2，区教育局 1", 0) == "交办：东河镇 2，区教育局 1"


# --- the page -------------------------------------------------------------------------------------
# --------------------

PAGE = ROOT / "docs" / "importing.md"


def test_the_page_is_true(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    copy_of(MIDWAY, tmp_path)
    table = re.search(r"<!-- table -->\n```text\n(.*?)```\n", text, re.S)
    shown = re.search(
        r"<!-- output: cz finding import 记录表.csv -->\n```text\n(.*?)```\n", text, re.S
    )
    assert table
    assert shown
    (tmp_path / "记录表.csv").write_text(table[1], encoding="utf-8")
    assert cz("finding", "import", "记录表.csv", cwd=tmp_path).out == shown[1]


def test_the_page_names_every_heading() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for names in HEADINGS.values():
        assert f"| {names[0]} | {'、'.join(names)} |" in text
    assert f"\n{'、'.join(IGNORED)}、{REASON}不用" in text


def test_every_heading_is_a_field_of_a_finding() -> None:
    assert set(HEADINGS) <= set(Finding._fields)


def test_a_new_record_is_written_whole_in_the_order_of_a_table() -> None:
    """Every field of its declaration, so that one that is added there is written too."""
    entry = Finding(
        id="f260713-1",
        date=date(2026, 7, 13),
        unit="东河镇",
        problem="积水",
        spot="大街",
        type="街道",
        helpers=("区教育局",),
        due=date(2026, 7, 20),
        indicator="i1",
        task="1-5",
        by="督查一组",
        fix="已清",
        rectified=date(2026, 7, 14),
    )
    first = ["id", "date", "spot", "type", "unit", "helpers", "problem", "due", "indicator"]
    assert list(written(entry)) == [*first, "task", "by", "fix", "rectified"]
    assert written(entry)["due"] == "2026-07-20"
    (visit,) = numbered(campaign(), [entry._replace(problem="")])
    assert list(written(visit)) == ["id", "date", "spot", "type", "unit", "by"]


@pytest.mark.parametrize("line", function_of("finding import").examples)
def test_examples_in_the_help_work(tmp_path: Path, line: str) -> None:
    folder = repository(tmp_path)
    (folder / "督查一组记录表.csv").write_bytes((MIDWAY / "督查一组记录表.csv").read_bytes())
    git(folder, "config", "user.name", "张三")
    git(folder, "config", "user.email", "z@example.org")
    ran = cz(*shlex.split(line.partition("   ")[0])[1:], cwd=folder)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("取走 37 条问题")


# --- what an attacker sent ------------------------------------------------------------------------
# ---------------------------


@pytest.mark.parametrize("column", ["督查日期", "整改时限", "整改日期"])
def test_a_cell_of_blanks_is_no_date_and_costs_no_time(column: str, tmp_path: Path) -> None:
    """2,000 blanks before an x took forty seconds; now 20,000 are told apart at once."""
    folder = copy_of(MIDWAY, tmp_path)
    values = {
        "督查日期": "2026-07-14",
        "点位": "点",
        "责任单位": "柳溪镇",
        "存在问题": "占道",
        "整改时限": "2026-07-20",
        "整改日期": "2026-07-14",
    }
    values[column] += " " * 20_000 + "x"
    (folder / "l.csv").write_text(
        ",".join(values) + "\n" + ",".join(values.values()) + "\n" + "(" * 30_000 + "\n",
        encoding="utf-8",
    )
    ran = cz("finding", "import", "l.csv", "--dry-run", cwd=folder)
    assert ran.code == 1
    assert "看不懂" in ran.out


def test_a_year_mistyped_returns_its_row_only(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    (folder / "y.csv").write_text(
        "督查日期,点位,责任单位,存在问题\n2006-07-14,街心公园,柳溪镇,占道\n2026-07-14,北街,柳溪镇,垃圾\n",
        encoding="utf-8",
    )
    ran = cz("finding", "import", "y.csv", cwd=folder)
    assert ran.code == 1
    assert ran.out.splitlines()[:2] == [
        "取走 1 条问题（f260714-1）；退回 1 行 → y-退回.csv",
        "  第 2 行　柳溪镇　督查日期（2006-07-14）太早，多半是年份写错了",
    ]
    assert cz(
        "finding", "add", "--unit", "柳溪镇", "--problem", "x", "--date", "0001-01-01", cwd=folder
    ).err == ("cz：督查日期 0001-01-01 太早，多半是年份写错了。请核对 --date。\n")


def test_returned_rows_do_not_go_among_the_plans_own_files(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    (folder / "y.csv").write_text(
        "督查日期,点位,责任单位,存在问题\n2026-07-14,街心公园,没有的,占道\n", encoding="utf-8"
    )
    ran = cz("finding", "import", "y.csv", "-o", "data/x.csv", cwd=folder)
    assert (
        ran.err == "cz：退回文件不能写到方案自己的 data 文件夹里。请换一个地方，例如 退回.csv。\n"
    )
    assert (
        cz("finding", "import", "y.csv", "-o", "", cwd=folder).err
        == "cz：-o 后面要写文件名，例如 -o 退回.csv。\n"
    )


def test_a_finding_given_to_another_unit_is_not_taken_again(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    (folder / "y.csv").write_text(
        "督查日期,点位,责任单位,存在问题\n2026-07-14,街心公园,柳溪镇,占道\n", encoding="utf-8"
    )
    assert cz("finding", "import", "y.csv", cwd=folder).code == 0
    assert cz("finding", "assign", "f260714-1", "--unit", "东河镇", cwd=folder).code == 0
    ran = cz("finding", "import", "y.csv", cwd=folder)
    assert ran.code == 1
    assert (
        "与已登记的 f260714-1 只有单位不同，多半是改派了；"
        "确是两家各有一个问题，请在存在问题里写出区别" in ran.out
    )


# --- tables as offices make them -------------------------------------------------------------------


def headings_of(text: str) -> tuple[str, ...]:
    return read_table(text.encode(), "表.csv").headings


@pytest.mark.parametrize(
    "text, headings",
    [
        (
            "责任单位,存在问题,整改,\n,,措施,时间\n东河镇,占道,已清理,7月14日\n",
            ("责任单位", "存在问题", "整改措施", "整改时间"),
        ),
        (
            "××区清单,,,,\n序号,督查情况,,,整改时限\n,点位,责任单位,存在问题,\n1,大街,东河镇,占道,3天\n",
            ("序号", "点位", "责任单位", "存在问题", "整改时限"),
        ),
        (
            "××区清单,,,\n点位,责任单位,存在问题,整改时限\n大街,东河镇,占道,3天\n",
            ("点位", "责任单位", "存在问题", "整改时限"),
        ),
        (
            "督查,,整改,\n日期,问题,责任单位,时限\n7月13日,占道,东河镇,3天\n",
            ("督查日期", "问题", "整改责任单位", "整改时限"),
        ),
        (
            "督查问题台账,,,\n责任单位,存在问题,整改,\n,,措施,时间\n东河镇,占道,已清理,7月14日\n",
            ("责任单位", "存在问题", "整改措施", "整改时间"),
        ),
    ],
)
def test_a_heading_over_two_rows(text: str, headings: tuple[str, ...]) -> None:
    assert headings_of(text) == headings
    assert len(read_table(text.encode(), "表.csv").rows) == 1


@pytest.mark.parametrize("row", [",,说明", "东河镇,占道,时间", "东河镇,占道,", ",占道,措施"])
def test_a_first_row_of_findings_is_no_heading(row: str) -> None:
    text = f"责任单位,存在问题,备注\n{row}\n东河镇,积水,\n"
    assert headings_of(text) == ("责任单位", "存在问题", "备注")


def test_a_second_row_of_headings_that_says_nothing_known_is_told(plan: Path) -> None:
    ran = feed(
        plan, "责任单位,存在问题,照片,\n,,改前,改后\n东河镇,占道,甲,乙\n", "--date", "7月13日"
    )
    assert ran == (
        2,
        "",
        "cz：表.csv 的表头像是占了两行（有合并的单元格）：第 2 行是改前、改后。"
        "请把表头改成一行，一列一个列名，再导入。\n",
    )
    assert ledger(plan) == ""


@pytest.mark.parametrize(
    "cell, text",
    [
        ("农贸\n市场", "农贸市场"),
        ("农贸 \n 市场\n", "农贸市场"),
        ("CBD\n管委会", "CBD管委会"),
        ("A座\nB 座", "A座B 座"),
        ("Red\nCross", "Red Cross"),
        ("占道，\n堆放", "占道，堆放"),
        ("1.占道\n2.积水", "1.占道 2.积水"),
        ("（1）占道\n（2）积水", "（1）占道 （2）积水"),
        ("⼯业　路", "工业 路"),
    ],
)
def test_a_line_broken_within_a_cell_leaves_no_blank_between_characters(
    cell: str, text: str
) -> None:
    assert flat(cell) == text


def test_lines_ended_as_on_an_old_mac(plan: Path) -> None:
    ran = feed(plan, "责任单位,存在问题\r东河镇,占道\r", "--date", "7月13日")
    assert ran.out.startswith("取走 1 条问题（f260713-1）\n")


def test_remarks_that_are_filled_in_are_told(plan: Path) -> None:
    table = "责任单位,存在问题,备注,照片\n东河镇,占道,已约谈,\n"
    assert "没有用到的列：备注。\n" in feed(plan, table, "--date", "7月13日", "--dry-run").out


# --- one spot, one day -----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [["路面破损", "无"], ["无", "路面破损"], ["无", "路面破损", "无"]])
def test_a_spot_with_a_problem_is_none_without(plan: Path, rows: list[str]) -> None:
    table = f"{HEAD}\n" + "".join(f"2026-07-10,东\u3000街,,东河镇,{row},,\n" for row in rows)
    ran = feed(plan, table)
    place = 2 + rows.index("路面破损")
    clean = [2 + at for at, row in enumerate(rows) if row == "无"]
    where = "、".join(f"第 {row} 行（第 {place} 行）" for row in clean)
    assert ran.code == 0
    assert ran.out.startswith(
        "取走 1 条问题（f260710-1）\n"
        f"{len(clean)} 行写的是没有问题，同一天同一点位却有问题，没有记成没有问题的点位：{where}。\n"
    )
    assert "visits" not in ledger(plan)
    later = feed(plan, f"{HEAD}\n2026-07-10,东街,,东河,无。,,\n", name="后来.csv")
    assert later.code == 0
    assert later.out == (
        "没有取走新的\n"
        "1 行写的是没有问题，同一天同一点位却有问题，没有记成没有问题的点位：第 2 行（f260710-1）。\n"
    )


def test_another_day_spot_or_unit_may_be_without(plan: Path) -> None:
    rows = [
        "10,东街,,东河镇,积水",
        "11,东街,,东河镇,无",
        "10,西街,,东河镇,无",
        "10,东街,,交通局,无",
    ]
    table = f"{HEAD}\n" + "".join(f"2026-07-{row},,\n" for row in rows)
    assert feed(plan, table).out.startswith("取走 1 条问题（f260710-1）、3 个没有问题的点位\n")


def test_what_a_clean_spot_cannot_keep_is_told(plan: Path) -> None:
    table = (
        "督查日期,点位,责任单位,存在问题,整改时限,整改情况\n"
        "7月10日,东街,东河镇,无,3天,—\n7月10日,西街,东河镇,无,,已清理\n7月10日,南街,东河镇,无,,\n"
    )
    assert feed(plan, table).out == (
        "取走 3 个没有问题的点位\n"
        "2 个没有问题的点位还填了整改时限、整改情况，没有记：第 2 行、第 3 行。\n"
    )


# --- a list that comes back filled in -------------------------------------------------------------

HANDED = """\
findings:
  - id: f260707-1
    date: 2026-07-07
    spot: 东街
    unit: 东河镇
    problem: 绿地裸露，有枯死苗木
    due: 2026-07-10
  - id: f260707-2
    date: 2026-07-07
    spot: 西街
    unit: 东河镇
    problem: 积水
    due: 2026-07-20
    fix: 已疏通
    rectified: 2026-07-09
    verified: 2026-07-10
  - id: f260707-3
    date: 2026-07-07
    spot: 南街
    unit: 东河镇
    problem: 占道
    due: 2026-07-12
    fix: 已劝离
    rectified: 2026-07-09
"""
LIST = "编号,督查日期,点位,存在问题,整改时限,整改结果（由单位填写）,整改日期"


def answered(folder: Path, *rows: str) -> Ran:
    plan_in(folder, findings=HANDED)
    return feed(folder, "\n".join((LIST, *rows)) + "\n")


def test_an_answer_with_its_day_is_taken(tmp_path: Path) -> None:
    ran = answered(
        tmp_path,
        "F260707\u20111,7月7日,东街,绿地裸露，有枯死苗木（协办：区交通局）,7月10日,已补植,7月9日",
    )
    assert ran == (
        0,
        "记整改 1 条（f260707-1）\n现场看过，再销号：cz finding verify f260707-1\n",
        "",
    )
    assert ledger(tmp_path) == HANDED.replace(
        "    due: 2026-07-10\n", "    due: 2026-07-10\n    fix: 已补植\n    rectified: 2026-07-09\n"
    )
    assert again(tmp_path).out == "没有取走新的；1 行已登记过（f260707-1），没有再记\n"


@pytest.mark.parametrize(
    "row, reason",
    [
        (
            "f260707-1,7月7日,东街,,,已补植,",
            "f260707-1：填了整改结果“已补植”，没有写整改日期，没有记；请填上再导入，"
            "或用 cz finding rectify f260707-1 --date 日期 --fix 已补植",
        ),
        ("f260707-1,,,,,整改中,7月20日", "f260707-1：整改日期（2026-07-20）晚于今天（2026-07-15）"),
        ("f260707-1,,,,,整改中,7月10日", "f260707-1：整改结果“整改中”是还没有整改到位，没有记"),
        (
            "f260707-2,,,,,又积水，已再疏通,7月12日",
            "f260707-2：已于 2026-07-10 复核销号，整改结果“又积水，已再疏通”没有记；"
            "现场反弹的请用 cz finding reopen f260707-2 --reason 原因",
        ),
        (
            "f260707-3,,,,,已拆除,7月9日",
            "f260707-3：台账已记 2026-07-09 整改“已劝离”，整改结果“已拆除”不同，没有改动；"
            "要改的请用 cz finding rectify f260707-3",
        ),
        (
            "f260707-1,,西街,,,已补植,7月9日",
            "编号是 f260707-1，可是点位在台账里是“东街”，请核对编号",
        ),
        (
            "f260707-1,,,,7月30日,,",
            "已登记为 f260707-1，整改时限写的是 2026-07-30，台账里是 2026-07-10"
            "（改时限请用 cz finding due f260707-1 2026-07-30）；没有改动",
        ),
        (
            "f260707-9,,,,,已补植,7月9日",
            "没有编号为“f260707-9”的问题。最接近的有：f260707-3、f260707-2、f260707-1",
        ),
    ],
)
def test_an_answer_that_cannot_be_taken_comes_back(tmp_path: Path, row: str, reason: str) -> None:
    ran = answered(tmp_path, row)
    assert ran.code == 1
    assert ran.out.split("\n")[1] == f"  第 2 行　东河镇　{reason}".replace(
        "东河镇　没有编号", "（没有单位）　没有编号"
    )
    assert ledger(tmp_path) == HANDED
    assert rows_of(tmp_path / "表-退回.csv")[1][-1] == reason


@pytest.mark.parametrize(
    "row", ["f260707-2,,西街,,,已疏通,", "f260707-3,,,,7月12日,已劝离,7月9日", "f260707-1,,,,,,"]
)
def test_an_answer_that_says_nothing_new_is_known(tmp_path: Path, row: str) -> None:
    assert answered(tmp_path, row).code == 0
    assert ledger(tmp_path) == HANDED


def test_a_heading_as_long_as_a_letter_is_cut(plan: Path) -> None:
    said = feed(plan, f"{HEAD},{'长' * 300}\n2026-07-13,大街,,东河镇,积水,,,字\n").out
    assert f"没有用到的列：{'长' * 19}…。\n" in said


def test_two_answers_for_one_finding(tmp_path: Path) -> None:
    ran = answered(tmp_path, "f260707-1,,,,,已补植,7月9日", "f260707-1,,,,,已清理,7月10日")
    assert ran.code == 1
    assert ran.out.startswith(
        "记整改 1 条（f260707-1）；退回 1 行 → 表-退回.csv\n"
        "  第 3 行　东河镇　与第 2 行是同一个问题，请只留一行\n"
    )


def test_an_answer_without_an_id_is_known_by_its_finding(tmp_path: Path) -> None:
    plan_in(tmp_path, findings=HANDED)
    head = "督查日期,点位,责任单位,存在问题,整改情况,整改日期"
    ran = feed(tmp_path, f"{head}\n7月7日,东街,东河镇,绿地裸露，有枯死苗木。,已补植,7月9日\n")
    assert ran.out == "记整改 1 条（f260707-1）\n现场看过，再销号：cz finding verify f260707-1\n"
    lost = feed(tmp_path, f"{head}\n7月7日,东街,东河镇,绿地裸露，有枯死苗木。,已换土,\n")
    assert lost.code == 1
    assert "台账已记 2026-07-09 整改“已补植”，整改情况“已换土”不同，没有改动" in lost.out


def printed_list(folder: Path, unit: str, day: str) -> list[list[str]]:
    """The rows of the printed list with their headings, as somebody copies them into a sheet."""
    paper = cz("report", "--template", "整改清单", "--unit", unit, "--today", day, cwd=folder).out
    lines = [line for line in paper.split("\n") if line.startswith("| ")]
    rows = [[cell.strip(" \u3000") for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in rows if not row[0].startswith("-")]


def fed_back(folder: Path, rows: list[list[str]], day: str, *options: str) -> Ran:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (folder / "整改清单.csv").write_text(out.getvalue(), encoding="utf-8")
    return cz("finding", "import", "整改清单.csv", "--today", day, *options, cwd=folder)


def test_our_printed_list_comes_back_filled_in(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    rows = printed_list(folder, "石桥乡", TODAY)
    assert rows[0] == [
        "序号",
        "编号",
        "督查日期",
        "点位",
        "存在问题",
        "整改时限",
        "情况",
        "整改结果（由单位填写）",
        "整改日期",
    ]
    assert fed_back(folder, rows, TODAY) == (
        0,
        "没有取走新的；3 行已登记过（f260626-8、f260707-11、f260708-4），没有再记；"
        "5 行没有填，未动（f260625-14、f260707-12、f260708-5、f260707-10、f260708-3）\n"
        "空行、合计行等 1 行没有用。\n",
        "",
    )
    for row in rows:
        if row[1] == "f260707-12":
            row[7:] = ["已补植", "7月14日"]
        if row[1] == "f260708-3":
            row[6:] = ["已改好", "已更新", "7月15日"]
    said = (
        "记整改 2 条（f260707-12、f260708-3）；"
        "3 行已登记过（f260626-8、f260707-11、f260708-4），没有再记；"
        "3 行没有填，未动（f260625-14、f260708-5、f260707-10）\n"
        "空行、合计行等 1 行没有用。\n没有用到的列：情况。\n"
        "记整改的有 1 条不算按时：f260707-12 逾期4天。\n"
    )
    assert fed_back(folder, rows, TODAY, "--dry-run") == (0, said + "（试运行，文件未动）\n", "")
    assert fed_back(folder, rows, TODAY) == (
        0,
        said + "现场看过，再销号：cz finding verify f260707-12 f260708-3\n",
        "",
    )


def test_the_list_of_findings_comes_back_filled_in(tmp_path: Path) -> None:
    """What ``cz finding list --csv`` writes: how each stands is no column that goes unused."""
    folder = copy_of(MIDWAY, tmp_path)
    listed = cz("finding", "list", "--unit", "石桥乡", "--state", "open", "--csv", cwd=folder).out
    rows = list(csv.reader(io.StringIO(listed.lstrip("\ufeff"), newline="")))
    assert fed_back(folder, rows, TODAY).out == (
        "没有取走新的；5 行没有填，未动"
        "（f260625-14、f260707-10、f260707-12、f260708-3、f260708-5）\n"
    )


YEARS_END = """\
findings:
  - id: f261228-1
    date: 2026-12-28
    spot: 东街
    unit: 东河镇
    problem: 积水
    due: 2027-01-04
"""


def test_a_list_printed_over_the_new_year_comes_back(tmp_path: Path) -> None:
    plan_in(tmp_path, findings=YEARS_END)
    rows = printed_list(tmp_path, "东河镇", "2027-01-03")
    rows[1][7:] = ["已疏通", "1月2日"]
    assert fed_back(tmp_path, rows, "2027-01-03").out.startswith("记整改 1 条（f261228-1）\n")
    assert "rectified: 2027-01-02\n" in ledger(tmp_path)
    table = f"{HEAD}\n12月30日,西街,,东河镇,积水,,\n1月4日,西街,,东河镇,杂物,,\n"
    (tmp_path / "表.csv").write_text(table, encoding="utf-8")
    ran = cz("finding", "import", "表.csv", "--today", "2027-01-03", cwd=tmp_path)
    assert ran.out.startswith(
        "取走 1 条问题（f261230-1）；退回 1 行 → 表-退回.csv\n"
        "  第 3 行　东河镇　督查日期（2027-01-04）晚于今天（2027-01-03）\n"
    )


def test_what_was_returned_and_mended_does_not_come_back_with_the_first_table(plan: Path) -> None:
    """A unit that nobody knows, a deadline that cannot be; not where the row has news."""
    table = (
        f"{HEAD},整改情况,整改日期\n7月13日,大街,,某镇,积水,,,,\n"
        "7月13日,小街,,东河镇,积水,下周,,,\n"
    )
    assert feed(plan, table).out.startswith("没有取走新的；退回 2 行")
    path = plan / "表-退回.csv"
    text = path.read_text(encoding="utf-8").replace("某镇", "东河镇").replace("下周", "7月20日")
    path.write_text(text, encoding="utf-8")
    assert again(plan, name="表-退回.csv") == (
        0,
        "取走 2 条问题（f260713-1～2）\n表-退回.csv 里的行都已处理，可以删去。\n交办：东河镇 2\n"
        "交办清单请用 cz report --template 整改清单 --unit 单位\n",
        "",
    )
    assert again(plan) == (
        0,
        "没有取走新的；2 行已登记过（f260713-1、f260713-2），没有再记\n"
        "2 行有认不出的内容，但已登记过，没有退回：第 2 行（f260713-1）、第 3 行（f260713-2）。\n"
        "表-退回.csv 里的行都已处理，可以删去。\n",
        "",
    )
    news = table.replace("积水,,,,\n", "积水,,,已疏通,7月14日\n", 1)
    ran = feed(plan, news, name="二.csv")
    assert (ran.code, ran.out.split("\n")[1]) == (
        1,
        "  第 2 行　某镇　没有叫“某镇”的单位。最接近的有：东河镇（dhz）、各乡镇党委和政府（gxz）",
    )


def test_a_clean_spot_is_not_entered_by_hand_where_a_problem_was_found(plan: Path) -> None:
    feed(plan, f"{HEAD}\n2026-07-10,东街,,东河镇,积水,,\n")
    said = ("--unit", "东河镇", "--spot", "东街", "--date", "7月10日", "--problem", "无")
    assert cz("finding", "add", *said, "--today", TODAY, cwd=plan) == (
        2,
        "",
        "cz：f260710-1 记了这一天这个点位的问题，不能又记成没有问题的点位。没有再记。\n",
    )
