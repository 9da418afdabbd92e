"""What a row of a filled checklist says of each standard."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from cz.rounds.checklist import Checklist
from cz.rounds.headings import Reader
from cz.rounds.verdicts import MET, MISSED, verdict_of, with_words
from cz.sheets.dates import Unusable, flat
from cz.supervise.table import Row
from cz.verbs.finding.cells import said_in

_LISTED = re.compile(r"[┋|\n,，;；、]")


class Answer(NamedTuple):
    """Of one standard. ``verdict``: "" where the cell says nothing; ``problem``: what is told."""

    standard: str
    verdict: str
    problem: str


class _Cells(NamedTuple):
    """The text of the cells that are about one standard."""

    standard: str
    verdict: str
    problem: str


class Answers:
    """What the rows of a checklist say. What cannot be used is added to the row's ``faults``."""

    def __init__(self, checklist: Checklist, reader: Reader) -> None:
        self._checklist, self._reader = checklist, reader

    def of(
        self, row: Row, text: Mapping[str, str], shown: Collection[str], faults: list[str]
    ) -> list[Answer]:
        """Of each standard that the row speaks of. ``shown``: those to be looked at there; of
        others nothing may be said but that they do not apply.
        """
        answers = []
        for cells in self._cells(row, text, faults):
            try:
                verdict, words = with_words(cells.verdict)
            except Unusable as fault:
                faults.append(f"{cells.standard} {fault}")
                continue
            answer = Answer(cells.standard, verdict, said_in(cells.problem) or said_in(words))
            fault_of_it = _fault(answer, shown)
            if fault_of_it:
                faults.append(f"{answer.standard} {fault_of_it}")
            if answer.standard in shown:
                answers.append(answer)
        return list(dict.fromkeys(answers))  # once, where a box says it and a list as well

    def _cells(self, row: Row, text: Mapping[str, str], faults: list[str]) -> Iterator[_Cells]:
        if self._checklist.is_long:
            named = text["indicator"]
            standard = self._reader.standard(named)
            if standard:
                yield _Cells(standard, text["verdict"], text.get("problem", ""))
            else:
                faults.append(f"没有叫“{flat(named)}”的测评标准" if named else "测评标准没有填")
        for standard, place in self._checklist.verdicts.items():
            at = self._checklist.problems.get(standard)
            yield _Cells(standard, row.cells[place], "" if at is None else row.cells[at])
        for standard in self._listed(text.get("missed", ""), faults):
            yield _Cells(standard, MISSED, "")
        for standard, place in self._checklist.missed.items():
            if _is_ticked(row.cells[place]):
                yield _Cells(standard, MISSED, "")

    def _listed(self, text: str, faults: list[str]) -> Iterator[str]:
        """The standards that one cell lists as not met, by ┋ or commas, or ids by blanks."""
        for part in _LISTED.split(said_in(text)):
            standard = self._reader.standard(part)
            if standard:
                yield standard
                continue
            for word in part.split():
                standard = self._reader.standard(word)
                if standard:
                    yield standard
                else:
                    faults.append(f"没有叫“{flat(word)}”的测评标准")


def _fault(answer: Answer, shown: Collection[str]) -> str:
    if answer.standard not in shown:
        says = answer.problem or answer.verdict in (MET, MISSED)
        return "不是这种点位要看的标准" if says else ""
    if not answer.problem or answer.verdict not in ("", MET):
        return ""
    what = f"写的是{answer.verdict}，又" if answer.verdict else "没有判定，却"
    return f"{what}写了存在问题“{answer.problem}”"


def _is_ticked(text: str) -> bool:
    """Whether the box of a standard that is not met was ticked: 1, √, or anything but 0 and 否."""
    try:
        return bool(text) and verdict_of(text) == MET
    except Unusable:
        return True
