"""Phases with their targets and steps, requirements, headquarters and groups."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cz.intake.entries import plain, title_of
from cz.intake.outline import ATTACHMENT, Node, Outline
from cz.intake.paragraphs import Line
from cz.intake.sections import is_about_requirements, is_about_steps, is_group
from cz.letters import narrow


class PhaseRead(NamedTuple):
    """``a_share``, ``floor``, ``minors``: as the plan writes them, "" where it does not."""

    title: str
    place: str
    year: str = ""
    goal: str = ""
    a_share: str = ""
    floor: str = ""
    minors: str = ""
    start: date | None = None
    end: date | None = None
    stage: str = ""
    stage_place: str = ""
    steps: tuple[Line, ...] = ()


class Frame(NamedTuple):
    """What a plan says besides its tasks. ``requirements``, ``groups``: their titles."""

    phases: tuple[PhaseRead, ...]
    requirements: tuple[Line, ...]
    groups: tuple[Line, ...]
    headquarters: str
    office: str
    counts: dict[str, int]


_GOALS = re.compile(r"目标")
_PHASE = re.compile(r"阶段|(?:20\d\d|20××|××××)\s?年")
_YEAR = re.compile(
    r"(?:到|至)?((?:20\d\d|20××|××××)\s?(?:[-—–~至]+\s?(?:20\d\d|20××)\s?)?年)(?:度|底)?[，,：:、\s]*"
)
_IN_BRACKETS = re.compile(r"[（(](?P<when>[^（）()]*(?:年|月|日)[^（）()]*)[）)]")
_DAY = (
    r"(?:(?P<{0}y>20\d\d)\s?年)?\s?(?:(?P<{0}m>\d{{1,2}})\s?月?(?:份)?)?\s?"
    r"(?:(?P<{0}d>\d{{1,2}})\s?日|(?P<{0}w>[上中下]旬|底|末|初))?"
)
_SPAN = re.compile(_DAY.format("a") + r"\s?(?:起)?(?:[-—–－~～至到]+\s?" + _DAY.format("b") + r")?")
_A_SHARE = re.compile(
    r"(\d{1,3}(?:\.\d)?)\s?[%％]\s?(?:以上)?的?(?:测评)?(?:指标|标准)[^，。；]{0,12}A\s?类"
)
_FLOOR = re.compile(r"其余[^，。；]{0,14}?([ABC])\s?类")
_MINORS = re.compile(r"未成年人[^，。；]{0,30}?(\d{1,3}(?:\.\d)?)\s?分")
_FOUND = re.compile(
    r"(?:成立|组建|设立|建立)[“\"]?(?P<name>[^，。；：（“”]{2,40}?(?:指挥部|领导小组|工作专班|委员会|协调小组))"
)
_ORGAN = re.compile(r"[\u4e00-\u9fff×“”《》（）]{2,40}?(?:指挥部|领导小组)(?=成员|组成|名单|$)")
_COUNTS = {
    "blocks": re.compile(r"(\d+)\s?[大个]*版块"),
    "projects": re.compile(r"(\d+)\s?[个项]*测评项目"),
    "contents": re.compile(r"(\d+)\s?[个项条]*测评内容"),
    "standards": re.compile(r"(\d+)\s?[个项条]*测评标准"),
}
_GROUPS = re.compile(
    r"工作组|专项组|专班|组织机构|机构|指挥部|领导小组|职责|组织领导|组织架构|领导机构"
)


def frame(outline: Outline, used: frozenset[str]) -> Frame:
    """``used``: places of the paragraphs that are tasks."""
    nodes = list(outline.walk())
    return Frame(
        phases=tuple(_phases(nodes)),
        requirements=tuple(_requirements(nodes, used)),
        groups=tuple(_groups(outline)),
        headquarters=_headquarters(outline),
        office=_office(nodes),
        counts=_counts(outline),
    )


def _phases(nodes: Sequence[Node]) -> list[PhaseRead]:
    """By the section of targets and that of steps, the first phase with the first."""
    targets: list[PhaseRead] = []
    stages: list[PhaseRead] = []
    for node in nodes:
        title = title_of(node.text).text
        if not targets and _GOALS.search(title) and len(title) < 14:
            targets = _targets(node)
        if not stages and is_about_steps(node):
            stages = list(_stages(node))
    if not targets or not stages:
        return targets or stages
    if len(targets) != len(stages):
        return stages
    return [_both(target, stage) for target, stage in zip(targets, stages, strict=True)]


def _both(target: PhaseRead, stage: PhaseRead) -> PhaseRead:
    return target._replace(
        stage=stage.title,
        stage_place=stage.place,
        steps=stage.steps,
        start=stage.start,
        end=stage.end,
    )


def _items(node: Node) -> Iterator[tuple[str, str, Node | None]]:
    """(text, place, node) of what a section lists, numbered or not."""
    if node.children:
        yield from ((child.text, child.place, child) for child in node.children)
        return
    for line in node.lines:
        yield line.text, line.place, None


def _targets(node: Node) -> list[PhaseRead]:
    """The targets by year or phase, [] where the section has none for two of them."""
    targets = []
    for text, place, child in _items(node):
        head = title_of(text)
        year = _YEAR.match(text)
        if not year and "阶段" not in head.text[:12]:
            continue
        goal = head.rest if head.set_apart else text
        if child is not None:
            goal = "".join([goal, *(line.text for line in child.lines)])
        title = head.text if head.set_apart else ""
        if year and title:
            title = title[year.end() :] if len(title) > year.end() + 1 else title
        targets.append(
            PhaseRead(
                title=title or (year[1] if year else head.text),
                place=place,
                year=year[1].replace(" ", "") if year else "",
                goal=goal,
                a_share=_figure(_A_SHARE, goal),
                floor=_figure(_FLOOR, goal),
                minors=_figure(_MINORS, goal),
            )
        )
    return targets if len(targets) > 1 else []


def _figure(pattern: re.Pattern[str], goal: str) -> str:
    """A figure that a target of the assessment states, "" where it states none."""
    match = pattern.search(goal)
    return match[1] if match else ""


def _stages(node: Node) -> Iterator[PhaseRead]:
    for text, place, child in _items(node):
        if not _PHASE.search(text[:40]) and child is None:
            continue
        head = title_of(text)
        title = head.text
        when = _IN_BRACKETS.search(text[:80])
        if when:
            title = text[: when.start()].strip() or title
        start, end = _dates(when["when"] if when else "")
        year = _YEAR.search(when["when"]) if when else None
        goal = "" if child is None else "".join(line.text for line in child.lines)
        rest = head.rest or (text[when.end() :] if when else "")
        yield PhaseRead(
            title=title.strip("：:，,。 "),
            place=place,
            year=year[1].replace(" ", "") if year else "",
            goal=f"{rest}{goal}".lstrip("。：: "),
            start=start,
            end=end,
            stage="",
            steps=tuple(_steps(child)),
        )


def _steps(node: Node | None) -> Iterator[Line]:
    if node is not None:
        for child in node.children:
            yield Line(title_of(child.text).text, child.place)


def _dates(when: str) -> tuple[date | None, date | None]:
    """The first and the last day of 2026年3月至5月; None where it names no year."""
    match = _SPAN.match(narrow(when).replace(" ", ""))
    if match is None or not match["ay"]:
        return None, None
    year = int(match["ay"])
    start = _begin(year, match["am"], match["ad"], match["aw"])
    if match["bm"] or match["by"] or match["bd"]:
        last_year = int(match["by"] or year)
        end = _end(last_year, match["bm"] or match["am"], match["bd"], match["bw"])
    else:
        end = _end(year, match["am"], match["ad"], match["aw"])
    if start is None or end is None or end < start:
        return None, None
    return start, end


def _begin(year: int, month: str | None, day: str | None, within: str | None) -> date | None:
    first = {"中旬": 11, "下旬": 21}.get(within or "", 1)
    return _valid(year, int(month or 1), int(day or first))


def _end(year: int, month: str | None, day: str | None, within: str | None) -> date | None:
    number = int(month or 12)
    if not 1 <= number <= 12:
        return None
    last = {"上旬": 10, "中旬": 20, "初": 10}.get(within or "", monthrange(year, number)[1])
    return _valid(year, number, int(day or last))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _requirements(nodes: Sequence[Node], used: frozenset[str]) -> Iterator[Line]:
    """The items of the last section about them; what became a task is none."""
    sections = [node for node in nodes if is_about_requirements(node) and node.children]
    for node in sections[-1:]:
        for child in node.children:
            if child.place not in used:
                yield Line(title_of(child.text).text, child.place)


def _groups(outline: Outline) -> Iterator[Line]:
    """Items that are groups, under what is about organisation."""
    seen: set[str] = set()
    for node in outline.walk():
        if not (node.mark.kind == ATTACHMENT or _GROUPS.search(node.text)):
            continue
        for child in node.walk():
            name = re.split(r"[：:。（(，]", child.text)[0].strip()
            if any(map(is_group, child.children)):
                continue
            if child is not node and is_group(child) and plain(name) not in seen:
                seen.add(plain(name))
                yield Line(name, child.place)


def _headquarters(outline: Outline) -> str:
    for node in outline.walk():
        if node.mark.kind == ATTACHMENT:
            organ = _ORGAN.match(node.text)
            if organ:
                return organ[0]
    for line in _lines(outline):
        found = _FOUND.search(line)
        if found:
            return found["name"]
    return ""


def _lines(outline: Outline) -> Iterator[str]:
    yield from (block.text for block in outline.preface if isinstance(block, Line))
    for node in outline.walk():
        yield node.text
        yield from (line.text for line in node.lines)


def _office(nodes: Sequence[Node]) -> str:
    """The office's name where an item bears it: （一）指挥部办公室."""
    for node in nodes:
        title = title_of(node.text).text
        if re.fullmatch(r".{0,20}(?:指挥部|领导小组|专班).{0,6}办公室", title):
            return title
    return ""


def _counts(outline: Outline) -> dict[str, int]:
    """How much the assessment system has of each, where the plan says so."""
    for line in _lines(outline):
        counts = {}
        for field, pattern in _COUNTS.items():
            match = pattern.search(line)
            if match:
                counts[field] = int(match[1])
        if len(counts) > 1:
            return counts
    return {}
