"""`python bench/office.py`.

Office files beside what they cannot do without: a bulletin in Word beside the same in Markdown, a
ledger of 60,000 findings in Excel beside reading it and beside XlsxWriter with the same cells; 68
units' lists; the leader's page beside the phase report in Markdown; a plan's document read. Whole
processes of the checkout's interpreter, user time, in turns; what counts is the median of the
ratios.
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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.supervision import FINDINGS, ledger  # noqa: E402

MIDWAY = ROOT / "examples" / "midway"
BULLETIN = ("report", "--template", "督查通报", "--issue", "3")
PHASE_REPORT = ("report", "--template", "阶段报告")
LEADERS_PAGE = ("report", "--template", "一页看")
LISTS = ("report", "--template", "单位清单", "--all")
PAIRS = 15
FEW = 3  # turns of what takes long
LIMIT = 2.5  # Word takes at most so many times what Markdown takes
KILOBYTES = 60  # of the leader's page at most
SECTIONS = 20  # of a plan's document, with ten tasks each
SECONDS = 2.0  # that a paper for each unit takes at most
# The same cells as text, with nothing asked about them.
BARE_WORKBOOK = """
import csv, sys, xlsxwriter
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
with xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True}) as book:
    worksheet = book.add_worksheet()
    style = book.add_format({"border": 1, "text_wrap": True})
    for at, row in enumerate(rows):
        worksheet.set_row(at, 20)
        for column, cell in enumerate(row):
            if cell:
                worksheet.write_string(at, column, cell, style)
            else:
                worksheet.write_blank(at, column, None, style)
"""


def busy(*command: str, plan: Path = MIDWAY) -> float:
    """Seconds of user time that the command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CZ_PLAN": str(plan)}
    subprocess.run(command, check=True, cwd=ROOT, env=env, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def cz(*arguments: str | Path, plan: Path = MIDWAY) -> float:
    return busy(sys.executable, "-m", "cz", *map(str, arguments), plan=plan)


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Of the second to the first."""
    return median(second / first for first, second in pairs)


def bulletin(folder: Path) -> str:
    markdown, word = folder / "通报.md", folder / "通报.docx"
    pairs = []
    for turn in range(PAIRS + 1):
        both = tuple(cz(*BULLETIN, "--force", "-o", path) for path in (markdown, word))
        if turn:
            pairs.append((both[0], both[1]))
    plain, in_word = (median(times) for times in zip(*pairs, strict=True))
    return (
        f"督查通报：Markdown {plain * 1000:.0f} 毫秒，Word {in_word * 1000:.0f} 毫秒，"
        f"{ratio(pairs):.2f} 倍（目标：不超过 {LIMIT:g} 倍）"
    )


def leaders_page(folder: Path) -> str:
    markdown, page = folder / "阶段.md", folder / "一页看.html"
    pairs = []
    for turn in range(PAIRS + 1):
        report = cz(*PHASE_REPORT, "--force", "-o", markdown)
        ours = cz(*LEADERS_PAGE, "--force", "-o", page)
        if turn:
            pairs.append((report, ours))
    plain, ours = (median(times) for times in zip(*pairs, strict=True))
    return (
        f"一页看：{page.stat().st_size / 1000:.0f} KB（目标：不超过 {KILOBYTES} KB），"
        f"{ours * 1000:.0f} 毫秒，阶段报告的 Markdown {plain * 1000:.0f} 毫秒，"
        f"{ratio(pairs):.2f} 倍"
    )


def papers(folder: Path) -> str:
    told = []
    for form, word in (("docx", "Word"), ("xlsx", "Excel"), ("md", "Markdown")):
        times = []
        for _ in range(FEW):
            place = folder / "清单"
            times.append(cz(*LISTS, "--form", form, "-o", place))
            count = len(list(place.iterdir()))
            shutil.rmtree(place)
        told.append(f"{word} {median(times):.2f} 秒")
    return f"{count} 个单位的清单：{'，'.join(told)}（目标：不超过 {SECONDS:g} 秒）"


def plan_document(folder: Path) -> str:
    """From a plan's document to what one unit has to do."""
    written = ["滨海区实施方案"]
    for chapter in range(1, SECTIONS + 1):
        written.append(f"第{chapter}章 板块{chapter}")
        for number in range(1, 11):
            units = f"牵头单位：区教育局；责任单位：区第{number}局、区{chapter}中心，各乡镇人民政府"
            written.append(f"{number}.做好第{number}件事。{'抓好落实，务求实效。' * 20}（{units}）")
    document = folder / "方案.txt"
    document.write_text("\n".join(written), encoding="utf-8")
    times = []
    for turn in range(FEW):
        plan = folder / f"读进来{turn}"
        taken = cz("init", plan, "--from", document)
        times.append(taken + cz("status", "--unit", "区教育局", plan=plan))
    return (
        f"一份 {document.stat().st_size // 3:,} 字、{SECTIONS * 10} 项任务的方案："
        f"从文件到 cz status --unit {median(times):.2f} 秒"
    )


def whole_ledger(folder: Path) -> str:
    plan, table, bare = folder / "plan", folder / "台账.csv", folder / "空.xlsx"
    count = ledger(plan, FINDINGS)
    listing = ("finding", "list", "--today", "2026-07-15", "-o")
    pairs, reading = [], []
    for turn in range(FEW):
        reading.append(cz(*listing, table, plan=plan))
        least = busy(sys.executable, "-c", BARE_WORKBOOK, str(table), str(bare))
        ours = cz(*listing, folder / f"{turn}.xlsx", plan=plan)
        pairs.append((least, ours - reading[-1]))
        table.unlink()
    least, ours = (median(times) for times in zip(*pairs, strict=True))
    return (
        f"{count:,} 个问题的台账：CSV {median(reading):.1f} 秒，Excel 再多 {ours:.1f} 秒，"
        f"XlsxWriter 写同样的格子 {least:.1f} 秒，{ratio(pairs):.2f} 倍"
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as name:
        for measured in (bulletin, leaders_page, papers, plan_document, whole_ledger):
            print(measured(Path(name)), flush=True)


if __name__ == "__main__":
    main()
