"""A mock assessment worked out again from the plan's files, by other means.

Nothing here comes from cz. The rules are those of docs/rounds.md.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from statistics import mean
from typing import Any

from tests.recount import values

Seen = dict[tuple[str, str], int]  # (spot, standard): 1 or 0
STEMS = ("indicators", "spots", "units", "findings", "assessments", "supervision")
CLASSES = {
    "部门": ("党委部门", "政府部门", "群团"),
    "乡镇": ("乡镇",),
    "街道": ("街道",),
    "其他": ("其他",),
}


def read(folder: Path) -> dict[str, Any]:
    plan: dict[str, Any] = {}
    for stem in STEMS:
        text = (folder / "data" / f"{stem}.yaml").read_text(encoding="utf-8")
        plan |= values(text)
    return plan


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def drawn(plan: dict[str, Any], seed: int) -> list[str]:
    """The ids of the spots, in the order of the ledger."""
    shows = {one["name"]: one.get("standards", []) for one in plan["types"]}
    order = sorted(plan["spots"], key=lambda one: digest(f"{seed}:{one['id']}"))
    chosen: list[dict[str, Any]] = []
    for kind in plan["types"]:
        own = [one for one in order if one["type"] == kind["name"]]
        if shows[kind["name"]]:
            chosen += own[: kind.get("sample") or None]
    for standard in plan["indicators"]:
        able = [one for one in order if standard["id"] in shows[one["type"]]]
        lacking = 3 - sum(one in chosen for one in able)
        chosen += [one for one in able if one not in chosen][: max(0, lacking)]
    return [one["id"] for one in plan["spots"] if one in chosen]


def judged(plan: dict[str, Any], id_: str) -> Seen:
    one = next(one for one in plan["rounds"] if one["id"] == id_)
    shows = {kind["name"]: kind.get("standards", []) for kind in plan["types"]}
    spots = {spot["id"]: spot for spot in plan["spots"]}
    seen = {(spot, standard): 1 for spot in one["spots"] for standard in shows[spots[spot]["type"]]}
    for skip in one.get("skipped", []):
        for key in list(seen):
            if key[0] == skip["spot"] and key[1] in skip.get("standards", [key[1]]):
                del seen[key]
    for finding in plan["findings"]:
        if finding.get("round") != id_ or "withdrawn" in finding:
            continue
        named = [spot for spot in plan["spots"] if spot["name"] == finding["spot"]]
        if len(named) > 1:
            named = [spot for spot in named if spot["unit"] == finding["unit"]]
        if len(named) == 1 and (named[0]["id"], finding.get("indicator")) in seen:
            seen[named[0]["id"], finding["indicator"]] = 0
    return seen


def scoring(plan: dict[str, Any]) -> dict[str, Any]:
    said = (plan.get("rules") or {}).get("scoring") or {}
    return {"method": "standard", "missing": "leave_out", "min_obs": 10} | said


def weights(plan: dict[str, Any]) -> dict[str, Fraction] | None:
    """Of the standards that have one, where the office counts by weight."""
    if scoring(plan)["method"] != "weight":
        return None
    return {one["id"]: Fraction(str(one.get("weight", 0))) for one in plan["indicators"]}


def means(marks: list[tuple[str, int]]) -> dict[str, Fraction]:
    by_standard: dict[str, list[int]] = defaultdict(list)
    for standard, mark in marks:
        by_standard[standard].append(mark)
    return {standard: Fraction(sum(each), len(each)) for standard, each in by_standard.items()}


def mean_by_weight(
    of: dict[str, Fraction], weighing: dict[str, Fraction] | None
) -> Fraction | None:
    heavy = {standard: 1 if weighing is None else weighing[standard] for standard in of}
    total = sum(heavy.values())
    return sum(of[one] * heavy[one] for one in of) / Fraction(total) if total else None


def rate(
    marks: list[tuple[str, int]],
    method: str = "standard",
    weighing: dict[str, Fraction] | None = None,
) -> Fraction | None:
    """Of each observation by itself, or of the means of each standard's marks."""
    if method == "observation":
        return Fraction(sum(mark for _, mark in marks), len(marks)) if marks else None
    return mean_by_weight(means(marks), weighing)


def city(plan: dict[str, Any], seen: Seen) -> set[str]:
    apart = {system["within"] for system in plan["systems"] if "within" in system}
    judged_at_all = {standard for _, standard in seen}
    return {
        one["id"]
        for one in plan["indicators"]
        if one["project"] not in apart and one["id"] in judged_at_all
    }


def redrawn(plan: dict[str, Any], id_: str, seen: Seen, standards: set[str]) -> list[Fraction]:
    one = next(one for one in plan["rounds"] if one["id"] == id_)
    kind_of = {spot["id"]: spot["type"] for spot in plan["spots"]}
    whole = {skip["spot"] for skip in one.get("skipped", []) if "standards" not in skip}
    groups: dict[str, list[str]] = defaultdict(list)
    for spot in one["spots"]:
        if spot not in whole:
            groups[kind_of[spot]].append(spot)
    marks_of: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (spot, standard), mark in seen.items():
        if standard in standards:
            marks_of[spot].append((standard, mark))
    method, heavy = scoring(plan)["method"], weights(plan)
    values = []
    for time in range(400):
        marks = []
        for kind, spots in groups.items():
            for place in range(len(spots)):
                block = digest(f"{one['seed']}:{time}:{kind}:{place // 8}")
                number = int.from_bytes(block[place % 8 * 4 :][:4], "big")
                marks += marks_of[spots[number * len(spots) // 2**32]]
        value = rate(marks, method, heavy)
        assert value is not None
        values.append(value)
    return values


def ends(values: list[Fraction]) -> list[float]:
    ordered = sorted(values)
    return [six(ordered[10]), six(ordered[389])]


def six(value: Fraction) -> float:
    """In percent, as a program is told."""
    return round(float(100 * value), 6)


def shown(value: Fraction) -> str:
    """In percent, as people are told: one digit, half up."""
    exact = Decimal(100 * value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def ranks(plan: dict[str, Any], seen: Seen) -> dict[str, list[tuple[int, str, float]]]:
    """By class: rank, unit, rate of those with enough observations."""
    rule, heavy = scoring(plan), weights(plan)
    ground = {spot["id"]: spot["unit"] for spot in plan["spots"]}
    marks: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (spot, standard), mark in seen.items():
        marks[ground[spot]].append((standard, mark))
    found: dict[str, list[tuple[int, str, float]]] = {}
    for name, kinds in CLASSES.items():
        units = [unit["name"] for unit in plan["units"] if unit["kind"] in kinds]
        own = {unit: means(marks[unit]) for unit in units if marks[unit]}
        values = {unit: rate(marks[unit], rule["method"], heavy) for unit in own}
        if rule["missing"] == "mean_of_others":
            for unit, known in own.items():
                whole = dict(known)
                for standard in {one for other in own.values() for one in other} - set(known):
                    others = [other[standard] for other in own.values() if standard in other]
                    whole[standard] = mean(others)
                values[unit] = mean_by_weight(whole, heavy)
        enough = {
            unit: value for unit, value in values.items() if len(marks[unit]) >= rule["min_obs"]
        }
        rows = [
            (1 + sum(other > value for other in enough.values()), unit, six(value))  # type: ignore
            for unit, value in enough.items()
        ]
        if own:
            found[name] = sorted(rows, key=lambda row: row[0])
    return found
