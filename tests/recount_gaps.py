"""The gaps of a plan counted again from its files, by other means: nothing here comes from cz.

The rules are those of docs/gaps.md. By itself it prints the counts of a plan:

    python -m tests.recount_gaps examples/midway 2026-07-15
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from tests import recount

LEVELS = {
    "false_material": 1,
    "rated_c": 1,
    "unmet_condition": 1,
    "often_found": 2,
    "task_verified": 2,
    "overdue_finding": 3,
    "returned_material": 3,
    "unrated": 4,
    "no_material": 4,
    "not_inspected": 4,
    "not_seen_online": 4,
    "not_asked": 4,
    "no_method": 4,
    "to_raise": 5,
    "late_work": 6,
    "nobody_leads": 6,
    "not_confirmed": 6,
    "no_contact": 6,
}
Found = dict[tuple[int, str], set[str]]  # (level, id) to the rules that found it


def read(folder: Path) -> dict[str, Any]:
    return recount.read(folder, (*recount.FILES, *recount.OTHERS))


def looked_at(plan: dict[str, Any], span: dict[str, Any], day: date) -> set[str]:
    """What spots without a fault and mock assessments show; names as the example writes them."""
    shows = {one["name"]: set(one.get("standards", [])) for one in plan["types"]}
    spots = {one["id"]: one for one in plan["spots"]}
    seen: set[str] = set()
    for visit in plan["visits"]:
        named = [one for one in plan["spots"] if one["name"] == visit.get("spot")]
        if len(named) > 1:
            named = [one for one in named if one.get("unit") == visit["unit"]]
        if len(named) == 1 and span["start"] <= visit["date"] <= min(span["end"], day):
            seen |= shows.get(named[0].get("type"), set())
    for held in plan["rounds"]:
        if not span["start"] <= held["end"] <= min(span["end"], day):
            continue
        if all(finding.get("round") != held["id"] for finding in plan["findings"]):
            continue
        for id_ in held.get("spots", []):
            left = [one for one in held.get("skipped", []) if one["spot"] == id_]
            if all("standards" in one for one in left):
                gone = {standard for one in left for standard in one["standards"]}
                seen |= shows.get(spots[id_].get("type"), set()) - gone
    return seen


def gaps(plan: dict[str, Any], phase: int, day: date) -> Found:
    span = next(one for one in plan["phases"] if one["number"] == phase)
    work = recount.work(plan, phase, day)
    missing = recount.standing(plan, phase)["gap"]
    made = [one for one in recount.stands(plan, day) if one["finding"]["date"] <= span["end"]]
    held = Counter(
        one["finding"].get("indicator") for one in made if one["finding"]["date"] >= span["start"]
    )
    window = (plan["rules"] or {}).get("window") or {"start": span["start"], "end": span["end"]}
    last = {one["id"]: _last_review(one, day) for one in plan["evidence"]}
    proven = {
        one["about"]
        for one in plan["evidence"]
        if one["date"] <= day
        and window["start"] <= one["date"] <= window["end"]
        and last[one["id"]] not in ("returned", "faked")
    }
    held_by = {one["id"]: one.get("indicator") for one in plan["findings"]}
    proven |= {held_by[about] for about in proven if held_by.get(about)}
    for one in plan.get("honours") or ():
        if not one.get("pursued") and one["date"] <= day <= one.get("until", day):
            proven.add(one["about"])
    seen = looked_at(plan, span, day) | set(held)
    statuses = {one["id"]: one["status"] for one in work}
    until = min(span["end"], day)
    surveys = {one["id"] for one in plan["surveys"] if span["start"] <= one["end"] <= until}
    asked = {one.get("indicator") for one in plan["questions"] if f"q{one['id'][1:7]}" in surveys}
    found: Found = {}

    def add(rule: str, id_: str) -> None:
        found.setdefault((LEVELS[rule], id_), set()).add(rule)

    for one in plan["indicators"]:
        rating, task = (one.get("ratings") or {}).get(phase, ""), one.get("task", "")
        method, id_ = one.get("method", ""), one["id"]
        papers = id_ in proven or task in proven
        if rating == "C" and span.get("floor") != "C":
            add("rated_c", id_)
        if rating == "A" and held[id_] >= 3:
            add("often_found", id_)
        if rating in ("B", "C") and statuses.get(task) == "verified":
            add("task_verified", id_)
        if rating == "":
            add("unrated", id_)
        if method == "材料审核" and not papers:
            add("no_material", id_)
        if method in ("实地考察", "整体观察") and id_ not in seen:
            add("not_inspected", id_)
        if method == "网上核查" and not papers and id_ not in seen:
            add("not_seen_online", id_)
        if method == "问卷调查" and plan["surveys"] and id_ not in asked:
            add("not_asked", id_)
        if method == "" and not papers and id_ not in seen:
            add("no_method", id_)
        if rating == "B" and missing:
            add("to_raise", id_)
    for one in plan["conditions"]:
        if (one.get("states") or {}).get(phase) == "unmet":
            add("unmet_condition", one["id"])
    known = {one["id"] for one in plan["indicators"]} | {one["id"] for one in work}
    known |= {one["finding"]["id"] for one in made}
    for one in plan["evidence"]:
        rule = {"returned": "returned_material", "faked": "false_material"}.get(last[one["id"]])
        if rule and one["about"] in known:
            add(rule, one["about"])
    for one in made:
        if one["late"]:
            add("overdue_finding", one["finding"]["id"])
    for one in work:
        item = one["item"]
        if one["late"]:
            add("late_work", one["id"])
        if not one["finished"] and not item.get("lead"):
            add("nobody_leads", one["id"])
        ours = item.get("source") == "proposed" or {"lead", "units"} & {*item.get("proposed", [])}
        if not one["finished"] and item.get("lead") and ours:
            add("not_confirmed", one["id"])
    for unit in plan["units"] if plan["people"] else ():
        if not any(_is_contact(one, unit["name"], day) for one in plan["people"]):
            add("no_contact", unit["id"])
    return found


def _last_review(one: dict[str, Any], day: date) -> str:
    said = [review["result"] for review in one.get("reviews", ()) if review["date"] <= day]
    return said[-1] if said else ""


def _is_contact(person: dict[str, Any], unit: str, day: date) -> bool:
    here = person.get("unit") == unit and person["role"] == "联络员" and not person.get("body")
    return here and person.get("since", day) <= day <= person.get("until", day)


def lacking(plan: dict[str, Any], found: Found) -> set[str]:
    """The standards that suffer from any gap."""
    known = {one["id"] for one in plan["indicators"]}
    held = {one["id"]: one.get("indicator") for one in plan["findings"]}
    suffering: set[str] = set()
    for (level, id_), rules in found.items():
        if level in (1, 2, 4, 5):
            suffering.add(id_)
        elif level == 3:
            suffering |= {held.get(id_, id_)} & known
        elif "late_work" in rules:
            suffering |= {one["id"] for one in plan["indicators"] if one.get("task") == id_}
    return suffering


def main() -> None:
    plan, day = read(Path(sys.argv[1])), date.fromisoformat(sys.argv[2])
    found = gaps(plan, recount.phase_on(plan, day), day)
    print("standards", len(plan["indicators"]), "lacking", len(lacking(plan, found)))
    for level in range(1, 7):
        rules = Counter(rule for (at, _), own in found.items() if at == level for rule in own)
        print(level, sum(at == level for at, _ in found), dict(rules))


if __name__ == "__main__":
    main()
