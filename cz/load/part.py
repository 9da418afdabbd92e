"""The records of a plan that can concern a question, out of files that are known to be sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from cz.load import Loaded, load_sources
from cz.load.layout import NONE, Layout, Some, cut_out, list_of, runs
from cz.load.receipt import Held
from cz.load.sound import read_records
from cz.problem import Problem
from cz.records import Campaign
from cz.records.kinds import KINDS, STEMS
from cz.source import Source
from cz.whose import with_present_names

# Sections of which there may be very many records. Whatever else there is, is read whole.
MANY = ("tasks", "indicators", "findings", "visits", "evidence")
_NOTHING = dict.fromkeys(MANY, NONE)
_MOST_TURNS = 4


class Need(NamedTuple):
    """What a question needs to be answered as from the whole plan.

    ``records``: of some of these sections the records that can concern it; of one that it does not
    name, all; ``None``: the plan has to be read whole. It is asked first of a plan that has none of
    their records, then of one that has those it asked for, until it asks for no other.
    ``suffice``: whether those are enough after all. ``fields``: of which sections only these fields
    are looked at, the others of their records may be blank.
    """

    records: Callable[[Campaign], Mapping[str, Some] | None]
    suffice: Callable[[Campaign], bool] = lambda campaign: True
    fields: Mapping[str, Collection[str]] = {}


EVERYTHING = Need(lambda campaign: {})


class Part(NamedTuple):
    """``wanted``: which records of each section were asked for in the end, ``None`` for all."""

    campaign: Campaign
    wanted: Mapping[str, Some | None]


def load_part(held: Held, layouts: Mapping[str, Layout], need: Need) -> Part | None:
    """The plan with the records that the question needs, ``None`` where it must be read whole.

    Of other records some may be there as well. All stand in the order of their file; where they
    stand in it, they do not say.
    """
    bare = {}
    for stem, raw in held.raw.items():
        bare[stem] = b"".join(raw[begin:end] for begin, end in runs(raw, layouts[stem], _NOTHING))
    outline = _read(held, bare)
    if outline is None:
        return None
    campaign = outline.campaign
    read: dict[str, Some | None] = dict.fromkeys(MANY, NONE)
    for _ in range(_MOST_TURNS):
        now = with_present_names(campaign, once=True)
        answer = need.records(now)
        if answer is None:
            return None
        wanted = _wanted(answer)
        fresh = {section: some for section, some in wanted.items() if read[section] != some}
        if not fresh:
            return Part(now, wanted) if need.suffice(now) else None
        records = _records(held, layouts, fresh, need.fields)
        if records is None:
            return None
        campaign = campaign._replace(**records)
        read |= fresh
    return None


def _wanted(answer: Mapping[str, Some]) -> dict[str, Some | None]:
    """With every task that bore another id, by which records may name it."""
    wanted: dict[str, Some | None] = {section: answer.get(section) for section in MANY}
    tasks = wanted["tasks"]
    if tasks is not None:
        wanted["tasks"] = tasks._replace(naming=tasks.naming | {"former:"})
    return wanted


def _records(
    held: Held,
    layouts: Mapping[str, Layout],
    wanted: Mapping[str, Some | None],
    fields: Mapping[str, Collection[str]],
) -> dict[str, Any] | None:
    """The records meant by section; ``None`` where they are not as sound as they ought to be."""
    records: dict[str, Any] = {}
    for name, some in wanted.items():
        layout = layouts.get(STEMS[name], ())
        section = list_of(layout, name)
        if section is None:  # it was not cut, and is there already
            continue
        text = cut_out(held.raw[STEMS[name]], layout, section, some).decode()
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        read = read_records(KINDS[name], text, section.indent, fields.get(name, ()))
        if read is None or (some is None and len(read) != section.size):
            return None
        records[name] = tuple(read)
    return records


def _read(held: Held, texts: Mapping[str, bytes]) -> Loaded | None:
    """``None`` where there is anything to complain of."""
    sources: dict[str, Source | Problem] = {}
    for stem, text in texts.items():
        sources[stem] = held.source(stem, text)
    loaded = load_sources(held.folder, sources)
    has_errors = any(problem.level == "error" for problem in loaded.problems)
    return None if has_errors or loaded.left_out else loaded
