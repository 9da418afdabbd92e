"""Reports: a campaign in one phase through a template to Markdown.

The engine is imported when a report is made and not before, for its import alone takes longer than
reading a plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from cz.problem import Problem
from cz.records import Campaign
from cz.report.files import template_names
from cz.report.request import Request
from cz.typography import harmless

__all__ = ["Request", "render", "template_names"]


def render(
    campaign: Campaign, request: Request, folders: Sequence[str], problems: Sequence[Problem] = ()
) -> str:
    """The report as Markdown, ending in one newline; the same for the same input.

    ``folders`` hold the templates and are searched in order, the shipped one last. Raises Refusal:
    exit code 2 where there is no such template, 1 with one located problem where the template is at
    fault.
    """
    import re

    from cz.report.build import build
    from cz.report.files import find, plain_name

    find(request.template, folders)
    from cz.report.engine import Sandbox
    from cz.report.faults import explained

    variables = build(campaign, request, problems)._asdict()
    sandbox = Sandbox(folders)
    with explained(sandbox, folders):
        text = sandbox.run(plain_name(request.template), variables)
    return harmless(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip()) + "\n"
