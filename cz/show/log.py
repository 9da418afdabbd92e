"""``cz log`` on the screen and as JSON."""

from itertools import groupby
from typing import Any

from cz.records.kinds import KINDS
from cz.review.compare import Altered, Change
from cz.typography import clip, visible
from cz.verbs.log import Log, Told

FATES = {"added": "新增", "deleted": "删除"}
MANY = 12  # records of a kind that came or went with one commit and are told one by one


def show_log(found: Log) -> None:
    from cz.show.sheet import Col
    from cz.show.terminal import console, line, rows

    out = console()
    if not found.told:
        line(out, "没有符合条件的改动。" if found.narrowed else "没有改动。")
        return
    most = (
        12 if out.width < 110 else 24 if out.width < 140 else out.width
    )  # what changed matters more than the whole title
    cells = [cell for told in _together(found) for cell in _cells(told, most)]
    alerts = any(row[4] for row in cells)
    columns = [
        Col("日期"),
        Col("谁", grow=True),
        Col("记录", grow=True),
        Col("改动", grow=True),
        Col("留意"),
        Col("提交"),
    ]
    kept = [number for number in range(6) if number != 4 or alerts]
    rows(
        out,
        [columns[number] for number in kept],
        [[row[number] for number in kept] for row in cells],
    )
    line(out)
    count = sum(max(1, len(told.record.changes)) for told in found.told)
    line(
        out,
        f"共 {count} 处改动，{len({told.commit.sha for told in found.told})} 次提交",
        "bright_black",
    )


def notes(found: Log) -> list[str]:
    """What is to be known of the history itself, a line each."""
    said = []
    if found.cut:
        first = found.cut[-1]
        said.append(
            f"这是浅克隆，{first.day}（{first.short}）及以前的历史不在这里；执行 git fetch --unshallow 可以取回全部。"
        )
    if found.unread:
        some = "、".join(f"{one.short}（{one.day}）" for one in found.unread[:3])
        more = f"等 {len(found.unread)} 个版本" if len(found.unread) > 3 else ""
        said.append(f"{some}{more}里有读不出来的内容，那些内容没有比较，也没有当作删除。")
    return [visible(one) for one in said]


def _together(found: Log) -> list[list[Told]]:
    """The records that came or went with their whole file, or many at once, together, where everything was asked for; else
    each by itself."""
    groups: list[list[Told]] = []
    for (_, whole, fate, _), same in groupby(found.told, _way):
        held = list(same)
        together = (whole or len(held) > MANY) and fate != "changed" and not found.narrowed
        groups += [held] if together else [[told] for told in held]
    return groups


def _way(told: Told) -> tuple[str, str, str, str]:
    """The commit and how the record came, went or changed with it."""
    return told.commit.sha, told.whole, told.record.fate, "" if told.whole else told.record.kind


def _cells(group: list[Told], most: int) -> list[tuple[str, ...]]:
    """The lines of a group, names cut to ``most`` columns."""
    told = group[0]
    who = (told.commit.day.isoformat(), told.commit.author)
    if len(group) > 1:
        alert = "⚠ 删除" if told.record.fate == "deleted" else ""
        if not told.whole:
            some = f"{KINDS[told.record.kind].word} {told.record.id} 等 {len(group)} 条"
            return [(*who, some, FATES[told.record.fate], alert, told.commit.short)]
        words = (
            f"{'文件新建' if told.record.fate == 'added' else '文件没有了'}，共 {len(group)} 条记录"
        )
        return [(*who, f"data/{told.whole}.yaml", words, alert, told.commit.short)]
    name = clip(visible(_named(told.record, brief=most < 24)), most)
    if told.record.fate == "added":
        return [(*who, name, "新增", "", told.commit.short)]
    return [
        (*who, name, change.words, f"⚠ {change.alert}" if change.alert else "", told.commit.short)
        for change in told.record.changes
    ]


def _named(one: Altered, *, brief: bool) -> str:
    """``brief``: without the kind where the id tells it, for the id matters more."""
    told = (
        "tasks",
        "steps",
        "indicators",
        *(("findings", "visits", "bulletins", "orders", "evidence") if brief else ()),
    )
    word = "" if one.kind in told else KINDS[one.kind].word + " "
    return f"{word}{one.id} {one.title}".strip()


def as_data(found: Log) -> dict[str, Any]:
    return {
        "cut": [one.sha for one in found.cut],
        "unread": [one.sha for one in found.unread],
        "changes": [
            {
                "commit": told.commit.sha,
                "time": told.time,
                "date": told.commit.day.isoformat(),
                "author": told.commit.author,
                "subject": told.commit.subject,
                "kind": told.record.kind,
                "id": told.record.id,
                "title": told.record.title,
                "unit": told.record.unit,
                "fate": told.record.fate,
                **change._asdict(),
            }
            for told in found.told
            for change in told.record.changes
            or (Change("", 0, "", "", FATES.get(told.record.fate, "")),)
        ],
    }
