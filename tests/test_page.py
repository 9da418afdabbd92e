"""Pages of HTML: the leader's page, reports and screens; nothing in them acts or reaches out."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cz.page import escaped, what_is_live
from tests.running import MIDWAY, ROOT, copy_of, cz, git, repository

TEMPLATE = "一页看"


def page(folder: Path, *arguments: str, template: str = TEMPLATE) -> str:
    ran = cz("report", "--template", template, "-o", "页.html", "--force", *arguments, cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return (folder / "页.html").read_text(encoding="utf-8")


class Outline(HTMLParser):
    """The text as it is read, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.open: list[str] = []
        self.titles: list[str] = []  # of the pictures
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in ("p", "li", "h1", "h2", "tr", "small", "i", "b", "br"):
            self.pieces.append("\n" if tag in ("p", "li", "h1", "h2", "tr") else " ")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" in self.open:
            self.titles.append(data)
        elif "style" not in self.open:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        text = re.sub(" +", " ", "".join(self.pieces))
        return re.sub(r"[ \n]*\n[ \n]*", "\n", text).strip()


def harmless(html: str) -> None:
    """What OFFICE's pages are held to, whatever they show."""
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n')
    assert html.count("Content-Security-Policy") >= 1
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';" in html
    outline = Outline(html)
    tags = {tag for tag, _ in outline.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "base", "image", "use"}
    for tag, attributes in outline.tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in ("src", "srcset", "href", "xlink:href="), (tag, name)
            assert "url(" not in (value or "")
    assert "@import" not in re.findall(r"<style>(.*?)</style>", html, re.S)[0]
    assert len(outline.titles) == html.count("<svg")


# --- the leader's page ----------------------------------------------------------------------------


def test_the_page_of_the_example(tmp_path: Path) -> None:
    html = page(copy_of(MIDWAY, tmp_path))
    harmless(html)
    for forbidden in ("http", "<script", "src=", "@import", "url("):
        assert forbidden not in html.replace("http-equiv", ""), forbidden
    assert len(html.encode()) < 60_000
    text = Outline(html).text
    assert text.startswith(
        "第二阶段创建工作一页看　2026年7月15日\n"
        "演示数据县区创建文明城市实施方案\n"
        "第二阶段创建工作一页看\n"
        "集中力量，攻坚克难，提升水平　数据截至2026年7月15日　“创城”工作指挥部办公室\n"
        "未达标（有C类指标）有C类3条（有一条就不达标，不论A类占比多高）；A类还差30条；"
        "未评级26条；未成年人测评差2分；本阶段到2026年12月31日为止。\n"
    )
    six = html.partition('<ul class="six">')[2].partition("</ul>")[0]
    assert Outline(six).text.strip().splitlines() == [
        "A类占比 64.4% 未达到 121/188条，目标≥80%（151条）",
        "C类 3条 不符合 3/188条，目标0条；未评级26条",
        "未成年人测评 78分 未达到 目标≥80分，差2分",
        "任务完成 35.6% 21/59项，含待复核9项；受阻4项",
        "任务逾期 6项 6/59项，最长45天",
        "问题按时整改率 79.2% 262/331个；逾期未整改11个",
    ]
    assert "测评标准评级 188条，黑线是目标80%\n" in text
    assert "各测评项目 黑线是全区的目标80%，供对照\n" in text
    assert "\n逾期任务 6项\n逾期45天 7-2 加强城市规划及公共基础设施建设" in text
    assert "\n30天内到期 6项\n7月15日 10-8 创建活动常态化，区委宣传部（拟），推进中\n" in text
    assert "\nC类指标 3条\ni9-14 非机动车按线停放" in text


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def in_chromium(*arguments: str, cwd: Path) -> str:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    home = f"--user-data-dir={cwd / 'profile'}"
    command = [CHROMIUM, *flags, home, *arguments]
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, check=True, timeout=100)
    except subprocess.SubprocessError as error:
        pytest.skip(f"Chromium does not run here: {error}")
    return done.stdout.decode()


def test_the_page_is_printed_on_one_and_fits_a_telephone(tmp_path: Path) -> None:
    page(repository(tmp_path))
    address = (tmp_path / "页.html").as_uri()
    in_chromium("--no-pdf-header-footer", "--print-to-pdf=页.pdf", address, cwd=tmp_path)
    printed = (tmp_path / "页.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert re.findall(rb"/MediaBox\s*\[0 0 59[45][.0-9]* 84[12][.0-9]*\]", printed)
    measured = "measure.html"
    (tmp_path / measured).write_text(
        f'<iframe id=page src="{address}" style="width:390px;height:800px;border:0"></iframe>'
        "<p id=said></p><script>page.onload = () => { const root ="
        " page.contentDocument.documentElement;"
        " said.textContent = `${root.scrollWidth} of ${root.clientWidth}` }</script>",
        encoding="utf-8",
    )
    shown = in_chromium(
        "--virtual-time-budget=3000", "--dump-dom", (tmp_path / measured).as_uri(), cwd=tmp_path
    )
    widths = re.search(r"<p id=\"said\">(\d+) of (\d+)</p>", shown)
    assert widths, shown
    assert widths[1] == widths[2]


def test_every_colour_has_its_word_and_number(tmp_path: Path) -> None:
    outline = Outline(page(copy_of(MIDWAY, tmp_path)))
    assert outline.titles[:2] == [
        "A类121，B类38，C类3，未评级26",
        "已复核12，已完成待复核9，推进中24，受阻4，未启动10",
    ]
    text = re.sub(r"\s+", "", outline.text)
    assert "■A类121条（64.4%）■B类38条（20.2%）■C类3条（1.6%）■未评级26条（13.8%）" in text


def test_the_months_of_the_page_are_those_of_trend(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    git(folder, "init", "-q", "-b", "main")
    for day in ("2026-04-10", "2026-06-20"):
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "存", day=day)
    html = page(folder)
    months = [
        [re.sub(r"\s", "", Outline(month).text) for month in figure.split("<li>")[1:]]
        for figure in re.findall(r'<ul class="months">(.*?)</ul>', html, re.S)
    ]
    assert months == [
        ["64.4%4月121/188", "没有提交5月—", "64.4%6月121/188", "64.4%7月121/188"],
        ["35.6%4月21/59", "没有提交5月—", "35.6%6月21/59", "35.6%7月21/59"],
        ["83.8%4月88/105", "没有提交5月—", "81.5%6月212/260", "79.2%7月262/331"],
    ]
    assert "2026年5月：没有提交" in Outline(html).titles
    text = Outline(html).text
    assert "第一次提交是2026年4月10日，以前的不知道" in text
    assert "第3期（截至7月6日）78.2%（43/55个）。" in text


def test_without_history_the_page_says_so(tmp_path: Path) -> None:
    html = page(copy_of(MIDWAY, tmp_path))
    text = Outline(html).text
    assert (
        "走势 没有提交的历史，看不到以前各月\n登记过的通报 当期问题的按时整改率\n83.8%\n第1期 88/105个 截至4月20日\n"
    ) in text
    assert html.count('class="months"') == 1
    assert str(tmp_path) not in html


def test_a_new_plan_has_nothing_reached_and_nothing_out_of_nothing(tmp_path: Path) -> None:
    cz("init", "x", cwd=tmp_path)
    html = page(tmp_path / "x", "--today", "2026-07-15")
    harmless(html)
    text = Outline(html).text
    for forbidden in ("0/0", "已达到", "符合", "没有逾期", "NaN"):
        assert forbidden not in text, forbidden
    six = html.partition('<ul class="six">')[2].partition("</ul>")[0]
    assert Outline(six).text.strip().splitlines() == [
        "A类占比 — 尚无评级 标准188条，目标≥70%",
        "C类 — 尚无评级 目标0条",
        "未成年人测评 — 尚无成绩 目标≥70分",
        "任务完成 0.0% 0/59项",
        "任务逾期 — 不能判断 尚未填报时限",
        "问题按时整改率 — 没有问题 没有登记过督查问题",
    ]
    assert "尚无评级本阶段尚无评级，目标能否达到暂不能判断。\n" in text


def test_a_plan_of_almost_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "tasks.yaml").write_text(
        "plan:\n  title: 空\nphases:\n  - number: 1\n    title: 一\n", encoding="utf-8"
    )
    (data / "units.yaml").write_text("units: []\n", encoding="utf-8")
    (data / "indicators.yaml").write_text("indicators: []\n", encoding="utf-8")
    html = page(tmp_path, "--today", "2026-07-15")
    harmless(html)
    text = Outline(html).text
    assert "0/0" not in text
    assert "还没有测评标准" in text
    assert "方案里还没有任务。" in text


def test_text_of_the_plan_is_only_text(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    hostile = (
        "</title></style><script>alert(1)</script>&amp;<img src=http://x onerror=y>"
        "\"'>\u202e反\x1b[31m"
    )
    quoted = '"' + hostile.replace("\\", "\\\\").replace('"', '\\"').replace("\x1b", "\\x1b") + '"'
    for name, old in (
        ("tasks.yaml", "title: 县区创建文明城市实施方案"),
        ("tasks.yaml", "title: 加强城市规划及公共基础设施建设"),
        ("tasks.yaml", "title: 建立牢固的思想道德基础"),
        ("indicators.yaml", "title: 理想信念教育"),
    ):
        path = folder / "data" / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, f"title: {quoted}"), encoding="utf-8")
    html = page(folder)
    harmless(html)
    shown = "</title></style><script>alert(1)</script>&amp;<img src=http://x onerror=y>\"'>\\u202e反␛[31m"
    assert Outline(html).text.count(shown) == 4
    assert "\u202e" not in html
    assert "\x1b" not in html
    for command in (["report"], ["report", "--template", "简报"]):
        assert cz(*command, "-o", "别.html", "--force", cwd=folder).code == 0
        harmless((folder / "别.html").read_text(encoding="utf-8"))
    assert cz("status", "-o", "状.html", cwd=folder).code == 0
    status = (folder / "状.html").read_text(encoding="utf-8")
    harmless(status)
    assert shown in Outline(status).text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "“一页看”是一张网页，只能写成网页：-o 一页看.html。"),
        (["-o", "x.md"], "“一页看”是一张网页，只能写成网页：-o 一页看.html。"),
        (["-o", "x.docx"], "“一页看”是一张网页，只能写成网页：-o 一页看.html。"),
        (["-o", "x.xlsx"], "“一页看”是一张网页，只能写成网页：-o 一页看.html。"),
        (
            ["-o", "x.html", "--unit", "区教育局"],
            "一页看是写全区情况的，不分单位。看一个单位请用 --template 单位清单。",
        ),
        (
            ["-o", "x.html", "--issue", "3"],
            "一页看写的是全部督查问题，不分期。请去掉 --from、--to、--issue；看一期请用 --template 督查通报。",
        ),
    ],
)
def test_what_the_page_is_not(arguments: list[str], said: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    ran = cz("report", "--template", TEMPLATE, *arguments, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (2, "", f"cz：{said}\n")
    assert not list(folder.glob("x.*"))


def test_the_page_as_of_then_and_of_incomplete_data(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    path = folder / "data" / "tasks.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - id: 1-5\n", "  - id: 1_5\n"), encoding="utf-8")
    ran = cz("report", "--template", TEMPLATE, "-o", "页.html", cwd=folder)
    assert ran.code == 1
    html = (folder / "页.html").read_text(encoding="utf-8")
    assert (
        "本页不完整：有1条记录（1_5）因数据错误没有计入；请改正后重新生成。" in Outline(html).text
    )
    assert "21/58项" in html


# --- templates of one's own -----------------------------------------------------------------------


def own(folder: Path, name: str, text: str) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / name).write_text(text, encoding="utf-8")


def test_a_page_of_ones_own_with_the_pictures(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    own(
        folder,
        "周报.html.j2",
        '{# 每周 #}\n{% import "_图形.html.j2" as 图形 %}\n<title>周报</title>\n'
        '{% macro 行(字) %}<i title="{{ 字 }}">{{ 字 }}</i>{% endmacro %}\n'
        '{{ 图形.条([("完成", counts.finished, "好"), ("没有", 38, "无")], counts.total, 50) }}\n'
        '{{ 行("<b>\\"&") }}{{ ["<", "甲"] | join("、") }}{{ "<" ~ 行("x") }}{{ today }}\n'
        '<p>{{ form }}{{ part("主送") }}{{ goal.share }}</p>\n',
    )
    html = page(folder, template="周报")
    harmless(html.replace("<title>周报</title>", "<title>周报</title><style></style>"))
    body = html.partition("<title>周报</title>\n")[2]
    assert body == (
        '<svg class="bar" width="100%" height="14" viewBox="0 0 100 10" preserveAspectRatio="none">'
        '<title>完成21，没有38</title><path fill="#eef1f4" d="M0 0h100v10H0z"/>'
        '<path fill="#1a7f4e" d="M0 0h35.6v10h-35.6z"/>'
        '<path fill="#c9cfd6" d="M35.6 0h64.4v10h-64.4z"/>'
        '<path stroke="#111" stroke-width="2" vector-effect="non-scaling-stroke" d="M50 0v10"/></svg>\n'
        '<i title="&lt;b&gt;&quot;&amp;">&lt;b&gt;&quot;&amp;</i>&lt;、甲&lt;<i title="x">x</i>2026年7月15日\n'
        "<p>html64.4</p>\n"
    )
    listed = cz("report", "--template", "没有这个", cwd=folder)
    assert "：周报、一页看、" in listed.err
    assert "周报.html" not in listed.err


def test_of_one_name_the_page_is_for_pages(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    own(folder, "周报.html.j2", "<title>网</title><style></style>网页\n")
    own(folder, "周报.md.j2", "# 文\n\n文本\n")
    assert page(folder, template="周报").endswith("网页\n")
    assert page(folder, template="周报.html.j2").endswith("网页\n")
    assert cz("report", "--template", "周报", cwd=folder).out == "# 文\n\n文本\n"


def test_a_section_of_the_page_written_anew(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    own(
        folder,
        "一页看.html.j2",
        '{% extends "原版/一页看.html.j2" %}\n{% block 结论 %}<p>请看{{ plan.title }}</p>{% endblock %}\n',
    )
    text = Outline(page(folder)).text
    assert "请看县区创建文明城市实施方案" in text
    assert "未达标" not in text


@pytest.mark.parametrize(
    ("written", "live"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<img src="x.png">', "<img>"),
        ('<p onclick="x()">', "onclick="),
        ('<svg><title>x</title><a xlink:href="#">', "xlink:href="),
        ('<meta http-equiv="refresh" content="0;url=x">', "<meta>"),
        ("<style>@import 'x';</style>", "@import"),
        ("<form>", "<form>"),
        ("<title><!--</title><META http-equiv=refresh content='0;url=x'>-->", "<meta>"),
        ('<a href="javascript:x">', "javascript:"),
    ],
)
def test_what_acts_or_reaches_out_is_refused(written: str, live: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    own(folder, "坏.html.j2", f"<title>坏</title>\n{written}\n")
    ran = cz("report", "--template", "坏", "-o", "坏.html", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (
        1,
        "",
        f"cz：模板有误，报告没有生成：网页模板“坏.html.j2”写出了 {live}。"
        "网页里不能有程序、表单和外面的内容，图形请用 <svg> 画。\n",
    )
    assert not (folder / "坏.html").exists()


def test_only_what_acts_is_called_live() -> None:
    for text in ("<script>", "<img src=x>", "onclick=", 'x" onload="y', "javascript:"):
        assert what_is_live(f'<p title="{escaped(text)}">{escaped(text)}</p>') in (
            "",
            "javascript:",
        )
    assert what_is_live("<p title='a b c=d'>src = 好</p><section><metadata>") == ""


def test_a_template_of_one_language_has_no_parts_of_the_other(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    own(
        folder, "甲.html.j2", '{% import "_公用.md.j2" as 公用 with context %}{{ 公用.标题尾() }}\n'
    )
    ran = cz("report", "--template", "甲", "-o", "甲.html", cwd=folder)
    assert ran.code == 1
    assert "甲.html.j2:1:12 错误 E503：要引用的模板“_公用.md.j2”没有找到。" in ran.err
    own(folder, "乙.md.j2", '{% import "_图形.html.j2" as 图形 %}x\n')
    ran = cz("report", "--template", "乙", cwd=folder)
    assert "乙.md.j2:1:12 错误 E503：要引用的模板“_图形.html.j2”没有找到。" in ran.err


def test_the_bounds_hold_for_pages(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    for text in (
        "{% for a in range(2000) %}{% for b in range(2000) %}x{% endfor %}{% endfor %}",
        "{{ today.__class__ }}",
        "{{ [].__class__.__base__.__subclasses__() }}",
        "{{ '<script>' | safe }}",
        "{{ nothing }}",
    ):
        own(folder, "坏.html.j2", text)
        assert cz("report", "--template", "坏", "-o", "坏.html", cwd=folder).code == 1, text
        assert not (folder / "坏.html").exists()


# --- reports and screens --------------------------------------------------------------------------

REPORTS = {
    "阶段报告": [],
    "单位清单": ["--unit", "区教育局"],
    "任务分解表": [],
    "简报": [],
    "督查通报": ["--issue", "3"],
    "排名通报": ["--issue", "3"],
    "整改清单": ["--unit", "柳溪镇"],
    "材料目录": [],
    "荣誉称号一览表": [],
    "成员名单": [],
    "通讯录": [],
    "申报自查报告": [],
    "会议材料": [],
    "模拟测评通报": ["--round", "m2026-2"],
    "会议纪要": [],
    "方案全文": [],
    "查漏补缺清单": [],
}


def test_every_template_is_tried() -> None:
    markdown = {
        path.name.removesuffix(".md.j2") for path in (ROOT / "templates").glob("[!_]*.md.j2")
    }
    assert markdown == {*REPORTS, "督办单", "模拟测评记录表", "调查问卷"}


@pytest.mark.soak(every=4)
@pytest.mark.parametrize("template", REPORTS)
def test_every_report_as_a_page(template: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    html = page(folder, *REPORTS[template], template=template)
    harmless(html)
    text = Outline(html).text
    markdown = cz("report", "--template", template, *REPORTS[template], cwd=folder).out
    for heading in re.findall(r"(?m)^#+ (.*)$", markdown):
        assert heading.replace("\\", "") in text
    assert html.count("<table>") == len(re.findall(r"(?m)^\|(?: ?:?-+:? ?\|)+$", markdown))
    assert html.count("<table>") == html.count('<div class="wide"><table>')
    assert not re.search("[█░🔴🟡🟢]", html)
    assert ("size:A4 landscape" in html) == (template == "任务分解表")


def test_an_order_slip_as_a_page(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    assert cz("order", "d2026-1", "-o", "督办单.html", cwd=folder).code == 0
    harmless((folder / "督办单.html").read_text(encoding="utf-8"))


SCREENS = {
    "status": ["status"],
    "target": ["target"],
    "list": ["list", "status:blocked", "--columns", "id,title,lead,status,light,late"],
    "show": ["show", "1-5"],
    "rank": ["rank", "--issue", "3"],
    "silent": ["silent"],
    "agenda": ["agenda"],
    "finding": ["finding", "list", "--state", "逾期"],
    "evidence": ["evidence", "check"],
    "order": ["order", "list"],
}


@pytest.mark.soak(every=3)
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_as_a_page(name: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    ran = cz(*SCREENS[name], "-o", "页.html", cwd=folder)
    assert ran.out == "已写入 页.html。\n"
    html = (folder / "页.html").read_text(encoding="utf-8")
    harmless(html)
    shown = re.sub(r"\s", "", Outline(html).text)
    for line in cz(*SCREENS[name], cwd=folder).out.splitlines():
        for word in re.split(r"  +|[█░]+", line):
            assert re.sub(r"\s", "", word) in shown, word


def test_words_keep_their_colours_and_lists_their_breaks(tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    cz(*SCREENS["list"], "-o", "页.html", cwd=folder)
    html = (folder / "页.html").read_text(encoding="utf-8")
    assert '<td class="bad n">受阻</td>' in html
    assert '<td class="r">45</td>' in html
    assert "<th>任务</th>" in html
