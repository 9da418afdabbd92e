"""The template engine, sandboxed, strict, and bounded where it lets itself be bounded.

The only home of jinja2.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.nodes import Impossible
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing, pass_environment

from cz.problem import Problem
from cz.report import files, words
from cz.report.compiled import Compiled
from cz.report.markdown import Markdown, escape, finalize
from cz.report.parts import MARKDOWN, mark
from cz.source import Source

LARGEST = 64 * 2**20  # characters of one report
TURNS = 1_000_000  # numbers that all range() of one report may hand out
BIG = 10_000_000  # characters or items that one * or % may make, digits of a number
_DATE = {"year", "month", "day", "isoformat", "weekday", "isoweekday", "toordinal", "strftime"}
# Filters that would print text alive, differ from run to run, or make much of little.
_NO_FILTERS = {
    "batch",
    "center",
    "filesizeformat",
    "forceescape",
    "format",
    "indent",
    "pprint",
    "random",
    "safe",
    "slice",
    "striptags",
    "tojson",
    "urlize",
    "wordwrap",
    "xmlattr",
}
_NO_METHODS = {
    "center",
    "expandtabs",
    "format",
    "format_map",
    "ljust",
    "rjust",
    "striptags",
    "unescape",
    "zfill",
}
_IMPORTS = "from cz.report.markdown import Macro, Markdown as Markup, escape, markup_join"


class TooMuch(Exception):
    """A template that would not come to an end."""


class Unreadable(Exception):
    """A template file that exists and cannot be read as text."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Missing(StrictUndefined):
    """An undefined name: any use of it is a mistake, and what was looked for is kept for the
    message.
    """

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name)
        self._undefined_exception = lambda message: NotDefined(name, obj, hint, exc)  # type: ignore[assignment]


class NotDefined(Exception):
    """``holder`` is the record that has no such name, ``None`` for a variable; ``hint`` is the
    engine's own words.
    """

    def __init__(self, name: Any, holder: Any, hint: str | None, reason: type[Exception]) -> None:
        super().__init__(str(name))
        self.name, self.hint, self.reason = str(name), hint or "", reason
        self.variable = holder is missing
        self.holder = None if self.variable else holder


class _Generator(CodeGenerator):
    """``{{ "…" }}`` is finished at run time like every other value, not folded with the HTML
    escapes.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise Impossible()
        return super()._output_child_to_const(node, frame, finalize)


class Folders(BaseLoader):
    """Templates and parts by name from the folders, in order.

    ``loaded`` holds what was read, by absolute path.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self.folders = folders
        self.loaded: dict[str, Source] = {}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = files.locate(template, self.folders)
        if path is None:
            raise TemplateNotFound(template)
        source = files.read(path)
        if isinstance(source, Problem):
            raise Unreadable(source)
        path = os.path.abspath(path)
        self.loaded[path] = source
        return source.text, path, lambda: True


class Sandbox(ImmutableSandboxedEnvironment):
    code_generator_class = _Generator
    intercepted_binops: ClassVar[frozenset[str]] = frozenset(["*", "**", "%"])  # type: ignore[misc]

    def __init__(self, folders: Sequence[str], form: str = MARKDOWN) -> None:
        self.source = Folders(folders)
        self.form = form
        self.turns = 0
        super().__init__(
            loader=self.source,
            autoescape=True,
            finalize=finalize,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
            cache_size=50,
            auto_reload=False,
            bytecode_cache=Compiled(__file__),
        )
        self.filters = {
            name: function for name, function in FILTERS.items() if name not in _NO_FILTERS
        }
        own_words = words.filters(form)
        self.filters |= {"join": join, "escape": escape, "e": escape, **own_words}
        self.globals = {
            name: value
            for name, value in DEFAULT_NAMESPACE.items()
            if name in ("dict", "cycler", "joiner", "namespace")
        }
        self.globals |= {
            **own_words,
            "escape": escape,
            "range": self.range,
            "stop": words.stop,
            "part": self.part,
        }

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """The compiled template, with Markdown's escapes in place of HTML's; no line is added."""
        code = super()._generate(source, name, filename, defer_init)
        head, line, rest = code.partition("from jinja2.runtime import ")
        names, newline, rest = rest.partition("\n")
        assert "Markup" in names, "the compiled template does not begin as expected"
        return f"{head}{line}{names}; {_IMPORTS}{newline}{rest}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, date) and attribute == "strftime":
            return partial(words.date_by_pattern, obj)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No clock by way of ``today.today()``, no way around the escapes by ``unescape``, no text
        of endless width.
        """
        if isinstance(obj, date):
            return attr in _DATE
        if isinstance(obj, str) and attr in _NO_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No ``str.format``: its widths know no bounds."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and isinstance(left, int) and isinstance(right, int):
            if right > 0 and left.bit_length() * right > 10_000:
                raise TooMuch
        elif operator == "*":
            for factor, other in ((left, right), (right, left)):
                if (
                    isinstance(factor, (str, tuple, list))
                    and isinstance(other, int)
                    and len(factor) * other > BIG
                ):
                    raise TooMuch
                if isinstance(factor, int) and factor.bit_length() > 10_000:
                    raise TooMuch
        elif operator == "%" and isinstance(left, str):
            raise TypeError("% 不能用于文字")
        return super().call_binop(context, operator, left, right)

    def range(self, *args: int) -> range:
        numbers = range(*args)
        self.turns += len(numbers)
        if self.turns > TURNS:
            raise TooMuch
        return numbers

    def part(self, name: str) -> Markdown:
        """What marks a block as a part of a paper; nothing in Markdown."""
        marked = mark(name)
        return Markdown("" if self.form == MARKDOWN else marked)

    def run(self, name: str, variables: dict[str, Any]) -> str:
        """The text of the template ``name``; whatever goes wrong is raised as it is."""
        parts, size = [], 0
        for part in self.get_template(name).generate(variables):
            size += len(part)
            if size > LARGEST:
                raise TooMuch
            parts.append(part)
        return "".join(parts)


@pass_environment
def join(
    environment: Environment, value: Iterable[Any], d: str = "", attribute: str | int | None = None
) -> str:
    """``list | join("、")``: every part escaped that is not Markdown already."""
    parts = map(make_attrgetter(environment, attribute), value) if attribute is not None else value
    return escape(d).join([finalize(part) for part in parts])
