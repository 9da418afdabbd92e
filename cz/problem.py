"""A located complaint: what was found, what was expected, what to do."""

from typing import NamedTuple

from cz.source import Source, Span, line_column, line_text
from cz.typography import clip, visible, width

LEVELS = {"error": "错误", "warning": "警告", "note": "提示"}


class Problem(NamedTuple):
    """One complaint about the plan.

    ``code``: E001 and so on, explained in docs/problems.md. ``level``: a key of LEVELS. ``path``:
    the file as shown. ``line`` and ``column`` count from 1 (0: the whole file). ``excerpt``: the
    user's own line, of which ``mark`` (column from 0, columns wide) is underlined. ``record``: the
    id of the record concerned, where it has one.
    """

    code: str
    level: str
    path: str
    line: int
    column: int
    message: str
    advice: str = ""
    excerpt: str = ""
    mark: tuple[int, int] = (0, 0)
    record: str = ""

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Refusal(Exception):
    """The command cannot be carried out; nothing was written.

    ``problems`` are shown first, then ``message``. ``exit_code``: 1 where the plan is at fault, 2
    where the request is. ``missing``: what was asked for and not found, where that is why.
    """

    def __init__(
        self,
        message: str,
        *,
        problems: tuple[Problem, ...] = (),
        exit_code: int = 2,
        missing: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems
        self.exit_code = exit_code
        self.missing = missing


def at_span(
    source: Source,
    span: Span,
    code: str,
    level: str,
    message: str,
    advice: str = "",
    record: str = "",
) -> Problem:
    """A problem about the characters of ``span``; if over several lines, the first is shown."""
    line, column = line_column(source.text, span.start)
    text = line_text(source.text, line)
    stop = max(column + 1, min(len(text), column + span.end - span.start))
    return Problem(
        code=code,
        level=level,
        path=source.path,
        line=line + 1,
        column=column + 1,
        message=message,
        advice=advice,
        excerpt=text,
        mark=(column, stop - column),
        record=record,
    )


def in_file(path: str, code: str, level: str, message: str, advice: str = "") -> Problem:
    """A problem about a whole file."""
    return Problem(code, level, path, line=0, column=0, message=message, advice=advice)


def render(problem: Problem, columns: int = 100) -> str:
    """The complaint as it stands on stderr: place and message, the user's line, the advice.

    The line is underlined, and cut to ``columns``.
    """
    place, message = visible(problem.place), visible(problem.message)
    lines = [f"{place} {LEVELS[problem.level]} {problem.code}：{message}"]
    if problem.excerpt:
        lines += _underlined(problem, columns)
    if problem.advice:
        lines.append(f"    = {visible(problem.advice)}")
    return "\n".join(lines)


def _underlined(problem: Problem, columns: int) -> list[str]:
    """The user's line and ^^^ below it; where it is long, from … shortly before the mark."""
    column, size = problem.mark
    text, before = problem.excerpt, problem.excerpt[:column]
    if width(before) > columns // 2:
        cut = max(0, column - columns // 4)
        text, before = "…" + text[cut:], "…" + before[cut:]
    indent = width(visible(before))
    marked = width(visible(problem.excerpt[column : column + size]))
    room = max(1, columns - 8 - indent)
    carets = "^" * max(1, min(marked, room))
    return [f"    | {clip(visible(text), columns - 6)}", f"    | {' ' * indent}{carets}"]


def nearest(word: str, choices: list[str] | tuple[str, ...], limit: int = 3) -> list[str]:
    """The choices most like ``word``, best first; empty where none is near."""
    from difflib import get_close_matches

    return get_close_matches(word, choices, n=limit, cutoff=0.6 if word.isascii() else 0.5)
