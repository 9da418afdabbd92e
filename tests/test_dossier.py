"""The dossier: which items are there, the folder built, built again, and broken off."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cz.commands.dossier.papers import papers
from cz.dossier.standing import STATES, dossier
from cz.records import Campaign, Evidence, Indicator, Plan, Project, Review, Rules, Unit, Window
from cz.report.submission import Forms
from cz.verbs.dossier.sync import CHECKSUMS, STAGE, Source, sync
from tests.running import MIDWAY, ROOT, copy_of, cz

DAY = date(2026, 7, 15)
RESULTS = {"通过": "passed", "退回": "returned"}


def documented() -> list[list[str]]:
    page = (ROOT / "docs" / "dossier.md").read_text(encoding="utf-8")
    table = page.partition("<!-- rules: items -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


def piece(number: int, text: str) -> Evidence:
    told = re.fullmatch("(.*)（(.*)）(通过|待审|退回)", text)
    assert told
    name, items, state = told.groups()
    reviews = (Review(DAY, RESULTS[state]),) if state in RESULTS else ()
    return Evidence(
        id=f"e{number}",
        about="i1-01",
        file=f"{number}.md",
        kind="正式发文",
        date=date(2026, 6, 1),
        caption=name,
        covers=tuple(filter(None, items.split("、"))),
        reviews=reviews,
    )


@pytest.mark.parametrize("row", documented(), ids=lambda row: row[1])
def test_the_rules_of_the_docs(row: list[str]) -> None:
    material, pieces, expected = row
    indicator = Indicator("i1-01", "有制度", "x1", method="材料审核", material=material)
    campaign = Campaign(
        folder="",
        sources={},
        plan=Plan("方案"),
        projects=(Project("x1", "项目"),),
        indicators=(indicator,),
        evidence=tuple(piece(n, text) for n, text in enumerate(pieces.split("；"), 1)),
        rules=Rules(window=Window(date(2025, 11, 1), date(2026, 10, 31))),
    )
    (holding,) = dossier(campaign, 1, DAY).holdings
    told = [f"{item.name} {STATES[item.state]}" for item in holding.items]
    assert "、".join(told) == expected


def test_what_a_unit_lacks_stands_under_what_all_its_standards_come_to() -> None:
    standards = tuple(
        Indicator(f"i1-0{n}", title, "x1", unit=unit, method="材料审核", material="学习制度")
        for n, (title, unit) in enumerate((("甲", "甲局"), ("乙", "甲局"), ("丙", "乙局")), 1)
    )
    campaign = Campaign(
        folder="",
        sources={},
        plan=Plan("方案"),
        projects=(Project("x1", "项目"),),
        units=(Unit("jj", "甲局", "政府部门"), Unit("yj", "乙局", "政府部门")),
        indicators=standards,
        evidence=(
            piece(1, "学习制度（学习制度）通过"),
            piece(2, "学习制度（学习制度）通过")._replace(about="i1-03"),
        ),
    )
    made = papers(
        dossier(campaign, 1, DAY), [], Forms(campaign, [str(ROOT / "templates")], DAY), lambda: None
    )
    assert list(made) == ["目录.xlsx", "缺件清单/甲局.xlsx"]
    sheet = load_workbook(BytesIO(made["缺件清单/甲局.xlsx"])).worksheets[0]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert [row for row in rows if row] == [
        ["甲局缺件清单　截至2026年7月15日"],
        ["材料审核的标准 2 条，齐全 1 条；要 2 项：有 1（50.0%）、待审 0、退回 0、缺 1（50.0%）。"],
        [
            "编号",
            "测评标准",
            "责任单位",
            "要求",
            "状态",
            "材料",
            "退回原因",
            "可能有（拟）",
            "不在有效期内",
        ],
        ["i1-02", "乙", "甲局", "学习制度", "缺"],
    ]


def midway(to: Path) -> Path:
    shutil.copytree(MIDWAY, to)
    return to


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino)
        for path in files
    }


def test_built_again_only_what_changed_is_touched(tmp_path: Path) -> None:
    """A replaced file, one changed by hand, one nobody registered, one returned since."""
    plan = midway(tmp_path / "plan")
    out = cz("dossier", "build", "-o", "材料档案", cwd=plan)
    assert out.code == 0
    assert "没有放进去的还有：待审" in out.out
    archive = plan / "材料档案"
    first = snapshot(archive)
    sums = subprocess.run(["sha256sum", "-c", "--quiet", CHECKSUMS], cwd=archive, check=False)
    assert sums.returncode == 0
    other = cz("dossier", "build", "材料档案", "--unit", "区教育局", cwd=plan)
    assert other.err == (
        "cz：材料档案 建的是第2阶段全部单位的材料，这次是第2阶段区教育局的，没有动它。"
        "请换一个文件夹。\n"
    )
    assert "一个文件也没有动" in cz("dossier", "build", "-o", "材料档案", cwd=plan).out
    assert snapshot(archive) == first

    new = plan / "佐证材料" / "1-1" / "学习制度和考核办法.md"
    new.write_text("新的学习制度\n", encoding="utf-8")
    lacking = cz("dossier", "build", "材料档案", cwd=plan)
    assert lacking.code == 1
    assert "登记以后改动过，请用 cz evidence add 重新登记" in lacking.out
    replaced = ("e19", "佐证材料/1-1/学习制度和考核办法.md", "--date", "2026-07-14")
    assert "重新提交，待审" in cz("evidence", "add", *replaced, cwd=plan).out
    cz("evidence", "review", "e19", "--pass", cwd=plan)
    cz("evidence", "review", "e22", "--return", "不清楚", cwd=plan)
    form = next(archive.glob("01*/i1-01*/提交表.docx"))
    form.write_bytes(b"mine")
    note = archive / "我的笔记.txt"
    note.write_text("note", encoding="utf-8")
    out = cz("dossier", "build", "材料档案", cwd=plan)
    assert out.code == 1
    assert "手工改过的 1 个，没有动，要重写的请先删去或移走：\n" in out.out
    assert form.read_bytes() == b"mine"
    assert note.exists()
    last = snapshot(archive)
    touched = {path for path in first.keys() | last.keys() if first.get(path) != last.get(path)}
    names = sorted(path.rpartition("/")[2] for path in touched - {"我的笔记.txt"})
    assert names == [
        "01 学习制度 学习制度和督查考核办法.md",
        "02 课程表 春季主体班课程表.csv",
        "区委党校.xlsx",
        "提交表.docx",  # i1-01, changed by hand
        "提交表.docx",  # i1-02, where a piece was replaced
        "提交表.docx",  # i1-03, where one was returned
        "校验值.txt",
        "目录.xlsx",
    ]


def test_an_interrupted_run_leaves_the_folder_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, source = tmp_path / "档案", tmp_path / "一.md"
    source.write_text("一", encoding="utf-8")
    copies = {"甲/一.md": Source(str(source), "")}
    sync(str(tmp_path), str(archive), {"目录.txt": b"1"}, copies)
    before = snapshot(archive)

    def stop(*paths: str) -> None:
        raise KeyboardInterrupt

    source.write_text("二", encoding="utf-8")
    made = {"目录.txt": b"2", "乙/二.txt": b"2"}
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copy2", stop)
        with pytest.raises(KeyboardInterrupt):
            sync(str(tmp_path), str(archive), made, copies)
    assert snapshot(archive) == before
    (archive / STAGE).mkdir()  # as a run that was killed leaves it
    (archive / STAGE / "0").write_bytes(b"half")
    again = sync(str(tmp_path), str(archive), made, copies)
    assert (again.added, sorted(again.changed)) == (("乙/二.txt",), ["甲/一.md", "目录.txt"])
    assert not (archive / STAGE).exists()
    again = sync(str(tmp_path), str(archive), {"目录.txt": b"2"}, {})
    assert sorted(again.removed) == ["乙/二.txt", "甲/一.md"]
    assert sorted(path.name for path in archive.iterdir()) == ["校验值.txt", "目录.txt"]


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    plan = midway(tmp_path / "plan")
    (plan / "别的").mkdir()
    (plan / "别的" / "文件.txt").write_text("x", encoding="utf-8")
    ran = cz("dossier", "build", "-o", "别的", cwd=plan)
    assert (ran.code, ran.err) == (
        2,
        "cz：别的 里已经有文件，不是 cz 写的材料档案，没有动它。请换一个新的或空的文件夹。\n",
    )
    assert cz("dossier", "build", "-o", "data/档案", cwd=plan).code == 2
    assert cz("dossier", "build", cwd=plan).err == (
        "cz：请写建在哪个文件夹，例如 cz dossier build -o 材料档案。\n"
    )


def test_the_figures_of_midway() -> None:
    """85 standards and 232 items, as the issue counts them; a unit's own add up."""
    out = cz("dossier", "--plan", "examples/midway").out
    assert (
        "材料审核的标准 85 条，齐全 0 条；"
        "要 232 项：有 15（6.5%）、待审 2（0.9%）、退回 2（0.9%）、缺 213（91.8%）。\n"
    ) in out
    own = cz("dossier", "区委宣传部", "--plan", "examples/midway").out
    assert re.search(r"签到表 +退回 +e18\n", own)
    assert re.search(r"荣誉称号批准文件 +有 +y1\n", own)


def test_a_statement_is_written_and_written_anew(tmp_path: Path) -> None:
    plan = midway(tmp_path / "plan")
    out = cz("dossier", "state", "i1-03", "课程开齐", cwd=plan).out
    assert out.endswith("  +   - indicator: i1-03\n  +     texts:\n  +       2: 课程开齐\n")
    out = cz("dossier", "state", "i1-03", "课程开齐开足", "--dry-run", cwd=plan).out
    assert "第2阶段结论性说明：课程开齐 → 课程开齐开足" in out
    assert cz("check", cwd=plan).code == 0


def test_a_replaced_file_keeps_the_date_that_was_recorded(tmp_path: Path) -> None:
    """When it was saved says nothing against that; a date in its name does."""
    plan = copy_of(MIDWAY, tmp_path)
    folder = plan / "佐证材料" / "7-3"
    folder.mkdir(parents=True)
    told = []
    for name in ("清理后.png", "清理后2026-05-30.png"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        added = ("evidence", "add", "e1", f"佐证材料/7-3/{name}", "--today", "2026-07-15")
        told.append(cz(*added, cwd=plan).out.partition("；重新提交")[0])
    assert "日期" not in told[0]
    assert "日期 2026-06-18 → 2026-05-30" in told[1]
