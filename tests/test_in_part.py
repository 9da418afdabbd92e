"""A plan read in part answers as the plan read whole: every word, every complaint, the exit code."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from cz import concern, kept, opening
from cz.commands import list as list_
from cz.commands import rank, remind, show, silent, status, target
from cz.commands.finding import list as finding_list
from cz.commands.finding import show as finding_show
from cz.load import receipt
from cz.load.cut import Cut, ToWrite, load_to_write
from cz.load.layout import NONE, Some, cut_out, fits, list_of, runs, sketch
from cz.load.part import EVERYTHING, Part, load_part
from cz.problem import Refusal
from cz.records.kinds import KINDS
from cz.source import Source
from cz.tree import parse
from cz.tree.nodes import NOWHERE
from cz.verbs.assign import assign
from cz.verbs.due import set_due
from cz.verbs.finding.assign import assign as finding_assign
from cz.verbs.finding.due import set_deadline
from cz.verbs.finding.rectify import rectify
from cz.verbs.finding.verify import verify
from cz.verbs.finding.withdraw import withdraw
from cz.verbs.note import note as add_note
from cz.verbs.rate import rate
from cz.verbs.set import set_status
from cz.write import writing
from cz.write.outcome import Outcome

UNITS = ("区教育局", "区文化局", "区文化局剧团", "城管局", "柳溪镇", "石桥乡")
FORMER = {"区教育局": ["区教委", "区文教局"], "柳溪镇": ["柳溪乡"]}
MERGED = {"区文化局": ["区体育局"]}
COLLECTIVES = {"各乡镇": ["柳溪乡", "石桥乡"], "有关单位": ["区教育局", "城管局"], "乡镇": []}
FORMERLY = ("区教委", "区文教局", "柳溪乡", "区体育局")
NAMES = (*UNITS, *COLLECTIVES, *FORMERLY)
STATUSES = ("todo", "doing", "blocked", "done", "verified")


class Writer:
    """Records as many people write them; of a file the indent of its lists stays the same."""

    def __init__(self, rnd: Random) -> None:
        self.rnd = rnd
        self.indent = " " * rnd.choice((0, 2, 2, 2, 4))

    def word(self, text: str) -> str:
        quote = self.rnd.choice(("", "", "", "", "'", '"'))
        return f"{quote}{text}{quote}"

    def record(self, *more: str, **fields: object) -> str:
        """``more``: lines behind those of the fields."""
        if not more and self.rnd.random() < 0.05:
            pairs = [f"{name}: {value}" for name, value in fields.items() if value]
            return f"{self.indent}- {{{', '.join(pairs)}}}\n".replace("'", "")
        lines = []
        for name, value in fields.items():
            if isinstance(value, list) and value:
                lines += self.listed(name, value)
            elif value:
                note = self.rnd.choice(("",) * 9 + ("  # 区教育局报",))
                lines.append(f"{name}: {self.word(str(value))}{note}")
        if self.rnd.random() < 0.05:
            lines.append(self.rnd.choice(("unheard: 不认得", "unheard: [a, b]", "unheard:")))
        head, *rest = [*lines, *more]
        dash = self.rnd.choice(("- ",) * 19 + ("-   ",))
        text = f"{self.indent}{dash}{head}\n"
        text += "".join(f"{self.indent}{' ' * len(dash)}{line}\n" for line in rest)
        if self.rnd.random() < 0.1:
            text += self.rnd.choice(("\n", f"{self.indent}# 1-1，区教育局\n", "# 别的\n"))
        if self.rnd.random() < 0.05:
            text += f"{self.indent}{self.rnd.choice(('   ', '  # 旁注'))}\n"
        return text

    def listed(self, name: str, values: Sequence[str]) -> list[str]:
        if self.rnd.random() < 0.3:
            return [f"{name}: [{', '.join(map(self.word, values))}]"]
        gap = self.rnd.choice(("", "  "))
        return [f"{name}:", *(f"{gap}- {self.word(value)}" for value in values)]


def some(rnd: Random, choices: Sequence[str], most: int) -> list[str]:
    return rnd.sample(choices, rnd.randint(0, most))


def progress(rnd: Random) -> list[str]:
    """The lines of a task that say how far it is."""
    lines = [
        "progress:",
        f"  1: {{status: {rnd.choice(STATUSES)}, due: 2026-0{rnd.randint(5, 9)}-10}}",
        "updates:",
        f"  - date: 2026-06-0{rnd.randint(1, 9)}",
        "    phase: 1",
        rnd.choice(("    note: 已办", '    note: "a: b"', "    note: 区教育局")),
    ]
    return lines[: rnd.choice((0, 0, 2, 2, 6))]


def ending(rnd: Random) -> list[str]:
    """The lines of a finding that say what became of it."""
    return list(
        rnd.choice(
            (
                (),
                (),
                ("fix: 清了", "rectified: 2026-07-05", "verified: 2026-07-06"),
                ("rectified: 2026年7月9日",),
                ("extended:", "- {date: 2026-07-03, was: 2026-07-05, due: 2026-07-08, reason: 雨}"),
                ("reopened:", "  - date: 2026-07-04", "    reason: 没有清", "", "    fix: 清了"),
                ("reassigned:", "  - {date: 2026-07-02, unit: 城管局}"),
                ("withdrawn: {date: 2026-07-02, reason: 重复}",),
            )
        )
    )


def plan_texts(rnd: Random) -> dict[str, str]:
    """The files of a small sound plan, most of which is left to chance."""
    write = Writer(rnd)
    works = [f"{rnd.choice((1, 1, 2))}-{number}" for number in (1, 2, 3, 11, 12, 111)]
    former = rnd.sample(("1-31", "2-31", "2-1111"), rnd.randint(0, 2))
    tasks = [
        write.record(
            *progress(rnd),
            id=id_,
            title=f"{rnd.choice(NAMES)}第{id_}项" if rnd.random() < 0.9 else rnd.choice(UNITS),
            lead=rnd.choice(("", *NAMES)),
            units=some(rnd, NAMES, 3),
            former=[former.pop()] if former and rnd.random() < 0.6 else [],
            source=rnd.choice(("plan", "proposed")),
        )
        for id_ in works
    ]
    told = re.findall("former:[^a-z]*?([12]-[0-9]+)", "".join(tasks))
    named = [*works, *told]
    standards = [
        write.record(
            id=f"i1-{number}",
            title=f"标准{number}",
            project="x1",
            task=rnd.choice(("", *named)),
            unit=rnd.choice(("", *NAMES)),
        )
        for number in (1, 2, 11, 12, 21)
    ]
    ids = [f"i1-{number}" for number in (1, 2, 11, 12, 21)]
    findings = [
        write.record(
            *ending(rnd),
            id=f"f260701-{number}",
            date="2026-07-01",
            spot=f"点位{rnd.choice(NAMES)}",
            unit=rnd.choice((*UNITS, *FORMERLY)),
            helpers=some(rnd, NAMES, 2),
            problem="垃圾没有清",
            due=rnd.choice(("", "2026-07-08", "2026-08-01")),
            indicator=rnd.choice(("", "", *ids)),
            task=rnd.choice(("", "", *named)),
        )
        for number in (1, 2, 3, 11, 12, 111)
    ]
    review = "{date: 2026-06-20, by: 区教育局, result: returned, reason: 看不清}"
    evidence = [
        write.record(
            *(("reviews:", f"  - {review}") if rnd.random() < 0.7 else ()),
            id=f"e{number}",
            about=rnd.choice((*named, *ids, "f260701-1", "f260701-11")),
            file=f"{number}.pdf",
            kind="正式发文",
            date="2026-06-01",
        )
        for number in range(1, 6)
    ]
    orders = [
        write.record(
            id=f"d2026-{number}",
            date="2026-07-02",
            unit=rnd.choice(UNITS),
            about=rnd.choice((*works, "f260701-1", "f260701-2")),
            color="黄",
            due=rnd.choice(("", "2026-07-10")),
        )
        for number in (1, 2)
    ]
    units = [
        write.record(
            id=f"u{number}",
            name=name,
            former=FORMER.get(name, []),
            merged=MERGED.get(name, []),
            kind="政府部门",
        )
        for number, name in enumerate(UNITS)
    ]
    collectives = [
        write.record(id=f"c{number}", name=name, members=members)
        for number, (name, members) in enumerate(COLLECTIVES.items())
    ]
    number_1 = f"{write.indent}- number: 1\n{write.indent}  title: 甲\n"
    steps = write.record(id="s1-1", title="步骤", phase=1, lead=rnd.choice(NAMES))
    texts = {
        "tasks": "plan:\n  title: 方案\n"
        f"phases:\n{number_1}chapters:\n{number_1}{number_1.replace('1', '2')}"
        f"tasks:\n{''.join(tasks)}steps:\n{steps}",
        "units": f"units:\n{''.join(units)}collectives:\n{''.join(collectives)}",
        "indicators": f"blocks:\n{write.record(id='b1', title='块')}"
        f"projects:\n{write.record(id='x1', title='项', block='b1')}"
        f"indicators:\n{''.join(standards)}",
        "findings": f"# 台账\nfindings:\n{''.join(findings)}visits: []\n",
        "evidence": f"evidence:\n{''.join(evidence)}",
        "supervision": f"orders:\n{''.join(orders)}",
    }
    for stem in ("findings", "evidence", "supervision"):
        if rnd.random() < 0.15:
            del texts[stem]
    if rnd.random() < 0.2:
        texts = {stem: text.replace("\n", "\r\n") for stem, text in texts.items()}
    if rnd.random() < 0.1:
        texts["tasks"] = texts["tasks"].rstrip()
    return texts


class Question(NamedTuple):
    command: Callable[..., int]
    asked: dict[str, object]


def question(rnd: Random) -> Question:
    name, other = (rnd.choice((*NAMES, "教育", "文化局", "u1", "不知道", "乡镇")) for _ in range(2))
    id_ = rnd.choice(("1-1", "2-1", "1-11", "1-31", "2-31", "i1-1", "i1-11", "s1-1", "f260701-1"))
    id_ = rnd.choice((id_, id_, "f260701-11", "f260701-01", "9-9", "i9-9", "e1", "d2026-1", name))
    query = rnd.choice(
        (
            [f"unit:{name}"],
            [f"lead:{name}"],
            [f"unit:{name}", "status:doing", "or", f"unit:{other}"],
            [f"unit:{name}、{other}", "not", "status:todo"],
            ["not", f"unit:{name}", f"lead:{other}"],
            [f"unit:{name}", "or", "not", f"unit:{other}"],
            [f"unit:{name}", "rating:none"],
            [f"unit:{name}", "task:1-1"],
            [f"unit:{name}", "1-1"],
            [f"unit:{name}", "第"],
            [],
            ["status:doing"],
            [f"单位:{name}", "chapter:1", "due<2026-07-15"],
            ["status:doing", name],
        )
    )
    asked = rnd.choice(
        (
            Question(status.command, {"unit": name}),
            Question(status.command, {"name": name}),
            Question(status.command, {"unit": name, "chapter": "1"}),
            Question(list_.command, {"query": query}),
            Question(list_.command, {"query": query, "sort": "-due", "columns": "全部"}),
            Question(list_.command, {"query": query, "kind": rnd.choice(("task", "step", "单位"))}),
            Question(list_.command, {"query": query, "kind": "indicator", "columns": "全部"}),
            Question(show.command, {"name": id_}),
            Question(show.command, {"name": id_}),
            Question(finding_show.command, {"id": id_}),
            Question(finding_list.command, {"unit": name, "words": rnd.choice(([], ["1-1"]))}),
            Question(finding_list.command, {"unit": name, "state": rnd.choice(("逾期", "待整改"))}),
            Question(finding_list.command, {"state": rnd.choice(("逾期", "待整改"))}),
            Question(status.command, {"phase": rnd.choice((None, 1, 7))}),
            Question(status.command, {"chapter": rnd.choice(("1", "乙"))}),
            Question(target.command, {"phase": 1}),
            Question(silent.command, {}),
            Question(rank.command, {}),
            Question(remind.command, {}),
        )
    )
    asked.asked["json"] = rnd.random() < 0.5
    return asked


def broken(rnd: Random, text: str) -> str:
    """The text with a line changed, gone, or there twice: most often a fault."""
    lines = text.split("\n")
    at = rnd.randrange(len(lines))
    line = lines[at]
    lines[at : at + 1] = rnd.choice(
        (
            [],
            [line, line],
            [f"{line}: x"],
            [f"\t{line}"],
            [f"  {line}"],
            [line.replace(": ", ":")],
            [line.replace("1", "2")],
            [line.replace("局", "院")],
        )
    )
    return "\n".join(lines)


def write_plan(folder: Path, texts: Mapping[str, str]) -> None:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for path in data.iterdir():
        path.unlink()
    for stem, text in texts.items():
        (data / f"{stem}.yaml").write_bytes(text.encode())


NOTHING: Mapping[str, str] = {}


def write_sound_plan(folder: Path, replaced: Mapping[str, str] = NOTHING) -> None:
    """The first sound one. ``replaced``: patterns in its tasks, and what is there instead."""
    for seed in range(20):
        texts = plan_texts(Random(seed))
        for pattern, text in replaced.items():
            texts["tasks"] = re.sub(pattern, text, texts["tasks"])
        write_plan(folder, texts)
        if not opening.open_plan(str(folder)).errors:
            return


Answer = tuple[object, str, str]


def answered(question: Question, folder: Path) -> Answer:
    """The exit code, or what is refused; stdout; stderr."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code: object
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = question.command(plan=str(folder), today="2026-07-15", **question.asked)
        except Refusal as refusal:
            code = refusal.message, refusal.exit_code, refusal.problems, refusal.missing
    told = []
    for stream in (out, err):
        stream.seek(0)
        told.append(stream.read())
    return code, told[0], told[1]


@pytest.fixture
def counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Any plan is worth a receipt. How often one was read in part, and how often in vain."""
    counted: Counter[str] = Counter()

    def counting(*arguments: object) -> Part | None:
        part = load_part(*arguments)  # type: ignore[arg-type]
        counted["in part" if part is not None else "whole after all"] += 1
        return part

    monkeypatch.setattr(receipt, "SMALLEST", 0)

    def changing(*arguments: object) -> ToWrite | None:
        part = load_to_write(*arguments)  # type: ignore[arg-type]
        counted["changed in part"] += part is not None
        return part

    monkeypatch.setattr(opening, "load_part", counting)
    monkeypatch.setattr(writing, "load_to_write", changing)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return counted


def both(asked: Question, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Answer, Answer]:
    """The answer with a receipt, if the plan is worth one, and the answer of reading it whole."""
    opening.open_plan(str(folder))
    in_part = answered(asked, folder)
    with monkeypatch.context() as patch:
        patch.setattr(receipt, "held", lambda folder: None)
        whole = answered(asked, folder)
    return in_part, whole


@pytest.mark.soak(every=1000)
@pytest.mark.parametrize("seed", range(5000))
def test_part_answers_as_the_whole(
    seed: int, counts: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random plans, sound and broken, and random questions; also after the plan was edited."""
    rnd = Random(seed)
    texts = plan_texts(rnd)
    write_plan(tmp_path, texts)
    if not opening.open_plan(str(tmp_path)).errors:
        both(Question(status.command, {"unit": "区教育局"}), tmp_path, monkeypatch)
        assert counts["in part"] == 1
    for turn in range(3):
        stem = rnd.choice(list(texts))
        wrong = {stem: broken(rnd, texts[stem])} if turn else {}
        write_plan(tmp_path, {**texts, **wrong})
        for _ in range(4):
            asked = question(rnd)
            in_part, whole = both(asked, tmp_path, monkeypatch)
            assert in_part == whole, asked


@pytest.mark.soak(every=1000)
@pytest.mark.parametrize("seed", range(5000))
def test_records_are_those_of_the_whole_reading(
    seed: int, tmp_path: Path, counts: Counter[str]
) -> None:
    """Each field of each, only where it stands is not known; read by line, without their nodes."""
    write_plan(tmp_path, plan_texts(Random(seed)))
    whole = opening.open_plan(str(tmp_path))
    by_receipt = opening.open_plan(str(tmp_path), need=EVERYTHING)
    assert counts["in part"] == (not whole.errors)
    for name in KINDS:
        records = [getattr(plan.campaign, name) for plan in (whole, by_receipt)]
        if not KINDS[name].single:
            assert without_place(records[0]) == without_place(records[1]), name

    needed = concern.whole_status()
    counted = opening.open_plan(str(tmp_path), need=needed)
    for name, fields in needed.fields.items():
        only_these = attrgetter(*fields)
        records, looked_at = (getattr(plan.campaign, name) for plan in (whole, counted))
        assert list(map(only_these, records)) == list(map(only_these, looked_at)), name


def without_place(records: Sequence[Any]) -> list[Any]:
    return [record._replace(node=NOWHERE) for record in records]


class Change(NamedTuple):
    verb: Callable[..., Outcome]
    asked: dict[str, object]


def change(rnd: Random) -> Change:
    id_ = rnd.choice(("1-1", "2-1", "1-2", "1-3", "2-12", "1-11", "1-31", "s1-1", "9-9", "第1-1项"))
    standard = rnd.choice(("i1-1", "i1-11", "i1-21", "i9-9", "标准1"))
    finding = rnd.choice(("f260701-1", "f260701-11", "f260701-2", "f260701-9", "v260701-1"))
    name, other = rnd.choice((*NAMES, "不知道")), rnd.choice(UNITS)
    note = rnd.choice(("", "已办", "a: b #c", "两\n行"))
    return rnd.choice(
        (
            Change(
                set_status, {"ids": [id_], "status": rnd.choice(STATUSES), "note": note or None}
            ),
            Change(set_status, {"ids": [id_, "1-1"], "status": "done"}),
            Change(set_due, {"id_": id_, "due": rnd.choice(("2026-09-30", "每月5日"))}),
            Change(add_note, {"id_": id_, "text": note, "by": rnd.choice((None, name))}),
            Change(assign, {"id_": id_, "lead": other, "reason": rnd.choice((None, "调整"))}),
            Change(assign, {"id_": id_, "add": [other], "remove": [name]}),
            Change(rate, {"ids": [standard], "rating": rnd.choice("ABC")}),
            Change(rectify, {"ids": [finding], "fix": note or None}),
            Change(verify, {"ids": [finding]}),
            Change(set_deadline, {"ids": [finding], "due": "2026-08-20", "reason": "下雨"}),
            Change(finding_assign, {"ids": [finding], "unit": other, "reason": "改派"}),
            Change(withdraw, {"ids": [finding], "reason": "重复"}),
        )
    )


def carried_out(change: Change, folder: Path) -> object:
    """What came of it, or what is refused."""
    day = {"clock": lambda campaign: date(2026, 7, 15)}
    try:
        return change.verb(str(folder), **change.asked, **day)
    except Refusal as refusal:
        return refusal.message, refusal.exit_code, refusal.problems, refusal.missing


@pytest.mark.soak(every=1000)
@pytest.mark.parametrize("seed", range(5000))
def test_change_proven_on_a_part_is_the_change_proven_on_the_whole(
    seed: int, counts: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte, every word; and the receipt that follows it says what is so."""
    rnd = Random(seed)
    texts = plan_texts(rnd)
    if rnd.random() < 0.1:
        stem = rnd.choice(list(texts))
        texts[stem] = broken(rnd, texts[stem])
    write_plan(tmp_path, texts)
    opening.open_plan(str(tmp_path))
    for _ in range(8):
        wanted = change(rnd)
        before = {path: path.read_bytes() for path in (tmp_path / "data").iterdir()}
        in_part = carried_out(wanted, tmp_path)
        after = {path: path.read_bytes() for path in before}
        held = receipt.held(str(tmp_path))
        assert held is not None
        layouts = receipt.read(held)
        for path, raw in before.items():
            path.write_bytes(raw)
        with monkeypatch.context() as patch:
            patch.setattr(receipt, "held", lambda folder: None)
            assert carried_out(wanted, tmp_path) == in_part, wanted
            now = opening.open_plan(str(tmp_path))
        assert {path: path.read_bytes() for path in before} == after, wanted
        if layouts is not None:
            assert not now.errors
            assert layouts == {
                stem: sketch(stem, raw) if layouts[stem] else () for stem, raw in held.raw.items()
            }


def test_a_change_is_proven_on_a_part_and_the_receipt_follows(
    counts: Counter[str], tmp_path: Path
) -> None:
    write_sound_plan(tmp_path)
    text = (tmp_path / "data" / "tasks.yaml").read_text(encoding="utf-8")
    id_ = re.findall("- id: ['\"]?([12]-[0-9]+)", text)
    for status_ in ("done", "doing", "verified"):
        wanted = Change(set_status, {"ids": id_[:1], "status": status_, "note": status_})
        outcome = carried_out(wanted, tmp_path)
        assert isinstance(outcome, Outcome)
        assert outcome.written
    assert counts["changed in part"] == 3


def test_a_need_that_leaves_something_out_is_noticed(
    counts: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: without the names of collectives the answers differ."""
    write_sound_plan(tmp_path, {"lead: .*": "lead: 有关单位"})
    monkeypatch.setattr(concern, "collectives_of", lambda campaign, name: ())
    asked = Question(status.command, {"unit": "城管局", "json": True})
    in_part, whole = both(asked, tmp_path, monkeypatch)
    assert counts["in part"] == 1
    assert in_part != whole


STATUS = Question(status.command, {"unit": "区教育局"})


@pytest.fixture
def plan(tmp_path: Path, counts: Counter[str]) -> Path:
    """A sound plan with a receipt."""
    folder = tmp_path / "plan"
    write_sound_plan(folder)
    return folder


def receipts(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "cz").iterdir())


def test_receipt_is_private_text_without_a_word_of_the_plan(plan: Path, tmp_path: Path) -> None:
    [file] = receipts(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    lines = file.read_text(encoding="ascii").splitlines()
    assert lines[-1] == "sound"
    assert all(re.fullmatch("[a-z]+ [a-z]+ [0-9]+ -?[0-9]+ [0-9]+", line) for line in lines[:-1])


def test_content_counts_not_what_the_clock_says(
    plan: Path, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two bytes change places, and size and time stay: the file is another one."""
    path = plan / "data" / "units.yaml"
    before, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("u1", "1u", 1), encoding="utf-8", newline="")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    in_part, whole = both(STATUS, plan, monkeypatch)
    assert in_part == whole
    assert "E206" in in_part[2]
    assert not counts


DISTRUSTED = {
    "the folder others may write": lambda file: file.parent.chmod(0o777),
    "a file others may write": lambda file: file.chmod(0o666),
    "a link": lambda file: (
        file.replace(file.with_suffix(".x")) and file.symlink_to(file.with_suffix(".x"))
    ),
    "another's words": lambda file: file.write_text("sound"),
    "half of it": lambda file: file.write_bytes(file.read_bytes()[:-3]),
    "headings elsewhere": lambda file: file.write_text(
        re.sub("tasks tasks [0-9]+", "tasks tasks 7", file.read_text())
    ),
    "no numbers": lambda file: file.write_text("tasks tasks a b c\nsound\n"),
    "a file unheard of": lambda file: file.write_text("passwd x 0 -1 0\nsound\n"),
    "nothing at all": lambda file: file.unlink(),
    "very much": lambda file: file.write_text("tasks plan 0 -1 0\n" * 10_000 + "sound\n"),
    "no folder": lambda file: shutil.rmtree(file.parent),
    "a folder of that name": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.skipif(os.name == "nt", reason="who may write is asked of POSIX only")
@pytest.mark.parametrize("name", DISTRUSTED)
def test_a_receipt_that_is_not_surely_ours_is_none(
    name: str, plan: Path, tmp_path: Path, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [file] = receipts(tmp_path)
    DISTRUSTED[name](file)
    told = answered(STATUS, plan)
    assert not counts
    monkeypatch.setattr(receipt, "held", lambda folder: None)
    assert told == answered(STATUS, plan)


def test_what_a_receipt_cannot_speak_for_is_read_whole(
    plan: Path, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A roster that may lie outside; a file that is a link; a plan with errors; another cz."""
    answered(STATUS, plan)
    assert counts["in part"] == 1
    with monkeypatch.context() as patch:
        patch.setenv("CZ_PEOPLE", str(plan))
        answered(STATUS, plan)
    with monkeypatch.context() as patch:
        patch.setattr(receipt, "_program", lambda: "another")
        answered(STATUS, plan)
    path = plan / "data" / "units.yaml"
    path.rename(path.with_suffix(".x"))
    path.symlink_to("units.x")
    answered(STATUS, plan)
    assert counts["in part"] == 1


def test_few_are_kept_and_nothing_goes_wrong_where_none_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in range(kept.MOST + 20):
        kept.keep(f"{number:040d}", "x")
    names = [path.name for path in (tmp_path / "cz").iterdir()]
    assert len(names) <= kept.MOST
    assert f"{kept.MOST + 19:040d}" in names
    assert kept.read(f"{kept.MOST + 19:040d}") == "x"
    kept.keep("much", "x" * (kept.LARGEST + 1))
    assert kept.read("much") == kept.read("没有") == ""
    (tmp_path / "file").write_text("")
    for base in (str(tmp_path / "file"), "/dev/null", "/proc"):
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        kept.keep("a", "x")
        assert kept.read("a") == ""


CUT = b"""\
# head
tasks:
# between
- id: 1-1
  lead: A
- id: '1-2'
  units:
  - A B
  - B
# end
steps: []
chapters:
    - number: 1
    - {number: 2}"""


def test_cutting_a_file_at_its_records() -> None:
    layout = sketch("tasks", CUT)
    assert [tuple(section)[1:] for section in layout] == [(7, 0, 2), (85, -1, 0), (95, 4, 2)]
    assert fits(layout, CUT)
    assert not fits(layout, b" " + CUT)
    bare = Cut(CUT, runs(CUT, layout, {"tasks": NONE, "chapters": NONE}))
    assert parse(Source("", bare.text.decode())).root == {"tasks": "", "steps": [], "chapters": ""}
    some = Cut(CUT, runs(CUT, layout, {"tasks": Some(called=frozenset(["1-2"]))}))
    assert some.text.decode().splitlines()[3] == "- id: '1-2'"
    assert [some.line(line) for line in (1, 3, 4, 8, 13)] == [1, 3, 6, 10, 15]
    at = some.text.index(b"B\n# end")
    assert some.place(at, at + 1) == (CUT.index(b"B\n# end"), CUT.index(b"\n# end"))
    assert some.place(at, len(some.text)) is not None
    at = some.text.index(b"- id")
    assert some.place(at - 1, at) == (CUT.index(b"- id: 1-1") - 1, CUT.index(b"- id: 1-1"))
    assert some.place(at - 1, at + 1) is None
    assert some.place(at, at) is None

    def read(some: Some | None, name: str = "tasks") -> list[str]:
        section = list_of(layout, name)
        assert section is not None
        text = f"{name}:\n{cut_out(CUT, layout, section, some).decode()}"
        return [record[KINDS[name].key] for record in parse(Source("", text)).root[name] or []]

    assert read(None) == ["1-1", "1-2"]
    assert read(Some(naming=frozenset(["A"]))) == ["1-1", "1-2"]  # A B as well: spaces end words
    assert read(Some(naming=frozenset(["B"]))) == ["1-2"]
    assert read(Some(called=frozenset(["1-1"]))) == ["1-1"]
    assert read(Some(naming=frozenset(["", "B"]))) == ["1-2"]  # what has no name is not looked for
    many = frozenset(map(str, range(20)))
    assert read(Some(called=many)) == ["1-2"]  # what it is called is not plain to see
    assert read(NONE) == []
    assert read(None, "chapters") == ["1", "2"]
    assert list_of(layout, "steps") is None
