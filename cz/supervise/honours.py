"""Titles of honour (荣誉称号): whether they hold on a day."""

from __future__ import annotations

from datetime import date

from cz.records import Honour

HELD, PURSUED, EXPIRED, LATER, UNDATED = "held", "pursued", "expired", "later", "undated"
STATES = {
    HELD: "有效",
    PURSUED: "在创",
    EXPIRED: "已到期",
    LATER: "还没有授予",
    UNDATED: "没有写授予日期",
}


def state(honour: Honour, day: date) -> str:
    """A key of STATES. On the day it runs out it still holds."""
    if honour.pursued:
        return PURSUED
    if honour.date is None:
        return UNDATED
    if honour.date > day:
        return LATER
    return EXPIRED if honour.until and honour.until < day else HELD


def holds(honour: Honour, day: date) -> bool:
    return state(honour, day) == HELD
