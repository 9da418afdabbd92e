"""Evidence: recording files where they lie, and checking what is recorded against the files."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from cz import disk
from cz.days import read_day
from cz.edit import Append, Change, Put
from cz.load import Loaded
from cz.names import find_finding, find_indicator, find_unit, find_work, narrow, normal_id
from cz.problem import Refusal, nearest
from cz.progress import pick_phase
from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Indicator
from cz.supervise.evidence import (
    Fault,
    Lacking,
    Seen,
    Span,
    caption_lacks,
    faults,
    is_absolute,
    lacking,
    name_faults,
    of_owner,
    place_names,
    span_of,
)
from cz.tree import Map
from cz.whose import Owner
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write

# Of what kind a file is, where its ending says so. A pdf or a Word file may be a document or a report: that is asked.
_ENDINGS = {
    "图片": ("jpg", "jpeg", "jfif", "png", "heic", "heif", "gif", "bmp", "webp", "tif", "tiff"),
    "数据表格": ("xlsx", "xls", "xlsm", "et", "ett", "csv", "tsv", "ods"),
}
_KIND_OF = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
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
    r"(?<![0-9])(20[0-9]{2})(?:[-._年](1[0-2]|0?[1-9])[-._月]([12][0-9]|3[01]|0?[1-9])(?![0-9])日?"
    r"|(0[1-9]|1[0-2])([0-2][0-9]|3[01])(?:[0-9]{4}(?:[0-9]{2})?)?(?![0-9]))"
)


class Added(NamedTuple):
    """``notes``: what the user should know about what was recorded."""

    outcome: Outcome
    notes: tuple[str, ...]


class _File(NamedTuple):
    """A file on its way into the ledger. ``path``: as it is recorded; ``away``: it really lies outside the plan's folder."""

    path: str
    sha256: str
    modified: date
    away: bool

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def add(
    folder: str,
    id_: str,
    files: Sequence[str],
    clock: Callable[[Campaign], date],
    *,
    kind: str | None = None,
    day_: str | None = None,
    caption: str | None = None,
    how: How = PLAINLY,
) -> Added:
    """Record files as evidence for an indicator, task, step or finding. All of them or none.

    A file that is recorded for it already is brought up to date where its content has changed, or where kind, date or
    caption are given anew. Raises Refusal where nothing about it is new.
    """
    wanted = read_kind(kind) if kind is not None else ""
    told = _one_line(caption) if caption is not None else ""
    found = list({file.path: file for file in (_look(folder, path) for path in files)}.values())
    kinds = {file.path: wanted or _kind_of(file.name) for file in found}
    notes: list[str] = []

    def plan(loaded: Loaded) -> Planned:
        notes.clear()
        campaign = loaded.campaign
        about, name = _find(campaign, id_)
        today = clock(campaign)
        when = read_day(day_, today) if day_ else None
        mine = [one for one in campaign.evidence if one.about == about]
        number = _last_number(loaded)
        places = place_names(campaign)
        changes: list[Change] = []
        fresh: list[dict[str, str]] = []
        said, ids, done, unknown = [], [], [], []
        for file in found:
            known = next(
                (one for one in mine if os.path.normpath(one.file) == os.path.normpath(file.path)),
                None,
            )
            if known and not (new := _new(known, file, wanted, when, told)):
                done.append(f"{file.path} 已经登记给 {about}，是 {known.id}")
                continue
            same = next(
                (one for one in mine if one.sha256 == file.sha256 and one is not known), None
            )
            if same:
                done.append(f"{file.path} 和 {same.id}（{same.file}）内容相同，已经登记给 {about}")
                continue
            twin = next((one for one in fresh if one["sha256"] == file.sha256), None)
            if twin:
                done.append(f"{file.path} 和 {twin['file']} 内容相同")
                continue
            if not known and not kinds[file.path]:
                unknown.append(file.name)
                continue
            notes.extend(_notes(file, campaign, about))
            if known:
                changes += [Put(known.node, (field,), value) for field, value in new.items()]
                said.append(
                    Said(
                        known.id,
                        f"更新：{'，'.join(_moved(known, field, value) for field, value in new.items())}",
                    )
                )
                ids.append(known.id)
                text = new.get("caption", known.caption)
            else:
                number += 1
                day, source = (when, "") if when else _day_of(file)
                text = told or _own_caption(file.name, kinds[file.path], places)
                record = {
                    "id": f"e{number}",
                    "about": about,
                    "file": file.path,
                    "kind": kinds[file.path],
                    "date": day.isoformat(),
                    "caption": text,
                    "sha256": file.sha256,
                }
                fresh.append(record)
                if day > today:
                    notes.append(
                        f"{record['id']}：日期 {day} 晚于今天（{today}）{'' if when else '，请核对，可用 --date 写明'}。"
                    )
                by = "" if wanted else "（看扩展名）"
                said.append(
                    Said(
                        record["id"],
                        f"用于 {about} {name}：{record['kind']}{by}，{record['date']}{source}，{file.path}",
                    )
                )
                ids.append(record["id"])
            if (known.kind if known and not wanted else kinds[file.path]) == "图片":
                notes.extend(_about_caption(ids[-1], text, places))
        if unknown:
            raise Refusal(
                f"看不出是哪一类材料：{'、'.join(unknown[:5])}{'等' if len(unknown) > 5 else ''}。请加 --kind，可用的有：{'、'.join(EVIDENCE_KINDS)}。"
            )
        if done:
            raise Refusal(
                f"{'；'.join(done[:5])}{f'；另有 {len(done) - 5} 份也是' if len(done) > 5 else ''}。什么也没有改动。"
            )
        if fresh:
            changes.append(Append(loaded.trees["evidence"].root, "evidence", tuple(fresh)))
        return Planned(changes, ids, said)

    outcome = write(
        folder,
        "evidence",
        plan,
        how,
        beside=("tasks", "units", "indicators", "findings", "supervision"),
    )
    return Added(outcome, tuple(notes))


def read_kind(text: str) -> str:
    """One of EVIDENCE_KINDS by its name or a usual short one. Raises Refusal with the nearest."""
    plain = text.strip()
    if plain in EVIDENCE_KINDS:
        return plain
    if plain in _SHORT:
        return _SHORT[plain]
    near = nearest(plain, EVIDENCE_KINDS, 1)
    raise Refusal(
        f"没有“{text}”这一类材料。{f'是不是 {near[0]}？' if near else ''}可用的有：{'、'.join(EVIDENCE_KINDS)}。"
    )


def _one_line(text: str) -> str:
    found = " ".join(
        "".join(char if char.isprintable() or char == "\u3000" else " " for char in text).split()
    )
    if not found:
        raise Refusal(
            "--caption 是空的。请写图说或材料名称，例如 2026年6月18日，城东街道，清理楼道杂物。"
        )
    return found


def _find(campaign: Campaign, text: str) -> tuple[str, str]:
    """(id, title) of an indicator, task, step or finding. Raises Refusal with the nearest ids."""
    plain = normal_id(text)
    if plain[:1] == "i" and plain[1:2].isdigit():
        indicator = find_indicator(campaign, plain)
        return indicator.id, indicator.title
    if plain[:1] == "f" and plain[1:2].isdigit():
        finding = find_finding(campaign, plain)
        return finding.id, "：".join(part for part in (finding.spot, finding.problem) if part)
    if plain[:1].isdigit() or (plain[:1] == "s" and plain[1:2].isdigit()):
        item = find_work(campaign, plain)
        return item.id, item.title
    raise Refusal(
        f"“{text}”不是指标、任务、步骤或问题的编号。先写编号，再写文件，例如 cz evidence add i9-14 清理后.jpg。",
        missing=plain,
    )


def _look(folder: str, given: str) -> _File:
    """The file a user means: from where he stands, else from the plan's folder. Raises Refusal."""
    path = given
    if (
        not os.path.lexists(path)
        and not os.path.isabs(given)
        and os.path.lexists(os.path.join(folder, given))
    ):
        path = os.path.join(folder, given)
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise Refusal(
                f"{given} 是文件夹。请写文件，可以一次写几个，例如 {os.path.join(given, '*.jpg')}。"
            )
        if not stat.S_ISREG(found.st_mode):
            raise Refusal(f"{given} 不是普通文件，不能登记。")
        if not found.st_size:
            raise Refusal(f"{given} 是空文件，没有内容可作材料。请核对。")
        content = disk.sha256(path)
    except (FileNotFoundError, NotADirectoryError):
        hint = (
            "它是一个链接，指向的文件不在。"
            if os.path.islink(path)
            else "请核对路径；有空格的要用引号括起来。"
        )
        raise Refusal(f"没有文件 {given}。{hint}") from None
    except PermissionError:
        raise Refusal(f"{given} 读不出来（没有读取权限）。请检查文件的属主和权限。") from None
    except OSError as error:
        raise Refusal(f"{given} 读不出来（{disk.reason(error)}）。") from None
    except ValueError:
        raise Refusal(f"没有文件 {given}。请核对路径。") from None
    recorded, away = _recorded(folder, path)
    return _File(recorded, content, date.fromtimestamp(found.st_mtime), away)


def _recorded(folder: str, path: str) -> tuple[str, bool]:
    """(the path as it is recorded, whether the file really lies outside the plan's folder). A link keeps its own name."""
    home = os.path.realpath(folder)
    for start, target in (
        (os.path.abspath(folder), os.path.abspath(path)),
        (
            home,
            os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path)),
        ),
    ):
        if _inside(start, target):
            return os.path.relpath(target, start).replace(os.sep, "/"), not _inside(
                home, os.path.realpath(path)
            )
    return os.path.abspath(path).replace(os.sep, "/"), True


def _inside(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _kind_of(name: str) -> str:
    return _KIND_OF.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def _day_of(file: _File) -> tuple[date, str]:
    """(the date, where it is from): the first date in the file's name, else the day it was last changed."""
    for found in _DATES.finditer(narrow(file.name)):
        year, month, day, *other = found.groups()
        try:
            return date(
                int(year), int(month or other[0]), int(day or other[1])
            ), "（文件名里的日期）"
        except ValueError:
            continue
    return file.modified, "（文件的修改日期）"


def _own_caption(name: str, kind: str, places: Sequence[str]) -> str:
    """A file's name without its ending, where it says what the material is; a photo's seldom does."""
    stem = _one_line(name.rpartition(".")[0] or name) if name.isprintable() else ""
    return stem if kind != "图片" or not caption_lacks(stem, places) else ""


def _new(
    known: Evidence, file: _File, kind: str, when: date | None, caption: str
) -> dict[str, str]:
    given = {
        "kind": kind,
        "date": when.isoformat() if when else "",
        "caption": caption,
        "sha256": file.sha256,
    }
    there = {
        "kind": known.kind,
        "date": known.date.isoformat(),
        "caption": known.caption,
        "sha256": known.sha256,
    }
    return {field: value for field, value in given.items() if value and value != there[field]}


def _moved(known: Evidence, field: str, value: str) -> str:
    if field == "sha256":
        return (
            f"内容已改动，校验值换成现在的（{value[:8]}…）"
            if known.sha256
            else f"补记校验值（{value[:8]}…）"
        )
    word, before = {
        "kind": ("类别", known.kind),
        "date": ("日期", known.date.isoformat()),
        "caption": ("图说", known.caption),
    }[field]
    return f"{word} {before or '无'} → {value}"


def _last_number(loaded: Loaded) -> int:
    """Of all that stand in the file, the unsound ones too."""
    section = loaded.trees["evidence"].root.get("evidence")
    ids = [str(one.get("id", "")) for one in section or () if isinstance(one, Map)]
    return max((int(name[1:]) for name in ids if re.fullmatch("e[0-9]{1,9}", name)), default=0)


def _notes(file: _File, campaign: Campaign, about: str) -> list[str]:
    found = []
    others = [
        one
        for one in campaign.evidence
        if one.about != about and (one.sha256 == file.sha256 or one.file == file.path)
    ]
    if others:
        listed = "、".join(f"{one.id}（用于 {one.about}）" for one in others[:3])
        found.append(f"{file.path}：和 {listed}是同一份材料，现在登记了两次。")
    if is_absolute(file.path):
        found.append(
            f"{file.path}：在方案文件夹以外，记的是绝对路径，别人的电脑上找不到它。最好先拷进方案文件夹再登记。"
        )
    elif file.away:
        found.append(f"{file.path}：是链接，文件实际在方案文件夹以外，别人的电脑上找不到它。")
    if words := name_faults(file.path):
        found.append(f"{file.path}：{words}，换到 Windows 上会打不开。请先改名再登记。")
    return found


def _about_caption(id_: str, caption: str, places: Sequence[str]) -> list[str]:
    lacks = caption_lacks(caption, places) if caption else ()
    if caption and not lacks:
        return []
    what = f"图说缺{'、'.join(lacks)}" if lacks else "没有图说"
    return [
        f"{id_}：{what}。图说要有时间、地点、事由，一般还要有人物；再执行一次并加 --caption，就会补上。"
    ]


# --- checking -----------------------------------------------------------------------------------------------------------


class Checked(NamedTuple):
    """``proven``: indicators that have evidence, their own or their task's; ``unhashed``: records without a checksum."""

    campaign: Campaign
    today: date
    owner: Owner | None
    span: Span | None
    records: tuple[Evidence, ...]
    counts: dict[str, int]
    indicators: tuple[Indicator, ...]
    proven: int
    faults: tuple[Fault, ...]
    lacking: tuple[Lacking, ...]
    unhashed: tuple[Evidence, ...]


def check(
    campaign: Campaign, today: date, *, unit: str | None = None, phase: int | None = None
) -> Checked:
    """All records against the files, each file read once. Raises Refusal for an unknown unit or phase."""
    owner = find_unit(campaign, unit) if unit is not None else None
    span = span_of(campaign, pick_phase(campaign, phase, today))
    indicators, records = of_owner(campaign, owner)
    seen = look_at(campaign.folder, {one.file for one in campaign.evidence})
    counts = dict.fromkeys(EVIDENCE_KINDS, 0)
    for one in records:
        counts[one.kind] += 1
    about = {one.about for one in campaign.evidence}
    return Checked(
        campaign,
        today,
        owner,
        span,
        records,
        counts,
        indicators,
        sum(one.id in about or one.task in about for one in indicators),
        tuple(faults(records, campaign.evidence, seen, span, place_names(campaign))),
        tuple(lacking(indicators, campaign.evidence)),
        tuple(one for one in records if not one.sha256),
    )


def look_at(folder: str, files: set[str]) -> dict[str, Seen]:
    """Every file by the path recorded for it."""
    home = os.path.realpath(folder)
    real: dict[str, str] = {}
    found = {}
    for file in files:
        path = os.path.join(folder, file)
        above = os.path.dirname(path)
        try:
            if above not in real:
                real[above] = os.path.realpath(above)
            target = os.path.join(real[above], os.path.basename(path))
            away = not _inside(home, os.path.realpath(target) if os.path.islink(target) else target)
            found[file] = _seen(path, away)
        except ValueError:  # no path of this system
            found[file] = Seen("absent")
    return found


def _seen(path: str, away: bool) -> Seen:
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            return Seen("folder" if stat.S_ISDIR(state.st_mode) else "unreadable", away=away)
        return Seen("ok" if state.st_size else "empty", disk.sha256(path), away)
    except (FileNotFoundError, NotADirectoryError):
        return Seen("absent", away=away)
    except OSError:
        return Seen("unreadable", away=away)
