"""Questions about the repository a plan lies in, and one commit made in it."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.git.run import GitFailed, answer, git, uninterrupted
from cz.problem import Refusal
from cz.typography import one_line


class Repository(NamedTuple):
    """``top``: the work tree's folder; ``prefix``: the plan's folder within it, "" or ending in
    "/".
    """

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


def repository(folder: str) -> Repository:
    """The repository that holds the plan folder. Raises Refusal where there is none."""
    try:
        answered = git(folder, "rev-parse", "--show-toplevel", "--show-prefix").decode("utf-8")
    except GitFailed as failed:
        if "dubious ownership" in failed.words:
            why = f"{folder} 属于别的用户，git 不肯读它。{_way_out_of_dubious(failed.words)}"
        elif "must be run in a work tree" in failed.words:
            why = "这是没有工作区的 git 仓库（bare），cz 要在工作区里用。"
        elif "safe.bareRepository" in failed.words:
            why = (
                "方案文件夹或它的上级里有 HEAD、objects、refs，像一个 git 仓库（bare）。"
                "为防里面的设置运行程序，cz 不读它。请把它们移开，方案用普通的仓库。"
            )
        elif "not a git repository" not in failed.words:  # a setting it cannot read, say
            raise Refusal(
                f"git 出了错，看不了历史：{one_line(failed.words)}", exit_code=1
            ) from None
        else:
            why = (
                f"{folder} 不在 git 仓库里，没有历史可看。"
                "先执行 git init、git add .、git commit 就有了。"
            )
        raise Refusal(why) from None
    top, prefix, *_ = answered.split("\n")
    return Repository(top, prefix)


def _way_out_of_dubious(words: str) -> str:
    """git's own command by which the user says that he trusts the folder."""
    commands = [line.strip() for line in words.splitlines() if "safe.directory" in line]
    if commands:
        return f"确信它可靠的话，请执行：{commands[-1]}"
    return "请按 git 的提示把它加入 safe.directory。"


def resolve(repo: Repository, text: str) -> Commit:
    """The commit that a revision, or a day (the last commit up to its end), names.

    Raises Refusal.
    """
    wanted = text.strip()
    try:
        if _DAY.fullmatch(wanted):
            return commit(repo, _last_on(repo, wanted))
        names = f"{wanted}^{{commit}}"
        return commit(repo, answer(repo.top, "rev-parse", "--verify", "--end-of-options", names))
    except GitFailed:
        if is_empty(repo):
            raise Refusal("这个仓库还没有提交过，没有历史可看。") from None
        raise Refusal(
            f"git 里没有“{text}”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。"
        ) from None


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _last_on(repo: Repository, day: str) -> str:
    """The last commit up to the end of a day. Raises Refusal, GitFailed."""
    until = f"--before={day} 23:59:59"
    sha = answer(repo.top, "rev-list", "-1", "--first-parent", until, "HEAD")
    if not sha:
        raise Refusal(f"{day} 及以前还没有提交过。{_oldest(repo)}")
    return sha


def commit(repo: Repository, sha: str) -> Commit:
    """Raises GitFailed."""
    shown = git(
        repo.top, "show", "-s", "--date=format:%Y-%m-%d", "--format=%H%x00%ad%x00%an%x00%s", sha
    )
    full, day, author, subject = shown.decode("utf-8", "replace").rstrip("\n").split("\0")
    return Commit(full, date.fromisoformat(day), author, subject)


def is_empty(repo: Repository) -> bool:
    """Whether nothing was ever committed."""
    try:
        git(repo.top, "rev-parse", "--verify", "HEAD")
    except GitFailed:
        return True
    return False


def _oldest(repo: Repository) -> str:
    if answer(repo.top, "rev-parse", "--is-shallow-repository") == "true":
        return "这是浅克隆，只带了最近的历史；执行 git fetch --unshallow 可以取回全部。"
    days = answer(repo.top, "log", "--reverse", "--date=format:%Y-%m-%d", "--format=%ad")
    first, _, _ = days.partition("\n")
    return f"最早的提交是 {first}。"


def merge_base(repo: Repository, left: str, right: str) -> str:
    """Raises Refusal where the two have nothing in common."""
    try:
        return answer(repo.top, "merge-base", left, right)
    except GitFailed:
        raise Refusal(f"{left} 和 {right} 没有共同的历史，不能比较。") from None


def file_at(repo: Repository, revision: str, name: str) -> bytes | None:
    """A file of the plan as a revision ("" for the index) holds it; ``None`` where it holds
    none."""
    try:
        return git(repo.top, "cat-file", "blob", f"{revision}:{repo.prefix}{name}")
    except GitFailed:
        return None


def version(folder: str) -> str:
    """The commit the plan's files stand on, in words for a report; "" without git or history.

    git itself does not look at the files: for what it takes as changed it would run the filters
    that a repository's settings name.
    """
    try:
        sha = answer(folder, "rev-parse", "--verify", "HEAD")
        committed = _committed_files(git(folder, "ls-tree", "-r", "-z", "HEAD", "--", "data/"))
        staged = _staged_files(git(folder, "ls-files", "-s", "-z", "--", "data"))
    except (GitFailed, Refusal):
        return ""
    if committed == staged and not any(_is_altered(folder, file) for file in staged):
        return sha[:8]
    return f"{sha[:8]}，另有未提交的改动"


class Stored(NamedTuple):
    """A file as git has it. ``path``: within the plan's folder."""

    mode: bytes
    blob: str
    path: bytes


def _committed_files(listing: bytes) -> list[Stored]:
    """Of ``git ls-tree -z``: ``mode kind blob<tab>path``."""
    files = []
    for entry in listing.split(b"\0")[:-1]:
        facts, _, path = entry.partition(b"\t")
        mode, _, blob = facts.split(b" ")
        files.append(Stored(mode, blob.decode(), path))
    return sorted(files)


def _staged_files(listing: bytes) -> list[Stored]:
    """Of ``git ls-files -s -z``: ``mode blob stage<tab>path``, a line a side in a conflict."""
    files = []
    for entry in listing.split(b"\0")[:-1]:
        facts, _, path = entry.partition(b"\t")
        mode, blob, _ = facts.split(b" ")
        files.append(Stored(mode, blob.decode(), path))
    return sorted(files)


def _is_altered(folder: str, file: Stored) -> bool:
    """Whether the file in the plan's folder is another than git has stored, line ends apart."""
    import hashlib

    try:
        content = _content(os.path.join(os.fsencode(folder), file.path), file.mode)
    except OSError:
        return True
    make = hashlib.sha1 if len(file.blob) == 40 else hashlib.sha256
    for text in (content, content.replace(b"\r\n", b"\n")):
        if make(b"blob %d\0" % len(text) + text).hexdigest() == file.blob:
            return False
    return True


def _content(path: bytes, mode: bytes) -> bytes:
    """Raises OSError, for what is neither a file nor a link as well."""
    if mode == b"120000":
        return os.fsencode(os.readlink(path))
    return disk.content(path)


_UNDER_WAY = {
    "MERGE_HEAD": "合并",
    "rebase-merge": "变基（rebase）",
    "rebase-apply": "变基（rebase）",
    "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "撤销（revert）",
}


def under_way(repo: Repository) -> str:
    """What git is in the middle of, in words, or ""."""
    for name, word in _UNDER_WAY.items():
        path = answer(repo.top, "rev-parse", "--git-path", name)
        if os.path.exists(os.path.join(repo.top, path)):
            return word
    return ""


def staged_names(repo: Repository) -> list[str]:
    """Paths in the index that differ from HEAD."""
    asked = ("diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
    names = git(repo.top, *asked, "-z").decode("utf-8", "replace")
    return [name for name in names.split("\0") if name]


def commit_text(repo: Repository, name: str, data: bytes, message: str) -> str:
    """Commit ``data`` as the plan's file ``name``, and nothing else; returns the new commit's short
    id.

    The work tree is not touched. The commit is made from a copy of the index, which takes its place
    when all is done: whatever comes in between leaves nothing staged. Raises GitFailed, with the
    index as it was, where git or a hook refuses.
    """
    path = f"{repo.prefix}{name}"
    entry = git(repo.top, "ls-files", "-s", "-z", "--", path).decode("utf-8")
    mode = entry.split(" ", 1)[0] or "100644"
    blob = answer(repo.top, "hash-object", "-w", "--stdin", f"--path={path}", given=data)
    head = answer(repo.top, "rev-parse", "HEAD")
    index = git_path(repo, "index")
    copy = f"{index}.cz-{os.getpid()}"
    before = _bytes_of(index)
    try:
        with open(copy, "xb") as file:
            file.write(before)
        git(repo.top, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}", index=copy)
        git(repo.top, "commit", "-q", "-F", "-", given=message.encode(), hooks=True, index=copy)
    except OSError as error:
        raise GitFailed(disk.reason(error)) from None
    finally:
        with uninterrupted():
            if answer(repo.top, "rev-parse", "HEAD") != head:
                _take_over(repo, copy, index, before, path)
            for left in (copy, f"{copy}.lock"):
                with suppress(OSError):
                    os.unlink(left)
    return answer(repo.top, "rev-parse", "--short=8", "HEAD")


def _take_over(repo: Repository, copy: str, index: str, before: bytes, path: str) -> None:
    """Put the copy that the commit was made from in place of the index.

    Where somebody else has changed the index meanwhile, only the one file is brought up to date.
    """
    try:
        if _bytes_of(index) == before:
            os.replace(copy, index)
            return
    except OSError:
        pass
    git(repo.top, "reset", "-q", "--", f":(literal){path}")


def _bytes_of(index: str) -> bytes:
    with open(index, "rb") as file:
        return file.read()


def leading_to(repo: Repository, sha: str) -> set[str]:
    """A commit and all before it."""
    return set(answer(repo.top, "rev-list", sha).split())


def git_path(repo: Repository, name: str) -> str:
    """Where git keeps one of its own files for this clone: a worktree, a submodule and
    core.hooksPath have theirs.
    """
    answered = git(repo.top, "rev-parse", "--git-path", name, hooks=True)
    path = answered.decode("utf-8").removesuffix("\n")
    return os.path.join(repo.top, path)


def with_attribute(repo: Repository, names: list[str], attribute: str, value: str) -> list[str]:
    """Those of the paths that git's attributes give the value."""
    given = "".join(f"{name}\0" for name in names).encode("utf-8", "replace")
    answered = git(repo.top, "check-attr", "-z", "--stdin", attribute, given=given)
    words = answered.decode("utf-8", "replace").split("\0")
    triples = zip(words[::3], words[1::3], words[2::3], strict=False)  # path, attribute, value
    return [path for path, _, its_value in triples if its_value == value]


def branch(folder: str) -> str:
    """The branch that is checked out, or ""."""
    try:
        return answer(folder, "symbolic-ref", "--short", "-q", "HEAD")
    except (GitFailed, Refusal):
        return ""


def has_links(repo: Repository, names: list[str]) -> bool:
    """Whether the index holds any of the files as a symbolic link, whose content git does not
    know."""
    paths = [f":(literal){name}" for name in names]
    entries = git(repo.top, "ls-files", "-s", "-z", "--", *paths).split(b"\0")
    return any(entry.startswith(b"120000 ") for entry in entries)
