"""Where the templates and the starter plan are.

In the installed package, or beside it in a checkout.
"""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))


def shipped(name: str) -> str:
    """Folder of what is shipped under ``name`` ("templates" or "data")."""
    packed = os.path.join(_HERE, "shipped_files", name)
    return packed if os.path.isdir(packed) else os.path.join(os.path.dirname(_HERE), name)
