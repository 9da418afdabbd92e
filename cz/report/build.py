"""A campaign in one phase, on one day, as the records a template sees.

What only some templates print is imported where it is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from cz.problem import Problem
from cz.progress import (
    FORTNIGHT,
    SOON,
    State,
    due_next,
    late,
    of_unit,
    phase_or_blank,
    step_states,
    task_states,
)
from cz.records import (
    UNIT_KINDS,
    Campaign,
    Collective,
    Indicator,
    Phase,
    Step,
    Task,
    Unit,
    Update,
    reports,
)
from cz.report.build_inspection import inspection, ledger, looked_at, slip
from cz.report.build_meetings import last_held, meeting_view, pack
from cz.report.build_people import Answerable, roster_view
from cz.report.files import plain_name
from cz.report.parts import TABLES, WORD
from cz.report.request import Request
from cz.report.view import (
    Due,
    Goal,
    Item,
    LeftOut,
    Lift,
    Marked,
    Mine,
    Names,
    Note,
    Proposed,
    Ratings,
    Report,
    Scheme,
    Stage,
    Tally,
    Work,
)
from cz.report.view_application import ApplicationView
from cz.report.view_checklist import Checklist
from cz.report.view_inspection import FindingView, Ledger
from cz.report.view_plan import PartView
from cz.report.view_rounds import RoundView
from cz.roster import Roster
from cz.supervise.orders import unanswered
from cz.targets import RatingCounts, count_ratings, lifts, standing
from cz.whose import Owner, assists, collectives_of, former_of, helps_as, owns_as, present_names

COLLECTIVE = "集体单位"
SELF_CHECK = "申报自查报告"  # the template that is handed the application
_NO_MARK = Marked("")


def build(
    campaign: Campaign,
    request: Request,
    problems: Sequence[Problem],
    words: frozenset[str] | None = None,
) -> Report:
    """Everything a template may print. ``problems``: of what could not be read.

    ``words``: those that the template holds, for what takes long and it does not name; ``None``
    where that cannot be told.
    """
    phase_number, today, owner = request.phase, request.today, request.unit
    period, order = request.period, request.order
    states = task_states(campaign, phase_number, today)
    steps = step_states(campaign, phase_number, today)
    works = {id(state): work_view(state) for state in (*states, *steps)}
    tasks = tuple(works[id(state)] for state in states)
    projects = {
        project.id: Marked(project.title, project.source == "proposed")
        for project in campaign.projects
    }
    by_id = {work.id: work for work in reversed(tasks)}
    answerable = Answerable(campaign, today)
    viewed: dict[int, Item] = {}  # by the identity of the indicator

    def item_of(indicator: Indicator) -> Item:
        item = viewed.get(id(indicator))
        if item is None:
            person = answerable.of_standard(indicator)
            item = item_view(indicator, phase_number, projects, by_id, person=person)
            viewed[id(indicator)] = item
        return item

    def says(name: str) -> bool:
        return words is None or name in words

    items: tuple[Item, ...] = ()
    if owner or says("indicators"):
        items = tuple(map(item_of, campaign.indicators))
    findings = looked_at(campaign, today, period)
    findings_view = ledger(campaign, findings)
    mine = None
    if owner:
        mine = _mine(
            campaign,
            request,
            owner,
            [*states, *steps],
            works=works,
            items=items,
            open_=findings_view,
        )
    held = request.meeting or last_held(campaign, today)
    exhibits = gaps = roster = papers = None
    if says("evidence"):
        from cz.report.build_evidence import catalogue

        exhibits = catalogue(campaign, phase_number, owner, today)
    if says("gaps"):
        from cz.report.build_gaps import gap_list

        gaps = gap_list(campaign, phase_number, today, owner, None if period else findings)
    if says("roster"):
        roster = roster_view(campaign, Roster(campaign, today), plain_name(request.template))
    if says("pack"):
        papers = pack(campaign, request.meeting, phase_number, today)
    parts: tuple[PartView, ...] = ()
    if says("parts"):
        from cz.report.build_plan import plan_text

        parts = plan_text(campaign)
    return Report(
        plan=_scheme(campaign),
        phase=_stage(phase_or_blank(campaign, phase_number)),
        today=today,
        unit=mine,
        tasks=tasks,
        steps=tuple(works[id(state)] for state in steps),
        chapters=_chapters(campaign, tasks),
        leads=_leads(campaign, tasks),
        counts=_tally(_NO_MARK, tasks),
        late=tuple(works[id(state)] for state in late(states)),
        late_steps=tuple(works[id(state)] for state in late(steps)),
        blocked=tuple(work for work in tasks if work.status == "blocked"),
        due_soon=tuple(works[id(state)] for state in due_next(states, SOON)),
        overdue=_overdue([*states, *steps], works),
        soon=_due_within([*states, *steps], SOON, works),
        fortnight=_due_within([*states, *steps], FORTNIGHT, works),
        notes=_notes_of(works.values()),
        indicators=items,
        goal=_goal(campaign, phase_number, today, item_of, projects),
        proposed=_proposed(campaign),
        left_out=_left_out(problems),
        version=request.version,
        findings=findings_view,
        inspection=inspection(campaign, period, request.by, findings) if period else None,
        order=slip(campaign, order, today) if order else None,
        assessment=_assessment(request),
        checklist=_checklist(campaign, request),
        evidence=exhibits,
        gaps=gaps,
        form=WORD if request.form == TABLES else request.form,
        tables_only=request.form == TABLES,
        document_number=request.document_number,
        trend=request.trend,
        parts=parts,
        meeting=meeting_view(campaign, held, today) if held else None,
        pack=papers,
        application=_application(campaign, request),
        questionnaire=request.questionnaire,
        roster=roster,
    )


def _application(campaign: Campaign, request: Request) -> ApplicationView | None:
    """Worked out for its own template alone: it holds a mock assessment's error."""
    if plain_name(request.template) != SELF_CHECK:
        return None
    from cz.report.build_application import application

    return application(campaign, request.phase, request.today)


def _checklist(campaign: Campaign, request: Request) -> Checklist | None:
    if not request.papers:
        return None
    from cz.report.build_checklist import checklist

    return checklist(campaign, request.papers)


def _assessment(request: Request) -> RoundView | None:
    if request.assessment is None:
        return None
    from cz.report.build_rounds import round_view

    return round_view(request.assessment)


def _overdue(states: Iterable[State], works: Mapping[int, Work]) -> Due:
    """``works``: by the identity of their states."""
    return Due(tuple(works[id(state)] for state in late(states)))


def _due_within(states: Iterable[State], days: int, works: Mapping[int, Work]) -> Due:
    return Due(tuple(works[id(state)] for state in due_next(states, days)), days)


def work_view(state: State) -> Work:
    item = state.item
    ours, fields = item.source == "proposed", item.proposed
    step = isinstance(item, Step)
    # A task's title and text are the plan's even where the rest is ours; a proposed step is ours
    # altogether.
    title = Marked(item.title, "title" in fields or (step and ours))
    notes = _notes(item, state.phase, title) if item.updates else ()
    return Work(
        id=item.id,
        title=title,
        text=item.text if isinstance(item, Task) else "",
        step=step,
        chapter=item.chapter if isinstance(item, Task) else 0,
        lead=Marked(item.lead, ours or "lead" in fields),
        units=Names(item.units, ours or "units" in fields),
        group=Marked(item.group, ours or "group" in fields),
        status=state.status,
        finished=state.finished,
        due=state.due,
        repeat=str(state.repeat or ""),
        light=state.light,
        late=state.late,
        left=state.left,
        notes=notes,
    )


def _notes(item: Task | Step, phase: int, title: Marked) -> tuple[Note, ...]:
    """This phase's updates, the newest first; of one day, the one written last first."""
    here: list[Update] = [update for update in reports(item) if update.phase in (phase, 0)]
    here.reverse()
    here.sort(key=lambda update: update.date, reverse=True)
    return tuple(
        Note(
            date=update.date,
            unit=update.unit,
            status=update.status,
            text=update.note,
            id=item.id,
            title=title,
        )
        for update in here
    )


def _notes_of(works: Iterable[Work]) -> tuple[Note, ...]:
    return tuple(
        sorted(
            (note for work in works for note in work.notes),
            key=lambda note: note.date,
            reverse=True,
        )
    )


def item_view(
    indicator: Indicator,
    phase: int,
    projects: dict[str, Marked],
    tasks: dict[str, Work],
    *,
    person: str = "",
) -> Item:
    ours = indicator.source == "proposed"
    ratings = indicator.ratings
    return Item(
        id=indicator.id,
        title=Marked(indicator.title, ours),
        content=Marked(indicator.content, ours),
        project=projects.get(indicator.project) or Marked(indicator.project),
        method=indicator.method,
        material=indicator.material,
        unit=Marked(indicator.unit, ours),
        task=tasks.get(indicator.task),
        rating=ratings.get(phase, ""),
        earlier=ratings.get(phase - 1, ""),
        person=person,
    )


def _tally(name: Marked, works: Iterable[Work], number: int = 0, kind: str = "") -> Tally:
    counts = {"todo": 0, "doing": 0, "blocked": 0, "done": 0, "verified": 0}
    overdue = assigned = dated = steps = 0
    for work in works:
        steps += work.step
        counts[work.status] += 1
        overdue += work.late > 0
        assigned += work.lead.proposed
        dated += work.has_deadline
    return Tally(
        name=name,
        number=number,
        kind=kind,
        total=sum(counts.values()),
        late=overdue,
        assigned=assigned,
        dated=dated,
        steps=steps,
        **counts,
    )


def _grouped(works: Iterable[Work], key: str) -> dict[object, list[Work]]:
    groups: dict[object, list[Work]] = {}
    for work in works:
        groups.setdefault(work.lead.name if key == "lead" else work.chapter, []).append(work)
    return groups


def _chapters(campaign: Campaign, tasks: tuple[Work, ...]) -> tuple[Tally, ...]:
    """By number; a chapter without a record of its own still counts its tasks."""
    groups = _grouped(tasks, "chapter")
    titles = {
        chapter.number: Marked(chapter.title, chapter.source == "proposed")
        for chapter in campaign.chapters
    }
    numbers = sorted({*titles, *(number for number in groups if isinstance(number, int))})
    return tuple(
        _tally(titles.get(number, Marked(f"第 {number} 板块")), groups.get(number, ()), number)
        for number in numbers
    )


def _leads(campaign: Campaign, tasks: tuple[Work, ...]) -> tuple[Tally, ...]:
    """Lead units: most overdue first, then by kind, then by how much they lead.

    Tasks without a lead come last.
    """
    kinds = {unit.name: unit for unit in campaign.units}
    collectives = {collective.name: collective for collective in campaign.collectives}
    rows = []
    for lead, works in _grouped(tasks, "lead").items():
        name = str(lead)
        owner = kinds.get(name) or collectives.get(name)
        if isinstance(owner, Unit):
            kind = owner.kind
        else:
            kind = COLLECTIVE if owner else "其他"
        shown = Marked(name, owner is not None and owner.source == "proposed")
        rows.append(
            _tally(shown if name else Marked("牵头单位未定"), works, 0 if name else 1, kind)
        )
    order = {kind: index for index, kind in enumerate((*UNIT_KINDS, COLLECTIVE))}
    rows.sort(key=lambda row: (row.number, -row.late, order[row.kind], -row.total))
    return tuple(rows)


def _goal(
    campaign: Campaign,
    phase: int,
    today: date,
    item_of: Callable[[Indicator], Item],
    projects: dict[str, Marked],
) -> Goal:
    now = standing(campaign, phase)
    to_raise = tuple(
        Lift(
            unit=Marked(unit, any(lift.indicator.source == "proposed" for lift in own)),
            items=tuple(item_of(lift.indicator) for lift in own),
        )
        for unit, own in lifts(campaign, now, today).items()
    )
    by_project: dict[str, list[Indicator]] = {project: [] for project in projects}
    for indicator in campaign.indicators:
        by_project.setdefault(indicator.project, []).append(indicator)
    return Goal(
        a_share=now.phase.a_share,
        floor=now.phase.floor,
        declared=now.declared,
        listed=now.listed,
        unlisted=max(0, now.declared - now.listed),
        need=now.need,
        gap=now.gap,
        a=now.a,
        b=now.b,
        c=now.c,
        unrated=now.unrated,
        share=now.share,
        minors_need=now.phase.minors,
        minors=now.minors,
        minors_met=now.minors_met,
        verdict=now.verdict,
        c_items=tuple(map(item_of, now.rated_c)),
        lifts=to_raise,
        projects=tuple(
            _ratings(projects.get(project) or Marked(project), count_ratings(own, phase))
            for project, own in by_project.items()
        ),
    )


def _ratings(name: Marked, counted: RatingCounts) -> Ratings:
    return Ratings(name, counted.total, counted.a, counted.b, counted.c, counted.unrated)


def _mine(
    campaign: Campaign,
    request: Request,
    owner: Owner,
    states: list[State],
    *,
    works: dict[int, Work],
    items: tuple[Item, ...],
    open_: Ledger,
) -> Mine:
    """``works``: by the identity of their states."""
    phase, today = request.phase, request.today
    led_states, shared_states = of_unit(states, campaign, owner)
    led = tuple(works[id(state)] for state in led_states)
    ours = {
        collective.name
        for collective in campaign.collectives
        if collective.source == "proposed" or "members" in collective.proposed
    }
    shared = tuple(
        works[id(state)]._replace(through=Marked(by, by in ours)) for state, by in shared_states
    )
    own = tuple(item for item in items if item.unit.name == owner.name)
    held = {work.id for work in (*led, *shared)}
    table = tuple(
        item
        for item in items
        if item.unit.name == owner.name or (item.task and item.task.id in held)
    )
    answers_for = [indicator for indicator in campaign.indicators if indicator.unit == owner.name]
    counted = count_ratings(answers_for, phase)
    title = Marked(owner.name, owner.source == "proposed")
    collectives = collectives_of(campaign, owner.name)
    members = owner.members if isinstance(owner, Collective) else ()
    own_findings, helping = _problems_of(campaign, owner, open_)
    borne = (owner.name, *former_of(owner))
    orders = [order for order in unanswered(campaign, today) if order.unit in borne]
    return Mine(
        name=owner.name,
        title=title,
        kind=owner.kind if isinstance(owner, Unit) else COLLECTIVE,
        collectives=Names(collectives, any(name in ours for name in collectives)),
        members=Names(members, owner.name in ours),
        led=led,
        shared=shared,
        items=own,
        table=table,
        counts=_tally(title, led),
        shared_counts=_tally(title, shared),
        overdue=_overdue([*led_states, *(state for state, _ in shared_states)], works),
        ratings=_ratings(title, counted),
        notes=_notes_of((*led, *shared)),
        problems=own_findings,
        helping=helping,
        orders=tuple(slip(campaign, order, today) for order in orders),
    )


def _problems_of(
    campaign: Campaign, owner: Owner, findings: Ledger
) -> tuple[tuple[FindingView, ...], tuple[FindingView, ...]]:
    """(its own findings that are not struck off, those in which it assists)."""
    present = present_names(campaign)
    own_names, helper_names = owns_as(owner), helps_as(campaign, owner)
    own, helping = [], []
    for problem in findings.open:
        if problem.unit in own_names:
            own.append(problem)
        elif assists(problem.helpers, helper_names, present):
            helping.append(problem)
    return tuple(own), tuple(helping)


def _stage(phase: Phase) -> Stage:
    return Stage(
        number=phase.number,
        title=phase.title,
        year=phase.year,
        goal=phase.goal,
        start=phase.start,
        end=phase.end,
        stage=phase.stage,
        proposed=phase.source == "proposed",
    )


def _scheme(campaign: Campaign) -> Scheme:
    plan, head, office = campaign.plan, campaign.headquarters, campaign.office
    return Scheme(
        title=Marked(plan.title, plan.source == "proposed"),
        label=plan.label,
        headquarters=Marked(head.name, head.source == "proposed") if head else _NO_MARK,
        office=Marked(office.name, office.source == "proposed") if office else _NO_MARK,
        phases=tuple(_stage(phase) for phase in campaign.phases),
        yellow_days=plan.lights.yellow,
        red_days=plan.lights.red,
    )


def _proposed(campaign: Campaign) -> Proposed:
    tasks = sum(
        task.source == "proposed" or "lead" in task.proposed or "units" in task.proposed
        for task in campaign.tasks
    )
    return Proposed(
        tasks=tasks,
        all_tasks=len(campaign.tasks),
        indicators=sum(indicator.source == "proposed" for indicator in campaign.indicators),
        all_indicators=len(campaign.indicators),
        units=sum(unit.source == "proposed" for unit in campaign.units),
        all_units=len(campaign.units),
    )


def _left_out(problems: Sequence[Problem]) -> LeftOut | None:
    """Only errors leave something out; a problem without a line concerns its whole file."""
    errors = [problem for problem in problems if problem.level == "error"]
    if not errors:
        return None
    files = tuple(dict.fromkeys(problem.path for problem in errors if not problem.line))
    records = {(problem.path, problem.record or problem.line) for problem in errors if problem.line}
    places = tuple(f"{problem.place} {problem.message}" for problem in errors[:5])
    names = tuple(dict.fromkeys(problem.record for problem in errors if problem.record))
    return LeftOut(len(records), names, files, places)
