"""What a file's first bytes say of it: what it is, and of a JPEG the day it was taken (Exif).

Read by hand: the few tags that are needed are three hops away, and no library has to be kept for
them. The layout is that of the Exif 2.3 standard (TIFF 6.0 within the APP1 segment).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date

LOOKED_AT = 2**17  # bytes of a file that are read: APP1 holds at most 2**16 and stands near the top
_EXIF = b"Exif\0\0"
_TAKEN, _MADE, _SUB = 0x9003, 0x0132, 0x8769  # DateTimeOriginal, DateTime, where the Exif part is
_MOST_ENTRIES = 500
_TEXT, _SHORT_TEXT = 2, 10  # a type of values; characters of 2026:07-15

# What the first bytes say, and the endings of such files.
_SIGNATURES: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"\xff\xd8\xff", "JPEG 图片", ("jpg", "jpeg", "jfif")),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", ("png",)),
    (b"GIF8", "GIF 图片", ("gif",)),
    (b"BM", "BMP 图片", ("bmp",)),
    (b"%PDF", "PDF 文件", ("pdf",)),
    (b"\xd0\xcf\x11\xe0", "旧式 Office 文件", ("doc", "xls", "ppt", "wps", "et", "dps")),
    (b"PK\x03\x04", "压缩包或 Office 文件", ("docx", "xlsx", "xlsm", "pptx", "ofd", "zip", "ods")),
)
_KNOWN = {ending for _, _, endings in _SIGNATURES for ending in endings}
_BINARY = {"PDF 文件", "JPEG 图片", "PNG 图片", "GIF 图片"}


def unlike(head: bytes, ending: str) -> str:
    """What a file is that its name's ending does not say; "" where they go together.

    Only where both are known for sure: a text may be called anything.
    """
    ending = ending.lower()
    for signature, word, endings in _SIGNATURES:
        if head.startswith(signature):
            sure = ending in _KNOWN or word in _BINARY
            return word if sure and ending not in endings and ending != "" else ""
    return ""


def taken(head: bytes) -> date | None:
    """The day on which a JPEG was taken, by its camera; ``None`` where it does not say."""
    for body in _segments(head):
        if body.startswith(_EXIF):
            try:
                return _taken(body[len(_EXIF) :])
            except (struct.error, ValueError, IndexError):
                return None
    return None


def _segments(head: bytes) -> Iterator[bytes]:
    """The bodies of the APP1 segments before the picture begins."""
    at = 2 if head.startswith(b"\xff\xd8") else len(head)
    while at + 4 <= len(head) and head[at] == 0xFF and head[at + 1] not in (0xDA, 0xD9):
        size = int.from_bytes(head[at + 2 : at + 4], "big")
        if head[at + 1] == 0xE1:
            yield head[at + 4 : at + 2 + size]
        at += 2 + max(size, 2)


def _taken(tiff: bytes) -> date | None:
    order = {b"II": "<", b"MM": ">"}[tiff[:2]] if tiff[:2] in (b"II", b"MM") else ""
    if not order:
        return None
    first = _tags(tiff, order, struct.unpack_from(f"{order}I", tiff, 4)[0])
    exif = _tags(tiff, order, first[_SUB][1]) if _SUB in first else {}
    kind, place = exif.get(_TAKEN) or first.get(_MADE) or (0, 0)
    if kind != _TEXT:
        return None
    text = tiff[place : place + _SHORT_TEXT].decode("ascii", "replace")
    return date.fromisoformat(text.replace(":", "-"))


def _tags(tiff: bytes, order: str, place: int) -> dict[int, tuple[int, int]]:
    """(type, value or where it stands) by tag, of the directory at ``place``."""
    (count,) = struct.unpack_from(f"{order}H", tiff, place)
    tags = {}
    for number in range(min(count, _MOST_ENTRIES)):
        tag, kind, _, value = struct.unpack_from(f"{order}HHII", tiff, place + 2 + 12 * number)
        tags[tag] = (kind, value)
    return tags
