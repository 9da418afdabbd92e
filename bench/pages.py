"""What was measured as docs/speed.md and the table of README show it. No path of a machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.measure import COLUMNS, ROWS, UNIT_KEY, Case, Result, Trial
from bench.table import table

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "speed.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- speed -->\n", "<!-- /speed -->\n"

TIMES: Mapping[str, Mapping[str, float]] = {
    "1": {
        "list": 8,
        "status": 8.5,
        "json": 7.5,
        "completion": 7,
        "set": 8,
        "report": 11,
        "own-report": 11,
    },
    "100": {"list": 18, "status": 20, "json": 18, "set": 15, "report": 60, "own-report": 60},
    "findings": {"show": 25, "rectify": 25, "whole": 60},
}  # in units, by subject
MEMORY = {"100": 120, "1000": 800}  # MB, for every command of cz
BESIDE_GIT = 1.5  # times as long as git log -p
GROWTH = 12  # (t1000 - t1) / (t100 - t1); exactly linear is 10.1
PEERS = {
    "peer-task": "Taskwarrior",
    "peer-todo.txt": "todo.txt",
    "peer-hledger": "hledger",
    "peer-yq": "yq",
    "peer-doorstop": "doorstop",
}
HEAD = (
    "命令",
    "中位数（毫秒）",
    "最快（毫秒）",
    "倍数",
    "目标",
    "达到",
    "CPU 倍数",
    "内存（MB）",
)


class Measured(NamedTuple):
    """One subject. A case that went wrong has no result; ``notes`` say why.

    ``seconds``: how long it all took.
    """

    key: str
    title: str
    rounds: int
    seconds: float
    cases: Sequence[Case]
    results: Mapping[str, Result]
    trials: Mapping[str, Trial]
    notes: Sequence[str]

    def ratio(self, key: str, to: str = UNIT_KEY) -> float | None:
        if key not in self.results or to not in self.results:
            return None
        return self.results[key].median / self.results[to].median

    def busy(self, key: str, to: str = UNIT_KEY) -> float | None:
        """The same of processor time."""
        if key not in self.results or to not in self.results:
            return None
        return self.results[key].busy / self.results[to].busy

    def megabytes(self, key: str) -> float:
        return self.trials[key].peak / 1e6

    def own(self) -> list[str]:
        """The cases of cz by their keys, so far as they went right."""
        keys = [case.key for case in self.cases if case.variants[0][0].endswith("cz")]
        return [key for key in keys if key in self.results]


class Goal(NamedTuple):
    """``shown`` is what was reached, where the row does not say it already."""

    words: str
    is_reached: bool
    shown: str = ""


def section(measured: Measured) -> str:
    lines = [f"## {measured.title}（{measured.rounds} 轮）", ""]
    if measured.cases:
        lines.append(table(HEAD, [_row(measured, case) for case in measured.cases]))
    if measured.notes:
        lines += ["", *(f"- {note}" for note in measured.notes)]
    return "\n".join(lines)


def _row(measured: Measured, case: Case) -> tuple[str, ...]:
    result = measured.results.get(case.key)
    if result is None:
        return (case.label, "–", "–", "–", "", "", "–", "–")
    goals = _goals(measured, case.key)
    reached = []
    for goal in goals:
        shown = f"（{goal.shown}）" if goal.shown else ""
        reached.append(("是" if goal.is_reached else "否") + shown)
    return (
        case.label,
        f"{result.median * 1e3:,.1f}",
        f"{result.fastest * 1e3:,.1f}",
        _figure(measured.ratio(case.key)),
        "，".join(goal.words for goal in goals),
        "，".join(reached),
        _figure(measured.busy(case.key)),
        f"{measured.megabytes(case.key):,.0f}",
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _goals(measured: Measured, key: str) -> list[Goal]:
    goals = []
    most = TIMES.get(measured.key, {}).get(key)
    ratio = measured.ratio(key)
    if most is not None and ratio is not None:
        goals.append(Goal(f"≤{most:g}", ratio <= most))
    beside = measured.ratio("log", "git-log")
    if key == "log" and beside is not None:
        shown = f"{beside:.2f}，CPU {measured.busy('log', 'git-log'):.2f}"
        goals.append(Goal(f"≤{BESIDE_GIT:g}×git", beside <= BESIDE_GIT, shown))
    room = MEMORY.get(measured.key)
    if room is not None and key in measured.own():
        goals.append(Goal(f"≤{room}MB", measured.megabytes(key) <= room))
    return goals


def growth(subjects: Mapping[str, Measured]) -> str:
    """How the time grows between the sizes 1, 100 and 1,000, where all three were measured."""
    if not {"1", "100", "1000"} <= subjects.keys():
        return ""
    three = [subjects[key] for key in ("1", "100", "1000")]
    lines = []
    for case in three[0].cases:
        in_all = all(case.key in measured.own() for measured in three)
        if case.key != "completion" and in_all:
            lines.append(_growth_of(case, three))
    head = ("命令", "时间", "目标", "达到", "CPU 时间", "内存")
    title = "## 从 100× 到 1,000× 的增长：(t1000−t1)/(t100−t1)，完全线性为 10.1"
    return f"{title}\n\n{table(head, lines)}"


def _growth_of(case: Case, three: Sequence[Measured]) -> tuple[str, ...]:
    time = _grown([measured.results[case.key].median for measured in three])
    busy = _grown([measured.results[case.key].busy for measured in three])
    peak = _grown([measured.megabytes(case.key) for measured in three])
    reached = "是" if time <= GROWTH else "否"
    return (case.label, f"{time:.1f}", f"≤{GROWTH}", reached, f"{busy:.1f}", f"{peak:.1f}")


def _grown(values: Sequence[float]) -> float:
    small, middle, large = values
    return (large - small) / (middle - small)


def document(subjects: Mapping[str, Measured], packages: str) -> str:
    """docs/speed.md: what was measured, on what, and the tables."""
    minutes = sum(measured.seconds for measured in subjects.values()) / 60
    intro = [
        "# cz 有多快",
        "",
        "由 `python bench/run.py --write` 生成，不要手改。",
        "",
        f"- {date.today().isoformat()}，"
        f"Python {platform.python_version()}（{platform.system()}），"
        f"{os.cpu_count()} 个核；{packages}；一共量了 {minutes:.0f} 分钟。",
        "- 每个数都是整个进程从启动到退出的时间；"
        "装好的 wheel，字节码已编译，文件在系统缓存里；各条命令轮流执行，取中位数。",
        "- “倍数”以同一轮里空的解释器（`python -c pass`）为一倍；"
        "“CPU 倍数”同样算，但只计处理器时间，受机器上其他工作的影响较小；"
        "“内存”是进程用到的最大物理内存（测量程序自己约占十几 MB，比它小的测不出来）。",
        f"- 彩色表写到 {COLUMNS}×{ROWS} 的伪终端，其余写到 /dev/null；"
        f"`cz set`、`cz finding rectify` 每次都真的改写文件。",
        "- “第一次读”：缓存文件夹里还没有收据，整个方案都读、都检查；"
        "其余的都是再读，只读有关的记录（[大的方案只读有关的记录](speed-in-part.md)）。"
        "目标是再读的。",
        "- 数据由 examples/midway 复制而成（编号不重复，注释保留）；"
        "同类工具用各自的格式装同样的任务，列出一个单位的。",
        "- `cz log` 的目标以同一轮里的 `git log -p` 为一倍。",
        "",
    ]
    sections = [section(measured) for measured in subjects.values()]
    if grown := growth(subjects):
        sections.append(grown)
    return "\n".join(intro) + "\n" + "\n\n".join(sections) + "\n"


def readme(text: str, subjects: Mapping[str, Measured]) -> str:
    """README with its table of now, between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + _readme_table(subjects) + "\n" + END + after


def _readme_table(subjects: Mapping[str, Measured]) -> str:
    lines = [
        "| | 59 项任务：第一次读 | 再读 | 目标 | 5,900 项任务：第一次读 | 再读 | 目标 |",
        "| :-- | --: | --: | --: | --: | --: | --: |",
    ]
    for key, label in (
        ("list", "`cz list unit:区教育局 status:doing`"),
        ("status", "`cz status --unit 区教育局`（彩色表）"),
        ("json", "`cz status --unit 区教育局 --json`"),
        ("set", "`cz set 1-5 done`"),
        ("report", "`cz report --phase 2`"),
        ("own-report", "同上，方案里有 `templates/`"),
        ("completion", "按 Tab 补全单位"),
    ):
        cells = [*_cells(subjects, "1", key), *_cells(subjects, "100", key)]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    for key, label in PEERS.items():
        small, large = _ratio(subjects, "1", key), _ratio(subjects, "100", key)
        lines.append(f"| 同类：{label} 列出一个单位 | | {small} | | | {large} | |")
    sentences = [_about_findings(subjects), _about_memory(subjects), _about_log(subjects)]
    return "\n".join([*lines, "", *(sentence for sentence in sentences if sentence)])


def _cells(subjects: Mapping[str, Measured], subject: str, key: str) -> tuple[str, str, str]:
    goal = TIMES[subject].get(key)
    first = _ratio(subjects, subject, f"first-{key}", missing="")
    return first, _ratio(subjects, subject, key), "" if goal is None else f"{goal:g}"


def _ratio(subjects: Mapping[str, Measured], subject: str, key: str, *, missing: str = "–") -> str:
    if subject not in subjects:
        return missing
    ratio = subjects[subject].ratio(key)
    return missing if ratio is None else _figure(ratio)


def _about_findings(subjects: Mapping[str, Measured]) -> str:
    if "findings" not in subjects:
        return ""
    parts = []
    for key, label in (
        ("show", "`cz show` 一个"),
        ("rectify", "`cz finding rectify` 一个"),
        ("whole", "全区的 `cz status`"),
    ):
        again = _ratio(subjects, "findings", key)
        first = _ratio(subjects, "findings", f"first-{key}")
        goal = TIMES["findings"][key]
        parts.append(f"{label} {again}（第一次读 {first}，目标 {goal:g}）")
    return f"六万个督查问题里，{'，'.join(parts)}。"


def _about_memory(subjects: Mapping[str, Measured]) -> str:
    parts = []
    for subject, label in (("100", "5,900 项任务"), ("1000", "59,000 项任务")):
        keys = subjects[subject].own() if subject in subjects else []
        if keys:
            most = max(subjects[subject].megabytes(key) for key in keys)
            parts.append(f"{label}最多 {most:,.0f} MB（目标 {MEMORY[subject]}）")
    return f"内存：{'，'.join(parts)}。" if parts else ""


def _about_log(subjects: Mapping[str, Measured]) -> str:
    beside = subjects["log"].ratio("log", "git-log") if "log" in subjects else None
    if beside is None:
        return ""
    return f"一千次提交的 `cz log` 是 `git log -p` 的 {beside:.1f} 倍（目标 {BESIDE_GIT:g}）。"
