"""What git knows about a plan; only cz.git.run calls it."""

from cz.git.repo import (
    Commit,
    Repository,
    commit_text,
    file_at,
    merge_base,
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
    "commit_text",
    "file_at",
    "merge_base",
    "repository",
    "resolve",
    "staged_names",
    "under_way",
    "version",
]
