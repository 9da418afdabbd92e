"""What a report is asked to be about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cz.records import Meeting, Order
from cz.report.parts import MARKDOWN
from cz.rounds.papers import Papers
from cz.supervise.ranking import Period
from cz.surveys.forms import Questionnaire
from cz.whose import Owner

if TYPE_CHECKING:
    from cz.history.months import Trend
    from cz.rounds.story import RoundStory


class Request(NamedTuple):
    """``template`` as the user named it; ``unit`` where the report is about one unit.

    ``version``: the commit the data stands on, in words. ``period``: of the inspections that a
    bulletin is about. ``by``: how a bulletin groups its findings, unit or type.
    ``papers``: of a mock assessment; ``assessment``: what came of one.
    ``must_list``: a unit that has nothing of what the report lists is left out (NothingToList).
    ``form``: MARKDOWN, WORD, TABLES or PAGE. ``document_number``: 发文字号, printed as it is.
    ``meeting``: the one that minutes or papers are of; one to come has no id.
    ``questionnaire``: what a survey asks.
    ``trend``: by month, where the template is a page.
    """

    template: str
    phase: int
    today: date
    unit: Owner | None = None
    version: str = ""
    period: Period | None = None
    by: str = "unit"
    order: Order | None = None
    papers: Papers | None = None
    assessment: RoundStory | None = None
    form: str = MARKDOWN
    document_number: str = ""
    must_list: bool = False
    trend: Trend | None = None
    meeting: Meeting | None = None
    questionnaire: Questionnaire | None = None
