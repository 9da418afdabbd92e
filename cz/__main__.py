"""``python -m cz``."""

from cz.cli.main import main

main()
