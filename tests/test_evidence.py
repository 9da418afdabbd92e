"""Evidence.

Files recorded where they lie, what is wrong with a record, what an indicator still lacks, the
index.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from cz.supervise.evidence import caption_lacks, name_faults, needed
from tests.running import Ran, bare, cz, git, make_fifo, on_terminal

TASKS = """\
plan:
  title: 小方案
  today: 2026-07-15
phases:
  - number: 1
    title: 打实基础
    start: 2026-01-01
    end: 2026-12-31
  - number: 2
    title: 奋力争先
chapters:
  - number: 7
    title: 生活环境
tasks:
  - id: 7-3
    title: 城市管理
    lead: 区城管局
  - id: 7-4
    title: 背街小巷
    lead: 城东街道
steps:
  - id: s1-1
    title: 工作推进会
    phase: 1
"""
UNITS = """\
office:
  name: 创城办
units:
  - id: qcgj
    name: 区城管局
    kind: 政府部门
  - id: cdjd
    name: 城东街道
    kind: 街道
"""
INDICATORS = """\
blocks:
  - id: b1
    title: 社会环境
projects:
  - id: x9
    title: 生活环境
    block: b1
  - id: x10
    title: 安全环境
    block: b1
indicators:
  - id: i9-01
    project: x9
    title: 背街小巷整洁
    material: 整治方案、现场图片
    task: 7-3
    unit: 城东街道
  - id: i9-02
    project: x9
    title: 楼道干净
    material: 检查记录、问题台账
    task: 7-4
    unit: 城东街道
    source: proposed
  - id: i9-03
    project: x9
    title: 路面平整
    unit: 区城管局
  - id: i10-01
    project: x10
    title: 有应急预案
    material: 应急预案
    unit: 区城管局
"""
FINDINGS = """\
findings:
  - id: f260701-1
    date: 2026-07-01
    spot: 老槐树下
    unit: 城东街道
    problem: 乱堆杂物
    due: 2026-07-08
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "方案"
    for stem, text in (
        ("tasks", TASKS),
        ("units", UNITS),
        ("indicators", INDICATORS),
        ("findings", FINDINGS),
    ):
        put(folder / "data" / f"{stem}.yaml", text)
    return folder


def put(path: Path, text: str = "内容", day: str = "2026-06-20") -> str:
    """Write a file last changed on a day; returns its checksum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when := datetime.fromisoformat(f"{day}T12:00").timestamp(), when))
    return sha256(text.encode()).hexdigest()


def ledger(folder: Path) -> str:
    path = folder / "data" / "evidence.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def record(folder: Path, *records: str) -> None:
    """Write evidence.yaml of one-line records."""
    put(
        folder / "data" / "evidence.yaml",
        "evidence:\n" + "".join(f"  - {{{one}}}\n" for one in records),
    )


def add(folder: Path, *arguments: str, cwd: Path | None = None) -> Ran:
    return cz(
        "evidence",
        "add",
        *arguments,
        cwd=cwd or folder,
        **({"CZ_PLAN": str(folder)} if cwd else {}),
    )


# --- add ------------------------------------------------------------------------------------------
# ------------------


def test_add_records_path_kind_date_and_checksum(plan: Path) -> None:
    sha = put(plan / "材料" / "IMG_20260618_093012.jpg")
    ran = add(
        plan,
        "i9-01",
        "材料/IMG_20260618_093012.jpg",
        "--caption",
        "2026年6月18日，城东街道，清理楼道杂物",
    )
    text = f"""\
# 佐证材料：文件放在原处，这里只记路径和校验值

evidence:
  - id: e1
    about: i9-01
    file: 材料/IMG_20260618_093012.jpg
    kind: 图片
    date: 2026-06-18
    caption: 2026年6月18日，城东街道，清理楼道杂物
    sha256: {sha}
"""
    shown = "".join(f"  + {line}\n" for line in text.splitlines()[2:])
    assert ran == Ran(
        0,
        "e1　用于 i9-01 背街小巷整洁：图片（看扩展名），2026-06-18（文件名里的日期），"
        "材料/IMG_20260618_093012.jpg\n"
        f"  data/evidence.yaml:3\n{shown}",
        "",
    )
    assert ledger(plan) == text
    assert (plan / "材料" / "IMG_20260618_093012.jpg").read_text(encoding="utf-8") == "内容"
    assert cz("check", cwd=plan).code == 0


def test_add_dry_run_writes_nothing(plan: Path) -> None:
    put(plan / "台账.xlsx")
    ran = add(plan, "7-3", "台账.xlsx", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("（试运行，文件未动）\n")
    assert ledger(plan) == ""


def test_what_is_recorded_already_is_refused_by_name(plan: Path) -> None:
    put(plan / "材料" / "台账.xlsx")
    assert add(plan, "7-3", "材料/台账.xlsx").code == 0
    before = ledger(plan)
    assert add(plan, "7-3", "材料/../材料/台账.xlsx") == Ran(
        2, "", "cz：材料/台账.xlsx 已经登记给 7-3，是 e1。什么也没有改动。\n"
    )
    put(plan / "材料" / "副本.xlsx")
    assert add(plan, "7-3", "材料/副本.xlsx") == Ran(
        2,
        "",
        "cz：材料/副本.xlsx 和 e1（材料/台账.xlsx）内容相同，已经登记给 7-3。什么也没有改动。\n",
    )
    put(plan / "材料" / "新的.xlsx", "别的内容")
    assert add(plan, "7-3", "材料/新的.xlsx", "材料/台账.xlsx").code == 2  # all of them or none
    assert ledger(plan) == before


def test_the_same_content_for_another_record_is_recorded_with_a_word(plan: Path) -> None:
    put(plan / "台账.xlsx")
    add(plan, "7-3", "台账.xlsx")
    ran = add(plan, "i9-02", "台账.xlsx")
    assert (ran.code, ran.err) == (
        0,
        "cz：台账.xlsx：和 e1（用于 7-3）是同一份材料，现在登记了两次。"
        "确是一份材料用于几处的，请再执行一次并加 --shared。\n",
    )
    assert "  - id: e2\n    about: i9-02\n    file: 台账.xlsx\n" in ledger(plan)


def test_a_changed_file_added_again_is_brought_up_to_date(plan: Path) -> None:
    old = put(plan / "方案.pdf", "旧")
    add(plan, "7-3", "方案.pdf", "--kind", "发文")
    before = ledger(plan)
    assert f"    sha256: {old}\n" in before
    new = put(plan / "方案.pdf", "新")
    ran = add(plan, "7-3", "方案.pdf")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"e1　更新：内容已改动，校验值换成现在的（{new[:8]}…）\n")
    assert ledger(plan) == before.replace(old, new)
    assert add(plan, "7-3", "方案.pdf", "--caption", "整治方案").code == 0
    assert ledger(plan) == before.replace(old, new).replace("caption: 方案", "caption: 整治方案")
    assert add(plan, "7-3", "方案.pdf", "--caption", "整治方案").code == 2


def test_several_files_take_the_next_free_numbers(plan: Path) -> None:
    record(
        plan, "id: e7, about: 7-3, file: 没有.csv, kind: 数据表格, date: 2026-06-01, caption: 旧的"
    )
    put(plan / "一.csv", "1", "2026-06-02")
    put(plan / "2026年6月3日 二.xls", "2")
    ran = add(plan, "s1-1", "一.csv", "2026年6月3日 二.xls", "一.csv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:2] == [
        "e8　用于 s1-1 工作推进会：数据表格（看扩展名），2026-06-02（文件的修改日期），一.csv",
        "e9　用于 s1-1 工作推进会：数据表格（看扩展名），2026-06-03（文件名里的日期），"
        "2026年6月3日 二.xls",
    ]
    assert "    caption: 2026年6月3日 二\n" in ledger(plan)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20260618.jpg", "2026-06-18"),
        ("IMG_20260618093012.jpg", "2026-06-18"),
        ("2026-06-18清理.jpg", "2026-06-18"),
        ("2026.6.8.jpg", "2026-06-08"),
        ("２０２６年６月１８日.jpg", "2026-06-18"),
        ("20261340.jpg", "2026-06-20"),
        ("mmexport1718670000000.jpg", "2026-06-20"),
        ("2026-02-30.jpg", "2026-06-20"),
        ("清理.jpg", "2026-06-20"),
        ("旧20260230新20260301.jpg", "2026-03-01"),
    ],
)
def test_the_date_is_the_file_names_else_the_day_it_was_changed(
    plan: Path, name: str, day: str
) -> None:
    put(plan / name)
    assert add(plan, "7-3", name).code == 0
    assert f"    date: {day}\n" in ledger(plan)


def test_a_date_given_is_the_date(plan: Path) -> None:
    put(plan / "20260618.jpg")
    assert add(
        plan, "7-3", "20260618.jpg", "--date", "6月30日", "--kind", "说明报告"
    ).out.startswith("e1　用于 7-3 城市管理：说明报告，2026-06-30，20260618.jpg\n")


def test_a_date_to_come_is_told(plan: Path) -> None:
    put(plan / "20260801台账.csv")
    assert (
        add(plan, "7-3", "20260801台账.csv").err
        == "cz：e1：日期 2026-08-01 晚于今天（2026-07-15），请核对，可用 --date 写明。\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("7-3", "没有.jpg"), "没有文件 没有.jpg。请核对路径；有空格的要用引号括起来。"),
        (("7-3", "夹"), "夹 里没有文件可以登记。"),
        (("7-3", "空.jpg"), "空.jpg 是空文件，没有内容可作材料。请核对。"),
        (("7-3", "断了.jpg"), "没有文件 断了.jpg。它是一个链接，指向的文件不在。"),
        (("7-3", "管道.jpg"), "管道.jpg 不是普通文件，不能登记。"),
        (
            ("7-3", "方案.pdf"),
            "看不出是哪一类材料：方案.pdf。"
            "请加 --kind，可用的有：图片、正式发文、说明报告、数据表格。",
        ),
        (
            ("7-3", "方案.pdf", "--kind", "正式文"),
            "没有“正式文”这一类材料。是不是 正式发文？"
            "可用的有：图片、正式发文、说明报告、数据表格。",
        ),
        (("7-9", "好.jpg"), "没有编号为“7-9”的任务或步骤。最接近的有：7-4、7-3。"),
        (("i9-9", "好.jpg"), "没有编号为“i9-9”的指标。最接近的有：i9-03、i9-02、i9-01。"),
        (("f260701-9", "好.jpg"), "没有编号为“f260701-9”的问题。最接近的有：f260701-1。"),
        (
            ("区城管局", "好.jpg"),
            "“区城管局”不是指标、任务、步骤或问题的编号或名称。"
            "先写编号，再写文件，例如 cz evidence add i9-14 清理后.jpg。",
        ),
        (
            ("7-3", "好.jpg", "--caption", " \n"),
            "--caption 是空的。请写图说或材料名称，例如 2026年6月18日，城东街道，清理楼道杂物。",
        ),
    ],
)
def test_refusals(plan: Path, arguments: tuple[str, ...], said: str) -> None:
    put(plan / "好.jpg")
    put(plan / "方案.pdf")
    put(plan / "空.jpg", "")
    (plan / "夹").mkdir()
    (plan / "断了.jpg").symlink_to("哪里.jpg")
    make_fifo(plan / "管道.jpg")
    assert add(plan, *arguments) == Ran(2, "", f"cz：{said}\n")
    assert ledger(plan) == ""


def test_a_file_named_from_elsewhere_is_recorded_from_the_plan(plan: Path, tmp_path: Path) -> None:
    put(plan / "材料" / "一.csv", "1")
    put(plan / "材料" / "二.csv", "2")
    (tmp_path / "别处").mkdir()
    assert add(plan, "7-3", "../方案/材料/一.csv", cwd=tmp_path / "别处").code == 0
    assert (
        add(plan, "7-3", "材料/二.csv", cwd=tmp_path / "别处").code == 0
    )  # from the plan's folder, where there is none here
    assert [line for line in ledger(plan).splitlines() if "file:" in line] == [
        "    file: 材料/一.csv",
        "    file: 材料/二.csv",
    ]


def test_a_file_outside_is_recorded_whole_with_a_warning(plan: Path, tmp_path: Path) -> None:
    put(tmp_path / "外面.csv")
    path = f"{tmp_path}/外面.csv"
    ran = add(plan, "7-3", "../外面.csv")
    assert (ran.code, ran.err) == (
        0,
        f"cz：{path}：在方案文件夹以外，记的是绝对路径，别人的电脑上找不到它。最好先拷进方案文件夹再登记。\n",
    )
    assert f"    file: {path}\n" in ledger(plan)
    assert problems(plan) == [("outside", "e1", "记的是绝对路径")]


def test_links(plan: Path, tmp_path: Path) -> None:
    """A link within the plan keeps its name; one that leads out is told.

    The plan itself may be reached by a link.
    """
    put(plan / "真.csv", "1")
    put(tmp_path / "外面.csv", "2")
    (plan / "里.csv").symlink_to("真.csv")
    (plan / "外.csv").symlink_to("../外面.csv")
    (tmp_path / "链接").symlink_to("方案")
    assert add(plan, "7-3", "里.csv").err == ""
    assert (
        add(plan, "7-3", "外.csv").err
        == "cz：外.csv：是链接，文件实际在方案文件夹以外，别人的电脑上找不到它。\n"
    )
    assert (
        add(tmp_path / "链接", "7-4", str(plan / "真.csv")).err
        == "cz：真.csv：和 e1（用于 7-3）是同一份材料，现在登记了两次。"
        "确是一份材料用于几处的，请再执行一次并加 --shared。\n"
    )
    assert problems(plan) == [
        ("twice", "e3", "和 e1 内容相同"),
        ("outside", "e2", "文件实际在文件夹以外"),
    ]
    assert cz("evidence", "check", "--plan", str(tmp_path / "链接")).code == 1


def test_names_that_are_hard_to_write_down(plan: Path) -> None:
    names = [
        "=cmd|' calc'!A1.csv",
        "😀 好.csv",
        "a\tb\n#: c.csv",
        " - 前.csv",
        "'引\"号.csv",
        "[x]{y}, z: w.csv",
        "长" * 80 + ".csv",
    ]
    for number, name in enumerate(names):
        put(plan / name, str(number))
    ran = add(plan, "7-3", *(f"./{name}" for name in names))
    assert ran.code == 0
    assert "\t" not in ran.out
    assert ran.err.splitlines() == [
        "cz：=cmd|' calc'!A1.csv：“|”不能用在文件名里，换到 Windows 上会打不开。请先改名再登记。",
        "cz：a␉b␊#: c.csv：“:”不能用在文件名里，换到 Windows 上会打不开。请先改名再登记。",
        'cz：\'引"号.csv：“"”不能用在文件名里，换到 Windows 上会打不开。请先改名再登记。',
        "cz：[x]{y}, z: w.csv：“:”不能用在文件名里，换到 Windows 上会打不开。请先改名再登记。",
    ]
    found = json.loads(cz("evidence", "check", "--json", cwd=plan).out)
    assert [(one["problem"], one["id"]) for one in found["problems"]] == [
        ("caption", "e3"),
        ("name", "e1"),
        ("name", "e3"),
        ("name", "e5"),
        ("name", "e6"),
    ]
    assert cz("evidence", "check", cwd=plan).code == 1
    assert "\t" not in cz("report", "--template", "材料目录", cwd=plan).out
    assert cz("check", cwd=plan).code == 0


def test_a_photo_without_a_full_caption_is_told(plan: Path) -> None:
    put(plan / "一.jpg", "1")
    put(plan / "2026年6月2日城东街道志愿者清理楼道.jpg", "2")
    tail = "图说要有时间、地点、事由，一般还要有人物；再执行一次并加 --caption，就会补上。\n"
    assert add(plan, "7-3", "一.jpg").err == f"cz：e1：没有图说。{tail}"
    assert (
        add(plan, "7-3", "一.jpg", "--caption", "清理楼道杂物").err
        == f"cz：e1：图说缺时间、地点。{tail}"
    )
    assert add(plan, "7-3", "一.jpg", "--caption", "6月2日，老槐树下，清理杂物").err == ""
    assert add(plan, "7-3", "2026年6月2日城东街道志愿者清理楼道.jpg").err == ""
    assert "    caption: 2026年6月2日城东街道志愿者清理楼道\n" in ledger(plan)


def test_commit(plan: Path) -> None:
    git(plan, "init", "-q", "-b", "main")
    git(plan, "config", "user.name", "张三")
    git(plan, "config", "user.email", "z@example.org")
    git(plan, "add", "-A")
    git(plan, "commit", "-q", "-m", "建立")
    put(plan / "台账.csv")
    ran = add(plan, "7-3", "台账.csv", "--commit")
    assert (ran.code, ran.err) == (0, "")
    assert (
        git(plan, "log", "-1", "--format=%s").strip()
        == "e1 用于 7-3 城市管理：数据表格（看扩展名），2026-06-20（文件的修改日期），台账.csv"
    )
    assert (
        git(plan, "show", "--stat", "--format=", "HEAD").splitlines()[0].split("|")[0].strip()
        == "data/evidence.yaml"
    )


# --- check ----------------------------------------------------------------------------------------
# ------------------


def problems(folder: Path, *arguments: str) -> list[tuple[str, str, str]]:
    found = json.loads(cz("evidence", "check", "--json", *arguments, cwd=folder).out)
    return [(one["problem"], one["id"], one["words"]) for one in found["problems"]]


def filled(plan: Path) -> Path:
    a, b = put(plan / "材料" / "清理后.jpg", "甲"), put(plan / "材料" / "方案.pdf", "乙")
    put(plan / "材料" / "副本.jpg", "甲")
    put(plan / "材料" / "改过.xlsx", "新")
    put(plan / "材料" / "A.txt", "丙")
    put(plan / "材料" / "a.txt", "丁")
    record(
        plan,
        f"id: e1, about: i9-01, file: 材料/清理后.jpg, kind: 图片, date: 2026-06-18, "
        f"caption: '6月18日，城东街道，清理楼道杂物', sha256: {a}",
        f"id: e2, about: 7-3, file: 材料/方案.pdf, kind: 正式发文, date: 2025-12-31, "
        f"caption: 整治方案, sha256: {b}",
        f"id: e3, about: f260701-1, file: 材料/副本.jpg, kind: 图片, date: 2026-07-02, "
        f"caption: 整改后, sha256: {a}",
        f"id: e4, about: s1-1, file: 材料/改过.xlsx, kind: 数据表格, date: 2026-06-01, sha256: {b}",
        "id: e5, about: 7-4, file: 材料/没有.doc, kind: 说明报告, date: 2027-01-01, caption: 小结",
        "id: e6, about: 7-4, file: 材料/A.txt, kind: 说明报告, date: 2026-01-01, caption: 记录",
        "id: e7, about: 7-4, file: 材料/a.txt, kind: 说明报告, date: 2026-12-31, caption: 记录",
        "id: e8, about: 7-4, file: 材料/A.txt, kind: 说明报告, date: 2026-05-01, caption: 记录",
        "id: e9, about: 7-4, file: 材料/aux.md, kind: 说明报告, date: 2026-05-01, caption: 记录",
    )
    return plan


SCREEN = """\
佐证材料检查
截至2026年7月15日　材料有效期 2026年1月1日至2026年12月31日（本阶段起止日期）

已登记 9 份
图片 2（22.2%）  正式发文 1（11.1%）  说明报告 5（55.6%）  数据表格 1（11.1%）
指标 4 条，本身或所属任务有材料的 2（50.0%）。
没有校验值的 5 份，看不出改动过没有：e5、e6、e7、e8、e9。

文件找不到或打不开 2 份
编号  用于  文件           问题
e5    7-4   材料/没有.doc  没有这个文件
e9    7-4   材料/aux.md    没有这个文件

登记以后改动过 1 份
编号  用于  文件            问题
e4    s1-1  材料/改过.xlsx  内容和登记时不同

重复登记 2 份
编号  用于       文件           问题
e3    f260701-1  材料/副本.jpg  和 e1 内容相同，图说却不同
e8    7-4        材料/A.txt     和 e6 是同一个文件

日期不在有效期内 2 份
编号  用于  文件           问题
e2    7-3   材料/方案.pdf  日期 2025-12-31，早于有效期
e5    7-4   材料/没有.doc  日期 2027-01-01，晚于有效期

图说或材料名称不全 2 份
编号  用于       图说或文件      问题
e3    f260701-1  整改后          缺时间、地点、事由
e4    s1-1       材料/改过.xlsx  没有材料名称

文件名换一台电脑会出错 2 份
编号  用于  文件         问题
e9    7-4   材料/aux.md  “aux.md”是 Windows 留用的名字
e7    7-4   材料/a.txt   和 e6 的文件名只差大小写

缺材料的指标 2 条（按材料要求里的字眼判断）
编号    测评标准        缺哪一类
i9-02   楼道干净（拟）  数据表格
i10-01  有应急预案      正式发文

小结：有问题的材料 7 份；缺材料的指标 2 条。
"""


def test_check_screen(plan: Path) -> None:
    filled(plan)
    shown = bare(on_terminal("evidence", "check", columns=80, cwd=plan))
    assert shown == SCREEN
    assert cz("evidence", "check", cwd=plan).code == 1


def test_check_for_a_spreadsheet(plan: Path) -> None:
    filled(plan)
    ran = cz("evidence", "check", "--csv", cwd=plan)
    head, first, *_, last = ran.out.split("\r\n")[:-1]
    assert ran.code == 1
    assert head == "\ufeff问题,具体,编号,用于,类别,日期,文件,图说或名称"
    assert first == (
        "文件找不到或打不开,没有这个文件,e5,\t7-4,说明报告,2027-01-01,材料/没有.doc,小结"
    )
    assert last == "缺材料,缺正式发文,,i10-01,,,,有应急预案"


def test_check_of_sound_evidence_leaves_with_0(plan: Path) -> None:
    sha = put(plan / "方案.pdf")
    record(
        plan,
        f"id: e1, about: 7-3, file: 方案.pdf, kind: 正式发文, date: 2026-06-18, caption: "
        f"整治方案, sha256: {sha}",
    )
    assert cz("evidence", "check", cwd=plan) == Ran(
        0,
        """\
佐证材料检查
截至2026年7月15日　材料有效期 2026年1月1日至2026年12月31日（本阶段起止日期）

已登记 1 份
图片 0（0.0%）  正式发文 1（100.0%）  说明报告 0（0.0%）  数据表格 0（0.0%）
指标 4 条，本身或所属任务有材料的 1（25.0%）。

缺材料的指标 3 条（按材料要求里的字眼判断）
编号    测评标准        缺哪一类
i9-01   背街小巷整洁    图片
i9-02   楼道干净（拟）  说明报告、数据表格
i10-01  有应急预案      正式发文

小结：登记的材料都没有问题；缺材料的指标 3 条。
""",
        "",
    )


def test_check_without_any_evidence(plan: Path) -> None:
    ran = cz("evidence", "check", "--phase", "2", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:5] == [
        "佐证材料检查",
        "截至2026年7月15日　材料有效期没有写明，没有查日期。"
        "请在 data/supervision.yaml 的 rules 里写上，"
        "例如 window: {start: 2026-01-01, end: 2026-12-31}，"
        "或在 data/tasks.yaml 里给本阶段写上起止日期",
        "",
        "已登记 0 份",
        "指标 4 条，本身或所属任务有材料的 0（0.0%）。",
    ]
    assert ran.out.endswith("小结：还没有登记材料；缺材料的指标 3 条。\n")


def test_check_json(plan: Path) -> None:
    filled(plan)
    ran = cz("evidence", "check", "--json", cwd=plan)
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert {
        key: value for key, value in found.items() if key not in ("problems", "lacking", "kinds")
    } == {
        "plan": "小方案",
        "label": "",
        "today": "2026-07-15",
        "unit": None,
        "window": {"start": "2026-01-01", "end": "2026-12-31", "source": "phase"},
        "total": 9,
        "indicators": 4,
        "indicators_with_evidence": 2,
        "without_checksum": ["e5", "e6", "e7", "e8", "e9"],
    }
    assert found["kinds"][0] == {"kind": "图片", "count": 2, "percent": 22.22}
    assert found["problems"][0] == {
        "problem": "absent",
        "words": "没有这个文件",
        "id": "e5",
        "about": "7-4",
        "file": "材料/没有.doc",
        "kind": "说明报告",
        "date": "2027-01-01",
        "caption": "小结",
        "sha256": "",
        "shared": False,
        "covers": [],
        "reviews": [],
    }
    assert found["lacking"] == [
        {
            "id": "i9-02",
            "title": "楼道干净",
            "unit": "城东街道",
            "task": "7-4",
            "material": "检查记录、问题台账",
            "kinds": ["数据表格"],
            "source": "proposed",
        },
        {
            "id": "i10-01",
            "title": "有应急预案",
            "unit": "区城管局",
            "task": "",
            "material": "应急预案",
            "kinds": ["正式发文"],
            "source": "plan",
        },
    ]


def test_check_of_one_unit(plan: Path) -> None:
    filled(plan)
    assert problems(plan, "--unit", "区城管局") == [
        ("window", "e2", "日期 2025-12-31，早于有效期"),
    ]
    found = json.loads(cz("evidence", "check", "--unit", "qcgj", "--json", cwd=plan).out)
    assert (found["total"], found["indicators"], [one["id"] for one in found["lacking"]]) == (
        2,
        3,
        ["i10-01"],
    )
    assert cz("evidence", "check", "--unit", "没有局", cwd=plan).code == 2


def test_the_rules_window_comes_before_the_phases(plan: Path) -> None:
    filled(plan)
    put(
        plan / "data" / "supervision.yaml",
        "rules:\n  window: {start: 2025-12-31, end: 2026-06-18}\n",
    )
    assert [one for one in problems(plan) if one[0] == "window"] == [
        ("window", "e3", "日期 2026-07-02，晚于有效期"),
        ("window", "e5", "日期 2027-01-01，晚于有效期"),
        ("window", "e7", "日期 2026-12-31，晚于有效期"),
    ]


def test_files_that_cannot_be_read(plan: Path) -> None:
    put(plan / "空.csv", "")
    (plan / "夹").mkdir()
    (plan / "圈").symlink_to("圈")
    one = "about: 7-3, kind: 数据表格, date: 2026-06-01, caption: 表"
    record(
        plan,
        f"id: e1, file: 空.csv, {one}",
        f"id: e2, file: 夹, {one}",
        f"id: e3, file: 圈, {one}",
        f'id: e4, file: "a\\0b", {one}',
    )
    assert problems(plan) == [
        ("absent", "e1", "文件是空的"),
        ("absent", "e2", "是一个文件夹"),
        ("absent", "e3", "打不开，请检查权限和网络盘"),
        ("absent", "e4", "没有这个文件"),
        ("name", "e4", "文件名里有控制字符"),
    ]


def test_an_indicator_that_does_not_say_what_it_asks_for(plan: Path) -> None:
    path = plan / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    assert "；缺材料的指标 " in cz("evidence", "check", cwd=plan).out
    path.write_text(re.sub(r"(?m)^    material: .*\n", "", text), encoding="utf-8")
    assert cz("evidence", "check", cwd=plan).out.endswith(
        "小结：还没有登记材料；指标没有写明要什么材料。\n"
    )
    path.write_text(
        re.sub(r"(?m)^    material: .*$", "    material: 工作总结", text), encoding="utf-8"
    )
    for number, about in enumerate(re.findall(r"id: (i\d+-\d+)", text)):
        put(plan / f"{number}.pdf", str(number))
        assert add(plan, about, f"{number}.pdf", "--kind", "说明报告").code == 0
    assert "；指标要的几类材料都有了。\n" in cz("evidence", "check", cwd=plan).out


def test_a_long_list_is_counted_on_the_screen_and_whole_where_asked(plan: Path) -> None:
    record(
        plan,
        *(
            f"id: e{n}, about: 7-3, file: 没有{n}.csv, kind: 数据表格, date: 2026-06-01, "
            f"caption: 表"
            for n in range(1, 31)
        ),
    )
    shown = cz("evidence", "check", cwd=plan).out
    assert "文件找不到或打不开 30 份" in shown
    assert "……另有 18 份，看全部：cz evidence check --all\n" in shown
    assert "没有校验值的 30 份，看不出改动过没有：e1、e2、e3、e4、e5、e6、e7、e8等。\n" in shown
    whole = cz("evidence", "check", "--all", cwd=plan).out
    assert "另有" not in whole
    assert len(re.findall(r"(?m)^e\d+ .*没有这个文件$", whole)) == 30
    assert "、e30。\n" in whole
    assert len(problems(plan)) == 30


@pytest.mark.parametrize(
    ("material", "kinds"),
    [
        ("", ()),
        ("活动方案、现场图片、活动总结", ("图片", "正式发文", "说明报告")),
        ("签到表、考核办法，表彰文件", ("正式发文", "数据表格")),
        ("任务分解表", ("数据表格",)),
        ("申请登记表（原件）", ("数据表格",)),
        ("人大代表走访记录", ("说明报告",)),
        ("意见征求记录", ("说明报告",)),
        ("案例材料", ("说明报告",)),
        ("图片材料", ("图片",)),
        ("图片档案", ("图片",)),
        ("应急预案和会议纪要", ("正式发文",)),
        ("设计样稿", ()),
    ],
)
def test_kinds_by_the_words_of_the_requirement(material: str, kinds: tuple[str, ...]) -> None:
    assert needed(material) == kinds


@pytest.mark.parametrize(
    ("caption", "lacks"),
    [
        ("2026年6月18日，城东街道棉纺小区，志愿者，清理楼道杂物", ()),
        ("20260618 人民路环卫工人清扫", ()),
        ("2026.6.18，区妇联，慰问困难家庭", ()),
        ("六月十八日，市民广场，文艺演出现场", ()),
        ("6月18日，人民路，现场图片", ("事由",)),
        ("6月18日，清理杂物", ("地点",)),
        ("城东街道清理楼道杂物", ("时间",)),
        ("志愿者在社区服务站", ("时间", "事由")),
        ("全局一盘棋，清理路面垃圾", ("时间", "地点")),
        ("照片", ("时间", "地点", "事由")),
    ],
)
def test_what_a_caption_lacks(caption: str, lacks: tuple[str, ...]) -> None:
    assert caption_lacks(caption, ["区妇联"]) == lacks


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("材料/一.jpg", ""),
        ("材料/.隐藏.jpg", ""),
        ("../外/一.jpg", ""),
        ("/绝对/con.jpg", ""),
        ("C:/a?.jpg", ""),
        ("材料/console.jpg", ""),
        ("材料/CON.jpg", "“CON.jpg”是 Windows 留用的名字"),
        ("lpt1", "“lpt1”是 Windows 留用的名字"),
        ("com1.d/a", "“com1.d”是 Windows 留用的名字"),
        ("a?.jpg", "“?”不能用在文件名里"),
        ("材料\\a.jpg", "路径里写了 \\，应当写 /"),
        ("a\x01.jpg", "文件名里有控制字符"),
        ("材料./a.jpg", "“材料.”以句点结尾"),
        ("a ", "“a ”以空格结尾"),
        ("长" * 200, ""),
        ("长" * 201, "路径长 201 个字，超过 200 个"),
    ],
)
def test_names_on_windows(path: str, words: str) -> None:
    assert name_faults(path) == words


# --- the index ------------------------------------------------------------------------------------
# ------------------

INDEX = """\
# 《小方案》佐证材料目录

> 编制：创城办　数据截至：2026年7月15日

共9份材料：图片2份（22.2%）、正式发文1份（11.1%）、说明报告5份（55.6%）、数据表格1份（11.1%）。材料有效期为2026年1月1日至2026年12月31日，有2份（22.2%）不在有效期内。

## 一、社会环境

### （一）生活环境

#### 1. i9-01 背街小巷整洁

责任单位：城东街道　材料要求：整治方案、现场图片

| 序号 | 材料名称（图说） | 类别 | 日期 | 文件 |
| --: | :-- | :-- | :-- | :-- |
| 1 | 6月18日，城东街道，清理楼道杂物 | 图片 | 2026年6月18日 | 材料/清理后.jpg |

本项目3条指标中，单独列有材料的1条（33.3%），所属任务有材料的1条（33.3%），没有材料的1条（33.3%）。

### （二）安全环境

本项目1条指标都没有材料，其中写明材料要求的1条。

## 二、任务和步骤的材料

### （一）任务7-3 城市管理（区城管局牵头）

| 序号 | 材料名称（图说） | 类别 | 日期 | 文件 |
| --: | :-- | :-- | :-- | :-- |
| 1 | 整治方案 | 正式发文 | 2025年12月31日（不在有效期内） | 材料/方案.pdf |

### （二）任务7-4 背街小巷（城东街道牵头）

| 序号 | 材料名称（图说） | 类别 | 日期 | 文件 |
| --: | :-- | :-- | :-- | :-- |
| 1 | 记录 | 说明报告 | 2026年1月1日 | 材料/A.txt |
| 2 | 记录 | 说明报告 | 2026年5月1日 | 材料/A.txt |
| 3 | 记录 | 说明报告 | 2026年5月1日 | 材料/aux.md |
| 4 | 记录 | 说明报告 | 2026年12月31日 | 材料/a.txt |
| 5 | 小结 | 说明报告 | 2027年1月1日（不在有效期内） | 材料/没有.doc |

### （三）步骤s1-1 工作推进会

| 序号 | 材料名称（图说） | 类别 | 日期 | 文件 |
| --: | :-- | :-- | :-- | :-- |
| 1 | 改过.xlsx | 数据表格 | 2026年6月1日 | 材料/改过.xlsx |

## 三、问题整改的材料

### （一）f260701-1 老槐树下：乱堆杂物（城东街道）

| 序号 | 材料名称（图说） | 类别 | 日期 | 文件 |
| --: | :-- | :-- | :-- | :-- |
| 1 | 整改后 | 图片 | 2026年7月2日 | 材料/副本.jpg |
"""


def test_index(plan: Path) -> None:
    filled(plan)
    assert cz("report", "--template", "材料目录", cwd=plan) == Ran(0, INDEX, "")


def test_index_of_one_unit(plan: Path) -> None:
    filled(plan)
    text = cz("report", "--template", "材料目录", "--unit", "区城管局", cwd=plan).out
    assert [line for line in text.splitlines() if line.startswith(("#", "| 1", "共", "本"))] == [
        "# 区城管局佐证材料目录",
        "共2份材料：图片1份（50.0%）、正式发文1份（50.0%）、说明报告0份、数据表格0份。材料有效期为2026年1月1日至2026年12月31日，有1份（50.0%）不在有效期内。",
        "## 一、社会环境",
        "### （一）生活环境",
        "#### 1. i9-01 背街小巷整洁",
        "| 1 | 6月18日，城东街道，清理楼道杂物 | 图片 | 2026年6月18日 | 材料/清理后.jpg |",
        "本项目2条指标中，单独列有材料的1条（50.0%），没有材料的1条（50.0%）。",
        "### （二）安全环境",
        "本项目1条指标都没有材料，其中写明材料要求的1条。",
        "## 二、任务和步骤的材料",
        "### （一）任务7-3 城市管理（区城管局牵头）",
        "| 1 | 整治方案 | 正式发文 | 2025年12月31日（不在有效期内） | 材料/方案.pdf |",
    ]


def test_index_without_evidence(plan: Path) -> None:
    text = cz("report", "--template", "材料目录", cwd=plan).out
    assert "还没有登记材料。" in text
    assert "本项目3条指标都没有材料，其中写明材料要求的2条。\n" in text


def test_index_shows_names_as_they_are(plan: Path) -> None:
    record(
        plan,
        "id: e1, about: 7-3, file: '=1|<b>*.csv', kind: 数据表格, date: 2026-06-01, "
        "caption: '=1|<b>*x*'",
    )
    text = cz("report", "--template", "材料目录", cwd=plan).out
    assert "| 1 | =1\\|\\<b\\>\\*x\\* | 数据表格 | 2026年6月1日 | =1\\|\\<b\\>\\*.csv |\n" in text


def test_a_template_of_ones_own(plan: Path) -> None:
    filled(plan)
    put(
        plan / "templates" / "图片.md.j2",
        '{% for e in evidence.items | selectattr("kind", "eq", "图片") %}{{ e }}（{{ '
        "e.title }}）{% endfor %}\n",
    )
    assert (
        cz("report", "--template", "图片", cwd=plan).out
        == "6月18日，城东街道，清理楼道杂物（背街小巷整洁）整改后（老槐树下：乱堆杂物）\n"
    )
    put(plan / "templates" / "错.md.j2", "{{ evidence }}")
    ran = cz("report", "--template", "错", cwd=plan)
    assert ran.code == 1
    assert "材料目录不能整个印出来。" in ran.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cz evidence ", ["add", "list", "review", "honour", "cover", "take", "check"]),
        ("cz evidence add f", ["f260701-1"]),
        ("cz evidence add i9", ["i9-01", "i9-02", "i9-03"]),
        ("cz evidence add 7", ["7-3", "7-4"]),
        ("cz evidence add 7-3 --kind 数", ["数据表格"]),
    ],
)
def test_completion(plan: Path, line: str, words: list[str]) -> None:
    count = str(len(line.split(" ")) - 1)
    assert (
        cz(cwd=plan, _CZ_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=count).out.split()
        == words
    )


# --- files that git, people and other systems change ----------------------------------------------

WORDS = ("--kind", "说明报告", "--date", "2026-07-01")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("autocrlf", ["true", "input", "false"])
def test_line_ends_that_git_changed_are_no_change(
    plan: Path, tmp_path: Path, ends: str, autocrlf: str
) -> None:
    put(plan / "总结.txt", "一\n二\n")
    (plan / "总结.txt").write_bytes(f"一{ends}二{ends}".encode())
    assert add(plan, "7-3", "总结.txt", *WORDS).code == 0
    git(plan, "init", "-q", "-b", "main")
    git(plan, "config", "core.autocrlf", "true" if ends == "\r\n" else "false")
    git(plan, "add", ".")
    git(plan, "-c", "user.name=z", "-c", "user.email=z@example.org", "commit", "-q", "-m", "建立")
    git(tmp_path, "clone", "-q", "-c", f"core.autocrlf={autocrlf}", "方案", "另一台")
    other = tmp_path / "另一台"
    assert git(other, "status", "-s") == ""
    assert problems(other) == []
    again = add(other, "7-3", "总结.txt")
    assert (again.code, again.err) == (2, "cz：总结.txt 已经登记给 7-3，是 e1。什么也没有改动。\n")


def test_other_changes_are_told_whatever_the_line_ends(plan: Path) -> None:
    put(plan / "总结.txt", "一\n二\n")
    put(plan / "图.jpg", "x")
    (plan / "图.jpg").write_bytes(b"\0\n\n")
    assert add(plan, "7-3", "总结.txt", *WORDS).code == 0
    assert add(plan, "7-3", "图.jpg", "--date", "2026-07-01", "--caption", "图").code == 0
    (plan / "总结.txt").write_bytes("一\r\n三\r\n".encode())
    (plan / "图.jpg").write_bytes(b"\0\r\n\r\n")
    assert problems(plan)[:2] == [
        ("changed", "e1", "内容和登记时不同"),
        ("changed", "e2", "内容和登记时不同"),
    ]


MOVED = """\
文件换了地方或名字 1 份
编号  用于  文件           问题
e1    7-3   旧/台账 1.csv  现在是 新/台账.csv

记录跟着改，请执行：
  cz evidence add 7-3 新/台账.csv
"""


def test_a_moved_file_moves_its_record(plan: Path) -> None:
    put(plan / "旧" / "台账 1.csv")
    add(plan, "7-3", "旧/台账 1.csv", "--caption", "旧图说")
    before = ledger(plan)
    (plan / "新").mkdir()
    (plan / "旧" / "台账 1.csv").rename(plan / "新" / "台账.csv")
    put(plan / "新" / "别的.csv", "别的")
    assert problems(plan) == [("moved", "e1", "现在是 新/台账.csv")]
    shown = bare(on_terminal("evidence", "check", columns=80, cwd=plan))
    assert MOVED.splitlines()[2] in shown
    assert "  cz evidence add 7-3 新/台账.csv" in shown
    ran = add(plan, "7-3", "新/台账.csv")
    assert (ran.code, ran.err) == (0, "")
    assert "文件 旧/台账 1.csv → 新/台账.csv（内容没有变）" in ran.out
    assert ledger(plan) == before.replace("旧/台账 1.csv", "新/台账.csv")
    assert problems(plan) == []


def test_a_copy_does_not_move_the_record(plan: Path) -> None:
    put(plan / "甲.csv")
    add(plan, "7-3", "甲.csv")
    put(plan / "乙.csv")
    assert add(plan, "7-3", "乙.csv").err == (
        "cz：乙.csv 和 e1（甲.csv）内容相同，已经登记给 7-3。什么也没有改动。\n"
    )


def test_a_file_of_two_records_that_was_moved(plan: Path) -> None:
    put(plan / "甲.csv")
    add(plan, "7-3", "甲.csv")
    add(plan, "7-4", "甲.csv", "--shared")
    (plan / "甲.csv").rename(plan / "乙.csv")
    assert problems(plan) == [("moved", "e1", "现在是 乙.csv"), ("moved", "e2", "现在是 乙.csv")]
    assert add(plan, "7-3", "乙.csv").code == 0
    assert problems(plan) == [("moved", "e2", "现在是 乙.csv")]
    assert add(plan, "7-4", "乙.csv").code == 0
    assert problems(plan) == []


def test_one_file_may_serve_two_records_when_it_is_said(plan: Path) -> None:
    put(plan / "甲.csv")
    add(plan, "7-3", "甲.csv")
    assert "请再执行一次并加 --shared。" in add(plan, "7-4", "甲.csv").err
    assert problems(plan) == [("twice", "e2", "和 e1 是同一个文件")]
    ran = add(plan, "7-4", "甲.csv", "--shared")
    assert (ran.code, ran.err) == (0, "")
    assert "更新：写明共用" in ran.out
    assert "    shared: true\n" in ledger(plan)
    assert problems(plan) == []


def test_a_pointer_of_git_lfs_is_called_one(plan: Path) -> None:
    checksum = put(plan / "甲.csv")
    add(plan, "7-3", "甲.csv")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{checksum}\nsize 6\n"
    put(plan / "甲.csv", pointer)
    words = "是 Git LFS 的指针，请用 git lfs pull 取来"
    assert problems(plan) == [("absent", "e1", words)]
    assert add(plan, "7-4", "甲.csv").err == (
        "cz：甲.csv 是 Git LFS 的指针，不是材料本身。请先执行 git lfs pull 取来，再登记。\n"
    )
    put(plan / "甲.csv", pointer.replace(checksum, "0" * 64))
    assert problems(plan) == [("absent", "e1", f"{words}；取来的也和登记时不同")]


def test_names_in_the_form_of_macos_are_the_same_names(plan: Path) -> None:
    composed = "Café.csv"
    apart = unicodedata.normalize("NFD", composed)
    put(plan / "材料" / apart)
    assert add(plan, "7-3", f"材料/{composed}").code == 0
    assert f"材料/{apart}" in ledger(plan)
    assert problems(plan) == []
    (plan / "材料" / apart).rename(plan / "材料" / composed)
    assert problems(plan) == []
    assert add(plan, "7-3", f"材料/{composed}").err == (
        f"cz：材料/{composed} 已经登记给 7-3，是 e1。什么也没有改动。\n"
    )


def test_a_name_in_other_case_is_told_and_recorded_as_the_disk_has_it(plan: Path) -> None:
    put(plan / "材料" / "IMG.CSV")
    record(
        plan,
        "id: e1, about: 7-3, file: 材料/img.csv, kind: 数据表格, date: 2026-06-01, caption: 甲",
    )
    assert problems(plan) == [("name", "e1", "磁盘上写作 材料/IMG.CSV，大小写不同")]
    assert add(plan, "7-4", "材料/Img.csv").code == 0
    assert "file: 材料/IMG.CSV\n" in ledger(plan)
    ran = add(plan, "7-3", "材料/IMG.CSV")
    assert ran.code == 0
    assert "文件 材料/img.csv → 材料/IMG.CSV" in ran.out
    assert [problem for problem in problems(plan) if problem[0] == "name"] == []
