"""The sheets of a mock assessment as an XLSForm, for ODK Collect and KoboToolbox.

One submission a spot, without repeats, which the CSV exports leave out. A question is named as its
standard's id is, so that an export is read back as it comes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from cz.rounds.papers import VERDICTS, Papers
from cz.typography import visible

MADE = datetime(2026, 1, 1)  # the same file for the same input
SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "calculation",
    "constraint",
    "parameters",
    "appearance",
)
CHOICES = ("list_name", "name", "label", "spot_type")
SETTINGS = ("form_title", "form_id", "version", "instance_name")
NO = VERDICTS["不符合"]
SHORT = "minimal autocomplete"  # a list of spots that can be searched
PHOTO = "max-pixels=1600"  # large enough to be read, small enough to be sent


def form_bytes(papers: Papers, day: date) -> bytes:
    """The workbook with its three sheets. ``day``: the form's version."""
    return book_bytes(survey(papers), choices(papers), settings(papers, day))


def book_bytes(
    survey_rows: Sequence[dict[str, str]],
    choice_rows: Sequence[dict[str, str]],
    settings_row: dict[str, str],
) -> bytes:
    """The workbook of any form."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        _sheet(book, "survey", SURVEY, survey_rows)
        _sheet(book, "choices", CHOICES, choice_rows)
        _sheet(book, "settings", SETTINGS, [settings_row])
    return out.getvalue()


def _sheet(book: Any, name: str, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
        for number, row in enumerate(rows, 1):
            if row.get(column):
                sheet.write_string(number, place, row[column], text)


def survey(papers: Papers) -> list[dict[str, str]]:
    one = papers.round
    days = f". >= date('{one.start}') and . <= date('{one.end}')"
    rows = [
        _row("calculate", "round", "", calculation=f"'{one.id}'"),
        _row("select_one spots", "spot", "点位", required="yes", appearance=SHORT),
        _row("date", "date", "检查日期", required="yes", constraint=days),
        _row("text", "by", "检查人"),
    ]
    chosen = ("instance('spots')", "root", "item[name=${spot}]", "spot_type")
    rows.append(_row("calculate", "spot_type", "", calculation="/".join(chosen)))
    for id_, (title, types) in _standards(papers).items():
        shown = " or ".join(f"${{spot_type}} = '{place}'" for place in types)
        failed = f"${{{id_}}} = '{NO}'"
        rows += [
            _row(f"select_one {_LIST}", id_, f"{id_} {title}", required="yes", relevant=shown),
            _row("text", f"{id_}_problem", f"{id_} 存在问题", relevant=failed),
            _row("image", f"{id_}_photo", f"{id_} 照片", relevant=failed, parameters=PHOTO),
        ]
    return rows


_LIST = "verdicts"


def _row(type_: str, name: str, label: str, **more: str) -> dict[str, str]:
    return {"type": type_, "name": name, "label": plain_label(label), **more}


def plain_label(label: str) -> str:
    """``${`` would refer to a question."""
    return visible(label).replace("${", "$｛")


def _types(papers: Papers) -> dict[str, str]:
    """A word of ASCII for each type: no text of the user's stands in an expression."""
    names = dict.fromkeys(paper.spot.type for paper in papers.spots)
    return {name: f"t{number}" for number, name in enumerate(names, 1)}


def _standards(papers: Papers) -> dict[str, tuple[str, list[str]]]:
    """By id: its words, and the types that show it."""
    types = _types(papers)
    standards: dict[str, tuple[str, list[str]]] = {}
    for paper in papers.spots:
        for standard in paper.standards:
            _, shown = standards.setdefault(standard.id, (standard.title, []))
            if types[paper.spot.type] not in shown:
                shown.append(types[paper.spot.type])
    return standards


def choices(papers: Papers) -> list[dict[str, str]]:
    types = _types(papers)
    rows = [{"list_name": _LIST, "name": name, "label": word} for word, name in VERDICTS.items()]
    for paper in papers.spots:
        spot = paper.spot
        rows.append(
            {
                "list_name": "spots",
                "name": spot.id,
                "label": plain_label(f"{spot.name}（{spot.id}，{spot.unit or '属地未定'}）"),
                "spot_type": types[spot.type],
            }
        )
    return rows


def settings(papers: Papers, day: date) -> dict[str, str]:
    one = papers.round
    return {
        "form_title": plain_label(f"{one.title}记录表"),
        "form_id": one.id.replace("-", "_"),
        "version": f"{day:%Y%m%d}",
        "instance_name": "concat(${spot}, ' ', ${date})",
    }
