"""Markdown as the language of a template; the names that a compiled template takes from here."""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import runtime

from cz.markdown import markdown_line
from cz.report.safe import Safe, finalized, joined_up


class Markdown(Safe):
    """Text that is Markdown already."""

    __slots__ = ()
    written = staticmethod(markdown_line)


escape = Markdown.escape
finalize = partial(finalized, Markdown)
markup_join = partial(joined_up, Markdown)


class Macro(runtime.Macro):
    """A macro whose result is Markdown."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        made = self._func(*arguments)
        return Markdown(made) if autoescape else str(made)
