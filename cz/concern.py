"""Which records can concern a question: what each question needs is declared here.

An answer may be worked out from these records alone: whatever else the plan holds changes nothing
of it, not a word. For a question that is not here, or of which that is not certain, every record is
read; so it is for one that names what is not there, for then the nearest is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cz.load.layout import NONE, Some
from cz.load.part import MANY, Need
from cz.names import find_unit
from cz.problem import Refusal
from cz.query import OF_INDICATORS, narrowed_to_units
from cz.records import Campaign, Collective, Task
from cz.records.kinds import KINDS, kind_by_id
from cz.typed.ids import normal_id
from cz.typed.lists import parts
from cz.typed.words import kind_meant
from cz.whose import Owner, collectives_of, present_names

_SUPERVISED = ("findings", "visits", "evidence")
_LOOKED_AT = Some(naming=frozenset(["reviews:"]))  # as evidence is that was returned
_NOTHING_SUPERVISED: Mapping[str, Some] = dict.fromkeys(_SUPERVISED, NONE)
_UNSUPERVISED = Need(lambda campaign: _NOTHING_SUPERVISED)

# What cz.supervise.state looks at to say how a finding stands.
_STANDING = (
    *("date", "unit", "due", "rectified", "verified"),
    *("extended", "reopened", "reassigned", "withdrawn"),
)


def whole_status() -> Need:
    """``cz status`` of more than a unit: findings are counted by how they stand."""
    return Need(
        lambda campaign: {"visits": NONE, "evidence": _LOOKED_AT}, fields={"findings": _STANDING}
    )


def unit_status(unit: str) -> Need:
    """``cz status --unit``: what is the unit's, or its collectives', or its members'."""

    def records(campaign: Campaign) -> Mapping[str, Some] | None:
        owner = _unit(campaign, unit)
        if owner is None:
            return None
        names = _written(campaign, [owner.name, *collectives_of(campaign, owner.name)])
        members = owner.members if isinstance(owner, Collective) else ()
        own = Some(naming=names)
        findings = Some(naming=names | _written(campaign, members))
        called = frozenset(piece.about for piece in campaign.evidence)
        return {
            "tasks": own,
            "indicators": Some(naming=names, called=called),
            "findings": findings,
            "visits": NONE,
            "evidence": _LOOKED_AT,
        }

    return Need(records)


def findings_of_unit(unit: str) -> Need:
    """``cz finding list --unit``: its own, its members', those in which it assists."""

    def records(campaign: Campaign) -> Mapping[str, Some] | None:
        owner = _unit(campaign, unit)
        if owner is None:
            return None
        members = owner.members if isinstance(owner, Collective) else ()
        names = [owner.name, *members, *collectives_of(campaign, owner.name)]
        return {**dict.fromkeys(MANY, NONE), "findings": Some(naming=_written(campaign, names))}

    return Need(records)


def targets() -> Need:
    """``cz target``: standards, the tasks they wait for, what proves those that count extra."""
    return Need(lambda campaign: {"findings": NONE, "visits": NONE})


def listing(words: Sequence[str], kind: str | None) -> Need:
    """``cz list``: of tasks or standards that name a unit these, else all; nothing of findings."""
    narrowed = narrowed_to_units(words)
    if narrowed is None:
        return _UNSUPERVISED
    of_standards = bool(narrowed.fields.intersection(OF_INDICATORS))
    usual = "indicator" if of_standards else "task"
    meant = kind_meant(kind) if kind else usual
    if meant == "task" and not of_standards:
        return Need(lambda campaign: _tasks_of(campaign, narrowed.units))
    if meant == "indicator" and "lead" not in narrowed.fields:
        return Need(lambda campaign: _standards_of(campaign, narrowed.units))
    return _UNSUPERVISED


def _tasks_of(campaign: Campaign, units: Sequence[str]) -> Mapping[str, Some] | None:
    names = _names_of(campaign, units)
    if names is None:
        return None
    return {**_NOTHING_SUPERVISED, "tasks": Some(naming=names), "indicators": NONE}


def _standards_of(campaign: Campaign, units: Sequence[str]) -> Mapping[str, Some] | None:
    """Each with its task."""
    names = _names_of(campaign, units)
    if names is None:
        return None
    of_tasks = frozenset(indicator.task for indicator in campaign.indicators) - {""}
    own, tasks = Some(naming=names), Some(called=of_tasks)
    return {**_NOTHING_SUPERVISED, "tasks": tasks, "indicators": own}


def _names_of(campaign: Campaign, units: Sequence[str]) -> frozenset[str] | None:
    """By which records name one of the units, or a collective that it belongs to."""
    known = {owner.name for owner in campaign.owners}
    names: list[str] = []
    for text in units:
        for part in [text] if text in known else parts(text):
            owner = _unit(campaign, part)
            if owner is None:
                return None
            names += [owner.name, *collectives_of(campaign, owner.name)]
    return _written(campaign, names)


_WITH_IDS = ("tasks", "steps", "indicators", "findings", "visits")


def card(text: str) -> Need | None:
    """``cz show`` of a task, a step, a standard, a finding: itself, what names it, what it names.

    Where it is not there, the nearest is told.
    """
    id_ = normal_id(text)
    section = _section_of(id_)
    if section not in _WITH_IDS:
        return None

    def meant(campaign: Campaign) -> list[Any]:
        held = getattr(campaign, section)
        return [record for record in held if id_ in (record.id, *_former_ids(record))]

    def records(campaign: Campaign) -> Mapping[str, Some]:
        naming, named = {id_}, set()
        for record in meant(campaign):
            naming |= {record.id, *_former_ids(record)}
            named |= {getattr(record, "task", ""), getattr(record, "indicator", "")}
        some = Some(naming=frozenset(naming), called=frozenset(filter(None, named)))
        return dict.fromkeys(MANY, some)

    return Need(records, lambda campaign: bool(meant(campaign)))


def works(texts: Sequence[str]) -> Need | None:
    """A change of tasks and steps that are named by their ids alone."""
    ids = frozenset(map(normal_id, texts))
    if not {_section_of(id_) for id_ in ids} <= {"tasks", "steps"}:
        return None

    def known(campaign: Campaign) -> set[str]:
        return {id_ for item in campaign.work for id_ in (item.id, *_former_ids(item))}

    def records(campaign: Campaign) -> Mapping[str, Some]:
        wholes = {task.split_from for task in campaign.tasks} - {""}
        return {**_NOTHING_SUPERVISED, "tasks": Some(called=ids | wholes), "indicators": NONE}

    return Need(records, lambda campaign: ids <= known(campaign))


def standards(texts: Sequence[str]) -> Need | None:
    """A change of standards that are named by their ids alone."""
    return _changed(texts, "indicators")


def findings(texts: Sequence[str]) -> Need | None:
    """A change of findings that are named by their ids alone."""
    return _changed(texts, "findings")


def _changed(texts: Sequence[str], section: str) -> Need | None:
    """What is changed and what it names."""
    ids = frozenset(map(normal_id, texts))
    if {_section_of(id_) for id_ in ids} != {section}:
        return None

    def meant(campaign: Campaign) -> list[Any]:
        return [record for record in getattr(campaign, section) if record.id in ids]

    def records(campaign: Campaign) -> Mapping[str, Some]:
        named = set()
        for record in meant(campaign):
            named |= {record.task, getattr(record, "indicator", "")}
        of_others = Some(called=frozenset(filter(None, named)))
        needed = {**_NOTHING_SUPERVISED, "tasks": of_others, "indicators": of_others}
        return {**needed, section: Some(called=ids)}

    return Need(records, lambda campaign: {record.id for record in meant(campaign)} == ids)


def _section_of(id_: str) -> str:
    """Where records are called so, "" where an id of this form tells of no one kind."""
    kind = kind_by_id(id_)
    if kind is not None:
        return kind.section
    standards = KINDS["indicators"].identifier
    return "indicators" if standards is not None and standards.fits(id_) else ""


def _former_ids(record: Any) -> tuple[str, ...]:
    return record.former if isinstance(record, Task) else ()


def _unit(campaign: Campaign, text: str) -> Owner | None:
    """Who is meant, where that is one."""
    try:
        return find_unit(campaign, text)
    except Refusal:
        return None


def _written(campaign: Campaign, names: Sequence[str]) -> frozenset[str]:
    """The names as files may write them: also the former ones, and those of what was merged."""
    present = present_names(campaign)
    former = [name for name, now in present.items() if now in names]
    return frozenset([*names, *former])
