"""Text of the language that a template writes, Markdown or HTML, kept apart from text of the plan.

Text from the plan's files is escaped, text made by our own helpers is not. The template engine
knows one kind of safe text, markupsafe's, and escapes for HTML. ``Safe`` is that kind with the
escapes of its language; ``engine.Sandbox`` makes every compiled template use its language's, so
that ``~``, macros, ``{% set %}`` blocks and ``join`` keep the two apart as well as ``{{ … }}``
does. A template of one language cannot use parts of another: what is harmless in one is not in the
other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from jinja2 import runtime
from markupsafe import Markup

from cz.report.bounds import concat, joined
from cz.report.view import PRINTABLE
from cz.words import NOTHING, cn_date, number


class Safe(Markup):
    """Text that is of the language already."""

    __slots__ = ()

    @staticmethod
    def written(text: str) -> str:
        """The text so that the language shows exactly this and nothing else."""
        raise NotImplementedError

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        if s.__class__ is cls:
            return s
        if s.__class__ is str:
            return str.__new__(cls, cls.written(s))
        if hasattr(s, "__html__"):
            return cls(s.__html__())
        return cls(cls.written(str(s)))


class Unprintable(Exception):
    """A value that says nothing to a reader: a whole record, a function."""

    def __init__(self, value: Any) -> None:
        super().__init__(type(value).__name__)
        self.value = value


def finalized(language: type[Safe], value: Any) -> str:
    """What ``{{ value }}`` prints: text escaped, dates and numbers as an office writes them, — for
    nothing.

    Lists print their members with 、 between them. Raises Unprintable.
    """
    kind = value.__class__
    if kind is str:
        return language.escape(value)
    if kind in PRINTABLE:
        return language.escape(str(value))
    if isinstance(value, Markup):
        return value
    if value is None:
        return language(NOTHING)
    if isinstance(value, bool):
        return language("是" if value else "否")
    if isinstance(value, int):
        return language(value)
    if isinstance(value, float):
        return language(number(value))
    if isinstance(value, date):
        return language(cn_date(value))
    if isinstance(value, str):
        return language.escape(value)
    if isinstance(value, runtime.Undefined):
        return language(str(value))
    if hasattr(value, "_fields") or not hasattr(value, "__iter__"):
        raise Unprintable(value)
    return language("、").join(joined((finalized(language, each) for each in value), "、"))


def joined_up(language: type[Safe], parts: Iterable[Any]) -> str:
    """``a ~ b``: plain while all parts are plain text, else each plain part escaped."""
    finished = [part if isinstance(part, str) else finalized(language, part) for part in parts]
    if any(hasattr(part, "__html__") for part in finished):
        return language("").join(joined(map(language.escape, finished)))
    return concat(finished)
