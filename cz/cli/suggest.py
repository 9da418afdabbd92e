"""What the shell offers when Tab is pressed. Never complains, never prints; a broken plan offers what is sound."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

Pairs = list[tuple[str, str]]
_IN_BASH = os.environ.get("_CZ_COMPLETE") == "complete_bash"
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
    from cz.load.folder import find_plan

    given = ctx.params.get("plan") if ctx is not None else None
    return load(find_plan(given or os.environ.get("CZ_PLAN")), stems).campaign


def _quietly(find: Callable[[Any, str], Pairs]) -> Callable[[Any, list[str], str], Pairs]:
    def suggest(ctx: Any, args: list[str], incomplete: str) -> Pairs:
        try:
            return _offer(find(ctx, incomplete), incomplete)
        except Exception:
            return []

    return suggest


class _Instead(str):
    """A word offered in place of what was typed; Typer drops those that do not begin with it."""

    __slots__ = ()

    def startswith(self, *args: Any) -> bool:
        return True


def _by_name(find: Callable[[Any, str], Pairs]) -> Callable[[Any, list[str], str], Pairs]:
    """The same for names with pinyin ids. Bash takes any word, so there the last id left gives way to its name; the
    other shells only take words that begin as typed, and show the name beside the id."""
    suggest_ids = _quietly(find)

    def suggest(ctx: Any, args: list[str], incomplete: str) -> Pairs:
        found = suggest_ids(ctx, args, incomplete)
        if _IN_BASH and incomplete.isascii() and incomplete and len(found) == 1:
            return [
                (_Instead(name), id_) for id_, name in found if not _UNSAFE & set(name)
            ] or found
        return found

    return suggest


def _owners(ctx: Any, incomplete: str) -> Pairs:
    """By pinyin: the ids, each with its name. By Chinese: the names."""
    campaign = _campaign(ctx, "units")
    everyone = campaign.owners
    if incomplete.isascii() and incomplete:
        return [(one.id, one.name) for one in everyone]
    return [(one.name, one.id) for one in everyone]


def _ids(*sections: str) -> Callable[[Any, str], Pairs]:
    def find(ctx: Any, incomplete: str) -> Pairs:
        stems = {"indicators" if section == "indicators" else "tasks" for section in sections}
        campaign = _campaign(ctx, *sorted(stems))
        return [
            (record.id, record.title)
            for section in sections
            for record in getattr(campaign, section)
        ]

    return find


def _fixed(pairs: Sequence[tuple[str, str]]) -> Callable[[Any, str], Pairs]:
    return lambda ctx, incomplete: list(pairs)


def _numbered(section: str) -> Callable[[Any, str], Pairs]:
    return lambda ctx, incomplete: [
        (str(one.number), one.title) for one in getattr(_campaign(ctx, "tasks"), section)
    ]


def _named_groups(ctx: Any, incomplete: str) -> Pairs:
    groups = _campaign(ctx, "units").groups
    if incomplete.isascii() and incomplete:
        return [(one.id, one.name) for one in groups]
    return [(one.name, one.id) for one in groups]


def _words(ctx: Any, incomplete: str) -> Pairs:
    """Fields of the query language, and the units after ``unit:`` or ``lead:``."""
    from cz.query import FIELDS
    from cz.records import STATUSES

    field, colon, value = incomplete.partition(":")
    before = f"{field}:"
    if broken := _field_before():
        field, before, value = broken, "", incomplete.lstrip(":")
    elif not colon:
        return _offer([(f"{name}:", text) for name, text in FIELDS.items()], incomplete)
    if field in ("unit", "lead"):
        found = units(ctx, [], value)
    elif field == "group":
        found = groups(ctx, [], value)
    else:
        found = _offer(list(STATUSES.items()), value) if field == "status" else []
    return [(_Instead(before + word), text) for word, text in found]


def _words_quietly(ctx: Any, args: list[str], incomplete: str) -> Pairs:
    try:
        return _words(ctx, incomplete)
    except Exception:
        return []


def _field_before() -> str:
    """Bash breaks ``unit:qjyj`` at the colon into three words; the first of them, where the third is being typed."""
    words = os.environ.get("COMP_WORDS", "").replace("\n", " ").split(" ")
    at = int(os.environ.get("COMP_CWORD", "0"))
    if not _IN_BASH or at < 2 or len(words) <= at - 1:
        return ""
    if words[at - 1] == ":":
        return words[at - 2]
    return words[at - 1] if words[at : at + 1] == [":"] else ""


def _everything(ctx: Any, incomplete: str) -> Pairs:
    ledger = _findings(unsettled=False)(ctx, incomplete) if incomplete[:1] == "f" else []
    if incomplete[:1] == "d":
        ledger = [(one.id, one.matter) for one in _campaign(ctx, "supervision").orders]
    return [
        *ledger,
        *_ids("tasks", "steps", "indicators")(ctx, incomplete),
        *_owners(ctx, incomplete),
        *_named_groups(ctx, incomplete),
    ]


def _work_or_status(ctx: Any, incomplete: str) -> Pairs:
    return [*_ids("tasks", "steps")(ctx, incomplete), *_statuses()]


def _statuses() -> Pairs:
    from cz.records import STATUSES

    return list(STATUSES.items())


def _template_names(ctx: Any, incomplete: str) -> Pairs:
    from cz.verbs.report import names

    return list(names(ctx.params.get("plan")).items())


def _unit_classes(ctx: Any, incomplete: str) -> Pairs:
    return [
        (name, "、".join(kinds))
        for name, kinds in _campaign(ctx, "supervision").rules.classes.items()
    ]


def _findings(*, unsettled: bool) -> Callable[[Any, str], Pairs]:
    def find(ctx: Any, incomplete: str) -> Pairs:
        known = _campaign(ctx, "findings").findings
        return [
            (one.id, f"{one.spot} {one.problem}".strip())
            for one in known
            if not (unsettled and (one.rectified or one.verified))
        ]

    return find


def _spot_types(ctx: Any, incomplete: str) -> Pairs:
    campaign = _campaign(ctx, "findings")
    counts = Counter(one.type for one in (*campaign.findings, *campaign.visits) if one.type)
    return [(name, f"{count} 处") for name, count in counts.most_common()]


def _finding_states(ctx: Any, incomplete: str) -> Pairs:
    from cz.supervise.state import STATES

    states = {**STATES, "overdue": "逾期"}
    return (
        list(states.items())
        if incomplete.isascii() and incomplete
        else [(word, state) for state, word in states.items()]
    )


def _finding_sorts(ctx: Any, incomplete: str) -> Pairs:
    from cz.verbs.finding.list import SORTS

    return [(name, title) for name, (title, _) in SORTS.items()]


def _provable(ctx: Any, incomplete: str) -> Pairs:
    """What evidence can be for."""
    if incomplete[:1] == "f":
        return _findings(unsettled=False)(ctx, incomplete)
    return _ids("indicators", "tasks", "steps")(ctx, incomplete)


def _evidence_kinds(ctx: Any, incomplete: str) -> Pairs:
    from cz.records import EVIDENCE_KINDS

    return [(kind, "") for kind in EVIDENCE_KINDS]


units = _by_name(_owners)
groups = _by_name(_named_groups)
phases = _quietly(_numbered("phases"))
chapters = _quietly(_numbered("chapters"))
work = _quietly(_ids("tasks", "steps"))
findings = _quietly(_findings(unsettled=False))
open_findings = _quietly(_findings(unsettled=True))
spot_types = _quietly(_spot_types)
finding_states = _quietly(_finding_states)
finding_sorts = _quietly(_finding_sorts)
provable = _quietly(_provable)
evidence_kinds = _quietly(_evidence_kinds)
work_or_status = _quietly(_work_or_status)
indicators = _quietly(_ids("indicators"))
everything = _quietly(_everything)
query_words = _words_quietly
statuses = _quietly(lambda ctx, incomplete: _statuses())
ratings = _quietly(_fixed([("A", "A类"), ("B", "B类"), ("C", "C类")]))
kinds = _quietly(
    _fixed([("task", "任务"), ("step", "步骤"), ("indicator", "指标"), ("unit", "单位")])
)
problem_groupings = _quietly(_fixed([("unit", "按单位"), ("type", "按点位类型")]))
groupings = _quietly(_fixed([("unit", "按单位"), ("chapter", "按板块")]))
unit_classes = _quietly(_unit_classes)
systems = _quietly(
    lambda ctx, incomplete: [(one.name, one.title) for one in _campaign(ctx, "indicators").systems]
)
templates = _quietly(_template_names)
