"""What records may name, and the complaints about what they name in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

from cz.letters import folded, narrow, odd_characters
from cz.load import ANYTHING
from cz.problem import Problem, nearest
from cz.records import Campaign
from cz.records.kinds import OPTIONAL, REQUIRED, STEMS
from cz.tree import Path, complain
from cz.whose import former_of

MANY = 2000  # ids, among which looking for the nearest takes long
MOST_ODD = 3  # odd characters of a name that are told


class _Anything(frozenset[Any]):
    """Holds whatever it is asked for."""

    def __contains__(self, item: object) -> bool:
        return True


class Known:
    """What may be named, by kind; everything where the file that says so could not be read."""

    def __init__(self, campaign: Campaign, lost: Mapping[str, AbstractSet[str]]) -> None:
        # Where one of these is not there, only some of the files were asked for.
        whole = all(stem in campaign.sources for stem in REQUIRED)

        def names(stem: str, read: Iterable[str]) -> AbstractSet[str]:
            gone: AbstractSet[str] = {ANYTHING}
            if stem in campaign.sources or (stem in OPTIONAL and whole):
                gone = lost.get(stem, frozenset())
            return _Anything() if ANYTHING in gone else frozenset(read) | gone

        self.owners = names("units", (owner.name for owner in campaign.owners))
        self.units = names("units", (unit.name for unit in campaign.units))
        self.groups = names("units", (group.name for group in campaign.groups))
        phases = names("tasks", (str(phase.number) for phase in campaign.phases))
        self.phases: AbstractSet[Any] = phases
        if not isinstance(phases, _Anything):
            self.phases = frozenset(int(number) for number in phases if number.isdecimal())
        self.chapters = names("tasks", (str(chapter.number) for chapter in campaign.chapters))
        tasks = [id_ for task in campaign.tasks for id_ in (task.id, *task.former)]
        self.tasks = names("tasks", tasks)
        self.projects = names("indicators", (project.id for project in campaign.projects))
        self.blocks = names("indicators", (block.id for block in campaign.blocks))
        self.systems = names("indicators", (system.id for system in campaign.systems))
        self.indicators = names("indicators", (indicator.id for indicator in campaign.indicators))
        self.work = names("tasks", (*tasks, *(step.id for step in campaign.steps)))
        self.findings = names("findings", (finding.id for finding in campaign.findings))
        self.evidence = names("evidence", (proof.id for proof in campaign.evidence))
        self.bulletins = names("supervision", (bulletin.id for bulletin in campaign.bulletins))
        self.rounds = names("assessments", (each.id for each in campaign.rounds))
        self.agreed = names("meetings", (item.id for item in campaign.agreed))
        self.evidence = names("evidence", (proof.id for proof in campaign.evidence))
        self.surveys = names("surveys", (survey.id for survey in campaign.surveys))
        self.meetings = names("meetings", (meeting.id for meeting in campaign.meetings))
        self.spots = names("spots", (spot.id for spot in campaign.spots))
        self.types = names("spots", (type_.name for type_ in campaign.types))
        former = frozenset(name for unit in campaign.units for name in former_of(unit))
        self.owners_ever, self.units_ever = self.owners, self.units
        if not isinstance(self.owners, _Anything):
            self.owners_ever, self.units_ever = self.owners | former, self.units | former


def error(
    campaign: Campaign,
    section: str,
    record: Any,
    path: Path,
    code: str,
    message: str,
    advice: str,
    *,
    key: bool = False,
) -> Problem:
    source = campaign.sources[STEMS[section]]
    return complain(
        source,
        record.node,
        path,
        code,
        "error",
        message,
        advice,
        key=key,
        name=str(getattr(record, "id", "")),
    )


def unknown_unit(
    campaign: Campaign, section: str, record: Any, path: Path, name: str, known: dict[str, str]
) -> Problem:
    listed = known.get(name.lower()) or _looks_like(name, known)
    if listed is None:
        forms = [form for form in known if not form.isascii() and "×" not in form]
        near = list(dict.fromkeys(known[form] for form in nearest(name, forms)))
        hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    else:
        hint = f"{odd_words(name)}请写全名“{listed}”。"
        if not odd_words(name) and odd_words(listed):
            hint = f"单位写作“{listed}”：{odd_words(listed)}请先改正那一处。"
    return error(
        campaign,
        section,
        record,
        path,
        "E302",
        f"没有叫“{name}”的单位。",
        f"{hint}单位都列在 data/units.yaml 里。",
    )


def _looks_like(name: str, known: Mapping[str, str]) -> str | None:
    """The unit whose name it would be, but for signs and blanks that look alike."""
    wanted = folded(name)
    return next((known[form] for form in known if folded(form) == wanted), None)


def odd_words(text: str) -> str:
    """第 2 个字“⼯”（U+2F2F）是部首，不是“工”。 "" where nothing in it is odd."""
    words = [odd.words for odd in islice(odd_characters(text), MOST_ODD)]
    return f"{'；'.join(words)}。" if words else ""


def owners_by_form(campaign: Campaign) -> dict[str, str]:
    """Every name, id and blacked-out form to the unit's name."""
    return {
        form: unit.name
        for unit in campaign.owners
        for form in (*former_of(unit), *unit.redacted, unit.id, unit.name)
    }


def no_phase(
    campaign: Campaign, section: str, record: Any, path: Path, number: int, *, key: bool = False
) -> Problem:
    listed = "、".join(str(phase.number) for phase in campaign.phases)
    hint = f"方案里的阶段有：{listed}。" if listed else "请在 data/tasks.yaml 的 phases 里补上。"
    return error(campaign, section, record, path, "E306", f"没有第 {number} 阶段。", hint, key=key)


def unlisted(
    campaign: Campaign,
    section: str,
    record: Any,
    field: str,
    id_: str,
    known: list[str],
    word: str,
    code: str,
) -> Problem:
    """``id_`` names none of the ``known`` records of this kind."""
    if len(known) >= MANY:  # then only those of that month, which begin alike
        known = [other for other in known if other[:5] == id_[:5]]
    plain = narrow(id_).strip().lower()
    near = nearest(id_, known)
    if plain in known:
        hint = f"{odd_words(id_)}请改成 {plain}。"
    else:
        hint = f"最接近的有：{'、'.join(near)}。" if near else f"请核对{word}编号。"
    return error(campaign, section, record, (field,), code, f"没有编号为“{id_}”的{word}。", hint)
