"""Markdown that is safe to print: text from the plan's files is escaped, text made by our own helpers is not.

The template engine knows one kind of safe text, markupsafe's, and escapes for HTML. ``Markdown`` is that kind with
Markdown's escapes; ``Environment`` makes every compiled template use it, so that ``~``, macros, ``{% set %}`` blocks
and ``join`` keep the two apart as well as ``{{ … }}`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import runtime
from markupsafe import Markup

from cz.source import visible

_ALIVE = re.compile(r"[\\`*_<>\[\]|~$]|&(?=#?\w+;)")
_AT_START = re.compile(r"([0-9]{1,9})(?=[.)](?:\s|$))|(?=#|[-+](?:\s|$)|(?:-{2,}|={1,})\s*$)")


def escape_text(text: str) -> str:
    """``text`` as one line of Markdown that shows exactly this text and nothing else."""
    if text.isalnum():
        return text
    if "\n" in text or "\r" in text:
        text = " ".join(text.splitlines())
    text = _ALIVE.sub(r"\\\g<0>", visible(text).strip())
    start = _AT_START.match(text)
    return f"{start[0]}\\{text[start.end() :]}" if start else text


class Markdown(Markup):
    """Text that is Markdown already."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Markdown:
        if hasattr(s, "__html__"):
            return cls(s.__html__())
        return cls(escape_text(s if isinstance(s, str) else str(s)))


escape = Markdown.escape


def markup_join(parts: Iterable[Any]) -> str:
    """``a ~ b``: plain while all parts are plain, else each plain part escaped."""
    found = [part if isinstance(part, str) else str(part) for part in parts]
    if any(hasattr(part, "__html__") for part in found):
        return Markdown("").join(found)
    return "".join(found)


class Macro(runtime.Macro):
    """A macro whose result is Markdown."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        made = self._func(*arguments)
        return Markdown(made) if autoescape else str(made)
