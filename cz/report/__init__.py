"""Reports: a campaign in one phase through a template to Markdown, and from there to Word or HTML.

Templates of HTML make a page of their own.

The engine is imported when a report is made and not before, for its import alone takes longer than
reading a plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from cz.problem import Problem
from cz.records import Campaign
from cz.report.files import template_names
from cz.report.parts import MARKDOWN, PAGE, TABLES, WORD
from cz.report.printer import NothingToList, Printer
from cz.report.request import Request

__all__ = [
    "MARKDOWN",
    "PAGE",
    "TABLES",
    "WORD",
    "NothingToList",
    "Printer",
    "Request",
    "render",
    "template_names",
]


def render(
    campaign: Campaign, request: Request, folders: Sequence[str], problems: Sequence[Problem] = ()
) -> str:
    """One report as Markdown, as ``Printer.text`` gives it."""
    return Printer(campaign, folders, problems).text(request)
