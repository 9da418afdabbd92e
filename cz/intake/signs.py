"""Signs that mark who leads: ★市文明办、市教育局, where the document says what ★ means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.intake.paragraphs import Block, Grid, Line

_SIGNS = "★☆●○▲△◆◇■□※*＊#＃"
_SAYS = re.compile(
    rf"[“\"]?(?P<sign>[{_SIGNS}])[”\"]?(?:号|标记|标注|标识)?的?(?:单位|部门|者)?"
    r"(?:即)?(?:为|是|表示|代表)(?:该项)?(?:任务)?(?:的)?(?:总)?牵头"
    rf"|(?:标|加|带|注)(?:有|注)?[“\"]?(?P<other>[{_SIGNS}])[”\"]?(?:号)?的?[^，。；]{{0,6}}"
    r"(?:为|是|系)(?:总)?牵头"
)
_NAME = r"[^、，,；;。\s（）()“”\"★☆●○▲△◆◇■□※*＊#＃]{2,30}"
_ENDS_NAME = r"(?=[、，,；;。\s）)]|$)"


def with_leads_said(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, （牵头） behind each name that bears the sign of those who lead."""
    sign = next(filter(None, map(_sign_of, _texts(blocks))), "")
    if not sign:
        return list(blocks)
    mark = re.escape(sign)
    pattern = re.compile(
        rf"{mark}\s?(?!号|的|为|是|表示|代表|标)(?P<behind>{_NAME}){_ENDS_NAME}"
        rf"|(?P<before>{_NAME})\s?{mark}{_ENDS_NAME}"
    )
    return [_said(block, pattern) for block in blocks]


def _sign_of(text: str) -> str:
    match = _SAYS.search(text) if "牵头" in text else None
    return (match["sign"] or match["other"]) if match else ""


def _texts(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            texts.append(block.text)
        else:
            texts += [cell for row in block.rows for cell in row.cells]
    return texts


def _said(block: Block, pattern: re.Pattern[str]) -> Block:
    if isinstance(block, Line):
        return block._replace(text=pattern.sub(_lead, block.text))
    rows = []
    for row in block.rows:
        rows.append(row._replace(cells=tuple(pattern.sub(_lead, cell) for cell in row.cells)))
    return Grid(tuple(rows), block.place)


def _lead(match: re.Match[str]) -> str:
    return f"{match['behind'] or match['before']}（牵头）"
