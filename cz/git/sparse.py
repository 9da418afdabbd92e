"""Files that git keeps but has not put into this work tree: a sparse checkout."""

from __future__ import annotations

import os
from contextlib import suppress

from cz.git.environment import git_dir_above
from cz.git.run import git
from cz.problem import Refusal


def is_left_out(folder: str, path: str) -> bool:
    """Whether the file ``path`` of the folder, which is not there, is left out on purpose.

    git is asked only where its repository has ever been checked out in part.
    """
    own = git_dir_above(folder)
    if own is None or not os.path.exists(os.path.join(own, "info", "sparse-checkout")):
        return False
    with suppress(Refusal):
        listed = git(folder, "ls-files", "-t", "-z", "--", f":(literal){path}")
        return listed.startswith(b"S ")
    return False
