"""``cz round skip``: what was not looked at in a mock assessment, noted or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cz.edit import Relist
from cz.load import Loaded
from cz.names import find_indicators
from cz.problem import Refusal
from cz.records import Campaign, Round, Skipped, Spot
from cz.records.kinds import new_fields
from cz.rounds.held import held, skip_words
from cz.rounds.papers import standards_by_type
from cz.verbs.kept import kept_line
from cz.verbs.round.finding import BESIDE, find_round
from cz.verbs.round.sheet import drawn_spot
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write


class _Meant(NamedTuple):
    """``shown``: the standards that are looked at there; ``asked`` of them, none for all."""

    campaign: Campaign
    round: Round
    spot: Spot
    shown: tuple[str, ...]
    asked: tuple[str, ...]


def skip(
    folder: str,
    clock: Clock,
    text: str,
    spot: str,
    standards: Sequence[str] = (),
    *,
    reason: str = "",
    undo: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Note it of these standards at a spot, of all where none is named; ``undo`` takes it back.

    Raises Refusal, also where a problem was found there.
    """
    kept_reason = kept_line(reason) if reason.strip() else ""
    if not undo and not kept_reason:
        raise Refusal("请用 --reason 写明为什么没有看，例如 --reason 没有开门。")

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "assessments", "rounds")
        campaign = loaded.campaign
        one = find_round(campaign, text)
        meant = _meant(campaign, one, spot, standards)
        if undo:
            return _taken_back(meant)
        known = held(campaign, one, clock(campaign))
        wanted = meant.asked or meant.shown
        for id_ in wanted:
            for finding in known.findings.get((meant.spot.id, id_), ()):
                raise Refusal(
                    f"{finding.id} 是 {one.id} 在 {meant.spot.id} 查出的 {id_} 的问题，"
                    "没有看就查不出来，没有改动。登记错的，请先用 cz finding withdraw 撤回。"
                )
        new = tuple(id_ for id_ in wanted if not known.is_skipped(meant.spot.id, id_))
        entry = Skipped(meant.spot.id, () if new == meant.shown else new, kept_reason)
        name = meant.spot.name
        if not new:
            words = f"{meant.spot.id} {name}已经记着没有看"
            return Planned([], [one.id], [Said(f"{one.id} {one.title}", words)])
        return _changed(meant, [entry], [f"没有看的：{skip_words(entry, name)}"])

    return write(folder, "assessments", plan, how, beside=BESIDE)


def _meant(campaign: Campaign, one: Round, text: str, standards: Sequence[str]) -> _Meant:
    """Raises Refusal for a spot that was not drawn, a standard that is not looked at there."""
    id_ = drawn_spot(campaign, one, text)
    spot = next(each for each in campaign.spots if each.id == id_)
    shown = tuple(each.id for each in standards_by_type(campaign).get(spot.type, ()))
    asked = tuple(each.id for each in find_indicators(campaign, standards)) if standards else ()
    for standard in asked:
        if standard not in shown:
            raise Refusal(
                f"{spot.id} {spot.name}（{spot.type}）不看 {standard}。"
                f"要看的是：{'、'.join(shown)}。"
            )
    return _Meant(campaign, one, spot, shown, asked)


def _taken_back(meant: _Meant) -> Planned:
    """What stays of the entries of the spot is written anew, with its reason."""
    places = []
    entries = []
    again: list[str] = []
    for place, entry in enumerate(meant.round.skipped):
        noted = entry.standards or meant.shown
        gone = tuple(id_ for id_ in noted if not meant.asked or id_ in meant.asked)
        if entry.spot != meant.spot.id or not gone:
            continue
        places.append(place)
        again += gone
        left = tuple(id_ for id_ in noted if id_ not in gone)
        if left:
            entries.append(entry._replace(standards=left))
    if not places:
        named = "、".join(meant.asked)
        raise Refusal(
            f"{meant.round.id} 没有记着 {meant.spot.id} {meant.spot.name}{named}没有看，没有改动。"
        )
    words = [f"又算看过：{meant.spot.id} {meant.spot.name} {'、'.join(again)}"]
    return _changed(meant, entries, words, tuple(places))


def _changed(
    meant: _Meant, entries: Sequence[Skipped], words: Sequence[str], gone: tuple[int, ...] = ()
) -> Planned:
    one = meant.round
    change = Relist(one.node, ("skipped",), tuple(map(new_fields, entries)), gone)
    said = [Said(f"{one.id} {one.title}", text) for text in words]
    return Planned([change], [one.id], said)
