"""Problems on stderr, as JSON, and as annotations of a hosted review."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from cz.problem import LEVELS, Problem, render
from cz.typography import visible

MOST = 5  # problems a reading command tells before it points to cz check


def complain(
    problems: Sequence[Problem], most: int | None = None, out: TextIO | None = None
) -> None:
    """Write them to stderr, or to ``out`` where they are what was asked for."""
    stream = out or sys.stderr
    colours = (
        stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    size = shutil.get_terminal_size((100, 24)).columns if stream.isatty() else 120
    for problem in problems[:most]:
        text = render(problem, size)
        print(_painted(text, problem.level) if colours else text, file=stream)


def left_out(problems: Sequence[Problem], count: int) -> None:
    """What a reading command says of the errors it met: the first few, then where to see all."""
    complain(problems, MOST)
    names = list(dict.fromkeys(problem.record for problem in problems if problem.record))
    named = f"（{'、'.join(names[:8])}{'等' if len(names) > 8 else ''}）" if names and count else ""
    what = (
        f"有 {count} 条记录{named}没有读进来，下面的结果不含它们"
        if count
        else "以上问题可能使下面的结果不完整"
    )
    more = f"（只列出前 {MOST} 个）" if len(problems) > MOST else ""
    print(
        f"cz：方案有 {len(problems)} 个错误{more}，{what}。全部问题请看 cz check。", file=sys.stderr
    )


def _painted(text: str, level: str) -> str:
    first, newline, rest = text.partition("\n")
    colour = {"error": "31", "warning": "33", "note": "36"}[level]
    return f"\x1b[{colour}m{first}\x1b[0m{newline}{rest}"


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


def github(problem: Problem) -> str:
    """One workflow command: https://docs.github.com/actions/reference/workflow-commands."""
    level = {"error": "error", "warning": "warning", "note": "notice"}[problem.level]
    where = f"file={_property(problem.path)}"
    if problem.line:
        where += f",line={problem.line},col={problem.column}"
    text = problem.message + (f" {problem.advice}" if problem.advice else "")
    return f"::{level} {where},title={_property(problem.code)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def summary(problems: Sequence[Problem]) -> str:
    counts = {level: sum(problem.level == level for problem in problems) for level in LEVELS}
    if not any(counts.values()):
        return "检查完毕，没有发现问题。"
    return (
        "检查完毕："
        + "，".join(f"{LEVELS[level]} {count} 个" for level, count in counts.items())
        + "。"
    )
