"""``cz diff``: what changed between two states of the plan, each a commit, the index, or the files
as they are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cz.git import Commit, Repository, merge_base, repository, resolve
from cz.history.past import describe, load_at, revision
from cz.load import Loaded, load
from cz.problem import Problem, Refusal
from cz.records import Campaign
from cz.review.altered import Altered
from cz.review.compare import compare


class Difference(NamedTuple):
    """``old``/``new`` say what was compared; ``rewritten``: the text differs though the content
    does not.
    """

    old: str
    new: str
    campaign: Campaign
    records: tuple[Altered, ...]
    rewritten: bool
    problems: tuple[Problem, ...]

    @property
    def alerts(self) -> int:
        return sum(one.alerts for one in self.records)


class _State(NamedTuple):
    label: str
    loaded: Loaded


def difference(folder: str, revisions: Sequence[str], *, staged: bool = False) -> Difference:
    """HEAD against the files as they are; one revision against them; two, ``A..B`` or ``A...B``
    against each other.

    ``staged``: against the index instead of the files. Raises Refusal.
    """
    repo = repository(folder)
    old, new = _sides(repo, folder, list(revisions), staged)
    records = compare(old.loaded.campaign, new.loaded.campaign)
    before, after = old.loaded.campaign.sources, new.loaded.campaign.sources
    rewritten = not records and {k: v.text for k, v in before.items()} != {
        k: v.text for k, v in after.items()
    }
    problems = tuple(p for p in (*old.loaded.problems, *new.loaded.problems) if p.level == "error")
    return Difference(
        old.label, new.label, new.loaded.campaign, tuple(records), rewritten, problems
    )


def _sides(
    repo: Repository, folder: str, revisions: list[str], staged: bool
) -> tuple[_State, _State]:
    if len(revisions) == 1:
        for dots in ("...", ".."):
            if dots in revisions[0]:
                one, _, other = revisions[0].partition(dots)
                left, right = (
                    resolve(repo, revision(one or "HEAD")),
                    resolve(repo, revision(other or "HEAD")),
                )
                base = merge_base(repo, left.sha, right.sha) if dots == "..." else left.sha
                return _at(repo, folder, resolve(repo, base)), _at(repo, folder, right)
    if len(revisions) > 2:
        raise Refusal("最多写两个版本，例如：cz diff HEAD~3 HEAD。")
    if len(revisions) == 2 and staged:
        raise Refusal("--staged 是和暂存区比，只能再写一个版本。")
    old = _at(repo, folder, resolve(repo, revision(revisions[0] if revisions else "HEAD")))
    if len(revisions) == 2:
        return old, _at(repo, folder, resolve(repo, revision(revisions[1])))
    if staged:
        return old, _State("暂存区", load_at(repo, folder, "", "暂存区"))
    return old, _State("工作区（还没有提交的）", load(folder))


def _at(repo: Repository, folder: str, commit: Commit) -> _State:
    return _State(describe(commit), load_at(repo, folder, commit.sha, commit.short))
