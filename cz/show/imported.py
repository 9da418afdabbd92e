"""What came of importing a table, in words; and the returned rows as a file for Excel and WPS."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from shlex import quote

from cz.show.writers import harmless
from cz.supervise.table import REASON, SPARE, guarded
from cz.typography import visible, width
from cz.verbs.finding.import_ import Imported, took
from cz.verbs.finding.row import Verdict

MOST = 20  # returned rows told on the screen
FEW = 6  # ids named
PAIRS = 8  # of findings and those they are like


def show_imported(found: Imported) -> None:
    room = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 0
    print("\n".join(folded(visible(text), room) for text in told(found)))
    if found.outcome.refused:
        print(f"cz：{visible(found.outcome.refused)}", file=sys.stderr)


def told(found: Imported) -> list[str]:
    """The lines on the screen."""
    if found.taken:
        head = f"取走 {took(found.taken)}"
    else:
        head = "没有取走新的"
    if found.known:
        head += f"；{len(found.known)} 行已登记过（{_few([one.known for one in found.known])}），没有再记"
    if found.returned:
        head += f"；退回 {len(found.returned)} 行" + (
            f"（会写进 {found.target}）"
            if found.dry_run
            else f" → {found.target}"
            if found.target
            else ""
        )
    lines = [head]
    lines += [
        f"  第 {one.number} 行　{one.unit or '（没有单位）'}　{one.reason}"
        for one in found.returned[:MOST]
    ]
    if len(found.returned) > MOST:
        lines.append(
            f"  另有 {len(found.returned) - MOST} 行，原因{'会写进退回的文件' if found.dry_run else '写在退回的文件里' if found.target else '见上'}"
        )
    if found.table.skipped:
        lines.append(f"空行、合计行等 {found.table.skipped} 行没有用。")
    if found.table.unused:
        lines.append(f"没有用到的列：{'、'.join(found.table.unused)}。")
    lines += _remarks(found)
    handed = Counter(
        one.entry.unit for one in found.taken if one.section == "findings" and one.entry.due
    )
    if handed:
        lines.append(
            f"交办：{'，'.join(f'{unit} {count}' for unit, count in handed.most_common())}"
        )
    if found.outcome.commit:
        lines.append(f"已提交 {found.outcome.commit}。")
    if found.dry_run:
        lines.append("（试运行，文件未动）")
    elif found.returned and found.target:
        lines.append(f"退回的行改好后，请执行 {_again(found)}")
    if handed:
        lines.append("交办清单请用 cz report --template 整改清单 --unit 单位")
    return lines


def folded(text: str, room: int) -> str:
    """Broken after punctuation where it is wider than the room; 0 is all the room there is."""
    if not room or width(text) <= room:
        return text
    lines = [""]
    for piece in re.findall("[^，；、。]*[，；、。]?", text):
        if lines[-1].strip() and width(lines[-1]) + width(piece) > room:
            lines.append("    ")
        lines[-1] += piece
    return "\n".join(lines)


def _few(ids: Sequence[str]) -> str:
    return "、".join(ids[:FEW]) + ("等" if len(ids) > FEW else "")


def _remarks(found: Imported) -> list[str]:
    findings = [one for one in found.taken if one.section == "findings"]
    lines = []
    if "spot" in found.table.where and (
        bare := [one.id for one in found.taken if not one.entry.spot]
    ):
        lines.append(f"{len(bare)} 条没有写点位：{_few(bare)}。")
    if weekend := [one.id for one in findings if one.entry.due and one.entry.due.weekday() > 4]:
        lines.append(f"{len(weekend)} 条的整改时限是星期六或星期日：{_few(weekend)}。")
    if unsent := [one.id for one in findings if not one.entry.due]:
        lines.append(f"{len(unsent)} 条没有定时限，待交办：{_few(unsent)}。")
    if found.again:
        pairs = "、".join(f"{new} 同 {old}" for new, old in found.again[:PAIRS])
        lines.append(
            f"{len(found.again)} 条与还没有销号的问题相同（同一点位、同样的问题）：{pairs}{'等' if len(found.again) > PAIRS else ''}。"
        )
    if found.dateless:
        lines.append(
            f"{found.dateless} 条写了整改情况、没有写整改日期，仍算待整改；确已整改的请用 cz finding rectify 补记。"
        )
    if found.stale:
        lines.append(f"{found.target} 里的行都已处理，可以删去。")
    return lines


def _again(found: Imported) -> str:
    asked = found.asked
    words = ["cz finding import", _word(found.target)]
    given = (("--date", asked.date), ("--by", asked.by), ("--days", asked.days))
    words += [
        f"{option} {_word(str(value))}"
        for option, value in given
        if value is not None and value != ""
    ]
    return " ".join(words)


def _word(text: str) -> str:
    return text if re.fullmatch(r"[\w./:\\]([\w./:\\-])*", text) else quote(text)


def returned_text(found: Imported) -> str:
    """The returned rows as CSV with BOM: the table's columns as they were, then the reasons.

    ``cz.supervise.table.read_table`` gives back just the cells that went in.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    spare = any(one.over for one in found.returned)
    writer.writerow([*map(_cell, found.table.headings), *[SPARE] * spare, REASON])
    for one in found.returned:
        writer.writerow([*map(_cell, one.cells), *[_cell(one.over)] * spare, _cell(one.reason)])
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    """Harmless in a spreadsheet, its lines kept, and read back as it is."""
    first, *rest = text.split("\n")
    return ("'" if guarded(text) else "") + "\n".join([harmless(first), *map(visible, rest)])


def show_unsaved(returned: Sequence[Verdict], why: str) -> None:
    """The ledger is written, the file of the returned rows is not: what it would have held, on stderr."""
    print(f"cz：{visible(why)}台账已经写好，退回的行没有写成文件，原因如下：", file=sys.stderr)
    for one in returned:
        print(
            visible(
                f"  第 {one.number} 行　{'　'.join(cell for cell in one.cells if cell)}　→ {one.reason}"
            ),
            file=sys.stderr,
        )
