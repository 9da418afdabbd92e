"""``cz spot import``: a table of spots; what is there is compared, never doubled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cz.edit import Append, Change, Put
from cz.letters import packed
from cz.load import Loaded
from cz.names import find_one_unit, find_unit
from cz.problem import Refusal
from cz.records import Campaign, Spot
from cz.records.kinds import new_fields, word_in
from cz.supervise.table import plain_heading
from cz.tables import LOOKED, Row, read, text_of
from cz.typography import one_line
from cz.verbs.spot.adopt import BESIDE
from cz.verbs.spot.entering import new_types, next_id, type_named
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "点位编号"),
    "name": ("点位", "点位名称", "名称", "点位名", "地点"),
    "type": ("类型", "点位类型", "类别", "点位类别", "场所类型"),
    "unit": ("属地", "属地单位", "所属街道", "所属乡镇", "所属镇街", "责任单位", "单位"),
    "keeper": ("包保单位", "包联单位", "联系单位", "包抓单位"),
    "leader": ("包保领导", "包联领导", "责任领导", "包抓领导"),
}
_FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words}
_HEADS = ("编号", "序号", "点位", "点位名称", "名称")


class Returned(NamedTuple):
    number: int
    name: str
    reason: str


class Imported(NamedTuple):
    """``rows`` = added + changed + unchanged + returned. ``unused``: headings that mean nothing."""

    rows: int
    added: int
    changed: int
    unchanged: int
    returned: tuple[Returned, ...]
    unused: tuple[str, ...]


class _Sheet(NamedTuple):
    """``where``: the place of each field's column."""

    where: Mapping[str, int]
    rows: tuple[Row, ...]
    unused: tuple[str, ...]


def import_spots(folder: str, path: str, *, how: How = PLAINLY) -> Outcome:
    """Rows of spots that are there change what is filled in; the others are new spots.

    A row is a spot that is there by its id, else by name and ground. The outcome's result is
    Imported. Raises Refusal.
    """
    sheet = _sheet(path)

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "spots", "types", "spots")
        require(loaded, "units", "units")
        return _planned(loaded, sheet)

    return write(folder, "spots", plan, how, beside=BESIDE)


def _sheet(path: str) -> _Sheet:
    """The first table of the file that is headed as one of spots. Raises Refusal."""
    for table in read(path, _FIELD_OF).tables:
        for place, row in enumerate(table.rows[:LOOKED]):
            titles = [plain_heading(text_of(cell)) for cell in row.cells]
            fields = [_FIELD_OF.get(title, "") for title in titles]
            if "name" in fields and len(set(filter(None, fields))) > 1:
                where = {field: fields.index(field) for field in HEADINGS if field in fields}
                unused = [
                    title
                    for title, field in zip(titles, fields, strict=True)
                    if title and not field and title != "序号"
                ]
                return _Sheet(where, table.rows[place + 1 :], tuple(unused))
    wanted = "、".join(words[0] for words in HEADINGS.values())
    raise Refusal(f"{path} 里没有认得出的点位表。表头要有“点位名称”，另有这里的一列：{wanted}。")


def _planned(loaded: Loaded, sheet: _Sheet) -> Planned:
    campaign = loaded.campaign
    there = {**_by_ground(campaign)}
    changes: list[Change] = []
    said: list[Said] = []
    new: list[Spot] = []
    returned: list[Returned] = []
    changed = unchanged = 0
    for row in sheet.rows:
        cells = _cells(sheet, row)
        if not any(cells.values()) or cells.get("name", "") in _HEADS:
            continue
        try:
            spot = _read(campaign, cells)
            known = _known(campaign, there, cells, spot)
        except Refusal as refusal:
            returned.append(Returned(row.number, cells.get("name", ""), refusal.message))
            continue
        if known is None:
            spot = spot._replace(id=f"p{next_id(campaign) + len(new)}")
            new.append(spot)
            there[packed(spot.name), spot.unit] = spot
            continue
        puts = list(_differences(known, spot)) if known.node else []
        changes += [change for change, _ in puts]
        said += [words for _, words in puts]
        changed += bool(puts)
        unchanged += not puts
    changes = [*_added(loaded, new), *changes]
    if new:
        said.insert(0, Said("点位", f"登记 {len(new)} 个（拟）"))
    imported = Imported(
        rows=len(new) + changed + unchanged + len(returned),
        added=len(new),
        changed=changed,
        unchanged=unchanged,
        returned=tuple(returned),
        unused=sheet.unused,
    )
    return Planned(changes, [spot.id for spot in new], said, result=imported)


def _by_ground(campaign: Campaign) -> dict[tuple[str, str], Spot]:
    found = {}
    for spot in campaign.spots:
        for name in (*spot.former, spot.name):
            found[packed(name), spot.unit] = spot
    return found


def _cells(sheet: _Sheet, row: Row) -> dict[str, str]:
    cells = {}
    for field, place in sheet.where.items():
        if place < len(row.cells):
            text = one_line(text_of(row.cells[place])).strip()
            cells[field] = "" if text in ("无", "—", "-", "/") else text
    return cells


def _read(campaign: Campaign, cells: Mapping[str, str]) -> Spot:
    """Raises Refusal where it has no name, or names a unit that is none."""
    if not cells.get("name"):
        raise Refusal("没有写点位名称")
    unit, keeper, type_ = (cells.get(field, "") for field in ("unit", "keeper", "type"))
    return Spot(
        id="",
        name=cells["name"],
        type=type_named(campaign, type_) if type_ else "",
        unit=find_one_unit(campaign, unit).name if unit else "",
        keeper=find_unit(campaign, keeper).name if keeper else "",
        leader=cells.get("leader", ""),
    )


def _known(
    campaign: Campaign,
    there: Mapping[tuple[str, str], Spot],
    cells: Mapping[str, str],
    spot: Spot,
) -> Spot | None:
    """The spot that is there. Raises Refusal where it is not sure which."""
    for known in campaign.spots:
        if cells.get("id") == known.id:
            return known
    if spot.unit:
        return there.get((packed(spot.name), spot.unit))
    named = {known.id: known for (name, _), known in there.items() if name == packed(spot.name)}
    if len(named) > 1:
        raise Refusal("几个属地都有这个名称，请写明属地")
    return next(iter(named.values()), None)


def _differences(known: Spot, spot: Spot) -> Iterator[tuple[Change, Said]]:
    """What is filled in and is not so yet; the name is how it was found."""
    for field in ("type", "unit", "keeper", "leader"):
        old, new = getattr(known, field), getattr(spot, field)
        if new and new != old:
            words = f"{word_in(Spot, field)}：{old or '未定'} → {new}"
            yield Put(known.node, (field,), new), Said(f"{known.id} {known.name}", words)


def _added(loaded: Loaded, spots: list[Spot]) -> list[Change]:
    changes = new_types(loaded, [spot.type for spot in spots])
    if spots:
        root = loaded.trees["spots"].root
        changes.append(Append(root, "spots", tuple(map(new_fields, spots))))
    return changes
