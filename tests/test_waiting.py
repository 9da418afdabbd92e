"""Long work says how far it is, on a terminal only, and leaves nothing behind."""

from __future__ import annotations

import io

import pytest

from cz.show.waiting import counted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    """Four things done, each taking so long."""
    now = 100.0
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("cz.show.waiting.time.monotonic", lambda: now)
    with counted("正在写", 4) as step:
        for _ in range(4):
            now += seconds
            step()
    return stream.getvalue()


def test_each_is_counted_from_the_first_second_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = work(monkeypatch, Terminal(), 0.6)
    assert shown == "\r正在写 2/4\r正在写 3/4\r正在写 4/4\r\x1b[K"


def test_quick_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, Terminal(), 0.2) == ""


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, io.StringIO(), 5) == ""


def test_the_line_is_gone_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    now = 100.0
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("cz.show.waiting.time.monotonic", lambda: now)

    def fail() -> None:
        nonlocal now
        with counted("正在写", 4) as step:
            now += 2
            step()
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert stream.getvalue() == "\r正在写 1/4\r\x1b[K"
