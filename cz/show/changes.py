"""What a writing command changed, in words and as a small diff. Plain text: no import of rich."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from cz.typography import visible
from cz.write.outcome import Outcome


def show_outcome(outcome: Outcome, out: TextIO | None = None) -> None:
    """On stdout, or on ``out`` where something else is what was asked for."""
    stream = out or sys.stdout
    colours = (
        stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    lines = [visible(f"{said.name}　{said.words}") for said in outcome.said]
    for hunk in outcome.hunks:
        lines.append(visible(f"  {hunk.path}:{hunk.line}"))
        lines += [_painted("-", text, "31", colours) for text in hunk.old]
        lines += [_painted("+", text, "32", colours) for text in hunk.new]
    if not outcome.hunks:
        lines.append("没有变化，文件未动。")
    elif not outcome.written:
        lines.append("（试运行，文件未动）")
    if outcome.commit:
        lines.append(f"已提交 {outcome.commit}。")
    print("\n".join(lines), file=stream)
    if outcome.refused:
        print(f"cz：{visible(outcome.refused)}", file=sys.stderr)


def _painted(sign: str, text: str, colour: str, colours: bool) -> str:
    plain = f"  {sign} {visible(text)}"
    return f"\x1b[{colour}m{plain}\x1b[0m" if colours else plain
