"""A folder brought to what it is to hold: only what differs is written, nobody's work is lost.

What is new is written beside the old first, and takes its place when all of it is there; so an
interrupted run leaves the folder as it was. The list of checksums says which files are ours.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from cz import disk
from cz.problem import Refusal
from cz.write.files import refuse_own_folders

CHECKSUMS = "校验值.txt"
MARK = "# cz dossier build 写的档案：各文件的 SHA-256，可用 sha256sum -c 核对"
_SCOPE = "# 范围："
STAGE = ".cz-new"  # where what is new is written first

Step = Callable[[], None]
Progress = Callable[[int], AbstractContextManager[Step]]


class Source(NamedTuple):
    """A file to be copied. ``sha256``: of its content as it is known, "" where it is not."""

    path: str
    sha256: str


class Synced(NamedTuple):
    """Paths in the folder. ``kept``: changed by hand since, and left; ``lacking``: what cannot be
    copied, with the reason, and stays as it was; ``total``: of the files that the folder holds now.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    lacking: tuple[tuple[str, str], ...]
    total: int


def quietly(total: int) -> AbstractContextManager[Step]:
    return nullcontext(lambda: None)


def sync(
    plan_folder: str,
    folder: str,
    made: Mapping[str, bytes],
    copies: Mapping[str, Source],
    progress: Progress = quietly,
    *,
    scope: str = "",
    dry_run: bool = False,
) -> Synced:
    """``made``: contents by path, ``copies``: sources by path. Raises Refusal.

    ``folder``: new, empty, or one that was made so before, of the same ``scope``: else what is not
    in it now would be taken away.
    """
    before = _checksums_of(plan_folder, folder, scope)
    shutil.rmtree(os.path.join(folder, STAGE), ignore_errors=True)
    is_new = not os.path.lexists(folder)
    judged = _judged(folder, made, copies, before, progress)
    wanted = {*judged.sums, *judged.kept, *judged.lacking}
    gone = [path for path in before if path not in wanted]
    removed = [path for path in gone if _sum_of(_place(folder, path)) == before[path]]
    kept = [path for path in gone if path not in removed and os.path.lexists(_place(folder, path))]
    stay = [path for path in (*judged.kept, *kept, *judged.lacking) if path in before]
    sums = {**judged.sums, **{path: before[path] for path in stay}}
    result = Synced(
        added=tuple(path for path in judged.write if path not in before),
        changed=tuple(path for path in judged.write if path in before),
        removed=tuple(removed),
        kept=(*judged.kept, *kept),
        lacking=tuple(judged.lacking.items()),
        total=len(sums),
    )
    if dry_run:
        return result
    try:
        _stage(folder, judged.write, made, copies, progress)
        _take_place(folder, judged.write, removed, _listing(sums, scope))
    except BaseException:
        shutil.rmtree(os.path.join(folder, STAGE), ignore_errors=True)
        if is_new and os.path.isdir(folder) and not os.listdir(folder):
            os.rmdir(folder)
        raise
    return result


# --- what is there ----------------------------------------------------------------------------


def _checksums_of(plan_folder: str, folder: str, scope: str) -> dict[str, str]:
    """What the folder's list says. Raises Refusal where the folder is not ours to write in."""
    if not folder.strip():
        raise Refusal("没有写文件夹。请写上，例如 -o 材料档案。")
    refuse_own_folders(plan_folder, folder, "材料档案", "材料档案")
    if not os.path.lexists(folder):
        return {}
    if not os.path.isdir(folder):
        raise Refusal(f"{folder} 已经有了，不是文件夹。请换一个名字。")
    try:
        with open(os.path.join(folder, CHECKSUMS), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        if set(os.listdir(folder)) <= {STAGE}:
            return {}
        raise Refusal(
            f"{folder} 里已经有文件，不是 cz 写的材料档案，没有动它。请换一个新的或空的文件夹。"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"{folder} 里的 {CHECKSUMS} 读不出来，没有动它。请换一个文件夹。") from None
    if not lines or lines[0] != MARK:
        raise Refusal(f"{folder} 里的 {CHECKSUMS} 不是 cz 写的，没有动它。请换一个文件夹。")
    was = next((line.removeprefix(_SCOPE) for line in lines if line.startswith(_SCOPE)), "")
    if was != scope:
        raise Refusal(f"{folder} 建的是{was}的材料，这次是{scope}的，没有动它。请换一个文件夹。")
    pairs = (line.partition("  ") for line in lines if not line.startswith("#"))
    return {path: sum_ for sum_, _, path in pairs if path and ".." not in path.split("/")}


class _Judged(NamedTuple):
    """``write``: paths whose content is to be written; ``sums``: of all that is wanted."""

    write: list[str]
    sums: dict[str, str]
    kept: list[str]
    lacking: dict[str, str]


def _judged(
    folder: str,
    made: Mapping[str, bytes],
    copies: Mapping[str, Source],
    before: Mapping[str, str],
    progress: Progress,
) -> _Judged:
    judged = _Judged([], {}, [], {})
    for path, content in made.items():
        sum_ = hashlib.sha256(content).hexdigest()
        _judge(folder, path, sum_, before, judged)
    with progress(len(copies)) as step:
        for path, source in copies.items():
            if _is_copied(folder, path, source, before):
                judged.sums[path] = before[path]
            else:
                _judge_copy(folder, path, source, before, judged)
            step()
    return judged


def _judge(folder: str, path: str, sum_: str, before: Mapping[str, str], judged: _Judged) -> None:
    there = _sum_of(_place(folder, path))
    if there and there not in (sum_, before.get(path, sum_)):
        judged.kept.append(path)
        return
    judged.sums[path] = sum_
    if there != sum_:
        judged.write.append(path)


def _judge_copy(
    folder: str, path: str, source: Source, before: Mapping[str, str], judged: _Judged
) -> None:
    sum_ = _sum_of(source.path)
    if not sum_:
        judged.lacking[path] = "文件找不到或打不开"
    elif source.sha256 and source.sha256 not in _sums_of(source.path, sum_):
        judged.lacking[path] = "登记以后改动过，请用 cz evidence add 重新登记"
    else:
        _judge(folder, path, sum_, before, judged)


def _is_copied(folder: str, path: str, source: Source, before: Mapping[str, str]) -> bool:
    """Whether the copy is that of the source, by size and time, which a copy keeps."""
    if not before.get(path) or before[path] != source.sha256:
        return False
    try:
        there, origin = os.stat(_place(folder, path)), os.stat(source.path)
    except OSError:
        return False
    return (there.st_size, there.st_mtime_ns) == (origin.st_size, origin.st_mtime_ns)


def _sum_of(path: str) -> str:
    """ "" of what is not there, or cannot be read."""
    try:
        return disk.sha256(path)
    except OSError:
        return ""


def _sums_of(path: str, sum_: str) -> tuple[str, ...]:
    """With those of a text whose lines end otherwise."""
    try:
        return (sum_, *disk.checksums(path))
    except OSError:
        return (sum_,)


def _place(folder: str, path: str) -> str:
    return os.path.join(folder, *map(disk.on_disk, path.split("/")))


# --- writing ----------------------------------------------------------------------------------


def _stage(
    folder: str,
    paths: list[str],
    made: Mapping[str, bytes],
    copies: Mapping[str, Source],
    progress: Progress,
) -> None:
    """Everything that is to be written, whole, beside the old. Raises Refusal."""
    stage = os.path.join(folder, STAGE)
    try:
        os.makedirs(stage, exist_ok=True)
        with progress(len(paths)) as step:
            for number, path in enumerate(paths):
                target = os.path.join(stage, str(number))
                if path in made:
                    with open(target, "wb") as file:
                        file.write(made[path])
                else:
                    shutil.copy2(copies[path].path, target)
                step()
    except OSError as error:
        raise Refusal(
            f"{folder} 写不进去（{disk.reason(error)}），原来的没有动。", exit_code=1
        ) from None


def _take_place(folder: str, paths: list[str], removed: list[str], listing: bytes) -> None:
    """What is staged takes the place of the old; then the list, last of all."""
    stage = os.path.join(folder, STAGE)
    try:
        for number, path in enumerate(paths):
            place = _place(folder, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            os.replace(os.path.join(stage, str(number)), place)
        for path in removed:
            os.unlink(_place(folder, path))
            _remove_empty(folder, os.path.dirname(_place(folder, path)))
        os.rmdir(stage)
    except OSError as error:
        raise Refusal(
            f"{folder} 写到一半停了（{disk.reason(error)}），每个文件都完整；再执行一次就补齐。",
            exit_code=1,
        ) from None
    listed = os.path.join(folder, CHECKSUMS)
    if _sum_of(listed) != hashlib.sha256(listing).hexdigest():
        disk.create(listed, "", listing)


def _remove_empty(folder: str, place: str) -> None:
    while place != folder and not os.listdir(place):
        os.rmdir(place)
        place = os.path.dirname(place)


def _listing(sums: Mapping[str, str], scope: str) -> bytes:
    lines = [f"{sums[path]}  {path}" for path in sorted(sums) if sums[path]]
    head = [MARK, f"{_SCOPE}{scope}"] if scope else [MARK]
    return ("\n".join([*head, *lines]) + "\n").encode()
