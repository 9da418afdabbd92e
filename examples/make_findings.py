"""Write the supervision part of examples/midway.

Findings, bulletins, order slips, evidence and a field team's table.

Called by make_midway.py; the tables are in findings_tables.py. Only the standard library is used
and nothing is random: what looks like chance is taken from a hash, so two runs give the same bytes.
"""

import csv
import hashlib
import io
import re
import struct
import zlib
from datetime import date, timedelta
from fractions import Fraction

import findings_tables as tables
import make_material as material
from make_rounds import make_rounds
from make_spots import make_spots

TODAY = date(2026, 7, 15)
LENGTHS = (3, 5, 7, 7, 10)  # days from inspection to deadline
COLUMNS = ("序号", "督查日期", "点位名称", "点位类型", "责任单位", "存在问题", "整改时限", "督查组")
CLASSES = {
    "部门": ("党委部门", "政府部门", "群团"),
    "乡镇": ("乡镇",),
    "街道": ("街道",),
    "其他": ("其他",),
}
HEADERS = {
    "findings": "# 演示数据：六轮督查发现的问题和没有问题的点位都是虚构的，"
    "由 make_midway.py 生成。\n",
    "supervision": "# 演示数据：督查规则、前三期通报和督办单都是虚构的，由 make_midway.py 生成。\n",
    "assessments": "# 演示数据：模拟测评都是虚构的，由 make_midway.py 生成。\n",
    "spots": "# 演示数据：点位和包保单位都是虚构的，由 make_midway.py 生成。\n",
    "evidence": "# 演示数据：佐证材料都是虚构的，图片是画出来的色块，由 make_midway.py 生成。\n",
}
RULES = """rules:
  days: 7   # 没有写时限的问题，自督查之日起的天数
  order_days: 3   # 督办单的回复期限，天
  quiet: 7   # 这么多天之内报过进展的任务不催
  red: 5
  black: 3
  colors:
    - 蓝
    - 橙
    - 红
  # 拟：方案第六章（六）强化奖惩措施正文缺失，以下依次对应末位一次、连续两次、连续三次，请创城办核对后再用。
  consequences:
    - 约谈分管负责人
    - 通报组织部门
    - 启动问责
  classes:
    部门:
      - 党委部门
      - 政府部门
      - 群团
    乡镇:
      - 乡镇
    街道:
      - 街道
    其他:
      - 其他
  window: {start: 2025-11-01, end: 2026-10-31}   # 拟：材料日期在此期间才算
  source: proposed
"""


def days(number):
    return timedelta(days=number)


def chance(*key):
    """A fixed number that looks like chance."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, key)).encode()).digest()[:4], "big")


def pick(options, *key):
    return options[chance(*key) % len(options)]


def table(text):
    """The rows of a table of ORDERS' kind."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


# Where units are visited and what is wrong there.


def problems():
    """Type of spot -> (problem, how it was put right, what it belongs to)."""
    found = {}
    for cells in table(tables.PROBLEMS):
        if len(cells) == 1:
            rows = found[cells[0]] = []
        else:
            rows.append(tuple(cells))
    return found


def spots(units):
    """Unit -> its spots: (type, what problems it may have, name)."""

    def read(line):
        kind, *names = line.split()
        kind, _, group = kind.partition("/")
        return [(kind, group or kind, name) for name in names]

    own = dict(line.split(": ") for line in tables.DEPARTMENT_SPOTS.strip().splitlines())
    assert set(own) <= set(units), set(own) - set(units)
    found = {}
    for unit, kind in units.items():
        if kind in ("乡镇", "街道"):
            lines = (
                (tables.TOWN_SPOTS if kind == "乡镇" else tables.STREET_SPOTS).strip().splitlines()
            )
            short = re.sub("(街道|镇|乡)$", "", unit)
            found[unit] = [spot for line in lines for spot in read(line.format(s=short, u=unit))]
        elif unit in own:
            found[unit] = [spot for line in own[unit].split(";") for spot in read(line)]
        else:
            found[unit] = [
                ("机关单位", "机关单位", name.format(u=unit)) for name in tables.OFFICE_SPOTS
            ]
    return found


# How one finding went.


def strike_off(rectified, *key):
    """The day the office verifies: some days later, not at a weekend, not after today."""
    day = rectified + days(1 + chance("verified", *key) % 4)
    return min(day + days({6: 2, 7: 1}.get(day.isoweekday(), 0)), TODAY)


def deadline(letter, day, *key):
    """A usual deadline that lets the finding end as its letter says."""
    dues = [day + days(length) for length in LENGTHS]
    allowed = {
        "O": lambda due: due < TODAY,
        "o": lambda due: due >= TODAY,
        "q": lambda due: due >= TODAY,
        "R": lambda due: due < TODAY - days(1),
        "l": lambda due: due < TODAY - days(2),
        "E": lambda due: due > TODAY - days(5),
    }.get(letter, lambda due: True)
    dues = [due for due in dues if allowed(due)]
    if chance("weekend", *key) % 4:  # mostly on a working day
        dues = [due for due in dues if due.isoweekday() < 6] or dues
    return pick(dues, "due", *key)


def course(letter, day, fix, *key):
    """The fields from the deadline on of a finding of `day` that went as `letter` says."""
    if letter == "n":
        return {}
    due = deadline(letter, day, *key)
    last = TODAY - days(2 if letter in "vlebBxA" else 1)
    in_time = min(day + days(1 + chance("in time", *key) % (due - day).days), last)
    late = min(due + days(1 + chance("late", *key) % 5), last)
    field = {"due": due, "rectified": None, "verified": None, "extended": [], "reopened": []}

    def extend(granted, new, reason):
        field["extended"].append(
            {"date": granted, "was": field["due"], "due": new, "reason": reason}
        )
        field["due"] = new

    def undo(when, reason, rectified, verified=None):
        undone = {
            "date": when,
            "reason": reason,
            "rectified": rectified,
            "verified": verified,
            "fix": fix,
        }
        field["reopened"].append({key: value for key, value in undone.items() if value})

    if letter in "vr":
        field["rectified"] = in_time
    elif letter in "lR":
        field["rectified"] = late
    elif letter in "eE":
        extend(
            min(due - days(chance("granted", *key) % 2), TODAY - days(1)),
            due + days(5),
            pick(tables.EXTENSION_REASONS, *key),
        )
        field["rectified"] = late if letter == "e" else None
    elif letter == "x":
        extend(due + days(2), due + days(7), pick(tables.EXTENSION_REASONS, *key))
        field["rectified"] = due + days(5)
    elif letter in "bBq":
        claimed = due - days(1) if letter == "B" else day + days(1)
        undo(claimed + days(1 if letter != "B" else 2), pick(tables.RETURN_REASONS, *key), claimed)
        field["rectified"] = {"b": min(day + days(3), due), "B": due + days(3), "q": None}[letter]
    elif letter in "Aa":
        verified = strike_off(in_time, *key)
        again = verified + days(10) if letter == "A" else TODAY - days(2)
        undo(again, tables.REOPEN_REASON, in_time, verified)
        extend(again, again + days(5), "重开后重新交办")
        field["rectified"] = again + days(3) if letter == "A" else None
    if letter in "vlexbBA":
        field["verified"] = strike_off(field["rectified"], *key)
    if field["rectified"]:
        field["fix"] = fix
    return field


def make_findings(units):
    """The findings and visits of all rounds, numbered, and the findings by what ORDERS and EVIDENCE
    call them.
    """
    where, wrong = spots(units), problems()
    findings, visits = [], []
    for number, (start, end, text) in enumerate(tables.ROUNDS, 1):
        start, end = date.fromisoformat(start), date.fromisoformat(end)
        calendar = [start + days(n) for n in range((end - start).days + 1)]
        words = text.split()
        visited = dict(zip(words[::2], words[1::2], strict=True))
        assert set(visited) <= set(units), set(visited) - set(units)
        for unit, kind in units.items():
            local = kind in ("乡镇", "街道")
            first, offset = (
                chance("day", unit, number) % len(calendar),
                chance("spot", unit, number),
            )
            own, used = where[unit], set()
            step = 3 if local else 1
            for n, letter in enumerate(visited.get(unit, "")):
                kind_of_spot, group, spot = own[(offset + n * step) % len(own)]
                day = calendar[(first + n // 3) % len(calendar)]
                choices = [row for row in wrong[group] if row[0] not in used] or wrong[group]
                problem, fix, about = pick(choices, "problem", unit, number, n)
                used.add(problem)
                helper = (
                    tables.HELPERS.get(kind_of_spot, unit)
                    if chance("helper", unit, number, n) % 4 == 0
                    else unit
                )
                one = {"id": "", "date": day, "spot": spot, "type": kind_of_spot, "unit": unit}
                one |= {"helpers": [helper] if helper != unit else [], "problem": problem}
                went = course(letter, day, fix, unit, number, n)
                one["due"] = went.pop("due", None)
                if chance("about", unit, number, n) % 3:
                    one["indicator" if about.startswith("i") else "task"] = about
                one["by"] = pick(tables.TEAMS, "team", unit, number)
                one["fix"] = went.pop("fix", None)
                findings.append((one | went, f"{unit}/{number}/{letter}"))
            # Spots where nothing was wrong: of towns and streets beside the others, of some
            # departments alone.
            clean = (
                chance("clean", unit, number) % 3
                if local
                else unit not in visited and chance("clean", unit, number) % 5 == 0
            )
            for n in range(clean):
                kind_of_spot, _, spot = own[(offset - (n + 1) * step) % len(own)]
                day = calendar[(first + n) % len(calendar)]
                visits.append(
                    {
                        "id": "",
                        "date": day,
                        "spot": spot,
                        "type": kind_of_spot,
                        "unit": unit,
                        "by": pick(tables.TEAMS, "team", unit, number),
                    }
                )
    findings.sort(key=lambda pair: pair[0]["date"])
    visits.sort(key=lambda one: one["date"])
    for letter, records in (("f", [one for one, _ in findings]), ("v", visits)):
        count = {}
        for one in records:
            count[one["date"]] = count.get(one["date"], 0) + 1
            one["id"] = f"{letter}{one['date']:%y%m%d}-{count[one['date']]}"
    named = {}
    for one, name in findings:
        named.setdefault(name, one["id"])
    return [one for one, _ in findings], visits, named


# The ranking, as the rules say it.


def result(one, day):
    """As of `day`, whether a finding was put right in time, had missed its deadline or come back,
    was verified.
    """
    judged = due = one["extended"][0]["was"] if one.get("extended") else one["due"]
    for change in one.get("extended", []):
        if change["date"] <= day:
            if change["date"] <= due:
                judged = change["due"]
            due = change["due"]
    undone = one.get("reopened", [])
    claim = next((past for past in undone if past["date"] > day), one)
    again = any(past.get("verified") for past in undone if past["date"] <= day)
    rectified, verified = (
        claim[key] if claim.get(key) and claim[key] <= day else None
        for key in ("rectified", "verified")
    )
    in_time = rectified and rectified <= judged and not again
    missed = not in_time and (rectified or due < day)
    return bool(in_time), bool(missed), bool(verified)


def standings(findings, units, start, end, day):
    """Class -> places as a bulletin records them, best first.

    Equal ones in the order of the units.
    """
    score = {}
    for one in findings:
        if start <= one["date"] <= end and one.get("due"):
            score.setdefault(one["unit"], []).append(result(one, day))
    found = {}
    for name, kinds in CLASSES.items():
        counts = {
            unit: [sum(column) for column in zip(*score[unit], strict=True)]
            for unit, kind in units.items()
            if kind in kinds and unit in score
        }
        rate = {unit: Fraction(counts[unit][0], len(score[unit])) for unit in counts}
        found[name] = places = []
        for unit in sorted(rate, key=rate.get, reverse=True):
            in_time, missed, verified = counts[unit]
            rank = 1 + sum(other > rate[unit] for other in rate.values())
            place = {
                "kind": name,
                "rank": rank,
                "unit": unit,
                "handed": len(score[unit]),
                "in_time": in_time,
                "verified": verified,
            }
            last = len(rate) > 1 and rate[unit] == min(rate.values()) and missed
            places.append(place | ({"last": "true"} if last else {}))
    return found


# Writing.


def flow(fields):
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


def record(fields):
    """A record with one field a line; what is empty is left out."""
    lines = []
    for key, value in fields.items():
        if isinstance(value, list):
            lines += (
                [
                    f"{key}:",
                    *(f"  - {flow(item) if isinstance(item, dict) else item}" for item in value),
                ]
                if value
                else []
            )
        elif value:
            lines.append(f"{key}: {value}")
    return "  - " + "\n    ".join(lines) + "\n"


def section(name, records):
    return f"{name}:\n" + "".join(record(one) for one in records)


def make_supervision(findings, units, named):
    bulletins = []
    for name, *period in table(tables.BULLETINS):
        start, end, as_of = map(date.fromisoformat, period)
        ranked = standings(findings, units, start, end, as_of)
        ranking = [place for places in ranked.values() for place in places]
        bulletins.append(
            {"id": name, "start": start, "end": end, "as_of": as_of, "ranking": ranking}
        )
    orders = []
    for number, (day, about, unit, color, matter, due, answered, reply) in enumerate(
        table(tables.ORDERS), 1
    ):
        one = {
            "id": f"d2026-{number}",
            "date": day,
            "about": named.get(about, about),
            "unit": unit,
            "color": color,
            "matter": matter,
        }
        one |= {"requirement": "限期整改到位，书面回复", "due": due}
        orders.append(one | ({"answered": answered, "reply": reply} if reply != "-" else {}))
    return RULES + "\n" + section("bulletins", bulletins) + "\n" + section("orders", orders)


def picture(seed):
    """A small PNG of coloured blocks.

    Stored without compression, so that every zlib gives the same bytes.
    """
    width, height = 48, 32
    shades = hashlib.sha256(seed.encode()).digest()
    rows = b"".join(
        b"\0"
        + b"".join(
            bytes(shades[(x // 12 + y // 8 * 4 + n * 5) % 32] for n in range(3))
            for x in range(width)
        )
        for y in range(height)
    )

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    stored = (
        b"\x78\x01\x01"
        + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF)
        + rows
        + struct.pack(">I", zlib.adler32(rows))
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", stored) + chunk(b"IEND", b"")
    )


def content(path, caption):
    if path.endswith(".png"):
        return picture(path)
    if path.endswith(".csv"):
        return f"序号,点位,情况\n1,人民路,{caption}\n2,槐树巷,已完成\n".encode()
    return (
        f"{'# ' if path.endswith('.md') else ''}{caption}\n\n"
        f"这是演示文件，内容是虚构的。\n".encode()
    )


def make_evidence(folder, named):
    records, written = [], {}
    for number, (about, path, kind, day, caption) in enumerate(table(tables.EVIDENCE), 1):
        path, _, copied = path.partition(" = ")
        path, _, missing = path.partition(" ")
        data = written[path] = written[copied] if copied else content(path, caption)
        file = f"佐证材料/{path}"
        one = {
            "id": f"e{number}",
            "about": named.get(about, about),
            "file": file,
            "kind": kind,
            "date": day,
            "caption": caption,
        }
        records.append(one | {"sha256": hashlib.sha256(data).hexdigest()})
        if not missing:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
    for piece in material.pieces():
        records.append(one_more(folder, f"e{len(records) + 1}", piece))
    for one in records:
        one["reviews"] = material.review_lines(one["id"])
    return "\n".join(
        (
            section("evidence", records),
            section("draws", [drawn(records)]),
            "statements:\n"
            + "".join(
                f"  - indicator: {id_}\n    texts:\n      2: {text}\n"
                for id_, text in material.STATEMENTS
            ),
            section("honours", [honour(folder, one) for one in material.HONOURS]),
        )
    )


def one_more(folder, id_, piece):
    about, path, kind, day, caption, items = piece
    data = material.photo(path, day) if path.endswith(".jpg") else content(path, caption)
    file = f"佐证材料/{path}"
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(data)
    return {
        "id": id_,
        "about": about,
        "file": file,
        "kind": kind,
        "date": day,
        "caption": caption,
        "sha256": hashlib.sha256(data).hexdigest(),
        "covers": items,
    }


def drawn(records):
    """By the rule of docs/evidence.md: the first by the SHA-256 of seed and id."""
    id_, day, share, seed = material.DRAW
    passed = []
    for one in records:
        known = [line for line in one["reviews"] if line["date"] <= day and "draw" not in line]
        if known and known[-1]["result"] == "passed":
            passed.append(one["id"])
    number = -(-len(passed) * share // 100)

    def place(piece):
        return hashlib.sha256(f"{seed}:{piece}".encode()).hexdigest()

    chosen = set(sorted(passed, key=place)[:number])
    pieces = [piece for piece in passed if piece in chosen]
    return {"id": id_, "date": day, "share": share, "seed": seed, "pieces": pieces}


def honour(folder, one):
    if "file" not in one:
        return one
    data = content(one["file"], f"{one['by']}关于命名{one['title']}的通知，{one['number']}")
    (folder / one["file"]).parent.mkdir(parents=True, exist_ok=True)
    (folder / one["file"]).write_bytes(data)
    return one | {"sha256": hashlib.sha256(data).hexdigest()}


def make_team_table():
    """As a spreadsheet program saves it: GBK, every line with CR and LF."""

    def shown(day, style):
        return "" if not day else f"2026年7月{day}日" if style == "c" else f"2026/7/{day}"

    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for number, (day, spot, kind, unit, problem, due, style) in enumerate(
        table(tables.TEAM_TABLE), 1
    ):
        rows.writerow(
            (number, shown(day, style), spot, kind, unit, problem, shown(due, style), "督查一组")
        )
    return out.getvalue().encode("gb18030")


def read_units(text):
    """Unit -> its kind."""
    listed = text[text.index("\nunits:") : text.index("\ncollectives:")]
    return dict(
        re.findall(
            r"^    name: (\S+)\n(?:    redacted:\n(?:      - .*\n)+)?    kind: (\S+)$", listed, re.M
        )
    )


def write(folder):
    """Write everything into the plan folder, which has its units.yaml."""
    units = read_units((folder / "data" / "units.yaml").read_text(encoding="utf-8"))
    findings, visits, named = make_findings(units)
    types, spots = make_spots(findings, visits, units)
    rounds = make_rounds(findings, types, spots)
    texts = {
        "findings": section("findings", findings) + "\n" + section("visits", visits),
        "supervision": make_supervision(findings, units, named),
        "evidence": make_evidence(folder, named),
        "assessments": section("rounds", rounds),
        "spots": section("types", types) + "\n" + section("spots", spots),
    }
    for stem, text in texts.items():
        (folder / "data" / f"{stem}.yaml").write_bytes((HEADERS[stem] + text).encode("utf-8"))
    (folder / "督查一组记录表.csv").write_bytes(make_team_table())
