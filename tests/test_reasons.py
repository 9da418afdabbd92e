"""Why a deadline, a rating or a unit was changed is kept; a report is taken back and stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import cz, git, repository


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path)


def added(plan: Path) -> list[str]:
    return [line[1:].strip() for line in git(plan, "diff", "-U0").split("\n") if line[:2] == "+ "]


@pytest.mark.parametrize(
    "typed, lines, card",
    [
        (
            ["due", "1-5", "2026-09-30", "--reason", "评审推后"],
            [
                "2: {status: doing, due: 2026-09-30}",
                "changes:",
                "- {date: 2026-07-15, phase: 2, field: due, was: 2026-06-30, now: 2026-09-30, "
                "reason: 评审推后}",
            ],
            "2026年7月15日　第2阶段时限：2026-06-30 → 2026-09-30（评审推后）",
        ),
        (
            ["rate", "i9-14", "B", "--reason", "复查后好转"],
            [
                "changes:",
                "- {date: 2026-07-15, phase: 2, field: rating, was: C, now: B, reason: 复查后好转}",
            ],
            "2026年7月15日　第2阶段评级：C → B（复查后好转）",
        ),
        (
            ["assign", "1-5", "--lead", "区教育局", "--reason", "职责调整"],
            [
                "lead: 区教育局",
                "changes:",
                "- {date: 2026-07-15, field: lead, was: 区委宣传部, now: 区教育局, reason: 职责调整}",
            ],
            "2026年7月15日　牵头单位：区委宣传部 → 区教育局（职责调整）",
        ),
    ],
    ids=["due", "rate", "assign"],
)
def test_the_reason_is_kept_and_shown(
    plan: Path, typed: list[str], lines: list[str], card: str
) -> None:
    ran = cz(*typed, cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert f"原因：{typed[-1]}" in ran.out
    assert [line for line in lines if line not in added(plan)] == []
    shown = cz("show", typed[1], cwd=plan).out
    assert f"调整 1 次\n{card}\n" in shown
    assert cz("check", cwd=plan).code == 0
    assert f"（原因：{typed[-1]}）" in cz("diff", cwd=plan).out
    again = cz(*typed, cwd=plan)
    assert again.out.endswith("没有变化，文件未动。\n")


def test_a_report_taken_back_says_nothing_any_more(plan: Path) -> None:
    ran = cz("note", "1-1", "--withdraw", "--reason", "记错了任务", cwd=plan)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "1-1 学习宣贯××××和××　撤回 2026-03-26 的进展“学习记录和签到表已归档”：记错了任务\n"
    )
    assert added(plan) == [
        "- {date: 2026-03-26, phase: 2, unit: 区委宣传部, status: done, note: 学习记录和签到表已归档, "
        "withdrawn: {date: 2026-07-15, reason: 记错了任务}}"
    ]
    told = cz("diff", cwd=plan).out.splitlines()[-1]
    assert told.endswith(
        "撤回进展：2026-03-26 区委宣传部 ［已完成］学习记录和签到表已归档（记错了任务）"
    )
    shown = cz("show", "1-1", cwd=plan).out
    assert "学习记录和签到表已归档（撤回：记错了任务）" in shown
    report = cz("report", "--template", "任务分解表", cwd=plan).out
    assert "学习记录和签到表已归档" not in report
    assert "已印发年度学习计划" in report
    again = cz("note", "1-1", "学习记录", "--withdraw", "--reason", "记错", cwd=plan)
    assert again.err == "cz：1-1 没有这样的进展可以撤回。用 cz show 1-1 看有哪几条。\n"
    assert cz("check", cwd=plan).code == 0


def test_which_report_is_meant_has_to_be_sure(plan: Path) -> None:
    for words in ("甲事", "乙事"):
        cz("note", "7-3", words, cwd=plan)
    ran = cz("note", "7-3", "--withdraw", "--reason", "重了", cwd=plan)
    assert (ran.code, ran.err) == (
        2,
        "cz：7-3 2026-07-15 的进展有 2 条，请写上其中的几个字："
        "cz note 7-3 几个字 --withdraw --reason 原因。\n",
    )
    assert cz("note", "7-3", "甲事", "--withdraw", "--reason", "重了", cwd=plan).code == 0
    assert cz("note", "7-3", "--reason", "重了", cwd=plan).code == 2
    assert cz("note", "7-3", "--withdraw", cwd=plan).err == "cz：撤回进展要用 --reason 写明原因。\n"
