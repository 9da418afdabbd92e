"""Clauses that say who does it: （责任单位：A、B）, [A牵头，B配合], A、B按职责分工负责."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cz.intake.brackets import behind_dash, in_brackets
from cz.intake.clause import Clause, union
from cz.intake.sentences import behind_labels, in_sentences

# Whatever a clause is, it has a bracket or one of these words; most paragraphs have neither.
_MAY_SAY = re.compile(
    r"[（(\[〔［【{—─]|-{2}|－{2}|负责|牵头|落实|配合|实施|参与|参加|单位|部门|机构|分工|主体"
    r"|时限|时间|期限|节点|进度|责任|领导|组织开展"
)

_LONGEST_PARAGRAPH = 20_000  # characters; a longer one is none of a plan


@lru_cache(maxsize=2**14)
def clauses(text: str, *, known: frozenset[str] = frozenset()) -> tuple[Clause, ...]:
    """All clauses of a paragraph in order; those that follow each other at once are one.

    ``known``: names that stand apart elsewhere in the document.
    """
    if len(text) > _LONGEST_PARAGRAPH or not _MAY_SAY.search(text):
        return ()
    inside = [*in_brackets(text, known), *behind_dash(text, known)]
    outside = [*behind_labels(text, inside, known), *in_sentences(text, inside, known)]
    separate = [clause for clause in outside if not any(_overlap(clause, each) for each in inside)]
    ordered = sorted([*inside, *_apart(separate)])
    return tuple(_united(text, ordered))


def _apart(found: Sequence[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    for clause in found:
        if not any(_overlap(clause, each) for each in kept):
            kept.append(clause)
    return kept


def _overlap(one: Clause, other: Clause) -> bool:
    return one.start < other.end and other.start < one.end


def _united(text: str, ordered: Sequence[Clause]) -> list[Clause]:
    """Clauses that follow each other at once and name other roles are one: （牵头…）（配合…）."""
    united: list[Clause] = []
    for clause in ordered:
        if united and _continues(text, united[-1], clause):
            united[-1] = union(united[-1], clause)
        else:
            united.append(clause)
    return united


def _continues(text: str, before: Clause, clause: Clause) -> bool:
    between = text[before.end : clause.start].strip(" 　；;，,。、\n\t")
    if between:
        return False
    if not before.names_somebody or not clause.names_somebody:
        return True
    return bool(before.labels and clause.labels) and not before.labels & clause.labels
