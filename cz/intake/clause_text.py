"""What one clause says, taken out of its brackets or its sentence: by labels or by verbs."""

from __future__ import annotations

import re

from cz.intake.clause import ASSISTING, DUE, LEAD, PERSON, RESPONSIBLE, Clause, Gathered
from cz.intake.deadlines import begins_as_deadline, is_deadline
from cz.intake.labels import OF_ROOMS, OTHER_LABEL, Label, label_at, labels_in
from cz.intake.spoken import (
    FIRST_LEADS,
    FROM_HERE,
    SAYS_WHO,
    at_together,
    by_verbs,
    fragments,
)
from cz.intake.unit_names import Named, may_be_listed, split_names


def read_clause(content: str, known: frozenset[str], *, bare: bool = False) -> Clause | None:
    """What is said of who does it, None where it says nothing of that.

    ``bare``: whether names alone are enough: （市教育局、市水务局）.
    """
    label = label_at(content, 0) or label_at(content, len(content) - len(content.lstrip()))
    if label is None and not bare:
        first = next(labels_in(content), None)
        label = first if first and re.search(r"[；;，,。\s]$", content[: first[1]]) else None
    if label is None and is_deadline(content):
        return Clause(0, 0, due=content.strip(), form="时限")
    if next(labels_in(content), None) is not None:
        return labelled(content, known)
    clause = by_verbs(content, known, bare=bare)
    if clause is None and "。" in content:
        # （甲局负责。各地可制定细则）: what else it says comes in sentences of their own.
        clause = by_verbs(content.partition("。")[0], known, bare=bare)
    return clause


def labelled(content: str, known: frozenset[str]) -> Clause | None:
    """A clause with labels: 牵头单位：A；责任单位：B、C；完成时限：长期."""
    gathered = Gathered()
    content, from_here = _without_from_here(content, known)
    labels = list(labels_in(content))
    if not labels:
        return Clause(0, 0, from_here=from_here) if from_here else None
    ends = [label[1] for label in labels[1:]] + [len(content)]
    head = content[: labels[0][1]].strip(" ；;，,。")
    if head and not is_deadline(head):
        before = by_verbs(head, known, bare=True)
        if before is None:
            return None
        gathered.add(LEAD, [Named(name) for name in before.leads])
        gathered.add(RESPONSIBLE, [Named(name) for name in before.units])
        gathered.dues += filter(None, [before.due])
    elif head:
        gathered.dues.append(head)
    of_units = any(_is_of_units(content, label) for label in labels)
    for label, end in zip(labels, ends, strict=True):
        role, begins, start = label
        if of_units and OF_ROOMS.search(content, begins, start):
            continue
        said = content[start:end].strip(" 　；;，,。、\n")
        other = OTHER_LABEL.search(said)
        said = said[: other.start()].strip(" ；;，,。") if other else said
        if role == DUE and said:
            gathered.dues.append(said)
        elif role not in (DUE, PERSON):
            _listed(gathered, role, said, known)
    clause = gathered.clause(frozenset(label[0] for label in labels))
    return clause._replace(from_here=from_here)


def _without_from_here(content: str, known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """A clause without 以下均需各县区人民政府落实，不再列出, and who that says does all of it."""
    rule = FROM_HERE.search(content)
    if rule is None:
        return content, ()
    before = content[: rule.start()]
    begins = max(before.rfind(sign) for sign in "。；;") + 1
    if not before[:begins].strip():
        return content, ()
    ends = content.find("。", rule.end())
    after = content[ends + 1 :] if ends >= 0 else ""
    names = tuple(named.name for named in split_names(rule["list"], known))
    return before[:begins] + after, names


def _is_of_units(content: str, label: Label) -> bool:
    """Whether a label announces units, and not who within one: 责任科室."""
    role, begins, start = label
    return role not in (DUE, PERSON, ASSISTING) and not OF_ROOMS.search(content, begins, start)


def _listed(gathered: Gathered, role: str, said: str, known: frozenset[str]) -> None:
    """The list behind a label; it may itself say who leads, or when it is due."""
    said = _without_notes(said)
    spoken = by_verbs(said, known, bare=False) if SAYS_WHO.search(said) else None
    if spoken is not None and spoken.names_somebody:
        gathered.add(LEAD if role == LEAD else RESPONSIBLE, [])
        gathered.add(LEAD, [Named(name) for name in spoken.leads])
        gathered.add(role, [Named(name) for name in spoken.units])
        gathered.dues += filter(None, [spoken.due])
        return
    lists: list[str] = []
    dues: list[str] = []
    for fragment in fragments(said):
        (dues if begins_as_deadline(fragment) else lists).append(fragment)
    before, _, after = at_together("，".join(lists))
    if after:  # 甲局会同乙局: who brings others together leads
        gathered.add(LEAD if role == RESPONSIBLE else role, _listable(before, known))
        gathered.add(RESPONSIBLE, _listable(after, known))
    else:
        gathered.add(role, _listable(before, known))
    gathered.dues += dues


def _listable(text: str, known: frozenset[str]) -> list[Named]:
    return [named for named in split_names(text, known) if may_be_listed(named.name)]


def _without_notes(said: str) -> str:
    """A list without （列第一位的为牵头单位，下同）."""
    for match in re.finditer(r"[（(\[]([^（）()\[\]]{2,40})[）)\]]", said):
        if FIRST_LEADS.search(match[1]) or re.fullmatch(r"下同|排名不分先后|以下同", match[1]):
            return said.replace(match[0], "")
    cut = FIRST_LEADS.search(said) or re.search(r"[，,；;]\s*下同", said)
    if cut is None:
        return said
    before = said[: cut.start()]
    comma = max(before.rfind(sign) for sign in "，,；;。")
    return before if cut[0].lstrip("，,；; ") == "下同" else before[: max(comma, 0)]
