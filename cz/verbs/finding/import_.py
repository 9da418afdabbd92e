"""A field team's table into the ledger: what can be taken is, in one write; the rest is returned with its reasons."""

import os
from collections.abc import Callable, Sequence
from datetime import date as Day
from typing import NamedTuple

from cz import disk
from cz.days import read_day
from cz.edit import Append
from cz.load import Loaded
from cz.opening import refuse_own_folders
from cz.problem import Refusal
from cz.records import Campaign
from cz.supervise.entry import Entry, numbered, record, sameness, unsettled
from cz.supervise.table import Table, read_table
from cz.verbs.finding.row import Given, Verdict, judge
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, write

MOST_DAYS = 365
MOST_RUNS = 6  # days whose numbers are told


class Asked(NamedTuple):
    """The command's options, as typed."""

    date: str | None = None
    by: str = ""
    days: int | None = None
    output: str | None = None


class Taken(NamedTuple):
    section: str
    id: str
    entry: Entry


class Imported(NamedTuple):
    """What became of every row: ``taken``, ``known`` (already in the ledger) or ``returned``; ``table.skipped`` more say
    nothing. ``target``: the file for what is returned, "" where it could not be written; ``stale``: an older one of ours that is not needed any more. ``again``: what was taken, with the
    finding of the same problem at the same spot that is not struck off yet.
    """

    path: str
    table: Table
    asked: Asked
    target: str
    taken: tuple[Taken, ...]
    known: tuple[Verdict, ...]
    returned: tuple[Verdict, ...]
    dateless: int
    dry_run: bool
    outcome: Outcome = Outcome((), (), False)
    stale: bool = False
    again: tuple[tuple[str, str], ...] = ()


def import_table(
    folder: str, path: str, clock: Callable[[Campaign], Day], asked: Asked, how: How = PLAINLY
) -> Imported:
    """Write what can be taken into the ledger, all at once. The returned rows are the caller's to write, with ``save``.

    Raises Refusal, with nothing written, also where the file for the returned rows would cost someone's work.
    """
    if asked.days is not None and not 0 <= asked.days <= MOST_DAYS:
        raise Refusal(f"--days 应当是 0 到 {MOST_DAYS} 的天数，写的是 {asked.days}。")
    table = read_table(_bytes(path), path)
    if not table.rows:
        raise Refusal(f"{path} 里只有表头，没有内容。")
    if asked.output == "":
        raise Refusal("-o 后面要写文件名，例如 -o 退回.csv。")
    target = asked.output or f"{os.path.splitext(path)[0].removesuffix('-退回')}-退回.csv"
    refuse_own_folders(folder, target, "退回.csv", "退回的行")
    passes: list[Imported] = []
    upon_head = (
        how.commit and not how.dry_run
    )  # then the first call is upon what was committed last

    def plan(loaded: Loaded) -> Planned:
        given = _given(loaded, asked, table, clock(loaded.campaign))
        verdicts = judge(table, loaded.campaign, given)
        entries = [one.entry for one in verdicts if one.entry]
        taken = tuple(
            Taken(section, id_, entry)
            for (section, id_), entry in zip(
                numbered(loaded.campaign, entries), entries, strict=True
            )
        )
        returned = tuple(one for one in verdicts if one.reason)
        if passes and passes[0].taken != taken:
            raise Refusal(
                "data/findings.yaml 里还有没提交的改动，这次导入要接着它编号，不能单独提交。请先提交它，或不加 --commit 再执行一次。什么也没有改动。"
            )
        stale = False
        if len(passes) == upon_head:
            before = _ours(target) if not _same(target, path) else None
            lost = _not_in(before, verdicts, loaded.campaign, given) if before else []
            stale = before is not None and not returned and not lost
            if returned:
                _check_target(target, lost)
        known = tuple(one for one in verdicts if one.known)
        dateless = sum(one.dateless for one in verdicts)
        passes.append(
            Imported(
                path,
                table,
                asked,
                target,
                taken,
                known,
                returned,
                dateless,
                how.dry_run,
                stale=stale,
                again=_again(loaded.campaign, taken),
            )
        )
        root = loaded.trees["findings"].root
        sections = {
            section: tuple(record(one.entry, one.id) for one in taken if one.section == section)
            for section in ("findings", "visits")
        }
        changes = [
            Append(root, section, records) for section, records in sections.items() if records
        ]
        said = [Said("导入", f"{os.path.basename(path)}：{took(taken)}")] if taken else []
        return Planned(changes, [one.id for one in taken], said)

    beside = (
        "units",
        "tasks",
        "supervision",
        *(["indicators"] if "indicator" in table.where else []),
    )
    outcome = write(folder, "findings", plan, how, beside=beside)
    return passes[-1]._replace(outcome=outcome)


def _again(campaign: Campaign, taken: Sequence[Taken]) -> tuple[tuple[str, str], ...]:
    known, found = unsettled(campaign), []
    for one in taken:
        if one.entry.problem and one.entry.spot:
            same = sameness(one.entry.unit, one.entry.spot, one.entry.problem)
            if same in known:
                found.append((one.id, known[same]))
            known[same] = one.id
    return tuple(found)


def took(taken: Sequence[Taken]) -> str:
    """37 条问题（f260713-1～18、f260714-1～19）、4 个没有问题的点位."""
    days: dict[str, list[int]] = {}
    for one in taken:
        if one.section == "findings":
            day, _, number = one.id.partition("-")
            days.setdefault(day, []).append(int(number))
    runs = [
        f"{day}-{numbers[0]}" + (f"～{numbers[-1]}" if len(numbers) > 1 else "")
        for day, numbers in sorted(days.items())
    ]
    count = sum(map(len, days.values()))
    ids = "、".join(runs[:MOST_RUNS]) + ("等" if len(runs) > MOST_RUNS else "")
    return "、".join(
        [f"{count} 条问题（{ids}）"] * bool(count)
        + [f"{len(taken) - count} 个没有问题的点位"] * (count < len(taken))
    )


def save(target: str, text: str) -> None:
    """Write the returned rows. Raises Refusal."""
    disk.create(target, target, text.encode("utf-8"))


def _bytes(path: str) -> bytes:
    try:
        if os.path.isdir(path):
            raise Refusal(f"{path} 是文件夹。请写明要导入哪个 CSV 文件。")
        if os.path.exists(path) and not os.path.isfile(path):
            raise Refusal(f"{path} 不是普通文件。请写明要导入哪个 CSV 文件。")
        if os.path.isfile(path) and os.path.getsize(path) > disk.LARGEST:
            raise Refusal(
                f"{path} 超过 {disk.LARGEST // 2**20} MB，cz 读不下。请分成几个文件导入。"
            )
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Refusal(f"没有“{path}”这个文件。请核对文件名和所在的文件夹。") from None
    except PermissionError:
        raise Refusal(f"{path} 没有读取权限，或正被别的程序占用。") from None
    except OSError as error:
        raise Refusal(f"{path} 读不出来：{disk.reason(error)}。") from None


def _given(loaded: Loaded, asked: Asked, table: Table, today: Day) -> Given:
    """Raises Refusal also where the plan's own files leave open what is known already, or what is called what."""
    stems = ["findings", "units"]
    stems += [
        stem
        for stem, field in (("tasks", "task"), ("indicators", "indicator"))
        if field in table.where
    ]
    if "rules" in loaded.broken or "*" in loaded.lost.get("supervision", ()):
        stems.append("supervision")
    unsound = tuple(
        one
        for one in loaded.problems
        if one.level == "error" and one.path.endswith(tuple(f"{stem}.yaml" for stem in stems))
    )
    if unsound:
        raise Refusal(
            "方案文件里有上面的错误，看不准哪些已经登记过、单位和编号对不对，没有导入。请先改正。",
            problems=unsound[:5],
            exit_code=1,
        )
    when = read_day(asked.date, today) if asked.date else None
    if when and when > today:
        raise Refusal(f"--date 写的 {when} 晚于今天（{today}）。请核对日期。")
    return Given(today, when, " ".join(asked.by.split()), asked.days)


def _check_target(target: str, lost: Sequence[Verdict]) -> None:
    """Raises Refusal where the returned rows cannot be written, or someone's work would be lost by it."""
    beside = os.path.dirname(target) or "."
    if not os.path.isdir(beside):
        raise Refusal(f"没有“{beside}”这个文件夹，退回的行写不进 {target}。什么也没有改动。")
    if os.path.lexists(target) and not _ours(target):
        raise Refusal(
            f"已经有 {target}，它不是 cz 写的退回文件，没有覆盖。请给它改名，或用 -o 写到别的文件。什么也没有改动。"
        )
    if lost:
        raise Refusal(
            f"{target} 里还有 {len(lost)} 行没有导入（第 {lost[0].number} 行{'等' if len(lost) > 1 else ''}），覆盖了就没有了。"
            "请先改好并导入它，或给它改名，或用 -o 写到别的文件。什么也没有改动。"
        )


def _not_in(
    older: Table, verdicts: Sequence[Verdict], campaign: Campaign, given: Given
) -> list[Verdict]:
    """Rows of what we returned before that are neither in the ledger nor in the table being read: someone mended them,
    or they are another table's."""
    here = {(one.cells, one.over) for one in verdicts}
    return [
        one
        for one in judge(older, campaign, given)
        if not one.known and (one.cells, one.over) not in here
    ]


def _ours(path: str) -> Table | None:
    """What we returned before, if that is what this file is."""
    if not os.path.isfile(path):
        return None
    try:
        table = read_table(_bytes(path), path)
    except Refusal:
        return None
    return table if table.ours else None


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
