"""An agenda as iCalendar (RFC 5545) text, for the calendar of a telephone or an office programme.

Written by these few lines, not by a library: none of the four that cz depends on holds one, and an
extra to install would stand between a clerk and his calendar. What is written is a small part of
the format, and the tests read it back with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cz.records.repeat import LAST, Repeat
from cz.typography import visible

MARK = "PRODID:-//cz//agenda//ZH"
LONGEST_LINE = 75  # octets
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORTEST_MONTH = 28
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


class CalendarEvent(NamedTuple):
    """One all-day event.

    ``uid`` is the same in every calendar of the plan, so that a second import moves it and adds
    none. ``rule``: an RRULE, where it comes again (RFC 5545, 3.3.10), else "".
    """

    uid: str
    day: date
    summary: str
    description: tuple[str, ...] = ()
    rule: str = ""


def calendar(name: str, events: list[CalendarEvent], today: date) -> str:
    """The whole file.

    ``today`` is when each event was made, so that the same agenda gives the same text.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        MARK,
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, today)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in pieces_of_75_octets(line))


def rule_of(repeat: Repeat, until: date | None) -> str:
    """When it comes again, to the phase's end where that is known."""
    if repeat.weekday is not None:
        rule = f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[repeat.weekday]}"
    else:
        months = ",".join(map(str, repeat.months))
        rule = f"FREQ=MONTHLY;BYMONTH={months};{_month_day(repeat.day)}"
    return f"{rule};UNTIL={_day(until)}" if until else rule


def _month_day(day: int) -> str:
    """The last day where a month is shorter."""
    if day == LAST:
        return "BYMONTHDAY=-1"
    if day <= _SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    days = ",".join(map(str, range(_SHORTEST_MONTH, day + 1)))
    return f"BYMONTHDAY={days};BYSETPOS=-1"


def _event(event: CalendarEvent, today: date) -> list[str]:
    summary, description = _text(event.summary), "\\n".join(map(_text, event.description))
    rule = [f"RRULE:{event.rule}"] if event.rule else []
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_day(today)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(event.day)}",
        f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}",
        *rule,
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{description}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{summary}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """One line as a TEXT value; no control character, not even a newline, is left alive in it."""
    return visible(text).translate(_TEXT)


def pieces_of_75_octets(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; all but the first begin with a space.

    None is cut within a character. RFC 5545, 3.1, calls this folding.
    """
    piece, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece += char
        size += octets
    yield piece
