"""Several reports on one campaign, one after another: each template is compiled once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cz.problem import Problem, Refusal
from cz.records import Campaign
from cz.report.files import PAGE_SUFFIX, SUFFIX, find, plain_name
from cz.report.named import words_in
from cz.report.parts import PAGE, WORD
from cz.report.request import Request
from cz.typography import harmless

if TYPE_CHECKING:
    from cz.history.months import Trend
    from cz.report.blocks import Block
    from cz.report.engine import Sandbox
    from cz.report.view import Report


MONTHS = 6  # that a page shows at most, the running one included


class NothingToList(Exception):
    """The unit has nothing of what the report lists."""


class Printer:
    """``folders`` hold the templates and are searched in order, the shipped one last.

    Every method raises Refusal: exit code 2 where there is no such template, 1 with one located
    problem where the template is at fault. It raises NothingToList where the request is to be left
    out if it has nothing to list.
    """

    def __init__(
        self, campaign: Campaign, folders: Sequence[str], problems: Sequence[Problem] = ()
    ) -> None:
        self.campaign = campaign
        self.folders = folders
        self.problems = problems
        self._sandboxes: dict[str, Sandbox] = {}
        self._words: dict[str, frozenset[str] | None] = {}  # of each template, its file's name
        self._looks: bytes | None = None

    def text(self, request: Request) -> str:
        """The report as Markdown, ending in one newline; the same for the same input."""
        template = find(request.template, self.folders, (SUFFIX,))
        text = self._filled(template, request)
        return harmless(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip()) + "\n"

    def page(self, request: Request) -> str:
        """The report as a page of HTML: of a template that is one, else its Markdown as a page.

        Raises Refusal as well for a page that would act by itself, exit code 1.
        """
        from cz.page import HEAD, page, what_is_live

        template = find(request.template, self.folders, (PAGE_SUFFIX, SUFFIX))
        if not template.endswith(PAGE_SUFFIX):
            from cz.report.blocks import blocks, first_heading, html, most_columns

            markdown = self.text(request)
            paper = blocks(markdown)
            title = first_heading(paper) or request.template
            return page(title, html(markdown), most_columns(paper))
        asked = request._replace(form=PAGE, trend=self._by_month(request))
        text = self._filled(template, asked)
        if live := what_is_live(text):
            raise Refusal(
                f"模板有误，报告没有生成：网页模板“{template}”写出了 {live}。"
                "网页里不能有程序、表单和外面的内容，图形请用 <svg> 画。",
                exit_code=1,
            )
        return HEAD + harmless(re.sub(r"\s*\n\s*", "\n", text).strip()) + "\n"

    def _filled(self, template: str, request: Request) -> str:
        """What the template, its name with its suffix, comes to."""
        from cz.report.build import build
        from cz.report.faults import explained

        sandbox = self._sandbox(request.form)
        if template not in self._words:
            suffix = sandbox.language.suffix
            self._words[template] = words_in(template, self.folders, suffix)
        report = build(self.campaign, request, self.problems, self._words[template])
        if request.must_list and not lists_something(report, plain_name(template)):
            raise NothingToList
        with explained(sandbox, self.folders):
            return sandbox.run(template, report._asdict())

    def _by_month(self, request: Request) -> Trend:
        """Read from git's history, which no other report needs."""
        from cz.history.trend import known, trend

        told = trend(self.campaign, request.phase, request.today, MONTHS, request.unit)
        return known(told)

    def blocks(self, request: Request) -> list[Block]:
        """Its headings, paragraphs and tables, with the parts they play.

        ``form`` of the request: WORD or TABLES.
        """
        from cz.report.blocks import blocks

        return blocks(self.text(request))

    def word(self, request: Request) -> bytes:
        """The report as a Word file; the same bytes for the same input.

        Its looks come from 公文.docx in the first of the folders that has it. Raises Refusal as
        well: exit code 1 where that file cannot be used, and exit code 2 where the template has no
        place for the ``document_number``.
        """
        from cz.report.blocks import first_heading, holds_part
        from cz.report.reference import reference
        from cz.report.word import About, word_file

        if self._looks is None:
            self._looks = reference(self.folders)
        paper = self.blocks(request._replace(form=WORD))
        if request.document_number and not holds_part(paper, request.document_number):
            raise Refusal(f"“{request.template}”没有印发文字号的地方，请不要写 --number。")
        office = self.campaign.office
        about = About(
            title=first_heading(paper) or request.template,
            office=office.name if office else "",
            day=request.today,
            version=request.version,
        )
        return word_file(paper, self._looks, about)

    def _sandbox(self, form: str) -> Sandbox:
        from cz.report.engine import Sandbox

        if form not in self._sandboxes:
            self._sandboxes[form] = Sandbox(self.folders, form)
        return self._sandboxes[form]


def lists_something(report: Report, template: str) -> bool:
    """Whether the unit of the report has anything of what the template is a list of."""
    unit = report.unit
    if unit is None:
        return True
    if template == "整改清单":
        return bool(unit.problems or any(problem.open for problem in unit.helping))
    if template == "材料目录" and report.evidence is not None:
        return report.evidence.total > 0
    if template == "查漏补缺清单" and report.gaps is not None:
        return report.gaps.any
    if template == "任务分解表":
        return bool(unit.table)
    return any(
        (unit.led, unit.shared, unit.items, unit.problems, unit.helping, unit.orders, unit.notes)
    )
