"""``--commit``: one change as a commit of its own, whatever else the files hold that is not committed yet."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cz.edit import edit
from cz.git import GitFailed, Repository, commit_text, repository, resolve, staged_names, under_way
from cz.history.past import load_at
from cz.load import Loaded
from cz.problem import Refusal
from cz.records.kinds import OPTIONAL
from cz.source import Source
from cz.tree import Tree
from cz.tree.nodes import new_map
from cz.write.outcome import Outcome, Planned, Said


class Alone(NamedTuple):
    """The change made to what HEAD holds: the file's new bytes, and what changed in words."""

    repo: Repository
    name: str
    data: bytes
    said: tuple[Said, ...]
    template: str


def prepare(
    folder: str, stem: str, plan: Callable[[Loaded], Planned], beside: Sequence[str]
) -> Alone:
    """The change upon HEAD's own text. Raises Refusal, before anything is written, where it cannot be committed alone."""
    repo = repository(folder)
    if busy := under_way(repo):
        raise Refusal(
            f"git 正在{busy}当中，现在不能提交。请先做完或放弃，再执行一次；什么也没有改动。"
        )
    if names := staged_names(repo):
        raise Refusal(
            f"暂存区里已经有别的改动（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}），--commit 只提交这一处。请先 git commit 或 git reset；什么也没有改动。"
        )
    head = resolve(repo, "HEAD")
    then = load_at(repo, folder, head.sha, head.short, (stem, *beside))
    if stem in OPTIONAL and stem not in then.lost:
        then = with_starter(stem, f"data/{stem}.yaml", then)
    tree = then.trees.get(stem)
    if tree is None or not tree.whole:
        raise Refusal(
            f"上次提交的 data/{stem}.yaml 不是完整的 YAML，不能单独提交这一处。请不加 --commit，改完后自己提交。",
            exit_code=1,
        )
    try:
        planned = plan(then)
    except Refusal as refusal:
        raise Refusal(
            f"上次提交里没有这条记录，或它还有没提交的改动，不能单独提交这一处（{refusal.message}）。请先提交，再执行一次。"
        ) from None
    fresh, _ = edit(tree, planned.changes)
    source = tree.source
    return Alone(
        repo,
        f"data/{stem}.yaml",
        source.encode(fresh.source.text),
        tuple(planned.said),
        then.campaign.plan.commit,
    )


def with_starter(stem: str, shown: str, loaded: Loaded) -> Loaded:
    """What was loaded, with the file that is not there yet as cz would begin it."""
    source = Source(shown, OPTIONAL[stem])
    campaign = loaded.campaign._replace(sources={**loaded.campaign.sources, stem: source})
    return loaded._replace(
        campaign=campaign,
        trees={**loaded.trees, stem: Tree(source, new_map())},
        lost={**loaded.lost, stem: set()},
    )


def committed(alone: Alone, outcome: Outcome) -> Outcome:
    """The outcome with the commit that was made of it, or with why git made none; the file holds the change either way."""
    if alone.said != outcome.said:
        return outcome._replace(
            refused="这条记录还有别的没提交的改动，没有单独提交。请用 cz diff 看看，一起提交。"
        )
    try:
        return outcome._replace(
            commit=commit_text(alone.repo, alone.name, alone.data, message(alone))
        )
    except GitFailed as failed:
        if "tell me who you are" in failed.words:
            return outcome._replace(
                refused="git 还不知道您是谁，没有提交。请先 git config --global user.name 您的名字、user.email 您的邮箱。"
            )
        return outcome._replace(
            refused=f"git 没有提交：{failed.words.splitlines()[-1] if failed.words else '没有说原因'}"
        )


def message(alone: Alone) -> str:
    """One change in a line; several as a line that counts them and a line each."""
    lines = [f"{said.name} {said.words}" for said in alone.said]
    if len(lines) > 1:
        names = list(dict.fromkeys(said.name.split(" ")[0] for said in alone.said))
        lines = [
            f"{'、'.join(names[:6])}{'等' if len(names) > 6 else ''}：改动 {len(lines)} 处",
            "",
            *lines,
        ]
    return alone.template.replace("{words}", "\n".join(lines)) + "\n"
