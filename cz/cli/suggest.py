"""What the shell offers when Tab is pressed. Never complains, never prints; a broken plan offers what is sound."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

Pairs = list[tuple[str, str]]
# Typer's shell scripts put the words through the shell again; a name with any of these is not offered.
_UNSAFE = frozenset("\"'`$\\;&|<>()[]{}*?!#~= \t\n\r\u3000")


def _offer(pairs: Pairs, incomplete: str) -> Pairs:
    wanted = incomplete.lower()
    return [
        (word, help_)
        for word, help_ in pairs
        if word.lower().startswith(wanted) and word.isprintable() and not _UNSAFE & set(word)
    ]


def _campaign(ctx: Any, *stems: str) -> Any:
    from cz.load import load
    from cz.verbs.plan import find_plan

    given = ctx.params.get("plan") if ctx is not None else None
    return load(find_plan(given or os.environ.get("CZ_PLAN")), stems).campaign


def _quietly(find: Callable[[Any, str], Pairs]) -> Callable[[Any, list[str], str], Pairs]:
    def suggest(ctx: Any, args: list[str], incomplete: str) -> Pairs:
        try:
            return _offer(find(ctx, incomplete), incomplete)
        except Exception:
            return []

    return suggest


def _owners(ctx: Any, incomplete: str) -> Pairs:
    """By pinyin: the ids, each with its name; the name itself once only one is left. By Chinese: the names."""
    campaign = _campaign(ctx, "units")
    everyone = campaign.owners
    if incomplete.isascii() and incomplete:
        return [(one.id, one.name) for one in everyone]
    return [(one.name, one.id) for one in everyone]


def _ids(*sections: str) -> Callable[[Any, str], Pairs]:
    def find(ctx: Any, incomplete: str) -> Pairs:
        stems = {"indicators" if section == "indicators" else "tasks" for section in sections}
        campaign = _campaign(ctx, *sorted(stems))
        return [(record.id, record.title) for section in sections for record in getattr(campaign, section)]

    return find


def _fixed(pairs: Sequence[tuple[str, str]]) -> Callable[[Any, str], Pairs]:
    return lambda ctx, incomplete: list(pairs)


def _numbered(section: str) -> Callable[[Any, str], Pairs]:
    return lambda ctx, incomplete: [(str(one.number), one.title) for one in getattr(_campaign(ctx, "tasks"), section)]


def _named_groups(ctx: Any, incomplete: str) -> Pairs:
    groups = _campaign(ctx, "units").groups
    if incomplete.isascii() and incomplete:
        return [(one.id, one.name) for one in groups]
    return [(one.name, one.id) for one in groups]


def _words(ctx: Any, incomplete: str) -> Pairs:
    """Fields of the query language, and the units after ``unit:`` or ``lead:``."""
    from cz.model import STATUSES
    from cz.query import FIELDS

    field, colon, value = incomplete.partition(":")
    if not colon:
        return [(f"{name}:", text) for name, text in FIELDS.items()]
    if field in ("unit", "lead"):
        return [(f"{field}:{word}", text) for word, text in _owners(ctx, value)]
    if field == "group":
        return [(f"{field}:{word}", text) for word, text in _named_groups(ctx, value)]
    if field == "status":
        return [(f"status:{word}", text) for word, text in STATUSES.items()]
    return []


def _everything(ctx: Any, incomplete: str) -> Pairs:
    return [*_ids("tasks", "steps", "indicators")(ctx, incomplete), *_owners(ctx, incomplete), *_named_groups(ctx, incomplete)]


def _work_or_status(ctx: Any, incomplete: str) -> Pairs:
    return [*_ids("tasks", "steps")(ctx, incomplete), *_statuses()]


def _statuses() -> Pairs:
    from cz.model import STATUSES

    return list(STATUSES.items())


def _template_names(ctx: Any, incomplete: str) -> Pairs:
    from cz.verbs.reporting import names

    return list(names(ctx.params.get("plan")).items())


units = _quietly(_owners)
groups = _quietly(_named_groups)
phases = _quietly(_numbered("phases"))
chapters = _quietly(_numbered("chapters"))
work = _quietly(_ids("tasks", "steps"))
work_or_status = _quietly(_work_or_status)
indicators = _quietly(_ids("indicators"))
everything = _quietly(_everything)
query_words = _quietly(_words)
statuses = _quietly(lambda ctx, incomplete: _statuses())
ratings = _quietly(_fixed([("A", "A类"), ("B", "B类"), ("C", "C类")]))
kinds = _quietly(_fixed([("task", "任务"), ("step", "步骤"), ("indicator", "指标"), ("unit", "单位")]))
systems = _quietly(lambda ctx, incomplete: [(one.name, one.title) for one in _campaign(ctx, "indicators").systems])
templates = _quietly(_template_names)
