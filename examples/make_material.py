"""More evidence of examples/midway: pieces for standards judged by their papers, their reviews,
the office's draw, what is concluded, honours.

Called by make_findings.py. Everything is made up (演示数据); photos are one grey dot with the day
they were taken, papers are a line of text. Only the standard library is used, nothing is random.
"""

import struct

# about | file below 佐证材料 | kind | date | caption | items it answers, by 、
PIECES = """
i1-01 | 1-1/理论学习中心组年度学习计划.md | 正式发文 | 2026-01-12 | 区级理论学习中心组2026年度学习计划 | 年度学习计划
i1-01 | 1-1/第二季度学习记录.txt | 说明报告 | 2026-06-30 | 理论学习中心组第二季度学习记录 | 学习记录
i1-01 | 1-1/签到表.csv | 数据表格 | 2026-06-30 | 理论学习中心组学习签到表 | 签到表
i1-02 | 1-1/学习制度和考核办法.md | 正式发文 | 2026-02-10 | 学习制度和督查考核办法 | 学习制度、考核办法
i1-02 | 1-1/学习档案目录.csv | 数据表格 | 2026-05-15 | 各部门学习档案目录 |
i1-03 | 1-1/春季班教学计划.md | 正式发文 | 2026-03-02 | 春季主体班教学计划 | 教学计划
i1-03 | 1-1/春季班课程表.csv | 数据表格 | 2026-03-02 | 春季主体班课程表 | 课程表
i1-03 | 1-1/春季班培训总结.txt | 说明报告 | 2026-06-05 | 春季主体班培训总结 | 培训总结
i1-04 | 1-1/主题学习活动方案.md | 正式发文 | 2026-03-20 | 基层组织主题学习活动方案 | 活动方案
i1-04 | 1-1/主题学习活动.jpg | 图片 | 2026-04-17 | 2026年4月17日，城东街道棉纺社区，社区党员，开展主题学习活动 | 现场图片
i1-05 | 1-2/宣讲计划.md | 正式发文 | 2026-02-26 | 2026年理论宣讲计划 | 宣讲计划
i1-05 | 1-2/基层宣讲.jpg | 图片 | 2026-05-20 | 2026年5月20日，柳溪镇文化广场，宣讲团成员，为群众宣讲 |
i1-05 | 1-2/宣讲提纲.txt | 说明报告 | 2026-03-06 | 宣讲提纲 |
i1-10 | 1-3/专题会议纪要.md | 正式发文 | 2026-04-08 | 意识形态工作专题会议纪要 | 专题会议纪要
i1-10 | 1-3/研判报告.txt | 说明报告 | 2026-06-28 | 上半年意识形态研判报告 | 研判报告
i2-01 | 1-4/实施方案.md | 正式发文 | 2026-01-30 | 深化实践活动实施方案 | 实施方案
i2-01 | 1-4/任务分解表.csv | 数据表格 | 2026-01-30 | 深化实践活动任务分解表 | 任务分解表
i2-07 | 1-4/端午民俗活动.jpg | 图片 | 2026-06-19 | 2026年6月19日，城南街道文化广场，社区居民，端午民俗活动 | 现场图片
i2-07 | 1-4/清明民俗活动总结.txt | 说明报告 | 2026-04-08 | 清明节民俗文化活动总结 | 活动总结
i5-01 | 3-1/普法规划.md | 正式发文 | 2025-12-08 | 普法规划 | 普法规划
"""

# piece: (date, result, reason, by, draw, due) of every time it was looked at; the rest waits
REVIEWS = {
    "e1": [("2026-06-22", "passed", "", "城东街道")],
    "e4": [("2026-06-02", "passed", "", "区城市管理局")],
    "e5": [
        ("2026-07-02", "returned", "没有数据和成效", "区城市管理局"),
        ("2026-07-08", "again", "", ""),
    ],
    "e10": [("2026-04-20", "passed", "", "区教育局")],
    "e16": [("2026-02-02", "passed", "", "区委宣传部")],
    "e17": [("2026-07-03", "passed", "", "区委宣传部")],
    "e18": [
        ("2026-07-03", "passed", "", "区委宣传部"),
        ("2026-07-10", "returned", "签到表没有日期", "创城办", "r2026-1", "2026-07-24"),
    ],
    "e19": [("2026-03-01", "passed", "", "区直属机关工委")],
    "e21": [("2026-03-09", "passed", "", "区委党校")],
    "e22": [("2026-03-09", "passed", "", "区委党校")],
    "e23": [("2026-06-12", "returned", "是工作总结，缺效果和数据", "区委党校")],
    "e24": [("2026-03-30", "passed", "", "区委组织部")],
    "e25": [("2026-04-25", "passed", "", "区委组织部")],
    "e26": [("2026-03-10", "passed", "", "区委宣传部")],
    "e29": [("2026-04-15", "passed", "", "区委宣传部")],
    "e31": [("2026-02-09", "passed", "", "区委宣传部")],
    "e32": [("2026-02-09", "passed", "", "区委宣传部")],
    "e33": [("2026-06-25", "passed", "", "区文化和旅游局")],
    "e35": [("2026-03-11", "passed", "", "区司法局")],
}
# The third of what had passed by then, as cz draws it.
DRAW = ("r2026-1", "2026-07-10", 30, 20260710)
STATEMENTS = (
    ("i1-01", "有年度学习计划，按季度集中学习，记录完整。"),
    ("i1-02", "制度和考核办法已印发，档案按部门建立。"),
)
HONOURS = (
    {
        "id": "y1",
        "title": "国家卫生县城（演示）",
        "level": "国家级",
        "by": "全国爱卫会（演示）",
        "date": "2023-09-20",
        "number": "演示〔2023〕1号",
        "until": "2026-09-19",
        "unit": "区卫生健康局",
        "file": "佐证材料/10-10/卫生县城命名文件.md",
        "about": "10-10",
    },
    {
        "id": "y2",
        "title": "省级双拥模范城（演示）",
        "level": "省级",
        "by": "省双拥工作领导小组（演示）",
        "date": "2024-07-30",
        "number": "演示〔2024〕2号",
        "unit": "区退役军人事务局",
        "about": "10-10",
    },
    {
        "id": "y3",
        "title": "食品安全示范城市（演示）",
        "level": "省级",
        "unit": "区市场监督管理局",
        "about": "10-10",
        "pursued": "true",
    },
    {
        "id": "y4",
        "title": "全域旅游示范区（演示）",
        "level": "省级",
        "unit": "区文化和旅游局",
        "about": "10-10",
        "pursued": "true",
    },
)
# Eight by eight grey points as JPEG: a table of ones, the frame, two codes, one scan of nothing.
DOT = (
    b"\xff\xd8\xff\xdb\0\x43\0"
    + b"\1" * 64
    + b"\xff\xc0\0\x0b\x08\0\x08\0\x08\1\1\x11\0"
    + b"\xff\xc4\0\x14\0\1"
    + b"\0" * 16
    + b"\xff\xc4\0\x14\x10\1"
    + b"\0" * 16
    + b"\xff\xda\0\x08\1\1\0\0\x3f\0\x3f\xff\xd9"
)
TAKEN = {"1-2/基层宣讲.jpg": "2025:05:20 09:30:00"}  # by its camera, another year than it says


def pieces():
    """(about, file, kind, date, caption, items) of each."""
    rows = [[cell.strip() for cell in line.split("|")] for line in PIECES.strip().splitlines()]
    return [(*row[:5], row[5].split("、") if row[5] else []) for row in rows]


def photo(file, day):
    """A grey dot as JPEG that says when it was taken."""
    taken = TAKEN.get(file, f"{day.replace('-', ':')} 10:00:00").encode() + b"\0"
    entry = struct.pack("<HHII", 0x9003, 2, len(taken), 44)
    exif = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 26) + struct.pack("<I", 0)
    exif += struct.pack("<H", 1) + entry + struct.pack("<I", 0) + taken
    body = b"Exif\0\0II*\0" + struct.pack("<I", 8) + exif
    name = file.encode()
    note = b"\xff\xfe" + struct.pack(">H", len(name) + 2) + name  # no two photos are alike
    return DOT[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + note + DOT[2:]


def review_lines(id_):
    names = ("date", "result", "reason", "by", "draw", "due")
    return [
        {name: value for name, value in zip(names, line, strict=False) if value}
        for line in REVIEWS.get(id_, ())
    ]
