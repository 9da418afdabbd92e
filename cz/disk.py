"""Bytes in, bytes out: reading a file as text, replacing it whole, one writer at a time."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

from cz.problem import Problem, Refusal, in_file
from cz.source import BOM, Source

LARGEST = 96 * 2**20
PATIENCE = 60.0  # seconds a writer waits for another one
written: list[str] = []  # the files that this process has put in place, as the user knows them
OPEN_ELSEWHERE = 3.0  # seconds a writer on Windows waits for whoever has the file open


def read(path: str, shown: str, *, blank: bool = False) -> Source | Problem:
    """The file's text, or what keeps it from being read. ``blank``: it may be empty."""
    try:
        if not stat.S_ISREG(mode := os.stat(path).st_mode) and not stat.S_ISDIR(mode):
            return in_file(
                shown,
                "E003",
                "error",
                "这里应当是普通文件，却是管道或设备。",
                "请把它移开，放回 YAML 文件。",
            )
        if stat.S_ISDIR(mode):  # to open one is a lack of permission on Windows
            raise IsADirectoryError(errno.EISDIR, "Is a directory")
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > LARGEST:
                return in_file(
                    shown,
                    "E005",
                    "error",
                    f"文件有 {size / 2**20:.0f} MB，cz 最多读 {LARGEST // 2**20} MB。",
                    "请核对是不是放错了文件。",
                )
            raw = file.read()
    except OSError as error:
        return _unreadable(error, shown)
    return decode(raw, shown, blank=blank)


def leads_out(path: str, home: str) -> bool:
    """Whether a file of the folder ``home`` is a link out of it, and out of the repository it lies
    in. What is git's own (.git) counts as out.
    """
    if not os.path.islink(path):
        return False
    real, folder = os.path.realpath(path), os.path.realpath(home)
    top = find_up(folder, lambda above: os.path.lexists(os.path.join(above, ".git")))
    for inside in (top or folder, os.path.realpath(os.path.dirname(path))):
        rest = real.removeprefix(inside.rstrip(os.sep) + os.sep)
        if rest != real and ".git" not in rest.casefold().split(os.sep):
            return False
    return True


def content(path: str | bytes, largest: int = LARGEST) -> bytes:
    """A file's bytes. Raises OSError, also for what is no plain file, or a larger one."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, "Not a plain file", path)
    with open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size > largest:
            raise OSError(errno.EFBIG, "File too large", path)
        return file.read(largest + 1)


def decode(raw: bytes, shown: str, *, blank: bool = False) -> Source | Problem:
    """The text of a file's bytes, or what keeps it from being one."""
    boms = 0
    while raw.startswith(BOM, boms * len(BOM)):  # two, where a table was saved and joined
        boms += 1
    try:
        text = raw[boms * len(BOM) :].decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error, shown)
    if (not text or text.isspace()) and not blank:
        return in_file(
            shown,
            "E006",
            "error",
            "文件是空的。",
            "如果是误删，请用 git checkout 找回；新方案请用 cz init 建立。",
        )
    return Source(shown, text, boms)


def _unreadable(error: OSError, shown: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return in_file(
            shown,
            "E001",
            "error",
            "没有这个文件。",
            "如果是误删，请用 git checkout 找回；新方案请用 cz init 建立。",
        )
    if isinstance(error, IsADirectoryError):
        return in_file(
            shown,
            "E003",
            "error",
            "这里应当是文件，却是一个文件夹。",
            "请把文件夹移开，放回 YAML 文件。",
        )
    if isinstance(error, PermissionError) and not is_open_elsewhere(error):
        return in_file(shown, "E004", "error", "没有读取权限。", "请检查文件的属主和权限。")
    return in_file(
        shown, "E004", "error", f"读不出来（{reason(error)}）。", "请检查磁盘和网络盘是否正常。"
    )


def _not_utf8(raw: bytes, error: UnicodeDecodeError, shown: str) -> Problem:
    line = raw.count(b"\n", 0, error.start) + 1
    found = "不知是什么编码"
    if raw[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        found = "是 UTF-32 编码"
    elif raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = "是 UTF-16 编码（记事本的“Unicode”）"
    else:
        try:
            raw.decode("gb18030")
            found = "像是 GBK 编码（记事本的“ANSI”）"
        except UnicodeDecodeError:
            pass
    return Problem(
        "E002",
        "error",
        shown,
        line,
        1,
        f"文件{found}，应当是 UTF-8。",
        "请在编辑器里另存为 UTF-8 编码；cz 没有改动它。",
    )


def sha256(path: str) -> str:
    """Of a file's bytes, read piece by piece. Raises OSError."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_LOOKED_AT = 8000  # bytes, in which git looks for a NUL to tell a text from other files


def checksums(path: str) -> tuple[str, ...]:
    """The sha256 of a file's bytes; of a text also with its lines ended by LF, then by CRLF.

    As git changes them between machines. Raises OSError.
    """
    import hashlib

    with open(path, "rb") as file:
        if b"\0" in file.read(_LOOKED_AT):
            file.seek(0)
            return (hashlib.file_digest(file, "sha256").hexdigest(),)
        file.seek(0)
        sums = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
        while piece := file.read(2**20):
            if piece.endswith(b"\r"):
                piece += file.read(1)
            with_lf = piece.replace(b"\r\n", b"\n")
            for digest, text in zip(
                sums, (piece, with_lf, with_lf.replace(b"\n", b"\r\n")), strict=True
            ):
                digest.update(text)
    return tuple(digest.hexdigest() for digest in sums)


@contextmanager
def sole_writer(folder: str) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Raises Refusal when another writer holds it for longer than PATIENCE.
    """
    handle = _open_lock(folder)
    try:
        until = monotonic() + PATIENCE
        try:
            while not _try_lock(handle):
                if monotonic() > until:
                    raise Refusal(
                        f"另一个 cz 正在改动 {folder}，等了 {PATIENCE:.0f} 秒还没有结束。"
                        f"请稍后再试；什么也没有改动。",
                        exit_code=1,
                    )
                sleep(0.005)
        except _NoLocks:
            with _lock_file(folder):
                yield
        else:
            yield
    finally:
        os.close(handle)


class _NoLocks(Exception):
    """The file system has no locks."""


@contextmanager
def _lock_file(folder: str) -> Iterator[None]:
    """A file that only one process can create, where the system has no locks.

    It stays where its process is killed: that is said, and nothing is guessed.
    """
    path = os.path.join(folder, f".lock{_UNFINISHED}")
    until = monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            pass
        except OSError as error:
            raise Refusal(
                f"{folder} 写不进去：{reason(error)}。什么也没有改动。", exit_code=1
            ) from None
        if monotonic() > until:
            raise Refusal(
                f"另一个 cz 正在改动 {folder}，等了 {PATIENCE:.0f} 秒还没有结束。"
                f"如果没有别人在改，是上次没有正常结束，请删去 {path} 再试；什么也没有改动。",
                exit_code=1,
            )
        sleep(0.005)
    try:
        yield
    finally:
        _forget(path)


try:
    import fcntl

    def _open_lock(folder: str) -> int:
        try:
            return os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise Refusal(
                f"打不开文件夹 {folder}（{reason(error)}）。什么也没有改动。", exit_code=1
            ) from None

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            raise _NoLocks from None
        return True

except ImportError:  # pragma: no cover - Windows, where a folder cannot be locked
    import msvcrt

    def _open_lock(folder: str) -> int:
        """A file in the folder itself, so that two users of a shared drive see one lock.

        It goes with its last holder; for an instant it is then there and cannot be opened.
        """
        name = ".lock.cz-new"
        how = os.O_RDWR | os.O_CREAT | os.O_TEMPORARY  # type: ignore[attr-defined]
        until = monotonic() + PATIENCE
        while True:
            try:
                return os.open(os.path.join(folder, name), how)
            except OSError as error:
                is_going = isinstance(error, PermissionError) and name in os.listdir(folder)
                if not is_going or monotonic() > until:
                    raise Refusal(
                        f"打不开文件夹 {folder}（{reason(error)}）。什么也没有改动。", exit_code=1
                    ) from None
            sleep(0.005)

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True


def replace(path: str, shown: str, old: bytes, new: bytes) -> None:
    """Put ``new`` in place of ``old``.

    The file is at every instant wholly the one or wholly the other, unless it has several names
    (hard links): those stay names of one file, so it is written over, its new text beside it until
    that is done.

    The caller holds the folder's lock: what a killed writer left behind goes first. Raises Refusal,
    with the file as it was, where it is no longer ``old`` or cannot be written.
    """
    real = os.path.realpath(path)
    try:
        there = _writable(real)
        _forget_leftovers(real)
        _put(real, new, there, lambda: _unchanged(real, shown, old))
        written.append(shown)
    except OSError as error:
        raise Refusal(f"{shown} 写不进去：{reason(error)}。原文件没有改动。", exit_code=1) from None


def create(path: str, shown: str, new: bytes) -> None:
    """Write a file that may or may not exist yet, whole or not at all; one that is there keeps its
    mode, owner and names. Into a pipe or device it is written as it comes. Raises Refusal.

    ``shown``: "" for one that the user need not know of.
    """
    try:
        if is_stream(path):
            _pour(path, new)
            return
        if os.path.exists(path):
            real = os.path.realpath(path)
            _put(real, new, _writable(real))
        else:
            _put(os.path.realpath(path), new)
        if shown:
            written.append(shown)
    except OSError as error:
        raise Refusal(f"{shown} 写不进去：{reason(error)}。", exit_code=1) from None


def is_stream(path: str) -> bool:
    """Whether what is written there goes on to somebody else and nothing is kept: a pipe, a
    terminal, /dev/null, a file that is open already (/dev/fd/3).
    """
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        return True
    folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
    return folder.startswith("/proc/") and folder.endswith("/fd")


def _pour(path: str, data: bytes) -> None:
    with open(path, "wb", buffering=0) as stream:
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) :]


def _writable(real: str) -> os.stat_result:
    """The file that is there. Raises OSError where it is none, or its owner wants it kept."""
    there = os.stat(real)
    if stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory")
    if not stat.S_ISREG(there.st_mode):
        raise OSError(errno.ENXIO, "No such device or address")
    if not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, "Permission denied")
    return there


def _unchanged(real: str, shown: str, old: bytes) -> None:
    with open(real, "rb") as file:
        if file.read() != old:
            raise Refusal(
                f"{shown} 刚刚被别的程序改过，cz 没有覆盖它。请重新执行一次。", exit_code=1
            )


def _put(
    real: str,
    data: bytes,
    like: os.stat_result | None = None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write beside the file, ``check`` a last time, then take its place.

    Whatever goes wrong leaves nothing behind.
    """
    fresh = _name_beside(real)
    try:
        _write(fresh, data, like)
        check()
        if like is not None and like.st_nlink > 1:
            _write_over(real, data)
            _forget(fresh)
        else:
            _take_place(fresh, real)
    except BaseException:
        _forget(fresh)
        raise


_UNFINISHED = ".cz-new"
_LONGEST_HEAD = 200  # bytes of the file's name in that of the new one; a system allows 255 in all


def _name_beside(real: str) -> str:
    """A name nobody else takes for a file that is to take the place of another."""
    folder, name = os.path.split(real)
    return os.path.join(folder, f"{_head_beside(name)}{os.urandom(6).hex()}{_UNFINISHED}")


def _head_beside(name: str) -> str:
    head = os.fsencode(name)
    if len(head) > _LONGEST_HEAD:
        name = head[:_LONGEST_HEAD].decode("utf-8", "ignore")
    return f".{name}."


def _forget_leftovers(real: str) -> None:
    """Remove what writers of this file that were killed have left."""
    folder, name = os.path.split(real)
    head = _head_beside(name)
    for other in os.listdir(folder):
        if other.startswith(head) and other.endswith(_UNFINISHED):
            _forget(os.path.join(folder, other))


def _take_place(fresh: str, real: str) -> None:
    """Rename the one to the other.

    Windows refuses while anyone has the file open, be it a virus scanner for an instant: it is
    tried again for a while.
    """
    until = monotonic() + OPEN_ELSEWHERE
    while True:
        try:
            os.replace(fresh, real)
            return
        except PermissionError as error:
            if not may_be_open_elsewhere(error) or monotonic() > until:
                raise
        sleep(0.02)


def _write(path: str, data: bytes, like: os.stat_result | None) -> None:
    with open(path, "xb") as file:  # never through a link that someone has laid there
        if like is not None and hasattr(os, "fchown"):  # not on Windows
            with suppress(OSError):
                os.fchown(file.fileno(), like.st_uid, like.st_gid)
            os.fchmod(file.fileno(), like.st_mode & 0o7777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_over(real: str, data: bytes) -> None:
    with open(real, "r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _forget(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def reason(error: OSError) -> str:
    """What went wrong, in Chinese."""
    on_windows = _REASONS_OF_WINDOWS.get(_windows_number(error))
    if on_windows:
        return on_windows
    named: dict[int | None, str] = {
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "磁盘配额已满",
        errno.EACCES: "没有写入权限",
        errno.EPERM: "没有写入权限",
        errno.EROFS: "磁盘是只读的",
        errno.EISDIR: "那里是一个文件夹",
        errno.ENOENT: "没有这个文件夹",
        errno.EFBIG: "文件太大",
        errno.ENOTDIR: "路径当中有一段不是文件夹",
        errno.ENAMETOOLONG: "文件名太长",
        errno.ELOOP: "链接绕成了圈",
        errno.EIO: "磁盘读写出错",
        errno.EEXIST: "已经有同名的文件",
        errno.EBUSY: "文件正被占用",
        errno.EMFILE: "打开的文件太多",
        errno.ESTALE: "网络盘已断开",
        errno.EINVAL: "系统不支持这样做",
        errno.ENODEV: "设备不见了",
        errno.EPIPE: "接收的程序已经关闭",
        errno.ENXIO: "那里是套接字或别的设备，不是文件",
    }
    return named.get(error.errno, f"系统错误 {error.errno}")


def on_disk(name: str) -> str:
    """A name of the plan's own (a template, a file of evidence) as the system is asked for it.

    It is UTF-8 there, as git has written it, though the terminal speaks GBK.
    """
    if sys.getfilesystemencoding() == "utf-8":
        return name
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def from_disk(name: str) -> str:
    """The text of a name that the system gave."""
    if sys.getfilesystemencoding() == "utf-8":
        return name
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return name


_HELD = "正被别的程序打开着，Excel、WPS 里开着的请先关掉"
_DRIVE_GONE = "网络盘已断开"
_NO_PERMISSION, _IN_USE, _PART_IN_USE = 5, 32, 33
# By the numbers of https://learn.microsoft.com/windows/win32/debug/system-error-codes, which tell
# more than what Python makes of them.
_REASONS_OF_WINDOWS = {
    _NO_PERMISSION: "没有写入权限，或" + _HELD,
    19: "磁盘是只读的",
    21: "设备没有准备好",
    _IN_USE: _HELD,
    _PART_IN_USE: _HELD,
    53: _DRIVE_GONE,
    55: _DRIVE_GONE,
    59: _DRIVE_GONE,
    64: _DRIVE_GONE,
    67: _DRIVE_GONE,
    112: "磁盘已满",
    121: _DRIVE_GONE,
    123: '文件名里有 Windows 不许用的字符（< > : " / \\ | ? *）',
    206: "路径太长",
    1231: _DRIVE_GONE,
    1236: _DRIVE_GONE,
}


def _windows_number(error: OSError) -> int:
    """What Windows itself says of an error, 0 on other systems."""
    return getattr(error, "winerror", None) or 0


def is_open_elsewhere(error: OSError) -> bool:
    """Whether another program keeps the file to itself, which happens on Windows only."""
    return _windows_number(error) in (_IN_USE, _PART_IN_USE)


def may_be_open_elsewhere(error: OSError) -> bool:
    """The same, and where Windows does not say whether permission is what lacks."""
    return is_open_elsewhere(error) or _windows_number(error) == _NO_PERMISSION


def shown_path(path: str) -> str:
    """Relative to where the user stands, if that is shorter; with / , which every shell takes."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        relative = path
    shorter = relative if len(relative) < len(path) else path
    return shorter.replace(os.sep, "/")


def find_up(start: str, wanted: Callable[[str], bool]) -> str | None:
    """The nearest folder at or above ``start`` for which ``wanted`` holds."""
    folder = os.path.abspath(start)
    while not wanted(folder):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder
