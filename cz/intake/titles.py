"""What the plan is called, and of which year it is."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from cz.intake.headings import CHINESE, CHINESE_IN_BRACKETS, PART, mark_at
from cz.intake.paragraphs import Block, Document, Line

_ENDS = (
    r"(?:方案|意见|计划|措施|办法|规划|要点|清单|行动|分工|分解表|分解|分工表|任务表|一览表|计划表|安排表|纲要|政策|规定|细则|任务书|安排|条|任务|工程|工作"
    r"|决定|若干举措|责任制|责任表|指南|路线图)"
)
_TITLE = re.compile(
    rf"[\u4e00-\u9fff“”《》（）()\d“”\"×+·—\-、〔〕一-龥]{{5,90}}{_ENDS}(?:（[^（）]{{1,20}}）|\([^()]{{1,20}}\))?"
)
_PRINTED = re.compile(r"印发[《〈](?P<title>.{4,90}?)[》〉](?:（.{1,10}）)?的?(?:通知|函)")
_ABOUT = re.compile(r".{0,40}关于.{4,60}的(?:通知|意见|实施意见|指导意见|函|决定|通告|批复)")
_NO_TITLE = re.compile(
    r"^(?:标题|附件|来源|索引|发布|文号|主题|名称|信息|各|为|根据|抄送|此)|[：:]$|印发|特制定|如下"
)
_YEAR = re.compile(
    r"(20\d\d)\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[〔\[（(](20\d\d)[〕\]）)]\s?\d+\s?号"
)


def title_of_document(blocks: Sequence[Block], documents: Sequence[Document]) -> str:
    """The line before the text, else the name that the notice has between 《》, else the file's."""
    head = _head(blocks)
    standing = [_standing(head, number) for number in range(len(head))]
    standing = [text for text in standing if text]
    if standing:
        return standing[-1]
    whole = "".join(head[:12])
    printed = _PRINTED.search(whole)
    if printed:
        return printed["title"]
    for number, text in enumerate(head[:12]):
        about = _ABOUT.fullmatch(text) or _ABOUT.fullmatch(
            "".join(head[max(0, number - 1) : number + 1])
        )
        if about:
            return about[0]
    return os.path.splitext(documents[0].name)[0] if documents else ""


def _head(blocks: Sequence[Block]) -> list[str]:
    """The lines before the first chapter, none longer than titles are."""
    head = []
    for block in blocks[:200]:
        if not isinstance(block, Line):
            continue
        mark = mark_at(block.text)
        if mark is not None and mark.kind in (PART, CHINESE, CHINESE_IN_BRACKETS):
            break
        head.append(block.text.strip())
    return head


def _standing(head: Sequence[str], number: int) -> str:
    """The title that ends with a line, "" where none does; one may take up to three lines."""
    for lines in (1, 2, 3):
        start = number - lines + 1
        if start < 0:
            return ""
        parts = head[start : number + 1]
        text = "".join(parts)
        if any(len(part) > 60 or part.endswith(("。", "：")) for part in parts):
            return ""
        whole = _TITLE.fullmatch(text)
        if whole and not _NO_TITLE.search(text) and (lines > 1 or not _begins_within(text)):
            return text
    return ""


def _begins_within(text: str) -> bool:
    """Whether the line goes on with a title that began above: 的指导意见."""
    return text.startswith(("的", "和", "及", "与", "、")) or len(text) < 6


def year_of_document(blocks: Sequence[Block]) -> int:
    """The year that the document is dated or numbered in, 0 where it says none."""
    for block in blocks:
        if isinstance(block, Line) and len(block.text) < 300:
            match = _YEAR.search(block.text)
            if match:
                return int(match[1] or match[2])
    return 0
