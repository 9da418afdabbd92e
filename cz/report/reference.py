"""The file that Word papers take their looks from, 公文.docx: found, and looked through before use.

A plan that somebody else made may bring one along. It is unpacked only where it is small, and not
used where it holds anything but looks: links to elsewhere, programs, other files.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Sequence

from cz import disk
from cz.problem import Refusal

NAME = "公文.docx"
LARGEST = 8 * 2**20  # bytes of the file
LARGEST_UNPACKED = 32 * 2**20
MOST_PARTS = 200
_ELSEWHERE = re.compile(rb"TargetMode\s*=\s*[\"'](?!Internal[\"'])")
_NOT_LOOKS = re.compile(r"vbaProject|activeX|embeddings/|attachedToolbars|\.bin$", re.I)
_NEEDED = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml")


def reference(folders: Sequence[str]) -> bytes:
    """The file in the first of the folders that has it. Raises Refusal where it cannot be used."""
    for folder in folders:
        path = os.path.join(folder, NAME)
        if os.path.lexists(path):
            return _checked(path, folder)
    raise Refusal(f"没有找到 {NAME}，写不出 Word 文件。请重新安装 cz。", exit_code=1)


def _checked(path: str, folder: str) -> bytes:
    shown = disk.from_disk(disk.shown_path(path))
    if os.path.dirname(os.path.realpath(path)) != os.path.realpath(folder):
        raise _refused(shown, "是指到别处的链接", "请把文件本身放在这里。")
    try:
        raw = disk.content(path, LARGEST)
    except OSError as error:
        raise _refused(shown, f"读不出来（{disk.reason(error)}）", "") from None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _look_through(archive, shown)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise _refused(shown, "不是完好的 .docx 文件", "请在 Word 里打开，另存为 .docx。") from None
    return raw


def _look_through(archive: zipfile.ZipFile, shown: str) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _refused(shown, "太大", "样式文件里不要放图片和正文。")
    names = archive.namelist()
    if len(set(names)) < len(names) or any(name not in names for name in _NEEDED):
        raise _refused(shown, "不是完好的 .docx 文件", "请在 Word 里打开，另存为 .docx。")
    for name in names:
        if _NOT_LOOKS.search(name):
            raise _refused(shown, f"带有宏或嵌入的文件（{name}）", "请删去后另存为 .docx。")
        content = archive.read(name)  # no more than its file_size
        if name.endswith(".rels") and _ELSEWHERE.search(content):
            raise _refused(shown, f"有指到外面的链接（{name}）", "请取消链接，或换用 Normal 模板。")
        if b"\0" in content[:200] or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _refused(shown, f"不是 Word 写的（{name}）", "请在 Word 里重新做一个。")


def _refused(shown: str, reason: str, advice: str) -> Refusal:
    return Refusal(
        f"{shown} {reason}，不能用来定 Word 文件的样式。{advice}删去它就用自带的样式。", exit_code=1
    )
