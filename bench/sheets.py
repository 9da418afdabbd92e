"""`python bench/sheets.py`.

Forms for every unit of the example, taking them back, and one table of sixty thousand rows: whole
processes of the checkout's interpreter, user time, beside the libraries alone doing the least of
it. In pairs; the medians count.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 7
ROWS = 60_000

# What the libraries do at least: as many cells written, or read, as there are.
WRITE = """
import io, sys, xlsxwriter
for _ in range(int(sys.argv[1])):
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for row in range(int(sys.argv[2])):
        for column in range(11):
            sheet.write_string(row, column, "进展情况")
    book.close()
"""
READ = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass
"""


class Run(NamedTuple):
    """``seconds`` of user time, ``peak`` in bytes of the largest process so far."""

    seconds: float
    peak: int


def run(*command: str) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [sys.executable, *command],
        check=False,  # 1: some rows are returned
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(usage.ru_utime - before, usage.ru_maxrss * 1024)


def cz(plan: Path, *words: str) -> Sequence[str]:
    return ("-m", "cz", *words, "--plan", str(plan))


def tell(what: str, limit: float, ours: Sequence[Run], least: Sequence[Run]) -> None:
    seconds = median(each.seconds for each in ours)
    alone = median(each.seconds for each in least)
    peak = max(each.peak for each in ours) / 2**20
    print(
        f"{what}：{seconds:.2f} 秒（目标：不超过 {limit:g} 秒），单是库 {alone:.2f} 秒，"
        f"{seconds / alone:.1f} 倍；内存到 {peak:.0f} MB"
    )


def filled_in(folder: Path) -> list[str]:
    """The forms as they come back: of each two rows filled in, one of them as it should not be."""
    from openpyxl import load_workbook

    paths = sorted(folder.glob("*.xlsx"))[:60]
    for path in paths:
        book = load_workbook(path)
        sheet = book.active
        sheet.cell(4, 8).value = "已经开展"
        sheet.cell(5, 7).value = "√"
        book.save(path)
    return [str(path) for path in paths]


def large_table(path: Path, plan: Path) -> None:
    """Every finding of the plan again and again, as it stands."""
    import xlsxwriter

    sys.path.insert(0, str(ROOT))
    from cz.load import load

    findings = load(str(plan)).campaign.findings
    heads = ("序号", "编号", "点位", "责任单位", "存在问题", "整改时限", "整改情况", "整改日期")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for row in range(1, ROWS + 1):
            finding = findings[row % len(findings)]
            due, day = finding.due or "", finding.rectified or ""
            told = (finding.unit, finding.problem, str(due), finding.fix, str(day))
            sheet.write_row(row, 0, (row, finding.id, finding.spot, *told))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as name:
        home = Path(name)
        plan = home / "plan"
        shutil.copytree(ROOT / "examples" / "midway", plan)
        made = []
        for number in range(PAIRS):
            made.append(run(*cz(plan, "sheet", "make", "--all", "-o", str(home / f"表{number}"))))
        tell("60 多个单位的反馈表", 2, made, [run("-c", WRITE, "60", "12") for _ in range(PAIRS)])
        forms = filled_in(home / "表0")
        dry = cz(plan, "sheet", "take", *forms, "--dry-run")
        taken = [run(*dry) for _ in range(PAIRS)]
        tell("取 60 个", 1.5, taken, [run("-c", READ, *forms) for _ in range(PAIRS)])
        large = home / "大表.xlsx"
        large_table(large, plan)
        dry = cz(plan, "sheet", "take", str(large), "--dry-run")
        rows = [run(*dry) for _ in range(PAIRS)]
        tell(f"取 {ROWS} 行", 3, rows, [run("-c", READ, str(large)) for _ in range(PAIRS)])


if __name__ == "__main__":
    main()
