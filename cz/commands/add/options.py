"""What every ``cz add …`` takes besides what is its own: id, source, and how it is written."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from cz.cli.options import (
    CommitOption,
    DryRunOption,
    NewIdOption,
    NewNumberOption,
    OriginOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.load.folder import find_plan
from cz.write.outcome import Outcome
from cz.write.writing import How

Enter = Callable[..., Outcome]  # a verb that enters a record, all that is its own given already


def adds(
    *lines: str, numbered: bool = False, dated: bool = False
) -> Callable[[Callable[..., Enter]], Callable[..., int]]:
    """A command of a function that says with what its verb is called. ``lines``: its examples.

    ``numbered``: the record is named by a number. ``dated``: it has a deadline, which depends on
    the day that counts as today.
    """
    shared = {
        "id": NewNumberOption if numbered else NewIdOption,
        "source": OriginOption,
        "dry_run": DryRunOption,
        "commit": CommitOption,
        "plan": PlanOption,
    }
    if dated:
        shared["today"] = TodayOption

    def attach(own: Callable[..., Enter]) -> Callable[..., int]:
        @wraps(own)
        def command(**given: Any) -> int:
            asked = {name: given.pop(name) for name in shared}
            options = {
                "id_": asked["id"],
                "source": asked["source"],
                "how": How(asked["dry_run"], asked["commit"]),
            }
            if dated:
                options["clock"] = clock(asked["today"])
            return record(own(**given), find_plan(asked["plan"]), **options)

        _take_also(command, own, shared)
        attached: Callable[..., int] = examples(*lines)(command)
        return attached

    return attach


def _take_also(command: Any, own: Callable[..., Enter], shared: dict[str, Any]) -> None:
    """Typer reads from the signature what a command takes: its own, then what all share."""
    hints = get_type_hints(own, include_extras=True)
    parameters = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(own).parameters.items()
    ]
    for name, option in shared.items():
        is_flag = option in (DryRunOption, CommitOption)
        parameters.append(
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if is_flag else None,
                annotation=option,
            )
        )
    command.__signature__ = inspect.Signature(parameters, return_annotation=int)
    command.__annotations__ = {each.name: each.annotation for each in parameters}
