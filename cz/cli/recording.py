"""What the commands that record share: their options, doing it, saying what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from cz.verbs.outcome import Outcome
    from cz.verbs.writing import How

CommitOption = Annotated[bool, typer.Option("--commit", help="同时用 git 提交，只提交这一处。")]


def how(dry_run: bool, commit: bool) -> How:
    from cz.verbs.writing import How

    return How(dry_run, commit)


def folder_of(plan: str | None) -> str:
    from cz.verbs.plan import find_plan

    return find_plan(plan)


def record(change: Callable[..., Outcome], *arguments: Any, **options: Any) -> int:
    from cz.show.changes import show_outcome
    from cz.show.complaints import complain
    from cz.show.waiting import patience

    with patience("正在写入"):
        outcome = change(*arguments, **options)
    complain(outcome.warnings)
    show_outcome(outcome)
    return 1 if outcome.refused else 0
