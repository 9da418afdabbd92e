"""A text as one line of Markdown that shows exactly this text."""

import re

from cz.typography import visible

_ALIVE = re.compile(r"[\\`*_<>\[\]|~$]|&(?=#?\w+;)")
_AT_START = re.compile(r"([0-9]{1,9})(?=[.)](?:\s|$))|(?=#|[-+](?:\s|$)|(?:-{2,}|={1,})\s*$)")


def markdown_line(text: str) -> str:
    """``text`` as one line of Markdown that shows exactly this text and nothing else."""
    if text.isalnum():
        return text
    if "\n" in text or "\r" in text:
        text = " ".join(text.splitlines())
    text = _ALIVE.sub(r"\\\g<0>", visible(text).strip())
    start = _AT_START.match(text)
    return f"{start[0]}\\{text[start.end() :]}" if start else text


# A commit by its first letters and digits; f260702-1 is none, it is a finding.
_NOTIFIES = re.compile(
    r"[@#!](?=\w)"
    r"|(?<![0-9A-Za-z])[0-9a-f](?=[0-9]*[a-f]|(?<=[a-f]))(?=[0-9a-f]{6,39}(?![0-9A-Za-z]|-[0-9]))"
)
_LINKS = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)", re.I)


def quiet_line(text: str) -> str:
    """``markdown_line`` for a platform: no address becomes a link, and no name, number or commit in
    it notifies anyone. It reads the same; an empty comment parts the sign from what follows.
    """
    line = _LINKS.sub(r"\\\g<0>", markdown_line(text))
    return _NOTIFIES.sub(r"\g<0><!-- -->", line)
