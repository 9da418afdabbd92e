"""The way every change takes: lock, load, edit, check the new text, replace the file."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.checks.advice import advice
from cz.checks.references import references
from cz.edit import edit
from cz.load import Loaded, load, load_sources
from cz.load.folder import shown_path
from cz.problem import Refusal
from cz.progress import pick_phase
from cz.records.kinds import FILES, OPTIONAL
from cz.tree import Map
from cz.write.alone import committed, prepare, with_starter
from cz.write.outcome import Outcome, Planned


class How(NamedTuple):
    """``dry_run``: write nothing. ``commit``: commit the change, and it alone, as well."""

    dry_run: bool = False
    commit: bool = False


PLAINLY = How()


def write(
    folder: str,
    stem: str,
    plan: Callable[[Loaded], Planned],
    how: How,
    *,
    beside: Sequence[str] = (),
) -> Outcome:
    """Change data/``stem``.yaml as ``plan`` says; ``beside`` are the other files it needs to know.

    Raises Refusal, with nothing written, where the file is not whole YAML, a record concerned has an error (or would
    have), or the change cannot be proven.
    """
    if how.dry_run:
        return _write(folder, stem, plan, beside, dry_run=True)
    with disk.sole_writer(os.path.join(folder, "data")):
        if not how.commit:
            return _write(folder, stem, plan, beside, dry_run=False)
        alone = prepare(folder, stem, plan, beside)
        outcome = _write(folder, stem, plan, beside, dry_run=False)
        return committed(alone, outcome) if outcome.written else outcome


def _write(
    folder: str,
    stem: str,
    plan: Callable[[Loaded], Planned],
    beside: Sequence[str],
    *,
    dry_run: bool,
) -> Outcome:
    loaded = load(folder, (stem, *beside))
    shown = shown_path(folder, f"{stem}.yaml")
    fresh_file = stem in OPTIONAL and stem not in loaded.lost
    if fresh_file:
        loaded = with_starter(stem, shown, loaded)
    here = tuple(
        problem for problem in loaded.problems if problem.path == shown and problem.level == "error"
    )
    tree = loaded.trees.get(stem)
    if tree is None or not tree.whole:
        raise Refusal(f"{shown} 没有改动：请先改正上面的问题。", problems=here, exit_code=1)
    try:
        planned = plan(loaded)
    except Refusal as refusal:
        broken = tuple(
            problem for problem in here if problem.record and problem.record == refusal.missing
        )
        if broken:
            raise Refusal(
                f"{shown} 没有改动：请先改正这条记录的问题。", problems=broken, exit_code=1
            ) from None
        unread = tuple(
            problem
            for problem in loaded.problems
            if problem.level == "error" and problem.path != shown
        )
        if refusal.exit_code == 1 and not refusal.problems:
            raise Refusal(refusal.message, problems=unread, exit_code=1) from None
        raise
    fresh, hunks = edit(tree, planned.changes)
    if not hunks:
        return Outcome((), tuple(planned.said), False)
    after = load_sources(folder, {**loaded.trees, stem: fresh})
    problems = [*after.problems, *references(after.campaign, after.lost)]
    if planned.warn_as_of:
        campaign = after.campaign
        mine = campaign._replace(
            tasks=tuple(one for one in campaign.tasks if one.id in planned.records),
            steps=tuple(one for one in campaign.steps if one.id in planned.records),
            findings=tuple(one for one in campaign.findings if one.id in planned.records),
        )
        problems += [
            problem for problem in advice(mine, planned.warn_as_of) if problem.level == "warning"
        ]
    touched = tuple(
        p for p in problems if p.path == shown and p.record in planned.records and p.record
    )
    errors = tuple(problem for problem in touched if problem.level == "error")
    if errors:
        raise Refusal(
            f"{shown} 没有改动：这条记录里还有上面的问题，请先改正。", problems=errors, exit_code=1
        )
    if not dry_run and fresh_file:
        disk.create(os.path.join(folder, "data", f"{stem}.yaml"), shown, fresh.source.text.encode())
    elif not dry_run:
        old = tree.source
        disk.replace(
            os.path.join(folder, "data", f"{stem}.yaml"),
            shown,
            old.encode(old.text),
            old.encode(fresh.source.text),
        )
    return Outcome(tuple(hunks), tuple(planned.said), not dry_run, touched)


def phase_to_write(loaded: Loaded, asked: int | None, today: date) -> int:
    """The phase asked for, or the current one where it is certain which that is. Raises Refusal.

    A reading command may go by what is sound; what is written into the wrong phase nobody would notice.
    """
    unsound = {"*", "plan", "phases"} & loaded.broken or "tasks" not in loaded.campaign.sources
    if unsound and (asked is None or loaded.campaign.phase(asked) is None):
        problems = tuple(
            p for p in loaded.problems if p.level == "error" and p.path.endswith("tasks.yaml")
        )
        raise Refusal(
            "看不准现在是第几阶段，没有改动。请先改正上面的问题"
            + ("，或用 --phase 写明阶段。" if loaded.campaign.phases and asked is None else "。"),
            problems=problems,
            exit_code=1,
        )
    return pick_phase(loaded.campaign, asked, today)


def require(loaded: Loaded, stem: str, *sections: str) -> None:
    """Raises Refusal where one of these sections is not whole: what is reckoned from the rest and written would be wrong."""
    gone = "*" in loaded.lost.get(stem, set()) and not loaded.broken.intersection(
        section.section for section in FILES[stem]
    )
    if gone or loaded.broken.intersection(sections):
        problems = tuple(
            p for p in loaded.problems if p.level == "error" and p.path.endswith(f"{stem}.yaml")
        )
        raise Refusal(
            f"data/{stem}.yaml 有错误，算不准，没有改动。请先改正上面的问题。",
            problems=problems,
            exit_code=1,
        )


def value_at(record: Map, *path: str) -> str:
    """The text at ``path`` as written, or ``""``."""
    value: object = record
    for step in path:
        value = value.get(step, "") if isinstance(value, Map) else ""
    return value if isinstance(value, str) else ""
