"""The way every change takes: lock, read, plan, edit, prove, check, replace, commit."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.checks.advice import advice
from cz.checks.references import references
from cz.edit import Hunk, edited
from cz.load import Loaded, load, load_sources, receipt
from cz.load.cut import ToWrite, load_to_write
from cz.load.part import Need
from cz.load.roster import path_of
from cz.problem import Problem, Refusal
from cz.progress import pick_phase
from cz.records import Campaign
from cz.records.kinds import FILES
from cz.whose import with_present_names
from cz.write.data_file import (
    DataFile,
    ElsewhereInTheFile,
    Fresh,
    errors_in,
    fresh_of,
    hunks_of,
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
    was planned, and with ``--commit`` what the same plan came to upon the last commit. ``need``:
    which records the plan has to know, and what these name, where that is less than all.
    """

    folder: str
    stems: tuple[str, ...]
    plan: Callable[[Loaded], Plans]
    beside: Sequence[str] = ()
    approve: Callable[[Plans, Plans | None], None] | None = None
    need: Need | None = None


def write(
    folder: str,
    stem: str,
    plan: Callable[[Loaded], Planned],
    how: How,
    *,
    beside: Sequence[str] = (),
    approve: Callable[[Planned, Planned | None], None] | None = None,
    need: Need | None = None,
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
        approve=approve_both if approve else None,
        need=need,
    )


def write_several(
    folder: str,
    stems: Sequence[str],
    plan: Callable[[Loaded], Plans],
    how: How,
    *,
    beside: Sequence[str] = (),
    approve: Callable[[Plans, Plans | None], None] | None = None,
    need: Need | None = None,
) -> Outcome:
    """The same for several files at once, in one commit.

    All are proven before the first is written. The outcome's ``result`` and next step are those of
    the first.
    """
    wanted = Wanted(folder, tuple(stems), plan, beside, approve, need)
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


class _Made(NamedTuple):
    """What a change comes to, proven and not yet written."""

    files: Mapping[str, DataFile]
    planned: Plans
    fresh: Mapping[str, Fresh]
    hunks: tuple[Hunk, ...]
    warnings: tuple[Problem, ...] = ()


def _change(wanted: Wanted, *, dry_run: bool = False, upon_head: Plans | None = None) -> Outcome:
    part = None
    if wanted.need is not None and wanted.approve is None and upon_head is None:
        part = _part(wanted, wanted.need)
    made = _made_in_part(wanted, part) if part is not None else None
    if made is None:
        part = None
        made = _made(wanted, _read(wanted), upon_head)
    said = tuple(said for stem in made.files for said in made.planned[stem].said)
    first = made.planned[wanted.stems[0]]
    if not made.hunks:
        return Outcome(hunks=(), said=said, written=False, result=first.result)
    if not dry_run:
        _replace_all(made.files, made.fresh)
        if part is not None:
            _keep_receipt(part, made)
    begun = [made.files[stem].shown for stem in made.fresh if made.files[stem].is_new]
    return Outcome(
        hunks=made.hunks,
        said=said,
        written=not dry_run,
        begun=() if dry_run else tuple(begun),
        warnings=made.warnings,
        next_step="" if dry_run else first.next_step,
        result=first.result,
    )


def _made(wanted: Wanted, files: Mapping[str, DataFile], upon_head: Plans | None) -> _Made:
    planned = _plan(wanted, files)
    if wanted.approve:
        wanted.approve(planned, upon_head)
    fresh: dict[str, Fresh] = {}
    hunks: list[Hunk] = []
    for stem, file in files.items():
        # proves that nothing else has changed
        done = edited(file.tree, planned[stem].changes)
        if done.hunks:
            fresh[stem] = fresh_of(file, done)
            hunks += hunks_of(file, done)
    if not hunks:
        return _Made(files, planned, fresh, ())
    return _Made(files, planned, fresh, tuple(hunks), _check(wanted, files, planned, fresh))


def _part(wanted: Wanted, need: Need) -> ToWrite | None:
    """The records needed of a plan that is known to be sound; ``None``: it has to be read whole."""
    held = receipt.held(wanted.folder)
    layouts = receipt.read(held) if held is not None else None
    if held is None or layouts is None or len(wanted.stems) > 1:
        return None
    if not set(wanted.stems) <= held.raw.keys():
        return None
    return load_to_write(held, layouts, (*wanted.stems, *wanted.beside), need)


def _made_in_part(wanted: Wanted, part: ToWrite) -> _Made | None:
    """``None`` where there is anything to say against it: it is said of the plan read whole."""
    loaded = part.loaded._replace(campaign=with_present_names(part.loaded.campaign))
    [stem] = wanted.stems
    path = os.path.join(wanted.folder, "data", f"{stem}.yaml")
    tree, shown = loaded.trees[stem], disk.shown_path(path)
    file = DataFile(path, shown, is_new=False, tree=tree, loaded=loaded, cut=part.cuts[stem])
    try:
        return _made(wanted, {stem: file}, None)
    except (Refusal, ElsewhereInTheFile):
        return None


def _keep_receipt(part: ToWrite, made: _Made) -> None:
    for stem, new in made.fresh.items():
        receipt.moved_on(part.held, part.layouts, stem, new.raw, new.pieces)


def _replace_all(files: Mapping[str, DataFile], fresh: Mapping[str, Fresh]) -> None:
    """Every file or none. Raises Refusal, also where one was changed meanwhile."""
    done: list[str] = []
    try:
        for stem, new in fresh.items():
            replace(files[stem], new)
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
    wanted: Wanted, files: Mapping[str, DataFile], planned: Plans, fresh: Mapping[str, Fresh]
) -> tuple[Problem, ...]:
    """What there is to say of the records concerned once they are changed.

    Raises Refusal where one of them has an error then.
    """
    loaded = files[wanted.stems[0]].loaded
    trees = {stem: new.tree for stem, new in fresh.items()}
    after = load_sources(wanted.folder, {**loaded.trees, **trees})
    problems = [*after.problems, *references(after.campaign, {**loaded.lost, **after.lost})]
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
        concerned += [fresh[stem].told(each) if stem in fresh else each for each in of_file]
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
