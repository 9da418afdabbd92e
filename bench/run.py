"""Measure ``cz`` as its users meet it.

Whole processes of an installed wheel, against the bare interpreter.

    python bench/run.py [--sizes 1,100,1000] [--runs N] [--write]

Nothing here asserts a time. ``--write`` puts the tables into docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.data import Size, write_plan  # noqa: E402
from bench.measure import (  # noqa: E402
    COLUMNS,
    ROWS,
    UNIT_KEY,
    Case,
    Result,
    Trial,
    clean_environment,
    rounds,
    trial,
)
from bench.peers import UNIT, peer_cases  # noqa: E402
from bench.supervision import FINDINGS, ledger  # noqa: E402
from bench.table import table  # noqa: E402

ROUNDS = {1: 21, 1000: 3}
LEDGER = 0  # stands for a plan with FINDINGS findings, among the sizes
TIMES = {
    1: {"list": 8, "status": 8.5, "json": 7.5, "completion": 7, "set": 8, "report": 11},
    100: {"list": 18, "status": 20, "json": 18, "set": 15, "report": 60},
    LEDGER: {"show": 25, "rectify": 25, "whole": 60},
}  # in units, by size
MEMORY = {100: 120, 1000: 800}  # MB, for every command of cz
GROWTH = 12  # (t1000 - t1) / (t100 - t1); exactly linear is 10.1
PEERS_AT = (1, 100)
OWN = (
    *("completion", "json", "status", "list", "check", "set", "report", "own-report"),
    *("show", "rectify", "whole", "first-list", "first-show", "first-set"),
)


class Measured(NamedTuple):
    """One size. A case whose trial went wrong has no result; ``notes`` say why."""

    copies: int
    size: Size
    rounds: int
    cases: tuple[Case, ...]
    results: dict[str, Result]
    trials: dict[str, Trial]
    notes: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="测 cz 的速度和内存。")
    parser.add_argument(
        "--sizes", default="1,100,1000,0", help="方案的倍数，用逗号隔开；0 是六万个督查问题"
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=0,
        help="每种规模测几轮；不写则 1× 21 轮、100× 和六万个问题 9 轮、1,000× 3 轮",
    )
    parser.add_argument("--write", action="store_true", help="把结果写进 docs/speed.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cz-bench-") as folder:
        here = Path(folder)
        _say("建虚拟环境，安装 cz ……")
        programs = install(here / "venv", here)
        found = []
        for copies in (int(part) for part in asked.sizes.split(",")):
            found.append(
                measure(
                    here,
                    programs,
                    copies,
                    asked.runs or ROUNDS.get(copies, 9),
                )
            )
            print(f"\n{_section(found[-1])}\n", flush=True)
        os.chdir(ROOT)
        if growth := _growth(found):
            print(growth)
        if asked.write:
            text = document(found, versions(programs, here))
            (ROOT / "docs" / "speed.md").write_text(text, encoding="utf-8")
            _say("已写入 docs/speed.md。")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def install(venv: Path, home: Path) -> Path:
    """A fresh environment with the checkout's wheel in it, byte-compiled.

    Returns its folder of programs.
    """
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, env=env, cwd=home)
    programs = venv / "bin"
    pip = [
        str(programs / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--compile",
    ]
    subprocess.run([*pip, str(ROOT)], check=True, env=env, cwd=home, stderr=subprocess.DEVNULL)
    return programs


def versions(programs: Path, home: Path) -> str:
    code = (
        "import importlib.metadata as m; print('，"
        "'.join(f'{n} {m.version(n)}' for n in ('typer', 'pyyaml', 'rich', 'jinja2')))"
    )
    env = clean_environment(str(home))
    return subprocess.run(
        [str(programs / "python"), "-c", code],
        check=True,
        env=env,
        capture_output=True,
        encoding="utf-8",
    ).stdout.strip()


def bare_cases(plan: Path, home: Path, programs: Path) -> list[Case]:
    """The unit, and what the packages cost by themselves."""
    env, python = clean_environment(str(home)), str(programs / "python")
    cases = []
    for key, label, code in (
        (UNIT_KEY, "python -c pass（一倍）", "pass"),
        ("typer", "python -c 'import typer'", "import typer"),
        ("typer-yaml", "python -c 'import typer, yaml'", "import typer, yaml"),
    ):
        cases.append(Case(key, label, ((python, "-c", code),), str(plan), env))
    return cases


def own_cases(plan: Path, home: Path, programs: Path) -> list[Case]:
    """The commands of cz. Those of the first reading find nothing kept, the others a receipt."""
    env, cz = clean_environment(str(home)), str(programs / "cz")
    # "qj" is the third word; the shell hands over the words, the place, and which protocol it
    # speaks.
    complete = {
        **env,
        "_CZ_COMPLETE": "complete_bash",
        "COMP_WORDS": "cz status --unit qj",
        "COMP_CWORD": "3",
    }
    first = {**env, "XDG_CACHE_HOME": str(home / "first")}
    kept = str(home / "first")
    tasks, report = str(plan / "data" / "tasks.yaml"), str(home / "report.md")

    def case(key: str, label: str, *words: str, **more: Any) -> Case:
        return Case(key, label, ((cz, *words),), str(plan), **{"env": env, **more})

    status = ("status", "--unit", UNIT)
    listing = ("list", f"unit:{UNIT}", "status:doing")
    reporting = ("report", "--phase", "2", "--force", "-o", report)
    return [
        Case("completion", "按 Tab 补全单位（qj）", ((cz,),), str(plan), complete),
        case("json", f"cz status --unit {UNIT} --json", *status, "--json"),
        case("status", f"cz status --unit {UNIT}（彩色表）", *status, terminal=True),
        case("list", f"cz list unit:{UNIT} status:doing", *listing),
        case("first-list", "同上，第一次读", *listing, env=first, forgets=kept),
        case("show", "cz show 1-5", "show", "1-5"),
        case("check", "cz check", "check"),
        Case(
            "set",
            "cz set 1-5 done / doing",
            ((cz, "set", "1-5", "done"), (cz, "set", "1-5", "doing")),
            str(plan),
            env,
            replaces=tasks,
        ),
        Case(
            "first-set",
            "同上，第一次读",
            ((cz, "set", "1-5", "done"), (cz, "set", "1-5", "doing")),
            str(plan),
            first,
            replaces=tasks,
            forgets=kept,
        ),
        case("report", "cz report --phase 2 -o 文件", *reporting),
    ]


def with_own_templates(plan: Path, home: Path, programs: Path) -> Case:
    """The report where this repository's own commands run: templates lie in the plan's folder."""
    shutil.copytree(ROOT / "templates", plan / "templates", dirs_exist_ok=True)
    words = ("report", "--phase", "2", "--force", "-o", str(home / "report.md"))
    env, cz = clean_environment(str(home)), str(programs / "cz")
    label = "同上，方案里有 templates/（如本仓库）"
    return Case("own-report", label, ((cz, *words),), str(plan), env)


def ledger_cases(plan: Path, home: Path, programs: Path) -> list[Case]:
    """One finding of very many, and all of them."""
    env, cz = clean_environment(str(home)), str(programs / "cz")
    first, kept = {**env, "XDG_CACHE_HOME": str(home / "first")}, str(home / "first")
    one = (cz, "show", "f260309-2")
    days = [(cz, "finding", "rectify", "f260706-1", "--date", f"2026-07-{day}") for day in (8, 9)]
    findings = str(plan / "data" / "findings.yaml")
    folder = str(plan)
    return [
        Case("show", "cz show 一个问题", (one,), folder, env),
        Case("first-show", "同上，第一次读", (one,), folder, first, forgets=kept),
        Case("rectify", "cz finding rectify 一个问题", tuple(days), folder, env, replaces=findings),
        Case("whole", "cz status", ((cz, "status"),), folder, env),
    ]


def measure(here: Path, programs: Path, copies: int, count: int) -> Measured:
    plan = here / f"plan-{copies}"
    _say(f"{copies:,}×：生成数据，试一遍，再测 {count} 轮 ……")
    cases = bare_cases(plan, here, programs)
    notes: list[str] = []
    if copies == LEDGER:
        size = Size(0, ledger(plan, FINDINGS), (plan / "data" / "findings.yaml").stat().st_size)
        cases += ledger_cases(plan, here, programs)
    else:
        size = write_plan(plan, copies)
        cases += own_cases(plan, here, programs)
        beside = here / f"own-{copies}"
        shutil.copytree(plan, beside)
        cases.append(with_own_templates(beside, here, programs))
    if copies in PEERS_AT:
        others, notes = peer_cases(here / f"peers-{copies}", plan)
        cases += others
    trials = {case.key: trial(case) for case in cases}
    notes += [
        f"{case.label}：{wrong}，未测。" for case in cases if (wrong := trials[case.key].wrong)
    ]
    results = rounds([case for case in cases if not trials[case.key].wrong], count)
    return Measured(copies, size, count, tuple(cases), results, trials, tuple(notes))


def _section(found: Measured) -> str:
    size = found.size
    title = (
        f"## {found.copies:,}×：{size.tasks:,} 项任务，"
        f"{size.indicators:,} 条指标（{found.rounds} 轮）"
    )
    if found.copies == LEDGER:
        title = f"## {size.indicators:,} 个督查问题（{found.rounds} 轮）"
    head = (
        "命令",
        "中位数（毫秒）",
        "最快（毫秒）",
        "倍数",
        "目标",
        "达到",
        "CPU 倍数",
        "内存（MB）",
    )
    lines = [title, "", table(head, [_row(found, case) for case in found.cases])]
    if found.notes:
        lines += ["", *(f"- {note}" for note in found.notes)]
    return "\n".join(lines)


class Goal(NamedTuple):
    """``shown`` is what was reached, where the row does not say it already."""

    words: str
    reached: bool
    shown: str = ""


def _row(found: Measured, case: Case) -> tuple[str, ...]:
    result = found.results.get(case.key)
    if result is None:
        return (case.label, "–", "–", "–", "", "", "–", "–")
    goals = _goals(found, case, result)
    reached = [
        ("是" if goal.reached else "否") + (f"（{goal.shown}）" if goal.shown else "")
        for goal in goals
    ]
    return (
        case.label,
        f"{result.median * 1e3:,.1f}",
        f"{result.fastest * 1e3:,.1f}",
        f"{_ratio(found, result):.1f}",
        "，".join(goal.words for goal in goals),
        "，".join(reached),
        f"{result.busy / found.results[UNIT_KEY].busy:.1f}",
        f"{found.trials[case.key].peak / 1e6:,.0f}",
    )


def _ratio(found: Measured, result: Result) -> float:
    return result.median / found.results[UNIT_KEY].median


def _goals(found: Measured, case: Case, result: Result) -> list[Goal]:
    goals = []
    most = TIMES.get(found.copies, {}).get(case.key)
    if most is not None:
        goals.append(Goal(f"≤{most}", _ratio(found, result) <= most))
    room = MEMORY.get(found.copies)
    if room is not None and case.key in OWN:
        goals.append(Goal(f"<{room}MB", found.trials[case.key].peak < room * 1e6))
    return goals


def _growth(found: Sequence[Measured]) -> str:
    """How the time grows between the sizes 1, 100 and 1,000, where all three were measured."""
    by_size = {one.copies: one for one in found}
    if not {1, 100, 1000} <= by_size.keys():
        return ""
    three = [by_size[copies] for copies in (1, 100, 1000)]
    lines = []
    for case in by_size[1].cases:
        if (
            case.key not in OWN
            or case.key == "completion"
            or not all(case.key in one.results for one in three)
        ):
            continue
        times = [one.results[case.key].median for one in three]
        peaks = [float(one.trials[case.key].peak) for one in three]
        ratio = _grown(times)
        busy = _grown([one.results[case.key].busy for one in three])
        reached = "是" if ratio <= GROWTH else "否"
        lines.append(
            (
                case.label,
                f"{ratio:.1f}",
                f"≤{GROWTH}",
                reached,
                f"{busy:.1f}",
                f"{_grown(peaks):.1f}",
            )
        )
    head = ("命令", "时间", "目标", "达到", "CPU 时间", "内存")
    return "\n".join(
        [
            "## 从 100× 到 1,000× 的增长：(t1000−t1)/(t100−t1)，完全线性为 10.1",
            "",
            table(head, lines),
        ]
    )


def _grown(values: Sequence[float]) -> float:
    small, middle, large = values
    return (large - small) / (middle - small)


def document(found: Sequence[Measured], packages: str) -> str:
    """docs/speed.md: what was measured, on what, and the tables.

    No path and no name of a machine.
    """
    intro = [
        "# cz 有多快",
        "",
        "由 `python bench/run.py --write` 生成，不要手改。",
        "",
        f"- {date.today().isoformat()}，"
        f"Python {platform.python_version()}（{platform.system()}），"
        f"{os.cpu_count()} 个核；{packages}。",
        "- 每个数都是整个进程从启动到退出的时间；"
        "装好的 wheel，字节码已编译，文件在系统缓存里；各条命令轮流执行，取中位数。",
        "- “倍数”以同一轮里空的解释器（`python -c pass`）为一倍；"
        "“CPU 倍数”同样算，但只计处理器时间，受机器上其他工作的影响较小；"
        "“内存”是进程用到的最大物理内存（测量程序自己约占十几 MB，比它小的测不出来）。",
        f"- 彩色表写到 {COLUMNS}×{ROWS} 的伪终端，其余写到 /dev/null；"
        f"`cz set` 每次都真的改写文件。",
        "- “第一次读”：缓存文件夹里还没有收据，整个方案都读；其余的都是再读，只读有关的记录。",
        "- 数据由 examples/midway 复制而成（编号不重复，注释保留）；"
        "同类工具用各自的格式装同样的任务，列出一个单位的。",
        "",
    ]
    sections = [_section(one) for one in found]
    if growth := _growth(found):
        sections.append(growth)
    return "\n".join(intro) + "\n" + "\n\n".join(sections) + "\n"


if __name__ == "__main__":
    main()
