"""``cz survey import``: a table of answers counted, and its tallies put on record."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from cz.edit import Append
from cz.edit.changes import Field
from cz.letters import folded
from cz.load import Loaded
from cz.problem import Refusal
from cz.records import Campaign, Survey
from cz.records.kinds import KINDS, new_fields
from cz.surveys.headings import WHEN, heading, is_beside
from cz.surveys.tally import UNSURE, CountedQuestion, Tally, tally
from cz.tables.read import read_bytes, read_table_bytes
from cz.tables.sent import text_of
from cz.typed.days import NoSuchDay, day_meant
from cz.typed.ids import normal_id
from cz.typed.lists import all_parts
from cz.verbs.kept import kept_line
from cz.verbs.survey.finding import BESIDE
from cz.whose import former_of
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


class Wanted(NamedTuple):
    """What is told of a table besides its answers.

    ``good``, ``skip``: options, of every question that has them; ``unit``: the heading of the
    column that tells the unit; ``sent``: how many were handed out.
    """

    id: str
    title: str = ""
    by: str = ""
    good: Sequence[str] = ()
    skip: Sequence[str] = ()
    unit: str = ""
    sent: int = 0


def import_survey(folder: str, path: str, wanted: Wanted, *, how: How = PLAINLY) -> Outcome:
    """The outcome's result is the Tally. The answers themselves are not kept, only the checksum of
    their file. Raises Refusal.
    """
    id_ = _checked_id(wanted.id)
    raw = read_bytes(path)
    checksum = sha256(raw).hexdigest()
    rows = _rows(raw, path)

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "surveys", "surveys", "questions")
        campaign = loaded.campaign
        counted = tally(rows, _unit_of(campaign), wanted.unit)
        if wanted.unit and not counted.by:
            raise Refusal(f"{path} 里没有叫“{wanted.unit}”的一列。请核对 --unit。")
        if not counted.questions:
            raise Refusal(f"{path} 里没有认得的选择题：第一行应当是题目，下面一行一份答卷。")
        _refuse_known(campaign, id_, checksum)
        survey = _survey(id_, path, checksum, counted, wanted)
        questions = [_question(id_, question, wanted) for question in counted.questions]
        root = loaded.trees["surveys"].root
        changes = [
            Append(root, "surveys", (new_fields(survey),)),
            Append(root, "questions", tuple(questions)),
        ]
        words = (
            f"收回 {counted.rows} 份，有效 {counted.valid} 份，"
            f"{len(counted.questions)} 道题；答卷没有留，只记校验值"
        )
        ids = [id_, *(str(question["id"]) for question in questions)]
        return Planned(changes, ids, [Said(f"{id_} {survey.title}", words)], result=counted)

    return write(folder, "surveys", plan, how, beside=BESIDE)


def _checked_id(text: str) -> str:
    id_ = normal_id(text)
    identifier = KINDS["surveys"].identifier
    if identifier is None or not identifier.fits(id_):
        raise Refusal(f"问卷的编号应当像 q2026-1（q 加年份-序号），写的是“{text}”。请核对 --as。")
    return id_


def _rows(raw: bytes, path: str) -> list[list[str]]:
    """The first table with more than one row, its cells as text. Raises Refusal."""
    sent = read_table_bytes(raw, path, (*WHEN, "序号"))
    for table in sent.tables:
        rows = [[text_of(cell) for cell in row.cells] for row in table.rows]
        if len(rows) > 1:
            return rows[_head(rows) :]
    raise Refusal(f"{path} 里没有答卷：第一行应当是题目，下面一行一份答卷。")


def _head(rows: Sequence[Sequence[str]]) -> int:
    """Where the headings stand: the first row of two that are known, or of a numbered question."""
    for place, row in enumerate(rows[:10]):
        known = sum(is_beside(cell) or heading(cell).number > 0 for cell in row if cell)
        if known >= 2:
            return place
    return 0


def _unit_of(campaign: Campaign) -> Callable[[str], str]:
    """By a unit's name, also one it bore, or its id."""
    known: dict[str, str] = {}
    for unit in campaign.units:
        for name in (*former_of(unit), unit.id, unit.name):
            known[folded(name)] = unit.name
    return lambda text: known.get(folded(text), "")


def _refuse_known(campaign: Campaign, id_: str, checksum: str) -> None:
    for survey in campaign.surveys:
        if survey.sha256 == checksum:
            raise Refusal(f"这个文件已经取进过，是 {survey.id} {survey.title}，没有改动。")
        if survey.id == id_:
            raise Refusal(
                f"{id_} 已经有了，是 {survey.title}。另一次问卷请换一个编号；"
                "要重新统计的，先在 data/surveys.yaml 里删去它和它的题目。"
            )


def _survey(id_: str, path: str, checksum: str, counted: Tally, wanted: Wanted) -> Survey:
    first, last = _span(counted.days)
    return Survey(
        id=id_,
        title=kept_line(wanted.title) if wanted.title else f"{id_[1:5]}年第{id_[6:]}次问卷调查",
        start=first,
        end=last,
        by=kept_line(wanted.by) if wanted.by else "",
        sent=wanted.sent,
        returned=counted.rows,
        valid=counted.valid,
        file=os.path.basename(path),
        sha256=checksum,
    )


def _span(texts: Sequence[str]) -> tuple[date | None, date | None]:
    """The first and the last day that these cells name."""
    days = []
    for text in dict.fromkeys(texts):
        try:
            day = day_meant(text)
        except NoSuchDay:
            day = None
        if day is not None:
            days.append(day)
    return (min(days), max(days)) if days else (None, None)


def _question(survey: str, question: CountedQuestion, wanted: Wanted) -> Mapping[str, Field]:
    """What is written of it."""
    good = () if question.several else all_parts(wanted.good)
    skip = {*UNSURE, *all_parts(wanted.skip)} - set(good)
    options = []
    for option in question.options:
        fields = {"text": option.text, "chosen": str(option.chosen)}
        if option.text in skip:
            fields["skip"] = "true"
        elif option.text in good:
            fields["good"] = "true"
        options.append(fields)
    units = [
        {"unit": unit, "counts": "/".join(map(str, counts))} for unit, counts in question.units
    ]
    skipped = sum(option.chosen for option in question.options if option.text in skip)
    answered = question.answered
    if not question.several:
        answered = sum(option.chosen for option in question.options) - skipped
    fields_of: dict[str, Field] = {
        "id": f"k{survey[1:]}-{question.number}",
        "text": question.text,
        "several": "true" if question.several else "",
        "answered": str(answered),
        "blank": str(question.blank or ""),
        "passed": str(question.passed or ""),
        "options": options,
        "units": units,
    }
    return fields_of
