"""Lists of units taken apart: 市教育局、各县（市、区）人民政府，市水务局和市气象局等."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cz.intake.shared_endings import is_field, with_shared_endings

_LONGEST = 45  # characters a unit's name has
OPEN, CLOSE = "（([〔［【{", "）)]〕］】}"

_ENDINGS = (
    "局|委|办|部|厅|院|署|会|处|科|站|所|队|校|中心|公司|集团|银行|分行|支行|政府|公署|"
    "街道|乡|镇|区|县|市|州|盟|旗|省|大学|学院|医院|联|科协|工会|机关|单位|部门|企业|协|"
    "社|台|馆|库|园|场|组|专班|公安|海关|税务|邮政|铁路|电网|学校|基地|总队|支队|大队|"
    "军分区|厂|地方|地区|团委|工委|高校|院校|机构|平台|报|网|司|室|供电|电信|移动|联通|"
    "铁塔|党组|纪委|监委|党委|行署|兵团|指挥部|妇联|联合体|属地|物业|村|社区|各方|方面|"
    "主体|人行|烟草|气象|消防|交警|部队|园区|分局|总站|总社|保监|人民法院|检察|运营商|"
    "农商行|组委|中央|学会|商城|市场|街|航|港|宗教团体"
)
_ENDS_AS_UNIT = re.compile(f"(?:{_ENDINGS}|[局委办部厅院会处]×|×[室关校])$")
# What stands between two units, only where both sides are whole: 文化和旅游局 is one.
_ENDS_WHOLE = re.compile(
    r"(?:局|委|办|部|厅|署|政府|办公室|委员会|中心|公司|集团|银行|分行|支行|法院|检察院|管委会|总社"
    r"|街道|办事处|大队|支队|总队|妇联|残联|文联|科协|社科联|工商联|侨联|总工会|学院|大学|医院"
    r"|指挥部|领导小组|专班|联合会|协会|部门|单位|党校|党委|党工委|工委|纪委|管理处|站|台|[^地片社小]区|县"
    r"|室|队|派出所|司法所|财政所|中心支行|企业|红十字会|研究院|分局|海关|供销社|军分区|人武部)$"
)
OFFICE_OF_A_PLACE = re.compile(r"[省市区县国各][^，,、；;。]{1,20}?[局委办部厅]")
_CONJUNCTIONS = re.compile(r"以及|会同|和(?![平田县静顺政硕林睦谐龙])|及|与|暨|并(?=各)")
_VAGUE = re.compile(
    r"(?:各|市|省|区|县|国务院|中央|其他|其它|以及|及|和|级|直|驻[\u4e00-\u9fff]{1,3})*"
    r"(?:有关|相关|各有关|其他|其它|各相关)"
    r"(?:市直|区直|县直|省直|市级|省级|区级|县级|职能|行业|主管|责任|牵头)*"
    r"(?:部门|单位|方面|地区|机构|企业|部委|司局|厅局|处室|科室|职能部门|主管部门|责任单位|部门和单位|单位和部门|部门单位"
    r"|部门、单位|地方|行业主管部门|市|县|区|乡镇|街道)"
)
_TAIL = re.compile(
    r"等(?:\d{1,3}个)?(?:国务院|中央|市级|省级|区级|县级|市直|区直|县直|省直|市|省|区|县)?"
    r"(?:各?有关|相关|各相关|其他|职能|成员|主管|责任|行业)*"
    r"(?:部门|单位|地区|方面|企业|机构|部委|地方|街道|乡镇|镇街|高校|部门单位|司局|厅局|处室|科室|委办局)?"
    r"(?:[和、及与](?:各?有关|相关)?(?:部门|单位|地区|方面|企业|机构))?$"
    r"|等各?[\u4e00-\u9fff]{0,6}(?:单位|部门|企业|机构|公司|院校)$"
)
_ROLE = re.compile(
    r"[（(\[](?:总?牵头|主办|主责|配合|协办|参与|责任)(?:单位|部门)?[）)\]]"
    r"|[（(](?:总?牵头|负责|配合|承担)[^（）()]{0,24}[）)]"
)
_LEADS = re.compile(r"牵头|主办|主责")
_NOBODY = {"", "无", "—", "-", "/", "——", "--", "／", "\\", "暂无", "等", "略", "同上"}
# Words for whoever is meant in a sentence, and no unit's name.
_NO_NAMES = re.compile(
    r"^(?:各?(?:(?!建设部门)(?:责任|牵头|配合|成员|实施|主办|协办|承办|本|该|用人|建设|施工|申报|参与)(?:单位|部门|主体))"
    r"|乡镇|街道|镇街|区县|县区|市县|县市|县市区|市区|村组|社区|村居|园区|城区|农村"
    r"|政府|企业|单位|部门|学校|社会|社区|机构|平台|地方|中心|机关|公司|集团|主体|本市|全市|全区|全县)$"
)
_NOT_IN_NAMES = re.compile(
    r"[。：:！？!?“”\"《》%％+=…<>~～]|[，,；;].{0,3}$|\d{3,}|\d[家个名项]|[了的](?!士)|进行|适时"
)
_LEADING = re.compile(
    r"^(?:由|请|会同|联合|以及|及|和(?![平田县静顺政硕林睦谐龙])|并|与|其中|[:：.．·]|分别由)+(?=\S{2})"
)

_AREA = (
    r"(?:省|自治区|直辖市|市|县级市|县|区|旗|州|盟|地|乡|镇|街道|街|镇街|乡镇|村|社区|园区|开发区)"
)
_AREAS = rf"(?:{_AREA}|[（(][^（）()]{{1,20}}[）)])+"
# 各区 and 各县（市、区）; what follows may go on with it: 各区、县级市人民政府.
_OPEN_AREA = re.compile(
    rf"^(?:各级?|有关|相关|各有关|各相关|各沿[海线江河]|各涉[海农]|各设|所有|全市各|全区各)?"
    rf"{_AREAS}(?:、{_AREAS})*$"
)
_GOES_ON_AREA = re.compile(
    rf"^{_AREAS}(?:(?:人民政府|政府|党委|党工委|党组|管委会|管理委员会|办事处|办|行政公署)[、和（(）)]?)*$"
)
_OPEN_PARTY = re.compile(
    r"^(?:各|有关|相关).{0,20}(?:党委|党工委|党（工）委|党\(工\)委|[市区县旗）]委)$"
)
_GOES_ON_PARTY = re.compile(
    r"^(?:[市区县旗]?(?:人民)?政府|办事处|管委会|政府（办事处）|政府\(办事处\)|人民政府（办事处）)$"
)


class Named(NamedTuple):
    """``leads``: the list itself says so: 市教育局（牵头）."""

    name: str
    leads: bool = False


def split_names(text: str, known: frozenset[str] = frozenset()) -> list[Named]:
    """The units of a list in order, each once; tails (等有关部门) and 无 are left out.

    ``known``: names that stand apart elsewhere; what has no separator is split into them.
    """
    parts: list[str] = []
    for piece in _pieces(text):
        parts += _parted(piece, known)
    names: dict[str, Named] = {}
    for part, name in zip(parts, with_shared_endings(list(map(_name_of, parts))), strict=True):
        if name in _NOBODY:
            continue
        leads = any(_LEADS.search(role) for role in _ROLE.findall(part))
        before = names.get(name, Named(name))
        names[name] = Named(name, leads or before.leads)
    return list(names.values())


def _name_of(part: str) -> str:
    """The name in one part of a list: without a role in brackets, a conjunction before, a tail.

    公安等部门 is 公安部门: what others share with it is its own.
    """
    name = _LEADING.sub("", _ROLE.sub("", part).strip())
    bare = _without_tail(name)
    if name.endswith("部门") and bare != name and is_field(bare):
        bare = f"{bare}部门"
    return _unwrapped(bare.strip("　 .·"))


def _unwrapped(name: str) -> str:
    """A name without brackets around the whole, without those that are half there."""
    while name and name[0] in OPEN and name[-1] in CLOSE and _closes(name, 0) == len(name) - 1:
        name = name[1:-1].strip()
    opened = sum(char in OPEN for char in name)
    closed = sum(char in CLOSE for char in name)
    if opened > closed:
        return name.rstrip(OPEN) if name[-1] in OPEN else name
    while closed > opened and name and name[-1] in CLOSE:
        name, closed = name[:-1], closed - 1
    return name


def _closes(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` closes, -1 where it does not."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in OPEN:
            depth += 1
        elif text[place] in CLOSE:
            depth -= 1
            if depth == 0:
                return place
    return -1


def at_top(text: str, signs: str) -> Iterator[int]:
    """Where one of the signs stands outside brackets. A bracket never closed counts as none."""
    closes: dict[int, int] = {}
    opened: list[int] = []
    for place, char in enumerate(text):
        if char in OPEN:
            opened.append(place)
        elif char in CLOSE and opened:
            closes[opened.pop()] = place
    place = 0
    while place < len(text):
        if text[place] in signs:
            yield place
        place = closes.get(place, place) + 1


def _pieces(text: str) -> list[str]:
    """The list at its separators, and together again what only goes on: 各区、县级市."""
    pieces: list[str] = []
    start = 0
    joins = False
    for end in [*at_top(text, "、，,；;\n|·"), len(text)]:
        piece = text[start:end].strip()
        if joins and pieces and _goes_on(pieces[-1], piece):
            pieces[-1] = f"{pieces[-1]}{text[start - 1]}{piece}"
        elif piece:
            pieces.append(piece)
        joins = end < len(text) and text[end] in "、"
        start = end + 1
    return pieces


# 各街道办事处、镇人民政府 is one name as well: 镇人民政府 alone is nobody's.
_EACH_OFFICE = re.compile(rf"^各{_AREAS}(?:人民政府|政府|党委|党工委|管委会|办事处)+$")
_OFFICE = re.compile(
    r"^(?:乡|镇|乡镇|街道|街|县|区|县级市|镇街)(?:（[^（）]{1,8}）)?(?:人民政府|政府|办事处|党委|党工委)+$"
)


def _goes_on(before: str, piece: str) -> bool:
    if _EACH_OFFICE.match(before) and _OFFICE.match(_TAIL.sub("", piece)):
        return True
    last = _CONJUNCTIONS.split(before)[-1] if "各" in before else before
    head = before if _OPEN_AREA.match(before) or _OPEN_PARTY.match(before) else last
    plain = _TAIL.sub("", piece)
    if re.fullmatch(r"(?:开发|功能|高新|经开|度假)区", plain):
        return False
    if _OPEN_AREA.match(head) and not _is_place(head):
        return bool(_GOES_ON_AREA.match(plain))
    return bool(_OPEN_PARTY.match(head) and _GOES_ON_PARTY.match(plain))


def _is_place(text: str) -> bool:
    """Whether it is a place of its own: 开发区 after 、 is one, 各区 is not."""
    return text in ("开发区", "园区", "社区", "街道", "乡镇", "镇街")


def _parted(piece: str, known: frozenset[str]) -> list[str]:
    """One piece at blanks and conjunctions that stand between whole names."""
    parts = []
    for words in _at_blanks(piece):
        parts += _at_conjunctions(words)
    apart = []
    for part in parts:
        apart += _without_separators(part, known)
    return apart


def _at_blanks(piece: str) -> list[str]:
    """市教育局 市水务局 are two; a blank within a name, as line ends leave it, goes."""
    words = piece.split()
    joined = words[:1]
    for word in words[1:]:
        whole = _ENDS_WHOLE.search(_ends(joined[-1])) or _VAGUE.fullmatch(joined[-1])
        apart = bool(whole) or word.startswith("各") or _are_of_a_place(joined[-1], word)
        if apart and len(word) > 2 and joined[-1].count("（") == joined[-1].count("）"):
            joined.append(word)
        elif joined[-1][-1].isascii() and word[0].isascii():
            joined[-1] += f" {word}"
        else:
            joined[-1] += word
    return joined


def _are_of_a_place(before: str, word: str) -> bool:
    """Whether 各镇街 is before a name of its own: 区民政局, and not 区人民政府."""
    own = re.fullmatch(r"[省市区县旗].{2,}[局委办部厅队]", word)
    return before.startswith("各") and is_like_unit(before) and own is not None


def _at_conjunctions(piece: str) -> list[str]:
    depth_free = set(at_top(piece, "以会和及与暨并"))
    for match in _CONJUNCTIONS.finditer(piece):
        left, right = piece[: match.start()].strip(), piece[match.end() :].strip()
        if match.start() not in depth_free or not _parts_names(left, right):
            continue
        return [left, *_at_conjunctions(right)]
    return [piece]


def _parts_names(left: str, right: str) -> bool:
    """Whether a conjunction stands between two whole names."""
    if len(left) < 2 or len(right) < 2:
        return False
    whole = bool(_ENDS_WHOLE.search(_ends(left))) or left.startswith("各")
    if right.startswith(("各", "有关", "相关", "其他", "属地", "驻")):
        return whole or bool(_OPEN_AREA.match(left))
    if _GOES_ON_PARTY.match(right) or _VAGUE.fullmatch(left) or _NO_NAMES.match(right):
        return False
    if left.startswith("各") and not _ENDS_WHOLE.search(_ends(left)):
        return False
    return whole and len(right) > 2 and is_like_unit(_TAIL.sub("", right))


# Departments that every place has, for lists without separators: 市教育局市水务局.
_DEPARTMENTS = (
    "教育|财政|公安|民政|司法|水务|水利|商务|卫生健康|农业农村|审计|交通运输|自然资源|"
    "自然资源和规划|生态环境|住房和城乡建设|住房城乡建设|统计|文化和旅游|文化广电旅游|"
    "文化广电和旅游|文旅|市场监管|市场监督管理|应急管理|城市管理|城管|发展改革|"
    "发展和改革|发改|科技|科学技术|工业和信息化|工信|人力资源和社会保障|"
    "人力资源社会保障|人社|退役军人事务|医疗保障|医保|林业|民族宗教|民宗|体育|信访|气象|"
    "税务|政务服务|行政审批|住建|卫健|委宣传|委组织|委统战|委政法|委网信|委编|国资|金融|"
    "园林绿化|综合执法"
)
_DEPARTMENT = rf"(?:{_DEPARTMENTS})(?:局|委员会|委|厅|部|办)"
_ROW_OF_DEPARTMENTS = re.compile(
    rf"(?:(?P<place>[省市区县州旗])(?:{_DEPARTMENT}))(?:(?P=place){_DEPARTMENT})+"
)
_ONE_DEPARTMENT = re.compile(rf"[省市区县州旗]{_DEPARTMENT}")
_EACH = re.compile(r"(?<=.{2})(?=各(?:有关|相关|区|县|市|乡|镇|街|部门|单位|级))")


def _without_separators(part: str, known: frozenset[str]) -> list[str]:
    """市教育局市水务局各镇 are three, where each is known apart or is one that every place has."""
    if _ALL_OF_A_GOVERNMENT.fullmatch(part):
        return [part]
    apart = []
    for piece in _EACH.split(part) if _EACH_STANDS_APART.search(part) else [part]:
        if _ROW_OF_DEPARTMENTS.fullmatch(piece):
            apart += _ONE_DEPARTMENT.findall(piece)
        else:
            apart += _of_known(piece, known) or [piece]
    return apart


_ALL_OF_A_GOVERNMENT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}[省市区县州旗])?(?:人民)?政府各(?:有关|相关)?(?:部门|单位|委办局)"
)
_EACH_STANDS_APART = re.compile(
    r"(?:各.{1,12}|局|委|办|部|厅|政府|中心|公司)各(?:有关|相关|区|县|市|乡|镇|街|部门|单位)"
)


def _of_known(piece: str, known: frozenset[str]) -> list[str]:
    """The piece as names known apart, [] where it is not made of them wholly."""
    if piece in known or len(piece) < 6:
        return []
    ways: dict[int, list[str]] = {0: []}
    for start in range(len(piece)):
        if start not in ways:
            continue
        for end in range(start + 3, min(len(piece), start + _LONGEST) + 1):
            if piece[start:end] in known and end not in ways:
                ways[end] = [*ways[start], piece[start:end]]
    return ways.get(len(piece), [])


def _without_tail(name: str) -> str:
    """Without 等有关部门 at its end; a list of nothing but that is nothing."""
    tail = _TAIL.search(name)
    return name[: tail.start()].strip() if tail else name


def _ends(name: str) -> str:
    """The name without what stands in brackets at its end."""
    plain = name
    while plain and plain[-1] in CLOSE:
        opens = max(plain.rfind(sign) for sign in OPEN)
        if opens <= 0:
            break
        plain = plain[:opens]
    return plain.strip() or name


# 各地可结合实际制定 is a sentence.
_SAYS_WHAT = re.compile(
    r"可(?!持续)|结合|制定|应当|要(?!素)|按照|根据|对照|认真|切实|组织开展|按职责"
)


# 支持企业, 督促各区: what is done with them, and not they.
_IS_DONE = re.compile(
    r"支持|鼓励|引导|推动|依托|督促|发挥|带动|动员|吸引|扶持|培育|帮助|组织(?!部|委|办|工作)"
    r"|指导(?!中心|站)|加强|加快|完善|强化|深化|健全|建立|开展"
)


def is_like_unit(name: str) -> bool:
    """Whether a name may be a unit's, by how such names end and what they never hold."""
    if not 2 <= len(name) <= _LONGEST or _NO_NAMES.match(name) or _NOT_IN_NAMES.search(name):
        return False
    if _IS_DONE.match(name):
        return False
    if _VAGUE.fullmatch(name):
        return True
    if name.startswith("各") and _SAYS_WHAT.search(name):
        return False
    plain = _ends(name)
    return bool(_ENDS_AS_UNIT.search(plain)) or "×" in plain or plain.startswith("各")


def may_be_unit(name: str) -> bool:
    """Whether a name that stands among units' may be one, whatever it ends with."""
    return 2 <= len(name) <= 20 and not _NO_NAMES.match(name) and not _NOT_IN_NAMES.search(name)


def is_vague(name: str) -> bool:
    """Whether it names nobody in particular: 有关部门."""
    return bool(_VAGUE.fullmatch(name))


def may_be_listed(name: str) -> bool:
    """Whether it can stand in a list that a label announces, where any name is good."""
    return 2 <= len(name) <= _LONGEST and not re.search(
        r"[。！？：]|\d{4}年|完成$|推进$|负责$", name
    )


# One list holds the plural of what its members are: 各镇, 有关部门, 地方人民政府.
_PLURAL = re.compile(
    r"^(?:各|有关|相关|全[市区县省]各?|所有|地方|其他|其它|属地|县级|乡镇级|市县|区县|省级|沿线|驻)"
    r"|^(?:市|省|区|县|国务院)(?:直|级)?(?:各?有关|相关|各)(?:部门|单位)|^[市县区、（）()]+(?:人民)?政府$"
)


def is_plural(name: str) -> bool:
    return bool(_PLURAL.match(name)) or is_vague(name)
