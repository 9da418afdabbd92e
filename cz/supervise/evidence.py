"""What evidence (佐证材料) is good for.

The kinds an indicator asks for, what is wrong with a record, which dates count.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from cz.filenames import FORBIDDEN, is_reserved
from cz.records import EVIDENCE_KINDS, Campaign, Evidence, Indicator, Window
from cz.whose import Owner, present_names

LONGEST = (
    200  # characters of a path: Windows gives up at 260, of which the plan's folder takes some
)

# What may be wrong with a record, in the order it is told.
FAULTS = {
    "absent": "文件找不到或打不开",
    "moved": "文件换了地方或名字",
    "changed": "登记以后改动过",
    "twice": "重复登记",
    "window": "日期不在有效期内",
    "taken": "照片的拍摄日期和图说、登记的日期对不上",
    "caption": "图说或材料名称不全",
    "summary": "要的是说明，交的是总结",
    "content": "内容和文件名的结尾对不上",
    "covers": "对应的要求在材料要求里没有",
    "name": "文件名换一台电脑会出错",
    "outside": "文件在方案文件夹以外",
}


class Seen(NamedTuple):
    """A file as it is on the disk.

    ``state``: ok, absent, folder, empty, unreadable, large, pointer (of Git LFS). ``sums``: its
    checksum, of a text also with other line ends; of a pointer that of what it stands for.
    ``away``: it really lies outside the plan's folder (an absolute path, a link, ``..``).
    ``name``: its path as the disk spells it; ``now_at``: where an absent one's content is found.
    ``taken``: the day its camera says it was taken; ``unlike``: what it is, where its ending says
    something else.
    """

    state: str
    sums: tuple[str, ...] = ()
    away: bool = False
    name: str = ""
    now_at: str = ""
    taken: date | None = None
    unlike: str = ""


class Fault(NamedTuple):
    """``kind``: a key of FAULTS; ``words``: what in particular; ``where``: the file is now."""

    kind: str
    record: Evidence
    words: str
    where: str = ""


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
    named = campaign.phase(phase)
    if named and named.start and named.end:
        return Span(Window(named.start, named.end), "phase")
    return None


# --- the kinds an indicator asks for ----------------------------------------------------------

# The word that stands last in a requirement says what it is: 表彰文件 is a document, 任务分解表 a
# table. The names of official documents are those of 《党政机关公文处理工作条例》 (报告 apart: it
# is a kind by itself here).
_WORDS = {
    "图片": "图片|照片|截图|相片|影像|图像",
    "数据表格": "台账|名册|名录|名单|目录|清单|数据|档案|登记|统计|表格|表单|(?<!代)表(?=$|[（(])",
    "正式发文": "文件|通知|通报|通告|公告|办法|制度|方案|章程|规划|计划|预案|决定|决议|意见"
    "|批复|纪要|要点|规定|细则",
    "说明报告": "总结|小结|报告|汇报|记录|说明|案例",
}
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_PARTS = re.compile(r"[、，,；;。/\s]+|以及|[及或和]")
_VAGUE = "材料"  # says nothing of its own: 图片材料 are pictures, 案例材料 is a report


@lru_cache(maxsize=1024)
def needed(material: str) -> tuple[str, ...]:
    """The kinds that a 材料要求 asks for, by its words; without a known word it asks for none."""
    kinds = set()
    for part in _PARTS.split(material):
        named = [word.lastgroup or "" for word in _KIND.finditer(part)]
        if "图片" in named:
            kinds.add("图片")
        elif named:
            kinds.add(named[-1])
        elif _VAGUE in part:
            kinds.add("说明报告")
    return tuple(kind for kind in EVIDENCE_KINDS if kind in kinds)


def lacking(indicators: Iterable[Indicator], records: Iterable[Evidence]) -> list[Lacking]:
    """Evidence for an indicator's task counts for the indicator."""
    have: dict[str, set[str]] = {}
    for record in records:
        have.setdefault(record.about, set()).add(record.kind)
    lack = []
    for indicator in indicators:
        kinds = have.get(indicator.id, set()) | have.get(indicator.task, set())
        missing = tuple(kind for kind in needed(indicator.material) if kind not in kinds)
        if missing:
            lack.append(Lacking(indicator, missing))
    return lack


# --- captions ---------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}(?:\s*[-./月]\s*[0-9]{1,2}\s*日?|月)"
    r"|(?<![0-9])20[0-9]{6}(?![0-9])|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[〇零一二三四五六七八九十]{1,4}月[一二三四五六七八九十]{1,3}日"
)
_SPOT = (
    "街道|社区|广场|公园|校园|学校|小学|中学|大学|幼儿园|市场|商场|超市|停车场|医院|卫生院|法院"
    "|检察院|敬老院|中心|大厅|展厅|小区|车站|大道|办事处|派出所|司法所|厕所|场所|工地|路口|河道"
    "|景区|园区|基地|窗口|门口|酒店|饭店|企业|公司|委员会"
)
_SPOT_SIGN = "[镇乡村路街巷桥局馆站](?![面障灯况岗位民亲坊势限])"
_PLACE = re.compile(rf"[\u4e00-\u9fff]{{1,4}}?(?:{_SPOT}|{_SPOT_SIGN})")
_NO_PLACE = re.compile("布局|结局|全局|大局|思路|一路|沿路|出路|走路|修路|网站|家乡|上街|逛街")
_SAYS_NOTHING = re.compile(r"[\s\W_]+|现场|图片|照片|留影")
LEAST = 4  # characters that tell what a photo shows


def caption_lacks(caption: str, places: Sequence[str] = ()) -> tuple[str, ...]:
    """What a photo's caption does not tell of 时间, 地点, 事由. ``places``: units and spots.

    A guess by the shape of the words: a date; a known name or a word that ends like a place; at
    least four characters besides these two.
    """
    lacks = []
    rest, times = _TIME.subn("，", caption)
    if not times:
        lacks.append("时间")
    rest, spots = _PLACE.subn("，", _NO_PLACE.sub(_hidden, rest))
    if not spots:
        named = next((place for place in places if place in caption), "")
        if named:
            rest = rest.replace(named, "，")
        else:
            lacks.append("地点")
    if len(_SAYS_NOTHING.sub("", rest)) < LEAST:
        lacks.append("事由")
    return tuple(lacks)


def _hidden(word: re.Match[str]) -> str:
    """As many characters that say nothing: what only looks like a place."""
    return "某" * len(word[0])


def place_names(campaign: Campaign) -> list[str]:
    """Names that tell where, the longest first.

    Those of units, as they are and were called, and of spots inspected.
    """
    names = {owner.name for owner in campaign.owners}
    names |= present_names(campaign).keys()
    names |= {finding.spot for finding in campaign.findings}
    names |= {visit.spot for visit in campaign.visits}
    return sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))


# --- names of files ---------------------------------------------------------------------------

_DRIVE = re.compile(r"[A-Za-z]:(?=[\\/])|\\\\")


def is_absolute(path: str) -> bool:
    """On whatever system it was recorded."""
    return path.startswith("/") or bool(_DRIVE.match(path))


def name_faults(path: str) -> str:
    """Why a path will not do on Windows; "" where it will. An absolute path is another matter."""
    if is_absolute(path):
        return ""
    for part in path.split("/"):
        fault = _name_fault(part)
        if fault:
            return fault
    return f"路径长 {len(path)} 个字，超过 {LONGEST} 个" if len(path) > LONGEST else ""


def _name_fault(part: str) -> str:
    """Of a file or folder by itself."""
    forbidden = next((char for char in part if char in FORBIDDEN), "")
    if forbidden == "\\":
        return "路径里写了 \\，应当写 /"
    if forbidden:
        return f"“{forbidden}”不能用在文件名里"
    if any(char < " " or char == "\x7f" for char in part):
        return "文件名里有控制字符"
    if part not in (".", "..") and part.endswith((".", " ")):
        return f"“{part}”以{'句点' if part.endswith('.') else '空格'}结尾"
    if is_reserved(part):
        return f"“{part}”是 Windows 留用的名字"
    return ""


# --- what is wrong ----------------------------------------------------------------------------


def faults(
    records: Sequence[Evidence],
    everything: Sequence[Evidence],
    seen: Mapping[str, Seen],
    span: Span | None,
    places: Sequence[str],
) -> list[Fault]:
    """Of ``records``, by kind in the order of FAULTS.

    ``everything``: all records, for what is filed twice. ``seen``: the files by path.
    """
    wrong: list[Fault] = []
    for record in records:
        wrong += _of_file(record, seen[record.file])
        wrong += _of_date(record, span)
        wrong += _of_camera(record, seen[record.file])
        wrong += _of_content(record, seen[record.file])
        wrong += _of_caption(record, places)
        wrong += _of_path(record, seen[record.file])
    asked = {id(record) for record in records}
    wrong += [fault for fault in _twice(everything, seen) if id(fault.record) in asked]
    order = {kind: place for place, kind in enumerate(FAULTS)}
    return sorted(wrong, key=lambda fault: order[fault.kind])


_STATES = {
    "absent": "没有这个文件",
    "folder": "是一个文件夹",
    "empty": "文件是空的",
    "unreadable": "打不开，请检查权限和网络盘",
    "large": "超过 2 GB，没有核对内容",
}


def _of_file(record: Evidence, file: Seen) -> Iterable[Fault]:
    if file.now_at:
        yield Fault("moved", record, f"现在是 {file.now_at}", file.now_at)
    elif file.state == "pointer":
        words = "是 Git LFS 的指针，请用 git lfs pull 取来"
        if record.sha256 and record.sha256 not in file.sums:
            words += "；取来的也和登记时不同"
        yield Fault("absent", record, words)
    elif file.state != "ok":
        yield Fault("absent", record, _STATES[file.state])
    elif record.sha256 and record.sha256 not in file.sums:
        yield Fault("changed", record, "内容和登记时不同")


def _of_date(record: Evidence, span: Span | None) -> Iterable[Fault]:
    if span and record.date < span.window.start:
        yield Fault("window", record, f"日期 {record.date}，早于有效期")
    elif span and record.date > span.window.end:
        yield Fault("window", record, f"日期 {record.date}，晚于有效期")


FAR_APART = 3  # days between the camera's and the recorded day that may be a slip of the clock


def _of_camera(record: Evidence, file: Seen) -> Iterable[Fault]:
    """A photo taken on another day than it is dated, or than its caption says."""
    if file.taken is None:
        return
    said = day_in(record.caption)
    for word, day in (("图说写的是", said), ("登记的日期是", record.date)):
        if day and abs((file.taken - day).days) > FAR_APART:
            yield Fault("taken", record, f"照片是 {file.taken} 拍的，{word} {day}")
            return


def day_in(caption: str) -> date | None:
    """The first whole date of a caption, ``None`` where it has none with a year."""
    for year, month, day in _WHOLE_DATE.findall(caption):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


_WHOLE_DATE = re.compile(r"((?:19|20)[0-9]{2})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})")


def _of_content(record: Evidence, file: Seen) -> Iterable[Fault]:
    if file.unlike:
        ending = record.file.rpartition(".")[2]
        yield Fault("content", record, f"结尾是 .{ending}，内容是{file.unlike}")


def summaries(records: Sequence[Evidence], standards: Mapping[str, str]) -> list[Fault]:
    """总结 handed in where 说明 is asked for. ``standards``: 材料要求 by what a piece is for."""
    wrong = []
    for record in records:
        name = record.caption + record.file.rpartition("/")[2]
        material = standards.get(record.about, "")
        if "总结" in name and "说明" in material and "总结" not in material:
            wrong.append(Fault("summary", record, f"材料要求是“{material}”"))
    return wrong


def _of_caption(record: Evidence, places: Sequence[str]) -> Iterable[Fault]:
    if not record.caption:
        yield Fault("caption", record, "没有图说" if record.kind == "图片" else "没有材料名称")
    elif record.kind == "图片":
        lacks = caption_lacks(record.caption, places)
        if lacks:
            yield Fault("caption", record, f"缺{'、'.join(lacks)}")


def _of_path(record: Evidence, file: Seen) -> Iterable[Fault]:
    words = name_faults(record.file)
    if words:
        yield Fault("name", record, words)
    if file.name and same_path(file.name) != same_path(record.file):
        yield Fault("name", record, f"磁盘上写作 {file.name}，大小写不同")
    if is_absolute(record.file):
        yield Fault("outside", record, "记的是绝对路径")
    elif file.away:
        yield Fault("outside", record, "文件实际在文件夹以外")


def _twice(records: Sequence[Evidence], seen: Mapping[str, Seen]) -> Iterable[Fault]:
    """Every record after the first of one file or one content.

    And every path that differs from an earlier one in case only.
    """
    by_path: dict[str, Evidence] = {}
    by_content: dict[str, Evidence] = {}
    by_folded_path: dict[str, Evidence] = {}
    for record in records:
        path = same_path(record.file)
        content = _content(record, seen[record.file])
        if path in by_path:
            twice = f"和 {by_path[path].id} 是同一个文件"
        elif content and content in by_content:
            twice = f"和 {by_content[content].id} 内容相同{_otherwise(record, by_content[content])}"
        else:
            twice = ""
        if twice and not record.shared:
            yield Fault("twice", record, twice)
        alike = by_folded_path.setdefault(path.casefold(), record)
        if same_path(alike.file) != path:
            yield Fault("name", record, f"和 {alike.id} 的文件名只差大小写")
        by_path.setdefault(path, record)
        if content:
            by_content.setdefault(content, record)


def _otherwise(record: Evidence, other: Evidence) -> str:
    """That one photo is said to show two things."""
    both = record.kind == other.kind == "图片" and record.caption and other.caption
    return "，图说却不同" if both and record.caption != other.caption else ""


def same_path(path: str) -> str:
    """What all ways of writing one path have in common, also those of macOS (NFD)."""
    return posixpath.normpath(normalize("NFC", path))


def _content(record: Evidence, file: Seen) -> str:
    """The checksum of the file as it is, else as it was recorded; "" of an empty one.

    Of a text that with LF: so copies are known that git has written with other line ends.
    """
    if file.sums:
        return file.sums[min(1, len(file.sums) - 1)]
    return "" if file.state == "empty" else record.sha256


# --- one unit's -------------------------------------------------------------------------------


def of_owner(
    campaign: Campaign, owner: Owner | None
) -> tuple[tuple[Indicator, ...], tuple[Evidence, ...]]:
    """(indicators, evidence) of a unit; all of them where none is named.

    Indicators it answers for or whose task it leads; evidence for these, for its tasks, steps and
    findings.
    """
    if owner is None:
        return campaign.indicators, campaign.evidence
    own = {item.id for item in campaign.work if item.lead == owner.name}
    indicators = tuple(
        indicator
        for indicator in campaign.indicators
        if indicator.unit == owner.name or indicator.task in own
    )
    own |= {indicator.id for indicator in indicators}
    present = present_names(campaign)
    own |= {finding.id for finding in campaign.findings if present[finding.unit] == owner.name}
    return indicators, tuple(record for record in campaign.evidence if record.about in own)
