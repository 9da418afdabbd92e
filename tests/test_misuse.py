"""What a user is told who asks for something that cannot be done.

What was found, what was expected, what to do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cz.cli.commands import COMMANDS, SUBCOMMANDS
from cz.cli.group import build, function_of
from cz.problem import Refusal
from tests.running import MIDWAY, copy_of, cz

HELP = "用法和例子请看：cz {} --help\n"

MISUSES = [
    (["stauts"], "cz：没有“stauts”这个命令。是不是 status 或 task？\n用法和例子请看：cz --help\n"),
    (
        ["status", "--unti", "x"],
        "cz：没有“--unti”这个选项。是不是 --unit？\n" + HELP.format("status"),
    ),
    (
        ["status", "--phase", "两个"],
        "cz：“两个”不是第几阶段。请写数字，例如 2、二 或 第二阶段。\n",
    ),
    (
        ["status", "区教育局", "extra"],
        "cz：多出了“extra”。一次只看一个单位；中间有空格的名称请用英文引号括起来。\n"
        + HELP.format("status"),
    ),
    (["set", "1-5"], "cz：内容不全，要写明：编号、状态。\n" + HELP.format("set")),
    (["show"], "cz：缺少“编号”。\n" + HELP.format("show")),
    (["status", "--phase", "9"], "cz：没有第 9 阶段。方案里的阶段有：1、2、3。\n"),
    (
        ["status", "--chapter", "11"],
        "cz：没有第 11 板块。板块有：1 建立牢固的思想道德基础、2 建设连结高效的×务环境、"
        "3 建设公平正义的法治环境、4 建设诚信守法的市场环境、5 建设健康向上的人文环境、"
        "6 建设有利于青少年健康成长的社会文化环境、7 建设和谐宜居的生活环境、"
        "8 建设安全稳定的社会环境、9 建设可持续发展的生态环境、10 建立长效常态的创建工作机制。"
        "新的板块请先用 cz add chapter 加上。\n",
    ),
    (["status", "--group", "环卫"], None),
    (
        ["status", "--unit", "教育体育局"],
        "cz：没有叫“教育体育局”的单位。最接近的有：区教育局（qjyj）。\n",
    ),
    (
        ["status", "--unit", "街道"],
        "cz：“街道”可以指好几个单位：城东街道（cdjd）、城西街道（cxjd）、城南街道（cnjd）、城北街道（cbjd）、滨河街道（bhjd）、"
        "新城街道（xcjd）、各街道党工委和办事处（gjd）。请写得再具体些。\n",
    ),
    (["set", "1-55", "done"], "cz：没有编号为“1-55”的任务或步骤。最接近的有：1-5、s1-5、10-5。\n"),
    (
        ["set", "1-5", "dnoe"],
        "cz：没有“dnoe”这种状态。是不是 done？"
        "可用的有：todo（未启动）、doing（推进中）、blocked（受阻）、done（已完成）、verified（已复核）。\n",
    ),
    (["set", "s2-1", "done", "--phase", "1"], "cz：步骤 s2-1 属于第 2 阶段，不能记到第 1 阶段。\n"),
    (
        ["due", "1-5", "2026-02-30"],
        "cz：“2026-02-30”不是日期，应当写成 2026-06-30 这样。没有这一天，请核对月份和日子。\n",
    ),
    (["rate", "i9-14", "D"], "cz：没有“D”这种评级。可用的有：A、B、C。\n"),
    (
        ["score", "未成年人", "182"],
        "cz：这里应当是 0 到 100 的数，找到的是“182”。例如 82 或 82.5，不带“分”和“%”。\n",
    ),
    (
        ["assign", "1-5"],
        "cz：没有说要改什么：请用 --lead、--add、--remove 指明单位，或用 --confirm 核实。\n",
    ),
    (
        ["assign", "1-5", "--remove", "区教育局"],
        "cz：1-5 的责任单位里没有“区教育局”，去不掉。"
        "现有：区总工会、团区委、区妇联、区新闻中心、各乡镇党委和政府、各街道党工委和办事处。\n",
    ),
    (
        ["verify", "f260710-5"],
        "cz：没有“verify”这个命令。是不是 cz finding verify？\n用法和例子请看：cz --help\n",
    ),
    (
        ["import", "表.csv", "--as", "问题"],
        "cz：没有“问题”这种表。--as 可用的有：tasks（任务）、units（单位）、standards（测评标准）。\n",
    ),
    (
        ["import"],
        "cz：缺少“文件”。\n用法和例子请看：cz import --help\n",
    ),
    (["f260710-5"], "cz：看一条记录请写：cz show f260710-5\n用法和例子请看：cz --help\n"),
    (
        ["finding", "f260710-5"],
        "cz：看一个问题请写：cz finding show f260710-5\n" + HELP.format("finding"),
    ),
    (
        ["finding", "verfy"],
        "cz：cz finding 没有“verfy”这个动作。是不是 verify？\n" + HELP.format("finding"),
    ),
    (
        ["finding", "show", "f", "260710-5"],
        "cz：“f 260710-5”中间多了空格，编号要连着写：f260710-5。\n" + HELP.format("finding show"),
    ),
    (
        ["finding", "rectify", "f260710", "-5"],
        "cz：“f260710 -5”中间多了空格，编号要连着写：f260710-5。\n"
        + HELP.format("finding rectify"),
    ),
    (
        ["finding", "add", "——unit", "柳溪镇"],
        "cz：“——unit”：选项前是两个英文短横线，请写 --unit。\n" + HELP.format("finding add"),
    ),
    (
        ["finding", "import", "a.csv", "b.csv"],
        "cz：多出了“b.csv”。一次导入一个表格，几个表格请分几次导入；文件名中间有空格的请用英文引号括起来。\n"
        + HELP.format("finding import"),
    ),
    (
        ["finding", "show", "f260710-5", "外"],
        "cz：多出了“外”，不知道它的意思。中间有空格的内容请用英文引号括起来。\n"
        + HELP.format("finding show"),
    ),
    (
        ["restore", "1-5", "1-6"],
        "cz：多出了“1-6”。一次只恢复一条记录，几条请分几次恢复。\n" + HELP.format("restore"),
    ),
    (
        ["set", "f260710-5", "done"],
        "cz：f260710-5 是问题的编号，请用 cz finding rectify、verify 或 due。\n",
    ),
    (
        ["due", "1-5", "下周"],
        "cz：“下周”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、20260630、"
        "2026年6月30日；今年的也可以写 6月30日、6.30、6/30。"
        "不是一天的，写 长期、每周五、每月25日、每季度末 或 每年6月底；"
        "从哪个月算起的，写 2026年12月起每月25日。\n",
    ),
    (
        ["status", "--today", "上周"],
        "cz：“上周”不是日期。可以写 2026-06-30、2026.6.30、2026/6/30、20260630、"
        "2026年6月30日；今年的也可以写 6月30日、6.30、6/30。\n",
    ),
    (["note", "1-5", " "], "cz：说明是空的，没有什么可记。\n"),
    (
        ["list", "--kind", "taks"],
        "cz：没有“taks”这种记录。是不是 task？"
        "--kind 可用的有：task（任务）、step（步骤）、indicator（指标）、unit（单位）、part（部分）、"
        "phase（阶段）、chapter（板块）、requirement（工作要求）、body（机构）、system（测评体系）、"
        "block（版块）、project（测评项目）、person（人员）。\n",
    ),
    (["list", "or"], "cz：or 的前后都要有条件，例如：status:todo or status:blocked。\n"),
    (["report", "--template", "月报"], None),
    (
        ["status", "--unit", "区教育局", "--unit=柳溪镇"],
        "cz：选项 --unit 写了 2 次，只能写一次。请只留一个。\n",
    ),
    (
        ["--plan", ".", "status", "--plan", "."],
        "cz：选项 --plan 写了 2 次，只能写一次。请只留一个。\n",
    ),
    (
        ["finding", "list", "--state", "逾期", "--state", "待整改"],
        "cz：选项 --state 写了 2 次，只能写一次。几个用逗号隔开，写在一起。\n",
    ),
    (
        ["completion", "tcsh"],
        "cz：没有给“tcsh”准备补全。可用的有：bash、zsh、fish、powershell、pwsh。\n",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "told"), MISUSES, ids=[" ".join(case[0]) for case in MISUSES]
)
def test_misuse(arguments: list[str], told: str | None) -> None:
    ran = cz(*arguments, cwd=MIDWAY)
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    if told is not None:
        assert ran.err == told


def single_valued() -> list[tuple[str, str]]:
    """(command, option) of every option of every command that takes one value."""
    names = [name for name in COMMANDS if name not in SUBCOMMANDS]
    names += [f"{group} {name}" for group, actions in SUBCOMMANDS.items() for name in actions]
    options = []
    for name in names:
        for param in build(name, function_of(name), "").params:
            if param.param_type_name == "option" and not param.is_flag and not param.multiple:
                options.append((name, max(param.opts, key=len)))
    return options


def test_no_option_that_takes_one_value_is_taken_twice() -> None:
    """Whatever else is missing or wrong, the repetition is told."""
    assert len(single_valued()) > 100
    for name, option in single_valued():
        command = build(name, function_of(name), "")
        with pytest.raises(Refusal) as refused:
            command.main([option, "1", option, "2"], standalone_mode=False)
        assert f"选项 {option} 写了 2 次" in refused.value.message, name


def test_options_that_take_several_values_add_up(tmp_path: Path) -> None:
    plan = copy_of(MIDWAY, tmp_path)
    helpers = ["--with", "区教育局", "--with", "东河镇"]
    ran = cz("finding", "add", "--unit", "柳溪镇", "--problem", "路面破损", *helpers, cwd=plan)
    assert ran.code == 0
    text = (plan / "data" / "findings.yaml").read_text(encoding="utf-8")
    assert "    helpers:\n      - 区教育局\n      - 东河镇\n" in text
    assert cz("status", "--json", "--json", cwd=plan).code == 0  # said twice, meant once


def test_no_plan_here(tmp_path) -> None:
    ran = cz("status", cwd=tmp_path)
    assert ran == (
        2,
        "",
        "cz：这里和上级各文件夹里都没有方案（data/tasks.yaml）。"
        "请到方案文件夹里执行，或用 --plan 指明；新方案请用 cz init 建立。\n",
    )


def test_the_plan_is_found_upward_and_by_option_and_by_environment(tmp_path) -> None:
    wanted = cz("show", "1-5", cwd=MIDWAY).out
    assert cz("show", "1-5", cwd=MIDWAY / "data").out == wanted
    assert cz("show", "1-5", "--plan", str(MIDWAY), cwd=tmp_path).out == wanted
    assert cz("--plan", str(MIDWAY), "show", "1-5", cwd=tmp_path).out == wanted
    assert cz("show", "1-5", cwd=tmp_path, CZ_PLAN=str(MIDWAY)).out == wanted


def test_today_can_be_set(tmp_path) -> None:
    assert "今天到期" in cz("show", "1-5", "--today", "2026年6月30日", cwd=MIDWAY).out
    assert "逾期1天" in cz("show", "1-5", cwd=MIDWAY, CZ_TODAY="2026-07-01").out


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "zh_CN.GBK"},
    ],
)
def test_any_locale_speaks_chinese(locale: dict[str, str]) -> None:
    wanted = cz("status", "--unit", "区教育局", cwd=MIDWAY)
    assert cz("status", "--unit", "区教育局", cwd=MIDWAY, **locale) == wanted


def test_only_what_is_lacking_is_asked_for(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    said = "cz：缺少 --reason 原因。\n用法和例子请看：cz finding reopen --help\n"
    assert cz("finding", "reopen", "f260710-6", cwd=folder) == (2, "", said)
    said = "cz：内容不全，要写明：编号、--reason 原因。\n用法和例子请看：cz finding reopen --help\n"
    assert cz("finding", "reopen", cwd=folder) == (2, "", said)
    said = "cz：没有“foo”这个命令。全部命令请看 cz --help。\n"
    assert cz("foo", cwd=folder) == (2, "", said)


def test_a_day_that_is_none_is_told_as_it_was_typed(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    ran = cz("finding", "rectify", "f260710-6", "--date", "7月32日", cwd=folder)
    assert ran.err == (
        "cz：“7月32日”不是日期，应当写成 2026-06-30 这样。没有这一天，请核对月份和日子。\n"
    )


LONG = "很长" * 5000


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--unit", LONG],
        ["status", "--phase", LONG],
        ["status", LONG],
        ["show", LONG],
        ["show", "x" * 10000],
        ["list", f"unit:{LONG}"],
        ["list", "--sort", LONG],
        ["finding", "show", LONG],
        ["report", "--template", LONG],
        [LONG],
    ],
)
def test_what_is_very_long_is_not_echoed_whole(arguments: list[str]) -> None:
    ran = cz(*arguments, cwd=MIDWAY)
    assert ran.code == 2
    assert "…" in ran.err
    assert len(ran.err) < 700


def test_what_is_cut_still_tells_which_it_is() -> None:
    listed = "、".join(["甲乙" * 9] * 500)
    named = "、".join(["甲乙" * 9] * 5) + "、甲乙甲乙…"
    assert cz("evidence", "add", "i9-14", listed, cwd=MIDWAY).err == (
        f"cz：{named} 读不出来（文件名太长）。\n"
    )
    assert cz("evidence", "add", listed, cwd=MIDWAY).err == (
        f"cz：{named} 后面没有写文件。"
        "先写编号，再写文件，例如 cz evidence add i9-14 清理后.jpg；登记整个文件夹，写文件夹的路径。\n"
    )
    assert cz("show", LONG, cwd=MIDWAY).err.startswith(f"cz：没有叫“{'很长' * 49}很…”的")
