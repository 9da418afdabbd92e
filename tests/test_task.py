"""Tasks that are split, moved and dropped: the rules of docs/changing.md, and git's part."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from running import ROOT, SIGNED, cz

DOC = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
BEFORE, AFTER = re.findall(r"```yaml\n(.*?)```", DOC, re.S)
HEAD = """\
plan: {title: 方案, today: 2026-07-10}
phases:
  - {number: 1, title: 起步, start: 2025-01-01, end: 2025-12-31}
  - {number: 2, title: 提升, start: 2026-01-01, end: 2026-12-31}
chapters:
  - {number: 7, title: 环境}
  - {number: 8, title: 秩序}
tasks:
"""
LAST = "  - id: 8-1\n    title: 停车\n    lead: 区城市管理局\n"
UNITS = "units:\n  - {id: qcsglj, name: 区城市管理局, kind: 政府部门}\n"
INDICATORS = (
    "projects:\n  - {id: x1, title: 环境}\n"
    "indicators:\n  - {id: i1-01, title: 整洁, project: x1, task: 7-3}\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    texts = {"tasks": HEAD + BEFORE + LAST, "units": UNITS, "indicators": INDICATORS}
    for name, text in texts.items():
        (tmp_path / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "张三")
    git(tmp_path, "config", "user.email", "z@example.org")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "初")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def ran(plan: Path, *arguments: str) -> str:
    result = cz(*arguments, cwd=plan, **SIGNED)
    assert (result.code, result.err) == (0, "")
    return result.out


def refused(plan: Path, *arguments: str) -> str:
    result = cz(*arguments, cwd=plan, **SIGNED)
    assert (result.code, result.out) == (2, "")
    return result.err


def tasks(plan: Path) -> str:
    return (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")


def test_a_task_is_split_as_written_down(plan: Path) -> None:
    ran(plan, "task", "split", "7-3", "整治农贸市场", "整治背街小巷")
    assert tasks(plan) == HEAD + AFTER + LAST
    assert ran(plan, "diff").endswith(
        "区城市管理局\n"
        "  7-3 整治农贸市场\u3000标题：强化城市管理 → 整治农贸市场；拟定的字段：加入 title\n"
        "  7-4 整治背街小巷\u3000新增，分自 7-3\n"
    )
    assert re.search(r"^分自 +7-3$", ran(plan, "show", "7-4"), re.M)
    assert re.search(r"^分出 +7-4$", ran(plan, "show", "7-3"), re.M)
    assert "错误 0 个" in ran(plan, "check")


def test_a_moved_task_keeps_its_old_id_good(plan: Path) -> None:
    assert ran(plan, "task", "move", "7-3", "--chapter", "8", "--commit").splitlines()[:-1] == [
        "7-3 强化城市管理\u3000移到第 8 板块：编号 7-3 → 8-2，各处写着 7-3 的照样认得",
        "  data/tasks.yaml:9",
        "  -   - id: 7-3",
        "  +   - id: 8-2",
        "  data/tasks.yaml:15",
        "  +     former:",
        "  +       - 7-3",
    ]
    assert ran(plan, "diff", "HEAD~1", "HEAD").endswith(
        "区城市管理局\n  8-2 强化城市管理\u3000移到第 8 板块，编号：7-3 → 8-2\n"
    )
    assert ran(plan, "note", "7-3", "已摸底", "--commit").startswith("8-2 强化城市管理")
    for id_ in ("7-3", "8-2"):
        assert ran(plan, "log", id_).endswith("共 3 处改动，3 次提交\n")
    assert "i1-01" in ran(plan, "list", "task:7-3", "--kind", "indicator")
    assert ran(plan, "add", "task", "清河", "--chapter", "7").startswith("7-4 清河")
    assert "错误 0 个" in ran(plan, "check")
    assert refused(plan, "restore", "7-3", "--at", "HEAD~2") == (
        "cz：7-3 移过板块，现在是 8-2，没有改动。移回去用 cz task move 8-2 --chapter 7。\n"
    )
    ran(plan, "task", "move", "8-2", "--chapter", "7")
    assert "  - id: 7-3\n    title: 强化城市管理\n" in tasks(plan)
    assert tasks(plan).count("former:\n      - 8-2\n") == 1


def test_who_changed_it_meanwhile_changes_the_moved_one(plan: Path) -> None:
    ran(plan, "git", "setup")
    git(plan, "add", "-A")
    git(plan, "commit", "-qm", "设置", "--allow-empty")
    git(plan, "checkout", "-qb", "他")
    ran(plan, "set", "7-3", "done", "--commit")
    git(plan, "checkout", "-q", "main")
    ran(plan, "task", "move", "7-3", "--chapter", "8", "--commit")
    git(plan, "merge", "-q", "--no-edit", "他")
    moved = BEFORE.replace("7-3", "8-2").replace("doing", "done")
    assert tasks(plan) == HEAD + moved + "    former:\n      - 7-3\n" + LAST


def test_what_is_named_done_or_not_kept_is_not_dropped(plan: Path) -> None:
    reason = ("--reason", "上级取消")
    assert refused(plan, "drop", "7-3", *reason) == (
        "cz：7-3 强化城市管理 已经记了状态推进中、已复核，没有删。移到别的板块用 cz task move，"
        "分成几项用 cz task split；确实要连同这些一起删的，加 --with-progress，"
        "以后用 cz restore 7-3 找得回来。\n"
    )
    assert refused(plan, "drop", "7-3", "--with-progress", *reason) == (
        "cz：还有记录写着 7-3 强化城市管理，没有删：i1-01（data/indicators.yaml:4）。"
        "请先在那几行改成别的任务；移到别的板块用 cz task move 7-3 --chapter N，不用删。\n"
    )
    ran(plan, "add", "task", "清河", "--chapter", "7")
    assert "还没有提交过" in refused(plan, "drop", "7-4", *reason)


def test_what_was_dropped_comes_back_though_that_was_committed(plan: Path) -> None:
    before = tasks(plan)
    ran(plan, "drop", "8-1", "--reason", "创文〔2026〕8号取消", "--commit")
    assert tasks(plan) == HEAD + BEFORE
    subject = git(plan, "log", "-1", "--format=%s")
    assert subject == "8-1 停车 删去任务：创文〔2026〕8号取消\n"
    ran(plan, "note", "7-3", "已摸底", "--commit")
    git(plan, "revert", "--no-edit", "HEAD")
    ran(plan, "restore", "停车")
    assert tasks(plan) == before


def test_a_chapter_or_phase_comes_back_by_its_number(plan: Path) -> None:
    before = tasks(plan)
    ran(plan, "add", "chapter", "长效管理机制", "--commit")
    added = tasks(plan)
    told = ran(plan, "drop", "长效", "--reason", "写错了", "--commit")
    assert told.splitlines()[0] == "第 9 板块 长效管理机制\u3000删去板块：写错了"
    assert "要回来的，用 cz restore 板块9。" in told
    assert tasks(plan) == before
    ran(plan, "note", "8-1", "已摸底", "--commit")
    ran(plan, "restore", "第九板块")
    assert added.partition("tasks:")[0] == tasks(plan).partition("tasks:")[0]
    ran(plan, "add", "phase", "巩固", "--commit")
    with_phase = tasks(plan)
    ran(plan, "drop", "阶段3", "--reason", "写错了", "--commit")
    ran(plan, "restore", "阶段3")
    git(plan, "commit", "-qam", "恢复")
    assert with_phase.partition("chapters:")[0] == tasks(plan).partition("chapters:")[0]
    ran(plan, "drop", "阶段3", "--reason", "写错了", "--commit")
    ran(plan, "add", "phase", "评估", "--commit")
    assert refused(plan, "restore", "巩固") == (
        "cz：“巩固”原来是第 3 阶段，这个编号现在是“评估”的，没有改动。要找回来的，用 cz add 另加一条。\n"
    )
    assert "没有编号为“板块12”的记录" in refused(plan, "restore", "板块12")
    assert "第 7 板块 环境" in ran(plan, "restore", "板块7")


def test_a_part_of_a_name_is_enough_where_it_is_one_records(plan: Path) -> None:
    assert ran(plan, "task", "move", "城市管理", "--chapter", "秩序", "--dry-run").startswith(
        "7-3 强化城市管理\u3000移到第 8 板块：编号 7-3 → 8-2"
    )
    assert "8-1   停车" in ran(plan, "status", "--chapter", "第八板块")
    assert ran(plan, "list", "chapter:秩", "--columns", "id").startswith("编号\n8-1\n")
    assert refused(plan, "add", "task", "清河", "--chapter", "水") == (
        "cz：没有叫“水”的板块。板块有：7 环境、8 秩序。新的板块请先用 cz add chapter 加上。\n"
    )
    ran(plan, "add", "chapter", "长效秩序")
    assert refused(plan, "task", "move", "7-3", "--chapter", "序") == (
        "cz：“序”可以指两个板块：8 秩序、9 长效秩序。请写得再具体些。\n"
    )
    assert refused(plan, "drop", "城市管理", "--reason", "取消") == (
        "cz：“城市管理”可以指 2 条记录：7-3 强化城市管理、qcsglj 区城市管理局。请写编号。\n"
    )


def test_why_it_was_moved_or_split_is_kept(plan: Path) -> None:
    told = ran(
        plan, "task", "split", "7-3", "整治市场", "整治街巷", "--reason", "分头抓", "--commit"
    )
    assert "名称：强化城市管理 → 整治市场\n" in told
    assert "7-4 整治街巷\u3000分自 7-3，牵头单位 区城市管理局，原因：分头抓\n" in told
    moved = ran(plan, "task", "move", "7-3", "--chapter", "8", "--reason", "职能划转", "--commit")
    assert "照样认得，原因：职能划转\n" in moved
    card = ran(plan, "show", "8-2")
    assert "2026年7月10日\u3000编号：7-3 → 8-2（职能划转）\n" in card
    assert "2026年7月10日\u3000标题：强化城市管理 → 整治市场（分头抓）\n" in card
    ran(plan, "unit", "rename", "区城市管理局", "区城管执法局", "--reason", "挂牌", "--commit")
    assert "，原因：挂牌" in git(plan, "log", "-1", "--format=%B")
    for name in ("task", "step", "chapter", "phase", "unit", "collective", "indicator"):
        assert "--reason" not in ran(plan, "add", name, "--help")


def test_what_is_committed_alone_is_what_the_file_says(plan: Path) -> None:
    """Also where the record still names units as they were called: git then shows no difference."""
    ran(plan, "unit", "rename", "区城市管理局", "区城管执法局", "--commit")
    ran(plan, "task", "split", "7-3", "整治市场", "整治街巷", "--commit")
    assert git(plan, "status", "--short") == ""
    assert "    title: 整治街巷\n    lead: 区城管执法局\n" in tasks(plan)
