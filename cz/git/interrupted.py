"""What a run of cz that was killed while git committed has left, put right by the next one."""

from __future__ import annotations

import glob
import os
import time
from contextlib import suppress

from cz.git.repo import Repository, git_path
from cz.git.run import GitFailed, answer, git

_PATIENCE = 3600  # seconds for which a copy is somebody's, where that cannot be asked


def finish_interrupted(repo: Repository) -> None:
    """Nothing stays staged that nobody staged, and no copy of the index stays behind.

    A run commits from a copy of the index and then puts it in the index's place. One that was
    killed in between has made its commit, and the index still is that of the commit before: its
    copy takes the index's place now. Other copies of runs that are gone are deleted.
    """
    index = git_path(repo, "index")
    for copy in glob.glob(f"{glob.escape(index)}.cz-*"):
        number = copy.rpartition("-")[2]
        if not number.isdecimal() or _may_run(int(number), copy):
            continue
        with suppress(OSError, GitFailed):
            if _was_committed(repo, copy) and _is_of_the_commit_before(repo, index):
                os.replace(copy, index)
        for left in (copy, f"{copy}.lock"):
            with suppress(OSError):
                os.unlink(left)


def _may_run(process: int, copy: str) -> bool:
    if os.name == "nt":  # where asking after a process would end it
        return time.time() - os.path.getmtime(copy) < _PATIENCE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _was_committed(repo: Repository, copy: str) -> bool:
    return _tree(repo, copy) == answer(repo.top, "rev-parse", "HEAD^{tree}")


def _is_of_the_commit_before(repo: Repository, index: str) -> bool:
    return _tree(repo, index) == answer(repo.top, "rev-parse", "HEAD~1^{tree}")


def _tree(repo: Repository, index: str) -> str:
    return git(repo.top, "write-tree", index=index).decode().strip()
