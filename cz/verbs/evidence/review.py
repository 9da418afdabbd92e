"""``cz evidence review``: pieces passed or returned; the office's draw of what has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cz.days import read_past
from cz.edit import Append, Change, Relist
from cz.load import Loaded
from cz.names import find_evidence
from cz.problem import Refusal
from cz.records import PASSED, RESULTS, Campaign, Draw, Evidence, Review, year_and_number
from cz.records.kinds import new_fields
from cz.sheets.dates import read_due
from cz.supervise.reviews import drawn, still_to_see
from cz.typography import one_line
from cz.verbs.kept import kept_line
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, Clock, How, require, write

_LARGEST_SEED = 999_999_999


class Verdict(NamedTuple):
    """What is said of the pieces. ``by``: who looked at them, in any words; ``due``: as typed."""

    result: str
    reason: str = ""
    by: str = ""
    due: str = ""


def review(
    folder: str,
    ids: Sequence[str],
    clock: Clock,
    verdict: Verdict,
    *,
    day: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """A line in each piece's ``reviews``. What is so already stays. All or none. Raises Refusal.

    A piece that a draw is waiting for is looked at for that draw.
    """
    if verdict.result != PASSED:
        verdict = verdict._replace(reason=kept_line(verdict.reason))

    def plan(loaded: Loaded) -> Planned:
        campaign, today = loaded.campaign, clock(loaded.campaign)
        asked = read_past(day, today) if day else today
        due = read_due(verdict.due, asked) if verdict.due else None
        if due and due < asked:
            raise Refusal(f"补交时限 {due} 早于退回日期 {asked}，没有改动。请核对 --due。")
        changes: list[Change] = []
        said = []
        pieces = find_evidence(campaign, ids)
        for piece in pieces:
            line = Review(
                date=asked,
                result=verdict.result,
                reason=verdict.reason,
                by=one_line(verdict.by),
                draw=_draw_of(campaign, piece, asked),
                due=due,
            )
            if _is_known(piece, line):
                said.append(Said(named(piece), f"已经是{RESULTS[line.result]}"))
                continue
            _refuse_early(piece, asked)
            changes.append(review_added(piece, line))
            said.append(Said(named(piece), told(line)))
        return Planned(changes, [piece.id for piece in pieces], said)

    return write(folder, "evidence", plan, how, beside=("tasks",))


def named(piece: Evidence) -> str:
    """``e12 垃圾分类工作总结``: by its caption, else its file."""
    return f"{piece.id} {piece.caption or piece.file.rpartition('/')[2]}"


def review_added(piece: Evidence, line: Review) -> Relist:
    fields = {name: str(value) for name, value in line._asdict().items() if value}
    return Relist(piece.node, ("reviews",), (fields,))


def told(line: Review) -> str:
    """``退回：没有落款日期（抽查 r2026-1，7月22日前补来）``."""
    notes = [line.by, f"抽查 {line.draw}" if line.draw else ""]
    notes.append(f"限 {line.due} 补来" if line.due else "")
    known = "，".join(note for note in notes if note)
    words = f"{RESULTS[line.result]}：{line.reason}" if line.reason else RESULTS[line.result]
    return f"{words}（{known}）" if known else words


def _draw_of(campaign: Campaign, piece: Evidence, day: date) -> str:
    draw = still_to_see(campaign, piece, day)
    return draw.id if draw else ""


def _is_known(piece: Evidence, line: Review) -> bool:
    """Whether just this was said of it last."""
    if not piece.reviews:
        return False
    last = piece.reviews[-1]
    if line.draw:
        return False
    return (last.result, last.reason, last.due) == (line.result, line.reason, line.due)


def _refuse_early(piece: Evidence, day: date) -> None:
    if piece.reviews and day < piece.reviews[-1].date:
        last = piece.reviews[-1]
        raise Refusal(
            f"{piece.id} 最近一次{RESULTS[last.result]}是 {last.date}，"
            f"这一次不能早于它（{day}），没有改动。请核对 --date。"
        )


# --- the office's draw ------------------------------------------------------------------------


class Drawn(NamedTuple):
    """``again``: it was drawn before, and stays; ``gone`` and ``come``: what its seed gives
    otherwise by what had passed on that day as the file now says."""

    draw: Draw
    pieces: tuple[Evidence, ...]
    again: bool = False
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def draw(
    folder: str,
    asked: str,
    clock: Clock,
    *,
    seed: str | None = None,
    how: How = PLAINLY,
) -> Outcome:
    """Draw a share (``10%``) of what has passed; or, by its id, draw an earlier one again.

    The outcome's result is Drawn. Without a ``seed`` it is the day's year, month and day. Raises
    Refusal.
    """

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "evidence", "evidence", "draws")
        campaign, today = loaded.campaign, clock(loaded.campaign)
        for known in campaign.draws:
            if known.id == asked.strip().lower():
                return _again(campaign, known)
        fresh = _fresh(campaign, read_share(asked), _seed(seed, today), today)
        pieces = _pieces(campaign, fresh.pieces)
        root = loaded.trees["evidence"].root
        words = f"按种子 {fresh.seed} 从通过的材料里抽 {fresh.share}%，抽到 {len(pieces)} 份"
        return Planned(
            changes=[Append(root, "draws", (new_fields(fresh),))],
            records=[fresh.id],
            said=[Said(fresh.id, words)],
            result=Drawn(fresh, pieces),
        )

    return write(folder, "evidence", plan, how, beside=("tasks",))


def _fresh(campaign: Campaign, share: int, seed: int, today: date) -> Draw:
    ids = drawn(campaign, share, seed, today)
    if not ids:
        raise Refusal(
            "没有通过审核的材料，无从抽查。牵头单位先审，例如 cz evidence review e12 --pass。"
        )
    numbers = [year_and_number(known.id) for known in campaign.draws]
    last = max((number for year, number in numbers if year == today.year), default=0)
    return Draw(f"r{today.year}-{last + 1}", today, share, seed, ids)


def _again(campaign: Campaign, known: Draw) -> Planned:
    """Nothing changes: what the seed gives by what had passed on that day before the draw."""
    before = campaign._replace(evidence=tuple(_before(each, known) for each in campaign.evidence))
    ids = drawn(before, known.share, known.seed, known.date)
    gone = tuple(id_ for id_ in known.pieces if id_ not in ids)
    come = tuple(id_ for id_ in ids if id_ not in known.pieces)
    pieces = _pieces(campaign, known.pieces)
    return Planned([], [], [], result=Drawn(known, pieces, True, gone, come))


def _before(piece: Evidence, draw: Draw) -> Evidence:
    """Without what was said of it for the draw, and after that."""
    for number, line in enumerate(piece.reviews):
        if line.draw == draw.id:
            return piece._replace(reviews=piece.reviews[:number])
    return piece


def _pieces(campaign: Campaign, ids: Sequence[str]) -> tuple[Evidence, ...]:
    wanted = set(ids)
    return tuple(piece for piece in campaign.evidence if piece.id in wanted)


def read_share(text: str) -> int:
    """10 of 10%, 10％ and 10. Raises Refusal."""
    plain = text.strip().rstrip("%％").strip()
    if plain.isdecimal() and plain.isascii() and 0 < int(plain[:4]) <= 100:
        return int(plain)
    raise Refusal(
        f"“{text}”不是抽查的比例，应当是 1% 到 100% 的整数，例如 --draw 10%；"
        "要重抽以前的一次，写它的编号，例如 --draw r2026-1。"
    )


def _seed(text: str | None, today: date) -> int:
    if text is None:
        return int(today.strftime("%Y%m%d"))
    if text.isdecimal() and text.isascii() and 0 < int(text[:10]) <= _LARGEST_SEED:
        return int(text)
    raise Refusal(f"“{text}”不能作种子，应当是 1 到 {_LARGEST_SEED} 的整数，例如 20260715。")
