"""A repository for a new plan, with its first commit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from cz import disk
from cz.git.run import GitFailed, answer, git
from cz.problem import Refusal


class Begun(NamedTuple):
    """``commit``: the short id of the first commit, "" where there is none; ``lacking``: why, and
    what to do, one line each. ``inside``: the folder is in a repository that was there before.
    """

    commit: str = ""
    lacking: tuple[str, ...] = ()
    inside: bool = False


_COMMIT = ("commit", "-q", "--no-gpg-sign", "--no-signoff", "--no-verify", "-m")


def begin(folder: str, paths: Sequence[str], message: str) -> Begun:
    """Make the folder a repository and commit the files; whatever git lacks is said, not asked.

    ``paths``: within the folder.
    """
    if disk.find_up(folder, lambda above: os.path.lexists(os.path.join(above, ".git"))):
        return Begun(inside=True)
    later = ("git add .", f"git commit -m {message}")
    try:
        git(folder, "init", "-q")
        git(folder, "add", "--", *paths)
        git(folder, *_COMMIT, message)
        return Begun(answer(folder, "rev-parse", "--short=8", "HEAD"))
    except GitFailed as failed:
        return Begun(lacking=_lacking(folder, failed, later))
    except Refusal:
        why = "这台机器上没有装 git，没有建仓库，暂时没有历史可看。装好以后在文件夹里执行："
        return Begun(lacking=(why, "git init", *later))


def _lacking(folder: str, failed: GitFailed, later: tuple[str, ...]) -> tuple[str, ...]:
    """What is missing before the first commit can be made, in Chinese, and the commands for it."""
    lines = []
    if not _set(folder, "user.name"):
        lines.append('git config --global user.name "您的姓名"')
    if not _set(folder, "user.email"):
        lines.append('git config --global user.email "您的邮箱"')
    if not lines or not os.path.isdir(os.path.join(folder, ".git")):
        return (f"还没有提交：{failed.message}改好以后执行：", *later)
    what = {1: "姓名或邮箱", 2: "姓名和邮箱"}[len(lines)]
    return (f"git 仓库建好了，还没有提交：git 不知道提交人的{what}。请执行：", *lines, *later)


def _set(folder: str, key: str) -> bool:
    try:
        return bool(answer(folder, "config", "--get", key))
    except (GitFailed, Refusal):
        return False
