"""``cz show``: everything about one record, with what points to it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from cz.letters import folded
from cz.names import find_group, find_record, find_titled, find_unit
from cz.problem import Refusal, nearest
from cz.progress import State, of_unit, state, task_states
from cz.records import (
    HEADQUARTERS,
    OFFICE,
    Campaign,
    Collective,
    Evidence,
    Group,
    Indicator,
    Order,
    Person,
    Project,
    Step,
    Task,
    Unit,
)
from cz.records.kinds import KINDS, Kind, kind_by_id
from cz.roster import Roster
from cz.supervise.orders import by_date
from cz.supervise.state import by_urgency, stands
from cz.supervise.state import of_unit as findings_of_unit
from cz.targets import BONUS, phases_with_bonus
from cz.typed.ids import normal_id
from cz.verbs.finding.list import ListedFinding, listed
from cz.verbs.finding.show import SECTIONS
from cz.whose import owns_as, present_ids, present_names


class Card(NamedTuple):
    """One record and its neighbours.

    ``states``: a task's or step's state in every phase of the plan. ``findings``: those that name
    it, of a unit its own, the most urgent first; ``helping``: those that a unit assists in;
    ``orders``: the slips it got; ``evidence``: what proves it, the oldest first.
    """

    campaign: Campaign
    record: Task | Step | Indicator | Unit | Collective | Group
    phase: int
    states: tuple[State, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    task: State | None = None
    led: tuple[State, ...] = ()
    shared: tuple[tuple[State, str], ...] = ()
    collectives: tuple[Collective, ...] = ()
    findings: tuple[ListedFinding, ...] = ()
    helping: tuple[ListedFinding, ...] = ()
    orders: tuple[Order, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class PlainCard(NamedTuple):
    """A record of a kind of which little is worked out; ``kind`` declares its fields.

    ``projects``: of a block; ``indicators``: of a project, of a block's projects; ``people``: of
    the headquarters or the office, in office on the day.
    """

    kind: Kind
    record: Any
    phase: int = 0
    projects: tuple[Project, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    people: tuple[Person, ...] = ()


def card(campaign: Campaign, text: str, phase: int, today: date) -> Card | PlainCard:
    """Everything about one record. Raises Refusal as ``_meant`` does."""
    found = _meant(campaign, text, phase, today)
    if isinstance(found, PlainCard):
        return _with_neighbours(campaign, found, phase, today)
    return found


def _with_neighbours(campaign: Campaign, plain: PlainCard, phase: int, today: date) -> PlainCard:
    section, record = plain.kind.section, plain.record
    if section in ("blocks", "systems"):
        field = "block" if section == "blocks" else "system"
        projects = tuple(each for each in campaign.projects if getattr(each, field) == record.id)
        ids = {project.id for project in projects}
        own = tuple(each for each in campaign.indicators if each.project in ids)
        return plain._replace(phase=phase, projects=projects, indicators=own)
    if section == "projects":
        own = tuple(each for each in campaign.indicators if each.project == record.id)
        return plain._replace(phase=phase, indicators=own)
    if section in ("headquarters", "office"):
        body = HEADQUARTERS if section == "headquarters" else OFFICE
        return plain._replace(people=tuple(Roster(campaign, today).of_body(body)))
    return plain


def _meant(campaign: Campaign, text: str, phase: int, today: date) -> Card | PlainCard:
    """Raises Refusal with the nearest ids and names where ``text`` names nothing, or several."""
    wanted = normal_id(text)
    wanted = present_ids(campaign).get(wanted, wanted)
    work = [item for item in campaign.work if item.id == wanted]
    indicators = [indicator for indicator in campaign.indicators if indicator.id == wanted]
    bearing = len(work) + len(indicators)
    if bearing > 1:
        raise Refusal(
            f"编号 {wanted} 有 {bearing} 条记录。请先用 cz check 找到重号并改正。",
            exit_code=1,
        )
    if work:
        return _of_work(campaign, work[0], phase, today)
    if indicators:
        return _of_indicator(campaign, indicators[0], phase, today)
    kind = kind_by_id(wanted)
    if kind and kind.section not in _WITH_CARDS:
        return PlainCard(kind, find_record(campaign, kind, text))
    return _by_name(campaign, text, phase, today)


_WITH_CARDS = ("tasks", "steps", "indicators", "units", "collectives", "groups")


def _of_work(campaign: Campaign, item: Task | Step, phase: int, today: date) -> Card:
    if isinstance(item, Step):
        numbers = [item.phase]
    else:
        numbers = [phase.number for phase in campaign.phases] or [phase]
    return Card(
        campaign,
        item,
        phase,
        states=tuple(state(item, number, today, campaign) for number in numbers),
        indicators=tuple(
            indicator for indicator in campaign.indicators if indicator.task == item.id
        ),
        findings=_findings(campaign, "task", item.id, today),
        evidence=_evidence(campaign, item.id),
    )


def _of_indicator(campaign: Campaign, indicator: Indicator, phase: int, today: date) -> Card:
    task_state = None
    for task in campaign.tasks:
        if task.id == indicator.task:
            task_state = state(task, phase, today, campaign)
            break
    return Card(
        campaign,
        indicator,
        phase,
        task=task_state,
        findings=_findings(campaign, "indicator", indicator.id, today),
        evidence=_evidence(campaign, indicator.id),
    )


def _findings(campaign: Campaign, field: str, id_: str, today: date) -> tuple[ListedFinding, ...]:
    """The findings made by ``today`` in which this field names it, the most urgent first."""
    naming = [finding for finding in campaign.findings if getattr(finding, field) == id_]
    return listed(campaign, by_urgency(stands(naming, today)), today)


def _evidence(campaign: Campaign, id_: str) -> tuple[Evidence, ...]:
    proofs = [proof for proof in campaign.evidence if proof.about == id_]
    return tuple(sorted(proofs, key=lambda proof: proof.date))


def _by_name(campaign: Campaign, text: str, phase: int, today: date) -> Card | PlainCard:
    """A unit, a group, or any other record of the plan that is called so."""
    for plain in _plain_cards(campaign):  # 指挥部 and 办公室, of which there is one each
        if plain.kind.single and folded(text) in (plain.kind.word, plain.kind.section):
            return plain
    called = find_titled(campaign, text, whole=True)
    if called is not None:
        return _of_titled(campaign, called, phase, today)
    try:
        return _of_owner(campaign, text, phase, today)
    except Refusal as refusal:
        if not refusal.missing:
            raise
        no_unit = refusal
    try:
        return _of_group(campaign, text, phase, today)
    except Refusal:
        pass
    for plain in _plain_cards(campaign):
        if folded(text) in map(folded, _names_of(plain)):
            return plain
    called = find_titled(campaign, text)
    if called is not None:
        return _of_titled(campaign, called, phase, today)
    _refuse_bonus(campaign, text)
    wanted = normal_id(text)
    ids = [record.id for record in (*campaign.work, *campaign.indicators)]
    near = nearest(wanted, ids)
    if near and wanted.isascii():
        raise Refusal(
            f"没有编号或名称为“{text}”的记录。最接近的有：{'、'.join(near)}。",
            missing=wanted,
        )
    raise no_unit


def _refuse_bonus(campaign: Campaign, text: str) -> None:
    """Raises Refusal for 特色指标: a name of several standards, that ``cz target`` lists."""
    numbers = phases_with_bonus(campaign)
    if text.strip() == BONUS and numbers:
        raise Refusal(
            f"{BONUS}不是一条记录，是几条测评标准，列在 cz target --phase {numbers[-1]} 里；"
            "看其中一条，请写它的编号。"
        )


def _of_titled(
    campaign: Campaign, record: Task | Step | Indicator, phase: int, today: date
) -> Card:
    if isinstance(record, Indicator):
        return _of_indicator(campaign, record, phase, today)
    return _of_work(campaign, record, phase, today)


def _of_owner(campaign: Campaign, text: str, phase: int, today: date) -> Card:
    owner = find_unit(campaign, text)
    own, helping = findings_of_unit(campaign, owner, today)
    present, own_names = present_names(campaign), owns_as(owner)
    led, shared = of_unit(task_states(campaign, phase, today), campaign, owner)
    return Card(
        campaign,
        owner,
        phase,
        indicators=tuple(
            indicator for indicator in campaign.indicators if indicator.unit == owner.name
        ),
        led=tuple(led),
        shared=tuple(shared),
        collectives=tuple(
            collective for collective in campaign.collectives if owner.name in collective.members
        ),
        findings=listed(campaign, own, today),
        helping=listed(campaign, helping, today),
        orders=tuple(
            order
            for order in by_date(campaign)
            if order.date <= today and present.get(order.unit, order.unit) in own_names
        ),
    )


def _of_group(campaign: Campaign, text: str, phase: int, today: date) -> Card:
    group = find_group(campaign, text)
    states = task_states(campaign, phase, today)
    held = tuple(now for now in states if now.item.group == group.name)
    return Card(campaign, group, phase, led=held)


def _plain_cards(campaign: Campaign) -> Iterator[PlainCard]:
    """Whatever the plan says besides; the records of supervision have no names."""
    for kind in KINDS.values():
        if kind.section in _WITH_CARDS or kind.section in SECTIONS:
            continue
        records = getattr(campaign, kind.section)
        if kind.single:
            records = (records,) if records else ()
        for record in records:
            yield PlainCard(kind, record)


def _names_of(plain: PlainCard) -> tuple[str, ...]:
    """第2阶段 or its title; 板块3; 督查规则, of which there is one; city or 城市测评体系."""
    kind, record = plain.kind, plain.record
    names = [getattr(record, field, "") for field in ("id", "name", "title")]
    if kind.single:
        names.append(kind.word)
    if kind.key == "number":
        names += [f"第{record.number}{kind.word}", f"{kind.word}{record.number}"]
    mark = getattr(record, "mark", "")
    if mark:
        names += [mark, f"第{mark}章", f"{mark}、{record.title}"]
    names += getattr(record, "also", ())
    return tuple(name for name in names if name)
