"""``cz who``, one action a file of its name. ``cz who 区教育局`` means ``cz who show 区教育局``."""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action where none is named."""
    return "show"
