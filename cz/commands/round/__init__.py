"""The actions of ``cz round``, a module each.

The action need not be named: ``cz round m2026-2`` shows it, ``cz round`` lists them.
"""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz round``, where none is named."""
    return "show" if words and not words[0].startswith("-") else "list"
