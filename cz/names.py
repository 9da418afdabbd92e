"""Finding a unit, group or record by what people call it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cz.problem import Refusal, nearest
from cz.records import Campaign, Finding, Group, Indicator, Step, System, Task, Unit
from cz.whose import Owner, former_of

T = TypeVar("T")


def find_unit(campaign: Campaign, text: str) -> Owner:
    """By name, blacked-out or former form, pinyin id, or an unambiguous part or short form of one (城管局).

    Raises Refusal with the nearest names.
    """
    return _pick(
        text,
        campaign.owners,
        "单位",
        lambda unit: (unit.name, unit.id, *unit.redacted, *former_of(unit)),
        lambda unit: f"{unit.name}（{unit.id}）",
    )


def find_one_unit(campaign: Campaign, text: str) -> Unit:
    """The same for what only a single unit can do. Raises Refusal for a collective, with its members."""
    found = find_unit(campaign, text)
    if isinstance(found, Unit):
        return found
    members = "、".join(found.members)
    raise Refusal(
        f"“{found.name}”是集体单位，这里要写明一个单位。"
        + (f"它的成员有：{members}。" if members else "")
    )


def find_group(campaign: Campaign, text: str) -> Group:
    """By name, id, or an unambiguous part of the name. Raises Refusal with the nearest names."""
    return _pick(
        text,
        campaign.groups,
        "工作组",
        lambda group: (group.name, group.id),
        lambda group: group.name,
    )


def find_system(campaign: Campaign, text: str) -> System:
    """By name, id, or an unambiguous part of name or title. Raises Refusal with the nearest names."""
    return _pick(
        text,
        campaign.systems,
        "测评体系",
        lambda system: (system.name, system.id, system.title),
        lambda system: system.name,
    )


def _pick(
    text: str,
    choices: Sequence[T],
    word: str,
    forms: Callable[[T], tuple[str, ...]],
    shown: Callable[[T], str],
) -> T:
    wanted = narrow(text).strip().lower()
    exact = [choice for choice in choices if wanted in forms(choice)]
    parts = (
        exact or [choice for choice in choices if any(wanted in form for form in forms(choice))]
        if wanted
        else []
    )
    if not parts and word == "单位" and len(wanted) > 2 and not wanted.isascii():
        parts = [
            choice for choice in choices if any(_shortens(wanted, form) for form in forms(choice))
        ]
    if len(parts) == 1:
        return parts[0]
    if parts:
        some = "、".join(shown(choice) for choice in parts[:8])
        more = f"等 {len(parts)} 个" if len(parts) > 8 else ""
        raise Refusal(f"“{text}”可以指好几个{word}：{some}{more}。请写得再具体些。")
    by_form = {form: choice for choice in choices for form in forms(choice)}
    near = list(dict.fromkeys(shown(by_form[form]) for form in nearest(wanted, list(by_form), 5)))
    if not near and wanted:
        letters = set(wanted) - set("区局市县")
        near = [shown(choice) for choice in choices if letters & set("".join(forms(choice)))][:5]
    hint = (
        f"最接近的有：{'、'.join(near)}。"
        if near
        else f"请用 cz list --kind unit 看全部{word}。"
        if word == "单位"
        else ""
    )
    if not choices:
        raise Refusal(
            f"一个{word}也没有读出来，不知道“{text}”指谁。请先用 cz check 看 data/units.yaml 有什么问题。",
            exit_code=1,
        )
    raise Refusal(f"没有叫“{text}”的{word}。{hint}", missing=text)


def _shortens(short: str, name: str) -> bool:
    """Whether it is the name with characters left out, as 城管局 is 区城市管理局; the last one is kept."""
    rest = iter(name)
    return short[-1] == name[-1] and all(char in rest for char in short)


def find_work(campaign: Campaign, text: str) -> Task | Step:
    """A task or step by id. Raises Refusal with the nearest ids."""
    if re.fullmatch("f[0-9]+-[0-9]+", normal_id(text)):
        raise Refusal(f"{normal_id(text)} 是问题的编号，请用 cz finding rectify、verify 或 due。")
    if normal_id(text).startswith("i") and normal_id(text)[1:2].isdigit():
        raise Refusal(
            f"{text} 是指标的编号，这里要任务或步骤的编号。给指标评级请用 cz rate {text} A。"
        )
    found: Task | Step = _by_id(text, campaign.work, "任务或步骤")
    return found


def find_finding(campaign: Campaign, text: str) -> Finding:
    """A finding by id. Raises Refusal with the nearest ids."""
    found: Finding = _by_id(text, campaign.findings, "问题")
    return found


def find_findings(campaign: Campaign, texts: Sequence[str]) -> list[Finding]:
    """Findings by ids and by runs of one day's numbers (f260701-3~7, f260701-3..7), each once, as named. Raises Refusal."""
    found: dict[str, Finding] = {}
    refuse_slips(texts)
    for text in split_ids(texts):
        for one in _spread(normal_id(text)):
            if any(visit.id == one for visit in campaign.visits):
                raise Refusal(f"{one} 是没有问题的点位，没有整改可记。问题的编号以 f 开头。")
            try:
                found.setdefault(one, find_finding(campaign, one))
            except Refusal as refusal:
                if refusal.missing and not text.isascii() and len(texts) > 1:
                    raise Refusal(
                        f"{refusal.message}中间有空格的内容请用英文引号括起来。",
                        missing=refusal.missing,
                    ) from None
                raise
    if not found:
        raise Refusal("没有写明是哪个问题。编号像 f260715-1，用 cz finding list 查。")
    return list(found.values())


def refuse_slips(texts: Sequence[str]) -> None:
    """Raises Refusal for an option after dashes that are not ASCII, and for an id with a space in it."""
    for text in texts:
        if found := re.match("[—–－‐−]+-*([A-Za-z][A-Za-z-]*)", text.strip()):
            raise Refusal(f"“{text}”：选项前是两个英文短横线，请写 --{found[1]}。")
    words = [normal_id(word) for part in split_ids(texts) for word in part.split()]
    for first in range(len(words)):
        for last in range(first + 2, min(first + 4, len(words)) + 1):
            if not _is_id(words[first]) and _is_id(whole := "".join(words[first:last])):
                raise Refusal(
                    f"“{' '.join(words[first:last])}”中间多了空格，编号要连着写：{whole}。"
                )


def _is_id(text: str) -> bool:
    return re.fullmatch("f[0-9]{6}-[0-9]+", text) is not None


def _spread(text: str) -> list[str]:
    run = re.fullmatch(r"(f[0-9]{6}-)([0-9]{1,6})(?:~|\.\.)(?:\1)?([0-9]{1,6})", text)
    if run is None:
        return [text]
    first, last = int(run[2]), int(run[3])
    if last < first or last - first >= 500:
        raise Refusal(f"“{text}”不是一段编号：应当从小到大，最多 500 个，例如 f260715-3~7。")
    return [f"{run[1]}{number}" for number in range(first, last + 1)]


def find_indicator(campaign: Campaign, text: str) -> Indicator:
    """An indicator by id. Raises Refusal with the nearest ids, or with those of the task meant."""
    own = [one.id for one in campaign.indicators if one.task == normal_id(text)]
    if own:
        raise Refusal(f"{text} 是任务的编号，评级要写指标的编号。它的指标有：{'、'.join(own)}。")
    found: Indicator = _by_id(text, campaign.indicators, "指标")
    return found


def _by_id(text: str, records: Sequence[Any], word: str) -> Any:
    wanted = normal_id(text)
    found = [record for record in records if record.id == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal(
            f"编号 {wanted} 有 {len(found)} 条记录，不知道指哪一条。请先用 cz check 找到重号并改正。",
            exit_code=1,
        )
    near = nearest(
        wanted,
        [record.id for record in records if wanted[:4] == record.id[:4]]
        or [record.id for record in records][-500:],
    )
    hint = f"最接近的有：{'、'.join(near)}。" if near else ""
    raise Refusal(f"没有编号为“{text}”的{word}。{hint}", missing=wanted or text)


def normal_id(text: str) -> str:
    """An id as it is compared."""
    return narrow(text).strip().lower().rstrip(",、;。")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs, as an input method leaves them, as ASCII."""
    return text.translate(_NARROW)


def split_ids(texts: Sequence[str]) -> list[str]:
    """Ids however people part them: by spaces, commas or 、."""
    return [
        part
        for text in texts
        for part in narrow(text).replace("、", ",").split(",")
        if part.strip()
    ]


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(dash): "-" for dash in "—–－‐"
}
