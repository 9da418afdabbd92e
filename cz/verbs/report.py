"""``cz report``: a template filled from the plan, as Markdown or as a Word file."""

from __future__ import annotations

import os

from cz.git import version
from cz.load.folder import find_plan
from cz.opening import Opened
from cz.records import Campaign, Unit
from cz.report import Printer, Request, template_names
from cz.shipped import shipped
from cz.whose import Owner

__all__ = [
    "Request",
    "completed",
    "folders",
    "names",
    "printer",
    "report",
    "units_asked",
    "word",
]

DEFAULT = "阶段报告"
OF_ONE_UNIT = "单位清单"
BULLETIN = "督查通报"
ASSESSMENT = "模拟测评通报"
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
    Refusal as ``Printer`` does.
    """
    return printer(opened).text(completed(opened, request))


def word(opened: Opened, request: Request) -> bytes:
    """The same report as a Word file; it names the commit of its data in its properties."""
    return printer(opened).word(completed(opened, request))


def printer(opened: Opened) -> Printer:
    """For several reports on one plan, their requests completed."""
    return Printer(opened.campaign, folders(opened.campaign.folder), opened.unread)


def completed(opened: Opened, request: Request) -> Request:
    """With a template and the commit of the data."""
    default = OF_ONE_UNIT if request.unit else DEFAULT
    commit = request.version or opened.commit or version(opened.campaign.folder)
    return request._replace(template=request.template or default, version=commit)


def units_asked(campaign: Campaign) -> list[Owner]:
    """Those that get a paper of their own; a collective's members get it in its place."""
    return [owner for owner in campaign.owners if isinstance(owner, Unit) or not owner.members]
