"""Ids as people type them, alone, in a list, or as a run: i6-10~13, 7-1至7-3, 7-1、7-3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cz.letters import narrow
from cz.problem import Refusal
from cz.typed.lists import parts

LONGEST_RUN = 500  # ids
# Compiled when first used: most commands import this.
_LIKE_ID = r"(?:[a-z]{1,2})?[0-9]+-[0-9]+"
_RUN = (
    r"([a-z]?(?:[0-9]+-)+)([0-9]{1,6})(?:~+|\.{2,}|…+|至|到)(?:([a-z]?(?:[0-9]+-)+))?([0-9]{1,6})"
)
_RUN_BY_DASH = r"([a-z]?[0-9]+-)([0-9]{1,6})-+([a-z]?[0-9]+-)([0-9]{1,6})"  # 7-1—7-3


class Run(NamedTuple):
    """``prefix``: what stands before the number in every one of them."""

    text: str
    prefix: str
    first: int
    last: int


def normal_id(text: str) -> str:
    """An id as it is compared."""
    return narrow(text).strip().lower().rstrip(",、;。")


def is_like_id(text: str) -> bool:
    """Whether it is written as an id, and not as a title."""
    return re.fullmatch(_LIKE_ID, normal_id(text)) is not None


def split_ids(texts: Sequence[str]) -> list[str]:
    """Ids however people part them: by 、, commas, semicolons, or blanks between two of them."""
    ids: list[str] = []
    for text in texts:
        for part in parts(text):
            words = part.split()
            are_ids = len(words) > 1 and all(is_like_id(word) or run_meant(word) for word in words)
            ids += words if are_ids else [part]
    return ids


def run_meant(text: str) -> Run | None:
    """The run of ids that it is, ``None`` where it is none.

    Raises Refusal for one that runs backwards, is too long, or goes from one chapter to another.
    """
    plain = re.sub(r"\s", "", normal_id(text))
    run = re.fullmatch(_RUN, plain) or re.fullmatch(_RUN_BY_DASH, plain)
    if run is None:
        return None
    prefix, first, last = run[1], int(run[2]), int(run[4])
    if run[3] and run[3] != prefix:
        raise Refusal(
            f"“{text}”不是一段编号：两头要在同一板块里，例如 {prefix}1~3。跨板块的请分开写。"
        )
    if last < first or last - first >= LONGEST_RUN:
        raise Refusal(
            f"“{text}”不是一段编号：应当从小到大，最多 {LONGEST_RUN} 个，例如 {prefix}3~7。"
        )
    return Run(text, prefix, first, last)


def ids_of_run(run: Run, known: Iterable[str], word: str) -> list[str]:
    """The ids of these records that it runs over, i1-01 as well as i1-1.

    Raises Refusal where one of them is not there; all those are named.
    """
    by_number = {}
    for id_ in known:
        if id_.startswith(run.prefix) and (number := id_[len(run.prefix) :]).isdecimal():
            by_number[int(number)] = id_
    numbers = range(run.first, run.last + 1)
    lacking = [f"{run.prefix}{number}" for number in numbers if number not in by_number]
    if lacking:
        some = "、".join(lacking[:8]) + (f"等 {len(lacking)} 个" if len(lacking) > 8 else "")
        raise Refusal(f"“{run.text}”里没有这些{word}：{some}。", missing=lacking[0])
    return [by_number[number] for number in numbers]
