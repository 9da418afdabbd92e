"""A zip with some parts replaced: of all others not a byte changes, packed as they are."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from struct import error as StructError
from struct import pack_into, unpack_from
from typing import NamedTuple

from cz.problem import Refusal

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_SIZE, _CENTRAL_SIZE = 30, 46  # bytes, before the name
_DESCRIPTOR_FOLLOWS = 0x08


def replaced(raw: bytes, parts: Mapping[str, bytes], shown: str) -> bytes:
    """``parts``: new content by the name of a part that is there. Raises Refusal for a zip that is
    put together as no office programme would.
    """
    try:
        return _replaced(raw, parts)
    except (StructError, ValueError, zipfile.BadZipFile):
        raise Refusal(
            f"{shown} 的压缩写法少见，改了怕别处不一样，没有填。"
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再执行。"
        ) from None


class _Head(NamedTuple):
    """What the directory says of a part that is replaced."""

    checksum: int
    packed: int
    size: int


def _replaced(raw: bytes, parts: Mapping[str, bytes]) -> bytes:
    end = raw.rfind(_END)
    count, size, start = unpack_from("<HII", raw, end + 10)
    if end < 0 or start + size != end:  # more than 4 GB, or something stands before the zip
        raise ValueError
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        entries = archive.infolist()
    if len(entries) != count:
        raise ValueError
    body, moved, heads = _entries(raw, entries, start, parts)
    directory = _directory(raw, entries, start, end, moved, heads)
    tail = bytearray(raw[end:])
    pack_into("<II", tail, 12, len(directory), len(body))
    return body + directory + bytes(tail)


def _entries(
    raw: bytes, entries: Sequence[zipfile.ZipInfo], end: int, parts: Mapping[str, bytes]
) -> tuple[bytes, dict[int, int], dict[str, _Head]]:
    """Every part with its own head, in their order; where each now begins, by where it began."""
    offsets = sorted(entry.header_offset for entry in entries)
    if offsets[:1] != [0] or len(set(offsets)) < len(entries):
        raise ValueError
    following = dict(zip(offsets, [*offsets[1:], end], strict=True))
    body = bytearray()
    moved: dict[int, int] = {}
    heads: dict[str, _Head] = {}
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        local = raw[entry.header_offset : following[entry.header_offset]]
        if local[:4] != _LOCAL:
            raise ValueError
        moved[entry.header_offset] = len(body)
        if entry.filename in parts:
            data = parts[entry.filename]
            local, packed = _packed(local, data, entry.compress_type)
            heads[entry.filename] = _Head(zlib.crc32(data), packed, len(data))
        body += local
    return bytes(body), moved, heads


def _directory(
    raw: bytes,
    entries: Sequence[zipfile.ZipInfo],
    start: int,
    end: int,
    moved: Mapping[int, int],
    heads: Mapping[str, _Head],
) -> bytes:
    """The list of all parts at the end of the zip."""
    directory = bytearray()
    at = start
    for entry in entries:
        name, extra, comment = unpack_from("<HHH", raw, at + 28)
        whole = _CENTRAL_SIZE + name + extra + comment
        record = bytearray(raw[at : at + whole])
        if record[:4] != _CENTRAL:
            raise ValueError
        if entry.filename in heads:
            del record[_CENTRAL_SIZE + name : _CENTRAL_SIZE + name + extra]
            flags = unpack_from("<H", record, 8)[0] & ~_DESCRIPTOR_FOLLOWS
            pack_into("<H", record, 8, flags)
            pack_into("<III", record, 16, *heads[entry.filename])
            pack_into("<H", record, 30, 0)
        pack_into("<I", record, 42, moved[entry.header_offset])
        directory += record
        at += whole
    if at != end:
        raise ValueError
    return bytes(directory)


def _packed(local: bytes, data: bytes, method: int) -> tuple[bytes, int]:
    """The local entry with other content, of the same name and time; and how long it is packed."""
    if method == zipfile.ZIP_DEFLATED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
    elif method == zipfile.ZIP_STORED:
        packed = data
    else:
        raise ValueError
    name = unpack_from("<H", local, 26)[0]
    head = bytearray(local[: _LOCAL_SIZE + name])
    flags = unpack_from("<H", head, 6)[0] & ~_DESCRIPTOR_FOLLOWS
    pack_into("<H", head, 6, flags)
    pack_into("<III", head, 14, zlib.crc32(data), len(packed), len(data))
    pack_into("<H", head, 28, 0)
    return bytes(head) + packed, len(packed)
