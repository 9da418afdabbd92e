"""The shipped templates compiled, kept where Python keeps its own compiled modules, and as easily
done without.

Compiling the phase report takes longer than everything else a report does. Only templates that came
with the program are kept: a folder that a plan brings along could bring along code as well, and
none of it is ever loaded.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib.util import cache_from_source

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from cz import disk
from cz.problem import Refusal
from cz.shipped import shipped

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
        path = bucket.key
        if os.path.dirname(os.path.abspath(path)) != SHIPPED:
            return None
        name = sha256(os.fsencode(f"{path}/{self.stamp}")).hexdigest()[:16]
        return cache_from_source(os.path.join(os.path.dirname(path), f"{name}.py"))

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

    def dump_bytecode(self, bucket: Bucket) -> None:
        place = self.place(bucket)
        if place is None or sys.dont_write_bytecode:
            return
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            disk.create(place, "", bucket.bytecode_to_string())
        except (OSError, Refusal):
            pass
