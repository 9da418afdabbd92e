"""The actions of ``cz survey``, a module each.

The action need not be named: ``cz survey q2026-1`` shows it, ``cz survey`` lists them.
"""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz survey``, where none is named."""
    return "show" if words and not words[0].startswith("-") else "list"
