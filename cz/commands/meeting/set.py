"""``cz meeting set``."""

from __future__ import annotations

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
    MeetingArgument,
    MeetingDateOption,
    NumberOption,
    PlaceOption,
    PointOption,
    PresentOption,
    TitleOption,
    WorkOption,
)
from cz.load.folder import find_plan
from cz.verbs.meeting.add import Told
from cz.verbs.meeting.set import set_fields
from cz.write.writing import How


@examples(
    "cz meeting set h2026-4 --absent 区司法局、区总工会",
    "cz meeting set h2026-4 --point 会议要求逐点位过一遍      会上讲的再加一段",
)
def command(
    name: MeetingArgument,
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
    return record(set_fields, find_plan(plan), name, told, clock(today), how=How(dry_run, commit))
