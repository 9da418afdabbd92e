"""Meetings: what they agreed is owed like a finding until it is done."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cz.records import Agreed, Campaign, Meeting, Plan, Unit
from cz.show.meetings import standing
from cz.supervise.meetings import unfinished
from tests.running import MIDWAY, ROOT, copy_of, cz
from tests.test_renumber import Two


def documented(name: str) -> list[list[str]]:
    page = (ROOT / "docs" / "meetings.md").read_text(encoding="utf-8")
    table = page.partition(f"<!-- rules: {name} -->")[2].strip().partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


@pytest.mark.parametrize(("due", "done", "day", "expected"), documented("agreed"))
def test_how_an_item_stands(due: str, done: str, day: str, expected: str) -> None:
    days = {"due": due, "done": done}
    given = {name: date.fromisoformat(text) for name, text in days.items() if text != "不写"}
    item = Agreed(id="h2026-1-1", unit="甲局", matter="清运", **given)
    today = date.fromisoformat(day)
    assert standing(item, today) == expected
    meeting = Meeting("h2026-1", "例会", date(2026, 7, 1), "例会")
    campaign = Campaign("", {}, Plan("某区"), units=(Unit("jj", "甲局", "政府部门"),))
    campaign = campaign._replace(meetings=(meeting,), agreed=(item,))
    assert unfinished(campaign, date(2026, 6, 30)) == []
    is_done = done != "不写" and date.fromisoformat(done) <= today
    assert unfinished(campaign, today) == ([] if is_done else [item])


def test_a_meeting_from_its_notice_to_the_last_item_done(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    said = cz(
        *("meeting", "add", "推进会", "--date", "7月14日", "--chair", "演示人员001"),
        *("--absent", "区司法局、区教育局", "--work", "s2-4", "--point", "逐条过缺口。"),
        cwd=plan,
    )
    assert said.out == (
        "h2026-8 第6次推进会　登记，推进会，2026-07-14\n"
        "  data/meetings.yaml:83\n"
        "  +   - id: h2026-8\n"
        "  +     kind: 推进会\n"
        "  +     date: 2026-07-14\n"
        "  +     title: 第6次推进会\n"
        "  +     number: 6\n"
        "  +     chair: 演示人员001\n"
        "  +     absent:\n"
        "  +       - 区司法局\n"
        "  +       - 区教育局\n"
        "  +     work:\n"
        "  +       - s2-4\n"
        "  +     points:\n"
        "  +       - 逐条过缺口。\n"
        "议定的事逐件登记：cz meeting agree h2026-8 单位 事项 --due 时限\n"
    )
    agreed = ("meeting", "agree", "h2026-8", "城管局", "清运积存垃圾", "--due", "7月16日")
    said = cz(*agreed, "--with", "区交警大队", "--about", "f260710-6", cwd=plan)
    assert said.out.startswith(
        "h2026-8 第6次推进会　议定 h2026-8-1，"
        "区城市管理局，区交警大队配合，2026-07-16 前：清运积存垃圾\n"
    )
    twice = cz(*agreed, cwd=plan)
    assert (twice.code, twice.out) == (2, "")
    assert twice.err == "cz：h2026-8-1 已经是这一件：清运积存垃圾，没有改动。\n"
    owed = "议定事项 h2026-8-1 清运积存垃圾，办结时限7月16日，还有1天"
    assert owed in cz("remind", "--unit", "区城市管理局", cwd=plan).out
    assert "议定事项  h2026-8-1   清运积存垃圾" in cz("agenda", "--days", "1", cwd=plan).out
    assert "h2026-8-1 清运积存垃圾　7月16日前\n" in cz("status", "--unit", "城管局", cwd=plan).out
    slip = json.loads(cz("order", "h2026-8-1", "--json", cwd=plan).out)
    assert (slip["about"], slip["unit"]) == ("h2026-8-1", "区城市管理局")
    assert cz("check", cwd=plan).code == 0
    early = cz("meeting", "done", "h2026-8-1", "--date", "7月1日", cwd=plan)
    assert "应当在开会（2026-07-14）和今天（2026-07-15）之间" in early.err
    done = cz("meeting", "done", "h2026-7-1~2", "h2026-8-1", "--result", "已清运", cwd=plan)
    assert done.out.splitlines()[0] == (
        "h2026-7-1 区城市管理局 清理三条主干道占道停车　办结，2026-07-15（超过时限 2 天）：已清运"
    )
    left = json.loads(cz("meeting", "list", "--open", "--json", cwd=plan).out)
    assert [item["id"] for item in left] == ["h2026-5-1", "h2026-7-4"]
    assert "议定事项 h2026-8-1" not in cz("remind", cwd=plan).out


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    refused = {
        ("add", "培训"): "这次培训没有编第几次，请用 --title 写明标题。",
        ("add", "推进会", "--absent", "区教育居"): "没有叫“区教育居”的单位。",
        ("agree", "h2026-9", "区教育局", "甲"): "没有编号为“h2026-9”的会议。",
        ("agree", "h2026-7", "区教育局", "甲", "--due", "7月1日"): "早于开会的日子",
        ("agree", "h2026-7"): "请写明谁来办、办什么",
        ("agree", "h2026-7-1", "区教育局"): "是议定过的事项，这里只能改时限",
        ("agree", "h2026-7-3", "--due", "7月30日"): "h2026-7-3 已于 2026-07-11 办结",
        ("set", "h2026-7"): "没有说要改什么",
        ("set", "h2026-7", "--attendance", "e99"): "没有编号为“e99”的佐证材料。",
        ("done", "h2026-7-9"): "没有编号为“h2026-7-9”的议定事项。",
        ("list", "--kind", "碰头会"): "没有登记过“碰头会”这一类会议。登记过的有：推进会、培训。",
    }
    for words, expected in refused.items():
        ran = cz("meeting", *words, cwd=plan)
        assert ran.code == 2
        assert expected in ran.err
    same = (MIDWAY / "data" / "meetings.yaml").read_bytes()
    assert (plan / "data" / "meetings.yaml").read_bytes() == same


def test_more_is_told_of_a_meeting_later(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    told = cz(
        *("meeting", "set", "第5次推进会", "--absent", "区科协、区司法局"),
        *("--attendance", "e12", "--number", "5"),
        cwd=plan,
    )
    assert told.out.startswith(
        "h2026-7 第5次推进会　第几次仍为 5；签到表：无 → e12；缺席单位：加入 区司法局\n"
    )
    moved = cz("meeting", "agree", "h2026-7-2", "--due", "7月30日", cwd=plan)
    assert "办结时限：2026-07-20 → 2026-07-30\n" in moved.out
    shown = cz("meeting", "h2026-7", cwd=plan).out
    assert "缺席单位  区教育局、区科协、区司法局\n" in shown
    assert "7月30日  还有15天" in shown


def test_what_meetings_name_is_checked(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    path = plan / "data" / "meetings.yaml"
    text = path.read_text(encoding="utf-8").replace("- s1-4", "- s9-9", 1)
    text = text.replace("id: h2026-7-3", "id: h2026-9-1").replace("- 区交警大队", "- 区交警队")
    path.write_text(text.replace("done: 2026-07-10", "done: 2026-07-01"), encoding="utf-8")
    ran = cz("check", cwd=plan)
    assert ran.code == 1
    for told in (
        "错误 E310：没有编号为“s9-9”的任务、步骤或测评标准。",
        "错误 E310：没有编号为“h2026-9”的会议。",
        "错误 E302：没有叫“区交警队”的单位。",
        "错误 E312：办结日期 2026-07-01 早于开会的日子 2026-07-06。",
    ):
        assert told in ran.out


def test_two_who_enter_what_was_agreed_at_once(tmp_path: Path) -> None:
    """Each takes the next number; when the branches are merged, each item gets one of its own."""
    two = Two(tmp_path / "plan")
    agree = ("meeting", "agree", "h2026-7")
    two.on("main", (*agree, "区民政局", "养老机构食堂检查"), ("meeting", "done", "h2026-7-1"))
    two.on("李四", (*agree, "区教育局", "校门口护学岗排班", "--due", "7月20日"))
    merged = two.merge("main")
    assert merged.code == 0, merged.err
    assert cz("check", cwd=two.folder).code == 0
    held = json.loads(cz("meeting", "h2026-7", "--json", cwd=two.folder).out)["agreed"]
    assert {(item["id"], item["unit"]) for item in held[5:]} == {
        ("h2026-7-6", "区民政局"),
        ("h2026-7-7", "区教育局"),
    }
    assert held[0]["done"] == "2026-07-15"
    assert cz("restore", "h2026-7-1", "--at", "HEAD~2", cwd=two.folder).code == 0
    told = cz("diff", cwd=two.folder).out
    assert "h2026-7-1 清理三条主干道占道停车　办结日期：2026-07-15 → 无 ⚠ 撤销" in told
    log = cz("log", "h2026-7-1", cwd=two.folder).out
    assert "办结日期：无 → 2026-07-15" in log


def test_the_papers_of_the_next_meeting_need_nothing_typed(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    text = cz("meeting", "pack", cwd=plan).out
    assert text.startswith("# 《县区创建文明城市实施方案》第6次推进会会议材料（演示数据）\n")
    for line in (
        "第5次推进会（2026年7月6日）议定5件，已办结2件（40.0%），未办结3件。",
        "| h2026-7-1 | 区城市管理局（区交警大队配合） | 清理三条主干道占道停车 | 7月13日 "
        "| 未办结，逾期2天 |",
        "| h2026-7-5 | 柳溪镇 | 农贸市场摊位占道整治 | 7月10日 | 7月10日办结：已划线定位 |",
        "更早议定、还没有办结的1件：",
        "## 三、一票否决",
        "## 四、自相矛盾",
        "| 石桥乡 | 乡镇 | 5 | 5 | 1 | 末位，约谈分管负责人（拟） |",
    ):
        assert line in text.split("\n")
    late = sum(line.endswith("天 |") and "逾期" not in line for line in text.split("\n"))
    assert f"已逾期{late}件：" in text
    assert cz("report", "会议材料", cwd=plan).out == text
    dated = cz("meeting", "pack", "--kind", "例会", "--date", "7月17日", cwd=plan).out
    assert "以前没有登记过这一类会议。" in dated
    assert dated.split("\n")[0].endswith("第1次例会会议材料（演示数据）")


def test_the_minutes_of_a_meeting(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    cz("meeting", "set", "h2026-7", "--attendance", "e12", "--place", "区|楼", cwd=plan)
    assert cz("meeting", "minutes", "h2026-7", cwd=plan).out == (
        "# 第5次推进会纪要（演示数据）\n"
        "\n"
        "| 项目 | 内容 |\n"
        "| :-- | :-- |\n"
        "| 时间 | 2026年7月6日 |\n"
        "| 地点 | 区\\|楼 |\n"
        "| 主持 | 演示人员001 |\n"
        "| 缺席 | 区教育局、区科协 |\n"
        "| 签到表 | 佐证材料/步骤/工作推进会通知.md |\n"
        "\n"
        "## 一、会议内容\n"
        "\n"
        "通报6月份督查情况，黑榜单位作表态发言。\n"
        "\n"
        "会议要求：一票否决的指标一周内拿出整改措施，评A而现场查出问题的逐条复核。\n"
        "\n"
        "## 二、议定事项\n"
        "\n"
        "1. 清理三条主干道占道停车。由区城市管理局负责，区交警大队配合，2026年7月13日前办结。"
        "（h2026-7-1）\n"
        "2. 评A的实地标准逐点位复核一遍。由各街道党工委和办事处负责，2026年7月20日前办结。"
        "（h2026-7-2）\n"
        "3. 网上核查记录补齐。由区委网信办负责，2026年7月12日前办结。（h2026-7-3）\n"
        "4. 第三季度问卷调查方案报指挥部。由区委宣传部负责，2026年7月18日前办结。（h2026-7-4）\n"
        "5. 农贸市场摊位占道整治。由柳溪镇负责，2026年7月10日前办结。（h2026-7-5）\n"
        "\n"
        "请各责任单位按时限办结，办结后报“创城”工作指挥部办公室；逾期未办结的，列入催办和督办。\n"
    )
    (plan / "data" / "meetings.yaml").unlink()
    none = cz("meeting", "minutes", cwd=plan)
    assert (none.code, none.out) == (2, "")
    assert "还没有登记会议。登记一次：cz meeting add 推进会" in none.err


def test_a_unit_reports_what_was_agreed_in_its_sheet(tmp_path: Path) -> None:
    """A day says that it is done; words alone how far it is; nothing is taken twice."""
    plan = copy_of(MIDWAY, tmp_path / "plan")
    cz(
        "meeting",
        "agree",
        "h2026-7",
        "区城市管理局",
        "更换破损垃圾桶",
        "--due",
        "7月30日",
        cwd=plan,
    )
    cz("sheet", "make", "--unit", "区城市管理局", "-o", "../表.xlsx", cwd=plan)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    rows = [row for row in book.worksheets[0].iter_rows() if row[1].value == "议定"]
    assert [row[2].value for row in rows] == ["h2026-7-1", "h2026-7-6"]
    rows[0][7].value, rows[0][8].value = "已清理", "2026-07-14"
    rows[1][7].value = "已采购"
    book.save(tmp_path / "表.xlsx")
    taken = cz("sheet", "take", "../表.xlsx", cwd=plan)
    assert taken.code == 0, taken.err
    for line in (
        "h2026-7-1 清理三条主干道占道停车　办结，2026-07-14（超过时限 1 天）：已清理\n",
        "h2026-7-6 更换破损垃圾桶　没有办结：已采购\n",
    ):
        assert line in taken.out
    again = cz("sheet", "take", "../表.xlsx", cwd=plan).out
    assert "取走 0" in again
    assert "退回 0" in again
    left = json.loads(cz("meeting", "list", "--open", "--json", cwd=plan).out)
    assert [item["id"] for item in left] == ["h2026-5-1", "h2026-7-4", "h2026-7-2", "h2026-7-6"]
    cz("meeting", "done", "h2026-7-6", cwd=plan)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    row = next(row for row in book.worksheets[0].iter_rows() if row[2].value == "h2026-7-6")
    row[7].value = "又换了一批"
    book.save(tmp_path / "表.xlsx")
    returned = cz("sheet", "take", "../表.xlsx", cwd=plan).out
    assert "h2026-7-6　已于 2026-07-15 办结，有出入的请告诉创城办" in returned
