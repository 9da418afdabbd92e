"""The table of commands: what ``cz`` and its groups are followed by, each with its line of help."""

from __future__ import annotations

# Each stands in a module of its name: cz.commands.status, cz.commands.finding.add.
COMMANDS: dict[str, tuple[str, str]] = {
    # name: (what people use it for, one line of help)
    "status": ("查看", "看进展：全区，或一个单位、工作组、板块"),
    "list": ("查看", "按条件列出任务、步骤、指标、单位"),
    "show": ("查看", "看一条记录的全部内容和上下关联"),
    "target": ("查看", "对照阶段目标：A类占比、C类、未评、还差多少"),
    "gaps": ("查看", "查漏补缺：还缺什么、归谁、本周先抓什么"),
    "trend": ("查看", "按月看：A类占比、任务完成、按时整改率"),
    "check": ("查看", "检查方案文件，列出全部问题"),
    "diff": ("审阅", "看改了什么：逐条逐项，用话说出来"),
    "log": ("审阅", "谁在什么时候改了什么，最近的在前"),
    "restore": ("审阅", "把一条记录恢复到以前提交时的样子"),
    "git": ("审阅", "装上合并、差异和提交前检查"),
    "set": ("记录", "记任务或步骤的状态"),
    "due": ("记录", "定时限"),
    "note": ("记录", "记一条进展"),
    "import": ("记录", "导入任务分解表、单位名单、测评标准表"),
    "assign": ("记录", "改牵头单位和责任单位，核实拟定内容"),
    "add": ("记录", "方案里加一条：任务、步骤、单位、指标等"),
    "drop": ("记录", "方案里删一条，还有别处写着它的不删"),
    "task": ("记录", "一项任务分成几项，或移到别的板块"),
    "unit": ("记录", "机构改革：单位改名、合并，原来的写法照样认得"),
    "rate": ("记录", "给指标评级"),
    "score": ("记录", "记测评体系的得分"),
    "finding": ("督查", "问题台账：登记、导入、整改、复核销号"),
    "rank": ("督查", "整改率排名：分类排名、红黑榜、连续末位"),
    "order": ("督查", "发督办单、登记回复"),
    "remind": ("督查", "催办：各单位该办的事，逐个成文"),
    "silent": ("督查", "很久没有消息的单位和任务"),
    "agenda": ("督查", "近期到期：按天列出，可存成日历"),
    "evidence": ("督查", "佐证材料：登记、审核、检查"),
    "dossier": ("督查", "材料建档：每条标准有哪几项、缺哪几项，建成文件夹"),
    "spot": ("督查", "点位：从台账登记，看多久没查、包保单位、一处的来龙去脉"),
    "round": ("督查", "模拟测评：抽点位、记问题、算得分率和误差"),
    "meeting": ("督查", "会议和培训：议定的事谁办、办没办，会议材料和纪要"),
    "survey": ("督查", "问卷：样本量、统计导出的表、好评率和区间"),
    "condition": ("督查", "申报条件：前置条件和负面清单，符合不符合、谁核实、凭什么"),
    "who": ("督查", "名单：谁分管、谁联络、各组是谁，换人"),
    "sheet": ("督查", "反馈表：发给单位填，收回来一次取进"),
    "report": ("出稿", "出报告：阶段报告、督查通报、单位清单、简报等"),
    "init": ("其他", "新建一个方案文件夹"),
    "completion": ("其他", "安装命令行补全"),
}

# The commands of a command: what "cz finding" is followed by, its actions.
SUBCOMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "finding": {
        "add": ("台账", "登记一个问题，或一个没有问题的点位"),
        "import": ("台账", "导入督查组的表格"),
        "list": ("台账", "按条件列出问题"),
        "show": ("台账", "看一个问题的来龙去脉"),
        "rectify": ("台账", "单位报来已整改"),
        "verify": ("台账", "复核销号"),
        "reopen": ("台账", "退回，或销号后重开"),
        "due": ("台账", "定时限、延期"),
        "match": ("台账", "没有写测评标准的，按点位类型提出，核对后写上"),
        "assign": ("台账", "改派给别的单位"),
        "withdraw": ("台账", "撤回登记错的：留在台账里，不再计数"),
    },
    "git": {
        "setup": ("审阅", "装上合并、差异和提交前检查，或撤掉"),
        "pre-commit": ("审阅", "检查暂存的方案"),
        "merge-driver": ("审阅", "合并一个文件，由 git 调用"),
    },
    "order": {
        "list": ("督办单", "发过的督办单；动作不写，也是列出"),
        "issue": ("督办单", "发一张；也可写 cz order 7-3、cz order 石桥乡"),
        "print": ("督办单", "重打一张；也可写 cz order d2026-7"),
        "reply": ("督办单", "登记回复；也可写 cz order d2026-7 --reply 回复"),
    },
    "spot": {
        "list": ("点位", "列出点位；动作不写，也是列出"),
        "show": ("点位", "看一处的来龙去脉；也可写 cz spot 城南农贸市场"),
        "adopt": ("点位", "把台账里的点位登记起来，认不准的列出来"),
        "import": ("点位", "导入点位表：类型、属地、包保单位、包保领导"),
        "add": ("点位", "登记一个"),
        "set": ("点位", "改名、定属地、包保单位和包保领导"),
        "types": ("点位", "每种点位要看哪些测评标准"),
    },
    "round": {
        "list": ("模拟测评", "列出各次；动作不写，也是列出"),
        "show": ("模拟测评", "得分率、误差、排名，和上一次比；也可写 cz round m2026-2"),
        "new": ("模拟测评", "登记一次：哪几天、谁来测评"),
        "draw": ("模拟测评", "按种子抽点位；抽过的重抽一遍来核对"),
        "sheet": ("模拟测评", "每个点位一张记录表，带去现场填；也可写成长表、手机表"),
        "rate": ("模拟测评", "照办公室自己的规则提出评级，逐条核对后写上"),
        "skip": ("模拟测评", "记下没有看的点位和标准，或去掉"),
    },
    "meeting": {
        "list": ("会议", "列出会议和培训；--open 列出议定而未办结的"),
        "show": ("会议", "看一次：谁参加、议定什么；也可写 cz meeting h2026-5"),
        "add": ("会议", "登记一次会议或培训"),
        "set": ("会议", "补上缺席单位、签到表、会议内容等"),
        "agree": ("会议", "登记议定的一件事：谁办、何时办结"),
        "done": ("会议", "议定的事办结了"),
        "pack": ("会议", "下一次会议的材料，什么也不用填"),
        "minutes": ("会议", "会议纪要"),
    },
    "survey": {
        "list": ("问卷", "列出各次；动作不写，也是列出"),
        "show": ("问卷", "各题的好评率和区间；也可写 cz survey q2026-1"),
        "size": ("问卷", "要收几份，误差多少"),
        "form": ("问卷", "印出来的问卷，或给 Kobo、ODK 的表"),
        "import": ("问卷", "统计问卷星、WPS、Kobo 导出的表，答卷不留"),
        "rate": ("问卷", "照办公室的规则提出评级，逐条核对后写上"),
        "set": ("问卷", "哪些选项算好评，问的是哪条标准，权重"),
    },
    "condition": {
        "list": ("申报", "列出各条；动作不写，也是列出"),
        "add": ("申报", "照手册登记一条"),
        "set": ("申报", "记符合不符合、证明材料；也可写 cz condition n1 符合"),
    },
    "sheet": {
        "make": ("反馈表", "写给单位填的表：任务、问题、材料，已知的先填好"),
        "take": ("反馈表", "取收回来的表：认得的记下，认不准的退回"),
        "fill": ("上级的表", "填上级发来的 Excel 表：认表头、认行，别处一个字节不动"),
    },
    "add": {
        "task": ("方案", "一项任务"),
        "step": ("方案", "一个实施步骤"),
        "chapter": ("方案", "一个板块"),
        "phase": ("方案", "一个阶段"),
        "unit": ("机构", "单位，可以一次几个"),
        "collective": ("机构", "一个集体单位，例如 各乡镇"),
        "group": ("机构", "一个工作组"),
        "project": ("测评", "一个测评项目"),
        "block": ("测评", "一个版块"),
        "indicator": ("测评", "一条测评标准"),
    },
    "task": {
        "split": ("任务", "分成几项，第一项留用原编号"),
        "move": ("任务", "移到别的板块，原编号照样认得"),
    },
    "unit": {
        "rename": ("单位", "改名，只动这个单位的一条记录"),
        "merge": ("单位", "几个单位并成一个"),
    },
    "who": {
        "show": ("名单", "看是谁；动作不写也是看：cz who 区教育局"),
        "change": ("名单", "换人、加人，前任留在名单里"),
        "check": ("名单", "缺谁、谁已卸任、谁重了"),
    },
    "dossier": {
        "show": ("建档", "有、待审、退回、缺各多少；动作不写也是看：cz dossier 区教育局"),
        "build": ("建档", "建成文件夹：目录、提交表、编号的材料、缺件清单"),
        "state": ("建档", "写一条标准的结论性说明"),
    },
    "evidence": {
        "add": ("材料", "登记一份材料，或整个文件夹，文件留在原处"),
        "list": ("材料", "列出材料：待审、通过、退回"),
        "review": ("材料", "审核：通过、退回，抽查通过的"),
        "honour": ("荣誉", "荣誉称号：登记、到期、在创；不写称号就列出"),
        "cover": ("材料", "答的是材料要求里的哪一项：按字眼提，由人确认"),
        "take": ("材料", "取回填好的图说、对应要求、审核结果"),
        "check": ("材料", "检查缺什么、哪份不合要求"),
    },
}

# Those whose action need not be named: ``action_meant`` in their package says which it is.
UNNAMED = ("order", "spot", "round", "meeting", "survey", "condition", "who", "dossier")

# What people type for many of a kind: the command that lists them.
_LISTS: dict[str, tuple[str, ...]] = {
    "tasks": ("list",),
    "steps": ("list", "--kind", "step"),
    "indicators": ("list", "--kind", "indicator"),
    "units": ("list", "--kind", "unit"),
    "findings": ("finding", "list"),
    "orders": ("order",),
    "spots": ("spot",),
    "rounds": ("round",),
    "meetings": ("meeting",),
    "surveys": ("survey",),
}


def in_full(words: list[str]) -> list[str]:
    """``cz findings verify`` is ``cz finding verify``, ``cz findings`` by itself lists them."""
    if not words or words[0] in COMMANDS or not words[0].endswith("s"):
        return words
    plural, rest = words[0], words[1:]
    command = plural.removesuffix("s")
    is_action = bool(rest) and (rest[0] == "--help" or rest[0] in SUBCOMMANDS.get(command, ()))
    if plural in _LISTS and not (is_action and command in COMMANDS):
        return [*_LISTS[plural], *rest]
    return [command, *rest] if command in COMMANDS else words
