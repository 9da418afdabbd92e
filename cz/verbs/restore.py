"""``cz restore``: one record back to what a commit holds, every other edit left alone."""

import os
import re
from typing import Any

from cz import disk
from cz.edit.lines import put_back
from cz.git import repository, resolve
from cz.history.past import load_at, named, told
from cz.load import Loaded, load
from cz.load.folder import shown_path
from cz.names import narrow, normal_id
from cz.problem import Refusal, nearest
from cz.records.kinds import OPTIONAL
from cz.tree import Map, Seq
from cz.write.data_file import with_starter
from cz.write.outcome import Outcome, Said


def restore(folder: str, name: str, at: str | None = None, *, dry_run: bool = False) -> Outcome:
    """Put the record of this id back, in the file's text, to what HEAD (or ``at``) holds. Raises Refusal."""
    if several := re.match(r"\s*([^\s,、;~]+?)\s*(?:[,、;~\s]|\.\.)\s*\S", narrow(name)):
        raise Refusal(
            f"“{name}”不是一个编号。一次只恢复一条记录，几条请分几次恢复，例如 cz restore {several[1]}。"
        )
    repo = repository(folder)
    commit = resolve(repo, named(at) if at else "HEAD")
    then = load_at(repo, folder, commit.sha, commit.short)
    wanted = normal_id(name)
    stem, section, old = _find(then, wanted)
    if old is None:
        if fresh_ := _since(folder, wanted, then, told(commit), None if at else commit.short):
            raise fresh_
        known = [id_ for stem_ in then.trees for id_ in _ids(then, stem_)]
        ids = [id_ for id_ in known if _letters(id_) == _letters(wanted)]
        near = nearest(wanted, ids)
        hint = f"那时最接近的有：{'、'.join(near)}。" if near else ""
        raise Refusal(f"提交 {told(commit)} 里没有编号为“{name}”的记录，没有可以恢复的。{hint}")
    with disk.sole_writer(os.path.join(folder, "data")):
        now = load(folder, (stem,))
        shown = shown_path(folder, f"{stem}.yaml")
        fresh_file = stem in OPTIONAL and stem not in now.lost
        if fresh_file:
            now = with_starter(stem, shown, now)
        tree = now.trees.get(stem)
        if tree is None or not tree.whole:
            raise Refusal(
                f"{shown} 没有改动：请先改正上面的问题。", problems=now.problems, exit_code=1
            )
        before = _ids(then, stem, section)
        fresh, hunks = put_back(
            tree, then.trees[stem].source, section, old, before[: before.index(wanted)]
        )
        said = (Said(f"{wanted} {_title(old)}".strip(), f"恢复到提交 {told(commit)} 的样子"),)
        if hunks and not dry_run:
            source = tree.source
            path = os.path.join(folder, "data", f"{stem}.yaml")
            if fresh_file:
                disk.create(path, shown, fresh.encode())
            else:
                disk.replace(path, shown, source.encode(source.text), source.encode(fresh))
    return Outcome(tuple(hunks), said, bool(hunks) and not dry_run)


def _since(folder: str, wanted: str, then: Loaded, commit: str, head: str | None) -> Refusal | None:
    """Why a record that the files hold now and the commit did not cannot be put back."""
    now = load(folder)
    stem, _, record = _find(now, wanted)
    if record is None:
        return None
    shown = shown_path(folder, f"{stem}.yaml")
    line = record.line
    if line < 0:
        place, lines = shown, "这一条"
    else:
        text = now.trees[stem].source.text.splitlines()[line : record.end]
        last = line + max(1, len("\n".join(text).rstrip().splitlines()))
        place, lines = (
            f"{shown}:{line + 1}",
            f"第 {line + 1} 至 {last} 行" if last > line + 1 else f"第 {line + 1} 行",
        )
    undo = ""
    if head and stem in then.trees:
        undo = f"，或执行 git restore {shown}（这个文件里没提交的改动都会丢掉）"
    return Refusal(
        f"{wanted} 是提交 {commit} 以后新记的，没有以前的样子可恢复，现在在 {place}。记错了的，请删去{lines}{undo}。"
    )


def _find(loaded: Loaded, wanted: str) -> tuple[str, str, Map | None]:
    for stem, tree in loaded.trees.items():
        for section, records in tree.root.items():
            for record in records if isinstance(records, Seq) else ():
                if isinstance(record, Map) and record.get("id") == wanted:
                    return stem, section, record
    return "", "", None


def _title(record: Map) -> str:
    return next(
        (
            str(record[field])
            for field in ("title", "name", "problem", "matter", "spot", "file")
            if record.get(field)
        ),
        "",
    )


def _ids(loaded: Loaded, stem: str, section: str | None = None) -> list[str]:
    found: list[Any] = []
    for name, records in loaded.trees[stem].root.items():
        if section in (None, name) and isinstance(records, Seq):
            found += [
                record["id"] for record in records if isinstance(record, Map) and "id" in record
            ]
    return [str(one) for one in found]


def _letters(id_: str) -> str:
    """The letters it begins with: they tell the kind of record."""
    return id_[: len(id_) - len(id_.lstrip("abcdefghijklmnopqrstuvwxyz"))]
