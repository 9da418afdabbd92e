"""``cz evidence honour``: titles of honour, entered, changed and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cz.days import read_day, read_past
from cz.edit import Append, Change, Drop, Put
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_one_unit
from cz.problem import Refusal
from cz.records import Campaign, Honour
from cz.records.kinds import new_fields, word_of
from cz.supervise.honours import STATES, state
from cz.supervise.owed import HONOURS
from cz.verbs.evidence.add import find_about
from cz.verbs.evidence.files import given_files
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, write

_TELLS = "荣誉称号"  # in the title of the task that collects them


class Asked(NamedTuple):
    """What the user said of a title, ``None`` where nothing. Dates as typed."""

    level: str | None = None
    by: str | None = None
    day: str | None = None
    number: str | None = None
    until: str | None = None
    unit: str | None = None
    file: str | None = None
    about: str | None = None
    pursued: bool = False


def honour(folder: str, title: str, asked: Asked, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Enter a title, or change one that is there, by its id or its very name. Raises Refusal.

    One that was pursued and gets a date is pursued no more.
    """
    wanted = kept_line(title)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        known = _known(campaign, wanted)
        fields = _fields(campaign, asked, clock(campaign))
        if known is None:
            return _entered(loaded, wanted, fields)
        return _changed(known, fields)

    beside = ("tasks", "units", "indicators", "findings")
    return write(folder, "evidence", plan, how, beside=beside)


def _known(campaign: Campaign, text: str) -> Honour | None:
    for each in campaign.honours:
        if text.lower() == each.id or folded(text) == folded(each.title):
            return each
    if text[:1].lower() == "y" and text[1:].isdecimal():
        ids = "、".join(each.id for each in campaign.honours) or "还没有登记"
        raise Refusal(f"没有编号为“{text}”的荣誉称号，编号有：{ids}。", missing=text)
    return None


def _fields(campaign: Campaign, asked: Asked, today: date) -> dict[str, str]:
    """What is to be written, by field. Raises Refusal."""
    fields: dict[str, str] = {}
    for name, text in (("level", asked.level), ("by", asked.by), ("number", asked.number)):
        if text is not None:
            fields[name] = kept_line(text)
    if asked.day is not None:
        fields["date"] = read_past(asked.day, today).isoformat()
    if asked.until is not None:
        fields["until"] = read_day(asked.until, today).isoformat()
    if asked.unit is not None:
        fields["unit"] = find_one_unit(campaign, asked.unit).name
    if asked.file is not None:
        (file, *more) = given_files(campaign.folder, [asked.file])
        if more:
            raise Refusal("--file 写一个文件：批准文件，或证书的图片。")
        fields |= {"file": file.path, "sha256": file.sha256}
    if asked.about is not None:
        fields["about"] = find_about(campaign, asked.about)[0]
    if asked.pursued:
        if asked.day is not None:
            raise Refusal("在创的还没有授予，--pursued 和 --date 只写一个。")
        fields["pursued"] = "true"
    return fields


def _entered(loaded: Loaded, title: str, fields: dict[str, str]) -> Planned:
    campaign = loaded.campaign
    if not fields.get("date") and not fields.get("pursued"):
        raise Refusal(f"“{title}”没有写授予日期。已经授予的请写 --date，在创的请写 --pursued。")
    numbers = [int(each.id[1:]) for each in campaign.honours]
    id_ = f"y{max(numbers, default=0) + 1}"
    about = fields.pop("about", "") or _collecting(campaign)
    order = new_fields(Honour(id=id_, title=title))
    record = {**order, **fields, "about": about}
    kept = {name: record[name] for name in Honour._fields if record.get(name)}
    root = loaded.trees["evidence"].root
    words = _words(fields) or "登记"
    proves = f"，证明 {about}" if about else ""
    return Planned(
        [Append(root, "honours", (kept,))], [id_], [Said(f"{id_} {title}", f"{words}{proves}")]
    )


def _collecting(campaign: Campaign) -> str:
    """The task that collects titles, as its own title says; "" where there is none, or several."""
    ids = [task.id for task in campaign.tasks if _TELLS in task.title]
    return ids[0] if len(ids) == 1 else ""


def _changed(known: Honour, fields: Mapping[str, str]) -> Planned:
    changes: list[Change] = []
    words = []
    for field, value in fields.items():
        before = _text(getattr(known, field))
        if before != value:
            changes.append(Put(known.node, (field,), value))
            if field != "sha256":
                words.append(f"{word_of(known, field)} {before or '无'} → {value}")
    if known.pursued and fields.get("date"):
        changes.append(Drop(known.node, ("pursued",)))
        words.append("不再是在创")
    said = Said(f"{known.id} {known.title}", "，".join(words) or "没有变化")
    return Planned(changes, [known.id], [said])


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value or "")


def _words(fields: Mapping[str, str]) -> str:
    if fields.get("pursued"):
        return "登记为在创"
    number = f"，{fields['number']}" if fields.get("number") else ""
    until = f"，{fields['until']} 到期或复审" if fields.get("until") else ""
    return f"登记：{fields.get('by', '')} {fields['date']} 授予{number}{until}".replace("： ", "：")


# --- listed -----------------------------------------------------------------------------------


class Title(NamedTuple):
    """``left``: days until it runs out, ``None`` where no day is set; ``soon``: within HONOURS."""

    honour: Honour
    state: str
    left: int | None

    @property
    def soon(self) -> bool:
        return self.left is not None and 0 <= self.left <= HONOURS


def titles(campaign: Campaign, today: date) -> list[Title]:
    """Those held first, by level as they are entered, the newest first; those pursued last."""
    return sorted(_titles(campaign, today), key=lambda each: list(STATES).index(each.state))


def _titles(campaign: Campaign, today: date) -> Iterator[Title]:
    for each in campaign.honours:
        left = (each.until - today).days if each.until else None
        yield Title(each, state(each, today), left)
