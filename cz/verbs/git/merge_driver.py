"""``cz git merge-driver``: what git calls to merge one file of the plan, and its conflicts in
words.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cz import disk
from cz.git import GitFailed, repository
from cz.git.repo import branch, commit, git_path, under_way
from cz.git.run import BASE, answer, merge_lines
from cz.problem import Refusal
from cz.records import STATUSES
from cz.records.kinds import FILES, KINDS
from cz.records.words import WORDS
from cz.review import merge as by_record
from cz.review.merge_values import Conflict, Three
from cz.review.renumber import Move, Renumbered, renumber, with_moved_tasks
from cz.tree import Map
from cz.verbs.git.given_first import History

_BOM = b"\xef\xbb\xbf"
_LONGEST = 60  # characters of a value that are shown

# What goes on, and what gives up, by what git is in the middle of.
_ON_AND_OFF = {
    "收补丁": ("git am --continue", "git am --abort"),
    "变基": ("git rebase --continue", "git rebase --abort"),
    "拣选": ("git cherry-pick --continue", "git cherry-pick --abort"),
    "撤销": ("git revert --continue", "git revert --abort"),
}
_OF_MERGE = ("git commit", "git merge --abort")

# The files in which the later of two records under one id gets another.
_COUNTED = tuple(
    f"data/{stem}.yaml" for stem, kinds in FILES.items() if any(k.moves for k in kinds)
)

Sides = tuple[str, str]  # what ours and theirs are called


def merge_files(
    base: str, ours: str, theirs: str, marker_size: int, path: str
) -> tuple[int, list[str]]:
    """Merge into the file ``ours``; returns (exit status for git: 0 clean, what to say).

    By record where that can be proven, else by line as git would. Never raises for the texts' sake.
    """
    sides = names_of_sides()
    try:
        merged = _merged_by_record((base, ours, theirs), sides, marker_size, path)
    except Exception:  # whatever it stumbles over, git's own merge is still right
        merged = None
    if merged is None:
        status, messages = _merge_by_line(base, ours, theirs, sides, marker_size, path)
    else:
        disk.create(ours, path, merged.data)
        status, messages = (1 if merged.conflicts else 0), [*merged.moves, *merged.conflicts]
    return status, messages


class _ByRecord(NamedTuple):
    """The merged file; what got another id, and what is in conflict, in words."""

    data: bytes
    moves: list[str]
    conflicts: list[str]


def _merged_by_record(
    files: tuple[str, str, str], sides: Sides, marker_size: int, path: str
) -> _ByRecord | None:
    """``None`` where it cannot be merged by record."""
    contents = [Path(name).read_bytes() for name in files]
    base, ours, theirs = (content.removeprefix(_BOM).decode("utf-8") for content in contents)
    texts = Three(_undisputed(base), ours, theirs)
    if path.endswith("data/tasks.yaml"):
        texts = with_moved_tasks(texts)
    renumbered = Renumbered(texts)
    if path.endswith(_COUNTED):
        history = History.of_merge(path)
        renumbered = renumber(texts, history.later, history.refers)
    merged = by_record.merge(
        *renumbered.texts,
        path=path,
        ours_name=sides[0],
        theirs_name=sides[1],
        base_name=BASE if _shows_base() else "",
        marker_size=marker_size,
    )
    if merged is None:
        return None
    mark = _BOM if contents[1].startswith(_BOM) else b""
    return _ByRecord(
        data=mark + merged.text.encode("utf-8"),
        moves=[_moved(move, sides) for move in renumbered.moves],
        conflicts=[_in_words(conflict, sides, path) for conflict in merged.conflicts],
    )


def _shows_base() -> bool:
    """Whether this user wants to see between the marks what stood there before."""
    with suppress(GitFailed, Refusal):
        return answer(".", "config", "--get", "merge.conflictStyle") in ("diff3", "zdiff3")
    return False


_MARK = re.compile(r"(?:<{7,}|>{7,}|\|{7,}) .*|={7,}")


def _undisputed(base: str) -> str:
    """What several common ancestors have in common.

    Where two branches have crossed, git merges their ancestors first, and the conflicts of that
    stand in the text between longer marks. Without those lines each side has written its own, and
    only where they differ again is it a conflict. Where one side had nothing there, what it left
    out must not come back: then the text stays as it is, and is merged by line.
    """
    kept, depth, size = [], 0, 0
    shows_its_base = False  # what stood there before the two, in the style diff3
    for line in base.splitlines(keepends=True):
        kind = line[0] if _MARK.fullmatch(line.rstrip("\r\n")) else ""
        if not depth and kind != "<":
            kept.append(line)
        elif not kind:
            size += 1
        elif kind != "<" and not size and not shows_its_base:
            return base
        else:
            depth += {"<": 1, ">": -1}.get(kind, 0)
            size = 0
            shows_its_base = kind == "|"
    return base if depth else "".join(kept)


def _merge_by_line(
    base: str, ours: str, theirs: str, sides: Sides, marker_size: int, path: str
) -> tuple[int, list[str]]:
    try:
        data, conflicts = merge_lines(base, ours, theirs, sides, marker_size)
    except GitFailed as failed:
        return 1, [f"{path}：按记录、按行都合并不了，留下的是{sides[0]}的内容（{failed.words}）。"]
    disk.create(ours, path, data)
    if not conflicts:
        return 0, []
    return conflicts, [f"{path}：不能按记录合并，已按行合并，有 {conflicts} 处冲突。"]


def going_on() -> tuple[str, str]:
    """The commands that go on once the conflicts are settled, and that give up."""
    with suppress(GitFailed, Refusal, OSError):
        doing = under_way(repository(".")).partition("（")[0]
        return _ON_AND_OFF.get(doing, _OF_MERGE)
    return _OF_MERGE


# --- what the sides are called --------------------------------------------------------------------


def names_of_sides() -> Sides:
    """Roles, with the branches' names where git tells them."""
    rebased = _rebased_branch()
    if rebased:
        return "变基目标", rebased
    heads = [key for key in os.environ if key.startswith("GITHEAD_") and os.environ[key]]
    if len(heads) != 1:
        return "我方", "对方"
    sha, theirs = heads[0].removeprefix("GITHEAD_"), os.environ[heads[0]]
    if is_same_commit(sha, theirs):  # git pull names no branch
        theirs = _author(sha)
    here = branch(".")
    return (f"我方（{here}）" if here else "我方"), f"对方（{theirs}）"


def is_same_commit(sha: str, named: str) -> bool:
    """Whether a variable's name and its value are one: Windows capitalizes names of variables."""
    return sha.lower() == named


def _author(sha: str) -> str:
    try:
        return commit(repository("."), sha).author
    except (GitFailed, Refusal, ValueError):
        return sha[:8]


def _rebased_branch() -> str:
    """The branch that is being rebased, or ""."""
    with suppress(GitFailed, Refusal, OSError):
        repo = repository(".")
        for folder in ("rebase-merge", "rebase-apply"):
            head = Path(git_path(repo, folder), "head-name")
            if head.is_file():
                name = head.read_text(encoding="utf-8", errors="surrogateescape")
                return name.strip().removeprefix("refs/heads/")
    return ""


# --- a conflict in words --------------------------------------------------------------------------

_PARTS = {
    "progress": "",
    "ratings": "评级",
    "scores": "得分",
    "status": "状态",
    "due": "时限",
    "updates": "进展",
    "id": "编号",
    "number": "序号",
}


def _moved(move: Move, sides: Sides) -> str:
    """That a record got another id."""
    return (
        f"{move.old}：两边各记了一条，编号相同。{sides[1 - move.side]}的先提交，编号不变"
        f"（{_matter(move, move.kept)}）；{sides[move.side]}的改为 {move.new}"
        f"（{_matter(move, move.record)}），"
        "已经告诉单位、印在纸上的请更正。"
    )


def _matter(move: Move, record: Map) -> str:
    words = [str(record.get(field, "")) for field in KINDS[move.section].apart]
    return _value("", "　".join(word for word in words if word))


def _in_words(conflict: Conflict, sides: Sides, path: str) -> str:
    record, field = conflict.record, conflict.field
    ours, theirs = sides
    if not field and record not in KINDS and conflict.kind == "add/add":
        return (
            f"{record}：{ours}和{theirs}各加了一条，编号相同，内容不同。都要留的话，"
            f"请把 {path} 里两段都留下，后登记的那一条换成没有用过的编号；"
            "别的文件（督办单、佐证材料）里写着它的编号的，也改过来。"
        )
    if not field and record not in KINDS and conflict.kind == "field":
        return (
            f"{record}：有一边把这个编号给了另一件事，另一边还在改原来那一件。"
            f"{ours} {_value(field, conflict.ours)}，{theirs} {_value(field, conflict.theirs)}。"
            "请按各自的编号分开写：原来那一件现在叫别的编号的，把改动记到那一条上。"
        )
    name = KINDS[record].word if record in KINDS else record
    what = f"{name} {_field(field)}".strip()
    our_value, their_value = _value(field, conflict.ours), _value(field, conflict.theirs)
    return f"{what}：{ours} {our_value}，{theirs} {their_value}"


def _field(field: str) -> str:
    """``progress.2.status`` is 第2阶段状态."""
    parts = field.split(".") if field else []
    words = []
    for part in parts:
        if part.isdigit():
            words.append(f"第{part}阶段")
        else:
            words.append(_PARTS.get(part, WORDS.get(part, part)))
    if parts and parts[0] in ("ratings", "scores"):
        words = [*words[1:], words[0]]
    return "".join(words) or "整条记录"


def _value(field: str, value: str) -> str:
    """A value on one line, cut where it is long."""
    text = STATUSES.get(value, value) if field.endswith("status") else value
    text = " ".join(text.split())
    if not text:
        return "删去"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
