"""What evidence (佐证材料) is good for: the kinds an indicator asks for, what is wrong with a record, which dates count."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Indicator, Window
from cz.whose import Owner, present_names

LONGEST = 200  # characters of a path: Windows gives up at 260, and the folder the plan stands in takes some of them

# What may be wrong with a record, in the order it is told.
FAULTS = {
    "absent": "文件找不到或打不开",
    "changed": "登记以后改动过",
    "twice": "重复登记",
    "window": "日期不在有效期内",
    "caption": "图说或材料名称不全",
    "name": "文件名换一台电脑会出错",
    "outside": "文件在方案文件夹以外",
}


class Seen(NamedTuple):
    """A file as it is on the disk. ``state``: ok, absent, folder, empty, unreadable. ``away``: it really lies outside
    the plan's folder (an absolute path, a link, ``..``)."""

    state: str
    sha256: str = ""
    away: bool = False


class Fault(NamedTuple):
    """``kind``: a key of FAULTS; ``words``: what in particular."""

    kind: str
    record: Evidence
    words: str


class Lacking(NamedTuple):
    """An indicator and the kinds of evidence it asks for and has none of."""

    indicator: Indicator
    kinds: tuple[str, ...]


class Span(NamedTuple):
    """The dates inside which evidence counts. ``source``: rules or phase."""

    window: Window
    source: str


def span_of(campaign: Campaign, phase: int) -> Span | None:
    """The rules' window, else the phase's own dates, else not known."""
    if campaign.rules.window:
        return Span(campaign.rules.window, "rules")
    found = campaign.phase(phase)
    return (
        Span(Window(found.start, found.end), "phase")
        if found and found.start and found.end
        else None
    )


# --- the kinds an indicator asks for ------------------------------------------------------------------------------------

# The word that stands last in a requirement says what it is: 表彰文件 is a document, 任务分解表 a table. The names of
# official documents are those of 《党政机关公文处理工作条例》 (报告 apart: it is a kind by itself here).
_WORDS = {
    "图片": "图片|照片|截图|相片|影像|图像",
    "数据表格": "台账|名册|名录|名单|目录|清单|数据|档案|登记|统计|表格|表单|(?<!代)表(?=$|[（(])",
    "正式发文": "文件|通知|通报|通告|公告|办法|制度|方案|章程|规划|计划|预案|决定|决议|意见|批复|纪要|要点|规定|细则",
    "说明报告": "总结|小结|报告|汇报|记录|说明|案例",
}
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_PARTS = re.compile(r"[、，,；;。/\s]+|以及|[及或和]")
_VAGUE = "材料"  # says nothing of its own: 图片材料 are pictures, 案例材料 is a report


@lru_cache(maxsize=1024)
def needed(material: str) -> tuple[str, ...]:
    """The kinds that a 材料要求 asks for, by its words; requirements without a known word ask for none."""
    found = set()
    for part in _PARTS.split(material):
        words = [one.lastgroup or "" for one in _KIND.finditer(part)]
        if words:
            found.add("图片" if "图片" in words else words[-1])
        elif _VAGUE in part:
            found.add("说明报告")
    return tuple(kind for kind in EVIDENCE_KINDS if kind in found)


def lacking(indicators: Iterable[Indicator], records: Iterable[Evidence]) -> list[Lacking]:
    """Evidence for an indicator's task counts for the indicator."""
    have: dict[str, set[str]] = {}
    for one in records:
        have.setdefault(one.about, set()).add(one.kind)
    none: set[str] = set()
    found = []
    for indicator in indicators:
        there = have.get(indicator.id, none) | have.get(indicator.task, none)
        missing = tuple(kind for kind in needed(indicator.material) if kind not in there)
        if missing:
            found.append(Lacking(indicator, missing))
    return found


# --- captions -----------------------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}(?:\s*[-./月]\s*[0-9]{1,2}\s*日?|月)|(?<![0-9])20[0-9]{6}(?![0-9])|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[〇零一二三四五六七八九十]{1,4}月[一二三四五六七八九十]{1,3}日"
)
_SPOT = (
    "街道|社区|广场|公园|校园|学校|小学|中学|大学|幼儿园|市场|商场|超市|停车场|医院|卫生院|法院|检察院|敬老院|中心|大厅|展厅|小区|车站|大道|"
    "办事处|派出所|司法所|厕所|场所|工地|路口|河道|景区|园区|基地|窗口|门口|酒店|饭店|企业|公司|委员会"
)
_SPOT_SIGN = "[镇乡村路街巷桥局馆站](?![面障灯况岗位民亲坊势限])"
_PLACE = re.compile(rf"[\u4e00-\u9fff]{{1,4}}?(?:{_SPOT}|{_SPOT_SIGN})")
_NO_PLACE = re.compile("布局|结局|全局|大局|思路|一路|沿路|出路|走路|修路|网站|家乡|上街|逛街")
_SAYS_NOTHING = re.compile(r"[\s\W_]+|现场|图片|照片|留影")
LEAST = 4  # characters that tell what a photo shows


def caption_lacks(caption: str, places: Sequence[str] = ()) -> tuple[str, ...]:
    """What a photo's caption does not tell of 时间, 地点, 事由. ``places``: names of units and spots.

    A guess by the shape of the words: a date; a known name or a word that ends like a place; at least four characters
    besides these two.
    """
    lacks = []
    rest, times = _TIME.subn("，", caption)
    if not times:
        lacks.append("时间")
    rest, spots = _PLACE.subn("，", _NO_PLACE.sub(lambda found: "某" * len(found[0]), rest))
    known = "" if spots else next((name for name in places if name in caption), "")
    if not spots and not known:
        lacks.append("地点")
    if len(_SAYS_NOTHING.sub("", rest.replace(known, "，") if known else rest)) < LEAST:
        lacks.append("事由")
    return tuple(lacks)


def place_names(campaign: Campaign) -> list[str]:
    """Names that tell where: units, as they are and were called, and spots inspected; the longest first."""
    names = {owner.name for owner in campaign.owners} | present_names(campaign).keys()
    names |= {one.spot for one in campaign.findings} | {one.spot for one in campaign.visits}
    return sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))


# --- names of files -----------------------------------------------------------------------------------------------------

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.I)
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_DRIVE = re.compile(r"[A-Za-z]:(?=[\\/])|\\\\")


def is_absolute(path: str) -> bool:
    """On whatever system it was recorded."""
    return path.startswith("/") or bool(_DRIVE.match(path))


def name_faults(path: str) -> str:
    """Why a path will not do on Windows; "" where it will. An absolute path is another matter."""
    if is_absolute(path):
        return ""
    for part in path.split("/"):
        if found := _FORBIDDEN.search(part):
            return (
                f"“{found[0]}”不能用在文件名里" if found[0] != "\\" else "路径里写了 \\，应当写 /"
            )
        if any(char < " " or char == "\x7f" for char in part):
            return "文件名里有控制字符"
        if part not in (".", "..") and part.endswith((".", " ")):
            return f"“{part}”以{'句点' if part.endswith('.') else '空格'}结尾"
        if _RESERVED.match(part):
            return f"“{part}”是 Windows 留用的名字"
    return f"路径长 {len(path)} 个字，超过 {LONGEST} 个" if len(path) > LONGEST else ""


# --- what is wrong ------------------------------------------------------------------------------------------------------


def faults(
    records: Sequence[Evidence],
    everything: Sequence[Evidence],
    seen: Mapping[str, Seen],
    span: Span | None,
    places: Sequence[str],
) -> list[Fault]:
    """Of ``records``, by kind in the order of FAULTS. ``everything``: all records, for what is filed twice; ``seen`` by path."""
    found = [fault for one in records for fault in _alone(one, seen[one.file], span, places)]
    mine = {id(one) for one in records}
    found += [fault for fault in _twice(everything, seen) if id(fault.record) in mine]
    order = {kind: place for place, kind in enumerate(FAULTS)}
    return sorted(found, key=lambda fault: order[fault.kind])


_STATES = {
    "absent": "没有这个文件",
    "folder": "是一个文件夹",
    "empty": "文件是空的",
    "unreadable": "打不开，请检查权限和网络盘",
}


def _alone(one: Evidence, file: Seen, span: Span | None, places: Sequence[str]) -> Iterable[Fault]:
    if file.state != "ok":
        yield Fault("absent", one, _STATES[file.state])
    elif one.sha256 and file.sha256 != one.sha256:
        yield Fault("changed", one, "内容和登记时不同")
    if span and not span.window.start <= one.date <= span.window.end:
        yield Fault(
            "window",
            one,
            f"日期 {one.date}，{'早' if one.date < span.window.start else '晚'}于有效期",
        )
    if one.kind == "图片":
        lacks = caption_lacks(one.caption, places) if one.caption else ()
        if not one.caption or lacks:
            yield Fault("caption", one, f"缺{'、'.join(lacks)}" if lacks else "没有图说")
    elif not one.caption:
        yield Fault("caption", one, "没有材料名称")
    if words := name_faults(one.file):
        yield Fault("name", one, words)
    if is_absolute(one.file):
        yield Fault("outside", one, "记的是绝对路径")
    elif file.away:
        yield Fault("outside", one, "文件实际在文件夹以外")


def _twice(records: Sequence[Evidence], seen: Mapping[str, Seen]) -> Iterable[Fault]:
    """Every record after the first of one file or one content; every path that differs from an earlier one in case only."""
    first: dict[str, Evidence] = {}
    paths: dict[str, Evidence] = {}
    folded: dict[str, Evidence] = {}
    for one in records:
        file = seen[one.file]
        path = posixpath.normpath(one.file)
        content = file.sha256 if file.state == "ok" else one.sha256 if file.state != "empty" else ""
        if path in paths:
            yield Fault("twice", one, f"和 {paths[path].id} 是同一个文件")
        elif content and content in first:
            yield Fault("twice", one, f"和 {first[content].id} 内容相同")
        same = folded.setdefault(normalize("NFC", path).casefold(), one)
        if posixpath.normpath(same.file) != path:
            yield Fault("name", one, f"和 {same.id} 的文件名只差大小写")
        paths.setdefault(path, one)
        if content:
            first.setdefault(content, one)


# --- one unit's ---------------------------------------------------------------------------------------------------------


def of_owner(
    campaign: Campaign, owner: Owner | None
) -> tuple[tuple[Indicator, ...], tuple[Evidence, ...]]:
    """(indicators, evidence) of a unit: those it answers for or whose task it leads; its tasks, steps and findings."""
    if owner is None:
        return campaign.indicators, campaign.evidence
    led = {item.id for item in campaign.work if item.lead == owner.name}
    indicators = tuple(
        one for one in campaign.indicators if one.unit == owner.name or one.task in led
    )
    present = present_names(campaign)
    own = (
        led
        | {one.id for one in indicators}
        | {one.id for one in campaign.findings if present[one.unit] == owner.name}
    )
    return indicators, tuple(one for one in campaign.evidence if one.about in own)
