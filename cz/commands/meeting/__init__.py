"""The actions of ``cz meeting``, a module each.

The action need not be named: ``cz meeting h2026-5`` shows it, ``cz meeting`` lists them.
"""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz meeting``, where none is named."""
    return "show" if words and not words[0].startswith("-") else "list"
