"""How much a template may do: turns, characters made, seconds of the processor.

One report is made at a time. The compiled templates call ``turn`` and ``nested`` themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from time import process_time
from typing import Any, TypeVar

LARGEST = 64 * 2**20  # characters of one report
TURNS = 1_000_000  # of all loops and calls of one report, and numbers that all range() hand out
SECONDS = 8.0  # of the processor
BIG = 10_000_000  # characters or items that one step may make, digits of a number
WORDS = 10_000  # characters of what a filter is told that goes through a list item by item
SEARCH = 10**9  # characters of a text times those looked for from its end
MADE = 4 * LARGEST  # characters that all steps make together; an item of a list counts for 16
Value = TypeVar("Value")


class TooMuch(Exception):
    """A template that would not come to an end."""


class _Spent:
    turns = 0
    looks = 0
    made = 0
    until = float("inf")


def begin() -> None:
    """A new report."""
    _Spent.turns = _Spent.looks = _Spent.made = 0
    _Spent.until = process_time() + SECONDS


def turn() -> None:
    """A turn of a loop, a call. Raises TooMuch."""
    _Spent.turns += 1
    if _Spent.turns & 15 == 0 and (_Spent.turns > TURNS or process_time() > _Spent.until):
        raise TooMuch


def look() -> None:
    """An item asked for what it holds, which a filter does by itself. Raises TooMuch."""
    _Spent.looks += 1
    if _Spent.looks & 1023 == 0 and process_time() > _Spent.until:
        raise TooMuch


def taken(value: Value) -> Value:
    """The same, its size counted. Raises TooMuch."""
    if isinstance(value, (str, bytes)):
        size = len(value)
    elif isinstance(value, (list, tuple, dict)):
        size = 16 * len(value)
    else:
        return value
    _Spent.made += size
    if _Spent.made > MADE or (size > BIG // 100 and process_time() > _Spent.until):
        raise TooMuch
    return value


def nested(value: Value) -> Value:
    """A list, tuple or mapping, unless all that is in it, lists in lists and all, is too much."""
    size = 0
    waiting: list[Any] = [value]
    while waiting:
        size += 1
        each = waiting.pop()
        if each.__class__ in (list, tuple):
            waiting.extend(each)
        elif each.__class__ is dict:
            waiting.extend(each.values())
        elif isinstance(each, str):
            size += len(each) // 16
        if size + len(waiting) > BIG // 10:
            raise TooMuch
    return taken(value)


def joined(parts: Iterable[str], between: str = "") -> list[str]:
    """The parts as a list, as long as they come to less than a report. Raises TooMuch."""
    size, kept = 0, []
    for part in parts:
        size += len(part) + len(between)
        if size > LARGEST:
            raise TooMuch
        kept.append(part)
    _Spent.made += size
    if _Spent.made > MADE:
        raise TooMuch
    return kept


def concat(parts: Iterable[str]) -> str:
    """What a macro or a block comes to."""
    return "".join(joined(parts))


def replaced(text: str, old: str, new: str) -> None:
    """Raises TooMuch where to replace would make too much."""
    if text.count(old) * len(new) > BIG:
        raise TooMuch


def searched(text: str, *wanted: object) -> None:
    """Raises TooMuch where it would take too long: from the end of a text, and for any of many
    characters, Python looks for each at every place.
    """
    if len(text) * max((len(each) for each in wanted if isinstance(each, str)), default=0) > SEARCH:
        raise TooMuch


def within_bounds(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or a test that makes no more than it may."""
    check = _BEFORE.get(name)

    @wraps(function)
    def bounded(*arguments: Any, **named: Any) -> Any:
        turn()
        if check:
            check(*(each for each in arguments if not hasattr(each, "autoescape")), **named)
        return taken(function(*arguments, **named))

    return bounded


def _replace(text: Any, old: Any, new: Any, count: Any = None) -> None:
    replaced(str(text), str(old), str(new))


def _sum(iterable: Any, attribute: Any = None, start: Any = 0) -> None:
    _item_by_item(iterable, attribute)
    if not isinstance(start, (int, float)):
        raise TypeError("sum 只能加数")


def _int(value: Any, default: Any = 0, base: Any = 10) -> None:
    if isinstance(value, str) and len(value) > 4000:
        raise TooMuch


def _round(value: Any, precision: Any = 0, method: Any = "common") -> None:
    if isinstance(precision, int) and abs(precision) > 300:
        raise TooMuch


def _pieces(value: Any, *rest: Any, **named: Any) -> None:
    """A list of single characters is many times as large as they are."""
    if isinstance(value, str) and len(value) > BIG // 10:
        raise TooMuch
    _item_by_item(value, *rest, **named)


def _item_by_item(value: Any, *rest: Any, **named: Any) -> None:
    """What each item is held against, or stands for what it lacks, is taken as often as there are
    items.
    """
    for told in (*rest, *named.values()):
        if isinstance(told, str) and len(told) > WORDS:
            raise TooMuch


def _trim(value: Any, chars: Any = None) -> None:
    searched(str(value), chars)


_BEFORE: dict[str, Callable[..., None]] = {
    "replace": _replace,
    "sum": _sum,
    "int": _int,
    "round": _round,
    "list": _pieces,
    "sort": _pieces,
    "unique": _pieces,
    "groupby": _pieces,
    "trim": _trim,
    **dict.fromkeys(
        ("map", "select", "reject", "selectattr", "rejectattr", "min", "max"), _item_by_item
    ),
}
