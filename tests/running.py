"""Running cz as a user does: a real process, real files, a clean environment."""

from __future__ import annotations

import atexit
import json
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
MIDWAY = ROOT / "examples" / "midway"


# For a commit where HOME holds no name: who makes it.
SIGNED = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "张三"), ("EMAIL", "z@example.org"))
}


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "SYSTEMROOT", *_OF_WINDOWS)
    }
    return {**kept, **_SPEAKS_UTF8, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


_ON_WINDOWS = os.name == "nt"
_OF_WINDOWS = ("TEMP", "TMP", "USERPROFILE", "APPDATA", "PATHEXT") if _ON_WINDOWS else ()
_SPEAKS_UTF8 = {"PYTHONUTF8": "1"} if _ON_WINDOWS else {}

LONGEST = 120  # seconds that a command may take

# What a process takes over only as it starts, or as its modules are loaded, is not among these.
READ_LATER = {
    "PATH",
    "HOME",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "SYSTEMROOT",
    "COLUMNS",
    "LINES",
    "TERM",
    "NO_COLOR",
    "CZ_PLAN",
    "CZ_PEOPLE",
    "CZ_TODAY",
    "_CZ_COMPLETE",
    "COMP_WORDS",
    "COMP_CWORD",
    "_TYPER_COMPLETE_ARGS",
    "_TYPER_COMPLETE_FISH_ACTION",
}


def cz(*arguments: str, cwd: Path | str = ROOT, new: bool = False, **more: str) -> Ran:
    """Run ``cz`` with its output piped, forked from a process that has loaded it (tests/warm.py).

    With ``new``, and where the environment has anything that counts at the start, it is a new
    process.
    """
    env = environment(**more)
    if new or not forks(env):
        command = [sys.executable, "-m", "cz", *arguments]
        done = subprocess.run(
            command, cwd=cwd, env=env, capture_output=True, check=False, timeout=LONGEST
        )
        return Ran(done.returncode, _text(done.stdout), _text(done.stderr))
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    process = Forked(arguments, cwd, env, (0, out_end, err_end))
    os.close(out_end)
    os.close(err_end)
    told = process.read(out, err)
    return Ran(process.wait(), *(piece.decode("utf-8") for piece in told))


def _text(piped: bytes) -> str:
    text = piped.decode("utf-8")
    return text.replace("\r\n", "\n") if _ON_WINDOWS else text


def on_terminal(*arguments: str, columns: int, cwd: Path | str = ROOT, **more: str) -> str:
    """What ``cz`` shows on a terminal of so many columns, with its colour codes."""
    pty = pytest.importorskip("pty", reason="there is no pseudo-terminal on this system")
    ours, theirs = pty.openpty()
    env = environment(COLUMNS=str(columns), LINES="50", TERM="xterm-256color", **more)
    assert forks(env)
    process = Forked(arguments, cwd, env, (theirs, theirs, theirs))
    os.close(theirs)
    (shown,) = process.read(ours)
    process.wait()
    return shown.decode("utf-8").replace("\r\n", "\n")


def forks(env: dict[str, str]) -> bool:
    """Whether a process in this environment begins like the one that waits in tests/warm.py."""
    if _ON_WINDOWS:
        return False
    rest = {key for key in env if key not in READ_LATER and not key.startswith("GIT_")}
    return rest == {"LANG", "PYTHONPATH"} and all(env[key] == environment()[key] for key in rest)


@cache
def warm() -> socket.socket:
    """The line to the process of tests/warm.py, which ends with the tests."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, str(ROOT / "tests" / "warm.py"), str(theirs.fileno())]
    process = subprocess.Popen(
        command, env=environment(), stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


class Forked:
    """A command line running in a fork of the process that waits, on the three ``streams``.

    One at a time.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path | str,
        env: dict[str, str],
        streams: tuple[int, int, int],
    ) -> None:
        call = json.dumps(
            {"arguments": arguments, "cwd": os.path.abspath(cwd), "env": env}
        ).encode()
        socket.send_fds(warm(), [b"%8d" % len(call)], streams)
        warm().sendall(call)
        self.number = self._answer()

    def _answer(self) -> int:
        return int(warm().recv(8, socket.MSG_WAITALL))

    def read(self, *ends: int) -> list[bytes]:
        """All that comes out of each of the ``ends``, which are closed."""
        found = dict.fromkeys(ends, b"")
        with selectors.DefaultSelector() as open_:
            for end in ends:
                open_.register(end, selectors.EVENT_READ)
            while open_.get_map():
                ready = open_.select(LONGEST)
                if not ready:
                    os.kill(self.number, signal.SIGKILL)
                for key, _ in ready:
                    piece = _read(key.fd)
                    found[key.fd] += piece
                    if not piece:
                        open_.unregister(key.fd)
                        os.close(key.fd)
        return list(found.values())

    def wait(self) -> int:
        """The exit code, or a signal's number below zero."""
        return self._answer()


def _read(end: int) -> bytes:
    try:
        return os.read(end, 65536)
    except OSError:  # a terminal whose other side is closed
        return b""


def bare(text: str) -> str:
    """Without colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def git(folder: Path, *arguments: str, day: str = "2026-07-01") -> str:
    """Run the real git as 张三 on a day."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "张三"), ("EMAIL", "z@example.org"))
    }
    dates = {
        "GIT_AUTHOR_DATE": f"{day}T09:00:00+0800",
        "GIT_COMMITTER_DATE": f"{day}T09:00:00+0800",
    }
    env = environment(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", **who, **dates)
    return subprocess.run(
        ["git", "-c", "core.quotepath=off", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        check=True,
    ).stdout.decode()


def repository(folder: Path) -> Path:
    """A plan of one's own under git, with four commits on the branch main."""
    return clone_of(_repository(), folder)


@cache
def _repository() -> Path:
    kept = tempfile.mkdtemp(prefix="cz-tests-")
    atexit.register(shutil.rmtree, kept)
    folder = copy_of(MIDWAY, Path(kept) / "plan")
    git(folder, "init", "-q", "-b", "main")
    for number, day in enumerate(("2026-06-01", "2026-06-15", "2026-06-29", "2026-07-10")):
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", f"第{number + 1}周", day=day)
    return folder


def clone_of(folder: Path, to: Path) -> Path:
    """The same repository once more, files and all."""
    shutil.copytree(folder, to, symlinks=True, dirs_exist_ok=True)
    git(to, "update-index", "-q", "--refresh")  # these are other files, and not changed ones
    return to


def copy_of(folder: Path, to: Path) -> Path:
    """A plan of one's own to change."""
    shutil.copytree(folder / "data", to / "data")
    return to


def make_fifo(path: Path) -> None:
    """A pipe with a name, where the system has such a thing."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes on this system")
    os.mkfifo(path)
