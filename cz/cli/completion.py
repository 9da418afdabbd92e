"""What the shell asks for when Tab is pressed. What is offered, cz.cli.suggest says."""

from __future__ import annotations

import sys

from cz.cli.commands import COMMANDS, SUBCOMMANDS

ASKED = "_CZ_COMPLETE"  # the variable by which the shell's script asks; named after the program


def complete(arguments: list[str]) -> int:
    """Answer the shell; a question in a form of no known shell is answered with nothing."""
    from cz.cli.group import program

    _prepare_shells()
    try:
        program(COMMANDS, SUBCOMMANDS).main(arguments, prog_name="cz", standalone_mode=False)
    except SystemExit as done:
        sys.stdout.flush()
        return done.code if isinstance(done.code, int) else 0
    except Exception:
        return 1
    return 0


def _prepare_shells() -> None:
    """Register Typer's shells, and spare them rich.

    It would only take markup out of help texts that have none.
    """
    from typer import _completion_classes

    _completion_classes.completion_init()
    _completion_classes._sanitize_help_text = str  # type: ignore[assignment]
