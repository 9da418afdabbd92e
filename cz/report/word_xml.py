"""Blocks as the XML of a Word file: paragraphs, runs of text, tables. Text only, no library.

Styles are named as in the reference file; ``cz.report.word`` puts their ids in place of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from cz.report.blocks import Block, Grid, Heading, Paragraph, Run, Runs, text_of
from cz.report.columns import CHARACTER as CHARACTER_OF_TABLES
from cz.report.columns import MARGINS, lines_of
from cz.typography import printable, width

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
CHARACTER = 320  # twentieths of a point, one character of the body text
LINE = 579
ROWS = {"表单": 520, "记录表": 850}  # least height of a row that is filled in by hand
MANY = 9  # rows of a table filled in on the spot, beyond which they are lower, to fit a page
LOWER = 560
TITLE_COLUMNS = 40  # columns of a terminal that a line of the title takes: 20 characters
LONGEST_ROW = 36  # lines of a row that is kept on one page
LAMPS = {"红": "C00000", "黄": "BF8F00", "绿": "2E7D32"}
LATIN = "Times New Roman"

STYLE_OF_LEVEL = {1: "Title", 2: "heading 1", 3: "heading 2", 4: "heading 3"}
STYLE_OF_PART = {
    "红头": "红头",
    "发文字号": "发文字号",
    "报头": "报头",
    "期号": "期号",
    "主送": "主送机关",
    "附件说明": "附件说明",
    "落款": "落款",
}
STYLES = (
    *STYLE_OF_LEVEL.values(),
    *STYLE_OF_PART.values(),
    *("说明", "附件标号", "附件标题", "表格文字", "表头", "填写表文字"),
)
_BLANK_LINES = {"附件说明": 1, "落款": 1}  # above the first paragraph of a part

Widths = Mapping[tuple[Runs, ...], Sequence[int]]


def written(blocks: Sequence[Block], place: int, widths: Widths) -> Iterator[str]:
    """The XML of one block; its neighbours decide what stays on a page with it."""
    block = blocks[place]
    before = blocks[place - 1] if place else None
    follows = blocks[place + 1] if place + 1 < len(blocks) else None
    if isinstance(block, Heading):
        yield from _heading(block)
    elif isinstance(block, Paragraph):
        if not _goes_with_next(block, follows):
            yield _paragraph(block, before, follows)
    else:
        yield _table(block, widths[block.titles], keep=_is_part(follows, "落款", "附件说明"))
        if isinstance(follows, Grid):
            yield _p("", "表格文字")


def section_end(section: str) -> str:
    """The end of a section, in a paragraph of one point: a taller one would make an empty page."""
    line = '<w:spacing w:line="20" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{line}{section}</w:pPr></w:p>"


def _heading(heading: Heading) -> Iterator[str]:
    if heading.part == "附件":
        label, _, title = text_of(heading.runs).partition("　")
        yield _p(_run(Run(label), font="黑体"), "附件标号", keep="<w:pageBreakBefore/>")
        if title:
            yield _p(_run(Run(title)), "附件标题")
        return
    if heading.level == 1 and heading.part in ("", "另页"):
        anew = "<w:pageBreakBefore/>" if heading.part else ""
        lines = [_run(Run(line)) for line in _title_lines(text_of(heading.runs))]
        yield _p("<w:r><w:br/></w:r>".join(lines), "Title", anew)
        return
    style = STYLE_OF_PART.get(heading.part) or STYLE_OF_LEVEL.get(heading.level, "heading 3")
    yield _p(_runs(heading.runs), style)


def _title_lines(title: str) -> list[str]:
    """A title too long for one line in two, broken where no word is broken."""
    if width(title) <= TITLE_COLUMNS:
        return [title]
    best = [title]
    longest = TITLE_COLUMNS + 1
    for cut in re.finditer(r"(?<=[》）])(?=[^（》）])|(?=（)", title):
        halves = [title[: cut.start()], title[cut.start() :]]
        if max(map(width, halves)) < longest:
            best, longest = halves, max(map(width, halves))
    return best


def _is_part(block: Block | None, *parts: str) -> bool:
    return isinstance(block, Paragraph) and block.part in parts


def _goes_with_next(paragraph: Paragraph, follows: Block | None) -> bool:
    """Whether it is the 附件： that stands in front of the first attachment's name."""
    return (
        paragraph.part == "附件说明"
        and not paragraph.number
        and isinstance(follows, Paragraph)
        and follows.part == "附件说明"
        and follows.number > 0
    )


def _paragraph(paragraph: Paragraph, before: Block | None, follows: Block | None) -> str:
    keep = "<w:keepNext/>" if _stays_with(paragraph, follows) else ""
    part = paragraph.part
    if part in STYLE_OF_PART:
        above = ""
        first = not _is_part(before, part) or (paragraph.number == 1 and part == "附件说明")
        if first and part in _BLANK_LINES:
            above = f'<w:spacing w:before="{_BLANK_LINES[part] * LINE}"/>'
        if part == "附件说明":
            return _attachment(paragraph, keep, above)
        content = _masthead(paragraph) if part == "报头" else _runs(paragraph.runs)
        return _p(content, STYLE_OF_PART[part], keep, above)
    if paragraph.quoted:
        return _p(_runs(paragraph.runs), "说明", keep)
    runs = paragraph.runs
    if paragraph.number:
        runs = (Run(f"{paragraph.number}."), *runs)
    elif paragraph.bullet:
        runs = (Run("·"), *runs)
    below_table = '<w:spacing w:before="120"/>' if isinstance(before, Grid) else ""
    return _p(_runs(runs), "", keep, f"{below_table}{_indent(0, -2)}")


def _stays_with(paragraph: Paragraph, follows: Block | None) -> bool:
    """With the table below it; a signature, or a list of attachments, never stands alone."""
    if isinstance(follows, Grid):
        return True
    return _is_part(follows, "落款", "附件说明")


def _attachment(paragraph: Paragraph, keep: str, above: str) -> str:
    """附件：1. … with the names below each other."""
    if not paragraph.number:
        return _p(_runs(paragraph.runs), "附件说明", keep, f"{above}{_indent(5, 3)}")
    number = f"{paragraph.number}. "
    if paragraph.number > 1:
        content = _runs((Run(number), *paragraph.runs))
        return _p(content, "附件说明", keep, f"{above}{_indent(6, 1)}")
    content = _runs((Run(f"附件：{number}"), *paragraph.runs))
    return _p(content, "附件说明", keep, f"{above}{_indent(6, 4)}")


def _masthead(paragraph: Paragraph) -> str:
    left, _, right = text_of(paragraph.runs).partition("　")
    return f"{_run(Run(left))}<w:r><w:tab/></w:r>{_run(Run(right))}"


def _indent(left: int, hanging: int) -> str:
    """In characters, and in twentieths of a point for whoever does not count characters.

    ``hanging`` below 0: the first line begins further right.
    """
    first = "hanging" if hanging > 0 else "firstLine"
    size = abs(hanging)
    at_left = f' w:leftChars="{left * 100}" w:left="{left * CHARACTER}"' if left else ""
    at_first = f' w:{first}Chars="{size * 100}" w:{first}="{size * CHARACTER}"'
    return f"<w:ind{at_left}{at_first}/>"


def _p(content: str, style: str, keep: str = "", last: str = "") -> str:
    """A paragraph; ``keep``: what it stays with. ``last``: spacing, indent, alignment."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{keep}{last}</w:pPr>{content}</w:p>"


def _runs(runs: Runs, font: str = "") -> str:
    return "".join(_run(run, font) for run in runs)


def _run(run: Run, font: str = "") -> str:
    """Text with its lamp, if it begins with one, in that lamp's colour."""
    lamp = re.match(r"●(?=([红黄绿]))", run.text)
    if lamp:
        coloured = _piece("●", run.bold, font, LAMPS[lamp[1]])
        return coloured + _piece(run.text[1:], run.bold, font)
    return _piece(run.text, run.bold, font)


def _piece(text: str, bold: bool, font: str, colour: str = "") -> str:
    """``hint`` keeps quotes and dashes, which Latin fonts hold too, in the Chinese font."""
    named = f' w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}"' if font else ""
    lettering = f'<w:rFonts w:hint="eastAsia"{named}/>'
    lettering += "<w:b/>" if bold else ""
    lettering += f'<w:color w:val="{colour}"/>' if colour else ""
    shown = f'<w:t xml:space="preserve">{escape(printable(text))}</w:t>'
    return f"<w:r><w:rPr>{lettering}</w:rPr>{shown}</w:r>"


def _table(grid: Grid, widths: Sequence[int], *, keep: bool) -> str:
    """``keep``: its last row on one page with what follows, a signature.

    A table to be filled in stays on one page whole: nobody sends back half of it.
    """
    columns = "".join(f'<w:gridCol w:w="{room}"/>' for room in widths)
    form = grid.part == "表单"
    rows = [] if form else [_row(grid.titles, widths, grid.sides, style="表头")]
    last = len(grid.rows) - 1
    for number, row in enumerate(grid.rows):
        style = "填写表文字" if form else "表格文字"
        kept = (number == 0 and last > 0) or (number == last and keep)
        kept = kept or (form and number < last)
        height = LOWER if grid.part == "记录表" and last >= MANY else ROWS.get(grid.part, 0)
        rows.append(_row(row, widths, grid.sides, style=style, keep=kept, height=height))
    head = f"{_table_properties(sum(widths))}<w:tblGrid>{columns}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(rows)}</w:tbl>"


def _title(runs: Runs, room: int) -> str:
    """A column's heading, in two halves where it does not fit on one line of a narrow column."""
    title = text_of(runs)
    needed = width(title) * CHARACTER_OF_TABLES
    if not room - MARGINS < needed <= 2 * (room - MARGINS):
        return _runs(runs)
    bracket = title.find("（")
    half = bracket if bracket > 0 else len(title) // 2
    return "<w:r><w:br/></w:r>".join((_run(Run(title[:half])), _run(Run(title[half:]))))


def _table_properties(room: int) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{edge} w:w="{MARGINS // 2}" w:type="dxa"/>' for edge in ("left", "right")
    )
    return (
        f'<w:tblPr><w:tblW w:w="{room}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def _row(
    cells: Sequence[Runs],
    widths: Sequence[int],
    sides: Sequence[str],
    *,
    style: str,
    keep: bool = False,
    height: int = 0,
) -> str:
    """``keep``: on one page with what follows. ``height``: the least, 0 where the text decides."""
    head = style == "表头"
    properties = "" if lines_of(cells, widths) > LONGEST_ROW else "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if head:
        properties += "<w:tblHeader/>"
    written_cells = []
    for runs, room, side in zip(cells, widths, sides, strict=True):
        aligned = "" if head or side == "left" else f'<w:jc w:val="{side}"/>'
        content = _title(runs, room) if head else _runs(runs)
        content = content or _run(Run(" "))
        paragraph = _p(content, style, "<w:keepNext/>" if keep else "", aligned)
        size = f'<w:tcW w:w="{room}" w:type="dxa"/><w:vAlign w:val="center"/>'
        written_cells.append(f"<w:tc><w:tcPr>{size}</w:tcPr>{paragraph}</w:tc>")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written_cells)}</w:tr>"
