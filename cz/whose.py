"""Who is meant by a name, and whose a piece of work or a finding is."""

from collections.abc import Iterable
from typing import Any, TypeVar

from cz.records import Campaign, Collective, Step, Task, Unit, Update, reports

Owner = Unit | Collective
AnyWork = TypeVar("AnyWork", Task, Step)
COLLECTIVE = "集体单位"


class PresentNames(dict[str, str]):
    """Former names to those borne now; a name that no other has followed stands for itself.

    ``merged``: the present names of the units that others have become part of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.merged: set[str] = set()

    def __missing__(self, name: str) -> str:
        return name


def present_names(campaign: Campaign) -> PresentNames:
    """Every former name of a unit, and every name of those merged into it, to the one it bears now.

    A name that another unit bears now is that unit's.
    """
    taken = {owner.name for owner in campaign.owners}
    present = PresentNames()
    for unit in campaign.units:
        if unit.merged:
            present.merged.add(unit.name)
        for name in former_of(unit):
            if name not in taken:
                present[name] = unit.name
    return present


def present_ids(campaign: Campaign) -> dict[str, str]:
    """Every id that a task bore in another chapter to the one it bears now."""
    taken = {task.id for task in campaign.tasks}
    return {id_: task.id for task in campaign.tasks for id_ in task.former if id_ not in taken}


def _with_present_ids(campaign: Campaign) -> Campaign:
    """Standards, findings, order slips and evidence name tasks by the ids they bear now."""
    now = present_ids(campaign)
    if not now:
        return campaign

    def renamed(records: Iterable[Any], field: str) -> tuple[Any, ...]:
        changed = []
        for record in records:
            id_ = now.get(getattr(record, field))
            changed.append(record._replace(**{field: id_}) if id_ else record)
        return tuple(changed)

    return campaign._replace(
        tasks=renamed(campaign.tasks, "split_from"),
        indicators=renamed(campaign.indicators, "task"),
        findings=renamed(campaign.findings, "task"),
        orders=renamed(campaign.orders, "about"),
        evidence=renamed(campaign.evidence, "about"),
        honours=renamed(campaign.honours, "about"),
    )


def with_present_names(campaign: Campaign, *, once: bool = False) -> Campaign:
    """Tasks, steps, standards and collectives name units as they are called now.

    Every name keeps its place in its list; with ``once`` the unit that two of them have become
    stands there once, and leads or shares. Findings, order slips, bulletins and updates keep the
    name of their day, which ``parts`` and ``present_names`` tell. Wherever a task is named, it is
    by the id it bears now.
    """
    campaign = _with_present_ids(campaign)
    present = present_names(campaign)
    if not present:
        return campaign
    indicators = [
        indicator._replace(unit=present[indicator.unit]) for indicator in campaign.indicators
    ]
    collectives = [
        collective._replace(members=_names_of_now(collective.members, present, once=once))
        for collective in campaign.collectives
    ]
    return campaign._replace(
        tasks=tuple(_work_of_now(task, present, once=once) for task in campaign.tasks),
        steps=tuple(_work_of_now(step, present, once=once) for step in campaign.steps),
        indicators=tuple(indicators),
        collectives=tuple(collectives),
    )


def _work_of_now(item: AnyWork, present: PresentNames, *, once: bool) -> AnyWork:
    lead = present[item.lead]
    units = _names_of_now(item.units, present, once=once)
    if once and (lead, units) != (item.lead, item.units):
        units = tuple(name for name in units if name != lead)
    return item._replace(lead=lead, units=units)


def _names_of_now(names: tuple[str, ...], present: PresentNames, *, once: bool) -> tuple[str, ...]:
    now = tuple(present[name] for name in names)
    return tuple(dict.fromkeys(now)) if once and now != names else now


def kind_of(owner: Owner) -> str:
    return owner.kind if isinstance(owner, Unit) else COLLECTIVE


def former_of(unit: Owner) -> tuple[str, ...]:
    """The names that stand for it besides its own: those it bore, those of what was merged."""
    return (*unit.former, *unit.merged) if isinstance(unit, Unit) else ()


def collectives_of(campaign: Campaign, unit: str) -> tuple[str, ...]:
    """Names of the collectives that the unit of this name is a member of."""
    return tuple(
        collective.name for collective in campaign.collectives if unit in collective.members
    )


class Meant(dict[str, tuple[str, ...]]):
    """Names to the units they stand for; a name that stands for no other stands for itself."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        return (name,)


def parts(campaign: Campaign) -> Meant:
    """Who is meant by a name: a collective's members, the unit that bore it formerly, or itself."""
    meant = Meant()
    for former, name in present_names(campaign).items():
        meant[former] = (name,)
    for collective in campaign.collectives:
        if collective.members:
            meant[collective.name] = collective.members
    return meant


def is_lead(item: Task | Step, owner: Owner) -> bool:
    return item.lead == owner.name


def shares_in(item: Task | Step, owner: Owner, collectives: tuple[str, ...]) -> str | None:
    """As whom the owner is responsible for it, if at all.

    ``""`` where it is so itself, the collective's name where it is so as a member, else ``None``.
    """
    if owner.name in item.units:
        return ""
    for name in collectives:
        if name in item.units or name == item.lead:
            return name
    return None


def own_reports(item: Task | Step, campaign: Campaign) -> tuple[Update, ...]:
    """Its reports, but for those by a unit that neither leads it nor shares in it.

    A unit is itself under its former names, and as a member of a collective. A report that names
    nobody is the lead's; where the work names nobody, every one counts.
    """
    own = {"", item.lead, *item.units}
    given = reports(item)
    if own == {""} or all(update.unit in own for update in given):
        return given
    meant = parts(campaign)
    concerned = {unit for name in own for unit in meant[name]}
    return tuple(update for update in given if concerned.intersection(meant[update.unit]))


def helps_as(campaign: Campaign, owner: Owner) -> frozenset[str]:
    """The present names under which it assists in findings.

    A unit assists under its own name and those of its collectives; a collective is asked after
    for its members, so it assists wherever it or one of them does.
    """
    if isinstance(owner, Collective):
        return frozenset([owner.name, *owner.members])
    return frozenset([owner.name, *collectives_of(campaign, owner.name)])


def owns_as(owner: Owner) -> frozenset[str]:
    """The present names under which findings are its own."""
    return frozenset([owner.name, *getattr(owner, "members", ())])


def assists(helpers: Iterable[str], names: frozenset[str], present: PresentNames) -> bool:
    """Whether one of these present names stands among those that assist in a finding."""
    return any(present[helper] in names for helper in helpers)
