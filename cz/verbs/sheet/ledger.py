"""What the rows of sheets are held against: the records, and what was taken of them so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from functools import cached_property
from typing import NamedTuple

from cz.checks.references import references
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_unit
from cz.problem import Refusal
from cz.progress import current_phase
from cz.records import Agreed, Evidence, Finding, Indicator, Step, Task
from cz.sheets.form import mark_of_work
from cz.sheets.reported import (
    Reporter,
    Work,
    last_note,
    own_updates,
    part_in,
    reporter_of,
    sets_status,
)
from cz.supervise.reviews import units_of
from cz.typed.titles import plain_title
from cz.verbs.evidence.add import last_number
from cz.whose import Owner, present_ids, present_names

Record = Task | Step | Finding | Agreed | Indicator | Evidence


class Standing(NamedTuple):
    """A task or step as one unit may report on it in one phase.

    ``part``: "" where it may not; ``notes``: all that it has said, as they are compared;
    ``finished``: the days for which it was reported as done.
    """

    part: str
    sets_status: bool
    status: str
    notes: frozenset[str]
    last: str
    finished: frozenset[Day]
    mark: str


class Ledger:
    """The plan's records, by what rows know them by. ``today``: of the plan.

    ``last_evidence``: the number of the last record of evidence, counted on as rows are taken.
    """

    def __init__(self, loaded: Loaded, today: Day) -> None:
        self.loaded, self.campaign, self.today = loaded, loaded.campaign, today
        self.phase = current_phase(self.campaign, today)
        self.present = present_names(self.campaign)
        self.records: dict[str, Record] = {
            record.id: record
            for records in (
                self.campaign.evidence,
                self.campaign.indicators,
                self.campaign.findings,
                self.campaign.agreed,
                self.campaign.steps,
                self.campaign.tasks,
            )
            for record in records
        }
        for former, id_ in present_ids(self.campaign).items():
            self.records[former] = self.records[id_]
        self.owners: dict[str, Owner] = {owner.name: owner for owner in self.campaign.owners}
        self.last_evidence = last_number(loaded)
        self._reporters: dict[str, Reporter] = {}
        self._standings: dict[tuple[str, str, int], Standing] = {}

    @cached_property
    def by_title(self) -> Mapping[str, list[Work]]:
        """Tasks and steps by their title as it is compared."""
        titles: dict[str, list[Work]] = {}
        for item in self.campaign.work:
            titles.setdefault(plain_title(item.title), []).append(item)
        return titles

    @cached_property
    def faulty(self) -> Mapping[str, str]:
        """The ids of records that have an error, with what it is: nothing can be written there."""
        problems = [*self.loaded.problems, *references(self.campaign, self.loaded.lost)]
        return {
            problem.record: problem.message
            for problem in problems
            if problem.level == "error" and problem.record
        }

    @cached_property
    def _evidence(self) -> Mapping[str, set[str]]:
        names: dict[str, set[str]] = {}
        for record in self.campaign.evidence:
            name = record.file.rpartition("/")[2]
            known = names.setdefault(record.about, set())
            known |= {folded(name), folded(name.rpartition(".")[0])}
        return names

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Whose what evidence can be for is, by id."""
        return units_of(self.campaign)

    def evidence_of(self, id_: str) -> set[str]:
        """The names of the files recorded for a record, as they are compared, also without their
        ending.
        """
        return self._evidence.get(id_, set())

    def reporter(self, owner: Owner) -> Reporter:
        if owner.name not in self._reporters:
            self._reporters[owner.name] = reporter_of(self.campaign, owner)
        return self._reporters[owner.name]

    def owner_named(self, name: str) -> Owner | None:
        """A unit by its present name, or one that it bore."""
        return self.owners.get(self.present[name])

    def unit_printed(self, text: str) -> Owner | None:
        """Whom a table's own words name; ``None`` where that is nobody or not sure."""
        try:
            return find_unit(self.campaign, text)
        except Refusal:
            return None

    def standing(self, item: Work, phase: int, reporter: Reporter) -> Standing:
        key = (reporter.name, item.id, phase)
        if key not in self._standings:
            updates = own_updates(item, phase, reporter)
            progress = item.progress.get(phase)
            finished = [update.date for update in updates if update.status == "done"]
            self._standings[key] = Standing(
                part=part_in(item, reporter),
                sets_status=sets_status(item, reporter),
                status=progress.status if progress else "todo",
                notes=frozenset(folded(update.note) for update in updates if update.note),
                last=last_note(updates),
                finished=frozenset(finished),
                mark=mark_of_work(item, phase, reporter),
            )
        return self._standings[key]
