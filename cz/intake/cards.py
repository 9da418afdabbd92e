"""Cards of tasks: the fields of one task below each other, each behind its label, as a table.

工作项目：… 牵头单位：… 完成时限：… on lines, or a table with a label and a value in each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.intake.columns import WHO, role_of
from cz.intake.flat_heads import row_number
from cz.intake.headings import CHINESE, PART, mark_at
from cz.intake.outline import ATTACHMENT_LINE
from cz.intake.paragraphs import Block, Grid, Line, Row

_NUMBER, _TITLE = "序号", "任务"  # labels of what a card gives without one


class Field(NamedTuple):
    label: str
    value: str


class Card(NamedTuple):
    """``stop``: the block or row behind its last field."""

    fields: list[Field]
    place: str
    stop: int


def with_cards(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; cards one after the other are a table with a row each."""
    blocks = _with_values(blocks)
    made: list[Block] = []
    number = 0
    while number < len(blocks):
        block = blocks[number]
        if isinstance(block, Grid):
            made += _of_grid(block)
            number += 1
            continue
        cards = list(_cards(blocks, number))
        if cards and _may_stand(cards, blocks[number - 1] if number else None):
            made.append(_table(cards))
            number = cards[-1].stop
        else:
            made.append(block)
            number += 1
    return made


def _with_values(blocks: Sequence[Block]) -> list[Block]:
    """The blocks; a label on one line and its value on the next, one after the other, on one."""
    made: list[Block] = []
    number = 0
    while number < len(blocks):
        fields = list(_labels_and_values(blocks, number))
        roles = {role_of(line.text.partition("：")[0]) for line in fields}
        if len(fields) >= _FEWEST and "content" in roles and roles & set(WHO):
            made += fields
            number += 2 * len(fields)
        else:
            made += blocks[number : number + 1 + 2 * len(fields)]
            number += 1 + 2 * len(fields)
    return made


def _labels_and_values(blocks: Sequence[Block], number: int) -> Iterator[Line]:
    while number + 1 < len(blocks):
        label, value = blocks[number], blocks[number + 1]
        if isinstance(label, Grid) or isinstance(value, Grid):
            return
        if not role_of(label.text) or _is_label(value.text, label.text):
            return
        yield label._replace(text=f"{label.text}：{value.text}")
        number += 2


def _is_label(value: str, label: str) -> bool:
    """Whether what stands behind a label is one itself, and no title such as 健康食堂行动."""
    role = role_of(value)
    is_title = role == "content" and len(value) > 4 and _NAMES_A_TASK.search(label)
    return bool(role) and not is_title


def _table(cards: Sequence[Card]) -> Grid:
    """Cards as a table: a column for each label, a row for each card."""
    labels = list(dict.fromkeys(field.label for card in cards for field in card.fields))
    rows = [Row(tuple(labels), cards[0].place)]
    for card in cards:
        values: dict[str, str] = {}
        for field in card.fields:
            before = values.get(field.label, "")
            values[field.label] = "\n".join(filter(None, (before, field.value)))
        rows.append(Row(tuple(values.get(label, "") for label in labels), card.place))
    return Grid(tuple(rows), f"{cards[0].place}的卡片 ")


# Lines

_HAN = r"[\u4e00-\u9fff]"
_LABEL = re.compile(
    rf"(?:【(?P<corners>{_HAN}{{2,12}})】\s*[：:]?"
    rf"|(?P<plain>{_HAN}(?:[ 　]?[\u4e00-\u9fff（）()/、]){{1,12}})[ 　]?[：:])\s*"
)
_BEHIND = re.compile(r"(?<=[\s　；;。])")
_NAMES_A_TASK = re.compile(r"任务|项目|事项|名称|工程|实事|行动")
_ONLY_NAMES_IT = re.compile(r"名称|项目$|事项$|实事")
_MOST_LINES = 60  # of one card


def _cards(blocks: Sequence[Block], number: int) -> Iterator[Card]:
    """The cards that begin with a block, one after the other, with the same label first."""
    first = ""
    while number < len(blocks):
        card = _card(blocks, number)
        if card is None or (first and _first_label(card) != first):
            return
        first = _first_label(card)
        yield card
        number = card.stop


def _first_label(card: Card) -> str:
    return next(field.label for field in card.fields if field.label != _NUMBER)


def _may_stand(cards: Sequence[Card], before: Block | None) -> bool:
    """Whether cards are no paragraphs of what is headed above: 主要任务 below （一）整治市场."""
    headed = isinstance(before, Line) and (before.level > 1 or mark_at(before.text) is not None)
    return not headed or len(cards) > 1 or bool(_ONLY_NAMES_IT.search(_first_label(cards[0])))


def _card(blocks: Sequence[Block], number: int) -> Card | None:
    """The card that begins with a line, None where none does: it says what is done, and who."""
    block = blocks[number]
    if isinstance(block, Grid):
        return None
    begins = _fields_of(block)
    if not begins or not _NAMES_A_TASK.search(begins[0].label):
        return None
    if block.text.startswith("【") and not _ONLY_NAMES_IT.search(begins[0].label):
        return None  # 【目标任务】 is a paragraph of the text
    fields = list(begins)
    above = _kind_above(blocks, number)
    stop = number + 1
    while stop < min(len(blocks), number + _MOST_LINES):
        following = blocks[stop]
        more = _fields_of(following) if isinstance(following, Line) else []
        if isinstance(following, Grid) or (more and more[0].label == begins[0].label):
            break
        if not more and not _goes_on(following, fields[-1], above):
            break
        if more:
            fields += more
        else:
            fields[-1] = _longer(fields[-1], following.text)
        stop += 1
    if not _is_of_task(fields):
        return None
    return Card([*_number_of(blocks[number : number + 2]), *fields], block.place, stop)


def _longer(field: Field, text: str) -> Field:
    return field._replace(value="\n".join(filter(None, (field.value, text))))


def _is_of_task(fields: Sequence[Field]) -> bool:
    roles = {role_of(field.label) for field in fields if field.value}
    return "content" in roles and bool(roles & set(WHO))


def _kind_above(blocks: Sequence[Block], number: int) -> str:
    """How the heading is numbered that a card stands under, "" where none is near."""
    for block in reversed(blocks[max(0, number - _MOST_LINES) : number]):
        mark = mark_at(block.text) if isinstance(block, Line) else None
        if mark is not None:
            return mark.kind
    return ""


def _goes_on(line: Line, field: Field, above: str) -> bool:
    """Whether a line without a label belongs to the field above it.

    ``above``: how the heading is numbered that the card stands under; the next one ends it.
    """
    mark = mark_at(line.text)
    if line.level or ATTACHMENT_LINE.fullmatch(line.text) or (mark and mark.kind == above):
        return False
    if not field.value or field.value.endswith(("、", "，")):
        return True
    high = mark is not None and mark.kind in (PART, CHINESE)
    return role_of(field.label) in ("content", "") and not high


def _fields_of(line: Line) -> list[Field]:
    """The fields that a line says; none where it does not begin with a label that is known."""
    mark = mark_at(line.text)
    start = mark.end if mark else 0
    labels = [match for match in [_LABEL.match(line.text, start)] if match and _label(match)]
    if not labels:
        return []
    for place in _BEHIND.finditer(line.text, labels[0].end()):
        match = _LABEL.match(line.text, place.start())
        if match and _label(match) and match.start() >= labels[-1].end():
            labels.append(match)
    stops = [match.start() for match in labels[1:]] + [len(line.text)]
    return [
        Field(_label(match), line.text[match.end() : stop].strip(" 　；;"))
        for match, stop in zip(labels, stops, strict=True)
    ]


def _label(match: re.Match[str]) -> str:
    """The label, "" where no column is headed so."""
    label = re.sub(r"\s", "", match["corners"] or match["plain"])
    return label if role_of(label) else ""


def _number_of(blocks: Sequence[Block]) -> list[Field]:
    """The number of a card, where that is none of its first field."""
    marks = [mark_at(block.text) if isinstance(block, Line) else None for block in blocks]
    first, second = marks[0], marks[1] if len(marks) > 1 else None
    if first is None or (second is not None and second.kind == first.kind):
        return []
    return [Field(_NUMBER, first.label)]


# Tables

_FEWEST = 3  # fields that make a table one of cards


def _of_grid(grid: Grid) -> list[Block]:
    """A table that has a label before each value as one with headings; any other as it is."""
    titles: list[Row] = []
    cards: list[Card] = []
    fields: list[Field] = []
    place = grid.rows[0].place if grid.rows else ""
    for row in grid.rows:
        more = _pairs(row)
        if more is None:
            return [grid]
        if fields and _begins_card(more, fields, row):
            cards.append(Card(fields, place, 0))
            fields, place = [], row.place
        if not more and not fields:
            titles.append(row)
        fields += [field for field in more if field not in fields]
    if fields:
        cards.append(Card(fields, place, 0))
    if not cards or not all(_is_of_task(card.fields) for card in cards):
        return [grid]
    if min(len(card.fields) for card in cards) < _FEWEST:
        return [grid]
    table = _table(cards)
    width = len(table.rows[0].cells)
    heads = [Row((max(row.cells),) * width, row.place) for row in titles]
    return [table._replace(rows=(*heads, *table.rows))]


def _begins_card(more: Sequence[Field], fields: Sequence[Field], row: Row) -> bool:
    """Whether a row gives again what the card began with."""
    first = fields[0]
    return any(field.label == first.label and field != first for field in more) and (
        0 not in row.carried
    )


def _pairs(row: Row) -> list[Field] | None:
    """Labels and values in turn; [] of a row that has one text only, None where it is no card's."""
    cells = [
        cell for column, cell in enumerate(row.cells) if not column or cell != row.cells[column - 1]
    ]
    if len(set(filter(None, cells))) < 2:
        return None if any(map(role_of, cells)) and not any(cells[1:]) and len(cells) > 1 else []
    fields: list[Field] = []
    if not role_of(cells[0]):
        first = cells.pop(0)
        if first:
            fields.append(Field(_NUMBER if row_number(first) else _TITLE, first))
    if len(cells) < 2:
        return None
    for label, value in zip(cells[::2], [*cells[1::2], ""], strict=False):
        if not label and not value:
            continue
        if not role_of(label) or _is_label(value, label):
            return None
        fields.append(Field(label, value))
    return fields
