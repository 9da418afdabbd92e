"""Two branches edited through cz, brought together by the real git with and without the merge driver."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cz.load import load
from cz.problem import Refusal
from cz.verbs.assign import assign
from cz.verbs.due import set_due
from cz.verbs.note import note
from cz.verbs.rate import rate
from cz.verbs.set import set_status
from tests.running import MIDWAY, clone_of, copy_of, cz, environment, git

TODAY = date(2026, 7, 15)
PLAN = load(str(MIDWAY)).campaign
TASKS = [task.id for task in PLAN.tasks]
INDICATORS = [one.id for one in PLAN.indicators]
UNITS = [unit.name for unit in PLAN.units]

Fact = tuple[str, ...]


def clock(campaign: Any) -> date:
    return TODAY


def random_edit(folder: str, chance: random.Random, mark: str) -> Fact | None:
    """One edit through cz's own verbs; returns which field it was, or ``None`` where cz refused."""
    kind = chance.choice(["status", "due", "note", "rate", "lead", "add"])
    task = chance.choice(TASKS)
    try:
        if kind == "status":
            set_status(
                folder,
                [task],
                chance.choice(["todo", "doing", "blocked", "done", "verified"]),
                clock,
            )
        elif kind == "due":
            set_due(
                folder, task, f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}", clock
            )
        elif kind == "note":
            note(folder, task, f"{mark}{chance.randint(0, 10**9)}", clock)
        elif kind == "rate":
            task = chance.choice(INDICATORS)
            rate(folder, [task], chance.choice("ABC"), clock)
        elif kind == "lead":
            assign(folder, task, clock, lead=chance.choice(UNITS), confirm=True)
        else:
            assign(folder, task, clock, add=[chance.choice(UNITS)], confirm=True)
    except Refusal:
        return None
    return kind, task


def facts(folder: Path) -> dict[Fact, Any]:
    """Every single-valued fact of the plan that the edits touch."""
    campaign = load(str(folder)).campaign
    found: dict[Fact, Any] = {}
    for task in campaign.tasks:
        entry = task.progress.get(2)
        found["status", task.id] = entry.status if entry else "todo"
        found["due", task.id] = entry.due if entry else None
        found["lead", task.id] = task.lead
        found["source", task.id] = task.source
    for one in campaign.indicators:
        found["rating", one.id] = one.ratings.get(2)
    return found


def lists(folder: Path) -> dict[Fact, set[Any]]:
    campaign = load(str(folder)).campaign
    return {("units", task.id): set(task.units) for task in campaign.tasks} | {
        ("updates", task.id): set(task.updates) for task in campaign.tasks
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """The repository of a seed and a number of edits, which is made once."""

    @cache
    def found(seed: int, edits: int) -> Path:
        folder = tmp_path_factory.mktemp("branches") / "plan"
        branches(folder, seed, edits)
        return folder

    return found


def branches(folder: Path, seed: int, edits: int, by_hand: bool = False) -> None:
    """A repository with the branches main and other, each some edits away from a common start."""
    chance = random.Random(seed)
    copy_of(MIDWAY, folder)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "起点")
    git(folder, "branch", "other")
    for name in ("main", "other"):
        git(folder, "switch", "-q", name)
        for number in range(edits):
            random_edit(str(folder), chance, name)
            if by_hand and number % 5 == 0:
                tasks = folder / "data" / "tasks.yaml"
                lines = tasks.read_text(encoding="utf-8").split("\n")
                places = [i for i, line in enumerate(lines) if line.startswith("  - id: ")]
                lines.insert(chance.choice(places), f"  # {name} 手写 {number}")
                tasks.write_text("\n".join(lines), encoding="utf-8")
        git(folder, "commit", "-qam", name, "--allow-empty")
    git(folder, "switch", "-q", "main")


def try_git(folder: Path, *arguments: str) -> int:
    env = environment(
        GIT_AUTHOR_NAME="t",
        GIT_AUTHOR_EMAIL="t@example.org",
        GIT_COMMITTER_NAME="t",
        GIT_COMMITTER_EMAIL="t@example.org",
    )
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=env, capture_output=True, check=False
    ).returncode


def at(folder: Path, revision: str, into: Path) -> Path:
    for stem in ("tasks", "units", "indicators"):
        (into / "data").mkdir(parents=True, exist_ok=True)
        (into / "data" / f"{stem}.yaml").write_text(
            git(folder, "show", f"{revision}:data/{stem}.yaml"), encoding="utf-8"
        )
    return into


def disagreements(folder: Path, tmp: Path) -> set[Fact]:
    start, ours, theirs = (
        facts(at(folder, revision, tmp / revision)) for revision in ("HEAD~1", "main", "other")
    )
    return {
        key
        for key in start
        if ours[key] != start[key] and theirs[key] != start[key] and ours[key] != theirs[key]
    }


@pytest.mark.soak(every=6)
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_edits_of_two_branches_come_together(
    tmp_path: Path, seed: int, how: str, made: Callable[[int, int], Path]
) -> None:
    folder = clone_of(made(seed, 12), tmp_path / "plan")
    assert cz("git", "setup", cwd=folder).code == 0
    really = disagreements(folder, tmp_path)
    start, ours, theirs = (facts(tmp_path / revision) for revision in ("HEAD~1", "main", "other"))
    held = [lists(tmp_path / revision) for revision in ("HEAD~1", "main", "other")]
    commands = {
        "merge": ["merge", "-q", "--no-edit", "other"],
        "rebase": ["rebase", "-q", "other"],
        "cherry-pick": ["cherry-pick", "other"],
    }
    code = try_git(folder, *commands[how])
    assert (code != 0) == bool(really), really
    text = (folder / "data" / "tasks.yaml").read_text(encoding="utf-8") + (
        folder / "data" / "indicators.yaml"
    ).read_text(encoding="utf-8")
    if really:
        assert text.count("<<<<<<<") == len(really) == text.count(">>>>>>>")
        return
    assert "<<<<<<<" not in text
    merged = facts(folder)
    assert merged == {key: ours[key] if ours[key] != start[key] else theirs[key] for key in start}
    for key, found in lists(folder).items():
        was, mine, other = (one[key] for one in held)
        assert found == (was | mine | other) - (was - mine) - (was - other), key
    assert cz("check", cwd=folder).code == 0


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("seed", range(4))
def test_fifty_edits_and_comments_by_hand_on_each_branch(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "plan"
    branches(folder, 100 + seed, 50, by_hand=True)
    cz("git", "setup", cwd=folder)
    really = disagreements(folder, tmp_path)
    try_git(folder, "merge", "-q", "--no-edit", "other")
    text = (folder / "data" / "tasks.yaml").read_text(encoding="utf-8")
    both = text + (folder / "data" / "indicators.yaml").read_text(encoding="utf-8")
    assert both.count("<<<<<<<") == len(really)
    for revision in ("main", "other"):
        noted = [
            line
            for line in (tmp_path / revision / "data" / "tasks.yaml")
            .read_text(encoding="utf-8")
            .split("\n")
            if "手写" in line
        ]
        assert noted
        assert [line for line in noted if line not in text] == []


def test_fewer_conflicts_than_plain_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], made: Callable[[int, int], Path]
) -> None:
    """Counts side by side, printed.

    Without the driver plain git still merges what touches different records.
    """
    with_driver = without = real = 0
    for seed in range(2):
        for setup in (False, True):
            folder = clone_of(made(200 + seed, 25), tmp_path / f"{seed}{setup}")
            if setup:
                cz("git", "setup", cwd=folder)
                real += bool(disagreements(folder, tmp_path / f"{seed}t"))
            code = try_git(folder, "merge", "-q", "--no-edit", "other")
            with_driver += setup and code != 0
            without += not setup and code != 0
    with capsys.disabled():
        print(
            f"\n合并 2 次，各 25 处改动：有冲突的，git 自己 {without} 次，"
            f"装了 cz {with_driver} 次，真有分歧 {real} 次"
        )
    assert with_driver == real <= without


def test_plain_git_merges_different_records(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    branches(folder, 0, 0)
    set_status(str(folder), ["1-5"], "done", clock)
    git(folder, "commit", "-qam", "一")
    git(folder, "switch", "-q", "other")
    set_status(str(folder), ["7-3"], "done", clock)
    git(folder, "commit", "-qam", "二")
    assert try_git(folder, "merge", "-q", "--no-edit", "main") == 0
