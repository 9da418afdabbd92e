"""``cz diff``: what changed between two states of the plan, each a commit, the index, or the files
as they are.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cz.git import Commit, Repository, merge_base, repository, resolve
from cz.history.past import describe, find, load_at
from cz.history.untracked import untracked
from cz.load import Loaded, load
from cz.problem import Problem, Refusal
from cz.records import Campaign
from cz.records.kinds import FILES
from cz.review.altered import Altered
from cz.review.compare import compare

_FILE_OF = {kind.section: stem for stem, kinds in FILES.items() for kind in kinds}


class Difference(NamedTuple):
    """``old``/``new`` say what was compared.

    ``rewritten``: the text differs though the content does not. ``untracked``: files that git does
    not keep yet, where the files as they are were compared.
    """

    old: str
    new: str
    campaign: Campaign
    records: tuple[Altered, ...]
    rewritten: bool
    problems: tuple[Problem, ...]
    untracked: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many records could not be read; one that is broken on both sides is one."""
        faults = [problem for problem in self.problems if problem.line]
        return len({problem.record or (problem.path, problem.line) for problem in faults})

    @property
    def alerts(self) -> int:
        return sum(altered.alerts for altered in self.records)


class _State(NamedTuple):
    label: str
    loaded: Loaded
    untracked: tuple[str, ...] = ()


def difference(folder: str, revisions: Sequence[str], *, staged: bool = False) -> Difference:
    """What changed between two states.

    HEAD against the files as they are; one revision against them; two, ``A..B`` or ``A...B``
    against each other. ``staged``: against the index instead of the files. Raises Refusal.
    """
    repo = repository(folder)
    old, new = _states(repo, folder, list(revisions), staged)
    before, after = old.loaded.campaign, new.loaded.campaign
    records = [
        altered
        for altered in compare(before, after)
        if not _is_only_unread(altered, old.loaded, new.loaded)
    ]
    problems = tuple(
        problem
        for problem in (*old.loaded.problems, *new.loaded.problems)
        if problem.level == "error"
    )
    return Difference(
        old=old.label,
        new=new.label,
        campaign=after,
        records=tuple(records),
        rewritten=not records and not problems and _texts(before) != _texts(after),
        problems=problems,
        untracked=new.untracked,
    )


def _is_only_unread(altered: Altered, old: Loaded, new: Loaded) -> bool:
    """Whether it is missing on one side because it could not be read there: no change is known."""
    if altered.fate == "changed":
        return False
    lacking = old if altered.fate == "added" else new
    lost = lacking.lost.get(_FILE_OF[altered.kind], set())
    return "*" in lost or altered.id in lost


def _texts(campaign: Campaign) -> dict[str, str]:
    """Without the ends of lines, which git makes as each system likes them."""
    sources = campaign.sources.items()
    return {stem: source.text.replace("\r\n", "\n") for stem, source in sources}


def _states(
    repo: Repository, folder: str, revisions: list[str], staged: bool
) -> tuple[_State, _State]:
    if len(revisions) == 1 and ".." in revisions[0]:
        return _range(repo, folder, revisions[0])
    if len(revisions) > 2:
        raise Refusal("最多写两个版本，例如：cz diff HEAD~3 HEAD。")
    if len(revisions) == 2 and staged:
        raise Refusal("--staged 是和暂存区比，只能再写一个版本。")
    old = _at(repo, folder, find(repo, revisions[0] if revisions else "HEAD").commit)
    if len(revisions) == 2:
        return old, _at(repo, folder, find(repo, revisions[1]).commit)
    if staged:
        return old, _State("暂存区", load_at(repo, folder, "", "暂存区"))
    return old, _working(repo, folder, None if revisions else old)


def _working(repo: Repository, folder: str, head: _State | None) -> _State:
    """The files as they are. ``head``: the last commit, where that has been read already."""
    loaded = load(folder)
    last = head.loaded if head else load_at(repo, folder, resolve(repo, "HEAD").sha, "HEAD")
    is_committed = _texts(loaded.campaign) == _texts(last.campaign)
    label = "工作区（都已提交）" if is_committed else "工作区（还没有提交的）"
    return _State(label, loaded, tuple(untracked(loaded.campaign)))


def _range(repo: Repository, folder: str, text: str) -> tuple[_State, _State]:
    """``A..B``; with three dots, B against where it parted from A."""
    dots = "..." if "..." in text else ".."
    left_name, _, right_name = text.partition(dots)
    left = find(repo, left_name or "HEAD").commit
    right = find(repo, right_name or "HEAD").commit
    base = merge_base(repo, left.sha, right.sha) if dots == "..." else left.sha
    return _at(repo, folder, resolve(repo, base)), _at(repo, folder, right)


def _at(repo: Repository, folder: str, commit: Commit) -> _State:
    return _State(describe(commit), load_at(repo, folder, commit.sha, commit.short))
