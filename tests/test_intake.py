"""Plans that came as documents: what is read of every form, whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from cz.intake.clauses import clauses
from cz.intake.deadlines import in_text, is_deadline, last_day
from cz.intake.entries import plain
from cz.intake.pinyin import initials
from cz.intake.reading import document
from cz.intake.structure import read_plan
from cz.intake.unit_names import split_names
from tests.running import ROOT, cz

PLANS = Path(__file__).parent / "intake"


class Wanted(NamedTuple):
    """One line of a .want file. ``begins``: the plan gives no title, the text begins so."""

    label: str
    title: str
    leads: list[str]
    units: list[str]
    due: str
    begins: bool


def wanted(path: Path) -> list[Wanted]:
    """``label|title|leads|units|due``, names parted by "＋" or, where no name holds one, "、"."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        label, title, leads, units, due, *begins = line.split("|")
        lines.append(Wanted(label, title, listed(leads), listed(units), due, bool(begins)))
    return lines


def listed(text: str) -> list[str]:
    return [name for name in text.split("＋") if name]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.want")), ids=lambda path: path.stem)
def test_a_whole_plan(path: Path) -> None:
    source = next(each for each in PLANS.glob(f"{path.stem}.*") if each.suffix != ".want")
    entries = [
        entry for entry in read_plan([document(str(source))]).entries if entry.names_somebody
    ]
    lines = wanted(path)
    assert len(entries) == len(lines)
    for entry, line in zip(entries, lines, strict=True):
        if line.begins:
            assert plain(f"{entry.title}{entry.text}").find(plain(line.title)) in (
                0,
                len(plain(entry.title)),
            )
        else:
            assert entry.title == line.title
        assert (list(entry.leads), list(entry.units)) == (line.leads, line.units), line.title
        if line.due:
            assert line.due in entry.due


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.want")), ids=lambda path: path.stem)
def test_its_folder_is_in_order(path: Path, tmp_path: Path) -> None:
    source = next(each for each in PLANS.glob(f"{path.stem}.*") if each.suffix != ".want")
    ran = cz("init", "p", "--from", str(source), cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    checked = cz("check", cwd=tmp_path / "p")
    assert checked.code == 0, checked.out


# Each way of saying who does it, with (who leads, the others, the deadline).
FORMS = {
    "做好。（甲局、乙局负责）": [("", "甲局＋乙局", "")],
    "做好。（责任单位：甲局、乙局，各镇）": [("", "甲局＋乙局＋各镇", "")],
    "(牵头单位:甲局;责任单位:乙局)": [("甲局", "乙局", "")],
    "[甲局牵头，乙局、丙局按职责分工负责]": [("甲局", "乙局＋丙局", "")],
    "〔责任部门：甲局〕": [("", "甲局", "")],
    "【牵头单位：甲局；配合单位：乙局】": [("甲局", "乙局", "")],
    "（甲局牵头，乙局配合，2026年底前完成）": [("甲局", "乙局", "2026年底前完成")],
    "（牵头单位：甲局、乙局）": [("甲局＋乙局", "", "")],
    "（牵头单位：甲局）（配合单位：乙局）": [("甲局", "乙局", "")],
    "责任单位：甲局、乙局": [("", "甲局＋乙局", "")],
    "抓好。责任单位：甲局。完成时限：长期坚持": [("", "甲局", "长期坚持")],
    "推进。由甲局牵头，乙局配合。": [("甲局", "乙局", "")],
    "推进。（甲局、乙局）": [("", "甲局＋乙局", "")],
    "（甲局负责，乙局配合）": [("甲局", "乙局", "")],
    "（甲局会同乙局负责）": [("甲局", "乙局", "")],
    "（甲局会同有关部门负责）": [("甲局", "有关部门", "")],
    "（甲局、乙局等有关部门按职责分工负责）": [("", "甲局＋乙局", "")],
    "（甲局、乙局等国务院相关部门负责）": [("", "甲局＋乙局", "")],
    "（责任单位：甲局（牵头）、乙局）": [("甲局", "乙局", "")],
    "（责任单位：甲局、乙局": [("", "甲局＋乙局", "")],
    "（责任单位：甲局〕": [("", "甲局", "")],
    "（甲局负责）接着做。（乙局负责）": [("", "甲局", ""), ("", "乙局", "")],
    "责任领导：张三  牵头单位：甲局": [("甲局", "", "")],
    "本方案由责任单位负责解释。": [],
    "以上措施在疫情期间有效，由甲局会同相关部门负责政策解释。": [],
    "主管部门（甲局）应当公布。": [],
    "（以下简称方案）": [],
}


@pytest.mark.parametrize("text", FORMS)
def test_every_way_of_saying_who_does_it(text: str) -> None:
    said = [
        ("＋".join(clause.leads), "＋".join(clause.units), clause.due) for clause in clauses(text)
    ]
    assert said == FORMS[text]


NAMES = {
    "市教育局、市水务局": "市教育局＋市水务局",
    "市教育局，各县（市、区）人民政府": "市教育局＋各县（市、区）人民政府",
    "各区、县级市人民政府": "各区、县级市人民政府",
    "各省、自治区、直辖市人民政府": "各省、自治区、直辖市人民政府",
    "各乡镇党委、政府，各街道党工委和办事处": "各乡镇党委、政府＋各街道党工委和办事处",
    "各街道办事处、镇人民政府": "各街道办事处、镇人民政府",
    "市文化和旅游局和市体育局": "市文化和旅游局＋市体育局",
    "市教育局及各区政府": "市教育局＋各区政府",
    "市教育局 市财政局 市人力资源和 社会保障局": "市教育局＋市财政局＋市人力资源和社会保障局",
    "市教育局市财政局市公安局": "市教育局＋市财政局＋市公安局",
    "市发展改革委（市粮食和储备局）、市公安局": "市发展改革委（市粮食和储备局）＋市公安局",
    "黄埔区、天河区人民政府": "黄埔区＋天河区人民政府",
    "市教育局等": "市教育局",
    "商务部": "商务部",
    "无": "",
}


@pytest.mark.parametrize("text", NAMES)
def test_lists_of_names(text: str) -> None:
    assert "＋".join(named.name for named in split_names(text)) == NAMES[text]


DEADLINES = {
    "2026年6月底前": "2026-06-30",
    "2026年6月底前完成": "2026-06-30",
    "2026年底前": "2026-12-31",
    "2025年3月—6月": "2025-06-30",
    "2025年至2027年": "2027-12-31",
    "2026.6.15": "2026-06-15",
    "年底前": "2026-12-31",
    "2026年第三季度": "2026-09-30",
    "每月25日前": "",
    "每季度末": "",
    "持续推进": "",
    "长期坚持": "",
    "立即": "",
}


@pytest.mark.parametrize("text", DEADLINES)
def test_deadlines(text: str) -> None:
    assert is_deadline(text)
    day = last_day(text, 2026)
    assert (day.isoformat() if day else "") == DEADLINES[text]


def test_dates_that_are_no_deadline() -> None:
    text = "每年召开两次会议，有效期至2027年12月31日前；疫情期间有效。2026年6月底前建成"
    assert in_text(text) == ["2026年6月底前"]


def test_first_letters() -> None:
    names = ("区委宣传部", "鄞州区", "衢江区", "市农商银行", "厦门市", "A区")
    assert [initials(name) for name in names] == ["qwxcb", "yzq", "qjq", "snsyh", "xms", "aq"]


def lines_of(block: str) -> list[tuple[str, str]]:
    """The examples of a block of docs/intake.md: (what is written, what is read)."""
    guide = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")
    text = guide.partition(f"<!-- {block} -->\n```text\n")[2].partition("```")[0]
    pairs = [line.split(" => ") for line in text.splitlines()]
    return [(written, read) for written, read in pairs]


def test_the_forms_in_the_guide_are_read_so() -> None:
    examples = lines_of("forms")
    assert len(examples) == 14
    assert [(written, in_words(written)) for written, _ in examples] == examples


def in_words(text: str) -> str:
    told = []
    for clause in clauses(text):
        parts = (
            ("牵头", "、".join(clause.leads)),
            ("责任", "、".join(clause.units)),
            ("时限", clause.due),
        )
        told.append("；".join(f"{word} {said}" for word, said in parts if said))
    return "。".join(told) or "没有"


def test_the_names_in_the_guide_are_read_so() -> None:
    examples = lines_of("names")
    assert len(examples) == 9
    for written, read in examples:
        assert "｜".join(named.name for named in split_names(written)) == read
