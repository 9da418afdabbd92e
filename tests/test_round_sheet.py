"""``cz round sheet``: the papers that go along to the spots of a mock assessment."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from pyxform.xls2xform import convert

from tests.paper_checks import Paper, broken
from tests.running import MIDWAY, cz

TODAY = ("--today", "2026-07-15")


def test_a_page_a_spot_with_what_was_left_undone_there() -> None:
    shown = cz("round", "sheet", "m2026-2", "p2", "城中商业广场", *TODAY, cwd=MIDWAY).out
    second = (
        "# 模拟测评记录表（演示数据）\n\n"
        "2026年第2次模拟测评（m2026-2）7月6日至7月10日\n\n"
        "| 点位 | 类型 | 属地 | 包保单位 | 包保领导 | 检查日期 |\n"
        "| :-- | :-- | :-- | :-- | :-- | :-- |\n"
        "| 城中商业广场（p3） | 商场超市 | 区商务局 | 未定 | 未定 | ＿＿月＿＿日 |\n\n"
        "这里没有上次留下、没有整改好的问题。\n\n"
    )
    assert shown.startswith(
        "# 模拟测评记录表（演示数据）\n\n"
        "2026年第2次模拟测评（m2026-2）7月6日至7月10日\n\n"
        "| 点位 | 类型 | 属地 | 包保单位 | 包保领导 | 检查日期 |\n"
        "| :-- | :-- | :-- | :-- | :-- | :-- |\n"
        "| 滨河路改造工地（p2） | 建筑工地 | 区住房和城乡建设局 | 未定 | 未定 | ＿＿月＿＿日 |\n\n"
        "| 编号 | 查出日期 | 上次没有整改好的 | 整改时限 | 改好了 | 没改好 |\n"
        "| :-- | :-- | :-- | :-- | :-: | :-: |\n"
        "| f260626-1 | 2026年6月26日 | 物料未覆盖，出入口带泥上路 | 7月3日（逾期12天） | □ | □ |\n\n"
        "| 编号 | 看什么 | 符合 | 不符合 | 不适用 | 没有看 | 存在问题（现场填写） | 照片号 |\n"
        "| :-- | :-- | :-: | :-: | :-: | :-: | :-- | :-- |\n"
        "| i3-15 | 建筑工地围挡上的公益广告无残缺、无错字，未被商业广告覆盖 | □ | □ | □ | □ | 　 | 　 |\n"
        "| i9-23 | 建筑工地围挡整齐，出入口有冲洗设施，物料覆盖到位，无带泥上路 | □ | □ | □ | □ | 　 | 　 |\n\n"
        "> 一条勾一个；没有这一项的勾“不适用”，进不去、没有看到的勾“没有看”，在存在问题里写原因。\n\n"
        "检查人（签字）：　　　　　　　　　　陪同人（签字）：\n\n" + second
    )


def test_all_in_one_file_or_one_a_spot(tmp_path: Path) -> None:
    word, page = tmp_path / "表.docx", tmp_path / "表.html"
    names = ("p1", "p2", "p3")
    for path in (word, page):
        ran = cz("round", "sheet", "m2026-2", *names, "-o", str(path), *TODAY, cwd=MIDWAY)
        assert (ran.code, ran.out, ran.err) == (0, f"已写入 {path}。\n", "")
    raw = word.read_bytes()
    assert broken(raw) == []
    paper = Paper(raw)
    xml = ElementTree.tostring(paper.document, encoding="unicode")
    assert xml.count("pageBreakBefore") == 2
    assert "h1~h1{break-before:page}" in page.read_text(encoding="utf-8")
    folder = tmp_path / "分开"
    ran = cz("round", "sheet", "m2026-2", *names, "--all", "-o", str(folder), cwd=MIDWAY)
    assert ran.out == f"已写入 {folder}：3 个点位。\n"
    assert sorted(path.name for path in folder.iterdir()) == [
        "p1-新城家园项目工地.docx",
        "p2-滨河路改造工地.docx",
        "p3-城中商业广场.docx",
    ]


def test_the_long_table_has_a_row_a_spot_and_standard(tmp_path: Path) -> None:
    book, text = tmp_path / "表.xlsx", tmp_path / "表.csv"
    for path in (book, text):
        ran = cz("round", "sheet", "m2026-2", "-o", str(path), cwd=MIDWAY)
        assert (ran.code, ran.out) == (0, f"已写入 {path}：83 个点位。\n")
    rows = list(csv.reader(io.StringIO(text.read_text(encoding="utf-8-sig"))))
    sheet = load_workbook(book).active
    offered = sheet.data_validations.dataValidation[0]
    assert (str(offered.sqref), offered.formula1) == (
        f"H3:H{len(rows) + 1}",
        '"符合,不符合,不适用,没有看"',
    )
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert cells == rows
    assert rows[:2] == [
        [
            "模拟测评",
            "点位编号",
            "点位",
            "点位类型",
            "属地",
            "测评标准",
            "标准内容",
            "是否符合",
            "存在问题",
            "照片号",
            "检查日期",
            "检查人",
        ],
        [
            "m2026-2",
            "p1",
            "新城家园项目工地",
            "建筑工地",
            "区住房和城乡建设局",
            "i3-15",
            "建筑工地围挡上的公益广告无残缺、无错字，未被商业广告覆盖",
            *[""] * 5,
        ],
    ]


def test_the_form_for_phones_is_what_pyxform_takes(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    asked = ("--form", "xlsform", "-o", str(path), *TODAY)
    assert cz("round", "sheet", "m2026-2", *asked, cwd=MIDWAY).code == 0
    made = convert(path, validate=False)
    assert made.warnings == []
    xml = made.xform
    told = json.loads(cz("round", "m2026-2", "--json", *TODAY, cwd=MIDWAY).out)
    ids = {row["id"] for row in told["standards"]}
    nodes = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(xml).iter()}
    assert ids <= nodes
    assert "repeat" not in nodes
    assert """relevant=" /data/i9-23  = 'no'\"""" in xml
    with zipfile.ZipFile(path) as archive:
        assert all(info.date_time[0] == 1980 for info in archive.infolist())


def test_what_cannot_be_is_told() -> None:
    for words, told in (
        (("m2026-2", "p12"), "cz：m2026-2 没有抽到 p12 "),
        (("m2026-9",), "cz：没有叫“m2026-9”的模拟测评。"),
        (("m2026-2", "--form", "docx"), "cz：--form 只和 --all 连用（xlsform 除外）"),
        (("m2026-2", "--form", "pdf"), "cz：--form 可以写 docx、html、md、csv、xlsx、xlsform，"),
        (("m2026-2", "--all"), "cz：--all 要和 -o 连用，"),
        (("m2026-2", "--form", "xlsform"), "cz：--form xlsform 要和 -o 连用，"),
        (("m2026-2", "--all", "--form", "xlsform", "-o", "x"), "cz：xlsform 是一张表，"),
        (("m2026-2", "-o", "表.pdf"), "cz：报告写成什么，看文件名的结尾："),
    ):
        ran = cz("round", "sheet", *words, cwd=MIDWAY)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(told), ran.err
