"""Write examples/midway: the plan of ../data as it might look in the middle of phase 2.

python examples/make_midway.py

Invented for demonstration. Only the standard library is used and nothing is random, so two runs
give the same bytes. The plan's files are read as text and lines are put in after the lines they
belong to: every comment stays. What there is of supervision (findings, bulletins, order slips,
evidence, a field team's table) is written by make_findings.py,
the roster by make_people.py, the meetings by make_meetings.py, the survey by make_surveys.py.
"""

import hashlib
import re
from pathlib import Path

import make_findings
import make_meetings
import make_people
import make_surveys

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "data"
TARGET = HERE / "midway" / "data"

HEADER = {
    "tasks.yaml": "# 演示数据：假设创建工作进行到第二阶段年中；"
    "阶段起止、时限、进度和情况说明都是虚构的，由 make_midway.py 生成。\n",
    "units.yaml": "# 演示数据：内容与 data/units.yaml 相同，由 make_midway.py 生成。\n",
    "indicators.yaml": "# 演示数据：各项评级和未成年人测评得分都是虚构的，"
    "由 make_midway.py 生成。\n",
}
# Rules by which a mock assessment proposes a rating: made up, like the rest.
_FOUR_OF_FIVE = "{A: 全部达到, B: 达到不少于80%, C: 其余, least: 5}"
JUDGED = {
    "i9-18": _FOUR_OF_FIVE,
    "i11-04": _FOUR_OF_FIVE,
    "i12-10": _FOUR_OF_FIVE,
    "i12-12": "{A: 不符合少于1次, B: 不符合不超过1次, C: 其余}",
}
PHASE_YEARS = {"1": 2025, "2": 2026, "3": 2027}

# Phase 1 is over: every task is verified but these, which the office has not looked at yet.
PHASE1_DONE = {"5-6", "7-2", "9-7", "10-4"}
PHASE1_DUE = ["2025-06-30", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-15"]

# Phase 2, one task a line: id status due, then " | month-day unit status note" for each update ("-"
# = no status). A task that is not here has no entry for phase 2: it is to do, with no date yet.
PHASE2 = """
1-1 verified 2026-03-31 | 02-10 区委宣传部 doing 已印发年度学习计划 | 03-26 区委宣传部 done 学习记录和签到表已归档
1-2 verified 2026-04-30 | 03-18 区委党校 - 已到乡镇和社区开展集中宣讲 | 04-24 区委宣传部 done 宣讲提纲和现场图片已上报
1-3 done 2026-06-30 | 04-09 区新闻中心 - 专题栏目已上线 | 06-25 区委宣传部 done 全年宣传安排已落实并报送材料
1-4 doing 2026-09-30 | 05-14 区教育局 doing 各学校已开展主题实践活动，材料正在汇总
1-5 doing 2026-06-30 | 04-20 区委宣传部 doing 推荐评选方案已印发 | 06-18 区妇联 - 推荐材料已报送，等待统一公示
1-6 doing 2026-07-22 | 05-08 区委社会工作部 doing 志愿服务站点排查完毕，正在补齐标识 | 07-03 团区委 - 平台注册信息已核对
1-7 doing 2026-08-31 | 06-11 区文化和旅游局 doing 景区文明提示牌正在更换
1-8 verified 2026-05-31 | 04-15 区城市管理局 - 破损公益广告已拆换 | 05-27 区委宣传部 done 点位清单和图片已上报
1-9 doing 2026-10-31 | 06-05 区委网信办 doing 属地网站举报入口逐一核对中
2-1 verified 2026-04-15 | 03-05 区纪委监委 doing 警示教育计划已下发 | 04-10 区纪委监委 done 活动记录已归档
2-2 done 2026-06-30 | 05-20 区税务局 - 办税大厅引导台已调整 | 06-29 区政务服务管理局 done 办事指南已全部更新，请复核
3-1 verified 2026-04-30 | 03-20 区司法局 doing 普法责任清单已印发 | 04-28 区司法局 done 社区法治宣传栏已更新
3-2 done 2026-06-15 | 06-12 区司法局 done 公共法律服务工作站已按要求挂牌值班
3-3 doing 2026-09-15 | 05-25 区民政局 doing 联席会议已召开，正在分办事项 | 07-02 区残联 - 优待政策公示牌已发放到位
3-4 doing 2026-10-15 | 06-16 区民政局 doing 居务公开栏抽查正在进行
4-1 blocked 2026-08-15 | 04-22 区发展改革局 doing 信用信息归集目录已拟定 | 06-24 区发展改革局 blocked 上级平台数据接口尚未开通，信息无法公示
4-2 done 2026-07-10 | 05-19 区市场监督管理局 doing 集贸市场逐个划行归市 | 07-08 区市场监督管理局 done 公平秤已校准，请复核
4-3 todo 2026-09-30
5-1 doing 2026-06-30 | 04-12 区教育局 doing 招生入学政策正在修订 | 06-26 区教育局 - 入学指引待审定后上网公开
5-2 verified 2026-05-31 | 05-28 区科协 done 科普画廊内容已全部更换
5-3 verified 2026-06-15 | 06-10 区民族宗教局 done 宣传活动记录和图片已归档
5-4 done 2026-06-30 | 05-22 区总工会 - 职工书屋已对外开放 | 06-28 区文化和旅游局 done 服务目录已公布
5-6 blocked 2026-09-30 | 05-13 区文化和旅游局 doing 基层文化活动室摸底完成 | 07-01 区文化和旅游局 blocked 部分社区活动用房权属不清，无法施工
5-7 todo 2026-10-31
5-8 doing 2026-11-30 | 06-20 区交警大队 - 路口文明劝导已排班 | 07-09 区委宣传部 doing 文明行为宣传片正在制作
6-1 verified 2026-03-31 | 03-12 区财政局 - 工作经费已下达 | 03-30 区委宣传部 done 联席会议记录和工作要点已归档
6-2 done 2026-06-15 | 04-07 区教育局 doing 清明网上寄语活动已开展 | 06-12 区教育局 done 活动材料已上报，请复核
6-3 doing 2026-07-25 | 05-11 区教育局 doing 学校心理辅导室正在逐校检查 | 07-06 区卫生健康局 - 已安排医务人员进校指导
6-4 doing 2026-08-31 | 06-01 区妇联 doing 家庭教育指导站点正在补充服务内容
6-5 doing 2026-07-05 | 05-06 区文化和旅游局 doing 已联合检查上网服务场所 | 06-22 区城市管理局 - 校园周边流动摊点仍有反复
7-2 blocked 2026-05-31 | 04-02 区住房和城乡建设局 doing 路面破损点位已列清单 | 05-29 区住房和城乡建设局 blocked 地下管线迁改未完成，道路修复无法进场
7-3 doing 2026-07-20 | 06-08 区城市管理局 doing 占道经营集中整治已开始 | 07-10 城东街道 - 老旧小区楼道清理过半，非机动车停放仍乱
7-4 doing 2026-09-30 | 06-17 区卫生健康局 doing 就诊流程标识正在统一
7-5 verified 2026-06-30 | 05-15 区民政局 - 救助对象公示已完成 | 06-26 区人力资源和社会保障局 done 招聘信息已上网
8-1 doing 2026-07-28 | 05-18 区交警大队 - 主要路口标线已重新施划 | 07-07 区公安分局 doing 治安巡防点位正在调整
8-2 done 2026-07-15 | 06-09 区教育局 - 学校食堂自查完毕 | 07-13 区市场监督管理局 done 餐饮后厨检查记录已上报
8-3 doing 2026-08-15 | 06-04 区水利局 doing 水源保护区隔离设施正在修补
8-4 verified 2026-05-15 | 05-12 区应急管理局 done 演练已完成并形成评估记录
8-5 doing 2026-10-31 | 06-23 区应急管理局 doing 隐患清单已交办，正在复查
8-6 doing 2026-11-15 | 06-30 区委政法委 doing 网格公示牌正在更新
9-1 done 2026-06-20 | 04-18 区林业局 - 古树名木已重新挂牌 | 06-19 区城市管理局 done 黄土裸露地块已补植
9-2 doing 2026-06-30 | 05-09 区城市管理局 doing 分类投放点正在改造 | 06-27 滨河街道 - 部分小区垃圾混投，已增加引导员
9-3 doing 2026-12-15 | 06-15 区生态环境分局 doing 扬尘和露天焚烧巡查正在进行
9-4 blocked 2026-07-24 | 05-21 区水利局 - 河道漂浮物已清理 | 07-04 区生态环境分局 blocked 雨污分流工程资金尚未到位，排口整治暂停
9-5 doing 2026-11-30 | 06-26 区生态环境分局 doing 噪声投诉台账正在补充
9-6 verified 2026-06-30 | 06-05 区生态环境分局 done 环境日宣传活动已开展并归档
9-7 todo 2026-12-15
10-1 verified 2026-03-15 | 03-02 区委办公室 doing 专题会议已召开 | 03-13 区委办公室 done 部署文件已印发
10-2 doing 2026-10-15 | 06-12 区新闻中心 - 意见征集页面已开通 | 07-08 区委宣传部 doing 入户宣传折页正在发放
10-3 done 2026-07-05 | 07-03 区委宣传部 done 文明单位名册已更新，请复核
10-4 todo 2026-11-30
10-6 doing 2026-08-20 | 06-18 柳溪镇 - 村庄清洁行动已开展 | 07-11 区农业农村局 doing 正在抽查垃圾收运记录
10-7 todo 2026-07-10
10-8 doing 2026-07-15 | 05-26 区委宣传部 doing 督查通报制度已试行
10-9 todo 2026-09-15
"""

STEPS = {
    "s1-1": ["1: {status: verified, due: 2025-02-28}"],
    "s1-2": ["1: {status: verified, due: 2025-03-15}"],
    "s1-3": ["1: {status: verified, due: 2025-06-30}"],
    "s1-4": ["1: {status: verified, due: 2025-08-31}"],
    "s1-5": ["1: {status: verified, due: 2025-12-15}"],
    "s2-1": ["2: {status: doing, due: 2026-10-31}"],
    "s2-2": ["2: {status: doing, due: 2026-09-30}"],
    "s2-3": ["2: {status: todo, due: 2026-08-31}"],
    "s2-4": ["2: {status: done, due: 2026-07-10}"],
}

MINORS_SCORES = ["1: 72.5", "2: 78"]

# Phase 2's class C: bicycles and scooters left anywhere, stairwells of old estates, waste sorting.
CLASS_C = ["i9-14", "i9-18", "i11-04"]
PHASE1_B = 53  # of 188; the other 135 are A
PHASE2_UNRATED = 26  # then 3 C, 38 B and 121 A
PHASE2_B_KEPT, PHASE2_B_NEW = 30, 8


def phase2():
    """Id -> (status, due, the lines of its updates)."""
    table = {}
    for line in PHASE2.strip().splitlines():
        head, *updates = line.split(" | ")
        task, status, due = head.split()
        lines = []
        for update in updates:
            day, unit, to, note = update.split(" ", 3)
            to = "" if to == "-" else f" status: {to},"
            lines.append(f"- {{date: 2026-{day}, phase: 2, unit: {unit},{to} note: {note}}}")
        table[task] = (status, due, lines)
    return table


def block(key, lines):
    """A key with its lines below it, as the last field of a record."""
    return f"    {key}:\n" + "".join(f"      {line}\n" for line in lines)


def records(text):
    """The lines of a file in order, each with its section (`tasks`), its record's id or number, and
    its key.
    """
    section = record = None
    for line in text.splitlines(keepends=True):
        top = re.match(r"(\w+):", line)
        if top:
            section, record = top[1], None
        first = re.match(r"  - (?:id|number): (\S+)", line)
        if first:
            record = first[1]
        field = re.match(r"    (\w+):", line) if record else re.match(r"  (\w+):", line)
        yield line, section, record, field[1] if field else None


def make_tasks(text):
    table = phase2()
    order = re.findall(r"^  - id: (\d+-\d+)$", text, re.M)
    unknown = set(table) - set(order)
    assert not unknown, unknown
    # Phase 1 has no dates in the plan's files and needs `plan.phase`; the example has dates, so the
    # remark goes.
    text = re.sub(r"#\n# 年份在方案中被遮盖.*\n", "", text)
    for line, section, record, key in records(text):
        if (section, key) == ("plan", "phase"):
            continue
        yield line
        if (section, key) == ("plan", "title"):
            yield "  label: 演示数据\n"
            yield "  today: 2026-07-15   # 演示：固定的“今天”\n"
        elif (section, key) == ("phases", "year"):
            year = PHASE_YEARS[record]
            yield f"    start: {year}-01-01\n    end: {year}-12-31\n"
        elif (section, key) == ("tasks", "source"):
            status = "done" if record in PHASE1_DONE else "verified"
            due = PHASE1_DUE[order.index(record) % len(PHASE1_DUE)]
            progress = [f"1: {{status: {status}, due: {due}}}"]
            status, due, updates = table.get(record, (None, None, []))
            if status:
                progress.append(f"2: {{status: {status}, due: {due}}}")
            yield block("progress", progress)
            if updates:
                yield block("updates", updates)
        elif (section, key) == ("steps", "source") and record in STEPS:
            yield block("progress", STEPS[record])


def rate(indicators):
    """Id -> the lines of its ratings.

    `indicators` is (id, method, task), in the order of the file.
    """

    def strength(item):
        """A fixed number that looks like chance.

        What is seen on the spot comes out weaker than what is on paper.
        """
        digest = hashlib.sha256(item[0].encode()).digest()
        return int.from_bytes(digest[:4], "big") // (2 if item[1] == "实地考察" else 1), item[0]

    state = {task: status for task, (status, _, _) in phase2().items()}
    weakest_first = [item[0] for item in sorted(indicators, key=strength)]
    first_b = CLASS_C + [i for i in weakest_first if i not in CLASS_C][: PHASE1_B - len(CLASS_C)]
    # Not looked at yet in phase 2: what belongs to tasks not begun, then to blocked ones.
    waiting = {
        i: ["todo", "blocked"].index(state.get(task, "todo"))
        for i, _, task in indicators
        if state.get(task, "todo") in ("todo", "blocked")
    }
    unrated = sorted(
        (i for i in waiting if i not in CLASS_C), key=lambda i: (waiting[i], weakest_first.index(i))
    )
    unrated = set(unrated[:PHASE2_UNRATED])
    open_ = [i for i in weakest_first if i not in unrated and i not in CLASS_C]
    second_b = [i for i in open_ if i in first_b][:PHASE2_B_KEPT]
    second_b += [i for i in open_ if i not in first_b][-PHASE2_B_NEW:]
    ratings = {}
    for i, _, _ in indicators:
        ratings[i] = ["1: B" if i in first_b else "1: A"]
        if i not in unrated:
            ratings[i].append("2: " + ("C" if i in CLASS_C else "B" if i in second_b else "A"))
    return ratings


def make_indicators(text):
    fields = {}
    for line, section, record, key in records(text):
        if section == "indicators" and key in ("method", "task"):
            fields.setdefault(record, {})[key] = line.split(":", 1)[1].split("#")[0].strip()
    ratings = rate([(i, f["method"], f["task"]) for i, f in fields.items()])
    for line, section, record, key in records(text):
        yield line
        if (section, record, key) == ("systems", "minors", "source"):
            yield block("scores", MINORS_SCORES)
        elif (section, key) == ("indicators", "source"):
            yield block("ratings", ratings[record])
            if record in JUDGED:
                yield f"    judge: {JUDGED[record]}   # 演示，不是哪里的规定\n"
    yield CONDITIONS


# The contents of 前置条件 and 负面清单 are not public, and are not invented here.
CONDITIONS = """
# 演示数据：申报条件的内容以本地手册为准，这里只是占位。
conditions:
  - id: n1
    title: 演示前置条件一，内容照本地手册抄
    kind: 前置条件
    unit: 区委宣传部
    source: proposed
    states: {2: met}
    note: 演示
  - id: n2
    title: 演示前置条件二，内容照本地手册抄
    kind: 前置条件
    unit: 区政府办公室
    source: proposed
  - id: n3
    title: 演示负面清单一，内容照本地手册抄
    kind: 负面清单
    unit: 区委政法委
    source: proposed
    states: {2: met}
"""


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, make in (
        ("tasks.yaml", make_tasks),
        ("units.yaml", list),
        ("indicators.yaml", make_indicators),
    ):
        text = (SOURCE / name).read_bytes().decode("utf-8")
        (TARGET / name).write_bytes((HEADER[name] + "".join(make(text))).encode("utf-8"))
    make_findings.write(TARGET.parent)
    make_people.write(TARGET.parent)
    make_meetings.write(TARGET.parent)
    make_surveys.write(TARGET.parent)


if __name__ == "__main__":
    main()
