"""``cz round new``: a mock assessment more."""

from __future__ import annotations

from cz.days import read_day
from cz.edit import Append
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Round
from cz.records.kinds import new_fields
from cz.verbs.kept import kept_line
from cz.verbs.round.finding import BESIDE, next_number
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

LARGEST = 999_999_999  # what a seed may be, so that it is written as any number is


def new(
    folder: str,
    clock: Clock,
    *,
    start: str,
    end: str,
    title: str | None = None,
    by: str | None = None,
    seed: int | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Without a seed it is the first day, 20260706, so that nobody chose it. Raises Refusal."""
    if seed is not None and not 1 <= seed <= LARGEST:
        raise Refusal(f"--seed 应当是 1 到 {LARGEST} 的整数，写的是 {seed}。")
    kept_title = kept_line(title) if title else ""
    kept_by = kept_line(by) if by else ""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "assessments", "rounds")
        campaign = loaded.campaign
        today = clock(campaign)
        first, last = read_day(start, today), read_day(end, today)
        if last < first:
            raise Refusal(f"结束日期 {last} 早于开始日期 {first}。请核对 --start 和 --end。")
        number = next_number(campaign, first)
        one = Round(
            id=f"m{first.year}-{number}",
            title=kept_title or f"{first.year}年第{number}次模拟测评",
            start=first,
            end=last,
            by=kept_by,
            seed=seed or int(f"{first:%Y%m%d}"),
        )
        root = loaded.trees["assessments"].root
        words = f"登记，{first}～{last}，抽样种子 {one.seed}"
        changes = [Append(root, "rounds", (new_fields(one),))]
        return Planned(changes, [one.id], [Said(f"{one.id} {one.title}", words)])

    return write(folder, "assessments", plan, how, beside=BESIDE)
