"""导入说明.md: what was read, what was not sure and what was chosen, what became no task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cz.intake.assembly import Imported
from cz.intake.entries import Doubt
from cz.intake.paragraphs import Line
from cz.markdown import markdown_line


def doubts_page(plan: Imported) -> str:
    return "\n".join(_lines(plan)) + "\n"


def counts(plan: Imported) -> list[tuple[str, str]]:
    """(what, how many) of what was read."""
    named = sum(task.entry.names_somebody for task in plan.tasks)
    led = sum(bool(task.lead) for task in plan.tasks)
    dated = sum(bool(task.entry.due) for task in plan.tasks)
    phases = f"{len(plan.phases)} 个" if plan.phased else "方案没有分阶段，设一个（拟）"
    return [
        (
            "任务",
            f"{len(plan.tasks)} 项：写明单位 {named}，写明牵头单位 {led}，写明时限 {dated}",
        ),
        ("板块", f"{len(plan.chapters)} 个"),
        ("单位", f"{len(plan.owners.units)} 个，集体单位 {len(plan.owners.collectives)} 个"),
        ("阶段", phases),
        ("实施步骤", f"{sum(len(phase.steps) for phase in plan.phases)} 个"),
        ("工作要求", f"{len(plan.frame.requirements)} 条"),
        ("工作组", f"{len(plan.frame.groups)} 个"),
    ]


def _lines(plan: Imported) -> Iterator[str]:
    yield "# 导入说明"
    yield ""
    yield f"从 {'、'.join(plan.files)} 读出《{plan.title}》。位置是在原文件里的段、行或表。"
    yield ""
    yield "## 读出了什么"
    yield ""
    yield "| 内容 | 数目 |"
    yield "| :-- | :-- |"
    for what, count in counts(plan):
        yield f"| {what} | {count} |"
    yield ""
    doubts = grouped(plan)
    yield f"## 拿不准的（{len(doubts)} 条）"
    if not doubts:
        yield ""
        yield "没有。"
    yield from _by_kind(doubts)
    yield ""
    yield f"## 点到了单位、没有成为任务的句子（{len(plan.left)} 句）"
    yield ""
    yield from _listed(plan.left)
    yield ""
    yield f"## 没有记进 data 的文字（{len(plan.unrecorded)} 段）"
    yield ""
    yield from _listed(plan.unrecorded)
    yield ""
    yield "## 下一步"
    yield ""
    yield "1. 对照上面逐项核对，直接改 `data/tasks.yaml`、`data/units.yaml`，改完 `cz check`。"
    yield "2. 没有牵头单位的：`cz assign 编号 --lead 单位`；没有时限的：`cz due 编号 日期`。"
    if plan.memberless:
        names = markdown_line("、".join(plan.memberless))
        yield f"3. 方案没有列出成员的集体单位，成员填进 `data/units.yaml`：{names}。"


def _listed(lines: Sequence[Line]) -> Iterator[str]:
    """The lines, whole: what is not told here is nowhere."""
    for line in lines:
        yield f"- {line.place}：{markdown_line(' '.join(line.text.split()))}"
    if not lines:
        yield "没有。"


def grouped(plan: Imported) -> list[Doubt]:
    """The doubts, those that were settled in the same way as one, with every place."""
    together: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in plan.doubts:
        together.setdefault((doubt.kind, doubt.chosen), []).append(doubt)
    made = []
    for (kind, chosen), doubts in together.items():
        places = "、".join(dict.fromkeys(doubt.place for doubt in doubts if doubt.place))
        most = _SHARED_TEXT if len(doubts) > 1 else _OWN_TEXT
        text = "；".join(_shortened(doubt.text, most) for doubt in doubts)
        made.append(Doubt(kind, places, text, chosen))
    return made


def _by_kind(doubts: Sequence[Doubt]) -> Iterator[str]:
    for kind in dict.fromkeys(doubt.kind for doubt in doubts):
        yield ""
        yield f"### {kind}"
        yield ""
        yield "| 位置 | 原文 | 怎样处理 |"
        yield "| :-- | :-- | :-- |"
        for doubt in doubts:
            if doubt.kind == kind:
                text = markdown_line(doubt.text)
                yield f"| {doubt.place} | {text} | {markdown_line(doubt.chosen)} |"


_OWN_TEXT, _SHARED_TEXT = 120, 60  # characters of a doubt, alone and with others in a line


def _shortened(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
