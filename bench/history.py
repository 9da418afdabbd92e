"""`python bench/history.py [--write]`: diff, log and merge beside git's own, at 59 and 5,900 tasks.

Whole processes of the checkout's interpreter, medians; the ratios to git in the same run are what
is quoted.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.data import write_plan  # noqa: E402
from bench.table import table  # noqa: E402

CZ = [sys.executable, "-m", "cz"]
COMMITS = 1000


def environment() -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "CZ_", "GIT_"))
    }
    who = {
        f"GIT_{role}_{what}": "bench"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return {**kept, **who, "GIT_CONFIG_GLOBAL": os.devnull, "PYTHONPATH": str(ROOT)}


def run(folder: Path, *command: str) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def median(
    times: int, work: Callable[[], None], before: Callable[[], None] = lambda: None
) -> float:
    found = []
    for _ in range(times):
        before()
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return statistics.median(found)


def toggled(text: bytes, number: int) -> bytes:
    """The same plan with one status changed; which one depends on the number."""
    lines = text.split(b"\n")
    places = [i for i, line in enumerate(lines) if line.startswith(b"      2: {status: ")]
    at = places[number * 7 % len(places)]
    lines[at] = (
        lines[at].replace(b"status: doing", b"status: done")
        if b"status: doing" in lines[at]
        else lines[at].replace(
            lines[at].split(b"status: ")[1].split(b",")[0].split(b"}")[0], b"doing"
        )
    )
    return b"\n".join(lines)


def history(folder: Path, commits: int, *, broken: int = 0) -> None:
    """Commits of one status change each, made by git fast-import.

    ``broken``: the number of one that left a file which is no YAML, 0 for none.
    """
    run(folder, "git", "init", "-q", "-b", "main")
    tasks = folder / "data" / "tasks.yaml"
    text = tasks.read_bytes()
    out = []
    for number in range(commits):
        text = toggled(text, number) if number else text
        out.append(
            b"commit refs/heads/main\ncommitter b <b@b> %d +0800\ndata 1\nx\n"
            % (1_700_000_000 + 3600 * number)
        )
        names = (
            [tasks, folder / "data" / "units.yaml", folder / "data" / "indicators.yaml"]
            if number == 0
            else [tasks]
        )
        for path in names:
            data = text if path == tasks else path.read_bytes()
            if number and number == broken:
                data = b"<<<<<<< " + data
            out.append(
                b"M 100644 inline data/%s\ndata %d\n%s\n" % (path.name.encode(), len(data), data)
            )
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=folder,
        env=environment(),
        input=b"".join(out),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    run(folder, "git", "reset", "-q", "--hard", "main")


def rows(folder: Path, copies: int, times: int) -> list[tuple[str, ...]]:
    write_plan(folder, copies)
    commits = COMMITS if copies == 1 else 50
    history(folder, commits)
    tasks = folder / "data" / "tasks.yaml"
    tasks.write_bytes(toggled(tasks.read_bytes(), 3))
    diff = (
        median(times, lambda: run(folder, *CZ, "diff")),
        median(times, lambda: run(folder, "git", "diff")),
    )
    log = (
        median(times, lambda: run(folder, *CZ, "log", "1-5")),
        median(times, lambda: run(folder, "git", "log", "-p", "--", "data/tasks.yaml")),
    )
    run(folder, "git", "checkout", "-q", ".")
    for name, number in (("one", 5), ("two", 11)):
        run(folder, "git", "switch", "-q", "-c", name, "main")
        tasks.write_bytes(toggled(tasks.read_bytes(), number))
        run(folder, "git", "commit", "-qam", name)

    def fresh() -> None:
        run(folder, "git", "switch", "-q", "--force", "--detach", "two")

    def merge() -> None:
        run(folder, "git", "merge", "-q", "--no-edit", "one")

    plain = median(times, merge, fresh)
    run(folder, *CZ, "git", "setup")
    driven = median(times, merge, fresh)
    size = f"{59 * copies:,}"
    return [
        (
            size,
            "cz diff / git diff（一处改动）",
            f"{diff[0]:.2f}",
            f"{diff[1]:.3f}",
            f"{diff[0] / diff[1]:.1f}",
        ),
        (
            size,
            f"cz log 1-5 / git log -p（{commits:,} 次提交）",
            f"{log[0]:.2f}",
            f"{log[1]:.3f}",
            f"{log[0] / log[1]:.1f}",
        ),
        (
            size,
            "合并两个分支：装了 cz / git 自己",
            f"{driven:.2f}",
            f"{plain:.3f}",
            f"{driven / plain:.1f}",
        ),
    ]


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="cz-history-"))
    try:
        found = [*rows(home / "1", 1, 7), *rows(home / "100", 100, 3)]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    text = table(("任务", "做什么", "cz（秒）", "git（秒）", "倍数"), found, left=2)
    print(text)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "speed-history.md"
        page.write_text(
            f"# 审阅和合并有多快\n\n由 `python bench/history.py --write` 生成，不要手改。"
            f"整个进程的时间，中位数；倍数是和同一轮里的 git 比。\n\n{text}\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
