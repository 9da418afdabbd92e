"""The actions of ``cz order``, a module each.

The action need not be named: ``cz order d2026-7`` prints, ``cz order 石桥乡`` issues.
"""

from collections.abc import Sequence

from cz.verbs.order.find import is_order

# The options of the actions that are followed by a word.
_FOLLOWED = (
    *("-o", "--output", "--form", "--requirement", "--due", "--reply", "--date"),
    *("--plan", "--today"),
)


def action_meant(words: Sequence[str]) -> str:
    """The action meant by the words after ``cz order``, where none is named."""
    matter = _first_argument(words)
    options = {word.partition("=")[0] for word in words}
    if matter is None:
        return "print" if "--all" in options else "list"
    if "--reply" in options:
        return "reply"
    if is_order(matter) and not options & {"--due", "--requirement"}:
        return "print"
    return "issue"


def _first_argument(words: Sequence[str]) -> str | None:
    followed = False
    for word in words:
        if not followed and not word.startswith("-"):
            return word
        followed = not followed and word in _FOLLOWED
    return None
