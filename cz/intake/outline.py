"""The paragraphs as a tree by their numbering: chapters, sections, items, and what is in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.intake.headings import CARD, STYLED, Mark, mark_at, ranks
from cz.intake.paragraphs import Block, Grid, Line

ATTACHMENT_LINE = re.compile(
    r"(?:附\s?件|附\s?表|附\s?录)\s?[一二三四五六七八九十\d]{0,3}\s?(?:[-—]\d)?\s?[：:]?(?P<title>.{0,60})"
)
ATTACHMENT = "附件"
_HIGHEST = 5


class Node(NamedTuple):
    """One numbered paragraph, with all that stands under it.

    ``text``: without its number. ``blocks``: what follows before the first of ``children``.
    """

    mark: Mark
    text: str
    place: str
    level: int = 0
    blocks: tuple[Block, ...] = ()
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def has_table(self) -> bool:
        return any(isinstance(block, Grid) for block in self.blocks)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Line))


class Outline(NamedTuple):
    """``preface``: what stands before the first numbered paragraph."""

    preface: tuple[Block, ...]
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        for node in self.nodes:
            yield from node.walk()


class _Flat(NamedTuple):
    rank: int
    node: Node


def outlined(blocks: Sequence[Block]) -> Outline:
    marks = _marks(blocks)
    order = ranks(mark.kind for mark in marks if mark is not None and mark.kind != ATTACHMENT)
    styled = _ranks_of_levels(blocks, marks, order)
    preface: list[Block] = []
    flat: list[_Flat] = []
    for block, mark in zip(blocks, marks, strict=True):
        if mark is None or isinstance(block, Grid):
            _put_under(flat, preface, block)
            continue
        rank = _HIGHEST if mark.kind == ATTACHMENT else order[mark.kind]
        if mark.kind == STYLED:
            rank = styled[block.level]
        node = Node(mark, block.text[mark.end :].strip(), block.place, block.level)
        flat.append(_Flat(rank, node))
    return Outline(tuple(preface), _nested(flat))


def _put_under(flat: list[_Flat], preface: list[Block], block: Block) -> None:
    if not flat:
        preface.append(block)
        return
    rank, node = flat[-1]
    flat[-1] = _Flat(rank, node._replace(blocks=(*node.blocks, block)))


def _marks(blocks: Sequence[Block]) -> list[Mark | None]:
    """The mark of each block; a heading without a number has one that says nothing."""
    marks: list[Mark | None] = []
    last_digits = -1
    cards = any(isinstance(block, Line) and _MEASURES.match(block.text) for block in blocks)
    for block in blocks:
        mark = None
        if isinstance(block, Line):
            mark = mark_at(block.text, last_digits=last_digits)
            if cards and mark is None and all(each is None or each.kind == CARD for each in marks):
                mark = _card_at(block.text)
            attachment = ATTACHMENT_LINE.fullmatch(block.text) if mark is None else None
            if attachment:
                mark = Mark(ATTACHMENT, block.text, 0, attachment.start("title"))
            elif mark is None and block.level > 1 and len(block.text) <= 60:
                mark = Mark(STYLED, "", 0, 0)
            if mark is not None and mark.end >= len(block.text) and mark.kind != ATTACHMENT:
                mark = None
            if mark is not None and mark.kind == "1.":
                last_digits = mark.number
        marks.append(mark)
    return marks


# A card has its task in corner brackets, and below it what is done for it.
_CARD = re.compile(
    r"【(?:目标任务|任务目标|工作目标|目标要求|工作任务|主要任务|任务内容)】[：:]?\s*"
)
_MEASURES = re.compile(r"【(?:推进|工作|主要|具体|落实)?(?:措施|举措|步骤|做法)】")


def _card_at(text: str) -> Mark | None:
    match = _CARD.match(text)
    return Mark(CARD, "", 0, match.end()) if match else None


def _ranks_of_levels(
    blocks: Sequence[Block], marks: Sequence[Mark | None], order: dict[str, int]
) -> dict[int, int]:
    """How high a heading without a number stands, by its level in the file.

    As high as numbered ones of the level, else by its level.
    """
    ranks_by_level: dict[int, int] = {level: 10 * level + 2 for level in range(10)}
    for block, mark in zip(blocks, marks, strict=True):
        if isinstance(block, Grid) or not block.level or mark is None:
            continue
        if mark.kind in order and mark.kind != STYLED:
            ranks_by_level[block.level] = order[mark.kind]
    return ranks_by_level


def _nested(flat: Sequence[_Flat]) -> tuple[Node, ...]:
    nodes = []
    number = 0
    while number < len(flat):
        rank, node = flat[number]
        stop = number + 1
        while stop < len(flat) and flat[stop].rank > rank:
            stop += 1
        nodes.append(node._replace(children=_nested(flat[number + 1 : stop])))
        number = stop
    return tuple(nodes)
