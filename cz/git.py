"""The only subprocess: asking the installed git about the repository a plan lies in."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
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
        done = subprocess.run(
            command, cwd=folder, input=given, capture_output=True, check=False, env=_environment()
        )
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
        found = (
            git(folder, "rev-parse", "--show-toplevel", "--show-prefix").decode("utf-8").split("\n")
        )
    except GitFailed as failed:
        if "dubious ownership" in failed.words:
            raise Refusal(
                f"{folder} 属于别的用户，git 不肯读它。请按 git 的提示把它加入 safe.directory。"
            ) from None
        if "must be run in a work tree" in failed.words:
            raise Refusal("这是没有工作区的 git 仓库（bare），cz 要在工作区里用。") from None
        raise Refusal(
            f"{folder} 不在 git 仓库里，没有历史可看。先执行 git init、git add .、git commit 就有了。"
        ) from None
    return Repository(found[0], found[1])


def resolve(repo: Repository, text: str) -> Commit:
    """The commit that a revision, or a day (the last commit up to its end), names. Raises Refusal."""
    wanted = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", wanted):
            sha = (
                git(
                    repo.top,
                    "rev-list",
                    "-1",
                    "--first-parent",
                    f"--before={wanted} 23:59:59",
                    "HEAD",
                )
                .decode()
                .strip()
            )
            if not sha:
                raise Refusal(f"{wanted} 及以前还没有提交过。{_oldest(repo)}")
        else:
            sha = (
                git(repo.top, "rev-parse", "--verify", "--end-of-options", f"{wanted}^{{commit}}")
                .decode()
                .strip()
            )
        return commit(repo, sha)
    except GitFailed:
        if _empty(repo):
            raise Refusal("这个仓库还没有提交过，没有历史可看。") from None
        raise Refusal(
            f"git 里没有“{text}”这个版本。可以写提交编号、分支、标签、HEAD~3，或日期 2026-06-30。"
        ) from None


def commit(repo: Repository, sha: str) -> Commit:
    raw = git(
        repo.top, "show", "-s", "--date=format:%Y-%m-%d", "--format=%H%x00%ad%x00%an%x00%s", sha
    ).decode("utf-8", "replace")
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
    first = (
        git(repo.top, "log", "--reverse", "--date=format:%Y-%m-%d", "--format=%ad")
        .decode()
        .split("\n", 1)[0]
    )
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
        raw = git(
            folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no", "--", "data"
        ).decode("utf-8", "replace")
    except (GitFailed, Refusal):
        return ""
    lines = raw.split("\n")
    sha = next((line.split()[2] for line in lines if line.startswith("# branch.oid ")), "(initial)")
    if sha == "(initial)":
        return ""
    changed = any(line and not line.startswith("#") for line in lines)
    return f"{sha[:8]}，另有未提交的改动" if changed else sha[:8]


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
        path = git(repo.top, "rev-parse", "--git-path", name).decode("utf-8").strip()
        if os.path.exists(os.path.join(repo.top, path)):
            return word
    return ""


def staged_names(repo: Repository) -> list[str]:
    """Paths in the index that differ from HEAD."""
    return [
        name
        for name in git(repo.top, "diff", "--cached", "--name-only", "-z")
        .decode("utf-8", "replace")
        .split("\0")
        if name
    ]


def commit_text(repo: Repository, name: str, data: bytes, message: str) -> str:
    """Commit ``data`` as the plan's file ``name``, and nothing else; returns the new commit's short id.

    The work tree is not touched. Raises GitFailed, with the index as it was, where git or a hook refuses.
    """
    path = f"{repo.prefix}{name}"
    mode = (
        git(repo.top, "ls-files", "-s", "-z", "--", path).decode("utf-8").split(" ", 1)[0]
        or "100644"
    )
    blob = (
        git(repo.top, "hash-object", "-w", "--stdin", f"--path={path}", given=data).decode().strip()
    )
    git(repo.top, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}")
    try:
        git(repo.top, "commit", "-q", "-F", "-", given=message.encode("utf-8"))
    except GitFailed:
        git(repo.top, "reset", "-q", "--", path)
        raise
    return git(repo.top, "rev-parse", "--short=8", "HEAD").decode().strip()


class Touched(NamedTuple):
    """A file that a commit changed against its first parent; ``was`` is its path there. A blob is "" where there is none."""

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


class Visit(NamedTuple):
    """One commit in the history of a file. ``blob``: the file there; ``before``: (parent, its blob) of what it builds on.

    Where the file is as one parent has it, only that parent is told: what other branches did to it did not come through.
    """

    logged: Logged
    blob: str
    before: tuple[tuple[str, str], ...]


def history(repo: Repository) -> list[Logged]:
    """All that led to HEAD, newest first and no parent before its child, from one ``git log``. Raises Refusal."""
    try:
        raw = git(
            repo.top,
            "-c",
            "log.showRoot=true",
            "-c",
            "i18n.logOutputEncoding=UTF-8",
            "log",
            "-z",
            "--raw",
            "--no-abbrev",
            "-M",
            "--diff-merges=first-parent",
            "--date-order",
            "--no-show-signature",
            "--format=%x01%H%x00%P%x00%aI%x00%aN%x00%s",
            "HEAD",
            "--",
        )
    except GitFailed as failed:
        if _empty(repo):
            raise Refusal("这个仓库还没有提交过，没有历史可看。") from None
        if "diff-merges" in failed.words:
            raise Refusal("这台机器上的 git 太旧，看历史要 2.31 或更新的版本。") from None
        raise Refusal(f"git 读不出历史：{failed.words}", exit_code=1) from None
    return list(_logged(raw.decode("utf-8", "surrogateescape").split("\0")))


def _logged(parts: list[str]) -> Iterator[Logged]:
    """The output of ``history``'s git log: five parts a commit, then two or three for each file it touched."""
    at = 0
    while at + 5 <= len(parts):
        sha, parents, time, author, subject = parts[at : at + 5]
        at += 5
        touched = []
        while at < len(parts) and (meta := parts[at].lstrip("\n")).startswith(":"):
            _, _, old, new, status = meta.split(" ")
            renamed = status[0] in "RC"
            was, path = parts[at + 1], parts[at + 1 + renamed]
            at += 2 + renamed
            if status[0] == "C":
                old = ""
            touched.append(Touched(was, path, old.strip("0") and old, new.strip("0") and new))
        names = [
            text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            for text in (author, subject)
        ]
        try:
            day = date.fromisoformat(time[:10])
        except ValueError:  # git stores whatever day it is given
            day, time = date(1970, 1, 1), ""
        yield Logged(Commit(sha[1:], day, *names), time, tuple(parents.split()), tuple(touched))


def follow(commits: Sequence[Logged], path: str, *, simplify: bool = True) -> list[Visit]:
    """The history of the file that is at ``path`` now, newest first, back through whatever it was called.

    ``simplify``: only what led to the file as it is; else every commit, each with all its parents.
    """
    states = _states(commits, _names(commits, path))
    called = {
        commits[0].commit.sha: path
    }  # what the file is called in a commit still to be visited
    visits = []
    for one in commits:
        here = called.pop(one.commit.sha, None)
        if here is None:
            continue
        state = states[one.commit.sha]
        blob = state.get(here, "")
        before = []
        for number, parent in enumerate(one.parents):
            theirs = states.get(parent, {})
            there = _came_from(one, here) if number == 0 else here
            if there not in theirs:  # renamed on one side of a merge
                there = next((name for name in theirs if name not in state), there)
            before.append((parent, there, theirs.get(there, "")))
        same = [each for each in before if each[2] == blob] if simplify else []
        for parent, there, _ in same[:1] or before:
            called.setdefault(parent, there)
        visits.append(
            Visit(one, blob, tuple((parent, held) for parent, _, held in same[:1] or before))
        )
    return visits


def _came_from(one: Logged, path: str) -> str:
    """The path that a file had in the first parent."""
    change = next(
        (touched for touched in one.touched if touched.path == path and touched.new), None
    )
    if change is None or change.old:
        return change.was if change else path
    base = path.rpartition("/")[2]  # new here, or moved and rewritten beyond recognition
    gone = [
        touched.path
        for touched in one.touched
        if not touched.new and touched.path.rpartition("/")[2] == base
    ]
    return gone[0] if len(gone) == 1 else path


def _names(commits: Sequence[Logged], path: str) -> set[str]:
    """Whatever the file was ever called."""
    names = {path}
    for one in commits:
        if one.touched:
            names.update(
                _came_from(one, touched.path) for touched in one.touched if touched.path in names
            )
    return names


def _states(commits: Sequence[Logged], names: set[str]) -> dict[str, dict[str, str]]:
    """For every commit the blobs of those of ``names`` that are in it."""
    states: dict[str, dict[str, str]] = {}
    for one in reversed(commits):
        state = states.get(one.parents[0], {}) if one.parents else {}
        ours = [touched for touched in one.touched if touched.path in names or touched.was in names]
        if ours:
            left = {touched.was for touched in ours if touched.old}
            state = {path: blob for path, blob in state.items() if path not in left}
            state |= {
                touched.path: touched.new
                for touched in ours
                if touched.new and touched.path in names
            }
        states[one.commit.sha] = state
    return states


class Objects:
    """What git has stored, from one ``git cat-file --batch``."""

    def __init__(self, repo: Repository) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=repo.top,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def read(self, sha: str) -> tuple[str, bytes] | None:
        """(kind, content), or ``None`` where it is not here."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(sha.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Refusal("git 中途停了，历史没有读完。", exit_code=1) from None
        head = self._process.stdout.readline().split()
        if len(head) != 3:
            if head[1:]:
                return None
            raise Refusal("git 中途停了，历史没有读完。", exit_code=1)
        content = self._process.stdout.read(int(head[2]) + 1)
        return head[1].decode(), content[:-1]

    def __enter__(self) -> "Objects":
        return self

    def __exit__(self, *_: object) -> None:
        with self._process as process:
            process.kill()


def cut_off(commits: Sequence[Logged], objects: Objects) -> list[Logged]:
    """The commits whose parents a shallow clone left behind."""
    found = []
    for one in commits:
        if not one.parents:
            stored = objects.read(one.commit.sha)
            if stored and b"\nparent " in stored[1].partition(b"\n\n")[0]:
                found.append(one)
    return found


def leading_to(repo: Repository, sha: str) -> set[str]:
    """A commit and all before it."""
    return set(git(repo.top, "rev-list", sha).decode().split())


def git_path(repo: Repository, name: str) -> str:
    """Where git keeps one of its own files for this clone: a worktree, a submodule and core.hooksPath have theirs."""
    return os.path.join(
        repo.top, git(repo.top, "rev-parse", "--git-path", name).decode("utf-8").removesuffix("\n")
    )


def setting(repo: Repository, key: str) -> str | None:
    """A setting as this clone itself makes it."""
    try:
        return (
            git(repo.top, "config", "--local", "-z", "--get", key)
            .decode("utf-8", "replace")
            .removesuffix("\0")
        )
    except GitFailed:
        return None


def change_setting(repo: Repository, key: str, value: str | None) -> None:
    """Set it for this clone, or take it out. Raises Refusal."""
    words = ["--replace-all", key, value] if value is not None else ["--unset-all", key]
    try:
        git(repo.top, "config", "--local", *words)
    except GitFailed as failed:
        raise Refusal(f"git 改不了设置 {key}：{failed.words}", exit_code=1) from None


def shares_hooks(repo: Repository) -> bool:
    """Whether core.hooksPath comes from outside this clone, so that a hook there would run in other clones too."""
    try:
        scope = git(repo.top, "config", "--show-scope", "--get", "core.hooksPath").split(b"\t")[0]
    except GitFailed:
        return False
    return scope in (b"system", b"global")


def with_attribute(repo: Repository, names: list[str], attribute: str, value: str) -> list[str]:
    """Those of the paths that git's attributes give the value."""
    given = "".join(f"{name}\0" for name in names).encode("utf-8", "replace")
    raw = (
        git(repo.top, "check-attr", "-z", "--stdin", attribute, given=given)
        .decode("utf-8", "replace")
        .split("\0")
    )
    return [raw[at] for at in range(0, len(raw) - 2, 3) if raw[at + 2] == value]


def branch(folder: str) -> str:
    """The branch that is checked out, or ""."""
    try:
        return (
            git(folder, "symbolic-ref", "--short", "-q", "HEAD").decode("utf-8", "replace").strip()
        )
    except (GitFailed, Refusal):
        return ""


def merge_lines(
    base: str, ours: str, theirs: str, names: tuple[str, str], marker_size: int
) -> tuple[bytes, int]:
    """Three files merged as git merges lines, and the number of conflicts. Raises GitFailed."""
    labels = [word for name in (names[0], "原来", names[1]) for word in ("-L", name)]
    files = [os.path.abspath(path) for path in (ours, base, theirs)]
    command = ["git", "merge-file", "-p", "-q", f"--marker-size={marker_size}", *labels, *files]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    except OSError as error:
        raise GitFailed(str(error)) from None
    if not 0 <= done.returncode <= 127:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout, done.returncode


def has_links(repo: Repository, names: list[str]) -> bool:
    """Whether the index holds any of the files as a symbolic link, whose content git does not know."""
    found = git(
        repo.top, "ls-files", "-s", "-z", "--", *(f":(literal){name}" for name in names)
    ).split(b"\0")
    return any(entry.startswith(b"120000 ") for entry in found)
