"""Which required items (材料要求) of the standards judged by their papers are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.records import PASSED, RETURNED, Campaign, Evidence, Honour, Indicator
from cz.supervise.covering import by_standard, covers, items_of, proposed
from cz.supervise.evidence import Span, span_of
from cz.supervise.honours import holds
from cz.supervise.reviews import WAITING, Reviewed, reviewed, units_of

METHOD = "材料"  # in the name of a method that judges by papers
HAD, MISSING = "had", "missing"
# What an item is, the best of its pieces first; 有, 待审, 退回, 缺.
STATES = {HAD: "有", WAITING: "待审", RETURNED: "退回", MISSING: "缺"}
_OF_PIECE = {PASSED: HAD, WAITING: WAITING, RETURNED: RETURNED}
_PICTURES = ("jpg", "jpeg", "png", "heic", "bmp", "tif", "tiff")


class Item(NamedTuple):
    """A required item. ``pieces``: those confirmed to answer it, inside the window.

    ``outside``: confirmed, and dated outside it; ``proposed``: may answer it, by their words.
    """

    name: str
    state: str
    pieces: tuple[Reviewed, ...] = ()
    outside: tuple[Reviewed, ...] = ()
    proposed: tuple[Reviewed, ...] = ()


class Holding(NamedTuple):
    """What one standard has. ``unit``: who answers for it; ``statement``: 结论性说明.

    ``pieces``: all inside the window that speak for it, whether they answer an item or not;
    ``honours``: those held that do.
    """

    indicator: Indicator
    unit: str
    statement: str
    items: tuple[Item, ...]
    pieces: tuple[Reviewed, ...]
    honours: tuple[Honour, ...]

    def count(self, state: str) -> int:
        return sum(item.state == state for item in self.items)

    @property
    def is_complete(self) -> bool:
        return all(item.state == HAD for item in self.items)


class Dossier(NamedTuple):
    """``span``: the dates that count, None where none is set."""

    campaign: Campaign
    phase: int
    day: date
    span: Span | None
    holdings: tuple[Holding, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items are in each state, all standards together."""
        return counted(self.holdings)

    @property
    def proposals(self) -> int:
        """How many items that are missing some piece may answer, by its words."""
        items = [item for holding in self.holdings for item in holding.items]
        return sum(item.state == MISSING and bool(item.proposed) for item in items)


def counted(holdings: Iterable[Holding]) -> Mapping[str, int]:
    counts = Counter(item.state for holding in holdings for item in holding.items)
    return {state: counts[state] for state in STATES}


def dossier(campaign: Campaign, phase: int, day: date, units: Sequence[str] = ()) -> Dossier:
    """Of all standards judged by their papers, or those of ``units`` (by their present names)."""
    span = span_of(campaign, phase)
    answering = units_of(campaign)
    statements = {each.indicator: each.texts.get(phase, "") for each in campaign.statements}
    there = [record for record in campaign.evidence if record.date <= day]
    pieces = by_standard(campaign, there)
    honours = _honours(campaign, day)
    holdings = []
    for indicator in campaign.indicators:
        unit = answering.get(indicator.id, "")
        if METHOD not in indicator.method or (units and unit not in units):
            continue
        known = [reviewed(piece, day) for piece in pieces.get(indicator.id, ())]
        known = [each for each in known if _speaks_for(each.record, indicator)]
        inside = [each for each in known if _counts(each.record, span)]
        outside = [each for each in known if not _counts(each.record, span)]
        own = [*honours.get(indicator.id, ()), *honours.get(indicator.task, ())]
        holdings.append(
            Holding(
                indicator=indicator,
                unit=unit,
                statement=statements.get(indicator.id, ""),
                items=_items(indicator, [*inside, *map(as_piece, own)], outside),
                pieces=tuple(inside),
                honours=tuple(own),
            )
        )
    return Dossier(campaign, phase, day, span, tuple(holdings))


def _speaks_for(piece: Evidence, indicator: Indicator) -> bool:
    """What is a task's speaks only for the standards whose items it answers, once confirmed."""
    if piece.about != indicator.task or not piece.covers:
        return True
    return any(covers(piece, item) for item in items_of(indicator.material))


def _counts(piece: Evidence, span: Span | None) -> bool:
    return span is None or span.window.start <= piece.date <= span.window.end


def _items(
    indicator: Indicator, inside: Sequence[Reviewed], outside: Sequence[Reviewed]
) -> tuple[Item, ...]:
    names = items_of(indicator.material)
    unconfirmed = [each for each in inside if not each.record.covers]
    meant = {id(each): proposed(each.record, names) for each in unconfirmed}
    items = []
    for name in names:
        own = tuple(each for each in inside if covers(each.record, name))
        items.append(
            Item(
                name=name,
                state=_best(own),
                pieces=own,
                outside=tuple(each for each in outside if covers(each.record, name)),
                proposed=tuple(each for each in unconfirmed if name in meant[id(each)]),
            )
        )
    return tuple(items)


def _best(pieces: Iterable[Reviewed]) -> str:
    states = {_OF_PIECE[each.state] for each in pieces}
    return next((state for state in STATES if state in states), MISSING)


# --- honours ----------------------------------------------------------------------------------


def _honours(campaign: Campaign, day: date) -> Mapping[str, list[Honour]]:
    """Those held that have a file, by what they prove."""
    by_about: dict[str, list[Honour]] = {}
    for honour in campaign.honours:
        if honour.about and honour.file and holds(honour, day):
            by_about.setdefault(honour.about, []).append(honour)
    return by_about


def as_piece(honour: Honour) -> Reviewed:
    """A title held as a piece that has passed: its paper, or a picture of its certificate.

    The register of honours is the office's own, so nobody reviews it again.
    """
    is_picture = honour.file.rpartition(".")[2].lower() in _PICTURES
    what = "证书图片" if is_picture else "批准文件"
    piece = Evidence(
        id=honour.id,
        about=honour.about,
        file=honour.file,
        kind="图片" if is_picture else "正式发文",
        date=honour.date or date.min,
        caption=f"{honour.title}{what}",
        sha256=honour.sha256,
        covers=(f"荣誉称号{what}", what),
    )
    return Reviewed(piece, PASSED)
