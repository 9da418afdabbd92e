"""``cz git pre-commit``: the plan as it is staged, checked before it is committed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cz.git import Repository, repository, staged_names
from cz.git.repo import committed_names, git_path, has_links, with_attribute
from cz.history.past import load_at
from cz.load.folder import find_plan
from cz.opening import opened
from cz.problem import Problem
from cz.records import Campaign, Evidence, Order
from cz.records.kinds import FILES
from cz.review.merge_values import is_replaced

_DATA = re.compile(r"(.*/)?data/(?:" + "|".join(FILES) + r")\.yaml", re.S)


class Staged(NamedTuple):
    """``plans``: how many plans have data files that are staged; ``errors``: what is wrong with
    them as staged. ``astray``: what a merge would make speak of something else, in words.
    """

    plans: int
    errors: tuple[Problem, ...]
    astray: tuple[str, ...] = ()


def check_staged(plan: str | None = None) -> Staged:
    """Check the staged state of the plan, or of each plan that setup was run for. Raises Refusal.

    A hook runs at the top of the work tree, and git may have put GIT_DIR and GIT_INDEX_FILE into
    its environment as seen from there: every question is asked from where we stand.
    """
    repo = repository(".")
    matches = [_DATA.fullmatch(name) for name in staged_names(repo)]
    staged = {match[1] or "" for match in matches if match}
    if plan is None:
        prefixes = _set_up(repo, staged)
    else:
        prefixes = [prefix for prefix in [_prefix_of(repo, plan)] if prefix in staged]
    prefixes = [prefix for prefix in prefixes if not _has_links(repo, prefix)]
    errors: list[Problem] = []
    for prefix in prefixes:
        errors += _errors(repo._replace(prefix=prefix))
    astray: list[str] = []
    for side in _merged_sides(repo) if not errors else ():
        for prefix in prefixes:
            astray += _astray(repo._replace(prefix=prefix), side)
    return Staged(len(prefixes), tuple(errors), tuple(astray))


def check_head() -> Staged:
    """Check what is committed, of each plan that setup was run for. Raises Refusal."""
    repo = repository(".")
    matches = [_DATA.fullmatch(name) for name in committed_names(repo)]
    prefixes = _set_up(repo, {match[1] or "" for match in matches if match})
    errors: list[Problem] = []
    for prefix in prefixes:
        folder = os.path.join(repo.top, prefix)
        loaded = load_at(repo._replace(prefix=prefix), folder, "HEAD", "HEAD")
        errors += opened(loaded).errors
    return Staged(len(prefixes), tuple(errors))


def _set_up(repo: Repository, prefixes: set[str]) -> list[str]:
    """Those of the plans that setup was run for."""
    if not prefixes:
        return []
    # one file stands for all the files of its plan
    tasks = {f"{prefix}data/tasks.yaml": prefix for prefix in prefixes}
    return [tasks[name] for name in with_attribute(repo, sorted(tasks), "merge", "cz")]


def _prefix_of(repo: Repository, plan: str) -> str:
    """The plan's folder within the work tree, "" or ending in "/". Raises Refusal."""
    folder, top = os.path.realpath(find_plan(plan)), os.path.realpath(repo.top)
    inside = os.path.relpath(folder, top).replace(os.sep, "/")
    return "" if inside == "." else f"{inside}/"


def _has_links(repo: Repository, prefix: str) -> bool:
    return has_links(repo, [f"{prefix}data/{stem}.yaml" for stem in FILES])


def _errors(repo: Repository) -> list[Problem]:
    plan = opened(load_at(repo, os.path.join(repo.top, repo.prefix), "", "暂存区"))
    return [_absent(problem) if problem.code == "E001" else problem for problem in plan.errors]


def _absent(problem: Problem) -> Problem:
    name = problem.path.partition("@")[0]
    return problem._replace(
        message="暂存区里没有这个文件。", advice=f"请把它一起加入：git add {name}。"
    )


# --- a merge in which a finding got another id ----------------------------------------------------


def _merged_sides(repo: Repository) -> list[str]:
    """The commits that are being merged; none where git is not at that."""
    heads = [key.removeprefix("GITHEAD_").lower() for key in os.environ if key[:8] == "GITHEAD_"]
    if not heads and os.path.exists(git_path(repo, "MERGE_HEAD")):
        heads = ["MERGE_HEAD"]
    return ["HEAD", *heads] if len(heads) == 1 else []


def _about_something(campaign: Campaign) -> list[Order | Evidence]:
    return [*campaign.orders, *campaign.evidence]


def _astray(repo: Repository, side: str) -> list[str]:
    """What this side says of a finding and would, merged, say of another one with its id."""
    folder = os.path.join(repo.top, repo.prefix)
    stems = ("tasks", "indicators", "findings", "supervision", "evidence")
    before = load_at(repo, folder, side, side, stems).campaign
    after = load_at(repo, folder, "", "暂存区", stems).campaign
    astray = [*_astray_work(before, after)]
    old = {finding.id: finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    merged = {record.id: record.about for record in _about_something(after)}
    for record in _about_something(before):
        meant, named = old.get(record.about), new.get(record.about)
        still_says = merged.get(record.id) == record.about
        if meant and named and still_says and is_replaced("findings", meant.node, named.node):
            astray.append(
                f"{record.id} 说的是 {meant.id}（{meant.unit} {meant.problem}），"
                f"合并以后 {named.id} 却是另一个问题（{named.unit} {named.problem}）"
            )
    return astray


def _astray_work(before: Campaign, after: Campaign) -> Iterator[str]:
    """The same of tasks, steps and standards, where what was meant stands under a new id."""
    moved = {
        id_: new_id
        for section in ("tasks", "steps", "indicators")
        for id_, new_id in _given_another(getattr(before, section), getattr(after, section))
    }
    if not moved:
        return
    still = set(_namings(after))
    for naming in _namings(before):
        if naming.meant in moved and naming in still:
            yield (
                f"{naming.id} 说的 {naming.meant}，合并以后是 {moved[naming.meant]}，"
                f"{naming.meant} 却是另一项"
            )


def _given_another(old: Iterable[Any], new: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Ids under which something else stands now, with the new ids of what stood there."""
    now = {record.id: record for record in new}
    known = {record.id: record for record in old}
    homes = {record.title: record.id for record in new if record.id not in known}
    for id_, record in known.items():
        there = now.get(id_)
        if there is not None and there.title != record.title and record.title in homes:
            yield id_, homes[record.title]


class _Naming(NamedTuple):
    """A record that names another, ``meant``, by its id."""

    id: str
    meant: str


def _namings(campaign: Campaign) -> Iterator[_Naming]:
    for record in _about_something(campaign):
        yield _Naming(record.id, record.about)
    for standard in campaign.indicators:
        yield _Naming(standard.id, standard.task)
    for finding in campaign.findings:
        yield _Naming(finding.id, finding.task)
        yield _Naming(finding.id, finding.indicator)
