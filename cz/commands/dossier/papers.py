"""The papers of ``cz dossier build``: the index, a form a standard, what each unit lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cz.commands.dossier.show import records, total
from cz.dossier.standing import HAD, STATES, Dossier, Holding
from cz.records import Indicator
from cz.report.submission import Forms, Listed, Submission
from cz.show.pieces import name_of
from cz.show.sheet import Cell, Col, Line, Sheet, Table
from cz.show.words import file_title
from cz.show.writers import workbook
from cz.verbs.dossier.layout import Shelf
from cz.words import cn_date, mark
from cz.write.files import names_for

INDEX = "目录.xlsx"
FORM = "提交表.docx"
LACKING = "缺件清单"
NOBODY = "没有责任单位"


def papers(
    found: Dossier, shelves: Sequence[Shelf], forms: Forms, step: Callable[[], None]
) -> Mapping[str, bytes]:
    """Contents by path in the folder. ``step`` is called after each form.

    A standard that has neither a piece nor a statement has no form.
    """
    made = {INDEX: workbook(_index(found, shelves))}
    for shelf in shelves:
        if shelf.copies or shelf.holding.statement:
            made[f"{shelf.path}/{FORM}"] = forms.word(_submission(found, shelf))
        step()
    lacking = _of_units_that_lack(found)
    for (unit, holdings), name in zip(lacking.items(), names_for(lacking), strict=True):
        made[f"{LACKING}/{name}.xlsx"] = workbook(_list_of(found, unit, holdings))
    return made


def _index(found: Dossier, shelves: Sequence[Shelf]) -> Sheet:
    """A row a copy, and one for each item that is not there."""
    titles = (
        *("编号", "测评标准", "责任单位", "要求", "状态", "材料", "名称", "日期", "文件", "校验值"),
    )
    rows: list[list[str | Cell]] = []
    for shelf in shelves:
        holding = shelf.holding
        head = [holding.indicator.id, _title(holding.indicator), holding.unit]
        for copy in shelf.copies:
            record = copy.record
            day = Cell(record.date.isoformat(), record.date)
            about = [copy.item, STATES[HAD], record.id, name_of(record)]
            rows.append([*head, *about, day, copy.path, record.sha256])
        for item in holding.items:
            if item.state != HAD:
                rows.append([*head, item.name, STATES[item.state], "", "", "", "", ""])
    title = file_title("材料目录", found.campaign.plan, found.day)
    head_line = Line(total(found.holdings))
    return Sheet([head_line, Table([Col(name) for name in titles], rows)], None, title=title)


def _title(indicator: Indicator) -> str:
    return mark(indicator.title, indicator.source == "proposed")


def _submission(found: Dossier, shelf: Shelf) -> Submission:
    holding = shelf.holding
    indicator = holding.indicator
    projects = {project.id: project.title for project in found.campaign.projects}
    window = found.span.window if found.span else None
    return Submission(
        title=indicator.id,
        facts=(
            ("测评项目", projects.get(indicator.project, indicator.project)),
            ("测评内容", indicator.content),
            ("测评标准", f"{indicator.id} {_title(indicator)}"),
            ("材料要求", indicator.material),
            ("责任单位", holding.unit),
            ("材料时间", f"{cn_date(window.start)}至{cn_date(window.end)}" if window else ""),
        ),
        statement=holding.statement,
        pieces=[
            Listed(
                item=copy.item,
                name=name_of(copy.record),
                kind=copy.record.kind,
                day=copy.record.date,
                file=copy.path.rpartition("/")[2],
            )
            for copy in shelf.copies
        ],
        lacking=[
            f"{item.name}（{STATES[item.state]}）" for item in holding.items if item.state != HAD
        ],
    )


def _of_units_that_lack(found: Dossier) -> dict[str, list[Holding]]:
    """All standards of the units that have one which is not complete, in the plan's order."""
    own: dict[str, list[Holding]] = {owner.name: [] for owner in found.campaign.owners}
    for holding in found.holdings:
        own.setdefault(holding.unit or NOBODY, []).append(holding)
    return {unit: holdings for unit, holdings in own.items() if not _are_complete(holdings)}


def _are_complete(holdings: Sequence[Holding]) -> bool:
    return all(holding.is_complete for holding in holdings)


def _list_of(found: Dossier, unit: str, holdings: Sequence[Holding]) -> Sheet:
    """What one unit still has to bring, a row an item, under what all its standards come to."""
    missing = []
    for holding in holdings:
        items = tuple(item for item in holding.items if item.state != HAD)
        missing.append(holding._replace(items=items))
    title = f"{unit}{file_title('缺件清单', found.campaign.plan, found.day)}"
    return Sheet([Line(total(holdings)), records(missing)], None, title=title)
