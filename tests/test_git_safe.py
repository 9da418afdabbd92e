"""A repository that somebody else prepared runs nothing, and an interrupted commit leaves nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.running import Ran, cz, environment, git, make_fifo, repository

READING = (
    "status",
    "list",
    "show 1-1",
    "log",
    "log 1-1",
    "diff",
    "diff HEAD~2",
    "diff HEAD~2..HEAD",
    "report --phase 2",
    "report --template 简报 --phase 2",
    "status --at HEAD~1",
    "status --at 2026-06-20",
    "restore 1-1 --at HEAD~1 --dry-run",
    "check",
    "git pre-commit",
    "set 1-1 done --dry-run",
)
WHO = {
    "GIT_AUTHOR_NAME": "张三",
    "GIT_AUTHOR_EMAIL": "z@example.org",
    "GIT_COMMITTER_NAME": "张三",
    "GIT_COMMITTER_EMAIL": "z@example.org",
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path / "plan")


def trap(folder: Path, name: str) -> str:
    """A program that leaves a file of this name when it is run."""
    path = folder / f"run-{name}"
    path.write_text(f"#!/bin/sh\ntouch '{folder}/RAN-{name}'\nexit 1\n")
    path.chmod(0o755)
    return str(path)


def ran(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("RAN*"))


def prepared(plan: Path, traps: Path) -> None:
    """Whatever git's settings, attributes and hooks can name, set in the repository itself."""
    programs = (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "pager.log",
        "pager.show",
        "pager.diff",
        "diff.external",
        "diff.bad.command",
        "diff.bad.textconv",
        "filter.bad.clean",
        "filter.bad.smudge",
        "filter.bad.process",
        "merge.bad.driver",
        "gpg.program",
        "gpg.ssh.program",
        "gpg.x509.program",
        "gpg.ssh.defaultKeyCommand",
        "credential.helper",
        "remote.origin.uploadpack",
        "sequence.editor",
        "interactive.diffFilter",
    )
    for key in programs:
        git(plan, "config", key, trap(traps, key))
    for word in ("log", "show", "status", "rev-parse", "cat-file", "diff"):
        git(plan, "config", f"alias.{word}", f"!{trap(traps, f'alias-{word}')}")
    for key in ("log.showSignature", "commit.gpgSign"):
        git(plan, "config", key, "true")
    (plan / ".git" / "info").mkdir(exist_ok=True)
    attributes = "* diff=bad filter=bad merge=bad\n"
    (plan / ".git" / "info" / "attributes").write_text(attributes)
    hooks = plan / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-commit"):
        shutil.copy(trap(traps, f"hook-{name}"), hooks / name)


def signed(plan: Path) -> None:
    """The last commit once more, with a signature that a look at it would check."""
    commit = git(plan, "cat-file", "commit", "HEAD")
    head, _, words = commit.partition("\n\n")
    text = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
    (plan.parent / "commit").write_text(f"{text}\n{words}")
    sha = git(plan, "hash-object", "-t", "commit", "-w", str(plan.parent / "commit")).strip()
    git(plan, "reset", "-q", "--soft", sha)


def test_reading_runs_nothing_that_a_repository_names(plan: Path, tmp_path: Path) -> None:
    signed(plan)
    prepared(plan, tmp_path)
    (plan / "data" / "tasks.yaml").touch()  # git would have to look whether it is another now
    for line in READING:
        assert "Traceback" not in cz(*line.split(), cwd=plan).err
        assert ran(tmp_path) == [], line


def test_nothing_is_fetched_to_read(plan: Path, tmp_path: Path) -> None:
    """What a partial clone lacks would be fetched by a program that its settings name."""
    other = tmp_path / "other"
    git(plan, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{plan}", str(other))
    git(other, "config", "remote.origin.uploadpack", trap(tmp_path, "uploadpack"))
    git(other, "config", "protocol.allow", "always")
    for line in READING:
        assert "Traceback" not in cz(*line.split(), cwd=other).err
        assert ran(tmp_path) == [], line
    git(other, "config", "remote.origin.url", f"ext::{trap(tmp_path, 'ext')}")
    git(other, "config", "protocol.ext.allow", "always")
    for line in READING:
        cz(*line.split(), cwd=other)
        assert ran(tmp_path) == [], line


@pytest.mark.parametrize("line", ["set 1-1 done --phase 2 --commit", *READING])
def test_a_folder_of_the_plan_is_no_repository(plan: Path, tmp_path: Path, line: str) -> None:
    """A plan's folder with all that a bare repository has, as a clone may bring it along."""
    inner = plan / "inner"
    shutil.copytree(plan / "data", inner / "data")
    for folder in ("refs/heads", "objects/info", "objects/pack"):
        (inner / folder).mkdir(parents=True)
    (inner / "HEAD").write_text("ref: refs/heads/main\n")
    (inner / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"
        f'\tfsmonitor = "{trap(tmp_path, "fsmonitor")}"\n'
        f'[filter "bad"]\n\tclean = "{trap(tmp_path, "clean")}"\n'
    )
    (inner / ".gitattributes").write_text("* filter=bad\n")
    before = (inner / "data" / "tasks.yaml").read_bytes()
    done = cz(*line.split(), cwd=inner)
    assert ran(tmp_path) == []
    assert "Traceback" not in done.err
    assert (inner / "data" / "tasks.yaml").read_bytes() == before


def test_what_looks_like_a_repository_is_called_one(plan: Path) -> None:
    sub = plan / "sub"
    for folder in ("refs", "objects"):
        (sub / folder).mkdir(parents=True)
    shutil.copytree(plan / "data", sub / "data")
    (sub / "HEAD").write_text("ref: refs/heads/main\n")
    assert cz("log", cwd=sub) == Ran(
        2,
        "",
        "cz：方案文件夹或它的上级里有 HEAD、objects、refs，像一个 git 仓库（bare）。"
        "为防里面的设置运行程序，cz 不读它。请把它们移开，方案用普通的仓库。\n",
    )


@pytest.mark.parametrize(
    "attributes, change, told",
    [
        ("", "", False),
        ("", "touch", False),
        ("", "edit", True),
        ("", "delete", True),
        ("", "stage", True),
        ("* text eol=crlf\n", "crlf", False),
        ("", "fifo", True),
    ],
)
def test_the_version_of_a_report(plan: Path, attributes: str, change: str, told: bool) -> None:
    (plan / ".git" / "info" / "attributes").write_text(attributes)
    path = plan / "data" / "rules.yaml"
    path.write_text("a: 1\n")
    git(plan, "add", "data/rules.yaml")
    git(plan, "commit", "-q", "-m", "乙")
    if change == "touch":
        os.utime(path, (1, 1))
    elif change == "edit":
        path.write_text("a: 2\n")
    elif change == "delete":
        path.unlink()
    elif change == "crlf":
        path.write_bytes(b"a: 1\r\n")
    elif change == "fifo":
        path.unlink()
        make_fifo(path)
    elif change == "stage":
        path.write_text("a: 2\n")
        git(plan, "add", "data/rules.yaml")
        path.write_text("a: 1\n")
    sha = git(plan, "rev-parse", "--short=8", "HEAD").strip()
    words = f"版本 {sha}，另有未提交的改动" if told else f"版本 {sha}）"
    assert words in cz("report", "--template", "简报", "--phase", "2", cwd=plan).out


def test_a_report_says_that_git_cannot_tell_the_version(plan: Path) -> None:
    def head() -> str:
        return cz("report", "--template", "简报", "--phase", "2", cwd=plan).out.split("\n\n")[1]

    told = head()
    assert "（版本 " in told
    unknown = re.sub("（版本 .*?）", "（版本 git 答不上来）", told)
    git(plan, "config", "core.abbrev", "x")
    assert head() == unknown
    git(plan, "config", "--unset", "core.abbrev")
    index = plan / ".git" / "index"
    kept = index.read_bytes()
    index.write_bytes(b"DIRC garbage")
    assert head() == unknown
    index.write_bytes(kept)
    assert head() == told
    (plan / ".git" / "HEAD").rename(plan / ".git" / "HEAD.bak")
    assert head() == unknown
    shutil.rmtree(plan / ".git")
    assert head() == re.sub("（版本 .*?）", "", told)
    git(plan, "init", "-q")
    assert head() == re.sub("（版本 .*?）", "", told)


def test_an_interrupted_commit_leaves_nothing_staged(plan: Path) -> None:
    hook = plan / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{plan}/.git/BUSY'\nsleep 20\n")
    hook.chmod(0o755)
    head = git(plan, "rev-parse", "HEAD")
    command = [sys.executable, "-m", "cz", "set", "1-1", "done", "--phase", "2", "--commit"]
    for kill, whole_group in (
        (signal.SIGINT, True),
        (signal.SIGINT, False),
        (getattr(signal, "SIGKILL", signal.SIGINT), True),
    ):
        (plan / ".git" / "BUSY").unlink(missing_ok=True)
        process = subprocess.Popen(
            command,
            cwd=plan,
            env=environment(GIT_CONFIG_GLOBAL=os.devnull, **WHO),
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        while not (plan / ".git" / "BUSY").exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        if whole_group:
            os.killpg(process.pid, kill)
        else:
            process.send_signal(kill)
        _, told = process.communicate()
        subprocess.run(["kill", "--", f"-{process.pid}"], check=False, capture_output=True)
        if kill == signal.SIGINT:
            assert process.returncode == 130
            assert told.decode() == "已中断。中断以前，data/tasks.yaml 已经写好。\n"
            assert not list((plan / ".git").glob("index.cz-*"))
        assert git(plan, "rev-parse", "HEAD") == head
        assert git(plan, "diff", "--cached", "--name-only") == ""
        git(plan, "checkout", "-q", "data")


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGKILL"])
def test_a_run_killed_after_its_commit_leaves_nothing_staged(plan: Path, ending: str) -> None:
    """Asked to end it puts the index in order itself; killed, the next run does."""
    hook = plan / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{plan}/.git/BUSY'\nexec sleep 20\n")
    hook.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "cz", "set", "1-1", "done", "--phase", "2", "--commit"],
        cwd=plan,
        env=environment(GIT_CONFIG_GLOBAL=os.devnull, **WHO),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not (plan / ".git" / "BUSY").exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    os.killpg(process.pid, getattr(signal, ending))
    process.communicate()
    hook.unlink()
    if ending == "SIGTERM":
        assert git(plan, "diff", "--cached", "--name-only") == ""
    done = cz("set", "1-1", "verified", "--phase", "2", "--commit", cwd=plan, **WHO)
    assert (done.code, done.err) == (0, "")
    assert git(plan, "status", "--porcelain") == ""
    assert not list((plan / ".git").glob("index.cz-*"))


def test_why_nothing_can_be_done_goes_before_why_it_cannot_be_committed(plan: Path) -> None:
    done = cz("note", "99-1", "报了", "--commit", cwd=plan, **WHO)
    assert done.code == 2
    assert "上次提交" not in done.err
    assert "99-1" in done.err


def test_what_a_hook_stages_stays_in_the_commit(plan: Path) -> None:
    hook = plan / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 记 > 记录.txt\ngit add 记录.txt\n")
    hook.chmod(0o755)
    done = cz("set", "1-1", "done", "--phase", "2", "--commit", cwd=plan, **WHO)
    assert done.code == 0, done
    assert git(plan, "status", "--porcelain") == ""
    assert git(plan, "show", "--format=", "--name-only", "HEAD").split() == [
        "data/tasks.yaml",
        "记录.txt",
    ]
