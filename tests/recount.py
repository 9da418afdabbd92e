"""Every figure of a plan worked out again from its files, by other means.

Nothing here comes from cz: PyYAML and the standard library only, so that a mistake would have to be
made twice. The rules are those of docs/supervision.md and docs/format.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

FILES = ("tasks", "units", "indicators", "findings", "supervision", "evidence", "meetings")
OTHERS = ("spots", "assessments", "people", "surveys")  # what only some recounts ask for
FINISHED = ("done", "verified")
STATUSES = ("todo", "doing", "blocked", "done", "verified")
CLASSES = {
    "部门": ["党委部门", "政府部门", "群团"],
    "乡镇": ["乡镇"],
    "街道": ["街道"],
    "其他": ["其他"],
}


def values(text: str) -> Any:
    """What a YAML text holds, read by libyaml where it is there: the tests do so all the time."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read(folder: Path, stems: tuple[str, ...] = FILES) -> dict[str, Any]:
    """Every section of every file, an empty list where there is none."""
    plan: dict[str, Any] = defaultdict(list)
    for stem in stems:
        path = folder / "data" / f"{stem}.yaml"
        if path.exists():
            for section, value in (values(path.read_text(encoding="utf-8")) or {}).items():
                plan[section] = value or []
    return plan


def percent(part: int, whole: int) -> str:
    """40.7%, rounded half up."""
    exact = Decimal(100 * part) / Decimal(whole)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def share(part: int, whole: int, word: str = "") -> str:
    return f"{part}{word}（{percent(part, whole)}）" if part and whole else f"{part}{word}"


# --- tasks and steps ------------------------------------------------------------------------------


def phase_on(plan: dict[str, Any], today: date) -> int:
    dated = sorted((one["end"], one["number"]) for one in plan["phases"] if one.get("end"))
    return next((number for end, number in dated if today <= end), dated[-1][1])


def falls(repeat: str, day: date) -> bool:
    """Whether what comes again falls due on this day."""
    is_last_of_month = (day + timedelta(days=1)).day == 1
    if repeat == "每周五":
        return day.isoweekday() == 5
    if repeat == "每月25日":
        return day.day == 25
    if repeat == "每月底":
        return is_last_of_month
    return repeat == "每季度末" and is_last_of_month and day.month in (3, 6, 9, 12)


def owed(repeat: str, reports: set[date], today: date, start: date, end: date) -> date | None:
    """A walk over the days: each period wants one report, a late one makes up for those before."""
    if repeat == "长期":
        return None
    missed: list[date] = []
    is_answered = False
    day = start
    while day < today:
        if day in reports:
            if missed:
                missed = []
            else:
                is_answered = True
        if falls(repeat, day):
            if not is_answered:
                missed.append(day)
            is_answered = False
        day += timedelta(days=1)
    if today in reports and today >= start:
        if missed:
            missed = []
        else:
            is_answered = True
    if missed:
        return missed[0] if missed[0] <= end else None
    due = max(today, start)
    while not falls(repeat, due) or is_answered:
        if falls(repeat, due):
            is_answered = False
        due += timedelta(days=1)
    return due if due <= end else None


def whose(item: dict[str, Any]) -> list[str]:
    return [name for name in [item.get("lead", ""), *(item.get("units") or [])] if name]


def state(item: dict[str, Any], phase: int, today: date, plan: dict[str, Any]) -> dict[str, Any]:
    entry = (item.get("progress") or {}).get(phase) or {}
    status, due = entry.get("status", "todo"), entry.get("due")
    finished = status in FINISHED
    repeat = due if isinstance(due, str) else ""
    if repeat:
        span = next(each for each in plan["phases"] if each["number"] == phase)
        updates = item.get("updates") or []
        own = {unit for name in whose(item) for unit in meant(plan, name)}
        reports = {
            each["date"]
            for each in updates
            if each.get("phase", 0) in (0, phase)
            and (not own or not each.get("unit") or own & {*meant(plan, each["unit"])})
        }
        due = None
        if not finished:
            due = owed(repeat, reports, today, span["start"], span["end"])
    left = (due - today).days if due else None
    return {
        "id": item["id"],
        "item": item,
        "step": item["id"].startswith("s"),
        "phase": phase,
        "status": status,
        "finished": finished,
        "due": due,
        "repeat": repeat,
        "left": left,
        "late": -left if left is not None and left < 0 and not finished else 0,
    }


def work(plan: dict[str, Any], phase: int, today: date) -> list[dict[str, Any]]:
    tasks = [state(task, phase, today, plan) for task in plan["tasks"]]
    steps = [state(one, phase, today, plan) for one in plan["steps"] if one["phase"] == phase]
    return tasks + steps


def overdue(states: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in states if one["late"]]


def due_within(states: Iterable[dict[str, Any]], days: int) -> list[dict[str, Any]]:
    return [
        one
        for one in states
        if not one["finished"] and one["left"] is not None and 0 <= one["left"] <= days
    ]


def told(states: list[dict[str, Any]], *, on_screen: bool) -> str:
    """``18 项（任务 17、步骤 1）`` on screens, ``18项（任务17项、步骤1项）`` in reports."""
    steps = sum(one["step"] for one in states)
    tasks = len(states) - steps
    if on_screen:
        return f"{len(states)} 项" + (f"（任务 {tasks}、步骤 {steps}）" if steps else "")
    return f"{len(states)}项" + (f"（任务{tasks}项、步骤{steps}项）" if steps else "")


# --- the targets ----------------------------------------------------------------------------------


def standing(plan: dict[str, Any], phase: int) -> dict[str, Any]:
    target = next(one for one in plan["phases"] if one["number"] == phase)
    counted = Counter((one.get("ratings") or {}).get(phase, "") for one in plan["indicators"])
    listed = len(plan["indicators"])
    declared = ((plan["plan"].get("counts") or {}).get("standards")) or listed
    rated = counted["A"] + counted["B"] + counted["C"]
    need = gap = None
    if target.get("a_share") is not None:
        exact = Fraction(declared) * Fraction(str(target["a_share"])) / 100
        need = -(-exact.numerator // exact.denominator)
        gap = max(0, need - counted["A"])
    minors = {one["id"]: (one.get("scores") or {}).get(phase) for one in plan["systems"]}
    score, wanted = minors.get("minors"), target.get("minors")
    unrated = max(declared, listed) - rated
    if counted["C"] and target.get("floor") != "C":
        verdict = "failed"
    elif not rated:
        verdict = "open"
    else:
        missing = gap or unrated or (wanted is not None and (score is None or score < wanted))
        verdict = "short" if missing else "met"
    return {
        "declared": declared,
        "listed": listed,
        "a": counted["A"],
        "b": counted["B"],
        "c": counted["C"],
        "unrated": unrated,
        "need": need,
        "gap": gap,
        "minors": score,
        "verdict": verdict,
    }


# --- whose ----------------------------------------------------------------------------------------


def present(plan: dict[str, Any]) -> dict[str, str]:
    taken = {one["name"] for one in plan["units"] + plan["collectives"]}
    return {
        former: one["name"]
        for one in plan["units"]
        for former in one.get("former") or []
        if former not in taken
    }


def meant(plan: dict[str, Any], name: str) -> list[str]:
    """The units that a name stands for."""
    for one in plan["collectives"]:
        if one["name"] == name and one.get("members"):
            return list(one["members"])
    return [present(plan).get(name, name)]


def led_and_shared(
    plan: dict[str, Any], unit: str, states: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    names = {unit}
    names |= {one["name"] for one in plan["collectives"] if unit in (one.get("members") or [])}
    led = [one for one in states if one["item"].get("lead") == unit]
    shared = [
        one
        for one in states
        if one not in led and names & {one["item"].get("lead"), *(one["item"].get("units") or [])}
    ]
    return led, shared


# --- findings -------------------------------------------------------------------------------------


def stand(finding: dict[str, Any], day: date) -> dict[str, Any]:
    """As a clerk would have seen it on that day."""
    claimed, struck = finding.get("rectified"), finding.get("verified")
    undone = finding.get("reopened") or []
    ahead = [one for one in undone if one["date"] > day]
    if ahead:
        claimed, struck = ahead[0].get("rectified"), ahead[0].get("verified")
    claimed = claimed or struck
    claimed = claimed if claimed and claimed <= day else None
    struck = struck if struck and struck <= day else None
    given = [one["date"] for one in finding.get("reassigned") or [] if one["date"] <= day]
    relapsed = any(
        one.get("verified") for one in undone if max(given, default=date.min) < one["date"] <= day
    )
    finding = finding | {"unit": held_by(finding, day)}
    moves = [("extended", one) for one in finding.get("extended") or []]
    moves += [("reassigned", one) for one in finding.get("reassigned") or []]
    moves.sort(key=lambda move: move[1]["date"])
    due = judged = moves[0][1].get("was") if moves else finding.get("due")
    for kind, one in moves:
        if one["date"] <= day:
            due = one.get("due")
            given_away = kind == "reassigned" and one.get("due") != one.get("was")
            if given_away or judged is None or one["date"] <= judged:
                judged = one.get("due")
    if struck:
        state = "verified"
    elif claimed:
        state = "rectified"
    else:
        state = "open" if due else "unsent"
    in_time = bool(due and claimed and claimed <= judged and not relapsed)
    return {
        "finding": finding,
        "state": state,
        "due": due,
        "handed": due is not None,
        "claimed": claimed is not None,
        "verified": struck is not None,
        "in_time": in_time,
        "late": max(0, (day - due).days) if state == "open" and due else 0,
        "left": (due - day).days if due else None,
        "missed": bool(due) and not in_time and bool(claimed or relapsed or judged < day),
    }


def held_by(finding: dict[str, Any], day: date) -> str:
    """Whose it was on a day: what was given away later was still the former unit's."""
    later = [one for one in finding.get("reassigned") or [] if one["date"] > day]
    return str(later[0]["unit"] if later else finding["unit"])


def stands(plan: dict[str, Any], day: date) -> list[dict[str, Any]]:
    return [
        stand(one, day)
        for one in plan["findings"]
        if one["date"] <= day and not withdrawn(one, day)
    ]


def withdrawn(finding: dict[str, Any], day: date) -> bool:
    taken_back = finding.get("withdrawn")
    return taken_back is not None and taken_back["date"] <= day


def tally(found: list[dict[str, Any]]) -> dict[str, int]:
    handed = [one for one in found if one["handed"]]
    in_time = sum(one["in_time"] for one in handed)
    claimed = sum(one["claimed"] for one in handed)
    return {
        "handed": len(handed),
        "in_time": in_time,
        "late": claimed - in_time,
        "open": len(handed) - claimed,
        "pending": sum(not one["claimed"] and not one["missed"] for one in handed),
        "verified": sum(one["verified"] for one in handed),
        "unsent": len(found) - len(handed),
    }


def in_period(plan: dict[str, Any], start: date, end: date, as_of: date) -> list[dict[str, Any]]:
    return [
        stand(one, as_of)
        for one in plan["findings"]
        if start <= one["date"] <= min(end, as_of) and not withdrawn(one, as_of)
    ]


def ranking(plan: dict[str, Any], start: date, end: date, as_of: date) -> dict[str, Any]:
    """By class, every ranked unit by its name: its figures, rank, list and whether it is last."""
    rules = plan["rules"] or {}
    classes = rules.get("classes") or CLASSES
    names = present(plan)
    found = in_period(plan, start, end, as_of)
    by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        by_unit[names.get(one["finding"]["unit"], one["finding"]["unit"])].append(one)
    ranked: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for unit in plan["units"]:
        figures = tally(by_unit[unit["name"]])
        if figures["handed"]:
            kind = next((key for key, kinds in classes.items() if unit["kind"] in kinds), None)
            ranked[kind or unit["kind"]][unit["name"]] = figures
    for units in ranked.values():
        rates = {name: Fraction(one["in_time"], one["handed"]) for name, one in units.items()}
        half = Fraction(len(units), 2)
        for name, figures in units.items():
            at_least = sum(rate >= rates[name] for rate in rates.values())
            at_most = sum(rate <= rates[name] for rate in rates.values())
            better, worse = len(units) - at_most, len(units) - at_least
            missed = figures["handed"] - figures["in_time"] - figures["pending"]
            figures["rank"] = better + 1
            figures["last"] = len(units) > 1 and worse == 0 and missed > 0
            figures["listed"] = None
            if missed and worse < rules.get("black", 3) and at_most <= half:
                figures["listed"] = "black"
            elif rates[name] and better < rules.get("red", 5) and at_least <= half:
                figures["listed"] = "red"
    return {"total": tally(found), "classes": dict(ranked), "found": found}


# --- by month -------------------------------------------------------------------------------------


def by_month(
    plan: dict[str, Any], phase: int, day: date, unit: str = ""
) -> dict[str, tuple[int, int] | None]:
    """(so many, out of so many) of the figures of a month, None where there is nothing to count."""
    tasks = [one for one in work(plan, phase, day) if not one["step"]]
    found = stands(plan, day)
    counted = standing(plan, phase)
    rated, declared = counted["a"] + counted["b"] + counted["c"], counted["declared"]
    a = counted["a"]
    if unit:
        tasks, _ = led_and_shared(plan, unit, tasks)
        names = present(plan)
        found = [one for one in found if meant_by(names, one["finding"]["unit"]) == unit]
        ratings = [
            (one.get("ratings") or {}).get(phase)
            for one in plan["indicators"]
            if one.get("unit") == unit
        ]
        rated, declared = len([one for one in ratings if one]), len(ratings)
        a = ratings.count("A")
    figures = tally(found)
    finished = sum(one["finished"] for one in tasks)
    return {
        "a": (a, declared) if rated and declared else None,
        "finished": (finished, len(tasks)) if tasks else None,
        "in_time": (figures["in_time"], figures["handed"]) if figures["handed"] else None,
    }


def meant_by(names: dict[str, str], unit: str) -> str:
    return names.get(unit, unit)


def printed(month: dict[str, Any]) -> dict[str, tuple[int, int] | None]:
    """What ``cz trend --json`` says of a month, its percentages checked."""
    figures: dict[str, tuple[int, int] | None] = {}
    for name in ("a", "finished", "in_time"):
        figure = month[name]
        figures[name] = None
        if figure:
            assert figure["percent"] == round(100 * figure["part"] / figure["whole"], 2)
            figures[name] = figure["part"], figure["whole"]
    return figures


# --- chasing --------------------------------------------------------------------------------------


def unanswered(plan: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """The last slip of every matter, unless it is answered, or one before it was since."""
    bulletins = {one["id"] for one in plan["bulletins"]}
    names = present(plan)
    matters: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def number(one: dict[str, Any]) -> tuple[date, list[int]]:
        return one["date"], [int(part) for part in one["id"][1:].split("-")]

    for one in sorted(plan["orders"], key=number):
        if one["date"] <= day:
            unit = names.get(one["unit"], one["unit"])
            matters[f"末位 {unit}" if one["about"] in bulletins else one["about"]].append(one)
    waiting = []
    for slips in matters.values():
        last = slips[-1]
        replies = [one["answered"] for one in slips if one.get("answered")]
        if not any(last["date"] <= reply <= day for reply in replies):
            waiting.append(last)
    return waiting


def held_on(plan: dict[str, Any], item: dict[str, Any]) -> date:
    """The day of the meeting that agreed it."""
    meeting = item["id"].rpartition("-")[0]
    return next(one["date"] for one in plan["meetings"] if one["id"] == meeting)


def _returned(plan: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """Evidence whose last review sent it back: whose it is, days left."""
    units = {one["id"]: one.get("lead") or "" for one in plan["tasks"] + plan["steps"]}
    names = present(plan)
    for one in plan["findings"]:
        units[one["id"]] = names.get(one["unit"], one["unit"])
    for one in plan["indicators"]:
        units[one["id"]] = one.get("unit") or units.get(one.get("task"), "")
    back = []
    for piece in plan["evidence"]:
        known = [each for each in piece.get("reviews") or [] if each["date"] <= today]
        if not known or known[-1]["result"] not in ("returned", "faked"):
            continue
        due = known[-1].get("due")
        left = (due - today).days if due else None
        unit = units.get(piece["about"], "")
        back.append({"kind": "evidence", "unit": unit, "left": left, "phase": 0, "record": piece})
    return back


def _honours(plan: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """Those that run out within 90 days, or have."""
    ending = []
    for one in plan["honours"]:
        left = (one["until"] - today).days if one.get("until") else 91
        if left <= 90 and not one.get("pursued"):
            told = {"kind": "honour", "unit": one["unit"], "left": left, "phase": 0, "record": one}
            ending.append(told)
    return ending


def duties(plan: dict[str, Any], today: date, *, later: bool) -> list[dict[str, Any]]:
    """(kind, whose, days left, the record) of all that is not done."""
    phase = phase_on(plan, today)
    names = present(plan)
    found = []
    for order in unanswered(plan, today):
        due = order.get("due")
        unit = names.get(order["unit"], order["unit"])
        left = (due - today).days if due else None
        found.append({"kind": "order", "unit": unit, "left": left, "phase": 0, "record": order})
    for one in stands(plan, today):
        if one["state"] == "open":
            record = one["finding"]
            unit = names.get(record["unit"], record["unit"])
            found.append(
                {"kind": "finding", "unit": unit, "left": one["left"], "phase": 0, "record": record}
            )
    for item in plan["agreed"]:
        done = item.get("done")
        if held_on(plan, item) <= today and not (done and done <= today):
            unit = names.get(item["unit"], item["unit"])
            left = (item["due"] - today).days if item.get("due") else None
            found.append({"kind": "agreed", "unit": unit, "left": left, "phase": 0, "record": item})
    found += _returned(plan, today) + _honours(plan, today)
    for item in plan["tasks"] + plan["steps"]:
        step = item["id"].startswith("s")
        phases = {item["phase"]} if step else {phase, *(item.get("progress") or {})}
        for number in phases:
            if number == phase or (later and number > phase):
                one = state(item, number, today, plan)
                if not one["finished"]:
                    kind = "step" if step else "task"
                    found.append(
                        {
                            "kind": kind,
                            "unit": item.get("lead") or "",
                            "left": one["left"],
                            "repeat": one["repeat"],
                            "phase": number,
                            "record": item,
                        }
                    )
    return found


def reported(item: dict[str, Any], today: date, phase: int | None = None) -> date | None:
    days = [
        one["date"]
        for one in item.get("updates") or []
        if one["date"] <= today and (phase is None or one.get("phase", 0) in (0, phase))
    ]
    return max(days, default=None)


def reminders(plan: dict[str, Any], today: date, days: int) -> dict[str, int]:
    """How much each unit is to be reminded of."""
    quiet = (plan["rules"] or {}).get("quiet", 7)
    owed: Counter[str] = Counter()
    for one in duties(plan, today, later=False):
        if not one["unit"]:
            continue
        if one["kind"] not in ("order", "evidence"):
            if one["left"] is None or one["left"] > days:
                continue
            if one["kind"] not in ("finding", "agreed", "honour") and not one.get("repeat"):
                last = reported(one["record"], today, one["phase"])
                if last and (today - last).days <= quiet:
                    continue
        owed.update(meant(plan, one["unit"]))
    return dict(owed)


def silent(plan: dict[str, Any], today: date, days: int) -> dict[str, int]:
    """Units that lead unfinished work and were not heard from; such work; out of how many."""
    unfinished = [one for one in work(plan, phase_on(plan, today), today) if not one["finished"]]
    leads = {
        name
        for one in unfinished
        if one["item"].get("lead")
        for name in meant(plan, one["item"]["lead"])
    }
    heard: dict[str, date] = {}

    def hear(unit: str, day: date | None) -> None:
        if day and day <= today:
            heard[unit] = max(day, heard.get(unit, day))

    for item in plan["tasks"] + plan["steps"]:
        of_lead = meant(plan, item.get("lead") or "")
        concerned = {*of_lead}
        for name in item.get("units") or []:
            concerned.update(meant(plan, name))
        for update in item.get("updates") or []:
            for unit in meant(plan, update["unit"]) if update.get("unit") else of_lead:
                if unit in concerned:
                    hear(unit, update["date"])
    for one in plan["findings"]:
        for claim in [one, *(one.get("reopened") or [])]:
            day = claim.get("rectified") or claim.get("verified")
            for unit in meant(plan, held_by(one, day) if day else one["unit"]):
                hear(unit, day)
    for order in plan["orders"]:
        for unit in meant(plan, order["unit"]):
            hear(unit, order.get("answered"))
    for item in plan["agreed"]:
        for unit in meant(plan, item["unit"]):
            hear(unit, item.get("done"))
    latest = today - timedelta(days=days)

    def quiet(day: date | None) -> bool:
        return day is None or day <= latest

    return {
        "units": sum(quiet(heard.get(unit)) for unit in leads),
        "leads": len(leads),
        "work": sum(quiet(reported(one["item"], today)) for one in unfinished),
        "open": len(unfinished),
    }


# --- evidence -------------------------------------------------------------------------------------


def evidence(plan: dict[str, Any], phase: int) -> dict[str, Any]:
    records = plan["evidence"]
    about = {one["about"] for one in records}
    window = (plan["rules"] or {}).get("window")
    if not window:
        target = next(one for one in plan["phases"] if one["number"] == phase)
        window = {"start": target["start"], "end": target["end"]}
    return {
        "total": len(records),
        "kinds": Counter(one["kind"] for one in records),
        "proven": sum(one["id"] in about or one.get("task") in about for one in plan["indicators"]),
        "outside": sorted(
            one["id"] for one in records if not window["start"] <= one["date"] <= window["end"]
        ),
    }
