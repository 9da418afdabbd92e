"""The headings of an exported table of answers: questions, and what the program adds."""

from __future__ import annotations

import re
from typing import NamedTuple

# What 问卷星, WPS, 腾讯 and Kobo put beside the answers.
BESIDE = frozenset(
    (
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "总分",
        "提交时间",
        "提交者",
        "提交人",
        "填写人",
        "填写者",
        "填写时间",
        "开始时间",
        "开始答题时间",
        "结束时间",
        "结束答题时间",
        "答题时长",
        "自动编号",
        "填写ID",
        "答卷编号",
        "编号",
        "昵称",
        "用户ID",
        "微信昵称",
        "省份",
        "城市",
        "IP",
        "地理位置",
        "start",
        "end",
        "today",
        "username",
        "deviceid",
        "phonenumber",
        "simserial",
        "subscriberid",
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
        "formhub/uuid",
        "meta/instanceID",
        "meta/instanceName",
        "meta/rootUuid",
    )
)
WHEN = ("提交答卷时间", "提交时间", "填写时间", "_submission_time", "end", "today")
# Whoever answers is nobody's business: such a column is never looked into.
_PRIVATE = ("姓名", "电话", "手机", "联系方式", "身份证", "住址", "门牌", "微信", "邮箱", "签名")

_NUMBER = re.compile(r"^\s*(?:Q|第)?([0-9]{1,3})\s*(?:题|[、.．:：)）])\s*", re.IGNORECASE)
_KIND = re.compile(
    r"\s*[\[【(（](单选|多选|填空|矩阵|量表|排序|必填|必答|选填)[题量表]*[\])）】]\s*$"
)


class Heading(NamedTuple):
    """``number``: the question's own, 0 without one. ``kind``: 多选 and the like, "" if unsaid."""

    text: str
    number: int = 0
    kind: str = ""


def heading(cell: str) -> Heading:
    """``12、您对…满意吗？[单选题]`` is question 12."""
    text, kind = " ".join(cell.split()).rstrip("*").strip(), ""
    while match := _KIND.search(text):
        kind = match[1] if match[1] not in ("必填", "必答", "选填") else kind
        text = text[: match.start()]
    match = _NUMBER.match(text)
    if match is None:
        return Heading(text, 0, kind)
    return Heading(text[match.end() :].strip() or text, int(match[1]), kind)


def is_beside(cell: str) -> bool:
    plain = cell.strip()
    return plain in BESIDE or plain.startswith(("_", "formhub/", "meta/"))


def is_private(cell: str) -> bool:
    return any(word in cell for word in _PRIVATE)
