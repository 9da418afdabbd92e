"""A text on its way into a record."""

from cz.problem import Refusal
from cz.typography import one_line


def kept_line(text: str) -> str:
    """A note as it is kept, see ``one_line``. Raises Refusal where nothing is left of it."""
    kept = one_line(text)
    if not kept:
        raise Refusal("说明是空的，没有什么可记。")
    return kept
