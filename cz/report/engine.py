"""The template engine, sandboxed, strict, and bounded where it lets itself be bounded.

The only home of jinja2.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, ClassVar, NamedTuple

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError, nodes
from jinja2.compiler import CodeGenerator
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.nodes import Impossible
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import missing, pass_environment

from cz.problem import Problem
from cz.report import bounds, files, words
from cz.report.bounds import (
    BIG,
    LARGEST,
    TURNS,
    TooMuch,
    look,
    nested,
    taken,
    turn,
    within_bounds,
)
from cz.report.compiled import Compiled
from cz.report.markdown import Markdown
from cz.report.parts import MARKDOWN, PAGE, mark
from cz.report.safe import Safe, finalized
from cz.source import Source

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
# Methods of text that make no more than they are given; of bytes and numbers there are none.
_TEXT = {
    "capitalize",
    "casefold",
    "count",
    "endswith",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "join",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
}
_PIECES = {"split", "rsplit", "splitlines"}
_SEARCHES = {"rfind", "rindex", "rpartition", "rsplit", "strip", "lstrip", "rstrip"}


class Language(NamedTuple):
    """What templates of one suffix are written in. ``imports``: what each begins with."""

    suffix: str
    safe: type[Safe]
    imports: str


_COUNTED = "from cz.report.bounds import nested, turn; "
_NAMES = "Macro, escape, markup_join"
IN_MARKDOWN = Language(
    files.SUFFIX,
    Markdown,
    f"{_COUNTED}from cz.report.markdown import Markdown as Markup, {_NAMES}",
)


def _in_html() -> Language:
    from cz.report.html import Html  # only pages need it

    imports = f"{_COUNTED}from cz.report.html import Html as Markup, {_NAMES}"
    return Language(files.PAGE_SUFFIX, Html, imports)


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

    def visit_For(self, node: nodes.For, frame: Any) -> None:
        self.bodies.add(id(node.body))
        super().visit_For(node, frame)

    def blockvisit(self, nodes: Any, frame: Any) -> None:
        """The body of a loop begins by counting its turn."""
        if id(nodes) in self.bodies:
            self.writeline("turn()")
        super().blockvisit(nodes, frame)

    def visit_List(self, node: nodes.List, frame: Any) -> None:
        self._nested(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Any) -> None:
        self._nested(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Any) -> None:
        if node.ctx == "load":
            self._nested(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def _nested(self, visit: Callable[[Any, Any], None], node: nodes.Expr, frame: Any) -> None:
        self.write("nested(")
        visit(node, frame)
        self.write(")")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bodies: set[int] = set()  # of the loops, by identity


class Folders(BaseLoader):
    """Templates and parts by name from the folders, in order, those of one suffix.

    ``loaded`` holds what was read, by absolute path.
    """

    def __init__(self, folders: Sequence[str], suffix: str) -> None:
        self.folders = folders
        self.suffix = suffix
        self.loaded: dict[str, Source] = {}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        path = files.locate(template, self.folders, self.suffix)
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
    intercepted_binops: ClassVar[frozenset[str]] = frozenset(["+", "*", "**", "%"])  # type: ignore[misc]
    concat = staticmethod(bounds.concat)

    def __init__(self, folders: Sequence[str], form: str = MARKDOWN) -> None:
        self.language = _in_html() if form == PAGE else IN_MARKDOWN
        self.source = Folders(folders, self.language.suffix)
        self.form = form
        self.turns = 0
        super().__init__(
            loader=self.source,
            autoescape=True,
            finalize=partial(finalized, self.language.safe),
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
        escape = self.language.safe.escape
        self.filters |= {"join": join, "escape": escape, "e": escape, **own_words}
        self.filters = {name: within_bounds(name, each) for name, each in self.filters.items()}
        tests: dict[str, Any] = {**TESTS}
        self.tests = {name: within_bounds(name, each) for name, each in tests.items()}
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
        """The compiled template with our language's escapes in place of markupsafe's; no line is
        added.
        """
        code = super()._generate(source, name, filename, defer_init)
        head, line, rest = code.partition("from jinja2.runtime import ")
        names, newline, rest = rest.partition("\n")
        assert "Markup" in names, "the compiled template does not begin as expected"
        return f"{head}{line}{names}; {self.language.imports}{newline}{rest}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in _told_by(obj.__class__):
            return getattr(obj, attribute)
        if isinstance(obj, date) and attribute == "strftime":
            return partial(words.date_by_pattern, obj)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Also what ``map(attribute=…)`` and its like ask of every item."""
        look()
        return taken(super().getitem(obj, argument))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No clock by way of ``today.today()``, no way around the escapes by ``unescape``, no text
        of endless width.
        """
        if isinstance(obj, date):
            return attr in _DATE
        if isinstance(obj, str) and attr not in _TEXT:
            return False
        if isinstance(obj, (bytes, int, float)):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A call counts as a turn, and what comes of it is counted."""
        turn()
        text, method = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(text, str):
            if method == "replace" and len(args) > 1:
                bounds.replaced(text, str(args[0]), str(args[1]))
            elif method == "join" and args:
                args = (bounds.joined(map(str, args[0]), text),)
            elif method in _PIECES and len(text) > BIG // 10:
                raise TooMuch
            if method in _SEARCHES:
                bounds.searched(text, *args, *kwargs.values())
        result = super().call(__context, __obj, *args, **kwargs)
        return nested(result) if result.__class__ in (list, tuple, dict) else taken(result)

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
        elif operator == "+" and _size(left) + _size(right) > BIG:
            raise TooMuch
        result = super().call_binop(context, operator, left, right)
        return nested(result) if isinstance(result, (list, tuple)) else taken(result)

    def range(self, *args: int) -> range:
        numbers = range(*args)
        self.turns += len(numbers)
        if self.turns > TURNS:
            raise TooMuch
        return numbers

    def part(self, name: str) -> Safe:
        """What marks a block as a part of a paper; nothing in Markdown and on a page."""
        marked = mark(name)
        return self.language.safe("" if self.form in (MARKDOWN, PAGE) else marked)

    def run(self, name: str, variables: dict[str, Any]) -> str:
        """The text of the template ``name``; whatever goes wrong is raised as it is."""
        bounds.begin()
        self.turns = 0
        parts, size = [], 0
        for part in self.get_template(name).generate(variables):
            size += len(part)
            if size > LARGEST:
                raise TooMuch
            parts.append(part)
        return "".join(parts)


@cache
def _told_by(kind: type) -> frozenset[str]:
    """The fields and properties of a class of records: values, no functions, safe to ask for.

    Whether they are is settled once a class, not at every look. Of other classes: none.
    """
    fields = getattr(kind, "_fields", None)
    if fields is None:
        return frozenset()
    worked_out = [name for name, value in vars(kind).items() if isinstance(value, property)]
    return frozenset([*fields, *worked_out])


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple)) else 0


@pass_environment
def join(
    environment: Sandbox, value: Iterable[Any], d: str = "", attribute: str | int | None = None
) -> str:
    """``list | join("、")``: every part escaped that is not of the language already."""
    parts = map(make_attrgetter(environment, attribute), value) if attribute is not None else value
    safe = environment.language.safe
    between = safe.escape(d)
    finished = (finalized(safe, part) for part in parts)
    return between.join(bounds.joined(finished, between))
