"""The shipped templates compiled, kept where Python keeps its own compiled modules, and as easily
done without.

Compiling the phase report takes longer than everything else a report does. Only templates that came
with the program are kept: a folder that a plan brings along could bring along code as well, and
none of it is ever loaded. A plan's own template whose text is a shipped one's, as in the program's
own repository and in plans that took the shipped ones to begin with, is the shipped one compiled.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib.util import cache_from_source
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from cz import disk
from cz.problem import Refusal
from cz.shipped import shipped
from cz.source import Source

SHIPPED = os.path.abspath(shipped("templates"))


class Compiled(BytecodeCache):
    """One file a template and compiler; what is stale or damaged is compiled afresh."""

    def __init__(self, *compilers: str) -> None:
        stamps = [jinja2.__version__]
        for path in compilers:
            try:
                state = os.stat(path)
            except OSError:  # not a file of its own
                continue
            stamps.append(f"{state.st_mtime_ns}-{state.st_size}")
        self.stamp = "/".join(stamps)

    def place(self, bucket: Bucket) -> str | None:
        """Where the compiled form of a shipped template goes; ``None`` for any other."""
        path = self._shipped(bucket)
        if path is None:
            return None
        name = sha256(os.fsencode(f"{path}/{self.stamp}")).hexdigest()[:16]
        return cache_from_source(os.path.join(SHIPPED, f"{name}.py"))

    def _shipped(self, bucket: Bucket) -> str | None:
        """The shipped template that this is, or whose name and text it has."""
        folder, name = os.path.split(os.path.abspath(bucket.key))
        path = os.path.join(SHIPPED, name)
        if folder == SHIPPED:
            return path
        text = disk.read(path, name) if os.path.isfile(path) else None
        if not isinstance(text, Source) or self.get_source_checksum(text.text) != bucket.checksum:
            return None
        return path

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return filename or name

    def load_bytecode(self, bucket: Bucket) -> None:
        place = self.place(bucket)
        if place is None:
            return
        try:
            with open(place, "rb") as file:
                bucket.load_bytecode(file)
        except OSError:
            pass
        if bucket.code is not None:
            bucket.code = _placed(bucket.code, bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        place = self.place(bucket)
        if place is None or sys.dont_write_bytecode:
            return
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            disk.create(place, "", bucket.bytecode_to_string())
        except (OSError, Refusal):
            pass


def _placed(code: CodeType, path: str) -> CodeType:
    """The same code as compiled from the file at ``path``, where its mistakes are then told."""
    if code.co_filename == path:
        return code
    inner = (_placed(each, path) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=path, co_consts=tuple(inner))
