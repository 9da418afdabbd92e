"""Commands that are shown to be typed."""

import os
import re
from shlex import quote

_PLAIN = re.compile(r"[\w./:\\][\w./:\\-]*")
# What a shell reads within double quotes; only there single ones are for, which cmd.exe lacks.
_ALIVE = '"$`!' if os.sep == "\\" else '"$`!\\'


def shell_word(text: str) -> str:
    """As one word for every shell, cmd.exe and PowerShell too."""
    if _PLAIN.fullmatch(text):
        return text
    if any(char in text for char in _ALIVE):
        return quote(text)
    return f'"{text}"'
