"""Data files that git does not keep yet."""

import os

from cz import disk
from cz.load.folder import shown_path
from cz.records import Campaign

_NAME_LENGTH = 2  # bytes before a path in the index, of an entry with nothing special about it


def untracked(campaign: Campaign) -> list[str]:
    """The plan's files that were never added, as shown.

    None that git is to ignore, or where there is no repository, or git does not answer.
    """
    folder = campaign.folder
    names = [f"{stem}.yaml" for stem in campaign.sources]
    names = [name for name in names if os.path.exists(os.path.join(folder, "data", name))]
    top = disk.find_up(folder, lambda above: os.path.lexists(os.path.join(above, ".git")))
    if top is None or not names or _all_in_index(top, folder, names):
        return []
    from cz.git.repo import repository, untracked_names  # git is loaded for this only
    from cz.problem import Refusal

    try:
        unknown = set(untracked_names(repository(folder), "data"))
    except Refusal:
        return []
    return [shown_path(folder, name) for name in names if f"data/{name}" in unknown]


def _all_in_index(top: str, folder: str, names: list[str]) -> bool:
    """Whether git's index says so plainly: mostly it does, and git need not be started.

    See gitformat-index(5): the length of the path in two bytes, the path, a zero.
    """
    if any(key in os.environ for key in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")):
        return False
    try:
        with open(os.path.join(top, ".git", "index"), "rb") as file:
            index = file.read()
    except OSError:
        return False
    within = os.path.relpath(os.path.abspath(folder), top)
    for name in names:
        path = os.fsencode(
            os.path.normpath(os.path.join(within, "data", name)).replace(os.sep, "/")
        )
        if len(path).to_bytes(_NAME_LENGTH, "big") + path + b"\0" not in index:
            return False
    return True
