"""``cz report``: a template filled from the plan, as Markdown or as a Word file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cz.git import version
from cz.load.folder import find_plan
from cz.opening import Opened
from cz.report import TABLES, Request, render, render_blocks, render_word, template_names
from cz.shipped import shipped

if TYPE_CHECKING:
    from cz.report.blocks import Block

__all__ = ["Request", "folders", "names", "report", "tables", "word"]

DEFAULT = "阶段报告"
OF_ONE_UNIT = "单位清单"
BULLETIN = "督查通报"
OF_INSPECTIONS = (BULLETIN, "排名通报")


def folders(plan: str) -> list[str]:
    """Where templates are looked for: the plan's own folder, then those shipped."""
    own = os.path.join(plan, "templates")
    return [folder for folder in (own, shipped("templates")) if os.path.isdir(folder)]


def names(plan: str | None) -> dict[str, str]:
    """Template names and what each is for."""
    return template_names(folders(find_plan(plan)))


def report(opened: Opened, request: Request) -> str:
    """The Markdown text of a report on an opened plan; it names the commit of its data.

    Without a template: the unit's sheet where a unit is asked for, else the phase report. Raises
    Refusal as ``render`` does.
    """
    asked = _completed(opened, request)
    return render(opened.campaign, asked, folders(opened.campaign.folder), opened.unread)


def word(opened: Opened, request: Request) -> bytes:
    """The same report as a Word file; it names the commit of its data in its properties.

    Raises Refusal as ``render_word`` does.
    """
    asked = _completed(opened, request)
    return render_word(opened.campaign, asked, folders(opened.campaign.folder), opened.unread)


def tables(opened: Opened, request: Request) -> list[Block]:
    """The same report as blocks, its tables fit for a spreadsheet. Raises Refusal."""
    asked = _completed(opened, request._replace(form=TABLES))
    return render_blocks(opened.campaign, asked, folders(opened.campaign.folder), opened.unread)


def _completed(opened: Opened, request: Request) -> Request:
    default = OF_ONE_UNIT if request.unit else DEFAULT
    commit = opened.commit or version(opened.campaign.folder)
    return request._replace(template=request.template or default, version=commit)
