"""What a Word paper must keep to, by its XML alone: GB/T 9704-2012, and what Word, WPS and
LibreOffice each trip over. Standard library only; ``broken(bytes)`` names every rule that is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element = ElementTree.Element
RULES: dict[str, Callable[[Paper], bool]] = {}


def value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(W + name, "")


def path(*names: str) -> str:
    return "/".join(W + name for name in names)


class Paper:
    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = self.xml("word/document.xml")
        self.styles = self.xml("word/styles.xml")
        self.settings = self.xml("word/settings.xml")
        body = self.document.find(W + "body")
        assert body is not None
        self.blocks = list(body)
        self.tables = list(self.document.iter(W + "tbl"))
        self.sections = list(self.document.iter(W + "sectPr"))
        self.text = "".join(text.text or "" for text in self.document.iter(W + "t"))

    def xml(self, name: str) -> Element:
        return ElementTree.fromstring(self.parts[name])

    def named(self, name: str) -> Element:
        for style in self.styles.iter(W + "style"):
            if value(style.find(W + "name")).lower() == name:
                return style
        raise AssertionError(f"no style {name}")

    def face(self, name: str) -> tuple[str, str]:
        """(the Chinese font, its size in half points) of a style."""
        style = self.named(name)
        font = value(style.find(path("rPr", "rFonts")), "eastAsia")
        return font, value(style.find(path("rPr", "sz")))

    def paragraphs(self) -> list[Element]:
        return [block for block in self.blocks if block.tag == W + "p"]

    def footers(self) -> list[Element]:
        return [self.xml(name) for name in self.parts if name.startswith("word/footer")]


def text_of(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t"))


def rule(check: Callable[[Paper], bool]) -> Callable[[Paper], bool]:
    RULES[check.__name__] = check
    return check


def broken(raw: bytes) -> list[str]:
    paper = Paper(raw)
    return [name for name, check in RULES.items() if not check(paper)]


def _page(section: Element) -> tuple[int, int, bool]:
    size = section.find(W + "pgSz")
    turned = value(size, "orient") == "landscape"
    return int(value(size, "w")), int(value(size, "h")), turned


def _margin(section: Element, side: str) -> int:
    return int(value(section.find(W + "pgMar"), side))


@rule
def pages_are_a4(paper: Paper) -> bool:
    allowed = {(11906, 16838, False), (16838, 11906, True)}
    return {_page(section) for section in paper.sections} <= allowed


@rule
def type_area_is_156_by_225_mm(paper: Paper) -> bool:
    for section in paper.sections:
        wide, high, turned = _page(section)
        wide -= _margin(section, "left") + _margin(section, "right")
        high -= _margin(section, "top") + _margin(section, "bottom")
        if turned:
            wide, high = high, wide
        if abs(wide - 8844) > 57 or abs(high - 12756) > 57:
            return False
    return True


@rule
def lines_are_set_on_a_grid_and_characters_are_not(paper: Paper) -> bool:
    return {value(grid, "type") for grid in paper.document.iter(W + "docGrid")} == {"lines"}


@rule
def every_section_numbers_its_pages(paper: Paper) -> bool:
    return all(len(each.findall(W + "footerReference")) == 2 for each in paper.sections)


@rule
def no_theme(paper: Paper) -> bool:
    fonts = [*paper.document.iter(W + "rFonts"), *paper.styles.iter(W + "rFonts")]
    themed = any("Theme" in name for font in fonts for name in font.attrib)
    return not themed and not any("theme" in name for name in paper.parts)


@rule
def fonts_name_their_chinese_face(paper: Paper) -> bool:
    fonts = [*paper.document.iter(W + "rFonts"), *paper.styles.iter(W + "rFonts")]
    return all(value(font, "eastAsia") for font in fonts if value(font, "ascii"))


@rule
def every_text_hints_at_chinese(paper: Paper) -> bool:
    runs = [run for run in paper.document.iter(W + "r") if run.find(W + "t") is not None]
    hints = {value(run.find(path("rPr", "rFonts")), "hint") for run in runs}
    return hints == {"eastAsia"}


@rule
def body_is_fangsong_by_default(paper: Paper) -> bool:
    default = paper.styles.find(path("docDefaults", "rPrDefault", "rPr", "rFonts"))
    return value(default, "eastAsia") == "仿宋" and paper.face("normal") == ("仿宋", "32")


@rule
def fonts_have_other_names(paper: Paper) -> bool:
    fonts = paper.xml("word/fontTable.xml").iter(W + "font")
    others = {value(font, "name"): value(font.find(W + "altName")) for font in fonts}
    return "仿宋_GB2312" in others["仿宋"] and all(others.values())


@rule
def headings_have_their_faces(paper: Paper) -> bool:
    return (
        paper.face("title") == ("方正小标宋简体", "44")
        and paper.face("heading 1") == ("黑体", "32")
        and paper.face("heading 2") == ("楷体", "32")
        and paper.face("heading 3") == ("仿宋", "32")
    )


@rule
def twenty_two_lines_fit(paper: Paper) -> bool:
    spacing = paper.named("normal").find(path("pPr", "spacing"))
    line = int(value(spacing, "line"))
    return value(spacing, "lineRule") == "exact" and line >= 560 and 22 * line <= 12756


@rule
def punctuation_keeps_to_the_lines(paper: Paper) -> bool:
    normal = paper.named("normal")
    hangs = value(normal.find(path("pPr", "overflowPunct")))
    return hangs == "0" and normal.find(path("pPr", "kinsoku")) is not None


@rule
def body_is_indented_by_two_characters(paper: Paper) -> bool:
    indents = []
    for paragraph in paper.paragraphs():
        if text_of(paragraph) and paragraph.find(path("pPr", "pStyle")) is None:
            indent = paragraph.find(path("pPr", "ind"))
            indents.append((value(indent, "firstLineChars"), value(indent, "firstLine")))
    return set(indents) <= {("200", "640")}


@rule
def pages_are_numbered_outside(paper: Paper) -> bool:
    footers = paper.footers()
    for footer in footers:
        sizes = {value(size) for size in footer.iter(W + "sz")}
        fields = "".join(field.text or "" for field in footer.iter(W + "instrText"))
        if sizes != {"28"} or "PAGE" not in fields or text_of(footer) != "— 1 —":
            return False
    sides = {value(footer.find(f".//{W}jc")) for footer in footers}
    both = paper.settings.find(W + "evenAndOddHeaders") is not None
    return both and sides == {"left", "right"}


@rule
def word_opens_it_as_its_own(paper: Paper) -> bool:
    settings = paper.settings.iter(W + "compatSetting")
    return ("compatibilityMode", "15") in {(value(each, "name"), value(each)) for each in settings}


def _widths(table: Element) -> tuple[int, list[int]]:
    columns = [int(value(column, "w")) for column in table.iter(W + "gridCol")]
    return int(value(table.find(path("tblPr", "tblW")), "w")), columns


@rule
def tables_are_as_wide_as_their_columns(paper: Paper) -> bool:
    for table in paper.tables:
        whole, columns = _widths(table)
        if value(table.find(path("tblPr", "tblLayout")), "type") != "fixed":
            return False
        if whole != sum(columns) or min(columns) < 300:
            return False
        for row in table.findall(W + "tr"):
            cells = [int(value(cell, "w")) for cell in row.iter(W + "tcW")]
            if cells != columns:
                return False
    return True


def _sections_of_tables(paper: Paper) -> Iterator[tuple[Element, Element]]:
    waiting: list[Element] = []
    for block in paper.blocks:
        if block.tag == W + "tbl":
            waiting.append(block)
        ended = [block] if block.tag == W + "sectPr" else block.findall(path("pPr", "sectPr"))
        for section in ended:
            yield from ((table, section) for table in waiting)
            waiting = []


@rule
def tables_fit_on_their_pages(paper: Paper) -> bool:
    for table, section in _sections_of_tables(paper):
        room = _page(section)[0] - _margin(section, "left") - _margin(section, "right")
        if _widths(table)[0] > room:
            return False
    return True


@rule
def same_headings_same_widths(paper: Paper) -> bool:
    by_heading: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for table in paper.tables:
        first = table.find(W + "tr")
        if first is None or first.find(path("trPr", "tblHeader")) is None:
            continue
        titles = tuple(text_of(cell) for cell in first.findall(W + "tc"))
        by_heading.setdefault(titles, set()).add(tuple(_widths(table)[1]))
    return all(len(widths) == 1 for widths in by_heading.values())


@rule
def rows_do_not_split(paper: Paper) -> bool:
    rows = [row for table in paper.tables for row in table.findall(W + "tr")]
    long = [row for row in rows if max(map(len, map(text_of, row.findall(W + "tc")))) > 300]
    return all(row.find(path("trPr", "cantSplit")) is not None for row in rows if row not in long)


@rule
def headings_of_tables_repeat(paper: Paper) -> bool:
    for table in paper.tables:
        first = table.find(W + "tr")
        assert first is not None
        form = first.find(path("trPr", "trHeight")) is not None
        if not form and first.find(path("trPr", "tblHeader")) is None:
            return False
    return True


@rule
def nothing_that_is_only_for_screens(paper: Paper) -> bool:
    return re.search("[█░🔴🟡🟢]|版本 ?[0-9a-f]{7}|<!--", paper.text) is None


@rule
def attachments_begin_a_page_in_heiti(paper: Paper) -> bool:
    for paragraph in paper.paragraphs():
        if re.fullmatch("附[件表][0-9]*", text_of(paragraph).strip()):
            font = value(paragraph.find(path("r", "rPr", "rFonts")), "eastAsia")
            fresh = paragraph.find(path("pPr", "pageBreakBefore")) is not None
            if font != "黑体" or not fresh:
                return False
        elif re.match("附件[0-9]+[　 ]", text_of(paragraph)):
            return False  # not taken for an attachment
    return True


@rule
def the_signature_stays_with_what_it_signs(paper: Paper) -> bool:
    ids = {value(paper.named("落款"), "styleId"), value(paper.named("附件说明"), "styleId")}
    for before, block in zip(paper.blocks, paper.blocks[1:], strict=False):
        if value(block.find(path("pPr", "pStyle"))) in ids and before.tag != W + "sectPr":
            last = before if before.tag == W + "p" else before.findall(W + "tr")[-1]
            in_list = value(before.find(path("pPr", "pStyle"))) in ids
            if not in_list and last.find(f".//{W}keepNext") is None:
                return False
    return True


@rule
def marks_of_sections_take_no_line(paper: Paper) -> bool:
    ends = [each for each in paper.paragraphs() if each.find(path("pPr", "sectPr")) is not None]
    return all(value(end.find(path("pPr", "spacing")), "line") == "20" for end in ends)
