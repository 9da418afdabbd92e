"""Tables of tasks and steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.progress import State
from cz.show.data import day_text
from cz.show.sheet import Col, Table
from cz.show.words import deadline_text, is_ours, lateness, light_text, status_text
from cz.words import mark


class Between(NamedTuple):
    """A column of its own between title and status: one text a task."""

    title: str
    texts: Sequence[str]


def work_table(states: Sequence[State], today: date, *between: Between) -> Table:
    """As people read it. How late they are is a column where any is, or soon will be."""
    latenesses = [lateness(state) for state in states]
    columns = [Col("编号"), Col("任务", grow=True)]
    columns += [Col(column.title) for column in between]
    columns += [Col("状态"), Col("灯"), Col("时限")]
    if any(latenesses):
        columns.append(Col(""))
    rows = []
    for place, state in enumerate(states):
        row = [state.item.id, state.item.title]
        row += [column.texts[place] for column in between]
        row += [status_text(state), light_text(state.light), deadline_text(state, today)]
        if any(latenesses):
            row.append(latenesses[place])
        rows.append(row)
    return Table(columns, rows)


def work_records(states: Sequence[State], *between: Between) -> Table:
    """For a spreadsheet: every deadline as a date, how late it is as a number."""
    columns = [Col("编号"), Col("任务")]
    columns += [Col(column.title) for column in between]
    columns += [Col("牵头单位"), Col("状态"), Col("时限"), Col("逾期天数", right=True)]
    rows = []
    for place, state in enumerate(states):
        item = state.item
        row = [item.id, item.title]
        row += [column.texts[place] for column in between]
        lead = mark(item.lead, is_ours(item, "lead"))
        late = str(state.late) if state.late else ""
        row += [lead, status_text(state), day_text(state.due) or "", late]
        rows.append(row)
    return Table(columns, rows)
