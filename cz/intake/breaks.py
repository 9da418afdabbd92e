"""Lines as they were meant: those that the page broke are one again, those run together part.

Page numbers go, and a table of contents is set apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cz.intake.headings import (
    ARTICLE,
    CHINESE,
    CHINESE_IN_BRACKETS,
    DIGITS,
    NAMED,
    PART,
    Mark,
    mark_at,
)
from cz.intake.paragraphs import Block, Grid, Line, Row
from cz.intake.unit_names import CLOSE, OPEN, is_like_unit, split_names
from cz.letters import tidied

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*\d{1,4}[-—–－·•\s]*|第\s?\d{1,4}\s?页(?:[，,/\s]*共\s?\d{1,4}\s?页)?|\d{1,3}\s?/\s?\d{1,3}"
)
_IN_CONTENTS = re.compile(
    r"(?P<text>.{2,80}?)(?:\t|[.．·…‥。\s]{3,}|[…]{1,}|\s)\s*[（(-]?(?P<page>\d{1,3})[)）-]?"
)
_LONGEST_OF_CONTENTS = 400  # characters: a title, what leads to its page, the page
_BLANKS = re.compile(r"[\s\u00a0\u3000]+")
_TERMINAL = "。；：！？”）)〕】》…;:!?』」"
_LABEL_LINE = re.compile(r"(?:牵头|责任|配合|主办|协办|参与|参加|落实)(?:单位|部门)[：:]")
_LABEL_ALONE = re.compile(rf"{_LABEL_LINE.pattern}\s*")
_CARD_ALONE = re.compile(r"【(?:目标任务|任务目标|工作目标|目标要求|工作任务|主要任务|任务内容)】")
_FLAT = 800  # characters; no paragraph of a plan is so long and holds several numbered ones


class Content(NamedTuple):
    """A line of the table of contents."""

    text: str
    page: int
    place: str


class Lines(NamedTuple):
    blocks: tuple[Block, ...]
    contents: tuple[Content, ...]


def mended(blocks: Sequence[Block]) -> Lines:
    """The blocks as they were meant."""
    tidy = [block for block in map(_tidy, blocks) if isinstance(block, Grid) or block.text]
    rest, contents = _without_contents(tidy)
    whole = list(_joined(rest))
    parted = list(_parted(whole))
    return Lines(tuple(parted), tuple(contents))


def _tidy(block: Block) -> Block:
    if isinstance(block, Grid):
        return _tidy_grid(block)
    text = _SPACED_LABEL.sub(r"\1\2\3\4", tidied(block.text))
    text = text.replace("\u00a0", " ").replace("\ufeff", "").replace("\u200b", "")
    text = text.strip(" \t\u3000")
    if "。" not in text:
        text = _HALF_STOP.sub("。", text)
    if _PAGE_NUMBER.fullmatch(text):
        text = ""
    return block._replace(text=text)


def _tidy_grid(grid: Grid) -> Grid:
    """The table without its empty rows."""
    rows: list[Row] = []
    for row in grid.rows:
        cells = tuple(map(_tidy_cell, row.cells))
        if any(cells):
            rows.append(row._replace(cells=cells))
    return grid._replace(rows=tuple(rows))


# A full stop typed as the dot of numbers: 新建学校.牵头单位; 一.总体要求 is numbered so.
_HALF_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff）)”])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff]|$)"
)
# 责 任 单 位： is set so for looks.
_SPACED_LABEL = re.compile(
    r"(牵|责|配|协|主)[ 　]*(头|任|合|办)[ 　]*(单|部)[ 　]*(位|门)(?=[ 　]*[：:])"
)


def _tidy_cell(text: str) -> str:
    lines = [_BLANKS.sub(" ", line).strip() for line in tidied(text).split("\n")]
    return "\n".join(line for line in lines if line)


def _without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[Content]]:
    """The table of contents apart: three lines or more, one after the other, that end in a page."""
    contents: list[Content] = []
    rest: list[Block] = []
    number = 0
    while number < len(blocks):
        run = _run_of_contents(blocks, number)
        stop = number + len(run)
        if _is_table_of_contents(run):
            contents += run
        else:
            rest += blocks[number:stop]
        rest += blocks[stop : stop + 1]
        number = stop + 1
    return rest, contents


def _run_of_contents(blocks: Sequence[Block], number: int) -> list[Content]:
    """The lines from a block on, one after the other, that end in a page."""
    run: list[Content] = []
    for place in range(number, len(blocks)):
        content = _content(blocks[place])
        if content is None:
            break
        run.append(content)
    return run


def _is_table_of_contents(run: Sequence[Content]) -> bool:
    """Whether lines are enough of them, most of them numbered."""
    numbered = sum(mark_at(content.text) is not None for content in run)
    return len(run) >= 3 and numbered * 2 > len(run)


def _content(block: Block) -> Content | None:
    if isinstance(block, Grid) or len(block.text) > _LONGEST_OF_CONTENTS:
        return None
    match = _IN_CONTENTS.fullmatch(block.text)
    if match is None or "。" in match["text"] or re.search(r"\d$", match["text"]):
        return None
    return Content(match["text"].strip(" .．·…"), int(match["page"]), block.place)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines that the page broke, together again."""
    width = _page_width(blocks)
    number = 0
    while number < len(blocks):
        block = blocks[number]
        number += 1
        if isinstance(block, Grid):
            yield block
            continue
        while number < len(blocks):
            more = _goes_on(block, blocks, number, width)
            if not more:
                break
            for following in blocks[number : number + more]:
                assert isinstance(following, Line)
                block = block._replace(text=_run_on(block.text, following.text))
            number += more
        yield block


def _run_on(text: str, more: str) -> str:
    if _LABEL_LINE.match(text) and text[-1] not in "、，,；;：":
        return f"{text} {more}"  # a blank parts the names
    return f"{text}{more}"


def _page_width(blocks: Sequence[Block]) -> int:
    """Characters a line, where the file breaks all its lines at one width; else 0."""
    lengths = sorted(len(block.text) for block in blocks if isinstance(block, Line))
    if len(lengths) < 20:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    full = sum(width - 4 <= length <= width + 3 for length in lengths)
    over = sum(length > width + 6 for length in lengths)
    is_width = 15 <= width <= 90
    is_kept = full * 3 > len(lengths) and over * 50 < len(lengths)
    return width if is_width and is_kept else 0


def _goes_on(line: Line, blocks: Sequence[Block], number: int, width: int) -> int:
    """How many of the blocks from ``number`` on belong to the line."""
    following = blocks[number]
    if isinstance(following, Grid) or following.level or line.level:
        return 0
    if following.text[0] in "、，。；）)〕】”》":
        return 1
    if _CARD_ALONE.fullmatch(line.text) and mark_at(following.text) is None:
        return 1
    if _LABEL_ALONE.fullmatch(line.text) and _is_list(following.text):
        return 1
    if line.text[-1] == "。":
        return 0
    if mark_at(following.text) is not None or line.text[-1] in _TERMINAL:
        return _to_the_close(line, blocks, number)
    if line.text[-1] in "、，" or (width and len(line.text) >= width - 4):
        return 1
    if _LABEL_LINE.match(line.text) and _is_list(following.text):
        return 1
    return _to_the_close(line, blocks, number)


def _is_list(text: str) -> bool:
    """Whether a text holds nothing but names, or nobody's."""
    return len(text) < 200 and all(is_like_unit(named.name) for named in split_names(text))


def _to_the_close(line: Line, blocks: Sequence[Block], number: int) -> int:
    """How many lines it takes to close the bracket that the line leaves open, if few do."""
    start = _left_open(line.text)
    if start < 0:
        return 0
    text = line.text[start:]
    for count, block in enumerate(blocks[number : number + 8], 1):
        if isinstance(block, Grid) or mark_at(block.text) is not None or len(text) > 500:
            return 0
        text += block.text
        if _left_open(text) != 0:
            closes = _first_close(text)
            return 0 if "。" in text[:closes] else count
    return 0


def _first_close(text: str) -> int:
    """Where the first bracket closes, -1 where none does."""
    for place, char in enumerate(text):
        if char in CLOSE:
            return place
    return -1


def _left_open(text: str) -> int:
    """Where the outermost bracket opens that the text does not close, -1 where it closes all."""
    stack = []
    for place, char in enumerate(text):
        if char in OPEN:
            stack.append(place)
        elif char in CLOSE and stack:
            stack.pop()
    return stack[0] if stack else -1


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines with the numbered paragraphs in them on lines of their own."""
    last: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Grid):
            yield block
            continue
        for line in _at_lost_breaks(block):
            note, rest = _without_note(line.text)
            if note:
                yield line._replace(text=note)
            for text in _at_marks(rest, last):
                yield line._replace(text=text)


# What a page or a list puts before the first number of its line.
_NOTE = re.compile(
    r"[\[（(【]?(?P<words>(?:上接|接上|承上|续|接)[^\]）)】。\d]{0,12}\d{0,3}[^\]）)】。\d]{0,4})[\]）)】。]+\s*"
    r"|[▲●■◆◇□○※•▪➢✓★☆]\s*"
)


def _without_note(text: str) -> tuple[str, str]:
    """(上接第一版, the line from its number on); ("", the line) where nothing stands before."""
    match = _NOTE.match(text)
    if match is None or mark_at(text, match.end()) is None:
        return "", text
    return match["words"] or "", text[match.end() :]


def _at_lost_breaks(line: Line) -> Iterator[Line]:
    """A text that has lost its line breaks, at the blanks that are left of them."""
    flat = len(line.text) >= _FLAT and _marks_within(line.text) >= 3
    if not flat and _marks_behind_blanks(line.text) < 3:
        yield line
        return
    pieces = filter(None, _pieces_at_blanks(line.text))
    for count, piece in enumerate(pieces, 1):
        yield Line(piece, f"{line.place}第 {count} 节", line.level)


def _pieces_at_blanks(text: str) -> Iterator[str]:
    start = 0
    for match in _BLANKS.finditer(text):
        if _is_lost_break(text, start, match):
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


def _is_lost_break(text: str, start: int, blank: re.Match[str]) -> bool:
    """Whether a blank was a line break; ``start``: where its line begins."""
    before = text[blank.start() - 1 : blank.start()]
    behind = text[blank.end() : blank.end() + 1]
    if not behind or (before.isascii() and behind.isascii()):
        return False
    mark = mark_at(text, start)
    if mark is not None and mark.end >= blank.end():
        return False
    return not _is_bracketed(text, start, blank.start())


def _marks_behind_blanks(text: str) -> int:
    """How many chapters and sections begin behind a blank."""
    count = 0
    for place, mark in _marks(text):
        if text[place - 1].isspace() and mark.kind in (CHINESE, CHINESE_IN_BRACKETS, PART):
            count += 1
    return count


def _is_bracketed(text: str, start: int, place: int) -> bool:
    """Whether a place is within a bracket that holds no paragraphs."""
    if _left_open(text[max(start, place - 400) : place]) < 0:
        return False
    closes = _first_close(text[place : place + 200])
    if closes < 0:
        return False
    within = text[place : place + closes]
    return "。" not in within and _marks_within(within) == 0


_MOST_WITHIN = 3000  # marks in one line; more are no plan's
_LOOKED_BACK = 2000  # characters, for what a paragraph has opened
_KINDS = (PART, ARTICLE, CHINESE, CHINESE_IN_BRACKETS, DIGITS, NAMED)
_MAY_MARK = re.compile(r"[第（(〔⑴-⒇⒈-⒛㈠-㈩一二三四五六七八九十\d任重主专行工项举事实民措计改]")


def _marks(text: str, last_digits: int = -1) -> Iterator[tuple[int, Mark]]:
    """Marks within the text, not at its beginning."""
    for match in _MAY_MARK.finditer(text, 1):
        place = match.start()
        if text[place - 1] in "一二三四五六七八九十百第0123456789.．":
            continue
        mark = mark_at(text, place, last_digits=last_digits)
        if mark is not None and mark.kind in _KINDS and mark.end < len(text):
            yield place, mark


def _marks_within(text: str) -> int:
    """How many paragraphs may begin within the text."""
    return sum(_is_boundary(text, place) for place, _ in _marks(text))


def _is_boundary(text: str, place: int) -> bool:
    """Whether a paragraph may begin there: behind a full stop, a bracket, a blank."""
    return text[place - 1] in f"。！？；{CLOSE}：:” 　\t"


_ENDS_CLAUSE = re.compile(r"(?:[单位部门负责牵头配合落实].{0,300})[）)\]】〕]\s*[。；]?\s*$")


def _at_marks(text: str, last: dict[str, int]) -> Iterator[str]:
    """The text at the marks that begin a paragraph; ``last``: the last number of each kind."""
    starts = [0]
    first = mark_at(text, last_digits=last.get(DIGITS, -1))
    if first is not None:
        last[first.kind] = first.number
    if sum(1 for _ in islice(_marks(text), _MOST_WITHIN)) == _MOST_WITHIN:
        yield text
        return
    flat = len(text) >= _FLAT and _marks_within(text) >= 3
    firsts: set[str] = set()  # kinds whose first item stands in the text and is none till a second
    for place, mark in _marks(text, last.get(DIGITS, -1)):
        follows = (
            mark.number in (1, last.get(mark.kind, -1) + 1)
            or (mark.number == 2 and mark.kind in firsts)
            or (mark.kind not in last and _is_chapter(text, mark))
        )
        if mark.number == 1 and _is_boundary(text, place):
            firsts.add(mark.kind)
        own = text[max(starts[-1], place - _LOOKED_BACK) : place]
        if follows and _begins_paragraph(own, text, place, mark, flat=flat):
            starts.append(place)
            last[mark.kind] = mark.number
    starts = _with_first_number(text, starts)
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:stop].strip()
        if piece:
            yield piece


_CHAPTER = re.compile(
    r"(?![一二三四五六七八九十])(?:\S{2,16}?(?=[ 　]\S|$)|[^。，；、]{2,16}(?=。))"
)


def _is_chapter(text: str, mark: Mark) -> bool:
    """Whether a chapter of a plan that goes on from elsewhere begins there: 三、加强领导"""
    return mark.kind == CHINESE and _CHAPTER.match(text, mark.end) is not None


def _with_first_number(text: str, starts: list[int]) -> list[int]:
    """The starts, and where 1. stands before 2. that is one: 1.…（A负责）2.…（B负责）."""
    for place in starts[1:]:
        mark = mark_at(text, place)
        if mark is None or mark.kind != DIGITS or mark.number != 2:
            continue
        before = starts[starts.index(place) - 1]
        for first, other in _marks(text[before:place]):
            first += before
            is_first = other.kind == DIGITS and other.number == 1
            if first > before and is_first and _is_boundary(text, first):
                return sorted({*starts, first})
    return starts


# 某某行动实施方案一、总体要求: the first chapter glued to the plan's own title.
_WHOLE_TITLE = re.compile(r"[^。，；：]{6,50}(?:方案|意见|计划|措施|办法|要点|规划)")


def _begins_paragraph(own: str, text: str, place: int, mark: Mark, *, flat: bool) -> bool:
    """``own``: the paragraph so far, which the mark may end."""
    if _left_open(own) >= 0 and not _is_unclosed_clause(own, text, place):
        return False
    if mark.kind == NAMED and not _is_boundary(text, place):
        return False  # 实施绿道工程1.建设: the number is the paragraph's, not the project's
    above = mark_at(own)
    title = own[above.end :] if above else own
    if above and above.kind != mark.kind and _is_bare_title(title):
        return above.kind in _KINDS and _KINDS.index(mark.kind) > _KINDS.index(above.kind)
    if mark.kind == CHINESE and mark.number == 1 and _WHOLE_TITLE.fullmatch(own):
        return True
    if not _is_boundary(text, place):
        return _is_unclosed_clause(own, text, place)
    if _ends_in_clause(own):
        return True
    if mark.kind == DIGITS and _ENDS_LABELLED.search(own[-_LONGEST_END:]):
        return True
    is_high = mark.kind in (PART, ARTICLE, CHINESE, CHINESE_IN_BRACKETS)
    bare = own.rstrip()
    if is_high and bare.endswith(tuple("。！？" + CLOSE)):
        return flat or mark.number > 1 or mark.kind in (PART, CHINESE)
    if mark.kind == CHINESE and bare.endswith(("：", ":")):
        return True
    return flat and not bare.endswith(("；", "：", ":"))


_LONGEST_END = 320  # characters at the end of a paragraph that say who does it


def _ends_in_clause(text: str) -> bool:
    """Whether a text ends in a bracket that says who does it."""
    if not text.rstrip(" 　。；").endswith(tuple(CLOSE)):
        return False
    end = text[-_LONGEST_END:]
    return _ENDS_CLAUSE.search(end) is not None or _ends_in_names(end)


_ENDS_LABELLED = re.compile(rf"{_LABEL_LINE.pattern}[^。：:]{{2,200}}。\s*$")
_LAST_BRACKET = re.compile(r"[（(\[〔【]([^（()）]{3,120})[）)\]】〕]\s*[。；]?\s*$")


def _ends_in_names(text: str) -> bool:
    """Whether a text ends in a bracket that holds nothing but names: 自查。（各企业）"""
    last = _LAST_BRACKET.search(text)
    names = split_names(last[1]) if last else []
    return bool(names) and all(is_like_unit(named.name) for named in names)


def _is_bare_title(text: str) -> bool:
    return 2 <= len(text.strip()) <= 30 and not re.search(r"[。；，,：:]", text)


_OPENS_CLAUSE = re.compile(r"[（(\[〔【](?:牵头|责任|配合|主办)(?:单位|部门)[：:]")


def _is_unclosed_clause(own: str, text: str, place: int) -> bool:
    """Whether the paragraph so far ends in a list of units whose bracket nobody closes."""
    opens = list(_OPENS_CLAUSE.finditer(own))
    if not opens or _left_open(own[opens[-1].start() :]) != 0:
        return False
    names = split_names(own[opens[-1].end() :])
    return bool(names) and is_like_unit(names[-1].name)
