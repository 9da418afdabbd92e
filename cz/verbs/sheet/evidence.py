"""The files that a sheet names as evidence: recorded where they lie in the plan's folder."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from cz.letters import folded
from cz.problem import Refusal
from cz.records import Agreed, Evidence, Finding
from cz.sheets.dates import Unusable, flat
from cz.verbs.evidence.add import Entry, Request, entries_of
from cz.verbs.evidence.files import given_files
from cz.verbs.sheet.ledger import Ledger, Record

FOLDER = "佐证材料"  # in which evidence is kept, as in the example


class Named(NamedTuple):
    """What becomes of the files that a row names: those to be recorded, and why others cannot."""

    entries: tuple[Entry, ...] = ()
    undone: tuple[Unusable, ...] = ()


def named_evidence(text: str, record: Record, beside: str, ledger: Ledger) -> Named:
    """``beside``: the folder of the sheet."""
    known = ledger.evidence_of(record.id)
    entries: list[Entry] = []
    undone: list[Unusable] = []
    for part in re.split(r"[、，,；;\n]", text):
        name = flat(part)
        if not name or folded(name) in known:
            continue
        path = _lying(name, beside, ledger.campaign.folder)
        if path is None:
            words = f"材料“{name}”没有找到，请把文件和表一起交来"
            advice = f"；放进方案文件夹再取一次，或用 cz evidence add {record.id} 文件 登记"
            undone.append(Unusable(words, advice))
            continue
        try:
            entries += _entries(path, record, ledger)
        except Refusal as refusal:
            undone.append(Unusable(f"材料“{name}”没有登记：{refusal.message.rstrip('。')}"))
    return Named(tuple(entries), tuple(undone))


def _lying(name: str, beside: str, plan_folder: str) -> str | None:
    """The file of this name in the plan's folder, beside the sheet or where evidence is kept."""
    if name != os.path.basename(name):
        return None
    home = os.path.join(os.path.realpath(plan_folder), "")
    for folder in (beside, plan_folder, os.path.join(plan_folder, FOLDER)):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.path.realpath(path).startswith(home):
            return path
    return None


def _entries(path: str, record: Record, ledger: Ledger) -> list[Entry]:
    """Raises Refusal for a file of which it cannot be seen what it is, or that needs no record."""
    piece = record if isinstance(record, Evidence) else None
    request = Request(
        about=piece.about if piece else record.id,
        title=title_of(record),
        kind="",
        date=None,
        caption="",
        today=ledger.today,
        piece=piece,
    )
    given = given_files(ledger.campaign.folder, [path])
    entries = entries_of(ledger.loaded, given, request, ledger.last_evidence)
    ledger.last_evidence += sum(entry.known is None for entry in entries)
    return entries


def title_of(record: Record) -> str:
    if isinstance(record, Finding):
        return record.spot or record.problem
    if isinstance(record, Agreed):
        return record.matter
    if isinstance(record, Evidence):
        return record.caption or record.file.rpartition("/")[2]
    return record.title


def said_of_evidence(entries: tuple[Entry, ...]) -> str:
    """登记材料 东街.jpg（e3，图片）."""
    named = [f"{entry.file.name}（{entry.id}，{entry.kind}）" for entry in entries]
    return f"登记材料 {'、'.join(named)}"
