"""What a writing command changed, in words and as a small diff. Plain text: no import of rich."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from cz import disk
from cz.edit import Hunk
from cz.show.colours import GREEN, RED, coloured, painted
from cz.show.complaints import not_in_git
from cz.typography import visible
from cz.write.outcome import Outcome


def show_outcome(
    outcome: Outcome, out: TextIO | None = None, *, in_words_only: bool = False
) -> None:
    """On stdout, or on ``out`` where something else is what was asked for.

    ``in_words_only``: not the lines that changed, which nobody reads there.
    """
    stream = out or sys.stdout
    in_colour = coloured(stream)
    lines = [visible(f"{said.name}　{said.words}{said.aside}") for said in outcome.said]
    for hunk in () if in_words_only else outcome.hunks:
        lines += _changed_lines(hunk, in_colour=in_colour)
    if not outcome.hunks:
        lines.append("没有变化，文件未动。")
    elif not outcome.written:
        lines.append("（试运行，文件未动）")
    if outcome.commit:
        lines.append(f"已提交 {outcome.commit}。")
    if outcome.next_step:
        lines.append(visible(outcome.next_step))
    begun = () if outcome.commit else tuple(filter(_is_in_repository, outcome.begun))
    if begun:
        lines.append(visible(not_in_git(begun)))
    print("\n".join(lines), file=stream)
    if outcome.refused:
        print(f"cz：{visible(outcome.refused)}", file=sys.stderr)


def _is_in_repository(path: str) -> bool:
    folder = os.path.dirname(os.path.abspath(path))
    return disk.find_up(folder, lambda above: os.path.lexists(f"{above}/.git")) is not None


def _changed_lines(hunk: Hunk, *, in_colour: bool) -> list[str]:
    """Where they are, what was there and what is; blank lines around what is new are not shown."""
    new = list(hunk.new)
    line = hunk.line
    while not hunk.old and new and not new[0].strip():
        del new[0]
        line += 1
    lines = [visible(f"  {hunk.path}:{line}")]
    lines += [_signed("-", text, RED if in_colour else "") for text in hunk.old]
    lines += [_signed("+", text, GREEN if in_colour else "") for text in new]
    return lines


def _signed(sign: str, text: str, colour: str) -> str:
    plain = f"  {sign} {visible(text)}"
    return painted(plain, colour) if colour else plain
