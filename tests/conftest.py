"""Which cases of the long tests run every time."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked ``soak(every=n)`` each n-th case is a share of it; ``-m soak`` runs all."""
    if "soak" in config.option.markexpr:
        return
    cases: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        marker = item.get_closest_marker("soak")
        every = marker.kwargs.get("every", 1) if marker else 1
        test = item.nodeid.partition("[")[0]
        (left if cases[test] % every else kept).append(item)
        cases[test] += 1
    config.hook.pytest_deselected(items=left)
    items[:] = kept
