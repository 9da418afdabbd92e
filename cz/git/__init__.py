"""What git knows about a plan; only cz.git.run calls it."""

from cz.git.repo import (
    Commit,
    Repository,
    commit_texts,
    files_at,
    last_on,
    merge_base,
    names_something,
    repository,
    resolve,
    staged_names,
    under_way,
    version,
)
from cz.git.run import GitFailed

__all__ = [
    "Commit",
    "GitFailed",
    "Repository",
    "commit_texts",
    "files_at",
    "last_on",
    "merge_base",
    "names_something",
    "repository",
    "resolve",
    "staged_names",
    "under_way",
    "version",
]
