"""Reports: a campaign in one phase through a template to Markdown, and from there to Word.

The engine is imported when a report is made and not before, for its import alone takes longer than
reading a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cz.problem import Problem, Refusal
from cz.records import Campaign
from cz.report.files import template_names
from cz.report.parts import MARKDOWN, TABLES, WORD
from cz.report.request import Request
from cz.typography import harmless

if TYPE_CHECKING:
    from cz.report.blocks import Block

__all__ = [
    "MARKDOWN",
    "TABLES",
    "WORD",
    "Request",
    "render",
    "render_blocks",
    "render_word",
    "template_names",
]


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
    sandbox = Sandbox(folders, request.form)
    with explained(sandbox, folders):
        text = sandbox.run(plain_name(request.template), variables)
    return harmless(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip()) + "\n"


def render_blocks(
    campaign: Campaign, request: Request, folders: Sequence[str], problems: Sequence[Problem] = ()
) -> list[Block]:
    """The report's headings, paragraphs and tables, with the parts they play.

    ``form`` of the request: WORD or TABLES. Raises Refusal as ``render`` does.
    """
    from cz.report.blocks import blocks

    return blocks(render(campaign, request, folders, problems))


def render_word(
    campaign: Campaign, request: Request, folders: Sequence[str], problems: Sequence[Problem] = ()
) -> bytes:
    """The report as a Word file; the same bytes for the same input.

    Its looks come from 公文.docx in the first of the folders that has it. Raises Refusal as
    ``render`` does, exit code 1 where that file cannot be used, and exit code 2 where the template
    has no place for the ``document_number``.
    """
    from cz.report.blocks import first_heading, holds_part
    from cz.report.reference import reference
    from cz.report.word import About, word_file

    looks = reference(folders)
    paper = render_blocks(campaign, request._replace(form=WORD), folders, problems)
    if request.document_number and not holds_part(paper, request.document_number):
        raise Refusal(f"“{request.template}”没有印发文字号的地方，请不要写 --number。")
    about = About(
        title=first_heading(paper) or request.template,
        office=campaign.office.name if campaign.office else "",
        day=request.today,
        version=request.version,
    )
    return word_file(paper, looks, about)
