"""Which cases of the long tests run every time; where what is kept for a while goes."""

from __future__ import annotations

import os
import tempfile
from collections import Counter

import pytest

# What cz keeps for itself in the user's cache folder is not the tests' to fill.
_CACHE = tempfile.TemporaryDirectory(prefix="cz-cache-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked ``soak(every=n)`` each n-th case is no soak; ``-m soak`` runs them all."""
    if config.option.markexpr.strip() == "soak":
        return
    cases: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        marker = item.get_closest_marker("soak")
        every = marker.kwargs.get("every") if marker else None
        if not every:
            kept.append(item)
            continue
        test = item.nodeid.partition("[")[0]
        if cases[test] % every:
            left.append(item)
        else:
            item.own_markers = [mark for mark in item.own_markers if mark.name != "soak"]
            kept.append(item)
        cases[test] += 1
    config.hook.pytest_deselected(items=left)
    items[:] = kept
