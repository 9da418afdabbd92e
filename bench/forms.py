"""How long reading a large workbook takes, and filling in a form beside openpyxl's own minimum.

Whole processes, user and system time; ``openpyxl`` opens the same form and saves it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
ROWS = 60_000
READ_LIMIT = 1.0  # seconds

HEAD = ["序号", "编号", "任务名称", "牵头单位", "责任单位", "完成时限", "进展情况", "完成情况"]
READ = "import sys; from cz.tables import read; print(len(read(sys.argv[1]).tables[0].rows))"
RESAVED = (
    "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1]); "
    "book.active['G3'] = 1; book.save(sys.argv[2])"
)


def busy(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of processor time that a process takes, and the most MB that any has taken yet."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024


def large(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, HEAD)
    for row in range(1, ROWS + 1):
        sheet.write_row(row, 0, [row, f"1-{row % 9}", f"任务{row}", "区教育局", "各街道"])
        sheet.write_row(row, 5, ["2026年7月1日", f"进展{row % 50}", "推进中"])
    book.close()


def form(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, HEAD)
    for row in range(1, 60):
        sheet.write_row(row, 0, [row, f"1-{row}"])
    book.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as name:
        folder = Path(name)
        large(folder / "大表.xlsx")
        form(folder / "市表.xlsx")
        plan = str(ROOT / "examples" / "midway")
        filled, resaved = str(folder / "已填.xlsx"), str(folder / "另存.xlsx")
        fill = [sys.executable, "-m", "cz", "sheet", "fill", str(folder / "市表.xlsx"), "--force"]
        fills = [busy([*fill, "--plan", plan, "-o", filled])[0] for _ in range(ROUNDS)]
        resave = [sys.executable, "-c", RESAVED, str(folder / "市表.xlsx"), resaved]
        resaves = [busy(resave)[0] for _ in range(ROUNDS)]
        read = [sys.executable, "-c", READ, str(folder / "大表.xlsx")]
        reads = [busy(read) for _ in range(ROUNDS)]
    print(
        f"读 {ROWS} 行的 .xlsx：{median(seconds for seconds, _ in reads):.2f} 秒，"
        f"{max(memory for _, memory in reads):.0f} MB（目标：不超过 {READ_LIMIT:g} 秒）"
    )
    print(
        f"填一张 59 行的表：{median(fills) * 1000:.0f} 毫秒；"
        f"openpyxl 打开、改一格、保存：{median(resaves) * 1000:.0f} 毫秒"
    )


if __name__ == "__main__":
    main()
