"""Cards of tasks: the fields of one task below each other, each behind its label, as a table.

工作项目：… 牵头单位：… 完成时限：… on lines, or a table with a label and a value in each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cz.intake.columns import WHO, role_of
from cz.intake.flat_heads import row_number
from cz.intake.headings import CHINESE, PART, Mark, mark_at
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
            made.append(_of_grid(block))
            number += 1
            continue
        cards = list(_cards(blocks, number))
        above = blocks[number - 1] if number else None
        if cards and _may_stand(cards, above):
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
        stop = number + 2 * len(fields)
        if _are_of_task(fields):
            made += fields
        else:
            stop += 1
            made += blocks[number:stop]
        number = stop
    return made


def _are_of_task(fields: Sequence[Line]) -> bool:
    """Whether lines, a field each, say what is done and who does it."""
    if len(fields) < _FEWEST:
        return False
    return _say_what_and_who(line.text.partition("：")[0] for line in fields)


def _say_what_and_who(labels: Iterable[str]) -> bool:
    roles = {role_of(label) for label in labels}
    return "content" in roles and not roles.isdisjoint(WHO)


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
    place = cards[0].place
    labels = _labels(cards)
    rows = [Row(labels, place)]
    for card in cards:
        values = _values(card)
        cells = tuple(values.get(label, "") for label in labels)
        rows.append(Row(cells, card.place))
    return Grid(tuple(rows), f"{place}的卡片 ")


def _labels(cards: Sequence[Card]) -> tuple[str, ...]:
    """The labels of all the cards, each once, in the order in which they come."""
    labels: dict[str, None] = {}
    for card in cards:
        for field in card.fields:
            labels[field.label] = None
    return tuple(labels)


def _values(card: Card) -> dict[str, str]:
    """By label what a card says; what it says in several fields is a line each."""
    values: dict[str, str] = {}
    for field in card.fields:
        before = values.get(field.label, "")
        values[field.label] = _lines_of(before, field.value)
    return values


def _lines_of(before: str, more: str) -> str:
    """Two texts, a line each; an empty one takes none."""
    return "\n".join(text for text in (before, more) if text)


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


def _may_stand(cards: Sequence[Card], above: Block | None) -> bool:
    """Whether cards are no paragraphs of what is headed above: 主要任务 below （一）整治市场."""
    if len(cards) > 1 or not _is_heading(above):
        return True
    return _ONLY_NAMES_IT.search(_first_label(cards[0])) is not None


def _is_heading(block: Block | None) -> bool:
    if not isinstance(block, Line):
        return False
    return block.level > 1 or mark_at(block.text) is not None


def _card(blocks: Sequence[Block], number: int) -> Card | None:
    """The card that begins with a line, None where none does: it says what is done, and who."""
    block = blocks[number]
    if isinstance(block, Grid):
        return None
    begins = _fields_of(block)
    if not begins or not _begins_task(block, begins[0].label):
        return None
    above = _kind_above(blocks, number)
    fields, stop = _fields_from(blocks, number, begins, above)
    if not _is_of_task(fields):
        return None
    numbered = _number_of(blocks[number : number + 2])
    return Card([*numbered, *fields], block.place, stop)


def _begins_task(line: Line, label: str) -> bool:
    """Whether the first label of a line is one that a card begins with."""
    if not _NAMES_A_TASK.search(label):
        return False
    if not line.text.startswith("【"):
        return True
    return _ONLY_NAMES_IT.search(label) is not None  # 【目标任务】 is a paragraph of the text


def _fields_from(
    blocks: Sequence[Block], number: int, begins: Sequence[Field], above: str
) -> tuple[list[Field], int]:
    """The fields of the card whose first line says ``begins``, and the block behind the last.

    ``above``: how the heading is numbered that the card stands under.
    """
    fields = list(begins)
    last_stop = min(len(blocks), number + _MOST_LINES)
    for stop in range(number + 1, last_stop):
        line = blocks[stop]
        if isinstance(line, Grid):
            return fields, stop
        more = _fields_of(line)
        if more and more[0].label == begins[0].label:
            return fields, stop
        if more:
            fields += more
        elif _goes_on(line, fields[-1], above):
            fields[-1] = _longer(fields[-1], line.text)
        else:
            return fields, stop
    return fields, last_stop


def _longer(field: Field, text: str) -> Field:
    return field._replace(value=_lines_of(field.value, text))


def _is_of_task(fields: Sequence[Field]) -> bool:
    return _say_what_and_who(field.label for field in fields if field.value)


def _kind_above(blocks: Sequence[Block], number: int) -> str:
    """How the heading is numbered that a card stands under, "" where none is near."""
    nearest = max(0, number - _MOST_LINES)
    for block in reversed(blocks[nearest:number]):
        mark = _mark_of(block)
        if mark is not None:
            return mark.kind
    return ""


def _mark_of(block: Block) -> Mark | None:
    """What a line is numbered with; None of a table."""
    if isinstance(block, Grid):
        return None
    return mark_at(block.text)


def _goes_on(line: Line, field: Field, above: str) -> bool:
    """Whether a line without a label belongs to the field above it.

    ``above``: how the heading is numbered that the card stands under; the next one ends it.
    """
    mark = mark_at(line.text)
    if line.level or ATTACHMENT_LINE.fullmatch(line.text):
        return False
    if mark is not None and mark.kind == above:
        return False
    if not field.value or field.value.endswith(("、", "，")):
        return True
    if mark is not None and mark.kind in (PART, CHINESE):
        return False
    return role_of(field.label) in ("content", "")


def _fields_of(line: Line) -> list[Field]:
    """The fields that a line says; none where it does not begin with a label that is known."""
    text = line.text
    labels = _labels_in(text)
    if not labels:
        return []
    fields: list[Field] = []
    stops = [match.start() for match in labels[1:]]
    stops.append(len(text))
    for match, stop in zip(labels, stops, strict=True):
        value = text[match.end() : stop]
        fields.append(Field(_label(match), value.strip(" 　；;")))
    return fields


def _labels_in(text: str) -> list[re.Match[str]]:
    """Where the labels of a line stand; none where it does not begin with one."""
    mark = mark_at(text)
    first = _label_at(text, mark.end if mark else 0)
    if first is None:
        return []
    labels = [first]
    for place in _BEHIND.finditer(text, first.end()):
        match = _label_at(text, place.start())
        if match is not None and match.start() >= labels[-1].end():
            labels.append(match)
    return labels


def _label_at(text: str, place: int) -> re.Match[str] | None:
    """The label that begins there, None where none does that is known."""
    match = _LABEL.match(text, place)
    if match is None or not _label(match):
        return None
    return match


def _label(match: re.Match[str]) -> str:
    """The label, "" where no column is headed so."""
    label = re.sub(r"\s", "", match["corners"] or match["plain"])
    if not role_of(label):
        return ""
    return label


def _number_of(blocks: Sequence[Block]) -> list[Field]:
    """The number of a card, where that is none of its first field.

    ``blocks``: the first line of the card, and what follows it.
    """
    first, *others = map(_mark_of, blocks)
    if first is None:
        return []
    for second in others:
        if second is not None and second.kind == first.kind:
            return []
    return [Field(_NUMBER, first.label)]


# Tables

_FEWEST = 3  # fields that make a table one of cards


def _of_grid(grid: Grid) -> Grid:
    """A table that has a label before each value as one with headings; any other as it is."""
    titles: list[Row] = []
    cards: list[Card] = []
    fields: list[Field] = []
    place = grid.rows[0].place if grid.rows else ""
    for row in grid.rows:
        more = _pairs(row)
        if more is None:
            return grid
        if fields and _begins_card(more, fields, row):
            cards.append(Card(fields, place, 0))
            fields = []
            place = row.place
        if not more and not fields:
            titles.append(row)
        fields += [field for field in more if field not in fields]
    if fields:
        cards.append(Card(fields, place, 0))
    if not cards or not all(map(_is_whole, cards)):
        return grid
    return _below_titles(_table(cards), titles)


def _is_whole(card: Card) -> bool:
    return len(card.fields) >= _FEWEST and _is_of_task(card.fields)


def _below_titles(table: Grid, titles: Sequence[Row]) -> Grid:
    """The table below rows that have one text only, each over its whole width."""
    width = len(table.rows[0].cells)
    heads = [Row((max(row.cells),) * width, row.place) for row in titles]
    return table._replace(rows=(*heads, *table.rows))


def _begins_card(more: Sequence[Field], fields: Sequence[Field], row: Row) -> bool:
    """Whether a row gives again what the card began with."""
    if 0 in row.carried:
        return False
    first = fields[0]
    return any(field.label == first.label and field != first for field in more)


def _pairs(row: Row) -> list[Field] | None:
    """Labels and values in turn; [] of a row that has one text only, None where it is no card's."""
    cells = _cells_once(row)
    texts = {cell for cell in cells if cell}
    if len(texts) < 2:
        return None if _is_label_without_value(cells) else []
    fields: list[Field] = []
    if not role_of(cells[0]):
        first = cells.pop(0)
        if first:
            fields.append(Field(_NUMBER if row_number(first) else _TITLE, first))
    if len(cells) < 2:
        return None
    values = [*cells[1::2], ""]
    for label, value in zip(cells[::2], values, strict=False):
        if not label and not value:
            continue
        if not role_of(label) or _is_label(value, label):
            return None
        fields.append(Field(label, value))
    return fields


def _cells_once(row: Row) -> list[str]:
    """The cells of a row; one that spans columns, and stands in each of them, once."""
    cells = list(row.cells[:1])
    for before, cell in pairwise(row.cells):
        if cell != before:
            cells.append(cell)
    return cells


def _is_label_without_value(cells: Sequence[str]) -> bool:
    """Whether a row is a label, and all that stands behind it is empty."""
    return len(cells) > 1 and not any(cells[1:]) and bool(role_of(cells[0]))
