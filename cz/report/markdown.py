"""Markdown that is safe to print: text from the plan's files is escaped, text made by our own
helpers is not.

The template engine knows one kind of safe text, markupsafe's, and escapes for HTML. ``Markdown`` is
that kind with Markdown's escapes; ``engine.Sandbox`` makes every compiled template use it, so that
``~``, macros, ``{% set %}`` blocks and ``join`` keep the two apart as well as ``{{ … }}`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from jinja2 import runtime
from markupsafe import Markup

from cz.markdown import markdown_line
from cz.report.bounds import concat, joined
from cz.report.view import PRINTABLE
from cz.words import NOTHING, cn_date, number


class Markdown(Markup):
    """Text that is Markdown already."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Markdown:
        if hasattr(s, "__html__"):
            return cls(s.__html__())
        return cls(markdown_line(s if isinstance(s, str) else str(s)))


escape = Markdown.escape


class Unprintable(Exception):
    """A value that says nothing to a reader: a whole record, a function."""

    def __init__(self, value: Any) -> None:
        super().__init__(type(value).__name__)
        self.value = value


def finalize(value: Any) -> str:
    """What ``{{ value }}`` prints: text escaped, dates and numbers as an office writes them, — for
    nothing.

    Lists print their members with 、 between them. Raises Unprintable.
    """
    kind = value.__class__
    if kind is str:
        return escape(value)
    if kind in PRINTABLE:
        return escape(str(value))
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markdown(NOTHING)
    if isinstance(value, bool):
        return Markdown("是" if value else "否")
    if isinstance(value, int):
        return Markdown(value)
    if isinstance(value, float):
        return Markdown(number(value))
    if isinstance(value, date):
        return Markdown(cn_date(value))
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, runtime.Undefined):
        return Markdown(str(value))
    if hasattr(value, "_fields") or not hasattr(value, "__iter__"):
        raise Unprintable(value)
    return Markdown("、").join(joined(map(finalize, value), "、"))


def markup_join(parts: Iterable[Any]) -> str:
    """``a ~ b``: plain while all parts are plain text, else each plain part escaped."""
    finished = [part if isinstance(part, str) else finalize(part) for part in parts]
    if any(hasattr(part, "__html__") for part in finished):
        return Markdown("").join(joined(map(escape, finished)))
    return concat(finished)


class Macro(runtime.Macro):
    """A macro whose result is Markdown."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        made = self._func(*arguments)
        return Markdown(made) if autoescape else str(made)
