"""Which required items of a standard (材料要求) a piece of evidence answers.

Items are what stands between the 、 of the requirement. Words propose, a person confirms
(``covers``); the rule and an example of each kind are in docs/evidence.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from cz.letters import folded
from cz.records import Campaign, Evidence, Indicator
from cz.supervise.evidence import needed

_PARTS = re.compile(r"[、，,；;\n]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_EMPTY_WORDS = re.compile("现场|相关|有关|工作|活动|资料|材料|情况|的")
_ENOUGH = 0.6  # share of an item's pairs of characters that the words of a piece hold


@lru_cache(maxsize=1024)
def items_of(material: str) -> tuple[str, ...]:
    """The items of a 材料要求, each once: 学习制度、考核办法、学习档案."""
    parts = (part.strip(" 。.等") for part in _PARTS.split(_BRACKETS.sub("", material)))
    return tuple(dict.fromkeys(part for part in parts if part))


class Standards:
    """The standards that a piece can speak for: its own, its task's, its finding's."""

    def __init__(self, campaign: Campaign) -> None:
        self._own: dict[str, tuple[Indicator, ...]] = {}
        by_task: dict[str, list[Indicator]] = {}
        for indicator in campaign.indicators:
            self._own[indicator.id] = (indicator,)
            by_task.setdefault(indicator.task, []).append(indicator)
        for task in campaign.tasks:
            self._own[task.id] = tuple(by_task.get(task.id, ()))
        for finding in campaign.findings:
            self._own[finding.id] = self._own.get(finding.indicator, ())

    def of(self, about: str) -> tuple[Indicator, ...]:
        return self._own.get(about, ())

    def items(self, about: str) -> tuple[str, ...]:
        """All items that a piece for this may answer, each once."""
        items = [item for standard in self.of(about) for item in items_of(standard.material)]
        return tuple(dict.fromkeys(items))


def covers(piece: Evidence, item: str) -> bool:
    """Whether a person has confirmed that the piece answers the item."""
    return any(folded(name) == folded(item) for name in piece.covers)


def proposed(piece: Evidence, items: Sequence[str]) -> tuple[str, ...]:
    """The items that the words of a piece, its caption and its file's name, speak of.

    In this order, the first that gives any: an item named in full; one most of whose pairs of
    characters are there, of the piece's own kind; the only item of the piece's kind.
    """
    words = folded(piece.caption + " " + piece.file.rpartition("/")[2].rpartition(".")[0])
    in_full = [item for item in items if _core(item) and _core(item) in words]
    if in_full:
        return tuple(in_full)
    of_kind = [item for item in items if piece.kind in needed(item)]
    alike = [item for item in of_kind if _share(_core(item), words) >= _ENOUGH]
    if alike:
        return tuple(alike)
    return tuple(of_kind) if len(of_kind) == 1 else ()


def _core(item: str) -> str:
    """The item without words that say nothing: 现场图片 is 图片, where anything is left."""
    return folded(_EMPTY_WORDS.sub("", item) or item)


def _share(item: str, words: str) -> float:
    pairs = {item[at : at + 2] for at in range(len(item) - 1)}
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0


def unknown(piece: Evidence, items: Iterable[str]) -> tuple[str, ...]:
    """What it is said to cover and no standard asks for, or asks for no more."""
    known = {folded(item) for item in items}
    return tuple(name for name in piece.covers if folded(name) not in known)


def by_standard(
    campaign: Campaign, pieces: Sequence[Evidence]
) -> Mapping[str, tuple[Evidence, ...]]:
    """The pieces that speak for each standard, by its id: its own, its task's, its findings'."""
    standards = Standards(campaign)
    found: dict[str, list[Evidence]] = {}
    for piece in pieces:
        for standard in standards.of(piece.about):
            found.setdefault(standard.id, []).append(piece)
    return {id_: tuple(own) for id_, own in found.items()}
