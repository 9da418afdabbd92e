"""A survey of the example: 1,000 answers as 问卷星 would export them, made up and counted here.

Nothing is random: who answers what follows from a checksum. The answers are not part of the
example, for cz keeps none; ``python examples/make_surveys.py 导出.csv`` writes them out.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

ID = "q2026-1"
ROWS = 1000
SENT = 1200
HEADER = """\
# 演示数据：答卷是虚构的，由 make_midway.py 生成；真的问卷用 cz survey import 统计，答卷不留。
# 只记各选项多少人；counts 依选项的次序，cz survey 由此算好评率和区间。

"""
BESIDE = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
UNITS = ("城东街道", "城西街道", "城南街道", "城北街道", "滨河街道", "新城街道")
UNITS += ("东河镇", "青石镇", "柳溪镇", "石桥乡", "枫林乡")
SATISFIED = ("满意", "基本满意", "不满意", "说不清")
GOOD, UNSURE = SATISFIED[:2], "说不清"
# number, question, standard, how many of a hundred say 满意, 基本满意, 不满意; the rest 说不清
QUESTIONS = (
    (2, "您对身边的主题景观和宣传小品满意吗", "i2-10", (45, 30, 15)),
    (3, "您对本区干部作风满意吗", "i4-04", (50, 32, 9)),
    (4, "您对窗口行业的服务态度和办事效率满意吗", "i6-13", (52, 30, 11)),
    (5, "您对公共交通出行状况满意吗", "i9-09", (40, 31, 22)),
    (6, "您对所住小区的物业服务和环境满意吗", "i9-22", (33, 30, 31)),
    (7, "您对夜间出行的社会治安状况满意吗", "i10-02", (62, 27, 6)),
    (8, "您对本区生态环境状况满意吗", "i11-13", (48, 33, 12)),
)
SEVERAL = (9, "您认为最需要改进的是", ("停车", "物业", "噪声", "绿化", "公交"))
OPEN = (10, "您的意见和建议")


def rows():
    """The table, its headings first; what cz must not keep (IP, words of their own) is in it."""
    heads = [*BESIDE, "1、您所在的街道（乡镇）"]
    heads += [f"{number}、{text}" for number, text, _, _ in QUESTIONS]
    heads += [f"{SEVERAL[0]}、{SEVERAL[1]}", f"{OPEN[0]}、{OPEN[1]}"]
    table = [heads]
    for row in range(1, ROWS + 1):
        day, hour = 3 + row % 12, 8 + row % 13
        time = f"2026/6/{day} {hour}:{row % 60:02}:{row * 7 % 60:02}"
        address = f"192.0.2.{row % 254 + 1}(演示)"
        head = [str(row), time, f"{60 + row % 200}秒", "微信", "N/A", address]
        if row % 97 == 0:  # opened and sent empty
            table.append([*head, *["(空)"] * (len(heads) - len(head))])
            continue
        table.append([*head, unit_of(row), *answers(row), several(row), own_words(row)])
    return table


def drawn(*words):
    """A number from 0 to 99 that follows from the words."""
    return int(sha256(":".join(map(str, words)).encode()).hexdigest(), 16) % 100


def unit_of(row):
    """The towns have fewer; a few write what is no unit."""
    if row % 61 == 0:
        return "其他"
    place = drawn("单位", row)
    return UNITS[place % 6] if place < 72 else UNITS[6 + place % 5]


def answers(row):
    told = []
    worse = 6 if unit_of(row) in ("滨河街道", "石桥乡") else 0
    for number, _, _, shares in QUESTIONS:
        if number == 6 and row % 5 == 0:
            told.append("(跳过)")  # only those who live in a compound are asked
            continue
        if (row + number) % 41 == 0:
            told.append("(空)")
            continue
        point = drawn(number, row) + worse
        whole = 0
        answer = UNSURE
        for option, share in zip(SATISFIED, shares, strict=False):
            whole += share
            if point < whole:
                answer = option
                break
        told.append(answer)
    return told


def several(row):
    chosen = [text for place, text in enumerate(SEVERAL[2]) if drawn("多选", place, row) < 30]
    return "┋".join(chosen) or "(空)"


def own_words(row):
    return f"第{row}个人自己的话" if row % 9 == 0 else "(空)"


def export():
    """The table as a CSV, as 问卷星 writes it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows())
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


# --- counted, by rules of its own --------------------------------------------------------------


def make():
    """The text of data/surveys.yaml."""
    table = [row[len(BESIDE) :] for row in rows()[1:]]
    valid = [row for row in table if any(cell not in ("(空)", "(跳过)") for cell in row[1:-1])]
    lines = ["surveys:\n", f"  - id: {ID}\n", "    title: 2026年第1次问卷调查\n"]
    lines += ["    start: 2026-06-03\n    end: 2026-06-14\n", f"    sent: {SENT}\n"]
    lines += [f"    returned: {len(table)}\n    valid: {len(valid)}\n"]
    lines += ["    file: 问卷星导出.csv\n", f"    sha256: {sha256(export()).hexdigest()}\n"]
    lines.append("\nquestions:\n")
    for place, (number, text, standard, _) in enumerate(QUESTIONS, 1):
        lines += question(number, text, standard, valid, place)
    return HEADER + "".join(lines) + "".join(question_of_several(valid))


def question(number, text, standard, valid, place):
    cells = [row[place] for row in valid]
    counts = Counter(cell for cell in cells if cell in SATISFIED)
    options = [option for option, _ in counts.most_common()]
    lines = [f"  - id: k2026-1-{number}\n    text: {text}\n"]
    lines.append(f"    answered: {sum(counts.values()) - counts[UNSURE]}\n")
    lines += gaps(cells)
    lines += [f"    indicator: {standard}\n    options:\n"]
    for option in options:
        mark = ", good: true" if option in GOOD else ""
        mark = ", skip: true" if option == UNSURE else mark
        lines.append(f"      - {{text: {option}, chosen: {counts[option]}{mark}}}\n")
    lines.append("    units:\n")
    for unit in sorted(UNITS):
        own = Counter(row[place] for row in valid if row[0] == unit)
        numbers = "/".join(str(own[option]) for option in options)
        lines.append(f"      - {{unit: {unit}, counts: {numbers}}}\n")
    return lines


def question_of_several(valid):
    cells = [row[len(QUESTIONS) + 1] for row in valid]
    counts = Counter(part for cell in cells if cell != "(空)" for part in cell.split("┋"))
    lines = [f"  - id: k2026-1-{SEVERAL[0]}\n    text: {SEVERAL[1]}\n    several: true\n"]
    lines.append(f"    answered: {sum(cell != '(空)' for cell in cells)}\n")
    lines += gaps(cells)
    lines.append("    options:\n")
    lines += [f"      - {{text: {text}, chosen: {n}}}\n" for text, n in counts.most_common()]
    return lines


def gaps(cells):
    """Who did not answer, and who was not asked."""
    lines = []
    for key, word in (("blank", "(空)"), ("passed", "(跳过)")):
        count = cells.count(word)
        lines += [f"    {key}: {count}\n"] if count else []
    return lines


def write(folder):
    """Write it into the plan folder."""
    (folder / "data" / "surveys.yaml").write_bytes(make().encode("utf-8"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(export())
