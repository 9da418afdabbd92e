"""One row of a sheet that came back: what it reports, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date as Day
from datetime import datetime
from typing import NamedTuple

from cz.letters import folded
from cz.records import FINISHED, STATUSES, Agreed, Evidence, Finding, Indicator
from cz.sheets.dates import Unusable, as_typed, flat, read_cell, refuse_unsure
from cz.sheets.form import REPORTED, Code, mark_of_agreed, mark_of_finding, mark_of_report
from cz.sheets.headings import ANSWERS
from cz.sheets.reading import Filled, Line
from cz.sheets.reported import Work
from cz.sheets.statuses import reported_state, says_nothing
from cz.supervise.entry import EARLIEST
from cz.supervise.table import HEADINGS, Table
from cz.tables import Value, text_of
from cz.typed.days import last_year, without_year
from cz.typed.words import status_meant
from cz.typography import one_line
from cz.verbs.evidence.add import Entry
from cz.verbs.finding.answer import Answer, answer_of, differing, ignored
from cz.verbs.finding.cells import Cells, Given
from cz.verbs.sheet.evidence import named_evidence
from cz.verbs.sheet.ledger import Ledger, Standing
from cz.verbs.sheet.which import Which
from cz.whose import owns_as
from cz.words import cn_month_day

_NO_DAYS: frozenset[Day] = frozenset()


class Report(NamedTuple):
    """What a unit reports of a task or step: ``status`` and ``note`` are "" where not new."""

    item: Work
    phase: int
    unit: str
    day: Day
    status: str
    note: str


class Done(NamedTuple):
    """What a unit says of what a meeting agreed; ``day``: when it was done, ``None``: not yet."""

    item: Agreed
    day: Day | None
    result: str


class Told(NamedTuple):
    """What a row says. No report, answer, agreed item or evidence: nothing new.

    ``remarks``: what is in it besides and was not taken.
    """

    report: Report | None = None
    answer: Answer | None = None
    done: Done | None = None
    evidence: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return bool(self.report or self.answer or self.done or self.evidence)


class Asked(NamedTuple):
    """The cells that a unit fills in, as text; ``day`` as it stands."""

    status: str
    words: str
    day: Value
    files: str


def _is_untouched(asked: Asked, code: Code, standing: Standing) -> bool:
    """Whether the row says just what was sent, whatever has changed in the plan since."""
    if asked.day != "" or (asked.status and status_meant(asked.status) != code.status):
        return False
    status = code.status if standing.sets_status else ""
    return not asked.words or mark_of_report(code.id, code.phase, status, asked.words) == code.mark


class Reader:
    """Reads the rows of one table. ``beside``: the folder of its file."""

    def __init__(self, filled: Filled, ledger: Ledger, beside: str) -> None:
        self.filled, self.ledger, self.beside = filled, ledger, beside
        where = {field: places[0] for field, places in filled.where.items() if field in HEADINGS}
        if "fix" not in where and "progress" in filled.where:
            where["fix"] = filled.where["progress"][0]
        self.of_findings = where
        answers = [filled.where.get(field, ()) for field in ANSWERS]
        self.filled_in = [place for places in answers for place in places]
        table = Table(filled.titles, where, (), 0, (), filled.ours)
        self.cells = Cells(ledger.campaign, Given(ledger.today), table)

    def title_of(self, field: str) -> str:
        """How the table heads the field's column."""
        return self.filled.titles[self.filled.where[field][0]]

    def value(self, line: Line, field: str) -> Value:
        places = self.filled.where.get(field)
        return line.cells[places[0]] if places else ""

    def text(self, line: Line, field: str) -> str:
        """Of several columns of the field what each says, where they say different things."""
        places = self.filled.where.get(field, ())
        texts = [text_of(line.cells[place]) for place in places]
        said = dict.fromkeys(text for text in texts if not says_nothing(text))
        return "；".join(said)

    def as_it_stands(self, line: Line) -> tuple[Value, ...]:
        """What is filled in, whatever it means."""
        return tuple([line.cells[place] for place in self.filled_in])

    def asked(self, line: Line, which: Which) -> Asked:
        """Of a finding the words are those on how it was put right."""
        words = self.text(line, "progress")
        if isinstance(which.record, Finding):
            words = self.text(line, "fix") or words
        day = as_typed(self.value(line, "rectified"))
        if isinstance(day, str) and says_nothing(day):
            day = ""
        return Asked(
            self.text(line, "status"), one_line(flat(words)), day, self.text(line, "files")
        )

    def told(self, line: Line, which: Which) -> Told:
        """Raises Unusable for what cannot be taken."""
        asked = self.asked(line, which)
        if isinstance(which.record, Indicator):
            self._refuse_others_indicator(which, which.record)
            told = Told()
        elif isinstance(which.record, Evidence):
            self._refuse_others_piece(which, which.record)
            told = Told()
        elif isinstance(which.record, Agreed):
            return self._of_agreed(which, which.record, asked)
        elif isinstance(which.record, Finding):
            told = self._of_finding(line, which, which.record, asked)
        else:
            told = self._of_work(line, which, which.record, asked)
        told = self._with_evidence(told, asked, which)
        if told.is_new and which.record.id in self.ledger.faulty:
            raise Unusable(
                f"方案里这条记录有错误（{self.ledger.faulty[which.record.id].rstrip('。')}），"
                "记不进去，请创城办先用 cz check 改正"
            )
        return told

    # --- what meetings agreed ---------------------------------------------------------------------

    def _of_agreed(self, which: Which, item: Agreed, asked: Asked) -> Told:
        """A day says that it is done; words without one how far it is."""
        if which.owner is None:
            raise Unusable("看不出是哪个单位报的，请加 --by 单位，再取一次")
        unit = self.ledger.present[item.unit]
        if unit not in owns_as(which.owner):
            raise Unusable(f"{item.id} 是{unit}的，没有记")
        day = self._day(asked.day)
        words = "" if says_nothing(asked.words) else asked.words
        is_known = folded(words) == folded(item.result) or not words
        if is_known and day in (None, item.done):
            return Told()
        if item.done:
            raise Unusable(f"已于 {item.done} 办结，有出入的请告诉创城办")
        if which.code and which.code.mark != mark_of_agreed(item):
            sent = cn_month_day(which.code.sent)
            raise Unusable(f"{sent}发出这张表以后，这一行又有改动，请核对后再报")
        held = {meeting.id: meeting.date for meeting in self.ledger.campaign.meetings}
        begun = held.get(item.meeting)
        if day and begun and day < begun:
            raise Unusable(f"办结日期（{day}）早于开会的日子（{begun}），请核对年份")
        if item.id in self.ledger.faulty:
            raise Unusable(
                f"方案里这条记录有错误（{self.ledger.faulty[item.id].rstrip('。')}），"
                "记不进去，请创城办先用 cz check 改正"
            )
        return Told(done=Done(item, day, "" if is_known else words))

    # --- tasks and steps --------------------------------------------------------------------------

    def _of_work(self, line: Line, which: Which, item: Work, asked: Asked) -> Told:
        if which.owner is None:
            raise Unusable("看不出是哪个单位报的，请加 --by 单位，再取一次")
        phase = which.phase
        standing = self.ledger.standing(item, phase, self.ledger.reporter(which.owner))
        if not standing.part:
            lead = item.lead or "还没有定"
            raise Unusable(
                f"{item.id} 不是{which.owner.name}牵头或负责的（牵头单位：{lead}），没有记"
            )
        if which.code and _is_untouched(asked, which.code, standing):
            return Told()
        status, note = self._status_and_note(asked, standing, which.code)
        if _says_nothing(note):
            raise Unusable(f"“{note}”看不出做了什么，请用一句话写明进展")
        day = self._day(asked.day, standing.finished)
        is_fresh = which.code is not None and which.code.mark == standing.mark
        known = {folded(standing.last)} if is_fresh else standing.notes
        is_known = not note or folded(note) in known
        is_old_day = day is None or day in standing.finished
        remarks = self._remarks(line, which, phase)
        if not status and is_known and is_old_day:
            return Told(remarks=remarks)
        self._refuse_work(which, standing, status, day, phase)
        final = status or standing.status
        report = Report(
            item=item,
            phase=phase,
            unit=which.owner.name,
            day=day or self.ledger.today,
            status=final if status or day else "",
            note="" if is_known else note,
        )
        return Told(report=report, remarks=remarks)

    def _status_and_note(
        self, asked: Asked, standing: Standing, code: Code | None
    ) -> tuple[str, str]:
        """(the status where it is another than now, what is said in words). Raises Unusable.

        Where the table has no column for it, words that are a status are one.
        """
        text, note = asked.status, asked.words
        if not text and standing.sets_status and "status" not in self.filled.where:
            text = note if status_meant(note) else ""
        if not text:
            return "", note
        status = status_meant(text)
        if not status:
            raise Unusable(
                f"状态“{flat(text)[:20]}”看不懂，请写{'、'.join(REPORTED)}里的一个，"
                "别的话写在进展情况里"
            )
        is_as_sent = code is not None and status == code.status and not standing.sets_status
        if status == standing.status or is_as_sent:
            return "", note
        if status == "verified":
            raise Unusable(f"状态“{flat(text)}”要由创城办复核后定，单位最多报到“已完成”")
        return status, note

    def _refuse_work(
        self, which: Which, standing: Standing, status: str, day: Day | None, phase: int
    ) -> None:
        """Raises Unusable where a change may not be made, or contradicts itself."""
        now = STATUSES[standing.status]
        if which.code and which.code.phase < self.ledger.phase:
            raise Unusable(
                f"这张表是第{which.code.phase}阶段的，现在是第{self.ledger.phase}阶段，请用新表报"
            )
        if which.code and which.code.mark != standing.mark:
            last = f"，进展“{standing.last}”" if standing.last else ""
            raise Unusable(
                f"{cn_month_day(which.code.sent)}发出这张表以后，这一行又有改动"
                f"（现在是：{now}{last}），请核对后再报"
            )
        if standing.status == "verified":
            raise Unusable("已经复核，单位不能再改；有出入的请告诉创城办")
        if status and not standing.sets_status:
            lead = getattr(which.record, "lead", "")
            who = f"由牵头单位（{lead}）报" if lead else "由创城办定"
            raise Unusable(
                f"状态{who}，现在是“{now}”，写的是“{STATUSES[status]}”；"
                "本单位只报进展情况，请把状态改回去"
            )
        if status and standing.status in FINISHED:
            raise Unusable(f"已记为“{now}”，写的是“{STATUSES[status]}”，退回去的请告诉创城办")
        final = status or standing.status
        if day and final not in FINISHED:
            raise Unusable(
                f"填了完成日期（{day}），状态却是“{STATUSES[final]}”："
                "办完的请把状态写成“已完成”，没有办完的请把日期删去"
            )
        named = self.ledger.campaign.phase(phase)
        if day and named and named.start and day < named.start:
            raise Unusable(f"完成日期（{day}）早于第{phase}阶段开始（{named.start}），请核对年份")

    def _day(self, value: Value, finished: AbstractSet[Day] = _NO_DAYS) -> Day | None:
        """The day on which it was finished; ``finished``: known so. Raises Unusable."""
        if value == "":
            return None
        today = self.ledger.today
        word = self.title_of("rectified")
        if isinstance(value, datetime):
            day = value.date()
        elif isinstance(value, Day):
            day = value
        else:
            text = text_of(value)
            refuse_unsure(text, today, word)
            day = read_cell(text, today, word)
            if day > today and without_year(text):
                day = last_year(day, today)
        if day > today and day not in finished:
            raise Unusable(f"{word}（{day}）晚于今天（{today}）")
        if day < EARLIEST:
            raise Unusable(f"{word}（{day}）太早，多半是年份写错了")
        return day

    # --- findings ---------------------------------------------------------------------------------

    def _of_finding(self, line: Line, which: Which, finding: Finding, asked: Asked) -> Told:
        """By the rules of ``cz finding import``, for one's own findings only. Raises Unusable."""
        unit = self.ledger.present[finding.unit]
        if which.owner and unit not in owns_as(which.owner):
            raise Unusable(f"{finding.id} 是{unit}的问题，不是{which.owner.name}的，没有记")
        text = {field: text_of(line.cells[place]) for field, place in self.of_findings.items()}
        text["fix"], text["rectified"] = asked.words, text_of(asked.day)
        if other := differing(finding, text, self.cells):
            raise Unusable(f"编号是 {finding.id}，可是{other}，请核对编号")
        state = self._state(asked.status, finding)
        unlike = ignored(finding, text, self.cells)
        answer = answer_of(finding, text, self.cells)
        if unlike:
            raise Unusable(f"已登记为 {finding.id}，{unlike}")
        if answer is None:
            self._refuse_state(state, finding, asked.status)
            return Told()
        if which.code and which.code.mark != mark_of_finding(finding):
            raise Unusable(
                f"{cn_month_day(which.code.sent)}发出这张表以后，这个问题又有改动，请核对后再报"
            )
        if state == "open" and folded(asked.status) != "待整改":
            raise Unusable(
                f"填了整改日期（{answer.rectified}），状态却是“{flat(asked.status)}”："
                "改好了的请把状态写成“已整改”，没有改好的请把日期删去"
            )
        return Told(answer=answer)

    def _state(self, text: str, finding: Finding) -> str:
        """Raises Unusable for words that are none of a finding's states, or not a unit's to say."""
        state = reported_state(text)
        if text and not state:
            raise Unusable(f"状态“{flat(text)[:20]}”看不懂，请写已整改或待整改")
        if state == "verified" and not finding.verified:
            raise Unusable(f"状态“{flat(text)}”要由创城办复核后定，单位请填整改情况和整改日期")
        return state

    def _refuse_state(self, state: str, finding: Finding, text: str) -> None:
        """Raises Unusable where only the state says that it is put right, and not when."""
        if state == "rectified" and not (finding.rectified or finding.verified):
            raise Unusable(f"状态写了“{flat(text)}”，没有写整改日期，没有记；请填上整改日期")

    # --- evidence and what else stands there ------------------------------------------------------

    def _refuse_others_indicator(self, which: Which, indicator: Indicator) -> None:
        """Raises Unusable where its evidence is not this unit's to give."""
        if which.owner is None:
            raise Unusable("看不出是哪个单位报的，请加 --by 单位，再取一次")
        task = self.ledger.records.get(indicator.task)
        if which.owner.name not in (indicator.unit, getattr(task, "lead", "")):
            raise Unusable(f"{indicator.id} 的材料不由{which.owner.name}提供，没有记")

    def _refuse_others_piece(self, which: Which, piece: Evidence) -> None:
        """Raises Unusable where what was returned is not this unit's to mend."""
        if which.owner is None:
            raise Unusable("看不出是哪个单位报的，请加 --by 单位，再取一次")
        unit = self.ledger.units.get(piece.about, "")
        if unit not in owns_as(which.owner):
            raise Unusable(f"{piece.id} 是{unit or '别的单位'}的材料，没有记")

    def _with_evidence(self, told: Told, asked: Asked, which: Which) -> Told:
        """With the files that the row names. Raises Unusable where nothing else is asked of the
        row and one of them cannot be recorded."""
        if not asked.files:
            return told
        named = named_evidence(asked.files, which.record, self.beside, self.ledger)
        if named.undone and isinstance(which.record, Indicator | Evidence):
            raise Unusable("；".join(fault.words for fault in named.undone))
        remarks = (*told.remarks, *map(str, named.undone))
        return told._replace(evidence=named.entries, remarks=remarks)

    def _remarks(self, line: Line, which: Which, phase: int) -> tuple[str, ...]:
        due = self.value(line, "due")
        if due == "" or which.code:
            return ()
        return tuple(self._of_due(due, which, phase))

    def _of_due(self, value: Value, which: Which, phase: int) -> list[str]:
        """That the table has another deadline than the plan; it is no unit's to change."""
        progress = getattr(which.record, "progress", {}).get(phase)
        known = progress.due if progress else None
        if not isinstance(known, Day | None):
            return []  # one that comes again
        text = text_of(value)
        try:
            due = read_cell(text, known or self.ledger.today, "时限")
        except Unusable:
            return []
        if due == known:
            return []
        return [f"{which.record.id} 的时限写的是 {due}，方案里是 {known or '未定'}，没有改"]


_TICKS = frozenset(["√", "✓", "✔", "☑", "是", "有", "对", "已", "1", "ok", "y", "yes"])


def _says_nothing(note: str) -> bool:
    """A tick is no account of what was done."""
    return note.strip().lower() in _TICKS
