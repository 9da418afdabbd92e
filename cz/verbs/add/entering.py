"""What every ``cz add`` does: a record that is not there yet goes below its like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from cz.edit import Append
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_unit
from cz.problem import Refusal
from cz.records import Campaign
from cz.records.kinds import FILES, KINDS, STEMS, new_fields
from cz.tree import Map
from cz.verbs.kept import kept_line
from cz.verbs.work import unique
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import How, require, write


class Entry(NamedTuple):
    """``record``: to be entered below the record ``behind``; ``next_step``: what follows."""

    record: Any
    behind: Map | None = None
    next_step: str = ""


def enter(folder: str, section: str, make: Callable[[Campaign], Entry], how: How) -> Outcome:
    """Add the record that ``make`` makes of what is there. Raises Refusal."""
    stem, kind = STEMS[section], KINDS[section]

    def plan(loaded: Loaded) -> Planned:
        require(loaded, stem, *(each.section for each in FILES[stem]))
        entry = make(loaded.campaign)
        record = entry.record
        key = str(getattr(record, kind.key))
        change = Append(loaded.trees[stem].root, section, (new_fields(record),), entry.behind)
        title = record.name if "name" in record._fields else record.title
        words = f"新增{kind.word}" + ("（拟）" if record.source == "proposed" else "")
        return Planned(
            changes=[change],
            records=[key],
            said=[Said(f"{key} {title}", words)],
            next_step=entry.next_step,
        )

    others = [each for each in FILES if each != stem and each in ("tasks", "units", "indicators")]
    return write(folder, stem, plan, how, beside=others)


def source_of(confirm: bool) -> str:
    """``confirm``: the plan itself says so; else it is what the office proposes."""
    return "plan" if confirm else "proposed"


def titled(text: str, there: Iterable[Any], word: str) -> str:
    """A title as it is kept. Raises Refusal where one of those there has it."""
    title = kept_line(text)
    for record in there:
        if folded(record.title) == folded(title):
            key = getattr(record, "id", None) or record.number
            raise Refusal(f"{key} 已经是叫“{record.title}”的{word}，没有再加。")
    return title


def next_number(ids: Iterable[str]) -> int:
    """One more than the highest number that ids end with."""
    return max((int(id_.rpartition("-")[2]) for id_ in ids), default=0) + 1


def names_of(campaign: Campaign, texts: Sequence[str]) -> list[str]:
    """The names of those meant, each once. ``A、B`` is two. Raises Refusal."""
    parts: list[str] = []
    for text in texts:
        parts += [part for part in text.replace("，", "、").split("、") if part.strip()]
    return unique([name_of(campaign, part) for part in parts])


def name_of(campaign: Campaign, text: str) -> str:
    """Raises Refusal for who is not in the plan, with what would bring it in."""
    try:
        return find_unit(campaign, text.strip()).name
    except Refusal as refusal:
        if refusal.missing or not campaign.owners:
            raise Refusal(
                f"{refusal.message if campaign.owners else f'方案里还没有“{text}”。'}"
                f"新的单位先用 cz add unit {text} 加上。",
                missing=refusal.missing,
            ) from None
        raise


def free_id(id_: str, campaign: Campaign) -> str:
    """The id, with a number behind where a record has it already."""
    taken = {
        record.id
        for kind in KINDS.values()
        if kind.key == "id"
        for record in getattr(campaign, kind.section)
    }
    chosen, number = id_, 1
    while chosen in taken:
        number += 1
        chosen = f"{id_}{number}"
    return chosen


def last_of(records: Iterable[Any]) -> Map | None:
    """Where the last of these stands."""
    nodes = [record.node for record in records]
    return nodes[-1] if nodes else None
