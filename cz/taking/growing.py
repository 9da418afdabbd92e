"""The plan as it becomes, row by row: what is in it, what is new, what is another than it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from cz.intake.unit_names import is_plural
from cz.intake.units import kind_of, new_id
from cz.letters import folded, without_odd
from cz.names import find_unit
from cz.problem import Refusal
from cz.progress import pick_phase
from cz.records import Campaign, Collective, Unit
from cz.records.kinds import KINDS
from cz.review.fields import changes_of
from cz.taking.near import nearest_name
from cz.typed.titles import bare_title, plain_title
from cz.whose import Owner, former_of, present_ids

AnyRecord = TypeVar("AnyRecord")
SECTIONS = (
    *("groups", "units", "collectives"),
    *("chapters", "tasks"),
    *("blocks", "projects", "indicators"),
    "people",
)


class Unusable(Exception):
    """Why a row cannot be taken; ``words`` end without a full stop."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Changed(NamedTuple):
    """A record as the plan has it, None of a new one, and as it is to be."""

    old: Any
    new: Any

    def changes(self) -> list[str]:
        """What changes, as ``cz diff`` says it."""
        return [change.words for change in changes_of(self.old, self.new)]


class Growing:
    """The plan's records by section and id, and those that tables add and change.

    ``phase``: the one whose deadlines are meant where nothing else tells. ``made``: the units that
    some row names and that the plan did not have; ``meant``: by short forms that stand in tables
    the names of the units. ``places``: the rows, in words, that brought the records that are new.
    ``anew``: a name one character off another's is somebody new; ``listed``: the names that lists
    of units have, which are no slips of each other.
    """

    def __init__(
        self,
        campaign: Campaign,
        today: date,
        *,
        anew: bool = False,
        listed: Iterable[str] = (),
    ) -> None:
        self.campaign, self.today, self.anew = campaign, today, anew
        self.phase = pick_phase(campaign, None, today)
        self._listed = {folded(name) for name in listed}
        self.made: list[Owner] = []
        self._pending: list[Owner] = []
        self.known = frozenset(owner.name for owner in campaign.owners)
        self.records: dict[str, dict[Any, Any]] = {}
        self._before: dict[str, dict[Any, Any]] = {}
        for section in SECTIONS:
            key = KINDS[section].key
            by_key = {getattr(record, key): record for record in getattr(campaign, section)}
            self.records[section] = by_key
            self._before[section] = dict(by_key)
        self._borne = present_ids(campaign)
        self._ids = _every_id(campaign) | set(self._borne)
        self._owners = _owners_by_form(campaign)
        self.places: dict[tuple[str, Any], str] = {}
        self.meant: dict[str, str] = {}
        self._titles: dict[str, dict[str, list[Any]]] = {}
        self._highest: dict[str, int] = {}

    def owner(self, text: str) -> Owner | None:
        """The unit or collective called so: name, id, former or blacked-out form."""
        return self._owners.get(folded(text))

    def named(self, text: str) -> str:
        """The present name of whoever is meant; a unit that the plan does not have is made.

        Raises Unusable where it may be one of several.
        """
        owner = self.owner(text)
        if owner is not None:
            return owner.name
        if text not in self.meant:
            meant = self._alike(text)
            if not meant:
                return self.make_owner(text).name
            self.meant[text] = meant
        return self.meant[text]

    def refuse_slip(self, section: str, name: str) -> None:
        """Raises Unusable for what is one character off a name that the plan had, or a list of
        units brought; what rows only name is no measure.
        """
        if self.anew:
            return
        of_units = section in ("units", "collectives")
        known = self._called(("units", "collectives") if of_units else (section,))
        near = nearest_name(name, known)
        if near and not (of_units and {folded(name), folded(near)} <= self._listed):
            word = KINDS[section].word
            raise Unusable(
                f"方案里没有{word}“{name}”，有只差一个字的“{near}”；"
                "写错了的请改，确实是另一个的，改好别的再加 --new 取"
            )

    def _called(self, sections: Sequence[str]) -> Iterator[str]:
        made = {id(owner) for owner in self.made}
        for section in sections:
            for record in self.records[section].values():
                if id(record) not in made and self._is_measure(section, record):
                    yield getattr(record, "title", "") or record.name

    def _is_measure(self, section: str, record: Any) -> bool:
        """Whether the plan had it, or a list of units has it."""
        key = getattr(record, KINDS[section].key)
        return key in self._before[section] or section in ("units", "collectives")

    def _alike(self, text: str) -> str:
        """The unit of which this is a short form: it ends as the name does, or begins a
        collective's (各街道). Raises Unusable.
        """
        if not self.campaign.owners:
            return ""
        try:
            owner = find_unit(self.campaign, text)
        except Refusal as refusal:
            if refusal.missing:
                return ""
            raise Unusable(refusal.message.rstrip("。")) from None
        forms = [folded(form) for form in (owner.name, *former_of(owner))]
        wanted = folded(text)
        is_short = any(form[-1:] == wanted[-1:] for form in forms) and len(wanted) > 1
        is_head = is_plural(text) and any(form.startswith(wanted) for form in forms)
        return owner.name if is_short or is_head else ""

    def make_owner(self, name: str) -> Owner:
        """A unit that some row names; its kind and id are inferred, so it is ours.

        Raises Unusable for what is more likely a slip.
        """
        name = without_odd(name)
        self.refuse_slip("units", name)
        id_ = self.new_unit_id(name)
        owner: Owner
        if is_plural(name):
            owner = Collective(id=id_, name=name, source="proposed")
        else:
            owner = Unit(id=id_, name=name, kind=kind_of(name), source="proposed")
        self.made.append(owner)
        self._pending.append(owner)
        self.put(owner)
        return owner

    def new_unit_id(self, name: str, wanted: str = "") -> str:
        """``wanted``, where that is free and an id, else the first letters of its pinyin."""
        identifier = KINDS["units"].identifier
        if wanted and identifier and identifier.fits(wanted) and wanted not in self._ids:
            return wanted
        return new_id(name, self._ids)

    def keep(self) -> None:
        """The row is taken, and so are the units that it was the first to name."""
        self._pending = []

    def forget(self) -> None:
        """The row is returned: the units that only it names are not made."""
        for owner in self._pending:
            self.made.remove(owner)
            del self.records[section_of(owner)][owner.id]
            self._ids.discard(owner.id)
            for form in _forms(owner):
                self._owners.pop(folded(form), None)
        self._pending = []

    def put(self, record: Any) -> None:
        """A new record, or one in place of that of its id."""
        section = section_of(record)
        key = getattr(record, KINDS[section].key)
        self.records[section][key] = record
        self._ids.add(str(key))
        if section in ("units", "collectives"):
            for form in _forms(record):
                self._owners[folded(form)] = record
        elif section in self._titles:
            self._titles[section].setdefault(plain_title(record.title), []).append(record)

    def get(self, section: str, key: Any) -> Any:
        """The record of this id as it is by now, None where there is none."""
        return self.records[section].get(key)

    def where(self, section: str, key: Any) -> str:
        """``方案里``, or of a new record ``手册.xlsx第 6 行``."""
        return "方案里" if key in self._before[section] else self.places.get((section, key), "")

    def task(self, id_: str) -> Any:
        """The task of this id, also of one that it bore in another chapter; None where none is."""
        return self.get("tasks", self._borne.get(id_, id_))

    def titled(self, section: str, title: str) -> list[Any]:
        """The records of this title, however numbered, as they are by now."""
        if section not in self._titles:
            by_title: dict[str, list[Any]] = defaultdict(list)
            for record in self.records[section].values():
                by_title[plain_title(record.title)].append(record)
            self._titles[section] = by_title
        known = self._titles[section]
        there = known.get(plain_title(title)) or known.get(plain_title(bare_title(title))) or []
        key = KINDS[section].key
        ids = dict.fromkeys(getattr(record, key) for record in there)
        return [self.records[section][id_] for id_ in ids]

    def next_number(self, prefix: str, section: str) -> int:
        """One more than the highest number of the ids that begin so."""
        if prefix not in self._highest:
            highest = 0
            for id_ in [*self.records[section], *self._borne]:
                head, number = str(id_)[: len(prefix)], str(id_)[len(prefix) :]
                if head == prefix and number.isdigit():
                    highest = max(highest, int(number))
            self._highest[prefix] = highest
        self._highest[prefix] += 1
        return self._highest[prefix]

    def added(self, section: str) -> list[Any]:
        """New records, in the order of the tables; tasks and chapters in that of their numbers."""
        before = self._before[section]
        added = [record for key, record in self.records[section].items() if key not in before]
        if section == "tasks":
            added.sort(key=lambda task: tuple(map(int, task.id.split("-"))))
        elif section == "chapters":
            added.sort(key=lambda chapter: int(chapter.number))
        return added

    def changed(self, section: str) -> Iterator[Changed]:
        for key, old in self._before[section].items():
            new = self.records[section][key]
            if new[:-1] != old[:-1]:
                yield Changed(old, new)


def section_of(record: Any) -> str:
    return next(section for section in SECTIONS if KINDS[section].make is record.__class__)


def _forms(owner: Owner) -> tuple[str, ...]:
    return (owner.id, *former_of(owner), owner.name)


def _owners_by_form(campaign: Campaign) -> dict[str, Owner]:
    """A name that somebody bears now goes before one that another bore."""
    forms: tuple[Callable[[Owner], Iterable[str]], ...] = (
        lambda owner: (owner.id,),
        former_of,
        lambda owner: (owner.name,),
    )
    by_form: dict[str, Owner] = {}
    for names in forms:
        for owner in campaign.owners:
            by_form |= {folded(name): owner for name in names(owner)}
    return by_form


def _every_id(campaign: Campaign) -> set[str]:
    ids: set[str] = set()
    for section, kind in KINDS.items():
        if kind.key == "id" and not kind.single:
            ids.update(record.id for record in getattr(campaign, section))
    return ids


def set_fields(record: AnyRecord, fields: Mapping[str, Any]) -> AnyRecord:
    """The record with these fields, those that say nothing left as they are."""
    said = {name: value for name, value in fields.items() if value not in ("", (), None)}
    replaced: AnyRecord = record._replace(**said)  # type: ignore[attr-defined]
    return replaced
