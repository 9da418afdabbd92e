"""Settings of a clone."""

from __future__ import annotations

from cz.git.repo import Repository
from cz.git.run import GitFailed, git
from cz.problem import Refusal


def setting(repo: Repository, key: str) -> str | None:
    """A setting as this clone itself makes it, ``None`` where it does not. Raises GitFailed."""
    try:
        return (
            git(repo.top, "config", "--local", "-z", "--get", key)
            .decode("utf-8", "replace")
            .removesuffix("\0")
        )
    except GitFailed as failed:
        if failed.words:
            raise
        return None


def change_setting(repo: Repository, key: str, value: str | None) -> None:
    """Set it for this clone, or take it out. Raises Refusal."""
    words = ["--replace-all", key, value] if value is not None else ["--unset-all", key]
    try:
        git(repo.top, "config", "--local", *words)
    except GitFailed as failed:
        raise Refusal(f"git 改不了设置 {key}：{failed.words}", exit_code=1) from None


def shares_hooks(repo: Repository) -> bool:
    """Whether core.hooksPath comes from outside this clone, so that a hook there would run in other
    clones too. Raises GitFailed.
    """
    try:
        asked = ("config", "--show-scope", "--get", "core.hooksPath")
        scope = git(repo.top, *asked, hooks=True).split(b"\t")[0]
    except GitFailed as failed:
        if failed.words:
            raise
        return False
    return scope in (b"system", b"global")
