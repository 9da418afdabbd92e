"""What stands in a roster and is shown to nobody: telephone numbers, wherever a line is quoted."""

from __future__ import annotations

import re

ROSTER = "people.yaml"  # what a roster's file is called, wherever it lies
FIELDS = ("phone",)  # a test holds that no record declares another field private

# Behind the field's name all that follows it; elsewhere in a roster whatever is long enough for a
# number and is no day.
_BEHIND_THE_NAME = rf"(\b(?:{'|'.join(FIELDS)})[\"']?[ \t]*[:：][ \t]*)([^,，}}\n“”]+)"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LONG = rf"(?<![0-9-])(?!{_DAY}(?![0-9]))\+?[0-9](?:[ -]?[0-9]){{6,}}"


def hidden(path: str, text: str) -> str:
    """A text quoted from the file at ``path``, as long as it was; a roster's without numbers."""
    if not path.endswith(ROSTER):
        return text
    text = re.sub(_BEHIND_THE_NAME, lambda quoted: quoted[1] + "*" * len(quoted[2]), text)
    return re.sub(_LONG, lambda digits: "*" * len(digits[0]), text)
