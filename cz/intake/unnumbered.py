"""Plans whose tasks have no number: a paragraph each, its clause at its end or on lines below."""

from __future__ import annotations

import re

from cz.intake.clause import SENTENCE, Clause
from cz.intake.clauses import clauses
from cz.intake.entries import without_item_sign
from cz.intake.headings import Mark
from cz.intake.outline import Node, Outline
from cz.intake.paragraphs import Block, Line

PARAGRAPH = "段"  # the kind of mark of a paragraph without a number
_FEWEST = 2
_LABEL = re.compile(
    r"(?:工作|重点|主要|任务|项目|具体)*(?:内容|任务|事项|项目|名称|举措|措施)\s*[：:]\s*"
)


def with_paragraphs(outline: Outline, known: frozenset[str]) -> Outline:
    """The outline; where nothing in it names anybody, with the paragraphs before it that do."""
    if _says_who(outline, known):
        return outline
    preface: list[Block] = []
    nodes: list[Node] = []
    above: Line | None = None  # the line that a clause on its own line would speak of
    for block in outline.preface:
        clause = _clause(block, known) if isinstance(block, Line) else None
        if isinstance(block, Line) and clause is not None and (above or nodes):
            if block.text[: clause.start].strip():
                preface += [above] if above else []
                nodes.append(_node(block))
            elif above:
                nodes.append(_node(above)._replace(blocks=(block,)))
            else:
                nodes[-1] = nodes[-1]._replace(blocks=(*nodes[-1].blocks, block))
            above = None
            continue
        preface += [above] if above else []
        above = block if isinstance(block, Line) else None
        preface += [] if above else [block]
    preface += [above] if above else []
    named = [node for node in nodes if _names_somebody(node, known)]
    return Outline(tuple(preface), (*nodes, *outline.nodes)) if len(named) >= _FEWEST else outline


def _node(line: Line) -> Node:
    text = without_item_sign(_LABEL.sub("", line.text, count=1))
    return Node(Mark(PARAGRAPH, "", 0, 0), text, line.place, line.level)


def _clause(line: Line, known: frozenset[str]) -> Clause | None:
    """The clause that ends a line and says who does what, or by when."""
    said = clauses(line.text, known=known)
    last = said[-1] if said else None
    if last is None or last.form == SENTENCE or not (last.names_somebody or last.labels):
        return None
    return last if last.end >= len(line.text.rstrip(" 　。；;")) else None


def _says_who(outline: Outline, known: frozenset[str]) -> bool:
    return any(_names_somebody(node, known) for node in outline.walk())


def _names_somebody(node: Node, known: frozenset[str]) -> bool:
    texts = [node.text, *(line.text for line in node.lines)]
    return any(clause.names_somebody for text in texts for clause in clauses(text, known=known))
