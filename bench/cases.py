"""The command lines that are timed, and the plans that they are asked about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from bench import history
from bench.data import write_plan
from bench.measure import UNIT_KEY, Case, clean_environment
from bench.peers import UNIT, peer_cases
from bench.supervision import FINDINGS, ledger

ROOT = Path(__file__).resolve().parent.parent
FIRST = "同上，第一次读"
PEERS_AT = (1, 100)
MANY_COPIES = 1000  # from which on only two commands are also timed at their first reading


class Prepared(NamedTuple):
    """A plan that lies there to be measured. ``notes``: what of it cannot be measured, and why."""

    title: str
    cases: list[Case]
    notes: list[str]


class Subject(NamedTuple):
    """``prepare`` takes the folder to work in and the folder of the installed programs."""

    rounds: int
    prepare: Callable[[Path, Path], Prepared]


def bare_cases(home: Path, programs: Path) -> list[Case]:
    """The unit, and what the packages cost by themselves."""
    env, python = clean_environment(str(home)), str(programs / "python")
    cases = []
    for key, label, code in (
        (UNIT_KEY, "python -c pass（一倍）", "pass"),
        ("typer", "python -c 'import typer'", "import typer"),
        ("typer-yaml", "python -c 'import typer, yaml'", "import typer, yaml"),
    ):
        cases.append(Case(key, label, ((python, "-c", code),), str(home), env))
    return cases


class Commands:
    """Makes the cases of cz in one plan folder.

    Those of a first reading have a cache folder of their own, which goes before every run; the
    others find the receipt that an earlier run has left.
    """

    def __init__(self, plan: Path, home: Path, programs: Path) -> None:
        self.plan = plan
        self.program = str(programs / "cz")
        self.env = clean_environment(str(home))
        self.emptied = str(home / "first")

    def case(self, key: str, label: str, *variants: tuple[str, ...], **more: Any) -> Case:
        commands = tuple((self.program, *words) for words in variants)
        return Case(key, label, commands, str(self.plan), **{"env": self.env, **more})

    def first(self, key: str, *variants: tuple[str, ...], **more: Any) -> Case:
        env = {**self.env, "XDG_CACHE_HOME": self.emptied}
        more = {**more, "env": env, "forgets": self.emptied}
        return self.case(f"first-{key}", FIRST, *variants, **more)

    def file(self, stem: str) -> str:
        return str(self.plan / "data" / f"{stem}.yaml")


def plan_cases(copies: int, plan: Path, home: Path, programs: Path) -> list[Case]:
    """The questions and changes of a plan; those that read it first change a copy of it."""
    here = Commands(plan, home, programs)
    copy = home / f"copy-{copies}"
    shutil.copytree(plan, copy)
    beside = Commands(copy, home, programs)
    # "qj" is the third word; the shell hands over the words, the place, and which protocol it
    # speaks.
    typed = {
        "_CZ_COMPLETE": "complete_bash",
        "COMP_WORDS": "cz status --unit qj",
        "COMP_CWORD": "3",
    }
    status = ("status", "--unit", UNIT)
    json = (*status, "--json")
    listing = ("list", f"unit:{UNIT}", "status:doing")
    changes = (("set", "1-5", "done"), ("set", "1-5", "doing"))
    reporting = ("report", "--phase", "2", "--force", "-o", str(home / "report.md"))
    cases = [
        here.case("completion", "按 Tab 补全单位（qj）", (), env={**here.env, **typed}),
        here.case("list", f"cz list unit:{UNIT} status:doing", listing),
        here.first("list", listing),
        here.case("status", f"cz status --unit {UNIT}（彩色表）", status, terminal=True),
        here.first("status", status, terminal=True),
        here.case("json", f"cz status --unit {UNIT} --json", json),
        here.first("json", json),
        here.case("set", "cz set 1-5 done / doing", *changes, replaces=here.file("tasks")),
        beside.first("set", *changes, replaces=beside.file("tasks")),
        here.case("report", "cz report --phase 2 -o 文件", reporting),
        here.first("report", reporting),
    ]
    if copies >= MANY_COPIES:
        cases = [case for case in cases if case.key not in ("first-status", "first-json")]
    else:
        cases.append(with_own_templates(plan, home, programs, reporting))
    return [
        *cases,
        here.case("show", "cz show 1-5", ("show", "1-5")),
        here.case("check", "cz check", ("check",)),
    ]


def with_own_templates(plan: Path, home: Path, programs: Path, reporting: tuple[str, ...]) -> Case:
    """The report where this repository's own commands run: templates lie in the plan's folder."""
    own = home / f"{plan.name}-own"
    shutil.copytree(plan, own)
    shutil.copytree(ROOT / "templates", own / "templates")
    label = "cz report --phase 2，方案里有 templates/（如本仓库）"
    return Commands(own, home, programs).case("own-report", label, reporting)


def plan(copies: int) -> Callable[[Path, Path], Prepared]:
    def prepare(home: Path, programs: Path) -> Prepared:
        folder = home / f"plan-{copies}"
        size = write_plan(folder, copies)
        cases = plan_cases(copies, folder, home, programs)
        notes: list[str] = []
        if copies in PEERS_AT:
            others, notes = peer_cases(home / f"peers-{copies}", folder)
            cases += others
        title = f"{copies:,}×：{size.tasks:,} 项任务，{size.indicators:,} 条指标"
        return Prepared(title, cases, notes)

    return prepare


def findings(home: Path, programs: Path) -> Prepared:
    """One finding of very many, and all of them."""
    folder, copy = home / "findings", home / "findings-copy"
    with ProcessPoolExecutor(1) as pool:  # the process that measures stays small
        count = pool.submit(ledger, folder, FINDINGS).result()
    shutil.copytree(folder, copy)
    here, beside = Commands(folder, home, programs), Commands(copy, home, programs)
    show, whole = ("show", "f260309-2"), ("status",)
    rectify = ("finding", "rectify", "f260706-1", "--date")
    days = ((*rectify, "2026-07-08"), (*rectify, "2026-07-09"))
    cases = [
        here.case("show", "cz show 一个问题", show),
        here.first("show", show),
        here.case("rectify", "cz finding rectify 一个问题", *days, replaces=here.file("findings")),
        beside.first("rectify", *days, replaces=beside.file("findings")),
        here.case("whole", "cz status", whole),
        here.first("whole", whole),
    ]
    megabytes = (folder / "data" / "findings.yaml").stat().st_size / 1e6
    return Prepared(f"{count:,} 个督查问题，{megabytes:.0f} MB", cases, [])


def log(copies: int, commits: int, *, broken: bool = False) -> Callable[[Path, Path], Prepared]:
    """``broken``: one commit in the middle left a file that is no YAML."""

    def prepare(home: Path, programs: Path) -> Prepared:
        folder = home / f"log-{copies}{'-broken' if broken else ''}"
        size = write_plan(folder, copies)
        history.history(folder, commits, broken=commits // 2 if broken else 0)
        here = Commands(folder, home, programs)
        git = shutil.which("git") or "git"
        whole = (git, "log", "-p", "--", "data/tasks.yaml")
        cases = [
            here.case("log", "cz log 1-5", ("log", "1-5")),
            Case("git-log", "git log -p -- data/tasks.yaml", (whole,), str(folder), here.env),
        ]
        once = "，其中一次写坏了" if broken else ""
        return Prepared(f"{commits:,} 次提交{once}，{size.tasks:,} 项任务", cases, [])

    return prepare


SUBJECTS = {
    "1": Subject(21, plan(1)),
    "100": Subject(9, plan(100)),
    "1000": Subject(3, plan(1000)),
    "findings": Subject(9, findings),
    "log": Subject(7, log(1, 1000)),
    "log-broken": Subject(5, log(1, 1000, broken=True)),
    "log-100": Subject(5, log(100, 50)),
}
