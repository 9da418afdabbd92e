"""`python docs/picture.py` draws docs/images/status.svg.

The real screen of a terminal of 100 columns. docs/images/page.png is the page that
`cz report --template 一页看 -o 一页看.html` makes of the example, as Chromium shows it 1280 wide.

Every character is given its own place, so that wide and narrow ones stand in columns whatever fonts
the viewer has.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cz.typography import width  # noqa: E402
from tests.running import MIDWAY, on_terminal  # noqa: E402

COLUMNS = 100
CELL, LINE, MARGIN = 9, 22, 16
FONT = "Sarasa Mono SC, Noto Sans Mono CJK SC, Microsoft YaHei, PingFang SC, monospace"
COLOURS = {
    1: "#e06c75",
    2: "#8ec07c",
    3: "#d8a657",
    6: "#56b6c2",
    8: "#8a8f98",
}  # by the number of the ANSI colour


def pieces(line: Text) -> list[tuple[str, str, bool]]:
    """(character, colour, bold) of one line."""
    found = [(char, "#d7dae0", False) for char in line.plain]
    for span in line.spans:
        style = span.style if not isinstance(span.style, str) else None
        number = style.color.number if style and style.color else None
        for at in range(span.start, min(span.end, len(found))):
            char, colour, bold = found[at]
            found[at] = (
                char,
                COLOURS.get(number, colour) if number is not None else colour,
                bold or bool(style and style.bold),
            )
    return found


def drawing(text: str) -> str:
    lines = Text.from_ansi(text).split("\n")
    size = (2 * MARGIN + COLUMNS * CELL, 2 * MARGIN + len(lines) * LINE)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}">',
        f'<rect width="100%" height="100%" rx="8" fill="#24272e"/><g font-family="{FONT}" '
        f'font-size="16">',
    ]
    for row, line in enumerate(lines):
        runs: dict[tuple[str, bool], list[tuple[str, int]]] = {}
        column = 0
        for char, colour, bold in pieces(line):
            if char != " ":
                runs.setdefault((colour, bold), []).append((char, MARGIN + column * CELL))
            column += width(char)
        for (colour, bold), chars in runs.items():
            places = " ".join(str(place) for _, place in chars)
            weight = ' font-weight="bold"' if bold else ""
            words = escape("".join(char for char, _ in chars))
            out.append(
                f'<text x="{places}" y="{MARGIN + row * LINE + 16}" '
                f'fill="{colour}"{weight}>{words}</text>'
            )
    return "\n".join([*out, "</g></svg>", ""])


if __name__ == "__main__":
    shown = on_terminal("status", "--unit", "区教育局", columns=COLUMNS, cwd=MIDWAY)
    (ROOT / "docs" / "images" / "status.svg").write_text(
        drawing(f"$ cz status --unit 区教育局\n{shown.rstrip()}"), encoding="utf-8"
    )
