"""Finding a unit, group or record by what people call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

from cz.letters import DASHES, folded
from cz.problem import Refusal, nearest
from cz.records import (
    Agreed,
    Campaign,
    Chapter,
    Evidence,
    Finding,
    Group,
    Indicator,
    Meeting,
    Step,
    System,
    Task,
    Unit,
)
from cz.records.kinds import KINDS, Kind, kind_by_id
from cz.typed.ids import ids_of_run, is_like_id, normal_id, run_meant, split_ids
from cz.typed.lists import parts
from cz.typed.numbers import ordinal_meant
from cz.typed.titles import plain_title
from cz.whose import Owner, former_of, present_ids

AnyRecord = TypeVar("AnyRecord")

_NAMED_AT_ONCE = 8  # of several that could be meant
_SHORTEST_PART = 2  # characters of a part of a title
_COMMON = set("区局市县")  # characters that many units have in common


def find_unit(campaign: Campaign, text: str) -> Owner:
    """By name, blacked-out or former form, pinyin id, or an unambiguous part or short form.

    A short form has characters left out, as 城管局. Raises Refusal with the nearest names.
    """
    return _pick(
        text,
        campaign.owners,
        "单位",
        lambda unit: (unit.name, unit.id, *unit.redacted, *former_of(unit)),
        lambda unit: f"{unit.name}（{unit.id}）",
    )


def find_units(campaign: Campaign, texts: Sequence[str]) -> list[Owner]:
    """Those named in each of these texts, one or several: 甲局、乙局. Each once.

    A name that has a 、 of its own is meant before a list is. Raises Refusal.
    """
    called = {folded(owner.name) for owner in campaign.owners}
    found: dict[str, Owner] = {}
    for text in texts:
        for part in [text] if folded(text) in called else parts(text) or [text]:
            owner = find_unit(campaign, part)
            found.setdefault(owner.name, owner)
    return list(found.values())


def find_one_unit(campaign: Campaign, text: str) -> Unit:
    """The same for what only a single unit can do.

    Raises Refusal for a collective, with its members.
    """
    owner = find_unit(campaign, text)
    if isinstance(owner, Unit):
        return owner
    members = "、".join(owner.members)
    hint = f"它的成员有：{members}。" if members else ""
    raise Refusal(f"“{owner.name}”是集体单位，这里要写明一个单位。{hint}")


def find_unit_in_full(campaign: Campaign, text: str) -> Unit:
    """A single unit by its id or a whole name: for what is done to the unit itself.

    Raises Refusal, naming the unit that a part of a name or a short form may mean.
    """
    unit = find_one_unit(campaign, text)
    refuse_unless_in_full(unit, text)
    return unit


def refuse_unless_in_full(owner: Owner, text: str) -> None:
    """Raises Refusal where this is neither its id nor a name that it bears or bore, whole."""
    names = (owner.id, owner.name, *former_of(owner))
    if folded(text) not in map(folded, names):
        raise Refusal(f"没有名为“{text}”的单位；是不是“{owner.name}”？请写全称。", missing=text)


def unit_called(campaign: Campaign, text: str) -> Owner | None:
    """The unit of just this name, former name, id or short form; none for a part of a name."""
    try:
        owner = find_unit(campaign, text)
    except Refusal:
        return None
    wanted = folded(text)
    forms = [folded(form) for form in (owner.name, owner.id, *owner.redacted, *former_of(owner))]
    is_part = any(wanted in form for form in forms)
    return owner if wanted in forms or not is_part else None


def find_group(campaign: Campaign, text: str) -> Group:
    """By name, id, or an unambiguous part of the name. Raises Refusal with the nearest names."""
    return _pick(
        text,
        campaign.groups,
        "工作组",
        lambda group: (group.name, group.id),
        lambda group: group.name,
    )


def numbered_meant(text: str) -> tuple[str, str] | None:
    """The section and the number of 板块8, 第八板块, 阶段3; ``None`` for anything else."""
    for section in ("chapters", "phases"):
        word = KINDS[section].word
        number = ordinal_meant(text, word) if word in text else None
        if number is not None:
            return section, str(number)
    return None


def find_chapter(campaign: Campaign, text: str) -> Chapter:
    """By its number (3, 三, 第三板块), its title or a part that no other has.

    Raises Refusal with all there are, or with those that could be meant.
    """
    chapters = campaign.chapters
    number = ordinal_meant(text, "板块")
    called = [chapter for chapter in chapters if chapter.number == number]
    if called:
        return called[0]
    if number is None and any(folded(text) in folded(chapter.title) for chapter in chapters):
        return _pick(
            text,
            chapters,
            "板块",
            lambda chapter: (chapter.title,),
            lambda chapter: f"{chapter.number} {chapter.title}",
        )
    listed = "、".join(f"{chapter.number} {chapter.title}" for chapter in chapters)
    known = f"板块有：{listed}。" if listed else "方案里还没有板块。"
    wanted = f"第 {number} 板块" if number is not None else f"叫“{text}”的板块"
    raise Refusal(f"没有{wanted}。{known}新的板块请先用 cz add chapter 加上。", missing=text)


def find_system(campaign: Campaign, text: str) -> System:
    """By name, id, or an unambiguous part of name or title. Raises Refusal with the nearest."""
    return _pick(
        text,
        campaign.systems,
        "测评体系",
        lambda system: (system.name, system.id, system.title),
        lambda system: system.name,
    )


Forms = Callable[[AnyRecord], tuple[str, ...]]
Shown = Callable[[AnyRecord], str]


def _pick(
    text: str,
    records: Sequence[AnyRecord],
    word: str,
    forms: Forms[AnyRecord],
    shown: Shown[AnyRecord],
) -> AnyRecord:
    """The one record meant. ``word``: what such records are called; ``forms``: its names."""
    wanted = folded(text)

    def folded_forms(record: AnyRecord) -> tuple[str, ...]:
        return tuple(folded(form) for form in forms(record))

    meant = _meant(wanted, records, folded_forms)
    if not meant and word == "单位":
        meant = _shortened(wanted, records, folded_forms)
    if len(meant) == 1:
        return meant[0]
    if meant:
        several = _few_named([shown(record) for record in meant], word)
        raise Refusal(f"“{text}”可以指{several}。请写得再具体些。")
    if not records:
        raise Refusal(
            f"一个{word}也没有读出来，不知道“{text}”指谁。"
            "请先用 cz check 看 data/units.yaml 有什么问题。",
            exit_code=1,
        )
    near = _near(wanted, records, forms, shown)
    named = parts(text)
    is_list = len(named) > 1 and all(_meant(folded(name), records, folded_forms) for name in named)
    if is_list and word == "单位":
        raise Refusal(f"“{text}”不止一个单位，这里一次只写一个。", missing=text)
    hint = ""
    if near:
        hint = f"最接近的有：{'、'.join(near)}。"
    elif word == "单位":
        hint = f"请用 cz list --kind unit 看全部{word}。"
    raise Refusal(f"没有叫“{text}”的{word}。{hint}", missing=text)


def _few_named(names: Sequence[str], word: str) -> str:
    """两个单位：区教育局（qjyj）、区交通局（qjtj）; of many the first."""
    count = "两个" if len(names) == 2 else "好几个"
    more = f"等 {len(names)} 个" if len(names) > _NAMED_AT_ONCE else ""
    return f"{count}{word}：{'、'.join(names[:_NAMED_AT_ONCE])}{more}"


def _meant(wanted: str, records: Sequence[AnyRecord], forms: Forms[AnyRecord]) -> list[AnyRecord]:
    """Those called exactly so, or, where there is none, those a part of whose name it is."""
    if not wanted:
        return []
    exact = [record for record in records if wanted in forms(record)]
    if exact:
        return exact
    return [record for record in records if any(wanted in form for form in forms(record))]


def _shortened(
    wanted: str, records: Sequence[AnyRecord], forms: Forms[AnyRecord]
) -> list[AnyRecord]:
    """Those whose name it is with characters left out; two characters or ASCII say too little."""
    if len(wanted) <= 2 or wanted.isascii():
        return []
    return [record for record in records if any(_shortens(wanted, form) for form in forms(record))]


def _shortens(short: str, name: str) -> bool:
    """Whether it is the name with characters left out, as 城管局 is 区城市管理局.

    The last one is kept.
    """
    rest = iter(name)
    return short[-1] == name[-1] and all(char in rest for char in short)


def _near(
    wanted: str,
    records: Sequence[AnyRecord],
    forms: Forms[AnyRecord],
    shown: Shown[AnyRecord],
) -> list[str]:
    """The nearest by how they are written, or else those that share a telling character."""
    by_form = {form: record for record in records for form in forms(record)}
    near = [shown(by_form[form]) for form in nearest(wanted, list(by_form), 5)]
    if near or not wanted:
        return list(dict.fromkeys(near))
    telling = set(wanted) - _COMMON
    return [shown(record) for record in records if telling & set("".join(forms(record)))][:5]


def is_id_of(text: str, *sections: str) -> bool:
    """Whether ids of the records in one of these sections are written so."""
    kind = kind_by_id(text)
    return kind is not None and kind.section in sections


def find_record(campaign: Campaign, kind: Kind, text: str) -> Any:
    """A record of this kind by id. Raises Refusal with the nearest ids."""
    return _by_id(text, getattr(campaign, kind.section), kind.word)


def find_work(campaign: Campaign, text: str) -> Task | Step:
    """A task or step by id, by its title or a part that no other title has.

    Raises Refusal with the nearest, or with all that could be meant.
    """
    wanted = normal_id(text)
    if is_id_of(wanted, "findings"):
        raise Refusal(f"{wanted} 是问题的编号，请用 cz finding rectify、verify 或 due。")
    if wanted.startswith("i") and wanted[1:2].isdigit():
        raise Refusal(
            f"{text} 是指标的编号，这里要任务或步骤的编号。给指标评级请用 cz rate {text} A。"
        )
    if not any(item.id == wanted for item in campaign.work):
        text = present_ids(campaign).get(wanted, text)
    work: Task | Step = _by_id_or_title(text, campaign.work, "任务或步骤")
    return work


def find_task(campaign: Campaign, text: str) -> Task:
    """The same for what only a task can do. Raises Refusal for a step."""
    item = find_work(campaign, text)
    if not isinstance(item, Task):
        raise Refusal(f"{item.id} 是步骤，这里要写任务的编号。")
    return item


def find_works(campaign: Campaign, texts: Sequence[str]) -> list[Task | Step]:
    """Tasks and steps as find_work knows them, several in one text, and runs: 7-1~3. Each once.

    Raises Refusal.
    """
    known = [*present_ids(campaign), *(item.id for item in campaign.work)]
    find = partial(find_work, campaign)
    return _several(texts, campaign.work, known, "任务或步骤", find)


def find_indicators(campaign: Campaign, texts: Sequence[str]) -> list[Indicator]:
    """The same of indicators: i6-10~13. Raises Refusal."""
    known = [indicator.id for indicator in campaign.indicators]
    return _several(texts, campaign.indicators, known, "指标", partial(find_indicator, campaign))


def _several(
    texts: Sequence[str],
    records: Sequence[Any],
    ids_known: Sequence[str],
    word: str,
    find: Callable[[str], AnyRecord],
) -> list[AnyRecord]:
    """A title that has a 、 of its own is meant before a list is."""
    titles = {plain_title(record.title) for record in records}
    found: dict[str, Any] = {}
    for text in texts:
        for part in [text] if plain_title(text) in titles else split_ids([text]):
            run = run_meant(part)
            ids = [part] if run is None else ids_of_run(run, ids_known, word)
            for id_ in ids:
                record: Any = _found_among(find, id_, texts)
                found.setdefault(record.id, record)
    if not found:
        raise Refusal(f"没有写明是哪个{word}。")
    return list(found.values())


def _found_among(find: Callable[[str], AnyRecord], text: str, texts: Sequence[str]) -> AnyRecord:
    """Raises Refusal; of several words that are no ids, with the likeliest reason."""
    try:
        return find(text)
    except Refusal as refusal:
        if not refusal.missing or text.isascii() or len(texts) < 2:
            raise
        raise Refusal(
            f"{refusal.message}中间有空格的内容请用英文引号括起来。", missing=refusal.missing
        ) from None


def find_finding(campaign: Campaign, text: str) -> Finding:
    """A finding by id. Raises Refusal with the nearest ids."""
    finding: Finding = _by_id(text, campaign.findings, "问题")
    return finding


def find_agreed(campaign: Campaign, text: str) -> Agreed:
    """What a meeting agreed, by id. Raises Refusal with the nearest ids."""
    item: Agreed = _by_id(text, campaign.agreed, "议定事项")
    return item


def find_meeting(campaign: Campaign, text: str) -> Meeting:
    """By id, or title. Raises Refusal with the nearest."""
    meeting: Meeting = _by_id_or_title(text, campaign.meetings, "会议")
    return meeting


def find_findings(
    campaign: Campaign, texts: Sequence[str], *, withdrawn: bool = False
) -> list[Finding]:
    """Findings by ids and by runs of one day's numbers (f260701-3~7, f260701-3..7).

    Each once, as named. Raises Refusal, also for one that was withdrawn, unless ``withdrawn``.
    """
    refuse_slips(texts)
    clean_spots = {visit.id for visit in campaign.visits}
    findings: dict[str, Finding] = {}
    for text in split_ids(texts):
        run = run_meant(text)
        known = [*clean_spots, *(finding.id for finding in campaign.findings)]
        for id_ in [normal_id(text)] if run is None else ids_of_run(run, known, "问题"):
            if id_ in clean_spots:
                raise Refusal(f"{id_} 是没有问题的点位，没有整改可记。问题的编号以 f 开头。")
            finding = _found_among(lambda each: find_finding(campaign, each), id_, texts)
            findings.setdefault(id_, finding)
    if not findings:
        raise Refusal("没有写明是哪个问题。编号像 f260715-1，用 cz finding list 查。")
    if not withdrawn:
        _refuse_withdrawn(findings.values())
    return list(findings.values())


def find_evidence(campaign: Campaign, texts: Sequence[str]) -> list[Evidence]:
    """Pieces of evidence by ids and by runs of them (e3~7). Each once, as named. Raises Refusal."""
    pieces: dict[str, Evidence] = {}
    for text in split_ids(texts):
        for id_ in _piece_ids(campaign, text):
            piece = _found_among(
                lambda each: _by_id(each, campaign.evidence, "佐证材料"), id_, texts
            )
            pieces.setdefault(id_, piece)
    if not pieces:
        raise Refusal("没有写明是哪份材料。编号像 e12，用 cz evidence list 查。")
    return list(pieces.values())


def _piece_ids(campaign: Campaign, text: str) -> list[str]:
    """e3~7, e3至e7 and e3..7 are the pieces of these numbers that there are; else the id itself."""
    plain = normal_id(text)
    run = re.fullmatch(r"e([0-9]{1,6})(?:~+|\.{2,}|…+|至|到|-+)e?([0-9]{1,6})", plain)
    if run is None:
        return [plain]
    first, last = int(run[1]), int(run[2])
    ids = [each.id for each in campaign.evidence if first <= int(each.id[1:]) <= last]
    if not ids:
        raise Refusal(f"“{text}”里没有登记过的材料。", missing=f"e{first}")
    return ids


def _refuse_withdrawn(findings: Iterable[Finding]) -> None:
    for finding in findings:
        if finding.withdrawn:
            raise Refusal(
                f"{finding.id} 已于 {finding.withdrawn.date} 撤回（{finding.withdrawn.reason}），"
                f"没有改动。撤回错了的，用 cz restore {finding.id} 恢复到撤回以前。"
            )


def refuse_slips(texts: Sequence[str]) -> None:
    """Raises Refusal for an option after other dashes than ASCII's, or an id with a space in it."""
    for text in texts:
        if dashed := dashed_option(text):
            raise Refusal(f"“{text}”：选项前是两个英文短横线，请写 --{dashed}。")
    words = [normal_id(word) for part in split_ids(texts) for word in part.split()]
    for first, word in enumerate(words):
        if is_id_of(word, "findings"):
            continue
        for last in range(first + 2, min(first + 4, len(words)) + 1):
            whole = "".join(words[first:last])
            if is_id_of(whole, "findings"):
                written = " ".join(words[first:last])
                raise Refusal(f"“{written}”中间多了空格，编号要连着写：{whole}。")


def dashed_option(text: str) -> str:
    """``unit`` for ``—unit``: the option written after dashes that are not ASCII, else ""."""
    option = re.match(f"[{DASHES}]+-*([A-Za-z][A-Za-z-]*)", text.strip())
    return option[1] if option else ""


def find_indicator(campaign: Campaign, text: str) -> Indicator:
    """An indicator by id, by its title or a part that no other title has.

    Raises Refusal with the nearest, or with those of the task meant.
    """
    wanted = normal_id(text)
    of_task = [indicator.id for indicator in campaign.indicators if indicator.task == wanted]
    if of_task:
        raise Refusal(
            f"{text} 是任务的编号，评级要写指标的编号。它的指标有：{'、'.join(of_task)}。"
        )
    indicator: Indicator = _by_id_or_title(text, campaign.indicators, "指标")
    return indicator


def _by_id_or_title(text: str, records: Sequence[Any], word: str) -> Any:
    if any(record.id == normal_id(text) for record in records) or is_like_id(text):
        return _by_id(text, records, word)
    titled = _titled(text, records)
    if len(titled) == 1:
        return titled[0]
    if titled:
        several = _few_named([f"{record.id} {record.title}" for record in titled], word)
        raise Refusal(f"“{text}”可以指{several}。请写编号。")
    if text.isascii():
        return _by_id(text, records, word)
    titles = {plain_title(record.title): record for record in records}
    near = [titles[title] for title in nearest(plain_title(text), list(titles))]
    some = [f"{record.id} {record.title}" for record in near]
    some = some or nearest(normal_id(text), [record.id for record in records])
    hint = f"最接近的有：{'、'.join(some)}。" if some else ""
    raise Refusal(f"没有编号或名称是“{text}”的{word}。{hint}", missing=text)


def find_titled(campaign: Campaign, text: str, *, whole: bool = False) -> Any:
    """The task, step or indicator of this title, or, but for ``whole``, of a part of one.

    ``None`` where there is none. Raises Refusal where several could be meant.
    """
    records = (*campaign.work, *campaign.indicators)
    if whole and not any(plain_title(record.title) == plain_title(text) for record in records):
        return None
    titled = [] if is_like_id(text) else _titled(text, records)
    return _by_id_or_title(text, records, "记录") if titled else None


def _titled(text: str, records: Sequence[Any]) -> list[Any]:
    """Those of just this title, or, where there is none, those a part of whose title it is."""
    wanted = plain_title(text)
    if len(wanted) < _SHORTEST_PART:
        return []
    exact = [record for record in records if plain_title(record.title) == wanted]
    return exact or [record for record in records if wanted in plain_title(record.title)]


def _by_id(text: str, records: Sequence[Any], word: str) -> Any:
    wanted = normal_id(text)
    bearing = [record for record in records if record.id == wanted]
    if len(bearing) == 1:
        return bearing[0]
    if bearing:
        raise Refusal(
            f"编号 {wanted} 有 {len(bearing)} 条记录，不知道指哪一条。"
            "请先用 cz check 找到重号并改正。",
            exit_code=1,
        )
    ids = [record.id for record in records]
    alike = [id_ for id_ in ids if wanted[:4] == id_[:4]]
    near = nearest(wanted, alike or ids[-500:])
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有编号为“{text}”的{word}。{hint}", missing=wanted or text)
