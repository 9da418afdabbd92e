"""Running cz as a user does: a real process, real files, a clean environment."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MIDWAY = ROOT / "examples" / "midway"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
    }
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


def cz(*arguments: str, cwd: Path | str = ROOT, **more: str) -> Ran:
    """Run ``cz`` with its output piped."""
    done = subprocess.run(
        [sys.executable, "-m", "cz", *arguments],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def on_terminal(*arguments: str, columns: int, cwd: Path | str = ROOT, **more: str) -> str:
    """What ``cz`` shows on a terminal of so many columns, with its colour codes."""
    ours, theirs = pty.openpty()
    env = environment(COLUMNS=str(columns), LINES="50", TERM="xterm-256color", **more)
    process = subprocess.Popen(
        [sys.executable, "-m", "cz", *arguments],
        cwd=cwd,
        env=env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    process.wait()
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


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
    copy_of(MIDWAY, folder)
    git(folder, "init", "-q", "-b", "main")
    for number, day in enumerate(("2026-06-01", "2026-06-15", "2026-06-29", "2026-07-10")):
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", f"第{number + 1}周", day=day)
    return folder


def copy_of(folder: Path, to: Path) -> Path:
    """A plan of one's own to change."""
    shutil.copytree(folder / "data", to / "data")
    return to
