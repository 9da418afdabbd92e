"""Evidence as the records a template sees: by block and project, then what is for tasks, steps and findings."""

from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Finding, Indicator
from cz.report.view_evidence import Binder, Catalogue, Exhibit, Exhibits, KindCount, Shelf
from cz.supervise.evidence import Span, of_owner, span_of
from cz.whose import Owner
from cz.words import mark


def catalogue(campaign: Campaign, phase: int, owner: Owner | None) -> Catalogue:
    """Everything on record, or what a unit answers for; the oldest first under each heading."""
    indicators, records = of_owner(campaign, owner)
    span = span_of(campaign, phase)
    titles = _titles(campaign)
    by_record: dict[str, list[Exhibit]] = {}
    for one in sorted(records, key=lambda one: one.date):
        by_record.setdefault(one.about, []).append(_exhibit(one, titles.get(one.about, ""), span))
    proven = {one.about for one in campaign.evidence}
    works = tuple(
        Exhibits(
            item.id,
            titles[item.id],
            "步骤" if item.id.startswith("s") else "任务",
            "",
            item.lead,
            tuple(by_record[item.id]),
        )
        for item in campaign.work
        if item.id in by_record
    )
    findings = tuple(
        Exhibits(one.id, titles[one.id], "问题", "", one.unit, tuple(by_record[one.id]))
        for one in campaign.findings
        if one.id in by_record
    )
    items = tuple(exhibit for found in by_record.values() for exhibit in found)
    return Catalogue(
        len(records),
        tuple(KindCount(kind, sum(one.kind == kind for one in records)) for kind in EVIDENCE_KINDS),
        _blocks(campaign, indicators, by_record, proven),
        works,
        findings,
        items,
        span.window.start if span else None,
        span.window.end if span else None,
    )


def _titles(campaign: Campaign) -> dict[str, str]:
    found = {one.id: mark(one.title, one.source == "proposed") for one in campaign.indicators}
    found |= {item.id: mark(item.title, "title" in item.proposed) for item in campaign.tasks}
    found |= {
        item.id: mark(item.title, item.source == "proposed" or "title" in item.proposed)
        for item in campaign.steps
    }
    return found | {one.id: _told(one) for one in campaign.findings}


def _told(one: Finding) -> str:
    return "：".join(part for part in (one.spot or one.unit, one.problem) if part)


def _exhibit(one: Evidence, title: str, span: Span | None) -> Exhibit:
    inside = span is None or span.window.start <= one.date <= span.window.end
    return Exhibit(
        one.id,
        one.about,
        title,
        one.kind,
        one.date,
        one.caption or one.file.rpartition("/")[2],
        one.file,
        inside,
    )


def _blocks(
    campaign: Campaign,
    indicators: tuple[Indicator, ...],
    by_record: dict[str, list[Exhibit]],
    proven: set[str],
) -> tuple[Shelf, ...]:
    """In the order of the plan; projects without a block, and indicators without a known project, come last."""
    groups: dict[str, list[Indicator]] = {project.id: [] for project in campaign.projects}
    for one in indicators:
        groups.setdefault(one.project, []).append(one)
    projects = {project.id: project for project in campaign.projects}
    blocks = {block.id: mark(block.title, block.source == "proposed") for block in campaign.blocks}
    shelves: dict[str, list[Binder]] = {name: [] for name in blocks}
    for name, group in groups.items():
        if not group:
            continue
        project = projects.get(name)
        block = project.block if project else ""
        title = mark(project.title, project.source == "proposed") if project else name
        shelves.setdefault(block, []).append(
            _binder(title, blocks.get(block, block), group, by_record, proven)
        )
    return tuple(
        Shelf(blocks.get(name, name), tuple(binders))
        for name, binders in shelves.items()
        if binders
    )


def _binder(
    name: str,
    block: str,
    group: list[Indicator],
    by_record: dict[str, list[Exhibit]],
    proven: set[str],
) -> Binder:
    own = tuple(
        Exhibits(
            one.id,
            mark(one.title, one.source == "proposed"),
            "指标",
            one.material,
            one.unit,
            tuple(by_record[one.id]),
        )
        for one in group
        if one.id in by_record
    )
    without = [one for one in group if one.id not in by_record]
    bare = [one for one in without if one.task not in proven]
    return Binder(
        name,
        block,
        len(group),
        own,
        len(without) - len(bare),
        len(bare),
        sum(bool(one.material) for one in bare),
    )
