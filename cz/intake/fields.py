"""Tasks whose fields are numbered: （一）整治市场 1.整治内容：… 2.牵头单位：… 3.完成时限：…"""

from __future__ import annotations

from cz.intake.clauses import clauses
from cz.intake.labels import label_at
from cz.intake.outline import Node, Outline
from cz.intake.paragraphs import Line


def with_fields(outline: Outline) -> Outline:
    """The outline; items that only say who does what they stand under are lines of that."""
    return outline._replace(nodes=tuple(map(_folded, outline.nodes)))


def _folded(node: Node) -> Node:
    if not _has_fields(node):
        return node._replace(children=tuple(map(_folded, node.children)))
    blocks = list(node.blocks)
    for child in node.children:
        mark = "" if label_at(child.text, 0) else child.mark.label
        blocks += [Line(f"{mark}{child.text}", child.place), *child.blocks]
    return node._replace(blocks=tuple(blocks), children=())


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
