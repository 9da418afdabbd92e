"""Surveys: tables of answers counted, rates with their interval, no rank where they overlap."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import openpyxl
import pytest

from cz.show.surveys import interval, rate_words
from cz.surveys.rates import rate
from cz.surveys.sizes import margin, wanted
from cz.surveys.tally import tally
from cz.words import one_decimal
from tests import recount_surveys as recount
from tests.running import MIDWAY, ROOT, copy_of, cz

sys.path.insert(0, str(ROOT / "examples"))
import make_surveys


def documented(name: str) -> list[list[str]]:
    page = (ROOT / "docs" / "surveys.md").read_text(encoding="utf-8")
    table = page.partition(f"<!-- rules: {name} -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


@pytest.mark.parametrize(("answers", "points"), documented("sizes"))
def test_how_exact_so_many_answers_are(answers: str, points: str) -> None:
    assert one_decimal(margin(int(answers))) == points


def test_how_many_answers_are_wanted() -> None:
    assert [wanted(error) for error in (1, 3, 5, 10)] == [9604, 1068, 385, 97]
    assert wanted(3, population=2000) == 697  # 1067.07 / (1 + 1066.07 / 2000), rounded up
    assert wanted(3, population=20) == 20
    assert margin(500, population=500) == 0
    for error in (0.7, 2, 4.3):
        assert margin(wanted(error)) <= error < margin(wanted(error) - 1)


@pytest.mark.parametrize(("good", "answers", "share", "between"), documented("rates"))
def test_rates(good: str, answers: str, share: str, between: str) -> None:
    found = rate(int(good), int(answers))
    assert (rate_words(found), interval(found)) == (share, between)
    low, high = recount.wilson(int(good), int(answers))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


UNITS = {name: name for name in ("城东街道", "城西街道")}


def counted(table: str, by: str = "") -> dict[str, object]:
    rows = [line.split("|") for line in table.strip().split("\n")]
    found = tally(rows, lambda text: UNITS.get(text, ""), by)
    return {
        "rows": (found.rows, found.valid),
        "by": (found.by, found.elsewhere),
        "out": [(each.heading, each.why[:2]) for each in found.left_out],
        **{
            f"{each.number} {each.text}": (
                {option.text: option.chosen for option in each.options},
                ("多选 " if each.several else "")
                + f"回答{each.answered} 没答{each.blank} 没问{each.passed}",
                dict(each.units),
            )
            for each in found.questions
        },
    }


def test_what_is_read_of_a_table_of_wenjuanxing() -> None:
    table = """
序号|提交答卷时间|来自IP|1、您的姓名|2、所在街道|3、满意吗？[单选题]|4、要改进的[多选题]
1|2026/9/3 12:00:00|1.2.3.4|甲|城东街道|A.满意|停车┋噪声
2|2026/9/3 12:00:01|1.2.3.4|乙|城西街道|B.不满意|停车
3|2026/9/3 12:00:02|1.2.3.4|丙|城西街道|满意|(跳过)
4|2026/9/3 12:00:03|1.2.3.4|丁|城东街道|说不清|噪声┋停车
5|2026/9/3 12:00:04|1.2.3.4|戊|别处|满意|(空)
6|2026/9/3 12:00:05|1.2.3.4|己|城东街道|(空)|(空)
7|2026/9/3 12:00:05|1.2.3.4|庚|城东街道|不满意|噪声
"""
    assert counted(table) == {
        "rows": (7, 6),
        "by": ("2、所在街道", 1),
        "out": [("1、您的姓名", "个人")],
        "3 满意吗？": (
            {"满意": 3, "不满意": 2, "说不清": 1},
            "回答5 没答0 没问0",
            {"城东街道": (1, 1, 1), "城西街道": (1, 1, 0)},
        ),
        "4 要改进的": ({"停车": 3, "噪声": 3}, "多选 回答4 没答1 没问1", {}),
    }


def test_what_is_read_of_tables_of_kobo_and_wps() -> None:
    kobo = """
start|end|满意吗|改进|改进/停车|改进/噪声|_uuid|_submission_time
x|y|满意|停车 噪声|1|1|u1|2026-09-03T12:00:00
x|y|满意|停车|1|0|u2|2026-09-03T12:00:00
x|y|不满意||0|0|u3|2026-09-03T12:00:00
x|y|不满意|噪声|0|1|u4|2026-09-03T12:00:00
"""
    assert counted(kobo) == {
        "rows": (4, 4),
        "by": ("", 0),
        "out": [],
        "1 满意吗": ({"满意": 2, "不满意": 2}, "回答4 没答0 没问0", {}),
        "2 改进": ({"停车": 2, "噪声": 2}, "多选 回答3 没答1 没问0", {}),
    }
    wps = """
提交时间|满意吗|改进（多选）|哪一种|建议
2026-09-03|满意|停车,噪声|水,电|一句话
2026-09-03|满意|停车|水,电|又一句
2026-09-03|不满意|噪声,停车|煤|再一句
2026-09-03|不满意|噪声|煤|末一句
"""
    assert counted(wps) == {
        "rows": (4, 4),
        "by": ("", 0),
        "out": [("建议", "填空")],
        "1 满意吗": ({"满意": 2, "不满意": 2}, "回答4 没答0 没问0", {}),
        "2 改进": ({"停车": 3, "噪声": 3}, "多选 回答4 没答0 没问0", {}),
        "3 哪一种": ({"水,电": 2, "煤": 2}, "回答4 没答0 没问0", {}),
    }


def test_a_thousand_answers_counted_by_two_programs(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    example = (plan / "data" / "surveys.yaml").read_text(encoding="utf-8")
    (plan / "data" / "surveys.yaml").unlink()
    (plan / "导出.csv").write_bytes(make_surveys.export())
    asked = ("survey", "import", "导出.csv", "--as", "q2026-1", "--good", "满意、基本满意")
    ran = cz(*asked, "--sent", "1200", cwd=plan)
    assert ran == (
        0,
        "q2026-1 2026年第1次问卷调查　收回 1000 份，有效 990 份，8 道题；答卷没有留，只记校验值\n"
        "单位看“1、您所在的街道（乡镇）”一列，16 份认不出单位。\n"
        "可以选几项的题：9，只数人数，不算好评率。\n"
        "没有统计“10、您的意见和建议”：填空或选项太多，不统计。\n",
        "",
    )
    written = (plan / "data" / "surveys.yaml").read_text(encoding="utf-8")
    assert "192.0.2" not in written
    assert "自己的话" not in written
    kept = [line for line in written.splitlines() if line.strip() and line[0] != "#"]
    told = [line for line in example.splitlines() if line.strip() and line[0] != "#"]
    told = [line for line in told if not line.startswith("    indicator:")]
    assert kept == [line.replace("问卷星导出.csv", "导出.csv") for line in told]
    again = cz("survey", "import", "导出.csv", "--as", "q2026-2", cwd=plan)
    assert again.err == ("cz：这个文件已经取进过，是 q2026-1 2026年第1次问卷调查，没有改动。\n")
    data = json.loads(cz("survey", "q2026-1", "--json", cwd=plan).out)
    expected = recount.count(
        make_surveys.export(), {"满意", "基本满意"}, set(make_surveys.UNITS), 6
    )
    assert (data["returned"], data["valid"]) == (expected["returned"], expected["valid"])
    for question in data["questions"]:
        if question["several"]:
            continue
        other = expected["questions"][question["number"]]
        for name in ("good", "answers", "percent", "low", "high"):
            assert question["rate"][name] == pytest.approx(other[name], abs=0.011)
        for name in ("unsure", "blank", "passed"):
            assert question[name] == other[name]
        by_unit = {each["unit"]: each["answers"] for each in question["units"]}
        assert by_unit == {unit: each["answers"] for unit, each in other["units"].items()}


def test_what_a_survey_shows(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    text = cz("survey", "q2026-1", cwd=plan).out
    for line in (
        "2026年第1次问卷调查（演示数据）　2026年6月3日至2026年6月14日",
        "发出 1200 份，收回 1000 份（83.3%），有效 990 份，一题没答 10 份，误差不超过 ±3.1 个百分点",
        "   3  您对本区干部作风满意吗                   891      76      23   90.3%  88.2～92.1",
        "第 2 题　各单位的区间互相重叠，差别不足以排名。",
        "第 6 题　区间不重叠、可以分出高低的：柳溪镇 高于 城南街道；城西街道 高于 城南街道。"
        "其余的区间重叠，差别不足以排名。",
    ):
        assert line in text.split("\n")
    told = cz("survey", "set", "k2026-1-3", "--good", "满意", "--skip", "说不清", cwd=plan)
    assert told.out == (
        "k2026-1-3 您对本区干部作风满意吗　算好评：满意；不算回答：说不清\n"
        "  data/surveys.yaml:45\n"
        "  -       - {text: 基本满意, chosen: 339, good: true}\n"
        "  +       - {text: 基本满意, chosen: 339, good: false}\n"
    )
    for number in range(2, 9):
        cz("survey", "set", f"k2026-1-{number}", "--weight", "10", cwd=plan)
    assert "按办公室定的权重合计 " in cz("survey", "q2026-1", cwd=plan).out
    refused = {
        ("set", "k2026-1-9", "--good", "停车"): "可以选几项，算不出好评率",
        ("set", "k2026-1-3", "--good", "很好"): "没有“很好”这个选项。选项有：满意、基本满意",
        ("set", "k2026-1-3", "--weight", "0"): "权重应当大于 0",
        ("set", "k2026-1-33", "--good", "满意"): "没有编号为“k2026-1-33”的题目。",
        ("show", "q2026-1", "--question", "1"): "没有第 1 题。有的是：2、3",
        ("show", "q2027-1"): "没有叫“q2027-1”的问卷。最接近的有：q2026-1。",
        ("size", "--error", "0"): "误差应当在 0.1 到 50",
        ("import", "没有.csv", "--as", "q2026-2"): "没有“没有.csv”这个文件",
        ("import", "x.csv", "--as", "2026"): "问卷的编号应当像 q2026-1",
    }
    for words, expected in refused.items():
        ran = cz("survey", *words, cwd=plan)
        assert (ran.code, ran.out) == (2, "")
        assert expected in ran.err


def test_a_rating_is_proposed_by_the_offices_own_rule(tmp_path: Path) -> None:
    """None without a rule; where the interval reaches over the rule's bound, that is said."""
    plan = copy_of(MIDWAY, tmp_path / "plan")
    none = cz("survey", "rate", "q2026-1", cwd=plan).out
    assert none.startswith("问过、写了规则的标准 0 条：提出 0 条，和第2阶段的评级一样 0 条。\n")
    path = plan / "data" / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    for id_, rule in (
        ("i4-04", "{A: 达到不少于85%, C: 其余}"),  # 90.3 %, an A as it is
        ("i9-09", "{A: 达到不少于90%, B: 达到不少于70%, C: 其余}"),  # 74.5 %, not rated yet
        ("i9-22", "{B: 达到不少于69%, C: 其余}"),  # 66.0 %, but the interval reaches to 69.4
    ):
        text = text.replace(f"  - id: {id_}\n", f"  - id: {id_}\n    judge: {rule}\n")
    path.write_text(text, encoding="utf-8")
    told = json.loads(cz("survey", "rate", "q2026-1", "--json", cwd=plan).out)["judged"]
    assert [
        (each["indicator"], each["grade"], each["sure"], each["proposed"]) for each in told
    ] == [
        ("i4-04", "A", True, False),
        ("i9-09", "B", True, True),
        ("i9-22", "C", False, True),
    ]
    shown = cz("survey", "rate", "q2026-1", cwd=plan, COLUMNS="200").out
    assert "区间里也可能是B\n" in shown
    assert "逐条核对过了再写上：cz survey rate q2026-1 i9-09 i9-22 --accept\n" in shown
    done = cz("survey", "rate", "q2026-1", "i9-09", "--accept", cwd=plan).out
    assert (
        "第2阶段评级：未评 → B，原因：2026年第1次问卷调查（q2026-1）第5题回答903人，"
        "好评率74.5%（71.6～77.3）：达到不少于70%为B\n" in done
    )
    again = cz("survey", "rate", "q2026-1", "i9-09", "--accept", cwd=plan)
    assert (again.code, again.out) == (2, "")
    assert "i9-09 没有提出评级：" in again.err


def test_a_questionnaire_is_printed_and_put_on_phones(tmp_path: Path) -> None:
    """What the phones send back is read by the numbers in its headings."""
    plan = copy_of(MIDWAY, tmp_path / "plan")
    printed = cz("survey", "form", "q2026-1", cwd=plan).out
    assert (
        "**6. 您对所住小区的物业服务和环境满意吗**\n\n□ 满意　　□ 基本满意　　□ 不满意" in printed
    )
    asked = cz("survey", "form", "--options", "满意、不满意、说不清", cwd=plan).out
    assert "**3. 群众对本区干部作风表示满意**\n\n□ 满意　　□ 不满意　　□ 说不清\n" in asked
    assert asked.count("**") == 2 * 11
    refused = cz("survey", "form", cwd=plan)
    assert "请用 --options 写明各题的选项" in refused.err
    ran = cz("survey", "form", "q2026-1", "-o", "手机.xlsx", "--form", "xlsform", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    book = openpyxl.load_workbook(plan / "手机.xlsx")
    rows = list(book["survey"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows[:2]] == [
        ("select_one options1", "k1", "1、您住在哪个街道（乡镇）"),
        ("select_one options2", "k2", "2、您对身边的主题景观和宣传小品满意吗"),
    ]
    assert rows[-1][:3] == ("select_multiple options9", "k9", "9、您认为最需要改进的是")
    choices = list(book["choices"].iter_rows(min_row=2, values_only=True))
    assert ("options2", "o4", "说不清") in [row[:3] for row in choices]
