"""The former home of ``kept_line``."""

from cz.verbs.kept import kept_line as one_line

__all__ = ["one_line"]
