"""``cz restore``: one record back to what a commit holds, every other edit left alone."""

from __future__ import annotations

import os
import re
from typing import Any, NamedTuple

from cz import disk
from cz.edit.changes import CannotSplice
from cz.edit.put_back import Cut, Lines, cut, id_of, lines_of, nodes_of, put_back, unproven
from cz.git import Commit, Repository, repository, resolve
from cz.history.past import describe, find, load_at
from cz.history.versions import Key
from cz.letters import narrow
from cz.load import Loaded, load
from cz.load.folder import shown_path
from cz.names import find_titled, numbered_meant
from cz.problem import Refusal, nearest
from cz.records.kinds import KINDS, OPTIONAL
from cz.source import Source, line_column
from cz.tree import Map, Seq
from cz.tree.events import Node, Unreadable
from cz.typed.ids import normal_id
from cz.typed.titles import plain_title
from cz.whose import present_ids
from cz.write.data_file import with_starter
from cz.write.outcome import Outcome, Said

_TITLES = (
    "title",
    "name",
    "problem",
    "matter",
    "spot",
    "file",
)  # the first of these names a record
_SEVERAL = re.compile(r"\s*([^\s,、;~]+?)\s*(?:[,、;~\s]|\.\.)\s*\S")


class _Held(NamedTuple):
    """A record and where it is: the file's stem, the section."""

    stem: str
    section: str
    record: Map


class _Wanted(NamedTuple):
    """Which record: its id, or with its ``section`` the number of a phase or chapter."""

    section: str
    key: str

    def __str__(self) -> str:
        return f"第 {self.key} {KINDS[self.section].word}" if self.section else self.key

    @classmethod
    def of(cls, key: Key) -> _Wanted:
        section, name = key
        return cls(section if KINDS[section].key == "number" else "", name)

    def is_key(self, key: Key) -> bool:
        section, name = key
        is_there = section == self.section if self.section else KINDS[section].key == "id"
        return is_there and name == self.key

    def is_it(self, section: str, record: Map) -> bool:
        if self.section:
            return section == self.section and str(record.get("number")) == self.key
        return record.get("id") == self.key


def restore(folder: str, name: str, at: str | None = None, *, dry_run: bool = False) -> Outcome:
    """Put the record of this id back, in the file's text, to what HEAD (or ``at``) holds.

    Raises Refusal.
    """
    several = _SEVERAL.match(narrow(name))
    if several:
        raise Refusal(
            f"“{name}”不是一个编号。一次只恢复一条记录，几条请分几次恢复，"
            f"例如 cz restore {several[1]}。"
        )
    repo = repository(folder)
    commit = find(repo, at or "HEAD").commit
    then = load_at(repo, folder, commit.sha, commit.short)
    wanted = _Wanted(*(numbered_meant(name) or ("", normal_id(name))))
    old = _find(then, wanted)
    if old is None and not wanted.section:
        called = find_titled(then.campaign, name)
        if called is not None:
            wanted = _Wanted("", called.id)
            old = _find(then, wanted)
    if old is None:
        now = load(folder)
        current = _find(now, wanted)
        last = _last_held(repo, folder, wanted, name) if current is None and at is None else None
        if last is not None:
            commit, wanted = last
            _refuse_given_on(now, wanted, name)
            then = load_at(repo, folder, commit.sha, commit.short)
            old = _find(then, wanted)
        if current is not None:
            raise _entered_since(folder, now, current, wanted, then, commit, by_head=at is None)
        if old is None:
            raise _never_there(name, wanted, then, commit)
    _refuse_moved(load(folder), wanted.key)
    with disk.sole_writer(os.path.join(folder, "data")):
        return _restored(folder, wanted, old, then, commit, dry_run)


def _last_held(
    repo: Repository, folder: str, wanted: _Wanted, name: str
) -> tuple[Commit, _Wanted] | None:
    """The last commit that held a record which a later one took out, by its id or by its title.

    ``None`` where none did.
    """
    from cz.history.record_history import RecordHistory

    history = RecordHistory(repo, folder, None)
    try:
        gone: dict[str, tuple[str, _Wanted]] = {}
        for touch in history.touches():
            for key in set(touch.keys) - set(touch.new):
                is_meant = wanted.is_key(key) or _is_called(touch.old[0].get(key), name)
                if is_meant and touch.logged.parents:
                    gone[touch.logged.commit.sha] = touch.logged.parents[0], _Wanted.of(key)
        for logged in history.commits:  # the newest first
            if logged.commit.sha in gone:
                parent, meant = gone[logged.commit.sha]
                return resolve(repo, parent), meant
        return None
    finally:
        history.close()


def _refuse_given_on(now: Loaded, wanted: _Wanted, name: str) -> None:
    """Raises Refusal where what was dropped bore a number that is another record's by now."""
    other = _find(now, wanted)
    if other is not None:
        raise Refusal(
            f"“{name}”原来是{wanted}，这个编号现在是“{_title(other.record)}”的，没有改动。"
            "要找回来的，用 cz add 另加一条。"
        )


def _is_called(record: Any, name: str) -> bool:
    title = getattr(record, "title", "") or getattr(record, "name", "")
    return bool(title) and plain_title(title) == plain_title(name)


def _refuse_moved(now: Loaded, wanted: str) -> None:
    """Raises Refusal for a task that goes by another id now: put back it would be there twice."""
    new_id = present_ids(now.campaign).get(wanted)
    if new_id is not None:
        chapter = wanted.partition("-")[0]
        raise Refusal(
            f"{wanted} 移过板块，现在是 {new_id}，没有改动。"
            f"移回去用 cz task move {new_id} --chapter {chapter}。"
        )


def _restored(
    folder: str, wanted: _Wanted, old: _Held, then: Loaded, commit: Commit, dry_run: bool
) -> Outcome:
    stem, section, record = old
    shown = shown_path(folder, f"{stem}.yaml")
    now = load(folder, (stem,))
    fresh_file = stem in OPTIONAL and stem not in now.lost
    if fresh_file:
        now = with_starter(stem, shown, now)
    tree = now.trees.get(stem)
    if tree is None or not tree.whole:
        raise _unreadable_now(shown, wanted, commit, now)
    source = tree.source
    taken = _taken(then, old, wanted, shown)
    if len(_nodes(source, section, wanted.key)) > 1:
        raise _doubled(shown, wanted)
    ids = _ids(then, stem, section)
    before = ids[: ids.index(wanted.key)]
    text, hunks = put_back(source, section, wanted.key, taken, before)
    if hunks and not dry_run:
        path = os.path.join(folder, "data", f"{stem}.yaml")
        if fresh_file:
            disk.create(path, shown, text.encode())
        else:
            disk.replace(path, shown, source.encode(source.text), source.encode(text))
    words = f"恢复到提交 {describe(commit)}的样子"
    if not hunks:
        words = f"和提交 {describe(commit)}时一样"
    what = Said(f"{wanted} {_title(record)}".strip(), words)
    return Outcome(tuple(hunks), (what,), bool(hunks) and not dry_run)


def _unreadable_now(shown: str, wanted: _Wanted, commit: Commit, now: Loaded) -> Refusal:
    """Why no single record can be put back, and how git puts the whole file back."""
    whole = f'git restore --source={commit.short} -- "{shown}"'
    return Refusal(
        f"{shown} 没有改动：这个文件现在读不完整，不知道 {wanted} 是从哪一行到哪一行。"
        f"请改正上面的问题，再恢复；整个文件都不要了的，执行 {whole}"
        "（这个文件里没提交的改动都会丢掉）。",
        problems=now.problems,
        exit_code=1,
    )


def _taken(then: Loaded, old: _Held, wanted: _Wanted, shown: str) -> Cut:
    """The record as the commit's text writes it. Raises Refusal."""
    source = then.trees[old.stem].source
    try:
        node = old.record.node
        if then.trees[old.stem].whole:
            nodes = _nodes(source, old.section, wanted.key)
            if len(nodes) > 1:
                raise _doubled(source.path, wanted)
            node = nodes[0]
        return cut(source, node)
    except (CannotSplice, Unreadable, ValueError, IndexError):
        raise unproven(shown) from None


def _nodes(source: Source, section: str, wanted: str) -> list[Node]:
    """The records of this id in a section; there ought to be one at most."""
    try:
        return [node for node in nodes_of(source, section) if id_of(node) == wanted]
    except (CannotSplice, Unreadable):
        return []


def _doubled(shown: str, wanted: _Wanted) -> Refusal:
    return Refusal(
        f"{shown} 里编号为 {wanted} 的记录不止一条，不知道恢复哪一条，没有改动。"
        "请先删去多余的，或给它换一个编号。",
        exit_code=1,
    )


def _never_there(name: str, wanted: _Wanted, then: Loaded, commit: Commit) -> Refusal:
    known = [id_ for stem in then.trees for id_ in _ids(then, stem)]
    alike = [id_ for id_ in known if _letters(id_) == _letters(wanted.key)]
    near = [] if wanted.section else nearest(wanted.key, alike)
    hint = f"那时最接近的有：{'、'.join(near)}。" if near else ""
    called = "编号" if wanted.section or name.isascii() else "编号或名称"
    return Refusal(f"提交 {describe(commit)}里没有{called}为“{name}”的记录，没有可以恢复的。{hint}")


def _entered_since(
    folder: str,
    now: Loaded,
    current: _Held,
    wanted: _Wanted,
    then: Loaded,
    commit: Commit,
    *,
    by_head: bool,
) -> Refusal:
    """Why a record that the files hold now and the commit did not cannot be put back."""
    shown = shown_path(folder, f"{current.stem}.yaml")
    source = now.trees[current.stem].source
    lines = _lines(now, current, wanted.key)
    place, which = shown, "这一条"
    if lines is not None:
        first = line_column(source.text, lines.start)[0] + 1
        last = line_column(source.text, lines.end)[0] + 1
        place = f"{shown}:{first}"
        which = f"第 {first} 至 {last} 行" if last > first else f"第 {first} 行"
    undo = ""
    if by_head and current.stem in then.trees:
        undo = f"，或执行 git restore {shown}（这个文件里没提交的改动都会丢掉）"
    return Refusal(
        f"{wanted} 是提交 {describe(commit)} 以后新记的，没有以前的样子可恢复，"
        f"现在在 {place}。记错了的，请删去{which}{undo}。"
    )


def _lines(loaded: Loaded, held: _Held, wanted: str) -> Lines | None:
    """Where the record stands, ``None`` where it has no lines of its own."""
    tree = loaded.trees[held.stem]
    node = held.record.node
    if node is None:
        nodes = _nodes(tree.source, held.section, wanted)
        node = nodes[0] if nodes else None
    try:
        return lines_of(tree.source.text, node) if node is not None else None
    except CannotSplice:
        return None


def _find(loaded: Loaded, wanted: _Wanted) -> _Held | None:
    for stem, tree in loaded.trees.items():
        for section, records in tree.root.items():
            for record in records if isinstance(records, Seq) else ():
                if isinstance(record, Map) and wanted.is_it(section, record):
                    return _Held(stem, section, record)
    return None


def _title(record: Map) -> str:
    for field in _TITLES:
        if record.get(field):
            return str(record[field])
    return ""


def _ids(loaded: Loaded, stem: str, section: str | None = None) -> list[str]:
    """The ids in a file, or in one of its sections."""
    ids = []
    for name, records in loaded.trees[stem].root.items():
        if section in (None, name) and isinstance(records, Seq):
            maps = [record for record in records if isinstance(record, Map)]
            keys = [record.get("id", record.get("number")) for record in maps]
            ids += [str(key) for key in keys if key is not None]
    return ids


def _letters(id_: str) -> str:
    """The letters it begins with: they tell the kind of record."""
    return id_[: len(id_) - len(id_.lstrip("abcdefghijklmnopqrstuvwxyz"))]
