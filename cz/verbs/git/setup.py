"""``cz git setup``: what this clone's git is taught about the plan.

To merge it by record, to name tasks in a diff, to check it before a commit.

Three places are written, each so that undoing leaves it byte for byte as it was: settings by ``git
config``, lines of .git/info/attributes, which are known again by how they look, and hooks that
carry a checksum of themselves.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import sys
from contextlib import suppress
from typing import NamedTuple

import cz
from cz import disk
from cz.git import Repository, repository
from cz.git.repo import git_path
from cz.git.settings import change_setting, setting, shares_hooks
from cz.records.kinds import FILES

QUOTEPATH = "core.quotepath"
_MINE = "cz.setup"  # which of the settings that are not ours by name setup has made
_NAMES_A_RECORD = r"^ *((- +)?(id|number): .*)$" + "\n" + r"^([a-z_]+:.*)$"
_CALL = "git merge-driver -- %O %A %B %L %P"
_ATTRIBUTES = "merge=cz diff=cz"
_HEADER = "# cz git setup 写入：方案文件按记录合并"
_HEADER_AFTER_BREAK = _HEADER + "（上一行末尾的换行也是）"
_LINE = re.compile(r'"?/.*\bdata/(?:' + "|".join(FILES) + rf')\.yaml"? {_ATTRIBUTES}\Z')
_CHECK = "cz git pre-commit"
_SEAL = "# cz git setup 写入，校验 "


class Setup(NamedTuple):
    """``written``: a line for each file and setting; ``notes``: what was left alone, and what to do
    about it.
    """

    written: tuple[str, ...]
    notes: tuple[str, ...]


# --- what is written ------------------------------------------------------------------------------


def command() -> str:
    """This very cz as the shell calls it from any folder, whatever is on PATH and whatever lies in
    that folder.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(cz.__file__)))
    borrowed = [
        os.path.abspath(path) for path in ("", *os.environ.get("PYTHONPATH", "").split(os.pathsep))
    ]
    ahead = f"PYTHONPATH={shlex.quote(home)} " if home in borrowed else ""
    # -X utf8: on Windows too, paths are bytes to git and UTF-8 to us, and its console shows UTF-8
    return f"{ahead}{shlex.quote(sys.executable)} -P -X utf8 -m cz"


def _there() -> str:
    """The shell's question whether it is still installed."""
    main = os.path.join(os.path.dirname(os.path.abspath(cz.__file__)), "__main__.py")
    return f"[ -x {shlex.quote(sys.executable)} ] && [ -f {shlex.quote(main)} ]"


def _driver() -> str:
    """What git runs to merge a file.

    Were cz gone or not fit to run, its failure would pass for a conflict, and their side be lost
    without a mark: where no marks are in the file, git merges the lines.
    """
    before = f"if {_there()}; then {command()}".replace("%", "%%")
    ended = "&& exit 0; grep -q '^<<<<<<<' %A && exit 1"
    gone = "else echo 'cz 已不在原处，按行合并；请重新执行 cz git setup' >&2; fi"
    by_line = "git merge-file --marker-size=%L -L 我方 -L 原来 -L 对方 %A %O %B || exit 1"
    return f"{before} {_CALL} {ended}; {gone}; {by_line}"


def _settings() -> dict[str, str]:
    return {
        "merge.cz.name": "创城方案：按记录和字段合并",
        "merge.cz.driver": _driver(),
        "diff.cz.xfuncname": _NAMES_A_RECORD,
    }


_FOR_WHAT = {
    "merge.cz.name": "合并方式的名称",
    "merge.cz.driver": "合并时按记录、按字段",
    "diff.cz.xfuncname": "git diff 每一段前面写出是哪条记录",
    QUOTEPATH: "文件名里的中文照样显示",
}
HOOKS = {
    "pre-commit": "提交前检查暂存的方案",
    "pre-merge-commit": "没有冲突的合并，提交前也检查",
    "pre-applypatch": "用 git am 收进来的补丁，提交前也检查",
    "post-rewrite": "变基以后检查方案，有错误就说明",
    "post-commit": "拣选、撤销提交以后检查方案，有错误就说明",
}


def hook(name: str = "pre-commit") -> str:
    """One of HOOKS as git runs it, sealed by its checksum.

    Of a rebase, and of a commit that is picked or reverted, git asks no hook beforehand.
    """
    gone = "echo 'cz 已不在原处，没有检查方案；请重新执行 cz git setup' >&2"
    body = f"if {_there()}; then\n  {_hook_call(name)}\nelse\n  {gone}\nfi\n"
    if name == "pre-applypatch":  # a rebase may apply patches too
        rebasing = '"$(git rev-parse --git-path rebase-apply/rebasing)"'
        body = f"[ ! -f {rebasing} ] || exit 0\n{body}"
    if name == "post-rewrite":
        body = f'[ "$1" = rebase ] || exit 0\n{body}'
    if name == "post-commit":
        picked = 'case "$(git reflog -1 --format=%gs 2>/dev/null)" in cherry-pick*|revert*) ;;'
        body = f"{picked} *) exit 0 ;; esac\n{body}"
    return _sealed(body)


def _hook_call(name: str) -> str:
    made_already = " --head" if name.startswith("post-") else ""
    return f"CZ_PLAN= {command()} git pre-commit{made_already} >/dev/null"


def _sealed(body: str) -> str:
    checksum = hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"#!/bin/sh\n{_SEAL}{checksum}\n{body}"


def _pattern(path: str) -> str:
    """A path as a pattern of gitattributes that matches it and nothing else."""
    plain = "/" + re.sub(r"([\\*?\[\]])", r"\\\1", path)
    if not re.search(r'[\s"\\\x00-\x1f]', plain):
        return plain
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f]", lambda char: f"\\{ord(char[0]):03o}", quoted) + '"'


# --- setup ----------------------------------------------------------------------------------------


def setup(folder: str) -> Setup:
    """Install for the clone that the plan lies in; what is there already is left.

    Raises Refusal.
    """
    repo = repository(folder)
    written = _set(repo) + _add_attributes(repo)
    hooked, notes = _add_hooks(repo)
    return Setup((*written, *hooked), tuple(notes))


def _set(repo: Repository) -> list[str]:
    wanted = {key: value for key, value in _settings().items() if setting(repo, key) != value}
    for key, value in wanted.items():
        change_setting(repo, key, value)
    if setting(repo, QUOTEPATH) is None:
        change_setting(
            repo, _MINE, QUOTEPATH
        )  # first, so that a kill in between leaves nothing that undo does not know
        change_setting(repo, QUOTEPATH, "false")
        wanted[QUOTEPATH] = "false"
    place = disk.shown_path(git_path(repo, "config"))
    return [f"已写入 {place}：{key}（{_FOR_WHAT[key]}）" for key in wanted]


def _add_attributes(repo: Repository) -> list[str]:
    path = git_path(repo, "info/attributes")
    old = _text(path) or ""
    rest, ours, _ = _parted(old)
    lines = [f"{_pattern(f'{repo.prefix}data/{stem}.yaml')} {_ATTRIBUTES}" for stem in FILES]
    missing = [line for line in lines if line not in ours and line not in rest.splitlines()]
    if missing:
        broken = rest and not rest.endswith("\n")
        header = f"\n{_HEADER_AFTER_BREAK}" if broken else _HEADER
        _put(path, rest + "\n".join([header, *ours, *missing]) + "\n")
    return [f"已写入 {disk.shown_path(path)}：{line}" for line in missing]


def _parted(text: str) -> tuple[str, list[str], bool]:
    """(what others wrote, our lines, whether any of it is ours)."""
    text = text.replace(f"\n{_HEADER_AFTER_BREAK}\n", f"{_HEADER}\n")
    head, header, tail = text.partition(f"{_HEADER}\n")
    lines = tail.splitlines(keepends=True)
    ours = [line.rstrip("\n") for line in lines if _LINE.match(line.rstrip("\n"))]
    others = [line for line in lines if not _LINE.match(line.rstrip("\n"))]
    if others and head and not head.endswith("\n"):
        head += "\n"  # someone has written behind us: the break is his now
    return head + "".join(others), ours, bool(header)


def _add_hooks(repo: Repository) -> tuple[list[str], list[str]]:
    """(what was written, what could not be)."""
    folder = git_path(repo, "hooks")
    shared = shares_hooks(repo)
    if shared or _is_in_work_tree(repo, folder):
        if _text(os.path.join(folder, "pre-commit")) == hook():
            return [], []
        whose = "是几个仓库合用的" if shared else "在工作区里，会一起提交给别人"
        return [], [
            f"钩子文件夹 {disk.shown_path(folder)} {whose}"
            f"（core.hooksPath），没有往里写。{_by_hand('pre-commit')}"
        ]
    written, notes = [], []
    for name in HOOKS:
        path = os.path.join(folder, name)
        why_not = _why_not(path, name)
        if why_not is None:
            _put(path, hook(name))
            os.chmod(path, 0o755)
            written.append(f"已写入 {disk.shown_path(path)}：{HOOKS[name]}")
        elif why_not:
            notes.append(why_not)
    return written, notes


def _is_in_work_tree(repo: Repository, folder: str) -> bool:
    """Whether files in the folder may be committed."""
    top, own = os.path.realpath(repo.top), os.path.realpath(git_path(repo, "."))
    below = os.path.join(os.path.realpath(folder), "")
    is_own = below.startswith(os.path.join(own, ""))
    return below.startswith(os.path.join(top, "")) and not is_own


def _why_not(path: str, name: str) -> str | None:
    """Why a hook is not written, "" where there is nothing to say; ``None`` where it is to be."""
    old = _text(path)
    if old == hook(name) and os.access(path, os.X_OK):
        return ""
    if old is not None and not _is_ours(old):
        if _CHECK in old:
            return ""
        return f"{disk.shown_path(path)} 是别人写的，没有动它。{_by_hand(name)}"
    if os.path.lexists(path) and (old is None or os.path.islink(path)):
        return f"{disk.shown_path(path)} 不是普通文件，没有动它。{_by_hand(name)}"
    return None


def _by_hand(name: str) -> str:
    if name.startswith("post-"):
        return f"要{HOOKS[name]}，请在里面加一行：\n  {_hook_call(name)}"
    line = f"{_hook_call(name)} || exit 1"
    return f"要在提交前检查方案，请在您的 {name} 钩子里加一行：\n  {line}"


def _is_ours(text: str) -> bool:
    """Whether it is a hook that some setup wrote, and nobody has changed since."""
    return text == _sealed(text.split("\n", 2)[-1])


# --- undo -----------------------------------------------------------------------------------------


def take_out(folder: str) -> Setup:
    """Take out what setup wrote, for every plan of the clone, and nothing else. Raises Refusal."""
    repo = repository(folder)
    gone, notes = _unset(repo)
    gone += _remove_attributes(repo)
    unhooked, left = _remove_hooks(repo)
    return Setup((*gone, *unhooked), (*notes, *left))


def _unset(repo: Repository) -> tuple[list[str], list[str]]:
    """(what was taken out, what was left)."""
    place = disk.shown_path(git_path(repo, "config"))
    ours, notes = [], []
    for key, wanted in _settings().items():
        value = setting(repo, key)
        if value is None:
            continue
        if value == wanted or (key == "merge.cz.driver" and _CALL in value):
            ours.append(key)
        else:
            notes.append(f"{place} 里的 {key} 装好以后有人改过，没有动它。")
    if setting(repo, _MINE) == QUOTEPATH:
        if setting(repo, QUOTEPATH) == "false":
            ours.append(QUOTEPATH)
        change_setting(repo, _MINE, None)
    for key in ours:
        change_setting(repo, key, None)
    return [f"已去掉 {place}：{key}" for key in ours], notes


def _remove_attributes(repo: Repository) -> list[str]:
    path = git_path(repo, "info/attributes")
    rest, ours, any_ = _parted(_text(path) or "")
    if not any_:
        return []
    if rest:
        _put(path, rest)
    else:
        os.unlink(path)
    return [f"已去掉 {disk.shown_path(path)}：{line}" for line in ours]


def _remove_hooks(repo: Repository) -> tuple[list[str], list[str]]:
    """(what was taken out, what was left)."""
    gone, notes = [], []
    for name in HOOKS:
        path = os.path.join(git_path(repo, "hooks"), name)
        text = _text(path)
        if text is None or _CHECK not in text:
            continue
        if _is_ours(text):
            os.unlink(path)
            gone.append(f"已去掉 {disk.shown_path(path)}")
            continue
        whose = "装好以后有人改过" if _SEAL in text else "是别人写的"
        notes.append(
            f"{disk.shown_path(path)} {whose}，没有动它。"
            "不再检查方案的话，请去掉里面“git pre-commit”那一行。"
        )
    return gone, notes


# --- files of git ---------------------------------------------------------------------------------


def _text(path: str) -> str | None:
    """A file's text, in which any bytes survive; ``None`` where there is none."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _put(path: str, text: str) -> None:
    with suppress(
        OSError
    ):  # what keeps the folder from being made keeps the file from being written, and is told there
        os.makedirs(os.path.dirname(path), exist_ok=True)
    data, old = text.encode("utf-8", "surrogateescape"), _text(path)
    if old is None:
        disk.create(path, disk.shown_path(path), data)
    else:
        disk.replace(path, disk.shown_path(path), old.encode("utf-8", "surrogateescape"), data)
