"""What ``cz evidence add 文件夹`` writes for a person to fill in, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from cz.problem import Refusal
from cz.show.sheet import Cell, Col, Sheet, Table
from cz.verbs.evidence.folder import Lying

MOST = 5  # files that a refusal names


def records(found: Sequence[Lying]) -> Sheet:
    """The table that ``cz evidence take`` reads: what is known is filled in."""
    titles = (
        *("编号", "文件", "用于", "事项", "类别", "日期", "日期来自", "图说"),
        *("对应要求", "可能对应（拟）"),
    )
    rows: list[list[str | Cell]] = [
        [
            each.known,
            each.file.path,
            each.about,
            each.title,
            each.kind,
            each.day,
            each.day_from.strip("（）"),
            each.caption,
            "",
            "、".join(each.proposed),
        ]
        for each in found
    ]
    return Sheet([Table([Col(title) for title in titles], rows)], [], title="材料登记")


def told(found: Sequence[Lying], output: str) -> str:
    """How many are in the table, and what is still to be filled in."""
    known = sum(bool(each.known) for each in found)
    lacking = [
        (sum(not each.about for each in found), "要填用于哪一条"),
        (sum(not each.kind for each in found), "要填类别"),
        (sum(not each.caption for each in found), "要填图说或名称"),
    ]
    words = [f"{number} 个{what}" for number, what in lacking if number]
    there = f"，其中已登记 {known} 个" if known else ""
    todo = f"；{'、'.join(words)}" if words else ""
    return (
        f"{len(found)} 个文件{there}{todo}。对应要求照提出来的，写“同意”。"
        f"填好以后：cz evidence take {output}"
    )


def refuse_unclear(found: Sequence[Lying], folder: str) -> None:
    """Raises Refusal where names do not tell what a file is for, or of what kind."""
    unclear = [each for each in found if not each.known and not (each.about and each.kind)]
    if unclear:
        names = "、".join(each.file.name for each in unclear[:MOST])
        more = f"等 {len(unclear)} 个" if len(unclear) > MOST else ""
        raise Refusal(
            f"看不出用于哪一条或哪一类：{names}{more}。先写一张表填好："
            f"cz evidence add {folder} -o 图说.xlsx；"
            "文件或文件夹的名字以编号开头的（i9-14 清理后.jpg），不用填。"
        )
