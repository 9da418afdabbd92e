"""What git answers, whatever its user has set, and what cz says where git cannot answer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import MIDWAY, Ran, copy_of, cz, environment, git, repository

ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "李四"), ("EMAIL", "l@example.org"))
}
NOT_FETCHED = (
    "这是部分克隆（partial clone），要读的内容还没有取到这台机器上。"
    "请联网后执行 git fetch --refetch --no-filter，再执行一次。\n"
)
LOST = (
    "git 里缺了要读的内容：仓库没有拷全，或者坏了。"
    "请用 git fsck 查看，从别的克隆取回来，或重新克隆。\n"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path / "创城 方案")


def run(plan: Path, *arguments: str, **more: str) -> Ran:
    return cz(*arguments, cwd=plan, **ALONE, **WHO, **more)


# --- however the user has set git -----------------------------------------------------------------

SETTINGS = {
    "i18n.logOutputEncoding": "gbk",
    "i18n.commitEncoding": "gbk",
    "log.showSignature": "true",
    "log.date": "relative",
    "log.decorate": "full",
    "log.follow": "true",
    "log.diffMerges": "off",
    "log.showRoot": "false",
    "format.pretty": "oneline",
    "format.notes": "true",
    "color.ui": "always",
    "color.diff": "always",
    "core.abbrev": "4",
    "core.quotePath": "true",
    "core.pager": "false",
    "core.commentChar": "1",
    "commit.cleanup": "strip",
    "commit.template": "/没有/这个文件",
    "commit.gpgSign": "true",
    "commit.verbose": "true",
    "gpg.program": "false",
    "diff.renames": "false",
    "diff.renameLimit": "1",
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.relative": "true",
    "diff.orderFile": "/没有/这个文件",
    "diff.external": "false",
    "diff.ignoreSubmodules": "all",
    "diff.wordRegex": ".",
    "merge.conflictStyle": "diff3",
    "status.short": "true",
    "status.renames": "false",
    "status.showUntrackedFiles": "no",
    "status.relativePaths": "false",
    "trailer.sign.key": "Signed-off-by",
    "trailer.sign.ifMissing": "add",
    "alias.log": "status",
    "alias.show": "status",
}
READ = (
    ["log"],
    ["log", "1-5", "--json"],
    ["log", "--since", "2026-06-15"],
    ["diff", "HEAD~2", "--json"],
    ["status", "--at", "2026-06-20"],
    ["show", "1-5", "--at", "HEAD~1"],
    ["report"],
)


def set_otherwise(plan: Path) -> None:
    for key, value in SETTINGS.items():
        git(plan, "config", key, value)


def test_what_git_says_does_not_depend_on_its_settings(plan: Path) -> None:
    run(plan, "set", "1-5", "done")
    git(plan, "mv", "data/units.yaml", "data/units.yaml.bak")
    git(plan, "commit", "-qam", "改错了名 #1", day="2026-07-11")
    git(plan, "mv", "data/units.yaml.bak", "data/units.yaml")
    git(plan, "commit", "-qam", "改回来", day="2026-07-12")
    plainly = [run(plan, *typed) for typed in READ]
    assert "改回来" in run(plan, "status", "--at", "HEAD").err
    set_otherwise(plan)
    assert [run(plan, *typed) for typed in READ] == plainly


def test_a_commit_says_in_git_what_it_was_told(plan: Path) -> None:
    set_otherwise(plan)
    ran = run(plan, "note", "1-5", "# 已办妥", "--commit")
    assert (ran.code, ran.err) == (0, "")
    shown = git(plan, "-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--format=%B%N")
    assert "1-5 深化开展道德模范评选表彰活动 记进展：# 已办妥" in shown
    assert "Signed-off-by" not in shown


# --- which day and which revision -----------------------------------------------------------------


def at(plan: Path, text: str, **more: str) -> str:
    """The subject of the commit that is shown for ``--at``."""
    told = run(plan, "status", "--at", text, **more).err
    return told.partition("：以下是提交 ")[2].partition("）")[0].partition("：")[2] or told


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"])
def test_a_commits_day_is_its_own_day(tmp_path: Path, zone: str) -> None:
    copy_of(MIDWAY, tmp_path)
    git(tmp_path, "init", "-q")
    for time, words in (
        ("2026-06-30T23:30:00 +0800", "夜里"),
        ("2026-07-01T00:30:00 +0800", "凌晨"),
    ):
        git(tmp_path, "add", "-A")
        dated = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        committed(tmp_path, words, **dated)
    assert at(tmp_path, "2026-06-30", TZ=zone) == "夜里"
    assert at(tmp_path, "2026-07-01", TZ=zone) == "凌晨"


def committed(plan: Path, words: str, **more: str) -> None:
    env = environment(**ALONE, **WHO, **more)
    command = ["git", "commit", "-q", "--allow-empty", "-am", words]
    subprocess.run(command, cwd=plan, env=env, check=True)


def test_a_day_is_neither_of_an_older_author_nor_of_a_later_committer(plan: Path) -> None:
    """A commit brought over later was not there on the day that its author wrote it."""
    dated = {
        "GIT_AUTHOR_DATE": "2026-06-20T09:00:00 +0800",
        "GIT_COMMITTER_DATE": "2026-07-12T09:00:00 +0800",
    }
    committed(plan, "补提交", **dated)
    assert at(plan, "2026-06-20") == "第2周"
    assert at(plan, "2026-07-12") == "补提交"


@pytest.mark.parametrize(
    "day", ["20260620", "2026.6.20", "2026年6月20号", "6月20日", "6.20", "6/20"]
)
def test_days_as_people_write_them(plan: Path, day: str) -> None:
    today = {"CZ_TODAY": "2026-07-15"}
    assert at(plan, day, **today) == "第2周"


def test_a_name_that_git_knows_is_no_day(plan: Path) -> None:
    for name in ("20260620", "6.20", "2026-夏", "2026-06-10"):
        git(plan, "tag", name, "HEAD")
    assert at(plan, "20260620") == "第4周"
    assert at(plan, "6.20") == "第4周"
    assert at(plan, "2026-夏") == "第4周"
    assert at(plan, "2026-06-10") == "第1周"  # a day in full is always one


def test_days_before_and_after_all_that_git_can_date(plan: Path) -> None:
    earliest = "及以前还没有提交过。最早的提交是 2026-06-01。\n"
    for day in ("1969-12-31", "1900-01-01"):
        ran = run(plan, "status", "--at", day)
        assert (ran.code, ran.err) == (2, f"cz：{day} {earliest}")
    assert at(plan, "2100-01-01") == "第4周"
    assert at(plan, "20991231") == "第4周"


@pytest.mark.parametrize(
    "odd",
    ["^HEAD", "--all", "-1", "HEAD~99", "HEAD^@", "HEAD..HEAD~1", "HEAD@{9}", "@{u}", "HEAD:data"],
)
def test_what_names_no_single_commit_is_refused(plan: Path, odd: str) -> None:
    told = (
        f"cz：git 里没有“{odd}”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。\n"
    )
    assert run(plan, "status", f"--at={odd}") == (2, "", told)


def test_every_way_of_naming_a_commit(plan: Path) -> None:
    git(plan, "tag", "-a", "-m", "附注", "标签", "HEAD~1")
    git(plan, "branch", "up", "HEAD~2")
    git(plan, "branch", "-u", "up")
    named = {
        "HEAD^{/第1}": "第1周",
        ":/第2周": "第2周",
        "标签": "第3周",
        "@{u}": "第2周",
        "@": "第4周",
        "HEAD~3": "第1周",
        " HEAD~3 ": "第1周",
        git(plan, "rev-parse", "--short=5", "HEAD~1").strip(): "第3周",
    }
    assert {text: at(plan, text) for text in named} == named


# --- what git cannot answer is not what is not there ----------------------------------------------


def blobless(plan: Path, to: Path, kind: str) -> Path:
    """A partial clone whose remote is away."""
    git(plan, "config", "uploadpack.allowFilter", "true")
    git(plan.parent, "clone", "-q", f"--filter={kind}", f"file://{plan}", str(to))
    plan.rename(plan.with_name("搬走了"))
    return to


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_was_not_fetched(plan: Path, tmp_path: Path, kind: str) -> None:
    for id_ in ("1-5", "1-4"):
        assert run(plan, "set", id_, "done", "--commit").code == 0
    clone = blobless(plan, tmp_path / "部分", kind)
    for typed in (
        ["restore", "1-5", "--at", "HEAD~2"],
        ["diff", "HEAD~2"],
        ["status", "--at", "HEAD~2"],
        ["status", "--since", "HEAD~2"],
        ["check", "--at", "HEAD~2"],
    ):
        assert run(clone, *typed) == (1, "", f"cz：{NOT_FETCHED}"), typed
    logged = run(clone, "log")
    assert "删除" not in logged.out
    assert "Traceback" not in logged.err
    if kind == "blob:none":
        assert run(clone, "diff").out.endswith("没有变化。\n")


def forget(plan: Path, *names: str) -> None:
    """Lose objects of the repository."""
    for name in names:
        sha = git(plan, "rev-parse", name).strip()
        (plan / ".git" / "objects" / sha[:2] / sha[2:]).unlink()


@pytest.mark.soak(every=2)
@pytest.mark.parametrize(
    "lost", ["HEAD~1:data/tasks.yaml", "HEAD~1:data", "HEAD~1^{tree}", "HEAD~1"]
)
def test_a_lost_object_is_told(plan: Path, lost: str) -> None:
    for id_ in ("1-5", "1-4"):
        assert run(plan, "set", id_, "done", "--commit").code == 0
    forget(plan, lost)
    for typed in (["restore", "1-5", "--at", "HEAD~1"], ["diff", "HEAD~1"]):
        assert run(plan, *typed) == (1, "", f"cz：{LOST}"), typed
    logged = run(plan, "log")
    assert "删除" not in logged.out
    assert "Traceback" not in logged.err
    assert "新增" not in run(plan, "diff", "2026-06-30").out


def test_alternates_that_are_away(plan: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--shared", str(plan), "借用")
    plan.rename(plan.with_name("搬走了"))
    clone = tmp_path / "借用"
    for typed in (["diff"], ["log"], ["status", "--at", "2026-06-30"], ["restore", "1-5"]):
        ran = run(clone, *typed)
        assert (ran.code, ran.out) == (1, ""), typed
        assert "git 里缺了要读的内容" in ran.err
    assert run(clone, "report").code == 0


def test_a_damaged_index(plan: Path) -> None:
    (plan / ".git" / "index").write_bytes(b"DIRC garbage")
    told = (
        "cz：git 的暂存区文件（.git/index）坏了，读不出来。"
        "请先把它改名，再执行 git reset；工作区里的文件不受影响。\n"
    )
    assert run(plan, "diff", "--staged") == (1, "", told)
    assert run(plan, "git", "pre-commit") == (1, "", told)
    before = (plan / "data" / "tasks.yaml").read_bytes()
    assert run(plan, "set", "1-5", "done", "--commit") == (1, "", told)
    assert (plan / "data" / "tasks.yaml").read_bytes() == before


LEFT_OUT = (
    "data/{}.yaml 错误 E001：git 里有这个文件，稀疏检出（sparse checkout）没有把它放到这里。\n"
    "    = 请执行 git sparse-checkout disable，或把方案的 data 文件夹加进检出的范围。\n"
)


@pytest.mark.parametrize("linked", [False, True])
def test_a_file_that_is_not_checked_out_is_not_deleted(
    plan: Path, tmp_path: Path, linked: bool
) -> None:
    if linked:
        git(plan, "worktree", "add", "-q", str(tmp_path / "另一处"))
        plan = tmp_path / "另一处"
    git(plan, "sparse-checkout", "set", "--no-cone", "/*", "!/data/evidence.yaml")
    assert not (plan / "data" / "evidence.yaml").exists()
    told = LEFT_OUT.format("evidence")
    compared = run(plan, "diff")
    assert compared.err.startswith(told)
    assert "删除" not in compared.out
    assert run(plan, "check").out.startswith(told)
    (plan / "a.txt").write_text("a", encoding="utf-8")
    refused = run(plan, "evidence", "add", "i1-02", "a.txt", "--kind", "说明报告")
    assert refused.code == 1
    assert refused.err.startswith(told)
    assert not (plan / "data" / "evidence.yaml").exists()
    assert run(plan, "diff", "--staged").out.endswith("没有变化。\n")
    git(plan, "sparse-checkout", "disable")
    assert run(plan, "diff") == (0, run(plan, "diff").out, "")
    assert "错误 0 个" in run(plan, "check").out


def test_a_file_in_conflict_is_not_gone_from_the_index(plan: Path) -> None:
    for branch, status in (("a", "done"), ("b", "blocked")):
        git(plan, "checkout", "-q", "-b", branch, "main")
        assert run(plan, "set", "1-5", status, "--note", branch).code == 0
        git(plan, "commit", "-qam", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git(plan, "merge", "-q", "a")
    assert run(plan, "diff", "--staged") == (
        1,
        "",
        "cz：data/tasks.yaml 还有没解决的冲突，暂存区里没有定下来的内容。"
        "请先解决冲突，再 git add。\n",
    )


def test_a_branch_whose_file_is_broken_is_not_an_empty_repository(plan: Path) -> None:
    (plan / ".git" / "refs" / "heads" / "main").write_bytes(b"")
    told = (
        "cz：git 的 refs/heads/main 坏了，读不出它指向哪个提交。"
        "请用 git reflog 找到最后的提交，再用 git update-ref 改正。\n"
    )
    for typed in (["diff"], ["log"], ["status", "--at", "2026-06-30"]):
        assert run(plan, *typed) == (1, "", told)


def test_a_repository_that_git_does_not_take_for_one(plan: Path) -> None:
    (plan / ".git" / "HEAD").unlink()
    told = (
        ".git 在，但 git 读不出里面的仓库：它坏了，或者它所指的仓库已经不在原处。"
        "请用 git status 查看，或重新克隆。\n"
    )
    ran = run(plan, "diff")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith(told)
    shutil.rmtree(plan / ".git")
    (plan / ".git").write_text("gitdir: /没有/这里\n", encoding="utf-8")
    assert run(plan, "log").err.endswith(told)


def test_settings_that_git_cannot_read(plan: Path) -> None:
    with (plan / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write("[坏的\n")
    told = "cz：git 的设置有错，git 读不了，请改正后再试：fatal: bad config line "
    for typed in (["diff"], ["log"], ["git", "setup"], ["set", "1-5", "done", "--commit"]):
        ran = run(plan, *typed)
        assert (ran.code, ran.out) == (1, "")
        assert re.fullmatch(told + r"[0-9]+ in file .git/config\n", ran.err)


ASK_FOR_MORE = (
    "diff",
    "status --at HEAD~1",
    "restore 1-5 --at HEAD~1",
    "git pre-commit",
)
WRONG = [
    (
        "log.diffMerges",
        "foo",
        "fatal: bad config variable 'log.diffmerges' in file '.git/config' at line {line}",
    ),
    (
        "diff.algorithm",
        "foo",
        "fatal: bad config variable 'diff.algorithm' in file '.git/config' at line {line}",
    ),
    ("diff.renames", "x", "fatal: bad boolean config value 'x' for 'diff.renames'"),
    (
        "diff.context",
        "-1",
        "fatal: bad config variable 'diff.context' in file '.git/config' at line {line}",
    ),
    ("diff.ignoreSubmodules", "foo", "fatal: bad --ignore-submodules argument: foo"),
]


@pytest.mark.soak(every=8)
@pytest.mark.parametrize(("key", "value", "words"), WRONG, ids=[key for key, *_ in WRONG])
def test_a_wrong_value_of_what_only_the_history_asks_for(
    plan: Path, key: str, value: str, words: str
) -> None:
    for id_ in ("1-5", "1-4"):
        assert run(plan, "set", id_, "done", "--commit").code == 0
    plainly = [run(plan, *typed.split()) for typed in ASK_FOR_MORE]
    git(plan, "checkout", "-q", ".")
    git(plan, "config", key, value)
    line = len((plan / ".git" / "config").read_text(encoding="utf-8").splitlines())
    told = (
        f"cz：git 读不出历史。git 的设置有错，git 读不了，请改正后再试：{words.format(line=line)}"
    )
    if f"'{key.lower()}'" in words:
        told += f"（在哪里设的，请看 git config --show-origin --get-all {key.lower()}）"
    assert run(plan, "log") == (1, "", f"{told}\n")
    assert [run(plan, *typed.split()) for typed in ASK_FOR_MORE] == plainly


WRONG_FOR_ALL = [
    ("core.abbrev", "x", "fatal: bad numeric config value 'x' for 'core.abbrev': invalid unit"),
    (
        "core.abbrev",
        "99",
        "error: abbrev length out of range: 99；fatal: bad config variable 'core.abbrev' in file '.git/config' at line {line}",
    ),
    ("core.autocrlf", "foo", "fatal: bad boolean config value 'foo' for 'core.autocrlf'"),
    ("core.attributesFile", "~没有的人/x", "fatal: failed to expand user dir in: '~没有的人/x'"),
    (
        "branch.autoSetupRebase",
        "x",
        "error: malformed value for branch.autosetuprebase；fatal: bad config variable 'branch.autosetuprebase' in file '.git/config' at line {line}",
    ),
    (
        "push.default",
        "x",
        "error: malformed value for push.default: x；error: must be one of nothing, matching, simple, upstream or current；fatal: bad config variable 'push.default' in file '.git/config' at line {line}",
    ),
    ("include.path", "config", "fatal: exceeded maximum include depth (10) while including"),
    ("core.worktree", "/没有/这里", "fatal: Invalid path '/没有': No such file or directory"),
]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    WRONG_FOR_ALL,
    ids=[f"{key} {value}" for key, value, _ in WRONG_FOR_ALL],
)
def test_a_wrong_value_of_a_setting_is_said_in_the_words_of_git(
    plan: Path, key: str, value: str, words: str
) -> None:
    git(plan, "config", key, value)
    line = len((plan / ".git" / "config").read_text(encoding="utf-8").splitlines())
    told = f"cz：git 的设置有错，git 读不了，请改正后再试：{words.format(line=line)}"
    if f"'{key.lower()}'" in words:
        told += f"（在哪里设的，请看 git config --show-origin --get-all {key.lower()}）"
    before = (plan / "data" / "tasks.yaml").read_bytes()
    for typed in (*ASK_FOR_MORE, "git setup", "set 1-4 done --commit"):
        assert run(plan, *typed.split()) == (1, "", f"{told}\n"), typed
    assert (plan / "data" / "tasks.yaml").read_bytes() == before
    assert run(plan, "log").err.endswith(f"{told.removeprefix('cz：')}\n")


def test_a_format_of_dates_that_git_does_not_know(plan: Path) -> None:
    plainly = [run(plan, *typed) for typed in READ]
    git(plan, "config", "log.date", "foo")
    assert [run(plan, *typed) for typed in READ] == plainly


def test_a_git_that_breaks_down(plan: Path, tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "git"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nkill -SEGV $$\n", encoding="utf-8")
    broken.chmod(0o755)
    path = f"{broken.parent}{os.pathsep}{os.environ['PATH']}"
    assert run(plan, "diff", PATH=path) == (
        1,
        "",
        "cz：git 自己崩溃了（fatal: git died of signal 11）。"
        "请升级 git，或检查最近改过的 git 设置。\n",
    )


def test_a_repository_of_a_newer_git(plan: Path) -> None:
    git(plan, "config", "core.repositoryFormatVersion", "99")
    assert run(plan, "log") == (
        1,
        "",
        "cz：这个仓库的格式比这台机器上的 git 新，读不了。请先升级 git。\n",
    )


def test_another_git_at_work(plan: Path) -> None:
    (plan / ".git" / "refs" / "heads" / "main.lock").touch()
    ran = run(plan, "set", "1-5", "done", "--commit")
    assert ran.code == 1
    assert "另一个 git 正在这个仓库里工作，或上次中断留下了锁文件（.lock）。" in ran.err
    assert git(plan, "log", "-1", "--format=%s").strip() == "第4周"


def test_a_folder_with_a_newline_in_its_name(tmp_path: Path) -> None:
    below = tmp_path / "仓\n库" / "甲\n乙\n"
    copy_of(MIDWAY, below)
    git(below.parent, "init", "-q", "-b", "main")
    git(below.parent, "add", "-A")
    git(below.parent, "commit", "-qm", "起点")
    assert run(below, "set", "1-5", "done", "--commit").code == 0
    assert "1 条记录有变化" in run(below, "diff", "HEAD~1").out
    assert run(below, "restore", "1-5", "--at", "HEAD~1").code == 0
    assert "推进中 → 已完成" in run(below, "log", "1-5").out


def test_a_sha256_repository(tmp_path: Path) -> None:
    copy_of(MIDWAY, tmp_path)
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "起点")
    assert run(tmp_path, "set", "1-5", "done", "--commit").code == 0
    assert "1 条记录有变化" in run(tmp_path, "diff", "HEAD~1").out
    assert "推进中 → 已完成" in run(tmp_path, "log", "1-5").out
    assert at(tmp_path, git(tmp_path, "rev-parse", "HEAD~1").strip()) == "起点"


def test_a_shallow_clone_says_why_an_older_revision_is_not_there(
    plan: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{plan}", "浅")
    assert run(tmp_path / "浅", "diff", "HEAD~2").err == (
        "cz：git 里没有“HEAD~2”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。"
        "这是浅克隆，只带了最近的历史；执行 git fetch --unshallow 可以取回全部。\n"
    )


# --- variables that tell of another repository ----------------------------------------------------


def other_repository(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "x").write_text("1\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "别的")
    return folder


def test_variables_of_another_repository_do_not_mislead(plan: Path, tmp_path: Path) -> None:
    other = other_repository(tmp_path / "别处")
    dot = other / ".git"
    misleading = [
        {"GIT_DIR": str(dot)},
        {"GIT_DIR": str(dot), "GIT_WORK_TREE": str(other)},
        {"GIT_WORK_TREE": str(other)},
        {"GIT_INDEX_FILE": str(dot / "index")},
        {"GIT_INDEX_FILE": ".git/index.lock"},
        {"GIT_OBJECT_DIRECTORY": str(dot / "objects")},
        {"GIT_COMMON_DIR": str(dot)},
        {"GIT_PREFIX": "data/", "GIT_LITERAL_PATHSPECS": "1", "GIT_TRACE": "1"},
        {"GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "-U0", "GIT_NAMESPACE": "x"},
        {"GIT_CONFIG": str(dot / "没有"), "GIT_SHALLOW_FILE": str(dot / "没有")},
    ]
    asked = [["log", "1-5", "--json"], ["diff", "HEAD~2", "--json"], ["git", "pre-commit"]]
    plainly = [run(plan, *typed) for typed in asked]
    for variables in misleading:
        assert [run(plan, *typed, **variables) for typed in asked] == plainly, variables
    for number, variables in enumerate(misleading):
        ran = run(plan, "note", "1-5", f"第{number}次", "--commit", **variables)
        assert (ran.code, ran.err) == (0, ""), variables
        assert git(plan, "status", "--porcelain") == ""
        assert f"第{number}次" in git(plan, "log", "-1", "--format=%s")
    assert git(other, "log", "--format=%s").strip() == "别的"
    assert git(other, "status", "--porcelain") == ""


def hook_of(folder: Path, script: str) -> None:
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)


def committing(folder: Path, *arguments: str, **more: str) -> Ran:
    done = subprocess.run(
        ["git", "commit", "-q", *arguments],
        cwd=folder,
        env=environment(**ALONE, **WHO, **more),
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_in_a_hook_of_another_repository(plan: Path, tmp_path: Path) -> None:
    other = other_repository(tmp_path / "别处")
    git(other, "worktree", "add", "-q", "-b", "另", str(tmp_path / "另"))
    call = f"cd '{plan}' && {sys.executable} -m cz note 1-5 $(cat {tmp_path}/words) --commit"
    hook_of(other, f"{call} > {tmp_path}/log 2>&1")
    for words, folder in (("甲", other), ("乙", tmp_path / "另")):
        (tmp_path / "words").write_text(words, encoding="utf-8")
        (folder / "x").write_text(words, encoding="utf-8")
        ran = committing(folder, "-am", "改")
        assert (ran.code, ran.err) == (0, ""), (tmp_path / "log").read_text(encoding="utf-8")
        assert words in git(plan, "log", "-1", "--format=%s")
        assert git(plan, "status", "--porcelain") == ""


def test_in_a_hook_the_index_that_git_names_is_the_one(plan: Path, tmp_path: Path) -> None:
    """Also the one that ``git commit FILE`` makes for itself, and one of the user's own."""
    hook_of(plan, f"{sys.executable} -m cz diff --staged > {tmp_path}/log")
    git(plan, "config", "commit.gpgSign", "false")
    for id_, more in (("1-5", {}), ("1-4", {"GIT_INDEX_FILE": str(tmp_path / "index")})):
        if more:
            shutil.copy(plan / ".git" / "index", tmp_path / "index")
        assert run(plan, "set", id_, "done").code == 0
        assert committing(plan, "data/tasks.yaml", "-m", "一处", **more).code == 0
        assert f"  {id_} " in (tmp_path / "log").read_text(encoding="utf-8")
        git(plan, "reset", "-q")


def test_a_work_tree_whose_repository_lies_elsewhere(plan: Path, tmp_path: Path) -> None:
    (plan / ".git").rename(tmp_path / "别处.git")
    named = {"GIT_DIR": str(tmp_path / "别处.git"), "GIT_WORK_TREE": str(plan)}
    assert run(plan, "diff", **named).out.endswith("没有变化。\n")
    ran = run(plan, "set", "1-5", "done", "--commit", **named)
    assert (ran.code, ran.err) == (0, "")
    assert "不在 git 仓库里" in run(plan, "diff", GIT_DIR=named["GIT_DIR"]).err
