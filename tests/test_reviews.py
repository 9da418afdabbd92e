"""Evidence reviewed: passed, returned and owed until it is there again, drawn by a seed."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from cz.records import AGAIN, FAKED, PASSED, RETURNED, Evidence, Review
from cz.supervise.covering import items_of, proposed
from cz.supervise.reviews import STATES, reviewed
from tests.running import MIDWAY, ROOT, SIGNED, copy_of, cz, git, repository

DAY = date(2026, 7, 15)
FIRST_FOUR = ("evidence", "review", "e1~4", "--pass", "--by", "城东街道")


def documented(name: str) -> list[list[str]]:
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    table = page.partition(f"<!-- rules: {name} -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


def piece(caption: str, kind: str = "正式发文", reviews: tuple[Review, ...] = ()) -> Evidence:
    return Evidence(
        id="e1",
        about="i1-01",
        file="材料/0001.pdf",
        kind=kind,
        date=date(2026, 6, 1),
        caption=caption,
        reviews=reviews,
    )


def line_of(text: str) -> Review:
    told = re.fullmatch("7月([0-9]+)日(通过|退回|弄虚作假|重新提交)(?:：(.*))?", text)
    assert told
    results = {"通过": PASSED, "退回": RETURNED, "弄虚作假": FAKED, "重新提交": AGAIN}
    return Review(date(2026, 7, int(told[1])), results[told[2]], told[3] or "")


@pytest.mark.parametrize("row", documented("review"), ids=lambda row: row[0])
def test_where_a_piece_stands(row: list[str]) -> None:
    lines = () if row[0] == "没有审" else tuple(map(line_of, row[0].split("；")))
    now = reviewed(piece("", reviews=lines), DAY)
    why = f"：{now.why}" if now.why else ""
    assert STATES[now.state] + why + ("，退回过" if now.again else "") == row[1]


@pytest.mark.parametrize("row", documented("covers"), ids=lambda row: row[2])
def test_what_words_propose(row: list[str]) -> None:
    material, kind, caption, expected = row
    found = proposed(piece(caption, kind), items_of(material))
    assert ("、".join(found) or "不提") == expected


def test_returned_is_owed_until_it_is_there_again(tmp_path: Path) -> None:
    """Said in words, chased everywhere, taken back with the unit's sheet, drawn again."""
    plan = repository(tmp_path / "plan")

    def run(*words: str) -> str:
        ran = cz(*words, cwd=plan, **SIGNED)
        assert ran.code == 0, ran
        return ran.out

    run(*FIRST_FOUR)
    words = run(
        "evidence", "review", "e2", "--return", "没有写地点", "--due", "7月22日", "--commit"
    )
    assert words.startswith(
        "e2 2026年6月25日，城西街道城西大道，交通劝导员，整理非机动车　"
        "退回：没有写地点（限 2026-07-22 补来）\n"
        "  data/evidence.yaml:21\n"
        "  +       - {date: 2026-07-15, result: returned, reason: 没有写地点, due: 2026-07-22}\n"
    )
    assert "通过：2026-07-15 城东街道" not in run("diff", "HEAD~1", "HEAD")  # not part of it
    told = run("diff", "HEAD~1", "HEAD")
    assert "退回：2026-07-15 没有写地点（限 2026-07-22）" in told
    assert "⚠ 退回" in told
    assert "退回未补的材料 1 份" in run("status", "区城管局")
    assert "结果 退回，原因 没有写地点，时限 2026年7月22日\n" in run("show", "e2")
    assert "材料 e2 2026年6月25日" in run("remind", "区城管局")
    assert "退回：没有写地点" in run("agenda", "区城管局")
    assert "材料e2被退回：没有写地点" in run("gaps", "--level", "3")
    run("sheet", "make", "区城管局", "-o", "表.xlsx")
    fill(plan / "表.xlsx", "e2", "新的.png")
    (plan / "新的.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    taken = run("sheet", "take", "表.xlsx")
    assert (
        "e2 2026年6月25日，城西街道城西大道，交通劝导员，整理非机动车　登记材料 新的.png（e2，图片）"
        in taken
    )
    listed = run("evidence", "list", "区城管局", "--state", "待审")
    assert "e2    i9-14" in listed
    assert "重新提交，待审" in listed
    assert "退回未补" not in run("status", "区城管局")


def fill(path: Path, id_: str, file: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if any(cell.value == "佐证材料" for cell in row))
    column = next(cell.column for cell in heads if cell.value == "佐证材料")
    row = next(row for row in rows if any(cell.value == id_ for cell in row))
    sheet.cell(row[0].row, column, file)
    book.save(path)


def test_the_office_draws_among_what_has_passed(tmp_path: Path) -> None:
    """The seed is kept; a second reckoning gives the same; a piece it waits for is told apart."""
    plan = copy_of(MIDWAY, tmp_path / "plan")
    text = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    kept = text.partition("draws:")[0]
    nobody = re.sub(r"    reviews:\n(      - .*\n)+", "", kept)
    (plan / "data" / "evidence.yaml").write_text(nobody, encoding="utf-8")
    assert cz("evidence", "review", "--draw", "10%", cwd=plan).err.startswith(
        "cz：没有通过审核的材料，无从抽查。"
    )
    cz(*FIRST_FOUR, cwd=plan)
    order = sorted(range(1, 5), key=lambda n: sha256(f"20260715:e{n}".encode()).hexdigest())
    ids = [f"e{n}" for n in sorted(order[:2])]
    out = cz("evidence", "review", "--draw", "50%", cwd=plan).out
    assert out.startswith("r2026-1　按种子 20260715 从通过的材料里抽 50%，抽到 2 份\n")
    assert re.findall("^  (e[0-9]+) ", out, re.M) == ids
    again = "r2026-1 按种子 20260715 重抽，2 份和记着的一样。\n"
    assert cz("evidence", "review", "--draw", "r2026-1", cwd=plan).out == again
    cz("evidence", "review", ids[0], "--pass", "--by", "创城办", cwd=plan)
    cz("evidence", "review", ids[1], "--return", "和原件不一致", "--by", "创城办", cwd=plan)
    text = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    assert "{date: 2026-07-15, result: passed, by: 创城办, draw: r2026-1}" in text
    assert cz("evidence", "review", "--draw", "r2026-1", cwd=plan).out == again
    assert cz("check", cwd=plan).code == 0


def test_two_who_review_at_once(tmp_path: Path) -> None:
    """Merged by what was said, the reviews of one piece too; a step back can be restored."""
    plan = repository(tmp_path / "plan")
    cz("git", "setup", cwd=plan, **SIGNED)
    git(plan, "checkout", "-q", "-b", "甲")
    cz("evidence", "review", "e1", "--pass", "--commit", cwd=plan, **SIGNED)
    git(plan, "checkout", "-q", "-")
    cz("evidence", "review", "e2", "--return", "模糊", "--commit", cwd=plan, **SIGNED)
    git(plan, "merge", "-q", "--no-edit", "甲")
    listed = cz("evidence", "list", cwd=plan).out
    assert "：待审 16（45.7%）、通过 16（45.7%）、退回 3（8.6%）" in listed
    assert cz("restore", "e2", "--at", "HEAD~2", cwd=plan).code == 0
    assert "退回 2（5.7%）" in cz("evidence", "list", cwd=plan).out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["e1"], "请写 --pass（通过）或 --return 原因（退回），只写一个。"),
        (["e1", "--pass", "--faked"], "--faked 和 --due 只和 --return 同用。"),
        (["e99", "--pass"], "没有编号为“e99”的佐证材料。"),
        (["--draw", "十"], "“十”不是抽查的比例，应当是 1% 到 100% 的整数"),
        (["e1", "--draw", "10%"], "--draw 从通过的材料里抽，不写编号"),
        (["e1", "--return", " "], "说明是空的，没有什么可记。"),
    ],
)
def test_what_is_refused(words: list[str], told: str) -> None:
    ran = cz("evidence", "review", *words, "--dry-run", "--plan", "examples/midway")
    assert ran.code == 2
    assert told in ran.err
