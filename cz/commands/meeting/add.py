"""``cz meeting add``."""

from __future__ import annotations

from typing import Annotated

import typer

from cz.cli import suggest
from cz.cli.options import (
    CommitOption,
    DryRunOption,
    PlanOption,
    TodayOption,
    clock,
    examples,
    record,
)
from cz.commands.meeting.options import (
    AbsentOption,
    AttendanceOption,
    ChairOption,
    MeetingDateOption,
    NumberOption,
    PlaceOption,
    PointOption,
    PresentOption,
    TitleOption,
    WorkOption,
)
from cz.load.folder import find_plan
from cz.verbs.meeting.add import Told, add
from cz.write.writing import How


@examples(
    "cz meeting add 推进会 --date 2026-07-15 --chair 演示人员001 --absent 区教育局",
    "cz meeting add 培训 --title 网上申报业务培训 --date 2026-07-14 --work s1-4",
)
def command(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="类别",
            help="例会、推进会、培训等，照单位的叫法。",
            autocompletion=suggest.meeting_kinds,
        ),
    ],
    title: TitleOption = None,
    number: NumberOption = None,
    date: MeetingDateOption = None,
    chair: ChairOption = None,
    place: PlaceOption = None,
    present: PresentOption = None,
    absent: AbsentOption = None,
    work: WorkOption = None,
    attendance: AttendanceOption = None,
    point: PointOption = None,
    dry_run: DryRunOption = False,
    commit: CommitOption = False,
    plan: PlanOption = None,
    today: TodayOption = None,
) -> int:
    told = Told(
        title=title,
        number=number,
        date=date,
        chair=chair,
        place=place,
        present=present or (),
        absent=absent or (),
        work=work or (),
        attendance=attendance,
        points=point or (),
    )
    return record(add, find_plan(plan), kind, told, clock(today), how=How(dry_run, commit))
