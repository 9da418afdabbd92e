"""Every line of the published text is in the plan's data and in the report that prints it whole.

The few that are not are listed, each with why not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cz.load import load
from cz.records.kinds import KINDS
from tests.running import MIDWAY, ROOT, copy_of, cz

SEED = (ROOT / "tests" / "seed" / "plan.txt").read_text(encoding="utf-8")
PLAN = load(str(ROOT)).campaign

# Lines that are no part of the plan, or stand in it otherwise, each with why.
WHY_NOT = {
    "# 目 录": "目录的标题，方案全文不印目录",
    "以上内容仅为本文档的试下载部分，为可阅读页数的一半内容。如要下载或阅读全文，请访问：": "不是方案的文字",
    "<https://d.book118.com/395130040323011130>": "不是方案的文字",
}


def flat(text: str) -> str:
    """Without blanks, marks of headings and what Markdown escapes."""
    return re.sub(r"[\s#*\\]|</?b>", "", text)


def told(record: Any) -> Iterator[str]:
    """Every text that a record holds."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple):
        for value in record:
            yield from told(value)


def texts() -> str:
    """All that the plan's records say, with the headings of parts, phases and steps as written."""
    said: list[str] = []
    for kind in KINDS.values():
        records = getattr(PLAN, kind.section)
        for record in (records,) if kind.single else records:
            if getattr(record, "source", "plan") == "plan" or kind.section == "tasks":
                said += told(record)
    return flat("\n".join(said))


def lines() -> list[str]:
    """The seed's lines, those that a page or a bracket broke put together again."""
    text = re.sub(r"\n\n件\)", "件)", SEED)
    text = re.sub(
        r"(牵头单位[^)〕]*?)\n+([^#]*?[)〕])", lambda m: m[1] + m[2].replace("\n", ""), text
    )
    return [line for line in text.split("\n") if line.strip()]


CONTENTS = re.compile(r"^(?:<b>)?(.+?)(?:</b>)?\t(?:<b>)?(\d+)(?:</b>)?$")
NUMBER = re.compile(r"^(?:附件: ?|[一二三四五六]、|\([一二三四五六七八九十]+\) ?|[0-9]+\. ?)")
YEAR = re.compile(r"^20××年, |\s*\(20××年\)$")


def test_every_line_of_the_body_is_in_the_data_or_listed_with_why_not() -> None:
    data = texts()
    missing = []
    for line in lines():
        if CONTENTS.match(line) or line in WHY_NOT:
            continue
        plain = flat(line)
        plain = re.sub(r"^(?:[一二三四五六]、|（[一二三]）(?:20××年，)?|（一）|[0-9]\.)", "", plain)
        plain = plain.strip("〔()〕") if plain.startswith(("〔牵头", "(牵头")) else plain
        if plain not in data:
            missing.append(line)
    assert missing == []


def test_every_line_of_the_contents_is_in_the_data_with_its_page() -> None:
    pages: set[tuple[str, int]] = {
        (flat(part.title), part.page) for part in PLAN.parts if part.mark != "附件"
    }
    annex = PLAN.parts[-1]
    pages |= {(flat(f"{annex.title}"), annex.page)}
    pages |= {(flat(re.sub("^（.）", "", each.title)), each.page) for each in annex.headings}
    for phase in PLAN.phases:
        pages |= {(flat(phase.in_contents), phase.page), (flat(phase.stage), phase.stage_page)}
    for record in (*PLAN.chapters, *PLAN.tasks, *PLAN.steps, *PLAN.requirements):
        pages.add((flat(record.title), record.page))
    pages |= {(flat(group.name), group.page) for group in PLAN.groups}
    listed = [match for line in lines() if (match := CONTENTS.match(line))]
    assert len(listed) == 111
    untold = []
    for match in listed:
        title = YEAR.sub("", NUMBER.sub("", match[1]))
        # 工作人员 and 工作职责 have no number; 附件 is followed by the headquarters' name
        if (flat(title), int(match[2])) not in pages:
            untold.append(match[0])
    assert untold == []


def test_the_whole_text_reads_in_the_plans_own_order() -> None:
    printed = flat(cz("report", "--template", "方案全文").out)
    place = 0
    for line in lines():
        if CONTENTS.match(line) or line in WHY_NOT or line == "# 县区创建文明城市实施方案":
            continue
        plain = flat(line).strip("〔()〕")
        at = printed.find(re.sub(r"^[0-9]\.", "", plain), place)
        assert at >= place, line
        place = at
    headings = [match for line in lines() if (match := CONTENTS.match(line))]
    place = 0
    for match in headings:
        title = flat(YEAR.sub("", NUMBER.sub("", match[1])))
        if "全面动员" in title or "集中力量" in title or "巩固成果" in title:
            title = title.replace(",", "，")  # the body's spelling is printed, the other is told
        at = printed.find(title, place)
        assert at >= place, match[0]
        place = at
        assert f"第{match[2]}页" in printed[at : at + len(title) + 30], match[0]


def test_bonus_standards_and_grades_of_the_offices_own(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    asked = ("target", "--phase", "3")
    assert cz(*asked, cwd=plan).out.endswith(
        "特色指标 0 条（方案要求获得较多加分，没有写数值，不计入A类占比）\n"
        "还没有录入：在 data/indicators.yaml 里照测评标准写，加一行 bonus: true。\n"
    )
    assert "特色指标" not in cz("target", "--phase", "2", cwd=plan).out
    assert cz("show", "特色指标", cwd=plan).err == (
        "cz：特色指标不是一条记录，是几条测评标准，列在 cz target --phase 3 里；"
        "看其中一条，请写它的编号。\n"
    )
    standards = plan / "data" / "indicators.yaml"
    text = standards.read_text(encoding="utf-8")
    before = json.loads(cz("target", "--json", cwd=plan).out)
    listed, heading, rest = text.partition("\n# 演示数据：申报条件")
    standards.write_text(
        f"{listed}  - {{id: i13-01, title: 演示的特色指标, project: x12, unit: 区教育局, bonus: true}}\n{heading}{rest}",
        encoding="utf-8",
    )
    (plan / "册.csv").write_text("一\n", encoding="utf-8")
    added = cz("evidence", "add", "i13-01", "册.csv", "--kind", "数据表格", cwd=plan)
    assert added.code == 0, added.err
    assert cz("check", cwd=plan).out.endswith(
        "错误 0 个，警告 0 个，提示 4 个。\n"
    )  # W406 counts 188
    assert cz(*asked, cwd=plan).out.endswith(
        "特色指标 1 条（方案要求获得较多加分，没有写数值，不计入A类占比）\n"
        "编号    特色指标        单位      材料\n"
        "i13-01  演示的特色指标  区教育局  1 份\n"
    )
    after = json.loads(cz("target", "--json", cwd=plan).out)
    assert after.pop("bonus")[0]["id"] == "i13-01"
    assert before.pop("bonus") == []
    assert after == before
    refused = cz("rate", "i1-01", "A+", cwd=plan)
    assert refused.err == (
        "cz：没有“A+”这种评级。可用的有：A、B、C。"
        "本地另有等级的，先在 data/tasks.yaml 的 plan 里写 grades，每项以 A、B 或 C 开头。\n"
    )
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(
        text.replace("\nplan:\n", "\nplan:\n  grades: [A+, C#]\n", 1), encoding="utf-8"
    )
    rated = cz("rate", "i1-01", "a+", "--phase", "3", cwd=plan)
    assert rated.out.startswith("i1-01 区级理论学习中心组有年度学习计划")
    assert "第3阶段评级：未评 → A+\n" in rated.out
    again = cz("rate", "i1-01", "B", "--phase", "3", cwd=plan)
    assert "第3阶段评级：A+ → B，比原来低\n" in again.out
    cz("rate", "i1-01", "C#", "--phase", "3", cwd=plan)
    third = json.loads(cz(*asked, "--json", cwd=plan).out)
    assert (third["c"], third["rated_c"][0]["id"]) == (1, "i1-01")
    assert "第3阶段" in (shown := cz("show", "i1-01", cwd=plan).out)
    assert "C#" in shown


def test_what_the_plan_says_besides_is_listed_and_has_cards() -> None:
    plan = ("--plan", str(MIDWAY))
    assert cz("list", "--kind", "工作要求", *plan).out == (
        "编号  标题          页码\n"
        "r1    强化组织主职    31\n"
        "r2    强化工作责任    31\n"
        "r3    强化投入保障    31\n"
        "r4    强化联动联创    31\n"
        "r5    强化督查考核    32\n"
        "r6    强化奖惩措施    32\n"
        "\n"
        "共 6 条要求\n"
    )
    counts = {"part": 8, "phase": 3, "chapter": 10, "body": 11, "system": 2, "block": 3}
    for kind, count in {**counts, "project": 12, "person": 169}.items():
        assert len(json.loads(cz("list", "--kind", kind, "--json", *plan).out)) == count
    assert "phone" not in cz("list", "--kind", "person", "--columns", "phone", *plan).out
    assert cz("show", "b3", *plan).out == (
        "b3　长效常态的创建工作机制\n"
        "\n"
        "测评项目 1 个\n"
        "编号  测评项目                标准  A类  B类  C类  未评\n"
        "x12   长效常态的创建工作机制    16    9    1    0     6\n"
    )
    assert "现任 8 人" in cz("show", "指挥部", *plan).out
    assert cz("show", "第六章", *plan).out == (
        "六　工作要求\n页码      方案第31页\n看得到的  目录\n"
    )
