"""A folder registered at once, a table out and in, what is checked of files, honours."""

from __future__ import annotations

import csv
import shutil
import struct
from datetime import date
from pathlib import Path

import pytest

from cz.pictures import taken, unlike
from tests.running import MIDWAY, cz


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(MIDWAY, tmp_path / "plan")
    return tmp_path / "plan"


def photo(day: str, order: str = "<") -> bytes:
    """A JPEG that says when it was taken; ``order``: of its bytes."""
    text = f"{day} 09:30:00".encode() + b"\0"

    def pack(form: str, *values: int) -> bytes:
        return struct.pack(order + form, *values)

    head = (b"II" if order == "<" else b"MM") + pack("HI", 42, 8)
    first = pack("H", 1) + pack("HHII", 0x8769, 4, 1, 26) + pack("I", 0)
    exif = pack("H", 1) + pack("HHII", 0x9003, 2, len(text), 44) + pack("I", 0)
    body = b"Exif\0\0" + head + first + exif + text
    skipped = b"\xff\xe0\0\x04ab"
    return (
        b"\xff\xd8" + skipped + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xda"
    )


def test_the_day_a_photo_was_taken() -> None:
    assert taken(photo("2026:05:20")) == date(2026, 5, 20)
    assert taken(photo("2026:05:20", ">")) == date(2026, 5, 20)
    whole = photo("2026:05:20")
    for broken in (b"", b"\xff\xd8", whole[:40], photo("0000:00:00"), b"\x89PNG" + whole):
        assert taken(broken) is None
    for at in range(len(whole)):  # whatever byte is wrong, it is a day or none
        taken(whole[:at] + b"\xff" + whole[at + 1 :])


@pytest.mark.parametrize(
    ("head", "ending", "told"),
    [
        (b"%PDF-1.4", "docx", "PDF 文件"),
        (b"%PDF-1.4", "pdf", ""),
        (b"\xff\xd8\xff\xe0", "JPG", ""),
        (b"\xff\xd8\xff\xe0", "png", "JPEG 图片"),
        (b"\xff\xd8\xff\xe0", "", ""),
        (b"PK\x03\x04", "wps", "压缩包或 Office 文件"),
        (b"PK\x03\x04", "key", ""),
        ("一句话".encode(), "jpg", ""),
    ],
)
def test_what_a_file_is(head: bytes, ending: str, told: str) -> None:
    assert unlike(head, ending) == told


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_folder_by_a_table(plan: Path) -> None:
    """Out with what is known, in with what a person filled in; again nothing is new."""
    folder = plan / "佐证材料" / "新交"
    (folder / "i1-07 报道").mkdir(parents=True)
    (folder / "i1-07 报道" / "2026-06-03 报道目录.csv").write_text("一", encoding="utf-8")
    (folder / "IMG_1.jpg").write_bytes(photo("2026:05:20"))
    (folder / "通知.docx").write_bytes(b"%PDF-1.4")
    (folder / "Thumbs.db").write_bytes(b"x")
    refused = cz("evidence", "add", "佐证材料/新交", cwd=plan)
    assert (refused.code, refused.err) == (
        2,
        "cz：看不出用于哪一条或哪一类：IMG_1.jpg、通知.docx。先写一张表填好："
        "cz evidence add 佐证材料/新交 -o 图说.xlsx；"
        "文件或文件夹的名字以编号开头的（i9-14 清理后.jpg），不用填。\n",
    )
    out = cz("evidence", "add", "佐证材料/新交", "-o", "图说.csv", cwd=plan).out
    assert out == (
        "已写入 图说.csv。\n"
        "3 个文件；2 个要填用于哪一条、1 个要填类别、1 个要填图说或名称。"
        "对应要求照提出来的，写“同意”。填好以后：cz evidence take 图说.csv\n"
    )
    rows = rows_of(plan / "图说.csv")
    assert [row[1:3] + row[4:] for row in rows[1:]] == [
        ["佐证材料/新交/IMG_1.jpg", "", "图片", "2026-05-20", "照片的拍摄日期", "", "", ""],
        ["佐证材料/新交/通知.docx", "", "", rows[2][5], "文件的修改日期", "通知", "", ""],
        [
            "佐证材料/新交/i1-07 报道/2026-06-03 报道目录.csv",
            "i1-07",
            "数据表格",
            "2026-06-03",
            "文件名里的日期",
            "2026-06-03 报道目录",
            "",
            "报道目录",
        ],
    ]
    rows[1][2], rows[1][7], rows[1][8] = "i1-05", "2026年5月20日，柳溪镇，宣讲团，宣讲", "现场图片"
    rows[2][2] = "i9-99"
    rows[3][8] = "同意"
    write(plan / "图说.csv", rows)
    taken_in = cz("evidence", "take", "图说.csv", cwd=plan)
    assert taken_in.code == 1
    assert taken_in.out.endswith(
        "  第 3 行　佐证材料/新交/通知.docx　没有编号为“i9-99”的指标。"
        "最接近的有：i9-19、i9-09、i9-28\n"
        "3 行 = 新登记 2 + 改动 0 + 没有变化 0 + 没有取 1\n"
    )
    text = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    assert "    covers:\n      - 报道目录\n" in text
    again = cz("evidence", "take", "图说.csv", cwd=plan)
    assert again.out.endswith("3 行 = 新登记 0 + 改动 0 + 没有变化 2 + 没有取 1\n")
    assert cz("check", cwd=plan).code == 0


def test_reviews_and_captions_by_the_list(plan: Path) -> None:
    """The table of the list, filled in: passed, returned, a caption mended is there again."""
    cz("evidence", "list", "-o", "材料.csv", cwd=plan)
    rows = rows_of(plan / "材料.csv")
    at = {title: place for place, title in enumerate(rows[0])}
    by_id = {row[0]: row for row in rows}
    by_id["e2"][at["审核结果"]] = "通过"
    by_id["e3"][at["审核结果"]], by_id["e3"][at["退回原因"]] = "退回", "没有文号"
    by_id["e6"][at["审核结果"]] = "退回"
    by_id["e7"][at["审核结果"]] = "还行"
    by_id["e20"][at["对应要求"]] = "同意"
    by_id["e23"][at["图说"]] = "春季主体班培训效果说明"
    write(plan / "材料.csv", rows)
    out = cz("evidence", "take", "材料.csv", cwd=plan).out
    assert "e2 2026年6月25日，城西街道城西大道，交通劝导员，整理非机动车　通过\n" in out
    assert "e3 占道经营集中整治工作方案　退回：没有文号\n" in out
    assert "e20 各部门学习档案目录　对应要求：学习档案\n" in out
    assert "e23 春季主体班培训总结　图说：春季主体班培训效果说明；重新提交，待审\n" in out
    assert "　e6　退回的要写明原因\n" in out
    assert "　e7　审核结果“还行”看不懂，请写通过、退回或弄虚作假\n" in out
    assert out.endswith("35 行 = 新登记 0 + 改动 4 + 没有变化 29 + 没有取 2\n")


def test_items_confirmed_by_hand(plan: Path) -> None:
    out = cz("evidence", "cover", cwd=plan).out
    assert out.startswith("没有写对应要求的材料 9 份，看字眼提得出的 7 份\n")
    assert "照提出来的确认：cz evidence cover e3 e4 e5 e11 e20 e27 e28\n" in out
    out = cz("evidence", "cover", "e28", "e27", cwd=plan).out
    assert "e28 宣讲提纲　对应要求：宣讲提纲\n" in out
    out = cz("evidence", "cover", "e16", "学习记录、签到表", cwd=plan).out
    assert "对应要求：学习记录、签到表" in out
    refused = cz("evidence", "cover", "e20", "学习挡案", cwd=plan)
    assert refused.err == (
        "cz：“学习挡案”不是 i1-02 材料要求里的一项。是不是“学习档案”？"
        "材料要求是：学习制度、考核办法、学习档案。\n"
    )
    assert cz("evidence", "check", cwd=plan).out.count("对应的要求在材料要求里没有") == 0


def test_what_is_checked_of_files(plan: Path) -> None:
    """A photo of another year, one photo with two stories, a PDF called .jpg, 总结 for 说明."""
    text = (plan / "data" / "indicators.yaml").read_text(encoding="utf-8")
    mended = text.replace("material: 教学计划、课程表、培训总结", "material: 教学计划、效果说明")
    (plan / "data" / "indicators.yaml").write_text(mended, encoding="utf-8")
    (plan / "佐证材料" / "7-3" / "城西非机动车停放.png").write_bytes(b"%PDF-1.4")
    out = cz("evidence", "check", cwd=plan).out
    for line in (
        "照片的拍摄日期和图说、登记的日期对不上 1 份",
        "要的是说明，交的是总结 1 份",
        "内容和文件名的结尾对不上 1 份",
        "对应的要求在材料要求里没有 2 份",
    ):
        assert f"{line}\n" in out
    assert "和 e1 内容相同，图说却不同" in out
    assert "照片是 2025-05-20 拍的，图说写的是 2026-05-20" in out


def test_honours(plan: Path) -> None:
    """Entered, renewed, granted; what runs out is on the agenda, what has run out proves nothing."""
    out = cz("evidence", "honour", cwd=plan).out
    assert "荣誉称号 4 个：有效 2，在创 2，其他 0\n" in out
    assert out.endswith("90 天内到期或复审：国家卫生县城（演示）还有66天。\n")
    agenda = cz("agenda", cwd=plan).out
    assert "9月19日  区卫生健康局  荣誉  y1    国家卫生县城（演示）到期或复审\n" in agenda
    out = cz("evidence", "honour", "y3", "--date", "2026-07-01", "--commit", cwd=plan)
    assert out.code == 2  # no repository
    out_text = cz("evidence", "honour", "y3", "--date", "2026-07-01", cwd=plan).out
    assert "授予日期 无 → 2026-07-01，不再是在创" in out_text
    new = ("省级文明单位（演示）", "--level", "省级", "--date", "2025-12-30", "--unit", "区教育局")
    out_text = cz("evidence", "honour", *new, cwd=plan).out
    assert out_text.startswith("y5 省级文明单位（演示）　登记：")
    assert "证明 10-10\n" in out_text
    refused = cz("evidence", "honour", "没有日期的", "--level", "市级", cwd=plan)
    assert refused.err == (
        "cz：“没有日期的”没有写授予日期。已经授予的请写 --date，在创的请写 --pursued。\n"
    )
    assert cz("evidence", "honour", "y1", "--until", "2029-09-19", cwd=plan).code == 0
    assert "荣誉  y1" not in cz("agenda", cwd=plan).out
    assert cz("check", cwd=plan).code == 0
