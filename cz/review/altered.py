"""What ``compare`` answers: a record that differs, and the fields in which it does."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """One field. ``old``/``new`` as text ("" where there is none); ``alert`` is what a leader must
    see, or "".
    """

    field: str
    phase: int
    old: str
    new: str
    words: str
    alert: str = ""


class Altered(NamedTuple):
    """One record.

    ``kind``: the section; ``fate``: added, deleted or changed; ``unit``: whom it concerns first.

    ``about``: the task or other record it belongs to, a task being about itself.
    """

    kind: str
    id: str
    title: str
    unit: str
    about: str
    fate: str
    changes: tuple[Change, ...]

    @property
    def alerts(self) -> int:
        return sum(bool(change.alert) for change in self.changes)
