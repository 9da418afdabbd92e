"""A cz that has been loaded and waits.

For each command line it forks, and the fork is ``python -m cz`` from there on.

Most of a short command's time goes into starting Python and loading libraries, and the tests start
cz thousands of times. The process that waits never runs a command itself, so every fork is as clean
as a new process. What a process takes over only as it starts (encodings, PYTHON*, closed streams)
it cannot be given here; tests/running.py knows.
"""

from __future__ import annotations

import ast
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import cz
from cz.cli.main import main


def load() -> None:
    """Every module of cz, and whatever any of them imports, be it only inside a function."""
    for module in pkgutil.walk_packages(cz.__path__, "cz."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            for name in imported(Path(sys.modules[module.name].__file__ or "")):
                with suppress(ImportError):  # another system's
                    importlib.import_module(name)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def wait(line: socket.socket) -> dict[str, Any]:
    """Answer calls for ever.

    Returns the call in each child, whose streams are then those that came with it.

    A call is a length, the streams beside it, and JSON; the answer is the process id, and later its
    exit code.
    """
    while True:
        head, beside, _, _ = socket.recv_fds(line, 8, 3)
        if not head:
            os._exit(0)  # the tests are over
        body = b""
        while len(body) < int(head):
            body += line.recv(int(head) - len(body))
        child = os.fork()
        if child == 0:
            line.close()
            for number, descriptor in enumerate(beside):
                os.dup2(descriptor, number)
                os.close(descriptor)
            return dict(json.loads(body))
        for descriptor in beside:
            os.close(descriptor)
        line.sendall(b"%8d" % child)
        line.sendall(b"%8d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def become(call: dict[str, Any]) -> None:
    """What a new process would find: its folder, environment, arguments and streams."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["env"])
    sys.path[0] = call["cwd"]
    sys.argv[:] = [str(Path(cz.__file__).with_name("__main__.py")), *call["arguments"]]
    sys.stdin = sys.__stdin__ = stream(0, "r", sys.stdin)
    sys.stdout = sys.__stdout__ = stream(1, "w", sys.stdout)
    sys.stderr = sys.__stderr__ = stream(2, "w", sys.stderr)
    gc.enable()


def stream(number: int, mode: str, like: Any) -> Any:
    """A standard stream as Python opens it, in the encoding of the one this process was started with."""
    raw = open(number, f"{mode}b", closefd=False)  # noqa: SIM115
    lines = number == 2 or raw.isatty()
    return TextIOWrapper(raw, like.encoding, like.errors, newline="\n", line_buffering=lines)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed for the tests, which then close the line
    gc.disable()
    load()
    gc.freeze()
    become(wait(socket.socket(fileno=int(sys.argv[1]))))
    main()
