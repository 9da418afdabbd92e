"""What the columns of a checklist are: of a spot, a day, a verdict, or of one standard.

Whoever exports them puts something around the words: ``12、`` (问卷星), ``group/`` (Kobo, ODK).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cz.letters import narrow
from cz.records import Indicator
from cz.supervise.table import HEADINGS

# By field; the first word is what messages call it.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "spot_id": ("点位编号",),
    "spot": (*HEADINGS["spot"], "测评点位", "被测点位", "抽查点位", "spot"),
    "unit": HEADINGS["unit"],
    "date": ("检查日期", "测评日期", *HEADINGS["date"], "date", "today"),
    "sent": (
        "提交答卷时间",
        "提交时间",
        "填写时间",
        "填表时间",
        "答题时间",
        "end",
        "start",
        "_submission_time",
        "submissiondate",
    ),
    "by": ("检查人", "测评组", "测评人", "填写人", "填表人", *HEADINGS["by"], "by"),
    "problem": ("存在问题", *HEADINGS["problem"], "problem"),
    "indicator": ("测评标准", *HEADINGS["indicator"]),
    "verdict": (
        "是否符合",
        "判定",
        "是否达标",
        "符合情况",
        "达标情况",
        "测评结果",
        "verdict",
    ),
    "round": ("模拟测评", "round"),
    "missed": ("不符合的标准", "不符合项", "不达标项", "没有达到的标准", "missed"),
}
# What is no business of the ledger's; not told.
_OTHERS = """
    序号 标准内容 所用时间 来源 来源详情 来自ip 总分 点位类型 类型 spot_type deviceid username
    instanceid instancename key _id _uuid _index _parent_index _status _submitted_by _tags _notes
    _version_ __version__ _validation_status uuid 提交人 提交者 答卷编号 答题序号
"""
_PASSED = frozenset(_OTHERS.split())
_FIELD_OF = {word: field for field, words in FIELDS.items() for word in words}
_NUMBER = re.compile(r"^\s*q?[0-9]{1,3}(\.[0-9]{1,2})?\s*[、.:)]\s*", re.I)
_ID = re.compile(r"(?<![0-9a-z_])[a-z][0-9]{1,3}-[0-9]{1,3}(?![0-9])")
_NOISE = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|[\s:*、,.;?!“”\"'。]")
_OF_PROBLEM = re.compile("(存在问题|存在的问题|问题|问题描述|_?problem|情况说明|说明|原因)$")
_OF_PHOTO = re.compile("(照片号?|图片|拍照|上传|_?photo(_url)?)$")
_LEAST = 6  # characters of a standard's words that are enough to know it by


class Column(NamedTuple):
    """``field``: one of FIELDS, or "photo", "passed", "" for what is not known. ``standard``: of
    a column that is about one standard, "verdict", "problem", "photo" or "missed".
    """

    field: str
    standard: str = ""


class Reader:
    """Headings to what they are, in a plan with these standards."""

    def __init__(self, standards: Iterable[Indicator]) -> None:
        self._ids: set[str] = set()
        self._titles: dict[str, str] = {}  # ids by the words of those that alone have them
        doubled: set[str] = set()
        for standard in standards:
            title = plain(standard.title)
            self._ids.add(standard.id)
            if title in self._titles:
                doubled.add(title)
            self._titles[title] = standard.id
        for title in doubled:
            del self._titles[title]
        self._title_of = {id_: title for title, id_ in self._titles.items()}

    def column(self, heading: str) -> Column:
        whole = _NUMBER.sub("", narrow(heading))
        path, _, last = whole.rpartition("/")
        is_path = bool(path) and re.fullmatch(r"[\w\-/ ]+", path) is not None
        for text in (whole, last) if is_path else (whole,):
            word = plain(text)
            if word in _FIELD_OF:
                return Column(_FIELD_OF[word])
            if word in _PASSED:
                return Column("passed")
        return self._of_standard(whole, path if is_path else "")

    def _of_standard(self, text: str, path: str) -> Column:
        ids = [id_ for id_ in dict.fromkeys(_ID.findall(text.lower())) if id_ in self._ids]
        if len(ids) > 1:
            return Column("")
        word = plain(text)
        if ids:
            title = self._title_of.get(ids[0], "")
            rest = word.partition(ids[0])[2].replace(title, "") if title else word
        else:
            ids, rest = self._by_title(word)
        if not ids:
            return Column("")
        if plain(path.rpartition("/")[2]) in FIELDS["missed"]:
            return Column("missed", ids[0])
        if _OF_PHOTO.search(rest):
            return Column("photo", ids[0])
        return Column("problem" if _OF_PROBLEM.search(rest) else "verdict", ids[0])

    def _by_title(self, word: str) -> tuple[list[str], str]:
        """(the standard whose words it is, what it says beside them)."""
        if word in self._titles:
            return [self._titles[word]], ""
        if len(word) < _LEAST:
            return [], ""
        for title, id_ in self._titles.items():
            if len(title) >= _LEAST and title in word:
                return [id_], word.replace(title, "")
        within = [id_ for title, id_ in self._titles.items() if word in title]
        return (within, "") if len(within) == 1 else ([], "")

    def standard(self, text: str) -> str:
        """The id of the standard that a cell names by its id or its words, "" for none."""
        column = self._of_standard(narrow(text), "")
        return column.standard


def plain(text: str) -> str:
    """12、是否符合（必填）： is 12是否符合."""
    return _NOISE.sub("", narrow(text[:300])).lower()


def field_of(heading: str) -> str:
    """The field that the words alone tell, "" for none: what makes a row look like headings."""
    word = plain(_NUMBER.sub("", narrow(heading)))
    return _FIELD_OF.get(word, "")
