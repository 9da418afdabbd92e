"""Several in one text, as people part them: A、B, A，B, A,B, A；B."""

from __future__ import annotations

from collections.abc import Sequence

from cz.letters import narrow

_OPENING, _CLOSING = "(〔【[", ")〕】]"
SIGNS = "、,;"


def parts(text: str) -> list[str]:
    """The names of a list in one text; a sign in brackets parts nothing: 各县（市、区）.

    What is empty is left out.
    """
    names, name, depth = [], "", 0
    for char in text:
        plain = narrow(char)
        if plain in SIGNS and depth == 0:
            names.append(name)
            name = ""
            continue
        depth += (plain in _OPENING) - (plain in _CLOSING and depth > 0)
        name += char
    return [part for each in (*names, name) if (part := each.strip())]


def all_parts(texts: Sequence[str]) -> list[str]:
    """Those of several texts, as an option that may be written again has them."""
    return [part for text in texts for part in parts(text)]
