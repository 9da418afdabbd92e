"""The labels before a list of units: 责任单位：, 【牵头单位】, 完成时限为."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cz.intake.clause import ASSISTING, DUE, LEAD, PERSON, RESPONSIBLE
from cz.intake.spoken import FIRST_LEADS
from cz.intake.unit_names import is_like_unit, split_names

_WHAT = r"(?:单位|部门|机构|主体|处室|科室|股室|地区|乡镇|委办局|方|机关|主体单位)"

# 作战单位 and 整改单位 do it; these units only write, get or check something.
NOT_DOERS = (
    "填报|填表|编制|起草|印发|抄送|主送|报送|发文|制表|申报|批准|创建|测评|参会|受检|被查|参训|推荐"
    "|服务|窗口|建设|施工|监理|设计|文明|有关|相关|发布|来源|审核|制定|所在|工作"
    "|采购|招标|投标|中标|委托|供货|供应"
)

LABEL = re.compile(
    rf"(?P<lead>(?:总|主要|第一)?(?:牵头|主办|主责|主抓|主要责任|第一责任|首要责任)(?:责任|负责)?"
    rf"(?:{_WHAT}|(?=\s?[：:]))|责任(?:分工)?牵头{_WHAT})"
    rf"|(?P<assisting>(?:主要)?(?:配合|协办|协同|参与|参加|支持|协助|协作|联合|会办|共同责任|配合责任|协同责任"
    rf"|协同配合)(?:责任)?(?:{_WHAT}|(?=\s?[：:])))"
    r"|(?P<due>(?:完成|办结|整改|工作|责任|落实|推进|实施|计划完成|任务完成)?"
    r"(?:时限|期限|时间节点|时间要求|时间安排|完成时间|完成节点|进度要求|进度安排)(?:要求)?"
    r"|完成时间|实施时间|时间(?=\s?[：:])|[\u4e00-\u9fff]{2}[期时]限(?=\s?[：:]))"
    r"|(?P<person>(?:市级|区级|县级|分管|责任|牵头|包抓|挂钩|联系|主管|主要|市|区|县)?(?:牵头)?"
    r"(?:领导|负责人|责任人|联系人|联络员|局长|市长|区长|县长)(?:同志)?(?=\s?[：:]))"
    rf"|(?P<both>牵头(?:和|及|、|（|\()(?:责任|配合)(?:）|\))?{_WHAT})"
    rf"|(?P<responsible>(?:具体|主要|共同|总体|相关|属地|直接)?(?:责任|落实|实施|承办|负责|承担|主管|执行|承接|"
    rf"具体负责|工作|督办|督导|组织|成员)(?:{_WHAT})(?:及分工|分工|和部门|及部门|、部门|[及和](?:责任人|负责人))?|责任分工|任务分工"
    r"|分工(?=\s?[：:])|责任(?=[：:])"
    rf"|(?!{NOT_DOERS})[\u4e00-\u9fff]{{2}}(?:单位|部门)(?=\s?[：:]))"
)

# A label counts where a colon follows, or a blank, or 为.
_AFTER_LABEL = re.compile(r"\s*(?:[：:]|为[：:]?|是[：:]|[　 ]+(?=\S))\s*")

# Where units are named as well, these are parts of one.
OF_ROOMS = re.compile(r"[处科股]室")
OTHER_LABEL = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:目标|内容|要求|措施|任务|标准|成果|举措|备注|形式|事项|依据)\s*[：:]"
)

_LABEL_IN_CORNERS = re.compile(
    r"(?:^|(?<=[\s。；;]))[【〖\[〔［](?P<label>[^【】〖〗\[\]]{2,10})[】〗\]〕］]"
    r"|(?P<glued>(?<=[^\s。；;])【(?P<inner>[^【】]{2,10})】)"
)


def with_colons(text: str) -> str:
    """The text with 牵头单位： for a label that stands in brackets: 【牵头单位】市教育局."""
    if "单位" not in text and "部门" not in text and "时" not in text:
        return text
    return _LABEL_IN_CORNERS.sub(_with_colon, text)


def _with_colon(match: re.Match[str]) -> str:
    label = match["label"] or match["inner"]
    if not LABEL.fullmatch(label):
        return match[0]
    follows = match.string[match.end() : match.end() + 1]
    before = "；" if match["glued"] else ""
    return f"{before}{label}" if follows in ("：", ":") else f"{before}{label}："


Label = tuple[str, int, int]  # the role, where the label begins, where its list begins


def label_at(text: str, start: int) -> Label | None:
    match = LABEL.match(text, start)
    if match is None:
        return None
    after = _AFTER_LABEL.match(text, match.end())
    if after is None:
        return None
    return _role(match), match.start(), after.end()


def _role(match: re.Match[str]) -> str:
    roles = {"lead": LEAD, "assisting": ASSISTING, "due": DUE, "person": PERSON}
    return roles.get(match.lastgroup or "", RESPONSIBLE)


_BEFORE_LABEL = re.compile(r"(?:^|[\s。；;，,、：:（(\[【〔）)\]】〕.．\d])$")


def labels_in(text: str) -> Iterator[Label]:
    """The labels that announce a list, in order; 第一责任单位为牵头单位 is none, but a rule."""
    place = 0
    rules = [rule.span() for rule in FIRST_LEADS.finditer(text)]
    while match := LABEL.search(text, place):
        rule_end = next((end for begin, end in rules if begin <= match.start() < end), 0)
        if rule_end:
            place = max(rule_end, match.end())
            continue
        label = label_at(text, match.start())
        begins = _BEFORE_LABEL.search(text[max(0, match.start() - 1) : match.start()])
        glued = label is not None and label[0] != PERSON and match.end() - match.start() > 3
        if label is not None and (begins or glued):
            yield label
            place = label[2]
        else:
            place = match.start() + 1


def announces(text: str, label: Label) -> bool:
    """Outside brackets a label needs its colon, the beginning of the line, or 为 and names."""
    said = text[label[1] : label[2]].rstrip()
    if not text[: label[1]].strip() or said.endswith((":", "：")):
        return True
    names = split_names(text[label[2] :].split("，")[0].split("。")[0])
    return said.endswith("为") and bool(names) and all(is_like_unit(each.name) for each in names)
