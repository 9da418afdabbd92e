"""The spots of the example: the places its ledger names, who looks after them, what is looked at.

A place that several towns or streets have a finding of is one place in each of them; one such is
left to be entered. The units that
look after old estates and lanes take turns; their leaders are plainly nobody.
"""

from __future__ import annotations

from collections import Counter

KEPT = ("老旧小区", "背街小巷", "社区", "农贸市场")  # types with units that look after them
SAMPLES = {"主次干道": 8, "背街小巷": 8, "窗口单位": 10, "机关单位": 8, "公园广场": 5}
SAMPLE = 5  # of the other types; all where there are fewer
OFTEN = 2  # findings from which on a standard is one of the type's
GROUNDS = ("乡镇", "街道")
NAMES_OF_NOBODY = 40
LEFT = "槐树巷"  # under six streets: for the office to say where it is


def make_spots(findings, visits, units):
    """(types, spots) for data/spots.yaml. ``units``: each unit's kind."""
    places = {}
    for one in [*findings, *visits]:
        if one.get("spot") and one["spot"] != LEFT:
            places.setdefault(one["spot"], []).append(one)
    keepers = [unit for unit, kind in units.items() if kind in ("党委部门", "政府部门", "群团")]
    spots = []
    for name, seen in places.items():
        kind = Counter(one["type"] for one in seen if one.get("type")).most_common(1)[0][0]
        named = list(dict.fromkeys(one["unit"] for one in seen))
        grounds = [unit for unit in named if units[unit] in GROUNDS]
        for unit in grounds or named:
            spots.append(spot(len(spots) + 1, name, kind, unit, keepers))
    return make_types(findings), spots


def spot(number, name, kind, unit, keepers):
    one = {"id": f"p{number}", "name": name, "type": kind, "unit": unit}
    if kind in KEPT:
        one["keeper"] = keepers[number * 7 % len(keepers)]
        one["leader"] = f"演示人员{number % NAMES_OF_NOBODY + 1:02}"
    return one | {"source": "proposed"}


def make_types(findings):
    held = {}
    for one in findings:
        if one.get("type"):
            held.setdefault(one["type"], Counter())[one.get("indicator")] += 1
    types = []
    for name, counts in held.items():
        standards = sorted(i for i, times in counts.items() if i and times >= OFTEN)
        one = {"name": name, "sample": SAMPLES.get(name, SAMPLE)}
        if standards:
            one["standards"] = standards
        types.append(one | {"source": "proposed"})
    return types
