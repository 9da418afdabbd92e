"""The catalogue of problem codes; `python docs/catalogue.py` writes docs/problems.md from it.

Every example is run: a change to the small plan below, and what `cz check` then says. A test holds
that each example gives its code, that every code in the program has an entry, and that the page is
what this program writes.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

TASKS = """plan:
  title: 样例方案
  phase: 1
phases:
  - number: 1
    title: 全面动员
    a_share: 70
    start: 2026-01-01
    end: 2026-12-31
chapters:
  - number: 1
    title: 思想道德
tasks:
  - id: 1-1
    title: 志愿服务
    lead: 区委宣传部
    units:
      - 区教育局
    group: 宣传教育组
    progress:
      1: {status: doing, due: 2026-06-30}
    updates:
      - {date: 2026-03-05, phase: 1, unit: 区教育局, note: 已印发计划}
"""
UNITS = """groups:
  - id: g1
    name: 宣传教育组
units:
  - id: qwxcb
    name: 区委宣传部
    kind: 党委部门
  - id: qjyj
    name: 区教育局
    kind: 政府部门
collectives:
  - id: gxz
    name: 各乡镇党委和政府
    members:
      - 区教育局
"""
INDICATORS = """systems:
  - id: minors
    name: 未成年人
projects:
  - id: x1
    title: 理想信念教育
indicators:
  - id: i1-01
    title: 有志愿服务站
    project: x1
    task: 1-1
    unit: 区教育局
"""
FINDINGS = """findings:
  - id: f260701-1
    date: 2026-07-01
    spot: 文化广场
    unit: 区教育局
    problem: 公益广告破损
    due: 2026-07-08
    indicator: i1-01
    rectified: 2026-07-06
    extended:
      - {date: 2026-07-03, was: 2026-07-05, due: 2026-07-08, reason: 等材料}
"""
SUPERVISION = """rules:
  classes:
    部门:
      - 党委部门
      - 政府部门
bulletins:
  - id: t2026-1
    start: 2026-06-29
    end: 2026-07-03
    as_of: 2026-07-08
"""
EVIDENCE = """evidence:
  - id: e1
    about: i1-01
    file: 佐证材料/1-1/服务站.jpg
    kind: 图片
    date: 2026-06-18
"""
SURVEYS = """surveys:
  - id: q2026-1
    title: 问卷调查
    returned: 12
    valid: 10
"""
FILES = {
    "tasks": TASKS,
    "units": UNITS,
    "indicators": INDICATORS,
    "surveys": SURVEYS,
    "findings": FINDINGS,
    "supervision": SUPERVISION,
    "evidence": EVIDENCE,
}


class Entry(NamedTuple):
    """``file``/``old``/``new``.

    The example is the small plan with ``old`` replaced by ``new`` in that file.
    """

    code: str
    title: str
    cause: str
    remedy: str
    file: str = ""
    old: str = ""
    new: str | bytes = ""


ENTRIES = (
    Entry(
        "E001",
        "没有这个文件",
        "data 文件夹里少了 tasks.yaml、units.yaml 或 indicators.yaml；"
        "findings.yaml、supervision.yaml、evidence.yaml 可以没有。",
        "误删的用 git checkout 找回；新方案用 cz init 建立。",
        "units",
        UNITS,
        b"",
    ),
    Entry(
        "E002",
        "不是 UTF-8",
        "文件用别的编码存过，常见的是记事本的“ANSI”（GBK）。",
        "在编辑器里另存为 UTF-8。",
        "units",
        UNITS,
        UNITS.encode("gbk"),
    ),
    Entry(
        "E003",
        "应当是文件，却是文件夹、设备，或指向方案以外的链接",
        "别的东西占了文件的位置。别人给的方案可以用链接指到您的文件，所以出了方案所在的仓库的链接不读。",
        "把它移开，放回文件本身。",
    ),
    Entry("E004", "读不出来", "没有读取权限，或磁盘、网络盘出了故障。", "检查文件的属主和权限。"),
    Entry("E005", "文件太大", "超过 96 MB，多半是放错了文件。", "核对文件。"),
    Entry(
        "E006",
        "文件是空的",
        "文件里什么也没有，或只有空白和注释。可以没有的三个文件，空着也不算错。",
        "误删的用 git checkout 找回。",
        "units",
        UNITS,
        "\n",
    ),
    Entry(
        "E007",
        "换行是旧式的 CR",
        "老的 Mac 程序存的，或在传送中换行被改坏了；整个文件只算一行，位置说不清，也改不了。",
        "在编辑器里把换行改为 LF 或 CRLF，另存。",
        "units",
        UNITS,
        UNITS.replace("\n", "\r").encode(),
    ),
    Entry(
        "E101",
        "YAML 写法有误",
        "缩进、冒号、引号、括号等写得不对。只影响这一条记录，其余照常读取；"
        "但在改正之前，cz 不改动这个文件。",
        "照提示改正这一行或上一行。",
        "tasks",
        "title: 志愿服务",
        'title: "志愿服务',
    ),
    Entry(
        "E102",
        "用了锚点、引用或合并键",
        "YAML 的 &、*、<< 会让一处改动影响多处，方案文件不用。",
        "把内容直接写在各处；值以 * 或 & 开头时加引号。",
        "tasks",
        "title: 志愿服务",
        "title: &name 志愿服务",
    ),
    Entry(
        "E103",
        "用了类型标签",
        "YAML 的 ! 标签。值是什么类型由字段决定。",
        "去掉标签。",
        "tasks",
        "title: 志愿服务",
        "title: !!str 志愿服务",
    ),
    Entry(
        "E104",
        "字段重复",
        "同一条记录里一个字段写了两次，不知道以哪个为准。",
        "只留一个。",
        "tasks",
        "    lead: 区委宣传部",
        "    lead: 区委宣传部\n    lead: 区教育局",
    ),
    Entry(
        "E105",
        "一个文件两份文档",
        "文件里有第二个“---”。",
        "一个文件只放一份文档。",
        "units",
        "collectives:",
        "---\ncollectives:",
    ),
    Entry(
        "E106",
        "最外层不对",
        "文件的最外层应当是“节名:”，这里是列表或一段文字。",
        "对照样例文件。",
        "units",
        UNITS,
        "- 区委宣传部\n- 区教育局\n",
    ),
    Entry(
        "E107",
        "嵌套太深",
        "括号或缩进套了四十层以上。",
        "检查括号和缩进。",
        "tasks",
        "title: 志愿服务",
        "title: " + "[" * 41 + "]" * 41,
    ),
    Entry(
        "E108",
        "缺少 libyaml",
        "这台机器上的 PyYAML 没有带 libyaml。",
        "重新安装 PyYAML 的官方安装包。",
    ),
    Entry(
        "E201",
        "缺少必填字段",
        "任务要有 id 和 title，单位要有 id、name 和 kind，问题要有 id、date、"
        "unit 和 problem，等等。",
        "补上这个字段。",
        "tasks",
        "    title: 志愿服务\n",
        "",
    ),
    Entry(
        "E202",
        "值的形状不对",
        "应当是一段文字的写成了列表，或反过来。",
        "照提示改写。",
        "tasks",
        "    units:\n      - 区教育局",
        "    units: 区教育局",
    ),
    Entry(
        "E203",
        "不是数",
        "应当是整数，或 0 到 100 的数。",
        "写阿拉伯数字，不带单位。",
        "tasks",
        "a_share: 70",
        "a_share: 七成",
    ),
    Entry(
        "E204",
        "不是日期",
        "日期写法不对，或没有这一天。",
        "写成 2026-06-30。",
        "tasks",
        "due: 2026-06-30",
        "due: 2026-6-31",
    ),
    Entry(
        "E205",
        "没有这种状态、评级、类别或来源",
        "只能用规定的几个词；中文的写法见 input.md。",
        "照提示选一个。",
        "tasks",
        "status: doing",
        "status: 快办完了",
    ),
    Entry(
        "E206",
        "编号写法不对",
        "任务编号是“板块号-序号”，步骤以 s 开头，指标以 i 开头，问题是 f 加督查日期-序号，"
        "单位用小写拼音。",
        "照提示改写。",
        "tasks",
        "id: 1-1",
        "id: 任务一",
    ),
    Entry(
        "E207",
        "小记录里有不认识的字段",
        "progress、updates、counts、lights、extended、reopened、ranking、"
        "window 里只能写规定的字段。",
        "照提示改正字段名。",
        "tasks",
        "due: 2026-06-30",
        "dua: 2026-06-30",
    ),
    Entry(
        "E301",
        "编号用了两次",
        "两条记录用了同一个编号。cz 照常显示，但不改动这个编号的记录。",
        "给其中一条换一个编号。",
        "tasks",
        "tasks:\n",
        "tasks:\n  - id: 1-1\n    title: 文明旅游\n    lead: 区教育局\n",
    ),
    Entry(
        "E302",
        "没有这个单位",
        "单位名称与 data/units.yaml 里的不一致；或问题、通报、督办单写了集体单位。",
        "写全名；新单位先加到 units.yaml；集体单位改成其中一个成员。",
        "tasks",
        "      - 区教育局",
        "      - 教育局",
    ),
    Entry(
        "E303",
        "没有这个工作组",
        "工作组名称与 data/units.yaml 里的不一致。",
        "写全名。",
        "tasks",
        "group: 宣传教育组",
        "group: 宣教组",
    ),
    Entry(
        "E304",
        "没有这项任务",
        "指标或问题的 task 写错了。",
        "核对任务编号。",
        "indicators",
        "task: 1-1",
        "task: 1-9",
    ),
    Entry(
        "E305",
        "没有这个测评项目或版块",
        "指标的 project 或项目的 block 写错了。",
        "核对编号。",
        "indicators",
        "project: x1",
        "project: x9",
    ),
    Entry(
        "E306",
        "没有这个阶段",
        "progress、ratings、scores、updates 里的阶段号在 phases 里没有。",
        "核对阶段号。",
        "tasks",
        "      1: {status: doing",
        "      4: {status: doing",
    ),
    Entry(
        "E307",
        "没有这个板块",
        "任务编号的第一个数是板块号，chapters 里没有。",
        "改编号，或补上板块。",
        "tasks",
        "id: 1-1",
        "id: 7-1",
    ),
    Entry(
        "E308",
        "重名",
        "两个单位（或两个工作组、两个测评体系）用了同一个名称，任务里写的名称就不知道指哪个；看上去一样、只差空格或部首字形的也算。"
        "曾用名（former）也不能与别的名称、别的曾用名相同。",
        "删去一条，或把名称写得有区别；曾用名核对它现在是哪个单位。",
        "units",
        "    kind: 政府部门",
        "    kind: 政府部门\n    former:\n      - 区委宣传部",
    ),
    Entry(
        "E309",
        "没有这条指标",
        "问题的 indicator 写错了。",
        "核对指标编号。",
        "findings",
        "indicator: i1-01",
        "indicator: i1-09",
    ),
    Entry(
        "E310",
        "所指的记录没有",
        "督办单的 about 应当是问题、任务、步骤或通报的编号；"
        "佐证材料的 about 应当是指标、任务、步骤或问题的编号。",
        "核对编号。",
        "evidence",
        "about: i1-01",
        "about: i1-09",
    ),
    Entry(
        "E311",
        "一种单位在两类里",
        "rules.classes 里，同一种单位写进了两类，就不知道和谁一起排名。",
        "删去一处。",
        "supervision",
        "      - 政府部门\n",
        "      - 政府部门\n    机关:\n      - 政府部门\n",
    ),
    Entry(
        "E312",
        "日期先后颠倒",
        "通报的督查时间，或材料有效期，end 早于 start。",
        "核对 start 和 end。",
        "supervision",
        "end: 2026-07-03",
        "end: 2026-06-03",
    ),
    Entry(
        "E313",
        "登记的排名不成立",
        "同一个单位在一期排名里出现两次，或按时整改数、销号数多于交办数，或交办数是 0。",
        "按发出的通报改正。",
        "supervision",
        "    as_of: 2026-07-08\n",
        "    as_of: 2026-07-08\n    ranking:\n"
        "      - {kind: 部门, rank: 1, unit: 区教育局, handed: 2, in_time: 3}\n",
    ),
    Entry(
        "E314",
        "模拟测评的规则不成立",
        "指标的 judge 里有永远轮不到的等级，或者达到得少倒评得高；"
        "rules.scoring 要按权重算而标准没有写权重，或两项互相矛盾。",
        "照本地的测评手册改正，写法见 docs/rounds.md。",
        "indicators",
        "    unit: 区教育局\n",
        "    unit: 区教育局\n    judge: {A: 达到不少于80%, B: 全部达到, C: 其余}\n",
    ),
    Entry(
        "E315",
        "问卷的人数不成立",
        "有效份数多于收回的，各单位合计多于总数，或一个单位的人数个数和选项不一样多。",
        "照统计的结果改正；不清楚的，删去这次问卷，重新用 cz survey import 统计。",
        "surveys",
        "    valid: 10\n",
        "    valid: 20\n",
    ),
    Entry(
        "E501",
        "报告模板写法有误",
        "模板里的 {% %}、{{ }} 不成对，或写法不对。出报告时报告，cz check 不查模板。",
        "照提示改正模板的这一行。",
    ),
    Entry(
        "E502",
        "报告模板用了没有的名称",
        "模板里写错了变量、过滤器或宏的名称。",
        "照提示改正名称；可用的见 docs/templates.md。",
    ),
    Entry("E503", "报告模板执行出错", "模板里的计算出错，或要引入的模板不存在。", "照提示改正。"),
    Entry(
        "W401",
        "不认识的字段",
        "字段名可能写错了。cz 原样保留它，但不使用。",
        "照提示改正，或置之不理。",
        "tasks",
        "group: 宣传教育组",
        "gruop: 宣传教育组",
    ),
    Entry(
        "W402",
        "同一任务里单位写了两次",
        "牵头单位又列为责任单位，或责任单位重复。",
        "删去重复的一处。",
        "tasks",
        "      - 区教育局",
        "      - 区委宣传部",
    ),
    Entry(
        "W403",
        "时限不在阶段之内",
        "多半是年份写错了。",
        "核对年份和阶段。",
        "tasks",
        "due: 2026-06-30",
        "due: 2025-06-30",
    ),
    Entry(
        "W404",
        "阶段的日期有矛盾",
        "起止只写一半、先后颠倒、互相重叠，或看不出现在是第几阶段。",
        "核对 start、end，或写 plan.phase。",
        "tasks",
        "end: 2026-12-31",
        "end: 2025-12-31",
    ),
    Entry(
        "W405",
        "进展的日期晚于今天",
        "进展是已经发生的事。",
        "核对日期。",
        "tasks",
        "date: 2026-03-05",
        "date: 2126-03-05",
    ),
    Entry(
        "W406",
        "数目与方案写明的不符",
        "plan.counts 里的数与指标文件里的条数不同。没有录入的会一直算作未评。",
        "补录，或核对。",
        "tasks",
        "  phase: 1\n",
        "  phase: 1\n  counts: {standards: 188}\n",
    ),
    Entry(
        "W408",
        "没有牵头单位",
        "任务没有写 lead。",
        "用 cz assign 编号 --lead 单位 补上。",
        "tasks",
        "    lead: 区委宣传部\n",
        "",
    ),
    Entry(
        "W409",
        "黄灯永远不会亮",
        "lights 里黄灯的天数少于红灯的天数。",
        "让 yellow 大于 red。",
        "tasks",
        "  phase: 1\n",
        "  phase: 1\n  lights: {yellow: 3, red: 7}\n",
    ),
    Entry(
        "W410",
        "问题的日期有矛盾",
        "整改早于督查、复核早于整改、时限早于督查、日期晚于今天，或销了号却没有整改日期。",
        "核对日期。没有整改日期的，按复核日期算整改。",
        "findings",
        "rectified: 2026-07-06",
        "rectified: 2026-06-06",
    ),
    Entry(
        "W411",
        "整改时限与延期记录不符",
        "有延期（extended）记录，时限却不是最近一次延到的那一天：多半是直接改了 due。",
        "用 cz finding due 改时限，会同时记下理由。",
        "findings",
        "due: 2026-07-08\n    indicator",
        "due: 2026-07-20\n    indicator",
    ),
    Entry(
        "W412",
        "单独的回车符",
        "换行混用了旧式的 CR：YAML 在这里另起一行，编辑器和 git 却不一定，行号会对不上。",
        "在编辑器里把换行统一为 LF 或 CRLF。",
        "units",
        UNITS,
        UNITS.replace("units:\n", "units:\r").encode(),
    ),
    Entry(
        "W413",
        "名称里有看上去一样的字",
        "从 PDF、Word、网页复制来的名称里，常夹着部首字形（⻔）、兼容汉字、不间断空格、"
        "看不见的字符，和平常的字看上去一样，程序比对时却是两个字。查询时两种都认得，文件里还是要改成平常的字。",
        "照提示改。",
        "findings",
        "spot: 文化广场",
        "spot: \u2f42化广场",
    ),
    Entry(
        "W414",
        "没有问题的点位有问题",
        "同一天、同一单位、同一点位，既记了问题，又记成没有问题的点位（visits）：点位数会多算一个。",
        "删去没有问题的那一条。",
        "findings",
        FINDINGS,
        FINDINGS
        + "visits:\n  - id: v260701-1\n    date: 2026-07-01\n"
        + "    spot: 文化广场\n    unit: 区教育局\n",
    ),
    Entry(
        "N601",
        "尚有拟定内容",
        "标着 source: proposed 的还没有对照方案核实，打印时都带（拟）。",
        "核实后用 cz assign 编号 --confirm，或把 source 改为 plan。",
        "tasks",
        "    group: 宣传教育组",
        "    group: 宣传教育组\n    source: proposed",
    ),
    Entry(
        "N602",
        "“今天”是固定的",
        "plan.today 写了日期，逾期和亮灯都按那一天算，只用于演示。",
        "正式使用时删去这一行。",
        "tasks",
        "  phase: 1\n",
        "  phase: 1\n  today: 2026-07-15\n",
    ),
)


def example(entry: Entry) -> str:
    """What `cz check` says of the entry's example; the summary line is left out."""
    from cz.cli.main import run

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        data.mkdir()
        for stem, text in FILES.items():
            raw = text.encode()
            if stem == entry.file:
                assert entry.old in text, entry.code
                raw = (
                    entry.new
                    if isinstance(entry.new, bytes)
                    else text.replace(entry.old, entry.new, 1).encode()
                )
                if raw == b"":
                    continue
            (data / f"{stem}.yaml").write_bytes(raw)
        before = os.getcwd()
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                run(["check", "--today", "2026-07-15"])
        finally:
            os.chdir(before)
    return out.getvalue().rsplit("检查完毕", 1)[0]


def page() -> str:
    """docs/problems.md."""
    lines = [
        "# 问题编码一览",
        "",
        "由 `python docs/catalogue.py` 生成，请勿手工修改。"
        "E 是错误（退出码 1），W 是警告，N 是提示。",
        "",
        "| 编码 | 问题 |",
        "| :-- | :-- |",
        *(f"| [{one.code}](#{one.code.lower()}) | {one.title} |" for one in ENTRIES),
        "",
    ]
    for one in ENTRIES:
        lines += [
            f"## {one.code}",
            "",
            f"**{one.title}。** {one.cause}",
            "",
            f"办法：{one.remedy}",
            "",
        ]
        if one.file:
            lines += ["```text", example(one).rstrip("\n"), "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    target = Path(__file__).with_name("problems.md")
    target.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"已写入 {target.name}\n")
