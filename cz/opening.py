"""Opening a plan: find it, load it, check what its records name."""

import os
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.checks.references import references
from cz.load import FILES, Loaded, is_plan, load
from cz.names import narrow
from cz.problem import Problem, Refusal
from cz.progress import current_phase
from cz.records import Campaign
from cz.records.fields import Bad, day


class Opened(NamedTuple):
    """``problems``: everything loading and the references say, in file order; ``unread``: what could not be read.

    ``commit``: the short id of the commit it was read from, "" for the files as they are.
    """

    campaign: Campaign
    problems: tuple[Problem, ...]
    left_out: int
    unread: tuple[Problem, ...] = ()
    commit: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level == "error")


def find_plan(given: str | None) -> str:
    """The plan folder: ``given``, or the nearest at or above where the user stands. Raises Refusal."""
    if given:
        above = os.path.dirname(os.path.abspath(given))
        if (
            not is_plan(given)
            and os.path.basename(os.path.abspath(given)) == "data"
            and is_plan(above)
        ):
            raise Refusal(
                f"--plan 要写方案文件夹，不是它里面的 data：请写 {os.path.relpath(above)}。"
            )
        if not is_plan(given):
            raise Refusal(
                f"{given} 里没有方案：应当有 data/tasks.yaml。请核对 --plan（或环境变量 CZ_PLAN）指的文件夹，新方案请用 cz init 建立。"
            )
        return given
    found = disk.find_up(os.getcwd(), is_plan)
    if found is None:
        raise Refusal(
            "这里和上级各文件夹里都没有方案（data/tasks.yaml）。请到方案文件夹里执行，或用 --plan 指明；新方案请用 cz init 建立。"
        )
    return os.path.relpath(found) if found != os.getcwd() else "."


def open_plan(folder: str, stems: Iterable[str] = FILES) -> Opened:
    loaded = load(folder, stems)
    return opened(loaded)


def opened(loaded: Loaded) -> Opened:
    found = references(loaded.campaign, loaded.lost)
    order = {stem: index for index, stem in enumerate(FILES)}
    names = {source.path: order[stem] for stem, source in loaded.campaign.sources.items()}
    problems = (*loaded.problems, *found)
    if found:
        problems = tuple(sorted(problems, key=lambda p: (names.get(p.path, -1), p.line, p.column)))
    unread = tuple(problem for problem in loaded.problems if problem.level == "error")
    return Opened(loaded.campaign, problems, loaded.left_out, unread)


def pick_phase(campaign: Campaign, asked: int | None, today: date) -> int:
    """The phase asked for, or the current one. Raises Refusal for a phase the plan does not have."""
    if asked is None:
        return current_phase(campaign, today)
    if campaign.phases and campaign.phase(asked) is None:
        known = "、".join(str(phase.number) for phase in campaign.phases)
        raise Refusal(f"没有第 {asked} 阶段。方案里的阶段有：{known}。")
    return asked


_LOOSE = r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?"
_SHORT = r"([0-9]{1,2})[./月]([0-9]{1,2})日?"


def read_day(text: str, today: date | None = None) -> date:
    """A date as people type it: 2026-06-30, 2026.6.30, 20260630, 2026年6月30日; 6月30日, 6.30 or 6/30 of this year. Raises Refusal."""
    plain = narrow(text).strip()
    if today and (short := re.fullmatch(_SHORT, plain)):
        plain = f"{today.year}-{short[1]}-{short[2]}"
    loose = re.fullmatch(_LOOSE, plain) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain)
    if loose is None:
        this_year = "；今年的也可以写 6月30日、6.30、6/30" if today else ""
        raise Refusal(
            f"“{text}”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、20260630、2026年6月30日{this_year}。"
        )
    try:
        return day("-".join(part.zfill(2) for part in loose.groups()))
    except Bad as bad:
        raise Refusal(f"{bad.message}{bad.advice}") from None


def is_day(text: str) -> bool:
    """Whether this is a date as people type it, and not a revision."""
    plain = narrow(text).strip()
    return bool(re.fullmatch(_LOOSE, plain) or re.fullmatch(r"[0-9]{1,2}月[0-9]{1,2}日?", plain))


def refuse_own_folders(plan: str, path: str, instead: str, what: str = "") -> None:
    """Raises Refusal where something to be written would lie among the plan's own files."""
    target = os.path.join(os.path.realpath(path), "")
    for name in ("data", "templates"):
        if target.startswith(os.path.join(os.path.realpath(os.path.join(plan, name)), "")):
            raise Refusal(
                f"{what}不能写到方案自己的 {name} 文件夹里。请换一个地方，例如 {instead}。"
            )
