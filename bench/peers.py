"""Tools people use today, each in its own format with the same tasks, asked to list one unit's.

Only what is on PATH is timed. Lead and responsible units are both given wherever the tool has a
place for them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.data import Row, rows
from bench.measure import Case, clean_environment

UNIT = "区教育局"
Prepared = tuple[
    tuple[str, ...], dict[str, str]
]  # argv without the program, what to add to the environment


class Peer(NamedTuple):
    """``programs``: the names it may be installed under.

    ``prepare`` writes its data into an empty folder.
    """

    label: str
    programs: tuple[str, ...]
    prepare: Callable[[str, Path, Sequence[Row]], Prepared]


def peer_cases(folder: Path, plan: Path) -> tuple[list[Case], list[str]]:
    """(a case for every peer that is there and takes the data of ``plan``, a line for every other).

    In a process of its own, so that the one that measures stays small.
    """
    told = subprocess.run(
        [sys.executable, "-m", "bench.peers", str(folder), str(plan)],
        cwd=Path(__file__).resolve().parent.parent,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    found = json.loads(told.stdout)
    return [
        Case(key, label, (tuple(argv),), home, clean_environment(home, **env))
        for key, label, argv, home, env in found["cases"]
    ], found["missing"]


def _main(folder: Path, plan: Path) -> None:
    cases, missing = [], []
    data = list(rows(plan))
    for peer in PEERS:
        name = peer.programs[0]
        program = next((path for one in peer.programs if (path := shutil.which(one))), None)
        if program is None:
            missing.append(f"{name}：没有安装，未测。")
            continue
        home = folder / name
        home.mkdir(parents=True)
        try:
            argv, env = peer.prepare(program, home, data)
        except (OSError, subprocess.SubprocessError) as error:
            missing.append(f"{name}：数据没有装进去（{type(error).__name__}），未测。")
            continue
        if peer.prepare is _yq:
            shutil.copyfile(plan / "data" / "tasks.yaml", home / "tasks.yaml")
        cases.append((f"peer-{name}", peer.label, (program, *argv), str(home), env))
    print(json.dumps({"cases": cases, "missing": missing}))


def _call(home: Path, *argv: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(
        argv,
        cwd=home,
        env=clean_environment(str(home), **(env or {})),
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


def _owners(row: Row) -> list[str]:
    return [row.lead, *row.units]


def _taskwarrior(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    settings = [
        f"data.location={home}",
        "confirmation=off",
        "verbose=nothing",
        "gc=on",
        "defaultwidth=120",
        "uda.lead.type=string",
        "uda.units.type=string",
        "report.unit.columns=id,description,lead,status,due",
        "report.unit.filter=",
    ]
    (home / "taskrc").write_text("\n".join(settings) + "\n", encoding="utf-8")
    tasks = []
    for row in rows:
        done = row.status in ("done", "verified")
        one = {
            "description": f"{row.id} {row.title}",
            "lead": row.lead,
            "units": "，".join(row.units),
            "entry": "20260101T000000Z",
        }
        one |= {"uuid": _uuid(row), "status": "completed" if done else "pending"} | (
            {"end": "20260701T000000Z"} if done else {}
        )
        tasks.append(one | ({"due": row.due.replace("-", "") + "T000000Z"} if row.due else {}))
    (home / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    env = {"TASKRC": str(home / "taskrc")}
    _call(home, program, "import", "tasks.json", env=env)
    return ("(", f"lead:{UNIT}", "or", f"units.has:{UNIT}", ")", "unit"), env


def _todo_txt(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    lines = [
        " ".join(
            [
                row.title.replace(" ", ""),
                *(f"@{unit}" for unit in _owners(row)),
                f"status:{row.status}",
                f"due:{row.due}",
            ]
        )
        for row in rows
    ]
    (home / "todo.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = (
        f'export TODO_DIR="{home}"\nexport TODO_FILE="$TODO_DIR/todo.txt"\n'
        f'export DONE_FILE="$TODO_DIR/done.txt"\nexport REPORT_FILE="$TODO_DIR/report.txt"\n'
    )
    (home / "config").write_text(settings, encoding="utf-8")
    return ("-d", str(home / "config"), "-p", "list", f"@{UNIT}"), {}


def _hledger(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    blocks = []
    for row in rows:
        owners = "\n".join(f"    units:{unit}  1" for unit in _owners(row))
        blocks.append(
            f"{row.due or '2026-12-31'} {row.id} {row.title}  ; status:{row.status}\n"
            f"{owners}\n    balance\n"
        )
    (home / "plan.journal").write_text("\n".join(blocks), encoding="utf-8")
    return ("-f", "plan.journal", "register", f"units:{UNIT}"), {}


def _doorstop(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    _call(home, "git", "init", "-q")
    _call(home, program, "create", "T", "tasks")
    for number, row in enumerate(rows, 1):
        units = "".join(f"- {unit}\n" for unit in row.units)
        text = (
            f"active: true\nlevel: 1.{number}\nlead: {row.lead}\nunits:\n"
            f"{units}status: {row.status}\ndue: '{row.due}'\ntext: |\n  {row.title}\n"
        )
        (home / "tasks" / f"T{number:03d}.yml").write_text(text, encoding="utf-8")
    return ("publish", "T"), {}


def _dstask(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    _call(home, "git", "init", "-q")
    (home / "pending").mkdir()
    for row in rows:
        tags = "".join(f"- {unit}\n" for unit in _owners(row))
        due = f"due: {row.due}T00:00:00Z\n" if row.due else ""
        text = (
            f"summary: {json.dumps(row.title, ensure_ascii=False)}\ntags:\n"
            f"{tags}priority: P2\ncreated: 2026-01-01T00:00:00Z\n{due}"
        )
        (home / "pending" / f"{_uuid(row)}.yml").write_text(text, encoding="utf-8")
    return ("show-open", f"+{UNIT}"), {"DSTASK_GIT_REPO": str(home)}


def _yq(program: str, home: Path, rows: Sequence[Row]) -> Prepared:
    return (
        f'.tasks[] | select(.lead == "{UNIT}" or (.units // [] | .[] == "{UNIT}")) | .title',
        "tasks.yaml",
    ), {}


def _uuid(row: Row) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, row.id))


PEERS = (
    Peer("Taskwarrior：lead 或 units 含某单位", ("task",), _taskwarrior),
    Peer("todo.txt：list @某单位", ("todo.txt", "todo-txt"), _todo_txt),
    Peer("hledger：register units:某单位", ("hledger",), _hledger),
    Peer("doorstop：publish（不能按单位筛选，印全部）", ("doorstop",), _doorstop),
    Peer("dstask：show-open +某单位", ("dstask",), _dstask),
    Peer("yq：select 某单位", ("yq",), _yq),
)

if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
