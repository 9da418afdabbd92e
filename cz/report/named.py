"""Which words a template holds: what it does not name need not be worked out for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cz.problem import Problem
from cz.report import files

_WORD = re.compile(r"(?<![\w.])\w+")  # what follows a dot is asked of a record, it is no name
_TAKES_IN = re.compile(r"\{%[-+]?\s*(?:include|import|extends|from)\b")
_BY_NAME = re.compile(r"\{%[-+]?\s*(?:include|import|extends|from)\s+(?:\"([^\"]*)\"|'([^']*)')")


def words_in(template: str, folders: Sequence[str], suffix: str) -> frozenset[str] | None:
    """All words of a template and of what it takes in; ``None`` where that cannot be told."""
    words: set[str] = set()
    waiting, seen = [template], {template}
    while waiting:
        text = _text(waiting.pop(), folders, suffix)
        if text is None or len(_TAKES_IN.findall(text)) != len(_BY_NAME.findall(text)):
            return None
        words.update(_WORD.findall(text))
        for double, single in _BY_NAME.findall(text):
            name = double or single
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return frozenset(words)


def _text(name: str, folders: Sequence[str], suffix: str) -> str | None:
    path = files.locate(name, folders, suffix)
    source = files.read(path) if path else None
    return None if source is None or isinstance(source, Problem) else source.text
