"""The only subprocess: asking the installed git about the repository a plan lies in."""

import os
import re
import subprocess
from datetime import date
from typing import NamedTuple

from cz.problem import Refusal


class Repository(NamedTuple):
    """``top``: the work tree's folder; ``prefix``: the plan's folder within it, "" or ending in "/"."""

    top: str
    prefix: str


class Commit(NamedTuple):
    """``sha`` in full; ``day`` the author's date."""

    sha: str
    day: date
    author: str
    subject: str

    @property
    def short(self) -> str:
        return self.sha[:8]


class GitFailed(Exception):
    """git ended with an error; ``words`` is what it said, in its own language."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints, ``given`` on its standard input. Raises GitFailed, and Refusal where git is not installed."""
    command = ["git", "-c", "core.quotepath=off", "-c", "color.ui=false", "--no-pager", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False, env=_environment())
    except FileNotFoundError:
        raise Refusal("这台机器上没有装 git，看不了历史。不需要历史的命令照常可用。") from None
    if done.returncode:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


def repository(folder: str) -> Repository:
    """The repository that holds the plan folder. Raises Refusal where there is none."""
    try:
        found = git(folder, "rev-parse", "--show-toplevel", "--show-prefix").decode("utf-8").split("\n")
    except GitFailed as failed:
        if "dubious ownership" in failed.words:
            raise Refusal(f"{folder} 属于别的用户，git 不肯读它。请按 git 的提示把它加入 safe.directory。") from None
        if "must be run in a work tree" in failed.words:
            raise Refusal("这是没有工作区的 git 仓库（bare），cz 要在工作区里用。") from None
        raise Refusal(f"{folder} 不在 git 仓库里，没有历史可看。先执行 git init、git add .、git commit 就有了。") from None
    return Repository(found[0], found[1])


def resolve(repo: Repository, text: str) -> Commit:
    """The commit that a revision, or a day (the last commit up to its end), names. Raises Refusal."""
    wanted = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", wanted):
            sha = git(repo.top, "rev-list", "-1", "--first-parent", f"--before={wanted} 23:59:59", "HEAD").decode().strip()
            if not sha:
                raise Refusal(f"{wanted} 及以前还没有提交过。{_oldest(repo)}")
        else:
            sha = git(repo.top, "rev-parse", "--verify", "--end-of-options", f"{wanted}^{{commit}}").decode().strip()
        return commit(repo, sha)
    except GitFailed:
        if _empty(repo):
            raise Refusal("这个仓库还没有提交过，没有历史可看。") from None
        raise Refusal(f"git 里没有“{text}”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。") from None


def commit(repo: Repository, sha: str) -> Commit:
    raw = git(repo.top, "show", "-s", "--date=format:%Y-%m-%d", "--format=%H%x00%ad%x00%an%x00%s", sha).decode("utf-8", "replace")
    full, day, author, subject = raw.rstrip("\n").split("\0")
    return Commit(full, date.fromisoformat(day), author, subject)


def _empty(repo: Repository) -> bool:
    try:
        git(repo.top, "rev-parse", "--verify", "HEAD")
    except GitFailed:
        return True
    return False


def _oldest(repo: Repository) -> str:
    shallow = git(repo.top, "rev-parse", "--is-shallow-repository").decode().strip() == "true"
    if shallow:
        return "这是浅克隆，只带了最近的历史；执行 git fetch --unshallow 可以取回全部。"
    first = git(repo.top, "log", "--reverse", "--date=format:%Y-%m-%d", "--format=%ad").decode().split("\n", 1)[0]
    return f"最早的提交是 {first}。"


def merge_base(repo: Repository, one: str, other: str) -> str:
    """Raises Refusal where the two have nothing in common."""
    try:
        return git(repo.top, "merge-base", one, other).decode().strip()
    except GitFailed:
        raise Refusal(f"{one} 和 {other} 没有共同的历史，不能比较。") from None


def file_at(repo: Repository, revision: str, name: str) -> bytes | None:
    """A file of the plan as a revision ("" for the index) holds it; ``None`` where it holds none."""
    try:
        return git(repo.top, "cat-file", "blob", f"{revision}:{repo.prefix}{name}")
    except GitFailed:
        return None


def version(folder: str) -> str:
    """The commit the plan's files stand on, in words for a report; "" without git or history."""
    try:
        raw = git(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no", "--", "data").decode("utf-8", "replace")
    except (GitFailed, Refusal):
        return ""
    lines = raw.split("\n")
    sha = next((line.split()[2] for line in lines if line.startswith("# branch.oid ")), "(initial)")
    if sha == "(initial)":
        return ""
    changed = any(line and not line.startswith("#") for line in lines)
    return f"{sha[:8]}，另有未提交的改动" if changed else sha[:8]


_UNDER_WAY = {
    "MERGE_HEAD": "合并", "rebase-merge": "变基（rebase）", "rebase-apply": "变基（rebase）", "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "撤销（revert）",
}  # fmt: skip


def under_way(repo: Repository) -> str:
    """What git is in the middle of, in words, or ""."""
    for name, word in _UNDER_WAY.items():
        path = git(repo.top, "rev-parse", "--git-path", name).decode("utf-8").strip()
        if os.path.exists(os.path.join(repo.top, path)):
            return word
    return ""


def staged_names(repo: Repository) -> list[str]:
    """Paths in the index that differ from HEAD."""
    return [name for name in git(repo.top, "diff", "--cached", "--name-only", "-z").decode("utf-8", "replace").split("\0") if name]


def commit_text(repo: Repository, name: str, data: bytes, message: str) -> str:
    """Commit ``data`` as the plan's file ``name``, and nothing else; returns the new commit's short id.

    The work tree is not touched. Raises GitFailed, with the index as it was, where git or a hook refuses.
    """
    path = f"{repo.prefix}{name}"
    mode = git(repo.top, "ls-files", "-s", "-z", "--", path).decode("utf-8").split(" ", 1)[0] or "100644"
    blob = git(repo.top, "hash-object", "-w", "--stdin", f"--path={path}", given=data).decode().strip()
    git(repo.top, "update-index", "--cacheinfo", f"{mode},{blob},{path}")
    try:
        git(repo.top, "commit", "-q", "-F", "-", given=message.encode("utf-8"))
    except GitFailed:
        git(repo.top, "reset", "-q", "--", path)
        raise
    return git(repo.top, "rev-parse", "--short=8", "HEAD").decode().strip()
