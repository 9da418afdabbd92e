"""``cz dossier``, one action a file of its name. ``cz dossier 区教育局`` means ``show``."""

from collections.abc import Sequence


def action_meant(words: Sequence[str]) -> str:
    """The action where none is named."""
    return "show"
