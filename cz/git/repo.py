"""Questions about the repository a plan lies in, and one commit made in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.git.refusals import LOST, NOT_COMMITTED_YET, known_refusal
from cz.git.run import GitFailed, Objects, answer, ended_like_ctrl_c, git, uninterrupted
from cz.problem import Refusal


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
        answered = git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
        if answered.count(b"\n") > 2:  # a folder's name may have a newline in it
            prefix = git(folder, "rev-parse", "--show-prefix").removesuffix(b"\n")
            top = answered.removesuffix(b"\n" + prefix + b"\n")
        else:
            top, prefix = answered.split(b"\n")[:2]
    except GitFailed as failed:
        raise _no_repository(folder, failed) from None
    return Repository(os.fsdecode(top), os.fsdecode(prefix))


def _no_repository(folder: str, failed: GitFailed) -> Refusal:
    if "dubious ownership" in failed.words:
        return Refusal(f"{folder} 属于别的用户，git 不肯读它。{_way_out_of_dubious(failed.words)}")
    if "must be run in a work tree" in failed.words:
        return Refusal("这是没有工作区的 git 仓库（bare），cz 要在工作区里用。")
    if "safe.bareRepository" in failed.words:
        return Refusal(
            "方案文件夹或它的上级里有 HEAD、objects、refs，像一个 git 仓库（bare）。"
            "为防里面的设置运行程序，cz 不读它。请把它们移开，方案用普通的仓库。"
        )
    if "not a git repository" not in failed.words:
        return failed
    holds_git = _git_above(folder)
    if holds_git is None:
        return Refusal(
            f"方案文件夹 {os.path.abspath(folder)} 不在 git 仓库里，没有历史可看。"
            "请在这个文件夹里依次执行 git init、git add . 和 git commit -m 建立方案，以后就有了。"
        )
    return Refusal(
        f"{os.path.join(holds_git, '.git')} 在，但 git 读不出里面的仓库：它坏了，"
        "或者它所指的仓库已经不在原处。请用 git status 查看，或重新克隆。",
        exit_code=1,
    )


def _git_above(folder: str) -> str | None:
    """The nearest folder that has a .git, whatever that is."""
    return disk.find_up(folder, lambda above: os.path.lexists(os.path.join(above, ".git")))


def _way_out_of_dubious(words: str) -> str:
    """git's own command by which the user says that he trusts the folder."""
    commands = [line.strip() for line in words.splitlines() if "safe.directory" in line]
    if commands:
        return f"确信它可靠的话，请执行：{commands[-1]}"
    return "请按 git 的提示把它加入 safe.directory。"


def resolve(repo: Repository, text: str) -> Commit:
    """The commit that a revision names. Raises Refusal."""
    sha = _named(repo, text)
    if sha:
        try:
            return commit(repo, answer(repo.top, "rev-parse", "--verify", f"{sha}^{{commit}}"))
        except GitFailed as failed:
            kind = _kind_of(repo, sha)
            if kind in ("", "commit", "tag") and "single revision" in failed.words:
                raise Refusal(LOST, exit_code=1) from None
            if kind in ("", "commit", "tag"):
                raise
    if is_empty(repo):
        raise Refusal(NOT_COMMITTED_YET)
    older = _SHALLOW if is_shallow(repo) else ""
    raise Refusal(
        f"git 里没有“{text}”这个版本。"
        f"可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。{older}"
    )


_SHALLOW = "这是浅克隆，只带了最近的历史；执行 git fetch --unshallow 可以取回全部。"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def is_shallow(repo: Repository) -> bool:
    """Whether this clone left the older history behind."""
    return answer(repo.top, "rev-parse", "--is-shallow-repository") == "true"


def names_something(repo: Repository, text: str) -> bool:
    """Whether git knows a revision of this name. Raises Refusal where it cannot tell."""
    return bool(_named(repo, text))


def _named(repo: Repository, text: str) -> str:
    """The object that a revision names, "" where there is none. Raises Refusal."""
    if "\0" in text:
        return ""
    try:
        sha = answer(repo.top, "rev-parse", "--verify", "--end-of-options", text.strip())
    except GitFailed as failed:
        if "is ambiguous" in failed.words:
            raise Refusal(f"不止一个提交的编号以“{text}”开头，请多写几位。") from None
        if known_refusal(failed.words):
            raise
        return ""
    return sha if _SHA.fullmatch(sha) else ""  # ^HEAD is not one


def _kind_of(repo: Repository, sha: str) -> str:
    """What git has stored under the id, "" where it is not here."""
    try:
        return answer(repo.top, "cat-file", "-t", sha)
    except GitFailed:
        return ""


def last_on(repo: Repository, day: date) -> Commit:
    """The last commit up to the end of a day: the day that was where it was made, in whatever zone
    of time it is read.

    Raises Refusal where there is none.
    """
    listed = days_and_commits(repo)
    for sha, days in listed:
        if max(days) <= day:
            return commit(repo, sha)
    if is_shallow(repo):
        raise Refusal(f"{day} 及以前还没有提交过。{_SHALLOW}")
    _, days = listed[-1]
    raise Refusal(f"{day} 及以前还没有提交过。最早的提交是 {min(days)}。")


def days_and_commits(repo: Repository) -> list[tuple[str, tuple[date, date]]]:
    """(commit, the days its author and its committer put on it), the newest first. Raises
    Refusal."""
    asked = ("--first-parent", *_PLAINLY, "--format=%H %as %cs", "HEAD", "--")
    try:
        lines = answer(repo.top, "rev-list", *asked).split("\n")
    except GitFailed:
        if is_empty(repo):
            raise Refusal(NOT_COMMITTED_YET) from None
        raise
    commits = []
    for line in lines[1::2]:  # above each stands "commit" and its id
        sha, _, days = line.partition(" ")
        authored, _, committed = days.partition(" ")
        commits.append((sha, (git_day(authored), git_day(committed))))
    return commits


# However this user would have git show it: ``git log`` would ask for more of his settings, and end
# at a wrong one.
_PLAINLY = ("--encoding=UTF-8", "--no-color")


def git_day(text: str) -> date:
    """A day as git writes it; of one that cannot be, 1970-01-01: git stores whatever it is
    given."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return date(1970, 1, 1)


def commit(repo: Repository, sha: str) -> Commit:
    """Raises GitFailed."""
    form = "--format=%H%x00%as%x00%aN%x00%s"
    shown = git(repo.top, "rev-list", "--max-count=1", *_PLAINLY, form, sha, "--")
    told = shown.decode("utf-8", "replace").partition("\n")[2]  # above it: "commit" and its id
    full, day, author, subject = told.rstrip("\n").split("\0")
    return Commit(full, git_day(day), author, subject)


def is_empty(repo: Repository) -> bool:
    """Whether nothing was ever committed. Raises Refusal where the branch's own file is broken."""
    try:
        git(repo.top, "rev-parse", "--verify", "HEAD")
    except GitFailed:
        return _is_unborn(repo)
    return False


def _is_unborn(repo: Repository) -> bool:
    """Whether HEAD is a branch without a commit. Raises Refusal where git cannot tell."""
    with open(git_path(repo, "HEAD"), encoding="utf-8", errors="surrogateescape") as file:
        name = file.read().strip().removeprefix("ref: ")
    if os.path.isfile(git_path(repo, name)):
        raise Refusal(
            f"git 的 {name} 坏了，读不出它指向哪个提交。"
            "请用 git reflog 找到最后的提交，再用 git update-ref 改正。",
            exit_code=1,
        )
    return True


def merge_base(repo: Repository, left: str, right: str) -> str:
    """Raises Refusal where the two have nothing in common."""
    try:
        return answer(repo.top, "merge-base", left, right)
    except GitFailed as failed:
        if failed.words:
            raise
        raise Refusal(f"{left} 和 {right} 没有共同的历史，不能比较。") from None


def files_at(repo: Repository, revision: str, names: Sequence[str]) -> dict[str, bytes]:
    """Of the plan's files those that a revision ("" for the index) has, each as it is there.

    Two processes, however many they are. Raises Refusal where git cannot say what is in one.
    """
    paths = {name: f"{repo.prefix}{name}" for name in names}
    if revision:
        entries = _in_tree(repo, revision, list(paths.values()))
    else:
        entries = {path: _in_index(repo, path) for path in paths.values()}
    blobs = {}
    for name, path in paths.items():
        kind, blob = entries.get(path, ("", ""))
        if kind and kind != "blob":
            what = "一个文件夹" if kind == "tree" else "另一个仓库（submodule）"
            raise Refusal(f"那时的 {name} 不是文件，是{what}，读不出来。", exit_code=1)
        if kind:
            blobs[name] = blob
    with Objects(repo.top) as objects:
        objects.expect(blobs.values())
        return {name: _content_of(repo, objects, blob) for name, blob in blobs.items()}


def _content_of(repo: Repository, objects: Objects, blob: str) -> bytes:
    """Raises GitFailed with git's own words where it does not have it."""
    try:
        stored = objects.read(blob)
    except Refusal:  # git ends where a partial clone lacks what is asked for
        stored = None
    if stored is None or stored[0] != "blob":
        return git(repo.top, "cat-file", "blob", blob)
    return stored[1]


def _in_tree(repo: Repository, revision: str, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(kind, id) of what is at each of the paths where anything is. Raises Refusal."""
    literal = [f":(literal){path}" for path in paths]
    listed = git(repo.top, "ls-tree", "-z", "--full-tree", revision, "--", *literal)
    entries = {}
    for entry in listed.split(b"\0"):
        head, _, path = entry.partition(b"\t")
        if path:
            _, kind, blob = head.decode().split()
            entries[os.fsdecode(path)] = (kind, blob)
    return entries


def _in_index(repo: Repository, path: str) -> tuple[str, str]:
    """The same of the index. Raises Refusal, also where the file is in conflict."""
    entries = git(repo.top, "ls-files", "-s", "-z", "--", f":(top,literal){path}").split(b"\0")
    own = [entry for entry in entries if entry.endswith(b"\t" + os.fsencode(path))]
    if not own:
        return ("tree", "") if entries[0] else ("", "")
    mode, blob, stage = own[0].partition(b"\t")[0].decode().split()
    if stage != "0":
        raise Refusal(
            f"{path} 还有没解决的冲突，暂存区里没有定下来的内容。请先解决冲突，再 git add。",
            exit_code=1,
        )
    return ("commit" if mode == "160000" else "blob"), blob


def version(folder: str) -> str:
    """The commit the plan's files stand on, in words for a report; "" without git or history, and
    where git cannot answer, that it cannot.

    git itself does not look at the files: for what it takes as changed it would run the filters
    that a repository's settings name.
    """
    try:
        sha = answer(folder, "rev-parse", "--verify", "HEAD")
        committed = _committed_files(git(folder, "ls-tree", "-r", "-z", "HEAD", "--", "data/"))
        staged = _staged_files(git(folder, "ls-files", "-s", "-z", "--", "data"))
    except GitFailed as failed:
        return "" if _has_no_history(folder, failed.words) else "git 答不上来"
    except Refusal:
        return ""
    if committed == staged and not any(_is_altered(folder, file) for file in staged):
        return sha[:8]
    return f"{sha[:8]}，另有未提交的改动"


def _has_no_history(folder: str, words: str) -> bool:
    """Whether git, as it refused, said that there is no repository, or no commit in it yet."""
    if "not a git repository" in words:
        return _git_above(folder) is None
    return "single revision" in words


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
    "rebase-apply/applying": "收补丁（git am）",
    "rebase-apply": "变基（rebase）",
    "CHERRY_PICK_HEAD": "拣选（cherry-pick）",
    "REVERT_HEAD": "撤销（revert）",
}


def under_way(repo: Repository) -> str:
    """What git is in the middle of, in words, or ""."""
    for name, word in _UNDER_WAY.items():
        if os.path.exists(git_path(repo, name)):
            return word
    return ""


def staged_names(repo: Repository) -> list[str]:
    """Paths in the index that differ from HEAD."""
    against = "HEAD"
    if is_empty(repo):
        against = answer(repo.top, "hash-object", "-t", "tree", "--stdin")  # of nothing
    asked = ("diff-index", "--cached", "--name-only", "--no-renames", "--no-ext-diff")
    whatever_is_set = ("--no-textconv", "--no-relative", "--ignore-submodules=none", "-z")
    names = git(repo.top, *asked, *whatever_is_set, against, "--").decode("utf-8", "replace")
    return [name for name in names.split("\0") if name]


def untracked_names(repo: Repository, folder: str) -> list[str]:
    """Paths below a folder of the plan, from the plan's, that git neither keeps nor ignores."""
    within = os.path.join(repo.top, repo.prefix)
    asked = ("ls-files", "--others", "--exclude-standard", "-z", "--", folder)
    names = git(within, *asked).decode("utf-8", "replace")
    return [name for name in names.split("\0") if name]


def committed_names(repo: Repository) -> list[str]:
    """Paths in HEAD."""
    listed = git(repo.top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD")
    return [name for name in listed.decode("utf-8", "replace").split("\0") if name]


def commit_texts(repo: Repository, contents: Mapping[str, bytes], message: str) -> str:
    """Commit the plan's files of these names with this content, and nothing else; returns the new
    commit's short id.

    The work tree is not touched. The commit is made from a copy of the index, which takes its place
    when all is done: whatever comes in between leaves nothing staged. Raises GitFailed, with the
    index as it was, where git or a hook refuses.
    """
    with ended_like_ctrl_c():
        return _committed(repo, contents, message)


def _committed(repo: Repository, contents: Mapping[str, bytes], message: str) -> str:
    entries = [_entry(repo, f"{repo.prefix}{name}", data) for name, data in contents.items()]
    head = answer(repo.top, "rev-parse", "HEAD")
    index = git_path(repo, "index")
    copy = f"{index}.cz-{os.getpid()}"
    before = _bytes_of(index)
    try:
        with open(copy, "xb") as file:
            file.write(before)
        for entry in entries:
            git(repo.top, "update-index", "--add", "--cacheinfo", entry, index=copy)
        git(repo.top, *_COMMIT, given=message.encode(), hooks=True, index=copy)
    except OSError as error:
        raise GitFailed(disk.reason(error)) from None
    finally:
        with uninterrupted():
            if answer(repo.top, "rev-parse", "HEAD") != head:
                _take_over(repo, copy, index, before, [f"{repo.prefix}{name}" for name in contents])
            for left in (copy, f"{copy}.lock"):
                with suppress(OSError):
                    os.unlink(left)
    return answer(repo.top, "rev-parse", "--short=8", "HEAD")


def _entry(repo: Repository, path: str, data: bytes) -> str:
    """What update-index is told of a file: its mode, as it is now, its blob, its path."""
    now = git(repo.top, "ls-files", "-s", "-z", "--", f":(top,literal){path}")
    mode = now.partition(b" ")[0].decode() or "100644"
    blob = answer(repo.top, "hash-object", "-w", "--stdin", f"--path={path}", given=data)
    return f"{mode},{blob},{path}"


# However this user would have git write it: the message is UTF-8, and stays as it is.
_COMMIT = (
    "-c",
    "i18n.commitEncoding=UTF-8",
    "-c",
    "commit.template=/dev/null",
    "commit",
    "-q",
    "--no-gpg-sign",
    "--no-signoff",
    "--cleanup=whitespace",
    "-F",
    "-",
)


def _take_over(
    repo: Repository, copy: str, index: str, before: bytes, paths: Sequence[str]
) -> None:
    """Put the copy that the commit was made from in place of the index.

    Where somebody else has changed the index meanwhile, only these files are brought up to date.
    """
    try:
        if _bytes_of(index) == before:
            os.replace(copy, index)
            return
    except OSError:
        pass
    git(repo.top, "reset", "-q", "--", *(f":(literal){path}" for path in paths))


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
    return os.path.join(repo.top, os.fsdecode(answered.removesuffix(b"\n")))


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
