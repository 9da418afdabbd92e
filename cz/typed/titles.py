"""What a record is called in somebody's words: as titles are compared, and without its number."""

import re

from cz.letters import folded

# Compiled when first used: most commands import this.
_NUMBERED = (
    r"[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．:：)）\s]+"
    r"|[(（][一二三四五六七八九十0-9]+[)）]"
)


def plain_title(title: str) -> str:
    """As titles are compared: however its characters are coded, without the full stop."""
    return "".join(folded(title).split()).rstrip("。.；;，,")


def bare_title(title: str) -> str:
    """Without the number of a list before it: （五）, 3."""
    return re.sub(_NUMBERED, "", title, count=1) if re.match(_NUMBERED, title) else title
