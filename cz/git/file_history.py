"""The history of a file as data: which commits it went through, and what it was there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cz.git.refusals import NOT_COMMITTED_YET, says_lost
from cz.git.repo import Commit, Repository, git_day, is_empty
from cz.git.run import GitFailed, Objects, git
from cz.problem import Refusal


class Touched(NamedTuple):
    """A file that a commit changed against its first parent; ``was`` is its path there.

    ``old`` and ``new`` are its blobs, "" where there is none.
    """

    was: str
    path: str
    old: str
    new: str


class Logged(NamedTuple):
    """One commit of the history. ``time``: the author's, as ISO 8601."""

    commit: Commit
    time: str
    parents: tuple[str, ...]
    touched: tuple[Touched, ...]


class FileState(NamedTuple):
    """A file in one commit of its history.

    ``blob``: the file there; ``before``: (parent, its blob) of what it builds on. Where the file is
    as one parent has it, only that parent is named: what other branches did to it did not come
    through.
    """

    logged: Logged
    blob: str
    before: tuple[tuple[str, str], ...]


_LOG = (
    "-c",
    "log.showRoot=true",
    "log",
    "-z",
    "--raw",
    "--no-abbrev",
    "--diff-merges=first-parent",
    "--date-order",
    # however this user would have git show it:
    "--no-show-signature",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=none",
    "--encoding=UTF-8",
    "-l1000",
    "--format=%x01%H%x00%P%x00%aI%x00%aN%x00%s",
)


def history(repo: Repository) -> list[Logged]:
    """All that led to HEAD, newest first and no parent before its child, from one ``git log``.

    Raises Refusal.
    """
    try:
        answered = _log(repo)
    except GitFailed as failed:
        if is_empty(repo):
            raise Refusal(NOT_COMMITTED_YET) from None
        if "diff-merges" in failed.words:
            raise Refusal("这台机器上的 git 太旧，看历史要 2.31 或更新的版本。") from None
        raise Refusal(f"git 读不出历史。{failed.message}", exit_code=1) from None
    return list(_logged(answered.decode("utf-8", "surrogateescape").split("\0")))


def _log(repo: Repository) -> bytes:
    """Raises GitFailed."""
    try:
        return git(repo.top, *_LOG, "-M", "HEAD", "--")
    except GitFailed as failed:
        if not says_lost(failed.words):
            raise
        # without the contents: a file that was moved and changed at once is followed by its name
        return git(repo.top, *_LOG, "-M100%", "HEAD", "--")


def _logged(parts: list[str]) -> Iterator[Logged]:
    """The output of ``history``'s git log: five parts a commit, then those of each file it
    touched."""
    at = 0
    while at + 5 <= len(parts):
        sha, parents, time, author, subject = parts[at : at + 5]
        at += 5
        touched = []
        while at < len(parts) and parts[at].lstrip("\n").startswith(":"):
            file, size = _touched(parts, at)
            touched.append(file)
            at += size
        day = git_day(time)
        if day.isoformat() != time[:10]:
            time = ""
        commit = Commit(sha[1:], day, _shown(author), _shown(subject))  # behind the %x01
        yield Logged(commit, time, tuple(parents.split()), tuple(touched))


def _touched(parts: list[str], at: int) -> tuple[Touched, int]:
    """(a file, how many parts tell of it).

    The parts are its modes, blobs and status; its path; and where it was renamed the new one.
    """
    _, _, old, new, status = parts[at].lstrip("\n").split(" ")
    was = path = parts[at + 1]
    size = 2
    if status[0] in "RC":
        path = parts[at + 2]
        size = 3
    if status[0] == "C":
        old = ""
    return Touched(was, path, _blob(old), _blob(new)), size


def _blob(sha: str) -> str:
    """All zeros are no blob."""
    return sha if sha.strip("0") else ""


def _shown(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Parent(NamedTuple):
    """A file in a parent of a commit: what it is called there, and its blob."""

    sha: str
    path: str
    blob: str


def follow(commits: Sequence[Logged], path: str, *, simplify: bool = True) -> list[FileState]:
    """The history of the file that is at ``path`` now, newest first, back through whatever it was
    called.

    ``simplify``: only what led to the file as it is; else every commit, each with all its parents.
    """
    blobs = _blobs(commits, _names(commits, path))
    called = {commits[0].commit.sha: path}  # what the file is called in a commit still to come
    states = []
    for logged in commits:
        here = called.pop(logged.commit.sha, None)
        if here is None:
            continue
        blob = blobs[logged.commit.sha].get(here, "")
        parents = [_in_parent(logged, number, here, blobs) for number in range(len(logged.parents))]
        same = [parent for parent in parents if parent.blob == blob]
        if simplify and same:
            parents = same[:1]
        for parent in parents:
            called.setdefault(parent.sha, parent.path)
        before = tuple((parent.sha, parent.blob) for parent in parents)
        states.append(FileState(logged, blob, before))
    return states


def _in_parent(logged: Logged, number: int, path: str, blobs: dict[str, dict[str, str]]) -> _Parent:
    """The file at ``path`` of a commit, in one of its parents."""
    sha = logged.parents[number]
    theirs = blobs.get(sha, {})
    there = _came_from(logged, path) if number == 0 else path
    if there not in theirs:  # renamed on one side of a merge
        ours = blobs[logged.commit.sha]
        there = next((name for name in theirs if name not in ours), there)
    return _Parent(sha, there, theirs.get(there, ""))


def _came_from(logged: Logged, path: str) -> str:
    """The path that a file had in the first parent."""
    for touched in logged.touched:
        if touched.path == path and touched.new:
            if touched.old:
                return touched.was
            break
    else:
        return path
    base = path.rpartition("/")[2]  # new here, or moved and rewritten beyond recognition
    gone = [touched.path for touched in logged.touched if not touched.new]
    gone = [name for name in gone if name.rpartition("/")[2] == base]
    return gone[0] if len(gone) == 1 else path


def _names(commits: Sequence[Logged], path: str) -> set[str]:
    """Whatever the file was ever called."""
    names = {path}
    for logged in commits:
        for touched in logged.touched:
            if touched.path in names:
                names.add(_came_from(logged, touched.path))
    return names


def _blobs(commits: Sequence[Logged], names: set[str]) -> dict[str, dict[str, str]]:
    """For every commit the blobs of those of ``names`` that are in it."""
    blobs: dict[str, dict[str, str]] = {}
    for logged in reversed(commits):
        state = blobs.get(logged.parents[0], {}) if logged.parents else {}
        for touched in logged.touched:
            if touched.path in names or touched.was in names:
                state = _moved_on(state, logged.touched, names)
                break
        blobs[logged.commit.sha] = state
    return blobs


def _moved_on(state: dict[str, str], touched: Sequence[Touched], names: set[str]) -> dict[str, str]:
    """The blobs of the first parent with what a commit changed."""
    ours = [file for file in touched if file.path in names or file.was in names]
    left = {file.was for file in ours if file.old}
    fresh = {path: blob for path, blob in state.items() if path not in left}
    fresh |= {file.path: file.new for file in ours if file.new and file.path in names}
    return fresh


def cut_off(commits: Sequence[Logged], objects: Objects) -> list[Logged]:
    """The commits whose parents a shallow clone left behind."""
    cut = []
    for logged in commits:
        stored = None if logged.parents else objects.read(logged.commit.sha)
        if stored and b"\nparent " in stored[1].partition(b"\n\n")[0]:
            cut.append(logged)
    return cut
