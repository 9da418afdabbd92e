"""Plan folders of any size, made from the midway example.

Text in, text out, the same every time.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "midway"
_TASK = re.compile(r"^(  - id: )([0-9]+)-([0-9]+)\b", re.M)
_INDICATOR = re.compile(r"^(  - id: i)([0-9]+)-([0-9]+)\b", re.M)
_REFERENCE = re.compile(r"^(    task: )([0-9]+)-([0-9]+)\b", re.M)
_DECLARED = re.compile(r"^(    standards: )([0-9]+)\b", re.M)


class Size(NamedTuple):
    """What a generated plan holds; ``indicator_bytes`` is the size of its largest file."""

    tasks: int
    indicators: int
    indicator_bytes: int


class Row(NamedTuple):
    """One task as the peers get it."""

    id: str
    title: str
    lead: str
    units: tuple[str, ...]
    status: str
    due: str


def write_plan(folder: Path, copies: int, example: Path = EXAMPLE) -> Size:
    """Write ``copies`` times the example's tasks and indicators to ``folder``/data.

    Once is the example byte for byte.

    The copies count on where the last one of a chapter (a project) stopped: with nine tasks in
    chapter 1 the first copy of 1-1 is 1-10. Each copy's indicators belong to that copy's tasks.
    Comments are copied like everything else.
    """
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(example / "data" / "units.yaml", data / "units.yaml")
    before, tasks, after = _parts(_read(example / "data" / "tasks.yaml"), "tasks")
    before = _DECLARED.sub(lambda found: f"{found[1]}{int(found[2]) * copies}", before)
    steps = {_TASK: _highest(_TASK, tasks)}
    steps[_REFERENCE] = steps[_TASK]
    _write(data / "tasks.yaml", before, tasks, after, copies, {_TASK: steps[_TASK]})
    count = len(_TASK.findall(tasks)) * copies
    before, indicators, after = _parts(_read(example / "data" / "indicators.yaml"), "indicators")
    steps[_INDICATOR] = _highest(_INDICATOR, indicators)
    del steps[_TASK]
    _write(data / "indicators.yaml", before, indicators, after, copies, steps)
    return Size(
        count,
        len(_INDICATOR.findall(indicators)) * copies,
        (data / "indicators.yaml").stat().st_size,
    )


def rows(folder: Path, phase: int = 2) -> Iterator[Row]:
    """The tasks of a generated plan with their state in ``phase``, for the peers' own formats."""
    _, body, _ = _parts(_read(folder / "data" / "tasks.yaml"), "tasks")
    for block in re.split(r"^  - (?=id: )", body, flags=re.M)[1:]:
        fields = dict(re.findall(r"^(?:    )?(id|title|lead): (.*?)(?:   #.*)?$", block, re.M))
        listed = re.search(r"^    units:\n((?:      - .*\n)+)", block, re.M)
        units = re.findall(r"^      - (.*?)(?:   #.*)?$", listed[1], re.M) if listed else []
        state = re.search(rf"^      {phase}: {{(.*)}}", block, re.M)
        entry = dict(pair.split(": ") for pair in state[1].split(", ")) if state else {}
        yield Row(
            fields["id"],
            fields["title"],
            fields.get("lead", ""),
            tuple(units),
            entry.get("status", "todo"),
            entry.get("due", ""),
        )


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _parts(text: str, section: str) -> tuple[str, str, str]:
    """(all up to the section's records, the records, what follows them).

    The blank lines before what follows belong to it.
    """
    head = f"\n{section}:\n"
    start = text.index(head) + len(head)
    following = re.compile(r"^\S", re.M).search(text, start)
    body = text[start : following.start() if following else len(text)].rstrip("\n") + "\n"
    return text[:start], body, text[start + len(body) :]


def _highest(pattern: re.Pattern[str], text: str) -> dict[str, int]:
    """The last number of each chapter or project."""
    found: dict[str, int] = {}
    for _, group, number in pattern.findall(text):
        found[group] = max(found.get(group, 0), int(number))
    return found


def _write(
    path: Path,
    before: str,
    body: str,
    after: str,
    copies: int,
    steps: dict[re.Pattern[str], dict[str, int]],
) -> None:
    """Copy by copy, so that the benchmark itself stays small.

    A child's peak memory is never told below its parent's.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(before)
        for copy in range(copies):
            text = body
            for pattern, highest in steps.items():
                text = pattern.sub(
                    lambda found, highest=highest, copy=copy: _shifted(found, highest, copy), text
                )  # type: ignore[misc]
            file.write(text)
        file.write(after)


def _shifted(found: re.Match[str], highest: dict[str, int], copy: int) -> str:
    start, group, number = found.groups()
    return f"{start}{group}-{int(number) + copy * highest[group]:0{len(number)}d}"
