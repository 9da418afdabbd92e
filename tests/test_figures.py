"""Every figure of every output against tests/recount.py, which knows nothing of cz.

On the midway example and on plans made by chance; and the outputs of one day side by side.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from tests import recount
from tests.recount import percent, share, told
from tests.running import MIDWAY, copy_of, cz
from tests.test_bulletin import some_ledger

STATUS_WORDS = {
    "todo": "未启动",
    "doing": "推进中",
    "blocked": "受阻",
    "done": "已完成",
    "verified": "已复核",
}
STATE_WORDS = {"unsent": "待交办", "open": "待整改", "rectified": "待复核", "verified": "已销号"}


# --- plans made by chance -------------------------------------------------------------------------


def some_plan(rnd: Random, folder: Path) -> None:
    """Of everything something: ties, former names, collectives, later phases, missing dates."""
    some_ledger(rnd, folder)
    data = folder / "data"
    units = recount.values((data / "units.yaml").read_text(encoding="utf-8"))["units"]
    names = [one["name"] for one in units]
    collectives = [
        {"id": "jt", "name": "各单位", "members": rnd.sample(names, rnd.randint(0, len(names)))}
    ]
    if not collectives[0]["members"]:
        del collectives[0]["members"]
    written = {"units": units, "collectives": collectives}
    _write(data / "units.yaml", written)
    leads = [*names, "各单位", ""]
    tasks = [_task(rnd, number, leads, names) for number in range(rnd.randint(0, 12))]
    steps = [_step(rnd, number, leads, names) for number in range(rnd.randint(0, 6))]
    indicators = [_indicator(rnd, number, tasks, names) for number in range(rnd.randint(0, 9))]
    plan: dict[str, Any] = {"title": "方案"}
    if rnd.random() < 0.7:
        plan["counts"] = {"standards": len(indicators) + rnd.randrange(3)}
    _write(
        data / "tasks.yaml",
        {
            "plan": plan,
            "phases": _phases(rnd),
            "chapters": [{"number": 1, "title": "甲"}, {"number": 2, "title": "乙"}],
            "tasks": tasks,
            "steps": steps,
        },
    )
    systems = [{"id": "minors", "name": "未成年人", "scores": {1: rnd.choice([60, 70, 82.5])}}]
    _write(
        data / "indicators.yaml",
        {
            "systems": systems if rnd.random() < 0.6 else [],
            "projects": [{"id": "x1", "title": "项目"}],
            "indicators": indicators,
        },
    )
    about = [one["id"] for one in tasks + indicators] or ["f260701-1"]
    _write(
        data / "supervision.yaml",
        {
            "rules": {
                "red": rnd.randint(0, 5),
                "black": rnd.randint(0, 4),
                "quiet": rnd.randrange(9),
            },
            "orders": _orders(rnd, names, [one["id"] for one in tasks]),
        },
    )
    _write(data / "evidence.yaml", {"evidence": _evidence(rnd, about)})


def _write(path: Path, sections: dict[str, Any]) -> None:
    filled = {name: value for name, value in sections.items() if value}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _phases(rnd: Random) -> list[dict[str, Any]]:
    phases = []
    for number in (1, 2):
        phase: dict[str, Any] = {
            "number": number,
            "title": f"第{number}年",
            "start": date(2025 + number, 1, 1),
            "end": date(2025 + number, 12, 31),
        }
        if rnd.random() < 0.8:
            phase |= {"a_share": rnd.choice([0, 50, 70, 90]), "floor": rnd.choice("BBC")}
        if rnd.random() < 0.5:
            phase["minors"] = 70
        phases.append(phase)
    return phases


def _day(rnd: Random) -> date:
    return date(2026, 7, 1) + timedelta(days=rnd.randrange(70))


def _entry(rnd: Random) -> dict[str, Any]:
    entry: dict[str, Any] = {"status": rnd.choice(recount.STATUSES)}
    if rnd.random() < 0.8:
        entry["due"] = _day(rnd)
    if rnd.random() < 0.3:
        entry["due"] = rnd.choice(["每周五", "每月25日", "每月底", "每季度末", "长期"])
    return entry


def _work(rnd: Random, leads: list[str], names: list[str]) -> dict[str, Any]:
    item: dict[str, Any] = {"progress": {}}
    lead = rnd.choice(leads)
    if lead:
        item["lead"] = lead
    if rnd.random() < 0.7:
        item["units"] = rnd.sample([*names, "各单位"], rnd.randint(1, min(3, len(names))))
        item["units"] = [name for name in item["units"] if name != lead] or None
    updates = []
    for _ in range(rnd.choice([0, 0, 1, 2])):
        update: dict[str, Any] = {"date": _day(rnd), "note": "报了"}
        if rnd.random() < 0.6:
            update["unit"] = rnd.choice([*names, "各单位"])
        updates.append(update)
    item["updates"] = sorted(updates, key=lambda one: one["date"]) or None
    return item


def _without_none(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None}


def _task(rnd: Random, number: int, leads: list[str], names: list[str]) -> dict[str, Any]:
    item = _work(rnd, leads, names)
    for phase in (1, 2):
        if rnd.random() < (0.9 if phase == 1 else 0.3):
            item["progress"][phase] = _entry(rnd)
    item["progress"] = item["progress"] or None
    return _without_none({"id": f"{rnd.choice('12')}-{number + 1}", "title": "事", **item})


def _step(rnd: Random, number: int, leads: list[str], names: list[str]) -> dict[str, Any]:
    item = _work(rnd, leads, names)
    phase = rnd.choice([1, 1, 2])
    item["progress"][phase] = _entry(rnd)
    head = {"id": f"s{phase}-{number + 1}", "title": "步", "phase": phase}
    return _without_none({**head, **item})


def _indicator(
    rnd: Random, number: int, tasks: list[dict[str, Any]], names: list[str]
) -> dict[str, Any]:
    item = {
        "id": f"i1-{number + 1:02}",
        "title": "标准",
        "project": "x1",
        "unit": rnd.choice(names),
    }
    if tasks and rnd.random() < 0.7:
        item["task"] = rnd.choice(tasks)["id"]
    rating = rnd.choice(["A", "A", "A", "B", "C", ""])
    return {**item, "ratings": {1: rating}} if rating else item


def _orders(rnd: Random, names: list[str], about: list[str]) -> list[dict[str, Any]]:
    orders = []
    day = date(2026, 7, 2)
    for number in range(rnd.randrange(6)):
        day += timedelta(days=rnd.randrange(8))
        order: dict[str, Any] = {
            "id": f"d2026-{number + 1}",
            "date": day,
            "unit": rnd.choice(names),
            "about": rnd.choice([*about[:2], "f260701-1"]),
            "color": "蓝",
            "due": day + timedelta(days=3),
        }
        if rnd.random() < 0.4:
            order |= {"answered": day + timedelta(days=rnd.randrange(12)), "reply": "已办"}
        orders.append(order)
    return orders


def _evidence(rnd: Random, about: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"e{number + 1}",
            "about": rnd.choice(about),
            "file": f"材料/{number}.jpg",
            "kind": rnd.choice(["图片", "正式发文", "说明报告", "数据表格"]),
            "date": rnd.choice([date(2026, 3, 1), date(2025, 12, 31), date(2027, 1, 1)]),
            "caption": "2026年3月1日，柳溪镇广场，清理杂物",
        }
        for number in range(rnd.randrange(5))
    ]


# --- cz against the recount -----------------------------------------------------------------------


class Outputs:
    """What cz says of a plan on a day, beside what the recount says."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.plan = recount.read(folder)
        self.phase = recount.phase_on(self.plan, today)
        self.work = recount.work(self.plan, self.phase, today)
        self.tasks = [one for one in self.work if not one["step"]]
        self.late = recount.overdue(self.work)
        self.soon = recount.due_within(self.work, 30)
        self.stands = recount.stands(self.plan, today)
        self.finished = sum(one["finished"] for one in self.tasks)

    def text(self, *arguments: str) -> str:
        ran = cz(*arguments, "--today", str(self.today), cwd=self.folder)
        assert ran.code == 0 or arguments[:2] == ("evidence", "check"), (arguments, ran)
        return ran.out

    def data(self, *arguments: str) -> Any:
        return json.loads(self.text(*arguments, "--json"))

    def states(self, state: str) -> int:
        return sum(one["state"] == state for one in self.stands)

    @property
    def late_findings(self) -> int:
        return sum(one["late"] > 0 for one in self.stands)


def check_status(of: Outputs) -> None:
    text, data = of.text("status"), of.data("status")
    total = len(of.tasks)
    assert f"任务 {total} 项\n" in text
    counts = {word: sum(one["status"] == word for one in of.tasks) for word in STATUS_WORDS}
    if total:
        words = [f"{STATUS_WORDS[key]} {n}（{percent(n, total)}）" for key, n in counts.items()]
        assert "  ".join(words) + "\n" in text
        done = f"完成 {of.finished}/{total}（{percent(of.finished, total)}）"
    else:
        done = "没有任务"
    late, soon = told(of.late, on_screen=True), told(of.soon, on_screen=True)
    summary = text.splitlines()[-1]
    assert summary.startswith(f"小结：{done}，逾期 {late}，30 天内到期 {soon}")
    if of.late_findings:
        assert f"；督查问题逾期未整改 {of.late_findings} 个" in summary
    assert {one["status"]: one["count"] for one in data["shares"]} == counts
    assert sorted(data["late"]) == sorted(one["id"] for one in of.late)
    assert sorted(data["soon"]) == sorted(one["id"] for one in of.soon)
    for chapter in data["chapters"]:
        own = [one for one in of.tasks if one["id"].startswith(f"{chapter['number']}-")]
        assert chapter["total"] == len(own)
        assert chapter["finished"] == sum(one["finished"] for one in own)
        assert chapter["late"] == len(recount.overdue(own))
    if of.stands:
        states = {state: of.states(state) for state in STATE_WORDS}
        assert data["findings"] == {**states, "late": of.late_findings}
        assert f"督查问题 {len(of.stands)} 个\n" in text
    assert len(data["orders"]) == len(recount.unanswered(of.plan, of.today))
    assert "0/0" not in text


def check_target(of: Outputs) -> None:
    standing = recount.standing(of.plan, of.phase)
    data, text = of.data("target"), of.text("target")
    assert {key: data[key] for key in standing} == standing
    if standing["declared"]:
        part = f"{percent(standing['a'], standing['declared'])}（{standing['a']}/"
        assert f"{part}{standing['declared']}）" in text
    if not standing["a"] + standing["b"] + standing["c"]:
        assert "A类占比" in text
        assert "已达到" not in next(line for line in text.split("\n") if "A类占比" in line)


def check_units(of: Outputs) -> None:
    for unit in of.plan["units"][:2]:
        name = unit["name"]
        led, shared = recount.led_and_shared(of.plan, name, of.work)
        data, text = of.data("status", "--unit", name), of.text("status", "--unit", name)
        mine = recount.overdue([*led, *shared])
        assert {one["id"] for one in data["led"]} == {one["id"] for one in led if not one["step"]}
        assert {one["id"] for one in data["shared"]} == {
            one["id"] for one in shared if not one["step"]
        }
        assert sorted(data["late"]) == sorted(one["id"] for one in mine)
        if mine:
            assert f"逾期 {told(mine, on_screen=True)}，其中牵头 " in text
        paper = of.text("report", "--unit", name)
        for word, own in (("牵头", led), ("参与", shared)):
            if own:
                assert f"{word}{told(own, on_screen=False)}：" in paper
            else:
                assert f"没有{word}的任务。" in paper
        if mine:
            assert f"其中逾期{told(mine, on_screen=False)}：" in paper
        ratings = [
            (one.get("ratings") or {}).get(of.phase, "")
            for one in of.plan["indicators"]
            if one.get("unit") == name
        ]
        if ratings:
            words = f"负责测评标准{len(ratings)}条："
            for rating, word in (("A", "A类"), ("B", "B类"), ("C", "C类"), ("", "未评级")):
                words += f"{word}{share(ratings.count(rating), len(ratings), '条')}、"
            assert words[:-1] in paper


def check_lists(of: Outputs) -> None:
    for status in STATUS_WORDS:
        _count_is(of, [f"status:{status}"], [one for one in of.tasks if one["status"] == status])
    _count_is(of, [f"due<{of.today}", "not", "status:done,verified"], recount.overdue(of.tasks))
    rows = of.data("list", "--kind", "step", f"due<{of.today}", "not", "status:done,verified")
    assert len(rows) + len(recount.overdue(of.tasks)) == len(of.late)


def _count_is(of: Outputs, query: list[str], states: list[dict[str, Any]]) -> None:
    text = of.text("list", *query)
    if states:
        assert f"共 {len(states)} 项任务（第{of.phase}阶段）" in text
    else:
        assert text == "没有符合条件的记录。\n"


def check_findings(of: Outputs) -> None:
    text = of.text("finding", "list")
    if not of.stands:
        assert text == "没有符合条件的问题。\n"
        return
    parts = []
    for state, word in STATE_WORDS.items():
        if of.states(state):
            late = of.late_findings if state == "open" else 0
            parts.append(f"{word} {of.states(state)}" + (f"（其中逾期 {late}）" if late else ""))
    assert f"共 {len(of.stands)} 个问题：{'，'.join(parts)}" in text.splitlines()


def check_chasing(of: Outputs) -> None:
    quiet = recount.silent(of.plan, of.today, 14)
    assert (
        f"单位 {quiet['units']} 个（牵头未完成任务的共 {quiet['leads']} 个），"
        f"任务、步骤 {quiet['work']} 项（未完成的共 {quiet['open']} 项）。"
    ) in of.text("silent", "--days", "14")
    owed = recount.reminders(of.plan, of.today, 7)
    data = of.data("remind")
    assert {one["unit"]: one["count"] for one in data["units"]} == owed
    if owed:
        assert of.text("remind").splitlines()[-1] == (
            f"{len(owed)} 个单位，共 {sum(owed.values())} 项。"
        )
    all_duties = recount.duties(of.plan, of.today, later=True)
    dated = [one for one in all_duties if one["left"] is not None]
    late = [one for one in dated if one["left"] < 0]
    ahead = [one for one in dated if 0 <= one["left"] <= 14]
    lines = of.text("agenda").split("\n")
    assert lines[1].partition("到期 ")[2] == _by_kind(ahead, of.phase)
    if late:
        longest = max(-one["left"] for one in late)
        assert lines[2].startswith(f"已逾期 {_by_kind(late, of.phase)}，最久 {longest} 天，")
    now = [one for one in late if one["phase"] == of.phase]
    assert len(now) == len(of.late)


def _by_kind(duties: list[dict[str, Any]], phase: int) -> str:
    words = {"order": "督办单", "finding": "问题", "agreed": "议定事项"}
    words |= {"evidence": "材料", "task": "任务", "step": "步骤", "honour": "荣誉", "": "以后阶段"}
    kinds = ["" if one["phase"] > phase else one["kind"] for one in duties]
    parts = [f"{word} {kinds.count(kind)}" for kind, word in words.items() if kind in kinds]
    only_tasks = set(kinds) <= {"task"}
    return f"{len(duties)} 项" + ("" if only_tasks else f"（{'、'.join(parts)}）")


def check_evidence(of: Outputs) -> None:
    counted = recount.evidence(of.plan, of.phase)
    data = of.data("evidence", "check")
    assert data["total"] == counted["total"]
    assert {one["kind"]: one["count"] for one in data["kinds"] if one["count"]} == counted["kinds"]
    assert data["indicators_with_evidence"] == counted["proven"]
    outside = sorted(one["id"] for one in data["problems"] if one["problem"] == "window")
    assert outside == counted["outside"]


def check_phase_report(of: Outputs) -> None:
    text = of.text("report")
    total = len(of.tasks)
    if total and of.late:
        assert f"目前逾期{told(of.late, on_screen=False)}，" in text
        assert f"\n逾期{told(of.late, on_screen=False)}，按逾期天数排列。\n" in text
        tasks = recount.overdue(of.tasks)
        if tasks:
            assert f"逾期任务占全部任务的{percent(len(tasks), total)}，" in text
    if total and of.soon:
        assert f"今后30天内到期{told(of.soon, on_screen=False)}。" in text
    if total:
        assert f"的{total}项任务" in text
        for word, statuses in (("已复核", ["verified"]), ("受阻", ["blocked"])):
            count = sum(one["status"] in statuses for one in of.tasks)
            assert f"| {word} | {share(count, total)} |" in text
    standing = recount.standing(of.plan, of.phase)
    rated = standing["a"] + standing["b"] + standing["c"]
    if rated:
        declared = standing["declared"]
        assert (
            f"测评标准共{declared}条，A类{share(standing['a'], declared, '条')}、"
            f"B类{share(standing['b'], declared, '条')}、C类{share(standing['c'], declared, '条')}、"
            f"未评级{share(standing['unrated'], declared, '条')}。"
        ) in text
    else:
        assert "已全部评级" not in text
        assert "已达到" not in text.partition("| C类 |")[0]
    figures = recount.tally(of.stands)
    if of.stands:
        assert f"督查发现的问题累计{len(of.stands)}个：" in text
        if figures["handed"]:
            rate = percent(figures["in_time"], figures["handed"])
            assert f"按时整改率{rate}（{figures['in_time']}/{figures['handed']}）。" in text
        else:
            assert "按时整改率" not in text
    assert "0/0" not in text


def check_briefing(of: Outputs) -> None:
    text = of.text("report", "--template", "简报")
    dated = any(one["due"] or one["repeat"] for one in of.tasks)
    for word, states in (
        ("逾期", of.late),
        ("两周内到期", recount.due_within(of.work, 14)),
    ):
        if states:
            assert f"**{word}**　{told(states, on_screen=False)}\n" in text
        elif dated:
            assert f"**{word}**　没有。\n" in text
    if of.stands:
        assert f"**督查问题**　累计{len(of.stands)}个，" in text
        assert f"已销号{share(of.states('verified'), len(of.stands), '个')}，" in text


def check_trend(of: Outputs) -> None:
    """The running month, of the whole and of a unit, and what the bulletins on record say."""
    units = [of.plan["units"][0]["name"]]
    for unit in ["", *units]:
        data = of.data("trend", *(["--unit", unit] if unit else []))
        *_, running = data["months"]
        assert running["known"] == "now"
        counted = recount.by_month(of.plan, of.phase, of.today, unit)
        assert recount.printed(running) == counted
    text = of.text("trend")
    assert "0/0" not in text
    for figure in recount.by_month(of.plan, of.phase, of.today).values():
        if figure:
            assert re.search(rf" {percent(*figure)} +{figure[0]}/{figure[1]}\b", text)
    for bulletin in of.data("trend")["bulletins"]:
        id_ = f"t{bulletin['year']}-{bulletin['number']}"
        (places,) = [one["ranking"] for one in of.plan["bulletins"] if one["id"] == id_]
        figure = bulletin["in_time"]
        assert figure["part"] == sum(one["in_time"] for one in places)
        assert figure["whole"] == sum(one["handed"] for one in places)


def page_text(html: str) -> str:
    """As it is read, a line for each paragraph, item and row; without the titles of pictures."""
    shown = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", html, flags=re.S)
    lines = re.sub(r"</(?:p|li|h1|h2|tr)>", "\0", shown.replace("\n", ""))
    text = re.sub(r"<[^>]*>", " ", lines).replace("\0", "\n")
    return unescape(re.sub(" +", " ", text))


def check_page(of: Outputs) -> None:
    """Every figure of the leader's page."""
    of.text("report", "--template", "一页看", "-o", "页.html", "--force")
    html = (of.folder / "页.html").read_text(encoding="utf-8")
    text = page_text(html)
    assert "0/0" not in text
    assert len(html.encode()) < 60_000
    standing = recount.standing(of.plan, of.phase)
    declared = standing["declared"]
    rated = standing["a"] + standing["b"] + standing["c"]
    if rated:
        part = f"A类占比 {percent(standing['a'], declared)} "
        assert re.search(rf"{part}(?:未达到 |已达到 )?{standing['a']}/{declared}条", text)
        assert ("A类占比 " in text and "已达到" in _line(text, "A类占比 ")) == (
            standing["gap"] == 0
        )
        assert re.search(rf" C类 {standing['c']}条 ", text)
        for word, key in (("A类", "a"), ("B类", "b"), ("C类", "c"), ("未评级", "unrated")):
            count = standing[key]
            assert (f"■ {word} {count} 条" in text) == bool(count)
    else:
        assert " A类占比 — 尚无评级 " in text
        assert " C类 — 尚无评级 " in text
        assert "已达到" not in _line(text, "A类占比 ")
    if of.tasks:
        total = len(of.tasks)
        assert f" 任务完成 {percent(of.finished, total)} {of.finished}/{total}项" in text
        for status, word in STATUS_WORDS.items():
            word = "已完成待复核" if status == "done" else word
            count = sum(one["status"] == status for one in of.tasks)
            assert (f"■ {word} {count} 项 （{percent(count, total)}）" in text) == bool(count)
        for chapter in of.plan["chapters"]:
            own = [one for one in of.tasks if one["id"].startswith(f"{chapter['number']}-")]
            if own:
                finished = sum(one["finished"] for one in own)
                row = (
                    f"、{chapter['title']} {finished}/{len(own)}（{percent(finished, len(own))}） "
                )
                assert row in text
    if of.late:
        assert f" 任务逾期 {len(of.late)}项 " in text
        assert f"逾期任务 {told(of.late, on_screen=False)} \n" in text
    if of.soon:
        assert f"30天内到期 {told(of.soon, on_screen=False)} \n" in text
    figures = recount.tally(of.stands)
    if figures["handed"]:
        rate = percent(figures["in_time"], figures["handed"])
        assert f" 问题按时整改率 {rate} {figures['in_time']}/{figures['handed']}个" in text
    for state, word in STATE_WORDS.items():
        count = of.states(state)
        assert (f"■ {word} {count} 个" in text) == bool(count)
    if of.late_findings:
        assert f"逾期未整改{of.late_findings}个" in text


def _line(text: str, word: str) -> str:
    return next(line for line in text.split("\n") if word in line)


def check_ranking(of: Outputs, start: date, end: date, as_of: date) -> None:
    options = ["--from", str(start), "--to", str(end), "--at", str(as_of)]
    ranked = recount.ranking(of.plan, start, end, as_of)
    data = of.data("rank", *options)
    total = {key: data["total"][key] for key in ranked["total"]}
    assert total == ranked["total"]
    told_lines = {
        group["name"]: {line["unit"]: line for line in group["lines"]}
        for group in data["classes"]
        if group["lines"]
    }
    assert told_lines.keys() == ranked["classes"].keys()
    for kind, units in ranked["classes"].items():
        assert told_lines[kind].keys() == units.keys()
        for name, figures in units.items():
            assert {key: told_lines[kind][name][key] for key in figures} == figures, name
    paper = of.text("report", "--template", "督查通报", "--issue", "99", *options)
    figures = ranked["total"]
    found = ranked["found"]
    names = recount.present(of.plan)
    units_found = {names.get(one["finding"]["unit"], one["finding"]["unit"]) for one in found}
    if found:
        assert f"发现问题{len(found)}个，涉及{len(units_found)}个单位" in paper
    if figures["handed"]:
        handed = figures["handed"]
        assert f"发现的问题已交办{handed}个" in paper
        settled = share(figures["in_time"] + figures["late"], handed, "个")
        assert f"，已整改{settled}" in paper
        assert f"；未整改{share(figures['open'], handed, '个')}" in paper
        assert f"；已复核销号{share(figures['verified'], handed, '个')}。" in paper
        assert f"按时整改率{percent(figures['in_time'], handed)}" in paper
    open_rows = paper.partition("## 附件2")[2].count("\n| ") - 2
    assert max(open_rows, 0) == figures["open"]


CHECKS = (
    check_status,
    check_target,
    check_units,
    check_lists,
    check_findings,
    check_chasing,
    check_evidence,
    check_phase_report,
    check_briefing,
    check_trend,
    check_page,
)


def check_all(folder: Path, today: date, start: date, end: date) -> None:
    of = Outputs(folder, today)
    for check in CHECKS:
        check(of)
    check_ranking(of, start, end, today)


@pytest.mark.soak(every=2)
@pytest.mark.parametrize("today", ["2026-07-15", "2026-09-02"])
def test_the_example_worked_out_again(today: str, tmp_path: Path) -> None:
    folder = copy_of(MIDWAY, tmp_path)
    check_all(folder, date.fromisoformat(today), date(2026, 7, 6), date(2026, 7, 14))


@pytest.mark.parametrize("seed", range(3))
def test_any_plan_worked_out_again(seed: int, tmp_path: Path) -> None:
    on_a_plan_of_chance(seed, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_plans_worked_out_again(
    seed: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if "soak" not in request.config.option.markexpr:
        pytest.skip("only with -m soak")
    on_a_plan_of_chance(seed, tmp_path)


def on_a_plan_of_chance(seed: int, folder: Path) -> None:
    rnd = Random(seed)
    some_plan(rnd, folder)
    today = date(2026, 7, 10) + timedelta(days=rnd.randrange(50))
    first = min(one["date"] for one in recount.read(folder)["findings"])
    start = first - timedelta(days=rnd.randrange(3))
    check_all(folder, today, start, start + timedelta(days=3 + rnd.randrange(20)))


@pytest.mark.parametrize("today", ["2026-07-15", "2026-09-02"])
def test_the_outputs_of_one_day_side_by_side(today: str, tmp_path: Path) -> None:
    """A status, a report, a briefing, an agenda and a ranking: every number that two of them say."""
    folder = copy_of(MIDWAY, tmp_path)
    day = ("--today", today)
    whole = ("--from", "2026-01-01", "--to", today, "--at", today)
    status = cz("status", *day, cwd=folder).out
    report = cz("report", *day, cwd=folder).out
    briefing = cz("report", "--template", "简报", *day, cwd=folder).out
    agenda = cz("agenda", *day, cwd=folder).out
    target = cz("target", *day, cwd=folder).out
    trend = cz("trend", *day, cwd=folder).out
    cz("report", "--template", "一页看", "-o", "页.html", *day, cwd=folder)
    leader = page_text((folder / "页.html").read_text(encoding="utf-8"))
    rank = cz("rank", *whole, *day, cwd=folder).out
    bulletin = cz("report", "--template", "督查通报", "--issue", "9", *whole, *day, cwd=folder).out
    same(
        [
            (status, r"小结：.*?逾期 (\d+) 项"),
            (status, r"\n逾期 (\d+) 项"),
            (report, r"目前逾期(\d+)项"),
            (report, r"\n逾期(\d+)项"),
            (briefing, r"\*\*逾期\*\*　(\d+)项"),
            (leader, r"任务逾期 (\d+)项"),
            (leader, r"逾期任务 (\d+)项"),
        ]
    )
    late = _one(status, r"小结：.*?逾期 (\d+ 项(?:（任务 \d+、步骤 \d+）)?)")
    numbers = re.findall(r"\d+", late)
    tasks, steps = numbers[1:] or (numbers[0], "0")
    assert re.search(rf"已逾期 \d+ 项（.*任务 {tasks}\b", agenda)
    assert ("步骤" in agenda.split("\n")[2]) == (steps != "0")
    assert "| 合计 | 59 |" in report
    same([(status, r"30 天内到期 (\d+) 项"), (report, r"今后30天内到期(\d+)项")])
    same(
        [
            (status, r"完成 (\d+)/59"),
            (report, r"合计(\d+)项"),
            (briefing, r"已完成（含已复核）(\d+)项"),
            (leader, r"任务完成 [\d.]+% (\d+)/59项"),
            (trend, r"完成/任务  比上月\n.* (\d+)/59 "),
        ]
    )
    same(
        [
            (status, r"督查问题 (\d+) 个"),
            (report, r"督查发现的问题累计(\d+)个"),
            (briefing, r"累计(\d+)个"),
            (bulletin, r"发现问题(\d+)个"),
        ]
    )
    same(
        [
            (status, r"待整改 \d+（[^）]*其中逾期 (\d+)）"),
            (status, r"督查问题逾期未整改 (\d+) 个"),
            (report, r"待整改\d+个（[^）]*），其中逾期(\d+)个"),
            (briefing, r"待整改\d+个（[^）]*），其中逾期(\d+)个"),
        ]
    )
    same(
        [
            (status, r"已销号 (\d+)（"),
            (report, r"已复核销号(\d+)个"),
            (briefing, r"已销号(\d+)个"),
            (rank, r"已复核销号 (\d+) 个"),
            (bulletin, r"已复核销号(\d+)个"),
        ]
    )
    same(
        [
            (report, r"按时整改率([\d.]+%)"),
            (rank, r"按时整改 \d+ 个（([\d.]+%)）"),
            (leader, r"问题按时整改率 ([\d.]+%)"),
            (trend, r"按时/交办  比上月\n.*? ([\d.]+%)"),
            (bulletin, r"按时整改率([\d.]+%)"),
        ]
    )
    same(
        [
            (status, r"A类占比 +([\d.]+%)"),
            (target, r"A类占比 +([\d.]+%)"),
            (report, r"A类\d+条（([\d.]+%)）"),
            (briefing, r"A类\d+条（([\d.]+%)）"),
            (leader, r"A类占比 ([\d.]+%)"),
            (trend, r"A类/标准  比上月\n.*? ([\d.]+%)"),
        ]
    )
    same(
        [
            (status, r"C类 (\d+) 条（有一条"),
            (target, r"C类 +(\d+) 条"),
            (report, r"C类(\d+)条"),
            (briefing, r"C类(\d+)条"),
        ]
    )


def _one(text: str, pattern: str) -> str:
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def same(places: list[tuple[str, str]]) -> None:
    """The same number at every place."""
    numbers = {pattern: _one(text, pattern) for text, pattern in places}
    assert len(set(numbers.values())) == 1, numbers
