"""Words of closed lists however people put them: how far work is, grades, kinds of records."""

from __future__ import annotations

from cz.letters import folded

STATUSES = {
    "todo": (
        "未启动 未开始 尚未启动 尚未开始 未开展 尚未开展 待启动 没有启动 没有开始 还没启动 还没开始"
    ),
    "doing": (
        "推进中 正在推进 推进 进行中 正在进行 在办 办理中 正在办理 实施中 正在实施 开展中 正在开展 "
        "持续推进 持续推进中 正在持续推进 有序推进 正在有序推进 序时推进 按计划推进"
    ),
    "blocked": "受阻 推进受阻 遇阻 推进困难",
    "done": "已完成 完成 全部完成 已全部完成 已经完成 完成了 已办结 办结 已经办结",
    "verified": "已复核 复核 已销号 销号 复核销号 已复核销号 已验收 验收通过 验收合格",
}
FINDING_STATES = {
    "unsent": "待交办 未交办 尚未交办",
    "open": ("待整改 未整改 整改中 正在整改 尚未整改 未完成 未办结 推进中 正在推进 未启动"),
    "rectified": (
        "待复核 已整改 整改完成 已整改完成 已完成整改 整改到位 已整改到位 已完成 完成 已办结 办结"
    ),
    "verified": STATUSES["verified"],
    "withdrawn": "已撤回 撤回",
    "overdue": "逾期 已逾期 超期 已超期",
}
GRADES = {"A": "A类 A级", "B": "B类 B级", "C": "C类 C级"}
UNRATED = "未评 未评级 没有评级 尚未评级"
KINDS = {
    "task": "tasks 任务 重点任务 工作任务",
    "step": "steps 步骤 实施步骤",
    "indicator": "indicators 指标 标准 测评标准 测评指标 standard standards",
    "unit": "units 单位 责任单位 部门",
    "finding": "findings 问题 督查问题",
}


def _keys(words: dict[str, str]) -> dict[str, str]:
    return {
        "".join(folded(word).split()): key
        for key, said in words.items()
        for word in (key, *said.split())
    }


_STATUS, _STATE, _GRADE, _KIND = map(_keys, (STATUSES, FINDING_STATES, GRADES, KINDS))


def _meant(text: str, keys: dict[str, str]) -> str:
    return keys.get("".join(folded(text).split()), "")


def status_meant(text: str) -> str:
    """todo, doing, blocked, done or verified; "" for what is none of their words."""
    return _meant(text, _STATUS)


def finding_state_meant(text: str) -> str:
    """unsent, open, rectified, verified, withdrawn or overdue; "" for any other."""
    return _meant(text, _STATE)


def grade_meant(text: str) -> str:
    """A, B or C; "" for any other."""
    return _meant(text, _GRADE)


def kind_meant(text: str) -> str:
    """task, step, indicator, unit or finding; "" for any other."""
    return _meant(text, _KIND)
