"""Mistakes in a template, as problems with the template's own file and line, in words for an
office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from cz.problem import Problem, Refusal, nearest
from cz.report.bounds import LARGEST, TURNS, TooMuch
from cz.report.engine import NotDefined, Sandbox, Unreadable
from cz.report.files import plain_name, template_names
from cz.report.parts import PARTS, UnknownPart
from cz.report.safe import Unprintable
from cz.report.view import WORDS, Report
from cz.source import Source, line_text
from cz.typography import visible

SYNTAX, UNDEFINED, OTHER = "E501", "E502", "E503"
_REFUSED = "模板有误，报告没有生成。"
_NAMED = re.compile(r"No (filter|test) named '(.*)'")
_KINDS = {"filter": "过滤器", "test": "判断词"}

# The engine's own words for what breaks its grammar, and ours.
_SYNTAX = (
    (
        r"Encountered unknown tag '(.*?)'",
        "不认识标签“{0}”。",
        "请核对拼写；前面的 for、if、block 是否都已用 endfor、endif、endblock 结束。",
    ),
    (
        r"Unexpected end of template\. .*looking for the following tags: (.*?)\. "
        r"The innermost block.* is '(.*?)'",
        "模板到末尾还没有结束“{1}”。",
        "请补上 {0} 中的一个。",
    ),
    (
        r"Unexpected end of template",
        "模板到末尾还没有写完。",
        "请检查最后一个 {% … %} 或 {{ … }}。",
    ),
    (
        r"unexpected end of template, expected '(.*?)'",
        "模板到末尾还没有写完，这里还缺“{0}”。",
        "请补全。",
    ),
    (
        r"expected token '(.*?)', got '(.*?)'",
        "这里应当是“{0}”，写的是“{1}”。",
        "请核对标点、括号和引号，都要用半角。",
    ),
    (
        r"unexpected '(.*?)', expected '(.*?)'",
        "这里应当是“{1}”，写的是“{0}”。",
        "请核对括号是否成对。",
    ),
    (
        r"unexpected char '(.*?)' at",
        "这里不能有“{0}”。",
        "{{ … }} 和 {% … %} 里的标点、括号和引号都要用半角。",
    ),
    (r"unexpected '(.*?)'", "这里不应当有“{0}”。", "请核对括号是否成对、语句是否写完。"),
    (r"Missing end of (comment|raw)", "注释或 raw 没有结束。", "注释以 {# 开头，以 #} 结束。"),
    (r"block '(.*?)' defined twice", "block“{0}”写了两次。", "同一个模板里每个 block 只能写一次。"),
    (
        r"Expected an expression, got '(.*?)'",
        "这里应当有变量或算式，写的是“{0}”。",
        "请补上变量名。",
    ),
    (r"tag name expected", "{% 的后面应当是标签。", "例如 {% if … %}、{% for … %}。"),
    (
        r"Invalid character in identifier",
        "名字里有不能用的字符。",
        "变量名只能用字母、数字和下划线。",
    ),
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "end of template": "模板末尾",
    "begin of statement block": "{%",
    "name": "名字",
    "integer": "整数",
    "string": "文字",
}


@contextmanager
def explained(sandbox: Sandbox, folders: Sequence[str]) -> Iterator[None]:
    """Turn whatever a template does wrong into a Refusal with one problem."""
    try:
        yield
    except Refusal:
        raise
    except Unreadable as fault:
        raise Refusal(_REFUSED, problems=(fault.problem,), exit_code=1) from None
    except Exception as fault:
        raise Refusal(
            _REFUSED, problems=(_explain(fault, sandbox, folders),), exit_code=1
        ) from None


def _explain(fault: Exception, sandbox: Sandbox, folders: Sequence[str]) -> Problem:
    loaded = sandbox.source.loaded
    path, line = _place(fault, loaded)
    if isinstance(fault, TemplateSyntaxError):
        path, line = fault.filename or path, fault.lineno
    code, message, advice, word = _said(fault, sandbox, folders)
    source = loaded.get(path)
    return _located(source, source.path if source else path, line, code, message, advice, word)


def _place(fault: Exception, loaded: dict[str, Source]) -> tuple[str, int]:
    """(template, line) of the innermost frame that stands in a template."""
    path, line, trace = next(iter(loaded), ""), 0, fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in loaded:
            path, line = name, trace.tb_lineno
        trace = trace.tb_next
    return path, line


def _located(
    source: Source | None, path: str, line: int, code: str, message: str, advice: str, word: str
) -> Problem:
    text = line_text(source.text, line - 1) if source and line else ""
    match = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", text) if word else None
    start = match.start() if match else len(text) - len(text.lstrip())
    size = len(word) if match else max(1, len(text.strip()))
    return Problem(
        code,
        "error",
        path,
        line,
        start + 1 if line else 0,
        message,
        advice,
        text,
        (start, size) if text else (0, 0),
    )


def _said(fault: Exception, sandbox: Sandbox, folders: Sequence[str]) -> tuple[str, str, str, str]:
    """(code, message, advice, the word of the line to underline)."""
    text = str(fault)
    if isinstance(fault, NotDefined):
        return _undefined(fault)
    if named := _NAMED.search(text):
        kind, name = named.groups()
        known = sorted(
            sandbox.filters
            if kind == "filter"
            else (test for test in sandbox.tests if test.isidentifier())
        )
        return (
            UNDEFINED,
            f"没有叫“{name}”的{_KINDS[kind]}。{_near(name, known)}",
            f"可用的有：{'、'.join(known)}。",
            name,
        )
    if isinstance(fault, TemplateNotFound):
        name = str(fault.name)
        near = nearest(plain_name(name), list(template_names(folders)))
        hint = f"是不是 {near[0]}{sandbox.source.suffix}？" if near else ""
        return (
            OTHER,
            f"要引用的模板“{name}”没有找到。{hint}",
            "只能引用方案的 templates/ 和自带模板里的文件，写文件名，不写路径。",
            name,
        )
    if isinstance(fault, TemplateSyntaxError):
        return SYNTAX, *_grammar(text), ""
    if isinstance(fault, SecurityError):
        return (
            OTHER,
            "这一行用了模板里不许用的功能。",
            "模板只能读取报告的数据，不能改数据、读文件或运行程序。",
            "",
        )
    if isinstance(fault, Unprintable):
        what = WORDS.get(type(fault.value), "这个值")
        known = [
            name
            for name in dir(fault.value)
            if not name.startswith("_") and name not in ("count", "index")
        ]
        listing = f"有：{'、'.join(known)}。" if hasattr(fault.value, "_fields") else ""
        return OTHER, f"{what}不能整个印出来。", f"请写明要印哪一项。{listing}", ""
    if isinstance(fault, UnknownPart):
        near = nearest(fault.name, list(PARTS))
        hint = f"是不是“{near[0]}”？" if near else ""
        return (
            OTHER,
            f"公文里没有叫“{fault.name}”的部分。{hint}",
            f"可以写的有：{'、'.join(PARTS)}。",
            fault.name,
        )
    if isinstance(fault, TooMuch):
        return (
            OTHER,
            "这个模板要做的太多，已经停下。",
            f"一份报告最多 {LARGEST // 2**20} MB，range 总共最多 {TURNS} 次；请检查循环和乘法。",
            "",
        )
    return (
        OTHER,
        _why(fault),
        f"引擎的原话：{visible(text)[:200]}" if text else "请检查这一行的写法。",
        "",
    )


def _near(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.65)
    return f"是不是“{near[0]}”？" if near else ""


def _undefined(fault: NotDefined) -> tuple[str, str, str, str]:
    name, variables = fault.name, list(Report._fields)
    if issubclass(fault.reason, SecurityError):
        return (
            OTHER,
            f"模板里不许用“{name}”。",
            "模板只能读取报告的数据，不能改数据、读文件或运行程序。",
            name,
        )
    if "does not export" in fault.hint or "requested name" in fault.hint:
        return UNDEFINED, "引用的模板里没有这个宏或变量。", "请核对 import 的名字。", ""
    if fault.variable:
        if fault.hint:
            return UNDEFINED, "这里要用的值没有。", f"引擎的原话：{visible(fault.hint)}", ""
        if name in variables:
            return (
                UNDEFINED,
                f"这里看不到变量“{name}”。",
                "import 进来的宏要看到报告的变量，"
                "请在 import 那一行的末尾加 with context，或作为参数传进去。",
                name,
            )
        return (
            UNDEFINED,
            f"没有叫“{name}”的变量。{_near(name, variables)}",
            f"可用的变量有：{'、'.join(variables)}。",
            name,
        )
    holder = fault.holder
    if holder is None:
        return (
            UNDEFINED,
            f"这里的值是空的，取不到“{name}”。",
            "请先用 {% if … %} 判断有没有值。",
            name,
        )
    known = [
        field
        for field in dir(holder)
        if not field.startswith("_") and field not in ("count", "index")
    ]
    if not hasattr(holder, "_fields"):
        known = []
    what = WORDS.get(type(holder), "这个值")
    advice = f"{what}里有：{'、'.join(known)}。" if known else "请核对名字。"
    return UNDEFINED, f"{what}里没有“{name}”这一项。{_near(name, known)}", advice, name


def _grammar(text: str) -> tuple[str, str]:
    for pattern, message, advice in _SYNTAX:
        if match := re.search(pattern, text):
            for index, word in enumerate(match.groups()):
                shown = _TOKENS.get(word, word.replace("' or '", " 或 ").strip("'"))
                message = message.replace(f"{{{index}}}", shown)
                advice = advice.replace(f"{{{index}}}", shown)
            return f"模板语法有误：{message}", advice
    return "模板语法有误。", f"引擎的原话：{visible(text)}"


def _why(fault: Exception) -> str:
    if isinstance(fault, ZeroDivisionError):
        return "这一行除以了零。"
    if isinstance(fault, RecursionError):
        return "模板自己引用了自己，没有尽头。"
    if isinstance(fault, (TypeError, AttributeError, ValueError)):
        return "这一行的写法和数据的类型对不上，算不出来。"
    if isinstance(fault, (OverflowError, MemoryError)):
        return "这一行的数太大，算不出来。"
    return "这一行执行时出错。"
