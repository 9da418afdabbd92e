"""The same paper for every unit at once: a file each, those with nothing to list left out."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from cz.filenames import FORBIDDEN
from tests.running import MIDWAY, copy_of, cz


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copy_of(MIDWAY, tmp_path / "plan")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


LISTS = {"整改清单": 26, "材料目录": 10, "单位清单": 68, "任务分解表": 68, "查漏补缺清单": 66}


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("template", LISTS)
def test_each_unit_has_its_own(template: str, plan: Path) -> None:
    asked = ["report", "--template", template]
    ran = cz(*asked, "--all", "-o", "各单位", "--form", "md", cwd=plan)
    count = LISTS[template]
    assert (ran.code, ran.err) == (0, "")
    told, _, rest = ran.out.partition("\n")
    assert told == f"已写入 各单位：{count} 个单位。"
    written = names(plan / "各单位")
    assert len(written) == count
    left = 68 - count
    if left:
        head, _, listed = rest.removesuffix("。\n").partition("，没有写：")
        assert head == f"没有可列的 {left} 个单位"
        assert not {f"{unit}.md" for unit in listed.split("、")} & set(written)
        assert len(listed.split("、")) == left
    else:
        assert rest == ""
    for name in (written[0], written[-1]):
        unit = name.removesuffix(".md")
        alone = cz(*asked, "--unit", unit, cwd=plan).out
        assert (plan / "各单位" / name).read_text(encoding="utf-8") == alone


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("form", ["docx", "xlsx", "csv"])
def test_in_the_form_asked_for(form: str, plan: Path) -> None:
    chosen = [] if form == "docx" else ["--form", form.upper()]
    asked = ["report", "--template", "整改清单"]
    cz(*asked, "--all", "-o", "甲", *chosen, cwd=plan)
    cz(*asked, "--unit", "石桥乡", "-o", f"乙.{form}", cwd=plan)
    assert {Path(name).suffix for name in names(plan / "甲")} == {f".{form}"}
    assert (plan / "甲" / f"石桥乡.{form}").read_bytes() == (plan / f"乙.{form}").read_bytes()


def test_of_a_period(plan: Path) -> None:
    period = ["--from", "2026-07-06", "--to", "2026-07-10"]
    ran = cz("report", "--template", "整改清单", "--all", "-o", "甲", *period, cwd=plan)
    assert ran.out.startswith("已写入 甲：25 个单位。\n没有可列的 43 个单位，没有写：")


def test_names_are_such_as_windows_takes(plan: Path) -> None:
    for path in (plan / "data").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("区教育局", "区教育局/一:科"), encoding="utf-8")
    cz("report", "--template", "单位清单", "--all", "-o", "甲", "--form", "md", cwd=plan)
    written = names(plan / "甲")
    assert "区教育局_一_科.md" in written
    assert not any(set(name) & FORBIDDEN for name in written)


def test_nothing_to_list_for_anybody(plan: Path) -> None:
    (plan / "data" / "evidence.yaml").write_text("evidence: []\n", encoding="utf-8")
    ran = cz("report", "--template", "材料目录", "--all", "-o", "甲", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("没有可列的 68 个单位，没有写：区委办公室、")
    assert not (plan / "甲").exists()


REFUSED = [
    (["--all"], "--all 要和 -o 连用，写明放进哪个新文件夹，例如 -o 单位清单0715。"),
    (
        ["--all", "--unit", "区教育局", "-o", "甲"],
        "--all 是每个单位一份，--unit 是只要一个单位，只能选一个。",
    ),
    (
        ["--form", "docx", "-o", "甲.docx"],
        "--form 只和 --all 连用；只写一份的，格式看 -o 文件名的结尾。",
    ),
    (
        ["--all", "-o", "甲", "--template", "督查通报"],
        "督查通报写全区情况，不分单位，请不要写 --all。",
    ),
    (
        ["--all", "-o", "甲", "--template", "简报"],
        "简报是写全区情况的，不分单位。看一个单位请用 --template 单位清单。",
    ),
    (
        ["--all", "-o", "templates/甲"],
        "报告不能写到方案自己的 templates 文件夹里。请换一个地方，例如 阶段报告。",
    ),
    (
        ["--all", "-o", "满"],
        "满 里已经有文件，没有写：以前写的会和这次的混在一起。请换一个新的或空的文件夹。",
    ),
]


@pytest.mark.parametrize(("options", "told"), REFUSED)
def test_what_does_not_go_together(options: list[str], told: str, plan: Path) -> None:
    (plan / "满").mkdir()
    (plan / "满" / "a").write_text("", encoding="utf-8")
    ran = cz("report", *options, cwd=plan)
    assert (ran.code, ran.out, ran.err) == (2, "", f"cz：{told}\n")
    assert not (plan / "甲").exists()
    assert names(plan / "满") == ["a"]


def test_forms_that_there_are(plan: Path) -> None:
    ran = cz("report", "--all", "-o", "甲", "--form", "pdf", cwd=plan)
    assert ran.code == 2
    assert ran.err.startswith("cz：--form 可以写 md、docx、")
    assert ran.err.endswith("，找到的是“pdf”。\n")


def test_slips_that_are_not_answered(plan: Path) -> None:
    cz("order", "f260707-12", cwd=plan)
    ran = cz("order", "print", "--all", "-o", "督办单", "--form", "md", cwd=plan)
    assert ran == (0, "已写入 督办单：2 张督办单。\n", "")
    assert names(plan / "督办单") == ["石桥乡-d2026-7.md", "石桥乡-d2026-9.md"]
    alone = cz("order", "print", "d2026-7", cwd=plan).out
    assert (plan / "督办单" / "石桥乡-d2026-7.md").read_text(encoding="utf-8") == alone
    short = cz("order", "--all", "-o", "又", cwd=plan)
    assert short.out == "已写入 又：2 张督办单。\n"
    assert names(plan / "又") == ["石桥乡-d2026-7.docx", "石桥乡-d2026-9.docx"]
    for number in ("7", "9"):
        cz("order", f"d2026-{number}", "--reply", "已办结", cwd=plan)
    ran = cz("order", "--all", "-o", "再", cwd=plan)
    assert ran == (0, "", "没有未回复的督办单。\n")
    told = "cz：请写督办单的编号，例如 cz order print d2026-7；或写 --all，未回复的都要。\n"
    assert cz("order", "print", cwd=plan) == (2, "", told)
    assert cz("order", "print", "d2026-7", "--all", "-o", "再", cwd=plan) == (2, "", told)
    ran = cz("order", "print", "--all", "--json", "-o", "再", cwd=plan)
    assert ran == (2, "", "cz：--json、--all 只能选一个。\n")


def test_what_all_units_are_to_be_reminded_of_as_one_table(plan: Path) -> None:
    assert cz("remind", "-o", "催办.xlsx", cwd=plan).out == "已写入 催办.xlsx。\n"
    book = openpyxl.load_workbook(io.BytesIO((plan / "催办.xlsx").read_bytes()))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "催办事项（演示数据）　截至2026年7月15日"
    piped = cz("remind", "--csv", cwd=plan).out
    assert len(rows) == len(piped.splitlines()) + 1
    cz("remind", "-o", "催办.csv", cwd=plan)
    assert (plan / "催办.csv").read_bytes() == piped.encode()
    ran = cz("remind", "--all", "--csv", "-o", "甲", cwd=plan)
    assert ran == (2, "", "cz：--csv、--all 只能选一个。\n")
