"""The meetings of the example: five 推进会 and two trainings up to 15 July 2026. All made up."""

from __future__ import annotations

HEADER = """\
# 演示数据：会议、议定的事和办理结果都是虚构的，主持人是占位的，由 make_midway.py 生成。
# 一次会议一条；议定的事一件一条，编号是会议编号加序号，cz meeting agree、done 就是这样记的。

"""

CHAIR, DEPUTY = "演示人员001", "演示人员003"
# kind, which of its kind, date, title, chair, absent, what it serves, what was said
MEETINGS = (
    ("推进会", 1, "2026-02-27", "第1次推进会", CHAIR, (), "s2-4", ("部署第二阶段重点任务。",)),
    (
        *("培训", 0, "2026-03-12", "材料收集和网上申报业务培训", DEPUTY, ("区司法局",), "s1-4"),
        ("讲解材料要求、图说写法和常见退回原因。",),
    ),
    (
        "推进会",
        2,
        "2026-03-31",
        "第2次推进会",
        CHAIR,
        ("区科协",),
        "s2-4",
        ("通报一季度督查情况。",),
    ),
    ("推进会", 3, "2026-04-29", "第3次推进会", DEPUTY, (), "s2-4", ("通报第一次模拟测评结果。",)),
    (
        "推进会",
        4,
        "2026-05-28",
        "第4次推进会",
        CHAIR,
        ("区司法局",),
        "s2-4",
        ("分析B类、C类指标。",),
    ),
    (
        *("培训", 0, "2026-06-11", "问卷调查和入户宣传培训", DEPUTY, (), "s1-4"),
        ("讲解问卷内容、抽样办法和入户礼仪。",),
    ),
    (
        *("推进会", 5, "2026-07-06", "第5次推进会", CHAIR, ("区教育局", "区科协"), "s2-4"),
        (
            "通报6月份督查情况，黑榜单位作表态发言。",
            "会议要求：一票否决的指标一周内拿出整改措施，评A而现场查出问题的逐条复核。",
        ),
    ),
)
# meeting, unit, matter, due, done, result, about, helpers
AGREED = (
    (1, "区委宣传部", "印发第二阶段任务分解表", "2026-03-10", "2026-03-09", "已印发", "", ()),
    (1, "区住房和城乡建设局", "排查老旧小区楼道堆物", "2026-03-20", "2026-03-25", "", "", ()),
    (3, "区市场监督管理局", "农贸市场明码标价检查一遍", "2026-04-15", "2026-04-13", "", "", ()),
    (3, "区卫生健康局", "公共场所控烟标识补齐", "2026-04-20", "2026-04-20", "已补齐", "", ()),
    (4, "城东街道", "棉纺小区一带飞线充电清零", "2026-05-15", "2026-05-14", "已加装充电桩", "", ()),
    (4, "区文化和旅游局", "公益性文化设施开放时间上墙", "2026-05-20", "2026-05-18", "", "", ()),
    (5, "区交通运输局", "公交站台破损设施更换", "2026-06-20", "", "", "", ()),
    (5, "区教育局", "校园周边环境联合检查", "2026-06-15", "2026-06-12", "", "", ("区公安分局",)),
    (7, "区城市管理局", "清理三条主干道占道停车", "2026-07-13", "", "", "i9-14", ("区交警大队",)),
    (7, "各街道党工委和办事处", "评A的实地标准逐点位复核一遍", "2026-07-20", "", "", "", ()),
    (7, "区委网信办", "网上核查记录补齐", "2026-07-12", "2026-07-11", "已补12条", "", ()),
    (7, "区委宣传部", "第三季度问卷调查方案报指挥部", "2026-07-18", "", "", "", ()),
    (7, "柳溪镇", "农贸市场摊位占道整治", "2026-07-10", "2026-07-10", "已划线定位", "", ()),
)


def make():
    """The text of data/meetings.yaml."""
    lines = ["meetings:\n"]
    for number, fields in enumerate(MEETINGS, 1):
        kind, which, day, title, chair, absent, work, points = fields
        lines.append(f"  - id: h2026-{number}\n    kind: {kind}\n    date: {day}\n")
        lines.append(f"    title: {title}\n")
        lines += [f"    number: {which}\n"] if which else []
        lines.append(f"    chair: {chair}\n")
        lines += listed("absent", absent) + listed("work", (work,)) + listed("points", points)
    lines.append("\nagreed:\n")
    counts = {}
    for meeting, unit, matter, due, done, result, about, helpers in AGREED:
        counts[meeting] = counts.get(meeting, 0) + 1
        lines.append(f"  - id: h2026-{meeting}-{counts[meeting]}\n    unit: {unit}\n")
        lines.append(f"    matter: {matter}\n    due: {due}\n")
        lines += listed("helpers", helpers)
        for key, value in (("about", about), ("done", done), ("result", result)):
            lines += [f"    {key}: {value}\n"] if value else []
    return HEADER + "".join(lines)


def listed(key, values):
    """The lines of a list, none where it is empty."""
    return [f"    {key}:\n", *(f"      - {value}\n" for value in values)] if values else []


def write(folder):
    """Write it into the plan folder."""
    (folder / "data" / "meetings.yaml").write_bytes(make().encode("utf-8"))
