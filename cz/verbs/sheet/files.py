"""The files that came back: which are meant, what tables are in them, where rows are returned."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from cz.problem import Refusal
from cz.sheets.headings import WORDS, likeness
from cz.sheets.reading import Filled, Unread, read_filled
from cz.tables import read

ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".docx")
BACK = "-退回"  # ends the name of what we returned
_OF_RETURNED = re.compile(f"{BACK}(-[0-9]+)?$")


class Given(NamedTuple):
    """``filled``: its tables; ``unread``: those that cannot be taken. ``fault``: why the file
    cannot be read at all."""

    path: str
    filled: tuple[Filled, ...] = ()
    unread: tuple[Unread, ...] = ()
    fault: str = ""


class Named(NamedTuple):
    """``paths``: of the files; ``passed``: those that were taken before, for what was returned of
    them is given as well and is newer."""

    paths: tuple[str, ...]
    passed: tuple[str, ...]


def named_files(named: Sequence[str]) -> Named:
    """Every file once, of a folder all tables in it. Raises Refusal where a folder holds none."""
    paths: list[str] = []
    for name in named:
        if not os.path.isdir(name):
            paths.append(name)
            continue
        there = _in_folder(name)
        if not there:
            raise Refusal(f"{name} 里没有表格文件。能取的有：{'、'.join(ENDINGS)}，请核对文件夹。")
        paths += there
    once = {os.path.realpath(path): path for path in reversed(paths)}
    ordered = list(reversed(once.values()))
    passed = [path for path in ordered if _was_returned(path, once)]
    return Named(tuple(path for path in ordered if path not in passed), tuple(passed))


def _in_folder(folder: str) -> list[str]:
    found = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            is_hidden = name.startswith((".", "~$"))
            if name.lower().endswith(ENDINGS) and not is_hidden:
                found.append(os.path.join(parent, name))
    return sorted(found)


def _was_returned(path: str, given: Container[str]) -> bool:
    """Whether what was returned of it before is given as well, and it was not sent anew since."""
    back = back_name(path)
    if back == path or os.path.realpath(back) not in given:
        return False
    return os.path.getmtime(back) >= os.path.getmtime(path)


def back_name(path: str) -> str:
    """Where the returned rows of a table go, also those of one that was returned itself."""
    return f"{_OF_RETURNED.sub('', os.path.splitext(path)[0])}{BACK}.xlsx"


def back_names(paths: Sequence[str], asked: str | None) -> dict[str, str]:
    """Where the returned rows of each of the files go: beside it, or as ``asked``, into a folder,
    of one file also into a file; no two into one, nor over a file that is given.

    Raises Refusal for one file that is to hold those of several.
    """
    folder = asked
    if asked is not None and asked.lower().endswith(".xlsx"):
        if len(paths) == 1:
            return {paths[0]: asked}
        raise Refusal(
            f"--returned {asked} 是一个文件，要取的有 {len(paths)} 个。"
            "每个文件的退回另成一个工作簿，请写文件夹。"
        )
    given = {os.path.realpath(path) for path in paths}
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        wanted = back_name(path)
        if folder is not None:
            wanted = os.path.join(folder, os.path.basename(wanted))
        name, number = wanted, 1
        own = os.path.realpath(path)
        while (real := os.path.realpath(name)) in taken or (real in given and real != own):
            number += 1
            name = f"{wanted.removesuffix('.xlsx')}-{number}.xlsx"
        taken.add(real)
        names[path] = name
    return names


def read_file(path: str) -> Given:
    """Its tables; what cannot be read is told as such."""
    try:
        sent = read(path, WORDS, likeness)
    except Refusal as refusal:
        return Given(path, fault=refusal.message)
    filled: list[Filled] = []
    unread: list[Unread] = []
    for table in sent.tables:
        if not table.rows:
            continue
        if table.hidden:
            unread.append(Unread(table.name, "这一页是隐藏的，没有取", len(table.rows)))
            continue
        looked = read_filled(table, sent.picture_parts)
        if isinstance(looked, Filled):
            filled.append(looked)
        else:
            unread.append(looked)
    if not filled and not unread:
        return Given(path, fault=f"{path} 里没有表，或表是空的。")
    return Given(path, tuple(filled), tuple(unread))
