"""``cz evidence take``: a table of captions, items and reviews, filled in and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cz.days import read_past
from cz.edit import Append, Change, Put, Relist
from cz.letters import folded
from cz.load import Loaded
from cz.names import find_evidence
from cz.problem import Refusal
from cz.records import AGAIN, FAKED, PASSED, RETURNED, Campaign, Evidence, Review
from cz.sheets.dates import read_due
from cz.supervise.covering import Standards
from cz.supervise.evidence import same_path
from cz.supervise.reviews import still_to_see
from cz.supervise.table import plain_heading
from cz.tables import LOOKED, Row, read, text_of
from cz.typed.lists import parts
from cz.typography import one_line
from cz.verbs.evidence.add import day_of, find_about, kind_of, last_number, own_caption, read_kind
from cz.verbs.evidence.files import GivenFile, given_files
from cz.verbs.evidence.folder import Lying
from cz.verbs.evidence.review import review_added, told
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "材料编号"),
    "file": ("文件", "文件名", "材料文件"),
    "about": ("用于", "对应编号", "指标", "指标编号", "标准编号"),
    "kind": ("类别", "材料类别"),
    "date": ("日期", "材料日期"),
    "caption": ("图说", "图说或名称", "材料名称", "名称"),
    "covers": ("对应要求", "对应的要求"),
    "result": ("审核结果", "审核"),
    "reason": ("退回原因", "原因"),
    "due": ("补交时限", "时限"),
    "by": ("审核人", "审核单位"),
}
_FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words}
_RESULTS = {
    **dict.fromkeys(("通过", "合格", "是", "√", "pass", "passed"), PASSED),
    **dict.fromkeys(("退回", "不通过", "不合格", "否", "×", "return", "returned"), RETURNED),
    **dict.fromkeys(("弄虚作假", "假", "faked"), FAKED),
}
AGREED = ("同意", "是", "√")  # in 对应要求: what is proposed beside it


class Returned(NamedTuple):
    number: int
    name: str
    reason: str


class Taken(NamedTuple):
    """``rows`` = added + changed + unchanged + returned."""

    rows: int
    added: int
    changed: int
    unchanged: int
    returned: tuple[Returned, ...]


class _Sheet(NamedTuple):
    where: Mapping[str, int]
    proposed: int
    rows: tuple[Row, ...]


class _Told(NamedTuple):
    """What one row comes to: the changes of a piece that is there, or a new one's fields."""

    said: Said
    changes: tuple[Change, ...] = ()
    fresh: Mapping[str, str | tuple[str, ...]] | None = None


def take(folder: str, path: str, clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Rows with an id change that piece, the others are new files. The result is Taken.

    A row that cannot be taken is returned with its reason; the others are written, all at once.
    Raises Refusal.
    """
    sheet = _sheet(path)

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "evidence", "evidence")
        return _planned(loaded, sheet, clock(loaded.campaign))

    beside = ("tasks", "units", "indicators", "findings", "supervision")
    return write(folder, "evidence", plan, how, beside=beside)


def _sheet(path: str) -> _Sheet:
    """The first table of the file that is headed as one of material. Raises Refusal."""
    for table in read(path, _FIELD_OF).tables:
        for place, row in enumerate(table.rows[:LOOKED]):
            titles = [plain_heading(text_of(cell)) for cell in row.cells]
            fields = [_FIELD_OF.get(title, "") for title in titles]
            if ("id" in fields or "file" in fields) and len(set(filter(None, fields))) > 1:
                where = {field: fields.index(field) for field in HEADINGS if field in fields}
                hints = [at for at, title in enumerate(titles) if title.startswith("可能对应")]
                return _Sheet(where, hints[0] if hints else -1, table.rows[place + 1 :])
    wanted = "、".join(words[0] for words in HEADINGS.values())
    raise Refusal(
        f"{path} 里没有认得出的材料表。表头要有“编号”或“文件”，另有这里的一列：{wanted}。"
        "cz evidence list -o 材料.xlsx 和 cz evidence add 文件夹 -o 图说.xlsx 写的就是这样的表。"
    )


def _planned(loaded: Loaded, sheet: _Sheet, today: date) -> Planned:
    reader = _Reader(loaded, sheet, today)
    changes: list[Change] = []
    fresh = []
    said: list[Said] = []
    records: list[str] = []
    returned: list[Returned] = []
    changed = unchanged = 0
    for row in sheet.rows:
        cells = reader.cells(row)
        name = cells.get("id") or cells.get("file") or ""
        if not name:
            continue
        try:
            told_row = reader.told(row, cells)
        except Refusal as refusal:
            returned.append(Returned(row.number, name, refusal.message))
            continue
        if told_row is None:
            unchanged += 1
            continue
        said.append(told_row.said)
        if told_row.fresh is not None:
            fresh.append(told_row.fresh)
            records.append(str(told_row.fresh["id"]))
        else:
            changes += told_row.changes
            changed += 1
            records.append(told_row.said.name.partition(" ")[0])
    if fresh:
        changes.append(Append(loaded.trees["evidence"].root, "evidence", tuple(fresh)))
    total = len(fresh) + changed + unchanged + len(returned)
    taken = Taken(total, len(fresh), changed, unchanged, tuple(returned))
    return Planned(changes, records, said, result=taken)


class _Reader:
    def __init__(self, loaded: Loaded, sheet: _Sheet, today: date) -> None:
        self.campaign: Campaign = loaded.campaign
        self.sheet, self.today = sheet, today
        self.standards = Standards(self.campaign)
        self.pieces = {piece.id: piece for piece in self.campaign.evidence}
        self.by_file = {
            (same_path(piece.file), piece.about): piece for piece in self.campaign.evidence
        }
        self.number = last_number(loaded)
        self.abouts: dict[str, str] = {}

    def cells(self, row: Row) -> dict[str, str]:
        places = self.sheet.where.items()
        return {
            field: one_line(text_of(row.cells[place])).strip("\t ")
            for field, place in places
            if place < len(row.cells)
        }

    def told(self, row: Row, cells: Mapping[str, str]) -> _Told | None:
        """``None`` where nothing is new. Raises Refusal."""
        if cells.get("id"):
            (piece,) = find_evidence(self.campaign, [cells["id"]])
            return self._changed(row, cells, piece)
        about = self._about(cells.get("about", ""))
        (file, *more) = given_files(self.campaign.folder, [cells["file"]])
        if more:
            raise Refusal("“文件”这一格写的是文件夹，请一行写一个文件。")
        piece_there = self.by_file.get((same_path(file.path), about))
        if piece_there:
            return self._changed(row, cells, piece_there)
        return self._fresh(row, cells, about, file)

    def _about(self, text: str) -> str:
        if not text:
            raise Refusal("没有写“用于”哪一条（指标、任务、步骤或问题的编号）。")
        if text not in self.abouts:
            self.abouts[text] = find_about(self.campaign, text)[0]
        return self.abouts[text]

    def _fresh(self, row: Row, cells: Mapping[str, str], about: str, file: GivenFile) -> _Told:
        kind = read_kind(cells["kind"]) if cells.get("kind") else kind_of(file.name)
        if not kind:
            raise Refusal("看不出是哪一类材料，请在“类别”里写明。")
        day = day_of(file)[0]
        if cells.get("date"):
            day = read_past(cells["date"], self.today)
        self.number += 1
        fields: dict[str, str | tuple[str, ...]] = {
            "id": f"e{self.number}",
            "about": about,
            "file": file.path,
            "kind": kind,
            "date": day.isoformat(),
            "caption": cells.get("caption") or own_caption(file.name, kind, ()),
            "sha256": file.sha256,
            "covers": self._covers(row, cells, about),
        }
        kept = {name: value for name, value in fields.items() if value}
        words = f"用于 {about}：{kind}，{day}，{file.path}"
        return _Told(Said(f"e{self.number}", words), fresh=kept)

    def _covers(self, row: Row, cells: Mapping[str, str], about: str) -> tuple[str, ...]:
        """The items named, as the requirement writes them. Raises Refusal for one it has not."""
        text = cells.get("covers", "")
        if text in AGREED:
            at = self.sheet.proposed
            text = text_of(row.cells[at]) if 0 <= at < len(row.cells) else ""
        items = {folded(item): item for item in self.standards.items(about)}
        named = []
        for part in parts(text):
            if folded(part) not in items:
                known = "、".join(items.values()) or "没有写材料要求"
                raise Refusal(f"“{part}”不是 {about} 材料要求里的一项，要求是：{known}。")
            named.append(items[folded(part)])
        return tuple(dict.fromkeys(named))

    def _changed(self, row: Row, cells: Mapping[str, str], piece: Evidence) -> _Told | None:
        changes: list[Change] = []
        words = []
        for field, change, word in self._differences(row, cells, piece):
            changes.append(change)
            words.append(f"{field}：{word}" if field else word)
        if not changes:
            return None
        if _is_mended(piece, words):
            day = max(self.today, piece.reviews[-1].date)
            changes.append(review_added(piece, Review(day, AGAIN)))
            words.append("重新提交，待审")
        name = f"{piece.id} {piece.caption or piece.file.rpartition('/')[2]}"
        return _Told(Said(name, "；".join(words)), tuple(changes))

    def _differences(
        self, row: Row, cells: Mapping[str, str], piece: Evidence
    ) -> Iterator[tuple[str, Change, str]]:
        """(the field's word, the change, what is said of it); an empty cell changes nothing."""
        caption, kind = cells.get("caption", ""), cells.get("kind", "")
        if caption and caption != piece.caption:
            yield "图说", Put(piece.node, ("caption",), caption), caption
        if kind and read_kind(kind) != piece.kind:
            yield "类别", Put(piece.node, ("kind",), read_kind(kind)), read_kind(kind)
        if cells.get("date"):
            day = read_past(cells["date"], self.today)
            if day != piece.date:
                yield "日期", Put(piece.node, ("date",), day.isoformat()), str(day)
        wanted = self._covers(row, cells, piece.about)
        if wanted and wanted != piece.covers:
            gone = tuple(at for at, name in enumerate(piece.covers) if name not in wanted)
            more = tuple(name for name in wanted if name not in piece.covers)
            if gone or more:
                yield "对应要求", Relist(piece.node, ("covers",), more, gone), "、".join(wanted)
        line = self._review(cells, piece)
        if line:
            yield "", review_added(piece, line), told(line)

    def _review(self, cells: Mapping[str, str], piece: Evidence) -> Review | None:
        """What the row says of the piece, ``None`` where that was said last. Raises Refusal."""
        text = cells.get("result", "")
        if not text:
            return None
        result = _RESULTS.get(folded(text), "")
        if not result:
            raise Refusal(f"审核结果“{text}”看不懂，请写通过、退回或弄虚作假。")
        reason = cells.get("reason", "") if result != PASSED else ""
        if result != PASSED and not reason:
            raise Refusal("退回的要写明原因。")
        if piece.reviews and (piece.reviews[-1].result, piece.reviews[-1].reason) == (
            result,
            reason,
        ):
            return None
        due = read_due(cells["due"], self.today) if cells.get("due") and reason else None
        draw = still_to_see(self.campaign, piece, self.today)
        day = max(self.today, piece.reviews[-1].date) if piece.reviews else self.today
        by = cells.get("by", "")
        return Review(day, result, reason, by, draw.id if draw else "", due)


def _is_mended(piece: Evidence, words: Sequence[str]) -> bool:
    """Whether what was returned has been put right by what the row says, and not looked at yet."""
    if not piece.reviews or piece.reviews[-1].result not in (RETURNED, FAKED):
        return False
    return any(word.partition("：")[0] in ("图说", "类别", "日期") for word in words)


def take_lying(folder: str, found: Sequence[Lying], clock: Clock, *, how: How = PLAINLY) -> Outcome:
    """Record what lies in a folder and is not recorded yet. Raises Refusal where nothing is new."""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "evidence", "evidence")
        last = last_number(loaded)
        new = [each for each in found if not each.known]
        if not new:
            raise Refusal(f"{len(found)} 个文件都已经登记过。什么也没有改动。")
        fresh = []
        said = []
        for number, each in enumerate(new, start=last + 1):
            fields = {
                "id": f"e{number}",
                "about": each.about,
                "file": each.file.path,
                "kind": each.kind,
                "date": each.day,
                "caption": each.caption,
                "sha256": each.file.sha256,
            }
            fresh.append({name: value for name, value in fields.items() if value})
            words = f"用于 {each.about}：{each.kind}，{each.day}{each.day_from}，{each.file.path}"
            said.append(Said(f"e{number}", words))
        root = loaded.trees["evidence"].root
        ids = [record["id"] for record in fresh]
        next_step = (
            "图说、对应要求要补的：cz evidence list -o 材料.xlsx，填好用 cz evidence take 取回。"
        )
        append = Append(root, "evidence", tuple(fresh))
        return Planned([append], ids, said, next_step=next_step)

    beside = ("tasks", "units", "indicators", "findings", "supervision")
    return write(folder, "evidence", plan, how, beside=beside)
