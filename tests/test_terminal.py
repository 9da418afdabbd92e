"""What the terminal is: its size, its pager, how wide it draws characters."""

from __future__ import annotations

import os
import re
import struct
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from cz.show.sheet import Col, Line, Sheet, Table
from cz.show.writers import show
from cz.typography import width
from tests.running import MIDWAY, cz, environment, repository

_REASON = "there is no pseudo-terminal on this system"
fcntl = pytest.importorskip("fcntl", reason=_REASON)
pty = pytest.importorskip("pty", reason=_REASON)
termios = pytest.importorskip("termios", reason=_REASON)


def seen(
    *arguments: str, rows: int = 24, columns: int = 80, folder: Path = MIDWAY, **more: str
) -> tuple[str, int]:
    """(what stands on a terminal of its own of that size, the exit code)."""
    process, terminal = pty.fork()
    if not process:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = environment(TERM="xterm", NO_COLOR="1", **more)
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "cz", *arguments], env)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    status = os.waitpid(process, 0)[1]
    text = shown.decode("utf-8").replace("\r\n", "\n")
    standing = re.sub(r"\r正在[^\n\r]*|\r\x1b\[K", "", text)  # what patience says is wiped away
    return standing, os.waitstatus_to_exitcode(status)


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("absurd", ["0", "-5", "abc", "", "9999999999999999999999"])
def test_a_width_that_cannot_be_is_not_believed(absurd: str) -> None:
    usual = seen("status", "--unit", "区教育局")
    assert seen("status", "--unit", "区教育局", COLUMNS=absurd) == usual
    assert "政府部门" in usual[0]


def test_too_narrow_a_terminal_loses_nothing() -> None:
    told, code = seen("status", "--unit", "区教育局", columns=1)
    assert (code, "政府部门" in told) == (0, True)


@pytest.mark.soak(every=6)
@pytest.mark.parametrize(
    "arguments",
    ["rank", "finding list", "order list", "trend", "agenda", "silent", "log"],
)
def test_tables_fit_80_columns(arguments: str, tmp_path: Path) -> None:
    plan = repository(tmp_path)  # whose history is our own
    told, code = seen(*arguments.split(), folder=plan, PAGER="", CZ_PAGER="")
    assert code == 0
    assert max(width(line) for line in told.splitlines()) <= 80


@pytest.mark.soak(every=3)
@pytest.mark.parametrize(
    "arguments",
    [
        "status",
        "status --unit 区城管局",
        "target",
        "rank",
        "trend",
        "agenda",
        "finding list",
        "finding show f260710-4",
        "order list",
        "evidence check",
        "log",
        "diff",
        "check",
    ],
)
def test_no_line_breaks_between_a_number_and_its_bracket(arguments: str) -> None:
    told, _ = seen(*arguments.split(), PAGER="", CZ_PAGER="")
    told = re.sub(r"\x1b\[[0-9;]*m", "", told)
    lines = told.splitlines()
    assert not [line for line in lines if line.endswith("（")]
    for line, following in pairwise(lines):
        assert not (line[-1:].isdigit() and following[:1] == "（"), line
    if arguments == "status --unit 区城管局":
        assert "\n9（75.0%）" in told


PAGER = "sed 's/^/| /'"


def test_a_long_screen_goes_to_the_pager() -> None:
    plain, _ = seen("list")
    assert plain.count("\n") > 24
    for variable in ("PAGER", "CZ_PAGER"):
        paged, code = seen("list", **{variable: PAGER})
        assert (code, paged) == (0, "".join(f"| {line}" for line in plain.splitlines(True)))
    assert seen("list", PAGER="false", CZ_PAGER=PAGER)[0] == paged
    report, _ = seen("report", "--phase", "2", PAGER=PAGER)
    assert all(line.startswith("| ") for line in report.splitlines())


def test_where_there_is_no_pager() -> None:
    """A short screen, a pipe, a pager that is not there, none wanted."""
    plain = seen("list")
    assert seen("silent", rows=200, PAGER=PAGER) == seen("silent", rows=200)
    assert seen("list", PAGER="no-such-pager 2>/dev/null") == plain
    assert seen("list", PAGER=PAGER, CZ_PAGER="") == plain
    assert cz("list", cwd=MIDWAY, PAGER=PAGER) == cz("list", cwd=MIDWAY)


def test_the_exit_code_is_the_command_s_own() -> None:
    assert seen("evidence", "check", PAGER="cat >/dev/null; exit 3") == ("", 1)
    assert seen("list", PAGER="head -1 >/dev/null") == ("", 0)


def test_a_very_long_cell_pads_no_other_row(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [Col("编号"), Col("问题", grow=True), Col("点位"), Col("时限")]
    rows = [["f1", "占道", "东街", "7月8日"], ["f2", "长" * 20_000, "西" * 3000, "7月9日"]]
    show(Sheet([Line("台账"), Table(columns, rows)], None), "text")
    title, first, second = capsys.readouterr().out.splitlines()[1:]
    assert first == f"f1    占道{' ' * 198}东街  7月8日"
    assert second == f"f2    {'长' * 20_000}  {'西' * 3000}  7月9日"
    assert title == f"编号  问题{' ' * 198}点位  时限"


def test_a_terminal_that_draws_signs_two_columns_wide(tmp_path: Path) -> None:
    """Where the columns stand is reckoned as that terminal draws."""
    narrow = cz("list", cwd=MIDWAY).out.splitlines()
    wide = cz("list", cwd=MIDWAY, CZ_WIDE="1").out.splitlines()
    assert [line.split() for line in narrow] == [line.split() for line in wide]
    changed = [line for line, other in zip(narrow, wide, strict=True) if line != other]
    assert changed
    assert cz("list", cwd=MIDWAY, CZ_WIDE="0").out.splitlines() == narrow
