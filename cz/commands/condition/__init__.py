"""The actions of ``cz condition``, a module each.

The action need not be named: ``cz condition`` lists them.
"""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz condition``, where none is named."""
    return "set" if words and not words[0].startswith("-") else "list"
