"""People: who it is and was, one edit for a change, what the roster lacks, numbers nowhere."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cz.private import FIELDS, hidden
from cz.records.fields import private_of
from cz.records.kinds import KINDS
from cz.roster import Roster
from tests.plans import campaign
from tests.running import MIDWAY, ROOT, SIGNED, Ran, copy_of, cz, git, repository

NUMBER = "13800138000"


def run(folder: Path, *arguments: str, **more: str) -> Ran:
    return cz(*arguments, cwd=folder, **{**SIGNED, **more})


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return repository(tmp_path / "plan")


def test_who_it_is_and_was(plan: Path) -> None:
    assert run(plan, "who", "区教育局", "--at", "2026-03-01") == (
        0,
        "区教育局（演示数据）　2026年3月1日\n"
        "机构或单位                  角色      姓名         单位和职务\n"
        "区教育局                    分管领导  演示人员065  区教育局分管负责人\n"
        "区教育局                    联络员    演示人员066  区教育局办公室工作人员\n"
        "指挥部                      成员      演示人员006  区教育局主要负责人\n"
        "办公室                      工作人员  演示人员012  区教育局抽调\n"
        "未成年人思想道德建设工作组  组长      演示人员036  区教育局分管负责人\n"
        "\n"
        "电话只印在通讯录里：cz report --template 通讯录\n",
        "",
    )
    assert "联络员    演示人员067" in run(plan, "who", "qjyj").out
    assert "2025-02-01  2026-03-15" in run(plan, "who", "演示人员066").out
    whole = json.loads(run(plan, "who", "--json").out)
    assert [each["name"] for each in whole["who"]][:3] == ["指挥部", "办公室", "宣传教育组"]
    assert run(plan, "who", "演示人员9") == (
        2,
        "",
        "cz：名单里没有叫“演示人员9”的人，方案里也没有这个单位或工作组。"
        "名单里最接近的有：演示人员169、演示人员159、演示人员149。\n",
    )


def test_the_examples_of_the_rules() -> None:
    text = (ROOT / "docs" / "people.md").read_text(encoding="utf-8")
    table = text.partition("| 名单里 | 哪一天 | 担任 |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (.+?) \| (\d{4}-\d\d-\d\d) \| (.+?) \|$", table, re.M)
    assert len(rows) == 5
    for told, day, holder in rows:
        lines = []
        for number, person in enumerate(told.split("，"), 1):
            name, *words = person.split(" ")
            days = dict(zip(words[1::2], words[::2], strict=True))
            lines.append(
                KINDS["people"].make(
                    id=f"w{number}",
                    name=name,
                    role="联络员",
                    unit="区教育局",
                    since=date.fromisoformat(days["起"]) if "起" in days else None,
                    until=date.fromisoformat(days["止"]) if "止" in days else None,
                )
            )
        roster = Roster(campaign()._replace(people=tuple(lines)), date.fromisoformat(day))
        assert "、".join(roster.holders("区教育局", "联络员")) == holder.replace("没有", ""), told


def test_a_change_is_one_edit(plan: Path) -> None:
    ran = run(
        *(plan, "who", "change", "区教育局", "联络员", "演示人员900"),
        *("--phone", NUMBER, "--since", "2026-08-01", "--commit"),
    )
    assert ran.err == ""
    commit = ran.out.split("已提交 ")[1].strip("。\n")
    assert ran.out == (
        "w67 演示人员067　不再担任区教育局联络员，到 2026-07-31 为止\n"
        "w170 演示人员900　担任区教育局联络员，从 2026-08-01 起\n"
        "  data/people.yaml:507\n"
        "  +     until: 2026-07-31\n"
        "  data/people.yaml:1222\n"
        "  +   - id: w170\n"
        "  +     name: 演示人员900\n"
        "  +     role: 联络员\n"
        "  +     unit: 区教育局\n"
        "  +     phone: *************\n"
        "  +     since: 2026-08-01\n"
        f"已提交 {commit}。\n"
    )
    stat = subprocess.run(
        ["git", "show", "--numstat", "--format="], cwd=plan, capture_output=True, text=True
    ).stdout
    assert stat == "7\t0\tdata/people.yaml\n"
    assert "演示人员067" in run(plan, "who", "区教育局", "--at", "2026-07-31").out
    assert "演示人员900" in run(plan, "who", "区教育局", "--at", "2026-08-01").out
    added = run(plan, "who", "change", "问卷调查组", "成员", "演示人员901", "--dry-run")
    assert added.out.startswith("w171 演示人员901　担任问卷调查组成员，从 2026-07-15 起\n")
    gone = run(plan, "who", "change", "g1", "成员", "--leaving", "演示人员016", "--dry-run")
    assert gone.out == (
        "w16 演示人员016　不再担任宣传教育组成员，到 2026-07-14 为止\n"
        "  data/people.yaml:132\n"
        "  +     until: 2026-07-14\n"
        "（试运行，文件未动）\n"
    )
    for arguments, told in (
        (("g1", "组长"), "请在角色后面写由谁担任；只是有人不再担任的，用 --leaving 写明是谁。"),
        (
            ("g1", "组长", "演示人员014"),
            "宣传教育组组长现在就是演示人员014（w14），没有改动。",
        ),
        (
            ("g1", "成员", "--leaving", "甲某某"),
            "2026-07-15 担任宣传教育组成员的没有甲某某。"
            "那天担任的是：演示人员016（w16）、演示人员017（w17）。",
        ),
    ):
        assert run(plan, "who", "change", *arguments) == (2, "", f"cz：{told}\n")


def test_check(plan: Path) -> None:
    people = plan / "data" / "people.yaml"
    text = people.read_text(encoding="utf-8")
    more = (
        "  - {id: w900, name: 演示人员066, role: 联络员, unit: 区教育局, since: 2026-03-10}\n"
        "  - {id: w901, name: 甲某某, role: 副组长, body: 宣传教育组, unit: 市某局,"
        " since: 2026-05-01, until: 2026-04-01}\n"
    )
    people.write_text(text + more, encoding="utf-8")
    ran = run(plan, "who", "check")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "名单检查（演示数据）\n"
        "截至2026年7月15日　在任 167 人\n"
        "\n"
        "没有负责人的机构 1 个\n"
        "在哪里      具体\n"
        "督查问效组  没有组长\n"
        "\n"
        "已卸任、没有人接的 1 个\n"
        "在哪里          具体\n"
        "督查问效组组长  演示人员018到 2026-06-30 为止，没有人接\n"
        "\n"
        "同一职务同时有两人的 2 个\n"
        "在哪里          具体\n"
        "区教育局联络员  演示人员066（w66）和演示人员066（w900）\n"
        "区教育局联络员  演示人员067（w67）和演示人员066（w900）\n"
        "\n"
        "没有联络员的单位 6 个\n"
        "区税务局、区科协、区关工委、供电公司、自来水公司、枫林乡\n"
        "\n"
        "没有分管领导的单位 3 个\n"
        "区关工委、供电公司、自来水公司\n"
        "\n"
        "所在单位不在方案里的 2 个\n"
        "在哪里  具体\n"
        "区委    演示人员001（w1）\n"
        "区政府  演示人员002（w2）\n"
        "\n"
        "卸任早于任职的 1 个\n"
        "在哪里            具体\n"
        "宣传教育组副组长  甲某某（w901）：2026-05-01 任职，2026-04-01 卸任\n"
        "\n"
        "小结：16 处。换人、补人用 cz who change。\n"
    )
    broken = text.replace("body: 宣传教育组", "body: 宣传教肓组", 1)
    people.write_text(broken, encoding="utf-8")
    assert "E303：没有叫“宣传教肓组”的工作组。" in run(plan, "check").out


def test_a_roster_outside_is_read_only_where_the_user_says_so(plan: Path, tmp_path: Path) -> None:
    tasks = plan / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(
        text.replace("\nplan:\n", "\nplan:\n  people: ../名单/people.yaml\n", 1), "utf-8"
    )
    outside = tmp_path / "名单" / "people.yaml"
    outside.parent.mkdir()
    (plan / "data" / "people.yaml").rename(outside)
    refused = run(plan, "who", "区教育局")
    assert refused == (
        1,
        "",
        "cz：方案写的名单在方案以外（../名单/people.yaml），没有读：别人给的方案也会这样写。"
        "是自己的名单，请把环境变量 CZ_PEOPLE 设成它的完整路径或所在文件夹。\n",
    )
    assert run(plan, "who", "change", "g1", "组长", "甲某某").code == 2
    assert not (plan / "data" / "people.yaml").exists()
    for allowed in (str(outside), str(outside.parent)):
        assert "演示人员067" in run(plan, "who", "区教育局", CZ_PEOPLE=allowed).out
    for other in ("../名单", str(tmp_path), str(plan)):  # relative, above, elsewhere
        assert run(plan, "who", "区教育局", CZ_PEOPLE=other).code == 1
    changed = run(*(plan, "who", "change", "区教育局", "联络员", "甲某某"), CZ_PEOPLE=str(outside))
    assert "../名单/people.yaml:" in changed.out
    assert "name: 甲某某" in outside.read_text(encoding="utf-8")
    commit = ("who", "change", "区教育局", "联络员", "乙某某", "--commit")
    assert "不能用 --commit 提交" in run(plan, *commit, CZ_PEOPLE=str(outside)).err
    secret = tmp_path / "名单" / "secret.yaml"
    secret.write_text("people: []\n", encoding="utf-8")
    tasks.write_text(
        tasks.read_text(encoding="utf-8").replace("名单/people.yaml", "名单/secret.yaml"), "utf-8"
    )
    assert "名单的文件名要叫 people.yaml" in run(plan, "who", CZ_PEOPLE=str(secret)).err


def test_merged_restored_logged_by_declaration(plan: Path) -> None:
    people = plan / "data" / "people.yaml"
    text = people.read_text(encoding="utf-8")
    people.write_text(
        text.replace("phone: 000-00000005", f"phone: {NUMBER}").replace(
            "    name: 演示人员005\n", "    name: 演示人员905\n"
        ),
        encoding="utf-8",
    )
    assert run(plan, "diff").out.endswith(
        "\n区政府办公室\n  人员 w5 演示人员905　姓名：演示人员005 → 演示人员905；电话有改动\n"
    )
    assert NUMBER not in run(plan, "diff", "--json").out
    git(plan, "commit", "-qam", "改")
    logged = run(plan, "log", "w5")
    assert "电话有改动" in logged.out
    assert NUMBER not in logged.out + run(plan, "log", "w5", "--json").out
    restored = run(plan, "restore", "w5", "--at", "HEAD~1")
    assert restored.code == 0
    assert NUMBER not in restored.out
    assert people.read_text(encoding="utf-8") == text


def test_two_who_change_the_roster_at_once_get_an_id_each(plan: Path) -> None:
    run(plan, "git", "setup")
    change = ("who", "change", "区教育局", "联络员", "演示人员900", "--commit")
    git(plan, "checkout", "-qb", "two")
    assert run(plan, *change).err == ""
    git(plan, "checkout", "-q", "-")
    assert run(plan, *change[:2], "区民政局", "联络员", "演示人员901", "--commit").err == ""
    git(plan, "merge", "-q", "two")
    listed = json.loads(run(plan, "list", "--kind", "person", "演示人员90", "--json").out)
    assert sorted(each["id"] for each in listed) == ["w170", "w171"]
    assert "错误 0 个" in run(plan, "check").out


def test_every_private_field_is_hidden_where_lines_are_quoted() -> None:
    private = {name for kind in KINDS.values() for name in private_of(kind.make)}
    assert private == set(FIELDS)
    line = f"  - {{name: 甲, phone: {NUMBER} 转 12, since: 2026-07-01}}"
    assert hidden("data/people.yaml", line) == (
        "  - {name: 甲, phone: **************** , since: 2026-07-01}".replace("* ,", "*,")
    )
    assert hidden("data/people.yaml", f"    tel: {NUMBER}") == "    tel: ***********"
    assert hidden("data/tasks.yaml", f"phone: {NUMBER}") == f"phone: {NUMBER}"


def test_without_a_roster_everything_is_as_before(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path / "plan")
    (plan / "data" / "people.yaml").unlink()
    assert run(plan, "who").err.startswith("cz：还没有名单。")
    assert "| 责任人 | 完成时限 |" in run(plan, "report", "--template", "任务分解表").out


def test_numbers_stand_in_the_address_book_and_nowhere_else(plan: Path) -> None:
    """Every number of the roster, in every paper, every screen, every export, every history."""
    people = (plan / "data" / "people.yaml").read_text(encoding="utf-8")
    numbers = re.findall(r"phone: (\S+)", people)
    assert len(numbers) == 169
    book = run(plan, "report", "--template", "通讯录").out
    in_office = set(re.findall(r"000-\d{8}", book))
    assert len(in_office) == 166
    shown = []
    for template in sorted(
        path.name.partition(".")[0] for path in (ROOT / "templates").glob("*.j2")
    ):
        if not template.startswith("_") and template != "通讯录":
            for ending in ("md", "html"):
                run(plan, "report", "--template", template, "-o", f"{template}.{ending}")
    own = plan / "templates" / "我的.md.j2"
    own.parent.mkdir()
    own.write_text(
        "{% for d in roster.desks %}{% for p in d.people %}{{ p.name }}{{ p.phone }}\n"
        "{% endfor %}{% endfor %}",
        encoding="utf-8",
    )
    mine = run(plan, "report", "--template", "我的").out
    assert "演示人员001\n" in mine
    shown += [mine, *(path.read_text(encoding="utf-8") for path in plan.glob("*.[mh]*"))]
    for asked in (
        *(("who",), ("who", "区教育局"), ("who", "演示人员067"), ("who", "check"), ("show", "w67")),
        *(("list", "--kind", "unit"), ("show", "区教育局"), ("log",), ("log", "w67")),
        ("diff", "HEAD~1"),
    ):
        for form in ((), ("--json",), ("--csv",)):
            shown.append("".join(map(str, run(plan, *asked, *form))))
    text = people.replace("    phone: 000-00000001\n", f"    phone: [{NUMBER}]\n", 1)
    (plan / "data" / "people.yaml").write_text(text, encoding="utf-8")
    checked = run(plan, "check")
    assert "E202" in checked.out
    shown.append(checked.out)
    for output in shown:
        assert not [number for number in (*numbers, NUMBER) if number in output]


def test_what_a_body_has_to_do_is_shown_with_its_people(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    units = plan / "data" / "units.yaml"
    text = units.read_text(encoding="utf-8")
    head, name, rest = text.partition("    name: 宣传教育组\n")
    assert name
    units.write_text(
        f"{head}{name}    duties:\n      - 演示职责甲\n      - 演示职责乙\n{rest}", "utf-8"
    )
    told = cz("who", "宣传教育组", cwd=plan).out
    assert "\n工作职责\n1. 演示职责甲\n2. 演示职责乙\n" in told
    assert json.loads(cz("who", "宣传教育组", "--json", cwd=plan).out)["who"][0]["duties"] == [
        *("演示职责甲", "演示职责乙")
    ]
    assert "工作职责  演示职责甲、演示职责乙" in cz("show", "宣传教育组", cwd=plan).out
    members = cz("report", "成员名单", cwd=plan).out
    assert "演示职责乙" in members
    assert "| 组长 | （空缺） | |\n| 副组长 | 演示人员019 | 区委办公室分管负责人 |\n" in members
    assert "工作职责" not in cz("who", "宣传教育组", cwd=MIDWAY).out
