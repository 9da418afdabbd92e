"""What a unit may be called: no name that is another's, now or formerly."""

from __future__ import annotations

from cz.letters import folded, odd_characters
from cz.problem import Refusal
from cz.records import Campaign, Unit
from cz.typography import one_line
from cz.whose import Owner, former_of

LONGEST = 40  # characters of a name


def read_name(text: str) -> str:
    """A name as it was typed, without blanks round it. Raises Refusal for what is none."""
    name = one_line(text).strip()
    odd = next(odd_characters(name), None)
    if odd is not None:
        raise Refusal(f"“{name}”里{odd.words}。单位名称请用平常的字。")
    if not name or len(name) > LONGEST or any(char in name for char in "、，,；;"):
        raise Refusal(f"“{name}”不能作单位名称：写一个单位的全名，不超过 {LONGEST} 个字。")
    return name


def bearer(campaign: Campaign, name: str) -> Owner | None:
    """The unit or collective that is called so now, or was."""
    wanted = folded(name)
    for owner in campaign.owners:
        if wanted in map(folded, (owner.name, *former_of(owner))):
            return owner
    return None


def refuse_taken(campaign: Campaign, name: str, allowed: tuple[Unit, ...]) -> None:
    """Raises Refusal where another than these is called so, or was."""
    owner = bearer(campaign, name)
    if owner is None or owner in allowed:
        return
    whose = f"已经有叫“{owner.name}”的单位（{owner.id}）"
    if folded(owner.name) != folded(name):
        whose = f"“{name}”是{owner.name}（{owner.id}）的曾用名"
    raise Refusal(f"{whose}，没有改动。两个单位并成一个的，请用 cz unit merge。")
