"""The calendar text: its lines as RFC 5545 wants them, and what a library reads out of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cz.show.ics import CalendarEvent, calendar, pieces_of_75_octets
from tests.running import cz
from tests.test_chasing import made

DAY = date(2026, 7, 15)


def test_the_whole_text() -> None:
    event = CalendarEvent(
        "f260706-3.ab@cz", date(2026, 7, 31), "柳溪镇：整改 市场", ("问题", "责任单位：柳溪镇")
    )
    assert calendar("到期", [event], DAY) == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cz//agenda//ZH\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:到期\r\n"
        "BEGIN:VEVENT\r\nUID:f260706-3.ab@cz\r\nDTSTAMP:20260715T000000Z\r\n"
        "DTSTART;VALUE=DATE:20260731\r\nDTEND;VALUE=DATE:20260801\r\nSUMMARY:柳溪镇：整改 市场\r\n"
        "DESCRIPTION:问题\\n责任单位：柳溪镇\r\nTRANSP:TRANSPARENT\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:柳溪镇：整改 市场\r\n"
        "TRIGGER:-P1D\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_a_calendar_of_nothing() -> None:
    assert calendar("空", [], DAY).count("\r\n") == 6


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("", [""]),
        ("a" * 75, ["a" * 75]),
        ("a" * 76, ["a" * 75, " a"]),
        ("好" * 25, ["好" * 25]),
        ("x" + "好" * 25, ["x" + "好" * 24, " 好"]),
        ("好" * 50, ["好" * 25, " " + "好" * 24, " 好"]),
    ],
)
def test_folding_at_75_octets(line: str, pieces: list[str]) -> None:
    assert list(pieces_of_75_octets(line)) == pieces


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_loses_nothing_and_cuts_no_character(text: str) -> None:
    pieces = list(pieces_of_75_octets(text))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert all(piece[0] == " " and len(piece) > 1 for piece in pieces[1:])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_stays_text(text: str) -> None:
    whole = calendar(text, [CalendarEvent("u@cz", DAY, text, (text, text))], DAY)
    assert not any(category(char) == "Cc" for char in whole.replace("\r\n", ""))
    assert not any(
        line.startswith(("BEGIN", "ATTACH", "END")) and line not in KNOWN
        for line in whole.split("\r\n")
    )
    (event,) = Calendar.from_ical(whole.encode()).walk("VEVENT")
    assert event["UID"] == "u@cz"


KNOWN = {
    f"{word}:{what}" for word in ("BEGIN", "END") for what in ("VCALENDAR", "VEVENT", "VALARM")
}


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_printable_text_is_read_back_as_it_was(text: str) -> None:
    (event,) = Calendar.from_ical(
        calendar("x", [CalendarEvent("u@cz", DAY, text, (text, "二"))], DAY).encode()
    ).walk("VEVENT")
    assert str(event["SUMMARY"]) == text
    assert str(event["DESCRIPTION"]) == f"{text}\n二"


def test_the_agenda_read_back(tmp_path: Path) -> None:
    plan = made(tmp_path)
    assert cz("agenda", "--ics", "a.ics", cwd=plan) == (
        0,
        "已写入 a.ics：5 项；已逾期的 5 项没有写进去。\n",
        "",
    )
    raw = (plan / "a.ics").read_bytes()
    assert all(line.endswith(b"\r") and len(line) <= 76 for line in raw.split(b"\n")[:-1])
    read = Calendar.from_ical(raw)
    assert (str(read["VERSION"]), str(read["PRODID"]), str(read["X-WR-CALNAME"])) == (
        "2.0",
        "-//cz//agenda//ZH",
        "创建方案到期事项",
    )
    found = [
        (str(one["UID"]), one.decoded("DTSTART"), one.decoded("DTEND"), str(one["SUMMARY"]))
        for one in read.walk("VEVENT")
    ]
    assert found == [
        (
            "1-5.1.3fad93a3@cz",
            date(2026, 7, 15),
            date(2026, 7, 16),
            "区教育局：任务 1-5 今天到期的",
        ),
        (
            "1-2.1.3fad93a3@cz",
            date(2026, 7, 17),
            date(2026, 7, 18),
            "各乡镇党委和政府：任务 1-2 乡镇的任务",
        ),
        ("s1-1.1.3fad93a3@cz", date(2026, 7, 18), date(2026, 7, 19), "区教育局：步骤 s1-1 自查"),
        (
            "f260706-2.3fad93a3@cz",
            date(2026, 7, 18),
            date(2026, 7, 19),
            "柳溪镇：整改 镇区：沟渠淤塞",
        ),
        ("1-1.1.3fad93a3@cz", date(2026, 7, 22), date(2026, 7, 23), "区教育局：任务 1-1 正好七天"),
    ]
    first = read.walk("VEVENT")[3]
    assert (
        str(first["DESCRIPTION"])
        == "问题 f260706-2\n责任单位：柳溪镇\n协办单位：区教育局、各乡镇党委和政府\n"
        "督查日期：2026年7月6日\n创建方案"
    )
    assert first.decoded("DTSTAMP") == datetime(2026, 7, 15, tzinfo=UTC)
    assert str(first["TRANSP"]) == "TRANSPARENT"
    (alarm,) = first.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(days=-1))


def test_a_second_import_moves_what_was_put_off_and_doubles_nothing(tmp_path: Path) -> None:
    plan = made(tmp_path)
    cz("agenda", "--ics", "a.ics", cwd=plan)
    before = (plan / "a.ics").read_bytes()
    cz("agenda", "--ics", "a.ics", cwd=plan)
    assert (plan / "a.ics").read_bytes() == before
    tasks = plan / "data" / "tasks.yaml"
    tasks.write_text(
        tasks.read_text(encoding="utf-8").replace("due: 2026-07-22", "due: 2026-07-24"),
        encoding="utf-8",
    )
    cz("agenda", "--ics", "a.ics", "--today", "2026-07-16", cwd=plan)
    moved = {
        str(one["UID"]): one.decoded("DTSTART")
        for one in Calendar.from_ical((plan / "a.ics").read_bytes()).walk("VEVENT")
    }
    assert moved["1-1.1.3fad93a3@cz"] == date(2026, 7, 24)
    assert sorted(moved) == [
        "1-1.1.3fad93a3@cz",
        "1-2.1.3fad93a3@cz",
        "1-6.1.3fad93a3@cz",
        "d2026-6.3fad93a3@cz",
        "f260706-2.3fad93a3@cz",
        "s1-1.1.3fad93a3@cz",
    ]


def test_another_title_is_the_same_plan(tmp_path: Path) -> None:
    plan = made(tmp_path)

    def uids() -> list[str]:
        text = cz("agenda", "--ics", "-", cwd=plan).out
        return [line for line in text.splitlines() if line.startswith("UID:")]

    before, tasks = uids(), plan / "data" / "tasks.yaml"
    assert before
    old = tasks.read_text(encoding="utf-8")
    tasks.write_text(old.replace("创建方案", "创建全国文明城市方案"), encoding="utf-8")
    assert uids() == before
    tasks.write_text(old.replace("start: 2026", "start: 2025", 1), encoding="utf-8")
    assert not set(uids()) & set(before)


def test_only_a_calendar_of_ours_is_replaced(tmp_path: Path) -> None:
    plan = made(tmp_path)
    other = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//ZH\r\n"
        "X-NOTE:PRODID:-//cz//agenda//ZH\r\nEND:VCALENDAR\r\n"
    )
    (plan / "a.ics").write_bytes(other.encode())
    refused = "cz：a.ics 已经有了，不是 cz 写的日历，没有覆盖。请换一个文件名。\n"
    assert cz("agenda", "--ics", "a.ics", cwd=plan) == (2, "", refused)
    assert (plan / "a.ics").read_bytes() == other.encode()
    (plan / "a.ics").write_bytes(b"")
    assert cz("agenda", "--ics", "a.ics", cwd=plan) == (2, "", refused)
    told = "cz：日历不能写到方案自己的 data 文件夹里。请换一个地方，例如 创城.ics。\n"
    assert cz("agenda", "--ics", "data/a.ics", cwd=plan) == (2, "", told)
    assert cz("agenda", "--ics", "a.md", cwd=plan) == (
        2,
        "",
        "cz：日历是 iCalendar 文本，文件名要以 .ics 结尾，找到的是 a.md。\n",
    )
    assert cz("agenda", "--ics", "b.ics", "--json", cwd=plan) == (
        2,
        "",
        "cz：--json、--ics 只能选一个。\n",
    )
    assert not (plan / "b.ics").exists()


def test_hostile_text_in_the_calendar(tmp_path: Path) -> None:
    plan = made(tmp_path, problem='"x\\r\\nATTACH:http://e\\nEND:VEVENT\\e[31m; a, b\\\\ \\u202e"')
    assert cz("agenda", "--ics", "a.ics", cwd=plan).code == 0
    raw = (plan / "a.ics").read_bytes()
    assert raw.decode().replace("\r\n", "").isprintable()
    assert b"\r\nATTACH" not in raw
    summaries = [str(one["SUMMARY"]) for one in Calendar.from_ical(raw).walk("VEVENT")]
    assert len(summaries) == 5
    assert "柳溪镇：整改 镇区：x ATTACH:http://e END:VEVENT␛[31m; a, b\\ \\u202e" in summaries
