"""``cz evidence add``: recording files where they lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from datetime import date as Day
from typing import NamedTuple

from cz.choose import choose
from cz.days import read_past
from cz.edit import Append, Change, Put, Relist
from cz.letters import folded, narrow
from cz.load import Loaded
from cz.names import find_evidence, find_finding, find_indicator, find_titled, find_work
from cz.problem import Refusal
from cz.records import AGAIN, EVIDENCE_KINDS, PASSED, Campaign, Evidence
from cz.supervise.evidence import (
    caption_lacks,
    is_absolute,
    name_faults,
    place_names,
    same_path,
)
from cz.tree import Map
from cz.typed.ids import normal_id
from cz.typography import one_line
from cz.verbs.evidence.files import GivenFile, given_files, seen_files
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write

MOST = 5  # files that a refusal names
# Of what kind a file is, where its ending says so. A pdf or a Word file may be a document or a
# report: that is asked.
_ENDINGS = {
    "图片": "jpg jpeg jfif png heic heif gif bmp webp tif tiff",
    "数据表格": "xlsx xls xlsm et ett csv tsv ods",
}
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_SHORT = {
    "照片": "图片",
    "截图": "图片",
    "发文": "正式发文",
    "文件": "正式发文",
    "正式文件": "正式发文",
    "说明": "说明报告",
    "报告": "说明报告",
    "总结": "说明报告",
    "数据": "数据表格",
    "表格": "数据表格",
    "台账": "数据表格",
}
_DATES = re.compile(
    r"(?<![0-9])(20[0-9]{2})"
    r"(?:[-._年](1[0-2]|0?[1-9])[-._月]([12][0-9]|3[01]|0?[1-9])(?![0-9])日?"
    r"|(0[1-9]|1[0-2])([0-2][0-9]|3[01])(?:[0-9]{4}(?:[0-9]{2})?)?(?![0-9]))"
)


class Request(NamedTuple):
    """What the files are for, and what the user said of them, "" or ``None`` where nothing.

    ``today``: the day of it. ``piece``: the piece whose file gives way to this one.
    """

    about: str
    title: str
    kind: str
    date: Day | None
    caption: str
    today: Day
    shared: bool = False
    piece: Evidence | None = None


class Entry(NamedTuple):
    """A file and what is written of it.

    ``known``: the record that is brought up to date, ``None`` for a new one. ``date_from``: where
    a new one's date is from, "" where the user said it. ``again``: the day on which what had been
    looked at is there again, to be looked at anew.
    """

    file: GivenFile
    known: Evidence | None
    fields: dict[str, str]
    date_from: str = ""
    again: date | None = None

    @property
    def id(self) -> str:
        return self.known.id if self.known else self.fields["id"]

    @property
    def kind(self) -> str:
        return self.fields.get("kind") or (self.known.kind if self.known else "")

    @property
    def caption(self) -> str:
        return self.fields.get("caption") or (self.known.caption if self.known else "")


def add(
    plan_folder: str,
    id_: str,
    files: Sequence[str],
    clock: Callable[[Campaign], date],
    *,
    kind: str | None = None,
    day_: str | None = None,
    caption: str | None = None,
    shared: bool = False,
    how: How = PLAINLY,
) -> Outcome:
    """Record files as evidence for an indicator, task, step or finding. All of them or none.

    Or, with a piece's own id, one file in the place of the piece's.

    A file that is recorded for it already is brought up to date where its content has changed, or
    where kind, date or caption are given anew; so is the record of a file that was moved.
    ``shared``: it is meant to serve other records as well. The outcome's result are notes: what the
    user should know about what was recorded. Raises Refusal where nothing about it is new.
    """
    kind = read_kind(kind) if kind is not None else ""
    caption = _read_caption(caption) if caption is not None else ""
    given = given_files(plan_folder, files)

    def plan(loaded: Loaded) -> Planned:
        campaign = loaded.campaign
        piece = _piece(campaign, id_, given)
        about, title = (piece.about, "") if piece else find_about(campaign, id_)
        today = clock(campaign)
        day = read_past(day_, today) if day_ else None
        request = Request(
            about=about,
            title=title,
            kind=kind,
            date=day,
            caption=caption,
            today=today,
            shared=shared,
            piece=piece,
        )
        entries = entries_of(loaded, given, request, last_number(loaded))
        return Planned(
            changes=entries_put(loaded, entries),
            records=[entry.id for entry in entries],
            said=[said_of(entry, request) for entry in entries],
            result=_notes(campaign, entries, request, today),
        )

    beside = ("tasks", "units", "indicators", "findings", "supervision")
    return write(plan_folder, "evidence", plan, how, beside=beside)


# --- what was asked ---------------------------------------------------------------------------


def read_kind(text: str) -> str:
    """One of EVIDENCE_KINDS by its name or a usual short one. Raises Refusal with the nearest."""
    plain = folded(text)
    return _SHORT.get(plain) or choose(plain, dict.fromkeys(EVIDENCE_KINDS, ""), "这一类材料")


def _read_caption(text: str) -> str:
    caption = one_line(text)
    if not caption:
        raise Refusal(
            "--caption 是空的。请写图说或材料名称，例如 2026年6月18日，城东街道，清理楼道杂物。"
        )
    return caption


def _piece(campaign: Campaign, text: str, given: Sequence[GivenFile]) -> Evidence | None:
    """The piece that is meant by its id. Raises Refusal where several files are to be one piece."""
    if not re.fullmatch("e[0-9]+", normal_id(text)):
        return None
    (piece,) = find_evidence(campaign, [text])
    if len(given) > 1:
        raise Refusal(
            f"{piece.id} 是一份材料，只能换成一个文件，写了 {len(given)} 个。"
            f"另外的请登记成新的，例如 cz evidence add {piece.about} {given[1].name}。"
        )
    return piece


def find_about(campaign: Campaign, text: str) -> tuple[str, str]:
    """(id, title) of an indicator, task, step or finding, by id or title. Raises Refusal."""
    wanted = normal_id(text)
    letter = "" if wanted[:1].isdigit() else wanted[:1]
    if wanted[len(letter) :][:1].isdigit():
        if letter == "i":
            indicator = find_indicator(campaign, wanted)
            return indicator.id, indicator.title
        if letter == "f":
            finding = find_finding(campaign, wanted)
            return finding.id, "：".join(filter(None, (finding.spot, finding.problem)))
        if letter in ("", "s"):
            item = find_work(campaign, wanted)
            return item.id, item.title
    called = find_titled(campaign, text)
    if called is not None:
        return called.id, called.title
    raise Refusal(
        f"“{text}”不是指标、任务、步骤或问题的编号或名称。"
        "先写编号，再写文件，例如 cz evidence add i9-14 清理后.jpg。",
        missing=wanted,
    )


# --- what is recorded -------------------------------------------------------------------------


def entries_of(
    loaded: Loaded, given: Sequence[GivenFile], request: Request, number: int
) -> list[Entry]:
    """An entry for each file, new ones numbered from the one after ``number``.

    Raises Refusal where one needs none, or is of no known kind.
    """
    there = [record for record in loaded.campaign.evidence if record.about == request.about]
    places = place_names(loaded.campaign)
    entries: list[Entry] = []
    needless, of_no_kind = [], []
    for file in given:
        known = (
            request.piece
            or _record_of(file, there)
            or _moved_away(file, there, loaded.campaign.folder)
        )
        fields = _what_is_new(known, file, request) if known else {}
        why_not = _why_needless(file, known, fields, there, entries, request.about)
        if why_not:
            needless.append(why_not)
        elif known:
            entries.append(Entry(file, known, fields, again=_again(known, fields, request.today)))
        elif not (request.kind or kind_of(file.name)):
            of_no_kind.append(file.name)
        else:
            number += 1
            entries.append(_new_entry(file, f"e{number}", request, places))
    _refuse_of_no_kind(of_no_kind)
    _refuse_needless(needless)
    return entries


def _record_of(file: GivenFile, records: Sequence[Evidence]) -> Evidence | None:
    for record in records:
        if same_path(record.file) == same_path(file.path):
            return record
    return None


def _moved_away(file: GivenFile, records: Sequence[Evidence], plan_folder: str) -> Evidence | None:
    """The record of the same content whose own file is not there any more.

    Or the record of this very file, its name written in another case.
    """
    for record in records:
        is_alike = record.file.casefold() == file.path.casefold()
        if record.sha256 in file.sums or is_alike:
            seen = seen_files(plan_folder, [record.file])[record.file]
            if seen.state == "absent" or seen.name == file.path:
                return record
    return None


def _what_is_new(known: Evidence, file: GivenFile, request: Request) -> dict[str, str]:
    day = request.date.isoformat() if request.date else ""
    if request.piece and not day and known.sha256 not in file.sums:
        told, date_from = day_of(file)
        day = told.isoformat() if date_from != _BY_CHANGE else ""
    given = {
        "file": file.path if same_path(file.path) != same_path(known.file) else "",
        "kind": request.kind,
        "date": day,
        "caption": request.caption,
        "sha256": "" if known.sha256 in file.sums else file.sha256,
        "shared": "true" if request.shared and not known.shared else "",
    }
    return {
        field: value
        for field, value in given.items()
        if value and value != str(getattr(known, field))
    }


def _again(known: Evidence, fields: dict[str, str], today: date) -> date | None:
    """The day on which it waits to be looked at anew, ``None`` where what was said still holds.

    Of what was returned whatever is new about it, of what had passed only other content.
    """
    if not known.reviews or known.reviews[-1].result == AGAIN:
        return None
    mended = {"sha256", "file", "kind", "date", "caption"}
    if known.reviews[-1].result == PASSED:
        mended = {"sha256"}
    return max(today, known.reviews[-1].date) if mended & fields.keys() else None


def _why_needless(
    file: GivenFile,
    known: Evidence | None,
    fields: dict[str, str],
    there: Sequence[Evidence],
    entries: Sequence[Entry],
    about: str,
) -> str:
    """Why nothing is to be recorded of a file, "" where something is."""
    if known and not fields:
        return f"{file.path} 已经登记给 {about}，是 {known.id}"
    for record in there:
        if record.sha256 in file.sums and record is not known:
            return f"{file.path} 和 {record.id}（{record.file}）内容相同，已经登记给 {about}"
    for entry in entries:
        if entry.known is None and entry.file.sha256 in file.sums:
            return f"{file.path} 和 {entry.file.path} 内容相同"
    return ""


def _new_entry(file: GivenFile, id_: str, request: Request, places: Sequence[str]) -> Entry:
    kind = request.kind or kind_of(file.name)
    day, date_from = day_of(file)
    if request.date:
        day, date_from = request.date, ""
    fields = {
        "id": id_,
        "about": request.about,
        "file": file.path,
        "kind": kind,
        "date": day.isoformat(),
        "caption": request.caption or own_caption(file.name, kind, places),
        "sha256": file.sha256,
    }
    if request.shared:
        fields["shared"] = "true"
    return Entry(file, None, fields, date_from)


def kind_of(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return _KIND_OF.get(ending.lower(), "") if dot else ""


def day_of(file: GivenFile) -> tuple[date, str]:
    """(the date, where it is from): the first in the file's name, else when it was changed."""
    for written in _DATES.finditer(narrow(file.name)):
        year, month, day, month_of_digits, day_of_digits = written.groups()
        try:
            named = date(int(year), int(month or month_of_digits), int(day or day_of_digits))
        except ValueError:
            continue
        return named, "（文件名里的日期）"
    if file.taken:
        return file.taken, "（照片的拍摄日期）"
    return file.modified, _BY_CHANGE


# Says when somebody saved the file, and nothing against a date that was once recorded.
_BY_CHANGE = "（文件的修改日期）"


def own_caption(name: str, kind: str, places: Sequence[str]) -> str:
    """A file's name without its ending, where it says what the material is.

    A photo's seldom does.
    """
    if not name.isprintable():
        return ""
    stem = one_line(name.rpartition(".")[0] or name)
    if kind == "图片" and caption_lacks(stem, places):
        return ""
    return stem


def last_number(loaded: Loaded) -> int:
    """Of all that stand in the file, the unsound ones too."""
    section = loaded.trees["evidence"].root.get("evidence")
    ids = [str(node.get("id", "")) for node in section or () if isinstance(node, Map)]
    numbers = [int(id_[1:]) for id_ in ids if re.fullmatch("e[0-9]{1,9}", id_)]
    return max(numbers, default=0)


def _refuse_of_no_kind(names: Sequence[str]) -> None:
    if names:
        more = "等" if len(names) > MOST else ""
        raise Refusal(
            f"看不出是哪一类材料：{'、'.join(names[:MOST])}{more}。"
            f"请加 --kind，可用的有：{'、'.join(EVIDENCE_KINDS)}。"
        )


def _refuse_needless(reasons: Sequence[str]) -> None:
    if reasons:
        more = f"；另有 {len(reasons) - MOST} 份也是" if len(reasons) > MOST else ""
        raise Refusal(f"{'；'.join(reasons[:MOST])}{more}。什么也没有改动。")


def entries_put(loaded: Loaded, entries: Sequence[Entry]) -> list[Change]:
    changes: list[Change] = []
    fresh = []
    for entry in entries:
        if entry.known is None:
            fresh.append(entry.fields)
            continue
        for field, value in entry.fields.items():
            changes.append(Put(entry.known.node, (field,), value))
        if entry.again:
            line = {"date": entry.again.isoformat(), "result": AGAIN}
            changes.append(Relist(entry.known.node, ("reviews",), (line,)))
    if fresh:
        changes.append(Append(loaded.trees["evidence"].root, "evidence", tuple(fresh)))
    return changes


# --- what is said of it -----------------------------------------------------------------------


def said_of(entry: Entry, request: Request) -> Said:
    known, fields = entry.known, entry.fields
    if known:
        moved = [_moved(known, field, value) for field, value in fields.items()]
        if fields.keys() == {"file"}:
            moved = [f"{moved[0]}（内容没有变）"]
        waits = "；重新提交，待审" if entry.again else ""
        return Said(entry.id, f"更新：{'，'.join(moved)}{waits}")
    by_ending = "" if request.kind else "（看扩展名）"
    return Said(
        entry.id,
        f"用于 {request.about} {request.title}：{entry.kind}{by_ending}，"
        f"{fields['date']}{entry.date_from}，{entry.file.path}",
    )


def _moved(known: Evidence, field: str, value: str) -> str:
    if field == "sha256":
        if known.sha256:
            return f"内容已改动，校验值换成现在的（{value[:8]}…）"
        return f"补记校验值（{value[:8]}…）"
    if field == "file":
        return f"文件 {known.file} → {value}"
    if field == "shared":
        return "写明共用"
    word = {"kind": "类别", "date": "日期", "caption": "图说"}[field]
    return f"{word} {getattr(known, field) or '无'} → {value}"


def _notes(
    campaign: Campaign, entries: Sequence[Entry], request: Request, today: date
) -> tuple[str, ...]:
    places = place_names(campaign)
    notes: list[str] = []
    for entry in entries:
        notes += _about_file(entry.file, campaign, request)
        day = entry.fields.get("date", "")
        if day > today.isoformat():
            advice = "，请核对，可用 --date 写明" if entry.date_from or entry.known else ""
            notes.append(f"{entry.id}：日期 {day} 晚于今天（{today}）{advice}。")
        if entry.kind == "图片":
            notes += _about_caption(entry, places)
    return tuple(notes)


def _about_file(file: GivenFile, campaign: Campaign, request: Request) -> list[str]:
    notes = []
    elsewhere = [
        f"{record.id}（用于 {record.about}）"
        for record in campaign.evidence
        if record.about != request.about
        and (record.sha256 in file.sums or same_path(record.file) == same_path(file.path))
    ]
    if elsewhere and not request.shared:
        listed = "、".join(elsewhere[:3])
        notes.append(
            f"{file.path}：和 {listed}是同一份材料，现在登记了两次。"
            "确是一份材料用于几处的，请再执行一次并加 --shared。"
        )
    if is_absolute(file.path):
        notes.append(
            f"{file.path}：在方案文件夹以外，记的是绝对路径，别人的电脑上找不到它。"
            "最好先拷进方案文件夹再登记。"
        )
    elif file.is_away:
        notes.append(f"{file.path}：是链接，文件实际在方案文件夹以外，别人的电脑上找不到它。")
    fault = name_faults(file.path)
    if fault:
        notes.append(f"{file.path}：{fault}，换到 Windows 上会打不开。请先改名再登记。")
    return notes


def _about_caption(entry: Entry, places: Sequence[str]) -> list[str]:
    if not entry.caption:
        fault = "没有图说"
    elif lacks := caption_lacks(entry.caption, places):
        fault = f"图说缺{'、'.join(lacks)}"
    else:
        return []
    return [
        f"{entry.id}：{fault}。图说要有时间、地点、事由，一般还要有人物；"
        "再执行一次并加 --caption，就会补上。"
    ]
