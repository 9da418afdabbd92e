"""``cz git merge-driver``: what git calls to merge one file of the plan, and its conflicts in
words.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from cz import disk
from cz.git import GitFailed, repository
from cz.git.repo import branch, commit, git_path
from cz.git.run import merge_lines
from cz.problem import Refusal
from cz.records import STATUSES
from cz.records.kinds import KINDS
from cz.records.words import WORDS
from cz.review import merge as by_record
from cz.review.merge_values import Conflict

_BOM = b"\xef\xbb\xbf"
_LONGEST = 60  # characters of a value that are shown

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
        return _merge_by_line(base, ours, theirs, sides, marker_size, path)
    data, messages = merged
    disk.create(ours, path, data)
    return (1 if messages else 0), messages


def _merged_by_record(
    files: tuple[str, str, str], sides: Sides, marker_size: int, path: str
) -> tuple[bytes, list[str]] | None:
    """(the merged file, its conflicts in words), ``None`` where it cannot be merged by record."""
    contents = [Path(name).read_bytes() for name in files]
    base, ours, theirs = (content.removeprefix(_BOM).decode("utf-8") for content in contents)
    merged = by_record.merge(
        _undisputed(base),
        ours,
        theirs,
        path=path,
        ours_name=sides[0],
        theirs_name=sides[1],
        marker_size=marker_size,
    )
    if merged is None:
        return None
    mark = _BOM if contents[1].startswith(_BOM) else b""
    messages = [_in_words(conflict, sides) for conflict in merged.conflicts]
    return mark + merged.text.encode("utf-8"), messages


_MARK = re.compile(r"(<{7,}|>{7,}) .*")


def _undisputed(base: str) -> str:
    """What several common ancestors have in common.

    Where two branches have crossed, git merges their ancestors first, and the conflicts of that
    stand in the text between longer marks. Without those lines each side has written its own, and
    only where they differ again is it a conflict. Where one side had nothing there, what it left
    out must not come back: then the text stays as it is, and is merged by line.
    """
    kept, depth, side = [], 0, 0
    for line in base.splitlines(keepends=True):
        mark = _MARK.fullmatch(line.rstrip("\r\n"))
        if mark is None and not depth:
            kept.append(line)
        elif mark is None and not line.startswith("=======") and not line.startswith("|||||||"):
            side += 1
        elif not side and not (mark and line.startswith("<")):
            return base
        else:
            side = 0
            if mark:
                depth += 1 if line.startswith("<") else -1
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


def _in_words(conflict: Conflict, sides: Sides) -> str:
    record, field = conflict.record, conflict.field
    ours, theirs = sides
    if conflict.kind == "add/add" and not field and record not in KINDS:
        return (
            f"{record}：{ours}和{theirs}各加了一条，编号相同，内容不同。"
            "都要留的话，请给其中一条换一个编号。"
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
