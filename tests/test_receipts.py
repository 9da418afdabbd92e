"""Reading and editing with a receipt under bad luck: many at once, kills, no room, a cache undone.

Nothing is lost, and every answer and exit code is that of the whole reading.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from running import MIDWAY, Ran, cz, environment

from cz.cli.main import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks, signals and links of POSIX")

LOOK = ("list", "unit:区总工会")
CHANGE = ("set", "1-5", "done")
CALLS = 21  # that a change makes to the plan and the cache, or a few more


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A sound plan large enough for a receipt; its cache lies beside it."""
    folder = tmp_path / "plan"
    shutil.copytree(MIDWAY / "data", folder / "data")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "cache" / "cz"
    _away(tmp_path / "cache")


def run(plan: Path, cache: Path, *words: str) -> Ran:
    return cz(*words, cwd=plan, XDG_CACHE_HOME=str(cache.parent), CZ_TODAY="2026-07-15")


def whole(plan: Path, *words: str) -> Ran:
    """As answered where nothing was ever kept, nor can be."""
    return cz(*words, cwd=plan, XDG_CACHE_HOME="/dev/null", CZ_TODAY="2026-07-15")


def contents(plan: Path) -> Mapping[str, bytes]:
    """Of the data files; what a killed writer left beside them goes with the next change."""
    return {path.name: path.read_bytes() for path in sorted((plan / "data").glob("[a-z]*.yaml"))}


# A cache that is undone while others use it
# --------------------------------------------------------------------------------------------


def _away(place: Path) -> None:
    """Whatever it is; others may be at it."""
    try:
        os.chmod(place, 0o700, follow_symlinks=False)
    except (OSError, NotImplementedError):
        pass
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _deleted(place: Path) -> None:
    _away(place)


def _read_only(place: Path) -> None:
    place.chmod(0o500)


def _a_file(place: Path) -> None:
    _away(place)
    place.write_bytes(b"")


def _a_link(place: Path) -> None:
    elsewhere = place.with_name("elsewhere")
    elsewhere.mkdir(exist_ok=True)
    _away(place)
    place.symlink_to(elsewhere)


def _junk(place: Path) -> None:
    """In every receipt something else that might be one: cut off, shifted, no text, no end."""
    rnd = Random(1)
    for path in list(place.iterdir()):
        raw = path.read_bytes()
        path.write_bytes(
            rnd.choice(
                (
                    raw[: len(raw) // 2],
                    raw.replace(b"1", b"2"),
                    rnd.randbytes(200),
                    b"tasks tasks 0 2 1\nsound\n",
                    b"",
                )
            )
        )


def _pipes(place: Path) -> None:
    """Where the receipts were: who opens one to read waits for ever."""
    for path in list(place.iterdir()):
        path.unlink()
        os.mkfifo(path, 0o600)


UNDOINGS = (_deleted, _read_only, _a_file, _a_link, _pipes, _junk)


def undo(place: Path, undoing: Callable[[Path], None]) -> None:
    try:
        undoing(place)
    except OSError:  # somebody was quicker
        _away(place)


CHANGES = (
    ("set", "1-5", "done"),
    ("finding", "rectify", "f260706-1", "--date", "2026-07-08"),
    ("note", "1-1", "已报"),
    ("set", "1-2", "blocked"),
    ("due", "2-1", "2026-08-20"),
    ("note", "2-2", "再报"),
    ("set", "3-1", "doing"),
    ("note", "1-3", "又报"),
)


def at_once(
    plan: Path, cache: Path, many: int, undoings: tuple[Callable[[Path], None], ...]
) -> None:
    """The changes, so many of them, each ending well; what they come to is what it ought to be."""
    tasks = [line.split()[-1] for line in _lines(plan, "  - id: ")][: many - len(CHANGES)]
    more = [("note", task, f"同时{number}") for number, task in enumerate(tasks)]
    changes = [*CHANGES, *more]
    expected = plan.with_name("expected")
    shutil.copytree(plan, expected)
    env = environment(XDG_CACHE_HOME=str(cache.parent), CZ_TODAY="2026-07-15")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "cz", *words],
            cwd=plan,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for words in changes
    ]
    for undoing in cycle(undoings):
        waiting = [process for process in running if process.poll() is None]
        if not waiting:
            break
        undo(cache, undoing)
        try:
            waiting[0].wait(0.01)
        except subprocess.TimeoutExpired:
            pass
    for process, words in zip(running, changes, strict=True):
        _, complaint = process.communicate()
        assert (process.returncode, complaint) == (0, b""), words
    for words in changes:
        assert whole(expected, *words).code == 0
    assert _sorted_lines(plan) == _sorted_lines(expected)
    assert run(plan, cache, "check") == whole(plan, "check")
    assert run(plan, cache, *LOOK) == whole(expected, *LOOK)


def _lines(plan: Path, start: str) -> list[str]:
    text = (plan / "data" / "tasks.yaml").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith(start)]


def _sorted_lines(plan: Path) -> Mapping[str, list[bytes]]:
    """Two changes of one record may come in either order."""
    return {name: sorted(raw.split(b"\n")) for name, raw in contents(plan).items()}


def test_eight_at_once_while_the_cache_is_undone(plan: Path, cache: Path) -> None:
    run(plan, cache, *LOOK)
    at_once(plan, cache, 8, UNDOINGS)


@pytest.mark.soak
@pytest.mark.parametrize("undoing", [None, *UNDOINGS])
def test_sixty_four_at_once(
    plan: Path,
    cache: Path,
    undoing: Callable[[Path], None] | None,
    request: pytest.FixtureRequest,
) -> None:
    if "soak" not in request.config.option.markexpr:
        pytest.skip("only with -m soak")
    run(plan, cache, *LOOK)
    at_once(plan, cache, 64, (undoing or (lambda place: None),))


@pytest.mark.parametrize(
    "undoing", [pytest.param(undoing, marks=pytest.mark.soak(every=2)) for undoing in UNDOINGS]
)
def test_a_cache_that_is_no_use_changes_no_answer(
    plan: Path, cache: Path, undoing: Callable[[Path], None]
) -> None:
    expected = whole(plan, *LOOK)
    assert run(plan, cache, *LOOK) == expected
    undo(cache, undoing)
    assert run(plan, cache, *LOOK) == expected
    undo(cache, undoing)
    assert run(plan, cache, *CHANGE).code == 0
    undo(cache, undoing)
    assert run(plan, cache, *LOOK) == whole(plan, *LOOK) != expected
    assert list(cache.parent.glob("elsewhere/*")) == []


# At an instant
# --------------------------------------------------------------------------------------------


def in_fork(
    plan: Path, cache: Path, words: tuple[str, ...], hook: Callable[[str, Any], None]
) -> int:
    """``cz`` in a fork of these tests, where ``hook`` hears of every call to the system.

    Returns the exit code, or a signal's number below zero.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.chdir(plan)
        os.environ.update(XDG_CACHE_HOME=str(cache.parent), CZ_TODAY="2026-07-15")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        sys.argv[:] = ["cz", *words]
        sys.addaudithook(hook)
        main()
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 70)
    except BaseException:
        traceback.print_exc()
    os._exit(71)


def killing(at: int) -> Callable[[str, Any], None]:
    """Killed before the call of this number, from 1, that does anything to the plan or the cache."""
    left = [at]

    def hook(event: str, arguments: Any) -> None:
        place = str(arguments[0]) if arguments else ""
        if (event == "open" or event.startswith("os.")) and ("/data" in place or "/cache" in place):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.soak(every=40)) for seed in range(40)]
)
def test_killed_at_any_call(plan: Path, cache: Path, seed: int) -> None:
    """The file is the old one or the new one, and the next run answers as if nothing were kept."""
    run(plan, cache, *LOOK)
    old = contents(plan)
    assert in_fork(plan, cache, CHANGE, killing(0)) == 0
    new = contents(plan)
    assert old != new
    codes = []
    for at in Random(seed).sample(range(1, CALLS + 1), 4):
        _put(plan, old)
        if seed % 2:
            _away(cache)
        codes.append(in_fork(plan, cache, CHANGE, killing(at)))
        assert contents(plan) in (old, new), at
        assert run(plan, cache, *LOOK) == whole(plan, *LOOK), at
    assert run(plan, cache, "set", "1-5", "blocked").code == 0
    assert sorted(os.listdir(plan / "data")) == sorted(old)
    assert -signal.SIGKILL in codes
    assert set(codes) <= {0, -signal.SIGKILL}


def _put(plan: Path, files: Mapping[str, bytes]) -> None:
    for name, raw in files.items():
        (plan / "data" / name).write_bytes(raw)


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("words", [LOOK, CHANGE])
def test_another_of_the_same_size_at_the_same_time(
    plan: Path, cache: Path, words: tuple[str, ...], in_place: bool
) -> None:
    """While cz reads, somebody puts another file of the same size and time in the place of one.

    It is answered for the one or the other; a change of the first is refused, or made of the other.
    """
    run(plan, cache, *words, *(("--dry-run",) if words == CHANGE else ()))
    tasks = plan / "data" / "tasks.yaml"
    state, old = tasks.stat(), tasks.read_bytes()
    other = old.replace("开展".encode(), "展开".encode())
    assert other != old
    opened = []

    def hook(event: str, arguments: Any) -> None:
        if event != "open" or not str(arguments[0]).endswith("data/units.yaml") or opened:
            return
        opened.append(True)
        path = tasks if in_place else plan / "other"
        path.write_bytes(other)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        path.replace(tasks)

    code = in_fork(plan, cache, words, hook)
    assert code == 0 or (words == CHANGE and code == 1)
    after = tasks.read_bytes()
    assert "展开".encode() in after
    assert after == other or (words == CHANGE and code == 0)
    assert run(plan, cache, *LOOK) == whole(plan, *LOOK)


@pytest.mark.parametrize("new", ["doinx", "block"])
def test_the_clock_stands_still(plan: Path, cache: Path, new: str) -> None:
    """Another content of the same length, in the same file, at the same time."""
    run(plan, cache, *LOOK)
    tasks = plan / "data" / "tasks.yaml"
    state = tasks.stat()
    tasks.write_bytes(tasks.read_bytes().replace(b"status: doing", b"status: " + new.encode()))
    os.utime(tasks, ns=(state.st_atime_ns, state.st_mtime_ns))
    expected = whole(plan, *LOOK)
    assert run(plan, cache, *LOOK) == run(plan, cache, *LOOK) == expected
    assert expected.err


# No room
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most, code", [(0, 1), (100, 1), (10**6, 0)])
def test_no_room_for_plan_or_receipt(plan: Path, cache: Path, most: int, code: int) -> None:
    resource = pytest.importorskip("resource")
    expected, old = whole(plan, *LOOK), contents(plan)

    def limited(event: str, arguments: Any) -> None:
        if event == "open":
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    assert in_fork(plan, cache, LOOK, limited) == 0
    assert run(plan, cache, *LOOK) == expected
    assert in_fork(plan, cache, CHANGE, limited) == code
    assert (contents(plan) == old) == (code == 1)
    assert [path.name for path in cache.iterdir() if path.name.startswith(".")] == []
    assert run(plan, cache, *LOOK) == whole(plan, *LOOK)


def test_two_versions_share_a_cache(
    plan: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither believes what the other has kept, and neither takes it away."""
    from cz.load import receipt

    expected = run(plan, cache, *LOOK)
    [ours] = cache.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(receipt, "_program", lambda: "another")
        assert in_fork(plan, cache, LOOK, killing(0)) == 0
    [theirs] = set(cache.iterdir()) - {ours}
    ours.write_bytes(b"of another make\n")
    assert run(plan, cache, *LOOK) == expected
    assert theirs.read_bytes().endswith(b"sound\n")
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o600
