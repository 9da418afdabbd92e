"""The actions of ``cz spot``, a module each.

The action need not be named: ``cz spot 槐树巷`` shows it, ``cz spot`` lists them.
"""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz spot``, where none is named."""
    return "show" if words and not words[0].startswith("-") else "list"
