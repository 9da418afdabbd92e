"""Problems on stderr, as JSON, and as annotations of a hosted review."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from cz.problem import LEVELS, Alike, Problem, causes_first, counted, gathered, render
from cz.show import room
from cz.show.colours import CYAN, RED, YELLOW, coloured, painted
from cz.show.shell import shell_word
from cz.typography import clip, visible

MOST = 5  # problems a reading command tells before it points to cz check
NAMED = 8  # records it names
MOST_PLACES = 5  # of problems of one kind that are named
MOST_FILES = 3  # that are named
WIDEST = 40  # columns of such a name
PIPED = 120  # columns of a complaint in a pipe
_COLOURS = {"error": RED, "warning": YELLOW, "note": CYAN}
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def complain(
    problems: Sequence[Problem],
    most: int | None = None,
    out: TextIO | None = None,
    *,
    each: bool = False,
) -> None:
    """Write them to stderr, or to ``out`` where they are what was asked for.

    Many of one kind are told once, with where the others are; with ``each`` one by one. ``most``:
    so many at most.
    """
    stream = out or sys.stderr
    in_colour = coloured(stream)
    columns = room.columns(stream) if stream.isatty() else PIPED
    told = counted(problems)
    kinds = [Alike(problem) for problem in told] if each else gathered(told)
    for problem, others in kinds[:most]:
        text = render(problem, columns)
        if others:
            text += f"\n    = {_elsewhere(problem, others)}"
        print(_first_line_painted(text, problem.level) if in_colour else text, file=stream)


def _elsewhere(problem: Problem, others: Sequence[Problem]) -> str:
    """``同样的错误共 166 处，还有：第 12、20、33 行等。逐个看请用 cz check --all。``"""
    lines_of: dict[str, list[str]] = {}
    for other in others[:MOST_PLACES]:
        lines_of.setdefault(other.path, []).append(str(other.line))
    places = []
    for path, lines in lines_of.items():
        file = "" if path == problem.path else f"{visible(path)} "
        places.append(f"{file}第 {'、'.join(lines)} 行")
    more = "等" if len(others) > MOST_PLACES else ""
    return (
        f"同样的{LEVELS[problem.level]}共 {len(others) + 1} 处，还有：{'；'.join(places)}{more}。"
        "逐个看请用 cz check --all。"
    )


def _first_line_painted(text: str, level: str) -> str:
    first, newline, rest = text.partition("\n")
    return f"{painted(first, _COLOURS[level])}{newline}{rest}"


def left_out(problems: Sequence[Problem], count: int, unread: Sequence[Problem]) -> None:
    """What a reading command says of the errors it met: the first few, then where to see all.

    ``count``: how many records could not be read. ``unread``: why not; the other problems are of
    records that were.
    """
    complain(causes_first(problems), MOST)
    more = f"（只列出前 {MOST} 种）" if len(gathered(problems)) > MOST else ""
    effect = "以上问题可能使下面的结果不完整"
    if count:
        effect = f"有 {count} 条记录{_records(unread, count)}没有读进来，下面的结果不含它们"
    print(
        f"cz：方案有 {len(problems)} 个错误{more}，{effect}。全部问题请看 cz check。",
        file=sys.stderr,
    )


def _records(problems: Sequence[Problem], count: int) -> str:
    """The ids of the records concerned, in brackets; "" where none is known.

    ``count``: how many there are; 等 where not all of them are named.
    """
    ids = list(dict.fromkeys(problem.record for problem in problems if problem.record))
    if not ids:
        return ""
    named = "、".join(clip(visible(name), WIDEST) for name in ids[:NAMED])
    return f"（{named}{'等' if count > len(ids[:NAMED]) else ''}）"


def as_data(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "level": problem.level,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "advice": problem.advice,
        "record": problem.record,
    }


def github_text(problems: Sequence[Problem]) -> str:
    """A workflow command a line: https://docs.github.com/actions/reference/workflow-commands."""
    return "".join(f"{_github(problem)}\n" for problem in counted(problems))


def _github(problem: Problem) -> str:
    place = f"file={_property(problem.path)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    text = problem.message + (f" {problem.advice}" if problem.advice else "")
    title = _property(problem.code)
    return f"::{_GITHUB[problem.level]} {place},title={title}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def summary(problems: Sequence[Problem]) -> str:
    """``检查完毕：错误 1 个，警告 0 个，提示 2 个。``"""
    if not problems:
        return "检查完毕，没有发现问题。"
    counts = []
    for level, word in LEVELS.items():
        number = sum(problem.level == level for problem in problems)
        counts.append(f"{word} {number} 个")
    return f"检查完毕：{'，'.join(counts)}。"


def not_in_git(paths: Sequence[str]) -> str:
    """What to do about data files that git does not keep yet; "" for none."""
    if not paths:
        return ""
    what = f"{'、'.join(paths)} "
    words = " ".join(map(shell_word, paths))
    if len(paths) > MOST_FILES:
        what = f"{paths[0]} 等 {len(paths)} 个文件"
        words = shell_word(os.path.dirname(paths[0]))
    return f"{what}还没有加进 git，提交时不会带上，别人看不到。请执行 git add {words}，再提交。"
