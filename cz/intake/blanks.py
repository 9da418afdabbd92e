"""Texts copied from a PDF, with a blank around every sign: （ 区应急局 牵头 ， 区住建局 配合 ）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.intake.paragraphs import Block, Line

_SIGN = "、，。；：（）“”《》〈〉【】〔〕"
_AROUND_SIGN = re.compile(rf"[\u4e00-\u9fff] [{_SIGN}] [\u4e00-\u9fff]")
_BLANK = re.compile(
    rf"(?<=[\u4e00-\u9fff{_SIGN}]) +(?=[\u4e00-\u9fff{_SIGN}\d])"
    rf"|(?<=\d) +(?=[\u4e00-\u9fff{_SIGN}])"
)
_FEWEST = 5  # signs with blanks around them; fewer are slips


def closed_up(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, their lines without such blanks where the document is full of them."""
    lines = [block for block in blocks if isinstance(block, Line)]
    if sum(len(_AROUND_SIGN.findall(line.text)) for line in lines) < _FEWEST:
        return list(blocks)
    return [
        block._replace(text=_BLANK.sub("", block.text)) if isinstance(block, Line) else block
        for block in blocks
    ]
