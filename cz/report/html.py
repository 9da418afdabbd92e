"""HTML as the language of a template; the names that a compiled template takes from here."""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import runtime

from cz.page import escaped
from cz.report.safe import Safe, finalized, joined_up


class Html(Safe):
    """Text that is HTML already."""

    __slots__ = ()
    written = staticmethod(escaped)


escape = Html.escape
finalize = partial(finalized, Html)
markup_join = partial(joined_up, Html)


class Macro(runtime.Macro):
    """A macro whose result is HTML."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        made = self._func(*arguments)
        return Html(made) if autoescape else str(made)
