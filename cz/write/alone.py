"""``--commit``: one change as a commit of its own, whatever else is not committed yet."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cz.edit import edit
from cz.git import GitFailed, Repository, commit_texts, repository, resolve, staged_names, under_way
from cz.git.interrupted import finish_interrupted
from cz.git.refusals import known_refusal
from cz.history.past import load_at
from cz.load import Loaded, load
from cz.problem import Refusal
from cz.tree import Tree
from cz.whose import with_present_names
from cz.write.data_file import is_missing, with_starter
from cz.write.outcome import Outcome, Planned, Said


class Alone(NamedTuple):
    """The change made to what HEAD holds: what was planned upon it, and the new bytes.

    ``contents``: of each file that changes, by its name relative to the plan's folder.
    ``template``: of the commit's message.
    """

    repo: Repository
    contents: Mapping[str, bytes]
    planned: Mapping[str, Planned]
    template: str

    @property
    def said(self) -> tuple[Said, ...]:
        return tuple(said for planned in self.planned.values() for said in planned.said)


def prepare(
    folder: str,
    stems: Sequence[str],
    plan: Callable[[Loaded], Mapping[str, Planned]],
    beside: Sequence[str],
) -> Alone:
    """The change upon HEAD's own text.

    Raises Refusal, before anything is written, where it cannot be committed alone.
    """
    repo = repository(folder)
    _refuse_busy(repo)
    head = resolve(repo, "HEAD")
    then = _of_now(load_at(repo, folder, head.sha, head.short, (*stems, *beside)))
    for stem in stems:
        if is_missing(stem, then):
            then = with_starter(stem, _name(stem), then)
    trees = {stem: _whole_tree(then, stem) for stem in stems}
    try:
        planned = plan(then)
    except Refusal as refusal:
        plan(_as_it_is(folder, stems, beside))  # what cannot be done at all is refused in its words
        raise Refusal(
            "上次提交里没有这条记录，或它还有没提交的改动，"
            f"不能单独提交这一处（{refusal.message}）。请先提交，再执行一次。"
        ) from None
    contents = {}
    for stem, tree in trees.items():
        fresh, hunks = edit(tree, planned[stem].changes)
        if hunks:
            contents[_name(stem)] = tree.source.encode(fresh.source.text)
    ordered = {stem: planned[stem] for stem in stems}
    return Alone(repo, contents, ordered, then.campaign.plan.commit)


def _as_it_is(folder: str, stems: Sequence[str], beside: Sequence[str]) -> Loaded:
    """The plan as it lies in its folder, whatever is committed of it."""
    now = _of_now(load(folder, (*stems, *beside)))
    for stem in stems:
        if is_missing(stem, now):
            now = with_starter(stem, _name(stem), now)
    return now


def _of_now(loaded: Loaded) -> Loaded:
    """With units under their present names, as a change upon the files themselves knows them."""
    return loaded._replace(campaign=with_present_names(loaded.campaign))


def _name(stem: str) -> str:
    return f"data/{stem}.yaml"


def _whole_tree(then: Loaded, stem: str) -> Tree:
    """Raises Refusal where the last commit's file is not whole YAML."""
    tree = then.trees.get(stem)
    if tree is None or not tree.whole:
        raise Refusal(
            f"上次提交的 {_name(stem)} 不是完整的 YAML，不能单独提交这一处。"
            "请不加 --commit，改完后自己提交。",
            exit_code=1,
        )
    return tree


def _refuse_busy(repo: Repository) -> None:
    """Raises Refusal where git is in the middle of something, or other changes are staged."""
    finish_interrupted(repo)
    if busy := under_way(repo):
        raise Refusal(
            f"git 正在{busy}当中，现在不能提交。请先做完或放弃，再执行一次；什么也没有改动。"
        )
    if names := staged_names(repo):
        listed = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
        raise Refusal(
            f"暂存区里已经有别的改动（{listed}），--commit 只提交这一处。"
            "请先 git commit 或 git reset；什么也没有改动。"
        )


def committed(alone: Alone, outcome: Outcome) -> Outcome:
    """The outcome with the commit that was made of it, or with why git made none.

    The file holds the change either way.
    """
    if [said[:2] for said in alone.said] != [said[:2] for said in outcome.said]:
        return outcome._replace(
            refused="这条记录还有别的没提交的改动，没有单独提交。请用 cz diff 看看，一起提交。"
        )
    try:
        commit = commit_texts(alone.repo, alone.contents, message(alone))
    except GitFailed as failed:
        return outcome._replace(refused=_why(failed))
    return outcome._replace(commit=commit)


def _why(failed: GitFailed) -> str:
    known = known_refusal(failed.words)
    if known:
        return known
    last = failed.words.splitlines()[-1] if failed.words else "没有说原因"
    return f"git 没有提交：{last}"


def message(alone: Alone) -> str:
    """One change in a line; several as a line that counts them and a line each."""
    said = alone.said
    lines = [f"{change.name} {change.words}" for change in said]
    if len(lines) > 1:
        ids = list(dict.fromkeys(change.name.split(" ")[0] for change in said))
        listed = "、".join(ids[:6]) + ("等" if len(ids) > 6 else "")
        lines = [f"{listed}：改动 {len(lines)} 处", "", *lines]
    return alone.template.replace("{words}", "\n".join(lines)) + "\n"
