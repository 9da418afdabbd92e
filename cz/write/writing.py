"""The way every change takes: lock, read, plan, edit, prove, check, replace, commit."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.checks.advice import advice
from cz.checks.references import references
from cz.edit import Hunk, edit
from cz.load import Loaded, load, load_sources
from cz.load.roster import path_of
from cz.problem import Problem, Refusal
from cz.progress import pick_phase
from cz.records import Campaign
from cz.records.kinds import FILES
from cz.tree import Tree
from cz.whose import with_present_names
from cz.write.data_file import (
    DataFile,
    errors_in,
    is_missing,
    put_back,
    replace,
    with_starter,
)
from cz.write.outcome import Outcome, Planned


class How(NamedTuple):
    """``dry_run``: write nothing. ``commit``: commit the change, and it alone, as well."""

    dry_run: bool = False
    commit: bool = False


PLAINLY = How()
Clock = Callable[[Campaign], date]  # the day that counts as today for a plan


Plans = Mapping[str, Planned]  # what is planned for each file, by its stem


class Wanted(NamedTuple):
    """Which files are to be changed and how.

    ``plan``: from what was read to the changes of each. ``beside``: the other files it needs to
    know. ``approve``: a last word on what was planned before anything is written; it is handed what
    was planned, and with ``--commit`` what the same plan came to upon the last commit.
    """

    folder: str
    stems: tuple[str, ...]
    plan: Callable[[Loaded], Plans]
    beside: Sequence[str] = ()
    approve: Callable[[Plans, Plans | None], None] | None = None


def write(
    folder: str,
    stem: str,
    plan: Callable[[Loaded], Planned],
    how: How,
    *,
    beside: Sequence[str] = (),
    approve: Callable[[Planned, Planned | None], None] | None = None,
) -> Outcome:
    """Change data/``stem``.yaml as ``plan`` says; see Wanted.

    Raises Refusal, with nothing written, where the file is not whole YAML, a record concerned has
    an error (or would have), or the change cannot be proven.
    """

    def approve_both(planned: Plans, upon_head: Plans | None) -> None:
        if approve:
            approve(planned[stem], upon_head[stem] if upon_head else None)

    return write_several(
        folder,
        (stem,),
        lambda loaded: {stem: plan(loaded)},
        how,
        beside=beside,
        approve=approve_both,
    )


def write_several(
    folder: str,
    stems: Sequence[str],
    plan: Callable[[Loaded], Plans],
    how: How,
    *,
    beside: Sequence[str] = (),
    approve: Callable[[Plans, Plans | None], None] | None = None,
) -> Outcome:
    """The same for several files at once, in one commit.

    All are proven before the first is written. The outcome's ``result`` and next step are those of
    the first.
    """
    wanted = Wanted(folder, tuple(stems), plan, beside, approve)
    if how.dry_run:
        return _change(wanted, dry_run=True)
    with disk.sole_writer(os.path.join(folder, "data")):
        if not how.commit:
            return _change(wanted)
        return _change_and_commit(wanted)


def _change_and_commit(wanted: Wanted) -> Outcome:
    from cz.write.alone import committed, prepare  # git is not loaded for a plain change

    alone = prepare(wanted.folder, wanted.stems, wanted.plan, wanted.beside)
    outcome = _change(wanted, upon_head=alone.planned)
    return committed(alone, outcome) if outcome.written else outcome


def _change(wanted: Wanted, *, dry_run: bool = False, upon_head: Plans | None = None) -> Outcome:
    files = _read(wanted)
    planned = _plan(wanted, files)
    if wanted.approve:
        wanted.approve(planned, upon_head)
    fresh: dict[str, Tree] = {}
    hunks: list[Hunk] = []
    for stem, file in files.items():
        # proves that nothing else has changed
        tree, changed = edit(file.tree, planned[stem].changes)
        if changed:
            fresh[stem] = tree
            hunks += changed
    said = tuple(said for stem in files for said in planned[stem].said)
    first = planned[wanted.stems[0]]
    if not hunks:
        return Outcome(hunks=(), said=said, written=False, result=first.result)
    warnings = _check(wanted, files, planned, fresh)
    if not dry_run:
        _replace_all(files, fresh)
    return Outcome(
        hunks=tuple(hunks),
        said=said,
        written=not dry_run,
        warnings=warnings,
        next_step="" if dry_run else first.next_step,
        result=first.result,
    )


def _replace_all(files: Mapping[str, DataFile], fresh: Mapping[str, Tree]) -> None:
    """Every file or none. Raises Refusal, also where one was changed meanwhile."""
    done: list[str] = []
    try:
        for stem, tree in fresh.items():
            replace(files[stem], tree)
            done.append(stem)
    except BaseException:
        for stem in done:
            put_back(files[stem], fresh[stem])
        raise


def _read(wanted: Wanted) -> dict[str, DataFile]:
    """The files to be changed, by stem. Raises Refusal where one is not whole YAML."""
    folder = wanted.folder
    loaded = load(folder, (*wanted.stems, *wanted.beside))
    loaded = loaded._replace(campaign=with_present_names(loaded.campaign))
    new = {stem for stem in wanted.stems if is_missing(stem, loaded)}
    for stem in sorted(new):
        loaded = with_starter(stem, _shown(loaded, folder, stem), loaded)
    files = {}
    for stem in wanted.stems:
        shown = _shown(loaded, folder, stem)
        tree = loaded.trees.get(stem)
        if tree is None or not tree.whole:
            raise Refusal(
                f"{shown} 没有改动：请先改正上面的问题。",
                problems=errors_in(shown, loaded),
                exit_code=1,
            )
        files[stem] = DataFile(_path(loaded, folder, stem), shown, stem in new, tree, loaded)
    return files


def _shown(loaded: Loaded, folder: str, stem: str) -> str:
    return disk.shown_path(_path(loaded, folder, stem))


def _path(loaded: Loaded, folder: str, stem: str) -> str:
    if stem == "people":
        return path_of(loaded.campaign, folder)
    return os.path.join(folder, "data", f"{stem}.yaml")


def _plan(wanted: Wanted, files: Mapping[str, DataFile]) -> Plans:
    """What the verb wants done.

    Its Refusal is told with the errors that may be the reason for it.
    """
    loaded = files[wanted.stems[0]].loaded
    try:
        return wanted.plan(loaded)
    except Refusal as refusal:
        for file in files.values():
            broken = tuple(
                problem
                for problem in file.errors
                if problem.record and problem.record == refusal.missing
            )
            if broken:
                raise Refusal(
                    f"{file.shown} 没有改动：请先改正这条记录的问题。", problems=broken, exit_code=1
                ) from None
        if refusal.exit_code == 1 and not refusal.problems:
            own = {file.shown for file in files.values()}
            unread = tuple(
                problem
                for problem in loaded.problems
                if problem.level == "error" and problem.path not in own
            )
            raise Refusal(refusal.message, problems=unread, exit_code=1) from None
        raise


def _check(
    wanted: Wanted, files: Mapping[str, DataFile], planned: Plans, fresh: Mapping[str, Tree]
) -> tuple[Problem, ...]:
    """What there is to say of the records concerned once they are changed.

    Raises Refusal where one of them has an error then.
    """
    loaded = files[wanted.stems[0]].loaded
    after = load_sources(wanted.folder, {**loaded.trees, **fresh})
    problems = [*after.problems, *references(after.campaign, after.lost)]
    concerned: list[Problem] = []
    for stem, file in files.items():
        plan = planned[stem]
        records = set(plan.records)
        told = list(problems)
        if plan.warn_as_of:
            told += _warnings(after, records, plan.warn_as_of)
        of_file = [
            problem
            for problem in told
            if problem.path == file.shown and problem.record and problem.record in records
        ]
        errors = tuple(problem for problem in of_file if problem.level == "error")
        if errors:
            raise Refusal(
                f"{file.shown} 没有改动：这条记录里还有上面的问题，请先改正。",
                problems=errors,
                exit_code=1,
            )
        concerned += of_file
    return tuple(concerned)


def _warnings(loaded: Loaded, ids: Collection[str], today: date) -> list[Problem]:
    """What ``cz check`` would warn of in these records."""
    campaign = loaded.campaign
    only_these = campaign._replace(
        tasks=tuple(task for task in campaign.tasks if task.id in ids),
        steps=tuple(step for step in campaign.steps if step.id in ids),
        findings=tuple(finding for finding in campaign.findings if finding.id in ids),
    )
    return [problem for problem in advice(only_these, today) if problem.level == "warning"]


def phase_to_write(loaded: Loaded, asked: int | None, today: date) -> int:
    """The phase asked for, or the current one where it is certain which that is. Raises Refusal.

    A reading command may go by what is sound; what is written into the wrong phase nobody would
    notice.
    """
    phases_unsure = {
        "*",
        "plan",
        "phases",
    } & loaded.broken or "tasks" not in loaded.campaign.sources
    if phases_unsure and (asked is None or loaded.campaign.phase(asked) is None):
        or_else = ""
        if loaded.campaign.phases and asked is None:
            or_else = "，或用 --phase 写明阶段"
        raise Refusal(
            f"看不准现在是第几阶段，没有改动。请先改正上面的问题{or_else}。",
            problems=_errors_of("tasks", loaded),
            exit_code=1,
        )
    return pick_phase(loaded.campaign, asked, today)


def require(loaded: Loaded, stem: str, *sections: str) -> None:
    """Raises Refusal where one of these sections of a file is not whole.

    What is reckoned from the rest of it and written would be wrong.
    """
    own_sections = {kind.section for kind in FILES[stem]}
    is_lost = "*" in loaded.lost.get(stem, set()) and not loaded.broken & own_sections
    if is_lost or loaded.broken.intersection(sections):
        raise Refusal(
            f"data/{stem}.yaml 有错误，算不准，没有改动。请先改正上面的问题。",
            problems=_errors_of(stem, loaded),
            exit_code=1,
        )


def _errors_of(stem: str, loaded: Loaded) -> tuple[Problem, ...]:
    return tuple(
        problem
        for problem in loaded.problems
        if problem.level == "error" and problem.path.endswith(f"{stem}.yaml")
    )
