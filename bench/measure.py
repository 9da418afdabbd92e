"""Whole processes: start one, drain it, wait for it; many of them in turn; medians."""

from __future__ import annotations

import fcntl
import os
import shutil
import statistics
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

ROWS, COLUMNS = 50, 120  # of the pseudo-terminal
UNIT_KEY = "unit"
UNITS_A_ROUND = 3  # the unit is short and everything is divided by it: take it more often


class Case(NamedTuple):
    """One command to time, in ``folder``.

    ``variants`` are taken in turn, so that a write finds something to change.

    ``terminal``: stdout is a pseudo-terminal. ``replaces``: a file that every run has to replace by
    a new one. ``forgets``: a folder of kept things that goes before every run.
    """

    key: str
    label: str
    variants: tuple[tuple[str, ...], ...]
    folder: str
    env: Mapping[str, str]
    terminal: bool = False
    replaces: str = ""
    forgets: str = ""


class Sample(NamedTuple):
    seconds: float
    busy: float  # seconds of processor time
    peak: int  # bytes; see ``run_once``
    code: int
    printed: int  # bytes on the terminal; 0 without one


class Trial(NamedTuple):
    """The untimed runs before the timed ones.

    What is ``wrong`` (or ``""``), and the ``peak`` memory in bytes.
    """

    wrong: str
    peak: int


class Result(NamedTuple):
    """In seconds.

    ``busy`` is the median of the processor time, which other work on the machine disturbs less.
    """

    median: float
    fastest: float
    busy: float


def clean_environment(home: str, **more: str) -> dict[str, str]:
    """What a timed process sees.

    Nothing of PYTHON* or CZ_*, no settings of the user, colours allowed.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def run_once(case: Case, turn: int, *, forked: bool = False) -> Sample:
    """Time one whole process, from before it is started until it has been waited for.

    A child's peak memory as the system counts it begins with what it had of its parent when it
    became a program of its own: all of it after a spawn, which is quick, the parent's own pages
    after a fork, which are few.
    """
    argv = case.variants[turn % len(case.variants)]
    os.chdir(case.folder)
    if case.forgets:
        shutil.rmtree(case.forgets, ignore_errors=True)
    nowhere = os.open(os.devnull, os.O_RDWR)
    ours, theirs = os.openpty() if case.terminal else (-1, nowhere)
    if case.terminal:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    began = perf_counter()
    child = (_fork if forked else _spawn)(argv, case.env, (nowhere, theirs, nowhere))
    printed = 0
    if case.terminal:
        os.close(theirs)
        printed = _drain(ours)
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - began
    os.close(nowhere)
    if case.terminal:
        os.close(ours)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Sample(
        seconds, usage.ru_utime + usage.ru_stime, peak, os.waitstatus_to_exitcode(status), printed
    )


def _spawn(argv: tuple[str, ...], env: Mapping[str, str], streams: Sequence[int]) -> int:
    actions = [(os.POSIX_SPAWN_DUP2, stream, fd) for fd, stream in enumerate(streams)]
    return os.posix_spawn(argv[0], argv, env, file_actions=actions)


def _fork(argv: tuple[str, ...], env: Mapping[str, str], streams: Sequence[int]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        for fd, stream in enumerate(streams):
            os.dup2(stream, fd)
        os.execve(argv[0], argv, env)
    finally:
        os._exit(127)


def _drain(terminal: int) -> int:
    """Read until nobody has the other end open any more."""
    total = 0
    try:
        while piece := os.read(terminal, 65536):
            total += len(piece)
    except OSError:  # Linux says EIO where others say nothing
        pass
    return total


def trial(case: Case) -> Trial:
    """Run every variant once, which also warms the caches."""
    peak = 0
    for turn in range(len(case.variants)):
        before = _identity(case.replaces)
        try:
            sample = run_once(case, turn, forked=True)
        except OSError as error:
            return Trial(f"没有运行起来（{error}）", peak)
        peak = max(peak, sample.peak)
        if sample.code:
            return Trial(f"退出码 {sample.code}", peak)
        if case.terminal and not sample.printed:
            return Trial("没有输出", peak)
        if case.replaces and before == _identity(case.replaces):
            return Trial("没有写文件", peak)
    return Trial("", peak)


def _identity(path: str) -> tuple[int, int] | None:
    if not path:
        return None
    found = os.stat(path)
    return found.st_ino, found.st_mtime_ns


def rounds(cases: Sequence[Case], count: int) -> tuple[dict[str, Result], dict[str, str]]:
    """Every case once a round (the unit more often), each round beginning with another case.

    Returns the results by key, and of the cases that failed in a round, which have none, how.
    """
    samples: dict[str, list[Sample]] = {case.key: [] for case in cases}
    failed: dict[str, str] = {}
    for turn in range(count):
        start = turn % len(cases)
        for case in (*cases[start:], *cases[:start]):
            for _ in range(UNITS_A_ROUND if case.key == UNIT_KEY else 1):
                _take(case, turn, samples[case.key], failed)
    results = {key: _result(taken) for key, taken in samples.items() if key not in failed}
    return results, failed


def _take(case: Case, turn: int, samples: list[Sample], failed: dict[str, str]) -> None:
    if case.key in failed:
        return
    try:
        samples.append(run_once(case, turn))
    except OSError as error:
        failed[case.key] = f"第 {turn + 1} 轮没有运行起来（{error}）"
        return
    if samples[-1].code:
        failed[case.key] = f"第 {turn + 1} 轮退出码 {samples[-1].code}"


def _result(samples: Sequence[Sample]) -> Result:
    seconds = [sample.seconds for sample in samples]
    return Result(
        statistics.median(seconds),
        min(seconds),
        statistics.median(sample.busy for sample in samples),
    )
