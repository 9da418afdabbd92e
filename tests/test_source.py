"""Places in a text, columns on a terminal, and characters made visible."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cz.source import Source, end_of_line, line_column, line_starts, line_text, start_of_line
from cz.typography import clip, pad, visible, width

CRLF = "a: 1\r\n\r\n乙: 二\r\n  尾"


def test_lines_and_columns_count_characters_from_zero() -> None:
    assert line_starts(CRLF) == (0, 6, 8, 14)
    assert [line_column(CRLF, at) for at in (0, 3, 5, 6, 7, 8, 11, 14, 16, 17)] == [
        (0, 0),
        (0, 3),
        (0, 5),
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 3),
        (3, 0),
        (3, 2),
        (3, 3),
    ]


def test_line_text_leaves_out_the_newline_of_either_kind() -> None:
    assert [line_text(CRLF, line) for line in range(4)] == ["a: 1", "", "乙: 二", "  尾"]
    assert [line_text("甲\n\n丙\n", line) for line in range(4)] == ["甲", "", "丙", ""]
    assert line_text("", 0) == ""
    assert line_text("只有一行", 0) == "只有一行"


def test_a_carriage_return_within_a_line_is_no_line_end() -> None:
    assert line_starts("a\rb\nc") == (0, 4)
    assert line_text("a\rb\nc", 0) == "a\rb"


@pytest.mark.parametrize(
    "text, offset, start, end",
    [
        ("ab\ncd", 0, 0, 2),
        ("ab\ncd", 2, 0, 2),
        ("ab\ncd", 3, 3, 5),
        ("ab\ncd", 5, 3, 5),
        ("ab\r\ncd\r\n", 1, 0, 2),
        ("ab\r\ncd\r\n", 2, 0, 2),
        ("ab\r\ncd\r\n", 5, 4, 6),
        ("ab\r\ncd\r\n", 8, 8, 8),
        ("\r\nx", 0, 0, 0),
        ("", 0, 0, 0),
    ],
)
def test_start_and_end_of_line(text: str, offset: int, start: int, end: int) -> None:
    assert (start_of_line(text, offset), end_of_line(text, offset)) == (start, end)


@given(st.text(alphabet="a甲 \r\n", max_size=30), st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_column(text, offset)
    assert line_starts(text)[line] + column == offset
    assert "\n" not in text[offset - column : offset]
    assert [line_text(text, number) for number in range(len(line_starts(text)))] == [
        part.removesuffix("\r") if number < text.count("\n") else part
        for number, part in enumerate(text.split("\n"))
    ]


def test_newline_is_the_files_own() -> None:
    assert Source("x", "a\r\nb\r\n").newline == "\r\n"
    assert Source("x", "a\nb\n").newline == "\n"
    assert Source("x", "a").newline == "\n"


def test_encode_puts_the_byte_order_mark_back() -> None:
    assert Source("x", "", boms=1).encode("甲") == b"\xef\xbb\xbf\xe7\x94\xb2"
    assert Source("x", "").encode("甲\r\n") == b"\xe7\x94\xb2\r\n"


@pytest.mark.parametrize(
    "text, columns",
    [
        ("", 0),
        ("abc", 3),
        ("学习", 4),
        ("区×宣传×", 8),
        ("ＡＢ", 4),
        ("，。（）", 8),
        ("“”…—", 4),
        ("ｱ", 1),
        ("①", 1),
        ("한글", 4),
        ("カタ", 4),
        ("a\u200bb\u200d", 2),
        ("😀", 2),
        ("㍿", 2),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize("text", ["e\u0301", "❤\ufe0f", "1\ufe0f\u20e3"])
def test_a_mark_takes_no_column(text: str) -> None:
    assert width(text) == 1


def test_clip_keeps_a_mark_with_its_letter() -> None:
    assert clip("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


def test_pad_fills_up_to_the_column_and_never_cuts() -> None:
    assert pad("学a", 5) == "学a  "
    assert pad("abc", 3) == "abc"
    assert pad("学习", 3) == "学习"
    assert pad("", 2) == "  "


@pytest.mark.parametrize(
    "text, columns, shown",
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("学习宣传", 8, "学习宣传"),
        ("学习宣传", 7, "学习宣…"),
        ("学习宣传", 6, "学习…"),
        ("学习宣传", 5, "学习…"),
        ("学习", 2, "…"),
        ("学习", 1, "…"),
        ("a学", 2, "a…"),
        ("", 0, ""),
    ],
)
def test_clip(text: str, columns: int, shown: str) -> None:
    assert clip(text, columns) == shown


@given(st.text(alphabet="a甲，×\u0301😀 ", max_size=20), st.integers(1, 25))
def test_what_is_clipped_fits_and_only_what_does_not_fit_is_clipped(
    text: str, columns: int
) -> None:
    shown = clip(text, columns)
    assert width(shown) <= columns
    if width(text) <= columns:
        assert shown == text
    else:
        assert shown[-1] == "…"
        assert text.startswith(shown[:-1])
        assert columns - width(shown) <= 1  # at most half a wide character is given away


@pytest.mark.parametrize(
    "text, shown",
    [
        ("学习 a, ×（一）", "学习 a, ×（一）"),
        ("\x1b[31m红\x1b[0m", "␛[31m红␛[0m"),
        ("a\tb\nc\rd\0", "a␉b␊c␍d␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "\\u009b31m"),
        ("\x85", "\\u0085"),
        ("\xad\u200b", "\\u00ad\\u200b"),
        ("\u202e反\u202c", "\\u202e反\\u202c"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("\u200e\u200f", "\\u200e\\u200f"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ufeff", "\\ufeff"),
        ("全　角", "全　角"),
        ("[red]x[/red]", "[red]x[/red]"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(max_size=20))
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Zl", "Zp")]
    assert not [
        char
        for char in shown
        if unicodedata.bidirectional(char)
        in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
    ]
    assert visible(shown) == shown


def test_arabic_letter_mark_is_made_visible_too() -> None:
    """U+061C turns the direction of what follows as U+200F does."""
    assert visible("a\u061cb") == "a\\u061cb"


def test_lines_are_broken_where_a_reader_of_chinese_expects_it() -> None:
    from cz.typography import wrapped

    assert wrapped("甲乙丙丁，戊己", 8) == ["甲乙丙丁，", "戊己"]
    assert wrapped("看全部请用 cz finding list 这一条", 16) == [
        "看全部请用 cz",
        "finding list 这",
        "一条",
    ]
    assert wrapped("短", 8) == ["短"]
    assert wrapped("市民投诉办结 14（63.6%），其余在办", 18) == [
        "市民投诉办结",
        "14（63.6%），其余",
        "在办",
    ]
    assert wrapped("甲乙丙丁（戊己）", 10) == ["甲乙丙丁", "（戊己）"]
    text = "督查时间2026年7月6日至7月14日（含当天），截至2026年7月15日。" * 5
    lines = wrapped(text, 38)
    assert "".join(lines) == text
    assert max(map(width, lines)) <= 42  # two marks in a row hang
    assert not any(line[0] in "，。）" for line in lines)
