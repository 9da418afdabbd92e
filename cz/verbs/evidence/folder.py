"""``cz evidence add 文件夹``: what lies in a folder, as far as names and cameras tell."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from cz.letters import narrow
from cz.records import Campaign, Evidence
from cz.supervise.covering import Standards, proposed
from cz.supervise.evidence import place_names, same_path
from cz.verbs.evidence.add import day_of, kind_of, own_caption
from cz.verbs.evidence.files import GivenFile, given_files
from cz.verbs.evidence.titles import titles_of

# An id at the beginning of a file's or a folder's name: i9-14, 7-3 背街小巷, f260701-3_整改后.
_ID = re.compile(r"(i[0-9]{1,3}-[0-9]{1,3}|f[0-9]{6}-[0-9]{1,5}|s?[0-9]{1,3}-[0-9]{1,3})(?![0-9-])")


class Lying(NamedTuple):
    """A file and what may be recorded of it; "" where nothing tells. ``known``: it is already."""

    file: GivenFile
    about: str
    title: str
    kind: str
    day: str
    day_from: str
    caption: str
    proposed: tuple[str, ...]
    known: str = ""


def lying(campaign: Campaign, folder: str) -> list[Lying]:
    """Every file in the folder and below it, in the order of its path. Raises Refusal."""
    given = given_files(campaign.folder, [folder])
    titles, standards, places = titles_of(campaign), Standards(campaign), place_names(campaign)
    known = {same_path(record.file): record.id for record in campaign.evidence}
    found = []
    for file in given:
        about = _about(file.path, titles)
        kind = kind_of(file.name)
        day, day_from = day_of(file)
        caption = own_caption(file.name, kind, places)
        draft = Evidence("e1", about, file.path, kind, day, caption)
        found.append(
            Lying(
                file=file,
                about=about,
                title=titles.get(about, ""),
                kind=kind,
                day=day.isoformat(),
                day_from=day_from,
                caption=caption,
                proposed=proposed(draft, standards.items(about)) if about else (),
                known=known.get(same_path(file.path), ""),
            )
        )
    return found


def _about(path: str, titles: Mapping[str, str]) -> str:
    """By the id that the file's name begins with, else the nearest folder's."""
    for part in reversed(path.split("/")):
        named = _ID.match(narrow(part).lower())
        if named and named[1] in titles:
            return named[1]
    return ""


def is_folder(plan_folder: str, text: str) -> bool:
    return os.path.isdir(text) or os.path.isdir(os.path.join(plan_folder, text))
