"""The units that a plan names: one record each, with kind and id, and what is not sure of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cz.intake.entries import Doubt, Entry
from cz.intake.pinyin import initials
from cz.intake.unit_names import is_plural, is_vague
from cz.letters import folded, without_odd


class UnitRead(NamedTuple):
    """``former``: what else the document calls it: 市发改委."""

    id: str
    name: str
    kind: str
    place: str
    former: tuple[str, ...] = ()


class CollectiveRead(NamedTuple):
    id: str
    name: str
    members: tuple[str, ...]
    place: str


class Owners(NamedTuple):
    """``names``: by each name as the document writes it, the name that tasks give it.

    ``same``: by such a name that is a unit's other one, the unit's own.
    """

    units: tuple[UnitRead, ...]
    collectives: tuple[CollectiveRead, ...]
    names: dict[str, str]
    same: dict[str, str]
    doubts: tuple[Doubt, ...]


_PLACES = "省市区县州旗"
_KINDS = (
    (
        "街道",
        re.compile(r".+街道(?:办事处|党工委|办|党工委和办事处|党工委、办事处)?$"),
    ),
    (
        "乡镇",
        re.compile(r"(?!.*(?:协会|公司)).+(?:乡|镇)(?:人民政府|政府|党委|党委和政府|党委、政府)?$"),
    ),
    (
        "群团",
        re.compile(
            r".*(?:总工会|团[省市区县州]?委|共青团.*|妇联|妇女联合会|科协|科学技术协会|文联|残联|残疾人联合会"
            r"|社科联|工商联|侨联|台联|红十字会|关工委|计生协|作协|记协|法学会|贸促会|文学艺术界联合会|慈善总?会)$"
        ),
    ),
    (
        "党委部门",
        re.compile(
            rf"^(?:中共)?.{{0,4}}?[{_PLACES}]?委(?:办|组|宣|统|政|网|编|社|机|老|巡|党|军|国安|改|农|外|财|直|台|全面|保密|机要)"
            r"|.*(?:组织部|宣传部|统战部|政法委|网信办|编办|党校|纪委|监委|机关工委|文明办|巡察办|社会工作部"
            r"|党史.*|档案馆|机关党委|老干部局|党委办公室|工委|国安办|党委|委办公室)$|^[省市区县州]?委$"
        ),
    ),
    (
        "其他",
        re.compile(
            r".*(?:公司|集团|银行|分行|支行|农商行|信用社|联社|人行|法院|检察院|大学|学院|学校|医院|中学|小学|报社|电视台"
            r"|电台|日报|供电局|供电所|电网|电信|移动|联通|铁塔|军分区|武装部|支队|大队|中队|消防.*|部队|协会|商会|企业|运营商"
            r"|海事局|铁路.*|燃气|水厂|自来水|公交|融媒体中心|新闻中心|场馆|社区|村|供销社)$"
        ),
    ),
)


def kind_of(name: str) -> str:
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", name)
    for kind, pattern in _KINDS:
        if pattern.match(plain):
            return kind
    return "政府部门"


def owners_of(entries: Sequence[Entry]) -> Owners:
    places: dict[str, str] = {}
    for entry in entries:
        for name in (*entry.leads, *entry.units):
            places.setdefault(_tidied(name), entry.place)
    merged, doubts = _with_place_prefix(places)
    names = {}
    for entry in entries:
        for name in (*entry.leads, *entry.units):
            tidy = _tidied(name)
            names[name] = merged.get(tidy, tidy)
    single: dict[str, str] = {}
    plural: dict[str, str] = {}
    for name, place in places.items():
        if name not in merged:
            (plural if is_plural(name) else single).setdefault(name, place)
    taken: set[str] = set()
    units = []
    same, named_twice = _same(single)
    doubts += named_twice
    for name, place in single.items():
        if name not in same:
            former = tuple(other for other, main in same.items() if main == name)
            units.append(UnitRead(new_id(name, taken), name, kind_of(name), place, former))
    collectives = []
    for name, place in plural.items():
        members = _members(name, units)
        collectives.append(CollectiveRead(new_id(name, taken), name, members, place))
    return Owners(tuple(units), tuple(collectives), names, same, tuple(doubts))


def _tidied(name: str) -> str:
    return without_odd(name).strip()


def _with_place_prefix(places: dict[str, str]) -> tuple[dict[str, str], list[Doubt]]:
    """Names that stand elsewhere with 省, 市, 区 or 县 before them, by those; and names that only
    look the same."""
    merged: dict[str, str] = {}
    doubts = []
    by_look: dict[str, str] = {}
    for name in places:
        whole = [f"{place}{name}" for place in _PLACES if f"{place}{name}" in places]
        same = by_look.setdefault(folded(name), name)
        if same != name:
            merged[name] = merged.get(same, same)
        elif len(whole) == 1 and not is_vague(name):
            merged[name] = whole[0]
            doubts.append(
                Doubt(
                    "单位简写", places[name], f"“{name}”和“{whole[0]}”", f"当作一个单位：{whole[0]}"
                )
            )
    return merged, doubts


_NAMED_SHORT = (
    (r"发展和?改革|发改", "发改"),
    (r"工业和信息化|工信", "工信"),
    (r"人力资源和?社会保障|人社", "人社"),
    (r"住房和?城乡建设|住建", "住建"),
    (r"卫生健康|卫健", "卫健"),
    (r"市场监督管理|市场监管", "市监"),
    (r"文化广电和?旅游|文化和旅游|文旅广电|文旅", "文旅"),
    (r"自然资源和规划|自然资源", "自规"),
    (r"委员会|委", "委"),
    (r"人民政府|政府", "政府"),
    (r"办公室|办", "办"),
    (r"科学技术|科技", "科技"),
    (r"城市管理|城管", "城管"),
    (r"退役军人事务|退役军人", "退役"),
    (r"医疗保障|医保", "医保"),
    (r"应急管理|应急", "应急"),
)


def _same(places: dict[str, str]) -> tuple[dict[str, str], list[Doubt]]:
    """Other names of one unit, 市发改委, by the longest of them, 市发展和改革委员会."""
    by_short: dict[str, list[str]] = {}
    for name in places:
        short = name
        for pattern, word in _NAMED_SHORT:
            short = re.sub(pattern, word, short)
        by_short.setdefault(short, []).append(name)
    same: dict[str, str] = {}
    doubts = []
    for names in by_short.values():
        longest = max(names, key=len)
        others = [name for name in names if name != longest]
        same |= dict.fromkeys(others, longest)
        for name in others:
            told = (
                f"当作一个单位：{longest}，另一种写法记在 former 里；不是一个的，"
                "请在 data/units.yaml 里另立一个"
            )
            doubts.append(Doubt("一个单位两种写法", places[name], f"“{name}”和“{longest}”", told))
    return same, doubts


def new_id(name: str, taken: set[str]) -> str:
    """Its pinyin's first letters; with a number behind where another has them.

    ``taken`` learns it.
    """
    letters = initials(name).lstrip("0123456789")[:24] or "dw"
    chosen, number = letters, 1
    while chosen in taken:
        number += 1
        chosen = f"{letters}{number}"
    taken.add(chosen)
    return chosen


def _members(name: str, units: Sequence[UnitRead]) -> tuple[str, ...]:
    """The towns or streets of the plan that 各乡镇 or 各街道 means."""
    kinds = []
    if re.search(r"[乡镇]", name):
        kinds.append("乡镇")
    if "街" in name:
        kinds.append("街道")
    return tuple(unit.name for unit in units if unit.kind in kinds)
