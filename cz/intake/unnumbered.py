"""Plans whose tasks have no number: a paragraph each, its clause at its end or on lines below."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    for lines in _with_clauses_below(outline.preface, known):
        if isinstance(lines[0], Line) and _is_said_of(lines, known):
            nodes.append(_node(lines[0], lines[1:]))
        else:
            preface += lines
    named = [node for node in nodes if _names_somebody(node, known)]
    if len(named) < _FEWEST:
        return outline
    return Outline(tuple(preface), (*nodes, *outline.nodes))


def _with_clauses_below(blocks: Sequence[Block], known: frozenset[str]) -> list[list[Block]]:
    """Each block with the lines below it that are nothing but a clause: 责任单位：甲局."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and isinstance(groups[-1][0], Line) and _is_clause(block, known):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _is_clause(block: Block, known: frozenset[str]) -> bool:
    clause = _clause(block, known)
    return isinstance(block, Line) and clause is not None and not block.text[: clause.start].strip()


def _is_said_of(lines: Sequence[Block], known: frozenset[str]) -> bool:
    """Whether clauses speak of the first line, and it is none itself."""
    return not _is_clause(lines[0], known) and any(_clause(line, known) for line in lines)


def _node(line: Line, below: Sequence[Block]) -> Node:
    text = without_item_sign(_LABEL.sub("", line.text, count=1))
    return Node(Mark(PARAGRAPH, "", 0, 0), text, line.place, line.level, tuple(below))


def _clause(line: Block, known: frozenset[str]) -> Clause | None:
    """The clause that ends a line and says who does what, or by when."""
    if not isinstance(line, Line):
        return None
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
