"""Files of evidence as they lie on the disk."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from glob import glob
from typing import NamedTuple
from unicodedata import normalize

from cz import disk
from cz.pictures import LOOKED_AT, taken, unlike
from cz.problem import Refusal
from cz.records import Evidence
from cz.supervise.evidence import Seen, is_absolute, same_path
from cz.typography import LONGEST_QUOTED, clip
from cz.write.files import refuse_own_folders

MOST_SEARCHED = 2000  # files looked at for those that were moved
LARGEST = 2 * 2**30  # bytes of a file of evidence; reading a larger one takes too long
LARGEST_SEARCHED = 256 * 2**20  # bytes of such a file
_LONGEST_POINTER = 1024  # bytes
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:ext-.*\r?\n)*"
    rb"oid sha256:([0-9a-f]{64})\r?\n"
)


class GivenFile(NamedTuple):
    """A file that the user names. ``path``: as it is recorded, with ``/``.

    ``sums``: its checksum, of a text also with other line ends. ``is_away``: it really lies outside
    the plan's folder. ``taken``: the day on which its camera says that it was taken.
    """

    path: str
    sums: tuple[str, ...]
    modified: date
    is_away: bool
    taken: date | None = None

    @property
    def sha256(self) -> str:
        return self.sums[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def given_files(plan_folder: str, paths: Iterable[str]) -> list[GivenFile]:
    """Each file once, however often it is named; of a folder, all in it.

    Raises Refusal for what is no such file.
    """
    by_path: dict[str, GivenFile] = {}
    names = Names(plan_folder)
    for typed in paths:
        for path in spread(plan_folder, typed):
            file = _given_file(plan_folder, path, names)
            by_path[file.path] = file
    return list(by_path.values())


def spread(plan_folder: str, typed: str) -> list[str]:
    """The files that ``*.jpg`` stands for, where the shell has not said so, as on Windows.

    Those in a folder and below it, but what is hidden or no evidence: 〜$ and Thumbs.db.
    """
    for folder in (typed, os.path.join(plan_folder, typed)):
        if os.path.isdir(folder):
            return files_in(folder)
    if not any(sign in typed for sign in "*?") or os.path.lexists(typed):
        return [typed]
    return sorted(glob(typed)) or sorted(glob(os.path.join(plan_folder, typed))) or [typed]


def files_in(folder: str) -> list[str]:
    """Raises Refusal where there is none, or it is the plan's own folder of data."""
    refuse_own_folders(os.path.dirname(os.path.abspath(folder)), folder, "材料", "佐证材料")
    paths = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [os.path.join(place, name) for name in sorted(files) if not _is_litter(name)]
    if not paths:
        raise Refusal(f"{folder} 里没有文件可以登记。")
    return paths


def _is_litter(name: str) -> bool:
    """What systems and office programmes leave beside files."""
    return name.startswith((".", "~$")) or name.lower() in ("thumbs.db", "desktop.ini")


def _given_file(plan_folder: str, typed: str, names: Names) -> GivenFile:
    """The file a user means: from where he stands, else from the plan's folder."""
    path = typed
    if not os.path.lexists(path) and not os.path.isabs(typed):
        in_plan = os.path.join(plan_folder, typed)
        path = in_plan if os.path.lexists(in_plan) else _as_spelled(plan_folder, typed)
    typed = clip(typed, LONGEST_QUOTED)  # from here on it is only named in what is refused
    try:
        state = os.stat(path)
        _refuse_what_is_no_evidence(typed, state)
        if _pointed_at(path):
            raise Refusal(
                f"{typed} 是 Git LFS 的指针，不是材料本身。请先执行 git lfs pull 取来，再登记。"
            )
        sums = disk.checksums(path)
        day = taken(head_of(path))
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
    recorded = disk.from_disk(recorded)
    recorded = names.spelled(recorded) or recorded
    return GivenFile(recorded, sums, date.fromtimestamp(state.st_mtime), is_away, day)


def head_of(path: str) -> bytes:
    """Its first bytes. Raises OSError."""
    with open(path, "rb") as file:
        return file.read(LOOKED_AT)


def _as_spelled(plan_folder: str, typed: str) -> str:
    """A file whose name was typed in other case, or that macOS keeps in another form (NFD)."""
    for folder in (".", plan_folder):
        name = Names(folder).spelled(typed.replace(os.sep, "/"))
        if name:
            return os.path.join(folder, disk.on_disk(name))
    return typed


class Names:
    """The names in folders as the disk spells them, each folder read once."""

    def __init__(self, home: str) -> None:
        self.home = home
        self._known: dict[str, dict[str, list[str]]] = {}

    def spelled(self, path: str) -> str:
        """The path from home as the disk spells it, where only case or Unicode form differ.

        "" where there is no such file, or several.
        """
        if is_absolute(path):
            return ""
        folder, parts = self.home, []
        for part in path.split("/"):
            if part not in ("", ".", ".."):
                alike = self._listing(folder).get(_form(part), [])
                if part not in alike:
                    if len(alike) != 1:
                        return ""
                    (part,) = alike
            parts.append(part)
            folder = os.path.join(folder, disk.on_disk(part))
        return "/".join(parts)

    def _listing(self, folder: str) -> dict[str, list[str]]:
        if folder not in self._known:
            names: dict[str, list[str]] = {}
            try:
                for name in map(disk.from_disk, os.listdir(folder)):
                    names.setdefault(_form(name), []).append(name)
            except (OSError, ValueError):
                pass
            self._known[folder] = names
        return self._known[folder]


def _form(name: str) -> str:
    return normalize("NFC", name).casefold()


def _pointed_at(path: str) -> str:
    """The checksum of what a pointer of Git LFS stands for; "" of any other file."""
    with open(path, "rb") as file:
        text = file.read(_LONGEST_POINTER)
    pointer = _POINTER.match(text) if len(text) < _LONGEST_POINTER else None
    return pointer[1].decode() if pointer else ""


def _refuse_what_is_no_evidence(typed: str, state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise Refusal(
            f"{typed} 是文件夹。请写文件，可以一次写几个，例如 {os.path.join(typed, '*.jpg')}。"
        )
    if not stat.S_ISREG(state.st_mode):
        raise Refusal(f"{typed} 不是普通文件，不能登记。")
    if not state.st_size:
        raise Refusal(f"{typed} 是空文件，没有内容可作材料。请核对。")
    if state.st_size > LARGEST:
        raise Refusal(
            f"{typed} 有 {state.st_size / 2**30:.1f} GB，一份材料最多 {LARGEST // 2**30} GB。"
            "请核对是不是放错了文件。"
        )


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
    names = Names(plan_folder)
    seen = {}
    for recorded in paths:
        name = names.spelled(recorded)
        path = _path_on_disk(plan_folder, name or recorded)
        folder = os.path.dirname(path)
        try:
            if folder not in real_folders:
                real_folders[folder] = os.path.realpath(folder)
            target = os.path.join(real_folders[folder], os.path.basename(path))
            if os.path.islink(target):
                target = os.path.realpath(target)
            file = _seen(path, is_away=not _is_inside(home, target))
            seen[recorded] = file._replace(name=name)
        except ValueError:  # no path of this system
            seen[recorded] = Seen("absent")
    return seen


def moved_files(
    plan_folder: str, records: Sequence[Evidence], seen: Mapping[str, Seen]
) -> dict[str, Seen]:
    """Of the files that are not there: those whose content lies elsewhere in the plan's folder.

    By the path recorded. Files of the same name are looked at first, then those of the same
    ending; of very many only the first.
    """
    lost: dict[str, set[str]] = {}
    for record in records:
        if record.sha256 and seen[record.file].state == "absent":
            lost.setdefault(record.sha256, set()).add(record.file)
    moved: dict[str, Seen] = {}
    for path, sums in _contents(plan_folder, lost, seen):
        for checksum in lost.keys() & set(sums):
            for file in lost.pop(checksum):
                moved[file] = seen[file]._replace(now_at=path)
        if not lost:
            break
    return moved


def _contents(
    plan_folder: str, lost: Mapping[str, AbstractSet[str]], seen: Mapping[str, Seen]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path, checksums) of what may be a lost file: those of other records, then all others."""
    if not lost:
        return
    there = {file.name or path: file for path, file in seen.items() if file.state == "ok"}
    for path, file in there.items():
        yield path, file.sums
    paths = set().union(*lost.values())
    for path in _candidates(plan_folder, paths, {same_path(path) for path in there}):
        try:
            yield path, disk.checksums(os.path.join(plan_folder, disk.on_disk(path)))
        except OSError:
            continue


def _candidates(plan_folder: str, lost: AbstractSet[str], known: AbstractSet[str]) -> list[str]:
    """Files that no record names and that may be the lost ones, the likeliest first."""
    names = {_form(path.rpartition("/")[2]) for path in lost}
    endings = {os.path.splitext(name)[1] for name in names}
    alike, others = [], []
    for folder, folders, files in os.walk(plan_folder):
        at_top = folder == plan_folder
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (at_top and name in ("data", "templates"))
        )
        for name in sorted(files):
            whole = os.path.join(folder, name)
            path = disk.from_disk(os.path.relpath(whole, plan_folder)).replace(os.sep, "/")
            name = _form(path.rpartition("/")[2])
            if same_path(path) in known or not _is_plain(whole):
                continue
            if name in names:
                alike.append(path)
            elif os.path.splitext(name)[1] in endings:
                others.append(path)
    return (alike + others)[:MOST_SEARCHED]


def _is_plain(path: str) -> bool:
    """Whether it is a file, no link, and not too large to be read for nothing."""
    try:
        state = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST_SEARCHED


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
        if state.st_size > LARGEST:
            return Seen("large", away=is_away)
        if pointed_at := _pointed_at(path):
            return Seen("pointer", (pointed_at,), is_away)
        head = head_of(path)
        return Seen(
            state="ok" if state.st_size else "empty",
            sums=disk.checksums(path),
            away=is_away,
            taken=taken(head),
            unlike=unlike(head, os.path.splitext(path)[1].lstrip(".")),
        )
    except (FileNotFoundError, NotADirectoryError):
        return Seen("absent", away=is_away)
    except OSError:
        return Seen("unreadable", away=is_away)
