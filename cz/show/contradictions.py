"""Standards whose ratings do not go with what a mock assessment observed, on screens."""

from __future__ import annotations

from typing import Any

from cz.rounds.story import Contradiction
from cz.show.rounds import rate_data
from cz.show.sheet import Block, Line, Title

_MOST = 12  # told one by one


def contradiction_blocks(listed: tuple[Contradiction, ...], phase: int) -> list[Block]:
    if not listed:
        return []
    rated_a = sum(each.rating == "A" for each in listed)
    rest = len(listed) - rated_a
    head = f"和第{phase}阶段评级不合：评A而没有全部达到 {rated_a} 条，评B、C而全部达到 {rest} 条"
    blocks: list[Block] = [Title(head)]
    for each in listed[:_MOST]:
        counted = f"{each.rate.seen} 次符合 {each.rate.met} 次"
        standard = each.standard
        blocks.append(Line(f"{standard.id}　评{each.rating}　{counted}　{standard.title}"))
    if len(listed) > _MOST:
        blocks.append(Line(f"……另有 {len(listed) - _MOST} 条，--json 里都有。"))
    return blocks


def contradiction_data(listed: tuple[Contradiction, ...]) -> list[dict[str, Any]]:
    return [
        {"indicator": each.standard.id, "rating": each.rating, **rate_data(each.rate)}
        for each in listed
    ]
