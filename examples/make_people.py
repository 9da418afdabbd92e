"""Write the roster of examples/midway: data/people.yaml.

Called by make_midway.py. Every person is a placeholder (演示人员001 …) and every number is none
that can be dialled (000-…). Only the standard library is used and nothing is random.
"""

import re

HEADER = (
    "# 演示数据：名单里的人都是占位的（演示人员001 等），电话都打不通，由 make_midway.py 生成。\n"
    "# 一人一职一行；换人时在原来那行写上 until，另起一行写新的人，cz who change 就是这样改的。\n\n"
)
# Units of which the roster knows nobody yet, and those that have named a leader only.
UNNAMED = {"供电公司", "自来水公司", "区关工委"}
LEADER_ONLY = {"区税务局", "区科协", "枫林乡"}
HEADQUARTERS = (
    ("指挥长", "区委", "主要负责人"),
    ("副指挥长", "区政府", "主要负责人"),
    ("副指挥长", "区委宣传部", "主要负责人"),
    ("成员", "区委办公室", "主要负责人"),
    ("成员", "区政府办公室", "主要负责人"),
    ("成员", "区教育局", "主要负责人"),
    ("成员", "区城市管理局", "主要负责人"),
    ("成员", "区住房和城乡建设局", "主要负责人"),
)
OFFICE = (
    ("主任", "区委宣传部", "分管负责人"),
    ("副主任", "区城市管理局", "分管负责人"),
    ("工作人员", "区委宣传部", "抽调"),
    ("工作人员", "区教育局", "抽调"),
    ("工作人员", "区融媒体中心", "抽调"),
)
# group: its units, the first one's person at its head; 督查问效组 has lost its head, nobody follows
GROUPS = {
    "宣传教育组": ("区委宣传部", "区融媒体中心", "区新闻中心", "区文化和旅游局"),
    "督查问效组": ("区纪委监委", "区委办公室", "区政府办公室"),
    "交通秩序组": ("区交警大队", "区交通运输局", "区城市管理局"),
    "环境卫生组": ("区城市管理局", "区卫生健康局", "区生态环境分局"),
    "基础设施组": ("区住房和城乡建设局", "区自然资源局", "区水利局"),
    "社区管理组": ("区委社会工作部", "区民政局", "区司法局"),
    "窗口行业组": ("区政务服务管理局", "区市场监督管理局", "区商务局"),
    "未成年人思想道德建设工作组": ("区教育局", "团区委", "区妇联"),
    "问卷调查组": ("区委宣传部", "区委社会工作部"),
}
BEGUN = "2025-02-01"
CHANGED = {"区教育局": "2026-03-16", "石桥乡": "2026-05-06"}  # another 联络员 from then on
LEFT = ("督查问效组", "2026-06-30")  # its head's last day


class Roster:
    def __init__(self):
        self.lines = []

    def add(self, role, unit, *, post="", body="", since=BEGUN, until=""):
        number = len(self.lines) + 1
        fields = {
            "id": f"w{number}",
            "name": f"演示人员{number:03}",
            "role": role,
            "unit": unit,
            "post": post,
            "body": body,
            "phone": f"000-{number:08}",
            "since": since,
            "until": until,
        }
        self.lines.append({key: value for key, value in fields.items() if value})


def day_before(day):
    """Of a day that is not the first of its month."""
    return f"{day[:8]}{int(day[8:]) - 1:02}"


def add_bodies(roster):
    for role, unit, post in HEADQUARTERS:
        roster.add(role, unit, post=post, body="指挥部")
    for role, unit, post in OFFICE:
        roster.add(role, unit, post=post, body="办公室")
    for group, units in GROUPS.items():
        until = LEFT[1] if group == LEFT[0] else ""
        roster.add("组长", units[0], post="分管负责人", body=group, until=until)
        roster.add("副组长", units[1], post="分管负责人", body=group)
        for unit in units[2:]:
            roster.add("成员", unit, body=group)


def add_units(roster, units):
    for unit in units:
        if unit in UNNAMED:
            continue
        roster.add("分管领导", unit, post="分管负责人")
        if unit in LEADER_ONLY:
            continue
        changed = CHANGED.get(unit)
        roster.add(
            "联络员", unit, post="办公室工作人员", until=day_before(changed) if changed else ""
        )
        if changed:
            roster.add("联络员", unit, post="办公室工作人员", since=changed)


def make(units):
    """The text of the file; ``units``: the names of the plan's units."""
    roster = Roster()
    add_bodies(roster)
    add_units(roster, units)
    out = [HEADER, "people:\n"]
    for fields in roster.lines:
        lines = [f"{key}: {value}\n" for key, value in fields.items()]
        out += ["  - ", "    ".join(lines)]
    return "".join(out)


def unit_names(text):
    listed = text[text.index("\nunits:") : text.index("\ncollectives:")]
    return re.findall(r"^    name: (\S+)", listed, re.M)


def write(folder):
    """Write it into the plan folder, which has its units.yaml."""
    data = folder / "data"
    units = unit_names((data / "units.yaml").read_text(encoding="utf-8"))
    (data / "people.yaml").write_bytes(make(units).encode("utf-8"))
