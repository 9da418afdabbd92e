"""The plan as another commit, or the index, holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.days import read_day
from cz.git import Commit, Repository, file_at, repository, resolve
from cz.load import Loaded, load_sources
from cz.opening import Opened, opened
from cz.problem import Problem, in_file
from cz.records.kinds import FILES, OPTIONAL
from cz.source import Source
from cz.typography import visible


class Then(NamedTuple):
    """The plan of another time, and the commit that holds it."""

    plan: Opened
    commit: Commit


def open_at(folder: str, text: str) -> Then:
    """The plan at a revision or day. Raises Refusal."""
    repo = repository(folder)
    commit = resolve(repo, revision(text))
    plan = opened(load_at(repo, folder, commit.sha, commit.short))
    return Then(plan._replace(commit=commit.short), commit)


def day_of(text: str, commit: Commit) -> date:
    """The day that counts as today: the one asked for, else the commit's."""
    return date.fromisoformat(revision(text)) if _is_day(text) else commit.day


def that_day(text: str, then: Then) -> date:
    """The day that counts as today in the plan of ``then``, which ``text`` asked for.

    The day asked for, else the one that the plan of then fixes, else the commit's.
    """
    fixed = then.plan.campaign.plan.today
    return fixed if fixed and not _is_day(text) else day_of(text, then.commit)


def _is_day(text: str) -> bool:
    plain = revision(text)
    return plain != text or (len(text) == 10 and text[4] == "-")


def describe(commit: Commit) -> str:
    """A commit in words: its short id, day, author and subject."""
    return visible(f"{commit.short}（{commit.day}，{commit.author}：{commit.subject}）")


def revision(text: str) -> str:
    """What git is asked for: a revision as it is, a day as people type it as a plain one.

    Raises Refusal.
    """
    looks_like_a_day = text[:4].isdigit() and any(sign in text for sign in ("-", ".", "/", "年"))
    return read_day(text).isoformat() if looks_like_a_day else text


def load_at(
    repo: Repository, folder: str, revision: str, label: str, stems: Iterable[str] = FILES
) -> Loaded:
    """The records of a revision; ``revision`` "" is the index.

    Places are shown as data/tasks.yaml@label.
    """
    sources: dict[str, Source | Problem] = {}
    for stem in stems:
        shown = f"data/{stem}.yaml@{label}"
        raw = file_at(repo, revision, f"data/{stem}.yaml")
        if raw is None:
            if stem not in OPTIONAL:
                sources[stem] = in_file(shown, "E001", "error", "那时还没有这个文件。")
        else:
            sources[stem] = disk.decode(raw, shown, blank=stem in OPTIONAL)
    return load_sources(folder, sources)
