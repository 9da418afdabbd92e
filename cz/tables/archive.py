"""The parts of a zip (.xlsx, .ods, .docx), read within bounds."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from cz.problem import Refusal

MOST_PARTS = 20_000
LARGEST_WHOLE = 512 * 2**20  # bytes, all parts unpacked: a sheet formatted to its last row has 300
LARGEST_PART = 64 * 2**20  # bytes of a part that is read at once
LARGEST_TREE = 16 * 2**20  # bytes of one that is taken apart as XML, which takes twenty times that
PIECE = 4 * 2**20  # bytes of one that is read piece by piece


class Archive:
    """Raises Refusal for what is no sound zip, or unpacks to more than anybody's table would."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.shown = shown
        try:
            self.zip = zipfile.ZipFile(BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise self._broken() from None
        parts = self.zip.infolist()
        self.names = [part.filename for part in parts]
        size = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or size > LARGEST_WHOLE:
            raise Refusal(
                f"{shown} 解开有 {size / 2**20:.0f} MB、{len(parts)} 个部件，"
                "不像是正常的表格，没有读。请核对文件。"
            )
        if any(part.flag_bits & 1 for part in parts):
            raise locked(shown)
        if len({name.replace("\\", "/").casefold() for name in self.names}) < len(parts):
            raise self._broken()  # two parts of one name: each reader would take another

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def part(self, name: str, largest: int = LARGEST_PART) -> bytes:
        """Raises Refusal."""
        self.bound(name, largest)
        try:
            return self.zip.read(name)
        except _UNREADABLE:
            raise self._broken() from None

    def bound(self, name: str, largest: int) -> None:
        """Raises Refusal for a part that unpacks to more bytes."""
        try:
            size = self.zip.getinfo(name).file_size
        except KeyError:
            raise self._broken() from None
        if size > largest:
            raise Refusal(
                f"{self.shown} 里的 {name} 解开超过 {largest // 2**20} MB，"
                "不像是正常的表格，没有读。请核对文件。"
            )

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part of any size that the whole may have. Raises Refusal."""
        try:
            with self.zip.open(name) as stream:
                while piece := stream.read(PIECE):
                    yield piece
        except _UNREADABLE:
            raise self._broken() from None

    def tree(self, name: str) -> ElementTree.Element:
        """A part as XML. Raises Refusal, also for XML that declares entities."""
        parser = ElementTree.XMLParser(target=_NoDoctype())
        try:
            return ElementTree.XML(self.part(name, LARGEST_TREE), parser)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise self._broken() from None

    def _broken(self) -> Refusal:
        return broken(self.shown)


_UNREADABLE = (
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


class _NoDoctype(ElementTree.TreeBuilder):
    """Office files declare no document type; who does wants entities unfolded."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError("a document type")


def broken(shown: str) -> Refusal:
    return Refusal(
        f"{shown} 已损坏，读不出来（多半没有下载完整，或传送时出了错）。"
        "请用 Excel 或 WPS 打开核对，另存一份再执行。"
    )


def locked(shown: str) -> Refusal:
    return Refusal(
        f"{shown} 设了打开密码，cz 读不了。"
        "请用 Excel 或 WPS 打开，去掉密码（文件 → 加密），另存后再执行。"
    )


def local(tag: str) -> str:
    """The name without its namespace."""
    return tag.rpartition("}")[2]
