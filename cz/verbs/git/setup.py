"""``cz git``: what this clone's git is taught about the plan: to merge it by record, to name tasks, to check before a commit.

Three places are written, each so that undoing leaves it byte for byte as it was: settings by ``git config``, lines of
.git/info/attributes, which are known again by how they look, and a hook that carries a checksum of itself.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import cz
from cz import disk
from cz import git as asking
from cz.git import GitFailed, Repository, git_path, repository, setting
from cz.history.past import load_at
from cz.load.folder import find_plan
from cz.opening import opened
from cz.problem import Problem, Refusal
from cz.records.kinds import FILES

if TYPE_CHECKING:
    from cz.review.merge import Conflict

QUOTEPATH = "core.quotepath"
_MINE = "cz.setup"  # which of the settings that are not ours by name setup has made
_NAMES_A_RECORD = r"^ *((- +)?(id|number): .*)$" + "\n" + r"^([a-z_]+:.*)$"
_CALL = "git merge-driver -- %O %A %B %L %P"
_ATTRIBUTES = "merge=cz diff=cz"
_HEADER = "# cz git setup 写入：方案文件按记录合并"
_HEADER_AFTER_BREAK = _HEADER + "（上一行末尾的换行也是）"
_LINE = re.compile(r'"?/.*\bdata/(?:' + "|".join(FILES) + rf')\.yaml"? {_ATTRIBUTES}\Z')
_DATA = re.compile(r"(.*/)?data/(?:" + "|".join(FILES) + r")\.yaml", re.S)
_CHECK = "cz git pre-commit"
_SEAL = "# cz git setup 写入，校验 "


class Setup(NamedTuple):
    """``written``: a line for each file and setting; ``notes``: what was left alone, and what to do about it."""

    written: tuple[str, ...]
    notes: tuple[str, ...]


# --- what is written ----------------------------------------------------------------------------------------------------


def command() -> str:
    """This very cz as the shell calls it from any folder, whatever is on PATH and whatever lies in that folder."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(cz.__file__)))
    borrowed = [
        os.path.abspath(path) for path in ("", *os.environ.get("PYTHONPATH", "").split(os.pathsep))
    ]
    ahead = f"PYTHONPATH={shlex.quote(home)} " if home in borrowed else ""
    return f"{ahead}{shlex.quote(sys.executable)} -P -m cz"


def _there() -> str:
    """The shell's question whether it is still installed."""
    main = os.path.join(os.path.dirname(os.path.abspath(cz.__file__)), "__main__.py")
    return f"[ -x {shlex.quote(sys.executable)} ] && [ -f {shlex.quote(main)} ]"


def _driver() -> str:
    """What git runs to merge a file.

    Were cz gone or not fit to run, its failure would pass for a conflict, and their side be lost without a mark: where no
    marks are in the file, git merges the lines.
    """
    run = command().replace("-P -m", "-P -X utf8 -m")  # the path is bytes to git, and UTF-8 to us
    before = f"if {_there()}; then {run}".replace("%", "%%")
    ended = "&& exit 0; grep -q '^<<<<<<<' %A && exit 1; else echo 'cz 已不在原处，按行合并；请重新执行 cz git setup' >&2; fi"
    by_line = "git merge-file --marker-size=%L -L 我方 -L 原来 -L 对方 %A %O %B || exit 1"
    return f"{before} {_CALL} {ended}; {by_line}"


def _settings() -> dict[str, str]:
    return {
        "merge.cz.name": "创城方案：按记录和字段合并",
        "merge.cz.driver": _driver(),
        "diff.cz.xfuncname": _NAMES_A_RECORD,
    }


def hook() -> str:
    """The hook that git runs before a commit, sealed by its checksum."""
    gone = "echo 'cz 已不在原处，没有检查方案；请重新执行 cz git setup' >&2"
    body = f"if {_there()}; then\n  {_hook_call()}\nelse\n  {gone}\nfi\n"
    return _sealed(body)


def _hook_call() -> str:
    return f"CZ_PLAN= {command()} git pre-commit >/dev/null"


def _sealed(body: str) -> str:
    return f"#!/bin/sh\n{_SEAL}{hashlib.sha256(body.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}\n{body}"


def _pattern(path: str) -> str:
    """A path as a pattern of gitattributes that matches it and nothing else."""
    plain = "/" + re.sub(r"([\\*?\[\]])", r"\\\1", path)
    if not re.search(r'[\s"\\\x00-\x1f]', plain):
        return plain
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f]", lambda found: f"\\{ord(found[0]):03o}", quoted) + '"'


# --- setup --------------------------------------------------------------------------------------------------------------


def setup(folder: str) -> Setup:
    """Install for the clone that the plan lies in; what is there already is left. Raises Refusal."""
    repo = repository(folder)
    written = _set(repo) + _add_attributes(repo)
    hooked, notes = _add_hook(repo)
    return Setup((*written, *hooked), tuple(notes))


def _set(repo: Repository) -> list[str]:
    wanted = {key: value for key, value in _settings().items() if setting(repo, key) != value}
    for key, value in wanted.items():
        asking.change_setting(repo, key, value)
    if setting(repo, QUOTEPATH) is None:
        asking.change_setting(
            repo, _MINE, QUOTEPATH
        )  # first, so that a kill in between leaves nothing that undo does not know
        asking.change_setting(repo, QUOTEPATH, "false")
        wanted[QUOTEPATH] = "false"
    place = _shown(git_path(repo, "config"))
    return [f"已写入 {place}：{key} = {_one_line(value)}" for key, value in wanted.items()]


def _add_attributes(repo: Repository) -> list[str]:
    path = git_path(repo, "info/attributes")
    old = _text(path) or ""
    rest, ours, _ = _parted(old)
    lines = [f"{_pattern(f'{repo.prefix}data/{stem}.yaml')} {_ATTRIBUTES}" for stem in FILES]
    missing = [line for line in lines if line not in ours and line not in rest.splitlines()]
    if missing:
        broken = rest and not rest.endswith("\n")
        header = f"\n{_HEADER_AFTER_BREAK}" if broken else _HEADER
        _put(path, rest + "\n".join([header, *ours, *missing]) + "\n")
    return [f"已写入 {_shown(path)}：{line}" for line in missing]


def _parted(text: str) -> tuple[str, list[str], bool]:
    """(what others wrote, our lines, whether any of it is ours)."""
    text = text.replace(f"\n{_HEADER_AFTER_BREAK}\n", f"{_HEADER}\n")
    head, header, tail = text.partition(f"{_HEADER}\n")
    lines = tail.splitlines(keepends=True)
    ours = [line.rstrip("\n") for line in lines if _LINE.match(line.rstrip("\n"))]
    others = [line for line in lines if not _LINE.match(line.rstrip("\n"))]
    if others and head and not head.endswith("\n"):
        head += "\n"  # someone has written behind us: the break is his now
    return head + "".join(others), ours, bool(header)


def _add_hook(repo: Repository) -> tuple[list[str], list[str]]:
    """(what was written, what could not be)."""
    path = os.path.join(git_path(repo, "hooks"), "pre-commit")
    old = _text(path)
    if old == hook() and os.access(path, os.X_OK):
        return [], []
    if asking.shares_hooks(repo):
        return [], [
            f"钩子文件夹 {_shown(os.path.dirname(path))} 是几个仓库合用的（core.hooksPath），没有往里写。{_by_hand()}"
        ]
    if old is not None and not _is_ours(old):
        return [], [] if _CHECK in old else [f"{_shown(path)} 是别人写的，没有动它。{_by_hand()}"]
    if os.path.lexists(path) and (old is None or os.path.islink(path)):
        return [], [f"{_shown(path)} 不是普通文件，没有动它。{_by_hand()}"]
    _put(path, hook())
    os.chmod(path, 0o755)
    return [f"已写入 {_shown(path)}：提交前检查暂存的方案"], []


def _by_hand() -> str:
    return f"要在提交前检查方案，请在您的 pre-commit 钩子里加一行：\n  {_hook_call()} || exit 1"


def _is_ours(text: str) -> bool:
    """Whether it is a hook that some setup wrote, and nobody has changed since."""
    return text == _sealed(text.split("\n", 2)[-1])


# --- undo ---------------------------------------------------------------------------------------------------------------


def undo(folder: str) -> Setup:
    """Take out what setup wrote, for every plan of the clone, and nothing else. Raises Refusal."""
    repo = repository(folder)
    gone, notes = _unset(repo)
    gone += _remove_attributes(repo)
    unhooked, left = _remove_hook(repo)
    return Setup((*gone, *unhooked), (*notes, *left))


def _unset(repo: Repository) -> tuple[list[str], list[str]]:
    wanted, place = _settings(), _shown(git_path(repo, "config"))
    found = {key: value for key in wanted if (value := setting(repo, key)) is not None}
    ours = [
        key
        for key, value in found.items()
        if value == wanted[key] or (key == "merge.cz.driver" and _CALL in value)
    ]
    if setting(repo, _MINE) == QUOTEPATH:
        if setting(repo, QUOTEPATH) == "false":
            ours.append(QUOTEPATH)
        asking.change_setting(repo, _MINE, None)
    for key in ours:
        asking.change_setting(repo, key, None)
    notes = [f"{place} 里的 {key} 装好以后有人改过，没有动它。" for key in found if key not in ours]
    return [f"已去掉 {place}：{key}" for key in ours], notes


def _remove_attributes(repo: Repository) -> list[str]:
    path = git_path(repo, "info/attributes")
    rest, ours, any_ = _parted(_text(path) or "")
    if not any_:
        return []
    if rest:
        _put(path, rest)
    else:
        os.unlink(path)
    return [f"已去掉 {_shown(path)}：{line}" for line in ours]


def _remove_hook(repo: Repository) -> tuple[list[str], list[str]]:
    path = os.path.join(git_path(repo, "hooks"), "pre-commit")
    text = _text(path)
    if text is None or _CHECK not in text:
        return [], []
    if not _is_ours(text):
        whose = "装好以后有人改过" if _SEAL in text else "是别人写的"
        return [], [
            f"{_shown(path)} {whose}，没有动它。不再检查方案的话，请去掉里面“git pre-commit”那一行。"
        ]
    os.unlink(path)
    return [f"已去掉 {_shown(path)}"], []


# --- files of git -------------------------------------------------------------------------------------------------------


def _text(path: str) -> str | None:
    """A file's text, in which any bytes survive; ``None`` where there is none."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _put(path: str, text: str) -> None:
    with suppress(
        OSError
    ):  # what keeps the folder from being made keeps the file from being written, and is told there
        os.makedirs(os.path.dirname(path), exist_ok=True)
    data, old = text.encode("utf-8", "surrogateescape"), _text(path)
    if old is None:
        disk.create(path, _shown(path), data)
    else:
        disk.replace(path, _shown(path), old.encode("utf-8", "surrogateescape"), data)


def _shown(path: str) -> str:
    """Relative to where the user stands, when that is shorter."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return path
    return relative if len(relative) < len(path) else path


def _one_line(value: str) -> str:
    return value.replace("\n", " ⏎ ")


# --- before a commit ----------------------------------------------------------------------------------------------------


class Staged(NamedTuple):
    """``plans``: how many plans have data files that are staged; ``errors``: what is wrong with them as staged."""

    plans: int
    errors: tuple[Problem, ...]


def staged(plan: str | None = None) -> Staged:
    """Check the staged state of the plan, or of each plan that setup was run for. Raises Refusal.

    A hook runs at the top of the work tree, and git may have put GIT_DIR and GIT_INDEX_FILE into its environment as seen
    from there: every question is asked from where we stand.
    """
    repo = repository(".")
    names = [name for name in asking.staged_names(repo) if _DATA.fullmatch(name)]
    if plan is None:
        tasks = sorted(
            {f"{_prefix(name)}data/tasks.yaml" for name in names}
        )  # stands for all the files of its plan
        prefixes = [
            _prefix(name)
            for name in (asking.with_attribute(repo, tasks, "merge", "cz") if tasks else [])
        ]
    else:
        inside = os.path.relpath(
            os.path.realpath(find_plan(plan)), os.path.realpath(repo.top)
        ).replace(os.sep, "/")
        wanted = "" if inside == "." else f"{inside}/"
        prefixes = [wanted] if any(_prefix(name) == wanted for name in names) else []
    prefixes = [
        prefix
        for prefix in prefixes
        if not asking.has_links(repo, [f"{prefix}data/{stem}.yaml" for stem in FILES])
    ]
    return Staged(
        len(prefixes),
        tuple(problem for prefix in prefixes for problem in _errors(repo._replace(prefix=prefix))),
    )


def _prefix(name: str) -> str:
    found = _DATA.fullmatch(name)
    return (found[1] or "") if found else ""


def _errors(repo: Repository) -> list[Problem]:
    found = opened(load_at(repo, os.path.join(repo.top, repo.prefix), "", "暂存区"))
    return [_absent(problem) if problem.code == "E001" else problem for problem in found.errors]


def _absent(problem: Problem) -> Problem:
    name = problem.path.partition("@")[0]
    return problem._replace(
        message="暂存区里没有这个文件。", advice=f"请把它一起加入：git add {name}。"
    )


# --- merging ------------------------------------------------------------------------------------------------------------


def merge_files(
    base: str, ours: str, theirs: str, marker_size: int, path: str
) -> tuple[int, list[str]]:
    """Merge into the file ``ours``; returns (exit status for git: 0 clean, what to tell). Never raises for the texts' sake.

    By record where that can be proven, else by line as git would.
    """
    names = sides()
    try:
        by_record = _by_record((base, ours, theirs), names, marker_size, path)
    except Exception:  # whatever it stumbles over, git's own merge is still right
        by_record = None
    if by_record is None:
        return _by_line(base, ours, theirs, names, marker_size, path)
    data, told = by_record
    disk.create(ours, path, data)
    return (1 if told else 0), told


def _by_record(
    files: Sequence[str], names: tuple[str, str], marker_size: int, path: str
) -> tuple[bytes, list[str]] | None:
    from cz.review.merge import merge

    raws = [_bytes(name) for name in files]
    bom = raws[1].startswith(b"\xef\xbb\xbf")
    base, ours, theirs = (raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8") for raw in raws)
    found = merge(
        base,
        ours,
        theirs,
        path=path,
        ours_name=names[0],
        theirs_name=names[1],
        marker_size=marker_size,
    )
    if found is None:
        return None
    data = (b"\xef\xbb\xbf" if bom else b"") + found.text.encode("utf-8")
    return data, [_said(one, names) for one in found.conflicts]


def _by_line(
    base: str, ours: str, theirs: str, names: tuple[str, str], marker_size: int, path: str
) -> tuple[int, list[str]]:
    try:
        data, conflicts = asking.merge_lines(base, ours, theirs, names, marker_size)
    except GitFailed as failed:
        return 1, [f"{path}：按记录、按行都合并不了，留下的是{names[0]}的内容（{failed.words}）。"]
    disk.create(ours, path, data)
    return conflicts, [
        f"{path}：不能按记录合并，已按行合并，有 {conflicts} 处冲突。"
    ] if conflicts else []


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def sides() -> tuple[str, str]:
    """What the two sides are called: roles, with the branches' names where git tells them."""
    rebased = _rebased()
    if rebased:
        return "变基目标", rebased
    heads = [
        (key.removeprefix("GITHEAD_"), value)
        for key, value in os.environ.items()
        if key.startswith("GITHEAD_") and value
    ]
    if len(heads) != 1:
        return "我方", "对方"
    sha, theirs = heads[0]
    if sha == theirs:  # git pull names no branch
        theirs = _author(sha)
    here = asking.branch(".")
    return (f"我方（{here}）" if here else "我方"), f"对方（{theirs}）"


def _author(sha: str) -> str:
    try:
        return asking.commit(repository("."), sha).author
    except (GitFailed, Refusal, ValueError):
        return sha[:8]


def _rebased() -> str:
    """The branch that is being rebased, or ""."""
    try:
        repo = repository(".")
        found = [
            _text(os.path.join(git_path(repo, name), "head-name"))
            for name in ("rebase-merge", "rebase-apply")
        ]
    except (GitFailed, Refusal, OSError):
        return ""
    return next((text.strip().removeprefix("refs/heads/") for text in found if text), "")


_PART_WORDS = {
    "progress": "",
    "ratings": "评级",
    "scores": "得分",
    "status": "状态",
    "due": "时限",
    "updates": "进展",
    "id": "编号",
    "number": "序号",
}


def _said(one: Conflict, names: tuple[str, str]) -> str:
    """One conflict in words."""
    from cz.records.kinds import KINDS

    record, field = one.record, one.field
    if one.kind == "add/add" and not field and record not in KINDS:
        return f"{record}：{names[0]}和{names[1]}各加了一条，编号相同，内容不同。都要留的话，请给其中一条换一个编号。"
    what = " ".join(
        part for part in (KINDS[record].word if record in KINDS else record, _field(field)) if part
    )
    return f"{what}：{names[0]} {_value(field, one.ours)}，{names[1]} {_value(field, one.theirs)}"


def _field(field: str) -> str:
    from cz.records.words import WORDS

    parts = field.split(".") if field else []
    words = [
        f"第{part}阶段" if part.isdigit() else _PART_WORDS.get(part, WORDS.get(part, part))
        for part in parts
    ]
    if words and parts[0] in ("ratings", "scores"):
        words = [*words[1:], words[0]]
    return "".join(words) or "整条记录"


def _value(field: str, value: str) -> str:
    from cz.records import STATUSES

    text = STATUSES.get(value, value) if field.endswith("status") else value
    text = " ".join(text.split())
    return (text if len(text) <= 60 else text[:59] + "…") if text else "删去"
