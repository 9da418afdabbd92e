"""A questionnaire as an XLSForm, for ODK Collect and KoboToolbox.

Its labels begin with the question's number, by which an export (with labels) is read back.
"""

from __future__ import annotations

from datetime import date

from cz.show.xlsform import book_bytes, plain_label
from cz.surveys.forms import Questionnaire


def form_bytes(asked: Questionnaire, day: date) -> bytes:
    """``day``: the form's version."""
    survey = []
    choices = []
    for question in asked.questions:
        kind = "select_multiple" if question.several else "select_one"
        survey.append(
            {
                "type": f"{kind} options{question.number}",
                "name": f"k{question.number}",
                "label": plain_label(f"{question.number}、{question.text}"),
            }
        )
        for number, option in enumerate(question.options, 1):
            choices.append(
                {
                    "list_name": f"options{question.number}",
                    "name": f"o{number}",
                    "label": plain_label(option),
                }
            )
    settings = {
        "form_title": plain_label(asked.title),
        "form_id": "questionnaire",
        "version": f"{day:%Y%m%d}",
    }
    return book_bytes(survey, choices, settings)
