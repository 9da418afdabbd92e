"""What a file is, by what is in it and not by its name, and its tables."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from cz import disk
from cz.forms import refuse_missing
from cz.problem import Refusal
from cz.tables import binary, page, text, word, workbook
from cz.tables.archive import Archive
from cz.tables.sent import Sent

_ZIP = b"PK"
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def read(path: str, words: Collection[str] = (), likeness: text.Likeness | None = None) -> Sent:
    """The tables of a file as the user named it.

    ``words``: what columns may be headed; ``likeness``: how many of a row's cells are such. By
    these is known how a text separates its cells, and whether it is UTF-16. Raises Refusal.
    """
    return read_table_bytes(read_bytes(path), path, words, likeness)


def read_table_bytes(
    raw: bytes, shown: str, words: Collection[str] = (), likeness: text.Likeness | None = None
) -> Sent:
    """The same, of a file's bytes."""
    try:
        return _read(raw, shown, words, likeness)
    except RecursionError:
        raise Refusal(
            f"{shown} 里的内容一层套一层，太深，读不下去。请另存成普通的表格再执行。"
        ) from None


def _read(raw: bytes, shown: str, words: Collection[str], likeness: text.Likeness | None) -> Sent:
    if raw.startswith(binary.SIGNATURE):
        return _read_compound(raw, shown)
    if raw.startswith(_ZIP):
        return _read_zip(raw, shown)
    if page.is_page(raw):
        return page.read_page(raw, shown)
    if raw.startswith(b"%PDF"):
        raise Refusal(f"{shown} 是 PDF，读不出表格。请要来原来的 Excel、WPS 或 Word 文件。")
    head = raw[:2000]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or head.startswith(b"MIME-Version"):
        raise Refusal(
            f"{shown} 是存成网页或 XML 的表格，cz 不读。"
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再执行。"
        )
    return text.read_text(raw, shown, words, likeness or _most_cells(words))


def _most_cells(words: Collection[str]) -> text.Likeness:
    known = set(words)

    def likeness(cells: Sequence[str]) -> int:
        if not known:
            return len(cells)
        return sum(cell.strip() in known for cell in cells)

    return likeness


def _read_compound(raw: bytes, shown: str) -> Sent:
    streams = binary.names(raw)
    if "WordDocument" in streams:
        raise Refusal(
            f"{shown} 是 .doc 文件，cz 不读。请用 Word 或 WPS 打开，另存为 .docx 再执行。"
        )
    seen = binary.sheets(raw, shown)
    _need_calamine()
    return workbook.read_xls(raw, seen, shown)


def _read_zip(raw: bytes, shown: str) -> Sent:
    archive = Archive(raw, shown)
    if "word/document.xml" in archive:
        return word.read_docx(archive)
    if "mimetype" in archive and archive.part("mimetype").decode("latin-1").startswith(
        _SPREADSHEET
    ):
        _need_calamine()
        return workbook.read_ods(raw, archive)
    if "[Content_Types].xml" not in archive or not any(
        name.startswith("xl/") for name in archive.names
    ):
        raise Refusal(f"{shown} 是压缩包或别的文件，不是表格。请解开后，把里面的表格文件交给 cz。")
    if "xl/workbook.bin" in archive:
        raise Refusal(
            f"{shown} 是 .xlsb 工作簿，cz 不读。请用 Excel 或 WPS 打开，另存为 .xlsx 再执行。"
        )
    _need_calamine()
    return workbook.read_xlsx(raw, archive)


def _need_calamine() -> None:
    refuse_missing("读 Excel、WPS 表格", ("python-calamine",), "不装也可以另存为 CSV（.csv）")


def read_bytes(path: str) -> bytes:
    """Raises Refusal where there are none to be had."""
    try:
        if os.path.isdir(path):
            raise Refusal(f"{path} 是文件夹。请写明是哪个表格文件。")
        if os.path.exists(path) and not os.path.isfile(path):
            raise Refusal(f"{path} 不是普通文件。请写明是哪个表格文件。")
        if os.path.isfile(path) and os.path.getsize(path) > disk.LARGEST:
            raise Refusal(f"{path} 超过 {disk.LARGEST // 2**20} MB，cz 读不下。请分成几个文件。")
        return disk.content(path)
    except FileNotFoundError:
        raise Refusal(f"没有“{path}”这个文件。请核对文件名和所在的文件夹。") from None
    except PermissionError:
        raise Refusal(f"{path} 没有读取权限，或正被别的程序占用。") from None
    except OSError as error:
        raise Refusal(f"{path} 读不出来：{disk.reason(error)}。") from None
