"""The quick reader beside libyaml, what is refused and where, and what is kept of a broken file."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from plans import CHANCE, broken, loaded, plain, scalars, tree_of, yaml_text

from cz.source import Source, line_starts
from cz.tree import Map, Seq, locate, node_at, parse, whole
from cz.tree.events import Node, compose
from cz.tree.lines import read_lines
from cz.tree.nodes import Value


def beside(text: str) -> bool:
    """Hold what the quick reader says against libyaml; whether it answered at all."""
    quick = read_lines(text.replace("\r\n", "\n"))
    if quick is None:
        return False
    node, faults = compose(text)
    assert node is not None
    assert faults == []
    source = Source("data/tasks.yaml", text)
    slow, problems, readable = whole.read(source)
    assert (problems, readable) == ((), True)
    assert plain(quick) == plain(slow)
    places(source, quick, slow)
    return True


def places(source: Source, quick: Value, slow: Value) -> None:
    """Every record by itself has the very places it has in the whole file, and its lines hold all
    of it.
    """
    if isinstance(quick, Seq) and isinstance(slow, Seq):
        for one, other in zip(quick, slow, strict=True):
            places(source, one, other)
    elif isinstance(quick, Map) and isinstance(slow, Map):
        if quick.line >= 0:
            record(source, quick, slow)
        for key in quick:
            places(source, quick[key], slow[key])


def record(source: Source, quick: Map, slow: Map) -> None:
    starts = line_starts(source.text)
    stop = starts[quick.end] if quick.end < len(starts) else len(source.text)
    assert quick.line < quick.end
    for path, text in scalars(quick):
        span = locate(source, quick, path)
        assert span == locate(source, slow, path)
        assert starts[quick.line] <= span.start <= span.end <= stop
        node = node_at(source, quick, path)
        assert node is not None
        written = source.text[node.start : node.end]
        assert written in (text, f'"{text}"', "'" + text.replace("'", "''") + "'")


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_what_the_quick_reader_says_is_what_libyaml_says(rnd: Random) -> None:
    text = yaml_text(rnd)
    for one in (text, broken(rnd, text)):
        beside(one)


def test_a_good_share_of_the_texts_is_read_quickly() -> None:
    """A property about texts that the quick reader leaves to libyaml would say nothing."""
    texts = [yaml_text(Random(seed)) for seed in range(200)]
    assert 60 < sum(beside(text) for text in texts) < 180


@pytest.mark.soak
def test_the_two_agree_on_very_many_texts(request: pytest.FixtureRequest) -> None:
    """Only with ``-m soak``: about two minutes."""
    if "soak" not in request.config.option.markexpr:
        pytest.skip("only with -m soak")
    differ = []
    for seed in range(100_000):
        rnd = Random(seed)
        text = yaml_text(rnd)
        for one in (text, broken(rnd, text)):
            try:
                beside(one)
            except Exception as error:
                differ.append((one, error))
    assert differ == []


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANCE)
def test_parsing_never_raises_and_every_problem_is_in_the_text(rnd: Random) -> None:
    text = broken(rnd, yaml_text(rnd))
    tree = tree_of(text)
    assert tree.whole or tree.problems
    lines = len(line_starts(text))
    assert [
        one for one in tree.problems if not (1 <= one.line <= lines and one.message and one.advice)
    ] == []


@pytest.mark.parametrize(
    "text", ["plan: {title: 甲\n", "甲: 'x\n", "- [\n", "\ttasks:\n  - id: 1-1\n"]
)
def test_a_broken_file_without_a_section_gives_one_problem(text: str) -> None:
    assert [one.code for one in tree_of(text).problems] == ["E101"]


@pytest.mark.parametrize("last", ["", "  - id: 1-3\n    title: 丙\n"])
def test_a_section_written_twice_gives_one_problem(last: str) -> None:
    text = (
        "tasks:\n  - id: 1-1\n    title: 甲\n  - id: 1-2\n    title: 乙\ntasks:\n  - id: 1-4\n"
        "    title: 丁\n"
    )
    assert [one[:2] for one in told(text + last + last.replace("-3", "-5"))] == [("E104", "6:1")]


@pytest.mark.parametrize(
    "text, codes",
    [
        ("phasse:\n  - number: 1\ntasks:\n  - id: 1-1\n    title: '甲\n", ["W401", "E101"]),
        ("plan:\n  - title: 甲\ntasks:\n  - id: 1-1\n    title: '甲\n", ["E202", "E101"]),
        ("tasks:\n  - 甲\n  - id: 1-1\n    title: '甲\n", ["E202", "E101"]),
    ],
)
def test_another_problem_in_a_broken_file_is_told_too(text: str, codes: list[str]) -> None:
    assert [one[0] for one in told(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "tasks:\n  - \n",
        "tasks:\n  - id: 1-1\n  - \n",
        "tasks:\n  - id: 1-1\n    units:\n      - \n",
    ],
)
def test_a_dash_with_a_space_and_nothing_after_it(text: str) -> None:
    assert parse(Source("x", text)).problems == ()


@pytest.mark.parametrize(
    "text", ["tasks:\n  -: 甲\n", "tasks:\n-: 甲\n", "tasks:\n  - 甲\n  -: 乙\n"]
)
def test_a_dash_with_a_colon_is_no_item(text: str) -> None:
    beside(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: 2\n",
        "a: 1",
        "a:\n  - b\n  - c\n",
        "a:\n- b\n- c\nd: e\n",
        "a:\n  - b: 1\n    c: 2\n\n  # 注\n  - b: 3\n    c: 4\n",
        "a:\n  b:\n    c:\n      d: e\n  f: g\n",
        "a: {b: c, d: 'e', f: \"g\"}\n",
        "a: [b, 'c', \"d\"]   # 尾注\n",
        "a: {}\nb: []\n",
        "a:\n  - b:\n      - c\n    d:\n    - e\n    f: g\n",
        "a: 甲：乙 # 注\nb: c#d\n",
        "a:\r\n  - b: 1\r\n    c: '二'\r\n",
        "a:   1-10   \nb: no\n",
        "a:\n  -   b: 1\n      c: 2\n",
        "a:\n  b: 1\n   # 注\n  c: 2\n",
        'a: x y  z\nb:\nc: ""\n',
        "# 注\n\na: 1\n# 尾",
    ],
)
def test_the_houses_own_style_is_read_quickly(text: str) -> None:
    assert beside(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# 注\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str b\n",
        "<<: a\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "a:\tb\n",
        "a: b\n\tc: d\n",
        "a: b: c\n",
        "a: 'b\n",
        "a: [b\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        'a: "b\\n"\n',
        "a: 'b''c'\n",
        "a: [[b]]\n",
        "a:\n  b: 1\n c: 2\n",
        "- a\n",
        "a\n",
        "? a\n: b\n",
        "a: @b\n",
        "a: %b\n",
        "a: `b\n",
        "a:\n  - - b\n",
        "a: b\x85c\n",
        "a: b\u2028c\n",
        "\ufeffa: b\n",
        "a: b\rc: d\n",
        "a: {b}\n",
        "a: [b: c]\n",
        "a: {b: 1}c\n",
        "%YAML 1.1\n---\na: b\n",
        '"a": b\n',
        "a b: c\n",
        "a: b\x00\n",
        "a: {b: c d: e}\n",
    ],
)
def test_whatever_is_not_plain_is_left_to_libyaml(text: str) -> None:
    assert read_lines(text) is None


def test_the_comparison_can_fail() -> None:
    text = "tasks:\n  - id: 1-1\n    title: 甲\n"
    source = Source("x", text)
    quick = read_lines(text)
    assert quick is not None
    quick["tasks"][0].end = 2
    with pytest.raises(AssertionError):
        places(source, quick, whole.read(source)[0])
    assert plain(Map(a="1", b="2")) != plain(Map(b="2", a="1"))
    assert plain(Map(a=Map())) != plain(Map(a=Seq()))


# --- what is refused, and where
# ---------------------------------------------------------------------------------------

BEFORE = "tasks:\n  - id: 1-1\n    title: 甲\n"
AFTER = "  - id: 1-3\n    title: 丙\n"


def told(text: str) -> list[tuple[str, str, str]]:
    """(code, place, what of the user's line is underlined) of every problem."""
    problems = loaded(text, "", "").problems
    return [
        (
            one.code,
            one.place.removeprefix("data/tasks.yaml:"),
            one.excerpt[one.mark[0] : sum(one.mark)],
        )
        for one in problems
    ]


@pytest.mark.parametrize(
    "lines, code, place, marked",
    [
        ("  - id: 1-2\n    title: &x 乙\n", "E102", "5:12", "&x 乙"),
        ("  - &x\n    id: 1-2\n    title: 乙\n", "E102", "4:5", "&x"),
        ("  - id: 1-2\n    title: *x\n", "E102", "5:12", "*x"),
        ("  - id: 1-2\n    <<: {page: 3}\n    title: 乙\n", "E102", "5:5", "<<"),
        ("  - id: 1-2\n    title: !!str 乙\n", "E103", "5:12", "!!str 乙"),
        ("  - id: 1-2\n    title: ! 乙\n", "E103", "5:12", "! 乙"),
        ("  - id: 1-2\n    title: 乙\n    title: 丙\n", "E104", "6:5", "title"),
        (
            "  - id: 1-2\n    title: 乙\n    progress: {1: {status: todo}, 1: {status: done}}\n",
            "E104",
            "6:35",
            "1",
        ),
        ('  - id: 1-2\n    title: 乙\n    "title": 丙\n', "E104", "6:5", '"title"'),
        ("  - id: 1-2\n    ? [a]\n    : b\n    title: 乙\n", "E104", "5:7", "[a]"),
        ("  - id: 1-2\n    title: 乙: 丙\n", "E101", "5:13", ":"),
        ("  - id: 1-2\n    title: '乙\n", "E101", "5:12", "'"),
        ("  - id: 1-2\n    title: [乙\n", "E101", "5:12", "["),
        ("  - id: 1-2\n    title: @乙\n", "E101", "5:12", "@"),
        ('  - id: 1-2\n    title: "\\q"\n', "E101", "5:13", "\\"),
        ("  - id: 1-2\n    title 乙\n", "E101", "5:5", "t"),
        ("  - id: 1-2\n   title: 乙\n", "E101", "5:4", "t"),
        ("  - id: 1-2\n\ttitle: 乙\n", "E101", "5:1", "\t"),
        ("  - id: 1-2\n    page: 3\x01\n", "E101", "5:12", "\x01"),
        ("  - id: 1-2\n    text: " + "[" * 50 + "]" * 50 + "\n", "E107", "5:49", "["),
    ],
)
def test_one_broken_record_gives_one_problem_and_hides_no_other(
    lines: str, code: str, place: str, marked: str
) -> None:
    text = BEFORE + lines + AFTER
    assert told(text) == [(code, place, marked)]
    found = loaded(text, "", "")
    assert [(task.id, task.title) for task in found.campaign.tasks] == [
        ("1-1", "甲"),
        ("1-3", "丙"),
    ]
    assert found.left_out == 1
    assert told(text.replace("\n", "\r\n")) == [(code, place, marked)]


@pytest.mark.parametrize(
    "text, code, place, whole_",
    [
        (BEFORE + "---\n" + BEFORE, "E105", "4:1", True),
        (BEFORE + "...\n---\n" + BEFORE, "E105", "5:1", True),
        ("- 甲\n- 乙\n", "E106", "1:1", False),
        ("甲\n", "E106", "1:1", False),
        ("plan:\n  title: 甲\nplan:\n  title: 乙\n", "E104", "3:1", True),
        ("&a plan:\n  title: 甲\n", "E102", "1:1", True),
        ("plan: !x\n  title: 甲\n", "E103", "1:7", True),
    ],
)
def test_what_is_wrong_with_the_file_as_a_whole(
    text: str, code: str, place: str, whole_: bool
) -> None:
    assert [one[:2] for one in told(text)] == [(code, place)]
    assert tree_of(text).whole is whole_


TOO_DEEP = ("E107", "这里的嵌套超过了 40 层。")
NO_COLON = ("E101", "这一行缺少“: ”（冒号加空格）。")
NO_VALUE = ("E101", "这里的字符不能作为值的开头。")
NO_NAME = ("E101", "* 或 & 开头的值是 YAML 的引用写法。")


# libyaml 0.2.6 gives up at 1,000 open brackets, before it tells of the first; an older one does
# not. What is told is what the older one found: run this with PyYAML 6.0.1 as well.
@pytest.mark.parametrize(
    "text, column, told",
    [
        ("a: " + "[" * 39, 42, ("E101", "引号或括号没有收尾。")),
        ("a: " + "[" * 40, 43, TOO_DEEP),
        ("a: " + "[" * 1000, 43, TOO_DEEP),
        ("a: " + "[" * 1001, 43, TOO_DEEP),
        ("a: " + "[" * 1001 + "]" * 1001, 43, TOO_DEEP),
        ("a: " + "[" * 10_000, 43, TOO_DEEP),
        ("a: " + "[{" * 600, 43, TOO_DEEP),
        ("a: " + "{a: " * 1100, 160, TOO_DEEP),
        ("? " * 1100, 81, TOO_DEEP),
        ("- " * 1100, 81, TOO_DEEP),
        ("[" * 1100, 41, TOO_DEEP),
        # What is wrong as far ahead as the colon of a key is looked for comes first, behind 1,000
        # brackets too.
        ("a: " + "[" * 1010 + "@", 1014, NO_VALUE),
        ("a: " + "[" * 1060 + "@", 1064, NO_VALUE),
        ("a: " + "[" * 1070 + "@", 43, TOO_DEEP),
        ("a: " + "[" * 1000 + "&b[", 1006, NO_NAME),
        ("a: b\n" + "[" * 1001, 1, NO_COLON),
        ("a: b\n" + "[" * 1001 + "]" * 1001, 1026, NO_COLON),
    ],
)
def test_too_deep_is_told_alike_by_every_libyaml(
    text: str, column: int, told: tuple[str, str]
) -> None:
    (problem,) = parse(Source("data/tasks.yaml", text)).problems
    assert (problem.code, problem.message) == told
    assert (problem.line, problem.column) == (1 + text.count("\n"), column)


IN_QUOTES = """\
tasks:
  - id: 1-1
    title: "第一行
<<<<<<< HEAD
      甲
=======
      乙
>>>>>>> b
      末行"
  - id: 1-2
    title: 乙
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("left", "place"),
    [
        (IN_QUOTES, "4:1"),
        (IN_QUOTES.replace('"', "'"), "4:1"),
        (IN_QUOTES.replace("<<<<<<< HEAD\n", ""), "5:1 7:1"),
        (IN_QUOTES.replace("<<<<<<< HEAD\n", "").replace(">>>>>>> b\n", ""), "5:1"),
        (IN_QUOTES.replace("<<<<<<< HEAD", "<<<<<<<<< 我方"), "4:1"),
    ],
)
def test_marks_of_a_conflict_in_quotes_are_no_text(left: str, place: str, newline: str) -> None:
    tree = parse(Source("", left.replace("\n", newline)))
    assert [problem.message for problem in tree.problems] == [
        "这里是 git 合并冲突的标记。" for _ in place.split()
    ]
    places = [f"{problem.line}:{problem.column}" for problem in tree.problems]
    assert " ".join(places) == place
    assert [task["id"] for task in tree.root["tasks"]] == ["1-2"]


def test_what_looks_like_a_mark_of_a_conflict_within_a_text_is_one_of_its_lines() -> None:
    text = "tasks:\n  - id: 1-1\n    title: |\n      <<<<<<< 甲\n      =======\n"
    assert not parse(Source("", text)).problems


@pytest.mark.parametrize("text", ["tasks:\n", "tasks: []\n", "%YAML 1.1\n---\ntasks:\n"])
def test_an_empty_section_is_sound(text: str) -> None:
    assert told(text) == []
    assert tree_of(text).whole


def test_each_of_several_broken_records_gives_its_own_problem_and_the_sound_ones_stay() -> None:
    text = (
        "plan:\n  title: 方案\n"
        + BEFORE
        + "  - id: 1-2\n    title: '乙\n"
        + AFTER
        + "  # 注\n  - id: 1-4\n    title: *x\n  - id: 1-5\n    title: 戊: 己\n\n"
        "  - id: 1-6\n    title: 庚\n"
        + "steps:\n  - id: s1-1\n    title: 步\n    phase: 1\n  - id: s1-2\n    title: @\n"
    )
    assert [one[:2] for one in told(text)] == [
        ("E101", "7:12"),
        ("E102", "12:12"),
        ("E101", "14:13"),
        ("E101", "23:12"),
    ]
    found = loaded(text, "", "")
    assert [task.id for task in found.campaign.tasks] == ["1-1", "1-3", "1-6"]
    assert [step.id for step in found.campaign.steps] == ["s1-1"]
    assert (found.campaign.plan.title, found.left_out, found.trees["tasks"].whole) == (
        "方案",
        4,
        False,
    )


def test_a_file_with_nothing_but_a_document_mark_is_empty() -> None:
    assert [one[:2] for one in told("---\n")] == [("E006", "1:1")]


def test_a_control_character_after_chinese_is_placed_at_itself() -> None:
    assert told(BEFORE + "  - id: 1-2\n    title: 乙丙丁\x01戊己庚辛壬癸\n") == [
        ("E101", "5:15", "\x01")
    ]


def test_a_tab_is_called_a_tab_in_chinese() -> None:
    (problem,) = loaded(BEFORE + "  - id: 1-2\n\ttitle: 乙\n", "", "").problems
    assert problem.message == "缩进里有制表符（Tab）。"


def test_a_bracket_left_open_at_the_end_of_the_file_is_placed_at_the_bracket() -> None:
    (problem,) = loaded(BEFORE + "    units: [\n", "", "").problems
    assert (problem.line, problem.column, problem.message) == (4, 12, "引号或括号没有收尾。")
    (problem,) = loaded(BEFORE + "meetings: [", "", "").problems
    assert (problem.line, problem.column, problem.message) == (4, 11, "引号或括号没有收尾。")


def test_a_section_in_brackets_is_read_where_the_file_is_broken() -> None:
    text = "plan: {title: 某区}\n" + BEFORE + "  - id: 1-2\n\ttitle: 乙\n"
    read = loaded(text, "", "")
    assert [problem.place for problem in read.problems] == ["data/tasks.yaml:6:1"]
    assert read.campaign.plan.title == "某区"


# --- the places of values in records the quick reader read
# ------------------------------------------------------------


@pytest.mark.parametrize(
    "text, place, marked",
    [
        ("plan:\n  title: 甲\n  phase: 一 # 注\n", "3:10", "一"),
        ("plan:\n  title: 甲\n  counts: {blocks: 三, projects: 12}\n", "3:20", "三"),
        ("tasks:\n  # 注\n  - id: 1-1\n    title: 甲\n    page: '五'\n", "5:11", "'五'"),
        ("tasks:\r\n- id: 1-1\r\n  title: 甲\r\n  units:\r\n  - 乙\r\n  page: 五\r\n", "6:9", "五"),
        (
            "tasks:\n  - id: 1-1\n    title: 甲\n    progress:\n      1: {status: doing}\n"
            "      2: {status: 完}\n",
            "6:19",
            "完",
        ),
        (
            "tasks:\n  - id: 1-1\n    title: 甲\n    updates:\n      - {date: 2026-13-01}\n",
            "5:16",
            "2026-13-01",
        ),
        (
            "tasks:\n  - id: 1-1\n    title: 甲\n  - id: 1-2\n    title: 乙\n    page: 五",
            "6:11",
            "五",
        ),
    ],
)
def test_a_wrong_value_is_underlined(text: str, place: str, marked: str) -> None:
    assert read_lines(text.replace("\r\n", "\n")) is not None
    assert [one[1:] for one in told(text)] == [(place, marked)]


def test_a_wrong_value_in_a_record_all_in_braces_is_underlined() -> None:
    text = "tasks:\n  - {id: 1-1, title: 甲}\n  - {id: 1-2, title: 乙, page: 五}\n"
    assert told(text) == [("E203", "3:31", "五")]


def test_a_wrong_value_in_a_section_all_in_braces_is_underlined() -> None:
    assert told("# 注\nplan: {title: 甲, phase: 一}\n") == [("E203", "2:25", "一")]


def test_what_is_absent_is_placed_at_the_record() -> None:
    text = "tasks:\n  - id: 1-1\n    page: 3\n  - id: 1-2\n    title:\n"
    assert told(text) == [("E201", "2:9", "1-1"), ("E201", "4:9", "1-2")]
    tree = tree_of(text)
    record = tree.root["tasks"][1]
    assert text[slice(*locate(tree.source, record, ("title",)))] == "title"
    assert text[slice(*locate(tree.source, record, ("title",), key=True))] == "title"
    assert node_at(tree.source, record, ("units", 0)) is None
    assert text[slice(*locate(tree.source, record, ("units", 0)))] == "1-2"


def test_compose_adds_the_offset_of_the_piece_to_every_place() -> None:
    node, faults = compose("a: &x 甲\nb: [c]\n", 100)
    assert isinstance(node, Node)
    assert [(key.span, value.span) for key, value in node.children] == [
        ((100, 101), (103, 107)),
        ((108, 109), (111, 114)),
    ]
    assert [(fault.code, fault.span) for fault in faults] == [("E102", (103, 107))]


@pytest.mark.parametrize(
    "text",
    [
        "phases:\n- steps: {note: 甲}\n- units\n",
        "plan:\n  counts: {blocks: 3}\n",
        "plan: {title: 甲}\n",
        "a: {b: 1}\nc:\n  a: {b: 1}\n",
    ],
)
def test_only_a_section_on_one_line_has_a_line_of_its_own(text: str) -> None:
    assert beside(text)
