"""Plans that came as documents: what is read of every form, whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cz.intake.clauses import clauses
from cz.intake.columns import role_of
from cz.intake.deadlines import in_text, is_deadline, last_day
from cz.intake.duties import duties
from cz.intake.entries import plain
from cz.intake.importing import files_of_plan
from cz.intake.paragraphs import Line
from cz.intake.pinyin import initials
from cz.intake.reading import document
from cz.intake.structure import read_plan
from cz.intake.unit_names import split_names
from cz.load import load
from cz.records import Campaign
from tests.documents import Rows, add_table, number, numbered, saved, workbook
from tests.running import ROOT, SIGNED, cz, git

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
    "推进。——甲局、各区政府": [("", "甲局＋各区政府", "")],
    "——甲局牵头，乙局配合": [("甲局", "乙局", "")],
    "国道沿线由甲局负责；": [("", "甲局", "")],
    "整理线缆，由甲局牵头，乙公司具体实施，6月10日前完成。": [("甲局", "乙公司", "6月10日前完成")],
    "（甲局负责，各县（区）政府落实。以下任务均需各县（区）政府落实，不再列出）": [
        ("", "甲局＋各县（区）政府", "")
    ],
    "推进。（甲局、乙局）": [("", "甲局＋乙局", "")],
    "推进。（甲局、国网甲市电力、各市政府）": [("", "甲局＋国网甲市电力＋各市政府", "")],
    "各责任单位对照任务抓落实。": [],
    "为落实会议部署,做好工作:": [],
    "深入落实部署，": [],
    "推动甲公司落实责任，督促各区落实责任。": [],
    "报送督查室,市政府督查室将适时对各单位完成情况进行督办检查。": [],
    "（甲局负责，乙局配合）": [("甲局", "乙局", "")],
    "（甲局会同乙局负责）": [("甲局", "乙局", "")],
    "（甲局会同有关部门负责）": [("甲局", "有关部门", "")],
    "（甲局牵头，乙局、丙局会同有关部门负责）": [("甲局", "乙局＋丙局＋有关部门", "")],
    "（责任单位：甲局、乙局等各窗口单位）": [("", "甲局＋乙局", "")],
    "（甲局、乙局等有关部门按职责分工负责）": [("", "甲局＋乙局", "")],
    "（甲局、乙局等国务院相关部门负责）": [("", "甲局＋乙局", "")],
    "（责任单位：甲局（牵头）、乙局）": [("甲局", "乙局", "")],
    "（责任单位：甲局、乙局": [("", "甲局＋乙局", "")],
    "（责任单位：甲局〕": [("", "甲局", "")],
    "（甲局牵头会同乙局、丙局）": [("甲局", "乙局＋丙局", "")],
    "（牵头单位：甲局会同乙局；责任单位：丙局）": [("甲局", "乙局＋丙局", "")],
    "（牵头单位：甲局，会同有关部门）": [("甲局", "有关部门", "")],
    "整治。由甲局、乙局分别牵头，各区政府落实。": [("甲局＋乙局", "各区政府", "")],
    "社区、小区：各街道负责。": [("", "各街道", "")],
    "作战单位：甲局（牵头）、乙局": [("甲局", "乙局", "")],
    "填报单位：甲局": [],
    "（责任科室：市容科；配合单位：各社区）": [("市容科", "各社区", "")],
    "（责任单位：甲局；责任科室：市容科；联系人：张三）": [("", "甲局", "")],
    "（责任科室：市容科、环卫科）": [("", "市容科＋环卫科", "")],
    "（责任单位：甲局；完成时限：9月底，每月25日前报进展）": [
        ("", "甲局", "9月底，每月25日前报进展")
    ],
    "（甲局负责）接着做。（乙局负责）": [("", "甲局", ""), ("", "乙局", "")],
    "责任领导：张三  牵头单位：甲局": [("甲局", "", "")],
    "（甲局负责。各地可结合实际制定实施细则）": [("", "甲局", "")],
    "由甲局牵头，乙局参加，统筹推进工作。": [("甲局", "乙局", "")],
    "（责任单位：甲局、和平社区）": [("", "甲局＋和平社区", "")],
    "各县（市、区）安委会要牵头负责。": [],
    "共同抓好落实，重大事项及时报告国务院。": [],
    "健全机制，各地区、各部门按职责分工落实。": [],
    "本方案由责任单位负责解释。": [],
    "以上措施在疫情期间有效，由甲局会同相关部门负责政策解释。": [],
    "主管部门（甲局）应当公布。": [],
    "（以下简称方案）": [],
    "责任单位：甲局、乙局（第一责任单位为牵头单位,下同）": [("", "甲局＋乙局", "")],
    "责任单位：甲局、乙局（列第一位者为工作牵头单位或汇总单位,下同）": [("", "甲局＋乙局", "")],
    "牵头负责部门：甲局；协同配合单位：乙局": [("甲局", "乙局", "")],
    "责任单位：甲局、乙局（列第一位者为牵头或汇总单位，下同）": [("", "甲局＋乙局", "")],
    "（责任单位：甲局、乙局。以下各项均需各区政府落实，不再单独列出）": [("", "甲局＋乙局", "")],
    "（省甲厅牵头，各市人民政府结合实际落实）": [("省甲厅", "各市人民政府", "")],
    "（市甲局负责，市乙局保障经费）": [("", "市甲局＋市乙局", "")],
    "校园，由教育、公安等部门负责。整治摊点。": [("", "教育部门＋公安部门", "")],
    "房屋。由建设部门负责，有关部门配合。逐栋登记。": [("建设部门", "有关部门", "")],
    "推进。（各责任单位，长期坚持）": [("", "各责任单位", "长期坚持")],
    "查清岸线。甲部会同乙局等部门组织开展。": [("甲部", "乙局", "")],
    "①排查房屋（甲局）；②查处（乙局）。": [("", "甲局", ""), ("", "乙局", "")],
    "增长10%，由甲局牵头，乙局、丙局配合完成。": [("甲局", "乙局＋丙局", "")],
    "[甲局、乙局，列首位的为牵头单位，下同]": [("", "甲局＋乙局", "")],
    "活动10场。区甲局、区乙公司、区产业基金负责。": [("", "区甲局＋区乙公司＋区产业基金", "")],
    "由甲局牵头，会同乙局制定方案。": [("甲局", "乙局", "")],
    "治理水体。甲局牵头，乙局负责。以下均需各区政府落实，不再列出。": [("甲局", "乙局", "")],
    "区管河道由区甲局负责，镇村河道由各镇街负责。": [("", "区甲局＋各镇街", "")],
    "更换管道。（甲局牵头；港华燃气、昆仑燃气等企业落实。）": [("甲局", "港华燃气＋昆仑燃气", "")],
    "（甲局负责。以下均需各县政府，乙管委会负责，不再列出）": [("", "甲局", "")],
    "成立领导小组，张三任组长，成员单位：甲局、乙局。": [],
    "（牵头单位：甲局，配合单位：各项目牵头单位，各区）": [("甲局", "各项目牵头单位＋各区", "")],
    "（甲部、应急管理部、乙局分工负责）": [("", "甲部＋应急管理部＋乙局", "")],
    "（甲局、应急管理局按行业分工负责）": [("", "甲局＋应急管理局", "")],
    "（各区政府负责落实，城市管理局、市场监督管理局加强督导）": [
        ("", "各区政府＋城市管理局＋市场监督管理局", "")
    ],
    "（甲局牵头抓总，乙局具体实施，各镇街属地管理）": [("甲局", "乙局＋各镇街", "")],
    "（甲局主抓，乙局协抓）": [("甲局", "乙局", "")],
    "（甲局、机关事务管理局）": [("", "甲局＋机关事务管理局", "")],
    "（责任单位：甲局、国家电网公司等供电企业）": [("", "甲局＋国家电网公司", "")],
    "【企业开办】压缩办理时间。": [],
    "【文明上网】": [],
    "区委宣传部（区文明办）": [],
    "甲部、乙局负责指导各地开展检查，丙局配合。": [],
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
    "各区委、区政府，市教育局": "各区委、区政府＋市教育局",
    "各街道办事处、镇人民政府": "各街道办事处、镇人民政府",
    "市文化和旅游局和市体育局": "市文化和旅游局＋市体育局",
    "市教育局及各区政府": "市教育局＋各区政府",
    "市教育局 市财政局 市人力资源和 社会保障局": "市教育局＋市财政局＋市人力资源和社会保障局",
    "市教育局市财政局市公安局": "市教育局＋市财政局＋市公安局",
    "市发展改革委（市粮食和储备局）、市公安局": "市发展改革委（市粮食和储备局）＋市公安局",
    "黄埔区、天河区人民政府": "黄埔区＋天河区人民政府",
    "由水利、交通部门": "水利部门＋交通部门",
    "市教育、财政局，海东、海西镇，县城管局": "市教育局＋财政局＋海东镇＋海西镇＋县城管局",
    "各沿海省、自治区、直辖市人民政府": "各沿海省、自治区、直辖市人民政府",
    "各镇街 区民政局": "各镇街＋区民政局",
    "市教育局等": "市教育局",
    "各县（市）区、开发区": "各县（市）区＋开发区",
    "市政府各部门、市人民政府各有关部门，各区政府": "市政府各部门＋市人民政府各有关部门＋各区政府",
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
    "2026年6月前": "2026-05-31",
    "2026年9月初": "2026-09-10",
    "2026年春节前": "",
    "2026年国庆节前": "",
    "2026年汛期前": "",
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
    assert last_day("2026年4月起", 2026) is None
    assert last_day("2026年秋季开学前", 2026) is None
    text = "每年召开两次会议，有效期至2027年12月31日前；疫情期间有效。2026年6月底前建成"
    assert in_text(text) == ["2026年6月底前"]
    text = "到2025年底建成40个；2026年底全面完成建设；2024年底建成的仓库"
    assert in_text(text) == ["2026年底"]


PASSING = {
    "每月25日前将进展报指挥部办公室。": [],
    "每年6月底前报送总结，每季度末前通报。": [],
    "每年6月底前完成一轮排查。": ["每年6月底前"],
    "每月底前通报，12月底前完成任务。": ["12月底前"],
    "到2026年底，路网密度达到8公里。到2027年，全面建成。": ["2026年底"],
}


@pytest.mark.parametrize("text", PASSING)
def test_deadlines_in_passing(text: str) -> None:
    assert in_text(text) == PASSING[text]


DUTIES = {
    "区委宣传部、区文明办要广泛开展宣传。": ("", "区委宣传部＋区文明办"),
    "区教体局组织开展文明校园创建。各学校要积极参与。": ("", "区教体局＋各学校"),
    "区城管局牵头开展整治，区公安分局配合。": ("区城管局", "区公安分局"),
    "市应急局要强化监管，各镇要抓好落实。": ("", "市应急局＋各镇"),
    "商务部、消防局负责督促指导各地开展“回头看”，国家能源局配合。": (
        "",
        "商务部＋消防局＋国家能源局",
    ),
    "支持企业牵头组建船队，鼓励学校开展培训，依托甲集团开展合作。": None,
    "文明办高度重视，文明委组织协调有力。": None,
    "我们要加强建设，社区要组织开展活动。": None,
    "区住建局会同区财政局、区审计局推进维修。": ("区住建局", "区财政局＋区审计局"),
    "由市甲局会同市乙局于2030年6月底前制定方案。": ("市甲局", "市乙局"),
    "由区疾控中心提供技术指导，各街道具体组织实施。": ("", "区疾控中心＋各街道"),
    "加强和改进社区工作。": None,
}


@pytest.mark.parametrize("text", DUTIES)
def test_sentences_that_say_who_does_it(text: str) -> None:
    clause = duties(text, frozenset())
    said = ("＋".join(clause.leads), "＋".join(clause.units)) if clause else None
    assert said == DUTIES[text]


Read = tuple[str, str, str, str, str, str]
# Tables as a web page gives them when it is copied: what each says, whole.
FLAT: dict[str, list[Read]] = {
    # the cell that spans rows stands before the number
    "分解表\n分类\n序号\n事项\n责任单位\n牵头单位\n增长目标\n1\n粮食增产。\n区农业局、区水利局\n区农业局\n2\n"
    "投资增长。\n区发改局\n区发改局\n民生目标\n3\n新建学校。\n区教育局\n区教育局\n": [
        ("增长目标", "1", "粮食增产", "区农业局", "区水利局", ""),
        ("增长目标", "2", "投资增长", "区发改局", "", ""),
        ("民生目标", "3", "新建学校", "区教育局", "", ""),
    ],
    # what is done is called as one likes; one cell for two tasks; one unit a line
    "分解表\n序号\n民生实事\n责任单位\n完成时限\n7\n新建学校。\n县教育局\n9月底前动工\n新建书店。\n12月底前\n8\n"
    "修桥。\n县交通局\n县水务局\n5月投入使用\n分享到：\n": [
        ("方案", "7", "新建学校", "", "县教育局", "9月底前动工"),
        ("方案", "7", "新建书店", "", "县教育局", "12月底前"),
        ("方案", "8", "修桥", "", "县交通局＋县水务局", "5月投入使用"),
    ],
    # a bar behind each cell, persons, how far it is
    "序号 |\n主要任务 |\n分管 领导 |\n牵头 单位 |\n责任主体与协同单位 |\n1-9月推进情况 |\n说明 |\n24 |\n"
    "新建学校三所。 |\n张三 |\n教育局 |\n财政局、各街道 |\n已进场施工。 |\n||\n25 |\n修路。 |\n李四 |\n交通局 |\n"
    "各街道 |\n已完工。 |\n||\n": [
        ("方案", "24", "新建学校三所", "教育局", "财政局＋各街道", ""),
        ("方案", "25", "修路", "交通局", "各街道", ""),
    ],
    # each cell a sentence; heads in other words
    "序号\n重点任务\n主要责任单位\n协同配合单位\n1\n修路。\n区交通局。\n区工信局、区住建局。\n2\n栽树。\n区林业局。\n各街道。\n": [
        ("方案", "1", "修路", "区交通局", "区工信局＋区住建局", ""),
        ("方案", "2", "栽树", "区林业局", "各街道", ""),
    ],
    # somebody's own rows of a longer table, chapters that have none of them
    "序号\n工作任务\n牵头单位\n配合单位\n一、目标\n3\n投资增长。\n区发改委\n区住建局、各街道\n二、创新\n三、民生\n68\n新建学校。\n"
    "区教育局\n区财政局\n73\n新建托位20个。\n区教育局\n区卫健委\n": [
        ("目标", "3", "投资增长", "区发改委", "区住建局＋各街道", ""),
        ("民生", "68", "新建学校", "区教育局", "区财政局", ""),
        ("民生", "73", "新建托位20个", "区教育局", "区卫健委", ""),
    ],
    # headings in other words behind the text, letters set apart, a row a line, on the next page again
    "滨海市人民政府办公室 2030年2月4日 滨海市任务分解表 序号 工 作 任 务 牵头负责部门\n1 新建码头3座 发改委\n"
    "序号 工 作 任 务 牵头负责部门\n2.新城镇 就业1万人以上 人社局、各街道\n": [
        ("方案", "1", "新建码头3座", "发改委", "", ""),
        ("方案", "2.", "新城镇就业1万人以上", "人社局＋各街道", "", ""),
    ],
    # no numbers, what groups rows stands once
    "目标\n任务\n主要内容\n责任单位\n一、助力增长\n（一）加强引导\n围绕形势，通过发布会解读。\n市发改委牵头落实\n"
    "围绕就业，加强公开。\n市人社局、人行海州市中心支行分别牵头落实\n二、助力改革\n（一）推进公开\n公布清单。\n市编办牵头落实\n"
    "附件3\n": [
        ("加强引导", "", "围绕形势，通过发布会解读", "市发改委", "", ""),
        ("加强引导", "", "围绕就业，加强公开", "市人社局＋人行海州市中心支行", "", ""),
        ("推进公开", "", "公布清单", "市编办", "", ""),
    ],
    # all of it in one paragraph without numbers, names parted by the width of their column
    "附件 职责清单 工作任务和内容 责任单位 配合单位 完成时间 负责宣传,开展报道. 县委宣传部 持续开展 "
    "负责污染防治,减少扬尘. 县交通 运输局 12月底前完成新能源汽车更换\n负责清扫,定期冲洗. 县城管局 县公安局 持续开展\n": [
        ("方案", "", "负责宣传,开展报道", "县委宣传部", "", "持续开展"),
        ("方案", "", "负责污染防治,减少扬尘", "县交通运输局", "", "12月底前完成新能源汽车更换"),
        ("方案", "", "负责清扫,定期冲洗", "县城管局", "县公安局", "持续开展"),
    ],
    # cards, a field a line or several, with a number or without
    "责任清单\n一、任务名称：建公园\n建设内容：步道3公里，\n种树500株。\n责任单位：区园林局　责任人：张某　完成时限：5月底\n"
    "二、任务名称：改造文化馆\n责任单位：区文旅局、\n各街道\n": [
        ("方案", "一、", "建公园", "", "区园林局", "5月底"),
        ("方案", "二、", "改造文化馆", "", "区文旅局＋各街道", ""),
    ],
    "任务156\n工作项目: 整治环境。\n牵头单位: 市建委\n完成时限: 长期\n工作计划:\n第一季度:1.建设。2.宣传。\n": [
        ("方案", "", "整治环境", "市建委", "", "长期"),
    ],
    # cards whose fields are numbered, and such as have a label on one line, its value on the next
    "一、实事名称：新建卫生站5个\n（一）牵头单位：区卫健局\n（二）协办单位：区财政局\n二、实事名称：改造设施\n"
    "（一）牵头单位：区残联\n（二）协办单位：无\n": [
        ("方案", "一、", "新建卫生站5个", "区卫健局", "区财政局", ""),
        ("方案", "二、", "改造设施", "区残联", "", ""),
    ],
    "任务书\n项目名称\n建设物流中心\n牵头单位\n市商务局\n完成时限\n2031年底\n项目名称\n改造广场\n牵头单位\n市住建局\n"
    "完成时限\n8月\n": [
        ("方案", "", "建设物流中心", "市商务局", "", "2031年底"),
        ("方案", "", "改造广场", "市住建局", "", "8月"),
    ],
    # parted by commas; by wide blanks; signed below
    '任务表\n序号,任务,牵头单位,配合单位\n1,建设园区,科技局,"财政局、住建局"\n2,培育企业,工信局,无\n': [
        ("方案", "1", "建设园区", "科技局", "财政局＋住建局", ""),
        ("方案", "2", "培育企业", "工信局", "", ""),
    ],
    "工作任务        牵头科室      配合科室\n推进 OA 系统升级  信息科      办公室\n修订 2031 版制度  法规科      财务科\n"
    "海岛县办公室\n2031年3月2日\n": [
        ("方案", "", "推进 OA 系统升级", "信息科", "办公室", ""),
        ("方案", "", "修订 2031 版制度", "法规科", "财务科", ""),
    ],
    "项目名称：办公家具\n采购单位：市教育局\n联系人：张某\n": [],
    # the table's title is a heading by its words; blanks within cells
    "任务清单\n序号\n任务事项\n主责部门\n协同部门\n完成节点\n备注\n1\n编制规划\n自规局\n各镇\n6月底\n2\n整治耕地\n"
    "自规局（公安局配合）\n12月底\n已考核\n": [
        ("方案", "1", "编制规划", "自规局", "各镇", "6月底"),
        ("方案", "2", "整治耕地", "自规局", "公安局", "12月底"),
    ],
    "序号 类别 任务 措施 牵头单位 责任单位\n1 加强港口建 设 严守红线 实行总量控制，清退占用岸线。 市水利局 各县区\n"
    "2 发展产业 建设园区 建成冷链仓储中心。 市商务局 临港管委会\n": [
        ("加强港口建设严守红线", "1", "实行总量控制，清退占用岸线", "市水利局", "各县区", ""),
        ("发展产业", "2", "建设园区", "市商务局", "临港管委会", ""),
    ],
    "【改革事项】全流程电子化\n【牵头单位】市交易中心\n【改革事项】登记一次办\n【牵头单位】市监局\n": [
        ("方案", "", "全流程电子化", "市交易中心", "", ""),
        ("方案", "", "登记一次办", "市监局", "", ""),
    ],
    # two columns in one paragraph; bars with blanks around them
    "附件：任务分工 重点任务 责任部门 建设物流体系 商务局、交通局 优化营商环境 发改局 推动降本增效 税务局\n": [
        ("方案", "", "建设物流体系", "", "商务局＋交通局", ""),
        ("方案", "", "优化营商环境", "", "发改局", ""),
        ("方案", "", "推动降本增效", "", "税务局", ""),
    ],
    "序号 | 任务 | 责任站所 | 时间\n1 | 建设学校 | 教育办 | 8月底\n": [
        ("方案", "1", "建设学校", "", "教育办", "8月底"),
    ],
    # drawn with signs, cells that go on in the next line
    "任务表\n┌─┬──┬───┬───┐\n│序号│任务│责任单位│督办单位│\n├─┼──┼───┼───┤\n│1│修复│市住建局│督查室│\n│ │路面│、各区 │ │\n"
    "├─┼──┼───┼───┤\n│2│疏通管网│1.市水务局│督查室│\n└─┴──┴───┴───┘\n": [
        ("方案", "1", "修复路面", "", "市住建局＋各区", ""),
        ("方案", "2", "疏通管网", "", "市水务局", ""),
    ],
    # no bar in front
    "序号 | 任 务 名 称 | 牵 头 部 门 | 配 合 部 门 |\n1 | 新建学校 | 区教育局 | 区财政局、各街道 |\n": [
        ("方案", "1", "新建学校", "区教育局", "区财政局＋各街道", ""),
    ],
    # no table, and no line breaks either
    "意见如下。1.给予补助。责任单位：市人社局、市科技局。2.给予奖励。责任单位：市发改委。": [
        ("方案", "1.", "给予补助", "", "市人社局＋市科技局", ""),
        ("方案", "2.", "给予奖励", "", "市发改委", ""),
    ],
}


@pytest.mark.parametrize("text", FLAT)
def test_tables_that_came_as_text(text: str, tmp_path: Path) -> None:
    assert read(text.encode(), "方案.txt", tmp_path) == FLAT[text]


def test_headings_of_columns_are_told_by_their_parts() -> None:
    headings = (
        "市级牵头单位 牵头（责任）单位 第一责任单位 主办处室|协同配合单位 参与部门 主要配合单位"
        "|责任部门/单位 牵头和配合单位 组织实施单位 责任单位及责任人 责任县区|限期 办结时间 序时进度"
        "|量化指标 主要做法 帮扶措施|分管领导 牵头单位责任人|完成情况 分值|各责任单位 填报单位 发布时间"
    )
    roles = [{role_of(each) for each in kind.split()} for kind in headings.split("|")]
    assert roles == [
        {each} for each in ("lead", "assisting", "units", "due", "content", "person", "other", "")
    ]


def test_who_leads_may_stand_in_the_text_beside_the_units(tmp_path: Path) -> None:
    text = (
        "一、任务\n（一）修好码头。加强统筹，由市农业局牵头，优化布局。（责任单位：市农业局、各区政府）\n"
        "（二）疏通航道。由市水利局牵头制定办法。（责任单位：市交通局、各区政府）\n"
    )
    assert read(text.encode(), "方案.txt", tmp_path) == [
        ("任务", "（一）", "修好码头", "市农业局", "各区政府", ""),
        ("任务", "（二）", "疏通航道", "", "市交通局＋各区政府", ""),
    ]


def test_a_sentence_makes_no_chapter_a_task_where_the_others_have_items(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(
        "渔港管理方案\n一、明确工作职责\n市农业局负责推进渔港工作。\n"
        "二、加强渔港建设\n（一）修好码头。方便停靠。\n（二）疏通航道。清理淤泥。\n"
        "三、规范渔港管理\n（一）登记渔船。核对底数。\n",
        encoding="utf-8",
    )
    plan = read_plan([document(str(path))])
    assert [entry.title for entry in plan.entries] == ["修好码头", "疏通航道", "登记渔船"]
    assert [line.text for line in plan.left] == ["市农业局负责推进渔港工作。"]


def test_steps_of_a_task_are_none_themselves(tmp_path: Path) -> None:
    """Nor are parts of a sentence that are led by different units; columns of rooms name none."""
    text = (
        "南湖区安全整治方案\n一、重点任务\n（一）整治占道经营。（责任单位：区城管局、各镇街）\n"
        "1.由区城管局牵头制定标准，区住建局配合。\n2.各镇街每日巡查。\n"
        "（二）开展燃气（区住建局牵头）、电动车（区消防大队牵头）安全整治。（责任单位：各镇街）\n"
        "（三）排查隐患。\n由区应急局牵头，区教体局配合。\n"
        "二、实施步骤\n（一）全面推进阶段。各单位按照分工抓好落实。由区城管局牵头督查。\n"
    )
    assert read(text.encode(), "方案.txt", tmp_path) == [
        ("重点任务", "（一）", "整治占道经营", "", "区城管局＋各镇街", ""),
        ("重点任务", "（二）", "开展燃气、电动车安全整治", "区住建局＋区消防大队", "各镇街", ""),
        ("重点任务", "（三）", "排查隐患", "区应急局", "区教体局", ""),
    ]
    fields = (
        "武阳市专项行动方案\n一、专项行动\n（一）整治市场\n1.整治内容：经营秩序、环境卫生。\n2.整治标准：地面干净。\n"
        "3.牵头单位：市市监局\n4.责任单位：市商务局、各街道\n5.完成时限：6月15日前\n（二）整治校园周边\n"
        "1.责任单位：市教育局\n2.完成时限：长期\n（三）管理小区。镇住建办要加强指导，9月底前完成。\n"
    )
    assert read(fields.encode(), "方案.txt", tmp_path) == [
        ("专项行动", "（一）", "整治市场", "市市监局", "市商务局＋各街道", "6月15日前"),
        ("专项行动", "（二）", "整治校园周边", "", "市教育局", "长期"),
        ("专项行动", "（三）", "管理小区", "", "镇住建办", "9月底前完成"),
    ]
    sections = (
        "（一）目标要求\n整洁。\n（二）主要任务\n1.清理堆物。\n（三）责任分工\n牵头单位：{}\n"
    )
    texts = [
        f"{number}、整治{what}\n{sections}" for number, what in (("一", "街巷"), ("二", "市场"))
    ]
    text = "河洛市专项行动方案\n" + "".join(texts).format("市城管局", "市市监局")
    assert [row[1:4] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("一、", "整治街巷", "市城管局"),
        ("二、", "整治市场", "市市监局"),
    ]
    table = (
        "项目,具体任务,标准,牵头单位（责任人）,报送时间\n街巷,修路,平整,区住建局（张某）,4月底\n"
        ",栽树,成活,区园林局（王某）,5月底\n市场,改造,规范,区商务局（李某）,6月底\n"
    )
    assert [(row[0], *row[2:]) for row in read(table.encode(), "表.csv", tmp_path)] == [
        ("街巷", "修路", "区住建局", "", "4月底"),
        ("街巷", "栽树", "区园林局", "", "5月底"),
        ("市场", "改造", "区商务局", "", "6月底"),
    ]
    table = "问题类别,具体问题,整改单位,包联领导,整改时限\n卫生,厕所异味,市园林局,钱某,3天内\n"
    assert [row[1:] for row in read(table.encode(), "表.csv", tmp_path)] == [
        ("", "厕所异味", "", "市园林局", "3天内")
    ]
    table = "任务,责任单位及责任人,时限\n修路,区交通局 李某,9月底\n栽树,区林业局、王某,长期\n"
    assert [row[4] for row in read(table.encode(), "表.csv", tmp_path)] == ["区交通局", "区林业局"]
    table = "序号,任务,责任单位,责任科室,责任人,完成时限\n1,修路,区交通局,工程科,李四,9月底\n2,栽树,区林业局,绿化科,王五,每月25日前报进展\n"
    assert read(table.encode(), "表.csv", tmp_path) == [
        ("表", "1", "修路", "", "区交通局", "9月底"),
        ("表", "2", "栽树", "", "区林业局", "每月25日前报进展"),
    ]


def test_who_leads_by_a_sign_and_who_does_all_below_a_heading(tmp_path: Path) -> None:
    """Headings of tables in two rows that are not merged; chapters as rows with a number only."""
    signed = (
        "秀水市任务分解表（★为牵头单位）,,,\n任务,责任单位,时限,\n"
        "整治街巷,★市城管局、市住建局,9月底,\n清理广告,市公安局、市城管局★,长期,\n"
    )
    assert [row[3:5] for row in read(signed.encode(), "表.csv", tmp_path)] == [
        ("市城管局", "市住建局"),
        ("市城管局", "市公安局"),
    ]
    table = (
        "序号,任务名称,牵头及配合单位,,时间进度\n,,牵头单位,配合单位,\n一,基础设施,,,\n"
        "1,改造道路,市住建局,市城管局,2026.3—2026.9\n二,文明素质,,,\n2,培训,市文明办,市妇联,常态化\n"
    )
    assert read(table.encode(), "表.csv", tmp_path) == [
        ("基础设施", "1", "改造道路", "市住建局", "市城管局", "2026.3—2026.9"),
        ("文明素质", "2", "培训", "市文明办", "市妇联", "常态化"),
    ]
    text = (
        "平川区部门任务分工\n一、区委宣传部\n1.负责公益广告设置。\n2.创建宣传：开设专栏报道。\n"
        "二、区城管局\n1.负责清扫保洁，6月底前全覆盖。\n三、各街道办事处\n1.组织居民参与。\n"
    )
    assert read(text.encode(), "分工.txt", tmp_path) == [
        ("区委宣传部", "1.", "公益广告设置", "", "区委宣传部", ""),
        ("区委宣传部", "2.", "创建宣传：开设专栏报道", "", "区委宣传部", ""),
        ("区城管局", "1.", "清扫保洁，6月底前全覆盖", "", "区城管局", "6月底前"),
        ("各街道办事处", "1.", "组织居民参与", "", "各街道办事处", ""),
    ]


def test_tasks_that_have_no_number_of_their_own(tmp_path: Path) -> None:
    """Units first, a paragraph each; a plan that goes on from another page."""
    text = (
        "海湾区村庄整治职责分工\n现将任务明确如下：\n区住建局负责全区整治的协调，牵头督查进度。\n"
        "区水利局要加强河塘清淤，6月底前完成。\n各镇人民政府负责辖区的组织实施。\n各单位要高度重视。\n"
    )
    assert read(text.encode(), "方案.txt", tmp_path) == [
        ("海湾区村庄整治职责分工", "", "全区整治的协调，牵头督查进度", "", "区住建局", ""),
        ("海湾区村庄整治职责分工", "", "加强河塘清淤，6月底前完成", "", "区水利局", "6月底前"),
        ("海湾区村庄整治职责分工", "", "辖区的组织实施", "", "各镇人民政府", ""),
    ]
    text = (
        "海湾区防汛方案\n一、任务分工\n区水利局：负责水库的巡查。\n区应急局：负责队伍的调度。\n区气象局：监测天气。\n"
        "二、工作要求\n各单位要服从指挥。\n"
    )
    assert [row[:3] + row[4:5] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("任务分工", "", "水库的巡查", "区水利局"),
        ("任务分工", "", "队伍的调度", "区应急局"),
        ("任务分工", "", "监测天气", "区气象局"),
    ]
    text = (
        "[接上页] （十一）修复岸线。修5公里。（市水利局负责） （十二）建设渔港。建1座。（市交通局负责）"
        " 三、加强领导。各地要抓好落实。\n"
    )
    assert [row[:3] + row[4:5] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("方案", "（十一）", "修复岸线", "市水利局"),
        ("方案", "（十二）", "建设渔港", "市交通局"),
    ]
    text = (
        "【目标任务】\n建成食堂20家，覆盖全部街道。\n【推进措施】\n1.选址布点。\n2.验收开业，6月底前开工。\n"
        "责任单位：区民政局\n联 系 人：孙某\n"
    )
    assert read(text.encode(), "方案.txt", tmp_path) == [
        ("方案", "", "建成食堂20家，覆盖全部街道", "", "区民政局", "6月底前"),
    ]
    text = "滨海区月度安排\n三月：清理卫生死角。（责任单位：区文明办）\n四月：祭扫。（责任单位：区民政局）\n"
    assert [row[1:5] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("三月：", "清理卫生死角", "", "区文明办"),
        ("四月：", "祭扫", "", "区民政局"),
    ]

    text = (
        "滨海区整治会议纪要\n会议议定：\n⒈由区公安分局牵头，制定方案，3月15日前报区政府。\n"
        "⒉由区城管局负责收容场所建设，4月底前完成。\n⒊推行联合验收。【牵头单位】市住建局【完成时限】10月底前\n"
    )
    assert [row[1:] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("⒈", "制定方案，3月15日前报区政府", "区公安分局", "", "3月15日前"),
        ("⒉", "收容场所建设，4月底前完成", "", "区城管局", "4月底前完成"),
        ("⒊", "推行联合验收", "市住建局", "", "10月底前"),
    ]
    text = (
        "滨海区专项行动方案\n一、组织领导\n组长由部长担任，成员单位：区委宣传部、区文旅局。\n二、职责分工\n"
        "（一）区委宣传部：统筹协调全区工作。\n（二）区公安分局：查处刑事案件。\n（三）区文旅局：检查出版物市场。\n"
    )
    assert [row[1:5:3] + row[2:3] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("（一）", "区委宣传部", "统筹协调全区工作"),
        ("（二）", "区公安分局", "查处刑事案件"),
        ("（三）", "区文旅局", "检查出版物市场"),
    ]

    text = (
        "关于印发《实事分解》的通知\n1.新增床位500张.牵头单位:区民政局;配合单位:各镇(街道);完成时限:11月底前.\n"
        "2.排放超标。\n责任单位：市水务局\n整改目标：稳定达标。\n整改时限：12月底前\n"
    )
    assert [row[1:] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("1.", "新增床位500张", "区民政局", "各镇(街道)", "11月底前"),
        ("2.", "排放超标", "", "市水务局", "12月底前"),
    ]

    text = (
        "滨海市港口方案\n一、港口建设（市交通局牵头）\n1.建设北港。完成选址。\n2.建设南港。（市水利局负责）\n"
        "二、航线\n3.开通航线。（市商务局负责）\n"
    )
    assert [row[:5] for row in read(text.encode(), "方案.txt", tmp_path)] == [
        ("港口建设", "1.", "建设北港", "市交通局", ""),
        ("港口建设", "2.", "建设南港", "", "市水利局"),
        ("航线", "3.", "开通航线", "", "市商务局"),
    ]


def test_rules_are_no_plan(tmp_path: Path) -> None:
    text = "值班规定\n第一条 为规范值班，制定本规定。\n第二条 值班室应当报告。\n第三条 自印发之日起施行。\n"
    assert read(text.encode(), "规定.txt", tmp_path) == []
    text = "某区2025年工作总结\n一、主要工作\n（一）学位增加。新建学校3所，区住建局大力支持。\n（二）质量提升。全市前列。\n"
    assert read(text.encode(), "总结.txt", tmp_path) == []
    text = "某市召开安委会会议\n3月10日，某市召开会议。会议要求：一、要压实责任。各县要落实。二、要排查隐患。三、要严格执法。\n"
    assert read(text.encode(), "新闻.txt", tmp_path) == []


def test_what_groups_are_to_do_is_done_by_their_units(tmp_path: Path) -> None:
    """Where the document has no other tasks; a section on organisation has none."""
    text = (
        "文安市各工作组任务分工\n一、宣传教育组\n牵头单位：市委宣传部\n成员单位：市文明办、团市委\n工作任务：\n"
        "1.制定宣传方案。\n2.评选道德模范。\n二、市容环境组\n牵头单位：市城管局\n工作任务：\n1.整治市容。\n"
    )
    assert [row[2:] for row in read(text.encode(), "分工.txt", tmp_path)] == [
        ("制定宣传方案", "市委宣传部", "市文明办＋团市委", ""),
        ("评选道德模范", "市委宣传部", "市文明办＋团市委", ""),
        ("整治市容", "市城管局", "", ""),
    ]
    text = (
        "白云县工作意见\n一、狠抓市容治理。开展整治。责任单位：县城管局、城关镇。\n"
        "二、狠抓组织保障。各部门要加强领导。\n"
    )
    assert [row[2] for row in read(text.encode(), "意见.txt", tmp_path)] == ["狠抓市容治理"]


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
    assert len(examples) == 28
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
    assert len(examples) == 10
    for written, read in examples:
        assert "｜".join(named.name for named in split_names(written)) == read


def read(data: bytes, name: str, folder: Path) -> list[tuple[str, str, str, str, str, str]]:
    """(chapter, number, title, leads, units, deadline) of each task of a file."""
    path = folder / name
    path.write_bytes(data)
    return [
        (
            entry.chapter.title,
            entry.label,
            entry.title,
            "＋".join(entry.leads),
            "＋".join(entry.units),
            entry.due,
        )
        for entry in read_plan([document(str(path))]).entries
    ]


def test_a_word_file_that_numbers_by_itself_with_a_table_of_tasks(tmp_path: Path) -> None:
    plan = docx.Document()
    plan.add_paragraph("南湖区城市品质提升行动方案")
    numbering = numbered(
        plan,
        [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")],
    )
    for text, depth in (
        ("重点任务", 0),
        ("畅通城市交通。打通断头路5条。（责任单位：区住建局、交警大队）", 1),
        ("美化城市环境。建设口袋公园10个。（责任单位：区园林中心）", 1),
    ):
        number(plan.add_paragraph(text), numbering, depth)
    plan.add_paragraph("附件：重点项目表")
    add_table(
        plan,
        (
            ("序号", "项目名称", "责任分工", "", "完成时限"),
            ("", "", "牵头单位", "配合单位", ""),
            ("一、基础设施类", "", "", "", ""),
            ("1", "新华路改造", "区住建局", "区水务局\n区供电公司", "2026年10月底"),
            ("2", "民主街改造", "区住建局", "无", "2026年8月底"),
            ("序号", "项目名称", "牵头单位", "配合单位", "完成时限"),
            ("3", "实验小学扩建", "区教体局", "区发改局", "长期"),
        ),
        ("0,2:0,3", "0,0:1,0", "0,1:1,1", "0,4:1,4", "2,0:2,4"),
    )
    assert read(saved(plan), "方案.docx", tmp_path) == [
        ("重点任务", "（一）", "畅通城市交通", "", "区住建局＋交警大队", ""),
        ("重点任务", "（二）", "美化城市环境", "", "区园林中心", ""),
        ("基础设施类", "1", "新华路改造", "区住建局", "区水务局＋区供电公司", "2026年10月底"),
        ("基础设施类", "2", "民主街改造", "区住建局", "", "2026年8月底"),
        ("基础设施类", "3", "实验小学扩建", "区教体局", "区发改局", "长期"),
    ]


def test_a_table_that_goes_on_over_the_page_without_its_headings(tmp_path: Path) -> None:
    plan = docx.Document()
    plan.add_paragraph("新安县人居环境提升任务清单")
    add_table(
        plan,
        (
            ("序号", "重点任务", "具体措施", "责任单位\n（第一个为牵头单位）", "完成时限"),
            ("1", "厕所革命", "改建户厕2000户", "县农业农村局\n县卫生健康委\n各乡镇", "11月底"),
            ("", "", "建设公厕30座", "县农业农村局\t县住建局", "10月底"),
        ),
        ("1,0:2,0", "1,1:2,1"),
    )
    plan.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    add_table(
        plan,
        (
            ("2", "设施管护", "修通组路80公里", "县交通局\n各乡镇", "12月底"),
            ("", "", "安装路灯1500盏", "同上", "11月底"),
            ("3", "督导考核", "纳入年度考核", "县委督查室\n县政府督查室", "每季度"),
        ),
        ("0,0:1,0", "0,1:1,1"),
    )
    plan.add_paragraph("抄送：县委各部门，县人大常委会办公室，县政协办公室。")
    lead, road = "县农业农村局", "县交通局"
    assert read(saved(plan), "表.docx", tmp_path) == [
        ("厕所革命", "1", "改建户厕2000户", lead, "县卫生健康委＋各乡镇", "11月底"),
        ("厕所革命", "1", "建设公厕30座", lead, "县住建局", "10月底"),
        ("设施管护", "2", "修通组路80公里", road, "各乡镇", "12月底"),
        ("设施管护", "2", "安装路灯1500盏", road, "各乡镇", "11月底"),
        ("督导考核", "3", "纳入年度考核", "县委督查室", "县政府督查室", "每季度"),
    ]


def test_cards_and_a_row_that_goes_on_over_the_page(tmp_path: Path) -> None:
    plan = docx.Document()
    plan.add_paragraph("滨湖市任务书")
    for label, task, lead in (("1", "优化窗口服务", "市政务局"), ("2", "清理收费", "市发改委")):
        card = (
            ("任务书", "", "", ""),
            ("任务编号", label, "任务名称", task),
            ("主责单位", lead, "协办单位", "市人社局、市公安局"),
            ("完成时间", "2026年6月", "责任领导", "赵某"),
        )
        add_table(plan, card, ("0,0:0,3",))
        plan.add_paragraph()
    card = (("项目名称", "新建幼儿园"), ("牵头单位", "市教育局"), ("配合单位", "无"))
    add_table(
        plan, (*card, ("项目名称", "改造公路"), ("牵头单位", "市交通局"), ("配合单位", "各县"))
    )
    plan.add_paragraph()
    add_table(
        plan,
        (
            ("序号", "任务", "责任单位", "时限"),
            ("1", "建设停车平台，新增", "市公安局、", "6月"),
        ),
    )
    plan.add_paragraph()
    rows = (("", "泊位2000个", "市城管局", ""), ("2", "更新公交车", "市交通局", "长期"))
    add_table(plan, rows)
    helpers = "市人社局＋市公安局"
    assert read(saved(plan), "方案.docx", tmp_path) == [
        ("方案", "1", "优化窗口服务", "市政务局", helpers, "2026年6月"),
        ("方案", "2", "清理收费", "市发改委", helpers, "2026年6月"),
        ("方案", "", "新建幼儿园", "市教育局", "", ""),
        ("方案", "", "改造公路", "市交通局", "各县", ""),
        ("方案", "1", "建设停车平台，新增泊位2000个", "", "市公安局＋市城管局", "6月"),
        ("方案", "2", "更新公交车", "", "市交通局", "长期"),
    ]


def test_what_word_numbers_hides_and_tracks(tmp_path: Path) -> None:
    """A list goes on under another number, but from where that says it begins anew; a style's
    level is the one that names it; hidden text and deleted rows are not there."""
    plan = docx.Document()
    plan.add_paragraph("南安区环境提升方案")
    numbering = numbered(plan, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
    part = plan.part.numbering_part.element
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    for name, inside in (("91", ""), ("92", again)):
        part.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="90"/>'
                f"{inside}</w:num>"
            )
        )
    styled = f'<w:pStyle {nsdecls("w")} w:val="Heading2"/>'
    part.findall(qn("w:abstractNum"))[0].findall(qn("w:lvl"))[1].insert(1, parse_xml(styled))
    heading = plan.styles["Heading 2"].element
    linked = f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'
    heading.get_or_add_pPr().append(parse_xml(linked))
    number(plan.add_paragraph("整治环境"), numbering, 0)
    plan.add_paragraph("治理扬尘。（区住建局）", style="Heading 2")
    hidden = plan.add_paragraph("清运垃圾。（区城管局）", style="Heading 2").add_run("（区委办）")
    hidden.font.hidden = True
    number(plan.add_paragraph("规范秩序"), "91", 0)
    plan.add_paragraph("治理停车。（公安分局）", style="Heading 2")
    number(plan.add_paragraph("分工"), "92", 0)
    rows = (("任务", "责任单位"), ("修路", "区交通局"), ("栽树", "区林业局"), ("清淤", "区水利局"))
    add_table(plan, rows)
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"/>')
    plan.tables[0].rows[2]._tr.get_or_add_trPr().append(deleted)
    found = read(saved(plan), "方案.docx", tmp_path)
    assert [(label, title, units) for _, label, title, _, units, _ in found] == [
        ("（一）", "治理扬尘", "区住建局"),
        ("（二）", "清运垃圾", "区城管局"),
        ("（一）", "治理停车", "公安分局"),
        ("", "修路", "区交通局"),
        ("", "清淤", "区水利局"),
    ]
    lines = document(str(tmp_path / "方案.docx")).blocks
    written = [block.text for block in lines if isinstance(block, Line)]
    assert [text for text in written if "、" in text] == [
        "一、整治环境",
        "二、规范秩序",
        "五、分工",
    ]


def test_chapters_glued_to_the_title_and_to_each_other(tmp_path: Path) -> None:
    text = (
        "白沙市城市更新行动实施方案一、指导思想以人民为中心。二、重点任务（一）实施排水工程1.改造易涝点。"
        "18处。（责任单位：市住建局）\n2.疏浚管网。（责任单位：市城管局）\n（二）实施绿道工程3.建设公园。"
        "（责任单位：市园林局\n4.贯通绿道。（牵头单位：市园林局；配合单位：市文旅局）\n"
    )
    assert read(text.encode(), "方案.txt", tmp_path) == [
        ("实施排水工程", "1.", "改造易涝点", "", "市住建局", ""),
        ("实施排水工程", "2.", "疏浚管网", "", "市城管局", ""),
        ("实施绿道工程", "3.", "建设公园", "", "市园林局", ""),
        ("实施绿道工程", "4.", "贯通绿道", "市园林局", "市文旅局", ""),
    ]


def test_a_table_attached_to_the_text_says_no_task_twice(tmp_path: Path) -> None:
    """In lists of Word that begin with 1. again each."""
    plan = docx.Document()
    plan.add_heading("港北区数字政府建设行动计划", 0)
    for chapter, first, items in (
        (
            "一、夯实底座",
            "90",
            ("升级政务云。迁移系统60个。（区数据局牵头）", "治理公共数据。（各单位）"),
        ),
        ("二、优化服务", "91", ("建设“一刻钟服务圈”。（区行政审批局、各镇街）",)),
    ):
        plan.add_heading(chapter, 1)
        numbering = numbered(plan, [("decimal", "%1.")], first)
        for text in items:
            number(plan.add_paragraph(text), numbering, 0)
    plan.add_paragraph("附件：任务分工表")
    rows = (
        ("序号", "任务", "责任单位", "时限"),
        ("1", "升级政务云，迁移系统60个", "区数据局", "6月底"),
        ("2", "治理公共数据", "各单位", "12月底"),
        ("3", "建设一刻钟服务圈", "区行政审批局、各镇街", "12月底"),
        ("4", "开展数字素养培训", "区委组织部", "11月底"),
    )
    add_table(plan, rows)
    assert read(saved(plan), "计划.docx", tmp_path) == [
        ("夯实底座", "1.", "升级政务云", "区数据局", "", "6月底"),
        ("夯实底座", "2.", "治理公共数据", "", "各单位", "12月底"),
        ("优化服务", "1.", "建设“一刻钟服务圈”", "", "区行政审批局＋各镇街", "12月底"),
        ("任务分工表", "4", "开展数字素养培训", "", "区委组织部", "11月底"),
    ]


def test_nothing_of_a_document_goes_without_a_word(tmp_path: Path) -> None:
    """What is no record is told with its place, and so is what text and table differ in; doubts of
    one kind are one. A frame of one cell holds a table of its own.
    """
    plan = docx.Document()
    for text in (
        "东湖区创建文明城市实施方案",
        "一、重点任务",
        "（一）整治楼道。清理杂物。（责任单位：区住建局；完成时限：2026年6月底前）",
        "（二）整治市场。2026年9月底前完成改造。（责任单位：区市监局、各镇街）",
        "（三）整治工地。（责任单位：区住建局）",
        "二、工作要求",
        "（一）加强领导。各单位主要负责同志亲自抓。",
        "（二）强化督查。定期通报。",
        "附件",
        "任务清单",
    ):
        plan.add_paragraph(text)
    frame = plan.add_table(rows=1, cols=1).cell(0, 0)
    rows = (
        ("任务", "牵头单位", "完成时限", "责任人"),
        ("整治楼道", "区住建局", "2026年7月底前", "张三"),
        ("整治市场", "区市监局", "每月25日前报进展", "李四"),
        ("整治网吧", "区文旅局", "9月底", ""),
    )
    inner = frame.add_table(rows=4, cols=4)
    for row, cells in zip(inner.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    box = parse_xml(
        f"<w:pict {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>印发范围：各单位</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict>"
    )
    plan.paragraphs[0].add_run()._r.append(box)
    path = tmp_path / "方案.docx"
    path.write_bytes(saved(plan))
    files = files_of_plan([str(path)])
    _, _, told = files.page.partition("## 拿不准的")
    told = f"## 拿不准的{told.partition('## 下一步')[0]}"
    assert told == (ROOT / "tests" / "golden" / "intake_page.txt").read_text(encoding="utf-8")
    assert files.data["tasks"].count("  - number: ") == 3
    assert "title: 任务清单" in files.data["tasks"]


def test_what_is_done_may_be_headed_in_any_words(tmp_path: Path) -> None:
    heads = ("序号", "反馈问题", "整改措施", "责任单位", "整改时限")
    rows: Rows = (heads, ("1", "扬尘管控不到位", "逐个工地排查", "区住建局", "3月底前"))
    assert read(workbook(rows), "整改.xlsx", tmp_path) == [
        ("整改", "1", "扬尘管控不到位", "", "区住建局", "3月底前")
    ]


def test_numbers_glued_to_the_text_and_a_title_glued_to_its_chapter(tmp_path: Path) -> None:
    text = (
        "松阳市物流业发展方案一、优化布局\n1.1编制规划，6月底前完成。责任单位：市发展改革委\n"
        "1.2整合场站。*责任单位：市交通局、市邮政管理局*\n1.5万平方米仓库除外。\n"
    )
    assert read(text.encode(), "方案.md", tmp_path) == [
        ("优化布局", "1.1", "编制规划，6月底前完成", "", "市发展改革委", "6月底前"),
        ("优化布局", "1.2", "整合场站", "", "市交通局＋市邮政管理局", ""),
    ]


def test_projects_and_a_title_that_only_the_first_of_its_rows_has(tmp_path: Path) -> None:
    rows = (
        ("编号", "项目名称", "建设规模及主要内容", "项目业主", "主管部门", "开竣工时间"),
        ("1", "滨河路南延", "全长1.1公里", "区城投公司", "区住建局", "2026年1月-10月"),
    )
    assert read(workbook(rows), "项目.xlsx", tmp_path) == [
        ("项目", "1", "滨河路南延", "", "区城投公司＋区住建局", "2026年1月-10月")
    ]
    tasks: Rows = (
        ("序号", "目标任务", "工作要求", "责任单位", "", "完成时限"),
        ("", "", "", "牵头", "配合", ""),
        *((str(number), f"第{number}件实事", "", "市教育局", "", "全年") for number in range(1, 9)),
        ("9", "新增养老床位1000张", "", "市民政局", "各区", "12月底"),
        ("", "", "新建助餐点80个", "市民政局", "市商务局", "10月底"),
    )
    merged = ["D1:E1", "A1:A2", "B1:B2", "F1:F2", "A11:A12", "B11:B12"]
    assert read(workbook(tasks, merged), "实事.xlsx", tmp_path)[-2:] == [
        ("实事", "9", "新增养老床位1000张", "市民政局", "各区", "12月底"),
        ("实事", "9", "新建助餐点80个", "市民政局", "市商务局", "10月底"),
    ]


def test_a_workbook_with_merged_cells(tmp_path: Path) -> None:
    data = workbook(
        (
            ("序号", "重点任务", "具体举措", "责任分工", "", "完成时限"),
            ("", "", "", "牵头单位", "责任单位", ""),
            ("1", "提升绿化水平", "新建绿道20公里", "区园林局", "区住建局、各街道", "12月底前"),
            ("", "", "补植行道树3000株", "区园林局", "各街道", "4月底前"),
            ("2", "整治噪声扰民", "划定噪声敏感区", "区环保分局", "公安分局", "2026-06-30"),
        ),
        ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "A4:A5", "B4:B5"],
        "2026年城市管理重点任务分解表",
    )
    assert read(data, "表.xlsx", tmp_path) == [
        ("提升绿化水平", "1", "新建绿道20公里", "区园林局", "区住建局＋各街道", "12月底前"),
        ("提升绿化水平", "1", "补植行道树3000株", "区园林局", "各街道", "4月底前"),
        ("整治噪声扰民", "2", "划定噪声敏感区", "区环保分局", "公安分局", "2026-06-30"),
    ]


PAGE = """\
<html><head><title>x</title><script>var a="（市教育局负责）"</script></head><body>
<div><a>首页</a></div><h1>关于印发2025年食品安全工作安排的通知</h1><p>2025年食品安全工作安排</p>
<p>&emsp;<b>一、压实责任</b></p><p>（一）落实属地责任。完善机制。（市食安办牵头，各县<br>（市、区）政府落实）</p>
<p>二、重点任务</p><table><tr><th rowspan=2>序号</th><th rowspan=2>工作任务</th><th colspan=2>责任分工</th></tr>
<tr><th>牵头单位</th><th>配合单位</th></tr>
<tr><td>1</td><td>校园排查</td><td rowspan=2>市市场监管局</td><td>市教育局</td></tr>
<tr><td>2</td><td>水产整治</td><td>市农业农村局</td></tr></table></body></html>
"""


def test_a_page_of_the_web(tmp_path: Path) -> None:
    assert read(PAGE.encode(), "页.html", tmp_path) == [
        ("压实责任", "（一）", "落实属地责任", "市食安办", "各县（市、区）政府", ""),
        ("重点任务", "1", "校园排查", "市市场监管局", "市教育局", ""),
        ("重点任务", "2", "水产整治", "市市场监管局", "市农业农村局", ""),
    ]


def test_gbk_with_page_breaks_and_broken_lines(tmp_path: Path) -> None:
    text = (
        "青河县推进殡葬改革实施意见\r\n一、工作任务\r\n（一）加强公墓建设。每乡1处。（县民政局，各乡镇政府\r\n"
        "负责）\r\n- 1 -\r\n\x0c（二）整治散埋乱葬。迁移绿化。（县民政局\r\n、县林业局负责）\r\n"
    )
    assert read(text.encode("gbk"), "意见.txt", tmp_path) == [
        ("工作任务", "（一）", "加强公墓建设", "", "县民政局＋各乡镇政府", ""),
        ("工作任务", "（二）", "整治散埋乱葬", "", "县民政局＋县林业局", ""),
    ]
    table = (
        "序号,工作事项,责任单位,完成时间\r\n1,召开动员会,区委办公室(牵头)、区政府办公室,4月上旬\r\n"
    )
    assert read(table.encode("gbk"), "表.csv", tmp_path) == [
        ("表", "1", "召开动员会", "区委办公室", "区政府办公室", "4月上旬"),
    ]


def test_the_plan_that_cz_ships_comes_out_as_its_data_has_it(tmp_path: Path) -> None:
    """The half of it that could be had, with the table of contents of the whole."""
    seed = ROOT / "tests" / "seed" / "plan.txt"
    ran = cz("init", "p", "--from", str(seed), cwd=tmp_path)
    assert ran.code == 0, ran.err
    ours = loaded(tmp_path / "p")
    shipped = loaded(ROOT)
    for kind, fields in (
        ("tasks", ("id", "title", "page")),
        ("chapters", ("number", "title", "page")),
        ("phases", ("number", "title", "year", "goal", "a_share", "floor", "minors", "stage")),
        ("steps", ("id", "title", "phase", "page")),
        ("requirements", ("id", "title", "page")),
        ("groups", ("id", "name", "page")),
    ):
        assert [[getattr(each, field) for field in fields] for each in getattr(ours, kind)] == [
            [getattr(each, field) for field in fields] for each in getattr(shipped, kind)
        ], kind
    assert [task.text for task in ours.tasks[:3]] == [task.text for task in shipped.tasks[:3]]
    assert (ours.headquarters and ours.headquarters.name) == "××市创建第×轮×文明城市工作××区指挥部"
    assert (ours.office and ours.office.name) == "“创城”工作指挥部办公室"
    written = {form for unit in shipped.owners for form in (unit.name, *unit.redacted)}
    assert {unit.name for unit in ours.owners} <= written
    assert len(ours.tasks[0].units) == 8


def test_a_unit_that_is_written_in_two_ways_is_one(tmp_path: Path) -> None:
    text = (
        "滨海区招商工作方案\n一、重点任务\n（一）引进企业。上门招商。（牵头单位：区发改委；责任单位：区商务局）\n"
        "（二）减少手续。一窗办理。（牵头单位：区发展和改革委员会；责任单位：区行政审批局）\n"
    )
    (tmp_path / "方案.txt").write_text(text, encoding="utf-8")
    assert cz("init", "p", "--from", "方案.txt", cwd=tmp_path, **SIGNED).code == 0
    plan = loaded(tmp_path / "p")
    assert [(unit.name, unit.former) for unit in plan.owners if unit.former] == [
        ("区发展和改革委员会", ("区发改委",))
    ]
    assert [(task.lead, task.units) for task in plan.tasks] == [
        ("区发改委", ("区商务局",)),
        ("区发展和改革委员会", ("区行政审批局",)),
    ]
    checked = cz("check", cwd=tmp_path / "p")
    assert (checked.code, "错误 0 个，警告 0 个" in checked.out) == (0, True)
    page = (tmp_path / "p" / "导入说明.md").read_text(encoding="utf-8")
    assert "当作一个单位：区发展和改革委员会，另一种写法记在 former 里" in page


def loaded(folder: Path) -> Campaign:
    return load(str(folder)).campaign


def test_an_empty_plan_and_its_repository(tmp_path: Path) -> None:
    ran = cz("init", "p", "--empty", cwd=tmp_path, **SIGNED)
    assert ran.code == 0
    assert "第一次提交" in ran.out
    checked = cz("check", cwd=tmp_path / "p")
    assert (checked.code, "错误 0 个，警告 0 个" in checked.out) == (0, True)
    assert git(tmp_path / "p", "log", "--format=%s").split() == ["建立方案"]
    assert git(tmp_path / "p", "status", "--short") == ""


def test_what_git_lacks_is_said(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    ran = cz(
        "init",
        "p",
        "--empty",
        cwd=tmp_path,
        HOME=str(home),
        GIT_CONFIG_NOSYSTEM="1",
        EMAIL="",
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="user.useConfigOnly",
        GIT_CONFIG_VALUE_0="true",
    )
    assert ran.code == 0
    assert ran.out.splitlines()[6:11] == [
        "git 仓库建好了，还没有提交：git 不知道提交人的姓名和邮箱。请执行：",
        '  git config --global user.name "您的姓名"',
        '  git config --global user.email "您的邮箱"',
        "  git add .",
        "  git commit -m 建立方案",
    ]
    bare = tmp_path / "bin"
    bare.mkdir()
    ran = cz("init", "q", "--empty", cwd=tmp_path, PATH=str(bare))
    assert ran.code == 0
    assert "这台机器上没有装 git" in ran.out


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "方案.doc",
            b"x",
            "cz：方案.doc 是旧格式的 .doc 文件。请用 Word 或 WPS 打开，另存为 .docx 再导入。\n",
        ),
        (
            "方案.pdf",
            b"%PDF-1.7",
            "cz：方案.pdf 是 PDF。请要来原来的 Word 文件，或把文字复制到 .txt 里再导入。\n",
        ),
        ("方案.txt", "一段话。".encode(), "cz：从 方案.txt 里没有读出任务。"),
        ("方案.docx", b"PK\x03\x04", "cz：方案.docx 已损坏，读不出来"),
    ],
)
def test_files_that_are_no_plan(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    ran = cz("init", "p", "--from", name, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    "text",
    [
        "（" * 30_000,
        "一、" * 20_000,
        "序号 任务 责任单位 " * 4_000,
        "（每月" * 15_000,
        "甲" + " " * 40_000 + "乙",
        "序号\n任务\n责任单位\n" * 4_000,
        "工作任务 责任单位\n修路 " * 4_000,
        "任务名称：修路\n" * 8_000,
        "│甲│" * 8_000,
    ],
)
def test_a_hostile_text_is_done_with_soon(text: str, tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(text, encoding="utf-8")
    ran = cz("init", "p", "--from", "方案.txt", cwd=tmp_path, **SIGNED)
    assert ran.code in (0, 2)


def test_as_many_chapters_as_one_likes_are_no_depth(tmp_path: Path) -> None:
    """A table whose rows are headed by them, and that has none behind them."""
    table = "序号\n任务\n责任单位\n1\n修路\n区交通局\n" + "一、甲甲\n" * 3000
    assert (
        read(table.encode(), "方案.txt", tmp_path) == [("方案", "一、", "甲甲", "", "", "")] * 3000
    )


def test_the_deadline_as_written_is_one_field_among_others(tmp_path: Path) -> None:
    source = PLANS / "chuangcheng.txt"
    assert cz("init", "p", "--from", str(source), cwd=tmp_path, **SIGNED).code == 0
    tasks = tmp_path / "p" / "data" / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8").replace("due: 2026年6月底前", "due: 2026年7月底前")
    tasks.write_text(text.replace("    due: 2026年9月30日前\n", ""), encoding="utf-8")
    ran = cz("diff", cwd=tmp_path / "p")
    assert (ran.code, ran.err) == (0, "")
    assert "方案所列时限：2026年6月底前 → 2026年7月底前" in ran.out
    assert "方案所列时限：2026年9月30日前 → " in ran.out
