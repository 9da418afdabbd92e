"""The form that goes with a standard's papers (测评材料提交表), as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.markdown import markdown_line as line
from cz.records import Campaign
from cz.report.blocks import blocks
from cz.report.reference import reference
from cz.report.word import About, word_file
from cz.words import cn_date

TITLE = "测评材料提交表"


class Listed(NamedTuple):
    """A piece on the form. ``item``: what it answers, "" where nothing is confirmed."""

    item: str
    name: str
    kind: str
    day: date
    file: str


class Submission(NamedTuple):
    """``facts``: what stands on top, names and what they say; ``lacking``: items not there."""

    title: str
    facts: Sequence[tuple[str, str]]
    statement: str
    pieces: Sequence[Listed]
    lacking: Sequence[str]


class Forms:
    """Makes forms, one after another. ``folders``: where 公文.docx is looked for."""

    def __init__(self, campaign: Campaign, folders: Sequence[str], day: date) -> None:
        self._looks = reference(folders)
        office = campaign.office
        self._office = office.name if office else ""
        self._label = campaign.plan.label
        self._day = day

    def word(self, submission: Submission) -> bytes:
        """The same bytes for the same input."""
        about = About(f"{submission.title} {TITLE}", self._office, self._day)
        return word_file(blocks(self.markdown(submission)), self._looks, about)

    def markdown(self, submission: Submission) -> str:
        label = f"（{line(self._label)}）" if self._label else ""
        lines = [f"# {TITLE}{label}", "", "| 项目 | 内容 |", "| :-- | :-- |"]
        lines += [f"| {name} | {line(text)} |" for name, text in submission.facts if text]
        lines += ["", "## 一、结论性说明", "", line(submission.statement) or "还没有写。"]
        lines += ["", f"## 二、材料 {len(submission.pieces)} 份", ""]
        if submission.pieces:
            lines += ["| 序号 | 对应要求 | 材料 | 类别 | 日期 |", "| --: | :-- | :-- | :-- | :-- |"]
        for number, piece in enumerate(submission.pieces, start=1):
            cells = (
                str(number),
                line(piece.item),
                line(piece.name),
                piece.kind,
                cn_date(piece.day),
            )
            lines.append(f"| {' | '.join(cells)} |")
        if submission.lacking:
            lines += ["", "## 三、还缺", ""]
            lines += [f"{line(name)}。\n" for name in submission.lacking]
        return "\n".join(lines) + "\n"
