"""The kinds of records: which file and section holds them, and what each field is."""

from collections.abc import Callable
from typing import Any, NamedTuple

from cz import ledger, model
from cz.load import fields as f
from cz.load.fields import Reader


class Kind(NamedTuple):
    """``single``: the section is one record, not a list. ``key``: the field that names a record."""

    word: str
    section: str
    make: Callable[..., Any]
    readers: dict[str, Reader]
    required: tuple[str, ...] = ()
    single: bool = False
    key: str = "id"


_WORK = {
    "title": f.text, "page": f.number, "lead": f.text, "units": f.texts, "group": f.text, "source": f.origin,
    "proposed": f.texts, "progress": f.progress, "updates": f.updates,
}  # fmt: skip

FILES: dict[str, tuple[Kind, ...]] = {
    "tasks": (
        Kind(
            "方案", "plan", model.Plan,
            {"title": f.text, "source": f.origin, "phase": f.number, "label": f.text, "today": f.day, "counts": f.counts, "lights": f.lights, "commit": f.text},
            ("title",), True, "title",
        ),
        Kind(
            "阶段", "phases", model.Phase,
            {
                "number": f.number, "title": f.text, "year": f.text, "page": f.number, "goal": f.text, "a_share": f.points,
                "floor": f.rating, "minors": f.points, "start": f.day, "end": f.day, "stage": f.text,
                "stage_page": f.number, "source": f.origin,
            },
            ("number", "title"), key="number",
        ),
        Kind(
            "板块", "chapters", model.Chapter,
            {"number": f.number, "title": f.text, "page": f.number, "source": f.origin}, ("number", "title"), key="number",
        ),
        Kind(
            "任务", "tasks", model.Task,
            {"id": f.identifier("", 2, "1-5（板块号-序号）"), **_WORK, "text": f.text, "truncated": f.flag},
            ("id", "title"),
        ),
        Kind(
            "步骤", "steps", model.Step,
            {"id": f.identifier("s", 2, "s1-1（s 加阶段号-序号）"), **_WORK, "phase": f.number},
            ("id", "title", "phase"),
        ),
        Kind(
            "工作要求", "requirements", model.Requirement,
            {"id": f.identifier("r", 1, "r1"), "title": f.text, "page": f.number, "source": f.origin}, ("id", "title"),
        ),
    ),
    "units": (
        Kind("指挥部", "headquarters", model.Organ, {"name": f.text, "page": f.number, "source": f.origin}, ("name",), True, "name"),
        Kind("办公室", "office", model.Organ, {"name": f.text, "page": f.number, "source": f.origin}, ("name",), True, "name"),
        Kind(
            "工作组", "groups", model.Group,
            {"id": f.identifier("g", 1, "g1"), "name": f.text, "page": f.number, "source": f.origin}, ("id", "name"),
        ),
        Kind(
            "单位", "units", model.Unit,
            {"id": f.identifier("", 0, "qwxcb（名称的拼音首字母）"), "name": f.text, "kind": f.unit_kind, "redacted": f.texts, "former": f.texts, "source": f.origin},
            ("id", "name", "kind"),
        ),
        Kind(
            "集体单位", "collectives", model.Collective,
            {
                "id": f.identifier("", 0, "gxz（名称的拼音首字母）"), "name": f.text, "redacted": f.texts, "members": f.texts,
                "proposed": f.texts, "source": f.origin,
            },
            ("id", "name"),
        ),
    ),
    "indicators": (
        Kind(
            "测评体系", "systems", model.System,
            {"id": f.identifier("", 0, "city"), "name": f.text, "title": f.text, "scores": f.scores, "source": f.origin}, ("id", "name"),
        ),
        Kind(
            "版块", "blocks", model.Block,
            {"id": f.identifier("b", 1, "b1"), "title": f.text, "source": f.origin}, ("id", "title"),
        ),
        Kind(
            "测评项目", "projects", model.Project,
            {"id": f.identifier("x", 1, "x1"), "title": f.text, "block": f.text, "source": f.origin}, ("id", "title"),
        ),
        Kind(
            "指标", "indicators", model.Indicator,
            {
                "id": f.identifier("i", 0, "i1-01"), "project": f.text, "content": f.text, "title": f.text,
                "method": f.text, "material": f.text, "task": f.text, "unit": f.text, "ratings": f.ratings, "source": f.origin,
            },
            ("id", "title", "project"),
        ),
    ),
    "findings": (
        Kind(
            "问题", "findings", ledger.Finding,
            {
                "id": f.identifier("f", 2, "f260715-1（f 加督查日期-序号）"), "date": f.day, "spot": f.text, "type": f.text, "unit": f.text,
                "helpers": f.texts, "problem": f.text, "due": f.day, "indicator": f.text, "task": f.text, "by": f.text, "fix": f.text,
                "rectified": f.day, "verified": f.day, "extended": f.extensions, "reopened": f.reopenings,
            },
            ("id", "date", "unit", "problem"),
        ),
        Kind(
            "无问题点位", "visits", ledger.Visit,
            {
                "id": f.identifier("v", 2, "v260715-1（v 加督查日期-序号）"), "date": f.day, "spot": f.text, "type": f.text, "unit": f.text,
                "by": f.text,
            },
            ("id", "date", "unit"),
        ),
    ),
    "supervision": (
        Kind(
            "督查规则", "rules", ledger.Rules,
            {
                "days": f.number, "order_days": f.number, "quiet": f.number, "red": f.number, "black": f.number, "colors": f.some_texts,
                "consequences": f.texts, "classes": f.unit_classes, "window": f.window, "source": f.origin,
            },
            (), True, "source",
        ),
        Kind(
            "通报", "bulletins", ledger.Bulletin,
            {"id": f.identifier("t", 2, "t2026-3（t 加年份-期号）"), "start": f.day, "end": f.day, "as_of": f.day, "ranking": f.places},
            ("id", "start", "end", "as_of"),
        ),
        Kind(
            "督办单", "orders", ledger.Order,
            {
                "id": f.identifier("d", 2, "d2026-1（d 加年份-序号）"), "date": f.day, "unit": f.text, "about": f.text, "color": f.text,
                "matter": f.text, "requirement": f.text, "due": f.day, "answered": f.day, "reply": f.text,
            },
            ("id", "date", "unit", "about", "color"),
        ),
    ),
    "evidence": (
        Kind(
            "佐证材料", "evidence", ledger.Evidence,
            {
                "id": f.identifier("e", 1, "e1"), "about": f.text, "file": f.text, "kind": f.evidence_kind, "date": f.day, "caption": f.text,
                "sha256": f.sha256,
            },
            ("id", "about", "file", "kind", "date"),
        ),
    ),
}  # fmt: skip

# What a file that need not be there begins with when cz makes it.
OPTIONAL = {
    "findings": "# 问题台账：督查发现的问题，从交办、整改到复核销号\n",
    "supervision": "# 督查通报、督办单和督查规则\n",
    "evidence": "# 佐证材料：文件放在原处，这里只记路径和校验值\n",
}
REQUIRED = tuple(stem for stem in FILES if stem not in OPTIONAL)
