"""Files of evidence as they lie on the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from datetime import date
from glob import glob
from typing import NamedTuple

from cz import disk
from cz.problem import Refusal
from cz.supervise.evidence import Seen


class GivenFile(NamedTuple):
    """A file that the user names. ``path``: as it is recorded, with ``/``.

    ``is_away``: it really lies outside the plan's folder.
    """

    path: str
    sha256: str
    modified: date
    is_away: bool

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def given_files(plan_folder: str, paths: Iterable[str]) -> list[GivenFile]:
    """Each file once, however often it is named. Raises Refusal for what is no such file."""
    by_path: dict[str, GivenFile] = {}
    for typed in paths:
        for path in spread(plan_folder, typed):
            file = _given_file(plan_folder, path)
            by_path[file.path] = file
    return list(by_path.values())


def spread(plan_folder: str, typed: str) -> list[str]:
    """The files that ``*.jpg`` stands for, where the shell has not said so, as on Windows."""
    if not any(sign in typed for sign in "*?") or os.path.lexists(typed):
        return [typed]
    return sorted(glob(typed)) or sorted(glob(os.path.join(plan_folder, typed))) or [typed]


def _given_file(plan_folder: str, typed: str) -> GivenFile:
    """The file a user means: from where he stands, else from the plan's folder."""
    path = typed
    if not os.path.lexists(path) and not os.path.isabs(typed):
        in_plan = os.path.join(plan_folder, typed)
        path = in_plan if os.path.lexists(in_plan) else typed
    try:
        state = os.stat(path)
        _refuse_what_is_no_evidence(typed, state)
        sha256 = disk.sha256(path)
    except (FileNotFoundError, NotADirectoryError):
        hint = "请核对路径；有空格的要用引号括起来。"
        if os.path.islink(path):
            hint = "它是一个链接，指向的文件不在。"
        raise Refusal(f"没有文件 {typed}。{hint}") from None
    except PermissionError as error:
        if disk.is_open_elsewhere(error):
            raise Refusal(f"{typed} 读不出来：{disk.reason(error)}。") from None
        raise Refusal(f"{typed} 读不出来（没有读取权限）。请检查文件的属主和权限。") from None
    except OSError as error:
        raise Refusal(f"{typed} 读不出来（{disk.reason(error)}）。") from None
    except ValueError:  # no path of this system
        raise Refusal(f"没有文件 {typed}。请核对路径。") from None
    recorded, is_away = _recorded(plan_folder, path)
    return GivenFile(disk.from_disk(recorded), sha256, date.fromtimestamp(state.st_mtime), is_away)


def _refuse_what_is_no_evidence(typed: str, state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise Refusal(
            f"{typed} 是文件夹。请写文件，可以一次写几个，例如 {os.path.join(typed, '*.jpg')}。"
        )
    if not stat.S_ISREG(state.st_mode):
        raise Refusal(f"{typed} 不是普通文件，不能登记。")
    if not state.st_size:
        raise Refusal(f"{typed} 是空文件，没有内容可作材料。请核对。")


def _recorded(plan_folder: str, path: str) -> tuple[str, bool]:
    """(the path as it is recorded, whether the file really lies outside the plan's folder).

    A link keeps its own name.
    """
    home = os.path.realpath(plan_folder)
    as_typed = os.path.abspath(path)
    folder, name = os.path.split(path)
    by_real_folder = os.path.join(os.path.realpath(folder or "."), name)
    for start, target in ((os.path.abspath(plan_folder), as_typed), (home, by_real_folder)):
        if _is_inside(start, target):
            recorded = os.path.relpath(target, start).replace(os.sep, "/")
            return recorded, not _is_inside(home, os.path.realpath(path))
    return as_typed.replace(os.sep, "/"), True


def _is_inside(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def seen_files(plan_folder: str, paths: Iterable[str]) -> dict[str, Seen]:
    """Every file by the path recorded for it, each read once."""
    home = os.path.realpath(plan_folder)
    real_folders: dict[str, str] = {}  # many files lie in one
    seen = {}
    for recorded in paths:
        path = _path_on_disk(plan_folder, recorded)
        folder = os.path.dirname(path)
        try:
            if folder not in real_folders:
                real_folders[folder] = os.path.realpath(folder)
            target = os.path.join(real_folders[folder], os.path.basename(path))
            if os.path.islink(target):
                target = os.path.realpath(target)
            seen[recorded] = _seen(path, is_away=not _is_inside(home, target))
        except ValueError:  # no path of this system
            seen[recorded] = Seen("absent")
    return seen


def _path_on_disk(plan_folder: str, recorded: str) -> str:
    path = os.path.join(plan_folder, disk.on_disk(recorded))
    return path if os.path.lexists(path) else os.path.join(plan_folder, recorded)


def _seen(path: str, *, is_away: bool) -> Seen:
    try:
        state = os.stat(path)
        if stat.S_ISDIR(state.st_mode):
            return Seen("folder", away=is_away)
        if not stat.S_ISREG(state.st_mode):
            return Seen("unreadable", away=is_away)
        return Seen("ok" if state.st_size else "empty", disk.sha256(path), is_away)
    except (FileNotFoundError, NotADirectoryError):
        return Seen("absent", away=is_away)
    except OSError:
        return Seen("unreadable", away=is_away)
