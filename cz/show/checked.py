"""What became of a filled checklist of a mock assessment, for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cz.records import Spot
from cz.rounds.held import skip_words
from cz.show.shell import shell_word
from cz.typography import clip
from cz.verbs.finding.import_ import took
from cz.verbs.finding.import_checklist import Checked, verdict_words

MOST = 20  # returned rows, or notes, told on the screen
FEW = 6  # named in a line
WIDEST = 40  # columns of a heading that is named


def lines(result: Checked) -> Iterator[str]:
    yield _headline(result)
    yield from _returned(result)
    if result.findings:
        yield f"不符合的登记 {took(result.findings)}"
    if result.again:
        pairs = "、".join(f"{new} 和 {old}" for new, old in result.again[:FEW])
        more = "等" if len(result.again) > FEW else ""
        yield (
            f"{len(result.again)} 条和已登记的像是同一个问题：{pairs}{more}。"
            "请核对：重复的，请用 cz finding withdraw 撤回新的一条；又出现的，不用管。"
        )
    yield from _skips(result)
    yield from _open(result)
    if result.table.skipped:
        yield f"空行、合计行等 {result.table.skipped} 行没有用。"
    if result.table.unused:
        unused = [clip(heading, WIDEST) for heading in result.table.unused]
        yield f"没有用到的列：{'、'.join(unused)}。"
    yield from result.table.besides
    if result.outcome.commit:
        yield f"已提交 {result.outcome.commit}。"
    if result.dry_run:
        yield "（试运行，文件未动）"
        return
    if result.stale:
        yield f"{result.target} 里的行都已处理，可以删去。"
    if result.returned and result.target:
        yield f"退回的行改好后，请执行 {_command_again(result)}"
    yield f"得分率请看 cz round {result.round.id}"


def _headline(result: Checked) -> str:
    taken = len(result.rows) - len(result.returned) - len(result.blank)
    told = verdict_words(result)
    head = f"{result.round.id}：取走 {taken} 行" + (f"（{told}）" if told else "")
    if result.known:
        head += f"；{result.known} 处已记过，没有再记"
    if result.blank:
        head += f"；{len(result.blank)} 行没有填"
    if result.returned:
        head += f"；退回 {len(result.returned)} 行"
        if result.dry_run:
            head += f"（会写进 {result.target}）"
        elif result.target:
            head += f" → {result.target}"
    return head


def _returned(result: Checked) -> Iterator[str]:
    for row in result.returned[:MOST]:
        yield f"  第 {row.number} 行　{row.unit or '（没有点位）'}　{row.reason}"
    if len(result.returned) > MOST:
        yield f"  另有 {len(result.returned) - MOST} 行，原因写在退回的文件里"


def _skips(result: Checked) -> Iterator[str]:
    names = {row.spot.id: row.spot.name for row in result.rows if row.spot}
    if result.skips:
        yield f"没有看的记进 {result.round.id}："
    for skip in result.skips[:MOST]:
        yield f"  {skip_words(skip, names[skip.spot])}"
    if len(result.skips) > MOST:
        yield f"  另有 {len(result.skips) - MOST} 条"


def _open(result: Checked) -> Iterator[str]:
    """What nobody filled in counts as met, which somebody has to know."""
    one = result.round
    blanks = result.blanks
    if blanks:
        told = [f"{spot} {'、'.join(standards)}" for spot, standards in blanks.items()]
        number = sum(map(len, blanks.values()))
        more = "等" if len(told) > FEW else ""
        yield (
            f"交来的点位里有 {number} 处没有填：{'；'.join(told[:FEW])}{more}。不填就按符合算；"
            f"没有看的请记：cz round skip {one.id} {_example(blanks)} --reason 原因"
        )
    if result.absent:
        yield (
            f"抽到了，这张表没有填、台账里也没有的点位 {len(result.absent)} 个："
            f"{_few(result.absent)}。"
            f"还有别的表就接着导入；没有去的请记：cz round skip {one.id} {result.absent[0].id}"
            " --reason 原因"
        )


def _example(blanks: dict[str, tuple[str, ...]]) -> str:
    spot, standards = next(iter(blanks.items()))
    return f"{spot} {standards[0]}"


def _few(spots: Sequence[Spot]) -> str:
    named = "、".join(f"{spot.id} {spot.name}" for spot in spots[:FEW])
    return named + ("等" if len(spots) > FEW else "")


def _command_again(result: Checked) -> str:
    asked = result.asked
    words = ["cz finding import", shell_word(result.target), f"--round {result.round.id}"]
    for option, value in (("--date", asked.date), ("--by", asked.by), ("--days", asked.days)):
        if value is not None and value != "":
            words.append(f"{option} {shell_word(str(value))}")
    return " ".join(words)
