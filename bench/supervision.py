"""`python bench/supervision.py [--write]`.

Rank and bulletins over 60,000 findings, beside loading them and no more.

Whole processes of the checkout's interpreter, medians; what is quoted is the ratio to loading in
the same run.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.history import CZ, median, run  # noqa: E402
from bench.table import table  # noqa: E402

EXAMPLE = ROOT / "examples" / "midway" / "data"
FINDINGS = 60_000
SPOTS = 1_200
RUNS = 7
LIMIT, GAPS_LIMIT = 2.0, 1.5
LOADING = [
    sys.executable,
    "-c",
    "import gc; gc.disable(); from cz.opening import open_plan; open_plan('.'); import "
    "os; os._exit(0)",
]
EVERYTHING = ("--from", "2026-03-01", "--to", "2026-07-14", "--at", "2026-07-15")
A_ROUND = ("--from", "2026-07-06", "--to", "2026-07-10", "--at", "2026-07-15")


def ledger(folder: Path, findings: int) -> int:
    """The example with its findings again and again under numbers of their own.

    Returns how many there are.
    """
    shutil.copytree(EXAMPLE, folder / "data")
    path = folder / "data" / "findings.yaml"
    head, body, rest = re.split(
        r"^(?:findings|visits):\n", path.read_text(encoding="utf-8"), flags=re.M
    )
    each = body.count("\n  - id: f")
    copies = -(-findings // (each + 1))
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{head}findings:\n")
        for copy in range(copies):
            file.write(
                re.sub(
                    r"^(  - id: f[0-9]{6}-)([0-9]+)$",
                    lambda found, copy=copy: f"{found[1]}{int(found[2]) + 100 * copy}",
                    body,
                    flags=re.M,
                )
            )  # type: ignore[misc]
        file.write(f"visits:\n{rest}")
    return path.read_text(encoding="utf-8").count("\n  - id: f")


def more_spots(folder: Path, spots: int) -> None:
    """The ledger of spots again and again under names and numbers of their own."""
    path = folder / "data" / "spots.yaml"
    head, mark, body = path.read_text(encoding="utf-8").partition("\nspots:\n")
    each = body.count("  - id: p")
    copies = [body]
    for copy in range(1, -(-spots // each)):
        first = 1000 * copy
        renumbered = re.sub(
            r"id: p([0-9]+)",
            lambda found, first=first: f"id: p{first + int(found[1])}",
            body,
        )  # type: ignore[misc]
        copies.append(re.sub(r"(?m)^(    name: .*)$", rf"\g<1>{copy}号", renumbered))
    path.write_text(f"{head}{mark}{''.join(copies)}", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as name:
        folder = Path(name)
        count = ledger(folder, FINDINGS)
        more_spots(folder, SPOTS)
        size = (folder / "data" / "findings.yaml").stat().st_size / 1e6
        cases = {
            "只读进来，核对引用": LOADING,
            "cz rank，全部督查": [*CZ, "rank", *EVERYTHING],
            "cz rank，最近一轮": [*CZ, "rank", *A_ROUND],
            "督查通报，最近一轮": [*CZ, "report", "--template", "督查通报", *A_ROUND],
            "督查通报，全部督查（逐条列出）": [
                *CZ,
                "report",
                "--template",
                "督查通报",
                *EVERYTHING,
            ],
            "cz status": [*CZ, "status"],
            "cz gaps": [*CZ, "gaps"],
            "cz gaps --week": [*CZ, "gaps", "--week"],
            "查漏补缺清单": [*CZ, "report", "--template", "查漏补缺清单"],
            "cz spot list": [*CZ, "spot", "list"],
            "cz spot 和顺社区1号": [*CZ, "spot", "和顺社区1号"],
            "cz round": [*CZ, "round"],
            "cz round m2026-2": [*CZ, "round", "m2026-2"],
            "模拟测评通报": [*CZ, "report", "--template", "模拟测评通报"],
            "cz remind --unit 石桥乡": [*CZ, "remind", "--unit", "石桥乡"],
            "cz finding verify（改一条）": [*CZ, "finding", "verify", "f260706-1", "--dry-run"],
        }
        for command in cases.values():
            run(folder, *command)
        times = {
            label: median(RUNS, lambda command=command: run(folder, *command))
            for label, command in cases.items()
        }  # type: ignore[misc]
    loading = next(iter(times.values()))
    rows = [
        [label, f"{seconds:.2f}", f"{seconds / loading:.2f}"] for label, seconds in times.items()
    ]
    text = (
        "# 六万个问题有多快\n\n由 `python bench/supervision.py --write` 生成，不要手改。"
        f"台账 {count:,} 条、{size:.0f} MB，点位约 {SPOTS:,} 个，整个进程的时间，"
        f"{RUNS} 次的中位数；"
        f"倍数是和同一轮里“只读进来”比。"
        f"目标：排名和一期通报不超过 {LIMIT:g} 倍，"
        f"查漏补缺、点位、模拟测评不超过 {GAPS_LIMIT:g} 倍。\n\n"
        + table(["做什么", "秒", "倍数"], rows)
        + "\n"
    )
    print(text)
    if "--write" in sys.argv[1:]:
        (ROOT / "docs" / "speed-supervision.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
