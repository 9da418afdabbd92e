"""The office's own rule (判定规则) by which what was observed of a standard makes a rating.

What may be written stands in docs/rounds.md. Nothing here has a default: without a rule nothing is
proposed, and what no condition of a rule takes is proposed nothing either.
"""

import operator
import re
from functools import cache
from typing import Annotated, Any, NamedTuple

from cz.letters import narrow
from cz.records.fields import Bad, Number, kind_of, text

_MET = ("达到", "符合")
_MISSED = ("没有达到", "不符合")
_SIGNS = {
    "不少于": operator.ge,
    "不低于": operator.ge,
    ">=": operator.ge,
    "≥": operator.ge,
    "超过": operator.gt,
    "多于": operator.gt,
    ">": operator.gt,
    "不超过": operator.le,
    "不多于": operator.le,
    "<=": operator.le,
    "≤": operator.le,
    "少于": operator.lt,
    "低于": operator.lt,
    "<": operator.lt,
}
_ALL = ("全部达到", "全部符合")
_REST = "其余"
_WRITTEN = (
    rf"({'|'.join((*_MISSED, *_MET))})"
    rf"({'|'.join(_SIGNS)})"
    r"([0-9]{1,6})(?:\.([0-9]{1,4})|/([1-9][0-9]{0,5}))?(%|次|个|处|条)?"
)
_ADVICE = (
    "可以写：全部达到；达到不少于80%；达到超过4/5；达到不少于3次；"
    "不符合少于2次；不符合不超过10%；其余。"
)


class Condition(NamedTuple):
    """A bound of ``parts`` / ``whole``: of all observations with ``share``, else a number of them.

    ``missed``: what is counted are those not met.
    """

    missed: bool
    sign: str
    parts: int
    whole: int
    share: bool

    def holds(self, seen: int, met: int) -> bool:
        """Of a standard judged ``seen`` times, at least once."""
        count = seen - met if self.missed else met
        bound = self.parts * (seen if self.share else 1)
        return bool(_SIGNS[self.sign](count * self.whole, bound))


_ALWAYS = Condition(missed=False, sign=">=", parts=0, whole=1, share=False)
_EVERYWHERE = Condition(missed=False, sign=">=", parts=1, whole=1, share=True)


@cache
def condition_meant(written: str) -> Condition | None:
    """``None`` where it is not written as a condition is."""
    plain = "".join(narrow(written).split())
    if plain in _ALL:
        return _EVERYWHERE
    if plain == _REST:
        return _ALWAYS
    match = re.fullmatch(_WRITTEN, plain)
    if match is None:
        return None
    of, sign, number, decimals, of_parts, unit = match.groups()
    is_share = unit == "%" or of_parts is not None
    if (of_parts and unit) or (decimals and not is_share):
        return None
    parts, whole = int(f"{number}{decimals or ''}"), 10 ** len(decimals or "")
    if is_share:
        whole *= int(of_parts or 100)
    if is_share and parts > whole:
        return None
    return Condition(missed=of in _MISSED, sign=sign, parts=parts, whole=whole, share=is_share)


def condition(raw: Any) -> str:
    """A condition as it is written."""
    if condition_meant(text(raw)) is None:
        raise Bad("E205", f"{kind_of(raw)}不是判定的条件。", _ADVICE)
    return str(raw)


class Judge(NamedTuple):
    """Each grade with its condition, looked at in this order; "" where the office has none.

    ``least``: observations below which nothing is proposed.
    """

    A: Annotated[str, condition] = ""
    B: Annotated[str, condition] = ""
    C: Annotated[str, condition] = ""
    least: Annotated[Number, "至少几次"] = 0

    @property
    def conditions(self) -> dict[str, str]:
        """Those that are written, by grade."""
        written = {"A": self.A, "B": self.B, "C": self.C}
        return {grade: said for grade, said in written.items() if said}

    def __str__(self) -> str:
        """``全部达到为A，达到不少于80%为B，其余为C``."""
        words = [f"{said}为{grade}" for grade, said in self.conditions.items()]
        if words and self.least:
            words.append(f"不到{self.least}次不提")
        return "，".join(words)


NO_RULE = Judge()


def judged(rule: Judge, seen: int, met: int) -> str:
    """A, B or C; "" where no condition takes it, or there is too little to say."""
    if not seen or seen < rule.least:
        return ""
    for grade, said in rule.conditions.items():
        meant = condition_meant(said)
        if meant and meant.holds(seen, met):
            return grade
    return ""
