"""``cz report --record``: an issued bulletin put on record, with its number, period and ranking."""

from datetime import date

from cz.edit import Append
from cz.load import Loaded
from cz.opening import Opened
from cz.problem import Refusal
from cz.records import Campaign, Place
from cz.supervise.ranking import Period, bulletin_name, from_ledger, in_order, places
from cz.write.outcome import Outcome, Planned, Said
from cz.write.writing import PLAINLY, How, require, write


def refuse_record(opened: Opened, asked: Period, today: date) -> None:
    """Raises Refusal where the bulletin cannot be put on record, before anything is printed."""
    if opened.errors:
        raise Refusal("方案有错误，没有出稿，也没有登记这一期。请先改正。", exit_code=1)
    if opened.commit:
        raise Refusal("看的是从前的版本，不能登记这一期。", exit_code=1)
    if asked.as_of > today:
        raise Refusal(f"截至日期 {asked.as_of} 还没有到（今天 {today}），不能登记为已发。")
    put_on_record(opened.campaign.folder, asked, How(dry_run=True))


def put_on_record(folder: str, asked: Period, how: How = PLAINLY) -> Outcome:
    """Raises Refusal where another bulletin has its number, or one has the same period."""

    def plan(loaded: Loaded) -> Planned:
        require(loaded, "supervision", "rules", "bulletins")
        campaign = loaded.campaign
        name = bulletin_name(asked.year, asked.number)
        ranked = places(from_ledger(campaign, asked))
        if _is_recorded(campaign, asked, name, ranked):
            return Planned([], [asked.issue], [Said(name, "已经登记过，内容相同")])
        _refuse_twice(campaign, asked)
        _refuse_out_of_order(campaign, asked)
        record: dict[str, object] = {
            "id": asked.issue,
            "start": asked.start.isoformat(),
            "end": asked.end.isoformat(),
            "as_of": asked.as_of.isoformat(),
            "ranking": [_written(place) for place in ranked],
        }
        words = (
            f"登记为已发：督查时间 {asked.start} 至 {asked.end}，截至 {asked.as_of}，"
            f"参加排名的单位 {len(ranked)} 个"
        )
        pending = sum(place.pending for place in ranked)
        if pending:
            words += f"；其中 {pending} 个问题还没有到时限，按现在的情况登记"
        root = loaded.trees["supervision"].root
        return Planned(
            [Append(root, "bulletins", (record,))],  # type: ignore[arg-type]
            [asked.issue],
            [Said(name, words)],
            next_step=(
                "登记的内容在 data/supervision.yaml，请和通报一起提交；"
                f"登错了的，还没有提交就执行 cz restore {asked.issue} 看怎样删去。"
            ),
        )

    return write(folder, "supervision", plan, how, beside=("findings", "units", "tasks"))


def _is_recorded(campaign: Campaign, asked: Period, name: str, ranked: tuple[Place, ...]) -> bool:
    """Whether this very bulletin is on record. Raises Refusal where another is under its number."""
    for bulletin in campaign.bulletins:
        if bulletin.id == asked.issue:
            recorded = (bulletin.start, bulletin.end, bulletin.as_of)
            same_days = recorded == (asked.start, asked.end, asked.as_of)
            if same_days and _is_same(bulletin.ranking, ranked):
                return True
            raise Refusal(
                f"{name}已经登记过（督查时间 {bulletin.start} 至 {bulletin.end}，"
                f"截至 {bulletin.as_of}），内容与这次的不同。已发的通报不改；"
                f"确要改的，请在 data/supervision.yaml 里删去 {bulletin.id} 再登记。"
            )
    return False


def _is_same(recorded: tuple[Place, ...], ranked: tuple[Place, ...]) -> bool:
    """Whether these are the places on record, as far as the record says them."""
    if recorded == ranked:
        return True
    said = tuple(place._replace(late=0, open=0, pending=0, listed="") for place in ranked)
    return recorded == said


def _refuse_twice(campaign: Campaign, asked: Period) -> None:
    for bulletin in campaign.bulletins:
        if (bulletin.start, bulletin.end) == (asked.start, asked.end):
            raise Refusal(
                f"督查时间 {asked.start} 至 {asked.end} 的通报已经登记过，"
                f"是{bulletin.year}年第 {bulletin.number} 期。"
                "同一段时间不登记两次，否则连续末位会多算。"
            )


def _refuse_out_of_order(campaign: Campaign, asked: Period) -> None:
    for newest in in_order(campaign.bulletins)[:1]:
        if asked.as_of < newest.as_of:
            raise Refusal(
                f"截至日期 {asked.as_of} 早于已登记的{newest.year}年第 {newest.number} 期"
                f"（{newest.as_of}）。通报要按先后登记，请核对 --at。"
            )


def _written(place: Place) -> dict[str, str]:
    fields = {key: str(value) for key, value in place._asdict().items()}
    fields["last"] = "true" if place.last else ""
    for key in ("late", "open", "pending", "last", "listed"):
        if fields[key] in ("0", ""):
            del fields[key]
    return fields
