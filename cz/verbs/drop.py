"""``cz drop``: a record goes, where nothing else names it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from cz.checks.references import references
from cz.edit import Remove, edit
from cz.git import repository
from cz.history.past import find, load_at
from cz.letters import folded
from cz.load import Loaded, load_sources
from cz.names import numbered_meant, refuse_unless_in_full, unit_called
from cz.problem import Problem, Refusal
from cz.records import STATUSES, Campaign, Collective, Step, Task, Unit
from cz.records.kinds import FILES, KINDS, STEMS, Kind
from cz.typed.ids import is_like_id, normal_id
from cz.typed.titles import plain_title
from cz.verbs.kept import kept_line
from cz.whose import present_ids
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write_several

_MOST_NAMED = 8
_SHORTEST_PART = 2  # characters of a part of a name
_ON_RECORD = {  # what was published stays; what takes its place
    "findings": "登记错的问题用 cz finding withdraw 撤回，记录留着，不再计数。",
    "bulletins": "登记过的通报不删。",
    "orders": "发过的督办单不删，办结的用 cz order {id} --reply 登记回复。",
}
_ADVICE = {
    "units": "并到别的单位的，用 cz unit merge {name} --into 单位；"
    "不再负责的，用 cz assign 编号 --remove {name}。",
    "tasks": "请先在那几行改成别的任务；移到别的板块用 cz task move {id} --chapter N，不用删。",
    "steps": "请先在那几行改成别的步骤。",
    "groups": "请先在那几行改成别的工作组。",
    "phases": "做过的阶段不要删；没有用过的，请先删去那几行。",
    "blocks": "请先在那几行改成别的版块。",
    "projects": "请先用 cz drop 编号 删去它的标准，或在那几行改成别的测评项目。",
    "collectives": "请先用 cz assign 编号 --remove {name} 从各任务里去掉。",
    "chapters": "请先用 cz task move 编号 --chapter N 移走这个板块的任务。",
}


class _Held(NamedTuple):
    kind: Kind
    record: Any

    @property
    def key(self) -> str:
        return str(getattr(self.record, self.kind.key))

    @property
    def title(self) -> str:
        record = self.record
        for field in ("title", "name", "problem", "matter", "text", "file", "spot"):
            if getattr(record, field, ""):
                return str(getattr(record, field))
        return ""

    @property
    def typed(self) -> str:
        """What is typed to mean it: 7-3, 板块8, of a type of spots its name."""
        return f"{self.kind.word}{self.key}" if self.kind.key == "number" else self.key

    @property
    def name(self) -> str:
        word = f"第 {self.key} " if self.kind.key == "number" else f"{self.key} "
        return f"{word}{'' if self.kind.key == 'id' else self.kind.word + ' '}{self.title}"


def drop(
    folder: str, name: str, reason: str, *, with_progress: bool = False, how: How = PLAINLY
) -> Outcome:
    """Take the record of this id or name out of its file.

    Raises Refusal where another names it, where it was published, where git does not hold it as it
    stands now (what goes can be had back), and where work on it is recorded, which goes only
    ``with_progress``.
    """
    kept_reason = kept_line(reason)
    stems = [stem for stem in FILES if os.path.exists(os.path.join(folder, "data", f"{stem}.yaml"))]

    def plan(loaded: Loaded) -> dict[str, Planned]:
        held = _meant(loaded.campaign, name)
        if held.kind.section in _ON_RECORD:
            advice = _ON_RECORD[held.kind.section].format(id=held.key)
            raise Refusal(f"{held.key} 是{held.kind.word}，没有删。{advice}")
        if not with_progress:
            _refuse_done(held)
        stem = STEMS[held.kind.section]
        change = Remove(loaded.trees[stem].root, held.kind.section, held.record.node)
        _refuse_named(loaded, held, change, folder)
        is_kept = _kept_by_git(folder, held)
        back = f"要回来的，用 cz restore {held.typed}。" if is_kept else ""
        said = Said(held.name, f"删去{held.kind.word}：{kept_reason}")
        planned = {each: Planned((), (), (), next_step=back) for each in stems}
        return {**planned, stem: planned[stem]._replace(changes=[change], said=[said])}

    # All of them: whether something else names it, only files that can be read whole can say.
    return write_several(folder, stems, plan, how)


def _meant(campaign: Campaign, name: str) -> _Held:
    """By id, by 板块8 or 阶段3, else by its name or a part of it; a unit by its whole name.

    Raises Refusal.
    """
    section, wanted = numbered_meant(name) or ("", normal_id(name))
    if not section:
        wanted = present_ids(campaign).get(wanted, wanted)
    meant = [held for held in _all(campaign) if _is_called(held, wanted, section, name)]
    if not meant and not section and not is_like_id(name):
        meant = _partly(campaign, name)
    if len(meant) == 1:
        record = meant[0].record
        if isinstance(record, Unit | Collective):
            refuse_unless_in_full(record, name)
        return meant[0]
    if meant:
        listed = "、".join(held.name for held in meant[:_MOST_NAMED])
        raise Refusal(f"“{name}”可以指 {len(meant)} 条记录：{listed}。请写编号。")
    raise Refusal(
        f"没有编号或名称是“{name}”的记录。编号用 cz list 查；板块写 板块8，阶段写 阶段3。",
        missing=wanted,
    )


def _all(campaign: Campaign) -> Iterator[_Held]:
    for kind in KINDS.values():
        if not kind.single:
            for record in getattr(campaign, kind.section):
                yield _Held(kind, record)


def _partly(campaign: Campaign, name: str) -> list[_Held]:
    """Those with this as a part of their names, and the unit of which it is a short form."""
    part = plain_title(name)
    if len(part) < _SHORTEST_PART:
        return []
    kept = [held for held in _all(campaign) if held.kind.section not in _ON_RECORD]
    meant = [held for held in kept if part in plain_title(held.title)]
    if meant:
        return meant
    unit = unit_called(campaign, name)
    return [held for held in kept if held.record is unit] if unit else []


def _is_called(held: _Held, wanted: str, section: str, name: str) -> bool:
    if section:
        return held.kind.section == section and held.key == wanted
    if held.kind.key != "id":
        return folded(held.title) == folded(name)
    return held.key == wanted or folded(held.title) == folded(name)


def _refuse_done(held: _Held) -> None:
    """Raises Refusal for a task or step of which something is recorded."""
    record = held.record
    if not isinstance(record, Task | Step):
        return
    begun = {each.status for each in record.progress.values()} - {"todo"}
    if not begun and not record.updates:
        return
    states = "、".join(word for status, word in STATUSES.items() if status in begun)
    done = [f"状态{states}" if begun else "", f"进展 {len(record.updates)} 条"]
    if not record.updates:
        del done[1]
    instead = ""
    if isinstance(record, Task):
        instead = "移到别的板块用 cz task move，分成几项用 cz task split；"
    raise Refusal(
        f"{held.name} 已经记了{'，'.join(filter(None, done))}，没有删。{instead}"
        f"确实要连同这些一起删的，加 --with-progress，以后用 cz restore {held.key} 找得回来。"
    )


def _refuse_named(loaded: Loaded, held: _Held, change: Remove, folder: str) -> None:
    """Raises Refusal where the plan without it would name what is not there."""
    stem = STEMS[held.kind.section]
    fresh, _ = edit(loaded.trees[stem], [change])
    after = load_sources(folder, {**loaded.trees, stem: fresh})
    before = Counter(map(_said, references(loaded.campaign, loaded.lost)))
    naming = []
    for problem in references(after.campaign, {**loaded.lost, **after.lost}):
        if before[_said(problem)]:
            before[_said(problem)] -= 1
        else:
            naming.append(problem)
    if not naming:
        return
    places = [_place(problem) for problem in naming]
    listed = "、".join(dict.fromkeys(places[:_MOST_NAMED]))
    more = f"等 {len(places)} 处" if len(places) > _MOST_NAMED else ""
    advice = _ADVICE.get(held.kind.section, "请先改那几处，再删。").format(
        name=held.title, id=held.key
    )
    raise Refusal(f"还有记录写着 {held.name}，没有删：{listed}{more}。{advice}")


def _said(problem: Problem) -> tuple[str, str, str, str]:
    return problem.code, problem.path, problem.record, problem.message


def _place(problem: Problem) -> str:
    return f"{problem.record or ''}（{problem.path}:{problem.line}）"


def _kept_by_git(folder: str, held: _Held) -> bool:
    """Whether the last commit holds it as it is; False where the plan is in no repository.

    Raises Refusal where it does not.
    """
    try:
        repo = repository(folder)
        commit = find(repo, "HEAD").commit
    except Refusal:
        return False
    then = load_at(repo, folder, commit.sha, commit.short)
    for record in getattr(then.campaign, held.kind.section):
        if record.node == held.record.node:
            return True
    raise Refusal(
        f"{held.name} 还没有提交过，或提交以后又改过，删了就找不回来，没有删。"
        "请先用 git commit 提交，再删。"
    )
