"""`cz git setup` and what git then calls, by the real git.

Installed, undone, met in odd repositories, and at work.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cz.records.kinds import FILES
from cz.verbs.git import setup as gitsetup
from cz.verbs.git.merge_driver import merge_files
from tests.running import MIDWAY, ROOT, Ran, copy_of, cz, environment, git, repository

SIGNED = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "张三"), ("EMAIL", "z@example.org"))
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def tried(folder: Path, *arguments: str, **more: str) -> Ran:
    """git, whatever its exit status."""
    env = environment(**ALONE, **SIGNED, **more)
    done = subprocess.run(
        ["git", "-c", "core.quotepath=off", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def setup(folder: Path, *arguments: str, **more: str) -> Ran:
    return cz("git", "setup", *arguments, cwd=folder, **ALONE, **more)


def edit(folder: Path, old: str, new: str, name: str = "tasks") -> None:
    path = folder / "data" / f"{name}.yaml"
    raw = path.read_bytes()
    assert raw.count(old.encode()) >= 1, old
    path.write_bytes(raw.replace(old.encode(), new.encode(), 1))


def held(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What stands in .git that is not history."""
    found = [
        folder / ".git" / "config",
        *(folder / ".git" / "info").glob("*"),
        *(folder / ".git" / "hooks").glob("*"),
    ]
    return {str(path): (path.read_bytes(), path.stat().st_mode) for path in found if path.exists()}


@pytest.fixture(autouse=True)
def _as_the_user_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process computes for the pinned outputs is what the process under test does."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path / "plan")


STEMS = tuple(FILES)


def told(prefix: str = "", where: str = ".git") -> str:
    lines = [
        f"已写入 {where}/config：{key}（{gitsetup._FOR_WHAT[key]}）"
        for key, value in gitsetup._settings().items()
    ]
    lines.append(f"已写入 {where}/config：core.quotepath（文件名里的中文照样显示）")
    lines += [
        f"已写入 {where}/info/attributes：/{prefix}data/{stem}.yaml merge=cz diff=cz"
        for stem in STEMS
    ]
    return "\n".join(
        [
            *lines,
            *(f"已写入 {where}/hooks/{name}：{words}" for name, words in gitsetup.HOOKS.items()),
            "只对这个克隆有效；撤掉请用 cz git setup --undo。",
            "",
        ]
    )


GONE = """\
已去掉 .git/config：merge.cz.name
已去掉 .git/config：merge.cz.driver
已去掉 .git/config：diff.cz.xfuncname
已去掉 .git/config：core.quotepath
{attributes}已去掉 .git/hooks/pre-commit
已去掉 .git/hooks/pre-merge-commit
已去掉 .git/hooks/pre-applypatch
已去掉 .git/hooks/post-rewrite
已去掉 .git/hooks/post-commit
已撤掉。
""".format(
    attributes="".join(
        f"已去掉 .git/info/attributes：/data/{stem}.yaml merge=cz diff=cz\n" for stem in STEMS
    )
)


# --- installing and undoing
# -----------------------------------------------------------------------------------------------


def test_setup_twice_then_undone_twice(plan: Path) -> None:
    before = held(plan)
    assert setup(plan) == (0, told(), "")
    installed = held(plan)
    assert setup(plan) == (0, "都已装好，什么也没有改动。\n", "")
    assert held(plan) == installed
    assert git(plan, "status", "--porcelain") == ""
    assert setup(plan, "--undo") == (0, GONE, "")
    assert held(plan) == before
    assert setup(plan, "--undo") == (0, "没有可去掉的，什么也没有改动。\n", "")
    assert held(plan) == before


def test_a_clone_set_up_when_there_were_three_files(plan: Path) -> None:
    before = held(plan)
    setup(plan)
    installed = held(plan)
    attributes = plan / ".git" / "info" / "attributes"
    lines = attributes.read_bytes().splitlines(keepends=True)
    attributes.write_bytes(b"".join(lines[:4]))
    (plan / "data" / "findings.yaml").write_text("findings: 无\n", encoding="utf-8")
    git(plan, "add", "-A")
    ran = tried(plan, "commit", "-qm", "坏的")  # its hook looks at the new files all the same
    assert ran.code == 1
    assert (
        "data/findings.yaml@暂存区:1:11 错误 E202：“findings”应当是列表，找到的是“无”。" in ran.err
    )
    assert setup(plan) == (
        0,
        "".join(
            f"已写入 .git/info/attributes：/data/{stem}.yaml merge=cz diff=cz\n"
            for stem in STEMS[3:]
        )
        + "只对这个克隆有效；撤掉请用 cz git setup --undo。\n",
        "",
    )
    assert held(plan) == installed
    assert setup(plan, "--undo") == (0, GONE, "")
    assert held(plan) == before


ATTRIBUTES = [
    "*.md text\n",
    "*.md text",
    "# 空行在后\n\n",
    "*.md text\r\n*.yaml text\r\n",
    "/别的 merge=cz diff=cz\n",
]


@pytest.mark.parametrize("text", ATTRIBUTES)
def test_undo_leaves_what_others_wrote_byte_for_byte(plan: Path, text: str) -> None:
    (plan / ".git" / "info").mkdir(exist_ok=True)
    (plan / ".git" / "info" / "attributes").write_bytes(text.encode())
    git(plan, "config", "core.quotepath", "false")
    git(plan, "config", "merge.other.driver", "true")
    before = held(plan)
    first = setup(plan)
    assert "core.quotepath" not in first.out
    assert (
        git(plan, "check-attr", "merge", "--", "data/tasks.yaml") == "data/tasks.yaml: merge: cz\n"
    )
    assert setup(plan).out == "都已装好，什么也没有改动。\n"
    setup(plan, "--undo")
    assert held(plan) == before


def test_what_others_wrote_since_stays(plan: Path) -> None:
    setup(plan)
    attributes = plan / ".git" / "info" / "attributes"
    attributes.write_bytes(attributes.read_bytes() + b"*.md text\n")
    git(plan, "config", "merge.cz.recursive", "text")
    git(plan, "config", "core.quotepath", "true")
    ran = setup(plan, "--undo")
    assert "core.quotepath" not in ran.out
    assert attributes.read_bytes() == b"*.md text\n"
    assert (
        git(plan, "config", "--local", "--get-regexp", r"cz|quotepath")
        == "core.quotepath true\nmerge.cz.recursive text\n"
    )


def test_a_break_that_others_have_written_behind_stays(plan: Path) -> None:
    attributes = plan / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_bytes(b"*.md text")
    setup(plan)
    attributes.write_bytes(attributes.read_bytes() + b"*.txt text\n")
    setup(plan, "--undo")
    assert attributes.read_bytes() == b"*.md text\n*.txt text\n"


def test_another_interpreter_takes_its_place(plan: Path) -> None:
    setup(plan)
    before = held(plan)
    git(plan, "config", "merge.cz.driver", "'/old/python' -m cz git merge-driver -- %O %A %B %L %P")
    pre_commit = plan / ".git" / "hooks" / "pre-commit"
    pre_commit.write_text(
        gitsetup._sealed("'/old/python' -m cz git pre-commit\n"), encoding="utf-8"
    )
    assert setup(plan).out == (
        "已写入 .git/config：merge.cz.driver（合并时按记录、按字段）\n"
        "已写入 .git/hooks/pre-commit：提交前检查暂存的方案\n"
        "只对这个克隆有效；撤掉请用 cz git setup --undo。\n"
    )
    assert held(plan) == before


def by_hand() -> str:
    return (
        f"要在提交前检查方案，请在您的 pre-commit 钩子里加一行：\n"
        f"  CZ_PLAN= {gitsetup.command()} git pre-commit >/dev/null || exit 1\n"
    )


def test_a_hook_of_someone_else_is_left_and_can_call_ours(plan: Path) -> None:
    pre_commit = plan / ".git" / "hooks" / "pre-commit"
    pre_commit.parent.mkdir(exist_ok=True)
    foreign = "#!/bin/sh\n# a git pre-commit hook \xe9\n".encode("latin-1")
    pre_commit.write_bytes(foreign)
    pre_commit.chmod(0o755)
    before = held(plan)
    ran = setup(plan)
    assert ran.code == 0
    assert ".git/hooks/pre-commit" not in ran.out
    assert ran.err == f"cz：.git/hooks/pre-commit 是别人写的，没有动它。{by_hand()}"
    assert setup(plan) == (0, "没有要写的，什么也没有改动。\n", ran.err)
    assert pre_commit.read_bytes() == foreign
    pre_commit.write_bytes(foreign + ran.err.split("\n")[1].strip().encode() + b"\n")
    assert setup(plan) == (0, "都已装好，什么也没有改动。\n", "")
    edit(plan, "    lead: 区委宣传部", "    lead: [")
    git(plan, "add", "-A")
    assert tried(plan, "commit", "-qm", "坏的").code == 1
    undone = setup(plan, "--undo")
    assert (
        undone.err == "cz：.git/hooks/pre-commit 是别人写的，没有动它。"
        "不再检查方案的话，请去掉里面“git pre-commit”那一行。\n"
    )
    pre_commit.write_bytes(foreign)
    assert held(plan) == before


def test_a_hook_of_someone_else_after_a_rebase_is_left(plan: Path) -> None:
    theirs = plan / ".git" / "hooks" / "post-rewrite"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("#!/bin/sh\n", encoding="utf-8")
    assert setup(plan).err == (
        "cz：.git/hooks/post-rewrite 是别人写的，没有动它。"
        "要变基以后检查方案，有错误就说明，请在里面加一行：\n"
        f"  CZ_PLAN= {gitsetup.command()} git pre-commit --head >/dev/null\n"
    )
    assert theirs.read_text(encoding="utf-8") == "#!/bin/sh\n"


def test_a_hook_changed_since_is_left(plan: Path) -> None:
    setup(plan)
    pre_commit = plan / ".git" / "hooks" / "pre-commit"
    pre_commit.write_bytes(pre_commit.read_bytes() + b"make test\n")
    changed = pre_commit.read_bytes()
    assert setup(plan) == (0, "都已装好，什么也没有改动。\n", "")
    ran = setup(plan, "--undo")
    assert ran.code == 0
    assert (
        ran.err == "cz：.git/hooks/pre-commit 装好以后有人改过，没有动它。"
        "不再检查方案的话，请去掉里面“git pre-commit”那一行。\n"
    )
    assert pre_commit.read_bytes() == changed


def test_hooks_elsewhere(plan: Path, tmp_path: Path) -> None:
    """core.hooksPath of the clone is honoured.

    That of the whole machine is not ours to write to.
    """
    everyone = tmp_path / "global"
    everyone.write_text(f"[core]\n\thooksPath = {tmp_path / 'shared'}\n", encoding="utf-8")
    ran = cz("git", "setup", cwd=plan, GIT_CONFIG_GLOBAL=str(everyone), GIT_CONFIG_NOSYSTEM="1")
    assert ran.code == 0
    assert ran.err.startswith("cz：钩子文件夹 ")
    assert ran.err.endswith(f"是几个仓库合用的（core.hooksPath），没有往里写。{by_hand()}")
    assert not (tmp_path / "shared").exists()
    git(plan, "config", "core.hooksPath", str(tmp_path / "钩 子"))
    assert "已写入 ../钩 子/pre-commit：提交前检查暂存的方案\n" in setup(plan).out
    edit(plan, "    lead: 区委宣传部", "    lead: [")
    assert tried(plan, "commit", "-qam", "坏的").code == 1
    setup(plan, "--undo")
    assert list((tmp_path / "钩 子").iterdir()) == []


def test_a_hook_never_goes_into_a_folder_that_may_be_committed(plan: Path) -> None:
    (plan / "钩 子").mkdir()
    git(plan, "config", "core.hooksPath", "钩 子")
    ran = setup(plan)
    assert ran.err == (
        f"cz：钩子文件夹 钩 子 在工作区里，会一起提交给别人（core.hooksPath），没有往里写。{by_hand()}"
    )
    assert "钩 子" not in ran.out
    assert list((plan / "钩 子").iterdir()) == []


# --- what is brought together without a conflict --------------------------------------------------


def test_what_is_brought_together_without_a_conflict_is_checked(plan: Path) -> None:
    """Each side is sound by itself; together a lead unit has a name that is gone."""
    setup(plan)
    git(plan, "checkout", "-q", "-b", "b")
    edit(plan, "    lead: 区委宣传部\n", "    lead: 区公安分局\n")
    git(plan, "commit", "-qam", "改派")
    git(plan, "checkout", "-q", "main")
    for path in (plan / "data").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("区公安分局", "市公安局分局"), encoding="utf-8")
    git(plan, "commit", "-qam", "改名")
    main = git(plan, "rev-parse", "HEAD").strip()

    merged = tried(plan, "merge", "-m", "合并", "b")
    assert merged.code == 1
    assert "E302" in merged.err
    assert "没有提交" in merged.err
    assert git(plan, "rev-parse", "HEAD").strip() == main
    git(plan, "merge", "--abort")

    picked = tried(plan, "cherry-pick", "b")
    assert picked.code == 0
    assert "E302" in picked.err
    assert "cz：已经提交的方案有 1 个错误，请改正后再提交一次。\n" in picked.err
    git(plan, "reset", "-q", "--hard", main)

    git(plan, "checkout", "-q", "b")
    rebased = tried(plan, "rebase", "main")
    assert rebased.code == 0
    assert "cz：已经提交的方案有 1 个错误，请改正后再提交一次。\n" in rebased.err


def test_what_comes_as_patches_is_checked(plan: Path) -> None:
    setup(plan)
    git(plan, "checkout", "-q", "-b", "b")
    edit(plan, "    lead: 区委宣传部\n", "    lead: 没有的部\n")
    git(plan, "commit", "-qam", "改派", "--no-verify")
    git(plan, "format-patch", "-q", "-o", "补丁", "main")
    git(plan, "checkout", "-q", "main")
    (patch,) = (plan / "补丁").iterdir()

    applied = tried(plan, "am", str(patch))
    assert applied.code == 1
    assert "E302" in applied.err
    assert "cz：暂存的方案有 1 个错误，没有提交。" in applied.err
    assert git(plan, "log", "-1", "--format=%s") == "第4周\n"
    assert cz("set", "1-4", "done", "--commit", cwd=plan, **ALONE) == (
        2,
        "",
        "cz：git 正在收补丁（git am）当中，现在不能提交。请先做完或放弃，再执行一次；什么也没有改动。\n",
    )
    git(plan, "am", "--abort")
    assert cz("set", "1-4", "done", "--commit", cwd=plan, **ALONE, **SIGNED).code == 0
    git(plan, "checkout", "-q", "b")
    rebased = tried(plan, "rebase", "--apply", "main")
    assert rebased.code == 0
    assert "cz：已经提交的方案有 1 个错误，请改正后再提交一次。\n" in rebased.err


def test_what_is_left_of_a_stash_is_seen(plan: Path) -> None:
    setup(plan)
    assert cz("set", "1-5", "blocked", cwd=plan, **ALONE).code == 0
    git(plan, "stash", "-q")
    assert cz("set", "1-5", "done", cwd=plan, **ALONE).code == 0
    git(plan, "commit", "-qam", "办成")
    popped = tried(plan, "stash", "pop")
    assert popped.code == 1
    assert "1-5 第2阶段状态：我方 已完成，对方 受阻" in popped.err
    assert "错误 E101：这里是 git 合并冲突的标记。" in cz("check", cwd=plan).out
    text = (plan / "data" / "tasks.yaml").read_bytes()
    assert cz("set", "1-4", "done", "--commit", cwd=plan, **ALONE, **SIGNED).code == 2
    assert (plan / "data" / "tasks.yaml").read_bytes() == text
    git(plan, "add", "-A")
    committed = tried(plan, "commit", "-m", "标记还在")
    assert committed.code == 1
    assert "错误 E101：这里是 git 合并冲突的标记。" in committed.err


def test_a_data_file_that_is_renamed_away_is_missed(plan: Path) -> None:
    setup(plan)
    git(plan, "mv", "data/units.yaml", "data/单位.yaml")
    ran = tried(plan, "commit", "-qm", "改名")
    assert ran.code == 1
    assert "暂存区里没有这个文件。" in ran.err
    assert "E001" in ran.err


# --- odd repositories -----------------------------------------------------------------------------
# ------------------------


def test_no_repository(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    for arguments in (["setup"], ["setup", "--undo"], ["pre-commit"]):
        ran = cz("git", *arguments, cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "不在 git 仓库里" in ran.err


@pytest.mark.soak(every=6)
@pytest.mark.parametrize(
    "name", ['!# 一"b\\c[x]*?50%P', "方案 一", 'a"b\\c', "[x]*?", "!#", "50%P"]
)
def test_a_plan_that_is_not_at_the_root_in_a_folder_with_a_hard_name(
    tmp_path: Path, name: str
) -> None:
    top = tmp_path / "创 城"
    folder = copy_of(MIDWAY, top / name)
    copy_of(MIDWAY, top / "x")
    git(top, "init", "-q", "-b", "main")
    setup(folder)
    setup(top, "--plan", name)
    assert setup(folder).out == "都已装好，什么也没有改动。\n"
    for path, value in (
        (f"{name}/data/tasks.yaml", "cz"),
        ("x/data/tasks.yaml", "unspecified"),
        ("data/tasks.yaml", "unspecified"),
    ):
        assert git(top, "check-attr", "-z", "merge", "--", path).split("\0")[2] == value, path
    git(top, "add", "-A")
    git(top, "commit", "-qm", "一")
    merge_two(folder)
    before = git(top, "rev-parse", "HEAD")
    edit(folder, "    lead: 区委宣传部", "    lead: [")
    assert tried(folder, "commit", "-qam", "坏的").code == 1
    assert git(top, "rev-parse", "HEAD") == before
    edit(top / "x", "    lead: 区委宣传部", "    lead: [")
    assert tried(top, "commit", "-qm", "与本方案无关", "x").code == 0
    assert setup(folder, "--undo").err == ""
    assert not (top / ".git" / "info" / "attributes").exists()


def test_two_plans_in_one_clone(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        copy_of(MIDWAY, tmp_path / name)
    git(tmp_path, "init", "-q", "-b", "main")
    assert setup(tmp_path, "--plan", "甲") == (0, told("甲/"), "")
    assert setup(tmp_path, "--plan", "乙").out.count("已写入") == len(STEMS)
    git(tmp_path, "add", "-A")
    for name in ("甲", "乙"):
        assert setup(tmp_path, "--plan", name).out == "都已装好，什么也没有改动。\n"
    assert cz("git", "pre-commit", cwd=tmp_path) == (0, "暂存的方案没有错误。\n", "")
    edit(tmp_path / "乙", "    lead: 区委宣传部", "    lead: [")
    git(tmp_path, "add", "-A")
    assert cz("git", "pre-commit", cwd=tmp_path).code == 1
    assert cz("git", "pre-commit", "--plan", "甲", cwd=tmp_path).code == 0
    setup(tmp_path, "--plan", "甲", "--undo")
    assert not (tmp_path / ".git" / "info" / "attributes").exists()


def test_a_worktree_and_a_submodule(plan: Path, tmp_path: Path) -> None:
    git(plan, "worktree", "add", "-q", "-b", "side", str(tmp_path / "工作 区"))
    setup(tmp_path / "工作 区")
    assert setup(plan).out == "都已装好，什么也没有改动。\n"
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(
        outer,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(plan),
        "子 模块",
    )
    setup(outer / "子 模块")
    assert (outer / ".git" / "modules" / "子 模块" / "hooks" / "pre-commit").exists()
    for folder in (tmp_path / "工作 区", outer / "子 模块"):
        merge_two(folder)
        edit(folder, "    lead: 区委宣传部", "    lead: [")
        refused = tried(folder / "data", "commit", "-qam", "坏的")
        assert refused.code == 1
        assert "data/tasks.yaml@暂存区:" in refused.err


# --- what git shows -------------------------------------------------------------------------------
# --------------------------


def test_a_hunk_header_names_the_task(plan: Path) -> None:
    setup(plan)
    edit(
        plan,
        "      2: {status: doing, due: 2026-06-30}",
        "      2: {status: done, due: 2026-06-30}",
    )
    lines = git(plan, "diff", "-U1").split("\n")
    (header,) = [line for line in lines if line.startswith("@@")]
    number = int(header.split("-")[1].split(",")[0])
    text = git(plan, "show", "HEAD:data/tasks.yaml").split("\n")[:number]
    task = next(line for line in reversed(text) if line.startswith("  - id: "))
    assert header.endswith(f"@@ {task.strip()}")
    edit(plan, "  title: 县区", "  title: 本县区")
    assert re.search(r"(?m)^@@ .* @@ plan:$", git(plan, "diff", "-U0"))


# --- before a commit ------------------------------------------------------------------------------
# --------------------------


def test_the_hook_refuses_a_broken_staged_plan(plan: Path) -> None:
    setup(plan)
    edit(plan, "    lead: 区委宣传部\n", "    lead: 区某某部\n")
    git(plan, "add", "-A")
    edit(plan, "    lead: 区某某部\n", "    lead: 区委宣传部\n")
    refused = tried(plan, "commit", "-qm", "坏的")
    line = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8").split("\n").index(
        "    lead: 区委宣传部"
    ) + 1
    first, *_, last = refused.err.strip().split("\n")
    assert (refused.code, refused.out) == (1, "")
    assert first.startswith(f"data/tasks.yaml@暂存区:{line}:11 错误 ")
    assert (
        last == "cz：暂存的方案有 1 个错误，没有提交。改好后重新 git add 再提交；"
        "要跳过检查，请用 git commit --no-verify。"
    )
    assert tried(plan, "commit", "-qm", "跳过", "--no-verify").code == 0


@pytest.mark.parametrize("how", [[], ["data/tasks.yaml"]], ids=["staged", "only"])
def test_a_sound_staged_plan_passes_while_the_files_are_broken(plan: Path, how: list[str]) -> None:
    setup(plan)
    edit(plan, "    lead: 区委宣传部\n", "    lead: 区教育局\n")
    git(plan, "add", "-A")
    edit(
        plan,
        "    lead: 区教育局\n" if not how else "office:",
        "    lead: [\n" if not how else "office: [",
        "units" if how else "tasks",
    )
    assert tried(plan, "commit", "-qm", "好的", *how) == (0, "", "")


def test_commit_all_is_checked_as_it_would_be_committed(plan: Path) -> None:
    """`git commit -a` and `git commit FILE` stage in an index of their own, which git names to the
    hook.
    """
    setup(plan)
    edit(plan, "    lead: 区委宣传部\n", "    lead: [\n")
    for how in (["-a"], ["data/tasks.yaml"]):
        assert tried(plan, "commit", "-qm", "坏的", *how).code == 1
    (plan / "别的").write_text("x", encoding="utf-8")
    git(plan, "add", "别的")
    assert tried(plan, "commit", "-qm", "与方案无关") == (0, "", "")


def test_a_file_that_is_not_staged_with_the_others(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    git(tmp_path, "init", "-q")
    setup(tmp_path)
    git(tmp_path, "add", "data/tasks.yaml", "data/indicators.yaml")
    refused = tried(tmp_path, "commit", "-qm", "一")
    assert refused.code == 1
    assert (
        "data/units.yaml@暂存区 错误 E001：暂存区里没有这个文件。\n"
        "    = 请把它一起加入：git add data/units.yaml。\n" in refused.err
    )
    git(tmp_path, "add", "data/units.yaml")
    assert tried(tmp_path, "commit", "-qm", "一").code == 0


def test_a_plan_whose_file_is_a_link_is_not_blocked(plan: Path) -> None:
    """git holds the link, not what it leads to: there is nothing to check."""
    setup(plan)
    (plan / "data" / "tasks.yaml").rename(plan / "real.yaml")
    os.symlink("../real.yaml", plan / "data" / "tasks.yaml")
    git(plan, "add", "-A")
    assert tried(plan, "commit", "-qm", "链接") == (0, "", "")


def test_the_hook_steps_aside_when_cz_is_gone(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    text, driver = gitsetup.hook(), gitsetup._driver()
    monkeypatch.undo()
    setup(plan)
    (plan / ".git" / "hooks" / "pre-commit").write_text(text, encoding="utf-8")
    git(plan, "config", "merge.cz.driver", driver)
    edit(plan, "    lead: 区委宣传部\n", "    lead: 区教育局\n")
    assert tried(plan, "commit", "-qam", "好的") == (
        0,
        "",
        "cz 已不在原处，没有检查方案；请重新执行 cz git setup\n",
    )
    git(plan, "checkout", "-q", "-b", "side", "HEAD~1")
    edit(plan, "    lead: 区委宣传部\n", "    lead: 区总工会\n")
    git(plan, "commit", "-qam", "另一边")
    merged = tried(plan, "merge", "main")
    assert merged.code == 1
    assert merged.err.startswith("cz 已不在原处，按行合并；请重新执行 cz git setup\n")
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    assert "<<<<<<< 我方\n    lead: 区总工会\n=======\n    lead: 区教育局\n>>>>>>> 对方\n" in text


# --- merging --------------------------------------------------------------------------------------
# --------------------------

LINE = "      2: {status: doing, due: 2026-06-30}\n"


def two_branches(folder: Path, ours: str, theirs: str) -> None:
    """The branches ``ours`` and ``theirs``, each with its own word for one line;

    ``ours`` is checked out.
    """
    git(folder, "checkout", "-q", "-b", "theirs")
    edit(folder, LINE, theirs)
    git(folder, "commit", "-qam", "对方改的")
    git(folder, "checkout", "-q", "-b", "ours", "HEAD~1")
    edit(folder, LINE, ours)
    git(folder, "commit", "-qam", "我方改的")


def merge_two(folder: Path) -> None:
    two_branches(folder, LINE.replace("doing", "done"), LINE.replace("06-30", "09-30"))
    merged = tried(folder, "merge", "-q", "--no-edit", "theirs")
    assert (merged.code, merged.err) == (0, "")
    assert "      2: {status: done, due: 2026-06-30}\n" in (
        folder / "data" / "tasks.yaml"
    ).read_text(encoding="utf-8")


HOW = {
    "merge": [["merge", "-q", "--no-edit", "theirs"]],
    "rebase": [["rebase", "-q", "theirs"]],
    "cherry-pick": [["cherry-pick", "theirs"]],
    "stash": [
        ["reset", "-q", "--soft", "HEAD~1"],
        ["stash", "-q"],
        ["merge", "-q", "theirs"],
        ["stash", "pop", "-q"],
    ],
    "revert": [["cherry-pick", "theirs"], ["revert", "--no-edit", "HEAD~1"]],
}


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("how", HOW)
def test_two_fields_of_one_line(plan: Path, how: str) -> None:
    setup(plan)
    two_branches(plan, LINE.replace("doing", "done"), LINE.replace("06-30", "09-30"))
    for step in HOW[how]:
        ran = tried(plan, *step)
        assert (ran.code, ran.err) == (0, ""), step
    status = "doing" if how == "revert" else "done"
    assert f"      2: {{status: {status}, due: 2026-09-30}}\n" in (
        plan / "data" / "tasks.yaml"
    ).read_text(encoding="utf-8")
    assert cz("check", cwd=plan).code == 0


NAMES = {
    "merge": ("我方（ours）", "对方（theirs）"),
    "rebase": ("变基目标", "ours"),
    "cherry-pick": ("我方", "对方"),
}


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("how", NAMES)
def test_one_field_two_ways(plan: Path, how: str) -> None:
    setup(plan)
    two_branches(plan, LINE.replace("06-30", "08-31"), LINE.replace("06-30", "09-30"))
    ran = tried(plan, *HOW[how][0])
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    task = [
        line.split()[2]
        for line in text[: text.index("<<<<<<<")].split("\n")
        if line.startswith("  - id: ")
    ][-1]
    one, other = NAMES[how]
    days = ("2026-09-30", "2026-08-31") if how == "rebase" else ("2026-08-31", "2026-09-30")
    assert ran.code == 1
    assert f"{task} 第2阶段时限：{one} {days[0]}，{other} {days[1]}\n" in ran.err
    assert "CONFLICT (content): Merge conflict in data/tasks.yaml" in ran.out
    assert f"<<<<<<< {one}\n" in text
    assert f">>>>>>> {other}\n" in text
    assert git(plan, "diff", "--name-only", "--diff-filter=U") == "data/tasks.yaml\n"


def driver(
    folder: Path, base: bytes, ours: bytes, theirs: bytes, size: str = "7"
) -> tuple[Ran, bytes]:
    for name, raw in (("O", base), ("A", ours), ("B", theirs)):
        (folder / name).write_bytes(raw)
    ran = cz("git", "merge-driver", "O", "A", "B", size, "data/tasks.yaml", cwd=folder)
    assert sorted(path.name for path in folder.iterdir()) == ["A", "B", "O"]
    return ran, (folder / "A").read_bytes()


def test_a_cz_that_cannot_run_loses_nothing(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its failure is not taken for a conflict in which the file is as ours has it, unmarked."""
    monkeypatch.setattr(
        gitsetup, "command", lambda: f"{shlex.quote(sys.executable)} -P -m no_such_module "
    )
    git(plan, "config", "merge.cz.driver", gitsetup._driver())
    (plan / ".git" / "info" / "attributes").write_text("*.yaml merge=cz\n", encoding="utf-8")
    two_branches(plan, LINE.replace("06-30", "08-31"), LINE.replace("06-30", "09-30"))
    merged = tried(plan, "merge", "theirs")
    assert merged.code == 1
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    one, other = LINE.replace("06-30", "08-31"), LINE.replace("06-30", "09-30")
    assert f"<<<<<<< 我方\n{one}=======\n{other}>>>>>>> 对方\n" in text


def test_who_the_other_is_when_pulled(plan: Path, tmp_path: Path) -> None:
    two_branches(plan, LINE.replace("06-30", "08-31"), LINE.replace("06-30", "09-30"))
    git(tmp_path, "clone", "-q", "-b", "theirs", str(plan), "b")
    setup(tmp_path / "b")
    assert (
        "，对方（张三） 2026-08-31\n"
        in tried(tmp_path / "b", "pull", "-q", "--no-rebase", "origin", "ours").err
    )


def test_what_is_not_a_plan_is_merged_by_line(tmp_path: Path) -> None:
    ran, raw = driver(tmp_path, b"a: [\nb\nc\n", b"a: [\nx\nc\n", b"a: [\ny\nc\n", "9")
    first, _, then = ran.err.partition("\n")
    assert (ran.code, ran.out) == (1, "")
    assert first == "data/tasks.yaml：不能按记录合并，已按行合并，有 1 处冲突。"
    assert then.startswith("怎么办：打开 data/tasks.yaml，")
    assert raw.decode() == "a: [\n<<<<<<<<< 我方\nx\n=========\ny\n>>>>>>>>> 对方\nc\n"
    ran, raw = driver(
        tmp_path, b"a: [\n1\n2\n3\n4\n5\n", b"a: [\nx\n2\n3\n4\n5\n", b"a: [\n1\n2\n3\n4\ny\n"
    )
    assert (ran, raw) == ((0, "", ""), b"a: [\nx\n2\n3\n4\ny\n")


def test_what_is_not_utf8_or_not_text(tmp_path: Path) -> None:
    gbk = "标题: 甲\n1\n2\n3\n".encode("gbk")
    ran, raw = driver(
        tmp_path, gbk, gbk + b"x\n", gbk.replace("甲".encode("gbk"), "乙".encode("gbk"))
    )
    assert (ran, raw) == ((0, "", ""), "标题: 乙\n1\n2\n3\nx\n".encode("gbk"))
    ran, raw = driver(tmp_path, b"\0a\n", b"\0b\n", b"\0c\n")
    assert (ran.code, ran.out, raw) == (1, "", b"\0b\n")
    assert ran.err.startswith("data/tasks.yaml：按记录、按行都合并不了，留下的是我方的内容（")
    assert "Traceback" not in ran.err


def test_an_error_in_the_merge_is_no_error_of_the_driver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import cz.review.merge as by_record

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("a defect")

    monkeypatch.setattr(by_record, "merge", broken)
    files = [tmp_path / name for name in "OAB"]
    for path, text in zip(files, ("1\n2\n3\n4\n", "x\n2\n3\n4\n", "1\n2\n3\ny\n"), strict=True):
        path.write_text(text, encoding="utf-8")
    assert merge_files(*map(str, files), 7, "data/tasks.yaml") == (0, [])
    assert files[1].read_text(encoding="utf-8") == "x\n2\n3\ny\n"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_the_bom_and_the_newlines_of_ours(tmp_path: Path, bom: bytes, newline: bytes) -> None:
    text = (MIDWAY / "data" / "tasks.yaml").read_bytes().replace(b"\n", newline)
    line = LINE.strip().encode()
    ours, theirs = (
        text.replace(line, line.replace(b"doing", b"done"), 1),
        text.replace(line, line.replace(b"06-30", b"09-30"), 1),
    )
    ran, raw = driver(tmp_path, text, bom + ours, theirs)
    assert ran == (0, "", "")
    assert raw == bom + text.replace(line, b"2: {status: done, due: 2026-09-30}", 1)


# --- misuse ---------------------------------------------------------------------------------------
# --------------------------


SEE = "用法和例子请看：cz git{} --help\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stup"], f"cz：cz git 没有“stup”这个动作。是不是 setup？\n{SEE.format('')}"),
        (
            ["提交"],
            "cz：cz git 没有“提交”这个动作。全部动作请看 cz git --help。\n",
        ),
        (
            ["setup", "x"],
            f"cz：多出了“x”，不知道它的意思。中间有空格的内容请用英文引号括起来。\n"
            f"{SEE.format(' setup')}",
        ),
        (["pre-commit", "--undo"], f"cz：没有“--undo”这个选项。\n{SEE.format(' pre-commit')}"),
        (
            ["merge-driver", "a", "b"],
            "cz：merge-driver 由 git 调用，要写明五项：原来、我方、对方三个文件，"
            "标记长度，方案里的路径。请用 cz git setup 安装。\n",
        ),
    ],
)
def test_misuse(plan: Path, arguments: list[str], said: str) -> None:
    assert cz("git", *arguments, cwd=plan) == (2, "", said)


def test_the_command_runs_from_anywhere(tmp_path: Path) -> None:
    """Not the cz that happens to lie in the folder, and with no cz on PATH."""
    (tmp_path / "cz").mkdir()
    (tmp_path / "cz" / "__init__.py").touch()
    (tmp_path / "cz" / "__main__.py").write_text("print('another cz')", encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f"{gitsetup.command()} --version"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"cz ")
    assert shlex.quote(sys.executable) in gitsetup.command()


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("style", ["diff3", "zdiff3"])
def test_what_stood_there_before_stands_between_the_marks(plan: Path, style: str) -> None:
    git(plan, "config", "merge.conflictStyle", style)
    setup(plan)
    two_statuses(plan)
    git(plan, "checkout", "-q", "a")
    assert tried(plan, "merge", "-m", "合并", "b").code == 1
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    disputed = text[text.index("<<<<<<<") : text.index(">>>>>>>")]
    assert disputed == (
        "<<<<<<< 我方（a）\n      2: {status: done, due: 2026-06-30}\n"
        "||||||| 原来\n      2: {status: doing, due: 2026-06-30}\n"
        "=======\n      2: {status: blocked, due: 2026-06-30}\n"
    )
    checked = cz("check", cwd=plan).out
    line = text.count("\n", 0, text.index("<<<<<<<")) + 1
    assert checked.startswith(
        f"data/tasks.yaml:{line}:1 错误 E101：这里是 git 合并冲突的标记。\n"
        "    | <<<<<<< 我方（a）\n"
        "    | ^^^^^^^^\n"
        "    = 从这里到“>>>>>>>”两边的内容不同，“|||||||”到“=======”之间是原来的：留下对的，"
        "连同“<<<<<<<”“=======”“>>>>>>>”几行删去别的。全部改好以后，"
    )
    assert "\n读进来的记录没有变化；没有读进来的，看不出变没变。\n" in cz("diff", cwd=plan).out


def two_statuses(plan: Path) -> None:
    """The branches a and b, which say otherwise of one phase of a task."""
    for branch, status in (("a", "done"), ("b", "blocked")):
        git(plan, "checkout", "-q", "-b", branch, "main")
        assert cz("set", "1-5", status, cwd=plan, **ALONE).code == 0
        git(plan, "commit", "-qam", branch)


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_branches_that_have_crossed(plan: Path, style: str) -> None:
    """Both sides have merged the other's before, and settled one field each in its own way."""
    git(plan, "config", "merge.conflictStyle", style)
    setup(plan)
    for branch, status in (("a", "done"), ("b", "blocked")):
        git(plan, "checkout", "-q", "-b", branch, "main")
        assert cz("set", "1-5", status, cwd=plan, **ALONE).code == 0
        git(plan, "commit", "-qam", branch)
        git(plan, "tag", f"{branch}1")
    settled = {"a": "done", "b": "blocked"}
    for branch, other in (("a", "b1"), ("b", "a1")):
        git(plan, "checkout", "-q", branch)
        assert tried(plan, "merge", "-m", "合并", other).code == 1
        git(plan, "checkout", "-q", branch, "--", "data")
        git(plan, "commit", "-qm", f"定为 {settled[branch]}")
    git(plan, "checkout", "-q", "a")
    assert cz("note", "1-5", "甲方记的", cwd=plan, **ALONE).code == 0
    git(plan, "commit", "-qam", "记")
    merged = tried(plan, "merge", "-m", "合并", "b")
    assert merged.code == 1
    assert "按行合并" not in merged.err
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    assert text.count("<<<<<<<") == 1
    disputed = text[text.index("<<<<<<<") : text.index(">>>>>>>")]
    assert "status: done" in disputed
    assert "status: blocked" in disputed
    assert "甲方记的" not in disputed
    assert "甲方记的" in text
