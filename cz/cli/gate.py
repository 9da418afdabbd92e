"""The one gate for everything printed: no control code of a plan or a repository passes.

What is shown is made visible where it is laid out, so that a line break in a name cannot feign a
line; here it is seen to that nothing is forgotten.
"""

from __future__ import annotations

import os
from typing import Any


class Gate:
    """A standard stream that lets text, ends of lines, tabs and, on a terminal, colours pass."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.colours = stream.isatty() or bool(os.environ.get("FORCE_COLOR"))

    def write(self, text: str) -> int:
        from cz.typography import harmless

        written: int = self.stream.write(harmless(text, colours=self.colours))
        return written

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
