"""The only subprocess: git itself, asked once, or kept open to hand out what it has stored."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread

from cz.git.environment import environment
from cz.git.program import program
from cz.git.refusals import in_chinese
from cz.problem import Refusal


class GitFailed(Refusal):
    """git ended with an error; ``words`` is what it said, in its own language, ``message`` a
    sentence for whoever is not asked what it means here.
    """

    def __init__(self, words: str) -> None:
        super().__init__(in_chinese(words), exit_code=1)
        self.words = words


# A repository may be a stranger's work, settings and all: git takes no folder of the work tree for
# a repository, and runs nothing that the settings name. See docs/history.md.
_ALWAYS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "log.showSignature=false",
    "log.date=short",
    "commit.gpgSign=false",
    "diff.orderFile=/dev/null",
    "core.quotepath=off",
    "color.ui=false",
)
_WITHOUT_HOOKS = (f"core.hooksPath={os.devnull}", "gpg.program=", "diff.external=")


def command_line(*arguments: str, hooks: bool = False) -> list[str]:
    """git called so that it runs nothing; ``hooks``: but for the hooks of this clone.

    Raises FileNotFoundError where it is not installed.
    """
    command = [program(), "--no-pager"]
    for setting in _ALWAYS if hooks else (*_ALWAYS, *_WITHOUT_HOOKS):
        command += ["-c", setting]
    return [*command, *arguments]


def git(
    folder: str, *arguments: str, given: bytes = b"", hooks: bool = False, index: str = ""
) -> bytes:
    """What git prints, ``given`` on its standard input.

    ``hooks``: its hooks are run, and told where they are. ``index``: the file it takes for its
    index. Raises GitFailed, and Refusal where git is not installed.
    """
    variables = _environment(folder, hooks=hooks)
    if index:
        variables["GIT_INDEX_FILE"] = index
    try:
        command = command_line(*arguments, hooks=hooks)
        done = subprocess.run(
            command, cwd=folder, input=given, capture_output=True, check=False, env=variables
        )
    except FileNotFoundError:
        raise Refusal("这台机器上没有装 git，看不了历史。不需要历史的命令照常可用。") from None
    if done.returncode < 0:
        raise GitFailed(f"fatal: git died of signal {-done.returncode}")
    if done.returncode:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def answer(folder: str, *arguments: str, given: bytes = b"") -> str:
    """What git prints, as text without the newline at its end. Raises as ``git`` does."""
    return git(folder, *arguments, given=given).decode("utf-8", "replace").strip()


def _environment(folder: str, *, hooks: bool = False) -> dict[str, str]:
    """What a partial clone lacks is not fetched, for a remote's settings name programs; a hook may
    fetch and push.
    """
    variables = {**environment(folder), "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    if not hooks:
        variables |= {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
    return variables


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """A signal to end is answered as Ctrl-C is: what was begun is put in order first."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C does nothing, to git neither. Only the main thread may say so; others go on."""
    if current_thread() is not main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.SIG_IGN) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


BASE = "原来"  # the name of what stood there, between the marks of a conflict


def merge_lines(
    base: str, ours: str, theirs: str, names: tuple[str, str], marker_size: int
) -> tuple[bytes, int]:
    """Three files merged as git merges lines, and the number of conflicts. Raises GitFailed."""
    labels = [word for name in (names[0], BASE, names[1]) for word in ("-L", name)]
    files = [os.path.abspath(path) for path in (ours, base, theirs)]
    options = ["-p", "-q", f"--marker-size={marker_size}", *labels]
    try:
        command = command_line("merge-file", *options, *files)
        done = subprocess.run(command, capture_output=True, check=False, env=_environment("."))
    except OSError as error:
        raise GitFailed(str(error)) from None
    if not 0 <= done.returncode <= 127:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout, done.returncode


_AHEAD = 8  # objects that git is asked for at once


class Objects:
    """What git has stored, from one ``git cat-file --batch``."""

    def __init__(self, folder: str) -> None:
        self._process = subprocess.Popen(
            command_line("cat-file", "--batch"),
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._asked: deque[str] = deque()  # of git, whose answer is still to be read
        self._expected: deque[str] = deque()

    def expect(self, shas: Iterable[str]) -> None:
        """What will be read next, in this order: git gets it ready while other work is done."""
        self._expected.extend(shas)

    def read(self, sha: str) -> tuple[str, bytes] | None:
        """(kind, content), or ``None`` where it is not here."""
        while self._asked and self._asked[0] != sha:
            self._asked.popleft()
            self._answer()
        if not self._asked:
            self._foresee(sha)
        self._asked.popleft()
        answered = self._answer()
        if not self._asked and self._expected:
            self._ask_ahead()
        return answered

    def _foresee(self, sha: str) -> None:
        """Ask for it. What was expected before it is not read after all."""
        if sha in self._expected:
            while self._expected[0] != sha:
                self._expected.popleft()
            self._expected.popleft()
        self._ask([sha])

    def _ask_ahead(self) -> None:
        count = min(_AHEAD, len(self._expected))
        self._ask([self._expected.popleft() for _ in range(count)])

    def _ask(self, shas: Sequence[str]) -> None:
        """What is asked for in one go is far less than a pipe holds, so nobody waits for ever."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("".join(f"{sha}\n" for sha in shas).encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Refusal("git 中途停了，历史没有读完。", exit_code=1) from None
        self._asked.extend(shas)

    def _answer(self) -> tuple[str, bytes] | None:
        assert self._process.stdout is not None
        head = self._process.stdout.readline().split()
        if len(head) == 3:
            _, kind, size = head
            content = self._process.stdout.read(int(size))
            self._process.stdout.read(1)  # the end of the line
            return kind.decode(), content
        if len(head) > 1:  # "<sha> missing"
            return None
        raise Refusal("git 中途停了，历史没有读完。", exit_code=1)

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process as process:
            process.kill()
