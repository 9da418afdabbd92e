"""A located complaint: what was found, what was expected, what to do."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cz.private import hidden
from cz.source import Source, Span, end_of_line, line_column
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
    """A problem about the characters of ``span``; if over several lines, the first is shown.

    Of a line longer than anyone reads, only what stands about the place is kept.
    """
    line, column = line_column(source.text, span.start)
    before = max(0, column - BEFORE) // STEP * STEP
    start = span.start - column + before
    excerpt = _excerpt(source.text, start, min(end_of_line(source.text, span.start), start + KEPT))
    size = max(1, min(start + len(excerpt), span.end) - span.start)
    return Problem(
        code=code,
        level=level,
        path=source.path,
        line=line + 1,
        column=column + 1,
        message=shortened(hidden(source.path, message)),
        advice=shortened(hidden(source.path, advice)),
        excerpt=hidden(source.path, excerpt),
        mark=(span.start - start, size),
        record=record,
    )


BEFORE, STEP, KEPT = 500, 500, 2000  # characters of a line kept about the place of a problem


@lru_cache(maxsize=64)
def _excerpt(text: str, start: int, end: int) -> str:
    """Many problems of one line share what is kept of it."""
    return text[start : max(start, end)]


LONGEST = 1000  # characters of a message


def shortened(text: str) -> str:
    """A message that quotes what is too long to be read, without its middle."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]}……（略去 {len(text) - 2 * half} 个字）……{text[-half:]}"


MOST_OF_A_RECORD, MOST_OF_A_FILE = 20, 1000


def counted(problems: Sequence[Problem]) -> list[Problem]:
    """The same, in order; of a record or a file that has very many, the first and how many more."""
    of_record: Counter[tuple[str, str]] = Counter()
    of_file: Counter[str] = Counter()
    kept: list[Problem] = []
    left: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        place = (problem.path, problem.record)
        of_record[place] += bool(problem.record)
        if of_record[place] > MOST_OF_A_RECORD:
            left.setdefault(place, []).append(problem)
        elif of_file[problem.path] >= MOST_OF_A_FILE:
            left.setdefault((problem.path, ""), []).append(problem)
        else:
            of_file[problem.path] += 1
            kept.append(problem)
    return [*kept, *(_rest(record, rest) for (_, record), rest in left.items())]


def _rest(record: str, problems: Sequence[Problem]) -> Problem:
    """One that stands for those that are not told."""
    errors = sum(problem.level == "error" for problem in problems)
    worst = next((each for each in problems if each.level == "error"), problems[0])
    whose = "这条记录" if record else "这个文件"
    words = f"，其中错误 {errors} 个" if 0 < errors < len(problems) else ""
    return worst._replace(
        message=f"{whose}还有 {len(problems)} 个问题没有列出{words}，这是其中的第一个。",
        advice="请先改正列出的，再检查一次。",
    )


class Alike(NamedTuple):
    """A problem that is told, and the others that say the same of other places."""

    problem: Problem
    others: tuple[Problem, ...] = ()


MOST_ALIKE = 3  # that are told one by one


def gathered(problems: Sequence[Problem]) -> list[Alike]:
    """The same kind of problem once, at its first place; a few of a kind are told one by one."""
    by_kind: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault(_kind(problem), []).append(problem)
    told = []
    for problem in problems:
        alike = by_kind[_kind(problem)]
        if len(alike) <= MOST_ALIKE:
            told.append(Alike(problem))
        elif problem is alike[0]:
            told.append(Alike(problem, tuple(alike[1:])))
    return told


def _kind(problem: Problem) -> tuple[str, str, str]:
    """The same for problems that differ in their place and record only."""
    message, advice = problem.message, problem.advice
    if problem.record:
        message = message.replace(problem.record, "…")
        advice = advice.replace(problem.record, "…")
    return problem.code, message, advice


def causes_first(problems: Sequence[Problem]) -> list[Problem]:
    """What cannot be read, then the references that lead nowhere for it (E3…); notes stay last."""
    unread = [problem.level == "error" and problem.code < "E3" for problem in problems]
    if not any(unread):
        return list(problems)
    return sorted(problems, key=lambda each: (each.level == "note", each.code.startswith("E3")))


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


def nearest(word: str, choices: Sequence[str], limit: int = 3) -> list[str]:
    """The choices most like ``word``, best first; empty where none is near.

    What is too long for a name is like none; nor is anything guessed once many guesses were made,
    for each takes time.
    """
    if len(word) > LONGEST_NAME:
        return []
    return list(_nearest(word, tuple(choices), limit))


LONGEST_NAME = 60
_GUESSES = 200  # of one run
_guessed: set[str] = set()


@lru_cache(maxsize=1024)
def _nearest(word: str, choices: tuple[str, ...], limit: int) -> tuple[str, ...]:
    from difflib import get_close_matches

    if len(_guessed) >= _GUESSES and word not in _guessed:
        return ()
    _guessed.add(word)
    short = [choice for choice in choices if len(choice) <= LONGEST_NAME]
    cutoff = 0.6 if word.isascii() else 0.5
    return tuple(get_close_matches(word, short, n=limit, cutoff=cutoff))
