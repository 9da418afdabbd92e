"""The variables that git is called with: none that tell of another repository.

Where git runs a hook, it names the repository and the index that it works on. cz may be called
there for a plan in this repository or in another one.
"""

from __future__ import annotations

import os

from cz import disk

_WHICH_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)
_OTHERWISE = (
    "GIT_ATTR_SOURCE",
    "GIT_CONFIG",
    "GIT_DIFF_OPTS",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
)


def environment(folder: str) -> dict[str, str]:
    """The environment of this process, as far as it is right for the repository that ``folder``
    lies in.
    """
    plain = {}
    for name, value in os.environ.items():
        if name in _WHICH_REPOSITORY or name in _OTHERWISE or name.startswith("GIT_TRACE"):
            continue
        plain[name] = value
    named = {name: os.environ[name] for name in _WHICH_REPOSITORY if os.environ.get(name)}
    return plain | _right_ones(folder, named) if named else plain


def _right_ones(folder: str, named: dict[str, str]) -> dict[str, str]:
    """Of what names a repository, that which is of the one the folder lies in."""
    own = git_dir_above(folder)
    if own is None:
        return _by_work_tree(folder, named)
    if "GIT_DIR" in named and os.path.realpath(named["GIT_DIR"]) != own:
        return {}
    right = {}
    index = named.get("GIT_INDEX_FILE", "")
    if index:
        top = disk.find_up(folder, _has_git) or folder
        index = os.path.join(os.path.realpath(top), index)
        if os.path.exists(index) and _holder(index) in (own, None):
            right["GIT_INDEX_FILE"] = index
    objects = os.path.abspath(named.get("GIT_OBJECT_DIRECTORY", ""))
    if "GIT_OBJECT_DIRECTORY" in named and _holder(objects) == _common(own):
        right["GIT_OBJECT_DIRECTORY"] = objects
        others = named.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
        if others:
            right["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = others
    return right


def _by_work_tree(folder: str, named: dict[str, str]) -> dict[str, str]:
    """All that is named, where the folder lies in the work tree that is named with it."""
    tree = os.path.realpath(named.get("GIT_WORK_TREE", ""))
    below = os.path.join(os.path.realpath(folder), "").startswith(os.path.join(tree, ""))
    if "GIT_DIR" not in named or "GIT_WORK_TREE" not in named or not below:
        return {}
    right = dict(named)
    for name, value in named.items():
        if name != "GIT_ALTERNATE_OBJECT_DIRECTORIES":
            right[name] = os.path.abspath(value)
    return right


def _has_git(folder: str) -> bool:
    return os.path.lexists(os.path.join(folder, ".git"))


def git_dir_above(folder: str) -> str | None:
    """Where git keeps what the work tree above the folder is made of; ``None`` without one."""
    top = disk.find_up(folder, _has_git)
    if top is None:
        return None
    path = os.path.join(top, ".git")
    if os.path.isfile(path):  # a linked work tree, a submodule
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            path = os.path.join(top, file.read().rstrip("\n").removeprefix("gitdir: "))
    return os.path.realpath(path)


def _common(git_dir: str) -> str:
    """What a linked work tree shares with the others."""
    path = os.path.join(git_dir, "commondir")
    if not os.path.isfile(path):
        return git_dir
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return os.path.realpath(os.path.join(git_dir, file.read().rstrip("\n")))


def _holder(path: str) -> str | None:
    """The repository (its .git) that a file lies in; ``None`` for one that lies elsewhere."""

    def is_git_dir(folder: str) -> bool:
        inside = [os.path.join(folder, name) for name in ("objects", "commondir")]
        return os.path.isfile(os.path.join(folder, "HEAD")) and any(map(os.path.exists, inside))

    return disk.find_up(os.path.realpath(os.path.dirname(path)), is_git_dir)
