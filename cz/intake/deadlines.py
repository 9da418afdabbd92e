"""When something is due, as a plan writes it: 2026年6月底前, 每月25日前, 持续推进."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from cz.letters import narrow

_YEAR = r"(?:20\d\d|20××|××××|[一二三四五六七八九〇○零]{4})\s?年"
_WITHIN_MONTH = r"(?:\d{1,2}\s?[日号]|上旬|中旬|下旬|中?下旬|月?底|月?末|初)"
_MONTH = rf"\d{{1,2}}\s?月(?:份)?\s?{_WITHIN_MONTH}?"
_PART_OF_YEAR = (
    rf"(?:{_MONTH}|年?底|年?末|年初|年中|上半年|下半年|第?[一二三四1-4]季度(?:末|底)?"
    r"|春节|国庆节?|汛期)"
)
_DAY = (
    rf"(?:{_YEAR}\s?(?:{_PART_OF_YEAR})?|{_MONTH}"
    r"|(?:今|明|当|次|本)?年(?:底|末|内|中)|(?:上|下)半年)"
)
_BEFORE = r"(?:\s?(?:底|末)?(?:以?前|之前|前后|内|以内))?"
_ONE = rf"(?:(?:到|于|至|在|截至|截止|力争|确保|原则上)?\s?{_DAY}{_BEFORE})"
_TO = r"\s?(?:[-—–~～至到]+|、|和|及)\s?"
_RANGE = rf"(?:{_ONE}{_TO}(?:{_ONE}|\d{{1,2}}月(?:底|末)?|\d{{1,2}}日){_BEFORE})"
_AGAIN = (
    r"(?:每(?:个)?(?:年|季度?|月|周|星期|旬|半年|日|天|学期|两年|两月|双月)(?:度)?"
    r"(?:\S{0,10}?(?:前|底|末|初|日|[一二三四五六]|次|旬|报送|完成|轮|遍|进展|情况|通报|汇总|更新|开展|推进))?)"
)
_ALWAYS = (
    r"(?:后续|此后|并)?(?:长期|持续|常态化?|经常性?|全年|全程|贯穿全程|长效)(?:性)?"
    r"(?:坚持|推进|实施|开展|进行|落实|抓好|深化|推动|工作|任务|执行|整治|整改)*(?:，?长期坚持)?"
)
_AT_ONCE = (
    r"(?:立即|即时|即知即改|立行立改|马上|随时|按需|适时|及时)"
    r"(?:整改|实施|开展|办理|启动|执行|完成|推进)?"
)
_FROM_NOW = (
    r"(?:(?:自)?(?:本方案|文件|通知|方案)?(?:印发|发布|收到|接到)(?:之日起)?(?:后)?)?"
    r"\d{1,3}\s?个?(?:工作)?(?:日|天|月|年|小时|周)(?:之?内|以内)"
)
_BY_RULE = (
    r"(?:按(?:照)?(?:上级|国家|省|市|区|规定|要求|计划|时间节点|进度|序时进度|时限)+"
    r"\S{0,8}(?:要求|安排|部署|推进|完成|规定))"
)
_DONE = (
    r"(?:[，,]?\s?(?:全面|基本|全部|初步|完成|建成|落实|落地|实现|见效|启动|开工|动工|到位|投用|取得|明显"
    r"|阶段性|成效|并|长期坚持|持续推进|持续实施|出台|印发|制定|达标|验收|使用|投入|实施|推进|坚持|开展"
    r"|任务|工作|竣工))*"
)
_WHOLE = re.compile(
    rf"(?:{_RANGE}|{_ONE}|{_AGAIN}|{_ALWAYS}|{_AT_ONCE}|{_FROM_NOW}|{_BY_RULE}){_DONE}[。.；;]?"
)
_IN_TEXT = re.compile(
    rf"(?<!每)(?:{_YEAR}\s?(?:{_PART_OF_YEAR})?|(?<!每年){_MONTH}|(?:今|明|当|本)?年)"
    r"\s?(?:底|末)?(?:以前|之前|前)"
    rf"|(?<=到){_YEAR}\s?(?:\d{{1,2}}\s?月)?[底末](?=[，,])"
    rf"|(?<![每到]){_YEAR}\s?(?:\d{{1,2}}\s?月)?[底末]"
    r"(?=(?:全面|基本|全部|力争)?(?:完成|建成|竣工|开工|投入使用)(?!.{0,3}的))"
    r"|每(?:年|季度?|月|周|半年)(?:度)?[^，。；、]{0,8}?(?:日|底|末)(?:以?前|之前)(?=[^，。；、]{0,12}完成)"
)
_REPORTS = re.compile(r"报送|上报|报告|报至|报区|报市|报县|报指挥部|报领导小组|通报|汇总|例会")
_NO_DEADLINE = re.compile(r"有效期|期间|以来|截至|生产|建成于|出生|施行|起执行")


_SIGNED = re.compile(r"(20\d\d)[.\-/](\d{1,2})(?:[.\-/](\d{1,2})(?!\d))?日?")
_YEARS = re.compile(r"(20\d\d)\s?年?\s?[-—–~至到]+\s?(20\d\d)\s?年")


def _in_words(text: str) -> str:
    """2026.6.30 as 2026年6月30日, 2025—2027年 as 2027年."""
    text = _YEARS.sub(r"\2年", text)
    return _SIGNED.sub(lambda at: f"{at[1]}年{at[2]}月" + (f"{at[3]}日" if at[3] else ""), text)


def is_deadline(text: str) -> bool:
    """Whether a text says when something is due and nothing else."""
    plain = _in_words(text.strip(" 　，,。；;（）()"))
    return len(plain) < 40 and _WHOLE.fullmatch(plain) is not None


_BEGINS = re.compile(rf"(?:{_RANGE}|{_ONE}).{{0,16}}")


def begins_as_deadline(text: str) -> bool:
    """The same, also with what is done by then: 2026年底前投入使用."""
    plain = _in_words(text.strip(" 　，,。；;（）()"))
    return is_deadline(text) or (
        len(plain) < 40 and bool(re.search(r"前|底|年内", plain)) and bool(_BEGINS.fullmatch(plain))
    )


def in_text(text: str) -> list[str]:
    """What a text says of deadlines in passing: 2026年6月底前完成…; not 有效期至 or 疫情期间.

    每月25日前 in passing is when something is reported, unless something is done by then.
    """
    said = []
    for sentence in re.split(r"[。；;\n]", text):
        for match in _IN_TEXT.finditer(sentence):
            around = sentence[max(0, match.start() - 6) : match.end() + 4]
            again = match[0].startswith("每")
            if _NO_DEADLINE.search(around) or (again and _REPORTS.search(sentence)):
                continue
            if match[0] not in said:
                said.append(match[0])
    return said


_FULL = re.compile(
    rf"(?:({_YEAR}))?\s?(?:(\d{{1,2}})\s?月(?:份)?\s?({_WITHIN_MONTH})?|(年?底|年?末|年内)|(上半年)|(下半年)"
    r"|第?([一二三四1-4])季度)?"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


# What no calendar of one year gives, or every year another: then no day is made up.
_MOVES = re.compile(
    r"春节|元旦|元宵|清明|五一|端午|七一|中秋|国庆|汛|开学|学期|假|入[冬夏]|节[日前]"
)
_FROM = re.compile(r"\s?(?:起|开始|以来)")
_BEFORE_IT = re.compile(r"\s?(?:之|以)?前")


def last_day(text: str, year: int | None = None) -> date | None:
    """The day a deadline ends with, None where it names none: 2026年6月底前 is 2026-06-30.

    初 and 上旬 end on the 10th, 中旬 on the 20th. ``year``: of deadlines that name none. Where it
    names several, the last.
    """
    if re.search(r"每|长期|持续|常态", text):
        return None
    text = _in_words(narrow(text))
    if _MOVES.search(text) and not re.search(r"\d\s?月", text):
        return None
    days = []
    for match in _FULL.finditer(text):
        begins = _FROM.match(text, match.end())
        if match[0].strip() and not begins:
            day = _day(match, year)
            if day and match[2] and not match[3] and _BEFORE_IT.match(text, match.end()):
                day = day.replace(day=1) - timedelta(days=1)  # 6月前 is before June
            if day:
                days.append(day)
                year = day.year
    return max(days, default=None)


def _day(match: re.Match[str], year: int | None) -> date | None:
    written = re.sub(r"\D", "", match[1] or "")
    if match[1]:
        year = int(written) if len(written) == 4 else None
    if year is None or not 1990 <= year <= 2100:
        return None
    if match[2]:
        return _in_month(year, int(match[2]), match[3] or "")
    if match[5]:
        return date(year, 6, 30)
    if match[7]:
        quarter = _QUARTERS.get(match[7]) or int(match[7])
        return _in_month(year, quarter * 3, "")
    return date(year, 12, 31) if match[1] or match[4] or match[6] else None


def _in_month(year: int, month: int, within: str) -> date | None:
    """The last day of a month or of a part of it."""
    if not 1 <= month <= 12:
        return None
    number = re.sub(r"\D", "", within)
    last = monthrange(year, month)[1]
    if number:
        return date(year, month, int(number)) if 1 <= int(number) <= last else None
    return date(year, month, {"上旬": 10, "中旬": 20, "初": 10}.get(within, last))
