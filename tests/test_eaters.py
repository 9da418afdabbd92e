"""Small files that would eat a machine: told in words, within bounds of time and memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.running import MIDWAY, Ran, copy_of, environment

resource = pytest.importorskip("resource", reason="Windows has no limit on memory and time")

MEMORY = 1_500_000_000  # bytes
SECONDS = 15  # of the processor
HEAD = "  - id: 9-9\n    title: 甲\n    lead: 区教育局\n"
UPDATE = "      - {{date: 2026-07-01, phase: 1, unit: 区教{}局, status: doing, note: x}}\n"
FILES = {
    "anchors": HEAD + "    units: [" + ", ".join(f"&a{n} b" for n in range(20_000)) + "]\n",
    "anchors in records": "".join(
        f"  - id: 9-{n}\n    title: &a 甲\n    lead: 区教育局\n" for n in range(10_000)
    ),
    "aliases": HEAD + "    units: [" + "*a, " * 20_000 + "]\n",
    "an unknown unit": HEAD + "    updates:\n" + UPDATE.format("x") * 2_000,
    "unknown units": HEAD + "    updates:\n" + "".join(map(UPDATE.format, range(2_000))),
    "unknown leads": "".join(
        f"  - id: 9-{n}\n    title: 甲\n    lead: 区教{n}局\n" for n in range(3_000)
    ),
    "unknown fields": HEAD + "".join(f"    field{n}: x\n" for n in range(3_000)),
    "braces": HEAD + "    own: " + "{" * 62_000 + "\n",
    "braces, one closed": HEAD + "    own: " + "{" * 62_000 + "}\n",
    "a list on a line": HEAD + "    units: [" + "区教育局, " * 40_000 + "]\n",
    "spaces in a list": HEAD + "    units: [" + " " * 1_000_000 + "x]\n",
    "spaces behind a word": HEAD + "    progress: {1: a" + " " * 200_000 + ": b}\n",
    "spaces behind an item": HEAD + "    units: [a" + " " * 200_000 + ": b]\n",
    "spaces behind a quote": HEAD + "    units: ['a'" + " " * 200_000 + "b]\n",
    "spaces before a comment": HEAD + "    units: [a]" + " " * 200_000 + "b\n",
    "a field many times": HEAD + "    title: a\n" * 20_000,
    "quotes not closed": "".join(f'  - id: 9-{n}\n    title: "a\n' for n in range(5_000)),
    "a long id": "  - id: " + "x" * 500_000 + "\n    title: 甲\n",
    "a long field": HEAD + "    " + "k" * 500_000 + ": x\n",
    "a long unit": "  - id: 9-9\n    title: 甲\n    lead: " + "区教育局" * 100_000 + "\n",
}


ASKED_TWICE = ("aliases", "unknown units", "braces", "quotes not closed", "a long unit")


def limited(plan: Path, *arguments: str) -> Ran:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, "-m", "cz", *arguments]
    env = environment(CZ_TODAY="2026-07-15")
    done = subprocess.run(
        command, cwd=plan, env=env, capture_output=True, check=False, preexec_fn=limit
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return copy_of(MIDWAY, tmp_path)


def in_bounds(ran: Ran) -> None:
    assert ran.code in (0, 1), ran.err[-500:]
    assert "Traceback" not in ran.err
    assert "内存不够" not in ran.err
    assert len(ran.err) < 20_000


@pytest.mark.soak(every=6)
@pytest.mark.parametrize(
    "command, name",
    [*(("check", name) for name in FILES), *(("status", name) for name in ASKED_TWICE)],
)
def test_a_small_file_is_told_of_in_bounds(plan: Path, name: str, command: str) -> None:
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    head, section, rest = text.partition("\ntasks:\n")
    text = head + section + FILES[name] + rest
    (plan / "data" / "tasks.yaml").write_text(text, encoding="utf-8")
    ran = limited(plan, command)
    in_bounds(ran)
    if command == "check":
        assert len(ran.out) < 700_000
        assert "9-9" in ran.out or "错误" in ran.out


def test_the_rest_is_counted(plan: Path) -> None:
    path = plan / "data" / "tasks.yaml"
    head, section, rest = path.read_text(encoding="utf-8").partition("\ntasks:\n")
    path.write_text(head + section + FILES["unknown units"] + rest, encoding="utf-8")
    told = limited(plan, "check").out
    assert told.count("错误 E302") == 21
    assert "错误 E302：这条记录还有 1980 个问题没有列出，这是其中的第一个。" in told
    assert "检查完毕：错误 2000 个，" in told


@pytest.mark.parametrize("kind", ["fifo", "device", "sparse"])
def test_a_plan_file_that_is_no_plain_file(plan: Path, kind: str) -> None:
    for name in ("tasks", "evidence"):
        path = plan / "data" / f"{name}.yaml"
        path.unlink(missing_ok=True)
        if kind == "fifo":
            os.mkfifo(path)
        elif kind == "device":
            path.symlink_to("/dev/zero")
        else:
            with open(path, "wb") as file:
                file.truncate(20 * 2**30)
    ran = limited(plan, "check")
    in_bounds(ran)
    code = "E005" if kind == "sparse" else "E003"
    assert ran.out.count(f"错误 {code}：") == 2


DOUBLE = "{% set n = namespace(v=V) %}{% for i in range(99) %}{% set n.v = NEXT %}{% endfor %}"
TEMPLATES = {
    "loops in loops": "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "mappings made by calls": "{% set n = namespace(a=dict(v=1), b=dict(v=1)) %}"
    "{% for i in range(40) %}{% set n.a = dict(l=n.a, r=n.a) %}"
    "{% set n.b = dict(l=n.b, r=n.b) %}{% endfor %}{{ n.a == n.b }}",
    "loops over a list": "{% set l = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] * 10 %}"
    + "{% for a in l %}" * 12
    + "x"
    + "{% endfor %}" * 12,
    "loops over nothing": "{% set l = [0] * 1000000 %}{% for a in l %}"
    "{% for b in l if false %}{% endfor %}{% endfor %}",
    "doubled by ~": DOUBLE.replace("V", "'啊'").replace("NEXT", "n.v ~ n.v"),
    "doubled by +": DOUBLE.replace("V", "'啊'").replace("NEXT", "n.v + n.v"),
    "doubled list": DOUBLE.replace("V", "[1]").replace("NEXT", "n.v + n.v"),
    "doubled by a block": DOUBLE.replace("V", "'啊'").replace(
        "{% set n.v = NEXT %}", "{% set n.v %}{{ n.v }}{{ n.v }}{% endset %}"
    ),
    "doubled by join": DOUBLE.replace("V", "'啊'").replace("NEXT", "[n.v, n.v] | join"),
    "doubled by replace": DOUBLE.replace("V", "'啊啊'").replace(
        "NEXT", "n.v | replace('啊', '啊啊啊')"
    ),
    "doubled by a method": DOUBLE.replace("V", "'啊啊'").replace("NEXT", "n.v.replace('啊', n.v)"),
    "nested lists": DOUBLE.replace("V", "[1]").replace("NEXT", "[n.v, n.v]") + "{{ n.v }}",
    "nested lists compared": DOUBLE.replace("V", "[1]").replace("NEXT", "[n.v, n.v]")
    + "{{ n.v == n.v }}",
    "nested by *": DOUBLE.replace("V", "[1]").replace("NEXT", "[n.v] * 2") + "{{ n.v | string }}",
    "a macro calls itself": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "a loop calls itself": "{% for a in [[1, 2], 3] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "a block calls itself": "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    "it includes itself": "{% include '坏.md.j2' %}{% include '坏.md.j2' %}",
    "translate": "{{ ('啊' * 1000000).translate({21834: '啊' * 1000000}) | length }}",
    "bytes": "{{ 'a'.encode().ljust(10 ** 10) | length }}",
    "numbers": "{{ (5).to_bytes(10 ** 10, 'big') | length }}",
    "round": "{{ 5 | round(-1000000000) }}",
    "int": "{{ (('1' * 9000000) | int(0, 2)) % 7 }}",
    "sum": "{% set l = [[1] * 1000] %}{{ (l * 1000) | sum(start=[]) | length }}",
    "join": "{{ (['啊' * 1000000] * 1000000) | join('、') }}",
    "kept": "{% set n = namespace(v=[]) %}{% set s = '啊' * 9000000 %}{% for i in range(9999) %}"
    "{% set n.v = [n.v, s | upper] %}{% endfor %}",
    "a test of every item": "{% set s = '啊' * 9000000 %}"
    "{{ (['ab'] * 400000) | select('in', s) | list | length }}",
    "every item held against a text": "{% set n = namespace(v='啊' * 9000000) %}"
    "{% set m = '啊' * 9000000 %}{{ [n] * 400000 | map(attribute='v') | reject('eq', m) | list }}",
    "long texts without capitals": "{% set n = namespace(v='A' * 9000000) %}"
    "{{ ([n] * 400000) | map(attribute='v') | sort | length }}",
    "what is lacking": "{% set s = '啊' * 9000000 %}"
    "{{ ([''] * 400000) | map(attribute='x', default=s) | sort | length }}",
    "an attribute without end": "{{ ([{'a': 'b'}] * 400000) | sort(attribute='x.' * 100000) }}",
    "an attribute many deep": "{{ ([{'a': 'b'}] * 400000) | sort(attribute='a.' * 4000 ~ 'a') }}",
    "searched from the end": "{% set s = 'a' * 9000000 %}{{ s.rfind('ab' ~ 'a' * 4000000) }}",
    "parted from the end": "{% set s = 'a' * 900000 %}{{ s.rsplit(sep='ab' ~ 'a' * 400000) }}",
    "stripped": "{% set s = 'a' * 9000000 %}{{ s.strip('b' * 5000000 ~ 'a') | length }}",
    "trimmed": "{% set s = 'a' * 9000000 %}{{ s | trim('b' * 5000000 ~ 'a') | length }}",
    "spaces": "{#" + " " * 100_000,
    "brackets": "{{ " + "(" * 50_000,
    "output": "{% for a in range(1000000) %}" + "啊" * 1000 + "{% endfor %}",
}


@pytest.mark.soak(every=8)
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_stops_in_bounds(plan: Path, name: str) -> None:
    (plan / "templates").mkdir()
    (plan / "templates" / "坏.md.j2").write_text(TEMPLATES[name], encoding="utf-8")
    stops_in_bounds(plan, "坏")


def stops_in_bounds(plan: Path, asked: str) -> None:
    ran = limited(plan, "report", "--template", asked, "--phase", "2")
    assert ran.code in (1, 2), ran
    assert "Traceback" not in ran.err
    assert len(ran.err) < 10_000


def test_templates_that_are_only_listed_cost_nothing(plan: Path) -> None:
    (plan / "templates").mkdir()
    for number, text in enumerate(TEMPLATES.values()):
        (plan / "templates" / f"坏{number}.md.j2").write_text(text, encoding="utf-8")
    stops_in_bounds(plan, "没有的")


PIECES = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " for a in ",
    "range(99999)",
    "[1,2]",
    " if ",
    " endfor ",
    " endif ",
    "'啊'",
    " * ",
    "999999",
    " ~ ",
    " replace('a','b')",
    "join",
    "sort",
    "list",
    "(",
    ")",
    "[",
    "]",
    "namespace(v=1)",
    " set x = ",
    "x",
    " macro m(a) ",
    " endmacro ",
    "m(1)",
    "loop",
    "self",
    "plan.title",
    "int(base=2)",
    "round(9)",
    "sum(start=[])",
    "string",
    "**",
    "//",
    "%",
    "a.b.c",
    "\n",
    " | ",
]
SLIPS = [
    *("{", "[", "&a ", "*a ", "\t", '"', "'", ": ", "- ", "#", "\x1b", "\u202e", "!x ", "|", ">"),
    *("{" * 5_000, "[" * 5_000, " " * 50_000, "a: " * 3_000, ", b" * 20_000, '"a" ' * 5_000),
]


def mutated(text: str, chance: Random) -> str:
    """With a few slips and eaters among its first lines."""
    characters = list(text[:20_000])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(characters))
        characters[at : at + chance.randint(0, 3)] = chance.choice(SLIPS)
    return "".join(characters)


@pytest.mark.soak
def test_chance_finds_no_eater(plan: Path, request: pytest.FixtureRequest) -> None:
    rounds = 300 if "soak" in request.config.option.markexpr else 5
    path = plan / "data" / "tasks.yaml"
    whole = path.read_text(encoding="utf-8")
    (plan / "templates").mkdir()
    chance = Random()
    for _ in range(rounds):
        text = "".join(chance.choices(PIECES, k=chance.randint(3, 60))) * chance.choice([1, 1, 50])
        (plan / "templates" / "坏.md.j2").write_text(text, encoding="utf-8")
        ran = limited(plan, "report", "--template", "坏", "--phase", "2")
        assert ran.code in (0, 1, 2), text
        slipped = mutated(whole, chance)
        path.write_text(slipped, encoding="utf-8")
        ran = limited(plan, chance.choice(["check", "status", "list", "target"]))
        path.write_text(whole, encoding="utf-8")
        assert ran.code in (0, 1), slipped
        assert "Traceback" not in ran.err, slipped
        assert "\x1b" not in ran.out + ran.err, slipped
        assert len(ran.err) < 50_000, slipped


def test_a_file_of_evidence_without_end(plan: Path) -> None:
    with open(plan / "录像.mp4", "wb") as file:
        file.truncate(20 * 2**30)
    ran = limited(plan, "evidence", "add", "1-1", "录像.mp4")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("cz：录像.mp4 有 20.0 GB，一份材料最多 2 GB。请核对是不是放错了文件。\n")
    text = (plan / "data" / "evidence.yaml").read_text(encoding="utf-8")
    named = re.sub(r"file: .*", "file: 录像.mp4", text, count=1)
    (plan / "data" / "evidence.yaml").write_text(named, encoding="utf-8")
    assert "超过 2 GB，没有核对内容" in limited(plan, "evidence", "check").out
