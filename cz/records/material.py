"""The records of material (材料): its reviews, the office's draws, what is concluded, honours.

Frozen like all records. What a piece of evidence is, cz.records.supervision says.
"""

from typing import Annotated, NamedTuple

from cz.records import fields as f
from cz.records.fields import Day, Flag, MaybeDay, Names, Number, Text
from cz.tree.nodes import NOWHERE, Map

# Of a piece of evidence: what a review came to, or that it was there again after it.
PASSED, RETURNED, FAKED, AGAIN = "passed", "returned", "faked", "again"
RESULTS = {PASSED: "通过", RETURNED: "退回", FAKED: "弄虚作假", AGAIN: "重新提交"}


class Review(NamedTuple):
    """A piece of evidence looked at on ``date``, or there again (``again``).

    ``draw``: the office's draw it was looked at for; "" where the lead unit looked at it.
    ``due``: by when what was returned is to be there again, where that was said.
    """

    date: Day
    result: Annotated[str, f.choice(RESULTS, "审核结果"), "审核结果"]
    reason: Text = ""
    by: Annotated[Text, "审核人"] = ""
    draw: Annotated[Text, "抽查"] = ""
    due: MaybeDay = None


class Draw(NamedTuple):
    """The office's draw (抽查) among what had passed: ``share`` percent of it, by ``seed``.

    ``pieces``: ids of those drawn.
    """

    id: Annotated[str, f.Identifier("r", 2, "r2026-1（r 加年份-次数）")]
    date: Annotated[Day, "抽查日期"]
    share: Annotated[Number, "抽查比例（%）"]
    seed: Annotated[Number, "抽样种子"]
    pieces: Annotated[Names, "抽到的材料"] = ()
    node: Map = NOWHERE


class Statement(NamedTuple):
    """What is concluded (结论性说明) of a standard, phase by phase."""

    indicator: Annotated[Text, "测评标准"]
    texts: Annotated[dict[int, str], f.by_phase(f.text), "结论性说明"]
    node: Map = NOWHERE


class Honour(NamedTuple):
    """A title of honour (荣誉称号) that the city has, or with ``pursued`` tries to get (在创).

    ``until``: it runs out, or is looked at again. ``about``: the task or standard that it proves.
    """

    id: Annotated[str, f.Identifier("y", 1, "y1")]
    title: Annotated[Text, "荣誉称号"]
    level: Annotated[Text, "级别"] = ""
    by: Annotated[Text, "授予单位"] = ""
    date: Annotated[MaybeDay, "授予日期"] = None
    number: Annotated[Text, "文号"] = ""
    until: Annotated[MaybeDay, "到期或复审日期"] = None
    unit: Text = ""
    file: Text = ""
    sha256: Annotated[str, f.sha256] = ""
    about: Text = ""
    pursued: Annotated[Flag, "在创"] = False
    node: Map = NOWHERE
