"""``cz report``: a template filled from the plan."""

from __future__ import annotations

import os
from datetime import date

from cz import disk
from cz.git import version
from cz.load.folder import find_plan
from cz.names import find_unit
from cz.opening import Opened, refuse_own_folders
from cz.problem import Refusal
from cz.records import Order
from cz.report import Request, render, template_names
from cz.shipped import shipped
from cz.supervise.ranking import Period

DEFAULT = "阶段报告"
OF_ONE_UNIT = "单位清单"
OF_INSPECTIONS = ("督查通报", "排名通报")


def folders(plan: str) -> list[str]:
    """Where templates are looked for: the plan's own folder, then those shipped."""
    own = os.path.join(plan, "templates")
    return [folder for folder in (own, shipped("templates")) if os.path.isdir(folder)]


def names(plan: str | None) -> dict[str, str]:
    """Template names and what each is for."""
    return template_names(folders(find_plan(plan)))


def report(
    found: Opened,
    template: str,
    phase: int,
    today: date,
    unit: str | None,
    period: Period | None = None,
    by: str = "unit",
    order: Order | None = None,
) -> str:
    """The Markdown text; it names the commit of its data. Without a template: the unit's sheet where a unit is named, else the phase report."""
    owner = find_unit(found.campaign, unit) if unit is not None else None
    name = template or (OF_ONE_UNIT if owner else DEFAULT)
    folder = found.campaign.folder
    told = found.commit or version(folder)
    return render(
        found.campaign,
        Request(name, phase, today, owner, told, period, by, order),
        folders(folder),
        found.unread,
    )


_OFFICE = (".doc", ".docx", ".wps", ".pdf", ".xls", ".xlsx", ".et", ".ppt", ".pptx")


def save(plan: str, path: str, text: str, *, force: bool) -> None:
    """Write a report whole or not at all. Raises Refusal as may_save does."""
    may_save(plan, path, force=force)
    disk.create(path, path, text.encode("utf-8"))


def may_save(plan: str, path: str, *, force: bool) -> None:
    """Raises Refusal where a report would take the place of the plan itself, or of a file that is there and not ``force``,
    or where the name promises a format that it is not."""
    if path.lower().endswith(_OFFICE):
        raise Refusal(
            f"报告是 Markdown 文本，不能存成 {os.path.splitext(path)[1]}。请用 .md 的文件名；需要 Word 的，打开后另存或转换。"
        )
    if os.path.exists(path) and not force:
        raise Refusal(
            f"{path} 已经有了，没有覆盖（里面也许有手工改过的内容）。请换一个文件名，或加 --force 覆盖。"
        )
    refuse_own_folders(plan, path, "-o 阶段报告.md", "报告")
