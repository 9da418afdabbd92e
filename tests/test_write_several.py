"""Several data files changed at once: all of them or none, in one commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from cz.edit import Put
from cz.load import Loaded
from cz.names import find_finding, find_work
from cz.problem import Refusal
from cz.write import data_file
from cz.write.outcome import Planned, Said
from cz.write.writing import How, write_several
from tests.running import git, repository


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path)


def both(loaded: Loaded) -> dict[str, Planned]:
    task = find_work(loaded.campaign, "1-5")
    finding = find_finding(loaded.campaign, "f260706-1")
    return {
        "tasks": Planned([Put(task.node, ("title",), "甲")], ["1-5"], [Said("1-5", "改题目")]),
        "findings": Planned([Put(finding.node, ("fix",), "乙")], [finding.id], []),
    }


def changed(folder: Path) -> str:
    return git(folder, "diff", "--numstat").replace("\t", " ")


def test_two_files_are_changed_at_once(plan: Path) -> None:
    outcome = write_several(str(plan), ("tasks", "findings"), both, How())
    assert outcome.written
    assert len(outcome.hunks) == 2
    assert changed(plan) == "1 1 data/findings.yaml\n1 1 data/tasks.yaml\n"


def test_a_dry_run_writes_neither(plan: Path) -> None:
    outcome = write_several(str(plan), ("tasks", "findings"), both, How(dry_run=True))
    assert (outcome.written, len(outcome.hunks), changed(plan)) == (False, 2, "")


def test_what_one_file_refuses_is_written_into_neither(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file is changed by somebody else just as the first has been replaced."""
    replace = data_file.disk.replace

    def meanwhile(path: str, shown: str, old: bytes, new: bytes) -> None:
        if path.endswith("findings.yaml"):
            raise Refusal("有人刚改过。")
        replace(path, shown, old, new)

    monkeypatch.setattr(data_file.disk, "replace", meanwhile)
    with pytest.raises(Refusal, match="有人刚改过"):
        write_several(str(plan), ("tasks", "findings"), both, How())
    assert changed(plan) == ""


def test_both_are_in_one_commit_and_nothing_else(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "张三")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "z@example.org")
    units = plan / "data" / "units.yaml"
    units.write_text(units.read_text(encoding="utf-8") + "# 别的\n", encoding="utf-8")
    outcome = write_several(str(plan), ("tasks", "findings"), both, How(commit=True))
    assert outcome.commit
    named = git(plan, "show", "--format=", "--name-only").split()
    assert named == ["data/findings.yaml", "data/tasks.yaml"]
    assert git(plan, "status", "--short") == " M data/units.yaml\n"


def test_a_file_in_which_nothing_changes_is_not_in_the_commit(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "张三")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "z@example.org")
    git(plan, "rm", "-q", "data/evidence.yaml")
    git(plan, "commit", "-qm", "没有材料")

    def plan_of(loaded: Loaded) -> dict[str, Planned]:
        return {**both(loaded), "evidence": Planned([], [], [])}

    stems = ("tasks", "findings", "evidence")
    assert write_several(str(plan), stems, plan_of, How(commit=True)).commit
    named = git(plan, "show", "--format=", "--name-only").split()
    assert named == ["data/findings.yaml", "data/tasks.yaml"]
    assert not (plan / "data" / "evidence.yaml").exists()
