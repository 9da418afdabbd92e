"""The plan as another commit, or the index, holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.days import is_day, read_asked
from cz.git import Commit, Repository, files_at, last_on, names_something, repository, resolve
from cz.letters import narrow
from cz.load import Loaded, load_sources
from cz.opening import Opened, opened
from cz.problem import Problem, in_file
from cz.records.kinds import FILES, OPTIONAL
from cz.source import Source
from cz.typography import visible


class Asked(NamedTuple):
    """The commit that a revision names, or the last one of a day; ``day``: the day asked for."""

    commit: Commit
    day: date | None = None


class Then(NamedTuple):
    """The plan of another time, and the commit that holds it.

    ``asked``: the day asked for, where it was one.
    """

    plan: Opened
    commit: Commit
    asked: date | None = None


def open_at(folder: str, text: str, today: date | None = None) -> Then:
    """The plan at a revision or day. ``today`` tells the year of a day that has none.

    Raises Refusal.
    """
    repo = repository(folder)
    commit, day = find(repo, text, today)
    plan = opened(load_at(repo, folder, commit.sha, commit.short))
    return Then(plan._replace(commit=commit.short), commit, day)


def that_day(then: Then) -> date:
    """The day that counts as today in the plan of ``then``.

    The day asked for, else the one that the plan of then fixes, else the commit's.
    """
    return then.asked or then.plan.campaign.plan.today or then.commit.day


def find(repo: Repository, text: str, today: date | None = None) -> Asked:
    """The commit that people mean: a revision, or a day as they write it.

    Raises Refusal.
    """
    day = day_meant(repo, text, today)
    if day is None:
        return Asked(resolve(repo, text))
    return Asked(last_on(repo, day), day)


_LIKE_A_DAY = re.compile(r"[0-9]{4}[-./年].*|[0-9]{8}|[0-9]{1,2}[./][0-9]{1,2}", re.S)


def day_meant(repo: Repository, text: str, today: date | None = None) -> date | None:
    """The day that the text is, ``None`` where it is a revision.

    What might be either is what git knows by this name. Raises Refusal.
    """
    like_a_day = _LIKE_A_DAY.fullmatch(narrow(text).strip())
    if not is_day(text) and (not like_a_day or names_something(repo, text)):
        return None
    return read_asked(text, today or date.today())


def describe(commit: Commit) -> str:
    """A commit in words: its short id, day, author and subject."""
    return visible(f"{commit.short}（{commit.day}，{commit.author}：{commit.subject}）")


def load_at(
    repo: Repository, folder: str, revision: str, label: str, stems: Iterable[str] = FILES
) -> Loaded:
    """The records of a revision; ``revision`` "" is the index.

    Places are shown as data/tasks.yaml@label.
    """
    stems = tuple(stems)
    held = files_at(repo, revision, [f"data/{stem}.yaml" for stem in stems])
    sources: dict[str, Source | Problem] = {}
    for stem in stems:
        shown = f"data/{stem}.yaml@{label}"
        raw = held.pop(f"data/{stem}.yaml", None)
        if raw is not None:
            sources[stem] = disk.decode(raw, shown, blank=stem in OPTIONAL)
        elif stem not in OPTIONAL:
            sources[stem] = in_file(shown, "E001", "error", "那时还没有这个文件。")
    return load_sources(folder, sources)
