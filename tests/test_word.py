"""Word papers: every shipped template keeps to the rules, no text becomes markup, hostile files."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from cz.problem import Refusal
from cz.report import blocks
from cz.report.blocks import Grid, Heading, Paragraph, Run, text_of
from cz.report.columns import Rooms, column_widths
from cz.report.markdown import escape
from cz.report.parts import PARTS, mark
from cz.report.reference import LARGEST, NAME, reference
from cz.report.word import About, word_file
from cz.shipped import shipped
from tests import paper_checks
from tests.paper_checks import Paper, broken, path, value
from tests.running import MIDWAY, ROOT, copy_of, cz, environment

SHIPPED = Path(shipped("templates"))
ABOUT = About("题", "办公室", date(2026, 7, 15))

PAPERS: dict[str, tuple[str, ...]] = {
    "阶段报告": ("report", "--phase", "2"),
    "单位清单": ("report", "--unit", "石桥乡"),
    "任务分解表": ("report", "--template", "任务分解表", "--unit", "区教育局"),
    "简报": ("report", "--template", "简报"),
    "督查通报": ("report", "--template", "督查通报", "--issue", "3"),
    "排名通报": ("report", "--template", "排名通报", "--issue", "3"),
    "整改清单": ("report", "--template", "整改清单"),
    "整改清单一个单位": ("report", "--template", "整改清单", "--unit", "石桥乡"),
    "材料目录": ("report", "--template", "材料目录"),
    "荣誉称号一览表": ("report", "--template", "荣誉称号一览表"),
    "成员名单": ("report", "--template", "成员名单"),
    "方案全文": ("report", "--template", "方案全文"),
    "通讯录": ("report", "--template", "通讯录"),
    "查漏补缺清单": ("report", "--template", "查漏补缺清单"),
    "模拟测评通报": ("report", "--template", "模拟测评通报", "--round", "m2026-2"),
    "申报自查报告": ("report", "申报自查报告"),
    "调查问卷": ("survey", "form", "q2026-1"),
    "会议材料": ("meeting", "pack"),
    "会议纪要": ("meeting", "minutes", "h2026-7"),
    "模拟测评记录表": ("round", "sheet", "m2026-2", "p1", "p2"),
    "督办单": ("order", "d2026-7"),
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(MIDWAY, tmp_path_factory.mktemp("word"))


def drawn_up(plan: Path, *command: str) -> bytes:
    file = plan / "稿.docx"
    ran = cz(*command, "-o", file.name, "--force", cwd=plan)
    assert (ran.code, ran.out) == (0, "已写入 稿.docx。\n"), ran.err
    return file.read_bytes()


def made(markdown: str, looks: bytes | None = None) -> Paper:
    raw = word_file(blocks.blocks(markdown), looks or reference([str(SHIPPED)]), ABOUT)
    return Paper(raw)


def styles(paper: Paper) -> list[str]:
    """The names of the paragraphs' styles, in order."""
    names = {
        value(style, "styleId"): value(style.find(paper_checks.W + "name"))
        for style in paper.styles.iter(paper_checks.W + "style")
    }
    used = [paragraph.find(path("pPr", "pStyle")) for paragraph in paper.paragraphs()]
    return [names.get(value(style), "") for style in used]


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_keeps_to_the_rules(plan: Path, name: str) -> None:
    raw = drawn_up(plan, *PAPERS[name])
    assert broken(raw) == []
    assert raw == drawn_up(plan, *PAPERS[name])
    assert docx.Document(io.BytesIO(raw)).core_properties.title


def test_every_shipped_template_is_tried() -> None:
    shipped_names = {file.name.removesuffix(".md.j2") for file in SHIPPED.glob("[!_]*.md.j2")}
    assert shipped_names <= PAPERS.keys()


def test_the_parts_of_a_bulletin(plan: Path) -> None:
    command = (*PAPERS["督查通报"], "--number", "〔2026〕4号")
    paper = Paper(drawn_up(plan, *command))
    listed = styles(paper)
    assert listed[:5] == ["红头", "发文字号", "Title", "期号", "主送机关"]
    assert listed.count("附件说明") == 3
    assert listed.count("附件标号") == 3
    assert listed.count("落款") == 2
    assert listed.index("落款") < listed.index("附件标号")
    assert "〔2026〕4号" in paper.text
    body, _, annexes = paper.text.partition("附件1按时整改率排名")
    assert "已销号" not in body.partition("二、存在问题")[2]
    assert "已整改，已销号" in annexes


@pytest.mark.parametrize("name", ["阶段报告", "单位清单", "督办单", "整改清单一个单位"])
def test_papers_that_are_signed(plan: Path, name: str) -> None:
    assert styles(Paper(drawn_up(plan, *PAPERS[name]))).count("落款") == 2


def test_units_of_the_phase_report_stand_upright(plan: Path) -> None:
    paper = Paper(drawn_up(plan, *PAPERS["阶段报告"]))
    assert len(paper.sections) == 1


def test_the_number_has_to_have_a_place(plan: Path) -> None:
    nowhere = cz(*PAPERS["单位清单"], "--number", "4号", "-o", "无.docx", cwd=plan)
    assert nowhere.code == 2
    assert "没有印发文字号的地方" in nowhere.err
    in_markdown = cz(*PAPERS["督查通报"], "--number", "4号", cwd=plan)
    assert in_markdown.err == "cz：发文字号只印在 Word 里，请加 -o 文件.docx。\n"
    assert not (plan / "无.docx").exists()


ALIVE = [
    "<!--主送-->",
    "<!--落款-->各有关单位",
    "</w:t></w:r><w:br/>",
    "a & b &amp; &lt;",
    "# 题 | 列 | **粗** [链](x) `码`",
    "1. 一",
    "- 一",
    "> 引",
    "﻿\u202e\u200b\x07\x1b[31m",
    "\ufffe\uffff",
    "●红旗",
]


@pytest.mark.parametrize("text", ALIVE)
def test_text_stays_text(text: str) -> None:
    shown = str(escape(text))
    plain = made(f"{shown}\n")
    assert styles(plain) == [""]
    marked = made(f"{mark('主送')}{shown}\n")
    assert styles(marked) == ["主送机关"]
    table = made(f"| {shown} | 乙 |\n| :-- | :-- |\n| {shown} | {shown} |\n")
    assert len(table.tables) == 1
    for paper in (plain, marked):
        assert paper.text == plain.text
        assert paper.text.replace("\ufffd", "") != "" or "\ufffe" in text
    assert table.text == f"{plain.text}乙{plain.text}{plain.text}"
    for char in "<&*`#[":
        assert plain.text.count(char) == text.count(char) + plain.text.count("\x1b")


def test_any_text_is_well_formed() -> None:
    dice = random.Random(7)
    for _ in range(60):
        text = "".join(
            chr(dice.choice((dice.randrange(0xD800), dice.randrange(0xE000, 0x10FFFF))))
            for _ in range(20)
        )
        paper = made(
            f"# {escape(text)}\n\n{mark('落款')}{escape(text)}\n\n| a | b |\n| -- | -- |\n| {escape(text)} | x |\n"
        )
        assert len(paper.tables) == 1
        assert styles(paper)[-1:] == ["落款"]


@pytest.mark.parametrize("cell", ["字" * 5000, "a" * 5000, "a b " * 2000])
def test_very_long_cells(cell: str) -> None:
    paper = made(
        f"| 甲 | 乙 | 丙 |\n| -- | -- | -- |\n| {cell} | 短 | 2026年10月31日 |\n| 短 | 短 | 短 |\n"
    )
    splits = [
        row.find(path("trPr", "cantSplit")) is None
        for row in paper.tables[0].iter(paper_checks.W + "tr")
    ]
    assert splits == [False, True, False]
    assert paper_checks.tables_are_as_wide_as_their_columns(paper)
    assert paper_checks.tables_fit_on_their_pages(paper)


def test_dates_and_shares_are_not_broken() -> None:
    long = "很长的文字" * 40
    [grid] = blocks.blocks(
        "| " + " | ".join("甲乙丙丁戊己庚辛") + " |\n" + "| :-- " * 8 + "|\n"
        f"| {long} | {long} | 2026年10月31日 | 16（88.9%） | {long} | 推进中 | {long} | x |\n"
    )
    assert isinstance(grid, Grid)
    [widths] = column_widths([grid], Rooms(8845, 12756)).values()
    assert widths[2] >= 14 * 90 + 5 * 45 + 120
    assert widths[3] >= 11 * 90 + 120
    assert sum(widths) <= 12756


def test_a_wide_table_turns_its_page_and_what_leads_up_to_it() -> None:
    wide = "| " + " | ".join(f"第{n}列的标题" for n in range(14)) + " |\n" + "| :-- " * 14 + "|\n"
    wide += "| 八个字的内容文字 " * 14 + "|\n"
    text = "正文很长。" * 200
    paper = made(f"# 题\n\n{text}\n\n## 一\n\n说明：\n\n{wide}\n{mark('落款')}办公室\n\n后文。\n")
    turned = [value(each.find(paper_checks.W + "pgSz"), "orient") for each in paper.sections]
    assert turned == ["", "landscape", ""]
    ends = [
        place
        for place, block in enumerate(paper.blocks)
        if block.find(path("pPr", "sectPr")) is not None
    ]
    assert [paper_checks.text_of(paper.blocks[place + 1]) for place in ends] == ["一", "后文。"]
    alone = made(f"# 题\n\n{wide}\n{wide}\n")
    assert [value(each.find(paper_checks.W + "pgSz"), "orient") for each in alone.sections] == [
        "landscape"
    ]


def test_the_blocks_of_markdown() -> None:
    text = f"# 一 **粗**\n\n> 引\n\n3. 三\n4. {mark('附件说明')}四\n\n- 点\n\n普通\n"
    assert [
        (type(b).__name__, text_of(b.runs), b.part)
        for b in blocks.blocks(text)
        if not isinstance(b, Grid)
    ] == [
        ("Heading", "一 粗", ""),
        ("Paragraph", "引", ""),
        ("Paragraph", "三", ""),
        ("Paragraph", "四", "附件说明"),
        ("Paragraph", "点", ""),
        ("Paragraph", "普通", ""),
    ]
    heading, quoted, third, fourth, bullet, _ = blocks.blocks(text)
    assert isinstance(heading, Heading)
    assert [run.bold for run in heading.runs] == [False, True]
    for paragraph in (quoted, third, fourth, bullet):
        assert isinstance(paragraph, Paragraph)
    assert (quoted.quoted, third.number, fourth.number, bullet.bullet) == (True, 3, 4, True)


def test_an_unknown_part_is_told(plan: Path) -> None:
    own = plan / "templates"
    own.mkdir(exist_ok=True)
    (own / "试.md.j2").write_text('# 题\n\n{{ part("落欵") }}办公室\n', encoding="utf-8")
    ran = cz("report", "--template", "试", "-o", "试.docx", cwd=plan)
    assert ran.code == 1
    assert "公文里没有叫“落欵”的部分" in ran.err
    assert all(part in ran.err for part in PARTS)
    (own / "试.md.j2").unlink()


def test_an_office_has_looks_of_its_own(tmp_path: Path) -> None:
    """As a Chinese Word saves it: other ids of the styles, its own margins, text in the body."""
    paper = docx.Document(str(SHIPPED / NAME))
    paper.add_paragraph("样张")
    paper.sections[0].left_margin = 25 * 36000
    for style in paper.styles:
        if style.name == "Title":
            style.element.set(style.element.nsmap["w"].join("{}") + "styleId", "a3")
    paper.save(str(tmp_path / NAME))
    made_so = made("# 题\n\n正文\n", reference([str(tmp_path), str(SHIPPED)]))
    assert made_so.text == "题正文"
    assert styles(made_so) == ["Title", ""]
    assert value(made_so.paragraphs()[0].find(path("pPr", "pStyle"))) == "a3"
    assert value(made_so.sections[0].find(paper_checks.W + "pgMar"), "left") == "1417"


def changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The shipped reference with its parts changed."""
    with zipfile.ZipFile(SHIPPED / NAME) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/a.bmp"] = bytes(40 * 2**20)


def entity(parts: dict[str, bytes]) -> None:
    doctype = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        b"<w:styles", doctype + b"<w:styles"
    )


def link(parts: dict[str, bytes]) -> None:
    name = "word/_rels/document.xml.rels"
    more = b'<Relationship Id="x" Type="http://x/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/>'
    parts[name] = parts[name].replace(b"</Relationships>", more + b"</Relationships>")


def macro(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


def styleless(parts: dict[str, bytes]) -> None:
    parts["word/styles.xml"] = parts["word/styles.xml"].replace("落款".encode(), "签名".encode())


def torn(parts: dict[str, bytes]) -> None:
    parts["word/styles.xml"] = b"<w:styles"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (bomb, "太大"),
        (entity, "不是 Word 写的"),
        (link, "指到外面的链接"),
        (macro, "带有宏或嵌入的文件"),
        (styleless, "没有样式“落款”"),
        (torn, "读不懂"),
    ],
)
def test_a_hostile_reference_is_not_used(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    (tmp_path / NAME).write_bytes(changed(change))
    with pytest.raises(Refusal, match=told):
        made("# 题\n", reference([str(tmp_path), str(SHIPPED)]))


def test_a_reference_that_is_no_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(SHIPPED / NAME)
    with pytest.raises(Refusal, match="指到别处的链接"):
        reference([str(tmp_path)])
    (tmp_path / NAME).unlink()
    for content in (b"", b"PK\x03\x04", b"x" * (LARGEST + 1)):
        (tmp_path / NAME).write_bytes(content)
        with pytest.raises(Refusal, match="不能用来定 Word 文件的样式"):
            reference([str(tmp_path)])


def test_without_the_libraries_it_says_what_to_install(plan: Path) -> None:
    code = (
        "import importlib.util, sys; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *a: None if name == 'docx' else find(name, *a)\n"
        "from cz.cli.main import main; sys.argv = ['cz', 'report', '-o', 'x.docx']; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=plan,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "pip install python-docx markdown-it-py" in ran.stderr
    assert not (plan / "x.docx").exists()


def test_plain_commands_load_nothing_of_it(plan: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cz", "report", "--template", "简报"],
        cwd=plan,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "jinja2" in loaded
    assert loaded & {"docx", "lxml", "markdown_it", "cz.report.word", "cz.report.blocks"} == set()


def test_the_reference_file_is_what_its_script_makes(tmp_path: Path) -> None:
    script = (ROOT / "docs" / "word_reference.py").read_text(encoding="utf-8")
    target = tmp_path / "templates" / NAME
    target.parent.mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "word_reference.py").write_text(script, encoding="utf-8")
    subprocess.run([sys.executable, str(tmp_path / "docs" / "word_reference.py")], check=True)
    assert target.read_bytes() == (SHIPPED / NAME).read_bytes()


def test_a_bad_paper_is_found_out() -> None:
    """The rules can fail."""
    good = word_file(
        blocks.blocks("# 题\n\n正文\n\n| a | b |\n| -- | -- |\n| 1 | 2 |\n"),
        reference([str(SHIPPED)]),
        ABOUT,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as archive, zipfile.ZipFile(out, "w") as worse:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:cantSplit/>", b"").replace(b"<w:tblHeader/>", b"")
                content = re.sub(rb'<w:gridCol w:w="\d+"/>', b'<w:gridCol w:w="9000"/>', content)
            worse.writestr(name, content)
    assert broken(good) == []
    assert broken(out.getvalue()) == [
        "tables_are_as_wide_as_their_columns",
        "rows_do_not_split",
        "headings_of_tables_repeat",
    ]


def test_a_column_of_long_texts_gets_the_room() -> None:
    """One cell that is longer still does not count."""
    row = ["1-1", "测评" * 10, "区教育局、" * 10]
    odd = ["1-2", "测评" * 60, "区教育局"]
    texts = [row] * 19 + [odd]
    rows = tuple(tuple((Run(text),) for text in cells) for cells in texts)
    titles = tuple((Run(text),) for text in ("编号", "标准", "责任单位"))
    grid = Grid(titles, ("left", "left", "left"), rows)
    number, standard, units = column_widths([grid], Rooms(8000, 12000))[titles]
    assert units > 2 * standard
    assert number + standard + units <= 8000


def test_what_is_filled_in_stays_on_one_page(plan: Path) -> None:
    """A slip with many findings has its reply on a page of its own, whole."""
    cz("order", "print", "d2026-7", "-o", "督办单.docx", cwd=plan)
    paper = docx.Document(str(plan / "督办单.docx"))
    for table in (paper.tables[0], paper.tables[-1]):
        kept = [
            all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
            for row in table.rows
        ]
        assert kept[:-1] == [True] * (len(kept) - 1)
    assert not kept[-1]
