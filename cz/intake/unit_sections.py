"""Tasks under those who do them: a section for each unit or group, or an item for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from cz.intake.clause import joined
from cz.intake.clauses import clauses
from cz.intake.duties import by_subject, by_unit, of_unit, said_of_units
from cz.intake.entries import Entry, Heading, title_of
from cz.intake.items import item_of, sections_of
from cz.intake.outline import Node, Outline
from cz.intake.paragraphs import Line
from cz.intake.sections import is_group, is_other
from cz.intake.unit_names import is_like_unit, split_names


def duties_of_units(outline: Outline, top: Heading) -> list[Entry]:
    """The items of lists that say what each unit does."""
    entries = _paragraphs([each for each in outline.preface if isinstance(each, Line)], top)
    for section in sections_of(outline.nodes):
        if is_other(section):
            continue
        for node in section.walk():
            here = Heading(title_of(node.text).text or top.title, node.place, node.mark.number)
            items = [item_of(child, here)._replace(text=child.text) for child in node.children]
            divided = re.search(r"分工|职责", here.title) is not None
            entries += by_unit(items, divided=divided) or _paragraphs(node.lines, here)
    return entries or _under_units(outline.nodes)


def _paragraphs(lines: Sequence[Line], here: Heading) -> list[Entry]:
    """The paragraphs without numbers that say, one after the other, what each unit does."""
    entries: list[Entry] = []
    for of_units, group in groupby(lines, lambda line: said_of_units(line.text) is not None):
        if of_units:
            items = [
                Entry(label="", title="", text=line.text, place=line.place, chapter=here)
                for line in group
            ]
            entries += by_subject(items)
    return entries


_FEWEST_UNITS = 3


def _under_units(nodes: Sequence[Node]) -> list[Entry]:
    """The items under headings that are units' names: 一、区城管局 1.负责市容。"""
    named = [(node, _names_of(node)) for node in nodes]
    of_units = [(node, names) for node, names in named if names and node.children]
    if len(of_units) < _FEWEST_UNITS:
        return [entry for node in nodes for entry in _under_units(node.children)]
    entries = []
    for node, names in of_units:
        here = Heading(title_of(node.text).text, node.place, node.mark.number)
        entries += [of_unit(item_of(child, here), names) for child in node.children]
    return entries


def _names_of(node: Node) -> tuple[str, ...]:
    """The units that a heading names and nothing else."""
    text = re.sub(r"(?:的?(?:主要)?(?:工作)?(?:职责|任务|工作))?[ ：:。]*$", "", node.text)
    names = [named.name for named in split_names(text)]
    whole = len(text) <= 30 and not node.lines and all(map(is_like_unit, names))
    return tuple(names) if whole else ()


def under_groups(outline: Outline, known: frozenset[str]) -> list[Entry]:
    """What each group that does the work is to do, by the units that the group is made of."""
    entries = []
    for node in filter(is_group, outline.walk()):
        said = [clause for line in node.lines for clause in clauses(line.text, known=known)]
        if not any(clause.names_somebody for clause in said):
            continue
        clause = joined(said)
        here = Heading(title_of(node.text).text, node.place, node.mark.number)
        for child in node.children:
            entries.append(
                item_of(child, here)._replace(
                    leads=clause.leads, units=clause.units, due=clause.due
                )
            )
    return entries
