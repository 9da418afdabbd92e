"""Tasks whose fields are numbered: （一）整治市场 1.整治内容：… 2.牵头单位：… 3.完成时限：…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cz.intake.clauses import clauses
from cz.intake.entries import plain
from cz.intake.labels import label_at
from cz.intake.outline import Node, Outline
from cz.intake.paragraphs import Line

_FEWEST = 2  # nodes that have the same sections
_WHO = re.compile(
    r"(?:责任|任务|职责|工作)?分工|(?:责任|牵头|落实|实施)(?:单位|部门|主体)(?:及分工)?|组织实施"
)


def with_fields(outline: Outline) -> Outline:
    """The outline; items that only say who does what they stand under are lines of that."""
    return outline._replace(nodes=_all_folded(outline.nodes))


def _all_folded(nodes: Sequence[Node]) -> tuple[Node, ...]:
    repeated = _repeated(nodes)
    return tuple(_folded(node, repeated) for node in nodes)


def _folded(node: Node, repeated: frozenset[str]) -> Node:
    """``repeated``: titles that stand under several nodes beside this one."""
    if not _has_fields(node) and not _has_sections(node, repeated):
        return node._replace(children=_all_folded(node.children))
    blocks = list(node.blocks)
    for child in node.children:
        for each in child.walk():
            mark = "" if label_at(each.text, 0) else each.mark.label
            blocks += [Line(f"{mark}{each.text}", each.place), *each.blocks]
    return node._replace(blocks=tuple(blocks), children=())


def _repeated(nodes: Sequence[Node]) -> frozenset[str]:
    """Titles of sections that most of the nodes have: 目标要求, 主要任务, 责任分工."""
    having = [node for node in nodes if node.children]
    if len(having) < _FEWEST:
        return frozenset()
    counts: Counter[str] = Counter()
    for node in having:
        counts.update({plain(child.text) for child in node.children})
    return frozenset(title for title, count in counts.items() if count * 2 > len(having))


def _has_sections(node: Node, repeated: frozenset[str]) -> bool:
    """Whether a node has such sections only, and one of them says who does it all."""
    titles = [child.text for child in node.children]
    if not titles or not all(plain(title) in repeated for title in titles):
        return False
    return any(_WHO.fullmatch(title.strip(" ：:")) for title in titles)


def _has_fields(node: Node) -> bool:
    """Whether some items are only a label and its list, and the others name nobody."""
    if not node.children or any(child.children for child in node.children):
        return False
    fields = [_is_field(child) for child in node.children]
    others = [child for child, is_field in zip(node.children, fields, strict=True) if not is_field]
    return any(fields) and not any(_names_somebody(child) for child in others)


def _is_field(node: Node) -> bool:
    """Whether a clause with a label takes up the whole item."""
    if label_at(node.text, 0) is None or node.blocks:
        return False
    said = clauses(node.text)
    return bool(said) and said[0].start == 0 and said[-1].end >= len(node.text.rstrip())


def _names_somebody(node: Node) -> bool:
    texts = [node.text, *(line.text for line in node.lines)]
    return any(clause.names_somebody for text in texts for clause in clauses(text))
