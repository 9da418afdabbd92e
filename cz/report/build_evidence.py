"""Evidence as a template sees it: by block and project, then for tasks, steps and findings."""

from collections.abc import Sequence
from datetime import date

from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Finding, Honour, Indicator, Step, Task
from cz.report.view_evidence import (
    Binder,
    Catalogue,
    Exhibit,
    Exhibits,
    HonourView,
    KindCount,
    Shelf,
)
from cz.supervise.evidence import Span, of_owner, span_of
from cz.supervise.honours import STATES, state
from cz.supervise.owed import HONOURS
from cz.whose import Owner
from cz.words import mark

_ByRecord = dict[str, tuple[Exhibit, ...]]  # by the id of the record that they are for


def catalogue(campaign: Campaign, phase: int, owner: Owner | None, today: date) -> Catalogue:
    """Everything on record, or what a unit answers for; the oldest first under each heading."""
    indicators, records = of_owner(campaign, owner)
    span = span_of(campaign, phase)
    by_record = _exhibits(campaign, records, span)
    works = [_of_work(item, by_record) for item in campaign.work if item.id in by_record]
    findings = [
        _of_finding(finding, by_record) for finding in campaign.findings if finding.id in by_record
    ]
    kinds = [evidence.kind for evidence in records]
    return Catalogue(
        total=len(records),
        kinds=tuple(KindCount(kind, kinds.count(kind)) for kind in EVIDENCE_KINDS),
        blocks=_blocks(campaign, indicators, by_record),
        works=tuple(works),
        findings=tuple(findings),
        items=tuple(exhibit for exhibits in by_record.values() for exhibit in exhibits),
        start=span.window.start if span else None,
        end=span.window.end if span else None,
        honours=tuple(_honour(honour, today) for honour in campaign.honours),
    )


def _honour(honour: Honour, today: date) -> HonourView:
    left = (honour.until - today).days if honour.until else -1
    return HonourView(
        id=honour.id,
        title=honour.title,
        level=honour.level,
        by=honour.by,
        date=honour.date,
        number=honour.number,
        until=honour.until,
        unit=honour.unit,
        state=STATES[state(honour, today)],
        left=max(0, left),
        soon=0 <= left <= HONOURS,
    )


def _exhibits(campaign: Campaign, records: Sequence[Evidence], span: Span | None) -> _ByRecord:
    titles = _titles(campaign)
    by_record: dict[str, list[Exhibit]] = {}
    for evidence in sorted(records, key=lambda evidence: evidence.date):
        exhibit = _exhibit(evidence, titles.get(evidence.about, ""), span)
        by_record.setdefault(evidence.about, []).append(exhibit)
    return {about: tuple(exhibits) for about, exhibits in by_record.items()}


def _exhibit(evidence: Evidence, title: str, span: Span | None) -> Exhibit:
    """``title``: of the record it is for."""
    return Exhibit(
        id=evidence.id,
        about=evidence.about,
        title=title,
        kind=evidence.kind,
        date=evidence.date,
        caption=evidence.caption or evidence.file.rpartition("/")[2],
        file=evidence.file,
        inside=span is None or span.window.start <= evidence.date <= span.window.end,
    )


def _titles(campaign: Campaign) -> dict[str, str]:
    """What everything that evidence can be for is called."""
    titles = {indicator.id: _indicator_title(indicator) for indicator in campaign.indicators}
    titles |= {item.id: _work_title(item) for item in campaign.work}
    return titles | {finding.id: _finding_title(finding) for finding in campaign.findings}


def _indicator_title(indicator: Indicator) -> str:
    return mark(indicator.title, indicator.source == "proposed")


def _work_title(item: Task | Step) -> str:
    """A task's title is the plan's even where the rest is ours; a proposed step is ours."""
    ours = isinstance(item, Step) and item.source == "proposed"
    return mark(item.title, ours or "title" in item.proposed)


def _finding_title(finding: Finding) -> str:
    return "：".join(part for part in (finding.spot or finding.unit, finding.problem) if part)


def _of_work(item: Task | Step, by_record: _ByRecord) -> Exhibits:
    return Exhibits(
        id=item.id,
        title=_work_title(item),
        word="步骤" if isinstance(item, Step) else "任务",
        material="",
        unit=item.lead,
        items=by_record[item.id],
    )


def _of_finding(finding: Finding, by_record: _ByRecord) -> Exhibits:
    return Exhibits(
        id=finding.id,
        title=_finding_title(finding),
        word="问题",
        material="",
        unit=finding.unit,
        items=by_record[finding.id],
    )


def _of_indicator(indicator: Indicator, by_record: _ByRecord) -> Exhibits:
    return Exhibits(
        id=indicator.id,
        title=_indicator_title(indicator),
        word="指标",
        material=indicator.material,
        unit=indicator.unit,
        items=by_record[indicator.id],
    )


def _blocks(
    campaign: Campaign, indicators: Sequence[Indicator], by_record: _ByRecord
) -> tuple[Shelf, ...]:
    """In the order of the plan.

    Projects without a block, and indicators without a known project, come last.
    """
    by_project: dict[str, list[Indicator]] = {project.id: [] for project in campaign.projects}
    for indicator in indicators:
        by_project.setdefault(indicator.project, []).append(indicator)
    projects = {project.id: project for project in campaign.projects}
    blocks = {block.id: mark(block.title, block.source == "proposed") for block in campaign.blocks}
    proven = {evidence.about for evidence in campaign.evidence}
    shelves: dict[str, list[Binder]] = {name: [] for name in blocks}
    for name, own in by_project.items():
        if not own:
            continue
        project = projects.get(name)
        block = project.block if project else ""
        title = mark(project.title, project.source == "proposed") if project else name
        binder = _binder(own, by_record, proven, name=title, block=blocks.get(block, block))
        shelves.setdefault(block, []).append(binder)
    return tuple(
        Shelf(name=blocks.get(name, name), projects=tuple(binders))
        for name, binders in shelves.items()
        if binders
    )


def _binder(
    indicators: Sequence[Indicator],
    by_record: _ByRecord,
    proven: set[str],
    *,
    name: str,
    block: str,
) -> Binder:
    """The indicators of one project. ``proven``: ids of all that has evidence."""
    own = [indicator for indicator in indicators if indicator.id in by_record]
    without = [indicator for indicator in indicators if indicator.id not in by_record]
    bare = [indicator for indicator in without if indicator.task not in proven]
    return Binder(
        name=name,
        block=block,
        total=len(indicators),
        indicators=tuple(_of_indicator(indicator, by_record) for indicator in own),
        by_task=len(without) - len(bare),
        bare=len(bare),
        wanting=sum(bool(indicator.material) for indicator in bare),
    )
