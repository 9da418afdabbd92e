"""A finding taken back: on record, in no count, named in the next bulletin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import MIDWAY, copy_of, cz

ID = "f260625-14"
MONTH = ("--from", "2026-06-22", "--to", "2026-07-14")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copy_of(MIDWAY, tmp_path)


def ran(plan: Path, *arguments: str) -> str:
    result = cz(*arguments, cwd=plan)
    assert result.code == 0, result.err
    return result.out


def counted(plan: Path, *arguments: str) -> int:
    return len(json.loads(ran(plan, "finding", "list", *arguments, "--json")))


def test_it_is_kept_and_counts_no_more(plan: Path) -> None:
    before = counted(plan)
    owed = ran(plan, "remind", "--unit", "石桥乡")
    assert ID in owed
    assert ran(plan, "finding", "withdraw", ID, "--reason", "与另一处重复") == (
        "f260625-14 前坝村\u3000撤回 2026-07-15：与另一处重复；记录留着，不再计入各项统计\n"
        "  data/findings.yaml:3010\n"
        "  +     withdrawn: {date: 2026-07-15, reason: 与另一处重复}\n"
    )
    assert counted(plan) == before - 1
    assert counted(plan, "--state", "已撤回") == 1
    assert ID not in ran(plan, "remind", "--unit", "石桥乡")
    assert ID not in ran(plan, "status", "--unit", "石桥乡")
    shown = ran(plan, "finding", "show", ID)
    assert "状态      已撤回（与另一处重复）\n整改时限  2026年7月2日\n" in shown
    assert "2026-07-15  撤回        与另一处重复\n" in shown
    assert counted(plan, "--to", "2026-07-14") == before - 1
    words = "另有已撤回的 1 个，不计数；看它们用 --state 已撤回。\n"
    assert ran(plan, "finding", "list", "石桥乡").endswith(words)
    assert ran(plan, "finding", "list", "前坝村", "乱堆柴草").endswith(words)
    assert "已撤回" not in ran(plan, "finding", "list", "--state", "待整改")


def test_the_next_bulletin_names_it(plan: Path) -> None:
    ran(plan, "finding", "withdraw", ID, "--reason", "与另一处重复")
    text = ran(plan, "report", "--template", "督查通报", "--issue", "4")
    assert text.partition("## 说明\n\n")[2].partition("\n\n附件")[0] == (
        "第3期以来撤回1个问题，不再计数：\n\n"
        "1. f260625-14，石桥乡，前坝村：房前屋后乱堆柴草和建筑材料（与另一处重复）"
    )
    ran(plan, "report", "--template", "督查通报", "--issue", "4", "--record", "-o", "四.md")
    assert "## 说明" in ran(plan, "report", "--template", "督查通报", "--issue", "4")


def test_before_that_day_it_counts(plan: Path) -> None:
    before = ran(plan, "rank", *MONTH, "--at", "2026-07-10", "--json")
    ran(plan, "finding", "withdraw", ID, "--reason", "重复", "--date", "2026-07-11")
    assert ran(plan, "rank", *MONTH, "--at", "2026-07-10", "--json") == before
    assert ran(plan, "rank", *MONTH, "--at", "2026-07-11", "--json") != before


@pytest.mark.parametrize(
    "arguments",
    [
        ("rectify", ID),
        ("verify", ID),
        ("reopen", ID, "--reason", "反弹"),
        ("due", ID, "2026-07-20", "--reason", "雨"),
        ("assign", ID, "--unit", "区财政局"),
    ],
)
def test_nothing_more_is_recorded_of_it(plan: Path, arguments: tuple[str, ...]) -> None:
    ran(plan, "finding", "withdraw", ID, "--reason", "重复")
    result = cz("finding", *arguments, cwd=plan)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "cz：f260625-14 已于 2026-07-15 撤回（重复），没有改动。"
        "撤回错了的，用 cz restore f260625-14 恢复到撤回以前。\n"
    )


def test_again_and_too_early(plan: Path) -> None:
    ran(plan, "finding", "withdraw", ID, "--reason", "重复")
    assert ran(plan, "finding", "withdraw", ID, "--reason", "误报") == (
        "f260625-14 前坝村\u30002026-07-15 已经撤回：重复\n没有变化，文件未动。\n"
    )
    early = cz(
        "finding", "withdraw", "f260710-1", "--reason", "误", "--date", "2026-07-09", cwd=plan
    )
    assert (early.code, early.err) == (
        2,
        "cz：f260710-1 的撤回日期 2026-07-09 早于督查日期 2026-07-10，没有改动。请核对 --date。\n",
    )
