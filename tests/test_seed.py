"""Every line of the published text is in the plan's data and in the report that prints it whole.

The few that are not are listed, each with why not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cz.load import load
from cz.records.kinds import KINDS
from tests.running import ROOT, cz

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
