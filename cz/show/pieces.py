"""Pieces of evidence as screens show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cz.records import Evidence
from cz.show.sheet import Block, Col, Table, Title
from cz.supervise.reviews import Reviewed
from cz.words import short_date


def name_of(piece: Evidence) -> str:
    """Its caption, else the name of its file."""
    return piece.caption or piece.file.rpartition("/")[2]


def returned_blocks(pieces: Sequence[Reviewed], today: date) -> list[Block]:
    """What is to be brought again, why and by when; nothing where there is none."""
    if not pieces:
        return []
    columns = [
        Col("编号"),
        Col("用于"),
        Col("材料", grow=True),
        Col("退回原因", grow=True),
        Col("时限"),
    ]
    rows = []
    for piece in pieces:
        due = piece.review.due if piece.review else None
        by_when = short_date(due, today) if due else ""
        record = piece.record
        rows.append([record.id, record.about, name_of(record), piece.why, by_when])
    return [Title(f"退回未补的材料 {len(pieces)} 份"), Table(columns, rows, whole=True)]
