"""The mock assessments of the example: spots drawn by a seed, findings of those days put down to
them. Which spots are drawn is docs/rounds.md's rule, done here once more; nothing is random.
"""

from __future__ import annotations

from hashlib import sha256

ROUNDS = (
    ("m2026-1", "2026年第1次模拟测评", "2026-04-06", "2026-04-10", 20260406),
    ("m2026-2", "2026年第2次模拟测评", "2026-07-06", "2026-07-10", 20260706),
)
BY = "第三方测评组（演示）"


def make_rounds(findings, types, spots):
    """The rounds for data/assessments.yaml; ``findings`` of their days and spots name them."""
    rounds = []
    for id_, title, start, end, seed in ROUNDS:
        drawn = draw(types, spots, seed)
        one = {"id": id_, "title": title, "start": start, "end": end, "by": BY}
        one["seed"] = seed
        one["spots"] = [spot["id"] for spot in drawn]
        rounds.append(one)
        for finding in findings:
            if start <= finding["date"].isoformat() <= end and meant(finding, spots) in drawn:
                give(finding, id_)
    first, second = rounds[1]["spots"][20], rounds[1]["spots"][40]
    rounds[1]["skipped"] = [
        {"spot": first, "reason": "正在改造，没有开放"},
        {"spot": second, "standards": standards(types, spots, second)[:1], "reason": "没有这一项"},
    ]
    return rounds


def draw(types, spots, seed):
    """By type as many as it says. Here every standard is seen often enough by that."""
    chosen = []
    for type_ in types:
        own = [spot for spot in spots if spot["type"] == type_["name"] and "standards" in type_]
        own.sort(key=lambda spot: sha256(f"{seed}:{spot['id']}".encode()).hexdigest())
        chosen += own[: type_["sample"]]
    return [spot for spot in spots if spot in chosen]


def meant(finding, spots):
    named = [spot for spot in spots if spot["name"] == finding.get("spot")]
    if len(named) > 1:
        named = [spot for spot in named if spot["unit"] == finding["unit"]]
    return named[0] if len(named) == 1 else None


def standards(types, spots, id_):
    kind = next(spot["type"] for spot in spots if spot["id"] == id_)
    return next(type_["standards"] for type_ in types if type_["name"] == kind)


def give(finding, id_):
    """Before who found it, as cz writes a new one."""
    told = list(finding.items())
    place = next(n for n, (key, _) in enumerate(told) if key == "by")
    finding.clear()
    finding.update([*told[:place], ("round", id_), *told[place:]])
